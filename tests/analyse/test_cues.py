"""What is done with a content, told by cue, source and content.

Sentences are marked up: [source], {cue}, <content>.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.cues import Judgement, load_cues
from whence.analyse.lexicon import find_words, split_words
from whence.model import Act, Certainty, Distance, Polarity, Span, Spans, commitment_of

PARTS = {"[": "source", "{": "cue", "<": "content"}
ENDS = {"]": "source", "}": "cue", ">": "content"}


def read_marked(marked: str) -> tuple[str, dict[str, Spans]]:
    text = re.sub(r"[\[\]{}<>]", "", marked)
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    at, begin = 0, 0
    for character in marked:
        if character in PARTS:
            begin = at
        elif character in ENDS:
            spans[ENDS[character]].append((begin, at))
        else:
            at += 1
    return text, {name: tuple(found) for name, found in spans.items()}


def judge(marked: str) -> Judgement:
    text, spans = read_marked(marked)
    return load_cues().judge(text, **spans)


# ---------------------------------------------------------------- acts


ACTS = [
    # saying
    ("[The mayor] {said} <the bridge was closed>", "asserts"),
    ("<The bridge is closed>, [the mayor] {wrote} on Tuesday", "asserts"),
    ("[The mayor] {vowed} <to reopen the bridge>", "asserts"),
    ("[The mayor] {urged} <drivers to stay away>", "asserts"),
    ("[The Lake Party] {:} <bridge must open>", "asserts"),
    ("[Rebels] {claimed responsibility for} <the blast>", "asserts"),
    # passing on
    ("[The Harbour Daily News] {reported} <that the bridge was closed>", "reports"),
    ("[The newspaper] {said} <the bridge was closed>", "reports"),
    ("<The bridge is closed>, {according to} [the evening newspaper]", "reports"),
    ("{It is claimed} <that the bridge was closed>", "reports"),
    ("[Unconfirmed reports] {say} <the bridge was closed>", "reports"),
    ("{Rumours} <that the bridge was closed>", "reports"),
    # not passing on
    ("[Residents] {reported} <hearing a loud crack>", "asserts"),
    ("[A spokesman for the newspaper] {said} <the bridge was closed>", "asserts"),
    ("<The bridge is closed>, {according to} [the mayor's brother]", "asserts"),
    # confirming
    ("[The mayor] {confirmed} <that engineers were checking the bridge>", "confirms"),
    ("[Two engineers] {corroborated} <her account>", "confirms"),
    # denying
    ("[The mayor] {denied} <that the bridge was closed>", "denies"),
    ("[The mayor] {dismissed} <the reports as baseless>", "denies"),
    ("[The mayor] {rejected} <the rumour>", "denies"),
    ("[Police] {ruled out} <sabotage>", "denies"),
    ("[She] {said in a letter that she denied} <the claims>", "denies"),
    # doubting
    ("[Engineers] {cast doubt on} <the report>", "doubts"),
    ("[Engineers] {are sceptical of} <the report>", "doubts"),
    ("<The report> {has not been verified}", "doubts"),
    ("<The report> {has not been confirmed}", "declines"),
    ("[He] {does not believe} <they left>", "doubts"),
    ("[She] {did not know} <where they were>", "declines"),
    ("It was too early {to tell} <if they had left>", "declines"),
    ("[Guards] were trying {to confirm} <the loss>", "checks"),
    ("[Guards] were able {to confirm} <the loss>", "confirms"),
    ("[The minister] {hopes} <that it is not true>", "asserts"),
    ("[Readers] {questioned} <whether it was staged>", "questions"),
    ("[A newspaper] {claimed} <that they had left>", "asserts"),
    ("Two {alleged} <smugglers> left", "reports"),
    ("[She] {alleged} <that they left>", "asserts"),
    ("<The report> {is unconfirmed}", "doubts"),
    # asking
    ("[Councillors] {asked} <whether the bridge was safe>", "questions"),
    ("[Councillors] {wondered} <why the bridge was closed>", "questions"),
    ("<“Is the bridge safe?”> [she] {said}", "questions"),
    ("{It is unclear} <who closed the bridge>", "declines"),
    ("[The office] {said} it was {too early to say} <who closed the bridge>", "declines"),
    ("[Engineers] {verified} <that the bridge was safe>", "confirms"),
    ("[Engineers] {verified} <the film>", "checks"),
    ("[The mayor] {played down} <talk of a flood>", "doubts"),
    ("[The captain] {said}: <“A lie,”>", "denies"),
    # looking into it
    ("[Police] {are investigating} <whether the bridge was damaged>", "checks"),
    ("[Police] {said they were looking into} <the report>", "checks"),
    ("[The agency] {could not independently verify} <the footage>", "declines"),
    ("[Officials] {are trying to establish} <who was on board>", "checks"),
    # not saying
    ("[The mayor] {declined to comment on} <the report>", "declines"),
    ("[The mayor] {would not say} <when it would open>", "declines"),
    ("[The firm] {did not immediately respond to} <requests for comment>", "declines"),
    ("[The firm] {had no comment} <on the sale>", "declines"),
    ("[The mayor] {refused to discuss} <the report>", "declines"),
    # taking back
    ("[The site] {retracted} <the story>", "retracts"),
    ("[The site] {walked back} <its claim>", "retracts"),
    ("[The editor] {apologised for} <the story>", "retracts"),
    # no cue at all, or none that is known
    ("<The bridge is closed>", "asserts"),
    ("[The mayor] {zorbled} <that the bridge was closed>", "asserts"),
]


@pytest.mark.parametrize(("marked", "act"), ACTS)
def test_a_cue_tells_what_the_holder_does(marked: str, act: str) -> None:
    assert judge(marked).act == Act(act)


NEGATED = [
    ("[The ministry] {did not confirm} <the deaths>", "declines"),
    ("[The ministry] {has yet to confirm} <the deaths>", "declines"),
    ("[The ministry] {was unable to confirm} <the deaths>", "declines"),
    ("[The ministry] {didn’t deny} <the deaths>", "declines"),
    ("[The ministry] {could neither confirm nor deny} <the deaths>", "declines"),
    ("[The ministry] {never said} <how many died>", "declines"),
    ("[The ministry] {made no mention of} <the deaths>", "declines"),
    ("[No official] {confirmed} <the deaths>", "declines"),
    ("[The ministry] {did not dispute} <the deaths>", "declines"),
    ("[The ministry] {does not doubt} <the deaths>", "asserts"),
    ("[The ministry] {refused} <to open the gates>", "asserts"),
    ("[The union] {rejected} <the pay offer>", "asserts"),
]


@pytest.mark.parametrize(("marked", "act"), NEGATED)
def test_a_negated_cue_is_not_its_opposite(marked: str, act: str) -> None:
    assert judge(marked).act == Act(act)


def test_negation_counts_even_where_the_cue_leaves_it_out() -> None:
    assert judge("[The ministry] did not {confirm} <the deaths>").act is Act.DECLINES


def test_words_of_the_source_are_not_taken_for_auxiliaries_of_the_cue() -> None:
    assert judge("[The party whose leader could not] {confirmed} <it>").act is Act.CONFIRMS


def test_what_is_not_ruled_out_stays_possible() -> None:
    judged = judge("[The army] {did not rule out} <that a drone was used>")
    assert (judged.act, judged.certainty) == (Act.ASSERTS, Certainty.POSSIBLE)


def test_asking_for_a_deed_is_no_question() -> None:
    assert judge("[The guards] {asked} <the two men to leave>").act is Act.ASSERTS
    assert judge("[The guards] {asked for} <silence>").act is Act.ASSERTS
    assert judge("[The guards] {asked} <what to do>").act is Act.QUESTIONS


# ---------------------------------------------------------------- the content's own judgement


CONTENT_ACTS = [
    ("[Norland] {has said} <media reports of a clash “are hardly official information”>", "doubts"),
    ("[The envoy] {said} <the reports should be viewed with caution>", "doubts"),
    ("[The envoy] {said} <there was no evidence that anyone had crossed>", "doubts"),
    ("[The envoy] {said} <the report was unconfirmed>", "doubts"),
    ("[The envoy] {said} <the report was completely false>", "denies"),
    ("[The envoy] {said} <there is no truth to the rumour>", "denies"),
    ("[The envoy] {said} <the footage turned out to be fake>", "denies"),
    ("[The envoy] {called} <the story “fake news”>", "denies"),
    ("[The envoy] {said} <it is nonsense>", "denies"),
    ("[The envoy] {said} <rumours of a coup were “rubbish”>", "denies"),
    # what holders say of themselves
    ("[The envoy] {said} <he could not confirm the report>", "declines"),
    ("[The envoy] {said} <“We are looking into it”>", "checks"),
    ("<“We categorically deny this,”> [the envoy] {said}", "denies"),
    ("[The envoy] {said} <she doubted that anyone had crossed>", "doubts"),
    ("<“We can confirm that he crossed,”> [the envoy] {said}", "confirms"),
    ("[The envoy] {said} <police were looking into it>", "asserts"),
    # judgements of other things than reports
    ("[The envoy] {said} <it was hardly a surprise>", "asserts"),
    ("[The envoy] {said} <the decision was ridiculous>", "asserts"),
    ("[The envoy] {called} <the decision ridiculous>", "asserts"),
    ("[The envoy] {said} <it was a false alarm>", "asserts"),
    ("[The envoy] {said} <he carried a fake passport>", "asserts"),
    ("[The envoy] {said} <the footage was not fake>", "asserts"),
    # what stands under a denial is what is denied
    ("[The envoy] {denied} <that the footage was fake>", "denies"),
]


@pytest.mark.parametrize(("marked", "act"), CONTENT_ACTS)
def test_what_the_content_says_of_a_report_stands_over_the_cue(marked: str, act: str) -> None:
    assert judge(marked).act == Act(act)


def test_confirming_that_something_is_checked_confirms() -> None:
    judged = judge("[The envoy] but {confirmed} <that the army was checking who the men were>")
    assert judged.act is Act.CONFIRMS
    assert judged.certainty is Certainty.CERTAIN


# ---------------------------------------------------------------- certainty


CERTAINTIES = [
    ("[She] {said} <the ferry sank>", "certain"),
    ("[She] {said} <the ferry may have sunk>", "possible"),
    ("[She] {said} <the ferry could be lost>", "possible"),
    ("[She] {said} <perhaps the ferry sank>", "possible"),
    ("[She] {said} <the ferry probably sank>", "probable"),
    ("[She] {said} <the ferry appeared to have sunk>", "probable"),
    ("[She] {said} <“I think the ferry sank”>", "probable"),
    ("[She] {said} <it was unclear if the ferry sank>", "open"),
    ("[She] {said} <the ferry allegedly sank>", "possible"),
    ("[She] {believes} <the ferry sank>", "probable"),
    ("[She] {suspects} <the ferry sank>", "probable"),
    ("[She] {fears} <the ferry sank>", "possible"),
    ("<The ferry> {is believed to have} <sunk>", "probable"),
    ("<The ferry> {is rumoured to have} <sunk>", "possible"),
    ("[She] {may have said} <the ferry sank>", "possible"),
    ("[She] {reportedly told} <friends the ferry sank>", "probable"),
    ("[She] {asked} <whether the ferry sank>", "open"),
    ("[She] {does not know} <whether the ferry sank>", "open"),
    # only the main clause counts
    ("[She] {said} <the ferry was held because it may leak>", "certain"),
    ("[She] {said} <the ferry, which may be old, sank>", "certain"),
    ("[She] {said} <if the wind rises, the ferry could be held>", "possible"),
    # words that only look like hedges
    ("[She] {said} <the ferry sank in May>", "certain"),
    ("[She] {said} <the ferry could not dock>", "certain"),
    ("[She] {said} <likely voters stayed away>", "certain"),
]


@pytest.mark.parametrize(("marked", "certainty"), CERTAINTIES)
def test_hedges_of_cue_and_main_clause_tell_how_sure_it_is(marked: str, certainty: str) -> None:
    assert judge(marked).certainty == Certainty(certainty)


def test_a_belief_is_shown_as_a_hedge() -> None:
    judged = judge("[She] {believes} <the ferry sank>")
    assert commitment_of(judged.act, judged.certainty) == "hedges"


def test_a_vow_is_shown_as_an_assertion() -> None:
    judged = judge("[She] {vowed} <to raise the ferry>")
    assert commitment_of(judged.act, judged.certainty) == "asserts"


# ---------------------------------------------------------------- polarity


POLARITIES = [
    ("[He] {said} <the soldiers left>", "positive"),
    ("[He] {said} <the soldiers did not leave>", "negative"),
    ("[He] {said} <the soldiers didn’t leave>", "negative"),
    ("[He] {said} <no soldiers were captured>", "negative"),
    ("[He] {said} <nobody was captured>", "negative"),
    ("[He] {said} <they never left>", "negative"),
    ("[He] {said} <they are unlikely to leave>", "negative"),
    ("[He] {doesn’t believe} <they left>", "positive"),
    ("[He] {doesn’t believe} <they did not leave>", "negative"),
    ("[He] {vowed} <not to leave>", "negative"),
    ("[He] {refused} <to leave>", "negative"),
    ("[He] {said} <not only soldiers left>", "positive"),
    ("[He] {said} <there is no doubt that they left>", "positive"),
    ("[He] {said} <they left because nobody paid them>", "positive"),
    ("[He] {said} <they left from gate No 4>", "positive"),
    ("[He] {announced} <the decision not to leave>", "positive"),
    ("[He] {said} <the report that they left was not true>", "positive"),
]


@pytest.mark.parametrize(("marked", "polarity"), POLARITIES)
def test_negation_of_the_main_clause_tells_polarity(marked: str, polarity: str) -> None:
    assert judge(marked).polarity == Polarity(polarity)


# ---------------------------------------------------------------- distance


DISTANCES = [
    ("[He] {said} <the vault was empty>", "neutral"),
    ("[He] {claims} <the vault was empty>", "distancing"),
    ("[He] {alleged} <the vault was empty>", "distancing"),
    ("[He] {insisted} <the vault was empty>", "distancing"),
    ("[He] {claimed responsibility for} <the theft>", "neutral"),
    ("[He] {revealed} <the vault was empty>", "endorsing"),
    ("[He] {admitted} <the vault was empty>", "endorsing"),
    ("[He] {pointed out} <the vault was empty>", "endorsing"),
    ("[He] {did not admit} <the vault was empty>", "neutral"),
    ("[He] {said} <the vault was reportedly empty>", "distancing"),
    ("[He] {allegedly said} <the vault was empty>", "distancing"),
    ("[Rumours] {said} <the vault was empty>", "distancing"),
    ("[He] {said} <the “experts” never came to the vault>", "distancing"),
    ("[He] {said} <the guards sang “Old River” near the vault>", "neutral"),
    ("[He] {said} <the guards at the vault were “careless”>", "neutral"),
    ("[He] {described} <the guards of the vault as “careless”>", "neutral"),
]


@pytest.mark.parametrize(("marked", "distance"), DISTANCES)
def test_colour_of_cue_and_scare_quotes_tell_distance(marked: str, distance: str) -> None:
    assert judge(marked).distance == Distance(distance)


# ---------------------------------------------------------------- looking words up


@pytest.mark.parametrize(
    "word", ["said", "Claims", "denied", "reportedly", "believes", "rumour", "CONFIRMED", "told"]
)
def test_words_that_attribute_are_cue_words(word: str) -> None:
    assert load_cues().is_cue_word(word)


@pytest.mark.parametrize("word", ["bridge", "of", "the", ":", "", "could", "see", "state"])
def test_words_that_attribute_nothing_alone_are_not(word: str) -> None:
    assert not load_cues().is_cue_word(word)


def test_cue_words_are_found_where_they_stand() -> None:
    text = "Before that, two men claimed he was beaten and she pointed out why."
    found = [text[b:e] for b, e in load_cues().find_cue_words(text, 8, len(text))]
    assert found == ["claimed", "pointed out"]


def test_adverbs_may_stand_inside_a_phrase() -> None:
    assert judge("[He] {declined repeatedly to comment on} <the sale>").act is Act.DECLINES
    assert judge("<The sale> {has still not officially been confirmed}").act is Act.DECLINES


def test_verbs_are_inflected_by_rule_and_by_exception() -> None:
    cues = load_cues()
    for form in ("rebutted", "admitting", "denies", "wrote", "sworn", "labelled", "labeled"):
        assert cues.find_cue([form]) is not None, form


def test_the_table_holds_several_hundred_cues() -> None:
    table = tomllib.loads(files("whence.analyse").joinpath("cues.toml").read_text("utf-8"))
    kinds = ("verbs", "nouns", "phrases")
    assert sum(len(g.get(kind, ())) for g in table["cues"].values() for kind in kinds) > 450


def test_no_cue_stands_twice_in_its_group() -> None:
    table = tomllib.loads(files("whence.analyse").joinpath("cues.toml").read_text("utf-8"))
    for name, group in table["cues"].items():
        for kind in ("verbs", "nouns", "phrases"):
            entries = group.get(kind, [])
            twice = sorted({entry for entry in entries if entries.count(entry) > 1})
            assert not twice, (name, kind, twice)


# ---------------------------------------------------------------- against people's marks

POLNEAR = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[3] / "shared/data")) / "polnear"


def gold_cues(folder: Path) -> Iterator[str]:
    """The cues that people marked, as far as their text is there (brat stand-off)."""
    for marks in sorted((folder / "attributions").glob("*.ann")):
        article = folder / "text" / f"{marks.stem.rpartition('_')[0]}.txt"
        if not article.exists():
            continue
        text = article.read_bytes().decode("utf-8")
        for spans in re.findall(r"^T\d+\tCue ([\d ;]+)\t", marks.read_text("utf-8"), re.MULTILINE):
            pieces = [tuple(map(int, span.split())) for span in spans.split(";")]
            yield " ".join(text[begin:end] for begin, end in pieces)


@pytest.mark.skipif(not POLNEAR.exists(), reason="needs the PolNeAR corpus")
def test_nearly_all_cues_that_people_marked_are_known() -> None:
    cues = list(gold_cues(POLNEAR / "dev"))
    known = [cue for cue in cues if load_cues().find_cue(split_words(cue)) is not None]
    assert len(cues) > 1000
    assert len(known) / len(cues) >= 0.97


# ---------------------------------------------------------------- invariants

SAMPLE = """he said did not deny n't never may the reports are hardly false “ ” ' ? . , that whether
no May U.S. İstanbul ’s could claimed to reportedly so-called 1,200"""
WORDS = st.sampled_from([*SAMPLE.split(), "\n"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, dict[str, Spans]]:
    text = draw(TEXTS)
    spans: dict[str, Spans] = {}
    for part in ("source", "cue", "content"):
        cuts = draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
        spans[part] = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    return text, spans


@given(statements())
def test_any_spans_of_any_text_are_judged_the_same_twice(
    statement: tuple[str, dict[str, Spans]],
) -> None:
    text, spans = statement
    first = load_cues().judge(text, **spans)
    assert isinstance(first, Judgement)
    assert load_cues().judge(text, **spans) == first


@given(TEXTS, st.data())
def test_cue_words_lie_inside_the_stretch_in_order(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    found = load_cues().find_cue_words(text, begin, end)
    bounds = [begin, *(offset for span in found for offset in span), end]
    assert bounds == sorted(bounds)
    assert all(text[b:e].strip() for b, e in found)


@given(TEXTS)
def test_words_are_the_same_with_and_without_offsets(text: str) -> None:
    located = find_words(text, 0, len(text))
    assert [word for word, _, _ in located] == split_words(text)


def test_only_verbs_of_speech_in_the_active_need_a_speaker() -> None:
    cues = load_cues()
    assert all(cues.speaks(words) for words in ("said", "has denied", "later claimed"))
    assert not any(cues.speaks(words) for words in ("knew", "is said", "was told", "investigated"))
