"""Whatever a document's bytes are, it is read or refused, and nothing else happens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from whence.capture.documents import DOCX, MAIL, MHTML, PDF
from whence.errors import CaptureError, ReadError
from whence.model import Capture
from whence.read import read_article

from .captures import TAKEN, check_passages
from .documents import FILES, as_capture

REAL = {
    name: (FILES / name).read_bytes()
    for name in (
        "statement.pdf",
        "printed.pdf",
        "report.docx",
        "saved.mhtml",
        "gmail.eml",
        "outlook.eml",
        "thunderbird.eml",
        "mutt.eml",
        "singlefile.html",
        "singlefile_cli.html",
    )
}
BEGINNINGS = {
    PDF: (b"%PDF-1.7\n", b"\n%%EOF"),
    DOCX: (b"PK\x03\x04", b""),
    MAIL: (b"From: a@b.example\r\nMIME-Version: 1.0\r\n", b""),
    MHTML: (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n', b""),
}


def read_or_refuse(name: str, content: bytes) -> None:
    try:
        check_passages(read_article(as_capture(content, name)))
    except (CaptureError, ReadError) as refused:
        assert refused.reason
        assert len(refused.reason.splitlines()) == 1


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(BEGINNINGS)), st.binary(max_size=300))
def test_any_bytes_behind_the_mark_are_read_or_refused(media_type, rest):
    before, after = BEGINNINGS[media_type]
    try:
        check_passages(
            read_article(Capture("it", before + rest + after, media_type, "0" * 64, TAKEN))
        )
    except ReadError as refused:
        assert len(refused.reason.splitlines()) == 1


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(REAL)), st.floats(0, 1))
def test_a_file_cut_anywhere_is_read_or_refused(name, share):
    content = REAL[name]
    read_or_refuse(name, content[: max(1, int(share * len(content)))])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(REAL)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=40),
)
def test_a_file_with_changed_bytes_is_read_or_refused(name, changes):
    content = bytearray(REAL[name])
    for share, value in changes:
        content[min(int(share * len(content)), len(content) - 1)] = value
    read_or_refuse(name, bytes(content))
