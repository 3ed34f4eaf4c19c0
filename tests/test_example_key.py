"""The example story and its answer key agree: every word of the key stands in the story."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import html
from warcio.archiveiterator import ArchiveIterator

from whence.example.matching import locate
from whence.model import Act, Certainty, ChangeKind, Direction, Distance, LinkRole, Polarity, Stance

ROOT = Path(__file__).parent.parent
STORY = ROOT / "examples" / "story"
KEY: dict[str, Any] = json.loads((ROOT / "examples" / "answer_key.json").read_text("utf-8"))


def page_text(page: str) -> str:
    """The words of a page's article, or of its body where it marks none."""
    tree = html.fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    article = next(iter(tree.xpath("//article | //div[@id='main'] | //div[@class='content']")))
    return " ".join(article.text_content().split())


def texts_of_story() -> Iterator[tuple[str, str]]:
    """The words of every article by its id, got without any part of whence."""
    for path in sorted(STORY.iterdir()):
        name = f"examples/story/{path.name}"
        if path.suffix == ".html":
            yield name, page_text(path.read_text("utf-8"))
        elif path.suffix == ".txt":
            yield name, path.read_text("utf-8")
        elif path.suffix == ".jsonl":
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                yield row["id"], f"{row['headline']}\n\n{row['text']}"
        elif path.suffix == ".xml":
            for entry in feedparser.parse(path.read_bytes()).entries:
                body = html.fromstring(entry.content[0].value).text_content()
                yield entry.link, f"{entry.title}\n\n{body}"
        else:
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    page = record.content_stream().read().decode("utf-8")
                    yield record.rec_headers.get_header("WARC-Target-URI"), page_text(page)


TEXTS = dict(texts_of_story())


def named_articles() -> Iterator[str]:
    for row in (*KEY["statements"], *KEY["overstated"], *KEY["copies"], *KEY["origins"]):
        yield row["article"]
    for claim in KEY["claims"]:
        yield from (quote["article"] for quote in claim["quotes"])
    for row in (*KEY["origins"], *KEY["copies"]):
        ends = [*row.get("origins", []), *row.get("from", [])]
        yield from (end for end in ends if not end.startswith("unseen:"))
    for story in KEY["stories"]:
        yield from (*story["articles"], *story["own_texts"])


def statement_id(row: dict[str, Any]) -> str:
    return f"{Path(row['article']).stem}: {row['cue']} {str(row['content'])[:30]}"


def test_the_key_lists_exactly_the_articles_of_the_story() -> None:
    assert sorted(row["id"] for row in KEY["articles"]) == sorted(TEXTS)


def test_every_article_the_key_speaks_of_is_in_the_story() -> None:
    assert set(named_articles()) <= set(TEXTS)


@pytest.mark.parametrize("article", sorted(TEXTS))
def test_every_article_is_of_a_length_that_news_has(article: str) -> None:
    assert 120 <= len(TEXTS[article].split()) <= 350


@pytest.mark.parametrize("row", KEY["statements"], ids=statement_id)
def test_the_words_of_a_statement_stand_where_the_key_says(row: dict[str, Any]) -> None:
    text = TEXTS[row["article"]]
    sentence = locate(text, row["in"])
    assert sentence is not None
    assert locate(text, row["in"], nth=2) is None
    for role in ("source", "cue", "content"):
        pieces = [row[role]] if isinstance(row[role], str) else row[role] or []
        nth = row.get("nth", {}).get(role)
        for piece in pieces:
            assert locate(text, piece, nth or 1, sentence) is not None
            assert nth or locate(text, piece, 2, sentence) is None


@pytest.mark.parametrize("row", KEY["statements"], ids=statement_id)
def test_a_statement_of_the_key_has_values_of_the_model(row: dict[str, Any]) -> None:
    for axis, values in (
        ("act", Act),
        ("certainty", Certainty),
        ("polarity", Polarity),
        ("distance", Distance),
    ):
        assert row[axis] is None or values(row[axis])
    roles = [LinkRole(role) for role, _ in row.get("chain", [])]
    assert not roles or (roles[0], roles[-1]) == (LinkRole.OUTLET, LinkRole.HOLDER)
    assert row["speaker"]


