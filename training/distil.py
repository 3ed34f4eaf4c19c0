"""Distil the attribution model into one over the shared word vectors, which the product runs.

The teacher is the last checkpoint of ``attribution.py``; with ``--large`` the one of ``mpnet.py``
takes its place for all but the layers and last hidden states. The student has its layers, or some
of them, with all of their feed-forward units or those that give most to their layer's output on a
sample of paragraphs, over the word vectors of all-MiniLM-L6-v2, which stay as they are. It
learns from PolNeAR's own tags, and from the teacher's tag scores and last hidden states, on
PolNeAR's training articles and on the unlabelled articles of ``fnc1`` (Hinton, Vinyals and Dean
2015; Jiao et al. 2020, TinyBERT). Watched on ``polnear/dev``. A checkpoint is written after each
epoch; ``--resume`` goes on from it.

    python training/distil.py --data ../shared/data \
        --teacher training/runs/attribution/last.pt --out training/runs/distilled
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from attribution import (
    MOST_PIECES,
    Instance,
    Tagger,
    Teacher,
    evaluate,
    pad,
    read_instances,
)
from encoder import load_encoder, load_tokenizer, load_words
from layers import Trunk, as_trunk, narrow
from mpnet import LargeTeacher, load_base
from runs import Log, Run, batches, by_length, make_parser
from tokenizers import Tokenizer
from torch import Tensor

SCORES_WEIGHT = 1.0
HIDDEN_WEIGHT = 10.0
UNLABELLED_WEIGHT = 0.5


@dataclass(frozen=True)
class Lesson(Instance):
    """An instance with what the teacher makes of it, and how much its tags count.

    ``hidden`` has no columns where the teacher is wider than the student.
    """

    scores: Tensor
    hidden: Tensor
    weight: float


class Student(Tagger):
    """A tagger over a trunk; the word vectors never change."""

    def __init__(self, trunk: Trunk, words: Tensor) -> None:
        super().__init__(words.shape[1])
        self.trunk = trunk
        self.register_buffer("words", words, persistent=False)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states, (batch, pieces, width), special pieces left out."""
        return self.trunk(self.words[ids], mask)[:, 1:-1]


def read_unlabelled(path: Path, tokenizer: Tokenizer) -> list[Instance]:
    """The different paragraphs of the articles in a JSON Lines file, without tags."""
    seen: dict[str, None] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            seen.update((p.strip(), None) for p in json.loads(line)["text"].split("\n"))
    instances = []
    for text in seen:
        coded = tokenizer.encode(text, add_special_tokens=False)
        for i in range(0, len(coded.ids), MOST_PIECES):
            ids = coded.ids[i : i + MOST_PIECES]
            if len(ids) > 3:
                instances.append(Instance(ids, [], coded.offsets[i : i + MOST_PIECES], ""))
    return instances


@torch.no_grad()
def teach(teacher: Tagger, instances: list[Instance], cls: int, sep: int) -> list[Lesson]:
    """What the teacher makes of each instance; its own best path stands in for lacking tags."""
    teacher.eval()
    lessons = []
    for some in by_length(instances, 64):
        batch = [instances[n] for n in some]
        ids, mask, _, _ = pad([Instance(x.pieces, [0] * len(x.pieces), [], "") for x in batch],
                              cls, sep)  # fmt: skip
        hidden = teacher.hidden(ids, mask)
        scores = teacher.linear(hidden)
        for n, x in enumerate(batch):
            mine = scores[n, : len(x.pieces)]
            tags, weight = (x.tags, 1.0) if x.tags else (teacher.best_path(mine), UNLABELLED_WEIGHT)
            centred = (mine - mine.mean(1, keepdim=True)).half()
            width = hidden.shape[2] if isinstance(teacher, Teacher) else 0
            kept = hidden[n, : len(x.pieces), :width].half()
            lessons.append(Lesson(x.pieces, tags, x.offsets, x.article, centred, kept, weight))
        if len(lessons) % 6400 == 0:
            print(f"taught {len(lessons)} of {len(instances)}", flush=True)
    return lessons


def study(student: Student, batch: list[Lesson], cls: int, sep: int) -> tuple[Tensor, ...]:
    """The three losses on a batch: of the tags, the teacher's scores, its hidden states."""
    ids, mask, tags, on = pad(batch, cls, sep)
    on = on.bool()
    hidden = student.hidden(ids, mask)
    scores = student.linear(student.dropout(hidden))
    weight = torch.tensor([x.weight for x in batch])
    likely = (student.loss_each(scores, tags, on) * weight).mean()
    centred = scores - scores.mean(2, keepdim=True)
    wanted = torch.cat([x.scores for x in batch]).float()
    close = (centred[on] - wanted).square().sum(1).mean()
    shown = torch.cat([x.hidden for x in batch]).float()
    near = (hidden[on] - shown).square().mean() if shown.shape[1] else torch.zeros(())
    return likely, close, near


