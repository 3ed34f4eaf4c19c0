"""Fuzzing: what the readers do with inputs that were broken on purpose.

For each format, well-formed seeds are changed at random places (bytes turned, cut, doubled, moved,
words of the format put in) and read. Every input must be read or refused by an error of ours, in
time; all else is a fault. The run is told by its seed alone: the same seed gives the same inputs.
Prints a Markdown table; with ``--keep``, each input that was a fault is written to a folder.

    python benchmarks/fuzz.py --inputs 100000
    python benchmarks/fuzz.py --inputs 2000 --only HTML feed

A new format is one line in ``FORMATS``: its name, its seeds, the words it is made of, and a
function that reads its bytes and gives how many articles came of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from whence.capture import Fetcher, Limits, capture_inputs
from whence.capture.feeds import read_feed, read_opml
from whence.capture.page import capture_page
from whence.capture.sniff import Kind
from whence.errors import CaptureError, WhenceError
from whence.model import Capture, Refusal
from whence.pipeline import Options, with_time
from whence.read import read_article
from whence.schema import read_analysis_line, read_article_line

STORY = Path(__file__).parents[1] / "examples" / "story"
NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
LONGEST = 20_000
"""Bytes of a changed input; what is longer is cut."""
SECONDS = 5.0
"""After which reading an input of that length is a fault."""

LIMITS = Limits(fetch_seconds=0.1, per_host_seconds=0)


@dataclass(frozen=True, slots=True)
class Format:
    """What is fuzzed: ``seeds`` to start from, ``words`` to put in, and who reads it."""

    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[bytes]
    read: Callable[[bytes], int]


@dataclass(slots=True)
class Outcome:
    """What became of a format's inputs."""

    inputs: int = 0
    read: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    faults: dict[str, bytes] = field(default_factory=dict)
    faulty: int = 0


class TooSlowError(Exception):
    """An input took more than its time."""


# ------------------------------------------------------------------ readers


def read_page(content: bytes) -> int:
    return read_one(content, Kind.PAGE)


def read_text(content: bytes) -> int:
    return read_one(content, Kind.TEXT)


def read_one(content: bytes, kind: Kind) -> int:
    capture = capture_page(
        content, kind, name="page", taken=NOON, url="https://mill.example/news/bridge"
    )
    with_time(read_article(capture), None)
    return 1


def read_entries(content: bytes) -> int:
    pages = [entry.page for entry in read_feed("feed", content, "https://mill.example/feed")]
    return sum(read_page(page.encode("utf-8", "replace")) for page in pages[:3] if page)


def read_list(content: bytes) -> int:
    return len(read_opml("list", content, None))


def read_collection(content: bytes) -> int:
    """Whatever the bytes look like, by the package's own door, with no network behind it."""
    fetcher = Fetcher(LIMITS, resolve=nowhere, sleep=lambda _: None)
    found = capture_inputs(
        ["-"], limits=LIMITS, stdin=BytesIO(content), clock=lambda: NOON, fetcher=fetcher
    )
    articles, refusal = 0, None
    for item in found:
        if isinstance(item, Refusal):
            refusal = CaptureError(item.input, item.reason)
            if "whence failed on it" in item.reason:
                raise AssertionError(item.reason)
            continue
        try:
            read_capture(item)
            articles += 1
        except WhenceError as error:
            refusal = error
    if not articles and refusal:
        raise refusal
    return articles


def read_capture(capture: Capture) -> None:
    if capture.media_type.endswith("analysis+json"):
        read_analysis_line(capture.id, capture.content)
    elif capture.media_type.endswith("article+json"):
        with_time(read_article_line(capture.id, capture.content), Options().published)
    else:
        read_article(capture)


