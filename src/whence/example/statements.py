"""Statements against the key's: which were found, and what is said of those that were.

A statement is found when it meets the key's in cue and source and their contents share half
their tokens, as the triples of PolNeAR are counted (Newell, Margolin and Ruths 2018); each is
found once at most. A source or content that the key leaves out is not asked for. Axes, speakers
and chains are judged on the pairs alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from whence.example.matching import (
    Cast,
    Row,
    Score,
    Tokens,
    best_pairs,
    locate,
    tokens_of,
    words_of,
)
from whence.model import Statement, Trace

AXES = ("act", "certainty", "polarity", "distance")
ENOUGH_CONTENT = 0.5
"""Jaccard index of the tokens of two contents from which they are the same."""

Pairs = Sequence[tuple[Row, Statement]]


def pair_statements(
    trace: Trace, key: Row, texts: Mapping[str, str]
) -> list[tuple[Row, Statement]]:
    """Pair the key's statements with the trace's, one to one, the best content first."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in key["statements"]:
        rows[row["article"]].append(row)
    return [
        pair
        for analysis in trace.analyses
        for pair in _pair(
            texts[analysis.article.id], rows[analysis.article.id], analysis.statements
        )
    ]


def _pair(
    text: str, rows: Sequence[Row], statements: Sequence[Statement]
) -> list[tuple[Row, Statement]]:
    mine = [[tokens_of(text, spans) for spans in (s.source, s.cue, s.content)] for s in statements]
    likeness = {}
    for i, row in enumerate(rows):
        source, cue, content = (_role_tokens(text, row, r) for r in ("source", "cue", "content"))
        for j, (my_source, my_cue, my_content) in enumerate(mine):
            shared = len(content & my_content) / max(1, len(content | my_content))
            alike = shared if row["content"] is not None else 1.0
            meets = cue & my_cue and (row["source"] is None or source & my_source)
            if meets and alike >= ENOUGH_CONTENT:
                likeness[i, j] = alike
    return [(rows[i], statements[j]) for i, j in best_pairs(likeness)]


def _role_tokens(text: str, row: Row, role: str) -> Tokens:
    sentence = locate(text, row["in"])
    if sentence is None or row[role] is None:
        return frozenset()
    pieces = [row[role]] if isinstance(row[role], str) else row[role]
    nth = row.get("nth", {}).get(role, 1)
    spans = [locate(text, piece, nth, sentence) for piece in pieces]
    return tokens_of(text, [span for span in spans if span])


def _found(trace: Trace, key: Row) -> list[Statement]:
    named = {row["id"] for row in key["articles"]}
    return [s for a in trace.analyses if a.article.id in named for s in a.statements]


def score_statements(trace: Trace, key: Row, pairs: Pairs) -> Score:
    """Which statements were found."""
    right = sum(not row.get("optional") for row, _ in pairs)
    found = len(_found(trace, key)) - (len(pairs) - right)
    return Score("statements", right, found, sum(not r.get("optional") for r in key["statements"]))


def score_axis(axis: str, pairs: Pairs) -> Score:
    """One of the four axes, over the statements found for which the key has a value."""
    judged = [(row[axis], getattr(s, axis).value) for row, s in pairs if row[axis] is not None]
    return Score(axis, sum(a == b for a, b in judged), len(judged), len(judged))


def score_speakers(pairs: Pairs, cast: Cast) -> Score:
    """Whether the actor of each statement found is the one who speaks."""
    named = [(words_of(*row["speaker"]), s.actor) for row, s in pairs if s.actor is not None]
    right = sum(bool(words & cast.get(actor, frozenset())) for words, actor in named)
    return Score("speakers", right, len(named), len(pairs))


def score_duress(trace: Trace, key: Row, pairs: Pairs) -> Score:
    """Which statements are made in somebody's hands; optional ones count where found."""
    right = sum(s.duress and row.get("duress", False) for row, s in pairs)
    required = sum(r.get("duress", False) and not r.get("optional") for r in key["statements"])
    optional = sum(bool(row.get("optional") and row.get("duress")) for row, _ in pairs)
    found = sum(s.duress for s in _found(trace, key))
    return Score("duress", right, found, required + optional)


def score_chains(pairs: Pairs, cast: Cast) -> Score:
    """The links of the chains that the key spells out, by role and name."""
    right = found = expected = 0
    for row, statement in pairs:
        if "chain" not in row:
            continue
        links = [(link.role.value, cast.get(link.actor, frozenset())) for link in statement.chain]
        likeness = {
            (i, j): 1.0
            for i, (role, name) in enumerate(row["chain"])
            for j, (my_role, words) in enumerate(links)
            if role == my_role and (name is None or words_of(name) & words)
        }
        right += len(best_pairs(likeness))
        found += len(links)
        expected += len(row["chain"])
    return Score("chains", right, found, expected)