def make_student(
    teacher: Teacher, ids: Tensor, mask: Tensor, chosen: list[int], inner: int
) -> Student:
    """A student out of the teacher's layers and stronger units, over the base's word vectors.

    ``ids`` and ``mask`` are a sample of paragraphs, by which the units are weighed.
    """
    words = teacher.encoder.embeddings.word_embeddings.weight.detach()
    whole = as_trunk(teacher.encoder)
    student = Student(narrow(whole, words[ids], mask, chosen, inner), load_words())
    student.linear.load_state_dict(teacher.linear.state_dict())
    for name in ("start", "step", "stop"):
        getattr(student, name).data.copy_(getattr(teacher, name).data)
    return student


def load_teacher(path: Path) -> Teacher:
    """The trained tagger of ``attribution.py``."""
    teacher = Teacher(load_encoder())
    teacher.load_state_dict(torch.load(path, weights_only=True)["model"])
    return teacher.eval()


def load_large(path: Path) -> LargeTeacher:
    """The trained tagger of ``mpnet.py``."""
    teacher = LargeTeacher(load_base())
    teacher.load_state_dict(torch.load(path, weights_only=True)["model"])
    return teacher.eval()


def learn_from(
    load: Callable[[], Tagger], instances: list[Instance], tokenizer: Tokenizer, cache: Path
) -> list[Lesson]:
    """What a teacher makes of the instances, kept in a file for the next run."""
    if cache.exists():
        return [Lesson(*x) for x in torch.load(cache, weights_only=True)]
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    lessons = teach(load(), instances, cls, sep)
    torch.save([tuple(getattr(x, f.name) for f in fields(x)) for x in lessons], cache)
    return lessons


def main() -> None:
    parser = make_parser(__doc__, epochs=4)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--large", type=Path, help="checkpoint of mpnet.py")
    parser.add_argument("--layers", default="0,1,2,3,4,5", help="layers of the teacher's, from 0")
    parser.add_argument("--inner", type=int, default=512, help="feed-forward units a layer")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--most", type=int, default=0, help="paragraphs; 0 for all")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    teacher = load_teacher(args.teacher)
    labelled = read_instances(args.data / "polnear" / "train", tokenizer)
    unlabelled = read_unlabelled(args.data / "fnc1" / "articles.jsonl", tokenizer)
    dev = read_instances(args.data / "polnear" / "dev", tokenizer)
    print(f"{len(labelled)} paragraphs with tags, {len(unlabelled)} without", flush=True)
    lessons = learn_from(
        lambda: load_large(args.large) if args.large else teacher,
        labelled + unlabelled,
        tokenizer,
        args.out / "lessons.pt",
    )
    if args.most:
        lessons = random.Random(args.seed).sample(lessons, args.most)

    ids, mask, _, _ = pad(random.Random(0).sample(labelled, 512), cls, sep)
    chosen = [int(n) for n in args.layers.split(",")]
    student = make_student(teacher, ids, mask, chosen, args.inner)
    student.train()
    adam = torch.optim.AdamW(
        [
            {"params": list(student.trunk.parameters()), "lr": args.rate},
            {
                "params": [*student.linear.parameters(), *student.crf()],
                "lr": 1e-3,
                "weight_decay": 0.0,
            },
        ],
        weight_decay=0.01,
        fused=True,
    )
    steps = args.epochs * math.ceil(len(lessons) / args.batch)
    run = Run(args.out, student, adam, steps)
    first = run.resume() if args.resume else 0
    for epoch in range(first, args.epochs):
        todo = batches(lessons, args.batch, random.Random(args.seed * 1000 + epoch))
        log = Log(f"epoch {epoch + 1}", len(todo))
        for batch in todo:
            likely, close, near = study(student, batch, cls, sep)
            run.step(likely + SCORES_WEIGHT * close + HIDDEN_WEIGHT * near)
            log.add(likely, close, near)
        run.save(epoch + 1)
        print(json.dumps({"epoch": epoch + 1, **evaluate(student, dev, cls, sep)}), flush=True)


if __name__ == "__main__":
    main()
