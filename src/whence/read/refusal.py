"""Why a page holds no article, in one line with the cure.

Takes a page and how much of it is an article's body; gives the reason to refuse it, or None.
Only pages with next to no body are asked, so that an article about cookies is an article.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from whence.read.shown import Shown
from whence.read.vocabulary import anywhere

_FEWEST_CHARACTERS = 80
"""A body shorter than this is no article."""
_SUSPECT_CHARACTERS = 600
"""A body shorter than this may be a wall's own words."""
_MOSTLY_LINKS = 0.6
_WALLS = (
    ("consent_wall", "it is a consent wall, not the article; open it, agree, and save the page"),
    ("robot_wall", "it is a robot check, not the article; open it in a browser and save the page"),
    ("missing_page", "it says that the page is missing; look for it in a web archive"),
    (
        "script_shell",
        "it is a shell that needs JavaScript; open it in a browser and save the page as shown",
    ),
)


def why_no_article(tree: HtmlElement, shown: Sequence[Shown], length: int) -> str | None:
    """Why there is no article in a page whose body has so many characters; None if there is."""
    if length >= _SUSPECT_CHARACTERS:
        return None
    words = "\n".join(one.block.text for one in shown)
    if not any(character.isalnum() for character in words):
        has_script = tree.find(".//script") is not None
        return _WALLS[-1][1] if has_script else "there is no text in it; capture it again"
    if len(words) - length < 4000 or length < _FEWEST_CHARACTERS:
        unseen = "\n".join("".join(e.itertext()) for e in tree.iter("noscript"))
        for table, reason in _WALLS:
            if anywhere("refusal", table).search(f"{words}\n{unseen}"[:20_000]) and length < 300:
                return reason
    if length >= _FEWEST_CHARACTERS:
        return None
    linked = sum(one.block.link_share * len(one.block.text) for one in shown)
    if linked > _MOSTLY_LINKS * len(words):
        return "it is a list of links, not an article; give the page of one article"
    return "no article's text was found in it; save the article as plain text"
