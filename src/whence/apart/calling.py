"""Calling: a function and its arguments come in, what it gave or raised comes out.

The function runs in the worker of this process, which is started when it is first needed and
again after it died. A worker that was killed by a bound, or by its parser, costs the one input it
was busy with. Only a worker that did nothing before is held to be a fair judge of an input that
killed it, so that no input is refused for what others left behind.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast, get_type_hints

from whence import errors
from whence.apart.values import ValuesError, read_value
from whence.apart.worker import LENGTH, Answer, Task, failed_on_it, receive
from whence.errors import InputError, ReadError, WhenceError

P = ParamSpec("P")
T = TypeVar("T")

_MOST_ANSWERED = 500_000_000
"""Bytes taken of one piece of an answer."""
_PATIENCE = 10
"""How many times its processor time a task may last: the processor is shared."""
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")
"""What a worker keeps of the environment: what Python itself needs, and no keys."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Threads of numpy's that would each reserve memory of what a task may take."""
_BOOT = "import sys; sys.path[:] = {!r}; from whence.apart.worker import serve; serve({!r}, {!r})"
_CURE = "leave it out, or save the article as plain text"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may take: bytes of memory in all, seconds of processor time."""

    memory: int = 2_000_000_000
    seconds: float = 30.0


class _DeathError(Exception):
    """The worker ended before it answered; the message says of what."""


class Worker:
    """A process that does tasks one at a time; it imports ``ahead`` while nobody waits for it."""

    def __init__(self, paths: tuple[str, ...], ahead: tuple[str, ...] = ()) -> None:
        readable = [*paths, *map(os.path.realpath, (sys.prefix, sys.base_prefix))]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        start = (
            sys.executable,
            "-I",
            "-S",
            "-B",
            "-X",
            "utf8",
            "-c",
            _BOOT.format(paths, readable, ahead),
        )
        self._process = subprocess.Popen(
            start,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | _ONE_THREAD,
            cwd=Path(sys.base_prefix).anchor,
        )
        self._lasted = False
        self.owner = os.getpid()
        self.done = 0
        self.fences: tuple[str, ...] = ()

    def ask(self, task: Task) -> Answer:
        """Send a task and wait for its answer.

        Raises:
            _DeathError: there is none.
        """
        timer = threading.Timer(_PATIENCE * task.seconds, self._kill)
        timer.daemon = True
        timer.start()
        try:
            if not self.fences:
                self.fences = self._receive().parts
            self._send(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
            answer = self._receive()
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
            self.close()
            raise _DeathError(self._cause(task)) from error
        finally:
            timer.cancel()
        self.done += 1
        return answer

    @property
    def alive(self) -> bool:
        """Whether it can be asked, by this process."""
        return self.owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(Any, pipe).close()
        self._process.kill()
        self._process.wait()

    def _kill(self) -> None:
        self._lasted = True
        self._process.kill()

    def _send(self, content: bytes) -> None:
        pipe = cast(Any, self._process.stdin)
        pipe.write(len(content).to_bytes(LENGTH, "big"))
        pipe.write(content)
        pipe.flush()

    def _receive(self) -> Answer:
        pipe = cast(Any, self._process.stdout)
        kind, parts = json.loads(receive(pipe, _MOST_ANSWERED) or b"")
        value, *blobs = iter(lambda: receive(pipe, _MOST_ANSWERED), None)
        return Answer(str(kind), tuple(map(str, parts)), value, blobs)

    def _cause(self, task: Task) -> str:
        """Of what the process died."""
        status = self._process.returncode
        if self._lasted or status == -getattr(signal, "SIGXCPU", 0):
            return f"took more than {task.seconds:g} seconds to take apart"
        return "the parser broke down on it"


@dataclass(slots=True)
class _Place:
    """Where this process keeps its worker; one thread at a time uses it."""

    worker: Worker | None = None

    def fresh(self, ahead: tuple[str, ...] = ()) -> Worker:
        """A worker that did nothing yet.

        Raises:
            WhenceError: this system starts none.
        """
        if self.worker is not None and self.worker.owner == os.getpid():
            self.worker.close()
        try:
            self.worker = Worker(_paths(), ahead)
        except (OSError, ValueError) as error:
            reason = f"the process that takes inputs apart cannot be started ({error})"
            raise WhenceError(f"{reason}; see docs/security.md") from error
        return self.worker


_place = _Place()
_lock = threading.RLock()


def run_apart(
    name: str,
    task: Callable[P, T],
    bounds: Bounds,
    /,
    *args: P.args,
    **named: P.kwargs,
) -> T:
    """What ``task``, a function of a module, gives for these arguments in a process of its own.

    ``name`` is that of the input, for errors.

    Raises:
        ReadError: the input took more than the bounds, or the parser broke down on it.
        WhenceError: as the function itself.
    """
    order = Task(task.__module__, task.__qualname__, args, named, bounds.memory, bounds.seconds)
    answer = _ask(name, order)
    match answer.kind:
        case "value":
            hint = get_type_hints(task)["return"]
            try:
                return cast(T, read_value(hint, answer.value, answer.blobs))
            except ValuesError as error:
                raise ReadError(name, f"the parser broke down on it; {_CURE}") from error
        case "error":
            raise _error(answer.parts)
        case "memory":
            taken = f"took more than {bounds.memory / 1e9:g} GB to take apart"
            raise ReadError(name, f"{taken}; {_CURE}")
    raise ReadError(name, failed_on_it(*(*answer.parts, "", "")[:2]))


def start_ahead(*modules: str) -> None:
    """Start the worker, with these modules, while other things are done.

    Raises:
        WhenceError: this system starts none.
    """
    with _lock:
        if _place.worker is None:
            _place.fresh(modules)


def _ask(name: str, order: Task) -> Answer:
    with _lock:
        worker = _place.worker
        there = worker is not None and worker.alive
        if worker is not None and there and worker.done:
            with suppress(_DeathError):
                answer = worker.ask(order)
                if answer.kind != "memory":
                    return answer
            there = False
        try:
            return (worker if worker is not None and there else _place.fresh()).ask(order)
        except _DeathError as death:
            raise ReadError(name, f"{death}; {_CURE}") from death


def _error(parts: tuple[str, ...]) -> WhenceError:
    """An error of ours that the task raised; what else it may claim to be is a plain one."""
    kind = getattr(errors, parts[0], WhenceError)
    if not (isinstance(kind, type) and issubclass(kind, WhenceError)):
        kind = WhenceError
    if issubclass(kind, InputError) and len(parts) != 3:
        kind = WhenceError
    return kind(*parts[1:])


def _paths() -> tuple[str, ...]:
    """Where this program's modules lie; never the working directory, which is the inputs'."""
    own = str(Path(__file__).resolve().parents[2])
    here = str(Path.cwd())
    others = (path for path in sys.path if path and path != here)
    return tuple(dict.fromkeys((own, *map(os.path.abspath, others))))


def _leave() -> None:
    if _place.worker is not None and _place.worker.owner == os.getpid():
        _place.worker.close()


atexit.register(_leave)
