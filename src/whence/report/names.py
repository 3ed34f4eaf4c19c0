"""Protected names: every way in which a name shows itself in a text, a URL or an id.

Takes the names of protected people, gives the spans of any string in which one of them stands.
The one idea is to search a *folded* string — no case, no marks over letters, no invisible
characters, words joined again where a line broke them — that remembers for each of its
characters where it came from, so that whatever is found leads back to exact offsets. It would
rather hide a word too many than a name too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from whence.tables import read_table

_TABLE = read_table("whence.report", "names.toml")
_UNTELLING = frozenset(_TABLE["titles"]) | frozenset(_TABLE["peoples"])
_LETTERS: dict[str, str] = _TABLE["letters"]
_SPELLINGS: dict[str, str] = _TABLE["spellings"]
_SUFFIX = f"(?:{'|'.join(_TABLE['suffixes'])})?"
_BETWEEN = r"[\W_]{0,3}"
_SHORTEST_PART = 3
_LONGEST_NAME = 6
_UNMISTAKABLE = 8
"""Letters from which a full name is hidden even in the middle of a longer word."""

_BROKEN_WORD = re.compile(r"[-\u2010\u00ad][ \t]*\r?\n[ \t]*")
_RUN = re.compile(r"\S+")
_IN_ADDRESS = re.compile(r"[/@#_%\\]|\w\.\w")
_MIDDLE_NAMES = re.compile(r"\s+(?:[^\W\d_a-z][\w'’.-]*\s+){1,2}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A half-open span in which a protected person is named, and that person's number."""

    start: int
    end: int
    person: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One written form of a name; a ``lone`` part counts only where it is capitalised."""

    expression: re.Pattern[str]
    literal: str
    """Its longest part: where that does not stand, none of it needs looking for."""
    person: int
    lone: bool
    bounded: bool


class ProtectedNames:
    """The names of protected people, numbered from one, ready to be found."""

    def __init__(
        self, people: Sequence[Iterable[str]], ordinary: Mapping[int, Collection[str]] | None = None
    ) -> None:
        """``ordinary`` has, by number, words in lower case that alone name somebody else."""
        self._patterns = tuple(
            pattern
            for number, names in enumerate(people, start=1)
            for pattern in _patterns_of(
                sorted(set(names)), number, (ordinary or {}).get(number, frozenset())
            )
        )
        self._literals = frozenset(pattern.literal for pattern in self._patterns)
        self._clear: set[str] = set()

    def find(self, text: str, *, any_case: bool = False) -> list[Hit]:
        """Where ``text`` names a protected person: in reading order, not overlapping.

        With ``any_case`` (URLs, ids, paths) a lone part is found in small letters too; in
        running text only inside words that look like an address, a handle or a hashtag.
        """
        # The same names, ids and addresses come again and again, and most name nobody protected.
        if text in self._clear:
            return []
        if not self._may_name(text):
            self._clear.add(text)
            return []
        folded, origin = _fold(text)
        addresses = () if any_case else _addresses(text)
        found: list[Hit] = []
        for pattern in self._patterns:
            if pattern.literal not in folded:
                continue
            for match in pattern.expression.finditer(folded):
                start, end = origin[match.start()], _end_of(text, origin[match.end() - 1])
                small = text[start].islower() and not any_case
                if small and pattern.lone and not _inside(start, addresses):
                    continue
                if pattern.bounded and not _stands_free(text, start, end):
                    continue
                found.append(Hit(start, end, pattern.person))
        found.extend(self._encoded(text) if not any_case else ())
        return _joined(text, found)

    def _may_name(self, text: str) -> bool:
        """Whether a part of a name, or what may hide one, stands in the text at all."""
        if "%" in text or _BROKEN_WORD.search(text):
            return True
        folded = text.translate(_FOLDING)
        return any(literal in folded for literal in self._literals)

    def _encoded(self, text: str) -> Iterator[Hit]:
        """Addresses in running text that hide a name behind percent signs: hidden whole."""
        for start, end in _addresses(text):
            written = text[start:end]
            hits = self.find(decoded(written), any_case=True) if "%" in written else []
            if hits:
                yield Hit(start, end, hits[0].person)


def decoded(address: str) -> str:
    """``address`` without percent-encoding, however often it was applied."""
    for _ in range(4):
        plain = unquote(address)
        if plain == address:
            break
        address = plain
    return address


def is_telling(name: str) -> bool:
    """Whether a name names: "Ada Lund" does, "the captive" and "a Russian soldier" do not."""
    parts = _parts(name)
    if len(parts) == 1 and " " not in name.strip():
        return len(parts[0]) > 1 and _folded(parts[0]) not in _UNTELLING
    return any(not part[0].islower() and _folded(part) not in _UNTELLING for part in parts)


# ---------------------------------------------------------------- patterns


def _patterns_of(
    names: Iterable[str], person: int, ordinary: Collection[str]
) -> Iterator[_Pattern]:
    forms: dict[tuple[str, ...], bool] = {}
    for name in names:
        if not is_telling(name):
            continue
        parts = _parts(name)[:_LONGEST_NAME]
        for run in _runs(parts):
            forms.setdefault(tuple(_folded(p) for p in run), len(run) == 1 and len(parts) > 1)
        for spelt in _spellings(parts):
            forms.setdefault(spelt, len(spelt) == 1)
    for form, lone in forms.items():
        if len(form) == 1 and form[0] in ordinary:
            continue
        yield _pattern(form, person, lone or len(form) == 1)


def _runs(parts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The name whole, turned round, every run of its parts, and its telling parts alone."""
    yield parts
    if len(parts) > 1:
        yield [parts[-1], *parts[:-1]]
    for length in range(2, len(parts)):
        for begin in range(len(parts) - length + 1):
            run = parts[begin : begin + length]
            if any(_stands_alone(part) for part in run):
                yield run
    for part in parts:
        if _stands_alone(part):
            yield [part]


