"""Perils: the rules by which protection tells captives, minors and victims.

Reads ``protection.toml`` once and gives Rules. A rule looks at what stands right before a
name, or right behind it, both in lower case and cut to the sentence. Signs, found by plain
search, tell beforehand where in a text any rule can hold at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from whence.analyse.vocabulary import load_roles, read_table

CAPTIVE = "captive"
MINOR = "minor"
VICTIM = "victim of sexual violence"

_AGE = re.compile(
    r"\b(?:is|was|turn(?:ed|s)|of|[aA]t|both|all|just|only|and|been) (?:only |just |now |still )*"
    r"(?:1[0-7]|[1-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen)\b"
    r"|(?:[,(\[]| -) ?(?:only |just |who is |now |then )?(?:1[0-7]|[1-9])(?![\w:%-])"
)

_CAPTURED = re.compile(
    r"\b(?:was|were|been|being|got|is|are) (?:not )?(?:\w+ly )?captured(?! (?:on|in|the|by an?) \b)"
    r"|\bcaptured by (?!an? |the (?:camera|video|phone))|\b(?:her|his|their) capture\b"
    r"|\bcaptur(?:e|es|ed|ing) (?:an?|two|three|several|many|more|some|[\w-]+) (?:[\w'-]+ ){0,3}?"
    r"(?:men|man|women|woman|soldiers?|pilots?|airm[ae]n|fighters|troops|people|journalists?|workers?)\b"
    r"|\bcaptured (?:[\w'-]+ ){0,2}?(?:pilot|soldier|airman|journalist|worker|marine|officer)s?\b"
)
"""People are captured; so are towns, states in an election, and scenes on film."""

_STOPS = (
    "by|in|on|from|that|who|which|when|while|after|before|and|said|says|told|was|were|is|are|has|had|to|of|at|"
    "as|with|near|during|but|or|for|because|if|will|would|over|into|against|since|until"
)
"""Words that no noun phrase before a name goes across."""

_GIVERS = "gave|give|gives|nicknamed|dubbed|called|revealed|believed|than|like"
"""Words that make the name behind a captive's the name of somebody else."""

_IN_BRACKETS = r"(?: ?\([^()]{1,60}\))?"
_PHRASE = r"(?:[^,.;:()]|\.(?=[\w,]))"
_SAYING = r"(?:said|says|saying|told|tells|added|wrote|writes|reported|according|and said)\b"
_WAS = (
    r" (?:\w+ly )?(?:was|were|is|are|has been|have been|had been|may have been|being|been|got|"
    r"wasn't|isn't|hasn't been|"
    r"(?:is|was) (?:believed|thought|reported|said|feared|known) to (?:be|have been)|"
    r"(?:appear|seem)(?:s|ed) to (?:be|have been)|has not been|had not been)"
    r"(?: \w+ly| also| then| later| first| both| all| not| never| being)?"
)

_PATTERNS = {
    "np": rf"(?:(?!(?:{_STOPS}|{_GIVERS}) )[\w.'-]+ ){{0,5}}",
    "words": rf"(?:(?!(?:{_STOPS}) )[\w.'-]+ ){{1,5}}",
    "apposed": rf"(?:{_IN_BRACKETS}(?: [–—-] [^–—.;]{{2,90}}(?= [–—-])|"
    rf",? (?!{_SAYING}){_PHRASE}{{2,170}},)?)",
    "between": rf"(?:{_IN_BRACKETS},(?: (?!{_SAYING}){_PHRASE}{{1,90}},){{2,4}})",
    "be": rf"(?: [–—-])?(?: who)?,?{_WAS}",
    "schooling": r"(?:(?:\w+th|first|second|third)[- ]grade|grade (?:1[0-2]|[1-9])|"
    r"(?:primary|elementary|middle|high|secondary)[- ]school|junior high|kindergarten|preschool) "
    r"(?:students?|pupils?|boy|girl|kid|child|sophomore|freshman|junior|senior|athlete|cheerleader)",
    "was": _WAS,
    "harm": r"\brap(?:e|ed|es|ing|ists?)\b|\bsexual(?:ly)? (?:assault|abus|harass|attack|slave|"
    r"misconduct|violence)\w*|\bmolest\w*|\bgrop(?:ed|ing)\b|\bsodomi\w+|\bassaulted\b|"
    r"\babuse of (?:women|girls)\b|\bforced (?:himself|themselves) on\b|"
    r"\bsex (?:slave|traffick)\w*",
    "young": r"(?:1[0-7]|[1-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen)",
}

