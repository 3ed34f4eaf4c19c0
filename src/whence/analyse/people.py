"""People: which personal names are one person, and what the words around tell of them.

Takes Names, gives for each name the key of the fullest name it belongs to. A surname alone
belongs to the person with that surname who is named most; a first name, initials and middle
names are allowed to differ in length, not in kind. Roles are read before the name ("White
House press secretary X") and after it ("X, a volcanologist with Y").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whence.analyse.runs import Name, names_touching
from whence.analyse.vocabulary import Known, load_aliases, load_roles
from whence.model import ActorKind, Span

Key = tuple[str, ...]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_APPOSITION = re.compile(
    r"(?:,|,? who (?:is|was))\s+(?:(?:an?|the|its|their|his|her)\s+)?([^,.;:()“”\"\n]{3,110})"
)
_APPOSITION_ENDS = re.compile(
    r"\s(?:who|which|that|said|says|told|has|had|have|is|was|were|will|would|and who|when|while|"
    r"after|added|adds|warned|noted)\b"
)
_APPOSED = re.compile(r"(?<!, )\b(?:[Tt]he|[Aa]n?|[Ii]ts) ([^,.;:()“”\"\n]{3,80}), \Z")
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|had|have|said|says|told|when|while|after|that|who|which)\b"
)
_PREPOSITION = re.compile(r"\s(?:of|for|at|in|with|to|on|from|by|under|and|near|inside)\b")
_BEFORE = re.compile(r"(?:[\w.'’-]+ ){1,7}$")
_LONGEST_ROLE = 14


def join_people(names: Sequence[Name]) -> Mapping[tuple[Key, bool | None], str]:
    """For each personal name (key and gender told by its honorific) its person's key.

    Names of one word that fit nobody are people only where a title stands before one of them, or
    where they are given names.
    """
    count = Counter(strip_suffix(n.key) for n in names if len(n.words) > 1)
    gender = {strip_suffix(n.key): given_female(n.words[0]) for n in names if len(n.words) > 1}
    fullest: dict[Key, Key] = {}
    full: list[Key] = []
    for form in sorted(count, key=lambda f: (-len(f), -count[f], f)):
        host = next((f for f in full if same_person(f, form)), None)
        fullest[form] = host or form
        if host is None:
            full.append(form)
        else:
            count[host] += count[form]
    titled = {n.key for n in names if n.title or n.female is not None}
    titled |= {n.key for n in names if n.kind is ActorKind.PERSON}
    people: dict[tuple[Key, bool | None], str] = {}
    for name in names:
        key = strip_suffix(name.key)
        if len(name.words) > 1:
            people[name.key, name.female] = " ".join(fullest[key])
            continue
        fitting = fit_single(key, full, {f: (gender[f], count[f]) for f in full}, name.female)
        if fitting is not None:
            people[name.key, name.female] = " ".join(fitting)
        elif name.key in titled:
            people[name.key, name.female] = " ".join(key)
    return people


def strip_suffix(key: Key) -> Key:
    """A name's key without "Jr." and the like."""
    return key[:-1] if len(key) > 1 and key[-1] in _SUFFIXES else key


def same_person(full: Key, form: Key) -> bool:
    """Whether a shorter form may be the same person's name as a fuller one."""
    if full[-1] != form[-1]:
        return False
    if full[-len(form) :] == form:
        return True
    first, other = full[0], form[0]
    if first != other and not (min(len(first), len(other)) == 1 and first[0] == other[0]):
        return False
    middle = [w for w in form[1:-1] if len(w) > 1]
    fuller = {w for w in full[1:-1] if len(w) > 1}
    return all(w in fuller for w in middle)


def fit_single(
    key: Key,
    full: Sequence[Key],
    known: Mapping[Key, tuple[bool | None, int]],
    female: bool | None,
) -> Key | None:
    """The person a surname, or else a first name, stands for: the most named that fits."""
    for place in (-1, 0):
        fitting = [
            f
            for f in full
            if f[place] == key[0] and (female is None or known[f][0] in (None, female))
        ]
        if fitting:
            return min(fitting, key=lambda f: (-known[f][1], f))
    return None


def given_female(word: str) -> bool | None:
    """Whether a given name is a woman's, None where it does not tell."""
    roles = load_roles()
    low = word.lower()
    male, female = low in roles["given", "male"], low in roles["given", "female"]
    return None if male == female else female


def named_female(name: Name) -> bool | None:
    """Whether an honorific, or else the given name, is a woman's, None where neither tells."""
    return given_female(name.words[0]) if name.female is None else name.female


