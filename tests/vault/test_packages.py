"""A package is made of a vault, opens as WACZ, and is checked by a program that stands alone."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from whence.errors import VaultError
from whence.vault import EntryKind, Home, keeping, open_vault, read_key
from whence.vault.package import REPORT, Case, Findings, Sealed, seal, share
from whence.vault.tree import hash_leaf, includes, prove_each, prove_inclusion, root_of
from whence.vault.wacz import sort_key

from .captures import Ticking, capture_of, page_of

MADE = datetime(2031, 5, 5, tzinfo=UTC)
FOUND = Findings("Was the bridge shut?", "<p>A report.", {"stories": []}, {}, {})


def kept(entry_kind: EntryKind) -> bool:
    return entry_kind in (EntryKind.CAPTURE, EntryKind.SEEN_AGAIN)


def case_of(home: Home) -> Case:
    vault = open_vault(home.vault)
    chosen = [entry for entry in vault.entries() if kept(entry.kind)]
    return Case(vault, read_key(home.key), chosen, MADE)


@pytest.fixture
def case(home: Home, keep: Callable[..., None]) -> Case:
    keep(
        page_of("https://news.example/bridge"),
        capture_of("notes.txt", b"Lena Orsted says that the bridge is shut."),
        page_of("https://post.example/bridge"),
    )
    return case_of(home)


@pytest.fixture
def sealed(case: Case, tmp_path: Path) -> Path:
    seal(case, FOUND, tmp_path / "case.wacz")
    return tmp_path / "case.wacz"


def verify(package: Path) -> subprocess.CompletedProcess[str]:
    """Take the program out of the package, and run it with nothing but Python."""
    program = package.with_suffix(".py")
    with zipfile.ZipFile(package) as zip_file:
        program.write_bytes(zip_file.read("evidence/verify.py"))
    return run(program, package)


def run(program: Path, package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", program, package], capture_output=True, text=True, check=False
    )


def rewrite(package: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The package with each file as ``change`` gives it, left out where it gives None."""
    changed = package.with_name("changed.wacz")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info, content)
    return changed


def records(package: Path, name: str = "archive/data.warc.gz") -> Iterator[tuple[str, str, bytes]]:
    with zipfile.ZipFile(package) as zip_file:
        for record in ArchiveIterator(BytesIO(zip_file.read(name)), check_digests="raise"):
            uri = record.rec_headers.get_header("WARC-Target-URI")
            yield record.rec_type, uri, record.content_stream().read()


# ---------------------------------------------------------------- the sealed one


