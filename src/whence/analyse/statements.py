"""Statements: who says what in an article, and how firmly.

Takes an Article, gives its Statements in reading order, outermost first, and the actors who
hold them. The token model marks source, cue and content paragraph by paragraph
(:mod:`whence.analyse.tagger`), :mod:`whence.analyse.joining` joins the marks into drafts, and
this module nests what stands inside another's content, looks the cue up for act, certainty,
polarity and distance, and lays the chain from the outlet to the holder.
Roles after Pareti (2015), "Attribution: A Computational Approach"; axes after FactBank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from whence.analyse.actors import Resolution, outlet_actor
from whence.analyse.chains import lay_chains
from whence.analyse.cues import CueTable, Judgement, load_cues
from whence.analyse.joining import (
    QUOTES,
    Draft,
    join_marks,
    lend_name,
    split_conjuncts,
    trim_inner,
)
from whence.analyse.lines import find_lines
from whence.analyse.names import find_names
from whence.analyse.overlooked import (
    ARTICLES,
    drop_fillers,
    find_overlooked,
    may_hold_statement,
    touches,
)
from whence.analyse.protection import speaks_under_duress
from whence.analyse.sentences import split_sentences
from whence.analyse.tagger import LEAN, mark_span
from whence.analyse.unsaid import is_unsaid
from whence.model import (
    Act,
    Actor,
    ActorKind,
    Article,
    Form,
    PassageRole,
    Span,
    Spans,
    Statement,
    content_id,
)

CLAIM_BY = re.compile(r"\b(\w+) by (?:\w+ ){0,2}\Z")
"""What stands behind a cue and before the one who made a claim."""
SECOND_VERB = re.compile(r"\b(?:and|but)\s+(?:(?:\w+ly|also|then|later|has|had)\s+)*\Z")
"""What stands before a verb that shares the subject of the verb before it."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A draft and the place in the list of the draft it stands inside, if any."""

    draft: Draft
    outer: int | None


def drop_behind(text: str, draft: Draft, cues: CueTable) -> Draft:
    """A draft without the source whom a noun behind the cue names, where one stands before it.

    In "the army rejected claims by the Front" the claims are the Front's, the rejection is not.
    """
    if not draft.cue or not any(end <= draft.cue[0][0] for _, end in draft.source):
        return draft
    others = [
        (begin, end)
        for begin, end in draft.source
        if begin >= draft.cue[-1][1]
        and (noun := CLAIM_BY.search(text, draft.cue[-1][1], begin))
        and cues.is_account(noun[1].lower())
    ]
    return replace(draft, source=tuple(s for s in draft.source if s not in others))


def find_drafts(article: Article, cues: CueTable) -> list[Nested]:
    """Drafts of all lines, each followed by those that stand inside its content."""
    found: list[Nested] = []
    before: Draft | None = None
    names = [(n.start, n.end) for n in find_names(article)]
    for begin, end in find_lines(article):
        sentences = split_sentences(article.text, begin, end)
        drafts = join_marks(article.text, mark_span(article.text, begin, end), sentences)
        drafts = split_conjuncts(article.text, drafts, cues.is_cue_word)
        line: list[Nested] = []
        for draft in drafts:
            told = drop_fillers(article.text, draft.source, ARTICLES)
            own = drop_behind(article.text, replace(draft, source=told), cues)
            named = lend_name(article.text, own, names)
            named = lend_subject(article.text, named, (begin, end), sentences, cues)
            spoken = carry_over(named, before, article.text, begin)
            outer = len(line)
            line.append(Nested(spoken, None))
            line += [Nested(inner, outer) for inner in find_inner(article.text, spoken, cues)]
            before = spoken
        known = [entry.draft for entry in line]
        overlooked = find_overlooked(article.text, (begin, end), known, cues)
        line += [Nested(draft, outer) for draft, outer in overlooked]
        found += in_order(line, len(found))
    return found


