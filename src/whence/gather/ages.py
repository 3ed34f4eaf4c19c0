"""Ages: how old the reports of one story say that one person is.

Takes the Record of a story, gives its Questions of age. An age is read only where it stands in
the same breath as a person's name: "Rolan Veit, 32", "Rolan Veit (32)", "the 34-year-old Veit",
"32-year-old baker Rolan Veit". Two ages clash where they differ by more than the time between
the reports can explain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from whence.gather.answers import Giving, Question, Record, always
from whence.gather.corrections import find_clashing_answers, read_giving
from whence.gather.named import find_named
from whence.gather.times import publication_window
from whence.model import Analysis, Mention, Span

_OLDEST = 115
_AFTER = re.compile(
    r"(?:,? \((?:aged? )?(?P<brackets>\d{1,3})\)"
    r"|, (?:who (?:is|was) |aged? |an? )?(?P<commas>\d{1,3})"
    r"(?:[- ]years?[- ]old(?! (?:when|at the time))\b|(?=[,.;]|\s*$| and\b))"
    r"|,? aged? (?P<aged>\d{1,3})\b"
    r"| (?:is|was) (?P<said>\d{1,3}) years old\b(?! (?:when|at the time)))"
)
_BEFORE = re.compile(
    r"\b(?P<age>\d{1,3})[-‑ ]years?[-‑ ]old "
    r"(?:(?:[a-z][\w’'-]*|[A-Z][a-z]+ian|[A-Z][a-z]+ish) ){0,4}\Z"
)
_LONGEST = 60
_YEAR = 366 * 86400


def find_age_questions(record: Record) -> list[Question]:
    """The people of whose age the reports give different numbers."""
    givings: dict[str, list[Giving]] = defaultdict(list)
    for analysis in record.analyses.values():
        for person, giving in _ages(analysis, record):
            givings[person].append(giving)

    def meet(one: Giving, other: Giving) -> bool:
        apart = abs(int(one.answer[0]) - int(other.answer[0]))
        return apart <= _birthdays(record, one.article, other.article)

    questions = []
    for person in sorted(givings):
        clashing = find_clashing_answers(record, givings[person], meet, always)
        if clashing:
            wording = f"how old is {record.actors[person].name}"
            questions.append(Question("age", (person,), wording, tuple(clashing), meet))
    return questions


def _ages(analysis: Analysis, record: Record) -> Iterator[tuple[str, Giving]]:
    """The ages that a report gives, with the story's id of whose they are."""
    for person, mention in find_named(analysis, record):
        span = _age_beside(analysis.article.text, mention)
        if span is None:
            continue
        age = int(analysis.article.text[slice(*span)])
        yield person, read_giving(analysis, span, (age,))


def _age_beside(text: str, mention: Mention) -> Span | None:
    """Where the age of the person named stands, right behind or right before the name."""
    found = _AFTER.match(text, mention.end, mention.end + _LONGEST)
    if found:
        span = found.span(found.lastgroup or 0)
    else:
        found = _BEFORE.search(text, max(0, mention.start - _LONGEST), mention.start)
        if found is None:
            return None
        span = found.span("age")
    return span if 0 < int(text[slice(*span)]) <= _OLDEST else None


def _birthdays(record: Record, one: str, other: str) -> int:
    """How many birthdays can lie between two reports: none where a day is unknown."""
    first, second = (publication_window(record.analyses[i].article) for i in (one, other))
    apart = max(first.earliest - second.latest, second.earliest - first.latest, 0)
    return 0 if apart == float("inf") else round(apart / _YEAR + 0.46)
