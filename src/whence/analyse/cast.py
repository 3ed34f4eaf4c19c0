"""The cast: an article's figures while its sources are resolved, one after the other.

Begins with the named figures of the roster and all places where they are named; every source
that is resolved adds itself, and its figure where it is a new one. So whatever comes later in
the text can point back to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from whence.analyse.figures import UNNAMED, Figure
from whence.analyse.phrases import Phrase
from whence.analyse.roster import Roster
from whence.analyse.sentences import split_sentences
from whence.analyse.vocabulary import Known, load_roles, name_key
from whence.analyse.words import list_passages
from whence.model import ActorKind, Article, Span

LOOK_BACK = 2
"""Sentences before its own in which a pronoun may find whom it stands for."""

BODIES = frozenset(
    {
        ActorKind.ORGANISATION,
        ActorKind.STATE,
        ActorKind.OFFICE,
        ActorKind.OUTLET,
        ActorKind.AGENCY,
        ActorKind.GROUP,
    }
)
CHANNELS = frozenset({ActorKind.OUTLET, ActorKind.AGENCY})

Fits = Callable[[Figure], bool]


@dataclass(frozen=True, slots=True)
class Event:
    """A figure at one place of the text: named there, or the source of a statement."""

    start: int
    end: int
    figure: int
    speaks: bool


@dataclass
class Cast:
    """The figures of an article while its sources are resolved, one after the other."""

    article: Article
    roster: Roster
    figures: list[Figure] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    described: list[tuple[Span, int]] = field(default_factory=list)
    """Descriptions of the article's armed group that hold no name, with its figure."""
    joined: dict[int, int] = field(default_factory=dict)
    """Figures that turned out to be others: the man who gave a name, the minister named later."""

    def __post_init__(self) -> None:
        self.figures = list(self.roster.figures)
        self.places = {f.key: i for i, f in enumerate(self.figures)}
        self.events = [
            Event(begin, end, self.roster.owner[begin, end], False)
            for begin, end in sorted(self.roster.owner)
        ]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the whole text."""
        return split_sentences(self.article.text, 0, len(self.article.text))

    @cached_property
    def headings(self) -> list[Span]:
        """The headings of the article."""
        return [(begin, end) for begin, end, heading in list_passages(self.article) if heading]

    def in_heading(self, place: int) -> bool:
        """Whether an offset lies in a heading, where descriptions go without their articles."""
        return any(begin <= place < end for begin, end in self.headings)

    def points_back(self, phrase: Phrase) -> bool:
        """Whether a description speaks of somebody told elsewhere in the article."""
        return phrase.definite or (not phrase.determiner and self.in_heading(phrase.start))

    def join(self, figure: int, other: int) -> None:
        """Take ``figure`` for ``other``, before and from now on."""
        if figure == other:
            return
        self.joined[figure] = other
        self.events = [replace(e, figure=other) if e.figure == figure else e for e in self.events]
        self.places = {k: other if i == figure else i for k, i in self.places.items()}

    def settle(self, figure: int) -> int:
        """The figure that a figure turned out to be."""
        while figure in self.joined:
            figure = self.joined[figure]
        return figure

    def add(self, figure: Figure) -> int:
        """The place of a figure, which joins the cast if nobody has its key."""
        if figure.key not in self.places:
            self.places[figure.key] = len(self.figures)
            self.figures.append(figure)
        return self.places[figure.key]

    def add_known(self, known: Known) -> int:
        """The place of an actor of the table."""
        key = name_key(tuple(known.name.split()), known.kind)
        plural = known.kind in BODIES - CHANNELS
        figure = Figure(key, known.name, known.kind, (), affiliation=known.of, plural=plural)
        return self.add(figure)

    def place_of(self, span: Span) -> int:
        """The figure whose name has this span."""
        return self.roster.owner[span]

    def nearest(self, before: int, fits: Fits, since: int = 0) -> int | None:
        """The figure that was mentioned last in ``[since, before)`` and fits."""
        best: Event | None = None
        for event in reversed(self.events):  # mostly in reading order, so the last come first
            if not since <= event.start or event.end > before:
                continue
            if (best is None or event.start > best.start) and fits(self.figures[event.figure]):
                best = event
        return None if best is None else best.figure

    def first(self, fits: Fits) -> int | None:
        """The figure that is mentioned first in the whole article and fits."""
        fitting = [e for e in self.events if fits(self.figures[e.figure])]
        return min(fitting, key=lambda e: (e.start, e.end)).figure if fitting else None

    def only(self, fits: Fits) -> int | None:
        """The one figure mentioned in the whole article that fits, None where several do."""
        fitting = {e.figure for e in self.events if fits(self.figures[e.figure])}
        return fitting.pop() if len(fitting) == 1 else None


def ends_in_noun(words: str, place: str) -> bool:
    """Whether words end in a noun of the list ``place``, of one word or two."""
    nouns = load_roles()["nouns", place]
    parts = words.split()
    return " ".join(parts[-2:]) in nouns or " ".join(parts[-1:]) in nouns


def draw_unnamed(cast: Cast, phrase: Phrase) -> Figure:
    """A figure that has no name but the words it is spoken of with."""
    roles = load_roles()
    words = phrase.text.split()
    normal = " ".join(words).casefold()
    if words[0].lower() in ("a", "an", "the") and len(words) > 1:
        normal = normal.split(" ", 1)[1]
    head = phrase.head
    kind = unnamed_kind(phrase)
    plural = head in roles["nouns", "people"] or (
        head.endswith("s") and not head.endswith(("ss", "us"))
    )
    if words[0].lower() == "one":
        plural = False
    female = None
    if head in roles["nouns", "female"] or head in roles["nouns", "male"]:
        female = head in roles["nouns", "female"]
    return Figure(
        key=f"{UNNAMED}{normal}",
        name=" ".join(words),
        kind=kind,
        spans=(),
        affiliation=phrase_affiliation(cast, phrase),
        female=female,
        plural=plural or kind is ActorKind.OFFICE,
    )


def unnamed_kind(phrase: Phrase) -> ActorKind:
    """An office, outlet or agency that goes without a name, else somebody unnamed."""
    words = " ".join(phrase.words)
    if ends_in_noun(words, "agency"):
        return ActorKind.AGENCY
    if ends_in_noun(words, "outlet") and phrase.head != "station":
        return ActorKind.OUTLET
    if ends_in_noun(words, "office") and not {"of", "and"} & set(phrase.words):
        return ActorKind.OFFICE
    told = " ".join(phrase.words[-2:]) in load_roles()["nouns", "outlet"]
    return ActorKind.OUTLET if told else ActorKind.UNNAMED


def phrase_affiliation(cast: Cast, phrase: Phrase) -> str | None:
    """Whom an unnamed figure belongs to: the first body named in the phrase, or a state."""
    for name in phrase.names:
        figure = cast.figures[cast.place_of((name.start, name.end))]
        if not figure.weak:
            return figure.name
    return phrase.adjective


def window(cast: Cast, near: Span) -> tuple[int, int]:
    """Begin of the sentences that a pronoun may look back to, and of its own sentence."""
    sentences = cast.sentences
    if not sentences:
        return 0, 0
    own = max(0, bisect_right(sentences, near[0], key=lambda s: s[0]) - 1)
    return sentences[max(0, own - LOOK_BACK)][0], sentences[own][0]
