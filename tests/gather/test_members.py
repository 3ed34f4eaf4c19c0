"""Which statements and assertions can belong to a claim, and with which words."""

from __future__ import annotations

from dataclasses import replace

from whence.gather.members import find_members
from whence.model import (
    Act,
    Analysis,
    Article,
    Assertion,
    Certainty,
    Distance,
    Form,
    PassageRole,
    Polarity,
    Span,
    Statement,
)

TEXT = (
    "Front shows film of two divers taken off Varn\n\n"
    "The mayor confirmed that the Front denies it holds two divers in the old mill."
)


def span(words: str) -> tuple[Span, ...]:
    begin = TEXT.index(words)
    return ((begin, begin + len(words)),)


def statement(name: str, source: str, cue: str, content: str, **said: object) -> Statement:
    values = {"act": Act.ASSERTS, "certainty": Certainty.CERTAIN, "via": None, **said}
    return Statement(
        id=name,
        source=span(source),
        cue=span(cue),
        content=span(content),
        form=Form.INDIRECT,
        polarity=Polarity.POSITIVE,
        distance=Distance.NEUTRAL,
        **values,
    )


def ids(*statements: Statement, assertions: tuple[Assertion, ...] = ()) -> list[str]:
    article = Article("gazette", TEXT)
    analysis = Analysis(article, (), statements=statements, assertions=assertions)
    return [m.id for m in find_members([analysis], {})]


OUTER = statement(
    "outer",
    "The mayor",
    "confirmed",
    "that the Front denies it holds two divers in the old mill",
    act=Act.CONFIRMS,
)


def test_who_confirms_that_another_denies_holds_nothing_of_their_own():
    inner = statement(
        "inner",
        "the Front",
        "denies",
        "it holds two divers in the old mill",
        act=Act.DENIES,
        via="outer",
    )
    assert ids(OUTER, inner) == ["inner"]


def test_who_says_more_than_what_another_says_holds_it():
    inner = statement("inner", "the Front", "denies", "it holds two divers", via="outer")
    assert ids(OUTER, inner) == ["outer", "inner"]
    assert ids(OUTER) == ["outer"]


def test_reports_by_nobody_that_somebody_doubts_are_the_doubt_alone():
    words = "the Front denies it holds two divers in the old mill"
    doubt = statement("outer", "The mayor", "confirmed", words, act=Act.DOUBTS)
    report = statement("inner", "it", "holds", "two divers in", act=Act.REPORTS, via="outer")
    assert ids(doubt, report) == ["outer", "inner"]
    assert ids(doubt, replace(report, source=())) == ["outer"]


def test_a_heading_over_a_film_puts_forward_what_is_in_it():
    heading = span("Front shows film of two divers taken off Varn")
    assertion = Assertion(
        "heading", heading, PassageRole.HEADLINE, Certainty.CERTAIN, Polarity.POSITIVE
    )
    analysis = Analysis(Article("gazette", TEXT), (), assertions=(assertion,))
    (found,) = find_members([analysis], {})
    assert found.words == "two divers taken off Varn"
    assert found.evidence == heading
