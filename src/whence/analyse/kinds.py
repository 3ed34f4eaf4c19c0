"""Kinds: what a name is, told by the words around it.

Takes a text and the Names found in it, gives the Names with kinds that their own words do not
tell: "X, the rebels' own news agency" is an agency, "the relief group X" an organisation.
What one place tells of a name holds for all its places. A ship, a town behind "port" and the
place of a dateline are no actors at all and are left out; the agency in a dateline's brackets
is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from whence.analyse.personal import is_given
from whence.analyse.runs import Name
from whence.analyse.vocabulary import load_aliases, load_roles
from whence.model import ActorKind, Span

Key = tuple[str, ...]

_WIDTH = 110
_CLOSED = " ,\"'“”‘’"
_KINDS = (ActorKind.AGENCY, ActorKind.OUTLET, ActorKind.GROUP, ActorKind.ORGANISATION)
_OPEN = frozenset({None, ActorKind.PERSON, ActorKind.ORGANISATION})
"""Kinds that the words around a name may change."""

_TOLD = frozenset({"told", "tell", "tells", "telling"})
_WORD = (
    r"(?!(?:of|for|at|in|with|to|by|from|on|who|and|said|says|is|was|the|an?|that|which|had|has)\b)"
    r"[\w'.-]+"
)
_BEHIND = (
    r"with|that|which|in|of|for|based|from|at|on|near|fighting|run|owned|backed|linked|founded|known|called|under|"
    r"operating|active|working|helping|providing|is|was|are|were|and|said|says|has|had"
)
"""Words that may follow a noun in apposition; another noun would change what it says."""

_NAMED_NOUN = re.compile(r" [a-z]+(?: [a-z]+)? [\"“']?[A-Z]")
_ITS = re.compile(
    r"(?:,[^,.;\n]{3,80},)? (?:\w+ ){0,2}?"
    r"(?:said|says|denied|denies|announced|confirmed|admitted|pledged)"
    r"(?: that)?(?: (?:one|some|all|most|many|two|three|four|both) of)? its\b"
)
_WHICH = re.compile(r", which\b")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-z][\w.'’/ -]{2,40}?)(?:, [^\W\d_a-z][\w. ]{1,20})?"
    r"(?:, \w{3,9}\.? \d{1,2})?"
    r"(?: \((?P<agency>[^()\n]{2,40})\))? ?(?:--|[-–—])\s?"
)


@dataclass(frozen=True, slots=True)
class Datelines:
    """Offsets that lie in a dateline's place, and where its agencies begin."""

    places: frozenset[int]
    agencies: frozenset[int]


def tell_kinds(text: str, names: Sequence[Name], datelines: Datelines) -> list[Name]:
    """The names that may be actors, with the kinds that the words around them tell.

    ``text`` has straight apostrophes.
    """
    told: dict[Key, ActorKind | None] = {}
    for name in names:
        if may_be_told(name) and name.key not in told and (kind := kind_around(text, name)):
            told[name.key] = kind
        elif name.known is None and name.start in datelines.agencies:
            told[name.key] = ActorKind.AGENCY
    things = {n.key for n in names if is_thing(text, n)}
    return [
        replace(n, kind=told[n.key]) if n.key in told and n.known is None else n
        for n in names
        if n.key not in things and n.start not in datelines.places
    ]


def may_be_told(name: Name) -> bool:
    """Whether a name's own words leave open what it is."""
    return name.known is None and name.title is None and name.female is None and name.kind in _OPEN


def read_datelines(text: str, passages: Iterable[Span]) -> Datelines:
    """The datelines that passages begin with.

    A place counts where it is all in capitals, or where an agency stands in brackets behind it.
    """
    places: set[int] = set()
    agencies: set[int] = set()
    for begin, end in passages:
        match = _DATELINE.match(text, begin, min(end, begin + 120))
        if match is None or not (match["agency"] or match["place"].isupper()):
            continue
        places.update(range(*match.span("place")))
        if match["agency"]:
            agencies.add(match.start("agency"))
    return Datelines(frozenset(places), frozenset(agencies))


@cache
def noun_kinds() -> Mapping[str, ActorKind]:
    """Nouns that tell a name's kind right before it."""
    roles = load_roles()
    return {noun: kind for kind in reversed(_KINDS) for noun in roles["told", kind.value]}