def in_order(line: Sequence[Nested], first: int) -> list[Nested]:
    """The drafts of a line in reading order, each after the one it stands inside.

    ``first`` is the place of the line's first draft in the list of all.
    """
    paths: list[tuple[tuple[int, int], ...]] = []
    for n, entry in enumerate(line):
        around = () if entry.outer is None else paths[entry.outer]
        paths.append((*around, (entry.draft.span[0], n)))
    order = sorted(range(len(line)), key=lambda n: paths[n])
    return renumber(line, order, first)


def renumber(drafts: Sequence[Nested], order: Sequence[int], first: int = 0) -> list[Nested]:
    """Those of the drafts that ``order`` names, in that order, their outer ones by new places.

    What stood inside one that is left out stands inside the next around it. ``first`` is the
    place of the first of them.
    """
    places = {n: first + i for i, n in enumerate(order)}

    def place(outer: int | None) -> int | None:
        while outer is not None and outer not in places:
            outer = drafts[outer].outer
        return None if outer is None else places[outer]

    return [replace(drafts[n], outer=place(drafts[n].outer)) for n in order]


def lend_subject(
    text: str, draft: Draft, line: Span, sentences: Sequence[Span], cues: CueTable
) -> Draft:
    """Who says what somebody must have said, where the reader marks nobody.

    The model is asked once more, leaning towards sources: the one nearest to the cue in its
    sentence counts, and of a second verb ("gives his name and says …") the subject of the first.
    """
    if draft.source or not draft.cue or not draft.content:
        return draft
    cue = draft.cue[0][0]
    start, end = next((s for s in sentences if s[0] <= cue < s[1]), (cue, cue))
    second = SECOND_VERB.search(text, start, cue) is not None
    if not (second or cues.speaks(text[slice(*draft.cue[0])])):
        return draft
    marks = mark_span(text, *line, lean=LEAN)
    sources = [(m.start, m.end) for m in marks if m.role == "source"]
    near = [s for s in sources if start <= s[0] and s[1] <= end and not touches(s, [draft])]
    if second:
        near = [s for s in near if s[1] < cue][:1]
    nearest = min(
        near, key=lambda s: min(abs(cue - s[1]), abs(s[0] - draft.cue[-1][1])), default=None
    )
    return replace(draft, source=(nearest,)) if nearest else draft


def carry_over(draft: Draft, before: Draft | None, text: str, begin: int) -> Draft:
    """A quotation that goes on in a new paragraph keeps the speaker of the one before."""
    if draft.source or draft.cue or before is None or not before.source:
        return draft
    if text[begin] not in QUOTES or not before.content:
        return draft
    return Draft(before.source, (), draft.content, carried=True)


def find_inner(text: str, draft: Draft, cues: CueTable) -> list[Draft]:
    """Statements inside a content: the reader is run on its sentences alone.

    Only one with a source, a cue and a content of its own counts, and only where the sentence
    holds a word that could be a cue.
    """
    inner: list[Draft] = []
    for begin, end in draft.content:
        for first, last in split_sentences(text, begin, end):
            if may_hold_statement(text, (first, last), cues):
                drafts = join_marks(text, mark_span(text, first, last), [(first, last)])
                drafts = [trim_inner(text, d) for d in drafts]
                inner += [d for d in drafts if names_holder(text, d)]
    return inner


def names_holder(text: str, draft: Draft) -> bool:
    """Whether a draft has all three parts, and its source is more than a conjunction."""
    whole = draft.source and draft.cue and draft.content and not draft.carried
    return bool(whole) and bool(drop_fillers(text, draft.source))


def tell_form(text: str, content: Spans) -> Form:
    """Direct where quotation marks hold all of it, mixed where they hold a part."""
    if not content:
        return Form.INDIRECT
    marked = [any(c in QUOTES for c in text[max(0, b - 1) : e + 1]) for b, e in content]
    if not any(marked):
        return Form.INDIRECT
    whole = all(
        text[max(0, b - 1)] in QUOTES or text[b] in QUOTES for b, _ in content if b < len(text)
    )
    return Form.DIRECT if whole and all(marked) else Form.MIXED


def find_nested(article: Article) -> list[Nested]:
    """The drafts of an article in reading order, each with the one it stands inside."""
    cues = load_cues()
    return drop_echoes(article, drop_unsaid(article.text, find_drafts(article, cues)), cues)


