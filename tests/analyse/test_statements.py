"""Statements: who says what, how firmly, and what stands inside what."""

from __future__ import annotations

from whence.analyse.lines import SPOKEN, find_lines
from whence.analyse.statements import tell_form
from whence.analyse.voices import find_voices
from whence.model import (
    Act,
    Actor,
    Article,
    Certainty,
    Commitment,
    Distance,
    Form,
    Passage,
    PassageRole,
    Polarity,
    Statement,
)


def found(text: str) -> tuple[list[Statement], dict[str, Actor]]:
    voices = find_voices(Article("a", text))
    statements, resolution = voices.statements, voices.resolution
    return statements, {actor.id: actor for actor in resolution.actors}


def only(text: str) -> Statement:
    (statement,) = found(text)[0]
    return statement


def words(text: str, statement: Statement) -> tuple[list[str], list[str], list[str]]:
    parts = (statement.source, statement.cue, statement.content)
    source, cue, content = ([text[b:e] for b, e in part] for part in parts)
    return source, cue, content


def holders(text: str) -> list[str | None]:
    statements, actors = found(text)
    return [actors[s.actor].name if s.actor else None for s in statements]


def test_a_plain_statement_is_asserted_for_certain():
    text = "The harbour office said the bridge was shut."
    statement = only(text)
    assert words(text, statement) == (["The harbour office"], ["said"], ["the bridge was shut"])
    assert (statement.act, statement.certainty) == (Act.ASSERTS, Certainty.CERTAIN)
    assert (statement.polarity, statement.distance) == (Polarity.POSITIVE, Distance.NEUTRAL)
    assert statement.commitment is Commitment.ASSERTS
    assert statement.via is None


def test_the_axes_are_kept_apart():
    assert only("The brigade denied that it had taken soldiers.").act is Act.DENIES
    assert only("Police said the bridge might be shut.").commitment is Commitment.HEDGES
    assert only("The brigade claims that it took two soldiers.").distance is Distance.DISTANCING
    assert only("Police said nobody had been hurt.").polarity is Polarity.NEGATIVE


def test_a_statement_inside_another_names_it_and_stands_after_it():
    text = "Police said that Olga Brandt had denied that the old bridge was unsafe."
    outer, inner = found(text)[0]
    assert (outer.via, inner.via) == (None, outer.id)
    assert words(text, inner)[1] == ["denied"] or "denied" in words(text, inner)[1][0]
    assert holders(text) == ["Police", "Olga Brandt"]


def test_a_pronoun_is_held_by_whom_it_stands_for():
    text = "Olga Brandt said the bridge was shut. She said it would stay shut until spring."
    assert holders(text) == ["Olga Brandt", "Olga Brandt"]


def test_a_quotation_that_goes_on_in_a_new_paragraph_keeps_its_speaker():
    text = (
        "“The old bridge will be shut,” Olga Brandt said.\n\n"
        "“It will be shut until the spring and perhaps for longer.”"
    )
    assert set(holders(text)) == {"Olga Brandt"}


def test_quotation_marks_tell_the_form():
    text = "“It is shut,” she said. It was “quite shut” then. It was shut."

    def span(words: str) -> tuple[int, int]:
        begin = text.index(words)
        return begin, begin + len(words)

    assert tell_form(text, (span("It is shut,"),)) is Form.DIRECT
    assert tell_form(text, (span("It was “quite shut” then"),)) is Form.MIXED
    assert tell_form(text, ((text.rindex("It was shut"), len(text) - 1),)) is Form.INDIRECT
    assert tell_form(text, ()) is Form.INDIRECT


def test_statements_are_looked_for_in_what_the_article_says_and_nowhere_else():
    line = "The harbour office said the bridge was shut."
    text = f"{line}\n\n{line}"
    for role in PassageRole:
        passages = (Passage(role, 0, len(line)),)
        lines = list(find_lines(Article("a", text, passages=passages)))
        assert lines == ([(0, len(line))] if role in SPOKEN else [])


def test_lines_are_those_with_words_in_them():
    text = "\n One. \n\n\t\nTwo."
    assert [text[b:e] for b, e in find_lines(Article("a", text))] == [" One. ", "Two."]


def test_ids_tell_articles_and_statements_apart():
    text = "Police said it rained. Police said it rained."
    one, two = (find_voices(Article(name, text)).statements for name in ("a", "b"))
    assert len({s.id for s in (*one, *two)}) == len(one) + len(two) == 4
    assert [s.id for s in find_voices(Article("a", text)).statements] == [s.id for s in one]


def test_an_article_in_which_nobody_speaks_has_no_statement():
    statements, _ = found("The old iron bridge was built in 1931 and painted red.")
    assert [s for s in statements if s.cue] == []


def test_a_second_verb_has_the_subject_of_the_first():
    text = (
        "In the video, a man in a grey blanket gives his name as Joran Telvik, from Brannholt, and"
        " says he was captured in a night assault on Lozmira."
    )
    read = [words(text, s) for s in found(text)[0]]
    assert [source for source, cue, _ in read if cue == ["says"]] == [["a man in a grey blanket"]]


def test_what_somebody_is_said_not_to_have_said_is_theirs():
    words = "There was no immediate confirmation from the harbour office."
    lead = "The bridge at Varn fell. Two boats were lost."
    voices = find_voices(Article("a", f"{lead} {words} It said later that more boats were lost."))
    names = {a.id: a.name for a in voices.resolution.actors}
    (declined,) = (a for a in voices.assertions if a.act is Act.DECLINES)
    assert names[declined.actor or ""] == "the harbour office"
    assert [names[s.actor or ""] for s in voices.statements] == ["the harbour office"]
    assert all(a.actor is None for a in voices.assertions if a.act is Act.ASSERTS)


def test_the_claims_of_another_do_not_make_them_the_one_who_rejects_them():
    text = "The army rejected claims by the so-called Heron Front that it had captured Lozmira."
    statement = find_voices(Article("a", text)).statements[0]
    assert [text[b:e] for b, e in statement.source] == ["The army"]
    assert statement.act is Act.DENIES


def test_the_name_that_somebody_gives_is_what_they_say():
    text = (
        "In the film a man in a grey blanket gives his name as Joran Telvik and says he was lost."
    )
    said = {
        " ".join(text[b:e] for b, e in s.cue): [text[b:e] for b, e in s.content]
        for s in find_voices(Article("a", text)).statements
    }
    assert said["gives his name as"] == ["Joran Telvik"]
    assert said["says"] == ["he was lost"]
