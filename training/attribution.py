"""Train the attribution model: who says what, as tags on the word pieces of a paragraph.

Takes PolNeAR's stand-off annotations (``polnear/train``, chosen on ``polnear/dev``), gives a
fine-tuned copy of all-MiniLM-L6-v2 with a linear layer and a linear-chain CRF (Lafferty,
McCallum and Pereira 2001) over B/I tags of source, cue and content. One paragraph is one
instance. A checkpoint is written after each epoch, so that a run that was cut short goes on
with ``--resume``; ``export.py`` makes the int8 ONNX file out of the last one.

    python training/attribution.py --data ../shared/data --out training/runs/attribution
"""

from __future__ import annotations

import json
import math
import random
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from encoder import load_encoder, load_tokenizer
from runs import Log, Run, batches, by_length, falling_rates, make_parser, pad_pieces
from torch import Tensor, nn

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{r}" for r in ROLES for p in "BI"))
MOST_PIECES = 254
EDGE = " \t\r\n\"'`.,;:!?()[]{}‘’“”–—-"


@dataclass(frozen=True)
class Instance:
    """A paragraph's word pieces with their tags, and where each stands in the article."""

    pieces: list[int]
    tags: list[int]
    offsets: list[tuple[int, int]]
    article: str


def read_spans(ann: Path) -> list[tuple[str, int, int]]:
    """The (role, begin, end) spans of a brat file, pieces of discontinuous spans apart."""
    spans = []
    for line in ann.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if not line.startswith("T") or len(fields) < 2:
            continue
        kind, rest = fields[1].split(" ", 1)
        if kind.lower() in ROLES:
            for piece in rest.split(";"):
                begin, end = map(int, piece.split())
                spans.append((kind.lower(), begin, end))
    return spans


def tag_pieces(offsets: list[tuple[int, int]], spans: list[tuple[str, int, int]]) -> list[int]:
    """Tags of word pieces; where spans overlap, cue stands over source over content."""
    owner: list[tuple[int, int] | None] = [None] * len(offsets)
    order = {"content": 0, "source": 1, "cue": 2}
    for n, (role, begin, end) in enumerate(sorted(spans, key=lambda s: order[s[0]])):
        for i, (b, e) in enumerate(offsets):
            if b < end and e > begin:
                owner[i] = (ROLES.index(role), n)
    tags = []
    for i, own in enumerate(owner):
        if own is None:
            tags.append(0)
        else:
            tags.append(1 + 2 * own[0] + (i > 0 and owner[i - 1] == own))
    return tags


def read_instances(folder: Path, tokenizer) -> list[Instance]:
    """Paragraphs of all annotated articles of a PolNeAR compartment, cut at 254 pieces."""
    instances = []
    for path in sorted((folder / "text").glob("*.txt")):
        anns = sorted((folder / "attributions").glob(path.stem + "*.ann"))
        if not anns:
            continue
        with path.open(encoding="utf-8", newline="") as f:
            text = f.read()
        spans = read_spans(anns[0])
        for match in re.finditer(r"[^\n]+", text):
            coded = tokenizer.encode(match[0], add_special_tokens=False)
            for i in range(0, len(coded.ids), MOST_PIECES):
                ids = coded.ids[i : i + MOST_PIECES]
                offsets = [
                    (b + match.start(), e + match.start())
                    for b, e in coded.offsets[i : i + MOST_PIECES]
                ]
                if ids:
                    tags = tag_pieces(offsets, spans)
                    instances.append(Instance(ids, tags, offsets, path.stem))
    return instances


class Tagger(nn.Module):
    """Hidden states, linear layer, CRF. ``start``, ``step`` and ``stop`` are the CRF's scores."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.linear = nn.Linear(width, len(TAGS))
        self.start = nn.Parameter(torch.zeros(len(TAGS)))
        self.step = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.stop = nn.Parameter(torch.zeros(len(TAGS)))

    def crf(self) -> list[nn.Parameter]:
        """The CRF's scores."""
        return [self.start, self.step, self.stop]

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states, (batch, pieces, width), special pieces left out."""
        raise NotImplementedError

    def emissions(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Tag scores, (batch, pieces, tags), special pieces left out."""
        return self.linear(self.dropout(self.hidden(ids, mask)))

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of the gold paths, the mean of the batch."""
        return self.loss_each(emissions, tags, mask).mean()

    def loss_each(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of each paragraph: all paths' score less the gold path's."""
        emissions, on = emissions.float(), mask.bool()
        batch = torch.arange(len(tags))
        gold = self.start[tags[:, 0]] + emissions[batch, 0, tags[:, 0]]
        alpha = self.start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            here = self.step[tags[:, t - 1], tags[:, t]] + emissions[batch, t, tags[:, t]]
            gold = gold + here * on[:, t]
            after = torch.logsumexp(alpha[:, :, None] + self.step, 1) + emissions[:, t]
            alpha = torch.where(on[:, t, None], after, alpha)
        last = tags[batch, on.sum(1) - 1]
        return torch.logsumexp(alpha + self.stop, 1) - gold - self.stop[last]

    def best_path(self, emissions: Tensor) -> list[int]:
        """Viterbi's path through one paragraph's scores, (pieces, tags)."""
        score, back = self.start + emissions[0], []
        for row in emissions[1:]:
            best, where = (score[:, None] + self.step).max(0)
            score = best + row
            back.append(where)
        tag = int((score + self.stop).argmax())
        path = [tag]
        for where in reversed(back):
            tag = int(where[tag])
            path.append(tag)
        return path[::-1]


