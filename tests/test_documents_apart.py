"""Every kind of document is read in the process apart as it is read in this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from whence.errors import ReadError
from whence.model import Capture
from whence.pipeline import Options, capture_all, read_capture
from whence.read import read_article

FILES = Path(__file__).parent / "files"
READ = (
    *("statement.pdf", "bare.pdf", "printed.pdf", "report.docx", "gmail.eml", "outlook.eml"),
    *("thunderbird.eml", "mutt.eml", "saved.mhtml", "singlefile.html", "singlefile_cli.html"),
)


def capture_of(name: str) -> Capture:
    (capture,) = capture_all([str(FILES / name)], Options())
    assert isinstance(capture, Capture)
    return capture


@pytest.mark.parametrize("name", READ)
def test_a_document_is_read_apart_as_it_is_read_here(name: str) -> None:
    capture = capture_of(name)
    assert read_capture(capture, Options()) == read_article(capture)


@pytest.mark.parametrize(
    ("name", "cure"), [("scan.pdf", "run OCR"), ("locked.pdf", "without"), ("blank.pdf", "no text")]
)
def test_a_document_that_cannot_be_read_is_refused_for_its_own_reason(name: str, cure: str) -> None:
    with pytest.raises(ReadError, match=cure) as refused:
        read_capture(capture_of(name), Options())
    assert "whence failed" not in refused.value.reason
