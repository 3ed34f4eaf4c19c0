"""whence add, verify and checkpoint: what they print, and what their exit status says."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from whence.model import Given
from whence.vault import EntryKind, Home, open_vault

pytestmark = pytest.mark.usefixtures("own")

PAGE = "<!DOCTYPE html><title>Bridge shut</title><article><h1>Bridge shut</h1><p>{}</p></article>"
WORDS = "The harbour office said on Monday that the old iron bridge would stay closed. " * 6


@pytest.fixture
def own(tmp_path, monkeypatch) -> Home:
    monkeypatch.setenv("WHENCE_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


def entries(home, kind):
    return [entry for entry in open_vault(home.vault).entries() if entry.kind is kind]


def test_add_keeps_each_input_and_says_what_became_of_it(call, own, story):
    (story / "copy.txt").write_bytes((story / "notice.txt").read_bytes())
    done = call("add", story, "nowhere.txt")
    assert done.status == 1
    said = [line[:11].rstrip() for line in done.out.splitlines()]
    assert sorted(said) == ["kept", "kept", "kept", "seen before"]
    assert len(done.said) == 1
    assert done.said[0].startswith("whence: nowhere.txt: no such file")
    assert len(list(open_vault(own.vault).captures())) == 4
    assert call("verify").status == 0


def test_add_prints_json_lines(call, story):
    rows = call("add", story / "notice.txt", "nowhere.txt", "--json").rows
    kept, refused = rows
    assert (kept["what"], kept["entry"], kept["no_article"]) == ("kept", 2, None)
    assert len(kept["sha256"]) == 64
    assert (refused["what"], refused["id"]) == ("refused", "nowhere.txt")


def test_what_is_no_article_is_kept_all_the_same_and_it_is_said(call, own, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    zeros = tmp_path / "page.html"
    zeros.write_bytes(b"<html>" + bytes(100))
    done = call("add", picture, zeros)
    assert done.status == 0
    assert done.out.count("(no article: ") == 2
    contents = [capture.content for capture in open_vault(own.vault).captures()]
    assert contents == [picture.read_bytes(), zeros.read_bytes()]


def test_nothing_at_all_is_not_kept(call, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = call("add", tmp_path / "empty.txt")
    assert done.status == 2
    assert "empty" in done.err


def test_a_note_is_kept_with_the_entries_that_it_speaks_of(call, own, story):
    call("add", story, "--note", "Sent by a reader.")
    (note,) = entries(own, EntryKind.NOTE)
    assert note.about == {"text": "Sent by a reader.", "first": 1, "last": note.number - 1}


def test_a_pasted_post_is_kept_with_what_the_person_says_of_it(call, own):
    said = ["--author", "Ana Roe", "--outlet", "Chirp", "--published", "2031-05-06"]
    done = call("add", "--paste", *said, "--note", "Read off a screen.", stdin=b"The bridge fell.")
    assert done.status == 0
    (capture,) = open_vault(own.vault).captures()
    assert capture.media_type == "application/vnd.whence.post+json"
    assert capture.given == Given(None, "Chirp", "2031-05-06", None)
    assert json.loads(capture.content) == {
        "text": "The bridge fell.",
        "author": "Ana Roe",
        "outlet": "Chirp",
        "published": "2031-05-06",
        "note": "Read off a screen.",
    }
    assert call("add", "--paste", "--text", "Other.", "--url", "https://c.example/1").status == 0
    assert [c.id for c in open_vault(own.vault).captures()][1] == "https://c.example/1"


@pytest.mark.parametrize(
    "args",
    [
        ["add"],
        ["add", "--paste", "page.html"],
        ["add", "--paste", "--text", " "],
        ["add", "page.html", "--author", "Ana Roe"],
        ["add", "--paste", "--text", "Words.", "--published", "yesterday"],
        ["verify", "nowhere"],
        ["verify", "--key", "nothing"],
        ["verify", "--checkpoint", "nowhere"],
        ["checkpoint"],
        ["checkpoint", "-o", "nowhere/head.txt"],
    ],
)
def test_a_call_that_is_wrong_is_said_in_one_line_and_makes_no_vault(call, own, args):
    done = call(*args)
    assert done.status == 2
    assert len(done.said) == 1
    assert not own.vault.exists()


def test_verify_tells_of_a_change_and_leaves_with_1(call, own, story):
    call("add", story)
    path = own.vault / "archive" / "whence-000001.warc.gz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = call("verify")
    assert done.status == 1
    assert done.out.startswith("archive/whence-000001.warc.gz, bytes ")
    row = call("verify", "--json").rows[0]
    assert row["sound"] is False
    assert row["faults"][0]["entry"] is not None


def test_verify_knows_its_own_key(call, own, story, tmp_path, monkeypatch):
    call("add", story)
    other = Home(tmp_path / "other")
    monkeypatch.setenv("WHENCE_HOME", str(other.folder))
    call("add", story / "notice.txt")
    other.key.replace(tmp_path / "theirs.pem")
    own.key.rename(other.key)
    done = call("verify")
    assert done.status == 1
    assert "another key than whence-vault-" in done.out
    # A vault that is named may be anybody's, unless its key is named as well.
    assert call("verify", other.vault).status == 0
    own_key = call("verify", own.vault).out.split("signed by ")[1].split()[0]
    assert call("verify", own.vault, "--key", own_key).status == 0
    assert call("verify", other.vault, "--key", own_key).status == 1


def test_a_checkpoint_kept_elsewhere_finds_what_was_dropped(call, own, story, tmp_path):
    call("add", story / "notice.txt")
    before = {path: path.read_bytes() for path in own.vault.rglob("*") if path.is_file()}
    call("add", story / "herald.txt")
    kept = tmp_path / "checkpoint.txt"
    assert call("checkpoint", "-o", kept).status == 0
    assert kept.read_text().startswith("whence-vault-")
    assert call("verify", "--checkpoint", kept).status == 0
    # The vault is put back to how it was; it fits together, and is not the one that was signed.
    for path in own.vault.rglob("*"):
        if path.is_file():
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
    assert call("verify").status == 0
    done = call("verify", "--checkpoint", kept)
    assert done.status == 1
    assert "entries are missing at the end" in done.out


def test_a_checkpoint_goes_to_standard_output_too(call, story):
    call("add", story)
    out = call("checkpoint").out
    assert out.count("\n") == 5
    assert "\n— whence-vault-" in out


def test_a_server_that_cannot_be_asked_is_named(call, story):
    call("add", story)
    done = call("checkpoint", "--tsa", "http://127.0.0.1:1/")
    assert done.status == 2
    assert "cannot be asked" in done.err
    assert call("verify").status == 0


def test_a_directory_of_the_vault_is_read_as_web_archives(call, own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(PAGE.format(WORDS))
    Path("lines.jsonl").write_text(json.dumps({"id": "l1", "text": WORDS + "By sea."}) + "\n")
    call("add", "page.html", "lines.jsonl")
    done = call("read", own.vault)
    assert done.status == 0
    assert [row["id"] for row in done.rows] == [
        (tmp_path / "page.html").as_uri(),
        (tmp_path / "lines.jsonl").as_uri() + "#l1",
    ]


def test_the_home_is_made_for_its_owner_alone(call, own, story):
    call("add", story)
    assert stat.S_IMODE(own.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(own.key.stat().st_mode) == 0o600


def test_help_does_not_load_what_the_vault_needs():
    code = (
        "import sys, whence.cli\n"
        "heavy = {'cryptography', 'rfc3161_client', 'platformdirs', 'sqlite3', 'httpx', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def line_of(url, words, headline="Bridge shut"):
    return json.dumps({"url": url, "text": f"{headline}\n\n{words}"})


def test_an_address_that_is_known_is_compared_with_what_was_kept_of_it(call, own, tmp_path):
    url = "https://post.example/bridge"
    for day, words in enumerate(("at least 12", "at least 15", "at least 15"), 1):
        text = f"Police said {words} people were hurt on the bridge on Monday.\n\n{WORDS}"
        (tmp_path / f"{day}.jsonl").write_text(line_of(url, text))
    assert "changed" not in call("add", tmp_path / "1.jsonl").out
    told = call("add", tmp_path / "2.jsonl")
    assert "a number changed" in told.out
    again = call("add", tmp_path / "3.jsonl")
    assert again.out.startswith("seen before")
    assert "changed" not in again.out
    assert len(list(open_vault(own.vault).captures())) == 3
    assert call("verify").status == 0


def test_what_was_changed_is_told_in_json_as_well(call, tmp_path):
    url = "https://post.example/bridge"
    (tmp_path / "1.jsonl").write_text(line_of(url, WORDS))
    (tmp_path / "2.jsonl").write_text(line_of(url, WORDS, headline="Bridge open"))
    (first,) = call("add", tmp_path / "1.jsonl", "--json").rows
    (second,) = call("add", tmp_path / "2.jsonl", "--json").rows
    assert first["revised"] is None
    assert "headline" in second["revised"]


def test_a_cache_that_was_thrown_away_forgets_no_address(call, own, tmp_path):
    url = "https://post.example/bridge"
    (tmp_path / "1.jsonl").write_text(line_of(url, WORDS))
    (tmp_path / "2.jsonl").write_text(line_of(url, WORDS, headline="Bridge open"))
    call("add", tmp_path / "1.jsonl")
    for file in (own.vault / "cache").iterdir():
        file.unlink()
    assert "headline" in call("add", tmp_path / "2.jsonl").out


def test_what_is_kept_can_be_traced_whole_or_in_part(call, story):
    call("add", story)
    whole = call("trace", "--kept", "--json")
    assert [row["article"]["id"] for row in whole.rows[0]["articles"]] == [
        "gazette.txt",
        "herald.txt",
        "notice.txt",
    ]
    part = call("trace", "--kept", story / "notice.txt", "--json")
    assert [row["article"]["id"] for row in part.rows[0]["articles"]] == ["notice.txt"]
    assert call("trace", "--kept", "nowhere.txt").status == 2


def test_versions_that_are_kept_are_told_as_revisions(call, tmp_path):
    url = "https://post.example/bridge"
    (tmp_path / "1.jsonl").write_text(line_of(url, WORDS))
    (tmp_path / "2.jsonl").write_text(line_of(url, WORDS, headline="Bridge open"))
    call("add", tmp_path / "1.jsonl")
    call("add", tmp_path / "2.jsonl")
    (trace,) = call("trace", "--kept", "--json").rows
    (revision,) = trace["revisions"]
    assert revision["url"] == url
    assert [edit["role"] for edit in revision["edits"]] == ["headline"]


def test_a_trace_of_nothing_says_so(call):
    assert "--kept" in call("trace").said[0]
