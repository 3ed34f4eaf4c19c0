"""Gather: analyses in, stories out.

Articles about one event are grouped; within each story, the lineage of the texts, the claims
and who holds which position on them, how firmly each article carries them, and on what the
reports disagree. Pure functions over what earlier stages gave; the encoder comes in as an
argument. The same analyses give the same stories in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

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
from whence.gather.members import DISPLAY, Member, find_members
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

Embed = Callable[[Iterable[str]], NDArray[np.float32]]
"""Texts to L2-normalised vectors, ``(n, d)``."""

Judge = Callable[[Iterable[tuple[str, Article]]], Iterable[Judged]]
"""What articles do with claims that they carry, in the order of the pairs.

All pairs are drawn when it is called; the answers may be given as they come.
"""

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
    # Each step draws what it needs from the one before as it goes, so that embed and judge can
    # work on other processes meanwhile; the words of all stories are encoded in one go.
    drafts: list[Draft] = []
    made = (draft_story([by_id[i] for i in group], claim is None) for group in groups)
    vectors = embed(claim_words(made, drafts, claim))
    furniture = find_furniture(
        [(a.article, outlet_actor(a.article).id) for a in draft.analyses] for draft in drafts
    )
    grouped: list[list[Grouping]] = []
    claims = draw_claims(drafts, vectors, claim)
    judged = iter(judge(carried_pairs(drafts, claims, grouped, claim)))
    stories = [
        build_story(draft, found, take_answers(draft, found, judged, claim), furniture)
        for draft, found in zip(drafts, grouped, strict=True)
    ]
    return tuple(sorted(stories, key=lambda s: (-len(s.articles), s.articles)))


def claim_words(made: Iterable[Draft], drafts: list[Draft], claim: str | None) -> Iterator[str]:
    """The words that claims are drawn from, a claim that was given first; ``drafts`` grows."""
    if claim is not None:
        yield claim
    for draft in made:
        drafts.append(draft)
        yield from (member.words for member in draft.compared)


def draw_claims(
    drafts: Iterable[Draft], vectors: NDArray[np.float32], claim: str | None
) -> Iterator[list[Grouping]]:
    """The claims of each story, or the one that was given, where it speaks of it.

    ``vectors`` are those of ``claim_words``, ``(n, d)``.
    """
    first = 0 if claim is None else 1
    for draft in drafts:
        last = first + len(draft.compared)
        if claim is None:
            yield group_claims(draft.compared, vectors[first:last], draft.own_texts)
        else:
            rows = np.concatenate([vectors[:1], vectors[first:last]])
            yield follow_claim(claim, draft.compared, rows)
        first = last


def carried_pairs(
    drafts: Iterable[Draft],
    claims: Iterable[list[Grouping]],
    grouped: list[list[Grouping]],
    claim: str | None,
) -> Iterator[tuple[str, Article]]:
    """Each story's claims beside the articles that carry them; ``grouped`` grows."""
    for draft, found in zip(drafts, claims, strict=True):
        grouped.append(found)
        articles = {a.article.id: a.article for a in draft.analyses}
        for group in found:
            words = claim or group.wording.words
            yield from ((words, articles[one]) for one in carriers(draft, group, claim))


def take_answers(
    draft: Draft, claims: Iterable[Grouping], judged: Iterator[Judged], claim: str | None
) -> list[Answers]:
    """What the articles of a story do with each of its claims, the next of all the answers."""
    carrying = [carriers(draft, group, claim) for group in claims]
    return [dict(zip(ids, islice(judged, len(ids)), strict=True)) for ids in carrying]


def carriers(draft: Draft, group: Grouping, claim: str | None) -> list[str]:
    """Ids of the articles of which it is asked what they do with a claim that they carry.

    Asked where articles can be compared: in a story of several, or of a claim that was given.
    """
    if len(draft.analyses) == 1 and claim is None:
        return []
    return sorted({member.article for member in group.members})


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
    headings = {member.id for member in claim.members if member.role in DISPLAY}
    return judge_positions([*held, *reporting], draft.outlets, judged, headings)


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
