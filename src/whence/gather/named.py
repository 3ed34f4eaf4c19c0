"""Named: where a report names a person so that it is sure who is meant.

Takes one report and the Record of its story, gives the mentions by name with the story's id of
the person. A surname alone counts where nobody else in the story bears it.
"""

from __future__ import annotations

from collections.abc import Iterator

from whence.gather.answers import Record, surname_of
from whence.model import ActorKind, Analysis, Mention, MentionKind


def find_named(analysis: Analysis, record: Record) -> Iterator[tuple[str, Mention]]:
    """The people that a report names, in reading order."""
    people = {a.id for a in analysis.actors if a.kind is ActorKind.PERSON}
    for mention in analysis.mentions:
        person = record.actor(mention.actor)
        if mention.kind is not MentionKind.NAME or mention.actor not in people:
            continue
        if person not in record.actors:
            continue
        words = analysis.article.text[mention.start : mention.end].split()
        if len(words) > 1 or record.bearers.get(surname_of(record.actors[person])) == 1:
            yield person, mention
