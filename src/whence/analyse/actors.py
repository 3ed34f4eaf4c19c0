"""Actors: who speaks in an article and who is named in it.

Takes an Article and the sources of its statements, gives a Resolution: the actors, where each
is mentioned, and who holds each statement. Names are found (:mod:`whence.analyse.names`) and
joined into figures (:mod:`whence.analyse.roster`); sources are resolved against them
(:mod:`whence.analyse.referents`); this module numbers them. A named actor's id comes from its
name alone, so that it is the same in every article; an unnamed one's from article and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from whence.analyse.cast import Cast
from whence.analyse.figures import UNNAMED, Figure
from whence.analyse.groups import gather_cast
from whence.analyse.metonyms import tell_metonyms
from whence.analyse.phrases import PRONOUNS
from whence.analyse.protection import find_protected
from whence.analyse.referents import resolve_source
from whence.analyse.roster import call_roster
from whence.analyse.vocabulary import load_aliases, name_key, straighten
from whence.model import (
    Actor,
    ActorKind,
    Article,
    Mention,
    MentionKind,
    Span,
    Spans,
    content_id,
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who in one article.

    ``holders`` has the actor id of each source given, in their order, None for one without words.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    holders: tuple[str | None, ...]


def resolve_actors(article: Article, sources: Sequence[Spans], near: Sequence[Span]) -> Resolution:
    """Tell who holds each statement, and who else is named.

    ``sources[i]`` are the spans of a statement's source, empty where it has none; ``near[i]``
    is the span of the whole statement. All are offsets into ``article.text``. The outlet is
    among the actors where it holds a statement or is named.

    Raises:
        ValueError: ``sources`` and ``near`` differ in length.
    """
    if len(sources) != len(near):
        raise ValueError(f"{article.id}: {len(sources)} sources but {len(near)} statements")
    bare = {span for source in sources for span in source}
    cast = gather_cast(article, tell_metonyms(article, call_roster(article), sorted(bare)))
    held, read = resolve_sources(cast, sources, near)
    outlet = outlet_actor(article)
    spans = [span for span, _ in find_protected(article)]
    protected = protect_figures(article, cast, spans)
    ids = [figure_id(article, f) for f in cast.figures]
    holders = tuple(
        None if span is None else outlet.id if place is None else ids[place]
        for place, span in zip(held, read, strict=True)
    )
    marked = [*mention_names(cast, ids), *mention_sources(article, cast, held, read, ids)]
    marked += mention_groups(cast, ids, {(m.start, m.end) for m in marked})
    speaking = {h for h in holders if h is not None}
    actors = [
        draw_actor(f, i, i in protected)
        for f, i in zip(cast.figures, ids, strict=True)
        if i in speaking or i in protected or not (f.weak or f.kind is ActorKind.UNNAMED)
    ]
    strays = [*find_strays(article, cast, spans)]
    actors += [actor for actor, _ in strays]
    marked += [mention for _, mention in strays]
    if outlet.id in speaking or any(a.id == outlet.id for a in actors):
        actors = [outlet, *(a for a in actors if a.id != outlet.id)]
    known = {a.id for a in actors}
    mentions = sorted(
        {m for m in marked if m.actor in known}, key=lambda m: (m.start, m.end, m.actor)
    )
    return Resolution(unite(actors), tuple(mentions), holders)


def outlet_actor(article: Article) -> Actor:
    """The outlet of an article as an actor, by its name, else its host, else "this outlet"."""
    host = host_of(article.url)
    name = article.outlet or host.removeprefix("www.")
    if not name:
        return Actor(
            content_id("actor", article.id, "this outlet"), "this outlet", ActorKind.OUTLET
        )
    bare = re.sub(r"^[Tt]he ", "", straighten(name))
    known = load_aliases().names.get(bare) or load_aliases().names.get(straighten(name))
    shown = known.name if known else name
    key = name_key(tuple((known.name if known else bare).split()), ActorKind.OUTLET)
    aliases = (name,) if name != shown else ()
    return Actor(content_id("actor", key), shown, ActorKind.OUTLET, aliases=aliases)


def host_of(url: str | None) -> str:
    """The host of an address; empty where there is none or it cannot be parsed."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def resolve_sources(
    cast: Cast, sources: Sequence[Spans], near: Sequence[Span]
) -> tuple[list[int | None], list[Span | None]]:
    """For each source its figure (None where the outlet speaks) and the span that was read.

    They are taken in reading order, so that each may point back to those before it: those of
    the body first, since a heading speaks of what the body tells, then "I" and "we".
    """
    held: list[int | None] = [None] * len(sources)
    read: list[Span | None] = [None] * len(sources)
    text = cast.article.text
    spoken = [i for i, s in enumerate(sources) if any(text[b:e].strip() for b, e in s)]
    order = sorted(spoken, key=lambda i: (cast.in_heading(sources[i][0][0]), sources[i], near[i]))
    waiting = [i for i in order if speaks_for_itself(text, sources[i])]
    others = [i for i in order if i not in waiting]
    for i in [*others, *waiting]:
        outer = enclosing(i, near, others)
        held[i], read[i] = resolve_source(
            cast, sources[i], near[i], None if outer is None else held[outer]
        )
    return [None if place is None else cast.settle(place) for place in held], read


