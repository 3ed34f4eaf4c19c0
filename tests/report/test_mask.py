"""What a masked trace hides, and what it keeps."""

from __future__ import annotations

import re
from dataclasses import replace

from whence.model import (
    Actor,
    ActorKind,
    Analysis,
    Answer,
    Article,
    Discrepancy,
    Exhibit,
    ExhibitKind,
    Mention,
    MentionKind,
    Quote,
    SharedPicture,
    Showing,
    Story,
    Trace,
)
from whence.report import mask_trace

from .sample import ACTORS, CAPTIVE, MAN, TRACE

MASKED = mask_trace(TRACE)
_NAME = re.compile(r"mat[ée]o|varga|lindq", re.IGNORECASE)


def test_how_a_hidden_name_is_spelt_is_not_asked() -> None:
    story = TRACE.stories[0]
    spelt = Discrepancy(
        "di-3", "name", f"how is {CAPTIVE} spelt", (Answer(CAPTIVE, ()), Answer("x", ()))
    )
    asked = Discrepancy("di-4", "name", "how is Orsk spelt", (Answer("Orsk", ()), Answer("x", ())))
    trace = replace(TRACE, stories=(replace(story, discrepancies=(spelt, asked)),))
    assert [d.id for d in mask_trace(trace).stories[0].discrepancies] == ["di-4"]


def _one(text: str, *actors: Actor, **more: object) -> Analysis:
    return mask_trace(Trace((Analysis(Article("a", text), actors, **more),), ())).analyses[0]  # type: ignore[arg-type]


def test_no_protected_name_is_left_anywhere() -> None:
    assert _NAME.search(repr(TRACE))
    assert not _NAME.search(repr(MASKED))


def test_the_trace_says_that_it_is_masked_and_is_masked_once() -> None:
    assert MASKED.masked
    assert mask_trace(MASKED) is MASKED


def test_texts_keep_their_length_and_everything_but_names() -> None:
    for before, after in zip(TRACE.analyses, MASKED.analyses, strict=True):
        assert len(before.article.text) == len(after.article.text)
        assert before.article.passages == after.article.passages
        assert before.statements[0].content == after.statements[0].content
        pairs = zip(before.article.text, after.article.text, strict=True)
        assert {b for a, b in pairs if a != b} <= {"█"}


def test_line_breaks_inside_a_name_stay() -> None:
    assert TRACE.analyses[3].article.text.count("\n") == MASKED.analyses[3].article.text.count("\n")


def test_ids_lead_to_the_same_articles_and_actors_as_before() -> None:
    ids = [analysis.article.id for analysis in MASKED.analyses]
    story = MASKED.stories[0]
    assert list(story.articles) == ids
    assert {p.evidence.article for p in story.positions} <= set(ids)
    assert {p.holder for p in story.positions} <= {actor.id for actor in story.actors}
    assert {c.article for c in story.carriages} <= set(ids)
    assert {entry.article for entry in story.lineage} == set(ids)


def test_a_protected_actor_becomes_a_number_and_the_others_stay() -> None:
    man = next(actor for actor in MASKED.stories[0].actors if actor.protected)
    assert (man.id, man.name, man.aliases) == ("protected-1", "protected person 1", ())
    assert [a for a in MASKED.stories[0].actors if not a.protected] == [
        a for a in ACTORS if a.id != MAN
    ]


def test_urls_and_paths_carry_numbers_and_plain_ones_stay() -> None:
    urls = [analysis.article.url for analysis in MASKED.analyses]
    assert urls[0] == "https://news.example/harbour/brigade-shows-protected-1"
    assert urls[3] == TRACE.analyses[3].article.url
    assert MASKED.refusals[0].input == "saved/protected-1_interview.pdf"


def test_pictures_in_an_article_about_a_protected_person_are_hidden_and_links_stay() -> None:
    exhibits = {e.kind: e.url for e in MASKED.analyses[0].article.exhibits}
    assert exhibits[ExhibitKind.PICTURE] == "masked"
    assert exhibits[ExhibitKind.LINK] == "https://maps.example/veldra?q=pass"


def test_two_ids_that_would_become_one_stay_two() -> None:
    actor = Actor("p", CAPTIVE, ActorKind.PERSON, protected=True)
    pages = ("in/mateo-varga.html", "in/lindqvist.html", "in/protected-1.html")
    masked = mask_trace(Trace(tuple(Analysis(Article(key, "x"), (actor,)) for key in pages), ()))
    assert len({analysis.article.id for analysis in masked.analyses}) == 3


def test_people_are_numbered_as_a_reader_meets_them() -> None:
    second = Actor("a-second", "Tomas Reed", ActorKind.PERSON, protected=True)
    first = Actor("z-first", "Ada Brook", ActorKind.PERSON, protected=True)
    masked = _one("Brook was seen with Reed.", second, first)
    assert [actor.name for actor in masked.actors] == ["protected person 2", "protected person 1"]


