"""Joining: marks of one paragraph become drafts of statements.

Takes the marks that the token model set and the sentences they stand in, gives Drafts in
reading order. A cue takes the source and the contents nearest to it, those of its own sentence
first; contents that no cue reaches make a draft of their own, whose speaker is carried over
from the draft before. Roles after Pareti (2015), "Attribution: A Computational Approach".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from whence.analyse.tagger import Mark
from whence.model import Span, Spans

IsCue = Callable[[str], bool]

QUOTES = '"“”„«»‟″'
CONJUNCT = re.compile(
    r"\b(?:but|and)\s+(?:(?:also|later|then|flatly|has|had)\s+)*(?P<verb>\w+(?:ed|id|aid|old))"
    r"\s+(?=that\b|whether\b|if\b)"
)
"""A second verb of saying under the same subject, with a clause of its own."""
CLAUSE = re.compile(r"(?:that|whether|if|how|why|what)\b")
"""Words that open a content which follows its cue."""
THAT = "that "
PREDICATE = re.compile(
    r"\s[“\"](?:is|are|was|were|be|has|have|had|will|would|should|could|can|may|might|must)\b"
)
"""A quotation that opens with the verb of what stands before it."""
VERDICT = re.compile(r"\s(?:is|are|was|were)\s(?=[“\"])")
"""A verb before a quotation: behind "reports of" and what they are of, what is said of them."""
DETERMINERS = frozenset({"the", "a", "an", "their"})
FAR = 10_000
"""Added to the distance of marks in different sentences: a nearer one always goes first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Source, cue and content of a statement before it is judged.

    ``carried`` tells that ``source`` was taken from the draft before.
    """

    source: Spans
    cue: Spans
    content: Spans
    carried: bool = False

    @property
    def speaker(self) -> Spans:
        """Of several sources the one nearest to the cue: the others pass it on."""
        return nearest_source(self.source, self.cue)

    @property
    def span(self) -> Span:
        """From the first to the last character of its own marks."""
        spans = [*(() if self.carried else self.source), *self.cue, *self.content]
        return min(b for b, _ in spans), max(e for _, e in spans)


def nearest_source(source: Spans, cue: Spans) -> Spans:
    """The piece of a source that stands nearest to the cue; all where either has one piece."""
    if len(source) < 2 or not cue:
        return source
    begin, end = cue[0]
    return (min(source, key=lambda s: (max(begin - s[1], s[0] - end), s)),)


def gap(a: Mark, b: Mark, sentences: Sequence[Span]) -> int:
    """Characters between two marks, far more where no sentence holds a part of both.

    ``sentences`` are in order and do not overlap.
    """
    between = max(a.start - b.end, b.start - a.end, 0)
    first = bisect_right(sentences, max(a.start, b.start), key=itemgetter(1))
    shared = first < len(sentences) and sentences[first][0] < min(a.end, b.end)
    return between if shared else between + FAR


def nearest(mark: Mark, others: Sequence[Mark], sentences: Sequence[Span]) -> Mark | None:
    """The one of ``others`` nearest to ``mark``, the earlier of two as near."""
    return min(others, key=lambda o: (gap(mark, o, sentences), o.start), default=None)


def governing(
    text: str, mark: Mark, heads: Sequence[Mark], sentences: Sequence[Span]
) -> Mark | None:
    """The cue before a content that opens as a clause ("said on Monday that …"), if any."""
    if mark.role != "content" or not CLAUSE.match(text, mark.start, mark.end):
        return None
    before = [h for h in heads if h.end <= mark.start and gap(h, mark, sentences) < FAR]
    return before[-1] if before else None


def group_cues(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Cues that are one: pieces with nothing but the source between them ("did X say")."""
    groups: list[list[Mark]] = []
    for i, mark in enumerate(marks):
        if mark.role != "cue":
            continue
        split = (
            groups
            and i >= 2
            and marks[i - 2] is groups[-1][-1]
            and marks[i - 1].role == "source"
            and mark.start - marks[i - 1].end <= 1
            and marks[i - 1].start - marks[i - 2].end <= 1
        )
        if split:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def join_marks(text: str, marks: Sequence[Mark], sentences: Sequence[Span]) -> list[Draft]:
    """The drafts of one paragraph's marks, by where their first mark stands."""
    cues = group_cues(marks)
    heads = [group[0] for group in cues]
    sources: dict[Mark, list[Mark]] = {head: [] for head in heads}
    contents: dict[Mark, list[Mark]] = {head: [] for head in heads}
    loose: list[Mark] = []
    for mark in marks:
        if mark.role == "cue":
            continue
        head = governing(text, mark, heads, sentences) or nearest(mark, heads, sentences)
        if head is None or gap(mark, head, sentences) >= FAR:
            loose.append(mark)
        else:
            (sources if mark.role == "source" else contents)[head].append(mark)
    drafts = [
        Draft(spans(sources[g[0]]), spans(g), spans(contents[g[0]])) for g in cues
    ] + join_loose(loose, sentences)
    return carry_sources(go_on(sorted(drafts, key=lambda d: d.span), text))


