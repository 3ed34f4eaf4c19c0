"""What the reports disagree on, as rows to show.

Takes a Discrepancy and a :class:`Reference`, gives the question with each answer, who gives it
in whose words, since when, from how many texts, and by which words it was taken back. Who gives
it is the holder of the statement in which the words stand, or else the outlet itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from whence.gather.answers import holder_of
from whence.model import Answer, Discrepancy, Quote, Span
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
    """One answer and every place where it is given.

    ``outlets`` carry it, out of ``origins`` texts; ``superseded`` are the words that take it back.
    """

    value: str
    since: When | None
    givings: tuple[Giving, ...]
    outlets: int
    origins: int
    superseded: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class DiscrepancyView:
    """One question, the answer given in most places first."""

    kind: str
    question: str
    answers: tuple[AnswerRow, ...]
    corrected: bool


def view_discrepancy(discrepancy: Discrepancy, reference: Reference) -> DiscrepancyView:
    """The question and its answers, ready to show."""
    ranked = sorted(discrepancy.answers, key=lambda answer: -len(answer.quotes))
    return DiscrepancyView(
        one_line(discrepancy.kind),
        one_line(discrepancy.question),
        tuple(_row(answer, reference) for answer in ranked),
        discrepancy.corrected,
    )


def _row(answer: Answer, reference: Reference) -> AnswerRow:
    return AnswerRow(
        value=one_line(answer.value),
        since=when(answer.since),
        givings=tuple(view_giving(quote, reference) for quote in answer.quotes),
        outlets=len(answer.outlets),
        origins=len(answer.origins),
        superseded=tuple(reference.words(quote) for quote in answer.superseded),
    )


def view_giving(quote: Quote, reference: Reference) -> Giving:
    """A place of an article, ready to show."""
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
    holder = holder_of(reference.analysis(quote.article).statements, quote)
    return reference.actor(holder) if holder else None
