"""Articles and stories against the key's: times, stories, copies, origins, sources, masks.

Lineage ends are the same when they are one article, or two texts not seen whose names share a
word. A trace that is masked already is right about a protected name when no word of it is left
anywhere in the trace.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import combinations

from whence.example.matching import (
    Cast,
    Row,
    Score,
    actors_of,
    best_pairs,
    locate,
    score_sets,
    words_of,
)
from whence.model import UNSEEN, Direction, Discrepancy, Lineage, Moment, Quote, Story, Trace

ENOUGH_VALUES = 2
"""Values that a discrepancy must share with the key's to be the same: fewer are no discrepancy."""

_NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_NUMBERS = {word: value for value, word in enumerate(_NUMBER_WORDS)}


def score_published(trace: Trace, key: Row) -> Score:
    """When the articles were published, to the coarser of the two precisions."""
    times = {a.article.id: a.article.published for a in trace.analyses}
    expected = {row["id"]: row["published"] for row in key["articles"]}
    dated = {i for i, time in expected.items() if time}
    found = {i for i in expected if times.get(i)}
    right = sum(same_time(times[i], expected[i]) for i in dated & found)
    return Score("published", right, len(found), len(dated))


def same_time(moment: Moment | None, value: str) -> bool:
    """Whether they are one instant, or the same as far as both go where a zone is missing."""
    if moment is None:
        return False
    mine, other = datetime.fromisoformat(moment.value), datetime.fromisoformat(value)
    if mine.tzinfo and other.tzinfo:
        return mine == other
    minutes = (moment.value[:16], value[:16])
    return minutes[0].startswith(minutes[1]) or minutes[1].startswith(minutes[0])


def score_stories(trace: Trace, key: Row) -> Score:
    """Pairs of articles that are about one event."""
    found = _together(set(story.articles) & _named(key) for story in trace.stories)
    return score_sets("stories", found, _together(set(s["articles"]) for s in key["stories"]))


def _named(key: Row) -> set[str]:
    return {row["id"] for row in key["articles"]}


def _lineage(trace: Trace, key: Row) -> list[Lineage]:
    named = _named(key)
    return [line for s in trace.stories for line in s.lineage if line.article in named]


def _together(stories: Iterable[set[str]]) -> set[tuple[str, str]]:
    return {pair for articles in stories for pair in combinations(sorted(articles), 2)}


def score_copies(trace: Trace, key: Row) -> Score:
    """Who took from whom; for an undecided direction, who has to do with whom.

    Where several of the ends that the key allows are found, they count once.
    """
    found = {
        _ends(d.article, d.source, d.direction is Direction.UNDECIDED)
        for lineage in _lineage(trace, key)
        for d in lineage.derivations
    }
    allowed = [
        {
            _ends(row["article"], source, row["direction"] == Direction.UNDECIDED.value)
            for source in row["from"]
        }
        for row in key["copies"]
    ]
    right = sum(any(_meet(end, ends) for end in found) for ends in allowed)
    wrong = sum(not any(_meet(end, ends) for ends in allowed) for end in found)
    return Score("copies", right, right + wrong, len(allowed))


Ends = tuple[str, str, bool]


def _ends(article: str, source: str, undecided: bool) -> Ends:
    first, second = sorted((article, source)) if undecided else (article, source)
    return first, second, undecided


def _meet(found: Ends, allowed: Collection[Ends]) -> bool:
    return any(
        found[2] == ends[2] and _same_end(found[0], ends[0]) and _same_end(found[1], ends[1])
        for ends in allowed
    )


def _same_end(one: str, other: str) -> bool:
    if one.startswith(UNSEEN) and other.startswith(UNSEEN):
        return bool(words_of(one.removeprefix(UNSEEN)) & words_of(other.removeprefix(UNSEEN)))
    return one == other


def score_origins(trace: Trace, key: Row) -> Score:
    """The texts that each article's words come from."""
    found = {(line.article, o) for line in _lineage(trace, key) for o in line.origins}
    expected = [(row["article"], origin) for row in key["origins"] for origin in row["origins"]]
    right = sum(
        any(article == a and _same_end(origin, o) for a, o in found) for article, origin in expected
    )
    return Score("origins", right, len(found), len(expected))


