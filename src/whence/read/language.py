"""The language of an article: what the page declares, else what its small words show.

The judgement from words is deliberately small: a language is named only where its commonest
words make up a fifth of the text and lead the next language clearly; all else is None. A page
that declares a language its words clearly deny is not believed, since templates declare "en"
over texts in any language.
"""

from __future__ import annotations

import re

from whence.read.blocks import words_of
from whence.read.linked_data import text_value
from whence.read.page import Page
from whence.read.vocabulary import languages

_CODE = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)*$")
_SAMPLE = 4000
_FEWEST_WORDS = 20
_ENOUGH = 0.2
_LEAD = 1.3


def find_language(page: Page, text: str) -> tuple[str | None, str]:
    """The language code and where it was read from."""
    seen = language_of(text)
    declared = (
        (
            page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            "page",
        ),
        (text_value(page.linked, "inLanguage"), "json-ld"),
        (page.named("og:locale", "content-language", "dc.language"), "open-graph"),
    )
    for value, origin in declared:
        code = _CODE.match((value or "").strip())
        if code and (seen is None or seen == code.group(1).casefold()):
            return code.group(1).casefold(), origin
    return seen, "page" if seen else ""


def language_of(text: str) -> str | None:
    """The language that the small words of a text show; None if unsure."""
    words = words_of(text[:_SAMPLE])
    if len(words) < _FEWEST_WORDS:
        return None
    shares = sorted(
        ((sum(word in small for word in words) / len(words), code))
        for code, small in languages().items()
    )
    (second, _), (best, code) = shares[-2:]
    return code if best >= _ENOUGH and best >= _LEAD * second else None
