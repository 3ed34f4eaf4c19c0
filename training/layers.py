"""The transformer that the small models are: BERT's layers (Devlin et al. 2019), cut to size.

A trunk takes the word vectors of all-MiniLM-L6-v2, which no model changes, so that all models
share one table of them; it adds its own vectors of position, and runs its layers. The same
module is trained in batches and exported for one text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

POSITIONS = 256


class Layer(nn.Module):
    """Self-attention and feed-forward part, each with its residual and layer norm."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.mixed = nn.Linear(width, 3 * width)
        self.gathered = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.last_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """``(batch, pieces, width)`` in and out; ``bias`` is added to the attention scores."""
        batch, pieces, width = x.shape
        shape = (batch, pieces, 3, self.heads, width // self.heads)
        query, key, value = self.mixed(x).view(shape).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
        if bias is not None:
            scores = scores + bias
        heard = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, pieces, width)
        x = self.norm(x + self.gathered(heard))
        return self.last_norm(x + self.down(nn.functional.gelu(self.up(x))))


class Trunk(nn.Module):
    """Position vectors and layers over word vectors: ``(batch, pieces, width)`` in and out."""

    def __init__(self, layers: int, inner: int, width: int = 384, heads: int = 12) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(POSITIONS, width))
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, heads) for _ in range(layers))

    def forward(self, words: Tensor, mask: Tensor | None = None) -> Tensor:
        """Hidden states; ``mask`` is 1 on pieces and 0 on padding."""
        x = self.norm(words + self.positions[: words.shape[1]])
        bias = None if mask is None else (mask[:, None, None, :] - 1.0) * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


def as_trunk(bert: nn.Module) -> Trunk:
    """A BertModel as a trunk, which computes what the model does."""
    shape = bert.config
    trunk = Trunk(
        shape.num_hidden_layers,
        shape.intermediate_size,
        shape.hidden_size,
        shape.num_attention_heads,
    )
    tables = bert.embeddings
    with torch.no_grad():
        kind = tables.token_type_embeddings.weight[0]
        trunk.positions.copy_(tables.position_embeddings.weight[:POSITIONS] + kind)
        trunk.norm.load_state_dict(tables.LayerNorm.state_dict())
        for old, new in zip(bert.encoder.layer, trunk.layers, strict=True):
            own = old.attention.self
            for part in ("weight", "bias"):
                mixed = [getattr(m, part) for m in (own.query, own.key, own.value)]
                getattr(new.mixed, part).copy_(torch.cat(mixed))
            new.gathered.load_state_dict(old.attention.output.dense.state_dict())
            new.norm.load_state_dict(old.attention.output.LayerNorm.state_dict())
            new.up.load_state_dict(old.intermediate.dense.state_dict())
            new.down.load_state_dict(old.output.dense.state_dict())
            new.last_norm.load_state_dict(old.output.LayerNorm.state_dict())
    return trunk


@torch.no_grad()
def narrow(trunk: Trunk, words: Tensor, mask: Tensor, chosen: Sequence[int], inner: int) -> Trunk:
    """A trunk out of the ``chosen`` layers and their ``inner`` strongest feed-forward units.

    The units are weighed on a sample of texts: their word vectors, ``(batch, pieces, width)``,
    and mask.
    """
    weights = weigh_units(trunk, words, mask)
    width, heads = trunk.positions.shape[1], trunk.layers[0].heads
    small = Trunk(len(chosen), inner, width, heads)
    small.positions.copy_(trunk.positions)
    small.norm.load_state_dict(trunk.norm.state_dict())
    for at, new in zip(chosen, small.layers, strict=True):
        old = trunk.layers[at]
        units = weights[at].topk(inner).indices.sort().values
        for name in ("mixed", "gathered", "norm", "last_norm"):
            getattr(new, name).load_state_dict(getattr(old, name).state_dict())
        new.up.weight.copy_(old.up.weight[units])
        new.up.bias.copy_(old.up.bias[units])
        new.down.weight.copy_(old.down.weight[:, units])
        new.down.bias.copy_(old.down.bias)
    return small


@torch.no_grad()
def weigh_units(trunk: Trunk, words: Tensor, mask: Tensor) -> list[Tensor]:
    """How much each feed-forward unit gives to its layer's output: one row a layer.

    The mean over pieces of the unit's activation, times the length of its outgoing weights.
    """
    seen: list[Tensor] = []
    on = mask.bool()
    hooks = [
        layer.up.register_forward_hook(
            lambda _module, _given, out: seen.append(nn.functional.gelu(out[on]).abs().mean(0))
        )
        for layer in trunk.layers
    ]
    trunk(words, mask)
    for hook in hooks:
        hook.remove()
    return [s * layer.down.weight.norm(dim=0) for s, layer in zip(seen, trunk.layers, strict=True)]
