"""Names: what counts as one, where it begins and ends, and what it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.names import find_names
from whence.analyse.vocabulary import load_aliases, load_roles, name_key, word_key
from whence.model import ActorKind, Article, Passage, PassageRole


def named(text: str) -> list[str]:
    article = Article("a", text)
    return [text[n.start : n.end] for n in find_names(article)]


def kinds(text: str) -> dict[str, ActorKind | None]:
    return {text[n.start : n.end]: n.kind for n in find_names(Article("a", text))}


def test_a_run_of_capitalised_words_is_a_name() -> None:
    assert named("We met Petra Lindqvist there.") == ["Petra Lindqvist"]


def test_small_words_inside_a_name_belong_to_it() -> None:
    text = "They quoted Jan van der Mole and Hamid bin Yasir al-Tamin at length."
    assert named(text) == ["Jan van der Mole", "Hamid bin Yasir al-Tamin"]


def test_an_office_keeps_what_follows_of() -> None:
    text = "It was the Ministry of Inland Waters that wrote."
    assert kinds(text) == {"Ministry of Inland Waters": ActorKind.OFFICE}


def test_titles_are_no_part_of_a_name_but_are_kept() -> None:
    text = "On Monday Deputy Foreign Minister Olga Brandt and Dr Tom Ashe met."
    brandt, ashe = find_names(Article("a", text))
    assert text[brandt.start : brandt.end] == "Olga Brandt"
    assert (brandt.title, brandt.kind) == ("Deputy Foreign Minister", ActorKind.PERSON)
    assert text[ashe.start : ashe.end] == "Tom Ashe"
    assert ashe.title is None


def test_an_abbreviated_title_ends_in_a_dot_without_ending_the_name() -> None:
    text = "Then Air Force Gen. Lotte R. Quill spoke."
    assert named(text) == ["Lotte R. Quill"]


def test_an_honorific_before_a_word_that_is_a_title_leaves_a_name() -> None:
    assert named("Later Mr. Bishop agreed.") == ["Bishop"]


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    assert named("Villagers fled. Smoke rose. Nobody spoke.") == []


def test_the_first_word_counts_where_the_article_capitalises_it_elsewhere() -> None:
    text = "Brandt said no. Then Olga Brandt left."
    assert named(text) == ["Brandt", "Olga Brandt"]


def test_days_months_and_creeds_are_no_names() -> None:
    assert named("It was on Sunday in March that Muslim and Christian families came.") == []


def test_places_after_in_are_no_names() -> None:
    assert named("A fire broke out in Ostermoor, near Little Wexcombe.") == []


def test_a_capital_city_is_the_seat_of_a_state_only_where_it_speaks() -> None:
    text = "The envoy was in Moscow. He said Moscow would wait."
    (name,) = find_names(Article("a", text))
    assert name.start == text.index("Moscow would")
    assert name.known is not None
    assert name.known.name == "Russia"


def test_a_name_of_the_table_is_found_whole() -> None:
    text = "A note by the Islamic State of Iraq and the Levant was read out by AMAQ news agency."
    assert named(text) == ["Islamic State of Iraq and the Levant", "AMAQ news agency"]


def test_a_name_that_is_an_everyday_word_counts_only_in_capitals() -> None:
    assert named("He is here and it is who we are, says us all.") == []
    assert named("He said IS and WHO sent notes.") == ["IS", "WHO"]


def test_everyday_words_do_not_become_names_in_a_line_of_capitals() -> None:
    assert named("WHO IS THERE? IT IS US\n\nNothing else happened at all.") == []


def test_a_joined_adjective_is_no_name() -> None:
    assert named("The ISIS-held town and the Saudi-led force.") == []


def test_a_person_may_be_called_like_a_state() -> None:
    assert kinds("We asked Jordan Hale about it.") == {"Jordan Hale": ActorKind.PERSON}


def test_a_state_before_a_title_is_a_name_of_its_own() -> None:
    text = "We asked US Senator Maud Ferris about it."
    assert named(text) == ["US", "Maud Ferris"]


def test_the_last_word_tells_the_kind() -> None:
    found = kinds(
        "We read the Evening Lantern Post, wrote to Marrow University, "
        "asked the Harbour Police and feared the Red Heron Brigade."
    )
    assert found == {
        "Evening Lantern Post": ActorKind.OUTLET,
        "Marrow University": ActorKind.ORGANISATION,
        "Harbour Police": ActorKind.OFFICE,
        "Red Heron Brigade": ActorKind.GROUP,
    }


def test_a_campaign_is_not_the_person_it_is_named_after() -> None:
    found = kinds("A note from the Ferris campaign came.")
    assert found == {"Ferris campaign": ActorKind.ORGANISATION}


def test_a_headline_names_only_whom_the_body_names() -> None:
    text = "Angry Ferris Denies Secret Marble Deal\n\nThe senator Maud Ferris said no."
    assert named(text) == ["Ferris", "Maud Ferris"]


def test_a_full_name_in_a_headline_counts_where_the_body_has_the_surname() -> None:
    text = "Olga Brandt Goes Home Early\n\nIt was late when Brandt left, and Brandt was tired."
    assert named(text)[0] == "Olga Brandt"


def test_names_in_bylines_and_boilerplate_are_not_the_storys() -> None:
    text = "By Tom Ashe\n\nWe met Olga Brandt."
    passages = (Passage(PassageRole.BYLINE, 0, 11), Passage(PassageRole.PARAGRAPH, 13, len(text)))
    found = find_names(Article("a", text, passages=passages))
    assert [text[n.start : n.end] for n in found] == ["Olga Brandt"]


def test_a_title_with_of_goes_before_the_name_as_a_whole() -> None:
    text = "We met Secretary of State Olga F. Brandt and Speaker of the House Tom Ashe."
    brandt, ashe = find_names(Article("a", text))
    assert (brandt.title, ashe.title) == ("Secretary of State", "Speaker of the House")
    assert text[brandt.start : brandt.end] == "Olga F. Brandt"


def test_a_numeral_behind_a_surname_belongs_to_it() -> None:
    assert named("We met Olga R. Brandt II there.") == ["Olga R. Brandt II"]


def test_an_adjective_joined_to_a_name_is_left_off() -> None:
    assert named("They asked the Geneva-based Olga Brandt.") == ["Olga Brandt"]


def test_a_newspaper_named_behind_its_country_is_not_the_country() -> None:
    found = kinds("It was told by the Marrowan newspaper Daily Kite.")
    assert found.get("Marrowan") is not ActorKind.OUTLET


def test_a_kind_told_on_the_line_before_is_not_that_of_the_next() -> None:
    text = "They were taken by the terror group\n\nSteven Brandt\n\nLater Steven Brandt left."
    assert set(kinds(text).values()) == {ActorKind.PERSON}


def test_a_hostage_whom_a_group_held_is_no_group() -> None:
    text = "We knew Kayla Brandt, a Danish hostage the group had held, from school."
    assert kinds(text) == {"Kayla Brandt": ActorKind.PERSON}


def test_people_with_armies_are_no_states() -> None:
    text = "Mr Tarkin left. Tarkin's army fled, and troops of Tarkin wept."
    assert ActorKind.STATE not in kinds(text).values()


def test_slogans_are_no_people() -> None:
    assert named("She sang Walking On Water and Gone With Us again.") == []


def test_spellings_of_one_name_have_one_key() -> None:
    assert word_key("al-Tamin") == word_key("Tamin") == word_key("el-Tamin")
    assert word_key("Zhukovskiy") == word_key("Zhukovsky")
    assert word_key("Müller’s") == word_key("Muller's")


def test_a_bodys_key_knows_no_order_and_no_spelling_of_defence() -> None:
    one = name_key(("Russian", "Ministry", "of", "Defence"), ActorKind.OFFICE)
    assert one == name_key(("Russia's", "Defense", "Ministry"), ActorKind.OFFICE)


def test_every_affiliation_of_the_table_is_itself_in_the_table() -> None:
    names = load_aliases().names
    assert [k.name for k in names.values() if k.of and names[k.of].name != k.of] == []


def test_the_table_knows_enough_actors() -> None:
    assert len({k.name for k in load_aliases().names.values()}) >= 120


def test_words_of_the_tables_are_in_lower_case() -> None:
    for place, words in load_roles().words.items():
        assert {w for w in words if w != w.lower()} == set(), place


WORDS = st.sampled_from(
    [
        "Olga", "Brandt", "Mr.", "Gen.", "the", "of", "Ministry", "Moscow", "IS", "al-Tamin", "bin",
        "said", "on", "Sunday", "Russia’s", "“Yes", "no.”", "U.S.", "(ABC)", "\n\n", "NEWS", "é",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_names_stand_in_order_inside_the_text_and_do_not_overlap(text: str) -> None:
    found = find_names(Article("a", text))
    last = 0
    for name in found:
        assert last <= name.start < name.end <= len(text)
        assert text[name.start : name.end].strip() == text[name.start : name.end]
        last = name.end
