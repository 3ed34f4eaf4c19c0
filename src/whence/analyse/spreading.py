"""Spreading: what is said of one name goes on to others that it must hold for, too.

Takes a text, its names in reading order and what the words right around each of them say
(:mod:`whence.analyse.protection`), gives the same for names about which it is said otherwise:
along a list ("the hostages X, Y and Z"), by a pronoun or a description that stands for a name
("X left. He was kidnapped in May"; "the schoolboy"), and by another name of the same person
("X, also known as Y"). A pronoun stands for whoever the sentence, or the one before, names first
and fits; that is wrong at times, and hides a name too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whence.analyse.people import named_female
from whence.analyse.perils import CAPTIVE, MINOR, load_perils
from whence.analyse.runs import Name

Key = tuple[str, ...]

_LIST_GAP = re.compile(
    r"(?:,? (?:\d+|an?|the|his|her) (?:(?!who |that |which |said )[\w-]+ ?){1,4}(?=,)|"
    r", (?:aged )?\d+(?=[,;]| and)| \(\d+\)|, \d+ [\w-]+(?: [\w-]+)?|"
    r" (?:of|from) [A-Z][\w-]+(?=[,;]| and))?"
    r"([,;]|[,;]? and|,? along with|,? as well as) "
    r"(?:(?!(?:and|along|as|said|says|told|who|was|were|in|on|at|by|of|that) )[\w.-]+ ){0,4}"
    r"(?:(?:an?|another|two|his|her|their) (?:[\w-]+ ){0,2}[\w-]+, )?"
)
_ALIAS_GAP = re.compile(
    r"[\"”']?(?: \((?!\d)|,? (?:who (?:is|was) |who now |now )?"
    r"(?:also |better |formerly |previously |"
    r"later |sometimes |often |locally )?(?:known|called|nicknamed|born|aka|a\.k\.a\.|"
    r"went by|goes by|going by|né|née)(?: to \w+)?(?: as| by)?"
    r"(?: the (?:name|nickname|alias)(?: of)?)?|"
    r",? (?:who )?(?:had )?(?:changed (?:his|her) name to|took the name)(?: of)?) ?[\"“']?"
)
_STARTS = re.compile(
    r"(?<![A-Z][a-z])(?<![A-Z])[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n+|[\"“](?=[A-Z])"
)
"""Where a sentence begins, one inside quotation marks too."""
_OTHERS = re.compile(r",? (?:and|or) (?:(?:many|several|two|three|some) )?(?:others|more)\b")
_LONG_LIST = 2
"""Names up to which commas alone may set off an apposition."""
_SENTENCES = 3
"""Sentences, that of the pronoun among them, in which the one it stands for is looked for."""
_BACK = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a name is protected. ``direct``: said of the very person, whatever their office.

    ``behind`` tells that the words that say so stand behind the name.
    """

    reason: str
    direct: bool
    behind: bool


Findings = Sequence[Finding | None]


def spread(text: str, names: Sequence[Name], findings: Findings) -> list[Finding | None]:
    """Findings shared along lists of names: "the hostages X, Y and Z", "X and Y were taken".

    What stands before the list's first name goes on to the next, what stands behind its last
    one goes back. An age is of one person alone, unless it is told of all.
    """
    own = [i for i, n in enumerate(names) if not (len(n.words) == 1 and stands_for_place(text, n))]
    inner = [names[i] for i in own]
    shared: list[Finding | None] = list(findings)
    for i, finding in zip(own, share(text, inner, [findings[i] for i in own]), strict=True):
        shared[i] = finding
    return shared


def stands_for_place(text: str, name: Name) -> bool:
    """Whether a name is where the one before it comes from: "X of Ost, Y of Varn"."""
    return text.endswith((" of ", " from "), 0, name.start)


def share(text: str, names: Sequence[Name], findings: Findings) -> list[Finding | None]:
    """Findings shared along the lists of names that are people's."""
    shared = list(findings)
    for first, last in find_lists(text, names):
        young = child = tells_children(text, names, first, last)
        for i in range(first + 1, last + 1):
            finding = shared[i - 1]
            child = child or tells_several(text, names[i - 1])
            if shared[i] is None and finding and (child or goes_on(finding)):
                shared[i] = replace(finding, direct=child)
        for i in range(last - 1, first - 1, -1):
            finding = shared[i + 1]
            if shared[i] is None and finding and (young or goes_back(finding)):
                shared[i] = replace(finding, direct=young)
    return shared


