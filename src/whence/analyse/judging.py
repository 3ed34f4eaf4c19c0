"""Judging: how the words around a cue, and the content's own, turn what the cue alone says.

Takes a :class:`~whence.analyse.readings.Reading` fresh from the table and applies :data:`RULES`
to it in order. Each rule is one observation about news prose, with its reason; none holds words
of its own, they come from the tables of ``cues.toml`` (:class:`Tables`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from whence.analyse.lexicon import split_words
from whence.analyse.marks import MarkTable, weaker
from whence.analyse.readings import Reading, Turn
from whence.model import Act, Certainty, Distance, Polarity

_PLAIN_SPEECH = 5
"""The weight of "say"; what weighs more ("claim", "deny") is no way to put a question."""

_MOST_AHEAD = 5
"""How many words behind a cue tell a demand ("asked the two men to") from a question."""

_QUOTED = re.compile(r"[\"“‘«]([^\"“”‘’«»]+)[\"”’»]|(?<!\w)'([^']+)'(?!\w)")
_MOST_SCARED = 2
_FEWEST_AROUND = 4


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that rules look words up in: marks and word classes, and kinds of sources."""

    marks: MarkTable
    sources: Mapping[str, frozenset[str]]

    def has(self, word_class: str, words: Sequence[str]) -> bool:
        """Whether a word of a class of ``cues.toml``'s ``words`` is among ``words``."""
        return not self.marks.words[word_class].isdisjoint(words)

    def is_sought(self, before: Sequence[str]) -> bool:
        """Whether the words before a verb make it something yet to be done ("trying to")."""
        return before[-1:] == ["to"] and self.has("seekers", before[-2:-1])

    def of_source(self, kind: str, words: Sequence[str]) -> bool:
        """Whether a word of a kind of source is among ``words``."""
        return not self.sources[kind].isdisjoint(words)


def turn_negated(tables: Tables, reading: Reading) -> None:
    """A cue that is negated is not its opposite: "did not confirm" declines, never denies."""
    if reading.hit is None:
        return
    nobody = tables.has("nobodies", reading.source_words[:1])
    if nobody or any(mark.negates for mark in reading.around):
        reading.turn(reading.cue.negated)


def tell_search_from_finding(tables: Tables, reading: Reading) -> None:
    """Who is trying to confirm it checks; who was able to has confirmed it."""
    if reading.cue.sought and tables.is_sought(reading.before):
        reading.turn(Turn(Act.CHECKS, Certainty.OPEN, Distance.NEUTRAL))


def tell_deed_from_silence(tables: Tables, reading: Reading) -> None:
    """Who refuses to leave says no to a deed; only who refuses to tell declines."""
    if not reading.cue.deeds:
        return
    ahead = reading.words_ahead(_MOST_AHEAD)
    # After "to" the verb decides; without it ("refused an interview") the first nouns do.
    told = ahead[1:2] if ahead[:1] == ["to"] else ahead
    if told and not tables.has("telling", told):
        reading.turn(Turn(Act.ASSERTS, Certainty.CERTAIN, flips=True))


def tell_deed_from_denial(tables: Tables, reading: Reading) -> None:
    """Who rejects a rumour denies it; who rejects an offer says no to it."""
    if not reading.cue.needs_account or reading.act is not Act.DENIES:
        return
    words = [*reading.words_ahead(1), *split_words(reading.content)]
    about_words = tables.has("accounts", words) or tables.has("reports", words)
    if words and not about_words and not tables.has("pronouns", words[:1]):
        reading.turn(Turn(Act.ASSERTS, flips=True))


def tell_demand_from_question(tables: Tables, reading: Reading) -> None:
    """Who asks somebody to leave demands it; only who asks whether they left questions."""
    demands_before = reading.cue.demands_before
    if not demands_before or "?" in reading.content:
        return
    ahead = reading.words_ahead(_MOST_AHEAD)
    if tables.has("interrogatives", ahead[:1]):
        return
    if "to" in ahead or not demands_before.isdisjoint(ahead[:1]):
        reading.turn(Turn(Act.ASSERTS, Certainty.CERTAIN))


