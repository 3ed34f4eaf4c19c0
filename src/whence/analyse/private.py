"""Private people: an Article in, the spans of names of all whose public role it does not tell out.

For what must give nobody away. What may be a person's name counts as one; who is protected for a
reason (:mod:`whence.analyse.protection`) is among them, whatever their role.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from whence.analyse.duress import lower
from whence.analyse.occurrences import fullest_keys, group_bearers
from whence.analyse.perils import find_perils
from whence.analyse.personal import is_given
from whence.analyse.protection import even_out, find_reasons, is_public, mark_all, read_people
from whence.analyse.runs import Name, words_key
from whence.analyse.vocabulary import load_aliases, load_roles, small_words
from whence.model import Article, Span

PRIVATE = "private"
"""The reason of those who are hidden for want of a public role alone."""
_GOES_ON = re.compile(r"[-.]\w")
"""Behind what is no whole word: "U.S", "Anglo-Dutch"."""


def find_private(article: Article) -> tuple[Span, ...]:
    """Spans of names that may be people's of whom the article tells no public role.

    For what must give nobody away: whatever may be a name and is not known as something else
    counts, the protected whatever their role, so bodies and places stand among them. Authors, as
    the byline has them, are not private. Spans are in reading order and do not overlap.
    """
    text = even_out(article.text)
    people = read_people(text, article.text, article.passages)
    full = fullest_keys(people)
    signs = find_perils(lower(text))
    reasons = find_reasons(text, lower(text), people, full, signs)
    authors = {words_key(tuple(name.split())) for name in article.byline}
    named = group_bearers(people, full)
    public = {key for key, own in named.items() if is_public(text, own, people)} | authors
    small = small_words(text)
    likely = {full[n.key] for n in people if may_be_private(text, n, small)}
    private = dict.fromkeys(likely - public, PRIVATE)
    return tuple(span for span, _ in mark_all(text, people, full, private | reasons))


def may_be_private(text: str, name: Name, small: Collection[str]) -> bool:
    """Whether a name may be that of a person who is not known.

    Left out are names that end in a body's noun (Airlines), and single words of which nothing tells
    a person where they stand in lower case elsewhere in the text (``small``), are a people's or a
    state's (Cuban), or in capitals alone.
    """
    if name.words[-1].lower() in load_roles().endings and name.female is None and not name.title:
        return False
    if len(name.words) > 1 or name.kind is not None or name.female is not None or name.title:
        return True
    word = name.words[0]
    if is_given(word.lower()):
        return True
    return not bool(
        word.isupper()
        or word.lower() in small
        or load_aliases().adjectives.keys() & word.lower().split("-")
        or _GOES_ON.match(text, name.end)
    )
