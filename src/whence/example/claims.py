"""Claims against the key's: who stands where towards them, and which headings overstate them.

Two programs rarely cut the same claims out of a story, so a claim of the trace stands for
every claim of the key on one of whose quotes its wording or a member lies. A position that
the key has in several such claims is asked for in each, and is wrong only if it is in none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from whence.example.matching import (
    Cast,
    Row,
    Score,
    Tokens,
    locate,
    tokens_of,
    words_of,
)
from whence.model import ActorKind, Commitment, Position, Spans, Story, Trace

Matched = Mapping[str, frozenset[str]]
"""Names of the key's claims that a claim of the trace stands for, by the latter's id."""


def match_claims(trace: Trace, key: Row, texts: Mapping[str, str]) -> Matched:
    """Find for each claim of the trace the key's claims that it stands for."""
    members = _members(trace)
    quoted = {claim["name"]: _quoted(claim, texts) for claim in key["claims"]}
    matched = {}
    for claim in (c for story in trace.stories for c in story.claims):
        spots = [members[m] for m in claim.members if m in members]
        spots.append((claim.wording.article, claim.wording.spans))
        touched = [(a, tokens_of(texts[a], spans)) for a, spans in spots]
        matched[claim.id] = frozenset(
            name
            for name, places in quoted.items()
            if any(tokens & places.get(a, frozenset()) for a, tokens in touched)
        )
    return matched


def _members(trace: Trace) -> dict[str, tuple[str, Spans]]:
    spots: dict[str, tuple[str, Spans]] = {}
    for analysis in trace.analyses:
        article = analysis.article.id
        spots.update({s.id: (article, s.content) for s in analysis.statements})
        spots.update({a.id: (article, a.span) for a in analysis.assertions})
    return spots


def _quoted(claim: Row, texts: Mapping[str, str]) -> dict[str, Tokens]:
    places: dict[str, Tokens] = defaultdict(frozenset)
    for quote in claim["quotes"]:
        text = texts.get(quote["article"], "")
        span = locate(text, quote["words"])
        if span:
            places[quote["article"]] |= tokens_of(text, [span])
    return places


def score_positions(trace: Trace, key: Row, claims: Matched, cast: Cast) -> Score:
    """Who stands where towards the claims that the key names."""
    rows = [(claim["name"], row) for claim in key["claims"] for row in claim["positions"]]
    holders = [words_of(*row["holder"]) for _, row in rows]
    taken = {
        (claims[p.claim], p.holder, p.stance.value)
        for story in trace.stories
        for p in story.positions
        if claims.get(p.claim) and not only_reports(p, story)
    }
    met: set[int] = set()
    wrong = 0
    for names, holder, stance in taken:
        words = cast.get(holder, frozenset())
        hits = {
            i
            for i, (name, row) in enumerate(rows)
            if name in names and row["stance"] == stance and holders[i] & words
        }
        met |= hits
        wrong += not hits
    required = {i for i, (_, row) in enumerate(rows) if not row.get("optional")}
    right = len(met & required)
    return Score("positions", right, right + wrong, len(required))


def only_reports(position: Position, story: Story) -> bool:
    """Whether an outlet merely passes on what others say, which the key does not list."""
    kinds = {actor.id: actor.kind for actor in story.actors}
    outlet = kinds.get(position.holder, ActorKind.OUTLET) is ActorKind.OUTLET
    return outlet and position.commitment is Commitment.REPORTS


def score_overstated(trace: Trace, key: Row, claims: Matched) -> Score:
    """Which headings are firmer on a claim of the key than the text under them."""
    wanted = {(row["claim"], row["article"]) for row in key["overstated"]}
    found = {
        frozenset((name, carriage.article) for name in claims[carriage.claim])
        for story in trace.stories
        for carriage in story.carriages
        if carriage.overstated and claims.get(carriage.claim)
    }
    met = {row for rows in found for row in rows & wanted}
    wrong = sum(not rows & wanted for rows in found)
    return Score("overstated", len(met), len(met) + wrong, len(wanted))
