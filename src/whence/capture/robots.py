"""Robots: the text of a robots.txt comes in, whether a path may be fetched goes out.

RFC 9309: the group that names the reader binds it, else the group of ``*``; of the rules that
match a path the longest decides, and of two as long the one that allows. A pattern may hold
``*`` (anything) and end in ``$`` (the end). Binds only what is fetched unasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

_MOST_BYTES = 500 * 1024
"""Of a robots.txt; RFC 9309, 2.5 asks for at least so many."""

_SAFE = "/?#[]@!$&'()*+,;=:%-._~"


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line."""

    allows: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether the pattern matches ``path`` from its beginning."""
        anchored = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        last = others.pop() if anchored and others else None
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if last is not None:
            return path.endswith(last) and len(path) - len(last) >= at
        return not anchored or at == len(path)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for one reader."""

    rules: tuple[Rule, ...] = ()
    forbid_all: bool = False

    def allow(self, path: str) -> bool:
        """Whether ``path`` (with its query) may be fetched."""
        if self.forbid_all:
            return False
        matching = [rule for rule in self.rules if rule.matches(quote(path, safe=_SAFE))]
        strongest = max(matching, key=lambda r: (len(r.pattern), r.allows), default=None)
        return strongest is None or strongest.allows


def parse_robots(content: bytes, reader: str) -> Rules:
    """Read the rules for ``reader`` (a product name such as ``whence``) from a robots.txt."""
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    in_rules = False
    for line in content[:_MOST_BYTES].decode("utf-8-sig", "replace").splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field == "user-agent":
            agents = [] if in_rules else agents
            in_rules = False
            agents.append(value.lower())
            groups.setdefault(value.lower(), [])
        elif field in ("allow", "disallow"):
            in_rules = True
            if value:
                rule = Rule(field == "allow", quote(value, safe=_SAFE))
                for agent in agents:
                    groups[agent].append(rule)
    return Rules(tuple(groups.get(reader.lower(), groups.get("*", []))))
