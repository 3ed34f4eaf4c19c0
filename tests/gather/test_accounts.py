"""A page that tells one thing more than once says so."""

from __future__ import annotations

from dataclasses import replace

from whence.gather.accounts import find_accounts
from whence.gather.members import Member
from whence.model import Act, Article, Passage, PassageRole

from .sample import member

PARTS = [
    (PassageRole.HEADLINE, "Two divers held near Varn"),
    (PassageRole.PARAGRAPH, "The Front says it holds two divers."),
    (PassageRole.PARAGRAPH, "In a film one of them says he was taken off Varn."),
    (PassageRole.SUBHEADING, "Mayor denies that divers are held"),
    (PassageRole.PARAGRAPH, "The town has heard that the Front claims it took two divers."),
    (PassageRole.PARAGRAPH, "The mayor doubts that anybody was taken."),
    (PassageRole.SUBHEADING, "How the harbour works"),
    (PassageRole.PARAGRAPH, "Divers have worked there since the two wars."),
]
TEXT = "\n".join(words for _, words in PARTS)


def page() -> Article:
    passages = []
    for role, words in PARTS:
        begin = TEXT.index(words)
        passages.append(Passage(role, begin, begin + len(words)))
    return Article("gazette", TEXT, passages=tuple(passages))


def told(n: int, act: Act = Act.ASSERTS) -> Member:
    role, words = PARTS[n]
    begin = TEXT.index(words)
    span = ((begin, begin + len(words)),)
    return member(f"m{n}", spans=span, evidence=span, role=role, act=act)


def test_a_second_report_under_a_heading_of_its_own_is_a_second_account():
    found = find_accounts(page(), [told(n) for n in range(6)])
    assert [TEXT[slice(*q.spans[0])] for q in found] == [PARTS[0][1], PARTS[3][1]]


def test_a_section_whose_heading_is_of_something_else_tells_nothing_anew():
    assert find_accounts(page(), [told(n) for n in (0, 1, 2, 7)]) == ()


def test_a_section_that_only_denies_is_no_account():
    denied = [told(n, Act.DENIES) for n in (3, 4, 5)]
    assert find_accounts(page(), [told(0), told(1), told(2), *denied]) == ()


def test_a_section_that_only_mentions_it_is_no_account():
    assert find_accounts(page(), [told(n) for n in (0, 1, 2, 3, 4)]) == ()


def test_what_the_outlet_goes_on_to_say_itself_is_no_account():
    own = [replace(told(n), outlet=True) for n in (3, 4, 5)]
    assert find_accounts(page(), [told(0), told(1), told(2), *own]) == ()


def test_one_account_is_not_worth_a_word():
    assert find_accounts(page(), [told(n) for n in range(3)]) == ()
    assert find_accounts(Article("gazette", TEXT), [told(n) for n in range(6)]) == ()
