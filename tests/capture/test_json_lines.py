"""JSON Lines: what a person gives, and what whence itself printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whence.capture import ANALYSIS_LINE, ARTICLE_LINE, Limits
from whence.model import Capture, Given, Refusal


def lines(path: Path, *records: object) -> Path:
    rows = [row if isinstance(row, str) else json.dumps(row) for row in records]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_line_gives_its_text_exactly_and_what_is_said_beside_it(take, tmp_path):
    text = "  The tram is late.\r\n\tNo more was said 🚋. "
    given = {
        "url": "https://tram.example/1",
        "outlet": "Tram Post",
        "published": "2031-05-01",
        "headline": "Late tram",
    }
    (capture,) = take(lines(tmp_path / "in.jsonl", {"id": "t1", "text": text, **given}))
    assert capture.id == "t1"
    assert capture.content.decode("utf-8") == text
    assert (capture.media_type, capture.charset) == ("text/plain", "utf-8")
    assert capture.url == given["url"]
    assert capture.given == Given(**given)


def test_lines_without_an_id_are_counted_from_one_blank_lines_included(take, tmp_path):
    path = lines(tmp_path / "in.ndjson", {"text": "One."}, "", {"text": "Three."})
    assert [c.id for c in take(path)] == [f"{path}#1", f"{path}#3"]


def test_a_line_may_hold_a_page(take, tmp_path):
    (capture,) = take(lines(tmp_path / "in.json", {"id": 7, "html": "<p>Högt vatten</p>"}))
    assert (capture.id, capture.media_type, capture.charset) == ("7", "text/html", "utf-8")
    assert capture.content == "<p>Högt vatten</p>".encode()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{not json", "not JSON"),
        ('"a string"', "not a JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ({"headline": "Alone"}, 'neither "text" nor "html"'),
        ({"text": "   "}, 'neither "text" nor "html"'),
        ({"text": 5}, '"text" is not a string'),
        ({"text": "x", "published": 5}, '"published" is not a string'),
        ({"id": ["x"], "text": "x"}, '"id" is neither'),
        ({"id": True, "text": "x"}, '"id" is neither'),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_on(take, tmp_path, bad, words):
    path = lines(tmp_path / "in.jsonl", {"text": "One."}, bad, {"text": "Three."})
    first, refusal, third = take(path)
    assert (first.id, third.id) == (f"{path}#1", f"{path}#3")
    assert refusal.input == f"{path}#2"
    assert words in refusal.reason


def test_a_line_that_is_no_utf_8_is_refused(take, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n{"text": "tea"}\n')
    refusal, capture = take(path)
    assert "not UTF-8" in refusal.reason
    assert capture.content == b"tea"


def test_a_line_beyond_the_limit_is_refused_and_the_next_is_read(take, tmp_path):
    path = lines(tmp_path / "in.jsonl", {"text": "a" * 300_000}, {"text": "short"})
    refusal, capture = take(path, limits=Limits(input_bytes=200_000))
    assert refusal.input == f"{path}#1"
    assert "larger than the 0.2 MB" in refusal.reason
    assert capture.id == f"{path}#2"


def test_fifty_megabytes_on_one_line_are_refused(take, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 50_000_000 + b'"}')
    (refusal,) = take(path)
    assert "larger than the 20 MB" in refusal.reason


def test_the_second_line_with_an_id_is_refused(take, tmp_path):
    path = lines(tmp_path / "in.jsonl", {"id": "x", "text": "One."}, {"id": "x", "text": "Two."})
    first, second = take(path)
    assert isinstance(first, Capture)
    assert (second.input, "given twice" in second.reason) == ("x", True)


def test_a_lone_surrogate_does_not_move_the_offsets_behind_it(take, tmp_path):
    (capture,) = take(lines(tmp_path / "in.jsonl", '{"text": "a\\ud800b"}'))
    assert capture.content.decode("utf-8") == "a\ufffdb"


def test_one_object_or_list_over_many_lines_is_taken_too(take, tmp_path):
    records = [{"id": "a", "text": "One."}, {"text": "Two."}]
    many = lines(tmp_path / "many.json", json.dumps(records, indent=2))
    one = lines(tmp_path / "one.json", json.dumps(records[0] | {"id": "c"}, indent=2))
    assert [c.id for c in take(many, one)] == ["a", f"{many}#2", "c"]


def test_a_file_without_lines_says_so(take, tmp_path):
    (refusal,) = take(lines(tmp_path / "in.jsonl", "", " "))
    assert isinstance(refusal, Refusal)
    assert "no line" in refusal.reason


def test_lines_that_whence_printed_pass_through_as_they_are(take, tmp_path):
    article = {"id": "a1", "url": "https://mill.example/", "text": "Mill  shut.", "passages": []}
    path = lines(tmp_path / "out.jsonl", article, {"article": article | {"id": "a2"}, "actors": []})
    read, analysed = take(path)
    rows = path.read_bytes().splitlines()
    assert (read.id, read.media_type, read.content) == ("a1", ARTICLE_LINE, rows[0])
    assert (analysed.id, analysed.media_type, analysed.content) == ("a2", ANALYSIS_LINE, rows[1])
    assert read.url == analysed.url == "https://mill.example/"


def test_a_printed_line_that_lost_its_text_is_refused(take, tmp_path):
    (refusal,) = take(lines(tmp_path / "out.jsonl", {"article": {"id": "a1"}}))
    assert refusal.input == "a1"


def test_more_lines_than_are_taken_end_in_one_refusal(take, tmp_path):
    path = lines(tmp_path / "in.jsonl", *({"text": f"Line {n}."} for n in range(5)))
    found = take(path, limits=Limits(records=3))
    assert [isinstance(item, Refusal) for item in found] == [False, False, False, True]
    assert found[-1].input == str(path)
