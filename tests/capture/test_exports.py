"""Posts and messages: exports of Telegram and X, and posts that a person tells of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from whence.capture import POST, paste_post
from whence.errors import CaptureError
from whence.model import Capture, Refusal
from whence.read import read_article

from .conftest import NOON


def message(number: int, text: Any, **more: Any) -> dict[str, Any]:
    """A message as Telegram Desktop writes it."""
    row = {"id": number, "type": "message", "date": "2031-05-04T11:00:00"}
    row |= {"date_unixtime": "1935651600", "from": "Harbour Watch", "from_id": "channel77"}
    return {**row, "text": text, "text_entities": [], **more}


def chat(*messages: dict[str, Any], kind: str = "public_channel", **more: Any) -> dict[str, Any]:
    return {"name": "Harbour Watch", "type": kind, "id": 77, "messages": list(messages), **more}


def exported(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()


ENTITIES = [
    {"type": "bold", "text": "Bridge shut"},
    "\nSee ",
    {"type": "text_link", "text": "the notice", "href": "https://harbour.example/notice"},
    " and ",
    {"type": "link", "text": "mill.example/a"},
    ".",
]


def test_each_message_of_a_channel_is_a_post(take):
    rows = [
        {"id": 1, "type": "service", "date": "2031-05-01T09:00:00", "action": "create_channel"},
        message(2, ENTITIES, author="Ada Lund", edited_unixtime="1935655200"),
        message(3, "", photo="photos/photo_1.jpg"),
        message(4, "The ferry runs.", forwarded_from="Ferry News"),
    ]
    first, second = take("-", stdin=exported(chat(*rows)))
    assert (first.id, first.media_type) == ("https://t.me/c/77/2", POST)
    article = read_article(first)
    assert article.text == "Bridge shut\nSee the notice and mill.example/a."
    assert (article.outlet, article.byline) == ("Harbour Watch", ("Ada Lund",))
    assert (article.published.value, article.published.zone) == ("2031-05-04T09:00:00Z", "Z")
    assert article.modified.value == "2031-05-04T10:00:00Z"
    assert article.first_seen is None
    spans = [(e.url, article.text[e.start : e.end]) for e in article.exhibits]
    assert spans == [
        ("https://harbour.example/notice", "the notice"),
        ("https://mill.example/a", "mill.example/a"),
    ]
    assert read_article(second).relay == "Ferry News"
    assert json.loads(first.content)["record"] == rows[1]


def test_in_a_group_the_writer_is_the_byline(take):
    row = message(5, "The mill is shut.", **{"from": "Olga Berg", "from_id": "user5"})
    (capture,) = take("-", stdin=exported(chat(row, kind="private_supergroup")))
    article = read_article(capture)
    assert (article.outlet, article.byline) == ("Harbour Watch", ("Olga Berg",))


def test_of_an_account_only_channels_and_groups_are_taken(take):
    account = {
        "about": 'Here is the data you "requested".',
        "personal_information": {"user_id": 1},
        "chats": {
            "about": "x",
            "list": [
                chat(message(1, "Private words."), kind="personal_chat"),
                chat(message(2, "Kept words."), kind="saved_messages"),
                chat(message(3, "Said to all."), kind="private_group", id=8),
            ],
        },
        "left_chats": {"about": "x", "list": [chat(message(4, "Said before."), id=9)]},
    }
    found = take("-", stdin=exported(account))
    assert [c.id for c in found] == ["-#8#3", "https://t.me/c/9/4"]


def test_an_export_with_nothing_published_in_it_says_so(take):
    talk = exported(chat(message(1, "Private words."), kind="personal_chat"))
    (refusal,) = take("-", stdin=talk)
    assert refusal.reason.startswith("a Telegram export with no channel or group")
    (refusal,) = take("-", stdin=exported(chat(message(1, ""))))
    assert refusal.reason.startswith("a Telegram export with no message with text")


def test_a_date_without_a_moment_has_no_zone(take):
    row = message(1, "The mill is shut.")
    del row["date_unixtime"]
    (capture,) = take("-", stdin=exported(chat(row)))
    assert read_article(capture).published.zone is None


# ---------------------------------------------------------------- X


def tweet(number: str, text: str, **more: Any) -> dict[str, Any]:
    row = {"id_str": number, "full_text": text, "created_at": "Sun May 04 09:00:00 +0000 2031"}
    return {"tweet": {**row, "entities": {}, **more}}


def script(kind: str, rows: list[dict[str, Any]]) -> bytes:
    return f"window.YTD.{kind}.part0 = {json.dumps(rows, indent=2)}".encode()


ACCOUNT = script("account", [{"account": {"username": "ada_l", "accountDisplayName": "Ada Lund"}}])


def test_each_post_of_an_archive_is_one_with_its_addresses_in_full(take, tmp_path):
    urls = [{"url": "https://t.co/aaa", "expanded_url": "https://mill.example/a?x=1&y=2"}]
    media = [
        {
            "url": "https://t.co/bbb",
            "expanded_url": "https://twitter.com/ada_l/status/1/photo/1",
            "media_url_https": "https://pbs.example/1.jpg",
            "type": "photo",
        }
    ]
    said = "Mill &amp; bridge shut: https://t.co/aaa said the office https://t.co/bbb"
    rows = [
        tweet("1", said, entities={"urls": urls, "media": media}),
        tweet("2", "RT @ferry_news: The ferry runs."),
    ]
    (tmp_path / "account.js").write_bytes(ACCOUNT)
    (tmp_path / "tweets.js").write_bytes(script("tweets", rows))
    first, second = take(tmp_path / "tweets.js")
    assert first.id == "https://x.com/ada_l/status/1"
    article = read_article(first)
    shown = "https://mill.example/a?x=1&y=2"
    assert article.text == f"Mill & bridge shut: {shown} said the office"
    assert (article.outlet, article.byline) == ("@ada_l", ("Ada Lund",))
    assert article.published.value == "2031-05-04T09:00:00Z"
    kinds = [(e.kind.value, e.url, article.text[e.start : e.end]) for e in article.exhibits]
    assert ("link", shown, shown) in kinds
    assert ("picture", "https://pbs.example/1.jpg", "") in kinds
    repeated = read_article(second)
    assert (repeated.relay, repeated.text) == ("@ferry_news", "RT @ferry_news: The ferry runs.")
    assert article.relay is None


def test_a_post_that_was_cut_short_is_given_whole_from_beside(take, tmp_path):
    whole = "The harbour office said that the old bridge would stay shut until the spring. " * 6
    core = {"text": whole, "urls": [], "mentions": []}
    note = {
        "noteTweet": {"noteTweetId": "9", "createdAt": "2031-05-04T09:00:00.000Z", "core": core}
    }
    (tmp_path / "note-tweet.js").write_bytes(script("note_tweet", [note]))
    (tmp_path / "tweets.js").write_bytes(script("tweets", [tweet("1", whole[:200] + "…")]))
    (capture,) = take(tmp_path)
    assert read_article(capture).text.strip() == whole.strip()
    (alone,) = take(tmp_path / "note-tweet.js")
    assert read_article(alone).text.strip() == whole.strip()


def test_without_its_account_an_archive_has_no_names(take):
    (capture,) = take("-", stdin=script("tweet", [tweet("1", "The mill is shut.")]))
    assert capture.id == "https://x.com/i/status/1"
    assert read_article(capture).outlet == "X"


def test_a_file_of_an_archive_without_posts_is_refused(take):
    (refusal,) = take("-", stdin=script("direct_messages", [{"dmConversation": {}}]))
    assert "a file of direct_messages of an X archive, which holds no posts" in refusal.reason


def test_of_a_directory_the_posts_are_taken_and_other_scripts_left(take, tmp_path):
    (tmp_path / "tweets.js").write_bytes(script("tweets", [tweet("1", "The mill is shut.")]))
    (tmp_path / "account.js").write_bytes(ACCOUNT)
    (tmp_path / "direct-messages.js").write_bytes(script("direct_messages", []))
    (tmp_path / "app.js").write_text("alert(1)")
    (tmp_path / "result.json").write_bytes(exported(chat(message(1, "The ferry runs."))))
    found = take(tmp_path)
    assert [c.id for c in found] == ["https://t.me/c/77/1", "https://x.com/ada_l/status/1"]


@pytest.mark.parametrize("cut", [150, 300, 600])
def test_an_export_that_is_cut_off_is_refused_in_one_line(take, cut):
    for content in (
        exported(chat(message(1, "x" * 900))),
        script("tweets", [tweet("1", "x" * 900)]),
    ):
        (refusal,) = take("-", stdin=content[:cut])
        assert isinstance(refusal, Refusal)
        assert "cut off or damaged" in refusal.reason


# ---------------------------------------------------------------- told by a person


TOLD = """
file = "said.txt"
author = "Ada Lund"
channel = "Harbour Watch"
published = 2031-05-04T11:00:00+02:00
url = "https://t.me/harbour_watch/12"
headline = "Bridge shut"
note = "Seen in the app; the message was gone an hour later."
"""


def test_a_post_told_in_toml_takes_its_text_from_beside(take, tmp_path):
    (tmp_path / "post.toml").write_text(TOLD)
    (tmp_path / "said.txt").write_text("The bridge is shut.\r\nNobody said why.")
    (capture,) = take(tmp_path)
    assert capture.id == f"{tmp_path}/post.toml"
    article = read_article(capture)
    assert article.text == "Bridge shut\n\nThe bridge is shut.\nNobody said why."
    assert (article.outlet, article.byline) == ("Harbour Watch", ("Ada Lund",))
    assert (article.published.value, article.published.origin) == (
        "2031-05-04T11:00:00+02:00",
        "given",
    )
    assert article.url == "https://t.me/harbour_watch/12"
    assert json.loads(capture.content)["note"].startswith("Seen in the app")


def test_a_post_s_text_may_stand_in_the_toml_itself(take, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('text = """The bridge\nis shut."""\noutlet = "Harbour Watch"\n')
    (capture,) = take(path)
    assert read_article(capture).text == "The bridge\nis shut."


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("text = ", "not TOML"),
        ('text = "a"\nauthr = "b"', "a post has no field 'authr'"),
        ('outlet = "b"', 'neither "text" nor "file"'),
        ('text = "a"\nurl = "mill"', "mill: not a web address"),
        ('text = "a"\npublished = "in May"', "not an ISO 8601 date or time"),
        ('text = " "', "no text"),
        ("text = 7", "is not text"),
        ('file = "gone.txt"', "does not lie beside it"),
        ('file = "../secret.txt"', "does not lie beside it"),
        ('file = "/etc/hostname"', "does not lie beside it"),
        ('file = "away.txt"', "does not lie beside it"),
        ("", "empty"),
        ("# nothing", "holds no field of a post"),
    ],
)
def test_a_post_that_tells_too_little_or_too_much_is_refused(take, tmp_path, toml, words):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("Not to be read.")
    (inside / "away.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "post.toml").write_text(toml)
    (refusal,) = take(inside / "post.toml")
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_a_pasted_text_is_a_capture_whose_id_is_its_address_or_a_hash():
    known = {"outlet": "Harbour Watch", "published": "2031-05-04"}
    named = paste_post("The mill is shut.", taken=NOON, url="https://x.example/1", **known)
    unnamed = paste_post("The mill is shut.", taken=NOON, **known)
    assert named.id == "https://x.example/1"
    assert unnamed.id.startswith("post-")
    assert unnamed == paste_post("The mill is shut.", taken=NOON, **known)
    assert isinstance(named, Capture)
    with pytest.raises(CaptureError, match="no text"):
        paste_post(" … ", taken=NOON)
