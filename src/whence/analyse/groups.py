"""Groups: the armed group that "the militants" stand for.

Takes the cast of an article, gives the descriptions of its one armed group with their spans:
with an article in the body ("the armed group's"), bare in headings ("Rebels show captives").
A source described so is that group; so is a later "it" or "they".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from whence.analyse.cast import Cast, Event, ends_in_noun, window
from whence.analyse.phrases import Phrase
from whence.analyse.roster import Roster
from whence.analyse.vocabulary import load_roles
from whence.model import ActorKind, Article, Span


def gather_cast(article: Article, roster: Roster) -> Cast:
    """The cast of an article before its sources are resolved, with its group described."""
    cast = Cast(article, roster)
    cast.described = list(find_groups(cast))
    cast.events += [Event(b, e, place, False) for (b, e), place in cast.described]
    return cast


@cache
def descriptions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "The militants", "the armed group's"; in headings the nouns alone."""
    roles = load_roles()
    firm = roles["nouns", "group"] - roles["nouns", "loose_group"]
    bare = roles["nouns", "group"] - {"group", "movement", "network", "caliphate"}
    joined = ["|".join(sorted(map(re.escape, n), key=lambda w: (-len(w), w))) for n in (firm, bare)]
    return (
        re.compile(rf"\b[Tt]he (?:{joined[0]})\b"),
        re.compile(rf"\b(?:{joined[1]})\b", re.IGNORECASE),
    )


def find_groups(cast: Cast) -> Iterator[tuple[Span, int]]:
    """Descriptions of an armed group that hold no name of it, with the group."""
    if not any(f.kind is ActorKind.GROUP for f in cast.figures):
        return
    text = cast.article.text
    named, bare = descriptions()
    spans = [m.span() for m in named.finditer(text)]
    for begin, end in cast.headings:
        spans += [m.span() for m in bare.finditer(text, begin, end)]
    for span in sorted(set(spans)):
        if any(n.start < span[1] and span[0] < n.end for n in cast.roster.names):
            continue
        group = the_group(cast, span[0])
        if group is not None:
            yield span, group


def the_group(cast: Cast, before: int) -> int | None:
    """The one armed group of the article; of several, the one named in the sentences before."""
    groups = {e.figure for e in cast.events if cast.figures[e.figure].kind is ActorKind.GROUP}
    named = {g for g in groups if " & " not in cast.figures[g].key}
    if len(named) == 1:
        return named.pop()
    since, _ = window(cast, (before, before))
    close = {e.figure for e in cast.events if e.figure in named and since <= e.start < before}
    return close.pop() if len(close) == 1 else None


def resolve_group(cast: Cast, phrase: Phrase) -> int | None:
    """An armed group by what its people are called, with its name or as the only one named."""
    roles = load_roles()
    tail = " ".join(phrase.tail)
    if phrase.before is not None:
        figure = cast.place_of((phrase.before.start, phrase.before.end))
        if cast.figures[figure].kind is ActorKind.GROUP and ends_in_noun(tail, "group"):
            return None if phrase.indefinite else figure
        return None
    if not cast.points_back(phrase) or not ends_in_noun(tail, "group"):
        return None
    loose = phrase.head in roles["nouns", "loose_group"] and len(phrase.words) < 3
    if loose and not cast.in_heading(phrase.start):
        since = phrase.start - 300
        if (
            cast.nearest(phrase.start, lambda f: f.kind is ActorKind.ORGANISATION, since)
            is not None
        ):
            return None
    return the_group(cast, phrase.start)
