"""Discrepancies: questions that the reports of one story answer differently.

Takes the Analyses of one story with its actors and lineage, gives its Discrepancies: what is
counted, when and where something happened, how old people are, how names are spelt. Each kind
of question is found by a module of its own; all of them are answered alike (see
:mod:`whence.gather.answers`). The kinds go by precision: what is not sure is no discrepancy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from whence.gather.ages import find_age_questions
from whence.gather.answers import build_discrepancy, keep_record
from whence.gather.corrections import find_superseding
from whence.gather.counts import find_count_questions
from whence.gather.happenings import find_date_questions, find_place_questions
from whence.gather.spellings import find_name_questions
from whence.model import Actor, Analysis, Discrepancy, Lineage

KINDS = (
    find_count_questions,
    find_date_questions,
    find_place_questions,
    find_age_questions,
    find_name_questions,
)


def find_discrepancies(
    analyses: Sequence[Analysis], actors: Mapping[str, Actor], lineage: Sequence[Lineage]
) -> tuple[Discrepancy, ...]:
    """The questions that the reports of one story answer differently, kind by kind.

    ``actors`` maps the reports' actor ids to the story's actors. The order of ``analyses`` does
    not matter. A single report contradicts itself only where its headline and its body do, or
    where it takes a value back.
    """
    record = keep_record(analyses, actors, lineage)
    superseding = partial(find_superseding, record)
    return tuple(
        build_discrepancy(question, record, superseding)
        for find_questions in KINDS
        for question in find_questions(record)
    )
