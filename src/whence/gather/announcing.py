"""Announcing: which notes of a version say that it was changed, and which edits they speak of.

Takes the edits of a version, gives the notes in what is new, and marks the edits and changes that
they speak of. Notes are passages that were read as corrections and sentences that speak of the text
itself (corrections.toml). A note speaks of an edit where it has a telling word that was changed, or
shares enough telling words with the passage; of a change also where it names its kind ("a wrong
number"). "This article was updated" speaks of nothing, and what was changed beside it was changed
silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whence.analyse.sentences import split_sentences
from whence.analyse.spans import holds, meet
from whence.gather.corrections import sentence_of, speaks_of_itself
from whence.gather.parts import TABLE, read_tokens
from whence.gather.vocabulary import background
from whence.model import Article, Change, ChangeKind, Edit, PassageRole, Span

NAMED = 0.4
"""Share of a note's telling words that a passage must have for the note to speak of it."""
TELLING = 1.8
"""Rarity from which on a word tells what a note is about."""
STEM = 6
"""Letters by which forms of a word are told as one."""

_FORMULA = frozenset(TABLE["note"]["formula"])
_KINDS = {ChangeKind(kind): frozenset(words) for kind, words in TABLE["kinds"].items()}


def find_notes(after: Article, edits: Iterable[Edit]) -> list[Span]:
    """The notes in what is new: whole corrections, or sentences of other passages, in order."""
    found: list[Span] = []
    for edit in edits:
        if edit.after is None or not edit.added:
            continue
        if edit.role is PassageRole.CORRECTION:
            found += edit.after.spans
            continue
        for passage in edit.after.spans:
            for sentence in split_sentences(after.text, *passage):
                new = any(meet(sentence, span) for span in edit.added)
                if new and speaks_of_itself(after.text, sentence):
                    found.append(sentence)
    return sorted(found)


def announce_edit(edit: Edit, before: Article, after: Article, notes: Sequence[Span]) -> Edit:
    """The edit, marked where a note speaks of it, or where it is the note."""
    inside = edit.after.spans if edit.after else ()
    own = any(holds(span, note) for span in inside for note in notes)
    headline = edit.role is PassageRole.HEADLINE
    changed = words_at(before, edit.cut) | words_at(after, edit.added)
    around = words_at(before, edit.before.spans if edit.before else ()) | words_at(after, inside)
    told = own or speaks_of(notes, after, changed, around, headline=headline)
    return replace(edit, announced=told)


def announce_change(
    change: Change, before: Article, after: Article, notes: Sequence[Span]
) -> Change:
    """The change, told to be announced or not.

    "An earlier version gave a wrong number" speaks of every number that was changed.
    """
    named = _KINDS.get(change.kind, frozenset())
    if any(named.intersection(read_tokens(after.text, note)[0]) for note in notes):
        return replace(change, announced=True)
    old, new = words_at(before, change.before.spans), words_at(after, change.after.spans)
    sentences = [
        words_at(article, [sentence_of(article.text, quote.spans[0][0])])
        for article, quote in ((before, change.before), (after, change.after))
    ]
    around = sentences[0] | sentences[1]
    return replace(change, announced=speaks_of(notes, after, old ^ new, around))


def with_changes(edit: Edit, changes: Iterable[Change]) -> Edit:
    """The edit, announced where a change in it is."""
    inside = edit.after.spans if edit.after else ()
    told = any(
        change.announced and holds(span, change.after.spans[0])
        for change in changes
        for span in inside
    )
    return replace(edit, announced=edit.announced or told)


def words_at(article: Article, spans: Sequence[Span]) -> frozenset[str]:
    """The telling words at some places of an article."""
    return telling(token for span in spans for token in read_tokens(article.text, span)[0])


def telling(tokens: Iterable[str]) -> frozenset[str]:
    """The words of a note, or of what was changed, that tell what it is about; figures all do."""
    known = background()
    return frozenset(
        token[:STEM]
        for token in tokens
        if token[0].isalnum()
        and token[:STEM] not in _FORMULA
        and (token[0].isdigit() or known.rarity(token) >= TELLING)
    )


def speaks_of(
    notes: Sequence[Span],
    article: Article,
    changed: frozenset[str],
    around: frozenset[str],
    *,
    headline: bool = False,
) -> bool:
    """Whether a note has a word that was changed, or shares enough with what stands around."""
    for span in notes:
        note = words_at(article, [span])
        if note & changed or (note and len(note & around) >= max(2, NAMED * len(note))):
            return True
        if headline and "headline" in read_tokens(article.text, span)[0]:
            return True
    return False
