"""Happenings: on which day and where the reports of one story say that one thing happened.

Takes the Record of a story, gives its Questions of date and of place. Only what is sure is
read: what befell a named person once ("Rolan Veit was captured in Lozmira on 3 March 2015"), and
the day of an event of which a story has one ("the crash on 3 March 2015"). The day or month must
be written out, and place and time must stand right behind the verb. A city and its country agree,
and so do two places of one country close to each other. Words are in happenings.toml.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from whence.analyse.gazetteer import STATE_WEIGHT, Spot, load_gazetteer, word_form
from whence.analyse.numerals import either
from whence.gather.answers import Giving, Question, Record, always, in_headline
from whence.gather.corrections import find_clashing_answers, find_taken_back, read_giving
from whence.gather.named import find_named
from whence.model import (
    Analysis,
    Place,
    Precision,
    TimeExpression,
)
from whence.tables import read_table

_TABLE: dict[str, Any] = read_table("whence.gather", "happenings.toml")
_VERBS = {
    voice: {v: act for act, row in _TABLE["acts"].items() for v in row.get(voice, ())}
    for voice in ("passive", "active")
}


_BEFALLS = re.compile(
    rf"(?:, \d{{1,3}},)?(?:,? who)? (?:(?:was|had been|has been) "
    rf"(?:\w+ly )?(?P<passive>{either(_VERBS['passive'])})"
    rf"|(?:\w+ly )?(?P<active>{either(_VERBS['active'])}))\b"
)
_IN = re.compile(
    r",? (?:in|at|near|outside)(?: the)?(?: [\w-]+){0,2}?"
    r"(?: (?:city|town|village|district|province|region) of| (?:capital|city|town|village),?)? "
)
_ON = re.compile(r",? (?:(?:on|in|early|late) )+")
_EVENT = re.compile(
    r"\b(?:the|a|an|its|their|his|her|\w+['’]s) (?:[\w-]+ ){0,2}?"
    rf"(?P<event>{either(_TABLE['events']['nouns'])}) (?:on|of) ",
    re.IGNORECASE,
)
_WRITTEN_OUT = re.compile(r"(?=.*\d)(?=.*[A-Za-z]{3})(?!.*\bage)")
_NEAR_KM = 60.0
_DAYS_APART = 7
_LEAD = 1200


@dataclass(frozen=True, slots=True, order=True)
class Where(Giving):
    """A place that is given; ``wide`` marks a country, a state or another region."""

    place: Place | None = field(default=None, compare=False)
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """What befell somebody, with the day and the place that stand right behind the verb."""

    person: str
    act: str
    time: TimeExpression | None
    place: Place | None


def find_date_questions(record: Record) -> list[Question]:
    """The happenings and events that the reports put on different days."""
    givings: dict[tuple[str, ...], list[Giving]] = defaultdict(list)
    wordings: dict[tuple[str, ...], str] = {}
    for analysis in record.analyses.values():
        for happening in _happenings(analysis, record):
            if happening.time is not None:
                key: tuple[str, ...] = (happening.act, happening.person)
                wordings[key] = f"when {_asked(record, *key)}"
                givings[key].append(_when(analysis, happening.time))
        for event, time in _events(analysis):
            wordings[event,] = f"on which day was the {event}"
            givings[event,].append(_when(analysis, time))
    questions = []
    for key in sorted(givings):
        close = _days_apart if len(key) == 1 else always
        clashing = find_clashing_answers(record, givings[key], one_time, close)
        if clashing:
            questions.append(Question("date", key, wordings[key], tuple(clashing), one_time))
    return questions


def find_place_questions(record: Record) -> list[Question]:
    """The happenings that the reports put in different places."""
    givings: dict[tuple[str, ...], list[Where]] = defaultdict(list)
    for analysis in record.analyses.values():
        for happening in _happenings(analysis, record):
            if happening.place is not None:
                where = _where(analysis, happening.place)
                givings[happening.act, happening.person].append(where)
    questions = []
    for key in sorted(givings):
        clashing = find_clashing_answers(record, givings[key], one_place, always)
        if clashing:
            wording = f"where {_asked(record, *key)}"
            questions.append(Question("place", key, wording, tuple(clashing), one_place))
    return questions


def _asked(record: Record, act: str, person: str) -> str:
    asks: str = _TABLE["acts"][act]["asks"]
    return asks.format(record.actors[person].name)


# ---------------------------------------------------------------- what is told


def _happenings(analysis: Analysis, record: Record) -> Iterator[Happening]:
    """What a report tells of the people that it names, day or place right behind it."""
    text = analysis.article.text
    times = {t.start: t for t in analysis.times}
    places = {p.start: p for p in analysis.places}
    for person, mention in find_named(analysis, record):
        found = _BEFALLS.match(text, mention.end)
        if found is None:
            continue
        time, place = _behind(text, found.end(), times, places)
        if time or place:
            verbs = _VERBS[found.lastgroup or ""]
            yield Happening(person, verbs[found[found.lastgroup or 0]], time, place)


def _behind(
    text: str, at: int, times: Mapping[int, TimeExpression], places: Mapping[int, Place]
) -> tuple[TimeExpression | None, Place | None]:
    """The day and the place that stand right behind a verb, in either order."""
    time: TimeExpression | None = None
    place: Place | None = None
    for _ in range(2):
        inside, on = _IN.match(text, at), _ON.match(text, at)
        if place is None and inside and (found := places.get(inside.end())):
            place, at = found, found.end
            if (wider := places.get(at + 2)) and text[at : at + 2] == ", ":
                at = wider.end
        elif time is None and on and on[0] and (moment := times.get(on.end())):
            time, at = moment, moment.end
    return (time if time and _is_written_out(text, time) else None), place


def _events(analysis: Analysis) -> Iterator[tuple[str, TimeExpression]]:
    """The events of a report's beginning whose day it writes out."""
    text = analysis.article.text
    times = {t.start: t for t in analysis.times}
    for found in _EVENT.finditer(text, 0, _LEAD):
        time = times.get(found.end())
        if time and time.precision is not Precision.MONTH and _is_written_out(text, time):
            yield found["event"].lower(), time


