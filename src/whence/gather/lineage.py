"""Lineage: which article took which passages from which, and to what texts they go back.

Takes articles, gives a :class:`~whence.model.Lineage` for each. Shared runs of words are found
by an index of shingles and joined into passages; the likely parents of an article are those of
its earlier relatives out of which it is made by the fewest changes; who is earlier is told by
the clock, or, where no clock tells, by who links to whom and by where the words stand among
texts of known time, and is left undecided where they do not tell. The same speech in two reports
is no copying: what they share inside quotation marks alone does not tie them. An agency that a
text credits, and whose own report is not among the articles, is a text not seen, ``unseen:NAME``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whence.gather.agencies import Credit, find_credits, is_agency
from whence.gather.alignment import Match
from whence.gather.copying import EDITING, EVEN, Copying, Taken, Takings
from whence.gather.links import find_links
from whence.gather.placing import Placement, first_likelihood, place
from whence.gather.reports import Report, align_report, read_reports
from whence.gather.sharing import Shared, share_passages
from whence.gather.times import Window, publication_window
from whence.model import UNSEEN, Alignment, Article, Derivation, Direction, Lineage

LIKELY = 0.65
"""How likely, by what editors commonly do, the source must have come first for the direction to
count as known."""
SHOWN = 0.75
"""How likely besides with neither direction favoured, where not most of the copy stands in it."""
OWN = 0.5
"""Share of its words that are its own from which on an article is an origin itself."""
CONTAINED = 0.8
"""Share of its words found in another from which on most of a text stands in it."""


@dataclass(frozen=True, slots=True)
class Family:
    """Reports, the passages they share, whom they credit, and when each came to be."""

    reports: Sequence[Report]
    shared: Shared
    credits_by_article: Mapping[str, tuple[Credit, ...]]
    placement: Placement

    def credited(self, x: int) -> tuple[Credit, ...]:
        """The agencies that article ``x`` credits."""
        return self.credits_by_article.get(self.reports[x].article.id, ())

    def credits_report(self, x: int, y: int) -> str | None:
        """The agency that ``x`` credits and whose report ``y`` is."""
        return _credited_agency(self.credited(x), self.reports[y].article)

    def both_credit(self, x: int, y: int) -> str | None:
        """The first agency that both credit for their whole text."""
        other = {c.agency for c in self.credited(y) if c.whole}
        return next((c.agency for c in self.credited(x) if c.whole and c.agency in other), None)

    def report_of(self, x: int, agency: str) -> bool:
        """Whether a report of ``agency`` shares words with ``x``."""
        return any(is_agency(self.reports[y].article.outlet, agency) for y in self.shared[x])

    def candidates(self, x: int) -> list[int]:
        """Earlier relatives that ``x`` can be from.

        Where the credited agency's own report is at hand, others that credit it are not asked.
        """
        earlier = self.placement.earlier(x, sorted(self.shared[x]))
        return [
            y
            for y in earlier
            if not ((agency := self.both_credit(x, y)) and self.report_of(x, agency))
        ]


def trace_lineage(articles: Sequence[Article]) -> list[Lineage]:
    """The lineage of every article, in the order of their ids; the same in any input order.

    Derivations name the likely parents only: a text that an article goes back to through a
    parent is not named again. A derivation from ``unseen:NAME`` has one alignment, the words
    that credit the agency beside nothing (``0, 0``), or none where the credit is not in the text.
    """
    windows = {id(article): publication_window(article) for article in articles}
    ordered = sorted(articles, key=lambda a: (windows[id(a)].latest, -len(a.text), a.text, a.id))
    reports = read_reports(ordered)
    credited = find_credits(ordered)
    lineages: list[Lineage] = []
    for numbers, shared in share_passages(reports):
        kindred = [reports[n] for n in numbers]
        times = [windows[id(ordered[n])] for n in numbers]
        lineages += _trace_kindred(kindred, times, shared, credited)
    return sorted(lineages, key=lambda entry: entry.article)


def _trace_kindred(
    reports: Sequence[Report],
    windows: Sequence[Window],
    shared: Shared,
    credited: Mapping[str, tuple[Credit, ...]],
) -> list[Lineage]:
    """The lineage of reports that share text with each other and with no others."""
    takings = Takings(shared, [len(report.words) for report in reports])
    copying, even = Copying(takings, EDITING), Copying(takings, EVEN)
    articles = [report.article for report in reports]
    clocks = _windows(windows, articles, shared, credited)
    family = Family(reports, shared, credited, place(clocks, find_links(articles), copying, even))
    taken = [
        takings.taken(x, copying.parents(x, family.candidates(x))) for x in range(len(reports))
    ]
    origins = _origins(family, taken)
    return [
        Lineage(article.id, _derivations(family, x, taken[x]), origins[x])
        for x, article in enumerate(articles)
    ]


def _credited_agency(credited: Sequence[Credit], article: Article) -> str | None:
    """The agency among ``credited`` whose own report ``article`` is."""
    return next((c.agency for c in credited if is_agency(article.outlet, c.agency)), None)


def _windows(
    windows: Sequence[Window],
    articles: Sequence[Article],
    shared: Shared,
    credited: Mapping[str, tuple[Credit, ...]],
) -> list[Window]:
    """Windows in which an agency's report comes before those that credit it.

    Its page may carry a later time, that of its last update.
    """
    moved = list(windows)
    for x, article in enumerate(articles):
        for y in shared[x]:
            if not _credited_agency(credited.get(article.id, ()), articles[y]):
                continue
            if math.isfinite(windows[x].earliest):
                latest = min(moved[y].latest, windows[x].earliest - 1)
                earliest = moved[y].earliest if moved[y].earliest <= latest else -math.inf
                moved[y] = Window(earliest, latest)
            elif math.isfinite(windows[y].latest) and windows[y].latest < windows[x].latest:
                moved[x] = Window(max(moved[x].earliest, windows[y].latest + 1), moved[x].latest)
    return moved


def _origins(family: Family, taken: Sequence[Sequence[Taken]]) -> list[tuple[str, ...]]:
    """To what texts each article goes back, parents first."""
    origins: dict[int, set[str]] = {}
    for x in sorted(range(len(taken)), key=lambda x: family.placement.positions[x]):
        found = {origin for parent, _ in taken[x] for origin in origins[parent]}
        unseen = [c for c in family.credited(x) if not family.report_of(x, c.agency)]
        found |= {UNSEEN + credit.agency for credit in unseen}
        whole = any(credit.whole for credit in unseen)
        size = len(family.reports[x].words)
        if not found or (not whole and _own_words(taken[x], size) >= OWN * size):
            found.add(family.reports[x].article.id)
        origins[x] = found
    return [tuple(sorted(origins[x])) for x in range(len(taken))]


def _own_words(taken: Sequence[Taken], size: int) -> int:
    """Words of an article of ``size`` words that stand in no taken passage."""
    reached = own = 0
    for _, match in sorted(taken, key=lambda t: t[1].start):
        own += max(0, match.start - reached)
        reached = max(reached, match.end)
    return own + max(0, size - reached)


def _derivations(family: Family, x: int, taken: Sequence[Taken]) -> tuple[Derivation, ...]:
    """What ``x`` took from its parents, and from agencies whose report is not at hand."""
    report = family.reports[x]
    found = []
    for y in sorted({parent for parent, _ in taken}):
        matches = [match for parent, match in taken if parent == y]
        direction, why = _direction(family, x, y, matches)
        passages = tuple(align_report(match, report, family.reports[y]) for match in matches)
        source = family.reports[y].article.id
        found.append(Derivation(report.article.id, source, direction, passages, why))
    found.sort(key=lambda d: d.source)
    unseen = [c for c in family.credited(x) if not family.report_of(x, c.agency)]
    return (*found, *(_unseen(report.article, credit) for credit in unseen))


def _unseen(article: Article, credit: Credit) -> Derivation:
    begin, end = credit.span
    passages = (Alignment(begin, end, 0, 0),) if end > begin else ()
    why = f"credits {credit.agency}" if credit.whole else f"credits {credit.agency} for a part"
    return Derivation(article.id, UNSEEN + credit.agency, Direction.KNOWN, passages, why)


def _direction(family: Family, x: int, y: int, matches: Sequence[Match]) -> tuple[Direction, str]:
    """Whether it is known that ``x`` took from ``y``, and what that rests on."""
    if agency := family.credits_report(x, y):
        return Direction.KNOWN, f"credits {agency}, whose report this is"
    if agency := family.both_credit(x, y):
        return Direction.UNDECIDED, f"both credit {agency}"
    later, earlier = family.placement.windows[x], family.placement.windows[y]
    if not later.overlaps(earlier):
        return Direction.KNOWN, _gap(earlier, later)
    clock = _clock(earlier, later)
    if (x, y) in family.placement.links:
        return Direction.KNOWN, f"{clock}; links to it"
    if first_likelihood(family.placement.before, y, x) >= LIKELY:
        if first_likelihood(family.placement.shown, y, x) >= SHOWN:
            return Direction.KNOWN, f"{clock}; what the other copies have speaks for this one first"
        if sum(m.end - m.start for m in matches) >= CONTAINED * len(family.reports[x].words):
            return Direction.KNOWN, f"{clock}; this has most of the other's text and more"
    return Direction.UNDECIDED, clock


def _clock(one: Window, other: Window) -> str:
    timed = [math.isfinite(w.earliest) for w in (one, other)]
    if all(timed):
        return "times too coarse to tell"
    return "no time on one of them" if any(timed) else "no time on either"


def _gap(earlier: Window, later: Window) -> str:
    """How long before the later text the earlier one was published, in words."""
    if not (math.isfinite(earlier.earliest) and math.isfinite(later.latest)):
        return "came out before the other"
    seconds = later.earliest - earlier.earliest
    day = 86400
    coarse = max(earlier.latest - earlier.earliest, later.latest - later.earliest) > 3600
    if coarse or seconds >= 2 * day:
        count, unit = max(1, round(seconds / day)), "day"
    elif seconds >= 2 * 3600:
        count, unit = round(seconds / 3600), "hour"
    elif seconds >= 60:
        count, unit = round(seconds / 60), "minute"
    else:
        count, unit = max(1, round(seconds)), "second"
    return f"published {count} {unit}{'s' if count > 1 else ''} earlier"
