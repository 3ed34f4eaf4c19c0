"""What tests of the whole share: the command line in this process, and a small invented story."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from whence.cli import main

GAZETTE = """Brigade shows captured soldier in video

By Lena Okafor

The Red Heron Brigade released a video on Tuesday in which a captive, Ilya Drost, says \
he is being treated well.

"We took two soldiers near Gdansk," Tom Ashe, a spokesman for the brigade, told Quillon News. \
At least 12 people were injured in the raid, a nurse said.

The defence ministry denied that any soldier had been captured.
"""
HERALD = """Ministry denies that soldiers were captured

The defence ministry denied on Tuesday that two soldiers had been captured near Gdansk by the \
Red Heron Brigade.

"The reports are baseless," said Olga Brandt, a spokeswoman for the ministry. According to \
Quillon News, the brigade claims that it took two soldiers near Gdansk.

Three people were injured in the raid, police said.
"""
NOTICE = """Harbour bridge closed until spring

The harbour office said on Monday that the old iron bridge would stay closed until spring. \
Engineers found a crack in its northern pillar, the office said.
"""


@dataclass(frozen=True)
class Called:
    """What a call of the command line left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """What was printed, as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def said(self) -> list[str]:
        """What was said on stderr, line by line."""
        return self.err.splitlines()


Call = Callable[..., Called]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Call:
    """``whence`` with some arguments, in this process, so that models are loaded once."""

    def run(*args: str | Path, stdin: bytes = b"") -> Called:
        monkeypatch.setattr(sys, "argv", ["whence", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsysbinary.readouterr()
        assert isinstance(left.value.code, int)
        return Called(left.value.code, out.decode("utf-8"), err.decode("utf-8"))

    return run


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three articles, two of them on one event; the working directory is its parent."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("gazette", GAZETTE), ("herald", HERALD), ("notice", NOTICE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder
