"""Duress: who speaks in the hands of those who hold them.

Takes a Scene (an article that speaks of captivity, its people, the names of its captives) and a
statement, tells whether the speaker is the captive, or the one shown, in a recording that the
paragraph tells of. A captive's name or noun says so itself; "a man" does where a recording
was told of before him; a pronoun is whoever was spoken of last. Who talks to a newspaper, or
lives down the street, speaks freely.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whence.analyse.people import given_female
from whence.analyse.perils import Perils, load_perils
from whence.analyse.runs import Name
from whence.analyse.vocabulary import straighten
from whence.model import ActorKind, Span

_PRONOUN = re.compile(r"(?:he|she|they)\Z")
_DEFINITE = re.compile(r"(?:the|one of|both|another|one)\b")
_TOLD = re.compile(
    r",? (?:has |have |had )?(?:told|tells|spoke to|speaking to)\b"
    r"(?! (?:the camera|viewers|his|her|their)\b)"
)
_OBJECT = re.compile(r"(?<!according )\b(?:to|of|with|for|from|by|beside|about) \Z")
_SUBJECT = re.compile(r"(?:(?<![^\n])|[.!?][\"'”’)]* )(he|she|they)\b")
_FEMALE = re.compile(r"\b(?:woman|women|girl)\b")
_MALE = re.compile(r"\b(?:man|men|boy)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody spoken of at an offset, captive or not; ``female`` is None where nothing tells."""

    start: int
    captive: bool
    female: bool | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """An article that speaks of captivity.

    ``low`` is its text in lower case, every character where it was; ``names`` are those of
    people and bodies, ``held`` the spans of captives' names, ``people`` the named ones.
    """

    low: str
    names: tuple[Name, ...]
    held: tuple[Span, ...]
    people: tuple[Person, ...]


def lower(text: str) -> str:
    """A text in lower case with straight apostrophes, every character where it was."""
    low = straighten(text).lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in straighten(text))


def set_scene(low: str, names: Sequence[Name], held: Sequence[Span]) -> Scene:
    """The scene of a text with these names and captives."""
    surnames = {n.key[-1] for n in names if n.kind is ActorKind.PERSON}
    people = [Person(begin, True) for begin, _ in held]
    for name in names:
        person = name.kind is ActorKind.PERSON or (name.kind is None and name.key[-1] in surnames)
        if person and (name.start, name.end) not in held:
            people.append(Person(name.start, False, given_female(name.words[0])))
    return Scene(low, tuple(names), tuple(held), tuple(people))


def is_under_duress(scene: Scene, source: Span, near: Span) -> bool:
    """Whether the speaker at ``source`` is a captive in a recording, or called a captive.

    ``near`` is the span of the whole statement.
    """
    low, perils = scene.low, load_perils()
    begin, end = source
    paragraph = low.rfind("\n", 0, near[0]) + 1
    if perils.captor.search(low, begin, end) or perils.freed.search(low, paragraph, near[1]):
        return False
    if any(b < end and begin < e for b, e in scene.held):
        return is_recorded(low, before_paragraph(low, paragraph), max(near[1], end))
    if any(begin <= n.start < end for n in scene.names):
        return False
    if perils.held.match(low, begin, end):
        return True
    words = low[begin:end].strip()
    if _PRONOUN.match(words):
        return points_to_captive(scene, words, min(begin, near[0]))
    if not perils.somebody.fullmatch(words) or speaks_freely(low, source):
        return False
    since = before_paragraph(low, paragraph) if _DEFINITE.match(words) else paragraph
    return is_recorded(low, since, begin) or is_recorded(low, end, near[1])


def is_recorded(low: str, begin: int, end: int) -> bool:
    """Whether a recording is told of in a stretch."""
    return load_perils().recording.search(low, begin, end) is not None


def before_paragraph(low: str, paragraph: int) -> int:
    """Where the paragraph before the one at ``paragraph`` begins."""
    return low.rfind("\n", 0, len(low[:paragraph].rstrip())) + 1


def speaks_freely(low: str, source: Span) -> bool:
    """Whether a speaker talks to reporters, goes about freely, or is only spoken of."""
    begin, end = source
    if _TOLD.match(low, end) or _OBJECT.search(low, max(0, begin - 30), begin):
        return True
    return load_perils().at_large.search(low, begin, end) is not None


def points_to_captive(scene: Scene, pronoun: str, before: int) -> bool:
    """Whether a pronoun's nearest antecedent is a captive, or shown in a recording.

    It is looked for in the pronoun's paragraph, then in the one before.
    """
    paragraph = scene.low.rfind("\n", 0, before) + 1
    subject = find_subject(scene.low, pronoun, paragraph, before)
    if subject is not None:
        return points_to_captive(scene, pronoun, subject)
    earlier = before_paragraph(scene.low, paragraph)
    for since, until in ((paragraph, before), (earlier, paragraph)):
        people = [p for p in list_people(scene, since, until) if agrees(p, pronoun)]
        if people:
            last = max(people, key=lambda p: (p.start, not p.captive))
            return last.captive and is_recorded(scene.low, earlier, before)
    return False


def find_subject(low: str, pronoun: str, paragraph: int, before: int) -> int | None:
    """Where the same pronoun began a sentence of the paragraph, nobody else speaking since."""
    starts = [m for m in _SUBJECT.finditer(low, paragraph, before) if m[1] == pronoun]
    if not starts:
        return None
    perils, last = load_perils(), starts[-1]
    others = (perils.captor_phrase, perils.at_work, perils.single)
    sentence = low.find(". ", last.end(), before)
    if sentence >= 0 and any(p.search(low, sentence, before) for p in others):
        return None
    return last.start(1)


def agrees(person: Person, pronoun: str) -> bool:
    """Whether a pronoun may stand for a person."""
    return pronoun == "they" or person.female in (None, pronoun == "she")


def list_people(scene: Scene, begin: int, end: int) -> list[Person]:
    """Everybody who is spoken of as one person in a stretch, by name or description."""
    perils, low = load_perils(), straighten(scene.low)
    people = [p for p in scene.people if begin <= p.start < end]
    people += [described(m, perils, low, begin) for m in perils.single.finditer(low, begin, end)]
    people += [Person(m.start(), False) for m in perils.captor_phrase.finditer(low, begin, end)]
    people += [Person(m.start(), False) for m in perils.at_work.finditer(low, begin, end)]
    return people


def described(match: re.Match[str], perils: Perils, low: str, begin: int) -> Person:
    """Somebody told by a description: a captive where a recording is told of before."""
    words = match.group()
    female = True if _FEMALE.search(words) else False if _MALE.search(words) else None
    captive = perils.held.match(words) is not None or is_recorded(low, begin, match.start())
    return Person(match.start(), captive, female)