def nowhere(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
    return [(0, 0, 0, "", ("127.0.0.1", port))]


# ------------------------------------------------------------------ seeds


def story(*names: str) -> list[bytes]:
    return [(STORY / name).read_bytes() for name in names]


SENTENCE = "The harbour office said on Tuesday that the old bridge would stay shut until spring. "
PAGES = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Bridge shut | Mill</title>"
    '<script type=\'application/ld+json\'>{"@graph": [{"@type": "NewsArticle", "headline": '
    '"Bridge shut", "author": {"name": "Ada Okafor"}, "datePublished": "2031-05-04T12:00:00Z"}]}'
    "</script><meta property='og:site_name' content='The Mill'></head><body><nav><a href='/'>Home"
    "</a></nav><article><h1>Bridge shut</h1><p class='byline'>By Ada Okafor</p><time datetime="
    f"'2031-05-04'>4 May 2031</time><p>{SENTENCE * 3}</p><blockquote>{SENTENCE}</blockquote>"
    f"<figure><img src='a.jpg'><figcaption>The bridge.</figcaption></figure><p>{SENTENCE * 2}</p>"
    "</article><table><tr><td>x</td></tr></table><!-- end --></body></html>"
).encode()
ATOM = (
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Mill</title><entry>"
    "<title>Bridge shut</title><link href='https://mill.example/1'/><updated>2031-05-04T12:00:00Z"
    f"</updated><content type='html'><![CDATA[<p>{SENTENCE * 6}</p>]]></content></entry></feed>"
).encode()
OPML = (
    b"<?xml version='1.0'?><opml version='2.0'><body><outline text='All'><outline type='rss' "
    b"text='Mill' xmlUrl='https://mill.example/feed'/></outline></body></opml>"
)
LINES = b"\n".join(
    json.dumps(row).encode()
    for row in (
        {"id": "a", "outlet": "Mill", "headline": "Bridge shut", "text": SENTENCE * 2},
        {"url": "https://mill.example/1", "published": "2031-05-04", "html": f"<p>{SENTENCE * 3}"},
        {
            "id": "c",
            "text": SENTENCE,
            "byline": ["Ada Okafor"],
            "language": "en",
            "passages": [{"role": "paragraph", "start": 0, "end": 20}],
            "exhibits": [{"kind": "link", "url": "https://mill.example", "start": 0, "end": 3}],
        },
        {"article": {"id": "d", "text": SENTENCE, "passages": []}, "statements": [], "times": []},
    )
)


def archive() -> bytes:
    return gzip.decompress(*story("archive.warc.gz"))[:LONGEST]


