"""Figures: actors in the making, each drawn from all its names.

Takes the Names of an article that are one actor, gives a Figure: the fullest name, the kind that
its names tell, roles and affiliation as the words around them have it ("X, press secretary
of Y", "X, the rebels' own news agency").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whence.analyse.people import Role, find_roles, tell_female
from whence.analyse.runs import Name
from whence.analyse.vocabulary import Known, load_aliases, name_key, straighten
from whence.model import ActorKind, Span

_OWNED = re.compile(r"[\"”’']?, ((?:[\w.-]+ ){0,4}[\w.-]+(?:['’]s|s['’])) ")
_OWNING = re.compile(
    r"\b(?:its|their|\w+s') (?:own )?(?:\W?(?:state )?(?:news )?agency\W*,? \W?)?$"
)
UNNAMED = "unnamed: "
"""Begins the key of a figure that has no name: its id holds for its article alone."""

_PLURAL = frozenset({ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.STATE, ActorKind.OFFICE})


@dataclass(frozen=True, slots=True)
class Figure:
    """An actor in the making. ``key`` is what its id is made of.

    ``roles`` has the fullest role first. ``weak`` marks a name of which nothing tells that it
    is an actor at all: it is one only where it is the source of a statement.
    """

    key: str
    name: str
    kind: ActorKind
    spans: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    affiliation: str | None = None
    female: bool | None = None
    plural: bool = False
    weak: bool = False

    @property
    def person(self) -> bool:
        """Whether he or she may stand for it."""
        surname = self.weak and " " not in self.name and not self.name.isupper()
        return self.kind is ActorKind.PERSON or surname

    @property
    def role(self) -> str | None:
        """The fullest role."""
        return self.roles[0].words if self.roles else None


def draw_figure(
    text: str,
    names: Sequence[Name],
    members: Sequence[Name],
    label: str,
    adjectives: Mapping[str, Known],
) -> Figure:
    """One figure out of all names that share a label."""
    known = next((m.known for m in members if m.known), None)
    if label.startswith("known:") and known is None:
        known = load_aliases().names.get(label.removeprefix("known:"))
    kind = figure_kind(text, members, label, known)
    longest = pick_fullest(members)
    name = known.name if known else shown(text, longest)
    person = kind is ActorKind.PERSON
    roles = find_roles(text, names, members, adjectives) if person else ()
    titles = (Role(m.title) for m in members if m.title and person and not roles)
    roles = roles or tuple(titles)[:1]
    affiliation = (roles[0].affiliation if roles else None) or owner_of(members, known)
    forms = Counter(shown(text, m) for m in members)
    untold = all(m.known is None and m.kind in (None, ActorKind.PERSON) for m in members)
    return Figure(
        key=name_key(tuple(name.split()), kind) if known else label.partition(":")[2],
        name=name,
        kind=kind,
        spans=tuple((m.start, m.end) for m in members),
        aliases=tuple(sorted(f for f in forms if f != name)),
        roles=roles,
        affiliation=affiliation,
        female=tell_female(members, roles[0].words if roles else None) if person else None,
        plural=kind in _PLURAL,
        weak=untold and not person and kind is ActorKind.ORGANISATION,
    )


def pick_fullest(members: Sequence[Name]) -> Name:
    """The name with most words; one printed once gives way to a full one printed often."""
    count = Counter(m.words for m in members)
    often = any(n > 2 and len(words) > 1 for words, n in count.items())
    fit = [m for m in members if not often or count[m.words] > 1] or members
    return max(fit, key=lambda m: (len(m.words), not m.words[0].isupper(), -m.start))


def figure_kind(text: str, members: Sequence[Name], label: str, known: Known | None) -> ActorKind:
    """The kind of a figure: the table's, else the commonest that its names tell."""
    if known is not None:
        return known.kind
    if label.startswith("person:"):
        return ActorKind.PERSON
    told = Counter(k for m in members if (k := settle_kind(text, m)))
    told.pop(ActorKind.PERSON, None)
    return min(told, key=lambda k: (-told[k], k.value)) if told else ActorKind.ORGANISATION


def owner_of(members: Sequence[Name], known: Known | None) -> str | None:
    """Whom a body belongs to: by the table, by a possessive, or by the adjective of a state."""
    if known is not None:
        return known.of
    for member in members:
        if member.owner is not None:
            return member.owner.name
        if member.kind is not ActorKind.OFFICE:
            continue
        adjective = load_aliases().adjectives.get(member.words[0].lower())
        if adjective is not None:
            return adjective.name
    return None


def shown(text: str, name: Name) -> str:
    """A name as printed, in one line."""
    return " ".join(straighten(text[name.start : name.end]).split())


def find_owner(
    text: str, figure: Figure, figures: Sequence[Figure], owner: Mapping[Span, int]
) -> Figure:
    """An agency or outlet with whom it belongs to: "X, the rebels' own news agency"."""
    if figure.kind not in (ActorKind.AGENCY, ActorKind.OUTLET) or figure.affiliation:
        return figure
    groups = [f for f in figures if f.kind is ActorKind.GROUP]
    for begin, end in figure.spans:
        before, match = straighten(text[max(0, begin - 30) : begin]), _OWNED.match(text, end)
        if match is not None:
            places = [p for s, p in owner.items() if s[0] >= match.start(1) and s[1] < match.end()]
            if places:
                return replace(figure, affiliation=figures[places[0]].name)
        if len(groups) == 1 and (match is not None or _OWNING.search(before)):
            return replace(figure, affiliation=groups[0].name)
    return figure


def settle_kind(text: str, name: Name) -> ActorKind | None:
    """Two capitalised words after "the" are no person."""
    bare = name.kind is ActorKind.PERSON and name.title is None and name.female is None
    if bare and re.search(r"\b[Tt]he $", text[max(0, name.start - 5) : name.start]):
        return ActorKind.ORGANISATION
    return name.kind