def speaks_for_itself(text: str, source: Spans) -> bool:
    """Whether a source is "I" or "we": then the statement around it must be known first."""
    begin, end = source[0]
    return PRONOUNS.get(text[begin:end].strip(" \"'“‘").lower()) == "i"


def enclosing(i: int, near: Sequence[Span], others: Sequence[int]) -> int | None:
    """The narrowest other statement that holds statement ``i``."""
    begin, end = near[i]
    wide = [j for j in others if near[j][0] <= begin and end <= near[j][1]]
    around = [j for j in wide if near[j] != near[i]]
    return min(around, key=lambda j: (near[j][1] - near[j][0], j), default=None)


def figure_id(article: Article, figure: Figure) -> str:
    """The id of a figure: of its name, or of the article and the words where it has none."""
    if figure.key.startswith(UNNAMED):
        return content_id("actor", article.id, figure.key.removeprefix(UNNAMED))
    return content_id("actor", figure.key)


def draw_actor(figure: Figure, actor: str, protected: bool) -> Actor:
    """The actor that a figure has become."""
    return Actor(
        id=actor,
        name=figure.name,
        kind=figure.kind,
        role=figure.role,
        affiliation=figure.affiliation,
        aliases=figure.aliases,
        protected=protected,
    )


def unite(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Actors without those whose id came before."""
    return tuple(
        {a.id: a for a in reversed(actors)}[i] for i in dict.fromkeys(a.id for a in actors)
    )


def protect_figures(article: Article, cast: Cast, spans: Sequence[Span]) -> set[str]:
    """Ids of figures one of whose names is to be protected."""
    return {
        figure_id(article, figure)
        for figure in cast.figures
        if any(b < end and begin < e for begin, end in figure.spans for b, e in spans)
    }


def find_strays(
    article: Article, cast: Cast, spans: Sequence[Span]
) -> Iterator[tuple[Actor, Mention]]:
    """Protected names that are no figure's: nicknames, given names that begin a sentence."""
    taken = sorted(span for figure in cast.figures for span in figure.spans)
    for begin, end in spans:
        if not any(b < end and begin < e for b, e in taken):
            name = article.text[begin:end]
            key = content_id("actor", article.id, name)
            actor = Actor(key, name, ActorKind.PERSON, protected=True)
            yield actor, Mention(begin, end, MentionKind.NAME, key)


def mention_names(cast: Cast, ids: Sequence[str]) -> Iterator[Mention]:
    """Every name as a mention of its actor."""
    for (begin, end), place in cast.roster.owner.items():
        yield Mention(begin, end, MentionKind.NAME, ids[place])


def mention_sources(
    article: Article,
    cast: Cast,
    held: Sequence[int | None],
    read: Sequence[Span | None],
    ids: Sequence[str],
) -> Iterator[Mention]:
    """Sources that are no names themselves as mentions of whom they stand for."""
    for place, span in zip(held, read, strict=True):
        if place is None or span is None:
            continue
        figure = cast.figures[place]
        if any(span[0] <= b and e <= span[1] for b, e in figure.spans):
            continue
        pronoun = article.text[span[0] : span[1]].lower() in PRONOUNS
        kind = MentionKind.PRONOUN if pronoun else MentionKind.DESCRIPTION
        yield Mention(span[0], span[1], kind, ids[place])


def mention_groups(cast: Cast, ids: Sequence[str], taken: set[Span]) -> Iterator[Mention]:
    """Descriptions of the article's one armed group that are no sources."""
    for span, place in cast.described:
        if not any(begin < span[1] and span[0] < end for begin, end in taken):
            yield Mention(span[0], span[1], MentionKind.DESCRIPTION, ids[cast.settle(place)])
