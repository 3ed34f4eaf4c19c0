"""Verifying: a vault as it was signed is sound, and every change is told where it was made."""

from __future__ import annotations

import importlib.util
import random
import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whence.errors import VaultError
from whence.vault import (
    EntryKind,
    Home,
    keeping,
    make_key,
    open_vault,
    read_key,
    read_public_key,
    verify_vault,
)
from whence.vault.tree import extends, includes, root_of

from .captures import Ticking, capture_of, page_of

TAMPER = Path(__file__).parents[2] / "benchmarks" / "tamper.py"


def load_tamper():
    spec = importlib.util.spec_from_file_location("tamper", TAMPER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tamper"] = module
    spec.loader.exec_module(module)
    return module


tamper = load_tamper()


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Home:
    """A vault of two runs and two files, with pages, texts, things seen again and a note."""
    home = Home(tmp_path_factory.mktemp("sound") / "home")
    clock = Ticking()
    page = page_of("https://news.example/")
    with keeping(home, clock, largest=3000) as keeper:
        keeper.add(page)
        keeper.add(capture_of("a.txt"))
        keeper.add(capture_of("b.txt"))
        keeper.note("Found by a reader.", 1, 3)
    with keeping(home, clock, largest=3000) as keeper:
        keeper.add(replace(page, id="again"))
        keeper.add(capture_of("c.txt", b"The ferry sails again."))
        keeper.checkpoint()
    return home


@pytest.fixture
def copy(sound, tmp_path) -> Path:
    shutil.copytree(sound.vault, tmp_path / "vault")
    return tmp_path / "vault"


def test_a_vault_as_it_was_signed_is_sound(sound):
    verdict = verify_vault(sound.vault)
    assert verdict.faults == []
    assert (verdict.captures, verdict.again) == (3, 2)
    assert verdict.held == verdict.entries
    assert "nothing is wrong" in verdict.lines()


def test_a_copy_without_its_cache_is_sound(copy):
    shutil.rmtree(copy / "cache")
    assert verify_vault(copy).sound


@pytest.mark.parametrize("kind", tamper.ALONE, ids=lambda kind: kind.__name__)
@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chance=st.integers(0, 10**6))
def test_a_vault_shows_by_itself_that_it_was_tampered_with(sound, tmp_path, kind, chance):
    folder = tmp_path / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound.vault, folder)
    done = kind(folder, random.Random(chance))
    try:
        verdict = verify_vault(folder)
    except VaultError:
        return  # no vault is left to check
    assert not verdict.sound, done


@pytest.mark.parametrize("chance", range(8))
def test_only_a_checkpoint_shows_what_the_holder_of_the_key_did(sound, copy, chance):
    key = read_key(sound.key)
    checkpoint = open_vault(sound.vault).head
    for kind in (
        partial(tamper.cut_tail, key=key),
        partial(tamper.write_anew, key=key, signer=key),
    ):
        shutil.rmtree(copy)
        shutil.copytree(sound.vault, copy)
        kind(copy, random.Random(chance))
        assert verify_vault(copy).sound
        assert not verify_vault(copy, checkpoints=[checkpoint]).sound


@pytest.mark.parametrize("chance", range(8))
def test_a_ledger_signed_by_another_key_is_told_by_key_or_checkpoint(sound, copy, tmp_path, chance):
    checkpoint = open_vault(sound.vault).head
    other = make_key(tmp_path / "other.pem")
    tamper.write_anew(copy, random.Random(chance), read_key(sound.key), other)
    assert verify_vault(copy).sound
    assert not verify_vault(copy, key=read_key(sound.key).public).sound
    assert not verify_vault(copy, checkpoints=[checkpoint]).sound


