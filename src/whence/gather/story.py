"""Gather: analyses in, stories out.

Articles about one event are grouped; within each story, the lineage of the texts, the claims
and who holds which position on them, how firmly each article carries them, and on what the
reports disagree. Pure functions over what earlier stages gave; the encoder comes in as an
argument. The same analyses give the same stories in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whence.analyse.actors import outlet_actor
from whence.analyse.joining import QUOTES
from whence.gather.accounts import find_accounts
from whence.gather.actors import merge_actors
from whence.gather.changes import find_changes
from whence.gather.claims import Grouping, follow_claim, group_claims, likely_members
from whence.gather.discrepancies import find_discrepancies
from whence.gather.lineage import trace_lineage
from whence.gather.members import Member, find_members
from whence.gather.overstating import confirm_overstated
from whence.gather.pictures import find_furniture, find_pictures
from whence.gather.positions import (
    find_carriages,
    find_positions,
    judge_positions,
    report_positions,
    root_sources,
    standing,
)
from whence.gather.propositions import points_at
from whence.gather.speeches import find_speeches
from whence.gather.stance import Judged
from whence.gather.stories import group_stories
from whence.gather.title import find_title
from whence.model import (
    Actor,
    Analysis,
    Article,
    Carriage,
    Claim,
    Lineage,
    Position,
    Quote,
    Spans,
    Story,
    content_id,
)

__all__ = ["Embed", "gather_stories", "group_articles", "trace_lineage"]

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to L2-normalised vectors, ``(n, d)``."""

Judge = Callable[[Sequence[tuple[str, Article]]], Sequence[Judged]]
"""What articles do with claims that they carry, in the order of the pairs."""

Answers = dict[str, Judged]
"""What articles do with one claim, by their ids."""

OPENING = re.compile(
    r"that\s+(?=\S)|(?:whether|if)\s+(?=(?:the|an?|its|their|his|her|our|my|he|she|it|they|we|there"
    r"|this|these|those|at|some|no|any|more|all|one|two|three|many|most)\b|[A-Z\"“\d])"
)
"""A conjunction before the clause that it introduces."""
CLOSING = " ,;:"

LEAD = 600
"""Characters of an article, headline first, by which stories are told apart."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A story before its claims: who is in it, where its texts come from, what is said.

    ``actors`` maps the articles' actor ids to the story's actors, ``outlets`` the articles to
    their outlets' actors; ``members`` are those that are compared.
    """

    analyses: tuple[Analysis, ...]
    actors: Mapping[str, Actor]
    outlets: Mapping[str, str]
    lineage: tuple[Lineage, ...]
    own_texts: frozenset[str]
    members: tuple[Member, ...]
    compared: tuple[Member, ...]


def group_articles(articles: Sequence[Article], embed: Embed) -> list[tuple[str, ...]]:
    """Ids of the articles of each story."""
    return group_stories(articles, embed([a.text[:LEAD] for a in articles]))


def gather_stories(
    analyses: Sequence[Analysis], embed: Embed, judge: Judge, *, claim: str | None = None
) -> tuple[Story, ...]:
    """The stories in some analyses, those of most articles first.

    With ``claim``, a claim in a user's own words, each story holds that claim alone, and
    stories that do not speak of it hold none.
    """
    ordered = sorted(analyses, key=lambda a: a.article.id)
    by_id = {a.article.id: a for a in ordered}
    groups = group_articles([a.article for a in ordered], embed)
    drafts = [draft_story([by_id[i] for i in group], claim is None) for group in groups]
    grouped = draw_claims(drafts, embed, claim)
    judged = judge_claims(drafts, grouped, judge, claim)
    furniture = find_furniture(
        [(a.article, outlet_actor(a.article).id) for a in draft.analyses] for draft in drafts
    )
    stories = [
        build_story(*parts, furniture) for parts in zip(drafts, grouped, judged, strict=True)
    ]
    return tuple(sorted(stories, key=lambda s: (-len(s.articles), s.articles)))


def draw_claims(drafts: Sequence[Draft], embed: Embed, claim: str | None) -> list[list[Grouping]]:
    """The claims of each story, or the one that was given, where it speaks of it."""
    # All words are encoded in one go, so that it can be spread over processes.
    asked = [] if claim is None else [claim]
    vectors = embed([*asked, *(m.words for d in drafts for m in d.compared)])
    first, grouped = len(asked), []
    for draft in drafts:
        last = first + len(draft.compared)
        if claim is None:
            grouped.append(group_claims(draft.compared, vectors[first:last], draft.own_texts))
        else:
            rows = np.concatenate([vectors[:1], vectors[first:last]])
            grouped.append(follow_claim(claim, draft.compared, rows))
        first = last
    return grouped


def judge_claims(
    drafts: Sequence[Draft],
    grouped: Sequence[Sequence[Grouping]],
    judge: Judge,
    claim: str | None,
) -> list[list[Answers]]:
    """What the articles that carry each claim do with it, by story and claim.

    Asked where articles can be compared: in a story of several, or of a claim that was given.
    """
    places, pairs = [], []
    for n, (draft, claims) in enumerate(zip(drafts, grouped, strict=True)):
        articles = {a.article.id: a.article for a in draft.analyses}
        if len(articles) > 1 or claim is not None:
            for m, found in enumerate(claims):
                carriers = sorted({member.article for member in found.members})
                places += [(n, m, article) for article in carriers]
                pairs += [(claim or found.wording.words, articles[a]) for a in carriers]
    judged: list[list[Answers]] = [[{} for _ in claims] for claims in grouped]
    for (n, m, article), answer in zip(places, judge(pairs), strict=True):
        judged[n][m][article] = answer
    return judged


