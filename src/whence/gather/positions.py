"""Positions: who does what with a claim, how each article carries it, and how it stands.

Takes the members of one claim, gives the positions of actors and outlets with the words that
show them, the firmness of every article's headline and body, the root sources at the inner
ends of the chains, and the claim's standing by rule. Never a verdict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from whence.analyse.spans import meet
from whence.gather.members import DISPLAY, PUT_FORWARD, Member, firmness_of, stance_of
from whence.gather.overstating import share
from whence.gather.stance import Judged
from whence.model import (
    Act,
    Actor,
    Carriage,
    Commitment,
    Distance,
    Firmness,
    LinkRole,
    Polarity,
    Position,
    Quote,
    Stance,
    Standing,
)


def find_positions(
    claim: str, members: Sequence[Member], wording: Polarity
) -> tuple[Position, ...]:
    """One position a holder, article and commitment, in the order of time, undated last.

    An outlet that only passes a claim on holds the position of a reporter: it observes.
    """
    kept: dict[tuple[str, str, Commitment], Position] = {}
    for member in members:
        if member.holder is None:
            continue
        key = (member.holder, member.article, member.commitment)
        kept.setdefault(
            key,
            Position(
                claim=claim,
                holder=member.holder,
                stance=stance_of(member, wording),
                commitment=member.commitment,
                distance=member.distance,
                evidence=member.quote,
                member=member.id,
                time=member.time,
                duress=member.duress,
            ),
        )
    return tuple(
        sorted(kept.values(), key=lambda p: (p.time or "9", p.evidence.article, p.evidence.spans))
    )


def report_positions(
    claim: str, members: Sequence[Member], outlets: Mapping[str, str], known: Sequence[Position]
) -> tuple[Position, ...]:
    """Positions of outlets that carry a claim by other people's words alone: they report it.

    ``outlets`` maps articles to their outlet's actor; ``known`` are the positions held.
    """
    own = {(p.holder, p.evidence.article) for p in known}
    found: dict[str, Position] = {}
    for member in members:
        outlet = outlets[member.article]
        if (outlet, member.article) in own or member.article in found:
            continue
        found[member.article] = Position(
            claim=claim,
            holder=outlet,
            stance=Stance.OBSERVING,
            commitment=Commitment.REPORTS,
            distance=member.distance,
            evidence=member.quote,
            member=member.id,
            time=member.time,
        )
    return tuple(found[a] for a in sorted(found))


def judge_positions(
    positions: Sequence[Position],
    outlets: Mapping[str, str],
    judged: Mapping[str, Judged],
    headings: Collection[str] = frozenset(),
) -> tuple[Position, ...]:
    """The positions with one for each outlet's article, that of the article as a whole.

    An outlet that carries a claim as so is for it even where it names a source, so its stance is
    ``judged``, by article. What it says in its own voice shows it where that comes to the same
    and is a sentence that the judgement rests on or one of the ``headings``, ids of members;
    else it reports, and the sentence nearest to the claim is shown.
    """
    own: dict[str, list[Position]] = defaultdict(list)
    held: list[Position] = []
    for position in positions:
        article = position.evidence.article
        is_own = article in judged and position.holder == outlets[article]
        (own[article] if is_own else held).append(position)
    return (*held, *(judge_position(own[a], judged[a], headings) for a in sorted(own)))


def judge_position(own: Sequence[Position], judged: Judged, headings: Collection[str]) -> Position:
    """An outlet's position in one article, out of those it has there, in reading order."""
    score = round(judged.score, 4)
    alike = [p for p in own if p.stance is judged.label and _shows(p, judged, headings)]
    if alike:
        return replace(min(alike, key=lambda p: _nearness(p, judged)), score=score)
    first = own[0]
    quote = Quote(first.evidence.article, judged.evidence[:1]) if judged.evidence else None
    return replace(
        first,
        stance=judged.label,
        commitment=Commitment.REPORTS,
        distance=Distance.NEUTRAL,
        evidence=quote or first.evidence,
        score=score,
    )


def _shows(position: Position, judged: Judged, headings: Collection[str]) -> bool:
    """Whether the position's own words can show what was judged of the article."""
    rests_on = len(judged.evidence)
    return not rests_on or position.member in headings or _nearness(position, judged) < rests_on


def _nearness(position: Position, judged: Judged) -> int:
    """The place of the first sentence that a judgement rests on and the position's words are in."""
    spans = position.evidence.spans
    places = (
        n for n, sentence in enumerate(judged.evidence) if any(meet(sentence, s) for s in spans)
    )
    return next(places, len(judged.evidence))


def find_carriages(
    claim: str, members: Sequence[Member], beside: Sequence[Member] = ()
) -> tuple[Carriage, ...]:
    """How each article passes the claim on, by article.

    ``beside`` are sentences of those articles that a heading is held against as well.
    """
    by_article: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_article[member.article].append(member)
    for member in beside:
        by_article[member.article].append(member)
    return tuple(c for a in sorted(by_article) for c in carry(claim, a, by_article[a]))


