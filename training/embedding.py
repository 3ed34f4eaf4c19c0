"""Distil the encoder into a smaller one over the shared word vectors, which the product runs.

The student has the layers of all-MiniLM-L6-v2 with those of their feed-forward units that give
most to their layer's output on a sample of texts, over its word vectors, which stay as they are.
It learns the base's vectors of unlabelled news, paragraphs and sentences of the articles of
``fnc1`` and of PolNeAR's training part: each one's own, and how like they are to one another in a
batch (Park et al. 2019, Relational Knowledge Distillation). Watched on ``polnear/dev``: the mean
cosine with the base's vectors, and how often the nearest other text is the same one. A checkpoint
is written after each epoch; ``--resume`` goes on from it.

    python training/embedding.py --data ../shared/data --out training/runs/encoder
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from encoder import load_encoder, load_tokenizer, load_words
from layers import Trunk, as_trunk, narrow
from runs import Log, Run, batches, by_length, make_parser, pad_pieces
from tokenizers import Tokenizer
from torch import Tensor, nn

from whence.analyse.encoder import CLS, MOST_PIECES, SEP
from whence.analyse.sentences import split_sentences

LIKENESS_WEIGHT = 5.0
FEWEST, WATCHED = 4, 2000
"""Word pieces of a text at the least; texts that are watched."""


@dataclass(frozen=True)
class Sample:
    """A text's word pieces and its place among the base's vectors."""

    pieces: list[int]
    place: int


class Embedder(nn.Module):
    """A trunk with mean pooling over all pieces and L2 normalisation."""

    def __init__(self, trunk: Trunk, words: Tensor) -> None:
        super().__init__()
        self.trunk = trunk
        self.register_buffer("words", words, persistent=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors of length one, ``(batch, width)``."""
        return pool(self.trunk(self.words[ids], mask), mask)


def pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean of the hidden states of each text's pieces, of length one."""
    on = mask[:, :, None].to(hidden.dtype)
    return nn.functional.normalize((hidden * on).sum(1) / on.sum(1), dim=1)


def read_paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of a JSON Lines file of articles, or of a folder of texts."""
    if path.is_dir():
        texts = [f.read_text(encoding="utf-8") for f in sorted(path.glob("*.txt"))]
    else:
        with path.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
    yield from (p.strip() for text in texts for p in text.split("\n"))


def read_samples(paths: list[Path], tokenizer: Tokenizer, most: int) -> list[Sample]:
    """Different texts, a third of them paragraphs, drawn at random: the same for the same paths."""
    paragraphs = dict.fromkeys(p for path in paths for p in read_paragraphs(path))
    sentences = dict.fromkeys(
        p[b:e] for p in paragraphs for b, e in split_sentences(p, 0, len(p)) if e - b < len(p)
    )
    rng = random.Random(0)
    texts = rng.sample(list(paragraphs), min(most // 3, len(paragraphs)))
    texts += rng.sample(list(sentences), min(most - most // 3, len(sentences)))
    coded = [t.ids[:MOST_PIECES] for t in tokenizer.encode_batch(texts, add_special_tokens=False)]
    return [Sample(ids, n) for n, ids in enumerate(ids for ids in coded if len(ids) >= FEWEST)]


@torch.no_grad()
def vectors_of(model: nn.Module, samples: list[Sample]) -> Tensor:
    """Each sample's vector, in the order of their places."""
    out = torch.zeros(len(samples), load_words().shape[1])
    for some in by_length(samples, 64):
        ids, mask = pad_pieces([samples[n].pieces for n in some], CLS, SEP)
        out[[samples[n].place for n in some]] = model(ids, mask)
    return out


def keep_vectors(base: nn.Module, samples: list[Sample], cache: Path) -> Tensor:
    """The base's vectors of the samples, kept in a file for the next run over the same ones."""
    pieces = torch.tensor([len(x.pieces) for x in samples] + [i for x in samples for i in x.pieces])
    if cache.exists():
        kept = torch.load(cache, weights_only=True)
        if torch.equal(kept["pieces"], pieces):
            return kept["vectors"]
    vectors = vectors_of(base, samples)
    torch.save({"pieces": pieces, "vectors": vectors}, cache)
    return vectors


class Base(nn.Module):
    """The encoder as it comes, pooled in the same way."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = load_encoder().eval()

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors of length one, ``(batch, width)``."""
        return pool(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state, mask)


def evaluate(model: Embedder, samples: list[Sample], wanted: Tensor) -> dict[str, float]:
    """Mean cosine with the base's vectors; how often the nearest other text is the same."""
    model.eval()
    got = vectors_of(model, samples)
    model.train()
    away = torch.eye(len(samples)) * 2
    nearest = [(v @ v.T - away).argmax(1) for v in (got, wanted)]
    return {
        "cosine": round(float((got * wanted).sum(1).mean()), 4),
        "nearest": round(float((nearest[0] == nearest[1]).float().mean()), 4),
    }


def main() -> None:
    parser = make_parser(__doc__, epochs=2)
    parser.add_argument("--inner", type=int, default=512, help="feed-forward units a layer")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--most", type=int, default=42_000, help="texts")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    sources = [args.data / "fnc1" / "articles.jsonl", args.data / "polnear" / "train" / "text"]
    samples = read_samples(sources, tokenizer, args.most)
    watched = read_samples([args.data / "polnear" / "dev" / "text"], tokenizer, WATCHED)
    base = Base()
    wanted = keep_vectors(base, samples, args.out / "vectors.pt")
    shown = vectors_of(base, watched)
    print(f"{len(samples)} texts to learn, {len(watched)} to watch", flush=True)

    some = random.Random(0).sample(samples, 512)
    ids, mask = pad_pieces([x.pieces for x in some], CLS, SEP)
    whole, words = as_trunk(base.encoder), load_words()
    trunk = narrow(whole, words[ids], mask, range(len(whole.layers)), args.inner)
    model = Embedder(trunk, words).train()
    adam = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01, fused=True)
    run = Run(args.out, model, adam, args.epochs * math.ceil(len(samples) / args.batch))
    first = run.resume() if args.resume else 0
    for epoch in range(first, args.epochs):
        todo = batches(samples, args.batch, random.Random(args.seed * 1000 + epoch))
        log = Log(f"epoch {epoch + 1}", len(todo))
        for batch in todo:
            got = model(*pad_pieces([x.pieces for x in batch], CLS, SEP))
            goal = wanted[[x.place for x in batch]]
            apart = (1 - (got * goal).sum(1)).mean()
            alike = (got @ got.T - goal @ goal.T).square().mean()
            run.step(apart + LIKENESS_WEIGHT * alike)
            log.add(apart, alike)
        run.save(epoch + 1)
        print(json.dumps({"epoch": epoch + 1, **evaluate(model, watched, shown)}), flush=True)


if __name__ == "__main__":
    main()
