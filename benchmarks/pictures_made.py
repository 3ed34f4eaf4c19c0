"""Pictures for benchmarks/pictures.py: made ones, photographs, and what is done to them.

Everything is drawn from a seed. Photographs are those that come with the packages scikit-image
and scikit-learn; each is cut into four, so that no two of them show the same.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 960, 640
WORDS = ("harbour", "council", "bridge", "river", "night", "report", "seven", "crews", "water")


def noise(dice: random.Random) -> Image.Image:
    """A field of noise in which coarse structure outweighs fine, as in photographs."""
    numbers = np.random.default_rng(dice.getrandbits(32))
    down, across = np.fft.fftfreq(HEIGHT)[:, None], np.fft.fftfreq(WIDTH)[None, :]
    weight = 1 / np.maximum(np.hypot(down, across), 1 / WIDTH) ** dice.uniform(1.0, 1.6)
    field = np.fft.ifft2(weight * np.fft.fft2(numbers.normal(size=(HEIGHT, WIDTH)))).real
    field = (field - field.min()) / np.ptp(field) * 255
    return Image.fromarray(field.astype(np.uint8)).convert("RGB")


def colour(dice: random.Random) -> tuple[int, int, int]:
    return (dice.randrange(256), dice.randrange(256), dice.randrange(256))


def shapes(dice: random.Random) -> Image.Image:
    """Shapes over a gradient."""
    ramp = np.linspace(0, 1, HEIGHT)[:, None, None]
    one, other = np.array(colour(dice)), np.array(colour(dice))
    rows = np.broadcast_to(one * ramp + other * (1 - ramp), (HEIGHT, WIDTH, 3))
    picture = Image.fromarray(rows.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(dice.randint(5, 18)):
        x, y, size = dice.randrange(WIDTH), dice.randrange(HEIGHT), dice.randint(20, 220)
        form = dice.choice([draw.ellipse, draw.rectangle])
        form((x, y, x + size, y + dice.randint(20, 220)), fill=colour(dice))
    return picture


def page(dice: random.Random) -> Image.Image:
    """Lines of print, as in a picture of a document."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 246))
    draw = ImageDraw.Draw(picture)
    size, y = dice.randint(16, 34), dice.randint(10, 50)
    font = ImageFont.load_default(size)
    while y < HEIGHT - size:
        if dice.random() < 0.8:
            words = " ".join(dice.choices(WORDS, k=dice.randint(2, 11)))
            draw.text((dice.choice([20, 20, 60]), y), words, fill=(20, 20, 20), font=font)
        y += int(size * 1.4)
    return picture


def portrait(dice: random.Random) -> Image.Image:
    """Head and shoulders in the middle: the layout that most pictures of speakers share."""
    picture = noise(dice).point(lambda v: 80 + v // 3)
    draw = ImageDraw.Draw(picture)
    middle, top, size = (
        WIDTH / 2 + dice.randint(-60, 60),
        dice.randint(20, 80),
        dice.randint(120, 180),
    )
    coat, skin, hair = colour(dice), dice.randint(90, 230), colour(dice)
    draw.ellipse((middle - 1.3 * size, top + size, middle + 1.3 * size, HEIGHT + 300), fill=coat)
    draw.ellipse((middle - size * 0.55, top - 14, middle + size * 0.55, top + size), fill=hair)
    face = (middle - size * 0.45, top + 10, middle + size * 0.45, top + size * 1.25)
    draw.ellipse(face, fill=(skin, int(skin * 0.8), int(skin * 0.7)))
    for side in (-0.2, 0.2):
        x, y = middle + side * size, top + size * 0.5
        draw.ellipse((x - 9, y - 6, x + 9, y + 6), fill=(30, 25, 25))
    draw.line((middle - 22, top + size * 0.9, middle + 22, top + size * 0.9), (120, 40, 40), 6)
    return picture


def landscape(dice: random.Random) -> Image.Image:
    """A sky over a ground with a row of houses: the layout that most pictures of places share."""
    picture = noise(dice).point(lambda v: 130 + v // 3)
    draw = ImageDraw.Draw(picture)
    horizon = int(HEIGHT * dice.uniform(0.45, 0.75))
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=(dice.randint(40, 120),) * 3)
    x = -20
    while x < WIDTH:
        wide, high = dice.randint(30, 120), dice.randint(20, int(horizon * 0.8))
        draw.rectangle((x, horizon - high, x + wide, horizon), fill=colour(dice))
        x += wide + dice.randint(0, 40)
    return picture


KINDS: dict[str, Callable[[random.Random], Image.Image]] = {
    "noise": noise,
    "shapes": shapes,
    "pages of print": page,
    "portraits": portrait,
    "landscapes": landscape,
}

PHOTOGRAPHS = (
    *("astronaut.png", "brick.png", "camera.png", "cell.png", "chelsea.png", "coffee.png"),
    *("coins.png", "color.png", "grass.png", "gravel.png", "hubble_deep_field.jpg", "ihc.png"),
    *("moon.png", "motorcycle_left.png", "page.png", "retina.jpg", "rocket.jpg"),
)


def photograph_paths() -> Iterator[Path]:
    """The photographs of scikit-image and scikit-learn, where these are installed."""
    for package, folder, names in (
        ("skimage", "data", PHOTOGRAPHS),
        ("sklearn", "datasets/images", ("china.jpg", "flower.jpg")),
    ):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield from (Path(spec.origin).parent / folder / name for name in names)


def photographs() -> list[Image.Image]:
    """A quarter of each photograph each."""
    quarters = []
    for path in photograph_paths():
        whole = Image.open(path).convert("RGB")
        width, height = whole.width // 2, whole.height // 2
        for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
            quarters.append(whole.crop((x, y, x + width, y + height)))
    return quarters


# ---------------------------------------------------------------- what is done to a picture


def cropped(
    picture: Image.Image, left: float, top: float, right: float, bottom: float
) -> Image.Image:
    """The picture without these shares of its sides."""
    width, height = picture.size
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return picture.crop(tuple(round(edge) for edge in box))  # type: ignore[arg-type]


def recoded(picture: Image.Image, quality: int) -> Image.Image:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stored.getvalue())).convert("RGB")


