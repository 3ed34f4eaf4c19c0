"""Referents: whom the sources of an article's statements stand for.

Takes the cast of named figures and the sources one after the other, gives each source its
figure. A source that ends in a name is that figure; a description is told by
:mod:`whence.analyse.descriptions` and :mod:`whence.analyse.groups`, a pronoun by
:mod:`whence.analyse.pronouns`; who is left is an unnamed figure of its own. Somebody unnamed
who gives a name in the same sentence is who they say; an office-holder who opens an article is
the person without a role who speaks next under a full name, as news reports introduce people.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from whence.analyse.cast import Cast, Event, draw_unnamed
from whence.analyse.descriptions import (
    resolve_back,
    resolve_body,
    resolve_document,
    resolve_epithet,
    resolve_holder,
)
from whence.analyse.figures import Figure
from whence.analyse.groups import resolve_group
from whence.analyse.people import Role
from whence.analyse.perils import load_perils
from whence.analyse.phrases import PRONOUNS, Phrase, take_apart
from whence.analyse.pronouns import resolve_pronoun
from whence.analyse.relatives import find_antecedent
from whence.analyse.runs import Name
from whence.analyse.vocabulary import load_roles, name_key
from whence.analyse.words import opens_sentence
from whence.model import ActorKind, Article, Span, Spans

_APPOSED = re.compile(r",\s(?:[A-Z]\w{1,3}\.\s|(?:state|Lord|Lady|Mr|Ms)\s)*$")
_OPENING = re.compile(r"^(?:one of )?(?:the|an?|another|its|their|his|her) ", re.IGNORECASE)
_OPENING_LENGTH = 2500
"""Characters of an article in which such a person may be named first."""

_NAMED_AFTER = 700
"""Characters between an office-holder who opens an article and the name that follows."""

_MISSPELT = 88.0
"""Least likeness (0 to 100) of a word to the surname that it is a slip for."""

_DESCRIPTIONS = (
    resolve_body,
    resolve_group,
    resolve_document,
    resolve_holder,
    resolve_back,
    resolve_epithet,
)


def resolve_source(
    cast: Cast, source: Spans, near: Span, holder: int | None
) -> tuple[int | None, Span]:
    """Whom a source stands for, and the span that was read.

    ``near`` is the statement's whole span, ``holder`` the figure of the statement that it
    stands inside. The figure is None where the outlet itself speaks ("I", "this article").
    """
    phrase = take_apart(cast.article.text, source, cast.roster.names, cast.roster.adjectives)
    span = (phrase.start, phrase.end)
    word = PRONOUNS.get(phrase.words[0]) if len(phrase.words) == 1 and not phrase.names else None
    figure: int | None
    if word == "i":
        figure = holder
    elif holder is None and speaks_of_own_text(cast.article, phrase):
        figure = None
    elif word == "who":
        figure = resolve_relative(cast, phrase)
    elif word is not None:
        figure = resolve_pronoun(cast, phrase, word, near)
    else:
        figure = resolve_phrase(cast, phrase)
    if figure is not None:
        figure = take_own_name(cast, figure, phrase.end)
        cast.events.append(Event(span[0], span[1], figure, True))
    return figure, span


def speaks_of_own_text(article: Article, phrase: Phrase) -> bool:
    """Whether a source is the article itself, or the outlet: "an earlier version of this page"."""
    low = phrase.text.lower()
    if article.outlet and low.removeprefix("the ") == article.outlet.lower().removeprefix("the "):
        return True
    return "this " in low and any(
        re.search(rf"\b{words}\b", low) for words in load_roles()["told", "own_text"]
    )


def resolve_relative(cast: Cast, phrase: Phrase) -> int:
    """The figure that "who" or "which" stands for, an unnamed one where it is not clear."""
    roster, text = cast.roster, cast.article.text
    span = find_antecedent(text, roster.names, phrase.start, phrase.words[0])
    if span is None:
        return cast.add(draw_unnamed(cast, phrase))
    return resolve_phrase(cast, take_apart(text, (span,), roster.names, roster.adjectives))


def take_own_name(cast: Cast, figure: int, end: int) -> int:
    """The figure, or the person whose name it gives as its own right behind the source."""
    if cast.figures[figure].kind is not ActorKind.UNNAMED or cast.figures[figure].plural:
        return figure
    naming = load_perils().naming.match(cast.article.text, end)
    if naming is None:
        return figure
    for name in cast.roster.names:
        if naming.end() <= name.start <= naming.end() + 30:
            person = cast.place_of((name.start, name.end))
            if cast.figures[person].person:
                cast.join(figure, person)
                return person
            break
    return figure


def resolve_phrase(cast: Cast, phrase: Phrase) -> int:
    """The figure of a source that is a name or a description."""
    if phrase.named is not None and not takes_some(cast, phrase):
        return resolve_named(cast, phrase, phrase.named)
    apposed = resolve_apposed(cast, phrase)
    if apposed is not None:
        return apposed
    for resolve in _DESCRIPTIONS:
        figure = resolve(cast, phrase)
        if figure is not None:
            return figure
    return cast.add(draw_unfound(cast, phrase) or draw_unnamed(cast, phrase))


def draw_unfound(cast: Cast, phrase: Phrase) -> Figure | None:
    """A source that is nothing but a name, though the article shows no other sign that it is."""
    text = cast.article.text
    words = text[phrase.start : phrase.core_end].split()
    if phrase.names or not 0 < len(words) < 4 or not all(w[:1].isupper() for w in words):
        return None
    lows = {w.lower().strip(".,") for w in words}
    roles = load_roles()
    common = roles["words", "starters"] | roles["words", "never"] | roles.titles | roles.roles
    lone = len(words) == 1 and not words[0].isupper() and opens_sentence(text, phrase.start, 0)
    if lows & common or (lone and not is_repeated(text, words[0])):
        return misspelt(cast, words)
    if phrase.adjective is not None or words[-1].endswith("s") or cast.in_heading(phrase.start):
        return misspelt(cast, words)
    personal = len(words) > 1 and words[0].lower() not in roles["words", "place_openers"]
    kind = ActorKind.PERSON if personal else ActorKind.ORGANISATION
    unfound = Figure(name_key(words, kind), " ".join(words), kind, (), weak=len(words) == 1)
    return misspelt(cast, words) or unfound


def is_repeated(text: str, word: str) -> bool:
    """Whether a word stands in a text more than once, and always with a capital."""
    forms = re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return len(forms) > 1 and all(f == word for f in forms)


def misspelt(cast: Cast, words: list[str]) -> Figure | None:
    """The person of the article whose surname a single word is a slip for."""
    word = words[-1].removesuffix("'s").removesuffix("’s")
    if len(words) > 1 or len(word) < 6:
        return None
    people = [f for f in cast.roster.figures if f.kind is ActorKind.PERSON and " " in f.name]
    likeness = [(fuzz.ratio(word, f.name.rsplit(" ", 1)[-1]), f.key) for f in people]
    best, key = max(likeness, default=(0.0, ""))
    return cast.figures[cast.places[key]] if best >= _MISSPELT else None


def takes_some(cast: Cast, phrase: Phrase) -> bool:
    """Whether the phrase speaks of some people of what it names: "many Democrats"."""
    if phrase.named is None or not phrase.indefinite:
        return False
    figure = cast.figures[cast.place_of((phrase.named.start, phrase.named.end))]
    return figure.kind is not ActorKind.PERSON


def resolve_named(cast: Cast, phrase: Phrase, name: Name) -> int:
    """The figure named, or the one that several names joined by "and" make."""
    places = list(dict.fromkeys(cast.place_of((n.start, n.end)) for n in phrase.joint))
    if len(places) < 2:
        figure = cast.place_of((name.start, name.end))
        if cast.figures[figure].weak and (person := misspelt(cast, list(name.words))):
            return cast.places[person.key]
        name_opener(cast, figure, name)
        return figure
    joined = sorted((cast.figures[p] for p in places), key=lambda f: f.key)
    shown = " and ".join(cast.figures[p].name for p in places)
    return cast.add(
        Figure(" & ".join(f.key for f in joined), shown, ActorKind.GROUP, (), plural=True)
    )


def name_opener(cast: Cast, figure: int, name: Name) -> None:
    """Take the unnamed office-holder who opened the article for the person now named.

    So reports begin: "The head of the inquiry said ...", and in the next paragraph "Olga
    Brandt told reporters ...". It holds for the first speaker of the body alone, and for
    somebody named here for the first time, of whom no role is told.
    """
    person = cast.figures[figure]
    if person.kind is not ActorKind.PERSON or person.roles or len(name.words) < 2:
        return
    if min(b for b, _ in person.spans) != name.start or name.end > _OPENING_LENGTH:
        return
    speakers = [e for e in cast.events if e.speaks and not cast.in_heading(e.start)]
    if len({e.figure for e in speakers}) != 1:
        return
    opener = cast.figures[speakers[0].figure]
    apposed = cast.article.text.startswith(",", name.end)
    close = name.start - speakers[0].end < _NAMED_AFTER
    if close and not apposed and is_single_holder(opener):
        role = Role(opener.name.partition(" ")[2] if has_article(opener) else opener.name)
        cast.figures[figure] = replace(person, roles=(role,), affiliation=opener.affiliation)
        cast.join(speakers[0].figure, figure)


def has_article(figure: Figure) -> bool:
    """Whether the words of an unnamed figure begin with "the"."""
    return figure.name.lower().startswith("the ")


def is_single_holder(figure: Figure) -> bool:
    """Whether an unnamed figure is one person in an office that only one person holds."""
    if figure.kind is not ActorKind.UNNAMED or figure.plural:
        return False
    words = figure.name.lower().split()
    heads = [w for w in words[:5] if w in load_roles()["roles", "public"]]
    owned = "'s " in figure.name or "’s " in figure.name
    return bool(heads) and (has_article(figure) or owned)


def resolve_apposed(cast: Cast, phrase: Phrase) -> int | None:
    """ "The ministry's spokesman, X": the person named right behind the description."""
    owned = "'s " in phrase.text or "’s " in phrase.text
    if not (phrase.determiner or owned or phrase.head in load_roles().roles):
        return None
    if phrase.head.endswith("s") and not phrase.text.lower().startswith("one of "):
        return None
    for name in phrase.names:
        figure = cast.place_of((name.start, name.end))
        between = cast.article.text[phrase.core_end : name.start]
        person = cast.figures[figure]
        if name.start < phrase.core_end or not person.person or not _APPOSED.search(between):
            continue
        if not (len(name.words) > 1 or name.title or name.female is not None):
            continue
        told = cast.nearest(phrase.start, lambda f: is_told(f, phrase))
        if told is not None:
            cast.join(told, figure)
        if person.role is None:
            shown = _APPOSED.sub("", cast.article.text[phrase.start : name.start])
            shown = _OPENING.sub("", " ".join(shown.split()))
            cast.figures[figure] = replace(person, roles=(Role(shown),))
        return figure
    return None


def is_told(figure: Figure, phrase: Phrase) -> bool:
    """Whether "the spokeswoman, X," is the spokeswoman told of before, without her name."""
    unnamed = figure.kind is ActorKind.UNNAMED and not figure.plural
    words = figure.name.lower().split()[:4]
    return unnamed and phrase.determiner == "the" and phrase.head in words
