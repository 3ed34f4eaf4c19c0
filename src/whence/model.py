"""The nouns: what whence speaks of, as frozen dataclasses.

Every stage takes and gives these and nothing else: a Capture is read into an Article, an
Article analysed into an Analysis, many Analyses gathered into Stories, and a Trace holds all
that one run found. Every span is a half-open pair of character offsets (Unicode code points)
into the ``text`` of the article it belongs to, so whatever is shown leads to exact words.

Ids of derived nouns are hashes of content (:func:`content_id`): the same input gives the same
ids on any machine, in any order. This module imports the standard library alone and has no
behaviour beyond the nouns' own invariants.

The axes of a statement follow FactBank (Saurí and Pustejovsky 2009); the roles source, cue
and content follow Pareti (2015).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

Span = tuple[int, int]
"""Half-open character offsets ``(begin, end)`` into an article's text."""

Spans = tuple[Span, ...]
"""Pieces of one thing, in reading order, not overlapping."""

HEX_256 = re.compile(r"[0-9a-f]{64}")
"""A hash of 256 bits."""


class PassageRole(StrEnum):
    """What a passage is to its article."""

    KICKER = "kicker"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    CORRECTION = "correction"
    AUTHOR_BIO = "author bio"
    BOILERPLATE = "boilerplate"


class ExhibitKind(StrEnum):
    """What an article points to."""

    LINK = "link"
    EMBED = "embed"
    PICTURE = "picture"
    VIDEO = "video"
    CANONICAL = "canonical"


class Precision(StrEnum):
    """How exactly a time is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    GROUP = "group"
    STATE = "state"
    OUTLET = "outlet"
    AGENCY = "agency"
    OFFICE = "office"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"


class MentionKind(StrEnum):
    """How an actor is mentioned."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


class Form(StrEnum):
    """How the content of a statement is given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """What the holder does with the content."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    REPORTS = "reports"
    DOUBTS = "doubts"
    QUESTIONS = "questions"
    CHECKS = "checks"
    DECLINES = "declines"
    DENIES = "denies"
    RETRACTS = "retracts"


class Certainty(StrEnum):
    """How sure the content is, in the holder's words."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    OPEN = "open"


class Polarity(StrEnum):
    """Whether the content is put positively or negated."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Distance(StrEnum):
    """How whoever passes a content on stands to it."""

    NEUTRAL = "neutral"
    DISTANCING = "distancing"
    ENDORSING = "endorsing"


class Commitment(StrEnum):
    """The one word shown to people: the act, or ``hedges`` (see :func:`commitment_of`)."""

    ASSERTS = "asserts"
    HEDGES = "hedges"
    CONFIRMS = "confirms"
    REPORTS = "reports"
    DOUBTS = "doubts"
    QUESTIONS = "questions"
    CHECKS = "checks"
    DECLINES = "declines"
    DENIES = "denies"
    RETRACTS = "retracts"


class Firmness(IntEnum):
    """How an article passes a claim on; ordered."""

    DENIED = 0
    DOUBTED = 1
    DISTANCED = 2
    ATTRIBUTED = 3
    ENDORSED = 4
    STATED = 5


class LinkRole(StrEnum):
    """The part of one link in a chain, outermost first."""

    OUTLET = "outlet"
    CHANNEL = "channel"
    RELAY = "relay"
    HOLDER = "holder"


class Stance(StrEnum):
    """A position towards a claim, for tables and benchmarks."""

    FOR = "for"
    OBSERVING = "observing"
    AGAINST = "against"
    UNRELATED = "unrelated"


class Direction(StrEnum):
    """Whether it is known who took from whom."""

    KNOWN = "known"
    UNDECIDED = "undecided"


class Standing(StrEnum):
    """How a claim stands, by rule from the positions. Never true or false."""

    UNCONTESTED = "uncontested"
    CONTESTED = "contested"
    DENIED_BY_SUBJECT = "denied by its subject"
    BEING_CHECKED = "being checked"
    WITHDRAWN = "withdrawn"


