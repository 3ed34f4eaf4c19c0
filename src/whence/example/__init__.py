"""How near a trace comes to an answer key: the yardstick of the example story.

In: a Trace and a key (``examples/README.md`` says what it holds). Out: one Score a kind, with
what was right, found and expected. The key speaks of words, never of offsets; they are looked
up in the text that was read. What is said of a statement is judged only where the statement is
found, actors are the same when their names share a word, and what the key marks ``optional``
is neither asked for nor held against the trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whence.errors import UsageError
from whence.example.claims import match_claims, score_overstated, score_positions
from whence.example.matching import Score, name_words
from whence.example.statements import (
    AXES,
    pair_statements,
    score_axis,
    score_chains,
    score_duress,
    score_speakers,
    score_statements,
)
from whence.example.stories import (
    score_changes,
    score_copies,
    score_discrepancies,
    score_masked,
    score_origins,
    score_own_texts,
    score_published,
    score_root_sources,
    score_stories,
)
from whence.model import Trace

__all__ = ["Score", "compare", "story_folder"]


def compare(trace: Trace, key: Mapping[str, Any]) -> list[Score]:
    """Score ``trace`` against ``key``, one Score a kind, always in the same order.

    Articles that the key does not name are left out of account.
    """
    texts = {a.article.id: a.article.text for a in trace.analyses}
    cast = name_words(trace)
    pairs = pair_statements(trace, key, texts)
    required = [(row, statement) for row, statement in pairs if not row.get("optional")]
    claims = match_claims(trace, key, texts)
    return [
        score_published(trace, key),
        score_stories(trace, key),
        score_statements(trace, key, pairs),
        *(score_axis(axis, required) for axis in AXES),
        score_speakers(required, cast),
        score_duress(trace, key, pairs),
        score_chains(required, cast),
        score_positions(trace, key, claims, cast),
        score_overstated(trace, key, claims),
        score_copies(trace, key),
        score_origins(trace, key),
        score_own_texts(trace, key),
        score_root_sources(trace, key, cast),
        score_changes(trace, key, texts),
        score_discrepancies(trace, key),
        score_masked(trace, key),
    ]


def story_folder() -> Path:
    """Where the example story lies: in an installation, else in the checkout.

    Raises:
        UsageError: it is in neither.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "examples" / "story", package.parents[1] / "examples" / "story"):
        if folder.is_dir():
            return folder
    raise UsageError("the example story is missing from the installation; install whence again")
