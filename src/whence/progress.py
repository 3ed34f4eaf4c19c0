"""Progress on a terminal: what is being done, how far it is, once it takes over a second.

Written to stderr and only where that is a terminal, so that pipes and logs stay clean.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

AFTER = 1.0
"""Seconds before anything is shown."""
WORDS = {
    "analyse": "reading and analysing: {} articles",
    "pictures": "fetching pictures: {} articles",
    "gather": "gathering stories and claims: {} articles",
    "verify": "checking: {} entries",
}


class Watch:
    """A progress line; ``advance`` is called with a stage and how much of it is done."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(file=sys.stderr),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self.task = self.progress.add_task("", start=True)

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def advance(self, stage: str, done: int) -> None:
        """Show that a stage has done so many articles or entries."""
        self.progress.update(self.task, description=WORDS[stage].format(done))
        if time.monotonic() - self.began > AFTER and not self.progress.live.is_started:
            self.progress.start()