def test_a_sealed_package_is_checked_by_a_program_that_needs_nothing_but_python(
    sealed: Path,
) -> None:
    done = verify(sealed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("all of it holds\n")
    assert "https://news.example/bridge" in done.stdout
    program = (sealed.with_suffix(".py")).read_text("utf-8")
    assert len(program.splitlines()) <= 200


def test_a_sealed_package_holds_the_captures_byte_for_byte(sealed: Path, case: Case) -> None:
    with zipfile.ZipFile(sealed) as package:
        archive = package.read("archive/data.warc.gz")
    for entry in case.chosen:
        assert all(member in archive for member in case.vault.members(entry))
    got = {uri: content for kind, uri, content in records(sealed) if kind == "response"}
    assert b"The bridge is shut." in got["https://news.example/bridge"]


def test_a_package_lists_the_report_and_every_capture_as_pages(sealed: Path) -> None:
    with zipfile.ZipFile(sealed) as package:
        head, *pages = map(json.loads, package.read("pages/pages.jsonl").splitlines())
        index = package.read("indexes/index.cdx").decode().splitlines()
        archive = package.read("archive/data.warc.gz")
    assert head["format"] == "json-pages-1.0"
    report, first, notes, last = (page["url"] for page in pages)
    assert (report, first) == (REPORT, "https://news.example/bridge")
    assert notes.startswith("file:///")
    assert notes.endswith("/notes.txt")
    assert last == "https://post.example/bridge"
    assert index == sorted(index)
    row = json.loads(
        next(x for x in index if x.startswith("example,news)/bridge ")).split(" ", 2)[2]
    )
    member = archive[row["offset"] : row["offset"] + row["length"]]
    assert b"WARC-Target-URI: https://news.example/bridge\r\n" in gzip.decompress(member)
    assert (row["status"], row["mime"]) == (200, "text/html")


def test_bytes_that_were_seen_again_bring_the_first_record_of_them_along(
    home: Home, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(capture_of("first.txt"))
    keep(capture_of("second.txt"))
    case = case_of(home)
    later = Case(case.vault, case.key, case.chosen[-1:], MADE)
    seal(later, FOUND, tmp_path / "case.wacz")
    assert {kind for kind, *_ in records(tmp_path / "case.wacz")} >= {"resource", "revisit"}
    assert verify(tmp_path / "case.wacz").returncode == 0


def test_what_a_person_noted_of_a_capture_goes_with_it(
    home: Home, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(capture_of("first.txt"))
    with keeping(home, Ticking(MADE)) as keeper:
        keeper.note("Sent by a reader.", 2, 2)
    seal(case_of(home), FOUND, tmp_path / "case.wacz")
    with zipfile.ZipFile(tmp_path / "case.wacz") as package:
        assert b"Sent by a reader." in package.read("evidence/ledger.jsonl")
    assert verify(tmp_path / "case.wacz").returncode == 0


def test_the_readme_tells_what_is_in_a_package_and_who_signed(sealed: Path, case: Case) -> None:
    with zipfile.ZipFile(sealed) as package:
        readme = package.read("evidence/README.txt").decode()
    assert "Was the bridge shut?" in readme
    assert "3 captures" in readme
    assert case.key.public.name in readme
    assert "$" not in readme


# ---------------------------------------------------------------- tampering


def flip(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


@pytest.mark.parametrize(
    "path",
    [
        "archive/data.warc.gz",
        "archive/report.warc.gz",
        "evidence/report.html",
        "evidence/trace.json",
        "evidence/ledger.jsonl",
        "evidence/checkpoint.txt",
        "evidence/key.txt",
        "evidence/README.txt",
        "indexes/index.cdx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ],
)
def test_a_flipped_byte_in_any_file_of_a_package_is_found(sealed: Path, path: str) -> None:
    verify(sealed)
    changed = rewrite(sealed, lambda name, content: flip(content) if name == path else content)
    done = run(sealed.with_suffix(".py"), changed)
    assert done.returncode != 0
    assert "WRONG" in done.stdout + done.stderr


@pytest.mark.parametrize("path", ["archive/data.warc.gz", "evidence/trace.json"])
def test_a_file_that_was_taken_out_of_a_package_is_missed(sealed: Path, path: str) -> None:
    verify(sealed)
    changed = rewrite(sealed, lambda name, content: None if name == path else content)
    assert run(sealed.with_suffix(".py"), changed).returncode != 0


def test_a_file_that_was_put_into_a_package_is_found(sealed: Path) -> None:
    verify(sealed)
    with zipfile.ZipFile(sealed, "a") as package:
        package.writestr("evidence/more.txt", "One more.")
    done = run(sealed.with_suffix(".py"), sealed)
    assert done.returncode == 1
    assert "WRONG evidence/more.txt" in done.stdout


def test_a_package_that_another_key_signed_names_another_key(
    sealed: Path, tmp_path: Path, case: Case
) -> None:
    other = Home(tmp_path / "other")
    with keeping(other, Ticking()) as keeper:
        keeper.add(page_of("https://news.example/bridge", "<p>The bridge is open."))
    seal(case_of(other), FOUND, tmp_path / "forged.wacz")
    assert case.key.public.name not in verify(tmp_path / "forged.wacz").stdout
    forged = tmp_path / "forged.wacz"
    with zipfile.ZipFile(sealed) as package:
        honest = package.read("evidence/key.txt")
    changed = rewrite(forged, lambda name, old: honest if name == "evidence/key.txt" else old)
    assert run(forged.with_suffix(".py"), changed).returncode != 0


def test_a_vault_with_a_damaged_head_makes_no_package(case: Case, tmp_path: Path) -> None:
    head = case.vault.folder / "head"
    head.write_bytes(flip(head.read_bytes()))
    with pytest.raises(VaultError, match="whence verify"):
        seal(case, FOUND, tmp_path / "case.wacz")
    assert not list(tmp_path.glob("*.wacz"))


def test_a_vault_with_a_damaged_capture_makes_no_package(case: Case, tmp_path: Path) -> None:
    archive = next(case.vault.archive.glob("*.warc.gz"))
    archive.write_bytes(flip(archive.read_bytes()))
    with pytest.raises(VaultError, match="not the bytes that were kept"):
        seal(case, FOUND, tmp_path / "case.wacz")
    assert not list(tmp_path.glob("*.wacz*"))


# ---------------------------------------------------------------- the shared one


def test_a_shared_package_holds_no_capture_and_names_the_sealed_one(
    case: Case, tmp_path: Path
) -> None:
    made = seal(case, FOUND, tmp_path / "case.wacz")
    share(case, FOUND, made, tmp_path / "shared.wacz")
    with zipfile.ZipFile(tmp_path / "shared.wacz") as package:
        everything = {name: package.read(name) for name in package.namelist()}
    assert json.loads(everything["evidence/sealed.json"]) == {"sha256": made.sha256}
    assert made.sha256.encode() in everything["evidence/README.txt"]
    assert "archive/data.warc.gz" not in everything
    assert not any(b"Orsted" in content for content in everything.values())
    assert not any(b"news.example" in content for content in everything.values())
    done = verify(tmp_path / "shared.wacz")
    assert done.returncode == 0, done.stdout
    assert case.chosen[0].about["sha256"] in done.stdout


def test_a_capture_that_the_ledger_does_not_have_is_found_in_a_shared_package(
    case: Case, tmp_path: Path
) -> None:
    share(case, FOUND, Sealed("0" * 64, ()), tmp_path / "shared.wacz")
    verify(tmp_path / "shared.wacz")

    def forge(name: str, content: bytes) -> bytes:
        if name != "evidence/ledger.jsonl":
            return content
        first, *rest = content.splitlines(keepends=True)
        return json.dumps(json.loads(first) | {"leaf": "ab" * 32}).encode() + b"\n" + b"".join(rest)

    changed = rewrite(tmp_path / "shared.wacz", forge)
    done = run(tmp_path / "shared.py", changed)
    assert "WRONG entry" in done.stdout


# ---------------------------------------------------------------- parts


@given(st.integers(1, 70).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_proofs_made_at_once_are_those_made_one_by_one(where: tuple[int, int]) -> None:
    size, number = where
    leaves = [hash_leaf(str(n).encode()) for n in range(size)]
    (proof,) = prove_each(leaves, [number])
    assert proof == prove_inclusion(leaves, number)
    assert includes(leaves[number], number, size, proof, root_of(leaves))


def test_a_proof_of_a_leaf_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 3"):
        list(prove_each([hash_leaf(b"a")], [3]))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.News.example/Bridge?b=2&a=1", "example,news)/bridge?a=1&b=2"),
        ("http://news.example:8080", "example,news:8080)/"),
        ("https://news.example:443/a", "example,news)/a"),
        ("file:///home/A.txt", "file:///home/a.txt"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_addresses_sort_by_host(url: str, key: str) -> None:
    assert sort_key(url) == key


def test_the_zip_file_is_one_that_players_read(sealed: Path) -> None:
    content = sealed.read_bytes()
    with zipfile.ZipFile(sealed) as package:
        for info in package.infolist():
            extra = content[info.header_offset + 28 : info.header_offset + 30]
            assert (info.extra, extra) == (b"", b"\0\0"), info.filename
            stored = info.filename.startswith("archive/")
            assert (info.compress_type == zipfile.ZIP_STORED) == stored
