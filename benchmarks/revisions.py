"""Revisions: what a reader cannot see must be no revision, and what he can must be told as it is.

Every whole page of ``pages`` is read, changed in its HTML and read again, ten times in ways that no
reader of the article sees (advertisements, related links, counts of shares, white space) and up to
ten times in ways that one does (a number, a hedge, a headline, a passage). Of the first, those
that give a revision are wrong; of the second, those are right that give the kind of edit or change
that was made, at the words where it was made; what is told beside it is counted apart. Where a page
has nothing to change in one way (no number, no hedge), that way is left out. All is drawn with one
seed. ``mh17-aids`` was not looked at while whence was made.

    python benchmarks/revisions.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from whence.analyse.article import analyse_article
from whence.errors import ReadError
from whence.gather.revisions import compare
from whence.model import (
    Analysis,
    Article,
    Capture,
    ChangeKind,
    EditKind,
    PassageRole,
    Quote,
    Revision,
)
from whence.read import read_article

REPORTED = "mh17-aids"
SEED = 20310504
ROLES = (PassageRole.PARAGRAPH, PassageRole.QUOTATION)
AD = "Kettles of polished copper at half their price, until Sunday, at every Brandvik store."
NEW = (
    "The harbour warden of Lozmira, Ines Holloway, was not at her desk on Thursday and her deputy "
    "would not take questions from the quay."
)
NOTE = "Correction: an earlier version of this article misstated what the harbour warden had said."
HEADLINE = "Harbour warden of Lozmira leaves her desk to the deputy"
WORD = "peregrine"
HEDGES = r"\b(?:reportedly|allegedly|apparently|supposedly)\s"
CLAIMS = r"\b(?:claims|claimed|alleges|alleged|suggests|suggested)\b"
SAID = r"\bsaid\b"


@dataclass(frozen=True)
class Page:
    """A page of the set: its story, its tree, and its article with each paragraph's element."""

    story: str
    url: str
    source: str
    article: Article
    wanted: frozenset[str] = frozenset()

    def tree(self) -> HtmlElement:
        """The page, to be changed."""
        return html.document_fromstring(self.source)

    def paragraphs(self, tree: HtmlElement) -> list[HtmlElement]:
        """The elements of the article's paragraphs, those that can be told."""
        found = [e for e in tree.iter("p") if plain(e.text_content()) in self.wanted]
        times = Counter(plain(e.text_content()) for e in found)
        return [e for e in found if times[plain(e.text_content())] == 1]

    def texts(self) -> list[str]:
        """The paragraphs of the article."""
        spans = ((p.start, p.end) for p in self.article.passages if p.role in ROLES)
        texts = [self.article.text[b:e] for b, e in spans]
        return [t for t in texts if len(t.split()) > 11 and "." in t]


MEANING = frozenset({"number changed", "hedge removed", "hedge added"})
"""Changes that are told by what the article says, and not by its passages alone."""

Edited = tuple[HtmlElement, Callable[[Revision, Article, Article], bool]]
"""A changed page, and whether a revision tells the change."""


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


# ---------------------------------------------------------------- what no reader sees


def invisible(page: Page, chance: random.Random) -> Iterator[tuple[str, HtmlElement]]:
    """The page, changed in ten ways that are none to a reader of its article."""
    links = "".join(f'<li><a href="/n/{n}">{t}</a></li>' for n, t in enumerate((HEADLINE, AD)))
    blocks = {
        "advertisement": f'<div class="advertisement"><p>Advertisement</p><p>{AD}</p></div>',
        "advertisement in a frame": '<div id="ad-slot-3"><iframe src="/ad?n=7"></iframe></div>',
        "related links": f'<div class="related-links"><h3>Related</h3><ul>{links}</ul></div>',
        "most read": f'<aside class="most-read"><h4>Most read</h4><ol>{links}</ol></aside>',
        "counts of shares": '<div class="share-bar"><b>1,204 shares</b> <i>Tweet</i></div>',
        "count of comments": '<p class="meta"><a href="#comments">37 comments</a></p>',
        "time since": '<p class="timestamp">Updated 25 minutes ago</p>',
    }
    for name, block in blocks.items():
        tree = page.tree()
        put_beside(chance.choice(page.paragraphs(tree)), block)
        yield name, tree
    tree = page.tree()
    for element in tree.iter("p", "div"):
        element.set("data-seen", str(chance.randrange(1000)))
        element.tail = f"\n\t {element.tail or ''} \n"
    yield "white space and attributes", tree
    tree = page.tree()
    for element in page.paragraphs(tree):
        respell(element)
    yield "quotation marks and dashes", tree
    tree = page.tree()
    tree.body.insert(0, html.fragment_fromstring(f'<nav class="menu"><ul>{links * 3}</ul></nav>'))
    yield "navigation", tree


