"""Voices: all that is said in an article, by its sources and by the outlet itself.

Takes an Article, gives its statements, its assertions and the actors who hold them. What the
outlet says is looked for beside the statements; who is named in either is resolved once, in
reading order, so that each may point back to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from whence.analyse.actors import Resolution, outlet_actor, resolve_actors
from whence.analyse.assertions import find_assertions
from whence.analyse.statements import build_statements, find_nested
from whence.model import Act, Article, Assertion, Statement


@dataclass(frozen=True, slots=True)
class Voices:
    """The statements and assertions of an article in reading order, and who is named in it."""

    statements: tuple[Statement, ...]
    assertions: tuple[Assertion, ...]
    resolution: Resolution


def find_voices(article: Article) -> Voices:
    """Who says what in an article; every span points into ``article.text``."""
    nested = find_nested(article)
    drafts = [n.draft for n in nested]
    assertions = find_assertions(article, [s for d in drafts for s in (*d.cue, *d.content)])
    # What is merely put forward in a sentence of the outlet's own is the outlet's.
    named = [a for a in assertions if a.source and a.act is not Act.ASSERTS]
    resolution = resolve_actors(
        article,
        [*(d.speaker for d in drafts), *(a.source for a in named)],
        [*(d.span for d in drafts), *(a.span[0] for a in named)],
    )
    own = outlet_actor(article).id
    holders = {
        assertion.id: holder
        for assertion, holder in zip(named, resolution.holders[len(drafts) :], strict=True)
        if holder != own
    }
    return Voices(
        tuple(build_statements(article, nested, resolution)),
        tuple(replace(a, actor=holders.get(a.id)) for a in assertions),
        resolution,
    )
