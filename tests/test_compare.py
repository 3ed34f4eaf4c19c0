"""The yardstick itself: a trace that says what the key says is right, and each slip shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.example import Score, compare
from whence.example.matching import best_pairs, locate, words_of
from whence.example.stories import numbers_in, same_time
from whence.model import (
    Act,
    Actor,
    ActorKind,
    Analysis,
    Answer,
    Article,
    Carriage,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Commitment,
    Derivation,
    Direction,
    Discrepancy,
    Distance,
    Firmness,
    Form,
    Lineage,
    Link,
    LinkRole,
    Moment,
    Polarity,
    Position,
    Precision,
    Quote,
    Spans,
    Stance,
    Standing,
    Statement,
    Story,
    Trace,
)

TEXTS = {
    "wire": (
        "In a film shown by Korrin Press, Aldo Vane says he was taken at the ford.\n\n"
        "The mayor denied that three men were held."
    ),
    "paper": "The mayor denied that three men were held. Two were held, a clerk said.",
}

KEY: dict[str, Any] = {
    "articles": [
        {"id": "wire", "published": "2025-10-14T16:05:00Z"},
        {"id": "paper", "published": "2025-10-15"},
    ],
    "statements": [
        {
            "article": "wire",
            "in": "In a film shown by Korrin Press, Aldo Vane says he was taken at the ford.",
            "source": "Aldo Vane",
            "cue": "says",
            "content": "he was taken at the ford",
            "act": "asserts",
            "certainty": "certain",
            "polarity": "positive",
            "distance": "neutral",
            "speaker": ["Aldo Vane"],
            "duress": True,
            "chain": [["outlet", None], ["channel", "Korrin Press"], ["holder", "Aldo Vane"]],
        },
        *(
            {
                "article": article,
                "in": "The mayor denied that three men were held.",
                "source": "The mayor",
                "cue": "denied",
                "content": "that three men were held",
                "act": "denies",
                "certainty": "certain",
                "polarity": "positive",
                "distance": None,
                "speaker": ["mayor"],
            }
            for article in ("wire", "paper")
        ),
        {
            "article": "paper",
            "in": "Two were held, a clerk said.",
            "source": "a clerk",
            "cue": "said",
            "content": "Two were held",
            "act": "asserts",
            "certainty": "certain",
            "polarity": "positive",
            "distance": "neutral",
            "speaker": ["clerk"],
            "optional": True,
        },
    ],
    "claims": [
        {
            "name": "held",
            "quotes": [
                {"article": "wire", "words": "three men were held"},
                {"article": "paper", "words": "three men were held"},
                {"article": "wire", "words": "he was taken at the ford"},
            ],
            "positions": [
                {"holder": ["mayor"], "stance": "against"},
                {"holder": ["Aldo Vane"], "stance": "for"},
            ],
        }
    ],
    "overstated": [{"claim": "held", "article": "paper"}],
    "copies": [{"article": "paper", "from": ["wire"], "direction": "known"}],
    "changes": [
        {
            "kind": "number changed",
            "article": "paper",
            "from": "wire",
            "before": "three men",
            "after": "Two were held",
        }
    ],
    "origins": [
        {"article": "wire", "origins": ["wire"]},
        {"article": "paper", "origins": ["wire", "unseen:Dale Agency"]},
    ],
    "stories": [
        {
            "name": "ford",
            "articles": ["wire", "paper"],
            "own_texts": ["wire"],
            "root_sources": [["mayor"], ["Korrin Press"]],
        }
    ],
    "discrepancies": [{"kind": "count", "counted": ["man", "men"], "values": [2, 3]}],
    "masked": ["Aldo Vane"],
}


def actor(name: str, protected: bool = False) -> Actor:
    return Actor(words_id(name), name, ActorKind.PERSON, protected=protected)


def words_id(name: str) -> str:
    return f"actor-{'-'.join(sorted(words_of(name)))}"


def statement(row: Mapping[str, Any], number: int) -> Statement:
    text = TEXTS[row["article"]]

    def spans(words: str) -> Spans:
        span = locate(text, words, 1, locate(text, row["in"]))
        assert span is not None
        return (span,)

    return Statement(
        id=f"s{number}",
        source=spans(row["source"]),
        cue=spans(row["cue"]),
        content=spans(row["content"]),
        form=Form.INDIRECT,
        act=Act(row["act"]),
        certainty=Certainty(row["certainty"]),
        polarity=Polarity(row["polarity"]),
        distance=Distance(row["distance"] or "neutral"),
        chain=tuple(
            Link(words_id(name or "outlet"), LinkRole(role)) for role, name in row.get("chain", [])
        ),
        actor=words_id(row["speaker"][0]),
        duress=row.get("duress", False),
    )


def quote(article: str, words: str) -> Quote:
    begin = TEXTS[article].index(words)
    return Quote(article, ((begin, begin + len(words)),))


def perfect_trace() -> Trace:
    """A trace that says just what the key says."""
    statements = [statement(row, n) for n, row in enumerate(KEY["statements"])]
    times = {
        "wire": Moment("2025-10-14T18:05:00+02:00", Precision.SECOND, "+02:00", "json-ld"),
        "paper": Moment("2025-10-15", Precision.DAY, None, "page"),
    }
    analyses = tuple(
        Analysis(
            Article(id=name, text=text, published=times[name]),
            actors=(actor("Aldo Vane", True), actor("mayor"), actor("clerk")),
            statements=tuple(
                s
                for s, row in zip(statements, KEY["statements"], strict=True)
                if row["article"] == name
            ),
        )
        for name, text in TEXTS.items()
    )
    wording = Quote("wire", statements[1].content)
    roots = (words_id("mayor"), words_id("Korrin Press"))
    claim = Claim("c", wording, ("s0", "s1", "s2"), Standing.CONTESTED, 1, roots)
    story = Story(
        id="story",
        title=Quote("wire", ((0, 4),)),
        articles=("wire", "paper"),
        actors=(actor("Korrin Press"), actor("mayor")),
        claims=(claim,),
        positions=(
            position("mayor", Stance.AGAINST, Commitment.DENIES, wording),
            position("Aldo Vane", Stance.FOR, Commitment.ASSERTS, wording),
        ),
        carriages=(
            Carriage("c", "paper", Firmness.STATED, wording, Firmness.DENIED, wording, True),
        ),
        lineage=(
            Lineage("wire", (), ("wire",)),
            Lineage(
                "paper",
                (Derivation("paper", "wire", Direction.KNOWN, (), "published later"),),
                ("wire", "unseen:The Dale Agency"),
            ),
        ),
        changes=(
            Change(
                ChangeKind.NUMBER_CHANGED,
                quote("wire", "three"),
                quote("paper", "Two"),
            ),
        ),
        discrepancies=(
            Discrepancy(
                "d",
                "count",
                "how many men were held",
                (Answer("two", (wording,)), Answer("3", (wording,))),
            ),
        ),
        own_texts=("wire",),
        root_sources=roots,
    )
    return Trace(analyses, (story,))


def position(holder: str, stance: Stance, commitment: Commitment, quote: Quote) -> Position:
    return Position("c", words_id(holder), stance, commitment, Distance.NEUTRAL, quote, "s1")


def with_statement(trace: Trace, name: str, change: Callable[[Statement], Statement]) -> Trace:
    analyses = tuple(
        replace(a, statements=tuple(change(s) if s.id == name else s for s in a.statements))
        for a in trace.analyses
    )
    return replace(trace, analyses=analyses)


def with_story(trace: Trace, **changes: Any) -> Trace:
    return replace(trace, stories=(replace(trace.stories[0], **changes),))


def scores(trace: Trace) -> dict[str, Score]:
    return {score.kind: score for score in compare(trace, KEY)}


def test_a_trace_that_says_what_the_key_says_is_right_in_every_kind() -> None:
    for score in compare(perfect_trace(), KEY):
        assert score.right == score.found == score.expected > 0, score


def test_an_empty_trace_finds_nothing_and_says_nothing_wrong() -> None:
    for score in compare(Trace((), ()), KEY):
        assert (score.right, score.found) == (0, 0)
        assert score.precision == 1.0


def test_articles_and_stories_may_come_in_any_order() -> None:
    trace = perfect_trace()
    story = trace.stories[0]
    turned = with_story(
        replace(trace, analyses=trace.analyses[::-1]),
        articles=story.articles[::-1],
        positions=story.positions[::-1],
        lineage=story.lineage[::-1],
        root_sources=story.root_sources[::-1],
    )
    assert compare(turned, KEY) == compare(trace, KEY)


def test_a_wrong_axis_is_wrong_on_that_axis_alone() -> None:
    trace = with_statement(perfect_trace(), "s0", lambda s: replace(s, certainty=Certainty.OPEN))
    found = scores(trace)
    assert (found["certainty"].right, found["certainty"].expected) == (2, 3)
    assert found["act"].recall == found["statements"].recall == 1.0


def test_an_axis_the_key_leaves_open_is_not_judged() -> None:
    trace = with_statement(perfect_trace(), "s1", lambda s: replace(s, distance=Distance.ENDORSING))
    assert scores(trace)["distance"].recall == 1.0


def test_a_content_of_which_less_than_half_is_found_is_not_found() -> None:
    def cut(s: Statement) -> Statement:
        ((begin, _),) = s.content
        return replace(s, content=((begin, begin + 6),))

    found = scores(with_statement(perfect_trace(), "s0", cut))["statements"]
    assert (found.right, found.found, found.expected) == (2, 3, 3)


@pytest.mark.parametrize("role", ["source", "cue"])
def test_a_statement_with_another_source_or_cue_is_not_found(role: str) -> None:
    trace = with_statement(perfect_trace(), "s0", lambda s: replace(s, **{role: ((0, 2),)}))
    assert scores(trace)["statements"].right == 2


@pytest.mark.parametrize("role", ["source", "content"])
def test_a_source_or_content_that_the_key_leaves_out_is_not_asked_for(role: str) -> None:
    rows = [{**row, role: None} for row in KEY["statements"]]
    trace = with_statement(perfect_trace(), "s0", lambda s: replace(s, **{role: ((0, 2),)}))
    found = {score.kind: score for score in compare(trace, {**KEY, "statements": rows})}
    assert found["statements"].right == 3


def test_an_optional_statement_is_neither_asked_for_nor_held_against_the_trace() -> None:
    trace = perfect_trace()
    wire, paper = trace.analyses
    without = replace(trace, analyses=(wire, replace(paper, statements=paper.statements[:1])))
    assert scores(without)["statements"] == scores(trace)["statements"]


def test_a_missing_link_of_a_chain_costs_recall_and_a_wrong_one_precision() -> None:
    short = scores(with_statement(perfect_trace(), "s0", lambda s: replace(s, chain=s.chain[:1])))[
        "chains"
    ]
    assert (short.right, short.found, short.expected) == (1, 1, 3)
    extra = Link(words_id("mayor"), LinkRole.RELAY)
    long = scores(
        with_statement(perfect_trace(), "s0", lambda s: replace(s, chain=(*s.chain, extra)))
    )["chains"]
    assert (long.right, long.found, long.expected) == (3, 4, 3)


def test_another_speaker_is_wrong_and_none_is_missing() -> None:
    wrong = with_statement(perfect_trace(), "s1", lambda s: replace(s, actor=words_id("clerk")))
    assert (scores(wrong)["speakers"].right, scores(wrong)["speakers"].found) == (2, 3)
    none = with_statement(perfect_trace(), "s1", lambda s: replace(s, actor=None))
    assert (scores(none)["speakers"].right, scores(none)["speakers"].found) == (2, 2)


def test_duress_where_there_is_none_costs_precision() -> None:
    found = scores(with_statement(perfect_trace(), "s1", lambda s: replace(s, duress=True)))
    assert (found["duress"].right, found["duress"].found) == (1, 2)


def test_the_opposite_stance_is_wrong_and_leaves_the_position_missing() -> None:
    trace = perfect_trace()
    against, for_ = trace.stories[0].positions
    turned = with_story(trace, positions=(against, replace(for_, stance=Stance.AGAINST)))
    found = scores(turned)["positions"]
    assert (found.right, found.found, found.expected) == (1, 2, 2)


def test_a_claim_that_shares_no_words_with_the_key_is_left_out() -> None:
    trace = perfect_trace()
    claim = replace(trace.stories[0].claims[0], wording=Quote("wire", ((0, 9),)), members=())
    found = scores(with_story(trace, claims=(claim,)))
    assert found["positions"].found == found["overstated"].found == 0


@pytest.mark.parametrize(
    ("source", "direction"),
    [("wire", Direction.UNDECIDED), ("unseen:Dale Agency", Direction.KNOWN)],
)
def test_a_copy_of_another_source_or_direction_is_wrong(source: str, direction: Direction) -> None:
    derivation = Derivation("paper", source, direction, (), "")
    trace = with_story(perfect_trace(), lineage=(Lineage("paper", (derivation,), ("paper",)),))
    copies, origins = scores(trace)["copies"], scores(trace)["origins"]
    assert (copies.right, copies.found, copies.expected) == (0, 1, 1)
    assert (origins.right, origins.found, origins.expected) == (0, 1, 3)


def test_a_change_in_the_wrong_place_or_of_another_kind_is_wrong() -> None:
    (change,) = perfect_trace().stories[0].changes
    for other in (
        replace(change, kind=ChangeKind.NAME_CHANGED),
        replace(change, before=quote("wire", "mayor")),
        replace(change, after=quote("wire", "three")),
    ):
        found = scores(with_story(perfect_trace(), changes=(other,)))["changes"]
        assert (found.right, found.found, found.expected) == (0, 1, 1)


def test_stories_torn_apart_cost_recall() -> None:
    found = scores(with_story(perfect_trace(), articles=("wire",)))["stories"]
    assert (found.right, found.found, found.expected) == (0, 0, 1)


def test_a_question_with_one_of_the_values_is_not_the_discrepancy() -> None:
    trace = perfect_trace()
    discrepancy = trace.stories[0].discrepancies[0]
    one = with_story(trace, discrepancies=(replace(discrepancy, answers=discrepancy.answers[:1]),))
    assert (scores(one)["discrepancies"].right, scores(one)["discrepancies"].found) == (0, 1)


def test_a_masked_trace_is_right_only_where_no_word_of_the_name_is_left() -> None:
    trace = replace(perfect_trace(), masked=True)
    assert scores(trace)["masked names"].recall == 0.0
    assert scores(Trace((), (), masked=True))["masked names"].recall == 1.0


def test_a_protected_actor_whom_the_key_does_not_name_costs_precision() -> None:
    trace = perfect_trace()
    wire, paper = trace.analyses
    more = replace(wire, actors=(*wire.actors, actor("Nell Rusk", True)))
    found = scores(replace(trace, analyses=(more, paper)))["masked names"]
    assert (found.right, found.found, found.expected) == (1, 2, 1)


def test_words_are_found_across_line_breaks_and_never_inside_other_words() -> None:
    assert locate("said he\n was", "he was") == (5, 12)
    assert locate("the heat", "he") is None
    assert locate("he and he", "he", 2) == (7, 9)
    assert locate("he and he", "he", 1, (2, 9)) == (7, 9)


def test_times_are_the_same_at_one_instant_or_to_the_coarser_precision() -> None:
    def moment(value: str) -> Moment:
        return Moment(value, Precision.MINUTE, None, "page")

    assert same_time(moment("2025-10-15T10:15:00+03:00"), "2025-10-15T07:15:00Z")
    assert same_time(moment("2025-10-15"), "2025-10-15T07:15")
    assert not same_time(moment("2025-10-15T08:15:00Z"), "2025-10-15T07:15:00Z")
    assert not same_time(moment("2025-10-14"), "2025-10-15T07:15")
    assert not same_time(None, "2025-10-15")


def test_numbers_are_read_in_digits_and_in_words() -> None:
    assert numbers_in("at least Twenty") == {20}
    assert numbers_in("11-14 or two") == {2, 11, 14}
    assert numbers_in("dozens") == set()


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.5, 0.75, 1.0])
    )
)
def test_nothing_is_paired_twice_and_nothing_that_could_be_paired_is_left(
    likeness: dict[tuple[int, int], float],
) -> None:
    pairs = best_pairs(likeness)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(any(i == a or j == b for a, b in pairs) for i, j in likeness)
    assert pairs == best_pairs(dict(reversed(likeness.items())))
