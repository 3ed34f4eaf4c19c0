"""The worker: tasks come in on one pipe, answers go out on another, until the first is closed.

A task is a module's function with its arguments, sent by the process that started this one and
trusted like it. The answer says what came of it: a value, an error of ours, want of memory, or a
fault, by its name and place. Nothing else leaves, and nothing is kept between tasks but what
the modules themselves keep.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple

from whence.apart.fence import allow, fence_in
from whence.apart.values import write_value
from whence.errors import InputError, WhenceError

LENGTH = 8
"""Bytes that the length of a piece takes."""
_END = (1 << (8 * LENGTH)) - 1
"""A length that no piece has: it ends a message."""


class Task(NamedTuple):
    """A function by its name, with what it is given and what it may take."""

    module: str
    function: str
    args: tuple[object, ...]
    named: dict[str, object]
    memory: int
    seconds: float


class Answer(NamedTuple):
    """What came of a task: ``kind`` is value, error, memory or fault; ``parts`` go with it."""

    kind: str
    parts: tuple[str, ...] = ()
    value: bytes = b"null"
    blobs: Sequence[bytes] = ()


def serve(readable: Sequence[str], ahead: Sequence[str]) -> None:
    """Do tasks until nobody sends any more.

    ``readable`` are the folders of the program, ``ahead`` the modules to import first.
    """
    tasks, answers = _own_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    send(answers, Answer("ready", fence_in(readable)))
    for module in ahead:
        import_module(module)
    with suppress(EOFError):
        while True:
            answer = answer_to(pickle.loads(read_whole(tasks, _length(tasks))))
            send(answers, answer)
            if answer.kind == "memory":
                return  # what is left of it is not what it was


def answer_to(task: Task) -> Answer:
    """Do one task."""
    try:
        function = getattr(import_module(task.module), task.function)
        allow(task.memory, task.seconds)
        value, blobs = write_value(function(*task.args, **task.named))
    except InputError as error:
        return Answer("error", (type(error).__name__, error.input, error.reason))
    except WhenceError as error:
        return Answer("error", (type(error).__name__, str(error)))
    except MemoryError:
        return Answer("memory")
    except Exception as error:
        return Answer("fault", (type(error).__name__, place_of(error)))
    return Answer("value", (), value, blobs)


def place_of(error: Exception) -> str:
    """The module and line where an error arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "an unknown place"


def failed_on_it(fault: str, place: str) -> str:
    """The reason for refusing an input on which our own code failed."""
    return f"whence failed on it ({fault} at {place}); leave it out, and report this line"


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes that came as stdin and stdout, moved away from where a library might print."""
    tasks = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return tasks, answers


def send(pipe: BinaryIO, answer: Answer) -> None:
    """Write an answer: its kind and parts, its value, and its blobs, each behind its length."""
    head = json.dumps((answer.kind, answer.parts)).encode()
    for piece in (head, answer.value, *answer.blobs):
        pipe.write(len(piece).to_bytes(LENGTH, "big"))
        pipe.write(piece)
    pipe.write(_END.to_bytes(LENGTH, "big"))
    pipe.flush()


def receive(pipe: BinaryIO, most: int) -> bytes | None:
    """One piece of a message, or None where it has ended.

    Raises:
        EOFError: the pipe ends before.
        ValueError: it is longer than ``most``.
    """
    length = _length(pipe)
    if length == _END:
        return None
    if length > most:
        raise ValueError(f"a piece of {length} bytes")
    return read_whole(pipe, length)


def _length(pipe: BinaryIO) -> int:
    return int.from_bytes(read_whole(pipe, LENGTH), "big")


def read_whole(pipe: BinaryIO, length: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: the pipe ends before.
    """
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content