def put_beside(element: HtmlElement, block: str) -> None:
    """A block behind an element."""
    made = html.fragment_fromstring(block)
    made.tail, element.tail = element.tail, None
    element.addnext(made)


def respell(element: HtmlElement) -> None:
    """Straight marks for curly ones and the other way round, in all text of an element."""

    def other(text: str | None) -> str | None:
        if text is None:
            return None
        if re.search("[“”’]", text):
            return text.translate(str.maketrans("“”’", '""\'')).replace("—", "–")
        return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’").replace(" - ", " – ")

    for node in element.iter():
        if isinstance(node.tag, str):
            node.text = other(node.text)
        if node is not element:
            node.tail = other(node.tail)


# ---------------------------------------------------------------- what a reader sees


def visible(page: Page, chance: random.Random) -> Iterator[tuple[str, Edited]]:
    """The page, changed in ten ways that a reader of its article sees, as far as it can be."""
    yield from changed_words(page, chance)
    tree = page.tree()
    put_beside(chance.choice(page.paragraphs(tree)), f"<p>{NEW}</p>")
    yield "paragraph added", (tree, has_edit(EditKind.ADDED, NEW))
    tree = page.tree()
    gone = chance.choice(page.paragraphs(tree))
    text = gone.text_content()
    gone.drop_tree()
    yield "paragraph cut", (tree, has_edit(EditKind.CUT, text))
    tree = page.tree()
    if len(found := page.paragraphs(tree)) > 3:
        text = found[-1].text_content()
        found[-1].tail = None
        found[0].addprevious(found[-1])
        yield "paragraph moved", (tree, has_edit(EditKind.MOVED, text))
    tree = page.tree()
    put_beside(page.paragraphs(tree)[-1], f"<p>{NOTE}</p>")
    yield "correction appended", (tree, announces)
    if page.article.headline:
        tree = html.document_fromstring(swap_headline(page))
        yield "headline replaced", (tree, replaces_headline)


def changed_words(page: Page, chance: random.Random) -> Iterator[tuple[str, Edited]]:
    """Changes of words inside a paragraph."""
    kinds = (
        (
            "number changed",
            r"(?<![\w.,$£€-])\d{2,3}(?![\w.,%-]\w|\w)",
            number,
            ChangeKind.NUMBER_CHANGED,
        ),
        ("hedge removed", HEDGES, lambda _: "", ChangeKind.HEDGE_LOST),
        ("hedge removed", CLAIMS, lambda _: "said", ChangeKind.HEDGE_LOST),
        ("hedge added", SAID, lambda _: "claimed", ChangeKind.HEDGE_ADDED),
    )
    done: set[str] = set()
    for name, pattern, put, kind in kinds:
        tree = page.tree()
        places = [
            (element, match)
            for element in page.paragraphs(tree)
            for match in re.finditer(pattern, element.text or "")
        ]
        if places and name not in done:
            done.add(name)
            element, match = chance.choice(places)
            replace_text(element, match.span(), put(match[0]))
            yield name, (tree, has_change(kind))
    tree = page.tree()
    texts = [e for e in page.paragraphs(tree) if len(re.findall(r"\b\w{5,}\b", e.text or "")) > 3]
    if texts:
        element = chance.choice(texts)
        match = chance.choice(list(re.finditer(r"\b[a-z]{5,}\b", element.text)) or [None])
        if match:
            replace_text(element, match.span(), WORD)
            yield "word replaced", (tree, has_words(WORD))
    tree = page.tree()
    ends = [
        (element, match)
        for element in page.paragraphs(tree)
        for match in [
            re.search(r"(?<=[a-z]{3}\. )[A-Z][^.]{30,}[a-z]{3}\.\s*\Z", element.text or "")
        ]
        if match and not len(element)
    ]
    if ends:
        element, match = chance.choice(ends)
        gone = match[0]
        replace_text(element, match.span(), "")
        yield "sentence cut", (tree, cuts_words(gone))


