"""Runs: capitalised words in a row, and the names they hold.

Takes the Words of a passage, gives Names. A run goes on over the small words that names hold.
Its last word may tell what it is ("Party", "Ministry"); titles come off its front ("Gen.",
"Foreign Minister"); what is left is split at days and at names of the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from whence.analyse.personal import (
    is_foreign_name,
    is_given,
    is_joined,
    looks_personal,
    person_kind,
)
from whence.analyse.titles import goes_on_in_title, title_length
from whence.analyse.vocabulary import Known, load_aliases, load_roles, word_key
from whence.analyse.words import LINKS, Evidence, Word
from whence.model import ActorKind, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, without its title.

    ``kind`` is None where the words alone do not tell it. ``title`` is a public role before
    the name, ``honorific`` the word that told the gender. ``owner`` is who holds it: the state
    of "Russia's Defence Ministry". ``seat`` marks a place that may stand for a state.
    """

    start: int
    end: int
    words: tuple[str, ...]
    kind: ActorKind | None = None
    known: Known | None = None
    title: str | None = None
    female: bool | None = None
    owner: Known | None = None
    seat: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The words with spelling evened out."""
        return words_key(self.words)


@lru_cache(maxsize=4096)
def words_key(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with spelling evened out; kept, since a name is compared with many."""
    return tuple(word_key(w) for w in words)


def names_touching(names: Sequence[Name], span: Span) -> list[Name]:
    """The names that share a character with a span; ``names`` are in reading order."""
    first = bisect_right(names, span[0], key=lambda n: n.end)
    return list(takewhile(lambda n: n.start < span[1], names[first:]))


def find_runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Begin and end indices of runs of capitalised words that may be one name."""
    i = 0
    while i < len(words):
        if not words[i].capital and not opens_with_article(text, words, i):
            i += 1
            continue
        j = i + (1 if words[i].capital else 2)
        while (step := next_in_name(text, words, i, j)) > 0:
            j += step
        yield i, j
        i = j


def opens_with_article(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a small Arabic article opens a name there: "the newspaper al Sabah"."""
    if words[at].text not in ARTICLES or at + 1 == len(words):
        return False
    return words[at + 1].capital and adjoins(text, words[at], words[at + 1])


def next_in_name(text: str, words: Sequence[Word], begin: int, end: int) -> int:
    """How many words after ``words[begin:end]`` go on the name, 0 where it is over."""
    roles = load_roles()
    small: list[str] = []
    for k in range(end, min(end + 3, len(words))):
        before, word = words[k - 1], words[k]
        if before.owns or not adjoins(text, before, word):
            return 0
        if word.capital:
            return k + 1 - end if joins(words[begin:end], small, word) else 0
        small.append(word.text)
        if word.text not in roles["words", "particles"] and word.text not in LINKS:
            return 0
    return 0


ARTICLES = frozenset({"al", "el"})
_LISTED = frozenset(
    {"ministry", "department", "office", "bureau", "centers", "institute", "agency"}
)


def adjoins(text: str, before: Word, word: Word) -> bool:
    """Whether nothing but a space, or the dot of an abbreviation, parts two words."""
    gap = text[before.end : word.start]
    if gap in (" ", "\u00a0"):
        return not word.first or before.text.endswith(".")
    short = len(before.text) == 1 or before.low in load_roles()["words", "abbreviated"]
    return short and gap in (". ", ".\u00a0")


def joins(run: Sequence[Word], small: Sequence[str], word: Word) -> bool:
    """Whether a capitalised word after small ones still belongs to the name."""
    roles = load_roles()
    if not small:
        return True
    if all(s in roles["words", "particles"] for s in small):
        return True
    if small == ["&"]:
        return True
    heads = {w.low for w in run}
    if goes_on_in_title(run[-1], small, word):
        return True
    if small == ["and"]:
        linked = any(w.low in LINKS for w in run[1:])
        return linked and bool(heads & _LISTED) and word.known is None
    if run[-1].low not in roles["words", "bodies"]:
        return False
    if word.low in roles["words", "never"]:
        return False
    return small[0] in ("of", "for", "on", "to") and small[1:] in ([], ["the"], ["a"])


def strip_start(run: Sequence[Word], evidence: Evidence) -> Sequence[Word]:
    """The run without days before a title, and words that only the sentence gave a capital."""
    roles = load_roles()
    while run:
        word = run[0]
        day = word.low in roles["words", "never"] and len(run) > 2 and ending_kind(run) is None
        if word.known is None and day:
            run = run[1:]
            continue
        if word.known is not None or not (word.first or word.low in ("the", "a")):
            break
        doubtful = (
            word.low in roles["words", "starters"]
            or (word.low in evidence.lower and word.low not in evidence.upper)
            or (word.low.endswith(("ing", "ly")) and word.low not in evidence.upper)
        )
        if not doubtful or (word.low in roles.titles and len(run) > 1):
            break
        run = run[1:]
    return run


