"""Stance: what an article as a whole does with a claim in somebody's own words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.analyse.encoder import SEP, load_tokenizer
from whence.errors import UsageError
from whence.gather.stance import (
    CLAIM_PIECES,
    PAIR_PIECES,
    Regression,
    article_sentences,
    cosine,
    cross_scores,
    judge_article,
    load_steps,
    pair_pieces,
    position_row,
    read_pair,
    read_pairs,
    read_text,
    relation_features,
    weigh_words,
)
from whence.model import Article, Passage, PassageRole, Refusal, Stance

CLAIM = "Two soldiers were captured near Gdansk"
CARRIES = (
    "The brigade captured two soldiers near Gdansk on Tuesday. The two soldiers were seen in a "
    "lorry. The soldiers were captured in a raid near Gdansk, a nurse said."
)
DENIES = (
    "The ministry denied that two soldiers had been captured near Gdansk. The claim that soldiers "
    "were captured is false, it said. No soldiers are missing near Gdansk."
)
STRANGE = (
    "The bakery won a prize for its rye bread. Its owner said the oven is a hundred years old, and "
    "that customers come from far away."
)


def reading(text: str, claim: str = CLAIM):
    made = read_pair(claim, Article("a", text))
    assert made is not None
    return made


# ---------------------------------------------------------------- features


def test_a_sentence_of_hardly_a_word_is_evidence_after_those_that_say_something():
    made = reading(
        "Two soldiers? The brigade captured two soldiers near Gdansk on Tuesday.", "Soldiers"
    )
    words = [" ".join(made.sentences[i].split()) for i in made.best]
    assert words[0] == "Two soldiers?"
    assert made.evidence[0] == made.spans[made.best[1]]
    assert set(made.evidence) == {made.spans[i] for i in made.best}


def test_the_sentences_nearest_to_the_claim_are_its_evidence():
    text = f"{STRANGE} {CARRIES}"
    made = reading(text)
    best = text[made.evidence[0][0] : made.evidence[0][1]]
    assert "captured" in best
    assert len(made.evidence) == 3
    assert made.likeness[made.best[0]] == max(made.likeness)


def test_page_furniture_is_not_read():
    line = "Two soldiers were captured near Gdansk."
    text = f"{line}\n\n{line}"
    roles = {PassageRole.PARAGRAPH: 1, PassageRole.BOILERPLATE: 0, PassageRole.CREDIT: 0}
    for role, read in roles.items():
        passages = (
            Passage(PassageRole.HEADLINE, 0, len(line)),
            Passage(role, len(line) + 2, len(text)),
        )
        assert len(article_sentences(Article("a", text, passages=passages))) == 1 + read


@pytest.mark.parametrize(("claim", "text"), [("", CARRIES), ("?!", CARRIES), (CLAIM, "…")])
def test_where_there_are_no_words_there_is_nothing_to_read(claim, text):
    assert read_pair(claim, Article("a", text)) is None
    assert judge_article(claim, Article("a", text)).label is Stance.UNRELATED


def test_shared_words_count_by_how_rare_they_are():
    weights = weigh_words("the soldiers near Gdansk")
    assert weights["gdansk"] > weights["near"] > 0
    assert cosine(weights, weights) == pytest.approx(1)
    assert cosine(weights, weigh_words("rye bread")) == 0
    assert cosine(weights, {}) == 0


def test_what_is_about_the_claim_is_liker_in_every_feature():
    near, far = relation_features(reading(CARRIES)), relation_features(reading(STRANGE))
    assert near.shape == far.shape
    assert (near > far).all()


def test_what_the_network_reads_is_the_claim_and_what_tells_most_in_order():
    made = reading(f"{STRANGE} {CARRIES}")
    pieces = pair_pieces(made)
    claim, rest = pieces[: pieces.index(SEP)], pieces[pieces.index(SEP) + 1 :]
    words = load_tokenizer().decode
    assert words(claim) == CLAIM.lower()
    assert words(rest).startswith("the bakery won a prize")
    assert "the brigade captured two soldiers" in words(rest)


def test_a_long_article_and_a_long_claim_leave_room_for_each_other():
    made = reading(" ".join([CARRIES, STRANGE] * 40), "Two soldiers were captured " * 30)
    pieces = pair_pieces(made)
    assert len(pieces) <= PAIR_PIECES
    assert pieces.index(SEP) == CLAIM_PIECES


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*CARRIES.split(". "), *STRANGE.split(". ")]), min_size=1, max_size=6)
)
def test_features_are_numbers_and_always_as_many(sentences):
    made = read_pair(CLAIM, Article("a", ". ".join(sentences)))
    assert made is not None
    scores = cross_scores(made)
    assert scores.shape == (4,)
    assert np.exp(scores).sum() == pytest.approx(1)
    assert np.isfinite(relation_features(made)).all()
    assert len(pair_pieces(made)) <= PAIR_PIECES
    assert 0 <= made.covered <= 1 + 1e-9
    assert all(0 <= value <= 1 + 1e-9 for value in made.likeness)


# ---------------------------------------------------------------- judging


def test_a_regression_gives_chances():
    kept = {
        "labels": ["no", "yes"],
        "mean": [1.0],
        "scale": [2.0],
        "weights": [[-1.0, 1.0]],
        "intercept": [0.0, 0.0],
    }
    made = Regression.from_json(kept)
    assert made.chances(np.array([1.0])) == {"no": 0.5, "yes": 0.5}
    chances = made.chances(np.array([1000.0]))
    assert chances["yes"] == pytest.approx(1)
    assert sum(chances.values()) == pytest.approx(1)


def test_an_article_about_something_else_is_unrelated():
    judged = judge_article(CLAIM, Article("a", STRANGE))
    assert (judged.label, judged.evidence) == (Stance.UNRELATED, ())
    assert 0.5 <= judged.score <= 1


@pytest.mark.parametrize("text", [CARRIES, DENIES])
def test_an_article_about_the_claim_is_judged_on_its_own_words(text):
    judged = judge_article(CLAIM, Article("a", text))
    assert judged.label is not Stance.UNRELATED
    assert 0 < judged.score <= 1
    assert all(0 <= b < e <= len(text) for b, e in judged.evidence)
    assert judge_article(CLAIM, Article("b", text)) == judged


def test_a_denial_is_liker_to_be_against_than_a_plain_report():
    stance = load_steps().stance
    carries, denies = (
        stance.chances(cross_scores(reading(text)))["against"] for text in (CARRIES, DENIES)
    )
    assert denies > carries


# ---------------------------------------------------------------- lines


def test_pairs_are_read_and_bad_lines_refused_alone(tmp_path: Path):
    lines = [
        {"id": 7, "claim": CLAIM, "text": CARRIES},
        {"id": "x", "claim": CLAIM},
        {"id": "y", "claim": CLAIM, "text": " "},
        {"id": "z", "claim": CLAIM, "text": DENIES},
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "", "not JSON", "[1]", "7"]))
    found = list(read_pairs(path))
    refused = [item.input for item in found if isinstance(item, Refusal)]
    assert refused == [f"{path}#{n}" for n in (2, 3, 6, 7, 8)]
    assert [p.id for p in found if not isinstance(p, Refusal)] == ["7", "z"]
    with pytest.raises(UsageError, match=r"gone\.jsonl: cannot be read"):
        list(read_pairs(tmp_path / "gone.jsonl"))


def test_a_pairs_text_is_taken_exactly_as_it_is():
    text = "\ufeff Two soldiers.\r\nWere captured."
    assert read_text("a", text).text == text


def test_the_row_holds_what_the_contract_names():
    row = position_row("a", judge_article(CLAIM, Article("a", CARRIES)))
    assert list(row) == ["id", "label", "score", "evidence"]
    assert json.loads(json.dumps(row)) == row


def test_the_command_judges_inputs_and_pairs_alike(call, tmp_path: Path):
    texts = {"carries": CARRIES, "strange": STRANGE}
    inputs = [{"id": name, "text": text} for name, text in texts.items()]
    given_inputs = "\n".join(map(json.dumps, inputs)).encode()
    straight = call("position", "--claim", CLAIM, "--raw", "-", stdin=given_inputs)
    assert (straight.status, straight.err) == (0, "")
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("\n".join(json.dumps({**row, "claim": CLAIM}) for row in inputs))
    assert call("position", "--pairs", pairs).rows == straight.rows
    assert [row["label"] for row in straight.rows][1] == "unrelated"
    assert call("position", "--pairs", tmp_path / "gone.jsonl").status == 2
