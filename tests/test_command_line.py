"""The command line: each filter's contract, the main job, and how a call can go wrong."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import whence
from whence.schema import trace_to_json

pytestmark = pytest.mark.usefixtures("story")

COMMIT = ("asserts", "hedges", "confirms", "reports", "doubts", "questions", "checks", "declines")


def spans_of(statement: dict[str, Any]) -> list[list[int]]:
    return [*statement["source"], *statement["cue"], *statement["content"]]


def without_clock(traced: dict[str, Any]) -> dict[str, Any]:
    """A trace without the time at which its articles were got."""
    kept = copy.deepcopy(traced)
    for analysis in kept["articles"]:
        analysis["article"]["dates"].pop("first_seen", None)
    return kept


# ---------------------------------------------------------------- read


def test_read_prints_one_line_an_article_with_the_contracts_fields(call):
    done = call("read", "in", "--json")
    assert (done.status, done.err) == (0, "")
    assert [row["id"] for row in done.rows] == ["in/gazette.txt", "in/herald.txt", "in/notice.txt"]
    gazette = done.rows[0]
    assert set(gazette) >= {"id", "url", "outlet", "headline", "byline", "published", "modified"}
    assert set(gazette) >= {"language", "text", "passages", "exhibits"}
    assert gazette["headline"] == "Brigade shows captured soldier in video"
    assert gazette["byline"] == ["Lena Okafor"]
    first = gazette["passages"][0]
    assert (first["role"], gazette["text"][first["start"] : first["end"]]) == (
        "headline",
        gazette["headline"],
    )


def test_a_lines_own_id_headline_outlet_and_time_are_taken(call):
    line = {
        "id": "k7",
        "url": "https://gazette.example/k7",
        "outlet": "The Marrow Gazette",
        "published": "2031-05-04",
        "headline": "Bridge shut",
        "text": "The old bridge is shut, the harbour office said.",
    }
    (row,) = call("read", "-", stdin=json.dumps(line).encode()).rows
    assert [row[key] for key in ("id", "url", "outlet", "published", "headline")] == [
        line[key] for key in ("id", "url", "outlet", "published", "headline")
    ]
    assert row["text"] == f"{line['headline']}\n\n{line['text']}"


def test_lines_without_ids_are_numbered(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("many.jsonl").write_text('{"text": "The tram is late."}\n\n{"text": "The mill shut."}\n')
    assert [row["id"] for row in call("read", "many.jsonl").rows] == [
        "many.jsonl#1",
        "many.jsonl#3",
    ]


def test_raw_takes_the_text_exactly_as_it_is(call):
    text = "\ufeff  The tram is late.\r\n\r\nThe harbour office said so. "
    line = json.dumps({"text": text, "headline": "Tram late"}).encode()
    assert call("read", "--raw", "-", stdin=line).rows[0]["text"] == text
    assert call("analyse", "--raw", "-", stdin=line).rows[0]["article"]["text"] == text
    assert call("read", "-", stdin=line).rows[0]["text"].startswith("Tram late\n\n")


def test_published_is_taken_where_an_article_names_no_time_and_only_there(call, tmp_path):
    paragraph = "<p>The old bridge will stay shut until the spring, the harbour office said.</p>"
    page = (
        "<!DOCTYPE html><html><head><title>Bridge shut</title>"
        '<meta property="article:published_time" content="2031-05-04T09:30:00Z"></head>'
        f"<body><article><h1>Bridge shut</h1>{paragraph * 4}</article></body></html>"
    )
    (tmp_path / "dated.html").write_text(page)
    (tmp_path / "bare.txt").write_text("The tram is late, the harbour office said.")
    inputs = (tmp_path / "bare.txt", tmp_path / "dated.html")
    bare, dated = call("read", *inputs, "--published", "2020-01-02").rows
    assert bare["published"] == "2020-01-02"
    assert bare["origins"]["published"] == "given"
    assert dated["published"].startswith("2031-05-04T09:30")


# ---------------------------------------------------------------- analyse


def test_analyse_prints_statements_whose_spans_lead_to_exact_words(call):
    done = call("analyse", "in/herald.txt")
    (row,) = done.rows
    assert (done.status, done.err) == (0, "")
    assert set(row) >= {"article", "actors", "statements", "assertions", "mentions", "times"}
    assert set(row) >= {"quantities", "places"}
    text, names = row["article"]["text"], {a["id"]: a["name"] for a in row["actors"]}
    said = {
        tuple(text[b:e] for b, e in s["cue"]): (names[s["actor"]], s["act"], s["commitment"])
        for s in row["statements"]
    }
    assert ("denied",) in said
    assert said["denied",][1:] == ("denies", "denies")
    for statement in row["statements"]:
        assert statement["commitment"] in (*COMMIT, "denies", "retracts")
        assert statement["form"] in ("direct", "indirect", "mixed")
        assert statement["via"] in (None, *(s["id"] for s in row["statements"]))
        assert all(0 <= b < e <= len(text) for b, e in spans_of(statement))


def test_offsets_are_code_points(call):
    text = "😀 Åsa said the tram was late."
    (row,) = call("analyse", "--raw", "-", stdin=json.dumps({"text": text}).encode()).rows
    assert row["article"]["text"] == text
    contents = [text[b:e] for s in row["statements"] for b, e in s["content"]]
    assert contents == ["the tram was late"]


# ---------------------------------------------------------------- group, lineage, position


def test_group_puts_articles_on_one_event_in_one_story(call):
    done = call("group", "in")
    assert (done.status, done.err) == (0, "")
    stories = {row["id"]: row["story"] for row in done.rows}
    assert stories["in/gazette.txt"] == stories["in/herald.txt"] != stories["in/notice.txt"]
    assert all(set(row) == {"id", "story"} for row in done.rows)


def test_lineage_names_the_copy_its_source_and_the_passages_they_share(call, story):
    copy_of = (story / "notice.txt").read_text()
    rows = [
        {"id": "late", "published": "2031-05-05", "text": copy_of},
        {"id": "early", "published": "2031-05-04", "text": copy_of},
    ]
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    early, late = call("lineage", "-", stdin=lines).rows
    assert (early["id"], early["from"], early["origins"]) == ("early", [], ["early"])
    (derived,) = late["from"]
    assert (derived["id"], derived["direction"], late["origins"]) == ("early", "known", ["early"])
    for begin, end, from_begin, from_end in derived["passages"]:
        assert copy_of[begin:end].split() == copy_of[from_begin:from_end].split()


def test_filters_take_the_lines_of_the_filter_before_them(call):
    read = call("read", "in").out.encode()
    analysed = call("analyse", "in").out.encode()

    def bare(out: str) -> list[dict[str, Any]]:
        return [
            {**row, "article": {**row["article"], "dates": None}}
            for row in map(json.loads, out.splitlines())
        ]

    assert bare(call("analyse", "-", stdin=read).out) == bare(analysed.decode())
    assert call("analyse", "-", stdin=analysed).out == analysed.decode()
    assert call("read", "-", stdin=read).out == read.decode()
    for command in ("group", "lineage"):
        straight = call(command, "in").out
        assert call(command, "-", stdin=read).out == straight
        assert call(command, "-", stdin=analysed).out == straight


def test_position_needs_a_claim_with_inputs_or_pairs_alone(call):
    for args in (("in",), ("--claim", "It is so"), ("in", "--claim", "x", "--pairs", "p.jsonl")):
        done = call("position", *args)
        assert (done.status, done.out) == (2, "")
        assert done.said == ["whence: give --claim TEXT with inputs, or --pairs FILE alone"]


# ---------------------------------------------------------------- trace


def test_the_trace_of_lines_already_analysed_gives_the_same_stories(call):
    straight = json.loads(call("trace", "in", "--json").out)
    analysed = call("analyse", "in").out.encode()
    again = json.loads(call("trace", "-", "--json", stdin=analysed).out)
    assert again["stories"] == straight["stories"]


def test_the_trace_in_python_is_the_one_that_the_command_prints(call):
    printed = json.loads(call("trace", "in", "missing.txt", "--json").out)
    found = trace_to_json(whence.trace(["in", "missing.txt"]))
    assert without_clock(json.loads(json.dumps(found))) == without_clock(printed)
    assert printed["refusals"] == [
        {"input": "missing.txt", "reason": printed["refusals"][0]["reason"]}
    ]


def test_protected_people_are_masked_unless_asked_for(call, story):
    masked, bare = call("trace", "in", "--json"), call("trace", "in", "--json", "--unmask")
    assert json.loads(masked.out)["masked"] is True
    assert json.loads(bare.out)["masked"] is False
    assert "Drost" in bare.out
    assert "Drost" not in masked.out
    report = story / "report.html"
    assert "Drost" not in call("trace", "in", "-o", report).out
    assert "Drost" not in report.read_text("utf-8")
    call("trace", "in", "-o", report, "--unmask")
    assert "Drost" in report.read_text("utf-8")


def test_what_is_passed_on_can_hide_everyone_without_a_public_role(call, story):
    report = story / "report.html"
    done = call("trace", "in", "--json", "--mask-private", "-o", report)
    assert json.loads(done.out)["masked_private"] is True
    assert "everyone without a public role" in report.read_text("utf-8")
    both = call("trace", "in", "--unmask", "--mask-private")
    assert both.status == 2
    assert "exclude each other" in both.err


def test_json_and_a_report_can_be_had_at_once(call):
    done = call("trace", "in", "--json", "-o", "report.html")
    assert done.status == 0
    assert len(json.loads(done.out)["articles"]) == 3
    assert done.said == ["whence: report written to report.html"]
    assert Path("report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in Path().iterdir() if "part" in path.name] == []


def test_the_summary_names_the_story_and_goes_to_stdout_alone(call):
    done = call("trace", "in")
    assert (done.status, done.err) == (0, "")
    assert "Harbour bridge closed until spring" in done.out
    assert "2 articles" in done.out


def test_one_claim_is_followed_through_the_stories_that_speak_of_it(call):
    done = call("trace", "in", "--json", "--claim", "Two soldiers were captured near Gdansk")
    claims = {tuple(s["articles"]): s["claims"] for s in json.loads(done.out)["stories"]}
    assert len(claims["in/gazette.txt", "in/herald.txt"]) == 1
    assert claims["in/notice.txt",] == []


@pytest.mark.parametrize("claim", ["", "   ", "?!"])
def test_a_claim_without_a_word_is_no_claim(call, claim):
    done = call("trace", "in", "--claim", claim)
    assert (done.status, done.out) == (2, "")
    assert done.said == ["whence: --claim: there is no word in it; write the claim as a sentence"]


def test_a_claim_whose_bytes_are_no_text_is_still_followed(call):
    assert call("trace", "in", "--json", "--claim", "Gda\udcffsk soldiers captured").status == 0


# ---------------------------------------------------------------- status and refusals


def test_some_failed_is_1_and_nothing_usable_is_2(call):
    some, none = call("read", "in", "gone.txt"), call("read", "gone.txt")
    assert (some.status, len(some.rows)) == (1, 3)
    assert (none.status, none.out) == (2, "")
    assert some.said == none.said == ["whence: gone.txt: " + none.said[0].split(": ", 2)[2]]
    for command in ("trace", "group", "lineage", "analyse"):
        assert (call(command, "gone.txt").status, call(command, "gone.txt").out) == (2, "")
        assert call(command, "in/notice.txt", "gone.txt").status == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Usage: whence"),
        (("nonsense",), "No such command 'nonsense'"),
        (("trace",), "give INPUT…, or --kept"),
        (("read",), "Missing argument 'INPUT"),
        (("trace", "x", "--nonsense"), "No such option: --nonsense"),
        (("trace", "x", "--jobs", "0"), "--jobs"),
        (("read", "x", "--most-mb", "0"), "--most-mb"),
        (("trace", "x", "--open"), "--open needs a report to open; add -o report.html"),
        (("read", "x", "--published", "yesterday"), "not an ISO 8601 date or time"),
    ],
)
def test_a_call_that_is_wrong_says_so_and_ends_with_2(call, args, words):
    done = call(*args)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


def test_help_and_version_end_with_0(call):
    assert call("--version").out == f"whence {whence.__version__}\n"
    for args in (("--help",), ("trace", "--help")):
        done = call(*args)
        assert (done.status, done.err) == (0, "")
        assert "Usage: whence" in done.out


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (".", "a directory"),
        ("/", "a directory"),
        ("absent/report.html", "there is no directory absent"),
        ("in/notice.txt/report.html", "there is no directory in/notice.txt"),
        ("r" * 300 + ".html", "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_written_is_one_line(call, place, words):
    done = call("trace", "in/notice.txt", "-o", place)
    assert (done.status, done.out) == (2, "")
    assert len(done.said) == 1
    assert words in done.err


def test_an_existing_report_is_kept_until_the_new_one_is_whole(call):
    Path("kept.html").write_text("old")
    call("trace", "gone.txt", "-o", "kept.html")
    assert Path("kept.html").read_text() == "old"
    Path("link.html").symlink_to("kept.html")
    call("trace", "in/notice.txt", "-o", "link.html")
    assert Path("link.html").is_symlink()
    assert Path("kept.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_every_cure_that_names_an_option_names_one_that_there_is(call):
    source = Path(whence.__file__).parent
    named = {
        option
        for path in [*source.rglob("*.py"), *source.rglob("*.toml")]
        for option in re.findall(r"[\"' ](--[a-z][a-z-]+)", path.read_text("utf-8"))
    }
    commands = re.findall(r"^  ([a-z]+) ", call("--help").out.partition("Commands:")[2], re.M)
    known = call("--help").out + "".join(call(c, "--help").out for c in commands)
    assert {"--allow-private", "--most-mb"} <= named
    assert [option for option in sorted(named) if option not in known] == []


# ---------------------------------------------------------------- processes


def start(args: list[str], **more: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(whence.__file__).parents[1])}
    return subprocess.Popen([sys.executable, *args], env=environment, **more)


def test_a_reader_who_leaves_early_is_no_error(story):
    page = "<p>The harbour office said the bridge would stay shut.</p>" * 3
    lines = (json.dumps({"html": f"<h1>Shut {n}</h1>{page}"}) for n in range(2000))
    (story / "many.jsonl").write_text("\n".join(lines))
    pipe = subprocess.PIPE
    with start(["-m", "whence", "read", "in/many.jsonl"], stdout=pipe, stderr=pipe) as reading:
        assert reading.stdout
        assert reading.stderr
        assert reading.stdout.readline().startswith(b'{"id"')
        reading.stdout.close()
        assert reading.stderr.read() == b""
    assert reading.returncode == 0


def test_a_full_disk_and_closed_streams_are_no_traceback():
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("w") as full:
        done = start(["-m", "whence", "read", "in"], stdout=full, stderr=subprocess.PIPE, text=True)
        _, err = done.communicate()
    assert done.returncode == 2
    assert len(err.splitlines()) == 1
    assert "No space left on device" in err
    program = "import sys; sys.stdin = sys.stdout = sys.stderr = None; from whence.cli import main"
    closed = start(
        ["-c", f"{program}; sys.argv = ['whence', 'read', 'in', 'gone.txt']; main()"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert closed.communicate() == (b"", b"")
    assert closed.returncode == 1


def test_help_and_version_load_neither_models_nor_readers():
    program = """
import sys
from whence.cli import main
for argument in ("--help", "--version"):
    sys.argv = ["whence", argument]
    try:
        main()
    except SystemExit:
        pass
heavy = ("onnxruntime", "trafilatura", "numpy", "lxml", "pydantic", "httpx", "feedparser", "PIL")
print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    done = start(["-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.communicate()[1] == "[]\n"
