"""Counts: questions of number that the reports of one story answer differently.

Takes the Record of a story, gives its Questions of number. Quantities that count the same
(nouns of one family, such as soldiers and troops) in the same state ("captured") answer one
question; nouns beside which different reports print one telling number ("108 delegates", "108
researchers") count the same here. Two answers clash where the ranges that their words allow do
not meet. Counts of a part ("20 more", "80 children among them"), of the past, and rates are no
answers; nor are the dead of an air strike those of a raid. Words and families are in
counted.toml.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from whence.analyse.counted import singular
from whence.analyse.numerals import counted_table
from whence.analyse.sentences import split_sentences
from whence.analyse.times import publication_day
from whence.gather.answers import Giving, Question, Record, in_headline
from whence.gather.corrections import find_clashing_answers, find_taken_back, sentence_of
from whence.gather.counting import Key, Phrase, family_of, find_phrase, question_key
from whence.model import Analysis, Bound, Precision, Quantity, Span, TimeExpression

_TABLE = counted_table()
_COMPARE = {name: frozenset(words) for name, words in _TABLE["compare"].items()}
_INCIDENTS = {name: frozenset(words) for name, words in _TABLE["incidents"].items()}
_WORD = re.compile(r"[^\W\d_]+")
_LEAD = 600
"""Characters from the beginning within which a report says what it is about."""
_BODY = 2500
"""Characters beyond which a report has turned to other things."""
_FARTHEST = 20
"""Answers further apart than so many times are answers to different questions."""
_TELLING = 20
"""From here on a number that is not round is unlikely to count two things by chance."""
_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True, order=True)
class Count(Giving):
    """One quantity that answers a question; ``answer`` is the least and the most it allows."""

    noun: str = ""
    stated: bool = False
    """The words around tell a state, and so what the question is."""
    incidents: frozenset[str] = frozenset()
    """What kind of incident its sentence speaks of."""

    @property
    def prominent(self) -> bool:
        """Whether it stands where a report says what it is about."""
        return self.in_headline or self.span[0] < _LEAD

    @property
    def telling(self) -> bool:
        """Whether it is exact, large and not round."""
        low, high = self.answer
        return bool(low == high >= _TELLING and low % 5)


def find_count_questions(record: Record) -> list[Question]:
    """The questions of number whose answers clash."""
    counts: dict[Key, list[Count]] = defaultdict(list)
    for analysis in record.analyses.values():
        for key, count in _counts(analysis):
            counts[key].append(count)
    joined = _join_families(counts)
    told = _beside(joined)
    joined = _join_stateless(record, joined)
    found = ((key, [c for c in joined[key] if key[1] or c not in told]) for key in sorted(joined))
    return [question for key, kept in found for question in _question(record, key, kept)]


# ---------------------------------------------------------------- counts


def _counts(analysis: Analysis) -> Iterator[tuple[Key, Count]]:
    """The quantities of a report that answer a question, with the question's key."""
    article = analysis.article
    past = _sentences_of_the_past(analysis)
    phrases = [(q, find_phrase(article.text, q)) for q in analysis.quantities]
    for quantity, phrase in phrases:
        if any(begin <= quantity.start < end for begin, end in past):
            continue
        named = _name_people(article.text, quantity, phrase, phrases)
        key = question_key(article.text, *named)
        if key:
            yield key, _count(analysis, *named)


def _count(analysis: Analysis, quantity: Quantity, phrase: Phrase) -> Count:
    article, span = analysis.article, (quantity.start, quantity.end)
    begin, end = sentence_of(article.text, quantity.start)
    words = {word.lower() for word in _WORD.findall(article.text[begin:end])}
    return Count(
        article.id,
        span,
        article.text[slice(*span)],
        allowed(quantity),
        in_headline(analysis, quantity.start),
        find_taken_back(article, span),
        noun=phrase.noun,
        stated=bool(quantity.state),
        incidents=frozenset(name for name, known in _INCIDENTS.items() if known & words),
    )


def _name_people(
    text: str, bare: Quantity, phrase: Phrase, phrases: Sequence[tuple[Quantity, Phrase]]
) -> tuple[Quantity, Phrase]:
    """A bare count of people with the noun of those counted, where the report tells it.

    They are those of whom the report gives the same number, or of whom the same is said before
    in the sentence: "100 divers had died, by other accounts 108".
    """
    if bare.counted != "person" or not phrase.bare:
        return bare, phrase
    sentence = sentence_of(text, bare.start)
    for other, named in phrases:
        if named.bare or other.state not in ("", bare.state):
            continue
        before = sentence[0] <= other.start < bare.start and other.state == bare.state
        if before or (other.low, other.high) == (bare.low, bare.high):
            return replace(bare, counted=other.counted), replace(named, end=phrase.end)
    return bare, phrase


def allowed(quantity: Quantity) -> tuple[float, float]:
    """The values that the words allow, as a reader takes them.

    "At least 20" is not said of 300, nor "as many as 100" of six: an open side ends at double
    (or four more), or at half.
    """
    low, high = quantity.low, quantity.high
    if quantity.bound is Bound.AT_LEAST and low is not None and high is None:
        high = max(low * 2, low + 4)
    if quantity.bound is Bound.AT_MOST and high is not None and low is None:
        low = high / 2
    return (0.0 if low is None else low, float("inf") if high is None else high)


