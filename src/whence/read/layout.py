"""The parts of a page's article: each block that belongs to it, with its role.

Takes the shown blocks, the choice of the main text and what is known of headline and authors;
gives the blocks of the article in page order with their roles. The markup is asked first
(``figcaption``, ``blockquote``, class names, schema.org properties), then the words, with the
same questions that plain texts are asked. What was chosen but is furniture of the page stays,
as boilerplate; what was passed over but is the article's own (standfirst, byline, captions,
paragraphs between chosen ones) is brought back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whence.model import PassageRole
from whence.read.blocks import plain
from whence.read.lines import (
    credit_of,
    ends_sentence,
    is_biography,
    is_boilerplate,
    is_byline,
    is_clock,
    is_correction,
    is_credit,
    is_name,
)
from whence.read.maintext import MainText
from whence.read.shown import Shown, Surroundings, surroundings_of
from whence.read.vocabulary import entries

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OWN = frozenset({PassageRole.CORRECTION, PassageRole.BYLINE, PassageRole.CAPTION})
"""Roles that hold even inside what is marked as furniture."""
_LONG = 12
"""Words from which a block outside the body may be a paragraph of the article."""
_DECK = 6
"""Words from which a heading under the headline is a standfirst."""
_MOSTLY_LINKS, _NOTHING_BUT_LINKS, _LINK_LINE = 0.75, 0.95, 30
"""A line of so many words is furniture when so much of it is links; a longer one when all is."""
_CLOSING = 5
"""How many blocks from the end a biography may stand."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the article when its blocks are looked at."""

    headline: str | None = None
    headline_block: int | None = None
    authors: tuple[str, ...] = ()
    description: str | None = None
    """The page's own summary of the article, from its metadata."""


def lay_out(shown: Sequence[Shown], main: MainText, known: Known) -> list[tuple[int, PassageRole]]:
    """The blocks of the article by index, in page order, each with its role."""
    chosen = frozenset(main.chosen)
    core = [index for index in main.chosen if index in main.inside]
    if not core:
        return []
    first, last = core[0], core[-1]
    roles = _Roles(shown, main, known, first, last)
    found: list[tuple[int, PassageRole]] = []
    said = {plain(shown[index].block.text) for index in chosen}
    for index in range(_start(known, first, main), last + 1 + _CLOSING):
        if index >= len(shown):
            break
        if index in chosen:
            role = roles.of_chosen(index)
        elif (words := plain(shown[index].block.text)) not in said:
            role = roles.of_passed_over(index)
            said |= {words} if role is not None else set()
        else:
            continue
        if role is not None:
            found.append((index, role))
    rest = (index for index in main.chosen if index > last + _CLOSING - 1)
    laid = _with_decks(shown, found)
    return [*laid, *((index, PassageRole.BOILERPLATE) for index in rest)]


def _with_decks(
    shown: Sequence[Shown], found: Sequence[tuple[int, PassageRole]]
) -> list[tuple[int, PassageRole]]:
    """Headings over the first paragraph that are long enough to say something are standfirsts."""
    running = (PassageRole.PARAGRAPH, PassageRole.QUOTATION)
    lead = next((at for at, (_, role) in enumerate(found) if role in running), 0)
    return [
        (index, PassageRole.STANDFIRST)
        if at < lead
        and role is PassageRole.SUBHEADING
        and len(shown[index].block.text.split()) >= _DECK
        else (index, role)
        for at, (index, role) in enumerate(found)
    ]


def _start(known: Known, first: int, main: MainText) -> int:
    """Where to begin: at the headline if it stands over the text, else at what was chosen."""
    top = known.headline_block
    chosen = main.chosen[0] if main.chosen else first
    if top is not None and top <= first:
        return max(0, min(chosen, top - 2))
    return min(chosen, first)


