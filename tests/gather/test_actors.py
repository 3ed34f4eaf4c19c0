"""Actors of a story: what is joined across articles and what is not."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from whence.gather.actors import merge_actors
from whence.model import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Mention,
    MentionKind,
    content_id,
)


def actor(
    name: str,
    kind: ActorKind = ActorKind.PERSON,
    *,
    role: str | None = None,
    affiliation: str | None = None,
    aliases: tuple[str, ...] = (),
    protected: bool = False,
) -> Actor:
    return Actor(content_id("actor", name), name, kind, role, affiliation, aliases, protected)


def analyses(*groups: list[Actor]) -> list[Analysis]:
    return [Analysis(Article(str(i), ""), actors=tuple(g)) for i, g in enumerate(groups)]


def merged(*groups: list[Actor]) -> dict[str, str]:
    """The name of the story's actor for each name."""
    result = merge_actors(analyses(*groups))
    return {a.name: result[a.id].name for g in groups for a in g}


def test_a_surname_joins_the_one_full_name_it_fits() -> None:
    assert merged([actor("Olga Brandt")], [actor("Brandt")]) == {
        "Olga Brandt": "Olga Brandt",
        "Brandt": "Olga Brandt",
    }


def test_a_lone_surname_taken_for_an_organisation_joins_as_well() -> None:
    names = merged([actor("Olga Brandt")], [actor("Brandt", ActorKind.ORGANISATION)])
    assert names["Brandt"] == "Olga Brandt"


def test_an_acronym_is_no_surname() -> None:
    names = merged([actor("Olga Unhir")], [actor("UNHIR", ActorKind.ORGANISATION)])
    assert names["UNHIR"] == "UNHIR"


def test_a_surname_that_two_people_bear_stays_by_itself() -> None:
    names = merged([actor("Olga Brandt"), actor("Tom Brandt")], [actor("Brandt")])
    assert names["Brandt"] == "Brandt"


def test_spellings_of_a_persons_name_are_one() -> None:
    names = merged([actor("Dmitri Zhukovski")], [actor("Dmitry Zhukovsky")])
    assert len(set(names.values())) == 1


def test_a_middle_initial_makes_no_other_person() -> None:
    names = merged([actor("Olga M. Brandt")], [actor("Olga Brandt")])
    assert set(names.values()) == {"Olga M. Brandt"}


def test_an_initial_that_fits_two_people_joins_neither() -> None:
    names = merged([actor("Olga Brandt")], [actor("Oscar Brandt")], [actor("O. Brandt")])
    assert len(set(names.values())) == 3


def test_different_people_are_not_joined() -> None:
    names = merged([actor("Olga Brandt"), actor("Petra Brandt")], [actor("Olga Brenner")])
    assert len(set(names.values())) == 3


def test_spellings_of_a_groups_name_are_one_but_its_kind_must_be_the_same() -> None:
    group = ActorKind.GROUP
    assert (
        len(
            set(
                merged(
                    [actor("Red Heron Brigade", group)], [actor("Red Herons Brigade", group)]
                ).values()
            )
        )
        == 1
    )
    office = actor("Red Herons Brigade", ActorKind.OFFICE)
    assert len(set(merged([actor("Red Heron Brigade", group)], [office]).values())) == 2


def told(article: str, text: str, words: str) -> Analysis:
    """An article in which somebody unnamed is spoken of with these words."""
    source = Actor(content_id("actor", article, words), words, ActorKind.UNNAMED)
    begin = text.index(words)
    mention = Mention(begin, begin + len(words), MentionKind.DESCRIPTION, source.id)
    return Analysis(Article(article, text), actors=(source,), mentions=(mention,))


COPIED = "It was far too high a number, {} who knows the valley said on Monday, and left."


def test_the_unnamed_of_a_copied_text_are_one() -> None:
    words = "an old fisherman of Hollin"
    one, other = told("a", COPIED.format(words), words), told("b", COPIED.format(words), words)
    result = merge_actors([one, other])
    assert len({a.id for a in result.values()}) == 1


def test_the_unnamed_of_texts_of_their_own_are_not_one() -> None:
    words = "an old fisherman of Hollin"
    other = told("b", f"Nobody else was there but {words}; he sang, and mended a net.", words)
    result = merge_actors([told("a", COPIED.format(words), words), other])
    assert len({a.id for a in result.values()}) == 2


def test_an_unnamed_office_holder_is_the_one_person_in_that_office() -> None:
    minister = Actor(
        "actor-1", "Norway's foreign minister", ActorKind.UNNAMED, affiliation="Norway"
    )
    person = actor("Inga Holt", role="foreign minister", affiliation="Norway")
    result = merge_actors(analyses([minister], [person]))
    assert result["actor-1"].name == "Inga Holt"
    assert result["actor-1"].aliases == ()


def test_a_city_that_speaks_for_a_state_does_so_in_every_article() -> None:
    state = ActorKind.STATE
    names = merged([actor("Lunovia", state, aliases=("Veldt",))], [actor("Veldt", state)])
    assert set(names.values()) == {"Lunovia"}


def test_the_unnamed_are_not_joined_for_a_common_word() -> None:
    one = Actor("actor-1", "a source", ActorKind.UNNAMED)
    other = Actor("actor-2", "a source", ActorKind.UNNAMED)
    result = merge_actors(analyses([one], [other]))
    assert result["actor-1"] != result["actor-2"]


def test_the_storys_actor_is_protected_where_any_of_them_is() -> None:
    result = merge_actors(
        analyses([actor("Ilya Drost")], [actor("Drost", protected=True, aliases=("Captain D",))])
    )
    (one,) = set(result.values())
    assert one.protected
    assert one.aliases == ("Captain D", "Drost")


def test_the_fullest_role_is_kept_with_its_affiliation() -> None:
    result = merge_actors(
        analyses(
            [actor("Olga Brandt", role="spokeswoman", affiliation="Marrow")],
            [actor("Brandt", role="spokeswoman for the harbour", affiliation="Harbour")],
        )
    )
    (one,) = set(result.values())
    assert (one.role, one.affiliation) == ("spokeswoman for the harbour", "Harbour")


NAMES = st.sampled_from(
    [
        "Olga Brandt",
        "Olga M. Brandt",
        "Brandt",
        "O. Brandt",
        "Oscar Brandt",
        "Olgha Brandt",
        "Tom Ashe",
        "Ash",
    ]
)
ACTORS = st.builds(
    actor,
    NAMES,
    st.sampled_from([ActorKind.PERSON, ActorKind.ORGANISATION]),
    protected=st.booleans(),
)


@given(st.lists(st.lists(ACTORS, max_size=4, unique_by=lambda a: a.id), max_size=5), st.randoms())
def test_the_order_of_the_articles_changes_nothing(
    groups: list[list[Actor]], mixer: Random
) -> None:
    found = analyses(*groups)
    mixed = list(found)
    mixer.shuffle(mixed)
    assert merge_actors(found) == merge_actors(mixed)


@given(st.lists(st.lists(ACTORS, max_size=4), max_size=5))
def test_every_actor_has_one_and_it_stands_for_itself(groups: list[list[Actor]]) -> None:
    result = merge_actors(analyses(*groups))
    assert set(result) == {a.id for g in groups for a in g}
    assert all(result[a.id] == a for a in result.values())