def _sentences_of_the_past(analysis: Analysis) -> list[Span]:
    """Sentences with a time more than a month from publication, or a bare year or month."""
    text, day = analysis.article.text, publication_day(analysis.article.published)
    bygone = [t for t in analysis.times if _is_bygone(t, text[t.start : t.end].lower(), day)]
    if not bygone:
        return []
    sentences = split_sentences(text, 0, len(text))
    return [(b, e) for b, e in sentences if any(b <= t.start < e for t in bygone)]


def _is_bygone(time: TimeExpression, words: str, day: date | None) -> bool:
    if words.startswith("this "):
        return False
    if time.precision is Precision.YEAR:
        return True
    if day is None or time.value is None:
        dated = time.value is not None or words.startswith("last ")
        return time.precision is Precision.MONTH and dated and words != "last month"
    first = time.value.split("/")[0][:10]
    try:
        then = date.fromisoformat(first if len(first) > 7 else f"{first}-01")
    except ValueError:
        return False
    return abs((day - then).days) > (2 if time.precision is Precision.MONTH else 1) * _MONTH_DAYS


# ---------------------------------------------------------------- which count the same

Counts = Mapping[Key, Sequence[Count]]


def _join_families(counts: Counts) -> dict[Key, list[Count]]:
    """The counts by question, with families that count the same in this story as one.

    Two families do where different reports print one telling number beside them in one state.
    """
    heads = {key[0]: key[0] for key in counts}
    for one, other in combinations(sorted(counts), 2):
        if _count_the_same(one, other, counts):
            first, second = sorted((heads[one[0]], heads[other[0]]))
            heads = {family: first if h == second else h for family, h in heads.items()}
    joined: dict[Key, list[Count]] = defaultdict(list)
    for family, state, picked in sorted(counts):
        joined[heads[family], state, picked] += counts[family, state, picked]
    return joined


def _count_the_same(one: Key, other: Key, counts: Counts) -> bool:
    generic = {key[0] in _COMPARE["generic"] for key in (one, other)}
    if one[0] == other[0] or one[1:] != other[1:] or len(generic) > 1:
        return False
    return any(
        c.telling and c.answer == d.answer and c.article != d.article
        for c in counts[one]
        for d in counts[other]
    )


def _join_stateless(record: Record, counts: Counts) -> dict[Key, list[Count]]:
    """The same without stateless counts of those whose state others tell.

    They are answers to that question where they lead their report and meet one of its counts.
    """
    kept = {key: list(found) for key, found in counts.items()}
    for key, found in counts.items():
        family, state, picked = key
        if state or family in _COMPARE["generic"]:
            continue
        hosts = [k for k in counts if k[1] and (k[0], k[2]) == (family, picked)]
        clashing = [k for k in hosts if find_clashing_answers(record, counts[k], meet, alike)]
        for host in clashing:
            leading = [c for c in found if c.prominent]
            kept[host] += [c for c in leading if any(meet(c, d) for d in counts[host])]
        if clashing:
            del kept[key]
    return kept


def _beside(counts: Counts) -> set[Count]:
    """Counts of a family whose number some report gives beside a clashing one.

    With no state to tell what is asked, two numbers in one report count two things.
    """
    families: dict[str, list[Count]] = defaultdict(list)
    for (family, _, _), found in counts.items():
        families[family] += found
    beside: set[Count] = set()
    for found in families.values():
        told = {
            count.answer
            for pair in combinations(found, 2)
            if _side_by_side(*pair) and not meet(*pair)
            for count in pair
        }
        beside |= {count for count in found if count.answer in told}
    return beside


def _side_by_side(one: Count, other: Count) -> bool:
    told = not (one.stated or other.stated or one.taken_back or other.taken_back)
    return told and one.article == other.article and one.in_headline == other.in_headline


# ---------------------------------------------------------------- answers


def _question(record: Record, key: Key, counts: Sequence[Count]) -> Iterator[Question]:
    _, state, picked = key
    clashing = find_clashing_answers(record, counts, meet, alike)
    if clashing:
        shown = [w.capitalize() if w in _COMPARE["nationalities"] else w for w in picked]
        wording = " ".join(filter(None, ["how many", *shown, _nouns(key[0], clashing), state]))
        yield Question("count", (key[0], state, *picked), wording, tuple(clashing), meet)


def meet(one: Count, other: Count) -> bool:
    """Whether some value is allowed by both."""
    return bool(one.answer[0] <= other.answer[1] and other.answer[0] <= one.answer[1])


def alike(one: Count, other: Count) -> bool:
    """Whether two counts are likely of the same: near enough, and what the reports are about."""
    if one.incidents and other.incidents and not one.incidents & other.incidents:
        return False
    leading = [one.prominent, other.prominent]
    early = max(one.span[0], other.span[0]) < _BODY
    prominent = any(leading) and early if one.stated else all(leading)
    low, high = sorted((one.answer[1], other.answer[1]))
    return (prominent or bool(one.taken_back or other.taken_back)) and high <= _FARTHEST * max(
        low, 1
    )


def _nouns(family: str, counts: Sequence[Count]) -> str:
    """For each family the noun that the reports use most, a plural if they have one."""
    nouns: dict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        if count.noun:
            nouns[family_of(count.noun)][count.noun.lower()] += 1
    ranked = sorted(nouns, key=lambda f: (-nouns[f].total(), f))
    return " or ".join(_most_used(nouns[f]) for f in ranked) or family


def _most_used(nouns: Counter[str]) -> str:
    return min(nouns, key=lambda n: (singular(n) == n, -nouns[n], n))
