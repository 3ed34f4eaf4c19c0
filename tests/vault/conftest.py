"""What the vault's tests share: a home of its own, and keeping captures in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from whence.model import Capture
from whence.vault import Home, keeping

from .captures import Ticking


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def keep(home: Home) -> Callable[..., None]:
    """Keep captures in one run."""

    def call(*captures: Capture, clock: Callable[[], datetime] | None = None) -> None:
        with keeping(home, clock or Ticking()) as keeper:
            for capture in captures:
                keeper.add(capture)

    return call
