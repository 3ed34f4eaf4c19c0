"""How protected names are found, whatever shape they take."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.report.names import ProtectedNames, is_telling

ONE = ProtectedNames([["Matéo Varga-Lindqvist"]])


def hidden(text: str, names: ProtectedNames = ONE, *, any_case: bool = False) -> str:
    letters = list(text)
    for hit in names.find(text, any_case=any_case):
        letters[hit.start : hit.end] = "#" * (hit.end - hit.start)
    return "".join(letters)


@pytest.mark.parametrize(
    "text",
    [
        "Matéo Varga-Lindqvist",
        "Mateo Varga Lindqvist",
        "MATÉO VARGA-LINDQVIST",
        "matéo varga-lindqvist",
        "Varga-Lindqvist, Matéo",
        "Matéo\nVarga-Lindqvist",
        "Matéo Varga-\nLindqvist",
        "Matéo Var-\n  ga-Lindqvist",
        "Mat\u00adéo Varga\u200b-Lindqvist",
        "Matéo\u00a0Varga\u2011Lindqvist",
        unicodedata.normalize("NFD", "Matéo Varga-Lindqvist"),
        "Varga",
        "LINDQVIST",
        "Ｍａｔéｏ",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert set(hidden(f"He is {text}, they say.")) <= set("He is #, they say.")
    assert not any(c.isalpha() for c in hidden(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Varga-Lindqvist's sister", "###############'s sister"),
        ("Lindqvist’s sister", "#########’s sister"),
        ("the Vargas said", "the ###### said"),
        ("#FreeMatéo now", "#Free##### now"),
        ("#freemateovargalindqvist", "#free###################"),
        ("see https://a.example/varga_lindqvist-7", "see https://a.example/###############-7"),
        ("@mateo.varga", "@###########"),
        ("on lindqvist.example today", "on #########.example today"),
    ],
)
def test_what_hangs_on_a_name_stays_and_the_name_goes(text: str, left: str) -> None:
    assert hidden(text) == left


def test_an_address_that_hides_a_name_behind_percent_signs_is_hidden_whole() -> None:
    assert hidden("see https://a.example/mat%C3%A9o%20x today") == "see " + "#" * 32 + " today"


def test_a_middle_name_between_two_parts_is_hidden_with_them() -> None:
    assert hidden("Matéo Ilya K. Lindqvist left") == "#" * 23 + " left"


def test_an_ordinary_word_that_is_part_of_a_name_stays_where_it_is_not_capitalised() -> None:
    names = ProtectedNames([["Grace Stone"]])
    assert hidden("by the grace of a stone, Stone said", names) == (
        "by the grace of a stone, ##### said"
    )


def test_a_name_inside_a_longer_word_is_left_alone() -> None:
    names = ProtectedNames([["Ana Lund"]])
    assert hidden("Anatomy in Lundby", names) == "Anatomy in Lundby"


def test_short_parts_are_hidden_in_the_full_name_alone() -> None:
    names = ProtectedNames([["Li Wei"]])
    assert hidden("Li Wei and Wei Li; but Li stays", names) == "###### and ######; but Li stays"


def test_particles_and_apostrophes_belong_to_the_name() -> None:
    names = ProtectedNames([["Sgt. Piet van der O'Brannigan"]])
    assert hidden("Sgt. van der O'Brannigan; a Sgt. and van der", names) == (
        "Sgt. ###################; a Sgt. and van der"
    )
    assert "annigan" not in hidden("obrannigan-o-brannigan", names, any_case=True)


def test_a_letter_written_out_is_the_same_letter() -> None:
    names = ProtectedNames([["Jörg Mühl"], ["Søren Łaska"]])
    text = "Joerg Muehl, Jorg Muhl, Soren Laska, SØREN ŁASKA, Soeren"
    assert not any(c.isalpha() for c in hidden(text, names))


def test_family_names_are_found_in_the_other_form() -> None:
    names = ProtectedNames([["Olga Morozova"], ["Petr Dolin"]])
    assert hidden("Ivan Morozov met Marina Dolina", names) == "Ivan ####### met Marina ######"


def test_names_in_scripts_without_capitals_are_found() -> None:
    names = ProtectedNames([["نبيل حداد"], ["王小明"]])
    assert hidden("قال نبيل حداد. 王小明说", names) == "قال #########. ###说"


@pytest.mark.parametrize("name", ["the captive", "a Russian soldier", "second hostage", "Captive"])
def test_a_description_is_no_name(name: str) -> None:
    assert not is_telling(name)
    assert ProtectedNames([[name]]).find(f"They showed {name} again.") == []


def test_each_hit_tells_whose_name_it_is() -> None:
    names = ProtectedNames([["Ada Brook"], ["Tomas Reed"]])
    assert [hit.person for hit in names.find("Reed and Ada Brook and Tomas Reed")] == [2, 1, 2]


_FILLER = st.text(alphabet="xyz éÜ\n-.,'’\u0301\u00ad_/#%", max_size=30)


@given(before=_FILLER, after=_FILLER, upper=st.booleans(), form=st.sampled_from(["NFC", "NFD"]))
def test_a_full_name_is_found_between_any_words(
    before: str, after: str, upper: bool, form: str
) -> None:
    name = unicodedata.normalize(form, "Matéo Varga-Lindqvist")  # type: ignore[arg-type]
    text = f"{before} {name.upper() if upper else name} {after}"
    left = unicodedata.normalize("NFKD", hidden(text)).casefold()
    assert not any(part in left for part in ("mate", "varga", "lindqvist"))


@given(st.text(max_size=80))
def test_hits_are_in_order_inside_the_text_and_apart(text: str) -> None:
    last = 0
    for hit in ONE.find(text):
        assert last <= hit.start < hit.end <= len(text)
        last = hit.end