_SHOWN = (
    r"(?:an?|one|another|the|two|three|one of the) (?:[\w-]+ ){0,3}?"
    r"(?:man|men|woman|women|soldiers?|pilots?|journalists?|boy|girl|captives?|hostages?|prisoners?)"
)
_SINGLE = (
    r"(?:(?:an?|one|another|the) (?:[\w-]+ ){0,3}?"
    r"(?:man|woman|soldier|pilot|journalist|boy|girl|captive|hostage|prisoner)|"
    r"one of (?:them|the (?:[\w-]+ ){0,2}?"
    r"(?:men|women|soldiers|pilots|journalists|captives|hostages|prisoners)))"
)
_SHORT = r"(?:one of them|the other|another|the pair|both)"


@dataclass(frozen=True, slots=True)
class Rule:
    """Words before a name (matched up to it) or behind it (matched from it) that protect it.

    ``direct`` rules speak of what was done to the person and hold for officials, too;
    ``full_name`` rules need more than one word, ``female`` rules a woman's given name or honorific;
    ``in_captivity`` rules count only in an article
    that speaks of captivity near by or often, ``in_childhood`` rules in one that speaks of school
    children; none counts where ``unless`` stands before the name.
    """

    reason: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    direct: bool = False
    full_name: bool = False
    female: bool = False
    in_captivity: bool = False
    in_childhood: bool = False

    def matches(self, before: str, after: str) -> bool:
        """Whether the words around a name are those of this rule."""
        if self.after is not None and not self.after.match(after):
            return False
        if self.before is not None and not self.before.search(before):
            return False
        return self.unless is None or not self.unless.search(before)


@dataclass(frozen=True, slots=True)
class Perils:
    """The rules with their signs, and the patterns for who speaks under duress."""

    rules: tuple[Rule, ...]
    signs: Mapping[str, tuple[str, ...]]
    naming: re.Pattern[str]
    """What stands between somebody unnamed and the name they give as their own."""
    recording: re.Pattern[str]
    freed: re.Pattern[str]
    captor: re.Pattern[str]
    captor_phrase: re.Pattern[str]
    """A captor, spoken of with an article."""
    held: re.Pattern[str]
    """A speaker who is called a captive; not the captive's mother, nor a hostage negotiator."""
    somebody: re.Pattern[str]
    """A speaker who is told by nothing but "a man" or "one of them"."""
    single: re.Pattern[str]
    """One person who may be the one shown in a recording."""
    at_large: re.Pattern[str]
    """What somebody does who is not held: "who lives on the street"."""
    at_work: re.Pattern[str]
    """One person spoken of by a role that the shown do not have: "the ministry's spokesman"."""
    pointing: tuple[tuple[str, re.Pattern[str]], ...]
    """Reasons with words that tell it of whom a pronoun or a description stands for."""
    child: re.Pattern[str]
    """A child spoken of by a description that stands for a name: "the schoolboy"."""
    nameless: re.Pattern[str]
    """A child who is spoken of without a name."""
    several: re.Pattern[str]
    """What ends right before a list of names and makes all of them children."""
    ages: re.Pattern[str]
    """Ages right behind a list of names, one for each."""
    heads: frozenset[str]
    """Nouns that a heading may write as a name's first word: "Hostage", "Schoolboy"."""
    nobody: frozenset[str]
    """Single capitalised words that are no names."""
    ranks: frozenset[str]
    """Words of titles that are soldiers' and no officials'."""
    thing: re.Pattern[str]
    """What stands behind a name that is a place's."""


