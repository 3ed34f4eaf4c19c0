"""A training run that can be cut short and gone on with, and the batches it is fed with."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn

WARM_UP = 100
"""Steps in which the rate rises to its height; from there it falls to nothing in a line."""


class Run:
    """A model with its optimiser and rate, and the folder where they are kept."""

    def __init__(
        self, out: Path, model: nn.Module, optimiser: torch.optim.Optimizer, steps: int
    ) -> None:
        self.last = out / "last.pt"
        self.model, self.optimiser = model, optimiser
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda s: min(1.0, (s + 1) / WARM_UP) * max(0.0, 1 - s / steps)
        )

    def resume(self) -> int:
        """Take up the last checkpoint, if there is one: the epochs that are done."""
        if not self.last.exists():
            return 0
        kept = torch.load(self.last, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimiser.load_state_dict(kept["adam"])
        self.schedule.load_state_dict(kept["schedule"])
        return int(kept["epoch"])

    def step(self, loss: Tensor) -> None:
        """One step down the gradient of ``loss``, which is cut at a length of one."""
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)

    def save(self, epoch: int) -> None:
        """Write the checkpoint after ``epoch`` epochs."""
        kept = {
            "model": self.model.state_dict(),
            "adam": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": epoch,
        }
        torch.save(kept, self.last)


def make_parser(description: str | None, *, epochs: int) -> argparse.ArgumentParser:
    """The command line that all training programs share; ``epochs`` is the default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    return parser


class HasPieces(Protocol):
    """Whatever has word pieces."""

    @property
    def pieces(self) -> list[int]:
        """Their numbers, special pieces left out."""


X = TypeVar("X", bound=HasPieces)


def batches(examples: Sequence[X], size: int, rng: random.Random, pool: int = 50) -> list[list[X]]:
    """Batches of like lengths in random order: sorted within pools of so many batches."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    out = []
    for i in range(0, len(shuffled), size * pool):
        near = sorted(shuffled[i : i + size * pool], key=lambda x: len(x.pieces))
        out += [near[j : j + size] for j in range(0, len(near), size)]
    rng.shuffle(out)
    return out


def pad_pieces(rows: Sequence[list[int]], cls: int, sep: int) -> tuple[Tensor, Tensor]:
    """Ids with special pieces at both ends, ``(rows, longest + 2)``, and their mask."""
    longest = max(len(row) for row in rows)
    ids = torch.zeros(len(rows), longest + 2, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for n, row in enumerate(rows):
        ids[n, : len(row) + 2] = torch.tensor([cls, *row, sep])
        mask[n, : len(row) + 2] = 1
    return ids, mask


def falling_rates(layers: Iterable[nn.Module], top: float, fall: float) -> list[dict[str, object]]:
    """One group of parameters a layer, lowest first, its rate ``fall`` times the one above."""
    below = list(layers)
    return [
        {"params": list(layer.parameters()), "lr": top * fall ** (len(below) - 1 - n)}
        for n, layer in enumerate(below)
    ]


def by_length(examples: Sequence[HasPieces], size: int) -> Iterator[list[int]]:
    """The places of examples of like lengths, so many at a time, the shortest first."""
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].pieces))
    for i in range(0, len(order), size):
        yield order[i : i + size]


class Log:
    """Prints the means of a run's losses every so many steps, and the seconds since the first."""

    def __init__(self, name: str, steps: int, every: int = 50) -> None:
        self.name, self.steps, self.every = name, steps, every
        self.began, self.done = time.time(), 0
        self.totals: list[float] = []

    def add(self, *losses: Tensor) -> None:
        """The losses of one step."""
        now = [loss.item() for loss in losses]
        self.totals = [a + b for a, b in zip(self.totals or [0.0] * len(now), now, strict=True)]
        self.done += 1
        if self.done % self.every == 0:
            means = " ".join(f"{total / self.every:.4f}" for total in self.totals)
            spent = time.time() - self.began
            print(f"{self.name} {self.done}/{self.steps} {means} {spent:.0f} s", flush=True)
            self.totals = []
