"""What a run of words is, told from the words alone.

Each function takes the text of one block and answers one question about it: is it a byline, a
correction, a biography, something that is not the article; where does its dateline end, where
does its credit stand (:func:`split_roles` cuts a block there). Pages and plain texts ask the
same questions; a page asks its markup first.
"""

from __future__ import annotations

import re

from whence.model import PassageRole, Span
from whence.read.vocabulary import alternatives, anywhere, entries, opening, patterns

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]*\.?"
_PERSON = re.compile(rf"(?:{_NAME})(?:\s+(?:{_NAME}|[a-z]{{1,4}})){{0,4}}")
_CREDIT_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\s*[.]?\s*$")
_CREDIT_WORD = re.compile(
    r"(?<!\w)(?:file )?(?:photos?|photograph|pictures?|images?|credit|illustration|screenshot)"
    r"\s*(?:credit|courtesy|by|from|via)?\s*[:/©]\s*(?:[^.]|\.(?=\S)){2,100}\.?$",
    re.I,
)
_TOWN = r"[A-Z][A-Z'’.-]+(?:[ -][A-Z][A-Z'’.-]*){0,4}"
_REGION = r"(?:,\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}){0,2}"
_DAY = r"(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s+\d{4})?)?"
_DASH = r"(?:\s*(?:—|–|--)\s*|\s+-\s+)"
_SENTENCE = r"(?=[\"“”'‘(\[]?[A-Z0-9À-ÖØ-Þ])"


def _dateline_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """With an agency in brackets, which is one anywhere; and the bare "TOWN —" of a lead."""
    agencies = alternatives(entries("dateline", "agencies"))
    bracket = rf"\s*\((?:{agencies}|[A-Z][\w./ &-]{{1,40}})\)"
    agency = rf"\((?:{agencies})\)"
    named = rf"{_NAME}(?:\s+{_NAME}){{0,3}}{_REGION}{_DAY}\s*{agency}"
    signed = rf"(?:{_TOWN}{_REGION}{_DAY}{bracket}|{named}|{agency}){_DASH}"
    bare = rf"{_TOWN}{_REGION}{_DAY}(?:{_DASH}|:\s+)"
    return re.compile(signed + _SENTENCE), re.compile(bare + _SENTENCE)


_SIGNED_DATELINE, _BARE_DATELINE = _dateline_patterns()
_HOLDER_FIRST = re.compile(r"(?:getty|reuters|afp|epa|ap photo|associated press)\b", re.I)
_ARTICLES = entries("headline", "articles")
_BIOGRAPHY_HEADINGS = sorted(entries("author_bio", "headings"), key=lambda h: (-len(h), h))
_CLOCK = re.compile(
    r"^(?:(?:first |last )?(?:published|posted|updated|modified|created|date|on|at)\b[:\s]*)*"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?[\s./-]+)?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|\d{1,2}[./-])[a-z]*\.?[\s,]*"
    r"[\d\s:,.apm|@/-]*(?:[a-z]{2,4}\b\.?[\s,]*)?(?:[\d\s:,.apm()-]*)$",
    re.I,
)
_FOLLOWING_IS = re.compile(r"\s+(?:is|was|has been)\s+(?:an?|the|our)\s", re.I)


def ends_sentence(text: str) -> bool:
    """Whether a line closes like a sentence."""
    return _SENTENCE_END.search(text.rstrip()) is not None


def dateline_end(text: str, *, lead: bool = True) -> int:
    """Where the paragraph's own words start after "TOWN (Agency) —"; 0 without a dateline.

    ``lead`` tells that it is the first paragraph: elsewhere capitals and a dash are not enough.
    """
    start = text[:160]
    found = _SIGNED_DATELINE.match(start) or (_BARE_DATELINE.match(start) if lead else None)
    if not found or sum(c.isalpha() for c in found.group()) < 3:
        return 0
    if anywhere("dateline", "not_towns").search(found.group()):
        return 0
    return found.end()


def credit_of(text: str) -> Span | None:
    """The span of the credit at the end of a caption: a bracket, or "Photo: …"."""
    bracket = _CREDIT_BRACKET.search(text)
    if bracket and _names_a_credit(bracket.group(1)):
        return bracket.start(), bracket.start() + len(bracket.group().rstrip())
    tail = _CREDIT_WORD.search(text)
    return (tail.start(), len(text.rstrip())) if tail else None


def _names_a_credit(words: str) -> bool:
    inside = words.strip()
    if opening("credit", "openings").match(inside):
        return opening("credit", "weak_openings").match(inside) is None
    return len(inside) <= 60 and anywhere("credit", "holders").search(inside) is not None


def is_credit(text: str) -> bool:
    """Whether a whole line is a credit ("Photo: Name/Agency", "Getty Images")."""
    line = text.strip().strip("()[]")
    if len(line) > 90 or len(line.split()) > 8 or line.count(".") > 2:
        return False
    if len(line.split()) <= 4 and line[:1].isupper() and _HOLDER_FIRST.match(line):
        return True
    return line.casefold().rstrip(".") in entries("credit", "holders") or (
        re.match(
            rf"{opening('credit', 'openings').pattern}\s*(?:credit|courtesy|by|from|of)?\s*[:/©]",
            line,
            re.I,
        )
        is not None
    )


