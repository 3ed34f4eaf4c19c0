"""whence export: which captures go out, what is masked, what the ledger keeps of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from whence.vault import EntryKind, Home, open_vault

from .test_packages import records, verify

pytestmark = pytest.mark.usefixtures("own")


@pytest.fixture
def own(tmp_path, monkeypatch, call, story) -> Home:
    monkeypatch.setenv("WHENCE_HOME", str(tmp_path / "home"))
    assert call("add", story).status == 0
    return Home(tmp_path / "home")


def everything(package: Path) -> bytes:
    """All that can be read in a package, archives unpacked."""
    with zipfile.ZipFile(package) as zip_file:
        names = zip_file.namelist()
        files = b"".join(zip_file.read(name) for name in names)
    archives = [name for name in names if name.endswith(".warc.gz")]
    kept = [content for name in archives for *_, content in records(package, name)]
    return files + b"".join(kept)


def test_all_that_is_kept_goes_out_sealed_and_what_is_shared_is_masked(call, tmp_path):
    sealed, shared = tmp_path / "case.wacz", tmp_path / "shared.wacz"
    done = call("export", "--package", sealed, "--share", shared)
    assert done.status == 0
    assert done.said[0].startswith(f"whence: 3 captures in {sealed}, sha256:")
    assert b"Ilya Drost" in everything(sealed)
    assert b"Drost" not in everything(shared)
    assert str(tmp_path).encode() not in everything(shared)
    assert verify(sealed).returncode == verify(shared).returncode == 0
    with zipfile.ZipFile(shared) as package:
        named = json.loads(package.read("evidence/sealed.json"))["sha256"]
    assert named in done.said[0]


def test_the_ledger_keeps_that_a_package_was_made(call, own, tmp_path):
    call("export", "--package", tmp_path / "case.wacz", "--share", tmp_path / "shared.wacz")
    made = [e.about for e in open_vault(own.vault).entries() if e.kind is EntryKind.DERIVATION]
    assert [about["made"] for about in made] == ["sealed package", "shared package"]
    assert made[1]["sealed"] == made[0]["sha256"]
    assert call("verify").status == 0


def test_captures_are_chosen_by_path_or_hash(call, story, tmp_path):
    notice = call("add", story / "notice.txt", "--json").rows[0]
    for name in (story / "notice.txt", notice["sha256"][:12], f"sha256:{notice['sha256']}"):
        done = call("export", name, "--package", tmp_path / "case.wacz")
        assert done.status == 0
        assert b"Harbour bridge" in everything(tmp_path / "case.wacz")
        assert b"Heron Brigade" not in everything(tmp_path / "case.wacz")


def test_one_story_is_chosen_by_its_words(call, tmp_path):
    done = call("export", "--story", "harbour bridge", "--package", tmp_path / "case.wacz")
    assert done.status == 0, done.err
    assert b"iron bridge" in everything(tmp_path / "case.wacz")
    assert b"Heron Brigade" not in everything(tmp_path / "case.wacz")


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((), "--package case.wacz"),
        (("nowhere.txt", "--package", "case.wacz"), "nothing is kept under this name"),
        (("--story", "zeppelin", "--package", "case.wacz"), "no story has these words"),
        (("--package", "nowhere/case.wacz"), "there is no directory"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_writes_nothing(
    call, tmp_path, monkeypatch, args, reason
):
    monkeypatch.chdir(tmp_path)
    done = call("export", *args)
    assert done.status == 2
    assert reason in done.said[0]
    assert not list(tmp_path.rglob("*.wacz*"))


def test_what_holds_no_article_is_in_the_package_all_the_same(call, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    call("add", picture)
    done = call("export", "--package", tmp_path / "case.wacz")
    assert done.status == 0
    assert any("picture.png" in line and "it is in the package" in line for line in done.said)
    assert bytes(range(256)) in everything(tmp_path / "case.wacz")


def test_a_package_is_verified_by_whence_as_well(call, tmp_path):
    package = tmp_path / "case.wacz"
    call("export", "--package", package)
    assert call("verify", package).status == 0
    with zipfile.ZipFile(package, "a") as zip_file:
        zip_file.writestr("evidence/more.txt", "One more.")
    done = call("verify", package)
    assert done.status == 1
    assert "WRONG evidence/more.txt" in done.out
    package.write_bytes(package.read_bytes()[:-40])
    assert call("verify", package).status == 1


def test_a_sealed_package_can_be_read_again_and_its_report_is_no_article(call, tmp_path):
    call("export", "--package", tmp_path / "case.wacz", "--share", tmp_path / "shared.wacz")
    done = call("read", tmp_path / "case.wacz")
    assert (done.status, done.err) == (0, "")
    names = [row["id"].rpartition("/")[2] for row in done.rows]
    assert names == ["gazette.txt", "herald.txt", "notice.txt"]
    shared = call("read", tmp_path / "shared.wacz")
    assert shared.status == 2
    assert "holds no page" in shared.err