def carry(claim: str, article: str, members: Sequence[Member]) -> Iterator[Carriage]:
    """Firmness of what is set above or beside the text, and of the text.

    A heading in which somebody denies who doubts in the text has a carriage of its own.
    """
    headings = [m for m in members if m.role in DISPLAY]
    text = [m for m in members if m.role not in DISPLAY]
    display = firmest(headings)
    body = firmest(text, display.words if display else "")
    yield Carriage(
        claim=claim,
        article=article,
        headline=firmness_of(display) if display else None,
        headline_quote=display.quote if display else None,
        body=firmness_of(body) if body else None,
        body_quote=body.quote if body else None,
        overstated=display is not None and body is not None and overstates(display, body, text),
    )
    for heading in headings:
        if doubt := find_doubt(heading, text):
            yield Carriage(
                claim=claim,
                article=article,
                headline=firmness_of(heading),
                headline_quote=heading.quote,
                body=firmness_of(doubt),
                body_quote=doubt.quote,
                overstated=True,
            )


def find_doubt(heading: Member, text: Sequence[Member]) -> Member | None:
    """What somebody says who, by a heading, denies, and by the text only doubts.

    A heading may name a state, and the text its spokesman: where the text has nothing by whom the
    heading names, all of it counts.
    """
    own = [m for m in text if m.holder == heading.holder] or text
    if heading.act is not Act.DENIES or any(m.act is Act.DENIES for m in own):
        return None
    return next((m for m in own if m.act is Act.DOUBTS), None)


def firmest(members: Sequence[Member], words: str = "") -> Member | None:
    """The firmest member; of those as firm, the one with most of some words, then the first."""
    return max(members, key=lambda m: (firmness_of(m), share(words, m.words)), default=None)


def overstates(display: Member, body: Member, text: Sequence[Member]) -> bool:
    """A display firmer than every sentence of the text.

    Where the text only judges the claim and never puts it forward, there is nothing to compare
    a heading that puts it forward with.
    """
    forward = any(firmness_of(m) >= Firmness.DISTANCED for m in text)
    return forward and firmness_of(display) > firmness_of(body)


def root_sources(members: Sequence[Member], actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """The distinct actors at the inner ends of the chains of what is put forward as so.

    Those whom most articles name come first. Who speaks under duress is no source of their own:
    who released the words is. Unnamed sources of the same words are one.
    """
    found: dict[str, str] = {}
    articles: dict[str, set[str]] = defaultdict(set)
    for member in members:
        root = root_of(member)
        if root is None:
            continue
        root = actors[root].id if root in actors else root
        name = actors[root].name.casefold() if root in actors else root
        articles[found.setdefault(name, root)].add(member.article)
    return tuple(sorted(found.values(), key=lambda root: (-len(articles[root]), root)))


def root_of(member: Member) -> str | None:
    """Who stands at the inner end of a member's chain, where it puts something forward."""
    if member.outlet or member.act not in PUT_FORWARD:
        return None
    if not member.duress:
        return member.holder
    relays = [k for k in member.chain if k.role is LinkRole.RELAY]
    return relays[-1].actor if relays else None


def standing(
    members: Sequence[Member], wording: Polarity, words: str, actors: Mapping[str, Actor]
) -> Standing:
    """How a claim stands, by rule; the first of these that holds.

    Withdrawn: somebody who put it forward retracts it. Denied by its subject: somebody whom
    its wording names is against it. Contested: held and opposed or doubted. Being checked.
    """
    stances = [(m, stance_of(m, wording)) for m in members if not m.duress]
    backers = {m.holder for m, s in stances if s is Stance.FOR}
    if any(m.act is Act.RETRACTS and m.holder in backers for m in members):
        return Standing.WITHDRAWN
    against = [m for m, s in stances if s is Stance.AGAINST]
    opponents = [actors[m.holder] for m in against if m.holder and m.holder in actors]
    if any(named_in(actor, words) for actor in opponents):
        return Standing.DENIED_BY_SUBJECT
    if against or any(m.act is Act.DOUBTS for m in members):
        return Standing.CONTESTED
    if any(m.act is Act.CHECKS for m in members):
        return Standing.BEING_CHECKED
    return Standing.UNCONTESTED


def named_in(actor: Actor, words: str) -> bool:
    """Whether a wording names an actor, by any of its names as whole words."""
    names = (actor.name, *actor.aliases, *((actor.affiliation,) if actor.affiliation else ()))
    found = "|".join(re.escape(n) for n in names if len(n) > 1)
    return bool(found) and bool(re.search(rf"(?<!\w)(?:{found})(?!\w)", words, re.IGNORECASE))


def opposed(members: Sequence[Member], wording: Polarity) -> int:
    """How contested: distinct holders who are not for it, distance counted too."""
    return len(
        {
            m.holder
            for m in members
            if stance_of(m, wording) is Stance.AGAINST
            or m.act in (Act.DOUBTS, Act.CHECKS, Act.QUESTIONS, Act.DECLINES, Act.DENIES)
        }
    ) + any(m.distance is Distance.DISTANCING for m in members)
