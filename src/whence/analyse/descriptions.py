"""Descriptions: whom a source stands for that has no name of its own.

Takes the cast and a phrase, gives the figure, or None where a description points to nobody.
A state is spoken of by its government, an office by its owner, a document by its author, an
office-holder by the role that somebody has in the article ("the foreign minister"). What
points back stands for the nearest figure it fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whence.analyse.cast import CHANNELS, Cast, phrase_affiliation, window
from whence.analyse.figures import UNNAMED, Figure
from whence.analyse.people import Role
from whence.analyse.phrases import Phrase
from whence.analyse.pronouns import OWNERS, find_owner
from whence.analyse.roster import known_by_key
from whence.analyse.runs import Name
from whence.analyse.vocabulary import load_roles, name_key
from whence.model import ActorKind

_POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my"})
_COMPANIES = frozenset(
    {
        *("company", "firm", "organisation", "organization", "charity", "studio", "retailer"),
        *("manufacturer", "airline", "maker", "startup", "publisher", "chain", "giant"),
    }
)
_PARTIES = frozenset({"republican", "democrat", "libertarian"})
_PLACED = re.compile(r"\s(?:in|at|of|near)\s+(?:the\s)?[A-Z]")
_CAMPAIGNS = frozenset({"campaign", "team", "camp", "transition", "foundation", "administration"})
_POLLS = frozenset({"poll", "survey"})
_POLL_OF = re.compile(r"(?:/[A-Z]\w+)?(?:['’]s)?\s(?:[\w-]+\s){0,3}(?:poll|survey)\b")
_POLL_BY = re.compile(r"\b(?:poll|survey)\s(?:\w+\s)?(?:by|from|for)\s(?:the\s)?\Z", re.IGNORECASE)
_REACH = 80
"""Characters before a name in which it is said to be a poll's maker."""
_MAKERS = frozenset({ActorKind.OUTLET, ActorKind.AGENCY, ActorKind.ORGANISATION})
_RANKS = frozenset({"vice", "deputy", "assistant", "associate"})
"""Whom these make another: "the president" is no vice president."""

_PREPOSITIONS = frozenset({"of", "for", "at", "in", "with", "to"})


def resolve_body(cast: Cast, phrase: Phrase) -> int | None:
    """A state by its government, an office by its owner, an outlet by "X newspaper"."""
    roles = load_roles()
    tail = " ".join(phrase.tail)
    if phrase.before is not None:
        figure = cast.place_of((phrase.before.start, phrase.before.end))
        kind = cast.figures[figure].kind
        if kind is ActorKind.STATE and tail in roles["nouns", "state"]:
            return figure
        channel = tail in roles["nouns", "agency"] | roles["nouns", "outlet"]
        if channel and kind is not ActorKind.PERSON:
            return figure
        if kind is ActorKind.PERSON and tail in _CAMPAIGNS and not phrase.indefinite:
            return campaign(cast, cast.figures[figure], tail)
    if (
        phrase.determiner in OWNERS
        and phrase.words[1:] == (phrase.head,)
        and phrase.head in _CAMPAIGNS
    ):
        owner = find_owner(cast, phrase)
        return None if owner is None else campaign(cast, cast.figures[owner], phrase.head)
    words = phrase.words[1:] if phrase.determiner else phrase.words
    adjective = cast.roster.adjectives.get(words[0]) if words else None
    if adjective and " ".join(words[1:]) in roles["nouns", "state"] and not phrase.indefinite:
        return cast.add_known(adjective)
    return owned_office(cast, phrase, words)


def campaign(cast: Cast, person: Figure, noun: str) -> int:
    """ "Olga Brandt's campaign" is the Brandt campaign."""
    words = (*person.name.split()[-1:], noun)
    key = name_key(words, ActorKind.ORGANISATION)
    kind = ActorKind.ORGANISATION
    name = " ".join(words)
    return cast.add(Figure(key, name, kind, (), affiliation=person.name, plural=True))


def owned_office(cast: Cast, phrase: Phrase, words: Sequence[str]) -> int | None:
    """An office told by its owner: "the Russian defence ministry"."""
    owned = phrase.adjective is not None or phrase.before is not None
    office = phrase.head in load_roles()["nouns", "office"]
    if not owned or not office or phrase.indefinite or len(words) > 5:
        return None
    told = cast.roster.adjectives
    key = name_key([told[w].name if w in told else w for w in words], ActorKind.OFFICE)
    if known := known_by_key().get(key):
        return cast.add_known(known)
    shown = cast.article.text[phrase.start : phrase.core_end].split()
    name = " ".join(shown[1:] if phrase.determiner else shown)
    owner = phrase.adjective or phrase_affiliation(cast, phrase)
    return cast.add(Figure(key, name, ActorKind.OFFICE, (), affiliation=owner, plural=True))


