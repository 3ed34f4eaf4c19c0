"""Pronouns: whom "he", "she", "it" and "they" stand for as the source of a statement.

Takes the cast as it stands before the statement, gives the figure. It is the last speaker that
fits, else whom a sentence began with, in the same sentence or the two before it; nobody beyond.
"""

from __future__ import annotations

from functools import lru_cache

from whence.analyse.cast import BODIES, Cast, Event, Fits, draw_unnamed, window
from whence.analyse.figures import Figure
from whence.analyse.phrases import Phrase
from whence.analyse.vocabulary import load_roles
from whence.model import ActorKind, Span

SINGULAR = frozenset({ActorKind.ORGANISATION, ActorKind.OFFICE, ActorKind.OUTLET, ActorKind.AGENCY})
OWNERS = {"his": "he", "her": "she"}
"""Possessives, with the pronoun that stands for the same one."""
QUOTES = frozenset('"“”«»')
FAR_BACK = 1200
"""Characters within which a pronoun goes on with the last speaker, as through a long quotation."""


def resolve_pronoun(cast: Cast, phrase: Phrase, word: str, near: Span) -> int:
    """The figure a personal pronoun stands for, an unnamed one where none fits nearby."""

    def fits(figure: Figure) -> bool:
        return fits_pronoun(figure, word)

    before = min(near[0], phrase.start)
    since, _ = window(cast, (before, before))
    event = look_back(cast, fits, (since, before), word == "they")
    if word in OWNERS.values() and (event is None or not event.speaks):
        event = look_inside(cast, fits, (near[0], phrase.start)) or event
    found = last_speaker(cast, fits, before) if event is None else event.figure
    return found if found is not None else cast.add(draw_unnamed(cast, phrase))


def look_inside(cast: Cast, fits: Fits, content: Span) -> Event | None:
    """Who is named in the content itself: "Brandt was for it while it lasted, she said".

    In a quotation those who are named are others.
    """
    if not QUOTES.isdisjoint(cast.article.text[slice(*content)]):
        return None
    inside = (e for e in cast.events if content[0] <= e.start and e.end <= content[1])
    return next((e for e in inside if fits(cast.figures[e.figure])), None)


def find_owner(cast: Cast, phrase: Phrase) -> int | None:
    """Whose "his campaign" is, if somebody is named nearby."""
    word = OWNERS[phrase.determiner]
    since, _ = window(cast, (phrase.start, phrase.start))
    found = look_back(
        cast, lambda figure: fits_pronoun(figure, word), (since, phrase.start), many=False
    )
    return None if found is None else found.figure


def last_speaker(cast: Cast, fits: Fits, before: int) -> int | None:
    """Whoever spoke last, further back than sentences alone would tell."""
    speakers = [e for e in cast.events if e.speaks and before - FAR_BACK < e.start < before]
    if not speakers:
        return None
    last = max(speakers, key=lambda e: e.start).figure
    return last if fits(cast.figures[last]) else None


def look_back(cast: Cast, fits: Fits, within: Span, many: bool) -> Event | None:
    """Sentence by sentence backwards: the last speaker that fits, else the first one named.

    With ``many``, a body that has not spoken must be named by a plural.
    """
    since, before = within
    near = [e for e in cast.events if since <= e.start and e.end <= before]
    for begin, end in reversed([s for s in cast.sentences if since <= s[0] < before]):
        fitting = [
            e for e in near if begin <= e.start and e.end <= end and fits(cast.figures[e.figure])
        ]
        speakers = [e for e in fitting if e.speaks]
        if speakers:
            return max(speakers, key=lambda e: e.start)
        named = [
            e for e in fitting if cast.figures[e.figure].kind not in SINGULAR or is_many(cast, e)
        ]
        fitting = named if many else fitting
        if fitting:
            return min(fitting, key=lambda e: e.start)
    return None


def is_many(cast: Cast, event: Event) -> bool:
    """Whether a body is named by a plural: "Republicans"."""
    return cast.article.text[event.start : event.end].endswith("s")


def fits_pronoun(figure: Figure, word: str) -> bool:
    """Whether a pronoun may stand for a figure."""
    unnamed = figure.kind is ActorKind.UNNAMED
    known_person = figure.person or (unnamed and not figure.plural and is_one_person(figure.name))
    if word in ("he", "she"):
        return known_person and figure.female in (None, word == "she") and not figure.plural
    if word == "it":
        return not figure.person and (figure.kind in BODIES or not (known_person or figure.plural))
    if word == "they":
        return figure.plural and figure.kind is not ActorKind.STATE and not figure.weak
    return False


@lru_cache(maxsize=4096)
def is_one_person(words: str) -> bool:
    """Whether a description is of one person; kept, since each pronoun asks for many."""
    roles = load_roles()
    told = {w.strip(",.").lower() for w in words.split()[:6]}
    return bool(told & (roles["nouns", "person"] | roles.roles)) or words.lower() in ("he", "she")