def goes_on(finding: Finding) -> bool:
    """Whether what is said of a name holds for the next of a list."""
    return not finding.behind and finding.reason != MINOR


def goes_back(finding: Finding) -> bool:
    """Whether what is said of a name holds for the one before it in a list."""
    return finding.behind and finding.reason != MINOR


def tells_children(text: str, names: Sequence[Name], first: int, last: int) -> bool:
    """Whether the words around a list make all of its names children's."""
    end = names[last].end
    ages = load_perils().ages.match(text[end : end + 40].lower())
    return ages is not None or tells_several(text, names[first])


def tells_several(text: str, name: Name) -> bool:
    """Whether the words before a name make it and those listed behind it children's."""
    before = text[max(0, name.start - 60) : name.start].lower()
    return load_perils().several.search(before) is not None


def find_lists(text: str, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """First and last index of names that commas and an "and" make one list; several may lack it."""
    first, closed = 0, False
    for i in range(1, len(names) + 1):
        gap = (
            _LIST_GAP.fullmatch(text, names[i - 1].end, names[i].start) if i < len(names) else None
        )
        if gap is not None:
            closed = closed or len(gap[1]) > 1
            continue
        if closed or i - first > _LONG_LIST or _OTHERS.match(text, names[i - 1].end):
            yield first, i - 1
        first, closed = i, False


def point_back(text: str, names: Sequence[Name], low: str) -> list[Finding | None]:
    """What is said of names by pronouns and descriptions that stand for them."""
    pointed: list[Finding | None] = [None] * len(names)
    perils = load_perils()
    for reason, pattern in perils.pointing:
        for match in pattern.finditer(low):
            word = next(group for group in match.groups() if group)
            place = find_meant(text, names, match.start(), word in ("she", "her"))
            if place is not None and pointed[place] is None:
                pointed[place] = Finding(reason, direct=False, behind=True)
    return pointed


def find_child(text: str, names: Sequence[Name], low: str) -> Iterator[int]:
    """The names for which descriptions of a child stand, if no nameless one is told of."""
    perils = load_perils()
    if perils.nameless.search(low):
        return
    for match in perils.child.finditer(low):
        words = match.group()
        female = True if "girl" in words else False if "boy" in words else None
        place = find_meant(text, names, match.start(), female)
        if place is not None:
            yield place


def find_meant(text: str, names: Sequence[Name], at: int, female: bool | None) -> int | None:
    """The first name of a sentence, or else of those right before it, that fits a gender."""
    begin = max(0, at - _BACK)
    starts = [begin, *(m.end() for m in _STARTS.finditer(text, begin, at))]
    end = at
    for start in sorted(set(starts), reverse=True)[:_SENTENCES]:
        inside = [i for i, n in enumerate(names) if start <= n.start and n.end <= end]
        place = next((i for i in inside if fits(names[i], female)), None)
        if place is not None:
            return place
        end = start
    return None


def fits(name: Name, female: bool | None) -> bool:
    """Whether a name may be that of a woman or girl, or of a man or boy; titles are of others."""
    told = named_female(name)
    return name.title is None and (female is None or told is None or told == female)


def find_aliases(text: str, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Indices of names next to each other that the words between make one person's."""
    for i in range(1, len(names)):
        if _ALIAS_GAP.fullmatch(text, names[i - 1].end, names[i].start):
            yield i - 1, i


def share_reasons(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: dict[Key, str]
) -> None:
    """Reasons of some names put in for their aliases, and captives' for those listed with them."""
    groups = [(a, b, None) for a, b in find_aliases(text, names)]
    listed = [(a, b, CAPTIVE) for a, b in find_lists(text, names)]
    for first, last, only in (*groups, *listed, *groups):
        keys = [full[n.key] for n in names[first : last + 1] if n.title is None]
        found = [reasons[key] for key in keys if key in reasons]
        if found and only in (None, found[0]):
            for key in keys:
                reasons.setdefault(key, found[0])
