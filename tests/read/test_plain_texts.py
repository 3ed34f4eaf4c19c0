"""A plain text is read as it stands: its lines become passages, its words stay untouched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.errors import ReadError
from whence.model import Given
from whence.read import read_article

from .captures import HEADLINE, PARAGRAPHS, capture, check_passages, said

DATA = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
PASTED = "\n\n".join(
    [
        "Coast",
        "Grain Ship Runs Aground Off Port Selby",
        "The stranded ship seen from the north quay at low tide. (Photo/Selby Courier)",
        PARAGRAPHS[0],
        PARAGRAPHS[1],
        "Ministry says it is looking into reports",
        PARAGRAPHS[2],
        "Ada Merrow\nthe authorAda Merrow",
        "I write about ships, weather and the people who live by both.",
        "Leave a Reply",
    ]
)


def read(text: str, *, raw: bool = False, **known: str):
    return read_article(capture(text, "text/plain", given=Given(**known)), raw=raw)


def roles(text: str) -> list[str]:
    return [str(p.role) for p in read(text).passages]


def test_every_line_of_a_pasted_page_gets_its_role():
    assert roles(PASTED) == [
        "kicker",
        "headline",
        "caption",
        "credit",
        "paragraph",
        "paragraph",
        "subheading",
        "paragraph",
        "byline",
        "author bio",
        "author bio",
        "boilerplate",
    ]
    article = read(PASTED)
    assert article.text == PASTED
    assert article.headline == "Grain Ship Runs Aground Off Port Selby"
    assert article.byline == ("Ada Merrow",)
    assert said(article, "credit") == ["(Photo/Selby Courier)"]
    check_passages(article)


@pytest.mark.skipif(not (DATA / "seed").is_dir(), reason="shared data are not here")
def test_the_seed_page_comes_out_right_line_by_line():
    content = (DATA / "seed" / "000_268e4578f94adf6e.txt").read_bytes()
    article = read_article(capture(content, "text/plain"))
    assert [(str(p.role), p.start, p.end) for p in article.passages] == [
        ("kicker", 0, 11),
        ("headline", 13, 72),
        ("caption", 74, 160),
        ("credit", 161, 178),
        ("paragraph", 180, 455),
        ("paragraph", 457, 786),
        ("paragraph", 788, 1060),
        ("paragraph", 1062, 1241),
        ("subheading", 1243, 1291),
        ("paragraph", 1293, 1418),
        ("paragraph", 1420, 1634),
        ("paragraph", 1636, 1908),
        ("byline", 1910, 1918),
        ("author bio", 1919, 1937),
        ("author bio", 1939, 2051),
        ("boilerplate", 2053, 2066),
    ]
    assert article.text == content.decode()
    assert article.language == "en"


@pytest.mark.skipif(not (DATA / "fnc1").is_dir(), reason="shared data are not here")
def test_reports_without_a_headline_are_seldom_given_one():
    lines = (DATA / "fnc1" / "articles.jsonl").read_text("utf-8").splitlines()[:600]
    found = [read(json.loads(line)["text"]).headline for line in lines]
    assert sum(headline is not None for headline in found) < 0.1 * len(found)


@pytest.mark.skipif(not (DATA / "polnear").is_dir(), reason="shared data are not here")
def test_titles_that_end_in_a_full_stop_are_told_from_first_sentences():
    files = sorted((DATA / "polnear" / "dev" / "text").glob("*.txt"))
    found = [read(file.read_text("utf-8")).headline for file in files]
    assert sum(headline is not None for headline in found) > 0.8 * len(found)


def test_a_first_sentence_is_a_paragraph_and_not_a_headline():
    article = read("\n\n".join(PARAGRAPHS))
    assert article.headline is None
    assert [str(p.role) for p in article.passages] == ["paragraph"] * 4


def test_a_given_headline_stands_over_the_text_in_its_own_passage():
    article = read("\n\n".join(PARAGRAPHS), headline=HEADLINE)
    assert article.text.startswith(f"{HEADLINE}\n\n{PARAGRAPHS[0]}")
    assert said(article, "headline") == [HEADLINE]
    assert article.origins["headline"] == "given"


def test_a_given_headline_that_stands_there_already_is_not_repeated():
    text = "\n\n".join([HEADLINE, *PARAGRAPHS])
    assert read(text, headline=f"{HEADLINE}.").text == text


def test_a_given_headline_leaves_a_raw_text_alone():
    text = "\n\n".join(PARAGRAPHS)
    article = read(text, raw=True, headline=HEADLINE)
    assert article.text == text
    assert article.headline == HEADLINE


def test_a_dateline_is_its_own_passage_and_the_text_is_unchanged():
    text = f"{HEADLINE}\n\nPORT SELBY, May 6 (Reuters) — {PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}"
    article = read(text)
    assert said(article, "dateline") == ["PORT SELBY, May 6 (Reuters) —"]
    assert said(article, "paragraph")[0] == PARAGRAPHS[0]
    assert article.text == text


@pytest.mark.parametrize(
    "opening", ["NATO — the alliance — ", "EXCLUSIVE: ", "A MAN who ", "The AP said — "]
)
def test_capitals_alone_make_no_dateline(opening: str):
    assert not said(read(f"{opening}{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}"), "dateline")


@pytest.mark.parametrize(
    "line",
    [
        "Correction: the ship carried barley, not wheat.",
        "UPDATE (4 p.m.): The ministry has replied to our questions.",
        "An earlier version of this article gave the wrong name for the tug.",
        "This story has been updated with a statement from the harbour office.",
    ],
)
def test_a_note_of_change_is_a_correction(line: str):
    assert said(read("\n\n".join([*PARAGRAPHS, line])), "correction") == [line]


def test_a_paragraph_that_opens_with_updated_is_no_correction():
    line = "Updated rules for pilots come into force next week, the harbour office said."
    assert not said(read("\n\n".join([*PARAGRAPHS, line])), "correction")


def test_everything_after_the_comments_heading_is_boilerplate():
    text = "\n\n".join([*PARAGRAPHS, "Leave a Reply", "A fine report, thank you. Keep it up!"])
    assert roles(text)[-2:] == ["boilerplate", "boilerplate"]


def test_the_report_goes_on_after_a_list_of_links_inside_it():
    links = ["Related stories", "Tug crews ask for more pay", "Fog returns to the coast"]
    text = "\n\n".join([*PARAGRAPHS[:2], *links, *PARAGRAPHS[2:]])
    assert roles(text) == ["paragraph"] * 2 + ["boilerplate"] * 3 + ["paragraph"] * 2


def test_lines_wrapped_at_a_column_are_one_paragraph():
    words = " ".join(PARAGRAPHS).split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "\n".join([*lines, line])
    assert roles(text) == ["paragraph"]


def test_a_raw_text_keeps_its_mark_and_line_breaks():
    text = "\ufeff" + "\r\n\r\n".join(PARAGRAPHS)
    article = read(text, raw=True)
    assert article.text == text
    check_passages(article)
    assert read(text).text == "\n\n".join(PARAGRAPHS)


def test_an_empty_text_is_refused_with_the_cure():
    with pytest.raises(ReadError, match="no text in it; capture it again"):
        read(" \n\n* * *\n")


def test_other_media_types_are_refused():
    with pytest.raises(ReadError, match="application/zip"):
        read_article(capture(b"PK", "application/zip"))


def test_reading_is_the_same_every_time():
    assert read(PASTED) == read(PASTED)


LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from([*PASTED.split("\n"), "By Ada Merrow", "OSLO (AP) —", "Photo: X (AP)"]),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r"]), st.booleans())
def test_every_word_of_any_text_stands_in_exactly_one_passage(
    lines: list[str], ending: str, raw: bool
):
    try:
        article = read(ending.join(lines), raw=raw)
    except ReadError:
        return
    check_passages(article)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "no-such", "idna"]))
def test_any_bytes_are_read_or_refused(content: bytes, charset: str | None):
    try:
        check_passages(read_article(capture(content, "text/plain", charset=charset), raw=True))
    except ReadError as refused:
        assert ";" in refused.reason
