"""Overstating: whether a heading that seems firmer than its text is so."""

from __future__ import annotations

import pytest

from whence.analyse.article import analyse_article
from whence.gather.overstating import confirm_overstated, share
from whence.model import Article, Carriage, Firmness, Passage, PassageRole, Quote

HEADING = "Ferry captain jailed for smuggling"
SAID = "The ferry captain was jailed for smuggling, two dockers told the Varn Post."


def overstated(
    heading: str,
    *sentences: str,
    evidence: str = SAID,
    body: Firmness = Firmness.ATTRIBUTED,
) -> bool:
    """Whether a carriage with this heading, held against ``evidence``, stays overstated."""
    text, passages = heading, [Passage(PassageRole.HEADLINE, 0, len(heading))]
    for sentence in sentences:
        begin = len(text) + 2
        text = f"{text}\n\n{sentence}"
        passages.append(Passage(PassageRole.PARAGRAPH, begin, len(text)))
    article = Article("a", text, passages=tuple(passages))
    begin = text.index(evidence)
    carriage = Carriage(
        "claim",
        "a",
        Firmness.STATED,
        Quote("a", ((0, len(heading)),)),
        body,
        Quote("a", ((begin, begin + len(evidence)),)),
        overstated=True,
    )
    return confirm_overstated(carriage, analyse_article(article)).overstated


def test_a_heading_that_leaves_the_source_out_is_overstated():
    assert overstated(HEADING, SAID)


@pytest.mark.parametrize(
    "heading",
    [
        "How ferry captain jailed for smuggling was caught",
        "7. Ferry captain jailed for smuggling",
        "Two dockers: Ferry captain jailed for smuggling",
        "Two dockers see ferry captain jailed for smuggling",
        "Island school opens new library wing",
    ],
)
def test_a_heading_that_is_no_bare_form_of_the_claim_is_not(heading: str):
    assert not overstated(heading, SAID)


def test_where_the_outlet_vouches_for_whom_it_quotes_nothing_is_overstated():
    assert not overstated(HEADING, SAID, body=Firmness.ENDORSED)


def test_where_the_outlet_says_it_too_nothing_is_overstated():
    assert not overstated(HEADING, SAID, "The captain of the ferry is now jailed for smuggling.")
    assert overstated(HEADING, SAID, "Was the captain of the ferry jailed for smuggling?")


def test_what_was_not_overstated_stays_so():
    article = Article("a", "Ferry lost")
    carriage = Carriage("claim", "a", None, None, None, None)
    assert confirm_overstated(carriage, analyse_article(article)) is carriage


def test_the_share_counts_rare_words_most_and_takes_forms_as_one():
    assert share("investigates the smuggling", "An investigation of smuggling") > 0.9
    assert share("the ferry", "the mill") < 0.3
    assert share("", "anything") == 0.0
