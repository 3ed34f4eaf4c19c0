"""Personal names: how runs of capitalised words look that are people's.

Takes the Words of a run, tells whether they make a personal name: two to four words with a
capital, a given name of the table, a state's name among others ("Jordan Hale"), small words
inside ("X de la Force").
"""

from __future__ import annotations

from collections.abc import Sequence

from whence.analyse.vocabulary import load_roles
from whence.analyse.words import Word
from whence.model import ActorKind


def looks_personal(run: Sequence[Word]) -> bool:
    """Whether a state's name in a run is but part of a personal one.

    "Paris Nowak" and "Jordan Hale" are people, "US Senator" and "FBI Agent" are not.
    """
    known = [w for w in run if w.known is not None]
    if len(run) not in (2, 3) or len(known) != 1 or known[0] not in (run[0], run[-1]):
        return False
    state = known[0].known is not None and known[0].known.kind is ActorKind.STATE
    never = load_roles()["words", "never"]
    return state and not known[0].text.isupper() and all(w.known or w.low not in never for w in run)


def is_given(word: str) -> bool:
    """Whether a word in lower case is a given name of the table."""
    roles = load_roles()
    return word in roles["given", "male"] or word in roles["given", "female"]


def person_kind(titles: Sequence[Word], part: Sequence[Word]) -> ActorKind | None:
    """A person where a title or two to four words of a personal name say so."""
    if titles:
        return ActorKind.PERSON
    suffixes = load_roles()["words", "suffixes"]
    names = [
        w
        for w in part
        if (w.text[0].isupper() or w.text[2:3] == "-") and w.low.rstrip(".") not in suffixes
    ]
    if len(part) == 1 and is_given(part[0].low):
        return ActorKind.PERSON
    if any(w.text.isdigit() for w in part):
        return ActorKind.ORGANISATION
    if not 2 <= len(names) <= 4:
        return ActorKind.ORGANISATION if len(names) > 4 else None
    shouted = sum(len(w.text) > 2 and w.text.isupper() for w in names)
    return ActorKind.ORGANISATION if shouted else ActorKind.PERSON


def is_foreign_name(run: Sequence[Word]) -> bool:
    """Whether a run is a personal name whose last word happens to be an office's: "X de Force"."""
    roles = load_roles()
    small = [w.text for w in run[1:-1]]
    body = run[0].low in roles["words", "bodies"] or run[0].low in roles.endings
    return bool(small) and not body and all(s in roles["words", "particles"] for s in small)


def is_joined(word: Word) -> bool:
    """Whether a word is an adjective made of a name: "Saudi-led", "Geneva-based"."""
    _, dash, last = word.text.rpartition("-")
    made = last.endswith(("ed", "ing")) or last in load_roles()["words", "joined"]
    return bool(dash) and last.islower() and made