@pytest.mark.parametrize("claim", KEY["claims"], ids=lambda claim: claim["name"])
def test_every_quote_of_a_claim_stands_once(claim: dict[str, Any]) -> None:
    for quote in claim["quotes"]:
        text = TEXTS[quote["article"]]
        assert locate(text, quote["words"]) is not None, quote
        assert locate(text, quote["words"], nth=2) is None, quote
    for position in claim["positions"]:
        assert Stance(position["stance"])


def test_no_two_statements_of_the_key_are_the_same() -> None:
    rows = [
        json.dumps([r[f] for f in ("article", "in", "cue", "content")]) for r in KEY["statements"]
    ]
    assert len(rows) == len(set(rows))


def test_stories_part_the_articles_and_every_article_has_origins() -> None:
    told = [article for story in KEY["stories"] for article in story["articles"]]
    assert sorted(told) == sorted(TEXTS)
    assert sorted(row["article"] for row in KEY["origins"]) == sorted(TEXTS)


def test_own_texts_are_the_articles_that_took_from_no_seen_one() -> None:
    own = {article for story in KEY["stories"] for article in story["own_texts"]}
    copies = {
        row["article"]
        for row in KEY["copies"]
        if not any(source.startswith("unseen:") for source in row["from"])
    }
    assert own == set(TEXTS) - copies
    assert all(Direction(row["direction"]) for row in KEY["copies"])


def test_a_copy_shares_a_long_run_of_words_with_what_it_was_taken_from() -> None:
    for row in KEY["copies"]:
        for source in row["from"]:
            others = (
                [source]
                if source in TEXTS
                else [
                    other["article"]
                    for other in KEY["copies"]
                    if source in other["from"] and other["article"] != row["article"]
                ]
            )
            mine = runs(TEXTS[row["article"]])
            assert all(len(mine & runs(TEXTS[other])) > 30 for other in others), row


def runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_protected_people_are_named_in_texts_and_in_addresses() -> None:
    for name in KEY["masked"]:
        assert sum(name in text for text in TEXTS.values()) > 3
    assert any("joran-telvik" in row["id"] for row in KEY["articles"])


def test_published_times_lie_within_two_days() -> None:
    times = [row["published"] for row in KEY["articles"] if row["published"]]
    assert len(times) == len(TEXTS) - 1
    assert {datetime.fromisoformat(time).date().isoformat() for time in times} == {
        "2025-10-14",
        "2025-10-15",
    }


def test_every_value_of_a_discrepancy_is_written_in_the_story() -> None:
    words = {2: "two", 3: "three", 11: "eleven", 14: "14", 20: "20"}
    whole = " ".join(TEXTS.values()).lower()
    for row in KEY["discrepancies"]:
        for value in row["values"]:
            assert re.search(rf"\b{words[value]}\b", whole)


def test_the_made_files_are_what_their_sources_make(tmp_path: Path) -> None:
    script = ROOT / "examples" / "make_story.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    kept = (STORY / "bulletins.jsonl").read_bytes()
    assert (tmp_path / "bulletins.jsonl").read_bytes() == kept
    archives = [(folder / "archive.warc.gz").read_bytes() for folder in (tmp_path, STORY)]
    assert gzip.decompress(archives[0]) == gzip.decompress(archives[1])


@pytest.mark.parametrize("row", KEY["changes"], ids=lambda row: f"{row['kind']}, {row['article']}")
def test_what_a_copy_changed_stands_in_both_texts(row: dict[str, str]) -> None:
    assert ChangeKind(row["kind"])
    assert locate(TEXTS[row["from"]], row["before"]) and locate(TEXTS[row["article"]], row["after"])
    assert any(row["article"] == c["article"] and row["from"] in c["from"] for c in KEY["copies"])
