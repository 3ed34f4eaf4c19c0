"""What the reports disagree on, as rows to show.

Takes a Discrepancy and a :class:`Reference`, gives the question with each answer, who gives it
in whose words, and since when. Who gives it is the holder of the statement in which the words
stand, or else the outlet itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from whence.model import Discrepancy, Quote, Span, Statement
from whence.report.moments import When, when, when_of
from whence.report.sources import ActorName, Reference, Words
from whence.report.visible import one_line, shown

_CONTEXT = 80


@dataclass(frozen=True, slots=True)
class Giving:
    """One place where an answer is given: the words, what stands around them, whose they are."""

    words: Words
    before: str
    after: str
    holder: ActorName | None
    published: When | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer and every place where it is given."""

    value: str
    since: When | None
    givings: tuple[Giving, ...]


@dataclass(frozen=True, slots=True)
class DiscrepancyView:
    """One question, the answer given in most places first."""

    kind: str
    question: str
    answers: tuple[AnswerRow, ...]


def view_discrepancy(discrepancy: Discrepancy, reference: Reference) -> DiscrepancyView:
    """The question and its answers, ready to show."""
    ranked = sorted(discrepancy.answers, key=lambda answer: -len(answer.quotes))
    rows = tuple(
        AnswerRow(
            value=one_line(answer.value),
            since=when(answer.since),
            givings=tuple(_giving(quote, reference) for quote in answer.quotes),
        )
        for answer in ranked
    )
    return DiscrepancyView(one_line(discrepancy.kind), one_line(discrepancy.question), rows)


def _giving(quote: Quote, reference: Reference) -> Giving:
    article = reference.article(quote.article)
    before, after = _around(article.text, quote.spans)
    return Giving(
        words=reference.words(quote),
        before=before,
        after=after,
        holder=_holder(quote, reference),
        published=when_of(article.published),
    )


def _around(text: str, spans: tuple[Span, ...]) -> tuple[str, str]:
    """The words of the same passage before and after a quote, cut at spaces."""
    if not spans:
        return "", ""
    begin, end = spans[0][0], spans[-1][1]
    before = text[max(0, begin - _CONTEXT) : begin].rpartition("\n")[2]
    after = text[end : end + _CONTEXT].partition("\n")[0]
    if len(before) == _CONTEXT:
        before = "…" + before[before.find(" ") :]
    if len(after) == _CONTEXT:
        after = after[: after.rfind(" ") + 1] + "…"
    return shown(before), shown(after)


def _holder(quote: Quote, reference: Reference) -> ActorName | None:
    """Who says the words: the innermost statement around them whose holder is known."""
    around = [
        statement
        for statement in reference.analysis(quote.article).statements
        if statement.actor and _covers(statement, quote)
    ]
    if not around:
        return None
    innermost = min(around, key=lambda s: (sum(e - b for b, e in s.content), s.id))
    return reference.actor(innermost.actor or "")


def _covers(statement: Statement, quote: Quote) -> bool:
    return bool(quote.spans) and all(
        any(b <= begin and end <= e for b, e in statement.content) for begin, end in quote.spans
    )