def join_loose(loose: Sequence[Mark], sentences: Sequence[Span]) -> list[Draft]:
    """Drafts without cue: each content with the source that shares its sentence, if any."""
    sources = [m for m in loose if m.role == "source"]
    drafts: list[Draft] = []
    used: set[Mark] = set()
    for mark in loose:
        if mark.role != "content":
            continue
        source = nearest(mark, [s for s in sources if s not in used], sentences)
        near = [source] if source and gap(mark, source, sentences) < FAR else []
        used.update(near)
        drafts.append(Draft(spans(near), (), spans([mark])))
    drafts += [Draft(spans([s]), (), ()) for s in sources if s not in used]
    return drafts


def go_on(drafts: list[Draft], text: str) -> list[Draft]:
    """A quotation that goes on after its speaker was named is part of the same statement.

    ("…," she said. "…") Both pieces stand in quotation marks, with nothing marked between.
    """
    joined: list[Draft] = []
    for draft in drafts:
        before = joined[-1] if joined else None
        if before and before.cue and before.content and not draft.source and not draft.cue:
            first, last = draft.content[0], before.content[-1]
            if is_quoted(text, first) and is_quoted(text, last):
                joined[-1] = replace(before, content=(*before.content, *draft.content))
                continue
        joined.append(draft)
    return joined


def is_quoted(text: str, span: Span) -> bool:
    """Whether a span opens with a quotation mark, or one stands right before it."""
    return text[span[0]] in QUOTES or text[span[0] - 1 : span[0]] in tuple(QUOTES)


def carry_sources(drafts: list[Draft]) -> list[Draft]:
    """A content without source takes the speaker of the draft before it.

    So does a further cue of the same speaker ("said … and added …").
    """
    carried: list[Draft] = []
    for draft in drafts:
        before = carried[-1] if carried else None
        if not draft.source and draft.content and before and before.source:
            carried.append(replace(draft, source=before.source, carried=True))
        else:
            carried.append(draft)
    return carried


def spans(marks: Sequence[Mark]) -> Spans:
    """The spans of some marks in reading order."""
    return tuple(sorted((m.start, m.end) for m in marks))


def lend_name(text: str, draft: Draft, names: Sequence[Span]) -> Draft:
    """A cue without source takes the name that it begins with, or that stands right before it.

    The token model knows no capitals, so a name such as "IS" passes it by as a verb.
    """
    if draft.source or not draft.cue or not draft.content:
        return draft
    begin, end = draft.cue[0]
    for name in names:
        if name[0] == begin and name[1] < end and text[name[1]] == " ":
            return replace(draft, source=(name,), cue=((name[1] + 1, end), *draft.cue[1:]))
        if name[1] < begin and not text[name[1] : begin].strip() and begin - name[1] <= 1:
            return replace(draft, source=(name,))
    return draft


def split_conjuncts(text: str, drafts: Sequence[Draft], is_cue: IsCue) -> list[Draft]:
    """Drafts in which "said … but confirmed that …" is two statements of one source.

    Where the model marked one, its content ends before a conjunction that has a cue and a
    clause of its own.
    """
    split: list[Draft] = []
    for draft in drafts:
        split.append(draft)
        if not draft.source or not draft.cue or not draft.content:
            continue
        begin, end = draft.content[-1]
        for found in CONJUNCT.finditer(text, begin, end):
            inside = text[begin : found.start()]
            if is_cue(found["verb"]) and balanced(inside) and inside.strip():
                stop = begin + len(inside.rstrip(" ,;"))
                split[-1] = replace(draft, content=(*draft.content[:-1], (begin, stop)))
                rest = (found.end("verb") + 1, end)
                split.append(Draft(draft.source, (found.span("verb"),), (rest,), carried=True))
                break
    return split


def balanced(words: str) -> bool:
    """Whether every quotation that opens in some words ends in them."""
    return words.count('"') % 2 == 0 and words.count("“") == words.count("”")


def trim_inner(text: str, draft: Draft) -> Draft:
    """A draft inside a content without what the reader took too much of.

    The conjunction before a subject ("that authorities were checking"), what stands before the cue
    in a content that goes on right behind it ("I cannot confirm that"), and the outer predicate
    where it is quoted ("reports claiming that they were held “are hardly official”").
    """
    source = tuple((b + len(THAT), e) if is_that(text, b) else (b, e) for b, e in draft.source)
    source = tuple(s for s in source if s[0] < s[1])
    content = behind_cue(text, draft)
    if content and draft.cue and draft.cue[-1][1] <= content[-1][0]:
        begin, end = content[-1]
        quoted = PREDICATE.search(text, begin, end)
        if text.endswith(" of", 0, draft.cue[-1][1]):
            quoted = quoted or VERDICT.search(text, begin, end)
        if quoted and text[begin : quoted.start()].strip():
            content = (*content[:-1], (begin, quoted.start()))
    return replace(draft, source=source, content=content)


def behind_cue(text: str, draft: Draft) -> Spans:
    """The content without the words that end at the cue, where more of it stands behind."""
    if not draft.cue:
        return draft.content
    begin, end = draft.cue[0][0], draft.cue[-1][1]
    behind = [c for c in draft.content if c[0] >= end and re.search(r"\w", text[slice(*c)])]
    kept = [c for c in draft.content if c in behind or text[c[1] : begin].strip()]
    return tuple(kept) if behind else draft.content


def is_that(text: str, at: int) -> bool:
    """Whether a conjunction stands there, before a plural or a name: "that authorities"."""
    words = text[at : at + 60].split()
    if not text.startswith(THAT, at) or len(words) < 2:
        return False
    return words[1].endswith("s") or words[1][:1].isupper() or words[1] in DETERMINERS