def resolve_document(cast: Cast, phrase: Phrase) -> int | None:
    """A document speaks for whoever is named before it, or after "by", "from" or "in"."""
    if phrase.head not in load_roles()["nouns", "document"]:
        return None
    if phrase.head in _POLLS and (maker := resolve_poll(cast, phrase)) is not None:
        return maker
    if phrase.determiner == "the" and len(phrase.words) == 2:
        return resolve_letter(cast, phrase)
    if phrase.before is not None and len(phrase.tail) <= 2:
        return cast.place_of((phrase.before.start, phrase.before.end))
    text = cast.article.text
    for name in phrase.names:
        if name.start < phrase.core_end:
            continue
        words = text[phrase.core_end : name.start].split()
        leads = [w for w in words if w.lower() not in ("the", "a", "an")]
        if leads and leads[-1] in ("by", "from", "in") and len(leads) <= 4:
            return cast.place_of((name.start, name.end))
        return None
    return None


def resolve_poll(cast: Cast, phrase: Phrase) -> int | None:
    """A poll is its maker's, where the article names one of them anywhere: "the X/Y poll"."""
    text = cast.article.text
    own = [n for n in phrase.names if n.end <= phrase.core_end]
    makers = own or [
        n
        for n in cast.roster.names
        if _POLL_OF.match(text, n.end) or _POLL_BY.search(text[max(0, n.start - _REACH) : n.start])
    ]
    places = list(dict.fromkeys(cast.place_of((n.start, n.end)) for n in makers))
    places = [p for p in places if cast.figures[p].kind in _MAKERS]
    return places[0] if places else None


def resolve_letter(cast: Cast, phrase: Phrase) -> int | None:
    """ "The statement" is that of whoever spoke in the sentence that told of it before."""
    text = cast.article.text
    told = re.compile(rf"\b(?:an?|its|his|her|their|this) (?:[\w-]+ ){{0,3}}?{phrase.head}\b")
    places = [m.start() for m in told.finditer(text, 0, phrase.start)]
    if not places or phrase.head not in load_roles()["told", "letter"]:
        return None
    sentence = next((s for s in cast.sentences if s[0] <= places[-1] < s[1]), (0, 0))
    speakers = {e.figure for e in cast.events if e.speaks and sentence[0] <= e.start < sentence[1]}
    return speakers.pop() if len(speakers) == 1 else None


def resolve_holder(cast: Cast, phrase: Phrase) -> int | None:
    """Whoever holds an office: "Norway's foreign minister", and bare "Minister" in a heading.

    The whole article is looked at; people go before the unnamed. Of several that fit, none is.
    """
    roles = load_roles()
    if phrase.head not in roles.roles or phrase.indefinite or phrase.determiner in _POSSESSIVES:
        return None
    heading = cast.in_heading(phrase.start)
    owners = {cast.figures[cast.place_of((n.start, n.end))].name for n in core_names(phrase)}
    owners |= {phrase.adjective} if phrase.adjective else set()
    if not owners and not heading:
        return None
    wanted = {phrase.head, *plain_modifiers(cast, phrase)}

    def person(figure: Figure) -> bool:
        return figure.kind is ActorKind.PERSON and any(
            wanted <= role_heads(r.words)
            and modifiers_agree(phrase, r.words)
            and (not owners or belongs(r, owners))
            for r in figure.roles
        )

    def unnamed(figure: Figure) -> bool:
        return figure.kind is ActorKind.UNNAMED and (
            wanted <= role_heads(figure.name) and (not owners or figure.affiliation in owners)
        )

    found = cast.only(person)
    return cast.only(unnamed) if found is None else found


def core_names(phrase: Phrase) -> list[Name]:
    """Names in the core of a phrase."""
    return [n for n in phrase.names if n.end <= phrase.core_end]


def plain_modifiers(cast: Cast, phrase: Phrase) -> set[str]:
    """Words between determiner and head that are neither names nor adjectives of states."""
    text = cast.article.text[phrase.start : phrase.core_end]
    for name in core_names(phrase):
        text = text.replace(cast.article.text[name.start : name.end], " ")
    words = [w.lower() for w in re.findall(r"(?<![\w'’])[\w-]+", text)]
    skipped = {phrase.determiner, phrase.head, "s"} | set(cast.roster.adjectives)
    return {w for w in words if w not in skipped}


