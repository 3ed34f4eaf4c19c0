"""Pictures drawn from a seed, and their bytes, for the tests of pictures."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw

from whence.model import Exhibit, ExhibitKind
from whence.read.known import know_picture


def drawn(seed: int, width: int = 720, height: int = 480) -> Image.Image:
    """A picture full of shapes, another for each seed."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (width, height), (90, 110, 140))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = dice.randrange(width), dice.randrange(height)
        size, colour = dice.randint(20, 160), tuple(dice.randrange(256) for _ in range(3))
        draw.ellipse((x, y, x + size, y + size), fill=colour)
    return picture


def stored(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture's file."""
    kept = io.BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def cropped(picture: Image.Image, share: float) -> Image.Image:
    """The picture without a share of each side."""
    width, height = picture.size
    left, top = round(share * width), round(share * height)
    return picture.crop((left, top, width - left, height - top))


def exhibit(picture: Image.Image, url: str = "https://pictures.example/one.jpg") -> Exhibit:
    """A picture of an article, its bytes at hand."""
    return know_picture(stored(picture)).on(Exhibit(ExhibitKind.PICTURE, url, 0, 0))
