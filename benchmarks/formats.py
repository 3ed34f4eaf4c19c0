"""Files that programs wrote, by format: how many are read right, how many refused with a line.

Takes the files of ``tests/files``, all made of invented texts, whole and damaged: cut off after
a quarter, a half and nine tenths, and empty. Each is given to the reader as ``whence read`` does.
Of a whole file all paragraphs must come out, word for word and in their order, and none of what
stands around them on the page; else it must be refused with one line. Of a damaged one any outcome
but that is a fault: read as far as it goes, or refused with one line.

    python benchmarks/formats.py
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from whence.model import PassageRole, Refusal
from whence.pipeline import Options, capture_all, read_capture, run_stage

FILES = Path(__file__).parent.parent / "tests" / "files"
sys.path.insert(0, str(FILES.parent))

from files.sources import PARAGRAPHS, RUNNING  # noqa: E402 - the texts lie beside the files

AROUND = (RUNNING, "Most read", "Ferry timetable", "All rights reserved", "Weather")
"""What stands on the pages and is none of the text."""
BRIDGE = "The harbour office said on Tuesday that the old bridge would stay shut until spring."
MILL = "The harbour office said on Tuesday that the mill's café would stay shut until spring."
EXPECTED = {
    "report.docx": PARAGRAPHS[:4],
    "gmail.eml": PARAGRAPHS[:2],
    "mutt.eml": PARAGRAPHS[:3],
    "thunderbird.eml": (
        "Four boats came home with oil on their nets on Sunday night, and we kept pieces of each "
        "of them in sealed jars.",
        "They are at the ice house on Weir Street. Anybody may see them.",
    ),
    "outlook.eml": (
        "The ministry of transport can confirm that it received the cooperative's letter.",
        "It will answer once the inspector has reported.",
    ),
    "chromium.har": (BRIDGE, MILL),
    "listed.wacz": (BRIDGE, MILL),
    "unlisted.wacz": (BRIDGE, MILL),
}
"""What the files say that do not say all paragraphs."""
PARTS = (0.25, 0.5, 0.9, 0.0)
"""How much of a file is left where it is damaged."""
STRAIGHT = str.maketrans("“”’", '""\'')
SKIPPED = frozenset({".py", ".md"})


def outcome(path: Path) -> str:
    """``right``, ``wrong`` (read, but not so), ``refused`` or ``fault`` for one file."""
    try:
        results = list(run_stage(read_capture, capture_all([str(path)], Options()), Options()))
    except Exception as error:
        print(f"{path.name}: {error!r}", file=sys.stderr)
        return "fault"
    articles = [r for r in results if not isinstance(r, Refusal)]
    if not articles:
        lines = [r.reason for r in results if isinstance(r, Refusal)]
        return "refused" if lines and all(r and "\n" not in r for r in lines) else "fault"
    text = " ".join(
        " ".join(article.text[p.start : p.end].split())
        for article in articles
        for p in article.passages
        if p.role is not PassageRole.BOILERPLATE
    )
    expected = EXPECTED.get(path.name, PARAGRAPHS)
    right = in_order(text, expected) and not any(words in text for words in AROUND)
    return "right" if right else "wrong"


def in_order(text: str, expected: Sequence[str]) -> bool:
    """Whether all paragraphs stand in the text, one behind the other; marks may be straight."""
    at = 0
    plain = text.translate(STRAIGHT)
    for paragraph in expected:
        found = plain.find(paragraph.translate(STRAIGHT), at)
        if found < 0:
            return False
        at = found + len(paragraph)
    return True


def damaged(path: Path, folder: Path) -> Iterator[Path]:
    """The file cut off at each of the parts, under its own name's ending."""
    content = path.read_bytes()
    for part in PARTS:
        cut = folder / f"cut-{int(part * 100)}-{path.name}"
        cut.write_bytes(content[: int(len(content) * part)])
        yield cut


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.parse_args()
    whole: dict[str, Counter[str]] = {}
    cut: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(FILES.iterdir()):
            if path.suffix in SKIPPED or not path.is_file():
                continue
            got = outcome(path)
            whole.setdefault(path.suffix, Counter())[got] += 1
            print(f"{path.name}: {got}", file=sys.stderr)
            for piece in damaged(path, Path(folder)):
                cut.setdefault(path.suffix, Counter())[outcome(piece)] += 1
    print(
        "| format | files | read right | otherwise | refused | cut off | read | refused | faults |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for suffix, tally in sorted(whole.items()):
        pieces = cut[suffix]
        print(
            f"| {suffix[1:]} | {tally.total()} | {tally['right']} | {tally['wrong']} "
            f"| {tally['refused']} | {pieces.total()} | {pieces['right'] + pieces['wrong']} "
            f"| {pieces['refused']} | {tally['fault'] + pieces['fault']} |"
        )


if __name__ == "__main__":
    main()
