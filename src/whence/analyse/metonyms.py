"""Metonyms: cities that speak for a state the table does not know.

Takes the roster of an article and the spans of its sources, gives the roster with such cities
told. A city that speaks in a heading, where the sentence below gives the word to a state, is
that state's seat, as in "Lome denies it" above "Togo has said"; one that speaks of "its
troops" is a state of its own kind at least. Only a lone name counts that the article also
uses as a place ("from Lome").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whence.analyse.figures import Figure
from whence.analyse.roster import Roster
from whence.model import ActorKind, Article, Span

_FORCES = re.compile(
    r"[^.\n]{0,160}?\b(?:its|no|any) (?:own )?(?:[a-z]+ )?"
    r"(?:troops|soldiers|army|forces|military|citizens|nationals)\b"
)
_LONGEST_HEADING = 110
_LEAD = 400
"""Characters below a heading within which the first source counts: date and caption between."""


def tell_metonyms(article: Article, roster: Roster, sources: Sequence[Span]) -> Roster:
    """The roster with cities that speak joined to their state, or told to be one."""
    speaking = {span: roster.owner[span] for span in sources if span in roster.owner}
    cities = [
        span
        for span in sorted(speaking)
        if may_be_city(article.text, roster.figures[speaking[span]])
    ]
    figures = list(roster.figures)
    joined: dict[int, int] = {}
    for span in cities:
        city = speaking[span]
        state = state_below(article.text, roster, span, sorted(sources))
        if state is not None:
            joined.setdefault(city, state)
        elif city not in joined and _FORCES.match(article.text, span[1]):
            figures[city] = replace(figures[city], kind=ActorKind.STATE, plural=True, weak=False)
    return join_cities(replace(roster, figures=tuple(figures)), joined)


def may_be_city(text: str, figure: Figure) -> bool:
    """Whether a figure is a lone name of which the text speaks as of a place."""
    if not figure.weak or " " in figure.name or figure.name.isupper():
        return False
    return re.search(rf"\b(?:[Ii]n|from|near) {re.escape(figure.name)}\b", text) is not None


def state_below(text: str, roster: Roster, span: Span, sources: Sequence[Span]) -> int | None:
    """The state that speaks first below a heading in which ``span`` speaks."""
    end = text.find("\n", span[1])
    begin = text.rfind("\n", 0, span[0]) + 1
    heading = 0 <= end - begin <= _LONGEST_HEADING and text[begin:end].rstrip()[-1:] not in '.!?"”'
    below = next((s for s in sources if heading and s[0] > end), None)
    if below is None or below not in roster.owner or below[0] - end > _LEAD:
        return None
    figure = roster.owner[below]
    return figure if roster.figures[figure].kind is ActorKind.STATE else None


def join_cities(roster: Roster, joined: Mapping[int, int]) -> Roster:
    """The roster with each city's names given to its state."""
    if not joined:
        return roster
    figures = list(roster.figures)
    for city, state in sorted(joined.items()):
        aliases = sorted({*figures[state].aliases, figures[city].name})
        spans = sorted({*figures[state].spans, *figures[city].spans})
        figures[state] = replace(figures[state], aliases=tuple(aliases), spans=tuple(spans))
    owner = {span: joined.get(place, place) for span, place in roster.owner.items()}
    return replace(roster, figures=tuple(figures), owner=owner)