@cache
def apposition() -> re.Pattern[str]:
    """What stands behind a name in apposition, one group for each kind."""
    roles = load_roles()
    lists = {k.value: set(roles["told", k.value]) for k in _KINDS}
    lists["organisation"] |= roles["told", "organisation_after"]
    lists["vessel"] = set(roles["told", "vessel"])
    nouns = "|".join(
        f"(?P<{kind}>{'|'.join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))})"
        for kind, words in lists.items()
    )
    opening = rf"(?:an?|the|its|their|another|one of the|(?:{_WORD} ){{0,4}}?{_WORD}'s?)"
    return re.compile(
        rf"[\"'”]?, {opening} (?:{_WORD} ){{0,5}}?(?:{nouns})(?=[,.;:)\n\"”]|$|\s(?:{_BEHIND})\b)"
    )


@cache
def relative_agency() -> re.Pattern[str]:
    """ "The news agency that put it out, " before a name."""
    nouns = "|".join(sorted(load_roles()["told", "agency"]))
    return re.compile(rf"\b(?:{nouns})[\"'”]? (?:that|which) [^,.;:\n]{{3,60}}, $")


def kind_around(text: str, name: Name) -> ActorKind | None:
    """The kind that the words around one place of a name tell, None where they tell none."""
    given = name.kind is ActorKind.PERSON and is_given(name.words[0].lower())
    direct = kind_before(text, name) or kind_behind(text, name)
    if direct is not None:
        return None if given and direct not in (ActorKind.AGENCY, ActorKind.OUTLET) else direct
    if given or name.kind is not ActorKind.PERSON or len(name.words) < 2:
        return None
    after = text[name.end : name.end + _WIDTH].lower()
    return ActorKind.ORGANISATION if _WHICH.match(after) or _ITS.match(after) else None


def kind_before(text: str, name: Name) -> ActorKind | None:
    """The kind told by a noun right before a name; only an agency's may have a comma."""
    before = text[max(0, name.start - _WIDTH) : name.start].rpartition("\n")[2].lower()
    bare = before.rstrip(_CLOSED)
    words = bare.split()[-4:]
    for size in (3, 2, 1):
        kind = noun_kinds().get(" ".join(words[-size:]).strip("\"'“”‘’"))
        if kind is None or len(words) < size:
            continue
        if "," in before[len(bare) :] and kind is not ActorKind.AGENCY:
            return None
        return None if _TOLD & set(words[:-size]) else kind
    if "agency" in before and relative_agency().search(before):
        return ActorKind.AGENCY
    return None


def kind_behind(text: str, name: Name) -> ActorKind | None:
    """The kind told by an apposition, or by a noun right behind the name."""
    after = text[name.end : name.end + _WIDTH].lower()
    if after[:1] == " ":
        if _NAMED_NOUN.match(text, name.end) or name.words[-1].lower() in load_aliases().adjectives:
            return None  # "The Norwegian newspaper X": X is the newspaper
        return noun_behind(after, text[max(0, name.start - 12) : name.start].lower())
    match = apposition().match(after)
    told = match.lastgroup if match is not None else None
    return None if told is None or told == "vessel" else ActorKind(told)


def noun_behind(after: str, before: str) -> ActorKind | None:
    """The kind told by "X news agency" or "X newspaper"; "its X agency" is one for news, too."""
    roles = load_roles()
    words = [w.rstrip(".,;:)\"'”’") for w in after.split()[:2]]
    if " ".join(words) in roles["told", "agency"]:
        return ActorKind.AGENCY
    if before.endswith((" its ", " their ", "'s ", "s' ")) and words[:1] == ["agency"]:
        return ActorKind.AGENCY
    nouns = roles["told", "outlet"] | roles["nouns", "outlet"]
    plain = " ".join(words) in nouns or (words[:1] and words[0] in roles["told", "outlet"])
    return ActorKind.OUTLET if plain else None


def is_thing(text: str, name: Name) -> bool:
    """Whether a name is a ship's, or a place's by its first word."""
    if not may_be_told(name):
        return False
    roles = load_roles()
    if len(name.words) > 1 and name.words[0].lower() in roles["words", "place_openers"]:
        return name.kind is not ActorKind.ORGANISATION
    before = text[max(0, name.start - 40) : name.start].lower().rstrip(_CLOSED)
    words = before.removesuffix(" the").rstrip(",").split()[-1:]
    if words and words[0] in roles["told", "vessel"]:
        return True
    saint = name.words[0].lower() in ("saint", "st") and before.endswith(" the")
    match = apposition().match(text[name.end : name.end + _WIDTH].lower())
    return saint or (match is not None and match.lastgroup == "vessel")
