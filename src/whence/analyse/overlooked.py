"""Overlooked cues: words of the table that attribute where the reader marked no cue.

Takes the drafts of a line, gives more of them. The token model learned from articles in which
nouns, adverbs and statements inside statements are seldom marked ("no confirmation from the
rebels", "the unverified tape", "it remained unclear"). Here each entry of the cue table that no
draft has for its cue is put to it once more: where the model half holds it for one, or the word
attributes wherever it stands, the best path on which it is a cue gives its source and content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whence.analyse.cues import CueTable
from whence.analyse.joining import Draft, join_marks, trim_inner
from whence.analyse.readings import Cue
from whence.analyse.sentences import split_sentences
from whence.analyse.spans import holds, meet
from whence.analyse.tagger import LEAN, Mark, find_piece, mark_around
from whence.model import Act, Span, Spans

LEAST_NESTED = 5
"""Words that a content must have before statements are looked for inside it."""
OUTERMOST = 0.6
"""Share of its leeway that a cue has outside of all contents: there the reader has learned more."""
MUST = 1e3
"""Leeway of a word that attributes wherever it stands."""
AGENT = re.compile(
    r"(?:(?:\s+\w+)?\s+(?:by|from)|(?:\s+(?!of\b|about\b|that\b)\w+){2,3}?\s+from)\s+"
    r"(?P<who>(?:[\w'’.-]+\s+){0,5}?[\w'’-]+)"
    r"(?=\s*(?:[,.;:)\"”]|$|\b(?:who|which|that|whether|about|on|in|to|for|and|or|but|last|this)\b))"
)
"""Who does what a cue says, where it is named behind it."""
NAME = re.compile(r"\s+([A-Z][\w'’-]*(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w'’-]*)*)")
"""A name right behind a cue."""
ARTICLES = frozenset({"the", "a", "an"})
"""Words that name nobody, alone."""
FILLERS = ARTICLES | {"that", "what", "if", "whether", "there", "it", "this", "these", "no", "any"}
"""Words that name nobody inside a content, alone."""
OWN_DEEDS = frozenset({Act.CONFIRMS, Act.DECLINES, Act.DENIES})
"""What is done by the one named behind it: "corroborated by the mayor"."""
SECOND_HAND = frozenset({Act.REPORTS})
"""What is never done by the one whose words hold the cue: it passes on another's."""


def find_overlooked(
    text: str, line: Span, drafts: Sequence[Draft], cues: CueTable
) -> Iterator[tuple[Draft, int | None]]:
    """Drafts of overlooked cues of a line, each with the number of the draft it stands inside.

    Where a sentence is the outlet's own, words that attribute without source and content say how
    firm it is (:func:`weigh_sentence`).
    """
    taken = [span for draft in drafts for span in (*draft.source, *draft.cue)]
    for span, entry in cues.find_hits(text, *line):
        if any(meet(span, t) for t in taken):
            continue
        outer = enclosing(span, drafts)
        if outer is not None:
            draft = draft_inside(text, line, drafts[outer], (span, entry), cues)
        elif entry.must:
            touched = touches(sentence_of(text, line, span), drafts)
            draft = draft_in(text, line, span, entry) if touched else None
        else:
            draft = draft_around(text, line, span, OUTERMOST * entry.leeway)
            draft = draft if draft and draft.source and draft.content else None
        if draft is not None:
            taken += draft.cue
            yield draft, outer


def draft_inside(
    text: str, line: Span, outer: Draft, hit: tuple[Span, Cue], cues: CueTable
) -> Draft | None:
    """The draft of an overlooked cue in the content of another; its holder may be the same.

    The sentence is read alone where it was already, for statements inside it; else the reading of
    the whole line must do.
    """
    span, entry = hit
    if entry.hedges and cues.wills(text, outer.cue):
        return None
    content = next(c for c in outer.content if holds(c, span))
    sentence = sentence_of(text, content, span)
    if may_hold_statement(text, sentence, cues):
        draft = draft_in(text, sentence, span, entry)
    elif entry.must:
        draft = Draft((), (span,), ())
    else:
        draft = within(sentence, draft_in(text, line, span, entry))
    if draft is None or not (draft.content or entry.turns):
        return None
    draft = trim_inner(text, draft)
    if not draft.source and entry.act not in SECOND_HAND:
        return replace(draft, source=outer.source, carried=True)
    return draft


def may_hold_statement(text: str, sentence: Span, cues: CueTable) -> bool:
    """Whether a sentence of a content is long enough, and has a word that could be a cue."""
    return text.count(" ", *sentence) >= LEAST_NESTED and bool(cues.find_cue_words(text, *sentence))


def within(sentence: Span, draft: Draft | None) -> Draft | None:
    """The draft with those of its spans that lie in the sentence; None if its cue does not."""
    if draft is None or not all(holds(sentence, c) for c in draft.cue):
        return None
    source, content = (
        tuple(s for s in spans if holds(sentence, s)) for spans in (draft.source, draft.content)
    )
    return replace(draft, source=source, content=content)


