"""The data at the edges: what the commands print and read, as versioned JSON.

Rows are the nouns of :mod:`whence.model` as they stand in JSON Lines; nouns without a row of
their own are written field by field. pydantic checks what comes in and makes the JSON Schema
(``docs/schema.json``, made by ``python -m whence.schema``). Spans are ``[begin, end)`` pairs
of Unicode code points into ``article.text``. ``SCHEMA`` changes whenever a field is renamed,
removed or changes its meaning; added fields do not change it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whence.errors import ReadError
from whence.model import (
    UNSEEN,
    Act,
    Actor,
    Analysis,
    Article,
    Assertion,
    Certainty,
    Commitment,
    Distance,
    Exhibit,
    Form,
    Lineage,
    Link,
    Mention,
    Moment,
    Passage,
    PassageRole,
    Place,
    Polarity,
    Quantity,
    Refusal,
    Revision,
    Span,
    Spans,
    Statement,
    Story,
    TimeExpression,
    Trace,
    Version,
)

SCHEMA = "whence/1"
"""Name and version of the format."""


class Row(BaseModel):
    """A line of JSON; fields that it does not know are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class ArticleRow(Row):
    """What ``whence read`` prints."""

    id: str
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = Field(None, description="ISO 8601; how it is known stands in dates")
    modified: str | None = None
    language: str | None = None
    text: str
    passages: tuple[Passage, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    dates: dict[str, Moment] = Field(default_factory=dict)
    origins: dict[str, str] = Field(
        default_factory=dict, description="where headline, outlet, byline and times were read from"
    )
    capture: str | None = Field(None, description="SHA-256 of the bytes it was read from")
    relay: str | None = Field(None, description="whom the whole was taken from, as it says")


class StatementRow(Row):
    """One statement; ``commitment`` is derived from ``act`` and ``certainty``."""

    id: str
    source: Spans
    cue: Spans
    content: Spans
    form: Form
    act: Act
    certainty: Certainty
    polarity: Polarity
    distance: Distance
    commitment: Commitment
    via: str | None = None
    chain: tuple[Link, ...] = ()
    actor: str | None = None
    duress: bool = False


class AssertionRow(Row):
    """One assertion; ``commitment`` is derived from ``act``, ``question`` and ``certainty``."""

    id: str
    span: Spans
    role: PassageRole
    certainty: Certainty
    polarity: Polarity
    distance: Distance = Distance.NEUTRAL
    question: bool = False
    act: Act = Act.ASSERTS
    cue: Spans = ()
    source: Spans = ()
    actor: str | None = None
    commitment: Commitment


class AnalysisRow(Row):
    """What ``whence analyse`` prints."""

    article: ArticleRow
    actors: tuple[Actor, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    assertions: tuple[AssertionRow, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    places: tuple[Place, ...] = ()


class TraceRow(Row):
    """What ``whence trace --json`` prints."""

    schema_: str = Field(SCHEMA, alias="schema")
    masked: bool
    articles: tuple[AnalysisRow, ...]
    stories: tuple[Story, ...]
    refusals: tuple[Refusal, ...] = ()
    revisions: tuple[Revision, ...] = ()
    unchanged: tuple[Version, ...] = ()
    masked_private: bool = False


MOMENTS = ("published", "modified", "first_seen")


def article_row(article: Article) -> ArticleRow:
    """An article as a line."""
    dates = {name: m for name in MOMENTS if (m := getattr(article, name)) is not None}
    return ArticleRow(
        id=article.id,
        url=article.url,
        outlet=article.outlet,
        headline=article.headline,
        byline=article.byline,
        published=article.published.value if article.published else None,
        modified=article.modified.value if article.modified else None,
        language=article.language,
        text=article.text,
        passages=article.passages,
        exhibits=article.exhibits,
        dates=dates,
        origins=dict(article.origins),
        capture=article.capture,
        relay=article.relay,
    )


def article_of(row: ArticleRow) -> Article:
    """The article of a line."""
    return Article(
        id=row.id,
        text=row.text,
        url=row.url,
        outlet=row.outlet,
        headline=row.headline,
        byline=row.byline,
        language=row.language,
        passages=row.passages,
        exhibits=row.exhibits,
        origins=row.origins,
        capture=row.capture,
        relay=row.relay,
        **{name: row.dates.get(name) for name in MOMENTS},
    )


def analysis_row(analysis: Analysis) -> AnalysisRow:
    """An analysis as a line."""
    return AnalysisRow(
        article=article_row(analysis.article),
        statements=tuple(statement_row(s) for s in analysis.statements),
        assertions=tuple(assertion_row(a) for a in analysis.assertions),
        **{name: getattr(analysis, name) for name in PLAIN},
    )


PLAIN = ("actors", "mentions", "times", "quantities", "places")


def statement_row(statement: Statement) -> StatementRow:
    """A statement as a line, with its commitment."""
    values = {f.name: getattr(statement, f.name) for f in fields(statement)}
    return StatementRow(**values, commitment=statement.commitment)


def statement_of(row: StatementRow) -> Statement:
    """The statement of a line; the commitment is derived anew."""
    return Statement(**{f.name: getattr(row, f.name) for f in fields(Statement)})


def assertion_row(assertion: Assertion) -> AssertionRow:
    """An assertion as a line, with its commitment."""
    values = {f.name: getattr(assertion, f.name) for f in fields(assertion)}
    return AssertionRow(**values, commitment=assertion.commitment)


def assertion_of(row: AssertionRow) -> Assertion:
    """The assertion of a line; the commitment is derived anew."""
    return Assertion(**{f.name: getattr(row, f.name) for f in fields(Assertion)})


def analysis_of(row: AnalysisRow) -> Analysis:
    """The analysis of a line.

    Raises:
        ValueError: a span lies outside of the text, or a name stands for nothing.
    """
    analysis = Analysis(
        article=article_of(row.article),
        statements=tuple(statement_of(s) for s in row.statements),
        assertions=tuple(assertion_of(a) for a in row.assertions),
        **{name: getattr(row, name) for name in PLAIN},
    )
    check_analysis(analysis)
    return analysis


def check_analysis(analysis: Analysis) -> None:
    """Refuse an analysis that no stage can have made, before a later one trips over it.

    Raises:
        ValueError: a span lies outside of the text, or a name stands for nothing.
    """
    for begin, end in all_spans(analysis):
        if not 0 <= begin <= end <= len(analysis.article.text):
            raise ValueError(f"the span [{begin}, {end}] lies outside of the text")
    actors = {a.id for a in analysis.actors}
    before: set[str] = set()
    for statement in analysis.statements:
        named = {link.actor for link in statement.chain}
        named |= {statement.actor} if statement.actor else set()
        if unknown := sorted(named - actors):
            raise ValueError(f"{unknown[0]} is none of the actors")
        if statement.via is not None and statement.via not in before:
            raise ValueError(f"{statement.via} is no statement before {statement.id}")
        before.add(statement.id)
    mentioned = {m.actor for m in analysis.mentions}
    mentioned |= {a.actor for a in analysis.assertions if a.actor}
    if unknown := sorted(mentioned - actors):
        raise ValueError(f"{unknown[0]} is none of the actors")


def all_spans(analysis: Analysis) -> Iterator[Span]:
    """Every span of an analysis."""
    for s in analysis.statements:
        yield from (*s.source, *s.cue, *s.content, *(k.span for k in s.chain if k.span))
    for a in analysis.assertions:
        yield from (*a.span, *a.cue, *a.source)
    marked = (analysis.mentions, analysis.times, analysis.quantities, analysis.places)
    for found in (*marked, analysis.article.exhibits):
        yield from ((f.start, f.end) for f in found)


def read_article_line(id: str, line: bytes) -> Article:  # noqa: A002 - the design's word
    """The article of a line that ``whence read`` printed.

    Raises:
        ReadError: the line is not what ``whence read`` prints.
    """
    try:
        return article_of(ArticleRow.model_validate_json(line))
    except (ValidationError, ValueError) as error:
        raise ReadError(id, f"not a line of whence read: {first_fault(error)}") from error


def read_analysis_line(id: str, line: bytes) -> Analysis:  # noqa: A002 - the design's word
    """The analysis of a line that ``whence analyse`` printed.

    Raises:
        ReadError: the line is not what ``whence analyse`` prints.
    """
    try:
        return analysis_of(AnalysisRow.model_validate_json(line))
    except (ValidationError, ValueError) as error:
        raise ReadError(id, f"not a line of whence analyse: {first_fault(error)}") from error


def first_fault(error: ValueError) -> str:
    """What is wrong first, in a few words on one line."""
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        where = ".".join(str(p) for p in fault["loc"])
        return f"{where}: {fault['msg']}" if where else str(fault["msg"])
    return " ".join(str(error).split())


def trace_to_json(trace: Trace) -> dict[str, Any]:
    """All that one run found, ready for ``json.dumps``."""
    row = TraceRow(
        schema=SCHEMA,
        masked=trace.masked,
        articles=tuple(analysis_row(a) for a in trace.analyses),
        stories=trace.stories,
        refusals=trace.refusals,
        revisions=trace.revisions,
        unchanged=trace.unchanged,
        masked_private=trace.masked_private,
    )
    return row.model_dump(mode="json", by_alias=True)


def lineage_rows(lineage: Iterable[Lineage]) -> Iterable[dict[str, Any]]:
    """What ``whence lineage`` prints, one article a line; unseen texts are origins alone."""
    for entry in lineage:
        yield {
            "id": entry.article,
            "from": [
                {
                    "id": d.source,
                    "direction": d.direction.value,
                    "passages": [[p.start, p.end, p.from_start, p.from_end] for p in d.passages],
                    "why": d.why,
                }
                for d in entry.derivations
                if not d.source.startswith(UNSEEN)
            ],
            "origins": list(entry.origins),
        }


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``whence trace --json``; the other lines are parts of it."""
    return TraceRow.model_json_schema(by_alias=True)


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=1, ensure_ascii=False))
