"""Posts: what a person pasted comes in, its Capture goes out.

Some things can only be read off a screen: a post behind a login, a message in a closed channel, a
text read out. A person pastes the words and says who wrote them, where and when; all of it is kept
as one JSON object, and it stays known that it was pasted and by nobody else seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from whence.capture.page import capture_bytes
from whence.errors import UsageError
from whence.model import Capture, Given

POST = "application/vnd.whence.post+json"
"""Media type of a post: JSON with ``text``, ``author``, ``outlet``, ``published``, ``url``,
``headline`` and ``note``, all but the text optional."""


def capture_post(text: str, said: Mapping[str, str | None], taken: datetime) -> Capture:
    """The Capture of a pasted ``text`` and what a person ``said`` of it, by the keys of a post.

    Raises:
        UsageError: there is no word in the text.
    """
    if not any(c.isalnum() for c in text):
        raise UsageError("--paste: there is no word in the text; give --text or standard input")
    fields = {"text": text, **{key: value for key, value in said.items() if value}}
    packed = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = packed.encode("utf-8", "replace")
    post = capture_bytes(content, name="", media_type=POST, taken=taken, charset="utf-8")
    given = Given(*(said.get(key) for key in ("url", "outlet", "published", "headline")))
    name = given.url or f"pasted-{post.sha256[:12]}"
    return capture_bytes(
        content, name=name, media_type=POST, taken=taken, charset="utf-8", given=given
    )