def touches(span: Span, drafts: Sequence[Draft]) -> bool:
    """Whether a span shares a character with a draft's cue or content: no assertion, no source."""
    return any(meet(span, s) for draft in drafts for s in (*draft.cue, *draft.content))


def weigh_sentence(text: str, line: Span, sentence: Span, cues: CueTable) -> Draft | None:
    """The overlooked cue of a sentence that no statement touches, with its source if it has one."""
    for span, entry in cues.find_hits(text, *sentence):
        draft = draft_in(text, line, span, entry)
        if draft is not None:
            own = tuple(s for s in draft.source if holds(sentence, s))
            return replace(draft, source=own, content=())
    return None


def enclosing(span: Span, drafts: Sequence[Draft]) -> int | None:
    """The draft with the shortest content that holds the span, if any."""
    held = [
        (content[1] - content[0], -n)
        for n, draft in enumerate(drafts)
        for content in draft.content
        if holds(content, span)
    ]
    return -min(held)[1] if held else None


def sentence_of(text: str, content: Span, span: Span) -> Span:
    """The sentence of a content that holds a span, or all of it where the span crosses two."""
    sentences = split_sentences(text, *content)
    return next((sentence for sentence in sentences if holds(sentence, span)), content)


def draft_in(text: str, region: Span, span: Span, entry: Cue) -> Draft | None:
    """The draft of an overlooked cue: one that the model half holds for one, or that must be.

    What hedges the words around it is a cue without source and content, whatever the model holds.

    A phrase of several words has a nat more of leeway for each: it means little else.
    """
    if entry.hedges:
        return Draft((), (span,), ())
    agent = entry.act in OWN_DEEDS
    if entry.alone:
        draft = draft_around(text, region, span, MUST, agent=agent) or Draft((), (span,), ())
        named = NAME.match(text, span[1], region[1]) if entry.names and not draft.content else None
        return replace(draft, content=(named.span(1),)) if named else draft
    leeway = entry.leeway + text.count(" ", *span)
    return draft_around(text, region, span, leeway, agent=agent)


def draft_around(
    text: str, region: Span, span: Span, leeway: float, *, agent: bool = False
) -> Draft | None:
    """The draft on the best path on which ``span`` is a cue, if that costs at most ``leeway``.

    Where it has no source, the one named behind the cue counts if ``agent`` ("no word from the
    rebels"), or the one that a reading finds which leans towards sources.
    """
    loss, piece = find_piece(text, *region, span)
    if loss > leeway:
        return None
    draft = draft_at(text, region, span, mark_around(text, *region, piece))
    if draft is None:
        return None
    if not agent:
        draft = replace(draft, source=without_agent(text, draft.source))
    if draft.source:
        return draft
    if agent and (source := named_behind(text, region, draft.cue[-1][1])):
        free = [c for c in draft.content if not meet(c, source)]
        return replace(draft, source=(source,), content=tuple(free))
    again = draft_at(text, region, span, mark_around(text, *region, piece, lean=LEAN))
    told = (*draft.cue, *draft.content)
    own = tuple(s for s in (again.source if again else ()) if not any(meet(s, t) for t in told))
    return replace(draft, source=own if agent else without_agent(text, own))


def without_agent(text: str, source: Spans) -> Spans:
    """A source without whom "by" stands before: who is "not convinced by it" is somebody else."""
    return tuple((b, e) for b, e in source if not text.endswith(" by ", 0, b))


def draft_at(text: str, region: Span, span: Span, marks: Sequence[Mark]) -> Draft | None:
    """The draft among some marks whose cue is at ``span``."""
    for draft in join_marks(text, marks, split_sentences(text, *region)):
        if any(meet(span, c) for c in draft.cue):
            own = () if draft.carried else drop_fillers(text, draft.source)
            return replace(draft, source=own, cue=widen_cue(draft, span), carried=False)
    return None


def drop_fillers(text: str, source: Spans, words: frozenset[str] = FILLERS) -> Spans:
    """The pieces of a source that stand for somebody: a conjunction taken for one does not."""
    return tuple(s for s in source if text[slice(*s)].lower() not in words)


def named_behind(text: str, region: Span, at: int) -> Span | None:
    """Who is named behind a cue as the one whose doing it is: "corroborated by the mayor"."""
    found = AGENT.match(text, at, region[1])
    return found.span("who") if found else None


def widen_cue(draft: Draft, span: Span) -> Spans:
    """The draft's cue with all of ``span`` in it, unless that belongs to source or content."""
    if any(meet(span, s) for s in (*draft.source, *draft.content)):
        return draft.cue
    apart = [c for c in draft.cue if not meet(c, span)]
    touched = [c for c in draft.cue if c not in apart]
    whole = (min([span[0], *(b for b, _ in touched)]), max([span[1], *(e for _, e in touched)]))
    return tuple(sorted([*apart, whole]))