MARKUP = (
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<script>", b"</script>", b"<!--", b"-->", b"<table>"),
    *(b"<svg>", b"<math>", b"<template>", b"<noscript>", b"<base href='//[::1'>", b"&#xD800;"),
    *(
        b"&#0;",
        b"&amp",
        b"<![CDATA[",
        b"]]>",
        b"<meta charset=utf-7>",
        b"<time datetime='9999-99'>",
    ),
    *(b"\xff", b"\x00", b"\xed\xa0\x80", b"\xe2\x80\xae", b"<a href='http://[x'>", b"<h1>", b"<"),
    *(b'"@type":"NewsArticle"', b'"datePublished":"2031-02-30"', b"<blockquote>", b"style=", b"'"),
)
XML = (
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b"<link>",
        b"<pubDate>",
        b"<content:encoded>",
        b"<![CDATA[",
    ),
    *(
        b"]]>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"<?xml version='1.0' encoding='utf-16'?>",
    ),
    *(b"xmlns='x'", b"<georss:polygon>", b"type='xhtml'", b"mode='base64'", b"\xff\xfe", b"&#0;"),
)
JSON = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\ud800",
        b"\\u0000",
        b"1e999",
        b"NaN",
        b"null",
        b"true",
        b",",
    ),
    *(
        b'"id":',
        b'"text":',
        b'"html":',
        b'"passages":',
        b'"article":',
        b"-1",
        b"99999999999",
        b"\n",
    ),
)
WARC = (
    *(b"WARC/1.0\r\n", b"\r\n\r\n", b"Content-Length: ", b"-1", b"99999999999", b"HTTP/1.1 200 OK"),
    *(b"WARC-Type: response", b"WARC-Target-URI: ", b"Transfer-Encoding: chunked", b"ffffffff\r\n"),
    *(b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Type: text/html; charset=x"),
)
PLAIN = (
    *(b"\n\n", b"By ", b"(Reuters) - ", b"\xe2\x80\x9c", b"\xff", b"\x00", b"\xef\xbb\xbf", b"\r"),
    *(
        b"2031-05-04",
        b"Share this",
        b"|",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"\x1b[31m",
        b"A" * 300,
    ),
)

FORMATS: dict[str, Format] = {
    "plain text": Format(lambda: story("river-post.txt", "frontier-watch.txt"), PLAIN, read_text),
    "HTML": Format(lambda: [PAGES, *story("daily-pylon.html")], MARKUP, read_page),
    "JSON Lines": Format(lambda: [LINES, *story("bulletins.jsonl")], JSON, read_collection),
    "feed": Format(lambda: [ATOM, *story("vantage.xml")], (*XML, *MARKUP[:9]), read_entries),
    "OPML": Format(lambda: [OPML], XML, read_list),
    "WARC": Format(lambda: [archive()], (*WARC, *MARKUP[:9]), read_collection),
    "gzip": Format(
        lambda: [*story("archive.warc.gz"), gzip.compress(PAGES), gzip.compress(LINES)],
        (b"\x1f\x8b\x08\x00", b"\x00" * 8, b"\xff" * 8),
        read_collection,
    ),
}


# ------------------------------------------------------------------ changing


def changed(seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """A seed with one to eight changes."""
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        at = chance.randrange(len(content) + 1)
        length = chance.choice((1, 2, 4, 16, 100, 1000))
        piece = bytes(content[at : at + length])
        match chance.randrange(9):
            case 0 if at < len(content):
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                content[at : at + length] = chance.randbytes(min(length, 16))
            case 2:
                del content[at : at + length]
            case 3:
                content[at:at] = piece * chance.choice((1, 2, 50))
            case 4:
                there = chance.randrange(len(content) + 1)
                content[there:there] = piece
            case 5:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                content[at:at] = other[start : start + length]
            case 6:
                content[at:at] = chance.choice(words) * chance.choice((1, 1, 2, 500))
            case 7:
                del content[at:]
            case _:
                content[at:at] = chance.choice(words)
    return bytes(content[:LONGEST])


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, where the system can."""

    def stop(*_: object) -> None:
        raise TooSlowError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fuzz(
    name: str, count: int, seed: int, seconds: float = SECONDS, minutes: float = 1e9
) -> Outcome:
    """Read so many changed inputs of a format, or those that so many minutes are enough for."""
    known, outcome = FORMATS[name], Outcome()
    chance = random.Random(f"{seed} {name}")
    seeds = [*known.seeds()]
    began = time.perf_counter()
    for _ in range(count):
        if time.perf_counter() - began > 60 * minutes:
            break
        content = changed(seeds, known.words, chance)
        outcome.inputs += 1
        start = time.process_time()
        try:
            with within(4 * seconds):
                known.read(content)
            outcome.read += 1
        except WhenceError as error:
            if "\n" in str(error):
                note(outcome, "a refusal of more than one line", content)
            outcome.refused += 1
        except (Exception, TooSlowError) as error:
            frames = traceback.extract_tb(error.__traceback__)
            note(
                outcome,
                f"{type(error).__name__} at {Path(frames[-1].filename).name}"
                f":{frames[-1].lineno}: {str(error)[:80]}",
                content,
            )
        took = time.process_time() - start
        outcome.slowest = max(outcome.slowest, took)
        if took > seconds:
            note(outcome, f"more than {seconds:g} s", content)
    outcome.seconds = time.perf_counter() - began
    return outcome


def note(outcome: Outcome, fault: str, content: bytes) -> None:
    outcome.faulty += 1
    outcome.faults.setdefault(fault, content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="of each format")
    parser.add_argument("--minutes", type=float, default=1e9, help="at most, for each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--keep", type=Path, help="folder for inputs that were faults")
    asked = parser.parse_args()
    print("| format | inputs | read | refused | faults | slowest, s | seconds |")
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    faulty = 0
    for name in asked.only:
        found = fuzz(name, asked.inputs, asked.seed, minutes=asked.minutes)
        faulty += found.faulty
        print(
            f"| {name} | {found.inputs:,} | {found.read:,} | {found.refused:,} | {found.faulty:,} "
            f"| {found.slowest:.2f} | {found.seconds:,.0f} |",
            flush=True,
        )
        for number, (fault, content) in enumerate(found.faults.items()):
            print(f"{name}: {fault}", file=sys.stderr, flush=True)
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / f"{name.replace(' ', '-')}-{number}").write_bytes(content)
    sys.exit(1 if faulty else 0)


if __name__ == "__main__":
    main()
