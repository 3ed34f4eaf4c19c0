"""Train the cross-encoder of positions: a claim and an article's sentences in, four labels out.

Takes the Fake News Challenge's pairs (``fnc1/train_pairs.jsonl``, watched on one half of the
stories of ``dev_pairs.jsonl``). The layers of all-MiniLM-L6-v2 run over the claim, a separator
and the sentences that ``whence.gather.stance.pair_pieces`` picks; a linear layer over the first
piece's vector and the mean gives the scores. Large stories would drown the small ones, so each
epoch draws at most ``MOST`` pairs of a story and a label, and unrelated pairs of which most look
alike. A checkpoint is written after each epoch; ``--resume`` goes on from it.

    python training/cross_encoder.py --data ../shared/data --out training/runs/position
"""

from __future__ import annotations

import json
import math
import random
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch
from encoder import load_encoder, load_words
from layers import Trunk, as_trunk, narrow
from runs import Log, Run, batches, by_length, falling_rates, make_parser, pad_pieces
from sklearn.metrics import classification_report, f1_score
from torch import Tensor, nn

from whence.analyse.encoder import CLS, SEP
from whence.gather.stance import SCORED as LABELS
from whence.gather.stance import pair_pieces, read_pair, read_text

MOST = 60
"""Pairs of one story and label in an epoch at the most."""
ALIKE, RANDOM = 2500, 700
"""Unrelated pairs in an epoch: those that look related, and any."""
SMOOTHING = 0.05
POOL = 20
"""Batches that are sorted by length together."""
WARMTH = 2.0
"""By what the scores are divided before a student's are laid beside its teacher's."""
TEACHING, HIDDEN_WEIGHT = 2.0, 10.0
"""What the teacher's scores and its hidden states weigh beside the labels."""


@dataclass(frozen=True)
class Example:
    """A pair's word pieces, its label's number, its story and how alike its two sides are."""

    id: str
    pieces: list[int]
    label: int
    story: str
    likeness: float