def test_a_person_protected_in_one_article_is_protected_in_all() -> None:
    known = Actor("p", "Ada Brook", ActorKind.PERSON, protected=True)
    unknown = Actor("q", "Ada Brook", ActorKind.PERSON)
    trace = Trace(
        (
            Analysis(Article("a", "A captive was shown."), (known,)),
            Analysis(Article("b", "She is Ada Brook.", byline=("Ada Brook",)), (unknown,)),
        ),
        (),
    )
    other = mask_trace(trace).analyses[1]
    assert other.article.text == "She is █████████."
    assert other.article.byline == ("protected person 1",)
    assert other.actors[0].name == "protected person 1"


def test_a_slip_in_a_protected_name_is_hidden_and_another_actors_name_is_not() -> None:
    captive = Actor("c", "Ilya Drostmann", ActorKind.PERSON, protected=True)
    other = Actor("o", "Vera Drostman", ActorKind.PERSON)
    text = "Ilya Drostmann was taken. Dorstmann wrote home. Drossmann slept. Drostman sang."
    assert _one(text, captive).article.text.endswith(f"{9 * '█'} slept. {8 * '█'} sang.")
    assert _one(text, captive, other).article.text.endswith("Drostman sang.")


def test_a_relative_with_the_same_name_does_not_give_it_away() -> None:
    known = Actor("p", "Ada Brook", ActorKind.PERSON, protected=True)
    mother = Actor("m-lena-brook", "Lena Brook", ActorKind.PERSON, role="mother of Ada Brook")
    masked = _one("Lena Brook spoke.", known, mother).actors[1]
    assert masked.name == "Lena protected person 1"
    assert masked.role == "mother of protected person 1"
    assert masked.id == "m-lena-protected-1"


def test_a_name_marked_in_the_text_of_an_unnamed_captive_is_hidden_everywhere() -> None:
    actor = Actor("p", "a captured man", ActorKind.UNNAMED, protected=True)
    text = "A captured man, Vanya, spoke. VANYA is 20."
    mention = Mention(16, 21, MentionKind.NAME, "p")
    assert _one(text, actor, mentions=(mention,)).article.text == (
        "A captured man, █████, spoke. █████ is 20."
    )


def test_a_state_wrongly_taken_for_a_captive_is_not_hidden_elsewhere() -> None:
    actor = Actor("p", "Ada Brook", ActorKind.PERSON, protected=True)
    state = Actor("s", "Norland", ActorKind.STATE)
    mention = Mention(0, 7, MentionKind.NAME, "p")
    masked = _one("Norland spoke. Norland left.", actor, state, mentions=(mention,))
    assert masked.article.text == "███████ spoke. Norland left."


def test_a_trace_without_protected_people_keeps_every_word() -> None:
    trace = Trace(
        (Analysis(Article("a", "Ada Brook spoke.")),), (Story("s", Quote("a", ((0, 3),)), ("a",)),)
    )
    assert mask_trace(trace) == replace(trace, masked=True)


def _shown(article: str, url: str, sha256: str) -> Showing:
    return Showing(article, Exhibit(ExhibitKind.PICTURE, url, 0, 0, sha256, "e" * 64, "abcd"))


def test_a_protected_person_s_picture_is_left_by_hash_alone_wherever_it_is_shown() -> None:
    shown = (
        _shown("a", "https://a.example/still.jpg", "a" * 64),
        _shown("b", "https://b.example/cropped.jpg", "b" * 64),
    )
    actor = next(a for a in ACTORS if a.protected)
    analyses = (
        Analysis(Article("a", "Text", exhibits=(shown[0].exhibit,)), (actor,)),
        Analysis(Article("b", "Text", exhibits=(shown[1].exhibit,))),
        Analysis(
            Article("c", "Text", exhibits=(_shown("c", "https://c.example/1", "a" * 64).exhibit,))
        ),
    )
    story = Story(
        "story-1",
        Quote("a", ((0, 4),)),
        ("a", "b", "c"),
        pictures=(SharedPicture("picture-1", "e" * 64, shown, "a"),),
    )
    masked = mask_trace(Trace(analyses, (story,)))
    assert not re.search(r"still|cropped|c\.example", repr(masked))
    (picture,) = masked.stories[0].pictures
    assert (picture.pdq, picture.first) == ("e" * 64, "a")
    assert [s.exhibit.url for s in picture.showings] == ["masked", "masked"]
    assert [a.article.exhibits[0].sha256[0] for a in masked.analyses] == ["a", "b", "a"]


def test_a_picture_of_nobody_protected_keeps_its_address() -> None:
    shown = _shown("a", "https://a.example/still.jpg", "a" * 64)
    masked = mask_trace(Trace((Analysis(Article("a", "Text", exhibits=(shown.exhibit,))),), ()))
    assert masked.analyses[0].article.exhibits == (shown.exhibit,)