class Bound(StrEnum):
    """How a count is bounded in the text."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    RANGE = "range"


def content_id(kind: str, *parts: object) -> str:
    """An id that depends on content alone: ``kind`` and 16 hex digits of a SHA-256."""
    joined = "\x1f".join(str(p) for p in parts)
    return f"{kind}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def commitment_of(act: Act, certainty: Certainty) -> Commitment:
    """The act, save that asserting or reporting below ``certain`` is hedging."""
    if act in (Act.ASSERTS, Act.REPORTS) and certainty is not Certainty.CERTAIN:
        return Commitment.HEDGES
    return Commitment(act.value)


def check_span(span: Span) -> None:
    """Refuse a span that runs backwards or starts below zero.

    Raises:
        ValueError: ``span`` is not a half-open pair with ``0 <= begin <= end``.
    """
    begin, end = span
    if not 0 <= begin <= end:
        raise ValueError(f"span {span} runs backwards or starts below zero")


# ---------------------------------------------------------------- capture


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of an input beside its text; it stands over what the page says."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One request over HTTP and its answer, byte for byte as they went over the wire.

    ``address`` is the IP address that answered, ``time`` when the request was sent, in UTC;
    ``request`` and ``response`` hold start line, headers and body. ``whole`` is false where the
    rest of the answer was not waited for, as of a redirect's page.
    """

    url: str
    address: str
    time: datetime
    request: bytes
    response: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Exchange:
    """How a capture was got over HTTP: the redirects, and last the answer that was taken."""

    hops: tuple[Hop, ...]

    def __post_init__(self) -> None:
        if not self.hops:
            raise ValueError("an exchange has at least one hop")


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes got from one place at one time.

    ``id`` is the input's own id, the path as given, or the URL; it becomes the article's id.
    ``sha256`` is the hex digest of ``content``. ``taken`` is when whence got the bytes, in UTC;
    what a saved file states of its own saving is read with the article, as first seen. ``within``
    names the input that it was taken out of (an archive, a feed, a file of lines); ``exchange``
    is how it was got over HTTP, where whence fetched it itself.

    What is handed along for this run is no part of it, is not compared and not kept: ``pictures``,
    the bytes of those that lay beside it, by the address under which it shows them, and
    ``archive``, the path of the web archive that it stands in, which may hold them.
    """

    id: str
    content: bytes
    media_type: str
    sha256: str
    taken: datetime
    url: str | None = None
    charset: str | None = None
    given: Given = field(default_factory=Given)
    within: str | None = None
    exchange: Exchange | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    archive: str | None = field(default=None, compare=False)


# ---------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of an article: ISO 8601 ``value``, its precision and zone, where it was read from.

    ``zone`` is an offset such as ``+02:00``, ``Z``, or None where the page names none.
    ``origin`` is one of ``given``, ``json-ld``, ``open-graph``, ``page``, ``post``, ``feed``,
    ``capture``, ``saved`` (what a saved file states of its saving), ``metadata`` (a document's
    properties), ``mail`` (a mail's header).
    """

    value: str
    precision: Precision
    zone: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the article with a role. Passages of an article do not overlap."""

    role: PassageRole
    start: int
    end: int

    def __post_init__(self) -> None:
        check_span((self.start, self.end))


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the article points to, with the span it hangs on (empty where it hangs on none).

    ``sha256`` is that of a picture's bytes, where they were at hand; ``pdq`` its PDQ hash in hex,
    where there is enough in it to know it by, and ``windows`` those of fixed windows inside it,
    one after another in base64.
    """

    kind: ExhibitKind
    url: str
    start: int
    end: int
    sha256: str | None = None
    pdq: str | None = None
    windows: str | None = None

    def __post_init__(self) -> None:
        check_span((self.start, self.end))
        for digest in (self.sha256, self.pdq):
            if digest is not None and not HEX_256.fullmatch(digest):
                raise ValueError("sha256 and pdq are 64 hex digits in lower case")


