"""Members: the statements and assertions of a story that can belong to a claim.

Takes the analyses of one story, gives for each statement with a content and each assertion
a Member: its words, what is done with them, by whom, and where it stands in the article. All
that claims, positions and firmness need is in here, so that those modules treat what a source
says and what an outlet says in its own voice alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whence.analyse.actors import outlet_actor
from whence.analyse.unsaid import find_seen
from whence.model import (
    Act,
    Actor,
    Analysis,
    Article,
    Assertion,
    Certainty,
    Commitment,
    Distance,
    Firmness,
    Link,
    LinkRole,
    PassageRole,
    Polarity,
    Quote,
    Span,
    Spans,
    Stance,
    Statement,
    commitment_of,
)

DISPLAY = frozenset({PassageRole.HEADLINE, PassageRole.CAPTION, PassageRole.SUBHEADING})
"""Roles of passages that are set above or beside the text and can overstate it."""

PUT_FORWARD = frozenset({Act.ASSERTS, Act.CONFIRMS, Act.REPORTS})
"""Acts by which a content is put forward."""

PASSED_ON = 0.8
"""Share of a content that an inner statement takes up from which on the outer only passes it on."""

FEWEST_WORDS = 3
"""Words that a member must have to say anything that can be compared."""


@dataclass(frozen=True, slots=True)
class Member:
    """A statement or assertion of one article, as claims see it.

    ``words`` is its content's text, ``spans`` where it stands, ``holder`` the actor (of the
    story) who holds it, None where nobody is named; ``outlet`` tells that it is said in the
    outlet's own voice.
    """

    id: str
    article: str
    words: str
    spans: Spans
    role: PassageRole
    act: Act
    certainty: Certainty
    polarity: Polarity
    distance: Distance
    question: bool
    holder: str | None
    chain: tuple[Link, ...]
    outlet: bool
    duress: bool
    evidence: Spans
    nested: bool
    time: str | None

    @property
    def commitment(self) -> Commitment:
        """The one word shown to people."""
        return commitment_of(self.act, self.certainty)

    @property
    def extent(self) -> Span:
        """From the first to the last character of its words."""
        return self.spans[0][0], self.spans[-1][1]

    @property
    def quote(self) -> Quote:
        """The words that show it."""
        return Quote(self.article, self.evidence)


def find_members(analyses: Sequence[Analysis], actors: Mapping[str, Actor]) -> list[Member]:
    """The members of a story in the order of the articles' ids, then of the text.

    Who only passes on what another says or does is no member of their own: "the police confirmed
    that the firm denies it" holds the firm's denial. Nor are reports by nobody that somebody
    judges: the judgement is. ``actors`` maps an article's actor ids to the story's actors.
    """
    members: list[Member] = []
    for analysis in sorted(analyses, key=lambda a: a.article.id):
        article = analysis.article
        left_out = find_passed_on(analysis.statements) | find_judged(analysis.statements)
        told = [s for s in analysis.statements if s.content and s.id not in left_out]
        found = [statement_member(article, s, actors) for s in told]
        found += [assertion_member(article, a, actors) for a in analysis.assertions]
        members += sorted(
            (m for m in found if len(m.words.split()) >= FEWEST_WORDS),
            key=lambda m: (m.spans, m.id),
        )
    return members


def find_passed_on(statements: Sequence[Statement]) -> frozenset[str]:
    """Ids of statements whose content is little but what another says."""
    contents = {s.id: s.content for s in statements}
    found = set()
    for inner in statements:
        if inner.via is not None and inner.source and inner.cue and inner.content:
            pieces = (*inner.source, *inner.cue, *inner.content)
            first, last = min(b for b, _ in pieces), max(e for _, e in pieces)
            around = [s for s in contents[inner.via] if s[0] < last and first < s[1]]
            length = sum(e - b for b, e in contents[inner.via])
            held = sum(min(e, last) - max(b, first) for b, e in around)
            if held >= PASSED_ON * length:
                found.add(inner.via)
    return frozenset(found)


def find_judged(statements: Sequence[Statement]) -> frozenset[str]:
    """Ids of reports by nobody named inside what judges them: "called the reports baseless"."""
    acts = {s.id: s.act for s in statements}
    return frozenset(
        s.id
        for s in statements
        if s.via and not s.source and acts[s.via] in (Act.DENIES, Act.DOUBTS)
    )


def statement_member(article: Article, statement: Statement, actors: Mapping[str, Actor]) -> Member:
    """What a source says."""
    known = actors.get(statement.actor or "")
    holder = known.id if known else statement.actor
    pieces = sorted({*statement.source, *statement.cue, *statement.content})
    return Member(
        id=statement.id,
        article=article.id,
        words=quote_words(article, statement.content),
        spans=statement.content,
        role=role_at(article, statement.content[0][0]),
        act=statement.act,
        certainty=statement.certainty,
        polarity=statement.polarity,
        distance=statement.distance,
        question=False,
        holder=holder,
        chain=statement.chain,
        outlet=False,
        duress=statement.duress,
        evidence=join_pieces(article.text, pieces),
        nested=statement.via is not None,
        time=time_of(article),
    )


def assertion_member(article: Article, assertion: Assertion, actors: Mapping[str, Actor]) -> Member:
    """What the outlet says in its own voice; a question asks.

    Where it says what somebody named does ("no confirmation from the rebels"), it is theirs. What
    a heading says is to be seen in a film is what it puts forward.
    """
    outlet = outlet_actor(article)
    own = assertion.actor is None
    speaker = assertion.actor or outlet.id
    holder = actors[speaker].id if speaker in actors else speaker
    links = () if own else (Link(holder, LinkRole.HOLDER),)
    spans = assertion.span
    if assertion.role in DISPLAY:
        spans = (find_seen(article.text, *spans[0]), *spans[1:])
    return Member(
        id=assertion.id,
        article=article.id,
        words=quote_words(article, spans),
        spans=spans,
        role=assertion.role,
        act=Act.QUESTIONS if assertion.question else assertion.act,
        certainty=assertion.certainty,
        polarity=assertion.polarity,
        distance=assertion.distance,
        question=assertion.question,
        holder=holder,
        chain=(Link(outlet.id, LinkRole.OUTLET), *links),
        outlet=own,
        duress=False,
        evidence=assertion.span,
        nested=False,
        time=time_of(article),
    )


def join_pieces(text: str, pieces: Sequence[Span]) -> Spans:
    """Pieces in reading order, made one where nothing but space or punctuation parts them."""
    joined: list[Span] = []
    for begin, end in pieces:
        if joined and not any(c.isalnum() for c in text[joined[-1][1] : begin]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def quote_words(article: Article, spans: Spans) -> str:
    """The words of some spans, white space folded."""
    return " ".join(" ".join(article.text[b:e].split()) for b, e in spans)


def role_at(article: Article, at: int) -> PassageRole:
    """The role of the passage that holds an offset; a paragraph where none does."""
    for passage in article.passages:
        if passage.start <= at < passage.end:
            return passage.role
    return PassageRole.PARAGRAPH


def time_of(article: Article) -> str | None:
    """When the article was published, as far as it is known."""
    return article.published.value if article.published else None


def firmness_of(member: Member) -> Firmness:
    """How firmly one member passes its content on (the design's scale)."""
    if member.act is Act.DENIES or member.act is Act.RETRACTS:
        return Firmness.DENIED
    if member.act in (Act.DOUBTS, Act.QUESTIONS, Act.CHECKS, Act.DECLINES):
        return Firmness.DOUBTED
    if member.distance is Distance.DISTANCING or member.certainty is not Certainty.CERTAIN:
        return Firmness.DISTANCED
    if member.outlet:
        return Firmness.STATED
    if member.distance is Distance.ENDORSING:
        return Firmness.ENDORSED
    return Firmness.ATTRIBUTED


def stance_of(member: Member, wording: Polarity) -> Stance:
    """What a member does with a claim whose wording has the given polarity."""
    same = member.polarity is wording
    if member.outlet and member.distance is Distance.DISTANCING:
        return Stance.OBSERVING
    if member.commitment in (Commitment.ASSERTS, Commitment.CONFIRMS):
        return Stance.FOR if same else Stance.AGAINST
    if member.commitment in (Commitment.DENIES, Commitment.RETRACTS):
        return Stance.AGAINST if same else Stance.FOR
    return Stance.OBSERVING
