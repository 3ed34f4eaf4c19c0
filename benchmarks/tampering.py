"""Is every tampering with a vault found? Thousands are tried, each on a copy of a small vault.

python benchmarks/tampering.py --tries 400

Prints, for each kind, how many were tried and how many found. A kind that only a checkpoint kept
elsewhere can show is tried with one, and without for comparison.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import tamper

from whence.errors import VaultError
from whence.model import Capture, Exchange, Hop
from whence.vault import Home, PublicKey, keeping, make_key, read_key, verify_vault

START = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--tries", type=int, default=400, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = build(Home(Path(folder) / "home"))
        other = make_key(Path(folder) / "other.pem")
        own = read_key(home.key)
        checkpoint = (home.vault / "head").read_text("utf-8")
        rows: list[tuple[str, tamper.Tampering, list[str], PublicKey | None]] = [
            (kind.__name__, kind, [], None) for kind in tamper.ALONE
        ]
        cut = partial(tamper.cut_tail, key=own)
        anew = partial(tamper.write_anew, key=own, signer=own)
        foreign = partial(tamper.write_anew, key=own, signer=other)
        rows += [
            ("cut_tail, checkpoint", cut, [checkpoint], None),
            ("cut_tail, alone", cut, [], None),
            ("write_anew, same key, checkpoint", anew, [checkpoint], None),
            ("write_anew, same key, alone", anew, [], None),
            ("write_anew, other key, key known", foreign, [], own.public),
            ("write_anew, other key, checkpoint", foreign, [checkpoint], None),
            ("write_anew, other key, alone", foreign, [], None),
        ]
        print(f"{'tampering':36} tried  found")
        for name, kind, checkpoints, key in rows:
            found = sum(
                is_found(
                    home,
                    Path(folder) / "copy",
                    kind,
                    random.Random(seed),
                    checkpoints=checkpoints,
                    key=key,
                )
                for seed in range(args.seed, args.seed + args.tries)
            )
            print(f"{name:36} {args.tries:5}  {found:5}", flush=True)


def build(home: Home, pages: int = 12) -> Home:
    """A small vault of three runs, three files, pages with exchanges, and things seen again."""
    time = START

    def clock() -> datetime:
        nonlocal time
        time += timedelta(seconds=1)
        return time

    for run in range(3):
        with keeping(home, clock, largest=4000) as keeper:
            for number in range(pages // 3):
                keeper.add(page(run * 100 + number if number else 0))
            keeper.note(f"Run {run}.", 1, keeper.size - 1)
    return home


def page(number: int) -> Capture:
    """An invented page, as it is fetched."""
    content = f"<p>The bridge at pier {number} is shut, the harbour office said.".encode()
    url = f"https://news.example/{number}"
    request = b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content
    return Capture(
        id=url,
        content=content,
        media_type="text/html",
        sha256=hashlib.sha256(content).hexdigest(),
        taken=START,
        url=url,
        exchange=Exchange((Hop(url, "203.0.113.9", START, request, answer),)),
    )


def is_found(
    home: Home,
    copy: Path,
    kind: Callable[[Path, random.Random], str],
    chance: random.Random,
    *,
    checkpoints: list[str],
    key: PublicKey | None,
) -> bool:
    """Whether one tampering is found."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home.vault, copy)
    kind(copy, chance)
    try:
        return not verify_vault(copy, checkpoints=checkpoints, key=key).sound
    except VaultError:
        return True


if __name__ == "__main__":
    main()