def is_unhashed(exhibit: Exhibit) -> bool:
    """Whether it is a picture whose bytes were not at hand."""
    return exhibit.kind is ExhibitKind.PICTURE and exhibit.sha256 is None


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader would read in a capture.

    ``text`` is one string, headline first, passages parted by blank lines. ``origins`` names
    for each of ``headline``, ``outlet``, ``byline``, ``published``, ``modified`` and
    ``language`` where it was read from (``given``, ``json-ld``, ``open-graph``, ``page``, ...).
    """

    id: str
    text: str
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    byline: tuple[str, ...] = ()
    language: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    first_seen: Moment | None = None
    passages: tuple[Passage, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    capture: str | None = None
    """SHA-256 of the capture that this was read from."""
    relay: str | None = None
    """Whom the whole was taken from, where it says so: a message's or post's first channel."""

    def __post_init__(self) -> None:
        last = 0
        for passage in self.passages:
            if passage.start < last or passage.end > len(self.text):
                raise ValueError(f"{self.id}: passages overlap or run past the text")
            last = passage.end


# ---------------------------------------------------------------- analyse


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks or is spoken of. Across articles, the same ``id`` is the same actor."""

    id: str
    name: str
    kind: ActorKind
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, description or pronoun in the text, and the actor it stands for."""

    start: int
    end: int
    kind: MentionKind
    actor: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain; ``span`` is None for the outlet itself and for links without words."""

    actor: str
    role: LinkRole
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who (``source``), by which words (``cue``), says what (``content``)."""

    id: str
    source: Spans
    cue: Spans
    content: Spans
    form: Form
    act: Act
    certainty: Certainty
    polarity: Polarity
    distance: Distance
    via: str | None = None
    chain: tuple[Link, ...] = ()
    actor: str | None = None
    duress: bool = False

    @property
    def commitment(self) -> Commitment:
        """The one word shown to people."""
        return commitment_of(self.act, self.certainty)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A span in which the outlet itself says something, and the role of its passage."""

    id: str
    span: Spans
    role: PassageRole
    certainty: Certainty
    polarity: Polarity
    distance: Distance = Distance.NEUTRAL
    """``distancing`` where the outlet sets it off ("allegedly", "reportedly", scare quotes)."""
    question: bool = False
    """The outlet asks rather than says it."""
    act: Act = Act.ASSERTS
    """What is done with it: "There was no confirmation from the rebels" declines."""
    cue: Spans = ()
    """The words that say so; none where the act is told by the sentence as a whole."""
    source: Spans = ()
    """Whom these words name as the one who does it, if anybody."""
    actor: str | None = None
    """Who that is, where more is done than putting it forward; else None."""

    @property
    def commitment(self) -> Commitment:
        """Act and certainty as one degree; a question asks."""
        return commitment_of(Act.QUESTIONS if self.question else self.act, self.certainty)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in the text; ``value`` (ISO 8601, or a ``begin/end`` interval) is None where open."""

    start: int
    end: int
    value: str | None
    precision: Precision | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count and what is counted: ``low <= value <= high``; None where a side has no limit.

    ``counted`` is the head of what is counted, lower case, singular ("soldier"); ``state`` what
    is said of them by the words around ("killed", "captured"), empty where nothing is.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    bound: Bound
    counted: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in the text; without coordinates where no gazetteer knows it."""

    start: int
    end: int
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    inside: str | None = None
    """The located place that the text says it lies in, where it has no coordinates itself."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found in one article."""

    article: Article
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    places: tuple[Place, ...] = ()


# ---------------------------------------------------------------- gather


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article: what every cell that is shown leads to."""

    article: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Claim:
    """What is asserted, apart from who asserts it. ``wording`` are words of a report.

    ``members`` are the ids of the statements and assertions that say, deny or question it.
    """

    id: str
    wording: Quote
    members: tuple[str, ...]
    standing: Standing
    own_texts: int
    """How many of the articles that carry it have text that was not copied from another."""
    root_sources: tuple[str, ...]
    """Actors at the inner ends of the chains, ids."""


@dataclass(frozen=True, slots=True)
class Position:
    """What one actor or outlet does with one claim at one time, with the words that show it."""

    claim: str
    holder: str
    """Actor id; an outlet's own position has the outlet's actor id."""
    stance: Stance
    commitment: Commitment
    distance: Distance
    evidence: Quote
    member: str
    """The statement or assertion it rests on."""
    time: str | None = None
    duress: bool = False
    score: float | None = None
    """How likely the stance is right, 0 to 1, where it was judged from the article as a whole."""


@dataclass(frozen=True, slots=True)
class Carriage:
    """How one article passes a claim on: firmness of its headline and of its body, with words.

    Either is None where that part does not carry the claim. ``overstated`` is true where the
    headline, a caption or a subheading is firmer than every sentence of the body.
    """

    claim: str
    article: str
    headline: Firmness | None
    headline_quote: Quote | None
    body: Firmness | None
    body_quote: Quote | None
    overstated: bool = False
    accounts: tuple[Quote, ...] = ()
    """What stands over each account of it, where the page tells it more than once."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A span of a copy and the span of the other text that it matches."""

    start: int
    end: int
    from_start: int
    from_end: int


@dataclass(frozen=True, slots=True)
class Showing:
    """One picture in one article."""

    article: str
    exhibit: Exhibit


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """A picture that reports of several outlets show, whatever its size or crop.

    ``pdq`` is its hash in the report that stands first in ``showings``; these stand in the order
    of the reports' times. ``first`` is the report published before all others, where that is known.
    """

    id: str
    pdq: str
    showings: tuple[Showing, ...]
    first: str | None = None


