"""A training run that can be cut short and gone on with."""

from __future__ import annotations

from pathlib import Path

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
