"""Are two pictures the same: what PDQ stands, what its windows add, and how often they are wrong.

Prints three tables: how far a changed picture is from itself, by kind of change, by the whole
hashes alone and by the windows too, where it is not too small to be hashed; how near different
pictures are, by kind; and what it costs. Pictures are drawn from a seed (pictures_made.py);
photographs are quarters of those of scikit-image and scikit-learn. With pdqhash installed, the
hashes are compared with those of the reference implementation.

    python benchmarks/pictures.py [--each 10] [--only changes]
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import time
from collections import defaultdict
from itertools import combinations

import numpy as np
from pictures_made import CHANGES, KINDS, photographs
from PIL import Image

from whence.gather.pictures import NEAR, Shown, picture_distance, shown_pictures
from whence.model import Article, Exhibit, ExhibitKind
from whence.read.pdq import hash_windows
from whence.read.picture import WHOLE, PictureHash, hash_picture


def stored(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def shown(name: str, picture: Image.Image) -> Shown | None:
    """The picture as an article's; None where there is too little in it."""
    found = hash_picture(stored(picture))
    if not isinstance(found, PictureHash):
        return None
    exhibit = Exhibit(ExhibitKind.PICTURE, name, 0, 0, None, found.pdq, found.windows)
    (one,) = shown_pictures(Article(name, "", exhibits=(exhibit,)), name)
    return one


def whole_distance(one: Shown, other: Shown) -> int:
    return int(np.bitwise_count(one.hashes[0] ^ other.hashes[0]).sum())


def drawn(each: int) -> list[tuple[str, Image.Image]]:
    """Pictures of every kind, by kind."""
    dice = random.Random(11)
    made = [(kind, draw(dice)) for kind, draw in KINDS.items() for _ in range(each)]
    return [*made, *(("photographs", picture) for picture in photographs()[: 4 * each])]


def changes(pictures: list[tuple[str, Image.Image]]) -> None:
    kept = [(p, one) for kind, p in pictures if (one := shown(kind, p)) is not None]
    print(f"\n{len(kept)} of {len(pictures)} pictures hold enough to be hashed\n")
    print(
        "| change | pictures | distance, median | most | found by the whole hash | with windows |"
    )
    print("|---|---|---|---|---|---|")
    for name, change in CHANGES.items():
        wholes, least = [], []
        for picture, one in kept:
            if other := shown("changed", change(picture)):
                wholes.append(whole_distance(one, other))
                least.append(picture_distance(one, other))
        shares = [
            f"{100 * sum(d <= NEAR for d in found) / len(found):.0f} %" for found in (wholes, least)
        ]
        numbers = (len(wholes), f"{statistics.median(wholes):.0f}", max(wholes), *shares)
        print(f"| {name} | {' | '.join(map(str, numbers))} |", flush=True)


def differences(pictures: list[tuple[str, Image.Image]]) -> None:
    kept = [(kind, one) for kind, p in pictures if (one := shown(kind, p)) is not None]
    nearest: dict[str, list[int]] = defaultdict(list)
    for (kind, one), (other_kind, other) in combinations(kept, 2):
        nearest[kind if kind == other_kind else "of two kinds"].append(picture_distance(one, other))
    print("\n| different pictures | pairs | nearest | taken for one | at 40 bits |")
    print("|---|---|---|---|---|")
    for kind, found in nearest.items():
        wrong, more = (sum(d <= near for d in found) for near in (NEAR, 40))
        print(f"| {kind} | {len(found):,} | {min(found)} | {wrong} | {more} |", flush=True)


def cost(pictures: list[tuple[str, Image.Image]]) -> None:
    contents = [stored(p.resize((1280, 854))) for _, p in pictures[::7]]
    jpegs = []
    for _, picture in pictures[::7]:
        kept = io.BytesIO()
        picture.resize((1280, 854)).save(kept, "JPEG", quality=85)
        jpegs.append(kept.getvalue())
    hash_picture(contents[0])
    for name, group in (("PNG", contents), ("JPEG", jpegs)):
        began = time.process_time()
        for content in group:
            hash_picture(content)
        each = (time.process_time() - began) / len(group)
        print(f"\nhash_picture, {name} of 1280 x 854: {each:.3f} s of one core each")
    kept = [one for _, p in pictures[::7] if (one := shown("a", p)) is not None]
    began = time.process_time()
    pairs = list(combinations(kept, 2))
    for one, other in pairs:
        picture_distance(one, other)
    each = 1000 * (time.process_time() - began) / len(pairs)
    print(f"picture_distance: {each:.2f} ms of one core each")


def reference(pictures: list[tuple[str, Image.Image]]) -> None:
    try:
        import pdqhash
    except ImportError:
        return
    apart = []
    for _, picture in pictures:
        small = picture.copy()
        small.thumbnail((512, 512))
        pixels = np.asarray(small)
        bits, _ = pdqhash.compute(pixels.copy())
        brightness = pixels @ np.array([0.299, 0.587, 0.114])
        [[(own, _)]] = hash_windows(brightness, WHOLE, WHOLE)
        theirs = int(np.packbits(bits.astype(bool)).tobytes().hex(), 16)
        apart.append((theirs ^ int(own, 16)).bit_count())
    same = apart.count(0)
    print(f"\nagainst pdqhash, {len(apart)} pictures: {same} the same, most {max(apart)} bits")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10, help="pictures of each kind")
    parser.add_argument("--only", choices=sorted(PARTS), help="one table alone")
    given = parser.parse_args()
    pictures = drawn(given.each)
    for name, part in PARTS.items():
        if given.only in (None, name):
            part(pictures)


PARTS = {"reference": reference, "changes": changes, "differences": differences, "cost": cost}


if __name__ == "__main__":
    main()
