"""Members as tests of this folder need them: plain, save for what a test says."""

from __future__ import annotations

from typing import Any

from whence.gather.members import Member
from whence.model import Act, Certainty, Distance, PassageRole, Polarity

WORDS = "two divers were captured near the harbour"


def member(id: str = "m1", **said: Any) -> Member:  # noqa: A002 - the design's word
    """A member: somebody plainly asserts WORDS in a paragraph, unless told otherwise."""
    values: dict[str, Any] = {
        "article": "gazette",
        "words": WORDS,
        "spans": ((0, len(WORDS)),),
        "role": PassageRole.PARAGRAPH,
        "act": Act.ASSERTS,
        "certainty": Certainty.CERTAIN,
        "polarity": Polarity.POSITIVE,
        "distance": Distance.NEUTRAL,
        "question": False,
        "holder": "office",
        "chain": (),
        "outlet": False,
        "duress": False,
        "evidence": ((0, len(WORDS)),),
        "nested": False,
        "time": None,
    }
    return Member(id=id, **{**values, **said})
