"""Stance: what an article as a whole does with a claim given in somebody's own words.

Takes a claim and an article, gives a label, a score and the sentences it rests on. Two steps
(``weights/position.json`` and ``position.onnx``, see their card): is the article about the claim
at all, by shared words and embeddings, as in the Fake News Challenge's baselines (2017); then what
it does with it. There a cross-encoder (Nogueira and Cho 2019) reads the claim beside the sentences
that tell most; a logistic regression over its scores makes them probabilities that can be relied
on (Platt 1999), and rare labels are favoured by so much as was best where they were chosen.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whence.analyse.encoder import SEP, embed, run_model, split_pieces
from whence.analyse.sentences import split_sentences
from whence.errors import ReadError, UsageError
from whence.gather.vocabulary import background, words_of
from whence.model import (
    Article,
    Capture,
    PassageRole,
    Refusal,
    Span,
    Stance,
)
from whence.read import read_article
from whence.weights import load_weights

BEST = 3
"""Sentences that a judgement rests on."""
TELLING = 4
"""Words from which on a sentence can show by itself what is done with a claim."""
LEAD = 2
"""Sentences that are looked at wherever they stand: the first ones."""
VECTOR_PIECES = 96
CLAIM_PIECES = 48
"""Word pieces of a claim that are read beside an article's sentences."""
SENTENCE_PIECES = 72
PAIR_PIECES = 190
"""Word pieces of a claim and the sentences beside it, all in all."""
GATE = 0.1
"""How likely an article must be about a claim for the second step to read it."""
SCORED = ("against", "for", "observing", "unrelated")
"""The labels in the order of the cross-encoder's scores."""
TINY = 1e-12
MOST_SENTENCES = 400
UNREAD = frozenset({PassageRole.BOILERPLATE, PassageRole.AUTHOR_BIO, PassageRole.CREDIT})


@dataclass(frozen=True, slots=True)
class Judged:
    """A label, how likely it is right (0 to 1), and the sentences it rests on, best first."""

    label: Stance
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the article it is put to."""

    id: str
    claim: str
    article: Article


@dataclass(frozen=True, slots=True)
class Regression:
    """A multinomial logistic regression over standardised features, ``(features, labels)``."""

    labels: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Regression:
        """A regression as ``training/position.py`` writes it."""
        return cls(
            tuple(kept["labels"]),
            np.array(kept["mean"]),
            np.array(kept["scale"]),
            np.array(kept["weights"]),
            np.array(kept["intercept"]),
        )

    def chances(self, features: NDArray[np.float64]) -> Mapping[str, float]:
        """The probability of each label."""
        logits = ((features - self.mean) / self.scale) @ self.weights + self.intercept
        grown = np.exp(logits - logits.max())
        chances = grown / grown.sum()
        return {label: float(c) for label, c in zip(self.labels, chances, strict=True)}


@dataclass(frozen=True, slots=True)
class Steps:
    """The gate (related or not), what is done with the claim, and how much labels are favoured.

    ``favour`` is added to the logarithm of each label's probability before the likeliest is taken.
    """

    related: Regression
    stance: Regression
    favour: Mapping[str, float]


@cache
def load_steps() -> Steps:
    """The steps as ``training/position.py`` wrote them."""
    kept = json.loads(load_weights("position.json"))
    related, stance = (Regression.from_json(kept[name]) for name in ("related", "stance"))
    return Steps(related, stance, kept["favour"])


def judge_article(claim: str, article: Article) -> Judged:
    """What ``article`` does with ``claim``; unrelated where it is about something else."""
    reading = read_pair(claim, article)
    if reading is None:
        return Judged(Stance.UNRELATED, 1.0, ())
    steps = load_steps()
    chance = steps.related.chances(relation_features(reading))["related"]
    if chance < GATE:
        return Judged(Stance.UNRELATED, 1 - chance, ())
    chances = steps.stance.chances(cross_scores(reading))
    name = max(sorted(chances), key=lambda n: math.log(chances[n] + TINY) + steps.favour[n])
    evidence = () if name == Stance.UNRELATED.value else reading.evidence
    return Judged(Stance(name), chances[name], evidence)


def judge_carried(claim: str, article: Article) -> Judged:
    """What ``article`` does with ``claim``, where it is known that it carries it.

    Never unrelated; observing without a score or evidence where the claim has no words to read.
    """
    reading = read_pair(claim, article)
    if reading is None:
        return Judged(Stance.OBSERVING, 0.0, ())
    steps = load_steps()
    chances = dict(steps.stance.chances(cross_scores(reading)))
    related = 1 - chances.pop(Stance.UNRELATED.value) + TINY
    name = max(sorted(chances), key=lambda n: math.log(chances[n] + TINY) + steps.favour[n])
    return Judged(Stance(name), chances[name] / related, reading.evidence)


# ---------------------------------------------------------------- features


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim beside an article: its sentences and their likeness to the claim.

    ``near`` are the places of all sentences, the one most like the claim first.
    """

    claim: str
    sentences: tuple[str, ...]
    spans: tuple[Span, ...]
    likeness: tuple[float, ...]
    whole: float
    covered: float
    near: tuple[int, ...]

    @property
    def best(self) -> tuple[int, ...]:
        """The places of the sentences that a judgement rests on."""
        return self.near[:BEST]

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The sentences nearest to the claim, best first; those of hardly a word come last."""
        order = sorted(self.best, key=lambda i: len(self.sentences[i].split()) < TELLING)
        return tuple(self.spans[i] for i in order)


def read_pair(claim: str, article: Article) -> Reading | None:
    """The article's sentences beside the claim; None where either has no words."""
    spans = article_sentences(article)
    sentences = tuple(article.text[b:e] for b, e in spans)
    wanted = weigh_words(claim)
    bags = [weigh_words(s) for s in sentences]
    if not any(wanted.values()) or not any(bags):
        return None
    everything = weigh_words(" ".join(sentences))
    likeness = tuple(cosine(wanted, bag) for bag in bags)
    order = sorted(range(len(bags)), key=lambda i: (-likeness[i], i))
    mass = sum(w for word, w in wanted.items() if word in everything)
    return Reading(
        claim=claim,
        sentences=sentences,
        spans=spans,
        likeness=likeness,
        whole=cosine(wanted, everything),
        covered=mass / sum(wanted.values()),
        near=tuple(order),
    )


