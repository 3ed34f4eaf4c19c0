"""Overstating: whether a heading that seems firmer than its text says the same, and is.

Takes a carriage whose heading was found firmer than the sentences of its claim, and the article's
Analysis, gives the carriage, its mark taken away where it does not hold: where the heading puts
no claim forward ("How to …", "9. Increase …"), names whose claim it is, shares too few of its
telling words with the sentence it is held against, or where the outlet vouches for whom it quotes,
or says the same further down in its own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from whence.analyse.assertions import Gaps
from whence.analyse.cues import load_cues
from whence.analyse.sentences import split_sentences
from whence.analyse.unsaid import find_seen
from whence.gather.members import quote_words
from whence.gather.vocabulary import background, words_of
from whence.model import Analysis, Carriage, Certainty, Firmness, PassageRole, Quote, Span

SAME = 0.6
"""Share of a heading's telling words from which a sentence says the same."""
SAID_TOO = 0.65
"""The same for a sentence of the outlet's own further down."""
ATTRIBUTES = 0.5
"""Share of a source's telling words from which a heading names it."""
STEM = 6
"""Letters by which forms of a word are told as one ("investigates", "investigation")."""

_NO_CLAIM = re.compile(
    r"\s*(?:\d+[.)]\s|(?:how|why|what|when|where|who|which)\b"
    r"|(?:\d+|\w+)\s(?:\w+\s)?(?:tips|ways|things|reasons|moments|facts|questions)\b)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\s*([^:.“”\"]{3,60})[:.]\s+\S")
_OWN = frozenset({PassageRole.PARAGRAPH, PassageRole.STANDFIRST})


def confirm_overstated(carriage: Carriage, analysis: Analysis) -> Carriage:
    """The carriage, no longer overstated where the article does not bear it out."""
    heading, body = carriage.headline_quote, carriage.body_quote
    if not carriage.overstated or heading is None or body is None:
        return carriage
    if carriage.headline is Firmness.DENIED:
        return carriage  # Whoever denies in it doubts below: that alone was compared.
    if carriage.body is Firmness.ENDORSED:
        return replace(carriage, overstated=False)
    seen = find_seen(analysis.article.text, *heading.spans[0])
    words = quote_words(analysis.article, (seen, *heading.spans[1:]))
    sentence = quote_words(analysis.article, body.spans)
    holds = (
        not _NO_CLAIM.match(words)
        and not names_source(words, sentence)
        and not any(share(source, words) >= ATTRIBUTES for source in sources(analysis, body))
        and share(words, sentence) >= SAME
        and not any(share(words, own) >= SAID_TOO for own in own_sentences(analysis))
    )
    return carriage if holds else replace(carriage, overstated=False)


def names_source(heading: str, sentence: str) -> bool:
    """Whether a heading says before a colon whose claim it is: "Varn: Ferry was full"."""
    found = _PREFIX.match(heading)
    return found is not None and share(found[1], sentence) >= ATTRIBUTES


def sources(analysis: Analysis, quote: Quote) -> Iterator[str]:
    """The sources of the statements that a quote is of."""
    for statement in analysis.statements:
        own = (*statement.source[:1], *statement.content)
        if statement.via is None and all(any(b <= at < e for b, e in quote.spans) for at, _ in own):
            yield quote_words(analysis.article, statement.source)


def share(words: str, sentence: str) -> float:
    """How much of the telling words is in a sentence, 0 to 1; rare words tell most."""
    known = background()
    weights = {word[:STEM]: known.rarity(word) for word in words_of(words)}
    held = {word[:STEM] for word in words_of(sentence)}
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in held) / total if total else 0.0


def own_sentences(analysis: Analysis) -> Iterator[str]:
    """Sentences of the text that the outlet puts forward itself, as certain."""
    article, free = analysis.article, find_free(analysis)
    for passage in article.passages:
        if passage.role in _OWN:
            for span in split_sentences(article.text, passage.start, passage.end):
                if is_own_certain(article.text, span, free):
                    yield article.text[slice(*span)]


def find_free(analysis: Analysis) -> Gaps:
    """What an article has beside its statements."""
    return Gaps([span for s in analysis.statements for span in (*s.cue, *s.content)])


def is_own_certain(text: str, span: Span, free: Gaps) -> bool:
    """Whether an outlet puts a sentence forward itself, as certain: no statement touches it."""
    words = text[slice(*span)]
    if not free.has(*span) or words.rstrip().endswith("?"):
        return False
    weight = load_cues().weigh(words)
    return weight.certainty is Certainty.CERTAIN and weight.act is None
