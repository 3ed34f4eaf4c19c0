"""Turn the encoder and the trained attribution model into int8 ONNX files.

Weights are quantised to signed 8 bits a channel with a reduced range (seven bits, so that
sums never saturate on a CPU without VNNI and every machine gets the same integers);
activations are scaled at run time over one paragraph. The graphs take one paragraph, ids
``(1, n)`` with the special pieces at both ends, so a result cannot depend on a batch.

    python training/export.py encoder --out src/whence/weights
    python training/export.py attribution --checkpoint training/runs/attribution/last.pt \
        --out src/whence/weights
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from attribution import MOST_PIECES, TAGS, Tagger
from encoder import encoder_folder, load_encoder
from manifest import write_manifest
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn


class Embedder(nn.Module):
    """The encoder with mean pooling over all pieces and L2 normalisation: ``(1, hidden)``."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor) -> Tensor:
        """One text's vector from its ids, ``(1, n)``."""
        hidden = self.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        return nn.functional.normalize(hidden.mean(1), dim=1)


class Emitter(nn.Module):
    """The tagger up to the CRF: scores ``(n - 2, tags)``, special pieces left out."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor) -> Tensor:
        """One paragraph's tag scores from its ids, ``(1, n)``."""
        return self.tagger.emissions(ids, torch.ones_like(ids))[0]


def export(model: nn.Module, path: Path, names: tuple[str, str], dynamic: dict[int, str]) -> None:
    """Write ``model`` to ``path`` as int8 ONNX, through a full-precision file beside it."""
    model.eval()
    ids = torch.tensor([[101, 2023, 2003, 1037, 3231, 102]])
    with tempfile.TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            model,
            (ids,),
            str(full),
            input_names=[names[0]],
            output_names=[names[1]],
            dynamic_axes={names[0]: {1: "pieces"}, names[1]: dynamic},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            op_types_to_quantize=["MatMul", "Gather"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def export_encoder(out: Path) -> None:
    """The encoder as it comes, and its tokenizer."""
    encoder = load_encoder(attention="eager")
    export(Embedder(encoder), out / "encoder.onnx", ("ids", "vector"), {})
    shutil.copyfile(encoder_folder() / "tokenizer.json", out / "tokenizer.json")


def export_attribution(checkpoint: Path, out: Path) -> None:
    """The trained tagger, and the CRF's scores as JSON."""
    tagger = Tagger(load_encoder(attention="eager"))
    tagger.load_state_dict(torch.load(checkpoint, weights_only=True)["model"])
    export(Emitter(tagger), out / "attribution.onnx", ("ids", "scores"), {0: "pieces"})
    crf = {
        "tags": list(TAGS),
        "most_pieces": MOST_PIECES,
        "start": [round(v, 5) for v in tagger.start.tolist()],
        "step": [[round(v, 5) for v in row] for row in tagger.step.tolist()],
        "stop": [round(v, 5) for v in tagger.stop.tolist()],
    }
    (out / "attribution.json").write_text(json.dumps(crf, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["encoder", "attribution"])
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.what == "encoder":
        export_encoder(args.out)
    else:
        export_attribution(args.checkpoint, args.out)
    write_manifest(args.out)


if __name__ == "__main__":
    main()
