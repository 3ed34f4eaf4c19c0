"""Private people: a Trace in, the same Trace with all of them marked as protected.

For what is passed on when nobody has looked who must be protected: everyone is hidden of whom no
article of the trace tells a public role. Names that may be a person's count as one, so that names
of bodies and works are hidden with them; places, states, groups, offices and outlets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from whence.analyse.actors import host_of
from whence.analyse.private import find_private
from whence.analyse.spans import meeting
from whence.analyse.vocabulary import small_words
from whence.model import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Mention,
    MentionKind,
    Span,
    Story,
    Trace,
    content_id,
)

_HOST = re.compile(r"\bwww\.((?:[a-z0-9-]+\.)+[a-z]{2,6})")
"""A host in the name of a file that was saved from it; "ada.txt" is none."""
_MAY_BE_PEOPLE = (ActorKind.PERSON, ActorKind.UNNAMED, ActorKind.ORGANISATION)


def protect_private(trace: Trace) -> tuple[Trace, frozenset[str]]:
    """The trace with everyone protected of whom nothing tells a public role, and who was added.

    Who holds one in any of the articles is left as found; so is who was protected before.
    """
    outlets = {key for a in trace.analyses for key in _outlet_keys(a.article)}
    spans = {
        a.article.id: tuple(
            (b, e) for b, e in find_private(a.article) if _key(a.article.text[b:e]) not in outlets
        )
        for a in trace.analyses
    }
    private: set[str] = set()
    public: set[str] = set()
    for analysis in trace.analyses:
        is_hidden = meeting(spans[analysis.article.id])
        people = {a.id for a in analysis.actors if a.kind in _MAY_BE_PEOPLE}
        for mention in analysis.mentions:
            if mention.kind is MentionKind.NAME and mention.actor in people:
                hidden = is_hidden((mention.start, mention.end))
                (private if hidden else public).add(mention.actor)
    ids = private - public
    everyone = replace(
        trace,
        analyses=tuple(_analysis(a, ids, spans[a.article.id]) for a in trace.analyses),
        stories=tuple(_story(story, ids) for story in trace.stories),
    )
    return everyone, _protected(everyone) - _protected(trace)


def _outlet_keys(article: Article) -> Iterator[str]:
    """Under which keys an article's outlet is known: by name, and by the parts of its host."""
    for name in (article.outlet, article.relay):
        if name:
            yield _key(name)
    hosts = " ".join((host_of(article.url), *_HOST.findall(article.id)))
    yield from map(_key, re.split(r"[. ]", hosts))


def _key(name: str) -> str:
    """A name's letters and digits alone, without an article before it."""
    return "".join(c for c in name.casefold().removeprefix("the ") if c.isalnum())


def ordinary_words(trace: Trace) -> frozenset[str]:
    """Words that stand in lower case in the articles: alone they are hidden for nobody's sake."""
    return frozenset(w for a in trace.analyses for w in small_words(a.article.text))


def _protected(trace: Trace) -> frozenset[str]:
    told = [a for analysis in trace.analyses for a in analysis.actors]
    told += [a for story in trace.stories for a in story.actors]
    return frozenset(a.id for a in told if a.protected)


def _analysis(analysis: Analysis, ids: set[str], spans: tuple[Span, ...]) -> Analysis:
    strays = [*_strays(analysis, spans)]
    actors = tuple(replace(a, protected=a.protected or a.id in ids) for a in analysis.actors)
    new = {actor.id: actor for actor, _ in strays}
    mentions = (*analysis.mentions, *(mention for _, mention in strays))
    return replace(
        analysis,
        actors=(*actors, *new.values()),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.actor))),
    )


def _strays(analysis: Analysis, spans: tuple[Span, ...]) -> Iterator[tuple[Actor, Mention]]:
    """Names that are no actor's and no place's, each an actor of its own."""
    taken = [(m.start, m.end) for m in analysis.mentions]
    taken += [(place.start, place.end) for place in analysis.places]
    is_taken = meeting(taken)
    for begin, end in spans:
        if not is_taken((begin, end)):
            name = analysis.article.text[begin:end]
            key = content_id("actor", analysis.article.id, name)
            actor = Actor(key, name, ActorKind.PERSON, protected=True)
            yield actor, Mention(begin, end, MentionKind.NAME, key)


def _story(story: Story, ids: set[str]) -> Story:
    actors = (replace(a, protected=a.protected or a.id in ids) for a in story.actors)
    return replace(story, actors=tuple(actors))