def test_the_fault_names_the_place_the_entry_and_the_last_checkpoint_that_holds(copy):
    lines = tamper.lines_of(copy)
    last = next(e for e in tamper.entries_of(copy) if e.about.get("id") == "c.txt")
    lines[last.number] = lines[last.number].replace(b"c.txt", b"d.txt")
    tamper.write_lines(copy, lines)
    verdict = verify_vault(copy)
    told = verdict.lines()
    assert any("not the capture that its entry names: its id is another" in line for line in told)
    before = f"ledger, line {last.number + 2}: what lies before it (line {last.number + 1})"
    assert any(line.startswith(before) for line in told)
    checkpoints = [e.number for e in tamper.entries_of(copy) if e.kind is EntryKind.CHECKPOINT]
    assert verdict.held == max(number for number in checkpoints if number < last.number)
    assert f"vouches for entries 0 to {verdict.held - 1}, signed 2031-05-04" in told[-1]


def test_a_changed_record_is_told_with_its_bytes_and_the_time_it_was_kept(copy):
    entry = next(e for e in tamper.entries_of(copy) if e.about.get("id") == "a.txt")
    place = entry.about["records"][0]
    path = copy / "archive" / place["file"]
    content = bytearray(path.read_bytes())
    content[place["offset"] + 40] ^= 1
    path.write_bytes(content)
    first = verify_vault(copy).faults[0]
    end = place["offset"] + place["length"]
    assert first.where == f"archive/{place['file']}, bytes {place['offset']} to {end}"
    assert first.entry == entry.number
    assert first.time is not None
    assert first.time.startswith("2031-05-04T12:00")


def test_a_checkpoint_of_an_older_state_is_extended(sound, copy, tmp_path):
    checkpoint = open_vault(copy).head
    home = Home(tmp_path)
    shutil.copy(sound.key, home.key)
    with keeping(home, Ticking(Ticking().time.replace(year=2032))) as keeper:
        keeper.add(capture_of("later.txt", b"Later."))
    verdict = verify_vault(home.vault, checkpoints=[checkpoint])
    assert verdict.sound
    assert verdict.checkpoints


def test_a_checkpoint_of_another_vault_is_none_of_this_one(sound, tmp_path):
    other = Home(tmp_path / "other")
    with keeping(other, Ticking()) as keeper:
        keeper.add(capture_of("a.txt"))
    verdict = verify_vault(sound.vault, checkpoints=[open_vault(other.vault).head])
    assert "not one of this ledger: signed by" in verdict.lines()[0]


@pytest.mark.parametrize("text", ["", "x", "a\n1\nb\n\n— a b\n", "\n\n\n", "— — —"])
def test_a_text_that_is_no_checkpoint_is_told(sound, text):
    assert "not a checkpoint" in verify_vault(sound.vault, checkpoints=[text]).lines()[0]


def test_proofs_of_a_vault_hold(sound):
    vault = open_vault(sound.vault)
    entries, leaves = list(vault.entries()), vault.leaves()
    root, size = root_of(leaves), len(leaves)
    for entry in entries:
        assert includes(entry.leaf, entry.number, size, vault.prove_entry(entry.number), root)
    for older in range(1, size + 1):
        proof = vault.prove_extension(older)
        assert extends(older, root_of(leaves[:older]), size, root, proof)


def test_a_public_key_reads_back_and_its_name_is_its_own(sound):
    key = read_key(sound.key).public
    assert read_public_key(key.text) == key
    with pytest.raises(ValueError, match="name is not its own"):
        read_public_key(key.text.replace("whence-vault", "other-vault"))


def test_a_vault_that_is_being_written_to_is_not_judged(home):
    with keeping(home, Ticking()), pytest.raises(VaultError, match="another run"):
        verify_vault(home.vault)


def test_no_vault_is_no_sound_vault(tmp_path):
    with pytest.raises(VaultError, match="no vault is there"):
        verify_vault(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"about":' * 50_000,
        b"\xff\xfe",
        b"x" * 3_000_000,
        b'{"about":{},"before":"","kind":"note","number":1.5,"time":"2031-05-04T12:00:00.000000Z"}',
        b'{"about":{"records":[7]},"before":"","kind":"file","number":1,"time":"2031"}',
    ],
)
def test_a_line_that_is_meant_to_harm_is_a_fault_like_any_other(copy, line):
    lines = tamper.lines_of(copy)
    tamper.write_lines(copy, [*lines[:5], line, *lines[5:]])
    assert not verify_vault(copy).sound