def belongs(role: Role, owners: set[str]) -> bool:
    """Whether a role is somebody's, by its affiliation or by its words."""
    return role.affiliation in owners or any(o in role.words for o in owners)


def role_heads(role: str) -> set[str]:
    """The words of a role up to its first preposition."""
    words: set[str] = set()
    for word in role.lower().split():
        if word in _PREPOSITIONS:
            break
        words.add(word.strip(",."))
    return words


def resolve_back(cast: Cast, phrase: Phrase) -> int | None:
    """A definite description: the nearest figure before it that it fits.

    One that is placed ("the ministry in Riga") must be the only one that fits.
    """
    if phrase.before is not None or phrase.determiner in _POSSESSIVES:
        return None
    if not cast.points_back(phrase) and phrase.words != ("police",):
        return None
    owner, words = phrase.adjective, phrase.words

    def fits(figure: Figure) -> bool:
        return owner in (None, figure.affiliation) and fits_description(cast, figure, phrase)

    if cast.in_heading(phrase.start):
        return cast.first(fits)
    text = cast.article.text
    if words and _PLACED.match(text, phrase.core_end, phrase.end + 1):
        return cast.only(lambda f: fits(f) and f.kind is not ActorKind.PERSON)
    return cast.nearest(phrase.start, fits)


def fits_description(cast: Cast, figure: Figure, phrase: Phrase) -> bool:
    """Whether a definite description may point to a figure."""
    roles, head = load_roles(), phrase.head
    words = phrase.words if phrase.determiner else ("", *phrase.words)
    if figure.kind is ActorKind.PERSON:
        return head in roles.roles and any(
            head in role_heads(r.words) and modifiers_agree(phrase, r.words) for r in figure.roles
        )
    named = [w.strip(",.").removesuffix("'s") for w in figure.name.lower().split()]
    if figure.key.startswith(UNNAMED):
        return is_same_unnamed(figure, head, named) and "other" not in words
    if not all(w in named or w in cast.roster.adjectives for w in words[1:-1]):
        return False
    if head in roles["nouns", "agency"] | roles["nouns", "outlet"] and figure.kind in CHANNELS:
        return True
    if head == "agency" and figure.kind is ActorKind.OFFICE:
        return True
    if head in _COMPANIES and figure.kind is ActorKind.ORGANISATION and not figure.weak:
        return True
    return head in named and head in roles["nouns", "office"] | roles["nouns", "organisation"]


def is_same_unnamed(figure: Figure, head: str, named: Sequence[str]) -> bool:
    """Whether "the diplomat" is the unnamed diplomat, or "the woman" the unnamed resident."""
    if head in named[:6]:
        return True
    roles = load_roles()
    generic = head in ("man", "woman", "boy", "girl") and figure.kind is ActorKind.UNNAMED
    female = head in roles["nouns", "female"]
    person = set(named[:4]) & (roles["nouns", "person"] | roles["roles", "other"])
    return generic and bool(person) and not figure.plural and figure.female in (None, female)


def modifiers_agree(phrase: Phrase, role: str) -> bool:
    """Whether "the foreign minister" may be a "minister", but not a "defence minister"."""
    has = role_heads(role)
    modifiers = load_roles()["titles", "modifiers"]
    wanted, told = set(phrase.words[:-1]) & modifiers, has & modifiers
    if (told ^ wanted) & _RANKS:
        return False
    return not wanted or not told or bool(wanted & told)


def resolve_epithet(cast: Cast, phrase: Phrase) -> int | None:
    """ "The billionaire", where nobody has that role: the one person spoken of just before."""
    epithets = load_roles()["told", "epithet"]
    if phrase.determiner != "the" or phrase.head not in epithets or len(phrase.words) > 5:
        return None
    since, _ = window(cast, (phrase.start, phrase.start))
    people = {
        e.figure
        for e in cast.events
        if since <= e.start and e.end <= phrase.start and cast.figures[e.figure].person
    }
    if len(people) != 1:
        return None
    figure = people.pop()
    told = {r.affiliation for r in cast.figures[figure].roles} - {None}
    party = phrase.adjective or phrase_affiliation(cast, phrase)
    agrees = party in told if told or phrase.head in _PARTIES else True
    female = phrase.head in load_roles()["nouns", "female"] or phrase.head == "lady"
    male = phrase.head in load_roles()["nouns", "male"]
    gender = cast.figures[figure].female
    clash = (female and gender is False) or (male and gender is True)
    return figure if (agrees or not party) and not clash else None
