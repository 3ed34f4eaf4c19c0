"""Discrepancies: questions of number that the reports of one story answer differently.

Takes the Analyses of one story, gives its Discrepancies. Quantities that count the same (nouns
of one family, such as soldiers and troops) in the same state ("captured") answer one question.
Two answers clash where the ranges that their words allow do not meet, and where neither report
has any answer near the other's: a report that gives both the dead of today and those of last
year does not contradict one that gives only today's. Counts of a part ("20 more", "80 children
among them"), of the past, and rates are no answers. Words and families are in counted.toml.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations, islice

from whence.analyse.counted import singular
from whence.analyse.numerals import counted_table
from whence.analyse.sentences import split_sentences
from whence.analyse.times import publication_day
from whence.model import (
    Analysis,
    Answer,
    Article,
    Bound,
    Discrepancy,
    PassageRole,
    Precision,
    Quantity,
    Quote,
    Span,
    TimeExpression,
    content_id,
)

_FAMILY = {noun: family for family, nouns in counted_table()["families"].items() for noun in nouns}
_COMPARE = {name: frozenset(words) for name, words in counted_table()["compare"].items()}
_PARTIAL = frozenset(counted_table()["nouns"]["partial"])
_WORD = re.compile(r"[^\W_][\w’'-]*")
_PICKED_OUT = re.compile(
    r"\b(?:including|(?:among|of) (?:them|whom)|(?:an)?other|additional|further|besides|plus)"
    r"\s+(?:the |at least )?\Z",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\s+(?:from (?!the )[A-Z]|(?:a|per|each|every) (?:day|week|month|year)\b|at a time|each\b)"
)
_DOING = re.compile(r"\s+(?!being|missing)\w{3,}ing\b")
"""Those counted are some of many: "20 people watching the race were hurt"."""
_ONE_OF = re.compile(r"\s+of\b")
_LONGEST_PHRASE = 8
_LEAD = 600
"""Characters from the beginning within which a report says what it is about."""
_FARTHEST = 20
"""Answers further apart than so many times are answers to different questions."""
_MONTH_DAYS = 31

Key = tuple[str, str, tuple[str, ...]]
"""Family of the noun, state, and the words before the noun that pick some out ("Dutch")."""


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """One quantity that answers a question: where it stands, what it allows, its own words."""

    article: str
    span: Span
    low: float
    high: float
    value: str
    noun: str
    in_headline: bool
    stated: bool
    """The words around tell a state, and so what the question is."""
    published: str | None


def find_discrepancies(analyses: Sequence[Analysis]) -> tuple[Discrepancy, ...]:
    """The questions of number that the reports of one story answer differently.

    The order of ``analyses`` does not matter. A single report contradicts itself only where its
    headline and its body do.
    """
    questions: dict[Key, list[Count]] = defaultdict(list)
    for analysis in sorted(analyses, key=lambda a: a.article.id):
        for key, count in _counts(analysis):
            questions[key].append(count)
    found = []
    for key in sorted(questions):
        clashing = _clashing(questions[key])
        if clashing:
            found.append(_discrepancy(key, clashing))
    return tuple(found)


# ---------------------------------------------------------------- counts


def _counts(analysis: Analysis) -> Iterator[tuple[Key, Count]]:
    """The quantities of a report that answer a question, with the question's key."""
    article = analysis.article
    headlines = [(p.start, p.end) for p in article.passages if p.role is PassageRole.HEADLINE]
    past = _sentences_of_the_past(analysis)
    for quantity in analysis.quantities:
        if any(begin <= quantity.start < end for begin, end in past):
            continue
        before = article.text[max(0, quantity.start - 40) : quantity.start]
        phrase = _phrase(article.text, quantity)
        key = _question_key(quantity, before, phrase, article.text[phrase.end :][:40])
        if key:
            in_headline = any(begin <= quantity.start < end for begin, end in headlines)
            yield key, _count(article, quantity, phrase.noun, in_headline)


def _count(article: Article, quantity: Quantity, noun: str, in_headline: bool) -> Count:
    low, high = allowed(quantity)
    span = (quantity.start, quantity.end)
    value = re.sub(r"\s+", " ", article.text[slice(*span)])
    published = article.published.value if article.published else None
    stated = bool(quantity.state)
    return Count(article.id, span, low, high, value, noun, in_headline, stated, published)


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