def _spellings(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Other ways to write the name: ü as ue, and the forms of one family name."""
    spelt = ["".join(_SPELLINGS.get(c, c) for c in part.lower()) for part in parts]
    if spelt != [part.lower() for part in parts]:
        yield tuple(_folded(part) for part in spelt)
        yield from ((_folded(part),) for part in spelt if len(part) > _SHORTEST_PART)
    for part in parts:
        for long, short in _TABLE["inflections"]:
            stem, folded = _folded(part).removesuffix(long), _folded(part)
            if stem != folded and len(stem) > 1 and _stands_alone(part):
                yield (stem + short,)


def _pattern(form: tuple[str, ...], person: int, lone: bool) -> _Pattern:
    expression = _BETWEEN.join(re.escape(part) for part in form)
    cased = expression.upper() != expression
    bounded = cased and (lone or sum(map(len, form)) < _UNMISTAKABLE)
    if lone and cased:
        expression += rf"(?:{_SUFFIX}(?![^\W\d_])|)"
    return _Pattern(re.compile(expression), max(form, key=len), person, lone, bounded)


def _stands_alone(part: str) -> bool:
    telling = len(part) >= _SHORTEST_PART and not part[0].islower()
    return telling and _folded(part) not in _UNTELLING


def _parts(name: str) -> list[str]:
    letters = unicodedata.normalize("NFC", name)
    return re.findall(r"[^\W_]+", "".join(c for c in letters if _fold_letter(c) or not c.strip()))


# ---------------------------------------------------------------- folding


@cache
def _fold_letter(letter: str) -> str:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return ""
    taken_apart = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(_LETTERS.get(c, c) for c in taken_apart if unicodedata.category(c) != "Mn")


class _Folding(dict[int, str]):
    """Each letter's folded form, by code point, filled as letters come up."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_letter(chr(code))
        return self[code]


_FOLDING = _Folding()


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the offset that it came from."""
    if not _BROKEN_WORD.search(text) and all(len(_FOLDING[ord(c)]) == 1 for c in set(text)):
        return text.translate(_FOLDING), range(len(text))
    folded: list[str] = []
    origin: list[int] = []
    breaks = {m.start(): m.end() for m in _BROKEN_WORD.finditer(text)}
    resume = 0
    for offset, letter in enumerate(text):
        resume = breaks.get(offset, resume)
        if offset < resume:
            continue
        for piece in _FOLDING[ord(letter)]:
            folded.append(piece)
            origin.append(offset)
    return "".join(folded), origin


def _folded(text: str) -> str:
    return _fold(text)[0]


# ---------------------------------------------------------------- spans


def _end_of(text: str, last: int) -> int:
    """One past ``last`` and the marks that hang on it."""
    end = last + 1
    while end < len(text) and _fold_letter(text[end]) == "":
        end += 1
    return end


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether a word begins at ``start`` and ends at ``end``; ``freeAda`` begins one at A."""
    before, first = text[start - 1 : start], text[start]
    last, after = text[end - 1], text[end : end + 1]
    begins = not before.isalpha() or (before.islower() and first.isupper())
    ends = not after.isalpha() or (last.islower() and after.isupper())
    return begins and ends


def _addresses(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(run.span() for run in _RUN.finditer(text) if _IN_ADDRESS.search(run[0]))


def _inside(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _joined(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """Hits that touch, or that only middle names part, made one; the longest gives the number."""
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.person)):
        last = joined[-1] if joined else None
        if last and (hit.start <= last.end or _only_middle_names(text, last, hit)):
            joined[-1] = Hit(last.start, max(last.end, hit.end), last.person)
        else:
            joined.append(hit)
    return joined


def _only_middle_names(text: str, left: Hit, right: Hit) -> bool:
    between = text[left.end : right.start]
    return left.person == right.person and bool(_MIDDLE_NAMES.fullmatch(between))
