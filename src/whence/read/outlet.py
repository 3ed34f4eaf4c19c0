"""The outlet of a page: who publishes it.

Takes a Page; gives the publisher's name, and all names by which the site may call itself in
titles and bylines. Without a name the host is the outlet, since that much is always certain.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from whence.read.blocks import plain
from whence.read.linked_data import names
from whence.read.page import Page

_META_KEYS = ("og:site_name", "application-name", "dc.publisher", "publisher", "source")
_MOST_CHARACTERS = 80


def find_outlet(page: Page, given: str | None) -> tuple[str | None, str]:
    """The outlet's name and where it was read from."""
    if given:
        return given, "given"
    published = next(iter(names(page.linked, "publisher", page.nodes)), None)
    if published and len(published) <= _MOST_CHARACTERS:
        return published, "json-ld"
    named = page.named(*_META_KEYS)
    if named and len(named) <= _MOST_CHARACTERS and "//" not in named:
        return named, "open-graph"
    host = host_of(page)
    return (host, "page") if host else (None, "")


def outlet_names(page: Page, given: str | None) -> tuple[str, ...]:
    """All that the site may call itself, most certain first."""
    host = host_of(page) or ""
    account = (page.named("twitter:site") or "").lstrip("@")
    candidates = [
        given,
        *names(page.linked, "publisher", page.nodes),
        *(value for key in _META_KEYS for value in page.meta.get(key, ())),
        page.named("al:ios:app_name", "al:android:app_name", "twitter:app:name:iphone"),
        account,
        host,
        host.split(".")[0],
    ]
    found: dict[str, str] = {}
    for name in candidates:
        if name and len(name) <= _MOST_CHARACTERS and len(plain(name).replace(" ", "")) >= 2:
            found.setdefault(plain(name), name)
    return tuple(found.values())


def host_of(page: Page) -> str | None:
    """The host of a page's address without ``www``."""
    for url in (page.url, page.named("og:url")):
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            continue
        if host:
            return host.removeprefix("www.")
    return None