class Teacher(Tagger):
    """A tagger over the whole base encoder, word vectors included."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__(encoder.config.hidden_size)
        self.encoder = encoder

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states, (batch, pieces, width), special pieces left out."""
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state[:, 1:-1]


def pad(batch: list[Instance], cls: int, sep: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids with special pieces, their mask, the tags, and the tags' mask."""
    ids, mask = pad_pieces([x.pieces for x in batch], cls, sep)
    tags = torch.zeros(len(batch), ids.shape[1] - 2, dtype=torch.long)
    for n, instance in enumerate(batch):
        tags[n, : len(instance.pieces)] = torch.tensor(instance.tags)
    return ids, mask, tags, mask[:, 2:]


def spans_of(tags: list[int], offsets: list[tuple[int, int]]) -> set[tuple[str, int, int]]:
    """The (role, begin, end) spans that a tag sequence marks."""
    spans, open_ = set(), None
    for i, tag in enumerate([*tags, 0]):
        if open_ and (tag == 0 or tag % 2 == 1 or (tag - 1) // 2 != open_[0]):
            spans.add((ROLES[open_[0]], offsets[open_[1]][0], offsets[i - 1][1]))
            open_ = None
        if tag and open_ is None:
            open_ = ((tag - 1) // 2, i)
    return spans


def optimiser(model: Teacher, top: float, fall: float) -> torch.optim.Optimizer:
    """AdamW whose rate falls by ``fall`` a layer from the top one down to the embeddings."""
    layers = model.encoder.config.num_hidden_layers
    groups = [
        {"params": list(model.linear.parameters()), "lr": 1e-3},
        {"params": model.crf(), "lr": 5e-3, "weight_decay": 0.0},
        {
            "params": list(model.encoder.embeddings.parameters()),
            "lr": top * fall**layers,
        },
    ]
    groups += falling_rates(model.encoder.encoder.layer, top, fall)
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


@torch.no_grad()
def evaluate(model: Tagger, instances: list[Instance], cls: int, sep: int) -> dict[str, float]:
    """Exact F1 a role, over the spans that the tags can express."""
    model.eval()
    counts = {r: [0, 0, 0] for r in ROLES}
    for some in by_length(instances, 32):
        batch = [instances[n] for n in some]
        ids, mask, _, _ = pad(batch, cls, sep)
        scores = model.emissions(ids, mask)
        for n, instance in enumerate(batch):
            path = model.best_path(scores[n, : len(instance.pieces)])
            got = spans_of(path, instance.offsets)
            gold = spans_of(instance.tags, instance.offsets)
            for role in ROLES:
                g, p = ({s for s in x if s[0] == role} for x in (gold, got))
                counts[role][0] += len(g & p)
                counts[role][1] += len(p - g)
                counts[role][2] += len(g - p)
    model.train()
    return {r: round(200 * a / max(1, 2 * a + b + c), 2) for r, (a, b, c) in counts.items()}


def main() -> None:
    parser = make_parser(__doc__, epochs=4)
    parser.add_argument("--stop", type=int, default=3, help="epochs of those that are run")
    parser.add_argument("--bf16", action="store_true", help="autocast, on a CPU that has it")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    train = read_instances(args.data / "polnear" / "train", tokenizer)
    dev = read_instances(args.data / "polnear" / "dev", tokenizer)
    print(f"{len(train)} paragraphs to train on, {len(dev)} to choose on", flush=True)

    model = Teacher(load_encoder())
    adam = optimiser(model, 2e-4, 0.85)
    steps = args.epochs * math.ceil(len(train) / args.batch)
    run = Run(args.out, model, adam, steps)
    first = run.resume() if args.resume else 0
    for epoch in range(first, min(args.epochs, args.stop)):
        todo = batches(train, args.batch, random.Random(args.seed * 1000 + epoch))
        log = Log(f"epoch {epoch + 1}", len(todo))
        for batch in todo:
            ids, mask, tags, on = pad(batch, cls, sep)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                scores = model.emissions(ids, mask)
            loss = model.loss(scores, tags, on)
            run.step(loss)
            log.add(loss)
        run.save(epoch + 1)
        result = evaluate(model, dev, cls, sep)
        print(json.dumps({"epoch": epoch + 1, **result}), flush=True)


if __name__ == "__main__":
    main()