def number(old: str) -> str:
    return str(int(old) + 17)


def replace_text(element: HtmlElement, span: tuple[int, int], new: str) -> None:
    text = element.text or ""
    element.text = text[: span[0]] + new + text[span[1] :]


def swap_headline(page: Page) -> str:
    """The page with another headline, wherever the old one stands in its source."""
    tree = page.tree()
    old = plain(page.article.headline or "")
    for element in tree.iter("h1", "h2", "title", "a", "span", "div", "h3"):
        if plain(element.text_content()) == old:
            for child in list(element):
                element.remove(child)
            element.text = HEADLINE
    for element in tree.iter("meta"):
        if old and old in plain(element.get("content") or "")[: len(old) + 30]:
            element.set("content", HEADLINE)
    for element in tree.iter("title"):
        element.text = HEADLINE
    return str(html.tostring(tree, encoding="unicode"))


# ---------------------------------------------------------------- whether it is told


def words_at(quote: Quote | None, article: Article) -> str:
    spans = quote.spans if quote else ()
    return plain(" ".join(article.text[b:e] for b, e in spans))


def has_edit(kind: EditKind, text: str) -> Callable[[Revision, Article, Article], bool]:
    def told(revision: Revision, before: Article, after: Article) -> bool:
        return any(
            e.kind is kind and plain(text) in (words_at(e.before, before), words_at(e.after, after))
            for e in revision.edits
        ) or (kind is EditKind.MOVED and any(e.kind is kind for e in revision.edits))

    return told


def has_change(kind: ChangeKind) -> Callable[[Revision, Article, Article], bool]:
    return lambda revision, _before, _after: any(c.kind is kind for c in revision.changes)


def has_words(word: str) -> Callable[[Revision, Article, Article], bool]:
    def told(revision: Revision, _before: Article, after: Article) -> bool:
        return any(
            e.kind is EditKind.REWORDED and [after.text[b:f] for b, f in e.added] == [word]
            for e in revision.edits
        )

    return told


def cuts_words(gone: str) -> Callable[[Revision, Article, Article], bool]:
    def told(revision: Revision, before: Article, _after: Article) -> bool:
        return any(
            e.kind is EditKind.REWORDED
            and plain(" ".join(before.text[b:f] for b, f in e.cut)) == plain(gone)
            for e in revision.edits
        )

    return told


def announces(revision: Revision, _before: Article, after: Article) -> bool:
    return any(plain(NOTE) == words_at(q, after) for q in revision.announcements)


def replaces_headline(revision: Revision, _before: Article, after: Article) -> bool:
    return any(
        e.role is PassageRole.HEADLINE
        and e.kind is EditKind.REWORDED
        and words_at(e.after, after) == plain(HEADLINE)
        and not e.announced
        for e in revision.edits
    )


# ---------------------------------------------------------------- the measure


def read(source: str, url: str, name: str) -> Article:
    """The article of a page.

    Raises:
        ReadError: it holds none.
    """
    content = source.encode()
    digest = hashlib.sha256(content).hexdigest()
    taken = datetime(2031, 5, 4, tzinfo=UTC)
    return read_article(Capture(name, content, "text/html", digest, taken, url, "utf-8"))


def read_again(tree: HtmlElement, page: Page) -> Article:
    """The article of a page that was changed; an empty one where it is refused."""
    try:
        return read(html.tostring(tree, encoding="unicode"), page.url, "after")
    except ReadError:
        return Article("after", "", url=page.url)


