"""A picture's bytes are hashed, or refused with a reason; nothing else comes of them."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from whence.read.picture import PictureHash, hash_picture

from ..drawn import drawn, stored

ONE = drawn(1)


def bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def hashed(content: bytes) -> PictureHash:
    found = hash_picture(content)
    assert isinstance(found, PictureHash), found
    return found


def test_the_hash_is_that_of_the_reference_implementation():
    # A gradient crossed by a wave; hash and quality as pdqhash 0.2.8 gives them.
    y, x = np.mgrid[0:240, 0:320]
    shade = (127 + 60 * np.sin(x / 11) * np.cos(y / 17) + x / 6 + 10 * ((x * y // 900) % 5)) % 256
    found = hashed(stored(Image.fromarray(shade.astype(np.uint8)), "PNG"))
    assert (found.quality, found.width, found.height) == (100, 320, 240)
    assert bits_apart(found.pdq, REFERENCE) == 0


REFERENCE = "33324572ca5598f7356271ebe706a9ad1e0611befe0201ff01ff7e0051fafe00"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_one_picture_in_any_format_has_nearly_one_hash(kind):
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    assert bits_apart(hashed(stored(ONE, kind)).pdq, hashed(stored(ONE, "PNG")).pdq) <= 10


def test_size_and_compression_hardly_move_the_hash():
    plain = hashed(stored(ONE, "PNG")).pdq
    assert bits_apart(hashed(stored(ONE.resize((360, 240)), quality=50)).pdq, plain) <= 20


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_every_mode_of_colour_can_be_hashed(mode):
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(ONE.convert("L")).astype(np.uint16) * 257)
    else:
        picture = ONE.convert(mode)
    content = stored(picture, "JPEG" if mode == "CMYK" else "PNG")
    assert bits_apart(hashed(content).pdq, hashed(stored(ONE, "PNG")).pdq) <= 31


def test_what_is_clear_is_white():
    clear = ONE.convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 300, 480))
    white = ONE.copy()
    white.paste("white", (0, 0, 300, 480))
    assert bits_apart(hashed(stored(clear, "PNG")).pdq, hashed(stored(white, "PNG")).pdq) <= 2


def test_of_an_animation_the_first_frame_is_hashed():
    moving = stored(ONE, "GIF", save_all=True, append_images=[drawn(2), drawn(3)])
    assert bits_apart(hashed(moving).pdq, hashed(stored(ONE, "PNG")).pdq) <= 10


def test_a_picture_cut_short_has_a_reason():
    whole = stored(ONE)
    assert str(hash_picture(whole[: len(whole) // 2])).startswith("cannot be decoded")


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "EPS"])
def test_formats_that_are_not_on_the_list_are_not_opened(kind):
    assert "UnidentifiedImageError" in str(hash_picture(stored(ONE, kind)))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 60_000])
def test_a_picture_that_says_it_is_huge_is_not_decoded(side):
    assert hash_picture(bomb(side, side)) in (
        "too many pixels",
        "cannot be decoded (DecompressionBombError)",
    )


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ((1, 1), "too small"),
        ((150, 150), "too small"),
        ((970, 140), "too narrow"),
        ((300, 250), "the size of an advertisement"),
    ],
)
def test_icons_portraits_of_authors_and_advertisements_have_no_hash(size, reason):
    assert hash_picture(stored(ONE.resize(size))) == reason


def test_a_flat_picture_has_no_hash_and_a_flat_window_no_bits():
    assert hash_picture(stored(Image.new("RGB", (640, 480), "grey"))) == "too flat"
    frame = drawn(5)
    frame.paste("white", (60, 40, 660, 440))
    windows = base64.b64decode(hashed(stored(frame, "PNG")).windows)
    pieces = [windows[n : n + 32] for n in range(0, len(windows), 32)]
    assert bytes(32) in pieces


def test_nothing_that_the_file_says_of_camera_and_place_is_in_the_hash():
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x0112] = 6
    assert hashed(stored(ONE, exif=exif)) == hashed(stored(ONE))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_hash_or_a_reason(content):
    assert isinstance(hash_picture(content), PictureHash | str)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_a_picture_with_any_bytes_changed_gives_a_hash_or_a_reason(kind, data):
    content = bytearray(stored(drawn(1, 240, 160), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    assert isinstance(hash_picture(bytes(content)), PictureHash | str)