def draft_story(analyses: Sequence[Analysis], likely: bool) -> Draft:
    """Actors, lineage and members of one story; ``likely`` compares only what can be of a claim."""
    actors = merge_actors(analyses)
    lineage = trace_lineage([a.article for a in analyses])
    members = find_members(analyses, actors)
    return Draft(
        analyses=tuple(analyses),
        actors=actors,
        outlets={a.article.id: outlet_of(a, actors) for a in analyses},
        lineage=tuple(lineage),
        own_texts=frozenset(e.article for e in lineage if e.article in e.origins),
        members=tuple(members),
        compared=tuple(likely_members(members) if likely else members),
    )


def build_story(
    draft: Draft,
    claims: Sequence[Grouping],
    judged: Sequence[Answers],
    furniture: Collection[str] = frozenset(),
) -> Story:
    """One story out of its draft, its claims and what its articles do with each.

    ``furniture`` are the hashes of pictures that tell nothing of one story.
    """
    texts = {a.article.id: a.article.text for a in draft.analyses}
    built = [build_claim(c, draft, texts) for c in claims]
    made = list(zip(claims, built, judged, strict=True))
    ids = tuple(sorted(texts))
    by_id = {a.article.id: a for a in draft.analyses}
    actors = {a.id: a for a in draft.actors.values()}
    return Story(
        id=content_id("story", *ids),
        title=find_title(draft.analyses, built, draft.lineage),
        articles=ids,
        actors=tuple(actors[i] for i in sorted(actors)),
        claims=tuple(built),
        positions=tuple(
            p
            for group, claim, answers in made
            for p in claim_positions(claim.id, group, draft, answers)
        ),
        carriages=tuple(
            c for group, claim, _ in made for c in claim_carriages(claim.id, group, by_id)
        ),
        lineage=draft.lineage,
        changes=find_changes(
            [d for entry in draft.lineage for d in entry.derivations],
            by_id,
            draft.members,
            draft.actors,
        ),
        speeches=find_speeches(draft.analyses, draft.actors, draft.lineage),
        discrepancies=find_discrepancies(draft.analyses, draft.actors, draft.lineage),
        pictures=find_pictures([a.article for a in draft.analyses], draft.outlets, furniture),
        own_texts=tuple(sorted(draft.own_texts)),
        root_sources=root_sources(draft.members, draft.actors),
    )


def outlet_of(analysis: Analysis, actors: Mapping[str, Actor]) -> str:
    """The story's actor id of an article's outlet."""
    outlet = outlet_actor(analysis.article)
    return actors[outlet.id].id if outlet.id in actors else outlet.id


def build_claim(claim: Grouping, draft: Draft, texts: Mapping[str, str]) -> Claim:
    """A claim with its wording, standing and the two numbers."""
    members: Sequence[Member] = claim.members
    spans = trim_wording(texts[claim.wording.article], claim.wording.spans)
    carriers = {m.article for m in members}
    return Claim(
        id=content_id("claim", *sorted(m.id for m in members)),
        wording=Quote(claim.wording.article, spans),
        members=tuple(m.id for m in members),
        standing=standing(members, claim.wording.polarity, claim.wording.words, draft.actors),
        own_texts=len(carriers & draft.own_texts),
        root_sources=root_sources(members, draft.actors),
    )


def trim_wording(text: str, spans: Spans) -> Spans:
    """A wording without the conjunction or quotation mark it opens with, nor the mark it ends on.

    Quotation marks inside it stay, so only a pair around the whole goes.
    """
    (begin, end), *rest = spans
    opening = OPENING.match(text, begin, end)
    if opening and not points_at(text[begin:end]):
        begin = opening.end()
    first, stop = rest[-1] if rest else (begin, end)
    stop = trim_end(text, first, stop)
    quoted = text[begin] in QUOTES and not any(c in QUOTES for c in text[begin + 1 : stop - 1])
    if quoted and stop - begin > 2:
        begin += 1
        stop = trim_end(text, first, stop - (text[stop - 1] in QUOTES))
    return ((begin, end), *rest[:-1], (first, stop)) if rest else ((begin, stop),)


def trim_end(text: str, begin: int, end: int) -> int:
    """Where some words end without the marks that close them."""
    while end > begin + 1 and text[end - 1] in CLOSING:
        end -= 1
    return end


def claim_positions(
    id: str,  # noqa: A002 - the design's word
    claim: Grouping,
    draft: Draft,
    judged: Answers,
) -> tuple[Position, ...]:
    """Positions held, and those of the outlets."""
    held = find_positions(id, claim.members, claim.wording.polarity)
    reporting = report_positions(id, claim.members, draft.outlets, held)
    return judge_positions([*held, *reporting], draft.outlets, judged)


def claim_carriages(
    id: str,  # noqa: A002 - the design's word
    claim: Grouping,
    analyses: Mapping[str, Analysis],
) -> Iterator[Carriage]:
    """How each article carries a claim; that it tells it twice is said once."""
    told: set[str] = set()
    for carriage in find_carriages(id, claim.members, claim.beside):
        analysis = analyses[carriage.article]
        own = [m for m in claim.members if m.article == carriage.article]
        accounts = () if carriage.article in told else find_accounts(analysis.article, own)
        told.add(carriage.article)
        yield confirm_overstated(replace(carriage, accounts=accounts), analysis)
