"""Facts: what the ledger and the headers of records say of a capture, by which it can be found."""

from __future__ import annotations

import re
from pathlib import Path

from whence.model import Capture
from whence.vault.entry import time_text

LONGEST_FACT = 10_000
"""Characters of an id or address that the ledger repeats; the archive has all of it."""
_URI = re.compile(r"urn:|[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def facts_of(capture: Capture) -> dict[str, str | None]:
    """What the ledger says of a capture, by which it can be found; long texts are cut."""
    facts = {
        "id": capture.id,
        "sha256": capture.sha256,
        "media_type": capture.media_type,
        "taken": time_text(capture.taken),
        "url": capture.url,
        "within": capture.within,
    }
    return {key: text and clean(text[:LONGEST_FACT]) for key, text in facts.items()}


def clean(text: str) -> str:
    """The text as a ledger can hold it, half characters replaced."""
    return text.encode("utf-8", "replace").decode()


def target_of(capture: Capture) -> str:
    """The URI of what was captured: its address, or that of the file on this machine."""
    if capture.exchange:
        return capture.exchange.hops[-1].url
    if capture.url:
        return capture.url
    source = capture.within or capture.id
    if source == "-" or source.startswith("-#"):
        return f"urn:sha256:{capture.sha256}"
    if _URI.match(source):
        return source
    try:
        uri = Path(source).absolute().as_uri()
    except ValueError:  # a NUL, as no file is called
        return f"urn:sha256:{capture.sha256}"
    return f"{uri}#{capture.id}" if capture.within else uri
