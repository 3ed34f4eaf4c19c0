"""The models' files: where they lie, and whether they are what they should be.

``manifest.json`` holds the SHA-256 of every file; ``training/export.py`` writes it. A file
that was cut or swapped is refused before it is loaded. Each model has a card beside it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from whence.errors import WeightsError


@cache
def load_weights(name: str) -> bytes:
    """The bytes of one model file, checked against the manifest.

    Raises:
        WeightsError: the file is missing, or its SHA-256 is not the manifest's.
    """
    folder = files(__name__)
    try:
        content = (folder / name).read_bytes()
        wanted = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))[name]
    except (FileNotFoundError, KeyError) as error:
        raise WeightsError(
            f"{name}: missing from the installation; install whence again"
        ) from error
    if hashlib.sha256(content).hexdigest() != wanted:
        raise WeightsError(f"{name}: damaged (its SHA-256 is not the manifest's); install again")
    return content
