"""Collections with some bytes or values wrong: captures and refusals, never an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from whence.capture import POST, Fetcher, Limits, capture_inputs
from whence.errors import ReadError
from whence.model import Capture, Refusal
from whence.read import read_article

FILES = Path(__file__).parent.parent / "files"
NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
OFFLINE = Limits(fetch_seconds=0.5)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def take(content: bytes) -> list[Capture | Refusal]:
    """What standard input gives; all that is a post is read, too."""

    def nobody(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("127.0.0.1", port))]

    fetcher = Fetcher(OFFLINE, resolve=nobody, sleep=lambda _: None)
    found = list(
        capture_inputs(
            ["-"], limits=OFFLINE, stdin=BytesIO(content), clock=lambda: NOON, fetcher=fetcher
        )
    )
    for item in found:
        if isinstance(item, Refusal):
            assert len(f"{item.input}: {item.reason}".splitlines()) == 1
        elif item.media_type == POST:
            try:
                assert read_article(item).text
            except ReadError as error:
                assert str(error)
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["listed.wacz", "chromium.har"]), st.data())
def test_files_with_some_bytes_wrong_or_missing_never_raise(name, data):
    content = bytearray((FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    begin, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    cut = data.draw(st.sampled_from(["none", "end", "middle"]))
    if cut == "end":
        del content[end:]
    elif cut == "middle":
        del content[begin : min(end, begin + 50)]
    assert take(bytes(content))


KEYS = ["id", "type", "text", "href", "edited_unixtime", "forwarded_from", "encoding", "status"]
KEYS += ["redirectURL", "entries", "startedDateTime", "media", "created_at", "core", "uri"]


def spoilt(value: Any, data: st.DataObject) -> Any:
    """The value with something else in the place of one of its parts, at any depth."""
    if not isinstance(value, dict | list) or not value or data.draw(st.integers(0, 9)) == 0:
        return data.draw(ANYTHING)
    whole = dict(value) if isinstance(value, dict) else list(value)
    keys = sorted(whole) if isinstance(whole, dict) else range(len(whole))
    key = data.draw(st.sampled_from(keys))
    whole[key] = spoilt(whole[key], data)
    if isinstance(whole, dict) and data.draw(st.booleans()):
        whole[data.draw(st.sampled_from(KEYS))] = data.draw(ANYTHING)
    return whole


MESSAGE = {"id": 2, "type": "message", "date": "2031-05-04T11:00:00", "date_unixtime": "1935651600"}
MESSAGE |= {"text": ["Shut. ", {"type": "text_link", "text": "Why", "href": "https://a.example"}]}
CHAT = {"name": "Harbour Watch", "type": "public_channel", "id": 77, "messages": [MESSAGE, MESSAGE]}
ACCOUNT = {"about": "x", "list": [CHAT]}
TWEET = {"id_str": "1", "full_text": "Shut https://t.co/a", "created_at": "Sun May 04 2031"}
TWEET |= {"entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example"}]}}
NOTE = {"noteTweetId": "1", "createdAt": "2031-05-04T09:00:00.000Z", "core": {"text": "Shut"}}
ANSWER = {"status": 200, "content": {"mimeType": "text/html", "text": "<p>Shut.</p>"}}
ENTRY = {"request": {"url": "https://a.example/"}, "response": ANSWER, "pageref": "p"}
HAR = {"version": "1.2", "pages": [{"id": "p"}], "entries": [ENTRY, ENTRY]}
FOLDER = {"type": "text/x-moz-place-container", "children": [{"uri": "https://a.example/"}]}

EXPORTS = {
    "{}": CHAT,
    '{{"about": "x", "chats": {}}}': ACCOUNT,
    '{{"log": {}}}': HAR,
    "window.YTD.tweets.part0 = {}": [{"tweet": TWEET}],
    "window.YTD.note_tweet.part0 = {}": [{"noteTweet": NOTE}],
    "{} ": FOLDER,
}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(EXPORTS)), st.data())
def test_exports_with_any_value_in_any_place_never_raise(shape, data):
    value = spoilt(EXPORTS[shape], data)
    assert take(shape.format(json.dumps(value)).encode())


@settings(max_examples=200, deadline=None)
@given(ANYTHING | st.dictionaries(st.sampled_from(["text", "links", "url", "outlet"]), ANYTHING))
def test_any_json_as_a_post_is_read_or_refused(value):
    content = json.dumps(value).encode()
    try:
        article = read_article(Capture("it", content, POST, "0" * 64, NOON))
    except ReadError as error:
        assert error.input == "it"
    else:
        assert article.text