def score_own_texts(trace: Trace, key: Row) -> Score:
    """Articles whose text was not copied from another seen one."""
    found = {article for story in trace.stories for article in story.own_texts} & _named(key)
    return score_sets("own texts", found, {a for s in key["stories"] for a in s["own_texts"]})


def score_root_sources(trace: Trace, key: Row, cast: Cast) -> Score:
    """The actors at the inner ends of each story's chains; stories meet by their articles."""
    shared = {
        (i, j): float(len(set(row["articles"]) & set(story.articles)))
        for i, row in enumerate(key["stories"])
        for j, story in enumerate(trace.stories)
        if set(row["articles"]) & set(story.articles)
    }
    right = sum(
        _right_sources(key["stories"][i], trace.stories[j], cast) for i, j in best_pairs(shared)
    )
    found = sum(len(trace.stories[j].root_sources) for j in {j for _, j in shared})
    return Score("root sources", right, found, sum(len(s["root_sources"]) for s in key["stories"]))


def _right_sources(row: Row, story: Story, cast: Cast) -> int:
    likeness = {
        (i, j): float(len(common))
        for i, names in enumerate(row["root_sources"])
        for j, actor in enumerate(story.root_sources)
        if (common := words_of(*names) & cast.get(actor, frozenset()))
    }
    return len(best_pairs(likeness))


def score_changes(trace: Trace, key: Row, texts: Mapping[str, str]) -> Score:
    """What copies changed; words of the key need only meet what is found."""
    found = [c for story in trace.stories for c in story.changes]
    likeness = {
        (i, j): 1.0
        for i, row in enumerate(key["changes"])
        for j, change in enumerate(found)
        if change.kind == row["kind"]
        and _lies_on(change.before, row["from"], row["before"], texts)
        and _lies_on(change.after, row["article"], row["after"], texts)
    }
    return Score("changes", len(best_pairs(likeness)), len(found), len(key["changes"]))


def _lies_on(quote: Quote, article: str, words: str, texts: Mapping[str, str]) -> bool:
    """Whether a quote shares a character with some words of an article."""
    span = locate(texts.get(article, ""), words) if quote.article == article else None
    return span is not None and any(b < span[1] and span[0] < e for b, e in quote.spans)


def score_discrepancies(trace: Trace, key: Row) -> Score:
    """Questions to which the reports give several answers."""
    found = [d for story in trace.stories for d in story.discrepancies]
    likeness = {
        (i, j): float(common)
        for i, row in enumerate(key["discrepancies"])
        for j, discrepancy in enumerate(found)
        if (common := _common_values(row, discrepancy)) >= ENOUGH_VALUES
    }
    return Score("discrepancies", len(best_pairs(likeness)), len(found), len(key["discrepancies"]))


def _common_values(row: Row, discrepancy: Discrepancy) -> int:
    asked = words_of(discrepancy.question)
    about = any(word.startswith(counted) for word in asked for counted in row["counted"])
    if discrepancy.kind != row["kind"] or not about:
        return 0
    return len(set(row["values"]) & {n for a in discrepancy.answers for n in numbers_in(a.value)})


def numbers_in(value: str) -> set[int]:
    """The whole numbers in ``value``, in digits or, up to twenty, in words."""
    words = re.findall(r"[0-9]+|[^\W0-9]+", value.lower())
    return {int(w) for w in words if w.isdecimal()} | {_NUMBERS[w] for w in words if w in _NUMBERS}


def score_masked(trace: Trace, key: Row) -> Score:
    """Which people are protected, or gone where the trace is masked already."""
    names = [words_of(name) for name in key["masked"]]
    if trace.masked:
        left = repr(trace).lower()
        gone = sum(not any(word in left for word in words) for words in names)
        return Score("masked names", gone, gone, len(names))
    held = {a.id: words_of(a.name, *a.aliases) for a in actors_of(trace) if a.protected}
    right = sum(any(words & mine for mine in held.values()) for words in names)
    wrong = sum(not any(words & mine for words in names) for mine in held.values())
    return Score("masked names", right, right + wrong, len(names))