def name_run(run: Sequence[Word], evidence: Evidence) -> Iterator[Name]:
    """The names in one run of capitalised words, titles taken off."""
    if not run:
        return
    roles = load_roles()
    kind = ending_kind(run)
    if len(run) > 1 and kind is not None and not is_foreign_name(run):
        yield make_name(run, kind)
        return
    last = run[-2] if len(run) > 2 and run[-1].low in roles["words", "suffixes"] else run[-1]
    if len(run) > 1 and last.low in roles["endings", "nothing"]:
        yield from (make_name([w], None) for w in run if w.known)
        return
    cut = title_length(run)
    if cut == len(run):
        yield from (make_name([w], None) for w in run if w.known)
        return
    yield from (
        make_name([w], None)
        for w in run[:cut]
        if w.known and w.low not in load_aliases().adjectives
    )
    yield from name_rest(run[:cut], run[cut:], evidence)


def ending_kind(run: Sequence[Word]) -> ActorKind | None:
    """The kind told by the last word, or by the word before "of", "for", "on", "to"."""
    roles = load_roles()
    for word, after in zip(run, [*run[1:], None], strict=True):
        linked = after is not None and after.text in ("of", "for", "on", "to")
        if (after is None or linked) and word.known is None:
            if word.low in roles["titles", "office"]:
                return None
            kind = roles.endings.get(word.low)
            if linked and kind is None and word.low in roles["words", "bodies"]:
                kind = ActorKind.ORGANISATION
            if kind is not None or linked:
                return kind
    return None


def name_rest(titles: Sequence[Word], run: Sequence[Word], evidence: Evidence) -> Iterator[Name]:
    """Names of a run whose title is off: split at days and at names of the table."""
    if looks_personal(run) and not (titles and run[0].known):
        yield entitle(make_name(run, ActorKind.PERSON), titles)
        return
    part: list[Word] = []
    for word in [*run, None]:
        if word is not None and word.known is None and belongs_to_part(word, part):
            part.append(word)
            continue
        yield from name_part(titles, part, evidence)
        part = []
        if word is not None and word.known is not None:
            yield make_name([word], None)


def belongs_to_part(word: Word, part: Sequence[Word]) -> bool:
    """Whether a word may be part of a name: no day; "II" behind a surname, initials inside."""
    roles = load_roles()
    if word.low.rstrip(".") in roles["words", "suffixes"]:
        return len(part) > 1
    if word.low in roles["words", "surnames"] and len(part) == 1 and is_given(part[0].low):
        return True
    return word.low not in roles["words", "never"] or (len(word.text) == 1 and len(part) > 0)


def name_part(titles: Sequence[Word], part: Sequence[Word], evidence: Evidence) -> Iterator[Name]:
    """The one name that is left, if it is one."""
    roles = load_roles()
    adjectives = load_aliases().adjectives
    while part and (is_joined(part[0]) or (len(part) != 2 and part[0].low in adjectives)):
        part = part[1:]
    if len(part) == 2 and part[0].low in adjectives and part[0].low in ("democrat", "republican"):
        part = part[1:]
    words = [w.low for w in part]
    if len(part) > 1 and part[-1].low in adjectives and not is_given(part[0].low):
        return
    if len(part) > 1 and any(w.capital and w.low in roles["words", "slogan"] for w in part[1:]):
        return
    if not part or " ".join(words) in roles["words", "places"] or part[-1].text in LINKS:
        return
    if len(part) == 1:
        word = part[0]
        shown = word.low in evidence.upper or word.text.isupper()
        joined = "-" in word.text and word.text.rpartition("-")[2].islower()
        unproven = joined or (word.first and not shown and not titles)
        if unproven or len(word.text) < 2 or word.text[0].isdigit():
            return
    yield entitle(make_name(part, person_kind(titles, part)), titles)


def make_name(words: Sequence[Word], kind: ActorKind | None) -> Name:
    """A Name over whole words; one word of the table brings its kind along."""
    known = words[0].known if len(words) == 1 else None
    seat = known is not None and words[0].text in load_aliases().seats
    texts = tuple(t for w in words for t in w.text.split(" "))
    return Name(
        words[0].start, words[-1].end, texts, known.kind if known else kind, known, seat=seat
    )


def entitle(name: Name, titles: Sequence[Word]) -> Name:
    """The name with what its titles tell: a public role, a gender."""
    if not titles:
        return name
    roles = load_roles()
    lows = [w.low.rstrip(".") for w in titles]
    female = next((True for low in lows if low in roles["titles", "female"]), None)
    if female is None:
        female = next((False for low in lows if low in roles["titles", "male"]), None)
    public = any(low in roles["titles", "office"] for low in lows)
    title = " ".join(w.text for w in titles) if public else None
    return replace(name, title=title, female=female)
