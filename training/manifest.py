"""The manifest of the weights: the SHA-256 of every model file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def write_manifest(folder: Path) -> None:
    """Write ``manifest.json`` anew over all model files of ``folder``."""
    files = sorted(
        p
        for p in folder.iterdir()
        if p.suffix in {".onnx", ".json", ".npz"} and p.name != "manifest.json"
    )
    sums = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    (folder / "manifest.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