class Judge(nn.Module):
    """A trunk with a linear layer over the first piece's vector and the mean of all."""

    def __init__(self, trunk: Trunk, words: Tensor) -> None:
        super().__init__()
        self.trunk = trunk
        self.dropout = nn.Dropout(0.1)
        self.linear = nn.Linear(2 * words.shape[1], len(LABELS))
        self.register_buffer("words", words, persistent=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Scores of the labels, ``(batch, labels)``."""
        return self.judge(self.read(ids, mask), mask)

    def read(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states, ``(batch, pieces, width)``."""
        return self.trunk(self.words[ids], mask)

    def judge(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Scores of the labels out of the last hidden states."""
        on = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * on).sum(1) / on.sum(1)
        return self.linear(self.dropout(torch.cat([hidden[:, 0], mean], 1)))


def read_rows(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def in_first_half(story: str) -> bool:
    """Whether a story of dev is one to choose on; the others are reported on."""
    return zlib.crc32(story.encode()) % 2 == 0


def read_examples(folder: Path, name: str) -> list[Example]:
    """The pairs of a file; those where either side has no words are left out."""
    texts = {r["id"]: r["text"] for r in read_rows(folder / "articles.jsonl")}
    stories = {r["id"]: r["story"] for r in read_rows(folder / "stories.jsonl")}
    examples = []
    for row in read_rows(folder / name):
        reading = read_pair(row["claim"], read_text("fnc", texts[row["article"]]))
        if reading is None:
            continue
        story = stories.get(row["article"]) or row["article"]
        alike = reading.whole + max(reading.likeness)
        number = LABELS.index(row["label"])
        examples.append(Example(row["id"], pair_pieces(reading), number, story, alike))
    return examples


def draw(examples: list[Example], rng: random.Random) -> list[Example]:
    """The pairs of one epoch."""
    groups: dict[tuple[str, int], list[Example]] = defaultdict(list)
    apart = []
    for example in examples:
        if LABELS[example.label] == "unrelated":
            apart.append(example)
        else:
            groups[example.story, example.label].append(example)
    drawn = [x for g in groups.values() for x in rng.sample(g, min(MOST, len(g)))]
    apart.sort(key=lambda x: -x.likeness)
    return drawn + rng.sample(apart[: 2 * ALIKE], ALIKE) + rng.sample(apart, RANDOM)


def pad(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids with special pieces, their mask, the labels."""
    ids, mask = pad_pieces([x.pieces for x in batch], CLS, SEP)
    return ids, mask, torch.tensor([x.label for x in batch])


@torch.no_grad()
def score(model: Judge, examples: list[Example]) -> Tensor:
    """The scores of each pair, ``(examples, labels)``."""
    model.eval()
    scores = torch.zeros(len(examples), len(LABELS))
    for some in by_length(examples, 32):
        ids, mask, _ = pad([examples[n] for n in some])
        scores[some] = model(ids, mask)
    model.train()
    return scores


def load_judge(path: Path) -> Judge:
    """The cross-encoder of an earlier run."""
    model = Judge(as_trunk(load_encoder()), load_words())
    model.load_state_dict(torch.load(path, weights_only=True)["model"])
    return model.eval()


def shrink(teacher: Judge, examples: list[Example], inner: int) -> Judge:
    """A smaller one out of the teacher's stronger units, weighed on a sample of pairs."""
    ids, mask, _ = pad(random.Random(0).sample(examples, 256))
    whole = teacher.trunk
    trunk = narrow(whole, teacher.words[ids], mask, range(len(whole.layers)), inner)
    student = Judge(trunk, teacher.words)
    student.linear.load_state_dict(teacher.linear.state_dict())
    return student


def study(model: Judge, teacher: Judge | None, batch: list[Example]) -> tuple[Tensor, ...]:
    """The losses on a batch: of the labels, and of the teacher's scores and hidden states."""
    ids, mask, labels = pad(batch)
    hidden = model.read(ids, mask)
    scores = model.judge(hidden, mask)
    label = nn.functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING)
    if teacher is None:
        return (label,)
    with torch.no_grad():
        shown = teacher.read(ids, mask)
        wanted = teacher.judge(shown, mask)
    soft = nn.functional.kl_div(
        (scores / WARMTH).log_softmax(1), (wanted / WARMTH).softmax(1), reduction="batchmean"
    )
    on = mask.bool()
    near = (hidden[on] - shown[on]).square().mean()
    return label, TEACHING * WARMTH**2 * soft, HIDDEN_WEIGHT * near


def main() -> None:
    parser = make_parser(__doc__, epochs=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--fall", type=float, default=0.85, help="of the rate, a layer down")
    parser.add_argument(
        "--teacher", type=Path, help="checkpoint of an earlier run, to be made small"
    )
    parser.add_argument("--inner", type=int, default=512, help="a student's feed-forward units")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    folder = args.data / "fnc1"
    train = read_examples(folder, "train_pairs.jsonl")
    dev = [x for x in read_examples(folder, "dev_pairs.jsonl") if in_first_half(x.story)]
    related = [x for x in dev if LABELS[x.label] != "unrelated"]
    watched = related + [x for x in dev if LABELS[x.label] == "unrelated"][:400]
    print(f"{len(train)} pairs to train on, {len(watched)} to watch", flush=True)

    teacher = load_judge(args.teacher) if args.teacher else None
    if teacher is None:
        model = Judge(as_trunk(load_encoder()), load_words())
    else:
        model = shrink(teacher, train, args.inner)
    model.train()
    layers = list(model.trunk.layers)
    groups = falling_rates(layers, args.rate, args.fall)
    low = [model.trunk.positions, *model.trunk.norm.parameters()]
    groups.append({"params": low, "lr": args.rate * args.fall ** len(layers)})
    groups.append({"params": list(model.linear.parameters()), "lr": 1e-3})
    adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    count = len(draw(train, random.Random(0)))
    steps = args.epochs * math.ceil(count / args.batch)
    run = Run(args.out, model, adam, steps)
    first = run.resume() if args.resume else 0
    for epoch in range(first, args.epochs):
        rng = random.Random(args.seed * 1000 + epoch)
        todo = batches(draw(train, rng), args.batch, rng, POOL)
        log = Log(f"epoch {epoch + 1}", len(todo), every=25)
        for batch in todo:
            losses = study(model, teacher, batch)
            run.step(torch.stack(losses).sum())
            log.add(*losses)
        run.save(epoch + 1)
        got = score(model, watched).argmax(1).tolist()
        truth = [x.label for x in watched]
        macro = f1_score(truth, got, average="macro")
        print(classification_report(truth, got, target_names=LABELS, digits=3), flush=True)
        print(json.dumps({"epoch": epoch + 1, "macro": round(macro, 4)}), flush=True)


if __name__ == "__main__":
    main()
