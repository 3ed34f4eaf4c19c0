"""Occurrences: every place where a protected name stands.

Takes a text, its names and the reasons of those that are protected, by the fullest key of each
name, gives the spans to hide: the whole name and the surname alone, in any spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from whence.analyse.people import named_female
from whence.analyse.runs import Name
from whence.analyse.spreading import Key
from whence.analyse.vocabulary import word_key
from whence.model import Span

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def fullest_keys(names: Sequence[Name]) -> dict[Key, Key]:
    """For each name's key the longest key that ends in it, or else begins with it."""
    keys = sorted({n.key for n in names}, key=lambda k: (-len(k), k))
    by_last: dict[str, list[Key]] = defaultdict(list)
    by_first: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_last[key[-1]].append(key)
        by_first[key[0]].append(key)
    return {
        key: next(
            (k for k in by_last[key[-1]] if len(k) > len(key) and k[-len(key) :] == key),
            next((k for k in by_first[key[0]] if len(k) > len(key) and k[: len(key)] == key), key),
        )
        for key in keys
    }


def group_bearers(names: Iterable[Name], full: Mapping[Key, Key]) -> dict[Key, list[Name]]:
    """The names of each bearer, by the fullest key."""
    own: dict[Key, list[Name]] = defaultdict(list)
    for name in names:
        own[full[name.key]].append(name)
    return own


def find_everywhere(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> Iterator[tuple[Span, str]]:
    """Every place where a protected name stands, in whatever spelling its words are keyed to.

    A surname inside a longer name is a relative's and left alone, save where all words of the
    protected name are there ("the Free X Y campaign"). One that several share is taken for that
    of whoever was last named in full.
    """
    if not reasons:
        return
    by_surname = {key[-1]: key for key in sorted(reasons, reverse=True)}
    bearers = find_bearers(names, full, reasons)
    own = {n.start: n for n in names if bearers[n.start] in reasons}
    others = {n.start: n.end for n in names if bearers[n.start] not in reasons}
    words = [(m.start(), m.group().removesuffix("'s")) for m in _WORD.finditer(text)]
    covered = other = 0
    for i, (start, word) in enumerate(words):
        other = max(other, others.get(start, 0))
        if start in own and start >= covered:
            covered = own[start].end
            yield (start, covered), reasons[bearers[start]]
        key = by_surname.get(word_key(word)) if word[0].isupper() or "-" in word else None
        if key is None or start < covered:
            continue
        before = words[max(0, i + 1 - len(key)) : i + 1]
        whole = len(key) > 1 and tuple(word_key(w) for _, w in before) == key
        if whole or start >= other:
            begin = before[0][0] if whole and before[0][0] >= covered else start
            covered = start + len(word)
            yield (begin, covered), reasons[key]


def find_bearers(
    names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> dict[int, Key]:
    """By the start of each name the fullest key of its bearer.

    A surname alone, or behind an honorific, is of the protected person who bears it if that one
    was the last of its bearers to be named in full, or the last whose gender fits.
    """
    bearers: dict[int, Key] = {}
    named: dict[str, list[Name]] = {}
    for name in names:
        bearers[name.start] = full[name.key]
        if len(name.words) > 1:
            named.setdefault(name.key[-1], []).append(name)
            continue
        fitting = (n for n in reversed(named.get(name.key[-1], ())) if may_be_same(name, n))
        last = next(fitting, None)
        if last is not None and full[last.key] in reasons:
            bearers[name.start] = full[last.key]
    return bearers


def may_be_same(short: Name, whole: Name) -> bool:
    """Whether an honorific before a surname, if there is one, fits the gender of a full name."""
    told = named_female(whole)
    return short.female is None or told is None or short.female == told


def drop_overlaps(found: Sequence[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Spans in reading order; of those that share a character the first and longest."""
    covered = 0
    for span, reason in sorted(found, key=lambda f: (f[0][0], -f[0][1], f[1])):
        if span[0] >= covered:
            covered = span[1]
            yield span, reason