@dataclass(frozen=True, slots=True)
class _Roles:
    """The questions asked of each block."""

    shown: Sequence[Shown]
    main: MainText
    known: Known
    first: int
    last: int

    def of_chosen(self, index: int) -> PassageRole | None:
        """The role of a block of the main text; None for the headline, which stands first."""
        text = self.shown[index].block.text
        if self._is_headline(index):
            return None
        around = self._around(index)
        furniture = around.marked("boilerplate", "strong_marks") or self._is_link_list(index)
        by_markup = self._by_markup(index, around)
        if furniture and by_markup not in _OWN:
            return PassageRole.BOILERPLATE
        if by_markup is not None:
            return by_markup
        if index not in self.main.inside:
            return self._outside(index, around)
        return self._by_words(index, text, around)

    def of_passed_over(self, index: int) -> PassageRole | None:
        """The role of a block that is the article's own after all; None if it is not."""
        block = self.shown[index].block
        if self._is_headline(index) or not any(c.isalnum() for c in block.text):
            return None
        around = self._around(index)
        if self._is_furniture(index, around) or len(block.text) > 2000:
            return None
        role = self._by_markup(index, around)
        if index < self.first:
            own = (PassageRole.STANDFIRST, PassageRole.BYLINE, PassageRole.CAPTION)
            near = self.known.headline_block is not None and index >= self.known.headline_block
            return role if near and role in own else self._kicker(index, around)
        if index > self.last:
            return role if role in (PassageRole.CORRECTION, PassageRole.AUTHOR_BIO) else None
        if index in self.main.inside and role in (
            PassageRole.CAPTION,
            PassageRole.CREDIT,
            PassageRole.CORRECTION,
            PassageRole.QUOTATION,
            PassageRole.SUBHEADING,
        ):
            return role
        return self._restored(index, around)

    def _around(self, index: int) -> Surroundings:
        return surroundings_of(self.shown[index].element, self.main.body)

    def _is_headline(self, index: int) -> bool:
        if index == self.known.headline_block:
            return True
        headline = self.known.headline
        return (
            index <= self.first + 2
            and headline is not None
            and plain(self.shown[index].block.text) == plain(headline)
        )

    def _by_markup(self, index: int, around: Surroundings) -> PassageRole | None:
        block = self.shown[index].block
        text, words = block.text, len(block.text.split())
        if "figcaption" in around.tags or around.marked("caption"):
            if around.marked("caption", "credit_marks") or is_credit(text):
                return PassageRole.CREDIT
            return PassageRole.CAPTION
        if is_correction(text):
            return PassageRole.CORRECTION
        if around.marked("author_bio", "marks") and words > 5:
            return PassageRole.AUTHOR_BIO
        if words <= 25 and self._names_authors(text, around):
            return PassageRole.BYLINE
        if index <= self.first + 1 and 4 <= words <= 90 and self._is_standfirst(index, around):
            return PassageRole.STANDFIRST
        if index in self.main.inside and "blockquote" in around.tags:
            return PassageRole.QUOTATION
        if block.tag in _HEADINGS and index in self.main.inside and not is_boilerplate(text):
            return PassageRole.SUBHEADING
        return None

    def _names_authors(self, text: str, around: Surroundings) -> bool:
        if is_byline(text):
            return True
        bare = plain(text)
        named = any(plain(author) in bare for author in self.known.authors)
        return named and (around.marked("byline") or len(bare.split()) <= 6 or is_name(text))

    def _is_standfirst(self, index: int, around: Surroundings) -> bool:
        block = self.shown[index].block
        if around.marked("standfirst") and index < self.first:
            return True
        if index > self.first or is_boilerplate(block.text):
            return False
        if around.marked("standfirst") and index == self.first:
            return True
        summary = self.known.description
        return (
            summary is not None
            and index < self.first
            and len(block.text) > 30
            and plain(block.text) == plain(summary)
        )

    def _is_furniture(self, index: int, around: Surroundings) -> bool:
        block = self.shown[index].block
        if not around.tags.isdisjoint(entries("boilerplate", "tags")):
            return True
        return around.marked("boilerplate") or is_boilerplate(block.text)

    def _outside(self, index: int, around: Surroundings) -> PassageRole:
        """Chosen, but not where the article's body is: its lead, or furniture."""
        block = self.shown[index].block
        leads = index < self.first and len(block.text.split()) >= _LONG
        prose = leads and ends_sentence(block.text) and block.link_share < 0.5
        if prose and not self._is_furniture(index, around):
            return PassageRole.PARAGRAPH
        return PassageRole.BOILERPLATE

    def _by_words(self, index: int, text: str, around: Surroundings) -> PassageRole:
        block = self.shown[index].block
        if is_boilerplate(text) or is_clock(text):
            return PassageRole.BOILERPLATE
        if is_credit(text):
            return PassageRole.CREDIT
        if index >= self.last - _CLOSING and is_biography(text, self.known.authors):
            return PassageRole.AUTHOR_BIO
        if len(text) <= 300 and credit_of(text) and index > self.first:
            return PassageRole.CAPTION
        if not around.tags.isdisjoint(entries("boilerplate", "tags") - {"label", "menu"}):
            return PassageRole.BOILERPLATE
        if block.strong and len(text) <= 90 and not ends_sentence(text) and self.first < index:
            return PassageRole.SUBHEADING
        return PassageRole.PARAGRAPH

    def _is_link_list(self, index: int) -> bool:
        """A line that is nothing but a link leads away from the article."""
        block = self.shown[index].block
        short = len(block.text.split()) <= _LINK_LINE
        return block.link_share >= (_MOSTLY_LINKS if short else _NOTHING_BUT_LINKS)

    def _kicker(self, index: int, around: Surroundings) -> PassageRole | None:
        text = self.shown[index].block.text
        top = self.known.headline_block
        above = top is not None and top - 2 <= index < top
        return PassageRole.KICKER if above and around.marked("kicker") and len(text) <= 40 else None

    def _restored(self, index: int, around: Surroundings) -> PassageRole | None:
        """A paragraph between chosen ones, beside them in the tree, that was passed over."""
        block = self.shown[index].block
        if index not in self.main.inside or block.link_share > 0.5 or block.tag not in ("p", "li"):
            return None
        words = len(block.text.split())
        neighbours = {i for i in self.main.chosen if i in self.main.inside}
        beside = any(
            self.shown[i].element.getparent() is self.shown[index].element.getparent()
            for i in (index - 1, index + 1)
            if i in neighbours
        )
        return self._by_words(index, block.text, around) if beside and words >= 3 else None