def pages_of(folder: Path) -> Iterator[Page]:
    for about in sorted(folder.glob("*/*.json")):
        url = json.loads(about.read_text("utf-8"))["url"]
        tree = html.document_fromstring(about.with_suffix(".html").read_bytes())
        source = str(html.tostring(tree, encoding="unicode"))
        try:
            article = read(source, url, "before")
        except ReadError:
            continue
        page = mark_read(Page(about.parent.name, url, source, article))
        if page.paragraphs(page.tree()):
            yield page


def mark_read(page: Page) -> Page:
    """The page with those paragraphs that are read from the element that they are looked for in."""
    page = replace(page, wanted=frozenset(map(plain, page.texts())))
    tree = page.tree()
    found = page.paragraphs(tree)
    texts = [plain(element.text_content()) for element in found]
    for number, element in enumerate(found):
        element.text = f"mark{number}x {element.text or ''}"
    marked = read_again(tree, page)
    spans = [(p.start, p.end) for p in marked.passages if p.role in ROLES]
    seen = {m for b, e in spans for m in re.findall(r"\bmark\d+x", marked.text[b:e])}
    return replace(page, wanted=frozenset(t for n, t in enumerate(texts) if f"mark{n}x" in seen))


def measure(page: Page, counts: Counter[tuple[str, str, str]], errors: bool) -> None:
    part = "reported" if page.story == REPORTED else "chosen on"
    chance = random.Random(f"{SEED} {page.url}")
    bare = Analysis(page.article)
    for name, tree in invisible(page, chance):
        after = read_again(tree, page)
        found = compare(bare, Analysis(after))
        counts[part, name, "made"] += 1
        counts[part, name, "told"] += found is not None
        if errors and found and part != "reported":
            show(name, page, found, after)
    whole = analyse_article(page.article)
    for name, (tree, told) in visible(page, chance):
        after = read_again(tree, page)
        asked = name in MEANING
        found = compare(whole, analyse_article(after)) if asked else compare(bare, Analysis(after))
        right = found is not None and told(found, page.article, after)
        counts[part, name, "made"] += 1
        counts[part, name, "told"] += found is not None
        counts[part, name, "right"] += right
        counts[part, name, "beside"] += max(0, len(found.edits) - 1) if found else 0
        if errors and part != "reported" and (not right or (found and len(found.edits) > 1)):
            show(f"{name}, {'right' if right else 'WRONG'}", page, found, after)


def show(name: str, page: Page, found: Revision | None, after: Article) -> None:
    """One error, by its words."""
    print(f"\n{name}: {page.url}")
    for e in found.edits if found else ():
        print("  ", e.kind.value, e.role.value, "moved" if e.moved else "")
        print("     -", [page.article.text[b:f][:90] for b, f in e.cut])
        print("     +", [after.text[b:f][:90] for b, f in e.added])
    for c in found.changes if found else ():
        print("  ", c.kind.value)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds pages")
    parser.add_argument("--errors", action="store_true", help="print each error, not of mh17-aids")
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    begin = time.process_time()
    pages = list(pages_of(options.data / "pages"))
    for page in pages:
        measure(page, counts, options.errors)
    report(counts, len(pages), time.process_time() - begin)
    return 0


def report(counts: Counter[tuple[str, str, str]], pages: int, seconds: float) -> None:
    names = list(dict.fromkeys(name for _, name, _ in counts))
    seen = {name for _, name, what in counts if what == "right"}
    print(f"\n{pages} pages, {seconds:.0f} s of CPU\n")
    for title, kind in (("not seen by a reader", False), ("seen by a reader", True)):
        print(f"| {title} | chosen on | reported |")
        print("|---|---|---|")
        rows = [n for n in names if (n in seen) is kind]
        for name in (*rows, "all"):
            cells = []
            for part in ("chosen on", "reported"):
                some = rows if name == "all" else [name]
                made, told, right, beside = (
                    sum(counts[part, n, what] for n in some)
                    for what in ("made", "told", "right", "beside")
                )
                cell = (
                    f"{right} of {made} right, {beside} told beside"
                    if kind
                    else f"{told} of {made}"
                )
                cells.append(cell)
            print(f"| {name} | {cells[0]} | {cells[1]} |")
        print()


if __name__ == "__main__":
    sys.exit(main())