# ---------------------------------------------------------------- questions


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from a number to its noun: what stands before the noun, the noun as printed."""

    words: tuple[str, ...]
    noun: str
    end: int


def _phrase(text: str, quantity: Quantity) -> Phrase:
    """The noun phrase of a quantity; people counted without a noun are "people"."""
    words: list[str] = []
    for match in islice(_WORD.finditer(text, quantity.end), _LONGEST_PHRASE):
        if singular(match[0]) == quantity.counted:
            return Phrase(tuple(words), match[0], match.end())
        words.append(match[0])
    return Phrase((), "people" if quantity.counted == "person" else "", quantity.end)


def _question_key(quantity: Quantity, before: str, phrase: Phrase, after: str) -> Key | None:
    """The question that a quantity answers; None where it is no answer to any."""
    family = _FAMILY.get(quantity.counted, quantity.counted)
    words = [word.lower() for word in phrase.words]
    if quantity.low == quantity.high == 1 and (not quantity.state or _ONE_OF.match(after)):
        return None
    if family in _COMPARE["never"] or quantity.counted in _COMPARE["never"]:
        return None
    if not quantity.state and family not in _COMPARE["stateless"]:
        return None
    if _PARTIAL.intersection([*words, phrase.noun.lower()]) or _PICKED_OUT.search(before):
        return None
    if _NARROWED.match(after) or (quantity.state != "travelling" and _DOING.match(after)):
        return None
    picked = tuple(sorted((_COMPARE["nationalities"] | _COMPARE["kinds"]).intersection(words)))
    return family, quantity.state, picked


# ---------------------------------------------------------------- answers


def _clashing(counts: Sequence[Count]) -> list[Count]:
    """The counts whose answers clash, with those that stand by one of them."""
    by_article: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        by_article[count.article].append(count)
    clashing: set[Count] = set()
    for one, other in combinations(sorted(by_article), 2):
        clashing |= _unmatched(by_article[one], by_article[other])
    for own in by_article.values():
        headline = [c for c in own if c.in_headline]
        clashing |= _unmatched(headline, [c for c in own if not c.in_headline])
    return [c for c in counts if any(_meet(c, other) for other in clashing)]


def _unmatched(one: Sequence[Count], other: Sequence[Count]) -> set[Count]:
    """The counts of either side that nothing of the other side meets, where both have some."""
    left = [c for c in one if not any(_meet(c, d) for d in other)]
    right = [d for d in other if not any(_meet(c, d) for c in one)]
    return {count for c in left for d in right if _one_question(c, d) for count in (c, d)}


def _one_question(one: Count, other: Count) -> bool:
    """Whether two counts are likely of the same: near enough, and what the reports are about."""
    leading = [count.in_headline or count.span[0] < _LEAD for count in (one, other)]
    prominent = any(leading) if one.stated else all(leading)
    low, high = sorted((one.high, other.high))
    return prominent and high <= _FARTHEST * max(low, 1)


def _meet(one: Count, other: Count) -> bool:
    """Whether some value is allowed by both."""
    return one.low <= other.high and other.low <= one.high


def _discrepancy(key: Key, counts: Sequence[Count]) -> Discrepancy:
    answers: dict[tuple[float, float], list[Count]] = defaultdict(list)
    for count in counts:
        answers[count.low, count.high].append(count)
    listed = tuple(_answer(answers[value]) for value in sorted(answers))
    articles = sorted({count.article for count in counts})
    question = " ".join(filter(None, ["how many", *_picked_words(key), _noun(key, counts), key[1]]))
    return Discrepancy(
        content_id("discrepancy", "count", *key, *articles), "count", question, listed
    )


def _picked_words(key: Key) -> list[str]:
    return [w.capitalize() if w in _COMPARE["nationalities"] else w for w in key[2]]


def _noun(key: Key, counts: Sequence[Count]) -> str:
    """The noun that the reports use most, a plural if they have one."""
    nouns = Counter(count.noun.lower() for count in counts if count.noun)
    return min(nouns, key=lambda n: (singular(n) == n, -nouns[n], n), default=key[0])


def _answer(counts: Sequence[Count]) -> Answer:
    """One answer with every quote of it, worded as the earliest report words it."""
    ordered = sorted(counts, key=lambda c: (_instant(c.published), c.article, c.span))
    quotes = tuple(Quote(c.article, (c.span,)) for c in ordered)
    return Answer(ordered[0].value, quotes, ordered[0].published)


def _instant(published: str | None) -> datetime:
    """For sorting: the time in UTC; whatever is not known comes last."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment
