"""One picture: its bytes come in, what it can be known again by goes out.

The bytes are hostile: a format that is not on the list, too many pixels, more bytes than a
picture has, or a fault of the decoder's give a reason instead. Only the first frame is decoded,
only its brightness is kept, and only until it is hashed; what the file says of the camera, the
place and the person behind it is never asked for. Pillow is loaded when there is a picture.
"""

from __future__ import annotations

import io
import warnings
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from whence.tables import read_table

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000
MOST_SIDE = 512
"""Pixels of the longer side at which a picture is hashed, as the reference does."""

STEPS = (0.0, 0.025, 0.05, 0.075, 0.1)
CUTS = (
    *((step, 1 - step) for step in STEPS),
    *((0.05, 1.0), (0.0, 0.95), (0.1, 1.0), (0.0, 0.9)),
)
"""Where windows begin and end along a side: the whole, less at both ends, less at one.

The first windows of a picture are all pairs of these, by rows, then columns; the very first is the
whole picture.
"""
WHOLE = CUTS[:1]
MIDDLES = tuple((step, 1 - step) for step in (0.125, 0.15, 1 / 6, 0.19, 0.22))
"""Cut at both ends of one side alone, as from 3:2 to a square: the last windows of a picture."""


@dataclass(frozen=True, slots=True)
class PictureHash:
    """What a picture is known by: see :class:`whence.model.Exhibit`."""

    width: int
    height: int
    quality: int
    pdq: str
    windows: str


def hash_picture(content: bytes) -> PictureHash | str:
    """The hashes of a picture, or why it has none, in a few words."""
    if len(content) > MOST_BYTES:
        return "too many bytes"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _hash_decoded(content)
    except MemoryError:
        return "too large to decode"
    except Exception as error:  # a decoder may raise anything on broken bytes
        return f"cannot be decoded ({type(error).__name__})"


def _hash_decoded(content: bytes) -> PictureHash | str:
    from PIL import Image  # noqa: PLC0415 - only where there is a picture

    Image.init()
    known = [name for name in FORMATS if name in Image.OPEN]
    with Image.open(io.BytesIO(content), formats=known) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return "too many pixels"
        if reason := _too_plain(width, height):
            return reason
        picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
        brightness = _brightness(picture)
    return _hash_brightness(brightness, width, height)


def _too_plain(width: int, height: int) -> str:
    """Why a picture of this size shows nothing to know it by; empty where it may."""
    rules = _rules()
    short, long = sorted((width, height))
    if short < rules["least_short"] or long < rules["least_long"]:
        return "too small"
    if long > short * rules["most_ratio"]:
        return "too narrow"
    return "the size of an advertisement" if [width, height] in rules["advertisements"] else ""


def _brightness(picture: Image.Image) -> Image.Image:
    """The picture in shades of grey on a white ground, small enough to be hashed."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode.startswith("I"):
        # Sixteen bits a pixel, which Pillow would cut off at white instead of scaling.
        picture = picture.convert("I").point(lambda value: value / 256, "L")
    elif picture.mode not in ("L", "RGB"):
        clear = picture.has_transparency_data
        picture = picture.convert("RGBA" if clear else "RGB")
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    picture = picture.convert("L")
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    return picture


def _hash_brightness(brightness: Image.Image, width: int, height: int) -> PictureHash | str:
    import numpy as np  # noqa: PLC0415

    from whence.read.pdq import hash_windows  # noqa: PLC0415

    pixels = np.asarray(brightness, dtype=np.float64)
    grids = ((CUTS, CUTS), (MIDDLES, WHOLE), (WHOLE, MIDDLES))
    hashed = [window for grid in grids for row in hash_windows(pixels, *grid) for window in row]
    pdq, quality = hashed[0]
    least = _rules()["least_quality"]
    if quality < least:
        return "too flat"
    # A window that is flat says nothing: no bit is set in it, as in no hash.
    windows = b"".join(
        bytes.fromhex(window) if enough >= least else bytes(len(pdq) // 2)
        for window, enough in hashed
    )
    return PictureHash(width, height, quality, pdq, b64encode(windows).decode("ascii"))


@cache
def _rules() -> dict[str, Any]:
    return read_table("whence.read", "pictures.toml")
