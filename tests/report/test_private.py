"""Everyone without a public role is hidden from what is passed on, and nothing is lost by it."""

from __future__ import annotations

import json

import pytest

import whence
from whence.model import Actor, ActorKind, Analysis, Article, Mention, MentionKind, Place, Trace
from whence.report import mask_trace
from whence.report.names import ProtectedNames
from whence.report.private import ordinary_words, protect_private
from whence.schema import trace_to_json

TEXT = (
    "The mayor of Lindby, Rolf Hagen, said on Monday that the ferry had been overloaded.\n\n"
    "“Nobody counted us,” said Tora Venn, who was aboard with her neighbour Sindre. "
    "Venn swam ashore near Oslo.\n\n"
    "Governor Berit Aas promised an inquiry. The Kestrel Line declined to comment."
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "ferry.txt"
    path.write_text(TEXT, "utf-8")
    return whence.trace([str(path)], unmask=True)


def test_people_without_a_public_role_are_hidden_and_officials_are_not(found):
    masked = mask_trace(found, private=True)
    assert masked.masked
    assert masked.masked_private
    shown = masked.analyses[0].article.text
    for name in ("Tora", "Venn", "Sindre"):
        assert name not in json.dumps(trace_to_json(masked))
    assert "Rolf Hagen" in shown
    assert "Berit Aas" in shown
    assert "Oslo" in shown


def test_without_the_option_only_protected_people_are_hidden(found):
    masked = mask_trace(found)
    assert not masked.masked_private
    assert masked.analyses[0].article.text == TEXT


def test_offsets_hold(found):
    masked = mask_trace(found, private=True)
    plain, text = found.analyses[0].article.text, masked.analyses[0].article.text
    assert len(plain) == len(text)
    assert all(b in (a, "█") for a, b in zip(plain, text, strict=True))


def test_speakers_are_numbered_in_place_of_their_names(found):
    masked = mask_trace(found, private=True)
    names = {a.name for a in masked.analyses[0].actors}
    assert not any("Venn" in name for name in names)
    assert any(name.startswith("protected person") for name in names)


def test_a_masked_trace_comes_back_as_it_is(found):
    masked = mask_trace(found)
    assert mask_trace(masked, private=True) is masked


def test_a_role_told_in_one_article_counts_in_all():
    def analysis(key: str, text: str) -> Analysis:
        begin = text.index("Ida Moen")
        return Analysis(
            Article(key, text),
            actors=(Actor("ida", "Ida Moen", ActorKind.PERSON),),
            mentions=(Mention(begin, begin + 8, MentionKind.NAME, "ida"),),
        )

    told = analysis("a", "Senator Ida Moen spoke.")
    bare = analysis("b", "They asked Ida Moen again.")
    both, added = protect_private(Trace((told, bare), ()))
    alone, _ = protect_private(Trace((bare,), ()))
    assert not any(a.protected for x in both.analyses for a in x.actors)
    assert added == frozenset()
    assert alone.analyses[0].actors[0].protected


def test_the_outlets_of_the_articles_stay():
    text = "Quillby reports that Zorana Venn left. The Vessmark Lantern asked her."
    article = Article("a", text, url="https://www.quillby.example/x", outlet="Vessmark Lantern")
    trace, _ = protect_private(Trace((Analysis(article),), ()))
    assert [a.name for a in trace.analyses[0].actors] == ["Zorana Venn"]


def test_a_file_that_bears_a_name_makes_nobody_an_outlet():
    article = Article("venn.txt", "They met Venn at the www gate.")
    saved = Article("www.quillby.example__story.html", "They met Quillby and Venn there.")
    trace, _ = protect_private(Trace((Analysis(article), Analysis(saved)), ()))
    assert [[a.name for a in x.actors] for x in trace.analyses] == [["Venn"], ["Venn"]]


def test_a_name_of_nobody_known_becomes_an_actor_unless_it_is_a_place():
    text = "They met Zorana Quillby in Vessmark."
    begin = text.index("Vessmark")
    place = Place(begin, begin + len("Vessmark"), "Vessmark")
    trace, added = protect_private(Trace((Analysis(Article("a", text), places=(place,)),), ()))
    assert [a.name for a in trace.analyses[0].actors] == ["Zorana Quillby"]
    assert added == {trace.analyses[0].actors[0].id}


def test_words_that_stand_in_lower_case_are_not_hidden_for_a_name_that_holds_them():
    trace = Trace((Analysis(Article("a", "A ferry sank. The Ferry Tora Venn knew.")),), ())
    words = ordinary_words(trace)
    assert "ferry" in words
    assert "tora" not in words
    names = ProtectedNames([["Tora Ferry"], ["Ida Ferry"]], {1: words})
    assert [hit.person for hit in names.find("Tora came. Ferry left. Then Tora Ferry spoke.")] == [
        1,
        2,
        1,
    ]
    assert not ProtectedNames([["Tora Ferry"]], {1: words}).find("the Ferry")


def test_both_ways_at_once_are_refused():
    with pytest.raises(ValueError, match="exclude"):
        whence.trace([], unmask=True, mask_private=True)
