"""What the outlet says in its own voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.assertions import find_assertions
from whence.analyse.lines import LONGEST_TEXT
from whence.model import (
    Act,
    Article,
    Assertion,
    Certainty,
    Commitment,
    Distance,
    Passage,
    PassageRole,
    Polarity,
    Span,
)


def make_article(*parts: tuple[PassageRole, str]) -> Article:
    """An article of the given passages, parted by blank lines."""
    text, passages = "", []
    for role, words in parts:
        passages.append(Passage(role, len(text), len(text) + len(words)))
        text += words + "\n\n"
    return Article(id="harbour", text=text, passages=tuple(passages))


def headline(words: str) -> Assertion:
    (assertion,) = find_assertions(make_article((PassageRole.HEADLINE, words)), [])
    return assertion


def said(article: Article, taken: list[Span] | None = None) -> list[str]:
    found = find_assertions(article, taken or [])
    return [article.text[b:e] for assertion in found for b, e in assertion.span]


STORY = make_article(
    (PassageRole.KICKER, "From the Harbour Region"),
    (PassageRole.HEADLINE, "Ferry Sinks Off Holm Island"),
    (PassageRole.STANDFIRST, "All aboard were saved. The cause is not known."),
    (PassageRole.CAPTION, "The ferry in the port of Holm last year. Picture: Sand"),
    (PassageRole.PARAGRAPH, "A ferry sank on Monday. The captain said it hit a rock."),
    (PassageRole.SUBHEADING, "A long night at sea"),
    (PassageRole.PARAGRAPH, "Boats came from all sides."),
    (PassageRole.PARAGRAPH, "The last one landed at dawn."),
    (PassageRole.PARAGRAPH, "The fourth paragraph is no lead."),
    (PassageRole.AUTHOR_BIO, "Iver Holm writes about boats and the sea."),
)


def test_headings_captions_and_the_lead_are_the_outlets_own_voice() -> None:
    assert said(STORY) == [
        "Ferry Sinks Off Holm Island",
        "All aboard were saved.",
        "The cause is not known.",
        "The ferry in the port of Holm last year.",
        "A ferry sank on Monday.",
        "The captain said it hit a rock.",
        "A long night at sea",
        "Boats came from all sides.",
        "The last one landed at dawn.",
    ]


def test_a_sentence_that_a_statement_touches_is_left_out() -> None:
    begin = STORY.text.index("said it hit")
    assert "The captain said it hit a rock." not in said(STORY, [(begin, begin + 4)])
    assert "A ferry sank on Monday." in said(STORY, [(begin, begin + 4)])


def test_a_headline_with_a_cue_in_it_is_a_statement() -> None:
    article = make_article((PassageRole.HEADLINE, "Ferry hit a rock, captain says"))
    begin = article.text.index("says")
    assert said(article, [(begin, begin + 4)]) == []


def test_a_headline_is_one_assertion_however_it_is_punctuated() -> None:
    assert said(make_article((PassageRole.HEADLINE, "Ferry lost. Hope is not."))) == [
        "Ferry lost. Hope is not."
    ]


def test_an_article_without_passages_is_read_by_paragraphs() -> None:
    article = Article(
        id="raw", text="One boat is lost.\n\nTwo boats came.\n \nIt is over.\n\nNot led."
    )
    assert said(article) == ["One boat is lost.", "Two boats came.", "It is over."]


CERTAINTIES = [
    ("Ferry sinks off island", Certainty.CERTAIN, Distance.NEUTRAL),
    ("Ferry may have sunk off island", Certainty.POSSIBLE, Distance.NEUTRAL),
    ("Ferry reportedly sinks off island", Certainty.PROBABLE, Distance.DISTANCING),
    ("Crew of ferry allegedly captured by pirates", Certainty.POSSIBLE, Distance.DISTANCING),
    ("Ferry appears to have sunk", Certainty.PROBABLE, Distance.NEUTRAL),
    ("Still from video of crew allegedly held on island", Certainty.POSSIBLE, Distance.DISTANCING),
    ("Police hold alleged ferry thief", Certainty.CERTAIN, Distance.DISTANCING),
    ("The reports of a sunken ferry are unconfirmed", Certainty.POSSIBLE, Distance.NEUTRAL),
    ("Unconfirmed report of sunken ferry spreads", Certainty.POSSIBLE, Distance.DISTANCING),
]


@pytest.mark.parametrize(("words", "certainty", "distance"), CERTAINTIES)
def test_the_outlets_own_hedges_count(words: str, certainty: Certainty, distance: Distance) -> None:
    assertion = headline(words)
    assert (assertion.certainty, assertion.distance) == (certainty, distance)


def test_a_report_called_false_is_denied():
    assertion = headline("Report of sunken ferry is false")
    assert (assertion.act, assertion.polarity) == (Act.DENIES, Polarity.POSITIVE)
    assert assertion.commitment is Commitment.DENIES


def test_below_the_lead_a_sentence_counts_that_says_how_firm_it_is():
    lead = [
        (PassageRole.PARAGRAPH, f"The bridge at pier {n} fell.") for n in ["one", "two", "three"]
    ]
    words = "There was no immediate confirmation from the harbour office."
    later = [(PassageRole.PARAGRAPH, f"The ferry left at noon. {words}")]
    article = make_article(*lead, *later)
    *_, last = find_assertions(article, [])
    (begin, end), *_ = last.span
    assert article.text[begin:end] == words
    assert (last.act, last.certainty) == (Act.DECLINES, Certainty.OPEN)
    assert [article.text[slice(*s)] for s in last.source] == ["the harbour office"]
    assert len(find_assertions(article, [])) == 4


def test_a_book_is_read_so_far_and_no_further():
    book = make_article(
        (PassageRole.PARAGRAPH, "The bridge was shut."),
        (PassageRole.PARAGRAPH, "word " * (LONGEST_TEXT // 5)),
        (PassageRole.CAPTION, "The gate was open."),
    )
    assert said(book)[0] == "The bridge was shut."
    assert "The gate was open." not in said(book)


@pytest.mark.parametrize("words", ["Ferry did not sink", "No ferry was lost"])
def test_what_the_outlet_says_is_not_so_is_negative(words: str) -> None:
    assert headline(words).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "words",
    ["Did the ferry sink?", "Was the ferry lost", "Ferry lost again?", "Ferry lost? How we erred"],
)
def test_a_headline_that_asks_is_an_open_question(words: str) -> None:
    assertion = headline(words)
    assert assertion.question
    assert assertion.certainty is Certainty.OPEN


@pytest.mark.parametrize("words", ["Will Sand wins the ferry prize", "May Day ferry runs late"])
def test_names_that_look_like_auxiliaries_ask_nothing(words: str) -> None:
    assertion = headline(words)
    assert not assertion.question
    assert assertion.certainty is Certainty.CERTAIN


def test_ids_come_from_the_article_and_the_place() -> None:
    ids = [assertion.id for assertion in find_assertions(STORY, [])]
    assert len(set(ids)) == len(ids)
    assert ids == [assertion.id for assertion in find_assertions(STORY, [])]


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300))))
def test_no_assertion_touches_what_is_taken_and_order_does_not_matter(
    text: str, pairs: list[tuple[int, int]]
) -> None:
    taken = [(min(pair), max(pair)) for pair in pairs]
    article = Article(id="any", text=text)
    found = find_assertions(article, taken)
    assert found == find_assertions(article, taken[::-1])
    for assertion in found:
        ((begin, end),) = assertion.span
        assert 0 <= begin < end <= len(text)
        assert all(e <= begin or b >= end for b, e in taken if b < e)


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("Harbour Firm May Buy Rival", Certainty.POSSIBLE),
        ("Ferry Sank In May Storm", Certainty.CERTAIN),
        ("Clara May Wins Vote In Varn", Certainty.CERTAIN),
    ],
)
def test_the_modal_of_a_heading_in_capitals_is_no_month(words: str, certainty: Certainty) -> None:
    assert headline(words).certainty is certainty
