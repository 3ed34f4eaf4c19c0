"""Protection: whose names are found, whose are left, and who speaks under duress."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.perils import load_perils
from whence.analyse.protection import (
    find_protected,
    is_heading_words,
    speaks_under_duress,
)
from whence.analyse.runs import Name
from whence.model import Article, Span

DATA = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
SEED = DATA / "seed" / "000_268e4578f94adf6e.txt"


def protected(text: str) -> dict[str, str]:
    return {text[b:e]: reason for (b, e), reason in find_protected(Article("a", text))}


def duress(text: str, source: str, sentence: str | None = None) -> bool:
    begin = text.index(source)
    near = (begin, begin + len(source))
    if sentence is not None:
        near = (text.index(sentence), text.index(sentence) + len(sentence))
    return speaks_under_duress(Article("a", text), ((begin, begin + len(source)),), near)


CAPTIVES = [
    "The group released the hostage Ilya Drost on Friday.",
    "Fighters showed the captured pilot Ilya Drost to reporters.",
    "A bearded man identifies himself as Ilya Drost and says he was taken prisoner.",
    "He was captured with another, whom he identifies as Ilya Drost, near the bridge.",
    "Gunmen kidnapped the aid worker Ilya Drost in spring.",
    "They took Ilya Drost hostage at the checkpoint.",
    "Ilya Drost was abducted from his car.",
    "Ilya Drost, an engineer from the coast, has been held captive since May.",
    "Ilya Drost, a Danish hostage, is thought to be alive.",
    "Ilya Drost, captured in May, wrote home.",
    "The abduction of Ilya Drost shocked the town.",
    "A ransom was asked for him. The video shows Ilya Drost in a cellar.",
    "Two captives were shown. The men were identified by the group as Ilya Drost and a friend.",
    "Several hostages are missing, among them the hostages Ana Bell and Ilya Drost.",
    "Ilya Drost and Ana Bell were kidnapped by rebels.",
    "Among the captives is a kneeling man believed to be Ilya Drost.",
    "The hostages were moved. Ilya Drost was killed by the militants.",
    "There are reports whether Ilya Drost, a nurse from Varn, aged 30, has been captured.",
    "Ilya Drost, originally from Varn, Ost, was seized by rebels. The hostage is well.",
    "Relatives of Ilya Drost, who is in the hands of the militants, spoke of hostages.",
    "Ilya Drost (in white) was captured by the rebels.",
    "The driver Ilya Drost appeared to be beheaded.",
    "Ilya Drost – a nurse from Varn – was kidnapped in May.",
    "Captured: Ilya Drost on a bridge",
    "Ilya Drost kidnapped in Ost",
    "The hostage (Ilya Drost) is a driver.",
    "The hostage says in the film: “My name is Ilya Drost.”",
    "Ilya Drost is one of four hostages.",
    "Ilya Drost is thought to be still in their captivity.",
    "Ilya Drost was freed on Sunday after two years as a hostage.",
    "The rebels exchanged Ilya Drost for two men in a prisoner swap.",
    "Six hostages were killed in May, as were two drivers, Ana Bell and Ilya Drost.",
    "The beheadings of Ana Bell, 22 drivers from Ost and nurse Ilya Drost were filmed.",
    "The beheadings of Ana Bell, Ilya Drost, and others were filmed.",
    "Ilya Drost went to Ost in May. He was kidnapped three days later.",
    "Ilya Drost has friends in Ost. They doubt the reports of his abduction.",
]


@pytest.mark.parametrize("text", CAPTIVES)
def test_the_name_of_a_captive_is_protected(text: str) -> None:
    assert protected(text).get("Ilya Drost") == "captive"


MINORS = [
    "The car hit Mia Torn, 9, on the corner.",
    "The 14-year-old Mia Torn went home.",
    "A 14-year-old girl named Mia Torn went home.",
    "We met Mia Torn, aged 14, at home.",
    "We met Mia Torn, a 12-year-old from the valley.",
    "They looked for the schoolgirl Mia Torn.",
    "They saw Mia Torn (7) at the gate.",
    "Mia Torn, then 12, saw it all.",
    "Twelve-year-old Mia Torn went home.",
    "A nurse and 11-year-old\u00a0Mia Torn went home.",
    "The six-month-old Mia Torn slept.",
    "Mia Torn is only 13.",
    "Mia Torn was 14 when she was killed.",
    "Mia Torn has just turned 15.",
    "Mia Torn, in her early teens, went home.",
    "Mia Torn died on Monday at the age of 14.",
    "The 15-year-old from Varn, Mia Torn, went home.",
    "The teenager, who was later named as Mia Torn, went home.",
    "A boy of nine, Mia Torn, went home.",
    "High school student Mia Torn went home.",
    "Mia Torn, a ninth-grade student, went home.",
    "Mia Torn, a pupil at Lindby primary school, went home.",
    "Their young daughter Mia Torn went home.",
    "The twins Ada Bell and Mia Torn went home.",
    "Mia Torn and Ada Bell, aged 12 and 14, went home.",
    "Mia Torn went to the gate. The 15-year-old saw a fox.",
    "The schoolgirl Ada Bell left. “I saw it,” said her classmate Mia Torn.",
]


@pytest.mark.parametrize("text", MINORS)
def test_the_name_of_a_minor_is_protected(text: str) -> None:
    assert protected(text).get("Mia Torn") == "minor"


@pytest.mark.parametrize(
    "text",
    [
        "The car hit Mia Torn, 19, on the corner.",
        "The 44-year-old Mia Torn went home.",
        "With Mia Torn, 9 others came.",
        "They praised Mia Torn, 5:30 on the clock, for speed.",
        "The list has 1. Ada Bell (3.) and 2. Mia Torn (1.) on it.",
        "With Mia Torn 7 the game began, 3.6 points ahead.",
        "Mia Torn was six when the pact was signed.",
        "A 15-year-old was hurt. Mia Torn spoke there, and the 15-year-old left.",
    ],
)
def test_the_name_of_a_grown_up_is_not_protected_for_a_number(text: str) -> None:
    assert protected(text) == {}


VICTIMS = [
    "Mia Torn, who was raped in June, spoke to the court.",
    "The rape victim Mia Torn spoke to the court.",
    "The jury found that he sexually assaulted Mia Torn in June.",
    "Mia Torn accused the director of raping her in June.",
    "Mia Torn said she was sexually assaulted in June.",
    "Mia Torn, one of his accusers, spoke to the court. He is charged with rape.",
    "Mia Torn, the woman who accused the singer of rape, spoke.",
    "Mia Torn told the court how he forced himself on her. He is accused of rape.",
    "Mia Torn left at six. She was raped an hour later.",
    "Mia Torn was forced to marry a fighter.",
]


@pytest.mark.parametrize("text", VICTIMS)
def test_the_name_of_a_victim_of_sexual_violence_is_protected(text: str) -> None:
    assert protected(text).get("Mia Torn") == "victim of sexual violence"


def test_the_accused_is_not_protected() -> None:
    text = "Carl Voss, 40, molested a passenger. Police arrested Carl Voss, who denies the rape."
    assert "Carl Voss" not in protected(text)


def test_the_surname_alone_is_protected_everywhere() -> None:
    text = "Drost Back on Screen\n\nGunmen kidnapped Ilya Drost.\n\nFriends of Drost wept."
    spans = [span for span, _ in find_protected(Article("a", text))]
    assert spans == [m.span() for m in re.finditer(r"(?:Ilya )?Drost", text)]


def test_a_relative_with_the_same_surname_keeps_the_name() -> None:
    text = "Gunmen kidnapped Ilya Drost. His mother, Vera Drost, asked for mercy."
    assert "Vera Drost" not in protected(text)


def test_a_minister_who_speaks_of_hostages_is_not_protected() -> None:
    text = (
        "Foreign Minister Paul Arden spoke of the hostages. The release of Paul Arden's "
        "report was put off."
    )
    assert protected(text) == {}


def test_a_spokesman_after_the_name_is_not_protected() -> None:
    text = "Hostages were taken, said Nora Keel, a spokeswoman for the rebels, in the video shown."
    assert protected(text) == {}


def test_a_minister_who_was_taken_is_protected() -> None:
    text = "Gunmen kidnapped Foreign Minister Paul Arden on the road."
    assert protected(text) == {"Paul Arden": "captive"}


def test_a_captors_name_is_not_protected() -> None:
    text = "The militant, identified in the video of the hostage as Abu Farid, reads a text."
    assert protected(text) == {}


def test_a_town_that_was_captured_is_not_protected() -> None:
    text = "Rebels captured Ostermoor in May. Many hostages died in Ostermoor."
    assert protected(text) == {}


def test_a_scene_captured_on_film_makes_nobody_a_captive() -> None:
    text = "The video, captured on a phone, shows Petra Holm feeding swans."
    assert protected(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Her rival, Petra Holm, captured Ost, Varn and Lindby in the vote.",
        "The rebels captured the al-Ansar military airport, and hostages with it.",
        "He came from Ostermoor, Varn, and a car was seized. In Ostermoor one was kidnapped.",
        "The hostages gave him the name Petra Holm.",
        "Girl Scouts sang. The Girl Scouts left.",
    ],
)
def test_what_sounds_like_captivity_or_childhood_protects_nobody(text: str) -> None:
    assert protected(text) == {}


def test_another_name_of_a_captive_is_protected() -> None:
    text = "The hostage Ilya Drost, also known as Karim, is a driver. Karim left in May."
    assert protected(text) == {"Ilya Drost": "captive", "Karim": "captive"}


def test_who_is_listed_with_a_captive_elsewhere_is_protected() -> None:
    text = "They spoke of Marek Sohl and Ilya Drost. Gunmen kidnapped Ilya Drost in May."
    assert set(protected(text)) == {"Marek Sohl", "Ilya Drost"}


def test_a_captives_noun_at_the_front_of_a_name_in_a_heading_is_no_part_of_it() -> None:
    text = "Hostage Ilya Drost Freed\n\nThe hostage Ilya Drost is home. Drost is well."
    assert set(protected(text)) >= {"Ilya Drost", "Drost"}


def test_an_article_without_any_sign_protects_nobody() -> None:
    assert protected("Petra Holm met Paul Arden. They spoke of swans.") == {}


VIDEO = (
    "A video released by the militants on Monday shows two hostages.\n\n"
    "In the clip, a man in a grey shirt says he was taken near the river. He adds that he is well."
    "\n\nA masked man threatens them. A foreign ministry spokesman said the video was studied."
)


def test_a_man_in_the_captors_video_speaks_under_duress() -> None:
    assert duress(VIDEO, "a man in a grey shirt")


def test_his_pronoun_speaks_under_duress_too() -> None:
    assert duress(VIDEO, "He adds"[:2], "He adds that he is well.")


def test_the_captor_does_not_speak_under_duress() -> None:
    assert not duress(VIDEO, "A masked man")
    assert not duress(VIDEO, "the militants")


def test_an_official_who_comments_does_not_speak_under_duress() -> None:
    assert not duress(VIDEO, "A foreign ministry spokesman")


def test_a_captive_speaks_under_duress_without_a_video() -> None:
    assert duress("The hostage said by telephone that she was well.", "The hostage")


@pytest.mark.parametrize(
    "source",
    [
        "The mother of the hostage",
        "The hostage's mother",
        "A hostage negotiator",
        "A freed hostage",
    ],
)
def test_who_speaks_about_a_captive_is_none(source: str) -> None:
    assert not duress(f"{source} said by telephone that all was well.", source)


def test_one_of_the_captives_is_one() -> None:
    assert duress("One of the hostages said that all was well.", "One of the hostages")


def test_somebody_who_was_freed_speaks_freely() -> None:
    text = (
        "Gunmen kidnapped Ilya Drost last year and filmed a video of him.\n\n"
        "At a news conference after his release, Ilya Drost said he had been beaten."
    )
    assert not duress(text, "Ilya Drost said"[:10], text.split("\n\n")[1])


def test_a_named_captive_in_a_video_speaks_under_duress() -> None:
    text = "Gunmen kidnapped Ilya Drost. In a video, Drost says the government must pay."
    assert duress(text, "Drost says"[:5], "In a video, Drost says the government must pay.")


def test_a_man_in_a_story_without_captives_speaks_freely() -> None:
    text = "A video of the flood went round. A man in a grey shirt says the river rose."
    assert not duress(text, "A man in a grey shirt")


SCENE = (
    "A video put out by the militants shows two captives.\n\nIn the video, a man in a red hat "
    "gives his name as Ilya Drost and says he is well. He was taken with the man beside him, "
    "Marek Sohl.\n\n"
)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a man who ", "It belongs to a man who says what he is told."),
        ("A woman who lives", "A woman who lives on his street told the Lantern he was kind."),
        ("A man", "A man told reporters that the video was old."),
        ("she", "Inga Holt has a video of the ministry's spokesman, and she says it is old."),
        ("He", "Corin Vale, a retired colonel, has seen the men. He doubts the video."),
        ("She", "A nurse spoke of the video. She thought it was old."),
    ],
)
def test_who_speaks_of_the_video_speaks_freely(source: str, sentence: str) -> None:
    text = SCENE + sentence
    begin = text.index(source, len(SCENE))
    near = (begin, len(text))
    assert not speaks_under_duress(
        Article("a", text), ((begin, begin + len(source.strip())),), near
    )


def test_one_of_the_men_told_of_before_speaks_under_duress() -> None:
    text = SCENE + "One of the men says that he was lost."
    assert duress(text, "One of the men")


def test_his_own_he_inside_his_statement_is_under_duress() -> None:
    begin = SCENE.index("he is well")
    assert speaks_under_duress(Article("a", SCENE), ((begin, begin + 2),), (begin, begin + 10))


def test_she_goes_on_from_the_sentence_that_she_began() -> None:
    text = (
        SCENE + "Inga Holt left.\n\nShe did not speak of Ilya Drost. The video was old, she said."
    )
    begin = text.index("she said")
    assert not speaks_under_duress(Article("a", text), ((begin, begin + 3),), (begin - 20, begin))


def test_the_man_beside_the_captive_is_protected_too() -> None:
    assert set(protected(SCENE)) == {"Ilya Drost", "Marek Sohl"}
    text = SCENE + "She spoke of Ilya Drost or of Pavel Munk, who sits beside him."
    assert protected(text)["Pavel Munk"] == "captive"


def test_every_rule_has_a_reason_and_a_pattern() -> None:
    rules = load_perils().rules
    assert {r.reason for r in rules} == {"captive", "minor", "victim of sexual violence"}
    assert [r for r in rules if r.before is None and r.after is None] == []


WORDS = st.sampled_from(
    ["Ilya", "Drost", "the", "hostage", "was", "kidnapped", ",", "14,", "raped", "video", "shows",
     "and", "Mia", "Torn", "said", "he", ".", "\n", "İlya", "’s", "captured"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_protected_spans_stand_in_order_and_hold_names(text: str) -> None:
    last = 0
    for (begin, end), _ in find_protected(Article("a", text)):
        assert last <= begin < end <= len(text)
        assert text[begin:end].strip()
        last = end


@given(st.lists(WORDS, max_size=30).map(" ".join), st.integers(0, 60), st.integers(1, 20))
def test_any_span_may_be_asked_about(text: str, begin: int, size: int) -> None:
    span: Span = (min(begin, len(text)), min(begin + size, len(text)))
    assert speaks_under_duress(Article("a", text), (span,), span) in (True, False)
    assert not speaks_under_duress(Article("a", text), (), span)


@pytest.mark.skipif(not SEED.exists(), reason="needs the seed page")
def test_the_two_captives_of_the_seed_page_are_protected_and_speak_under_duress() -> None:
    article = Article("seed", SEED.read_text("utf-8"))
    found = find_protected(article)
    assert found == (((850, 865), "captive"), ((1018, 1034), "captive"))
    for source in ((802, 827), (899, 901), (1001, 1003)):
        assert speaks_under_duress(article, (source,), (source[0], 1070)), source
    for source in ((267, 280), (617, 619), (1243, 1249), (1420, 1476)):
        assert not speaks_under_duress(article, (source,), source), source


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (("Crash", "Site"), True),
        (("Crash",), False),
        (("Grace", "Fisher"), False),
        (("Crash", "Osmuna"), False),
    ],
)
def test_plain_words_that_a_heading_sets_in_capitals_are_nobody(
    words: tuple[str, ...], plain: bool
) -> None:
    small = frozenset(
        ["a", "crash", "at", "the", "site", "by", "the", "grace", "of", "a", "fisher"]
    )
    assert is_heading_words(Name(0, 1, words), small) is plain


def test_a_given_name_that_is_also_a_word_stays_protected() -> None:
    text = "Police said Grace Fisher, 9, was kidnapped. By the grace of a fisher she was found."
    assert "Grace Fisher" in protected(text)


TOLD_OTHERWISE = [
    ("The trader, Omar Islam, is only 17. Islam bought a car.", ["Omar Islam", "Islam"]),
    ("A 15-year-old boy by the name of Karl Torn slept. Karl was ill.", ["Karl Torn", "Karl"]),
    ("The boy's name was Karl Torn.", ["Karl Torn"]),
    ("At 16, Mia Torn has won three prizes.", ["Mia Torn"]),
    ("Aged just 7, Karl Torn was hit by the bus.", ["Karl Torn"]),
    ("Mia Torn, a shy 14-year-old, was sent home.", ["Mia Torn"]),
    ("Mia Torn, not yet 18, was sent home.", ["Mia Torn"]),
    ("Mia Torn, who is in the fifth grade, wrote a letter.", ["Mia Torn"]),
    ("Karl Torn, a junior at Lindby High, wrote a letter.", ["Karl Torn"]),
    ("Karl Torn is the son of bakers. He attends Lindby High School.", ["Karl Torn"]),
    ("Karl Torn drives a car. The teen has no licence.", ["Karl Torn"]),
    ("The girls – Mia Torn and Ada Pell – left.", ["Mia Torn", "Ada Pell"]),
    ("Mia Torn, Ada Pell and Eve Lund, all 15, left.", ["Mia Torn", "Ada Pell", "Eve Lund"]),
    ("Mia and Ada Torn, 15 and 13, left.", ["Mia", "Ada Torn"]),
    ("The children killed were Mia Torn and Karl Pell.", ["Mia Torn", "Karl Pell"]),
    ("Police identified the two boys as Ned Torn and Karl Pell.", ["Ned Torn", "Karl Pell"]),
    ("The couple welcomed a son named Karl.", ["Karl"]),
    ("Karl Torn, 16, came with his friend Ned Pell.", ["Karl Torn", "Ned Pell"]),
    ("Karl Torn, 16, is one of three kids. Karl and Ivo won. Then Ivo left.", ["Karl", "Ivo"]),
    ('Karl "Pip" Torn, 12, was well. They like Pip.', ['Karl "Pip" Torn', "Pip"]),
    ("Karl Torn, 12, nicknamed “Pip,” won.", ["Karl Torn", "Pip"]),
    ('Known as the "Cub of Lund," the 10-year-old Karl Torn won.', ["Cub of Lund", "Karl Torn"]),
    ("Thomas Torn, 9, was found. Tommy likes dogs.", ["Thomas Torn", "Tommy"]),
    ("James Torn was kidnapped. “Jim is strong,” his wife said.", ["James Torn", "Jim"]),
    ("The prisoner swap for Sergeant Karl Torn was a mistake.", ["Karl Torn"]),
    ("They freed five detainees in exchange for Sgt. Karl Torn.", ["Karl Torn"]),
    ("Karl Torn, whom rebels had kidnapped in May, is home.", ["Karl Torn"]),
    ("Karl Torn, who was held for 14 months by pirates, is home.", ["Karl Torn"]),
    ("Karl Torn was taken from his car by gunmen.", ["Karl Torn"]),
    ("Kidnapped in May, Karl Torn came home.", ["Karl Torn"]),
    ("A proof-of-life video of Karl Torn reached his family.", ["Karl Torn"]),
    ("The pirates demanded a ransom of two million for Karl Torn.", ["Karl Torn"]),
    ("Ada Pell, a reporter who had been kidnapped with him in Ost, spoke.", ["Ada Pell"]),
    ("Ned Torn was kidnapped along with Ada Pell.", ["Ned Torn", "Ada Pell"]),
    (
        "Those abducted were Karl Torn, Ned Pell and Ivo Lund.",
        ["Karl Torn", "Ned Pell", "Ivo Lund"],
    ),
    ("The second dead hostage was Karl Torn.", ["Karl Torn"]),
    ("Ada Torn, who says the coach raped her, spoke.", ["Ada Torn"]),
    ("Ada Torn, a survivor of abuse, spoke.", ["Ada Torn"]),
    ("“He raped me,” said Ada Torn.", ["Ada Torn"]),
    ("“I was raped,” Ada Torn said.", ["Ada Torn"]),
    ("Ada Torn and Eve Pell have said that he raped them.", ["Ada Torn", "Eve Pell"]),
    ("Among his accusers is Ada Torn, who spoke of rape.", ["Ada Torn"]),
    ("Rape allegations made by Ada Torn were denied.", ["Ada Torn"]),
]


@pytest.mark.parametrize(("text", "names"), TOLD_OTHERWISE)
def test_every_name_of_somebody_to_be_protected_is_found(text: str, names: list[str]) -> None:
    spans = [span for span, _ in find_protected(Article("a", text))]
    for name in names:
        for place in re.finditer(rf"\b{re.escape(name)}\b", text):
            assert any(b <= place.start() and place.end() <= e for b, e in spans), name


LEFT = [
    ("Officer Karl Torn shot a 12-year-old boy. The boy ran.", "Karl Torn"),
    ("Ada Pell, a mother of a 9-year-old boy, spoke.", "Ada Pell"),
    ("The girl's father, Karl Torn, said she was well.", "Karl Torn"),
    ("At 12:30 Ada Pell spoke. At 10, she met the teens.", "Ada Pell"),
    ("Police named the dead as Anna Pell, 42, and her children Ned, 9, and Karl, 7.", "Anna Pell"),
    ("Ada Torn, the wife of the hostage Karl Pell, spoke.", "Ada Torn"),
    ("Police arrested Karl Torn, who held two women captive.", "Karl Torn"),
    ("Karl Torn, accused of raping Ada Pell, was freed.", "Karl Torn"),
    ("Senator Ada Pell, a mother of two teens, spoke of the prisoner swap.", "Ada Pell"),
    ("Theresa Torn, 9, was found. There she slept.", "There"),
]


@pytest.mark.parametrize(("text", "name"), LEFT)
def test_whoever_stands_beside_them_is_left(text: str, name: str) -> None:
    begin = next(m.start() for m in re.finditer(rf"\b{name}\b", text))
    end = begin + len(name)
    assert not any(b < end and begin < e for (b, e), _ in find_protected(Article("a", text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The couple have a two-year-old girl called Su-ra, who likes it.", {"Su-ra"}),
        ("They had three children — Tarik, Salva and Aliya.", {"Tarik", "Salva", "Aliya"}),
        ("They had three grown-up children: Tarik, Salva and Aliya.", set()),
        ("The 17-year-old “Quick Fox” Tarik Venn won.", {"Tarik Venn"}),
        ("Tarik Venn (left, in a photo), 17, of Lindby won.", {"Tarik Venn"}),
        ("He had a letter from Ida Moen, 14, of Lindby.", {"Ida Moen"}),
        ("Ostby leads Varn, 1,428 to 1,153.", set()),
        ("Hostages are still held. Ida Moen, who has not been seen since May.", {"Ida Moen"}),
        ("He denies claims that he assaulted his former wife, Zorana Venn.", {"Zorana Venn"}),
        (
            "It was a claim of his first wife, Zorana Venn, that Mr. Venn had raped her.",
            {"Zorana Venn", "Venn"},
        ),
        ("Her lawyer, Ida Moen, spoke of sexual assault as a crime.", set()),
        ("Zorana Venn spoke. She told the court that he had raped her.", {"Zorana Venn"}),
        (
            "Tarik Venn, 15, was shot. His father, Rolf Venn, wept. Police said Venn had run.",
            {"Tarik Venn"},
        ),
        (
            "Rolf Venn wept. His son, Tarik Venn, 15, was shot. Police said Venn had run.",
            {"Tarik Venn", "Venn"},
        ),
    ],
)
def test_what_is_told_in_other_words(text: str, names: set[str]) -> None:
    assert set(protected(text)) == names
