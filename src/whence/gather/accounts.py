"""Accounts: a page that tells one thing more than once.

Takes an article and the members that it has of one claim, gives the headings over its accounts of
it. A page pasted together out of two reports tells the same thing again under a heading of its
own; counted as one text it must not look like two sources, and its repetition is no confirmation.
What stands under a subheading is an account of its own where the subheading speaks of the claim and
below it somebody puts it forward, and somebody else or the same once more takes it up: a page that
goes on about its matter under one subheading after another has but one account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whence.gather.members import DISPLAY, PUT_FORWARD, Member
from whence.model import Article, PassageRole, Quote, Span

FEWEST = 3
"""Members, headings among them, that make an account."""


def find_accounts(article: Article, members: Sequence[Member]) -> tuple[Quote, ...]:
    """What stands over each account, in reading order; empty where there is but one."""
    found = [
        opening
        for n, section in enumerate(sections(article))
        if (opening := open_account(section, members, headed=n > 0))
    ]
    return tuple(m.quote for m in found) if len(found) > 1 else ()


def sections(article: Article) -> Iterator[Span]:
    """The article from one subheading to the next."""
    begin = 0
    for passage in article.passages:
        if passage.role is PassageRole.SUBHEADING:
            yield begin, passage.start
            begin = passage.start
    yield begin, len(article.text)


def open_account(section: Span, members: Sequence[Member], *, headed: bool) -> Member | None:
    """The first member of a section that is an account; ``headed`` ones need a heading of it."""
    inside = [m for m in members if section[0] <= m.spans[0][0] < section[1]]
    told = any(m.role not in DISPLAY and not m.outlet and m.act in PUT_FORWARD for m in inside)
    if (
        not told
        or len(inside) < FEWEST
        or (headed and inside[0].role is not PassageRole.SUBHEADING)
    ):
        return None
    return inside[0]
