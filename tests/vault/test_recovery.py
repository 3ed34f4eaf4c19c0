"""A run that ended early: nothing kept is lost, nothing is dropped, and it is said."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from whence.errors import VaultError
from whence.vault import EntryKind, Home, keeping, open_vault, verify_vault

from .captures import Ticking, capture_of


@pytest.fixture
def crashed(home, tmp_path) -> Home:
    """A home as it lay on the disk when a run ended after its second of two captures."""
    with keeping(home, Ticking()) as keeper:
        keeper.add(capture_of("old.txt", b"Old."))
    with keeping(home, Ticking()) as keeper:
        keeper.add(capture_of("a.txt", b"A."))
        keeper.add(capture_of("b.txt", b"B."))
        shutil.copytree(home.folder, tmp_path / "crashed")
    return Home(tmp_path / "crashed")


def names(home):
    return [capture.id for capture in open_vault(home.vault).captures()]


def add_one(home, name="new.txt"):
    with keeping(home, Ticking()) as keeper:
        keeper.add(capture_of(name, name.encode()))
        return keeper.recovery


def recovery_of(home):
    kinds = EntryKind.RECOVERY
    return [entry.about for entry in open_vault(home.vault).entries() if entry.kind is kinds]


def test_entries_that_were_not_signed_are_taken_over_and_it_is_said(crashed):
    (fault,) = verify_vault(crashed.vault).faults
    assert "2 entries follow that are not signed" in fault.what
    said = add_one(crashed)
    assert "a run ended early; 2 entries that it had not signed were taken over" in said
    assert names(crashed) == ["old.txt", "a.txt", "b.txt", "new.txt"]
    assert [about["count"] for about in recovery_of(crashed)] == [2]
    assert verify_vault(crashed.vault).sound


@pytest.mark.parametrize("keep_cache", [True, False])
def test_a_line_cut_off_is_set_aside_byte_for_byte(crashed, keep_cache):
    ledger = crashed.vault / "ledger"
    content = ledger.read_bytes()
    torn = content.splitlines(keepends=True)[-1][:-30]
    ledger.write_bytes(content[: content.rstrip(b"\n").rfind(b"\n") + 1] + torn)
    if not keep_cache:
        shutil.rmtree(crashed.vault / "cache")
    faults = verify_vault(crashed.vault).faults
    assert any("cut off; a run ended early" in fault.what for fault in faults)
    said = add_one(crashed)
    assert "bytes without an entry were moved to set-aside" in said
    assert names(crashed) == ["old.txt", "a.txt", "new.txt"]
    (about,) = recovery_of(crashed)
    kept = {row["from"]: row for row in about["set_aside"]}
    # The line, and the records that it would have spoken of.
    assert set(kept) == {"ledger", "whence-000001.warc.gz"}
    for row in kept.values():
        aside = (crashed.vault / "set-aside" / row["file"]).read_bytes()
        assert hashlib.sha256(aside).hexdigest() == row["sha256"]
    assert (crashed.vault / "set-aside" / kept["ledger"]["file"]).read_bytes() == torn
    assert verify_vault(crashed.vault).sound


def test_records_without_an_entry_are_set_aside(crashed):
    path = crashed.vault / "archive" / "whence-000001.warc.gz"
    with path.open("ab") as file:
        file.write(b"half a record")
    add_one(crashed)
    (row,) = recovery_of(crashed)[0]["set_aside"]
    assert (crashed.vault / "set-aside" / row["file"]).read_bytes() == b"half a record"
    assert verify_vault(crashed.vault).sound


def test_a_file_begun_without_an_entry_is_set_aside(crashed):
    (crashed.vault / "archive" / "whence-000002.warc.gz").write_bytes(b"begun")
    add_one(crashed)
    assert verify_vault(crashed.vault).sound
    assert not (crashed.vault / "archive" / "whence-000002.warc.gz").exists()


def test_a_recovery_that_ended_early_itself_is_taken_up(crashed):
    aside = crashed.vault / "set-aside"
    aside.mkdir()
    digest = hashlib.sha256(b"torn").hexdigest()
    (aside / f"ledger-900-{digest[:16]}.new").write_bytes(b"torn")
    add_one(crashed)
    (row,) = recovery_of(crashed)[0]["set_aside"]
    assert row["sha256"] == digest
    assert verify_vault(crashed.vault).sound


def test_what_no_crash_leaves_is_not_written_to(crashed):
    ledger = crashed.vault / "ledger"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"b.txt", b"c.txt")[:-1] + b" \n"]))
    before = ledger.read_bytes()
    with pytest.raises(VaultError, match=r"not as it was signed .*; run whence verify"):
        add_one(crashed)
    assert ledger.read_bytes() == before


def test_a_ledger_shorter_than_it_was_signed_is_not_written_to(home, keep):
    keep(capture_of("a.txt"))
    ledger = home.vault / "ledger"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-2]))
    with pytest.raises(VaultError, match="run whence verify"):
        add_one(home)


@pytest.mark.parametrize("name", ["end", "known.sqlite"])
def test_a_cache_that_is_damaged_or_gone_is_made_anew(home, keep, name):
    keep(capture_of("a.txt"))
    cache = home.vault / "cache" / name
    for damage in (cache.unlink, lambda: cache.write_bytes(b"\0" * 3000)):
        damage()
        keep(capture_of("a.txt"))
        assert verify_vault(home.vault).sound
    kinds = [entry.kind for entry in open_vault(home.vault).entries()]
    assert kinds.count(EntryKind.CAPTURE) == 1


def test_a_cache_that_lies_is_not_believed(home, keep):
    keep(capture_of("a.txt", b"A."), capture_of("b.txt", b"B."))
    import sqlite3

    table = sqlite3.connect(home.vault / "cache" / "known.sqlite")
    rows = table.execute("SELECT body FROM kept").fetchall()
    table.execute("UPDATE kept SET offset = offset + 1")
    table.commit()
    table.close()
    assert len(rows) == 2
    keep(capture_of("c.txt", b"A."))
    assert names(home) == ["a.txt", "b.txt", "c.txt"]
    assert verify_vault(home.vault).sound


def test_a_beginning_that_ended_early_is_begun_again(home):
    part = home.vault.with_name("vault.part")
    (part / "archive").mkdir(parents=True)
    add_one(home)
    assert verify_vault(home.vault).sound
