"""Keeping: what is put in comes out the same, once, in files that other programs read."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from whence.errors import VaultError
from whence.model import Capture, Exchange, Given, Hop
from whence.vault import EntryKind, Home, keeping, open_vault, verify_vault

from .captures import NOON, Ticking, capture_of, page_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MAYBE = st.none() | TEXT
TIMES = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))
BODIES = st.sampled_from([b"", b"a", b"The bridge is shut.", b"\r\n\r\n"]) | st.binary(max_size=60)
HEADS = st.sampled_from(
    [
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n",
    ]
)


@st.composite
def hops(draw):
    answer = draw(HEADS) + draw(BODIES)
    return Hop(draw(TEXT), draw(TEXT), draw(TIMES), draw(BODIES), answer, draw(st.booleans()))


@st.composite
def captures(draw):
    content = draw(BODIES)
    exchange = draw(st.none() | st.lists(hops(), min_size=1, max_size=3).map(tuple).map(Exchange))
    return Capture(
        draw(TEXT),
        content,
        draw(TEXT),
        hashlib.sha256(content).hexdigest(),
        draw(TIMES),
        draw(MAYBE),
        draw(MAYBE),
        Given(draw(MAYBE), draw(MAYBE), draw(MAYBE), draw(MAYBE)),
        draw(MAYBE),
        exchange,
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(captures(), min_size=1, max_size=8))
def test_what_is_put_in_comes_out_the_same(tmp_path_factory, put_in):
    home = Home(tmp_path_factory.mktemp("home"))
    half = len(put_in) // 2
    for part in (put_in[:half], put_in[half:]):
        with keeping(home, Ticking(), largest=2000) as keeper:
            for capture in part:
                keeper.add(capture)
    assert list(open_vault(home.vault).captures()) == put_in


def test_the_same_bytes_are_kept_once(home, keep):
    content = bytes(range(256)) * 400
    keep(capture_of("a.txt", content))
    size = archive_size(home)
    keep(capture_of("b.txt", content), capture_of("c.txt", content))
    assert archive_size(home) - size < 2000
    kinds = [entry.kind for entry in open_vault(home.vault).entries()]
    assert kinds.count(EntryKind.CAPTURE) == 1
    assert kinds.count(EntryKind.SEEN_AGAIN) == 2
    again = [r for r in records_in(home) if r.rec_type == "revisit"]
    first = next(r for r in records_in(home) if r.rec_type == "resource")
    for record in again:
        headers = record.rec_headers
        assert headers["WARC-Profile"].endswith("/revisit/identical-payload-digest")
        assert headers["WARC-Refers-To"] == first.rec_headers["WARC-Record-ID"]
        assert headers["WARC-Refers-To-Date"] == first.rec_headers["WARC-Date"]
        assert headers["WARC-Payload-Digest"] == first.rec_headers["WARC-Payload-Digest"]


def test_a_page_is_kept_with_its_exchange(home, keep):
    page = page_of("https://news.example/")
    keep(page, replace(page, id="again"))
    kinds = [record.rec_type for record in records_in(home)]
    hop = ["request", "response"]
    assert kinds == ["warcinfo", *hop, *hop, "metadata", *hop, "request", "revisit", "metadata"]
    answers = [r for r in records_in(home) if r.rec_type == "response"]
    assert [r.rec_headers["WARC-Target-URI"] for r in answers[:2]] == [
        "https://news.example/?old",
        "https://news.example/",
    ]
    assert {r.rec_headers["WARC-IP-Address"] for r in answers} == {"203.0.113.9"}
    assert answers[0].rec_headers["WARC-Truncated"] == "unspecified"


def test_the_files_are_web_archives_as_others_check_them(home, keep):
    keep(page_of("https://news.example/"), capture_of("a.txt"), capture_of("b.txt"))
    files = sorted(str(path) for path in (home.vault / "archive").iterdir())
    found = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout
    assert "digest pass" in found.stdout


def test_a_file_that_is_full_is_not_changed_any_more(home):
    with keeping(home, Ticking(), largest=500) as keeper:
        keeper.add(capture_of("a.txt", b"a" * 100))
        first = (home.vault / "archive" / "whence-000001.warc.gz").read_bytes()
        keeper.add(capture_of("b.txt", b"b" * 100))
        keeper.add(capture_of("c.txt", b"c" * 100))
    files = sorted(path.name for path in (home.vault / "archive").iterdir())
    assert files == [f"whence-00000{n}.warc.gz" for n in (1, 2, 3)]
    assert (home.vault / "archive" / files[0]).read_bytes() == first
    assert len(list(open_vault(home.vault).captures())) == 3


@pytest.mark.parametrize(
    "name",
    ["\ud800.txt", "long" * 500_000, "a\0b", "a\r\nWARC-Type: response"],
    ids=["surrogate", "long", "NUL", "header"],
)
def test_whatever_a_capture_is_called_it_does_not_harm_the_vault(home, keep, name):
    keep(replace(capture_of(name), url="https://news.example/" + name, within=name))
    verdict = verify_vault(home.vault)
    assert verdict.sound, verdict.lines()
    (kept,) = open_vault(home.vault).captures()
    assert kept.content == capture_of("a").content
    assert len(kept.id) == len(name)
    header = next(r for r in records_in(home) if r.rec_type == "resource").rec_headers
    assert len(header["WARC-Target-URI"]) < 20_100


def test_an_entry_longer_than_is_read_is_not_written(home, keep):
    with keeping(home, Ticking()) as keeper:
        keeper.add(capture_of("a.txt"))
        with pytest.raises(VaultError, match="an entry of"):
            keeper.note("x" * 2_000_000, 1, 2)
    keep(capture_of("b.txt", b"B."))
    assert verify_vault(home.vault).sound


def test_the_key_is_its_owner_s_alone(home, keep):
    keep(capture_of("a.txt"))
    assert stat.S_IMODE(home.key.stat().st_mode) == 0o600
    home.key.chmod(0o644)
    with pytest.raises(VaultError, match="others may read the key"):
        keep(capture_of("b.txt"))


def test_two_runs_do_not_write_at_once(home):
    with (
        keeping(home, Ticking()),
        pytest.raises(VaultError, match="another run"),
        keeping(home, Ticking()),
    ):
        pass


def test_a_clock_that_was_set_back_does_not_run_the_ledger_backward(home, keep):
    keep(capture_of("a.txt"), clock=lambda: NOON)
    keep(capture_of("b.txt", b"Other."), clock=lambda: NOON.replace(year=2030))
    times = [entry.time for entry in open_vault(home.vault).entries()]
    assert set(times) == {NOON}


def test_adding_does_not_read_what_was_written_long_before(home, keep):
    keep(*(capture_of(f"{n}.txt", b"Page %d." % n) for n in range(50)))
    ledger = home.vault / "ledger"
    lines = ledger.read_bytes().splitlines(keepends=True)
    lines[5] = b" " * (len(lines[5]) - 1) + b"\n"
    ledger.write_bytes(b"".join(lines))
    keep(capture_of("new.txt", b"New."))
    assert ledger.read_bytes().splitlines()[5].isspace()
    assert b"new.txt" in ledger.read_bytes()


def archive_size(home):
    return sum(path.stat().st_size for path in (home.vault / "archive").iterdir())


def records_in(home):
    for path in sorted((home.vault / "archive").iterdir()):
        with path.open("rb") as file:
            yield from ArchiveIterator(file)
