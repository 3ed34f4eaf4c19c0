"""Answers: who gives one, and from how many texts."""

from __future__ import annotations

from dataclasses import replace

from whence.model import (
    Act,
    Actor,
    ActorKind,
    Analysis,
    Certainty,
    Distance,
    Form,
    Polarity,
    Statement,
)

from .reports import discrepancies_of, report

OPENING = (
    "Two border guards were captured near the old mill at dawn, the harbour office said, and the"
    " road to the pass was shut for the rest of the day while patrols searched the woods."
)


def stated(analysis: Analysis, holder: str) -> Analysis:
    actor = Actor(f"id-{holder}", holder, ActorKind.ORGANISATION)
    whole = ((0, len(analysis.article.text)),)
    statement = Statement(
        "s", (), (), whole, Form.INDIRECT, Act.ASSERTS, Certainty.CERTAIN, Polarity.POSITIVE,
        Distance.NEUTRAL, actor=actor.id,
    )  # fmt: skip
    return replace(analysis, actors=(actor,), statements=(statement,))


def test_reports_that_copied_one_text_are_one_origin() -> None:
    (found,) = discrepancies_of(
        report("a", OPENING, "2021-05-03", outlet="Gazette"),
        report("b", OPENING, "2021-05-04", outlet="Courier"),
        report("c", f"{OPENING} More soon.", "2021-05-05", outlet="Ledger"),
        report("d", "Five border guards were captured, a nurse said.", outlet="Herald"),
    )
    two, five = found.answers
    assert (len(two.outlets), two.origins) == (3, ("a",))
    assert five.origins == ("d",)


def test_a_number_that_was_changed_in_a_copy_is_the_copys_own() -> None:
    (found,) = discrepancies_of(
        report("a", OPENING, "2021-05-03", outlet="Gazette"),
        report("b", OPENING.replace("Two", "Five"), "2021-05-04", outlet="Courier"),
    )
    assert [answer.origins for answer in found.answers] == [("a",), ("b",)]


def test_the_source_of_an_answer_is_the_holder_of_the_statement_around_it() -> None:
    (found,) = discrepancies_of(
        stated(report("a", "Two guards were captured."), "Harbour Office"),
        report("b", "Five guards were captured."),
    )
    assert [answer.sources for answer in found.answers] == [("id-Harbour Office",), ()]
