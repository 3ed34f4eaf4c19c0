"""What a vault of many captures costs: disk, the time to verify it, and to add one more.

python benchmarks/vault.py --captures 100000 --folder /var/tmp

The pages are invented, about 10 kB each, fetched over HTTP as far as the vault can tell: a request
and a response are kept for each. One in ten has the bytes of an earlier one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from whence.model import Capture, Exchange, Hop
from whence.vault import Home, keeping, open_vault, verify_vault

START = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "kel", "mar", "tis")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--captures", type=int, default=100_000)
    parser.add_argument("--kilobytes", type=int, default=10, help="of each page")
    parser.add_argument("--folder", type=Path, help="where the vault is made, and removed again")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        home = Home(Path(folder))
        show("captures", args.captures)
        with timed("to make and add all"):
            add_all(home, pages(args.captures, args.kilobytes * 1000))
        for part in ("archive", "ledger", "cache"):
            show(f"megabytes of {part}", size_of(home.vault / part) / 1e6)
        with timed("to verify"):
            show("found sound", verify_vault(home.vault).sound)
        extra = list(pages(25, args.kilobytes * 1000, seed=2))
        times = sorted(add_one(home, page) for page in extra)
        show("seconds to open the vault, add one and sign (median of 25)", times[12])
        with timed("to prove one entry"):
            proof = open_vault(home.vault).prove_entry(args.captures // 2)
        show("hashes of that proof", len(proof))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        show("megabytes of memory, at most", peak)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Show how long what is done inside takes, by the clock and of a core."""
    began, used = time.perf_counter(), time.process_time()
    yield
    show(f"seconds {what}", time.perf_counter() - began)
    show(f"seconds {what}, of a core", time.process_time() - used)


def add_all(home: Home, captures: Iterator[Capture]) -> None:
    with keeping(home, lambda: datetime.now(UTC), together=500) as keeper:
        for capture in captures:
            keeper.add(capture)


def add_one(home: Home, page: Capture) -> float:
    began = time.perf_counter()
    with keeping(home, lambda: datetime.now(UTC)) as keeper:
        keeper.add(page)
    return time.perf_counter() - began


def pages(count: int, length: int, seed: int = 1) -> Iterator[Capture]:
    """Invented pages, of about ``length`` bytes."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    talk = " ".join(chance.choices(words, k=1_000_000))
    body = b""
    for number in range(count):
        if number % 10 != 9:
            starts = [chance.randrange(len(talk) - length) for _ in range(10)]
            text = " ".join(talk[start : start + length // 10] for start in starts)
            body = f"<!DOCTYPE html><title>Page {number}</title><p>{text}</p>".encode()
        url = f"https://news{number % 50}.example/{seed}/{number}"
        request = b"GET / HTTP/1.1\r\nHost: news.example\r\nAccept: text/html\r\n\r\n"
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        yield Capture(
            id=url,
            content=body,
            media_type="text/html",
            sha256=hashlib.sha256(body).hexdigest(),
            taken=START,
            url=url,
            charset="utf-8",
            exchange=Exchange((Hop(url, "203.0.113.9", START, request, answer),)),
        )


def size_of(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(inner.stat().st_size for inner in path.rglob("*"))


def show(what: str, value: object) -> None:
    print(f"{what}: {value:.3f}" if isinstance(value, float) else f"{what}: {value}", flush=True)


if __name__ == "__main__":
    main()