def tell_female(members: Sequence[Name], role: str | None) -> bool | None:
    """A person's gender from honorifics, role or given name, None where nothing tells."""
    roles = load_roles()
    told = [m.female for m in members if m.female is not None]
    if told:
        return told[0]
    words = set(role.lower().split()) if role else set()
    if words & roles["nouns", "female"]:
        return True
    if words & roles["nouns", "male"]:
        return False
    longest = max(members, key=lambda m: (len(m.words), -m.start))
    if len(longest.words) > 1 or not longest.title:
        return given_female(longest.words[0])
    return None


@dataclass(frozen=True, slots=True)
class Role:
    """A role in the words of the article, and whom it belongs to."""

    words: str
    affiliation: str | None = None


def find_roles(
    text: str,
    names: Sequence[Name],
    members: Sequence[Name],
    adjectives: Mapping[str, Known],
) -> tuple[Role, ...]:
    """The roles that stand beside a person's names, the one of most words first."""
    spans: dict[str, Span] = {}
    for member in members:
        places = (
            role_after(text, member.end),
            role_before(text, member.start),
            role_apposed(text, member.start, member.end),
        )
        for begin, end in places:
            role = " ".join(text[begin:end].split())
            if 0 < len(role.split()) <= _LONGEST_ROLE:
                spans.setdefault(role, (begin, end))
    ordered = sorted(spans, key=lambda r: -len(r.split()))
    return tuple(Role(r, find_affiliation(text, names, spans[r], adjectives)) for r in ordered)


def role_after(text: str, end: int) -> tuple[int, int]:
    """The span of the role in apposition after a name, empty where there is none."""
    match = _APPOSITION.match(text, end)
    if match is None:
        return 0, 0
    phrase = match[1]
    if cut := _APPOSITION_ENDS.search(phrase):
        phrase = phrase[: cut.start()]
    head = _PREPOSITION.split(phrase, maxsplit=1)[0].split()
    if not head or head[-1].lower().removesuffix("'s") not in load_roles().roles:
        return 0, 0
    return match.start(1), match.start(1) + len(phrase.rstrip())


def role_apposed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a role that a name stands behind in apposition: "The mayor of Y, X, said"."""
    if text[start - 2 : start] != ", " or text[end : end + 1] not in (",", "."):
        return 0, 0
    match = _APPOSED.search(text, max(0, start - 90), start)
    if match is None:
        return 0, 0
    head = _PREPOSITION.split(match[1], maxsplit=1)[0].split()
    noun = not _CLAUSE.search(match[1]) and head and head[-1].lower() in load_roles().roles
    return match.span(1) if noun else (0, 0)


def role_before(text: str, start: int) -> tuple[int, int]:
    """The span of the role words before a name, empty where there are none."""
    roles = load_roles()
    window = text[max(0, start - 90) : start]
    last = re.split(r"[^\w.-]", window[-25:-1])[-1] if window.endswith(" ") else ""
    if bare(last) not in roles.roles and bare(last) not in roles["titles", "office"]:
        return 0, 0
    match = _BEFORE.search(window)
    if match is None:
        return 0, 0
    words = list(re.finditer(r"\S+", match.group()))
    first = len(words) - 1
    while first > 0 and belongs_to_role(words[first - 1].group()):
        first -= 1
    offset = start - len(match.group())
    quoted = len(words[first].group()) - len(words[first].group().lstrip("'’"))
    return offset + words[first].start() + quoted, offset + words[-1].end()


def bare(word: str) -> str:
    """A word in lower case without a closing dot."""
    return word.lower().rstrip(".,")


def belongs_to_role(word: str) -> bool:
    """Whether a word before a role goes with it: a modifier, a nationality, a name."""
    roles = load_roles()
    low = bare(word)
    if low in roles["words", "starters"] - {"new"} - roles.roles - roles["titles", "modifiers"]:
        return False
    return (
        low in roles.roles
        or low in roles["titles", "office"]
        or low in roles["titles", "modifiers"]
        or low in load_aliases().adjectives
        or low in roles["words", "camps"]
        or low in roles["nouns", "office"]
        or word in load_aliases().names
        or (word[0].isupper() and "." not in word and low not in roles["words", "never"])
    )


def find_affiliation(
    text: str, names: Sequence[Name], span: Span, adjectives: Mapping[str, Known]
) -> str | None:
    """Whom a role belongs to: a body named in it, else the state of an adjective in it."""
    for name in names_touching(names, span):
        if span[0] <= name.start and name.end <= span[1]:
            if name.known is not None:
                return name.known.name
            if name.kind is not None or len(name.words) > 1:
                return " ".join(name.words)
    for word in re.findall(r"[\w-]+", text[span[0] : span[1]]):
        known = adjectives.get(word.lower())
        if known is not None:
            return known.name
    return None
