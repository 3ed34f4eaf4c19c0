"""Claims as rows to show: who holds which position, how outlets carry it, through whose hands.

Takes a Story and a :class:`Reference`, gives one :class:`ClaimView` a claim, in the story's order.
A holder who does the same with the claim in several articles is one row, at the earliest time, with
the words of every article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whence.model import (
    Carriage,
    Claim,
    Firmness,
    Link,
    LinkRole,
    Position,
    Quote,
    Stance,
    Statement,
    Story,
)
from whence.report.labels import (
    Label,
    commitment_label,
    distance_label,
    firmness_label,
    standing_label,
)
from whence.report.moments import When, when
from whence.report.sources import ActorName, ArticleName, Reference, Words, cite_anchor

_LAST = "\uffff"
EVEN = 0.5
"""How likely a judged stance must be to be shown without a perhaps."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What one holder does with the claim; ``words`` in the order of time, at least one."""

    holder: ActorName
    commitment: Label
    stance: Stance
    distance: str
    duress: bool
    since: When | None
    words: tuple[Words, ...]
    judged: str
    """How likely the stance is right, where it was judged from the whole article; else empty."""
    unsure: bool
    """Whether the stance was so judged and is less likely right than not."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reading of the scale of firmness, with the words that show it."""

    firmness: Firmness
    label: Label
    words: Words | None


@dataclass(frozen=True, slots=True)
class CarriageRow:
    """How one article passes the claim on, in its headline and in its body."""

    article: ArticleName
    headline: Step | None
    body: Step | None
    overstated: bool
    accounts: tuple[Words, ...]
    """What stands over each account, where the page tells it more than once."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of a chain; ``anchor`` leads to its words where it has any."""

    actor: ActorName
    role: LinkRole
    anchor: str


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One way by which the claim came, outermost first, and the words that came by it.

    Outlets that have it by the same way stand together: ``outlets``, then ``links``.
    """

    outlets: tuple[ArticleName, ...]
    links: tuple[LinkView, ...]
    duress: bool
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim, ready to show. ``carried`` counts the articles that carry it."""

    number: int
    anchor: str
    wording: Words
    standing: Label
    carried: int
    own_texts: int
    roots: tuple[ActorName, ...]
    positions: tuple[PositionRow, ...]
    carriages: tuple[CarriageRow, ...]
    chains: tuple[ChainRow, ...]

    @property
    def overstated(self) -> int:
        """How many articles say it more firmly in a heading than in their body."""
        return sum(row.overstated for row in self.carriages)


def view_claims(story: Story, anchor: str, reference: Reference) -> tuple[ClaimView, ...]:
    """The claims of a story in its order: the most contested and most widely carried first."""
    carried = {claim.id: _carriers(claim, story, reference) for claim in story.claims}
    return tuple(
        ClaimView(
            number=number,
            anchor=f"{anchor}-c{number}",
            wording=reference.words(claim.wording),
            standing=standing_label(claim.standing),
            carried=len(carried[claim.id]),
            own_texts=claim.own_texts,
            roots=tuple(reference.actor(key) for key in claim.root_sources),
            positions=_position_rows(
                [p for p in story.positions if p.claim == claim.id], reference
            ),
            carriages=_carriage_rows(
                [c for c in story.carriages if c.claim == claim.id], reference
            ),
            chains=_chain_rows(claim, reference),
        )
        for number, claim in enumerate(story.claims, start=1)
    )


def _carriers(claim: Claim, story: Story, reference: Reference) -> set[str]:
    carriers = {c.article for c in story.carriages if c.claim == claim.id}
    found = (reference.member(key) for key in claim.members)
    return carriers or {article.id for article, _ in filter(None, found)}


def _position_rows(positions: Iterable[Position], reference: Reference) -> tuple[PositionRow, ...]:
    groups: dict[tuple[str, ...], list[Position]] = {}
    for position in positions:
        groups.setdefault(_same(position), []).append(position)
    rows = [_position_row(group, reference) for group in groups.values()]
    return tuple(sorted(rows, key=lambda row: (_key(row.since), row.duress, row.holder.name)))


def _same(position: Position) -> tuple[str, ...]:
    """Positions of one holder that differ in nothing but when and where they are reported.

    What an outlet's own article does as a whole is not what others report of the outlet.
    """
    axes = (position.stance, position.commitment, position.distance)
    told = (position.duress, position.score is not None)
    return (position.holder, *(axis.value for axis in axes), *map(str, told))


def _position_row(group: list[Position], reference: Reference) -> PositionRow:
    ordered = sorted(group, key=lambda p: _key(when(p.time)))
    first = ordered[0]
    quotes = dict.fromkeys(position.evidence for position in ordered)
    score = min((p.score for p in ordered if p.score is not None), default=None)
    return PositionRow(
        holder=reference.actor(first.holder),
        commitment=commitment_label(first.commitment),
        stance=first.stance,
        distance=distance_label(first.distance),
        duress=first.duress,
        since=when(first.time),
        words=tuple(reference.words(quote) for quote in quotes),
        judged="" if score is None else f"{score:.0%}",
        unsure=score is not None and score < EVEN,
    )


def _key(moment: When | None) -> str:
    return moment.key if moment else _LAST


def _carriage_rows(carriages: Iterable[Carriage], reference: Reference) -> tuple[CarriageRow, ...]:
    """The overstated first, then the firmest, then by the articles' numbers."""
    rows = [
        CarriageRow(
            article=reference.name(carriage.article),
            headline=_step(carriage.headline, carriage.headline_quote, reference),
            body=_step(carriage.body, carriage.body_quote, reference),
            overstated=carriage.overstated,
            accounts=tuple(reference.words(quote) for quote in carriage.accounts),
        )
        for carriage in carriages
    ]
    return tuple(sorted(rows, key=lambda r: (not r.overstated, -_firmest(r), r.article.number)))


def _step(firmness: Firmness | None, quote: Quote | None, reference: Reference) -> Step | None:
    if firmness is None:
        return None
    return Step(firmness, firmness_label(firmness), reference.words(quote) if quote else None)


def _firmest(row: CarriageRow) -> int:
    return max((step.firmness for step in (row.headline, row.body) if step), default=-1)


def _chain_rows(claim: Claim, reference: Reference) -> tuple[ChainRow, ...]:
    """Each distinct way through more than one hand, the longest first."""
    chains: dict[tuple[tuple[str, str], ...], list[tuple[str, Statement]]] = {}
    for key in claim.members:
        found = reference.member(key)
        if not found:
            continue
        article, statement = found
        if isinstance(statement, Statement) and len(statement.chain) > 1:
            way = tuple((link.actor, link.role.value) for link in _inward(statement))
            chains.setdefault(way, []).append((article.id, statement))
    rows = [_chain_row(members, reference) for members in chains.values()]
    return tuple(sorted(rows, key=lambda row: -len(row.links)))


def _chain_row(members: list[tuple[str, Statement]], reference: Reference) -> ChainRow:
    article, statement = members[0]
    name = reference.name(article)
    links = tuple(
        LinkView(
            reference.actor(link.actor),
            link.role,
            cite_anchor(name, link.span) if link.span else "",
        )
        for link in _inward(statement)
    )
    outlets = tuple(dict.fromkeys(reference.name(key) for key, _ in members))
    words = tuple(reference.words(Quote(key, member.content)) for key, member in members)
    return ChainRow(outlets, links, statement.duress, words)


def _inward(statement: Statement) -> tuple[Link, ...]:
    """The chain without the outlet whose article it stands in, which the article names."""
    chain = statement.chain
    return chain[1:] if chain and chain[0].role is LinkRole.OUTLET else chain