def article_sentences(article: Article) -> tuple[Span, ...]:
    """Sentences of what the article says, page furniture left out."""
    parts = [(p.start, p.end) for p in article.passages if p.role not in UNREAD]
    spans: list[Span] = []
    for begin, end in parts or [(0, len(article.text))]:
        spans += [(b, e) for b, e in split_sentences(article.text, begin, end)]
    return tuple(spans[:MOST_SENTENCES])


@lru_cache(maxsize=65536)
def weigh_words(text: str) -> Mapping[str, float]:
    """Words of a text, each weighed by how often it stands and how rare it is in news."""
    known = background()
    return {
        word: (1 + math.log(n)) * known.rarity(word) for word, n in Counter(words_of(text)).items()
    }


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two weighed bags of words, from 0 to 1."""
    dot = sum(w * b[word] for word, w in a.items() if word in b)
    norms = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / norms if norms else 0.0


@lru_cache(maxsize=65536)
def vector(text: str) -> NDArray[np.float32]:
    """The embedding of a text."""
    made: NDArray[np.float32] = embed([text], VECTOR_PIECES)[0]
    return made


def relation_features(reading: Reading) -> NDArray[np.float64]:
    """Is it about the claim: shared words over all, in the best sentence, in the lead; meaning."""
    claim = vector(reading.claim)
    lead = " ".join(reading.sentences[:LEAD])
    best = reading.sentences[reading.best[0]]
    return np.array(
        [
            reading.whole,
            max(reading.likeness),
            max(reading.likeness[:LEAD]),
            reading.covered,
            sum(reading.likeness[i] for i in reading.best),
            float(claim @ vector(lead)),
            float(claim @ vector(best)),
        ]
    )


def cross_scores(reading: Reading) -> NDArray[np.float64]:
    """The cross-encoder's log-probabilities of :data:`SCORED`."""
    scores = run_model("position.onnx", pair_pieces(reading)).astype(np.float64)
    made: NDArray[np.float64] = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
    return made


def pair_pieces(reading: Reading) -> list[int]:
    """The claim, a separator and the sentences that tell most, as one text's word pieces.

    The first sentences and those nearest to the claim take turns until the room is full; they
    stand in the order of the article.
    """
    claim = split_pieces(reading.claim).ids[:CLAIM_PIECES]
    room = PAIR_PIECES - len(claim) - 1
    taken: dict[int, list[int]] = {}
    for i in (i for turn in enumerate(reading.near) for i in turn):
        if room <= 0:
            break
        if i not in taken:
            taken[i] = split_pieces(reading.sentences[i]).ids[: min(SENTENCE_PIECES, room)]
            room -= len(taken[i])
    return [*claim, SEP, *(piece for i in sorted(taken) for piece in taken[i])]


# ---------------------------------------------------------------- lines


def read_pairs(path: Path) -> Iterator[Pair | Refusal]:
    """The pairs of a file of {"id", "claim", "text"} lines; a bad line is refused alone.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a file") from error
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = f"{path}#{n}"
        try:
            row = json.loads(line)
            key, claim, text = str(row["id"]), str(row["claim"]), str(row["text"])
            yield Pair(key, claim, read_text(key, text))
        except (ValueError, KeyError, TypeError):
            yield Refusal(name, 'not a line of {"id", "claim", "text"}; mend or drop it')
        except ReadError as error:
            yield Refusal(name, error.reason)


@lru_cache(maxsize=4096)
def read_text(id: str, text: str) -> Article:  # noqa: A002 - the design's word
    """The article of a text that came with a claim."""
    content = text.encode("utf-8", "surrogatepass")
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    capture = Capture(id, content, "text/plain", sha256(content).hexdigest(), moment)
    return read_article(capture, raw=True)


def position_row(id: str, judged: Judged) -> dict[str, object]:  # noqa: A002
    """What ``whence position`` prints for one article."""
    return {
        "id": id,
        "label": judged.label.value,
        "score": round(judged.score, 4),
        "evidence": [list(span) for span in judged.evidence],
    }
