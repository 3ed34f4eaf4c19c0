"""An article that a page carries only inside its scripts.

Some pages arrive as an empty shell with their article as JSON for a script to lay out
(``__NEXT_DATA__``, ``window.__STATE__ = {...}``). Takes the shell, gives a plain page made of
that JSON: the longest text under a key that names a body, with the headline, author and time
that stand beside it. Also used where JSON-LD has an ``articleBody`` and the page has no text.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from lxml.html import HtmlElement

from whence.read.linked_data import Node, names, text_value, walk_objects

_BODY_KEYS = ("body", "articleBody", "bodyHtml", "body_html", "content", "html", "text", "rendered")
_TITLE_KEYS = ("headline", "title", "name")
_PUBLISHED_KEYS = ("datePublished", "published_at", "publishedAt", "publish_date", "publishDate")
_MODIFIED_KEYS = ("dateModified", "updated_at", "updatedAt", "modified_at", "modifiedAt")
_AUTHOR_KEYS = ("author", "authors", "byline", "creator")
_OBJECT = re.compile(r"[=(,:]\s*(?=\{\s*\")|^\s*(?=\{\s*\")")
_FEWEST_CHARACTERS = 600
_MOST_CHARACTERS = 5_000_000
_MOST_OBJECTS = 40
_TAG = re.compile(r"<[^>]{0,2000}>")


def embedded_page(tree: HtmlElement, linked: Node) -> str | None:
    """A page written from the article in the scripts; None where they hold none."""
    nodes = [linked] if linked else []
    for script in tree.iter("script"):
        if script.text and len(script.text) >= _FEWEST_CHARACTERS:
            nodes.extend(walk_objects(_objects(script.text[:_MOST_CHARACTERS])))
    best = max(nodes, key=_body_length, default={})
    return _written(best) if _body_length(best) >= _FEWEST_CHARACTERS else None


def _objects(script: str) -> list[object]:
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    position = tried = 0
    while (match := _OBJECT.search(script, position)) and tried < _MOST_OBJECTS:
        tried += 1
        try:
            value, position = decoder.raw_decode(script, match.end())
            found.append(value)
        except (ValueError, RecursionError):
            position = max(match.end(), match.start() + 1)
    return found


def _body_of(node: Node) -> str:
    texts = [node[key] for key in _BODY_KEYS if isinstance(node.get(key), str)]
    return max(texts, key=len, default="")


def _body_length(node: Node) -> int:
    """The length of the body's words; 0 where nothing beside it names it an article."""
    if not any(isinstance(node.get(key), str) for key in _TITLE_KEYS):
        return 0
    return len(_TAG.sub("", _body_of(node)))


def _written(node: Node) -> str:
    body = _body_of(node)
    if not _TAG.search(body):
        body = "".join(f"<p>{html.escape(line)}</p>" for line in body.splitlines() if line.strip())
    elif "<p" not in body[:200]:
        body = f"<p>{body}"
    title = text_value(node, *_TITLE_KEYS) or ""
    metas = {"og:title": title, "author": ", ".join(_authors(node))}
    metas["article:published_time"] = text_value(node, *_PUBLISHED_KEYS) or ""
    metas["article:modified_time"] = text_value(node, *_MODIFIED_KEYS) or ""
    head = "".join(
        f'<meta property="{name}" content="{html.escape(value)}">' for name, value in metas.items()
    )
    heading = f"<h1>{html.escape(title)}</h1>"
    return f"<html><head>{head}</head><body><article>{heading}{body}</article></body></html>"


def _authors(node: Node) -> list[Any]:
    return next((found for key in _AUTHOR_KEYS if (found := names(node, key))), [])
