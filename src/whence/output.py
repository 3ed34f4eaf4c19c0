"""Output: where the command line's data, reports and refusals go.

Rows, a summary or a report come in; JSON Lines and summaries go out on stdout, refusals on
stderr, one line an input, reports to a file, whole or not at all. Whoever reads our output may
leave early (``head``), a disk may be full, a stream may be closed from the start: none of it is
a traceback. JSON is UTF-8 whatever the terminal is set to (RFC 8259, section 8.1).
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from whence.errors import UsageError
from whence.model import Refusal
from whence.repeats import Repeats

T = TypeVar("T")


class Tally:
    """How many inputs were used and how many refused; says the refusals on stderr."""

    def __init__(self, used: int = 0) -> None:
        self.used = used
        self.refused = 0
        self._repeats = Repeats()

    def refuse(self, refusal: Refusal) -> None:
        """Say one refusal, unless its file was refused for the same reason time and again."""
        self.refused += 1
        if self._repeats.is_new(refusal):
            self._say(refusal)

    def keep(self, results: Iterable[T | Refusal]) -> Iterator[T]:
        """Go on with what was not refused."""
        for result in results:
            if isinstance(result, Refusal):
                self.refuse(result)
            else:
                self.used += 1
                yield result

    def finish(self) -> int:
        """Say how many refusals were held back; gives the exit status."""
        for refusal in self._repeats.held_back():
            self._say(refusal)
        if not self.used:
            return 2
        return 1 if self.refused else 0

    def _say(self, refusal: Refusal) -> None:
        say(f"{refusal.input}: {refusal.reason}")


def say(message: str) -> None:
    """One line on stderr; what is not printable in it is replaced."""
    print(f"whence: {printable(message)}", file=sys.stderr)


def printable(text: str) -> str:
    """The text with what is not printable in it replaced."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


# Characters that act on a terminal and that JSON would leave as they are: C1 controls, overrides
# of the writing direction.
_ACTING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def put(row: dict[str, Any]) -> None:
    """Print one line of JSON; what would act on a terminal is escaped in it."""
    line = json.dumps(row, ensure_ascii=False) + "\n"
    line = _ACTING.sub(lambda found: f"\\u{ord(found.group()):04x}", line)
    with writing():
        sys.stdout.buffer.write(line.encode("utf-8", "replace"))


class Terminal(Console):
    """A console on stdout that leaves a reader who has gone to :func:`writing`."""

    def on_broken_pipe(self) -> None:
        """Called by Console while it catches the BrokenPipeError."""
        raise BrokenPipeError


@contextmanager
def writing() -> Iterator[None]:
    """What is written to stdout inside ends the run quietly where nobody reads it any more.

    Raises:
        UsageError: stdout cannot be written to.
    """
    try:
        yield
    except BrokenPipeError:
        turn_away()
        raise SystemExit(0) from None
    except OSError as error:
        turn_away()
        reason = f"the output cannot be written ({error.strerror}); send it elsewhere"
        raise UsageError(reason) from error


def turn_away() -> None:
    """Send what is still on its way to stdout nowhere, so that leaving does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_streams() -> None:
    """Give the streams that the caller closed a place to come from and go to."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def silence_libraries() -> None:
    """Keep what libraries log or warn of from stderr, unless Python was told to show it."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def check_place(out: Path) -> None:
    """Refuse a place for a report before any work is done for it.

    Raises:
        UsageError: a directory, or in one that is not there or cannot be written to.
    """
    try:
        inside = not out.name or out.is_dir()
        known, there = out.parent.is_dir(), out.exists()
    except OSError as error:  # as for a name that is too long
        raise _unwritable(out, error) from error
    if inside:
        raise UsageError(f"{out}: a directory; name a file, as in -o report.html")
    if not known:
        raise UsageError(f"{out}: there is no directory {out.parent}; make it or name another file")
    if not os.access(out if there else out.parent, os.W_OK):
        raise UsageError(f"{out}: not allowed to write there; name another file")


def write_report(out: Path, html: str) -> None:
    """Write the report whole or not at all: to a file beside it first, then in its place.

    What is no regular file (a pipe, ``/dev/stdout``) is written to as it is.

    Raises:
        UsageError: the place cannot be written to.
    """
    target = out.resolve()
    content = html.encode("utf-8", "replace")
    beside = target.with_name(f".{target.name}.part")
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(content)
            return
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> UsageError:
    return UsageError(f"{out}: cannot be written ({error.strerror}); name another file")
