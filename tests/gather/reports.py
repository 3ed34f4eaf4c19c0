"""Reports as the tests of discrepancies need them: invented texts, read by rules alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whence.analyse.places import find_places
from whence.analyse.quantities import find_quantities
from whence.analyse.times import find_times
from whence.gather.actors import merge_actors
from whence.gather.discrepancies import find_discrepancies
from whence.gather.lineage import trace_lineage
from whence.model import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Discrepancy,
    Mention,
    MentionKind,
    Moment,
    Passage,
    PassageRole,
    Precision,
    content_id,
)

CORRECTIONS = ("Correction", "Update")


def report(
    name: str,
    text: str,
    day: str | None = "2021-05-04",
    *,
    headline: str = "",
    outlet: str | None = None,
    people: Sequence[str] = (),
) -> Analysis:
    """The analysis of a text: a headline, then a passage a line.

    ``people`` are full names; where they or their surnames stand, they are mentioned.
    """
    whole = f"{headline}\n\n{text}" if headline else text
    published = Moment(day, Precision.DAY, None, "given") if day else None
    article = Article(
        name, whole, outlet=outlet, published=published, passages=tuple(_passages(whole, headline))
    )
    times = find_times(article)
    actors = tuple(Actor(content_id("actor", p), p, ActorKind.PERSON) for p in people)
    return Analysis(
        article,
        actors=actors,
        mentions=tuple(m for actor in actors for m in _mentions(whole, actor)),
        times=times,
        quantities=find_quantities(article, times),
        places=find_places(article),
    )


def discrepancies_of(*analyses: Analysis) -> tuple[Discrepancy, ...]:
    """What the reports of one story disagree on."""
    articles = [analysis.article for analysis in analyses]
    return find_discrepancies(analyses, merge_actors(analyses), trace_lineage(articles))


def _passages(text: str, headline: str) -> list[Passage]:
    found = []
    for line in re.finditer(r"[^\n]+", text):
        corrects = line[0].startswith(CORRECTIONS)
        role = PassageRole.CORRECTION if corrects else PassageRole.PARAGRAPH
        found.append(Passage(role, *line.span()))
    if headline:
        found[0] = Passage(PassageRole.HEADLINE, 0, len(headline))
    return found


def _mentions(text: str, actor: Actor) -> list[Mention]:
    words = "|".join(re.escape(name) for name in (actor.name, actor.name.split()[-1]))
    return [
        Mention(*found.span(), MentionKind.NAME, actor.id)
        for found in re.finditer(rf"\b(?:{words})\b", text)
    ]
