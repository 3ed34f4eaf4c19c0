"""The hardest small page there is, line by line; what is expected is told by offsets alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from whence.model import (
    Act,
    Certainty,
    Commitment,
    Distance,
    Firmness,
    LinkRole,
    PassageRole,
    Polarity,
    Precision,
    Stance,
    Statement,
    Trace,
    commitment_of,
)
from whence.pipeline import Options, trace_inputs
from whence.report import mask_trace, render_report

PAGE = Path(__file__).parents[2] / "shared" / "data" / "seed" / "000_268e4578f94adf6e.txt"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="needs the seed page")

HEADLINE, CAPTION, SUBHEADING = (13, 72), (74, 160), (1243, 1291)
MAN, HIMSELF, BESIDE = (802, 827), (850, 865), (1018, 1034)
GROUP = [
    *((13, 17), (146, 150), (242, 261), (267, 280), (363, 379), (617, 619), (682, 695)),
    *((925, 929), (1093, 1095), (1257, 1261), (1370, 1374), (1699, 1735), (1737, 1741)),
    *((1757, 1761), (1793, 1808)),
]
"""Every name and description of the group: short, long, "the militants"."""
SILENT = [(0, 11), (161, 178), (1910, 1918), (1919, 1937), (1939, 2051), (2053, 2066)]
"""Kicker, credit, byline, the author's two lines, and what stands under every page."""


@pytest.fixture(scope="module")
def trace() -> Trace:
    return trace_inputs([str(PAGE)], Options())


@pytest.fixture(scope="module")
def dated() -> Trace:
    return trace_inputs([str(PAGE)], Options(published="2017-10-04"))


def said(trace: Trace, source: tuple[int, int], cue: tuple[int, int]) -> Statement:
    """The one statement with that source and cue."""
    (found,) = [
        s
        for s in trace.analyses[0].statements
        if s.source == (source,) and s.cue and s.cue[0] == cue
    ]
    return found


def names(trace: Trace) -> dict[str, str]:
    return {a.id: a.name for a in trace.analyses[0].actors}


def test_the_headline_states_what_caption_and_body_do_not(trace):
    (first, *_) = trace.stories[0].carriages
    assert first.headline_quote is not None and first.headline_quote.spans == (HEADLINE,)
    assert (first.headline, first.overstated) == (Firmness.STATED, True)
    assert first.body is not None and first.body <= Firmness.DISTANCED
    assert first.body_quote is not None and first.body_quote.spans[0][0] > CAPTION[1]
    (caption,) = [a for a in trace.analyses[0].assertions if a.role is PassageRole.CAPTION]
    assert caption.span == (CAPTION,)
    assert caption.distance is Distance.DISTANCING


def test_the_man_speaks_under_duress_through_four_hands(trace):
    statement = said(trace, MAN, (894, 898))
    assert statement.duress
    roles = [link.role for link in statement.chain]
    assert roles == [LinkRole.OUTLET, LinkRole.CHANNEL, LinkRole.RELAY, LinkRole.HOLDER]
    channel, relay = (statement.chain[n].actor for n in (1, 2))
    actors = {a.id: a for a in trace.analyses[0].actors}
    mentions = {(m.start, m.end): m.actor for m in trace.analyses[0].mentions}
    assert mentions[382, 398] == mentions[605, 609] == channel
    assert mentions[13, 17] == relay
    assert not actors[relay].protected


def test_both_captives_are_masked_in_the_report_and_in_the_address(trace):
    article = trace.analyses[0].article
    captives = [article.text[slice(*span)] for span in (HIMSELF, BESIDE)]
    protected = {a.name for a in trace.analyses[0].actors if a.protected}
    assert protected == set(captives)
    report = render_report(mask_trace(trace)).casefold()
    for name in captives:
        assert all(part.casefold() not in report for part in name.split())


def test_the_group_is_one_actor_under_all_its_names(trace):
    mentions = {(m.start, m.end): m.actor for m in trace.analyses[0].mentions}
    assert len({mentions[span] for span in GROUP}) == 1