def build_statements(
    article: Article, nested: Sequence[Nested], resolution: Resolution
) -> list[Statement]:
    """The statements that the drafts become; ``resolution`` has their holders first.

    Spans are half-open and point into ``article.text``; ``via`` names the statement that one
    stands inside. Ids come from the article's id and the spans.
    """
    cues = load_cues()
    drafts = [n.draft for n in nested]
    ids = [
        content_id("statement", article.id, d.source, d.cue, d.content, n.outer is None)
        for n, d in zip(nested, drafts, strict=True)
    ]
    actors = {a.id: a for a in resolution.actors}
    statements = [
        build_statement(
            article,
            entry.draft,
            judge_draft(article, entry.draft, resolution.holders[i], cues),
            id=ids[i],
            actor=resolution.holders[i],
            via=None if entry.outer is None else ids[entry.outer],
            duress=tell_duress(article, entry.draft, actors.get(resolution.holders[i] or "")),
        )
        for i, entry in enumerate(nested)
    ]
    return lay_chains(article, statements, resolution)


def drop_unsaid(text: str, found: Sequence[Nested]) -> list[Nested]:
    """The drafts without those in which nobody says anything, and what they alone would hold.

    What was taken for a picture's hedge ("film of the allegedly captured crew") is the outlet's.
    """
    unsaid = {n for n, entry in enumerate(found) if is_unsaid(text, entry.draft)}
    kept = [
        n
        for n, entry in enumerate(found)
        if n not in unsaid and not (entry.outer in unsaid and entry.draft.carried)
    ]
    return renumber(found, kept)


def drop_echoes(article: Article, found: Sequence[Nested], cues: CueTable) -> list[Nested]:
    """The drafts without those words of a content that only say again how it is put.

    In "said that it had probably sunk" the statement is probable by its content; "probably" is no
    second one.
    """
    kept = [
        n
        for n, entry in enumerate(found)
        if entry.outer is None or not echoes(article, entry.draft, found[entry.outer].draft, cues)
    ]
    return renumber(found, kept)


def echoes(article: Article, draft: Draft, outer: Draft, cues: CueTable) -> bool:
    """Whether a draft of the same holder, without content, puts it no other way than the outer."""
    if not draft.carried or draft.content:
        return False
    mine, other = (cues.judge(article.text, **parts_of(d)) for d in (draft, outer))
    return (mine.act, mine.certainty) == (other.act, other.certainty)


def parts_of(draft: Draft) -> dict[str, Spans]:
    """Source, cue and content of a draft by name."""
    return {"source": draft.source, "cue": draft.cue, "content": draft.content}


def judge_draft(article: Article, draft: Draft, holder: str | None, cues: CueTable) -> Judgement:
    """What the holder does with the content, by the table of cues.

    What a correction says the outlet itself wrote ("an earlier version said that …"), the
    outlet takes back.
    """
    judged = cues.judge(article.text, **parts_of(draft))
    if holder != outlet_actor(article).id or judged.act not in (Act.ASSERTS, Act.REPORTS):
        return judged
    begin = draft.span[0]
    corrected = any(
        p.role is PassageRole.CORRECTION and p.start <= begin < p.end for p in article.passages
    )
    return replace(judged, act=Act.RETRACTS) if corrected else judged


def tell_duress(article: Article, draft: Draft, holder: Actor | None) -> bool:
    """Whether the speaker is in somebody's hands; a named one only where protected."""
    if not draft.source or (
        holder is not None and holder.kind is not ActorKind.UNNAMED and not holder.protected
    ):
        return False
    return speaks_under_duress(article, draft.speaker, draft.span)


def build_statement(
    article: Article,
    draft: Draft,
    judged: Judgement,
    *,
    id: str,  # noqa: A002 - the design's word
    actor: str | None,
    via: str | None,
    duress: bool,
) -> Statement:
    """One statement out of its draft and judgement; the chain comes later."""
    return Statement(
        id=id,
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        form=tell_form(article.text, draft.content),
        act=judged.act,
        certainty=judged.certainty,
        polarity=judged.polarity,
        distance=judged.distance,
        via=via,
        actor=actor,
        duress=duress,
    )
