"""What is counted: the noun after a number, and what the words around say of those counted.

Takes a text and the place of a number in it, gives the head of the noun phrase that follows
(lower case, singular) and a state ("killed", "captured", "aboard"). There is no parser: the
head is the last of the first run of plurals before a word that ends noun phrases; the state
comes from a table of patterns, tried first between number and noun ("two captured soldiers"),
then before the number ("killing 20"), then after the noun ("were captured"). Both tables are in
counted.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from whence.analyse.numerals import counted_table
from whence.model import Span

_TABLE: dict[str, Any] = counted_table()
_NOUNS = {name: frozenset(words) for name, words in _TABLE["nouns"].items()}
_IRREGULAR: dict[str, str] = _TABLE["irregular"]
_STATES: dict[str, dict[str, list[str]]] = _TABLE["states"]
_BREAKS = frozenset(_TABLE["state_breaks"]["words"])
_OBJECTS = frozenset(_TABLE["state_breaks"]["objects"])
_STATE_OF_NOUN = {n: state for state, forms in _STATES.items() for n in forms.get("nouns", ())}
_SINGULARS = frozenset(
    [
        *_IRREGULAR.values(),
        *_STATE_OF_NOUN,
        *(noun for family in _TABLE["families"].values() for noun in family),
    ]
)


def _state_pattern(form: str, before: str, after: str) -> re.Pattern[str]:
    """One pattern for a form of all states, each state a named group."""
    groups = (
        f"(?P<{state}>{'|'.join(sorted(forms[form], key=lambda p: (-len(p), p)))})"
        for state, forms in _STATES.items()
        if forms.get(form)
    )
    return re.compile(before + f"(?:{'|'.join(groups)})" + after, re.IGNORECASE)


_BETWEEN = "|".join(_TABLE["state_breaks"]["between"])
_ALONE = _state_pattern("alone", r"\s+(?:who )?(?:were |are |was |had been |have been )?", r"\b")
_GOVERNING = _state_pattern("before", r"\b", rf"(?:\s+(?:{_BETWEEN}))*\s*[\"“‘]?\Z")
_FIGURE = _state_pattern("figure", r"\b", rf"(?:\s+(?:{_BETWEEN}|\w+ed|\d[\d,]*))*\s*\Z")
_BARE = _state_pattern("bare", r"\b", rf"(?:\s+(?:{_BETWEEN}))*\s*\Z")
_ALL = re.compile(r"\s*(?:[,.;:!?]|(?:and|in|at|near|on|after|as|during)\b|\Z)")
"""What follows a number that stands for people by itself: nothing that it could count."""
_FOLLOWING = _state_pattern("after", r"\b", r"\b")
_PASSIVE = re.compile(r"\b(?:were|was|been|being|be|are|is|get|got)\s+(?:\w+ly\s+)?\Z", re.I)
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|nor (?:did|does|do|will|would|is|are) (?:it|they|this|that))"
    r"[\s\"“‘']+(?:\w+\s+)?\Z|n['’]t[\s\"“‘']+(?:\w+\s+)?\Z",
    re.I,
)
_HYPHENED = re.compile(r"[-‑]([A-Za-z]+)(-old\b)?")
_WHOLE = re.compile(
    r"\s+(?:out )?of\s+(?:the|its|their|those|these|his|her)\s+(?:(?:some|about|more than)\s+)?"
    r"(?:(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|dozens)(?=\s))?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_](?:[\w.’'/-]*\w)?|\d[\d,.]*|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s?\Z")
"""Of a noun that only qualifies the one counted: "the town's bakers"."""
_BEING = re.compile(
    r"\s*\b(?<!which )(?<!that )"
    r"(?:(?:(?:may|might|could|must) )?have been|had been|were|are)\s+[“‘\"]?"
)
_EVERY = re.compile(r"\b(?:all|the|its)\s+\Z", re.IGNORECASE)
_LONGEST_PHRASE = 8
_STATE_REACH = 75
_PART_REACH = 130
_GOVERNING_REACH = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """The head noun, where it stands, and the state that its own phrase tells, if any.

    ``part`` marks some of a number ("six of the 80 people killed"): what is said of the few
    comes after what is said of the whole.
    """

    noun: str
    span: Span
    state: str = ""
    part: bool = False


def counted_after(text: str, at: int, end: int, one: bool = False) -> Counted | None:
    """What a number that ends at ``at`` counts, in a sentence that ends at ``end``.

    ``one`` allows a singular noun. None where no noun is found.
    """
    if hyphened := _HYPHENED.match(text, at, end):
        noun = hyphened[1].lower()
        known = noun in _NOUNS["hyphened"] and not hyphened[2]
        return Counted(noun, hyphened.span(1)) if known else None
    if whole := _WHOLE.match(text, at, end):
        phrase = _phrase(text, whole.end(), end)
        head = _head(phrase)
        # "of the town's bakers" speaks of no whole: the number counts the experts themselves.
        part = not any(_POSSESSIVE.search(token[0]) for token in phrase)
        return Counted(singular(head[0]), head.span(), part=part) if head else None
    alone = _ALONE.match(text, at, end)
    head = _head(_phrase(text, alone.end() if alone else at, end), one)
    if alone and (head is None or _parted(text, alone.end(), head.start())):
        return Counted("person", alone.span(alone.lastgroup or 0), alone.lastgroup or "")
    if head is None:
        return None
    noun = singular(head[0])
    state = (alone.lastgroup if alone else _STATE_OF_NOUN.get(noun)) or ""
    return Counted(noun, head.span(), state)


def state_around(text: str, number: Span, counted: Counted, sentence: Span, limit: int) -> str:
    """The state that the words around tell, or an empty string.

    ``limit`` is where the words that speak of the next number begin.
    """
    if counted.state == "aboard":
        return _said_of_some(text, number, counted.span[1], sentence)
    if counted.state or counted.part:
        return counted.state or _following(text, counted, min(sentence[1], limit))
    floor = max(sentence[0], number[0] - _GOVERNING_REACH)
    governing = _GOVERNING.search(text, floor, number[0])
    if governing and not _suffered(text, floor, governing):
        negated = _NEGATION.search(text, floor, governing.start())
        return "" if negated else governing.lastgroup or ""
    state = _following(text, counted, min(sentence[1], limit))
    if state != "aboard" or _BEING.search(text, counted.span[1], sentence[1]) is None:
        return state
    aboard = _FOLLOWING.search(text, counted.span[1], sentence[1])
    if aboard is None or _BEING.search(text, counted.span[1], aboard.start()):
        return state
    return _said_of_some(text, number, aboard.end(), sentence)


def _said_of_some(text: str, number: Span, at: int, sentence: Span) -> str:
    """The state of those aboard of whom more is said: "40 people aboard were heading to the fair".

    They are some of those aboard, unless "all" or "the" says otherwise.
    """
    being = _BEING.search(text, at, min(sentence[1], at + _PART_REACH))
    if being is None or _EVERY.search(text, max(0, number[0] - 8), number[0]):
        return "aboard"
    found = _FOLLOWING.match(text, being.end())
    return (found.lastgroup or "") if found else ""


def _suffered(text: str, floor: int, governing: re.Match[str]) -> bool:
    """Whether the verb before a number is passive, so that the number is not its object."""
    verb = governing[governing.lastgroup or 0]
    return not verb.endswith("ing") and bool(_PASSIVE.search(text, floor, governing.start()))


def figure_state(text: str, number: Span, sentence: Span) -> str:
    """The state of people counted by a bare number: "the death toll rose to 20", "kills 20"."""
    floor = max(sentence[0], number[0] - _GOVERNING_REACH)
    found = _FIGURE.search(text, floor, number[0])
    if found is None and _ALL.match(text, number[1], sentence[1]):
        found = _BARE.search(text, floor, number[0])
    return (found.lastgroup or "") if found else ""


def singular(word: str) -> str:
    """A noun in lower case and in the singular, by its ending and a table of exceptions."""
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if not _ends_as_plural(lower):
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if re.search(r"(?:ch|sh|ss|x|zz)es\Z", lower):
        return lower[:-2]
    return lower[:-1]


def _ends_as_plural(lower: str) -> bool:
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "ous"))
        and lower not in _NOUNS["singular_in_s"]
    )


def _is_plural(word: str) -> bool:
    """Whether a word looks like a plural; words all in capitals ("AIDS") are names."""
    lower = word.lower()
    if lower in _IRREGULAR:
        return True
    return _ends_as_plural(lower) and not (word.isupper() and len(word) < 6)


def _phrase(text: str, at: int, end: int) -> list[re.Match[str]]:
    """The words of the noun phrase that begins at ``at``: up to a word or mark that ends it."""
    tokens: Iterable[re.Match[str]] = islice(_TOKEN.finditer(text, at, end), _LONGEST_PHRASE)
    return list(takewhile(_goes_on, tokens))


def _goes_on(token: re.Match[str]) -> bool:
    word = token[0]
    if not word[0].isalpha():
        return word in "\"“”‘’'"
    return word.lower() not in _NOUNS["ends"]


def _head(phrase: Sequence[re.Match[str]], one: bool = False) -> re.Match[str] | None:
    """The last of the first run of plurals; after "one", the first known noun."""
    head: re.Match[str] | None = None
    for token in phrase:
        if _POSSESSIVE.search(token[0]):
            head = None
        elif _is_plural(token[0]) or (one and token[0].lower() in _SINGULARS):
            head = token
        elif head:
            break
    return head


def _parted(text: str, begin: int, end: int) -> bool:
    """Whether a noun is too far from an adjective of state to be its own: "20 dead as police"."""
    return text[begin:end].count(" ") > 3 or bool(re.search(r"[,;:]", text[begin:end]))


def _following(text: str, counted: Counted, limit: int) -> str:
    """The first state after the noun that is said of those counted."""
    begin = counted.span[1]
    reach = min(limit, begin + (_PART_REACH if counted.part else _STATE_REACH))
    for found in _FOLLOWING.finditer(text, begin, reach):
        between = text[begin : found.start()]
        if re.search(r"[;:—–]", between) or _BREAKS & set(re.findall(r"\w+", between.lower())):
            return ""
        passive = _PASSIVE.search(text, begin, found.start())
        if not passive and (counted.part or _qualifies(text, found.end())):
            continue
        if _NEGATION.search(between) or (not passive and _acts(text, found)):
            return ""
        return found.lastgroup or ""
    return ""


def _qualifies(text: str, at: int) -> bool:
    """Whether a word of state belongs to another noun behind it: "the search for missing boys"."""
    follows = re.compile(r"\s+([^\W\d_]+)").match(text, at)
    return bool(follows and _is_plural(follows[1]) and follows[1].lower() not in _NOUNS["ends"])


def _acts(text: str, found: re.Match[str]) -> bool:
    """Whether the verb has an object, so that those counted are the doers."""
    if not re.search(r"(?:ed|led)\Z", found[0], re.IGNORECASE):
        return False
    follows = re.compile(r"\s+(\w+)").match(text, found.end())
    if follows is None:
        return False
    return follows[1].lower() in _OBJECTS or follows[1][0].isdecimal()