def weaken_by_hedges_around(_tables: Tables, reading: Reading) -> None:
    """In "may have said", "reportedly told" it is not even sure that it was said."""
    for mark in reading.around:
        reading.certainty = weaker(reading.certainty, mark.certainty)
        if mark.distance is not Distance.NEUTRAL:
            reading.distance = mark.distance


def tell_relay_from_holder(tables: Tables, reading: Reading) -> None:
    """A newspaper that says passes on; a witness who reports tells what he saw."""
    words = reading.source_words
    of_media = tables.of_source("media", words) and not tables.of_source("persons", words)
    if of_media:
        if reading.act is Act.ASSERTS and reading.cue.media is not None:
            reading.act = reading.cue.media
    elif reading.act is Act.REPORTS and tables.of_source("firsthand", words):
        reading.act = Act.ASSERTS


def weaken_by_source(tables: Tables, reading: Reading) -> None:
    """Unconfirmed reports and rumours are no firmer for being quoted plainly."""
    # Who is said to "claim" is held at arm's length already.
    coloured = reading.cue.distance is Distance.DISTANCING
    if coloured or not tables.of_source("weak", reading.source_words):
        return
    if reading.act is Act.ASSERTS:
        reading.act = Act.REPORTS
    reading.certainty = weaker(reading.certainty, Certainty.POSSIBLE)
    reading.distance = Distance.DISTANCING


def hear_question(tables: Tables, reading: Reading) -> None:
    """What was said may be a question: "Is he alive?" she said."""
    if reading.act is not Act.ASSERTS or reading.cue.weight > _PLAIN_SPEECH:
        return
    if tables.marks.asks(reading.content):
        reading.act = Act.QUESTIONS
        reading.certainty = Certainty.OPEN


def weigh_content(tables: Tables, reading: Reading) -> None:
    """The content's own words: hedges and negation of its main clause, judgements of reports.

    A judgement overrides only what is put forward: who denies that the tape is fake denies it.
    """
    if not reading.content:
        return
    named = tables.has("labels", reading.cue_words) or tables.has("copulas", reading.cue_words[-1:])
    weight = tables.marks.weigh(reading.content, named=named)
    reading.certainty = weaker(reading.certainty, weight.certainty)
    reading.negative ^= weight.polarity is Polarity.NEGATIVE
    if reading.distance is Distance.NEUTRAL:
        reading.distance = weight.distance
    if reading.cue.wills:
        return
    if weight.act is not None and reading.act in (Act.ASSERTS, Act.REPORTS, Act.CONFIRMS):
        reading.act = weight.act
        if weight.act is Act.DOUBTS:
            reading.certainty = weaker(reading.certainty, Certainty.POSSIBLE)


def see_scare_quotes(tables: Tables, reading: Reading) -> None:
    """One or two words in quotation marks inside an indirect content hold it at arm's length."""
    if reading.distance is Distance.NEUTRAL and not tables.has("labels", reading.cue_words):
        found = list(_QUOTED.finditer(reading.content))
        if len(found) == 1 and scares(tables, reading.content, found[0]):
            reading.distance = Distance.DISTANCING


def scares(tables: Tables, content: str, quotation: re.Match[str]) -> bool:
    """Whether a quotation keeps a word at a distance, rather than giving what was said."""
    quoted = (quotation[1] or quotation[2]).strip(" ,.")
    count = len(quoted.split())
    # A capital shows a title ("The Hour").
    if not 1 <= count <= _MOST_SCARED or not quoted[0].islower():
        return False
    if len(content.split()) - count < _FEWEST_AROUND:
        return False
    # After "is" or "was" quotation marks only vouch for the wording.
    before = split_words(content[: quotation.start()])
    return not tables.marks.follows_copula(before, len(before))


RULES: tuple[Callable[[Tables, Reading], None], ...] = (
    turn_negated,
    tell_search_from_finding,
    tell_deed_from_silence,
    tell_deed_from_denial,
    tell_demand_from_question,
    weaken_by_hedges_around,
    tell_relay_from_holder,
    weaken_by_source,
    hear_question,
    weigh_content,
    see_scare_quotes,
)
"""Negation first, since later rules go by the act it leaves; the content last, since what it
judges stands over the cue."""
