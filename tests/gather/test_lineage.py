"""Lineage: who took which passages from whom, and to what texts they go back."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.gather.agencies import find_credits
from whence.gather.lineage import trace_lineage
from whence.gather.times import publication_window
from whence.model import (
    Article,
    Derivation,
    Direction,
    Exhibit,
    ExhibitKind,
    Lineage,
    Moment,
    Passage,
    PassageRole,
    Precision,
)

FERRY = (
    "The ferry Halden ran aground on a sandbank outside Orrem harbour shortly before midnight "
    "with eighty passengers and two lorries of timber on board.",
    "Harbour pilots had warned the crew twice over the radio that the marked channel had moved "
    "after the storms of the past fortnight.",
    "Divers found no holes in the hull and the vessel floated free with the next tide, leaving "
    "a smear of paint on the breakwater.",
    "The owners, a cooperative of fishing families, said the captain would stay ashore until an "
    "inquiry had listened to the recordings from the bridge.",
    "Two hundred people still waited on the quay at dawn for news, wrapped in blankets that the "
    "bakery across the road had handed out.",
)
MINE = (
    "Nobody at the ministry would say on Thursday who had signed the permit for the copper mine "
    "above the village of Tallin Brae.",
    "Shepherds on the slope count eleven springs that have run dry since drilling began in the "
    "first week of the lambing season.",
    "A spokeswoman promised a map of the boreholes by the end of the month and a meeting in the "
    "village hall the week after.",
)
OWN = (
    "Our reporter walked the length of the pier and spoke with six of those who had slept there.",
    "The mayor, reached on holiday, wanted to hear nothing of dredging before the budget is read.",
    "In nineteen years of ferries this newspaper has written of four groundings at the same bank.",
    "Whoever reads the tide tables of the last century will find the channel three cables south.",
)
WORDS = [a + b for a in ("ka", "lo", "mi", "ru", "ste", "vo") for b in ("dan", "mer", "pik", "sol")]


def at(value: str, precision: Precision = Precision.MINUTE, origin: str = "given") -> Moment:
    return Moment(value, precision, None, origin)


def article(
    name: str, *paragraphs: str, published: str | None = None, outlet: str | None = None
) -> Article:
    moment = at(published) if published else None
    return Article(name, "\n\n".join(paragraphs), outlet=outlet, published=moment)


def lineage_of(name: str, articles: Sequence[Article]) -> Lineage:
    return next(entry for entry in trace_lineage(articles) if entry.article == name)


def sources(entry: Lineage) -> list[tuple[str, Direction]]:
    return [(d.source, d.direction) for d in entry.derivations]


def only(entry: Lineage) -> Derivation:
    (derivation,) = entry.derivations
    return derivation


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_a_later_copy_is_from_the_earlier_text_and_goes_back_to_it():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    copy = article("copy", *FERRY[:3], OWN[0], published="2026-02-01T08:40")
    derivation = only(lineage_of("copy", [copy, first]))
    assert (derivation.source, derivation.direction) == ("first", Direction.KNOWN)
    assert derivation.why == "published 40 minutes earlier"
    assert lineage_of("copy", [copy, first]).origins == ("first",)
    assert lineage_of("first", [copy, first]) == Lineage("first", (), ("first",))


def test_passages_lead_to_the_same_words_in_both_texts():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    copy = article("copy", OWN[0], FERRY[1], OWN[1], FERRY[3], published="2026-02-02T08:00")
    passages = only(lineage_of("copy", [copy, first])).passages
    assert [copy.text[p.start : p.end] for p in passages] == [FERRY[1], FERRY[3]]
    assert [first.text[p.from_start : p.from_end] for p in passages] == [FERRY[1], FERRY[3]]


def test_a_changed_word_does_not_break_a_passage():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    changed = FERRY[0].replace("shortly before", "a little before").replace("lorries", "trucks")
    copy = article("copy", changed, published="2026-02-02T08:00")
    (passage,) = only(lineage_of("copy", [first, copy])).passages
    assert copy.text[passage.start : passage.end] == changed


def test_a_copy_of_a_copy_names_its_parent_alone_and_goes_back_to_the_first():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    middle = article("middle", FERRY[0], OWN[0], *FERRY[1:4], published="2026-02-01T09:00")
    last = article("last", FERRY[0], OWN[0], *FERRY[1:3], published="2026-02-01T10:00")
    entry = lineage_of("last", [last, middle, first])
    assert sources(entry) == [("middle", Direction.KNOWN)]
    assert entry.origins == ("first",)


def test_two_reports_run_into_one_have_two_parents_and_two_origins():
    ferry = article("ferry", *FERRY, published="2026-02-01T08:00")
    mine = article("mine", *MINE, published="2026-02-01T08:30")
    both = article("both", *FERRY[:3], *MINE[:2], published="2026-02-01T12:00")
    entry = lineage_of("both", [both, ferry, mine])
    assert sources(entry) == [("ferry", Direction.KNOWN), ("mine", Direction.KNOWN)]
    assert entry.origins == ("ferry", "mine")


def test_an_article_that_is_half_its_own_is_an_origin_too():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    own = article("own", FERRY[0], *OWN, published="2026-02-01T12:00")
    assert lineage_of("own", [first, own]).origins == ("first", "own")


def test_two_texts_without_a_time_are_tied_but_undecided():
    one = article("one", FERRY[0], FERRY[1], OWN[0])
    other = article("other", OWN[1], FERRY[0], FERRY[1])
    lineage = trace_lineage([one, other])
    tied = [d for entry in lineage for d in entry.derivations]
    assert [d.direction for d in tied] == [Direction.UNDECIDED]
    assert tied[0].why == "no time on either"
    assert len({origin for entry in lineage for origin in entry.origins}) == 1


def test_days_tell_only_between_different_days():
    def dated(name: str, day: str, *paragraphs: str) -> Article:
        return Article(name, "\n\n".join(paragraphs), published=at(day, Precision.DAY, "page"))

    one = dated("one", "2026-02-01", FERRY[0], FERRY[1], OWN[0])
    same_day = dated("same", "2026-02-01", OWN[1], FERRY[0], FERRY[1])
    next_day = dated("next", "2026-02-02", OWN[1], FERRY[0], FERRY[1])
    undecided = [d for entry in trace_lineage([one, same_day]) for d in entry.derivations]
    assert [(d.direction, d.why) for d in undecided] == [
        (Direction.UNDECIDED, "times too coarse to tell")
    ]
    known = only(lineage_of("next", [one, next_day]))
    assert (known.source, known.direction) == ("one", Direction.KNOWN)
    assert known.why == "published 1 day earlier"


def test_a_clock_without_zone_is_trusted_to_its_day_unless_a_person_gave_it():
    def window(origin: str) -> float:
        moment = at("2026-02-01T08:00", Precision.MINUTE, origin)
        bounds = publication_window(Article("a", "", published=moment))
        return bounds.latest - bounds.earliest

    assert window("page") == 86399
    assert window("given") == 59


def test_a_text_seen_before_another_was_published_came_first():
    seen = Moment("2026-02-01T06:00:00Z", Precision.SECOND, "Z", "capture")
    one = Article("one", "\n\n".join(FERRY), first_seen=seen)
    other = article("other", *FERRY[:3], published="2026-02-01T09:00")
    derivation = only(lineage_of("other", [one, other]))
    assert (derivation.source, derivation.direction) == ("one", Direction.KNOWN)


def test_third_texts_show_where_an_undated_copy_stands():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    second = article("second", FERRY[0], OWN[0], *FERRY[1:4], published="2026-02-01T09:00")
    undated = article("undated", FERRY[0], OWN[0], FERRY[1], OWN[1], *FERRY[2:4])
    last = article("last", *undated.text.split("\n\n")[1:5], published="2026-02-01T12:00")
    lineage = [first, second, undated, last]
    assert sources(lineage_of("undated", lineage)) == [("second", Direction.KNOWN)]
    assert sources(lineage_of("last", lineage)) == [("undated", Direction.KNOWN)]


def test_the_same_speech_in_two_reports_is_no_copying():
    speech = (
        "“We shall dredge the channel before the herring come in, and if the council will not pay "
        "for it then the families of this harbour will, as they have done before,” "
    )
    one = article("one", OWN[0], speech + "said the chair.", published="2026-02-01T08:00")
    other = article("other", speech + "she told us.", OWN[2], published="2026-02-01T09:00")
    assert lineage_of("other", [one, other]).derivations == ()


def test_names_and_titles_in_common_are_no_copying():
    name = "former deputy president of the Northern Harbours Society Ilse Marrow"
    one = article("one", OWN[0], f"Among them was {name}, who slept.", published="2026-02-01T08:00")
    other = article("other", MINE[0], f"It fell to {name} to reply.", published="2026-02-01T09:00")
    assert lineage_of("other", [one, other]).derivations == ()


def test_a_few_sentences_lifted_into_a_long_report_of_ones_own_are_seen():
    first = article("first", *FERRY, published="2026-02-01T08:00")
    filler = [" ".join(random.Random(n).choices(WORDS, k=90)) for n in range(4)]
    lifted = [part for pair in zip(filler, FERRY, strict=False) for part in pair]
    digest = article("digest", *lifted, published="2026-02-01T09:00")
    entry = lineage_of("digest", [first, digest])
    assert sources(entry) == [("first", Direction.KNOWN)]
    assert entry.origins == ("digest", "first")


def test_the_sites_own_passages_are_left_out():
    footer = " ".join(OWN)
    texts = [f"{FERRY[0]}\n\n{footer}", f"{MINE[0]}\n\n{footer}"]
    articles = [
        Article(
            f"a{n}",
            text,
            passages=(Passage(PassageRole.BOILERPLATE, len(text) - len(footer), len(text)),),
        )
        for n, text in enumerate(texts)
    ]
    assert all(not entry.derivations for entry in trace_lineage(articles))


def test_a_dateline_credits_an_agency_that_was_not_seen():
    copy = article("copy", f"ORREM (AP) — {FERRY[0]}", *FERRY[1:], outlet="Orrem Mail")
    entry = lineage_of("copy", [copy])
    derivation = only(entry)
    assert (derivation.source, derivation.direction) == ("unseen:AP", Direction.KNOWN)
    (mark,) = derivation.passages
    assert copy.text[mark.start : mark.end] == "ORREM (AP) —"
    assert (mark.from_start, mark.from_end) == (0, 0)
    assert entry.origins == ("unseen:AP",)


def test_any_short_name_in_a_dateline_is_an_agency_and_then_so_in_bylines():
    one = article("one", f"ORREM (Tidewater News) - {FERRY[0]}", *FERRY[1:], outlet="Orrem Mail")
    other = Article("other", "\n\n".join(MINE), outlet="Brae Post", byline=("Tidewater News",))
    credited = find_credits([one, other])
    assert [c.agency for c in credited["one"]] == ["Tidewater News"]
    assert [c.agency for c in credited["other"]] == ["Tidewater News"]


def test_two_copies_of_one_agency_are_not_parent_and_child():
    line = f"ORREM (Tidewater News) - {FERRY[0]}"
    one = article("one", line, *FERRY[1:], published="2026-02-01T08:00", outlet="Orrem Mail")
    other = article("other", line, *FERRY[1:4], published="2026-02-01T09:00", outlet="Brae Post")
    entry = lineage_of("other", [one, other])
    assert sources(entry) == [
        ("one", Direction.UNDECIDED),
        ("unseen:Tidewater News", Direction.KNOWN),
    ]
    assert entry.origins == lineage_of("one", [one, other]).origins == ("unseen:Tidewater News",)


def test_an_agencys_own_report_is_the_source_whatever_its_page_says_of_the_time():
    agency = article("agency", *FERRY, published="2026-02-01T11:00", outlet="Tidewater News")
    copy = article(
        "copy",
        f"ORREM (Tidewater News) - {FERRY[0]}",
        *FERRY[1:3],
        published="2026-02-01T09:00",
        outlet="Orrem Mail",
    )
    derivation = only(lineage_of("copy", [agency, copy]))
    assert (derivation.source, derivation.direction) == ("agency", Direction.KNOWN)
    assert lineage_of("agency", [agency, copy]).derivations == ()
    assert lineage_of("copy", [agency, copy]).origins == ("agency",)


def test_an_agency_that_gave_a_part_leaves_the_outlet_an_origin():
    text = [*FERRY, "The Associated Press contributed to this report."]
    entry = lineage_of("copy", [article("copy", *text, outlet="Orrem Mail")])
    assert entry.origins == ("copy", "unseen:AP")


@pytest.mark.parametrize(
    "line",
    ["Photo (AP)", "PHOTO (Updated) - ", "He was seen by the Reuters man", "Lines (two of them) -"],
)
def test_what_is_no_credit_is_not_taken_for_one(line: str):
    assert find_credits([article("a", OWN[0], line, OWN[1], outlet="Orrem Mail")]) == {}


def test_a_pictures_credit_is_not_the_texts():
    text = f"{OWN[0]}\n\nThe pier at dawn.\n\nReuters\n\n{OWN[1]}"
    caption, credit = text.index("The pier"), text.index("Reuters")
    passages = (
        Passage(PassageRole.CAPTION, caption, caption + 17),
        Passage(PassageRole.CREDIT, credit, credit + 7),
    )
    assert find_credits([Article("a", text, outlet="Orrem Mail", passages=passages)]) == {}


def test_background_paragraphs_of_one_outlet_tie_nothing():
    background = FERRY[4]
    filler = [" ".join(random.Random(n).choices(WORDS, k=120)) for n in (1, 2)]
    one = article("one", filler[0], background, published="2026-02-01T08:00", outlet="Orrem Mail")
    two = article("two", filler[1], background, published="2026-02-02T08:00", outlet="orrem mail")
    assert lineage_of("two", [one, two]).derivations == ()


@pytest.mark.parametrize("text", ["", "word", " \n\n ", "…", "a" * 50])
def test_texts_with_next_to_nothing_in_them_are_their_own_origins(text: str):
    assert trace_lineage([Article("a", text), Article("b", text)]) == [
        Lineage("a", (), ("a",)),
        Lineage("b", (), ("b",)),
    ]


@pytest.mark.parametrize(
    "text",
    ["a " * 150_000, "one two three four five six " * 15_000, "'a “b " * 50_000],
    ids=["one word", "one phrase", "opened marks"],
)
def test_endless_repetition_takes_no_more_than_its_length(text: str):
    begun = time.process_time()
    trace_lineage([Article("a", text), Article("b", text[: len(text) // 2])])
    assert time.process_time() - begun < 10


def test_no_articles_have_no_lineage():
    assert trace_lineage([]) == []


@st.composite
def bred(draw: st.DrawFn) -> list[Article]:
    """Articles of paragraphs that are shared, changed or repeated at will."""
    seed = random.Random(draw(st.integers(0, 10_000)))
    pool = [" ".join(seed.choices(WORDS, k=seed.randint(1, 40))) + "." for _ in range(8)]
    articles = []
    for n in range(draw(st.integers(0, 7))):
        paragraphs = seed.choices(pool, k=seed.randint(0, 6))
        hour = draw(st.one_of(st.none(), st.integers(0, 9)))
        published = None if hour is None else f"2026-02-01T0{hour}:00"
        articles.append(article(f"a{n}", *paragraphs, published=published))
    return articles


@settings(max_examples=60, deadline=None)
@given(bred(), st.randoms(use_true_random=False))
def test_lineage_is_the_same_in_any_order(articles: list[Article], shuffler: random.Random):
    shuffled = list(articles)
    shuffler.shuffle(shuffled)
    assert trace_lineage(shuffled) == trace_lineage(articles)


@settings(max_examples=60, deadline=None)
@given(bred())
def test_passages_lie_inside_both_texts_and_share_their_words(articles: list[Article]):
    texts = {a.id: a.text for a in articles}
    for entry in trace_lineage(articles):
        for derivation in entry.derivations:
            for p in derivation.passages:
                mine, other = texts[entry.article], texts[derivation.source]
                assert 0 <= p.start < p.end <= len(mine)
                assert 0 <= p.from_start < p.from_end <= len(other)
                taken, given_ = (
                    words(mine[p.start : p.end]),
                    words(other[p.from_start : p.from_end]),
                )
                assert (taken[0], taken[-1]) == (given_[0], given_[-1])
                assert len(set(taken) & set(given_)) * 2 >= len(set(taken))


@settings(max_examples=60, deadline=None)
@given(bred())
def test_every_text_goes_back_to_origins_that_are_origins_themselves(articles: list[Article]):
    lineage = {entry.article: entry for entry in trace_lineage(articles)}
    assert sorted(lineage) == sorted(a.id for a in articles)
    for entry in lineage.values():
        assert entry.origins
        for origin in entry.origins:
            assert origin in lineage[origin].origins


def linking(name: str, text: str, url: str, *links: str) -> Article:
    exhibits = tuple(Exhibit(ExhibitKind.LINK, link, 0, 0) for link in links)
    return Article(name, text, url=url, exhibits=exhibits)


MAIL, POST = "https://orremmail.example/ferry", "https://braepost.example/news?id=7"


@pytest.mark.parametrize(
    "link",
    [POST, "http://www.braepost.example/news/?utm_source=feed&id=7#top", f"{POST}&fbclid=x"],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_whoever_links_to_a_text_without_a_time_came_after_it(link: str, swapped: bool):
    one, other = ("\n\n".join([*FERRY[:2], OWN[0]]), "\n\n".join([OWN[1], *FERRY[:2]]))
    if swapped:
        one, other = other, one
    copy, first = linking("copy", one, MAIL, link), linking("first", other, POST)
    derivation = only(lineage_of("copy", [first, copy]))
    assert (derivation.source, derivation.direction) == ("first", Direction.KNOWN)
    assert derivation.why == "no time on either; links to it"
    assert lineage_of("first", [first, copy]).derivations == ()


def test_two_that_link_to_each_other_stay_undecided():
    one = linking("one", "\n\n".join([*FERRY[:2], OWN[0]]), MAIL, POST)
    other = linking("other", "\n\n".join([OWN[1], *FERRY[:2]]), POST, MAIL)
    tied = [d for entry in trace_lineage([one, other]) for d in entry.derivations]
    assert [d.direction for d in tied] == [Direction.UNDECIDED]


def test_the_clock_tells_before_a_link_does():
    early = replace(
        linking("early", "\n\n".join(FERRY), MAIL, POST), published=at("2026-02-01T08:00")
    )
    late = replace(linking("late", "\n\n".join(FERRY[:3]), POST), published=at("2026-02-01T12:00"))
    derivation = only(lineage_of("late", [early, late]))
    assert (derivation.source, derivation.why) == ("early", "published 4 hours earlier")


def test_the_names_of_reporters_and_editors_in_brackets_are_one_agencys():
    line = "(Reporting by Ada Brook in Orrem; Writing by Tom Hale; Editing by Ines Marsh.)"
    copy = article("copy", *FERRY, line, outlet="Orrem Mail")
    (credit,) = find_credits([copy])["copy"]
    assert (credit.agency, credit.whole) == ("Reuters", True)
    assert copy.text[slice(*credit.span)].startswith("(Reporting by")
    assert find_credits([article("own", *FERRY, line, outlet="Reuters")]) == {}
    assert find_credits([article("desk", *FERRY, "Editing by Ines Marsh.", outlet="Mail")]) == {}


def test_another_agencys_mark_is_asked_before_such_names():
    line = "(Reporting by Ada Brook in Orrem; Editing by Ines Marsh.)"
    dated = f"ORREM (Tidewater News) - {FERRY[0]}"
    copy = article("copy", dated, *FERRY[1:], line, outlet="Orrem Mail")
    own = article("own", *MINE, line, outlet="Tidewater News")
    credited = find_credits([copy, own])
    assert [[c.agency for c in found] for found in credited.values()] == [["Tidewater News"]]


def test_a_bare_name_after_which_the_text_goes_on_is_no_credit():
    inside = article("inside", *FERRY, "Reuters", OWN[0], outlet="Orrem Mail")
    closing = article("closing", *FERRY, OWN[0], "Reuters", outlet="Orrem Mail")
    notice = "This material may not be published, broadcast, rewritten or redistributed by anyone."
    noticed = article("noticed", *FERRY, "Reuters", f"{notice} {notice}", outlet="Orrem Mail")
    assert sorted(find_credits([inside, closing, noticed])) == ["closing", "noticed"]


def test_a_credit_line_between_two_paragraphs_is_a_pictures():
    text = f"{OWN[0]}\n\nREUTERS\n\nPier.\n\nQuay."
    credit = text.index("REUTERS")
    passages = (
        Passage(PassageRole.PARAGRAPH, 0, len(OWN[0])),
        Passage(PassageRole.CREDIT, credit, credit + 7),
        Passage(PassageRole.PARAGRAPH, credit + 9, credit + 14),
    )
    assert find_credits([Article("a", text, outlet="Orrem Mail", passages=passages)]) == {}


def test_reports_that_share_no_text_are_traced_as_if_alone():
    ferry = [
        article("a", *FERRY, published="2026-02-01T08:00"),
        article("b", FERRY[0], OWN[0], *FERRY[2:4]),
    ]
    mine = [article("c", *MINE, published="2026-02-01T07:00"), article("d", *MINE[:2], OWN[1])]
    apart = [*trace_lineage(ferry), *trace_lineage(mine)]
    assert trace_lineage([*mine, *ferry]) == apart