def test_the_town_is_one_place_and_the_village_lies_in_it_unlocated(trace):
    places = {(p.start, p.end): p for p in trace.analyses[0].places}
    town, same, village = places[1129, 1141], places[1870, 1881], places[1850, 1858]
    assert (town.name, town.latitude) == (same.name, same.latitude)
    assert town.latitude is not None
    assert (village.inside, village.latitude) == (town.name, None)


def test_two_accounts_on_one_page_are_said_to_be_two(trace):
    (accounts,) = [c.accounts for c in trace.stories[0].carriages if c.accounts]
    assert [q.spans for q in accounts] == [(HEADLINE,), (SUBHEADING,)]


def test_the_subheading_denies_and_the_state_only_doubts(trace):
    denial, doubt = said(trace, (1243, 1249), (1250, 1256)), said(trace, (1293, 1299), (1300, 1308))
    assert (denial.act, doubt.act) == (Act.DENIES, Act.DOUBTS)
    assert denial.actor == doubt.actor
    (marked,) = [
        c
        for c in trace.stories[0].carriages
        if c.headline_quote and c.headline_quote.spans == (SUBHEADING,)
    ]
    assert marked.overstated and marked.body is Firmness.DOUBTED


def test_the_spokesman_doubts_and_confirms_a_checking_that_is_others(trace):
    spokesman, authorities = (1420, 1477), (1562, 1573)
    doubt, confirmed = said(trace, spokesman, (1478, 1482)), said(trace, spokesman, (1547, 1556))
    checking = said(trace, authorities, (1574, 1587))
    assert (doubt.act, confirmed.act, checking.act) == (Act.DOUBTS, Act.CONFIRMS, Act.CHECKS)
    assert checking.via == confirmed.id
    assert len({doubt.actor, confirmed.actor, checking.actor}) == 2
    (actor,) = [a for a in trace.analyses[0].actors if a.id == doubt.actor]
    text = trace.analyses[0].article.text
    assert actor.role == text[1435:1476]
    assert actor.affiliation is not None
    stances = {p.stance for p in trace.stories[0].positions if p.holder == doubt.actor}
    assert Stance.FOR not in stances


def test_times_are_open_until_the_page_is_dated(trace, dated):
    spans = [(771, 785), (1062, 1071), (1486, 1495), (1772, 1779)]
    assert [(t.start, t.end, t.value) for t in trace.analyses[0].times] == [
        (begin, end, None) for begin, end in spans
    ]
    values = [t.value for t in dated.analyses[0].times]
    assert values == [
        "2017-09-04/2017-10-04",
        "2017-09-25/2017-10-01",
        "2017-10-04",
        "2017-10-03",
    ]
    assert all(t.precision is Precision.DAY for t in dated.analyses[0].times)


def test_quantities_say_what_they_count(trace):
    counted = {(q.start, q.end): (q.low, q.high, q.counted) for q in trace.analyses[0].quantities}
    assert counted[334, 336] == (42, 42, "second")
    assert counted[400, 403] == (2, 2, "man")
    assert counted[36, 37] == (2, 2, "soldier")


def test_what_frames_the_page_says_nothing(trace):
    analysis = trace.analyses[0]
    spans = [
        span
        for s in (*analysis.statements, *analysis.assertions)
        for span in ((*s.source, *s.cue, *s.content) if isinstance(s, Statement) else s.span)
    ]
    assert not [
        (begin, end)
        for begin, end in spans
        if any(begin < last and first < end for first, last in SILENT)
    ]


def test_the_group_passes_with_distance_what_it_claims(trace):
    claiming = said(trace, (617, 619), (620, 625))
    assert commitment_of(claiming.act, claiming.certainty) is Commitment.ASSERTS
    assert (claiming.certainty, claiming.polarity, claiming.distance) == (
        Certainty.CERTAIN,
        Polarity.POSITIVE,
        Distance.DISTANCING,
    )


def test_nobody_in_the_hands_of_others_is_a_root_source(trace):
    held = {a.id for a in trace.analyses[0].actors if a.protected}
    assert not held.intersection(trace.stories[0].root_sources)