@cache
def load_perils() -> Perils:
    """All rules and patterns, built once from ``protection.toml``."""
    table = read_table("protection.toml")
    lists = {name: any_of(words) for name, words in table["words"].items()} | _PATTERNS
    lists["person"] = any_of(load_roles().roles | set(table["words"]["captives"]))
    lists["captors"] += r"(?! (?:pilot|jet|plane))"
    return Perils(
        rules=tuple(read_rule(entry, lists) for entry in table["rule"]),
        signs={name: tuple(words) for name, words in table["signs"].items()},
        naming=re.compile(rf"[^.;:\n“”\"]{{0,60}}?\b{lists['naming']} (?:[a-z-]+ ){{0,3}}"),
        recording=re.compile(rf"\b{lists['recording']}\b"),
        freed=re.compile(rf"\b{lists['freed']}\b"),
        captor=re.compile(rf"\b{lists['captors']}\b"),
        captor_phrase=re.compile(rf"\b(?:an?|the|one) (?:[\w-]+ ){{0,3}}?{lists['captors']}\b"),
        held=re.compile(
            rf"(?:(?:one|two|three|some|several|both|all) of )?(?:(?!\sof\s)[^,])*?"
            rf"\b(?:{lists['held']}|{lists['taken']} \w+)\b(?!'s?\b| {lists['beside']})"
        ),
        somebody=re.compile(rf"(?:{_SHORT}|{_SHOWN})\b.{{0,90}}", re.DOTALL),
        single=re.compile(rf"\b{_SINGLE}\b"),
        at_large=re.compile(rf"\bwho (?:\w+ly )?{lists['at_large']}\b"),
        at_work=re.compile(
            rf"\b(?:an?|the|its|his|her|their|one|another|[\w-]+'s?) (?:[\w'-]+ ){{0,3}}?"
            rf"{any_of(load_roles().roles - set(table['words']['captives']))}\b"
        ),
        pointing=tuple(
            (entry["reason"], compile_words(entry["words"], lists)) for entry in table["pointing"]
        ),
        child=compile_words(table["children"]["child"], lists),
        nameless=compile_words(table["children"]["nameless"], lists),
        several=compile_words(table["children"]["several"], lists),
        ages=compile_words(table["children"]["ages"], lists),
        heads=frozenset(
            ("free", *(w for key in ("held", "minor", "heads") for w in table["words"][key]))
        ),
        nobody=frozenset(table["words"]["nobody"]),
        ranks=frozenset(table["words"]["ranks"]),
        thing=re.compile(rf" (?:[a-z]+ )?{any_of(table['words']['things'])}\b"),
    )


def read_rule(entry: Mapping[str, object], lists: Mapping[str, str]) -> Rule:
    """A rule of the table, its lists put in."""

    def fill(key: str, begin: str, end: str) -> re.Pattern[str] | None:
        if key not in entry:
            return None
        return compile_words(f"{begin}(?:{entry[key]}){end}", lists)

    return Rule(
        reason=str(entry["reason"]),
        before=fill("before", r"(?:^|(?<=[^\w-]))", "$"),
        after=fill("after", "", ""),
        unless=fill("unless", r"\b", r"\b"),
        direct=bool(entry.get("direct", False)),
        full_name=bool(entry.get("full_name", False)),
        female=bool(entry.get("female", False)),
        in_captivity=bool(entry.get("in_captivity", False)),
        in_childhood=bool(entry.get("in_childhood", False)),
    )


def compile_words(pattern: str, lists: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern of the table with its lists put in."""
    return re.compile(re.sub(r"<(\w+)>", lambda m: lists[m[1]], pattern))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in ordered) + ")"


def speaks_of_captivity(text: str) -> bool:
    """Whether a text in lower case may speak of people who are held."""
    return bool(find_captivity(text))


def find_captivity(text: str) -> list[int]:
    """Where a text in lower case may speak of people who are held, in order."""
    found = find_signs(text, load_perils().signs["captivity"])
    return sorted([*found, *(m.start() for m in _CAPTURED.finditer(text))])


def speaks_of_school(text: str) -> bool:
    """Whether a text in lower case speaks of school children."""
    return any(sign in text for sign in load_perils().signs["childhood"])


def find_perils(text: str) -> dict[str, list[int]]:
    """Where a text in lower case may speak of people to be protected, by reason and in order.

    No rule of a reason holds for a name that has none of these places near it.
    """
    signs = load_perils().signs
    held = find_signs(text, (*signs["hold"], "captur"))
    if captivity := find_captivity(text):
        held += [*captivity, *find_signs(text, signs["in_captivity"])]
    young = find_signs(text, signs["youth"])
    young += [m.start() for m in _AGE.finditer(text)]
    return {
        CAPTIVE: sorted(held),
        MINOR: sorted(young),
        VICTIM: sorted(find_signs(text, signs["violence"])),
    }


def find_signs(text: str, signs: Iterable[str]) -> list[int]:
    """Where any of the signs stands in a text in lower case, in any order."""
    found: list[int] = []
    for sign in signs:
        place = text.find(sign)
        while place >= 0:
            found.append(place)
            place = text.find(sign, place + 1)
    return found