UNSEEN = "unseen:"
"""What the name of an origin that is no article begins with."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """``article`` took passages from ``source``, or both from a text not seen.

    ``source`` is an article's id or ``unseen:NAME``. ``why`` says in a few words what the
    direction rests on ("published 40 minutes earlier", "no time on either").
    """

    article: str
    source: str
    direction: Direction
    passages: tuple[Alignment, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the text of one article comes from: its derivations and the origins at their ends.

    ``origins`` are article ids (its own among them where it has text of its own), or
    ``unseen:NAME``.
    """

    article: str
    derivations: tuple[Derivation, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One value given to a question, and everywhere it is given."""

    value: str
    quotes: tuple[Quote, ...]
    since: str | None = None
    """The earliest time at which it was given, ISO 8601."""
    outlets: tuple[str, ...] = ()
    """Actor ids of the outlets that carry it."""
    sources: tuple[str, ...] = ()
    """Actor ids of those in whose statements it stands."""
    origins: tuple[str, ...] = ()
    """The texts that the words go back to: article ids, or ``unseen:NAME``."""
    superseded: tuple[Quote, ...] = ()
    """Words that take it back, or by which its outlet later gives another."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One question, several answers across a story.

    ``corrected`` tells that one of the answers was taken back or replaced by who gave it.
    """

    id: str
    kind: str
    """``count``, ``place``, ``date``, ``age`` or ``name``."""
    question: str
    answers: tuple[Answer, ...]
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that several outlets quote of one speaker: reports of one speech, not of one text.

    ``origins`` are the texts that the quotations go back to.
    """

    id: str
    holder: str
    quotes: tuple[Quote, ...]
    origins: tuple[str, ...]
    duress: bool = False


class ChangeKind(StrEnum):
    """What became of some words on the way from a text to its copy, or to its next version."""

    HEDGE_LOST = "hedge lost"
    HEDGE_ADDED = "hedge added"
    SOURCE_DROPPED = "source dropped"
    SOURCE_ADDED = "source added"
    ACT_CHANGED = "act changed"
    POLARITY_CHANGED = "polarity changed"
    NUMBER_CHANGED = "number changed"
    NAME_CHANGED = "name changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What a copy changed: the words of the text it took from, and its own in their place."""

    kind: ChangeKind
    before: Quote
    after: Quote
    announced: bool | None = None
    """Whether a note of the later version speaks of it; None where a copy changed it."""


class EditKind(StrEnum):
    """What became of a passage between two captures of one address."""

    ADDED = "added"
    CUT = "cut"
    MOVED = "moved"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Edit:
    """A passage as it stood and as it stands; pieces where one was parted or two were joined.

    ``cut`` are the words of ``before`` that are gone, ``added`` those of ``after`` that are new.
    """

    kind: EditKind
    role: PassageRole
    before: Quote | None
    after: Quote | None
    cut: Spans = ()
    added: Spans = ()
    moved: bool = False
    """Whether it stands elsewhere among the others."""
    announced: bool = False
    """Whether a note of the later version speaks of what was changed in it."""

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("an edit of no passage")


@dataclass(frozen=True, slots=True)
class Version:
    """What stood at an address for a time: its last capture, and those that read the same."""

    article: str
    capture: str | None = None
    first: str | None = None
    """When it was first seen so, ISO 8601; by its own account where no capture tells."""
    last: str | None = None
    again: tuple[str, ...] = ()
    """Ids of the other captures of it, in order."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Two captures of one URL whose article differs: what was added, cut, softened, corrected."""

    id: str
    url: str
    before: Version
    after: Version
    edits: tuple[Edit, ...]
    order: Direction = Direction.KNOWN
    """``undecided`` where no time tells which of the two came first."""
    changes: tuple[Change, ...] = ()
    announcements: tuple[Quote, ...] = ()
    """The notes of the later version, new in it, that say that it was changed."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, and what gathers out of them."""

    id: str
    title: Quote
    articles: tuple[str, ...]
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    positions: tuple[Position, ...] = ()
    carriages: tuple[Carriage, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    changes: tuple[Change, ...] = ()
    speeches: tuple[Speech, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    pictures: tuple[SharedPicture, ...] = ()
    own_texts: tuple[str, ...] = ()
    """Articles whose text was not copied from another seen one."""
    root_sources: tuple[str, ...] = ()
    """Distinct holders and channels at the inner ends of the chains, actor ids."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that could not be used: its name, what is wrong, and the cure."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """All that one run found. ``masked`` tells whether protected people are hidden in it."""

    analyses: tuple[Analysis, ...]
    stories: tuple[Story, ...]
    refusals: tuple[Refusal, ...] = ()
    masked: bool = False
    revisions: tuple[Revision, ...] = ()
    """What was changed between the versions of each address, by address, then in time."""
    unchanged: tuple[Version, ...] = ()
    """What was captured more than once at one address and reads the same in all captures."""
    masked_private: bool = False
    """Whether everyone of whom no article tells a public role is hidden with them."""
