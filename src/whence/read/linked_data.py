"""JSON-LD: what a page says of its article in schema.org's words.

Takes the scripts of a page, gives their objects and the one that is the article. Real pages
have lists, ``@graph``, nested articles, several scripts, raw line breaks inside strings,
comments, trailing commas and entities: what JSON cannot read is mended once, then given up.
Terms: https://schema.org/NewsArticle
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

_ARTICLE = re.compile(
    r"(?:^|/)(?:\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|Review\w*)$"
)
_SECOND_BEST = re.compile(r"(?:^|/)(?:WebPage|ItemPage|CreativeWork|VideoObject)$")
_MOST_SCRIPTS = 40
_MOST_CHARACTERS = 2_000_000
_MOST_NODES = 2000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def nodes_of(scripts: Iterable[str]) -> tuple[Node, ...]:
    """All objects of a page's JSON-LD scripts, outer ones first; unreadable scripts give none."""
    found: list[Node] = []
    for count, script in enumerate(scripts):
        if count >= _MOST_SCRIPTS or len(found) >= _MOST_NODES:
            break
        found.extend(walk_objects(_loads(script[:_MOST_CHARACTERS])))
    return tuple(found[:_MOST_NODES])


def _loads(script: str) -> object:
    bare = _WRAPPING.sub("", script.strip())
    for attempt in (bare, _TRAILING_COMMA.sub(r"\1", html.unescape(bare))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def walk_objects(value: object) -> Iterator[Node]:
    """Objects in reading order, without recursion, so that no nesting can exhaust the stack."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(v for v in reversed(item.values()) if isinstance(v, dict | list))
        elif isinstance(item, list):
            waiting.extend(reversed(item))


def article_node(nodes: Iterable[Node]) -> Node:
    """The object that describes the page's article; an empty one where none does."""
    listed = list(nodes)
    articles = [node for node in listed if _is(node, _ARTICLE) and _text(node, "headline", "name")]
    if articles:
        return articles[0]
    pages = [node for node in listed if _is(node, _SECOND_BEST) and node.get("datePublished")]
    return pages[0] if pages else {}


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and kind.search(name) for name in named)


def _text(node: Node, *keys: str) -> str | None:
    for key in keys:
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("@value") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return " ".join(html.unescape(re.sub(r"<[^>]{0,200}>", "", value)).split())
    return None


def text_value(node: Node, *keys: str) -> str | None:
    """The first of these properties that is text, with entities read and tags removed."""
    return _text(node, *keys)


def names(node: Node, key: str, nodes: Iterable[Node] = ()) -> list[str]:
    """The names under a property: strings, objects with a name, references by ``@id``."""
    value = node.get(key)
    listed = value if isinstance(value, list) else [value]
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and n.get("name")}
    found: list[object] = []
    for item in listed:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            reference = item.get("@id")
            target = by_id.get(reference, item) if isinstance(reference, str) else item
            inner = target.get("name")
            found.extend(inner if isinstance(inner, list) else [inner])
    return [" ".join(html.unescape(n).split()) for n in found if isinstance(n, str) and n.strip()]