def is_correction(text: str) -> bool:
    """Whether a passage tells readers that the article was changed."""
    bare = text.lstrip(" *_([-–—")
    found = opening("correction", "openings").match(bare)
    if not found:
        return False
    if found.group().strip().casefold() not in entries("correction", "need_mark"):
        return True
    rest = bare[found.end() :].lstrip(" *_")
    return rest[:1] in (":", "-", "–", "—", "(", "[", "]", ")") or (
        rest[:1].isdigit() and len(bare) > 20
    )


def is_byline(text: str) -> bool:
    """Whether a short line names who wrote it ("By Ann Other", "Ann Other and N. Body")."""
    line = text.strip()
    found = opening("byline", "openings").match(line)
    if not found or len(line) > 140:
        return False
    rest = line[found.end() :].strip(" :")
    small = {word for word in re.findall(r"\w+", rest) if word.islower()}
    return (
        _PERSON.match(rest) is not None
        and anywhere("byline", "times").match(rest) is None
        and small <= entries("byline", "small_words") | entries("byline", "particles")
    )


def is_name(text: str) -> bool:
    """Whether a line is a person's name and nothing else: two to four capitalised words."""
    parts = text.strip().split()
    if not 2 <= len(parts) <= 4 or len(text) > 45 or parts[0].casefold() in _ARTICLES:
        return False
    if parts[-1].endswith(".") and parts[-1] not in ("Jr.", "Sr."):
        return False
    if {part.casefold().strip(".,") for part in parts} & entries("byline", "role_words"):
        return False
    lowered = entries("byline", "particles")
    return all(
        part in lowered or (re.fullmatch(_NAME, part) and not part.isdigit()) for part in parts
    )


def is_clock(text: str) -> bool:
    """Whether a line is a date or time of publication and nothing else."""
    line = text.strip()
    return len(line) <= 90 and any(c.isdigit() for c in line) and bool(_CLOCK.match(line))


def is_biography(text: str, authors: tuple[str, ...] = ()) -> bool:
    """Whether a line tells of the writer ("X is a reporter in Y", "X covers Y for Z")."""
    if len(text) > 600:
        return False
    line = text.strip()
    if patterns("author_bio", "patterns").search(line):
        return True
    named = next((name for name in authors if line.casefold().startswith(name.casefold())), None)
    subject = len(named) if named else _person_end(line)
    if not subject or not _FOLLOWING_IS.match(line[subject:]):
        return False
    return bool(named) or anywhere("author_bio", "trades").search(line[subject:][:60]) is not None


def _person_end(line: str) -> int:
    found = _PERSON.match(line)
    return found.end() if found and len(found.group().split()) >= 2 else 0


def is_biography_heading(text: str) -> bool:
    """Whether a line opens a biography: "About the author", a name after it or run into it."""
    if len(text) > 80:
        return False
    heading = next((h for h in _BIOGRAPHY_HEADINGS if text.casefold().startswith(h)), None)
    rest = text[len(heading) :].strip(" :-–—") if heading else "-"
    return not rest or (is_name(rest) and rest[0].isupper())


def is_boilerplate(text: str) -> bool:
    """Whether a line is furniture of the page: share, subscribe, related, comment."""
    line = text.strip()
    bare = line.casefold().strip(" .:»›>|…-–—")
    if not any(c.isalnum() for c in line) or bare in entries("boilerplate", "lines"):
        return True
    return len(line) <= 300 and opening("boilerplate", "openings").match(line) is not None


def ends_article(text: str) -> bool:
    """Whether a line opens the readers' comments, after which the article is over."""
    return _bare_heading(text) in entries("boilerplate", "endings")


def interrupts_article(text: str) -> bool:
    """Whether a line opens a list of links, after which the article may go on."""
    return _bare_heading(text) in entries("boilerplate", "interludes")


def _bare_heading(text: str) -> str:
    """A heading without the count beside it ("14 Comments", "Comments (14)")."""
    line = text.strip().casefold()[:60]
    return re.sub(r"^\d+\s+|\s*\(?\d+\)?$", "", line).strip(" :.»")


def split_roles(
    text: str, role: PassageRole, *, lead: bool = False
) -> list[tuple[PassageRole, int, int]]:
    """A block as the passages in it: dateline and paragraph, caption and credit.

    ``lead`` tells that it is the first paragraph of its report.
    """
    if role is PassageRole.PARAGRAPH and (start := dateline_end(text, lead=lead)):
        return [(PassageRole.DATELINE, *_trimmed(text, 0, start)), (role, start, len(text))]
    if role is PassageRole.CAPTION and (credit := credit_of(text)):
        begin, end = credit
        pieces = [(role, 0, begin), (PassageRole.CREDIT, begin, end), (role, end, len(text))]
        return [(r, *_trimmed(text, b, e)) for r, b, e in pieces if text[b:e].strip()]
    return [(role, 0, len(text))]


def _trimmed(text: str, begin: int, end: int) -> Span:
    piece = text[begin:end]
    return begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
