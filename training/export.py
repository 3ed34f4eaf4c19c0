"""Turn the trained models into int8 ONNX files, and their word vectors into one table.

Weights are quantised to signed 8 bits a channel with a reduced range (seven bits, so that
sums never saturate on a CPU without VNNI and every machine gets the same integers);
activations are scaled at run time over one text. The graphs take the word vectors of one text,
``(n, width)`` with the special pieces at both ends, so a result cannot depend on a batch. The
word vectors, 8 bits with a scale for each piece, are the same for all models: ``words.npz``.

    python training/export.py words --out src/whence/weights
    python training/export.py encoder --checkpoint training/runs/encoder/last.pt \
        --out src/whence/weights
    python training/export.py attribution --checkpoint training/runs/distilled/last.pt \
        --out src/whence/weights
    python training/export.py position --checkpoint training/runs/position/last.pt \
        --out src/whence/weights
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from attribution import MOST_PIECES, TAGS
from cross_encoder import Judge
from distil import Student
from encoder import encoder_folder, load_words
from layers import Trunk
from manifest import write_manifest
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn


class Embedder(nn.Module):
    """The encoder with mean pooling over all pieces and L2 normalisation: ``(width,)``."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk

    def forward(self, words: Tensor) -> Tensor:
        """One text's vector from its word vectors, ``(n, width)``."""
        return nn.functional.normalize(self.trunk(words[None])[0].mean(0), dim=0)


class Emitter(nn.Module):
    """The tagger up to the CRF: scores ``(n - 2, tags)``, special pieces left out."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.student = student

    def forward(self, words: Tensor) -> Tensor:
        """One paragraph's tag scores from its word vectors, ``(n, width)``."""
        return self.student.linear(self.student.trunk(words[None])[0, 1:-1])


class Scorer(nn.Module):
    """The cross-encoder on one claim and its sentences: the labels' scores."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge

    def forward(self, words: Tensor) -> Tensor:
        """One pair's scores from its word vectors, ``(n, width)``."""
        hidden = self.judge.trunk(words[None])[0]
        return self.judge.linear(torch.cat([hidden[0], hidden.mean(0)]))


def export(model: nn.Module, path: Path, name: str, dynamic: dict[int, str]) -> None:
    """Write ``model`` to ``path`` as int8 ONNX, through a full-precision file beside it."""
    model.eval()
    words = load_words()[torch.tensor([101, 2023, 2003, 1037, 3231, 102])]
    with tempfile.TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            model,
            (words,),
            str(full),
            input_names=["words"],
            output_names=[name],
            dynamic_axes={"words": {0: "pieces"}, name: dynamic},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def load_trunk(kept: dict[str, Tensor]) -> Trunk:
    """A trunk of the size that a checkpoint has."""
    layers = 1 + max(int(k.split(".")[2]) for k in kept if k.startswith("trunk.layers."))
    return Trunk(layers, len(kept["trunk.layers.0.up.bias"]))


def export_words(out: Path) -> None:
    """The table of word vectors, and the tokenizer that numbers them."""
    words = load_words().numpy()
    scale = (np.abs(words).max(1, keepdims=True) / 127).astype(np.float32)
    numbers = np.round(words / np.maximum(scale, 1e-12)).astype(np.int8)
    np.savez(out / "words.npz", numbers=numbers, scale=scale)
    shutil.copyfile(encoder_folder() / "tokenizer.json", out / "tokenizer.json")


def export_encoder(checkpoint: Path, out: Path) -> None:
    """The distilled encoder."""
    kept = torch.load(checkpoint, weights_only=True)["model"]
    trunk = load_trunk(kept)
    trunk.load_state_dict({name.removeprefix("trunk."): value for name, value in kept.items()})
    export(Embedder(trunk), out / "encoder.onnx", "vector", {})


def export_attribution(checkpoint: Path, out: Path) -> None:
    """The distilled tagger, and the CRF's scores as JSON."""
    kept = torch.load(checkpoint, weights_only=True)["model"]
    tagger = Student(load_trunk(kept), load_words())
    tagger.load_state_dict(kept)
    export(Emitter(tagger), out / "attribution.onnx", "scores", {0: "pieces"})
    crf = {
        "tags": list(TAGS),
        "most_pieces": MOST_PIECES,
        "start": [round(v, 5) for v in tagger.start.tolist()],
        "step": [[round(v, 5) for v in row] for row in tagger.step.tolist()],
        "stop": [round(v, 5) for v in tagger.stop.tolist()],
    }
    (out / "attribution.json").write_text(json.dumps(crf, indent=1) + "\n", encoding="utf-8")


def export_position(checkpoint: Path, out: Path) -> None:
    """The cross-encoder of positions."""
    kept = torch.load(checkpoint, weights_only=True)["model"]
    judge = Judge(load_trunk(kept), load_words())
    judge.load_state_dict(kept)
    export(Scorer(judge), out / "position.onnx", "scores", {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["words", "encoder", "attribution", "position"])
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.what == "words":
        export_words(args.out)
    elif args.what == "encoder":
        export_encoder(args.checkpoint, args.out)
    elif args.what == "position":
        export_position(args.checkpoint, args.out)
    else:
        export_attribution(args.checkpoint, args.out)
    write_manifest(args.out)


if __name__ == "__main__":
    main()
