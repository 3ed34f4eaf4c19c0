"""Actors: who holds each statement, under which name, and what is known of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.actors import Resolution, outlet_actor, resolve_actors
from whence.model import Actor, ActorKind, Article, MentionKind, Span

DATA = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
SEED = DATA / "seed" / "000_268e4578f94adf6e.txt"


def resolve(text: str, *sources: str, outlet: str | None = None) -> Resolution:
    """Resolve each source at its first place after the one before; a statement is its source."""
    spans: list[Span] = []
    position = 0
    for source in sources:
        position = text.index(source, position)
        spans.append((position, position + len(source)))
        position += 1
    return resolve_actors(Article("a", text, outlet=outlet), [(s,) for s in spans], spans)


def holders(text: str, *sources: str) -> list[Actor]:
    result = resolve(text, *sources)
    by_id = {a.id: a for a in result.actors}
    return [by_id[h] for h in result.holders if h is not None]


def names(text: str, *sources: str) -> list[str]:
    return [a.name for a in holders(text, *sources)]


def test_the_fullest_name_in_the_article_wins() -> None:
    text = "Brandt said no. Later Olga M. Brandt said yes. Mrs Brandt added more."
    assert names(text, "Brandt", "Olga M. Brandt", "Mrs Brandt") == ["Olga M. Brandt"] * 3


def test_two_people_with_one_surname_are_told_apart_by_their_honorifics() -> None:
    text = "Olga Brandt and David Brandt came. Mr Brandt said no. Mrs Brandt said yes."
    assert names(text, "Mr Brandt", "Mrs Brandt") == ["David Brandt", "Olga Brandt"]


def test_a_given_name_alone_is_a_person() -> None:
    (actor,) = holders("It was late, and Melanie said no.", "Melanie")
    assert actor.kind is ActorKind.PERSON


def test_role_and_affiliation_are_read_behind_the_name() -> None:
    text = "Olga Brandt, press secretary of the Russian presidency, said so. Brandt left."
    (actor,) = holders(text, "Brandt, press secretary of the Russian presidency")
    assert (actor.name, actor.kind) == ("Olga Brandt", ActorKind.PERSON)
    assert actor.role == "press secretary of the Russian presidency"
    assert actor.affiliation == "Russia"
    assert actor.aliases == ("Brandt",)


def test_role_and_affiliation_are_read_before_the_name() -> None:
    text = "According to Pentagon spokesman Tom Ashe, nothing happened."
    (actor,) = holders(text, "Pentagon spokesman Tom Ashe")
    assert (actor.name, actor.role) == ("Tom Ashe", "Pentagon spokesman")
    assert actor.affiliation == "US Department of Defense"


def test_a_description_with_the_name_behind_it_is_that_person() -> None:
    text = "The mayor of Ostermoor, Ms. Olga Brandt, said so."
    (actor,) = holders(text, "The mayor of Ostermoor, Ms. Olga Brandt,")
    assert (actor.name, actor.role) == ("Olga Brandt", "mayor of Ostermoor")


def test_many_names_of_one_group_are_one_actor() -> None:
    text = (
        "The Islamic State of Iraq and the Levant (ISIL, also known as ISIS) wrote a note. "
        "IS said more. Daesh repeated it."
    )
    result = resolve(text, "IS", "Daesh")
    assert len(set(result.holders)) == 1
    (group,) = [a for a in result.actors if a.kind is ActorKind.GROUP]
    assert group.name == "Islamic State"
    assert group.aliases == ("Daesh", "IS", "ISIL", "ISIS", "Islamic State of Iraq and the Levant")


def test_a_capital_that_speaks_is_its_state() -> None:
    text = "Moscow denied it. Then the Kremlin did, and the Russian government."
    result = resolve(text, "Moscow", "the Kremlin", "the Russian government")
    assert len(set(result.holders)) == 1
    assert result.actors[0].name == "Russia"
    assert result.actors[0].kind is ActorKind.STATE


def test_the_white_house_is_an_office_of_its_state() -> None:
    (actor,) = holders("The White House declined.", "The White House")
    assert (actor.kind, actor.affiliation) == (ActorKind.OFFICE, "United States")


def test_an_acronym_in_brackets_belongs_to_the_name_before_it() -> None:
    text = "The Harbour Safety Institute (HSI) wrote. HSI said the pier was sound."
    assert names(text, "HSI said"[:3]) == ["Harbour Safety Institute"]


def test_letters_in_brackets_that_abbreviate_nothing_are_no_alias() -> None:
    text = "Olga Brandt (R-Kan.) said so. Later Brandt (ZZZ) left."
    (actor,) = holders(text, "Olga Brandt")
    assert actor.aliases == ("Brandt",)


def test_an_office_by_its_owner_is_one_under_both_spellings() -> None:
    text = "The Russian defence ministry said so. Russia's Defense Ministry repeated it."
    result = resolve(text, "The Russian defence ministry", "Defense Ministry")
    assert len(set(result.holders)) == 1
    actor = next(a for a in result.actors if a.id == result.holders[0])
    assert (actor.kind, actor.affiliation) == (ActorKind.OFFICE, "Russia")


def test_the_militants_are_the_one_group_of_the_article() -> None:
    text = "The militants struck at dawn. Boko Haram has held the town for a year."
    assert names(text, "The militants") == ["Boko Haram"]


def test_the_militants_are_nobody_where_two_groups_are_as_near() -> None:
    text = "Boko Haram and al-Shabaab met. The militants said nothing."
    (actor,) = holders(text, "The militants")
    assert actor.kind is ActorKind.UNNAMED


def test_the_militants_are_the_group_of_the_sentences_before() -> None:
    text = (
        "Boko Haram was there. It rained. It poured. It snowed. "
        "Then al-Shabaab came. The militants said so."
    )
    assert names(text, "The militants") == ["al-Shabaab"]


def test_descriptions_of_the_group_that_hold_nothing_are_mentions_of_it() -> None:
    text = "Boko Haram left. People feared the terror group's return."
    result = resolve(text)
    begin = text.index("the terror group")
    (mention,) = [m for m in result.mentions if m.kind is MentionKind.DESCRIPTION]
    assert (mention.start, mention.end) == (begin, begin + len("the terror group"))


def test_the_ministry_is_the_one_named_before() -> None:
    text = "The Ministry of Inland Waters wrote. The ministry said more."
    assert names(text, "The ministry said"[:12]) == ["Ministry of Inland Waters"]


def test_the_appeals_court_is_not_the_supreme_court() -> None:
    text = "The Supreme Court waited. The appeals court said no."
    (actor,) = holders(text, "The appeals court")
    assert actor.name != "US Supreme Court"


def test_the_spokesman_is_the_person_with_that_role() -> None:
    text = "Tom Ashe, a spokesman for the harbour, came. The spokesman said no."
    assert names(text, "The spokesman") == ["Tom Ashe"]


def test_a_pronoun_is_the_speaker_before() -> None:
    text = "Olga Brandt met Carla Moss. Moss said no. She added nothing."
    assert names(text, "Moss said"[:4], "She") == ["Carla Moss"] * 2


def test_a_pronoun_fits_the_gender() -> None:
    text = "David Moss met Olga Brandt. She said no. He said yes."
    assert names(text, "She", "He") == ["Olga Brandt", "David Moss"]


def test_a_pronoun_looks_back_two_sentences_and_no_further() -> None:
    near = "Olga Brandt came. It rained. She said no."
    far = "Olga Brandt came. It rained. It poured. It snowed. She said no."
    assert names(near, "She") == ["Olga Brandt"]
    assert holders(far, "She")[0].kind is ActorKind.UNNAMED


def holder_of_last(text: str, begin: str, source: str) -> str:
    """Whom the last ``source`` stands for, in a statement that begins at ``begin``."""
    at = text.rindex(source)
    span = (at, at + len(source))
    result = resolve_actors(Article("a", text), [(span,)], [(text.index(begin), span[1])])
    return {a.id: a.name for a in result.actors}[result.holders[0] or ""]


def test_a_pronoun_behind_what_was_said_may_be_whom_it_names() -> None:
    before = "Voters never took to Tom Ashe. "
    spoken = "Though Olga Brandt lived in Varn, the river was strange to her, she said."
    assert holder_of_last(before + spoken, "Though", "she") == "Olga Brandt"
    quoted = "Carla Moss came. “Olga Brandt is right,” she said."
    assert holder_of_last(quoted, "“Olga", "she") == "Carla Moss"


def test_his_campaign_is_that_of_the_person_before() -> None:
    text = "Tom Ashe met the union. His campaign said no."
    assert names(text, "His campaign") == ["Ashe campaign"]


def test_the_studio_is_the_company_before() -> None:
    text = "Moss Pictures Inc was asked for its view. The studio said no."
    assert names(text, "The studio") == names(text, "Moss Pictures Inc")


def test_a_relative_pronoun_may_stand_behind_brackets() -> None:
    text = "The Department of River Safety (DRS), which said no, left."
    assert names(text, "which") == ["Department of River Safety"]


def test_a_pronoun_may_stand_for_somebody_unnamed() -> None:
    text = "A man in a grey shirt says he was lost. He adds that it was dark."
    result = resolve(text, "A man in a grey shirt", "he", "He")
    assert len(set(result.holders)) == 1


def test_it_stands_for_a_body_and_they_for_many() -> None:
    text = "Marrow University wrote to Olga Brandt. It said no. Two witnesses came. They said yes."
    assert names(text, "It", "Two witnesses", "They") == [
        "Marrow University",
        "Two witnesses",
        "Two witnesses",
    ]


def test_a_statement_speaks_for_whom_it_is_from() -> None:
    text = "Olga Brandt left. Brandt's statement was short. A report by Marrow University was long."
    found = names(text, "Brandt's statement", "A report by Marrow University")
    assert found == ["Olga Brandt", "Marrow University"]


def test_i_is_the_outlet_or_whoever_speaks_around_it() -> None:
    text = "I think so. Olga Brandt said: “I think not.”"
    article = Article("a", text, outlet="Lantern")
    inner = text.index("I think not")
    outer = text.index("Olga")
    result = resolve_actors(
        article,
        [((0, 1),), ((inner, inner + 1),), ((outer, outer + 11),)],
        [(0, 10), (inner, inner + 11), (outer, len(text))],
    )
    assert result.holders[0] == outlet_actor(article).id
    assert result.holders[1] == result.holders[2] != result.holders[0]


def test_names_joined_by_and_are_one_holder() -> None:
    (actor,) = holders("Olga Brandt and Mr Tom Ashe said so.", "Olga Brandt and Mr Tom Ashe")
    assert (actor.name, actor.kind) == ("Olga Brandt and Tom Ashe", ActorKind.GROUP)


def test_some_of_a_party_are_not_the_party() -> None:
    (actor,) = holders("Many Democrats said so.", "Many Democrats")
    assert (actor.kind, actor.affiliation) == (ActorKind.UNNAMED, "Democrats")


@pytest.mark.parametrize(
    "source",
    ["a senior official", "sources close to the talks", "witnesses", "A man", "one of them"],
)
def test_who_has_no_name_stays_unnamed(source: str) -> None:
    (actor,) = holders(f"It was wet. {source} told us so.", source)
    assert (actor.kind, actor.name) == (ActorKind.UNNAMED, source)


def test_the_unnamed_are_told_apart_between_articles_and_are_the_same_within_one() -> None:
    text = "A source said so. The source said more."
    spans = [(0, 8), (18, 28)]
    one = resolve_actors(Article("a", text), [(s,) for s in spans], spans)
    other = resolve_actors(Article("b", text), [(s,) for s in spans], spans)
    assert one.holders[0] == one.holders[1]
    assert one.holders[0] != other.holders[0]


def test_a_name_has_one_id_in_every_article_whatever_its_spelling() -> None:
    spellings = ["Hamid al-Tamin", "Hamid el-Tamin", "Hamíd Al-Tamin"]
    ids = {resolve(f"We met {name} there.", name).holders[0] for name in spellings}
    assert len(ids) == 1


def test_an_empty_source_has_no_holder() -> None:
    result = resolve_actors(Article("a", "It rained."), [()], [(0, 10)])
    assert result.holders == (None,)


def test_sources_without_their_statements_are_refused() -> None:
    with pytest.raises(ValueError, match="1 sources but 0 statements"):
        resolve_actors(Article("a", "It rained."), [((0, 2),)], [])


def test_a_protected_name_makes_a_protected_actor() -> None:
    text = "Gunmen kidnapped Ilya Drost. Olga Brandt said Drost was well."
    marked = {a.name: a.protected for a in resolve(text, "Olga Brandt").actors}
    assert marked == {"Ilya Drost": True, "Olga Brandt": False}


def test_the_outlet_goes_by_name_then_host_then_no_name() -> None:
    named = outlet_actor(
        Article("a", "", url="https://www.lantern.example/x", outlet="The Lantern")
    )
    hosted = outlet_actor(Article("a", "", url="https://www.lantern.example/x"))
    bare = outlet_actor(Article("a", ""))
    assert (named.name, hosted.name, bare.name) == ("The Lantern", "lantern.example", "this outlet")
    assert {named.kind, hosted.kind, bare.kind} == {ActorKind.OUTLET}
    assert bare.id != outlet_actor(Article("b", "")).id


def test_an_outlet_is_the_same_actor_as_reader_and_as_source() -> None:
    text = "According to the New York Times, it rained."
    result = resolve(text, "the New York Times")
    assert result.holders[0] == outlet_actor(Article("b", "", outlet="The New York Times")).id


def test_a_news_agency_is_an_agency_by_the_words_behind_its_name() -> None:
    text = "It was first told by Belfry news agency. Later the Belfry news agency said more."
    (actor,) = holders(text, "the Belfry news agency")
    assert (actor.name, actor.kind) == ("Belfry", ActorKind.AGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "It was put out by Belfry, the rebels' own news agency.",
        "The Red Heron Brigade spoke through its Belfry agency.",
        "The Red Heron Brigade spoke on its Belfry news agency.",
        "It came from the rebels’ “news agency”, Belfry.",
        "The “news agency” that put out the film, Belfry, has no office.",
        "OSTERMOOR (Belfry) - It rained again.",
    ],
)
def test_an_agency_is_told_by_the_words_around_its_name(text: str) -> None:
    result = resolve(text)
    (actor,) = [a for a in result.actors if a.name == "Belfry"]
    assert actor.kind is ActorKind.AGENCY
    (mention,) = [m for m in result.mentions if m.actor == actor.id]
    assert text[mention.start : mention.end] == "Belfry"


def test_an_agency_belongs_to_its_owner() -> None:
    text = "The Red Heron Brigade sent a note. It was read out by Belfry, the Brigade's own agency."
    owned = "The Red Heron Brigade sent a note through its Belfry news agency."
    for words in (text.replace("own agency", "own news agency"), owned):
        (actor,) = [a for a in resolve(words).actors if a.name == "Belfry"]
        assert actor.affiliation == "Red Heron Brigade"


@pytest.mark.parametrize(
    "text",
    [
        "Marsh Lanterns, an aid group with a boat in Ostermoor, said so.",
        "Marsh Lanterns, which runs the boats, said so.",
        "The relief group Marsh Lanterns said so.",
        "Marsh Lanterns said its boats had left.",
        "Marsh Lanterns, the operator, said so.",
    ],
)
def test_a_body_with_a_name_like_a_persons_is_told_by_the_words_around_it(text: str) -> None:
    (actor,) = holders(text, "Marsh Lanterns")
    assert (actor.name, actor.kind) == ("Marsh Lanterns", ActorKind.ORGANISATION)


def test_a_person_who_works_for_a_body_is_none() -> None:
    text = "Corin Vale, a spokesman for the aid group Marsh Lanterns, said so."
    (actor,) = holders(text, "Corin Vale")
    assert actor.kind is ActorKind.PERSON


def test_ships_and_datelines_are_no_actors() -> None:
    text = (
        "PORT HOLLIN, May 3 - The ferry Dame Orla left. Another ferry, the Saint Bree, left "
        "the quay of Port Hollin.\n\nThe Saint Bree was late, said Corin Vale."
    )
    assert [a.name for a in resolve(text, "Corin Vale").actors] == ["Corin Vale"]


STATE = "Lunovia denied it. Lunovian troops had crossed the river, people in Lunovia said. "


def test_a_state_that_no_table_knows_is_told_by_its_adjective_and_its_troops() -> None:
    (actor,) = holders(STATE, "Lunovia")
    assert (actor.name, actor.kind) == ("Lunovia", ActorKind.STATE)


def test_a_neighbour_is_a_state_and_a_leader_with_an_army_is_none() -> None:
    text = "Lunovia, its neighbour to the east, denied it. Tarkin's army left, Tarkin said."
    assert holders(text, "Lunovia")[0].kind is ActorKind.STATE
    assert all(a.kind is not ActorKind.STATE for a in resolve(text).actors if a.name == "Tarkin")


def test_the_capital_of_such_a_state_speaks_for_it() -> None:
    text = STATE + "Veldt, the Lunovian capital, was calm. Veldt said no."
    assert names(text, "Lunovia", "Veldt said"[:5]) == ["Lunovia", "Lunovia"]


def test_a_city_that_speaks_in_a_heading_is_the_state_that_speaks_below() -> None:
    text = f"Veldt denies all of it\n\n{STATE}A man from Veldt left."
    assert names(text, "Veldt", "Lunovia") == ["Lunovia", "Lunovia"]


def test_an_office_by_the_adjective_of_such_a_state_is_that_states() -> None:
    text = STATE + "The Lunovian defence ministry said no."
    (actor,) = holders(text, "The Lunovian defence ministry")
    assert (actor.kind, actor.affiliation) == (ActorKind.OFFICE, "Lunovia")


HEADED = "{}\n\nThe Red Heron Brigade said that it had taken the town."


@pytest.mark.parametrize("source", ["Armed Group", "Rebels", "Militants"])
def test_a_bare_description_in_a_heading_is_the_articles_one_group(source: str) -> None:
    text = HEADED.format(f"{source} Claim Town in the Valley Today")
    assert names(text, source) == ["Red Heron Brigade"]


def test_it_in_a_heading_is_the_group_described_before_it() -> None:
    text = HEADED.format("Armed Group Shows Town It Says Is Taken")
    assert names(text, "It Says"[:2]) == ["Red Heron Brigade"]


MINISTER = "Nobody was hurt, Norway's foreign minister said. {}, Norway's foreign minister, left."


def test_an_office_holder_is_the_one_person_of_the_article_with_that_role() -> None:
    text = f"Foreign Minister Says Nobody Was Hurt\n\n{MINISTER.format('Inga Holt')}"
    assert names(text, "Foreign Minister", "Norway's foreign minister") == ["Inga Holt"] * 2


def test_an_office_holder_without_a_name_is_one_within_the_article() -> None:
    text = "Norwegian Minister Says No\n\nNorway's foreign minister said no. The minister left."
    result = resolve(text, "Norwegian Minister", "Norway's foreign minister", "The minister")
    assert len(set(result.holders)) == 1


def test_a_defence_minister_is_not_the_foreign_minister() -> None:
    text = "Inga Holt, the defence minister, came. The foreign minister said no."
    assert names(text, "The foreign minister") != ["Inga Holt"]


def test_who_opens_an_article_is_the_person_introduced_next() -> None:
    text = (
        "A bolt was loose, the head of the inquiry said on Monday.\n\nCorin Vale told reporters "
        "that the bolt was old. Later Petra Lind said no."
    )
    found = holders(text, "the head of the inquiry", "Corin Vale", "Petra Lind")
    assert [a.name for a in found] == ["Corin Vale", "Corin Vale", "Petra Lind"]
    assert found[0].role == "head of the inquiry"


def test_who_is_whoever_stands_right_before_it() -> None:
    text = "Corin Vale met the ministry's spokesman, who said no. She met Petra Lind, who said yes."
    assert names(text, "who", "who") == ["the ministry's spokesman", "Petra Lind"]


def test_which_is_no_person() -> None:
    text = "It was Petra Lind's second note, which said no."
    (actor,) = holders(text, "which")
    assert actor.kind is ActorKind.UNNAMED


@pytest.mark.parametrize(
    "source", ["An earlier version of this article", "This newspaper", "The Lantern"]
)
def test_the_article_and_the_paper_are_the_outlet(source: str) -> None:
    text = f"It rained. {source} said that it had not."
    result = resolve(text, source, outlet="The Lantern")
    assert result.holders == (outlet_actor(Article("a", text, outlet="The Lantern")).id,)


def test_state_television_is_an_outlet_without_a_name() -> None:
    (actor,) = holders("State television said so.", "State television")
    assert actor.kind is ActorKind.OUTLET


NAMED = "Two hostages are shown in a video. In it, a man in a red hat {} Ilya Drost and weeps."


@pytest.mark.parametrize(
    "words", ["gives his name as", "identifies himself as", "says his name is"]
)
def test_somebody_who_gives_his_name_is_who_he_says_and_protected(words: str) -> None:
    (actor,) = holders(NAMED.format(words), "a man in a red hat")
    assert (actor.name, actor.protected) == ("Ilya Drost", True)


def test_whom_a_captive_names_is_somebody_else() -> None:
    text = "Two hostages are shown in a video. A man in a red hat names Ilya Drost and weeps."
    assert names(text, "A man in a red hat") == ["A man in a red hat"]


def test_a_spokeswoman_told_before_is_the_one_named_later() -> None:
    text = "The boats had left, a spokeswoman said. The spokeswoman, Inga Holt, gave no number."
    assert names(text, "a spokeswoman", "The spokeswoman, Inga Holt,") == ["Inga Holt"] * 2


def test_the_woman_is_the_resident_who_spoke_before() -> None:
    text = "A resident of the valley says it rained. By telephone, the woman said it was cold."
    result = resolve(text, "A resident of the valley", "the woman")
    assert len(set(result.holders)) == 1


def test_a_ministry_told_by_its_place_must_be_the_only_one() -> None:
    one = "The Danish finance ministry was shut. The ministry in Aarhus said no."
    two = "The Danish finance ministry and the Danish labour ministry were shut. "
    assert (
        names(one, "The Danish finance ministry", "The ministry in Aarhus")
        == ["Danish finance ministry"] * 2
    )
    sources = (
        "The Danish finance ministry",
        "the Danish labour ministry",
        "The ministry in Aarhus",
    )
    assert names(two + "The ministry in Aarhus said no.", *sources)[2] == "The ministry in Aarhus"


def test_a_secretary_of_state_is_named_without_the_title() -> None:
    text = "It was over, Secretary of State Tom Ashe said. Rep. Jim Jordan left. Jordan said no."
    assert names(text, "Secretary of State Tom Ashe", "Jordan said"[:6]) == [
        "Tom Ashe",
        "Jim Jordan",
    ]


def test_a_misspelt_surname_is_the_person_of_the_article() -> None:
    text = "It was Eric Schneidermann who came. Later Schniedermann said no."
    assert names(text, "Schniedermann") == ["Eric Schneidermann"]


def test_a_persons_campaign_is_one_body_under_both_spellings() -> None:
    text = "The Holt campaign said so. Inga Holt's campaign said more."
    assert len(set(resolve(text, "The Holt campaign", "Inga Holt's campaign").holders)) == 1


def test_the_nominee_is_the_one_person_spoken_of_just_before() -> None:
    text = "Petra Lind said no. The nominee said it was late."
    assert names(text, "Petra Lind", "The nominee") == ["Petra Lind"] * 2


def test_the_president_is_no_vice_president() -> None:
    text = "Petra Lind, the vice president, left. The president said no."
    assert names(text, "The president") != ["Petra Lind"]


def test_the_statement_is_that_of_whoever_spoke_in_it() -> None:
    text = "In a statement, Marrow University said no. The statement spoke of two boats."
    assert names(text, "Marrow University", "The statement") == ["Marrow University"] * 2


def test_a_pronoun_goes_on_with_the_last_speaker_through_a_long_quotation() -> None:
    quote = "“It rained. It poured. It snowed. Then the sun came out.”"
    text = f"Petra Lind said no. {quote} It was late, she added."
    assert names(text, "Petra Lind", "she") == ["Petra Lind"] * 2


WORDS = st.sampled_from(
    ["Olga", "Brandt", "Mr.", "he", "She", "they", "the", "militants", "Boko Haram", "IS", "(ISIS)",
     "spokesman", "for", "Moscow", "said", ",", "and", "who", "I", "“", "”", ".", "\n\n",
     "statement", "by", "a", "ministry", "Russia’s", "U.S.", "kidnapped", "İ", "which",
     "news agency", "gives his name as", "Lunovian troops", "Lunovia", "the capital of", "one of",
     "foreign minister"]
)  # fmt: skip


@given(
    st.lists(WORDS, max_size=50).map(" ".join) | st.text(max_size=80),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), max_size=6),
)
def test_any_source_gets_a_holder_who_is_among_the_actors(
    text: str, marks: list[tuple[int, int]]
) -> None:
    spans = [(min(b, len(text)), min(b + n, len(text))) for b, n in marks]
    article = Article("a", text)
    result = resolve_actors(article, [(s,) for s in spans], spans)
    ids = [a.id for a in result.actors]
    assert len(ids) == len(set(ids))
    assert {h for h in result.holders if h is not None} <= set(ids)
    assert {m.actor for m in result.mentions} <= set(ids)
    assert all(0 <= m.start <= m.end <= len(text) for m in result.mentions)
    assert result == resolve_actors(article, [(s,) for s in spans], spans)


@pytest.mark.skipif(not SEED.exists(), reason="needs the seed page")
def test_the_actors_of_the_seed_page() -> None:
    text = SEED.read_text("utf-8")
    sources = [(267, 280), (617, 619), (802, 827), (899, 901), (1243, 1249), (1293, 1299)]
    sources += [(1420, 1476), (1636, 1654), (1793, 1808)]
    result = resolve_actors(Article("seed", text), [(s,) for s in sources], sources)
    by_id = {a.id: a for a in result.actors}
    held = [by_id[h] for h in result.holders if h is not None]
    assert [a.name for a in held[:2]] == ["Islamic State"] * 2
    assert held[2] == held[3]
    assert [(a.name, a.kind) for a in held[4:6]] == [("Russia", ActorKind.STATE)] * 2
    assert held[6] == held[7]
    assert held[6].role == "press secretary of the Russian presidency"
    assert held[8] == held[0]
    assert held[0].aliases == (
        "IS", "ISIL", "ISIS", "Islamic State group", "Islamic State of Iraq and the Levant",
    )  # fmt: skip
    assert [a.kind for a in result.actors if a.name == "Amaq"] == [ActorKind.AGENCY]
    assert sum(a.protected for a in result.actors) == 2
    mentioned = [(m.start, m.end) for m in result.mentions if m.actor == held[0].id]
    assert {text[b:e] for b, e in mentioned} >= {
        "the terror group",
        "the militants",
        "the armed group",
    }


def test_a_poll_speaks_for_its_maker():
    text = (
        "The poll shows Orsted ahead. The latest Varn Post/Harbour Research poll was out on Friday."
    )
    (actor,) = holders(text, "The poll")
    assert actor.name == "Varn Post"


def test_the_agency_is_the_office_named_before():
    text = "The Department of Fisheries closed the quay. The agency said it was unsafe."
    (actor,) = holders(text, "The agency")
    assert actor.name == "Department of Fisheries"


def test_who_behind_a_description_is_the_person_described():
    text = "They heard Olga Brandt, a staffer at the town hall, who said the file was lost."
    (actor,) = holders(text, "who")
    assert actor.name == "Olga Brandt"


def test_an_outlet_whose_name_opens_with_a_small_article_is_the_paper():
    text = "The bridge fell, the daily newspaper al Varn wrote. The paper said two were hurt."
    (actor,) = holders(text, "The paper")
    assert actor.name == "al Varn"


def test_members_of_a_party_are_people_and_not_the_party():
    (actor,) = holders("Republicans said so.", "Republicans")
    assert (actor.name, actor.kind) == ("Republicans", ActorKind.GROUP)


def test_a_protected_name_is_an_actor_though_nothing_else_tells_that_it_is_a_persons() -> None:
    result = resolve(
        "She led her eight-year-old son Ondry and his ten-year-old brother Jarub home."
    )
    assert {a.name for a in result.actors if a.protected} == {"Ondry", "Jarub"}