def _is_written_out(text: str, time: TimeExpression) -> bool:
    """Whether a time is a day or a month by its name; "Tuesday" hangs on the day of a page."""
    exact = time.precision not in (None, Precision.YEAR)
    known = time.value is not None and "/" not in time.value
    return exact and known and bool(_WRITTEN_OUT.match(text[time.start : time.end]))


def _when(analysis: Analysis, time: TimeExpression) -> Giving:
    return read_giving(analysis, (time.start, time.end), ((time.value or "")[:10],))


def _where(analysis: Analysis, place: Place) -> Where:
    article, span = analysis.article, (place.start, place.end)
    headline, back = in_headline(analysis, place.start), find_taken_back(article, span)
    words = article.text[slice(*span)]
    wide = any(s.is_country or s.weight == STATE_WEIGHT for s in _spots(words))
    return Where(article.id, span, words, (place.name,), headline, back, place, wide)


def _spots(words: str) -> Sequence[Spot]:
    """The places of this name that the gazetteer knows, the weightiest alone."""
    key = " ".join(word_form(word) for word in re.findall(r"[^\W_]+", words))
    return load_gazetteer().spots.get(key, ())[:1]


# ---------------------------------------------------------------- what can both hold


def one_time(one: Giving, other: Giving) -> bool:
    """Whether two times are one, or one is the month of the other."""
    first, second = sorted((str(one.answer[0]), str(other.answer[0])), key=len)
    return second.startswith(first)


def _days_apart(one: Giving, other: Giving) -> bool:
    """Whether two days are close enough to be of one event."""
    first, second = (date.fromisoformat(g.answer[0]) for g in (one, other))
    return abs((first - second).days) <= _DAYS_APART


def one_place(one: Where, other: Where) -> bool:
    """Whether two places may be one, as far as the gazetteer can tell."""
    a, b = one.place, other.place
    if a is None or b is None or a.name == b.name or a.country is None or b.country is None:
        return True
    if a.country != b.country:
        return False
    if one.wide or other.wide or a.inside or b.inside:
        return True
    if a.latitude is None or b.latitude is None:
        return True
    return _kilometres(a, b) < _NEAR_KM


def _kilometres(a: Place, b: Place) -> float:
    """The distance of two places that have coordinates, on a globe."""
    first, second = math.radians(a.latitude or 0), math.radians(b.latitude or 0)
    turn = math.radians((a.longitude or 0) - (b.longitude or 0))
    cosine = math.sin(first) * math.sin(second)
    cosine += math.cos(first) * math.cos(second) * math.cos(turn)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))