def scaled(picture: Image.Image, share: float) -> Image.Image:
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def to_ratio(picture: Image.Image, ratio: float) -> Image.Image:
    """The middle of the picture, at this width to height."""
    width, height = picture.size
    if width / height > ratio:
        margin = (1 - ratio * height / width) / 2
        return cropped(picture, margin, 0, margin, 0)
    margin = (1 - width / ratio / height) / 2
    return cropped(picture, 0, margin, 0, margin)


def marked(picture: Image.Image) -> Image.Image:
    """A word in a corner, half transparent."""
    layer = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(layer)
    size = picture.height // 10
    place = (picture.width * 0.6, picture.height * 0.85)
    draw.text(place, "AGENCY", fill=(255, 255, 255, 150), font=ImageFont.load_default(size))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def captioned(picture: Image.Image) -> Image.Image:
    """A bar with a caption over the lowest tenth."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    top = int(copy.height * 0.9)
    draw.rectangle((0, top, copy.width, copy.height), fill=(0, 0, 0))
    font = ImageFont.load_default(copy.height // 14)
    draw.text((10, top), "The harbour on Tuesday night", fill=(255, 255, 255), font=font)
    return copy


def framed(picture: Image.Image) -> Image.Image:
    """A bar with a caption set under the picture, a tenth as high."""
    whole = Image.new("RGB", (picture.width, round(picture.height * 1.1)))
    whole.paste(picture)
    return whole


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "scaled to a quarter": lambda p: scaled(p, 0.25),
    "scaled to half": lambda p: scaled(p, 0.5),
    "scaled to double": lambda p: scaled(p, 2),
    "JPEG of quality 30": lambda p: recoded(p, 30),
    "JPEG of quality 60": lambda p: recoded(p, 60),
    "2 % cropped on each side": lambda p: cropped(p, 0.02, 0.02, 0.02, 0.02),
    "5 % cropped on each side": lambda p: cropped(p, 0.05, 0.05, 0.05, 0.05),
    "7.5 % cropped on each side": lambda p: cropped(p, 0.075, 0.075, 0.075, 0.075),
    "10 % cropped on each side": lambda p: cropped(p, 0.1, 0.1, 0.1, 0.1),
    "15 % cropped on each side": lambda p: cropped(p, 0.15, 0.15, 0.15, 0.15),
    "5 % cropped on the left": lambda p: cropped(p, 0.05, 0, 0, 0),
    "10 % cropped on the left": lambda p: cropped(p, 0.1, 0, 0, 0),
    "10 % cropped at the bottom": lambda p: cropped(p, 0, 0, 0, 0.1),
    "8 % left, 3 % top, 2 % right, 6 % bottom": lambda p: cropped(p, 0.08, 0.03, 0.02, 0.06),
    "the middle at 16:9": lambda p: to_ratio(p, 16 / 9),
    "the middle at 4:3": lambda p: to_ratio(p, 4 / 3),
    "the middle, square": lambda p: to_ratio(p, 1),
    "a watermark": marked,
    "a caption over the lowest tenth": captioned,
    "a bar of a tenth set under it": framed,
    "mirrored": lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "4 % cropped, half the size, JPEG 60": lambda p: recoded(
        scaled(cropped(p, 0.04, 0.04, 0.04, 0.04), 0.5), 60
    ),
    "5 % cropped, mirrored, JPEG 60": lambda p: recoded(
        cropped(p, 0.05, 0.05, 0.05, 0.05).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 60
    ),
}
