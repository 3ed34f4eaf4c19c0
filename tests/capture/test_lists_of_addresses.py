"""Lists of addresses: texts, bookmarks and shortcuts; each is fetched as if the user named it."""

from __future__ import annotations

import json
import plistlib

import pytest

from whence.capture import Limits
from whence.model import Capture, Refusal

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1935651600">News</H3>
    <DL><p>
        <DT><A HREF="{first}" ADD_DATE="1935651600" ICON="data:image/png;base64,iVBO">One</A>
        <DT><A HREF="javascript:alert(1)">A script</A>
        <DT><A HREF="{second}">Two</A>
        <DT><A HREF="{first}">One again</A>
    </DL><p>
</DL><p>
"""


@pytest.fixture
def two(site, page):
    return site.put("/1?a=1&b=2", page), site.put("/2", page)


def firefox(first: str, second: str) -> bytes:
    def leaf(uri: str) -> dict[str, object]:
        return {"guid": "x", "title": "t", "type": "text/x-moz-place", "uri": uri}

    folder = {"type": "text/x-moz-place-container", "children": [leaf(second), leaf("place:x")]}
    root = {"guid": "root________", "title": "", "index": 0, "typeCode": 2, "root": "placesRoot"}
    root |= {"type": "text/x-moz-place-container", "children": [leaf(first), folder]}
    return json.dumps(root).encode()


def windows(url: str) -> bytes:
    return f"[InternetShortcut]\r\nURL={url}\r\nIconIndex=0\r\n".encode()


def test_a_text_of_addresses_is_fetched_line_by_line(take, tmp_path, two):
    path = tmp_path / "urls.txt"
    path.write_text(f"# what to read\n\n{two[0]}\n  {two[1]}\n{two[0]}\n")
    assert [c.id for c in take(path)] == list(two)


def test_bookmarks_are_read_as_browsers_export_them(take, tmp_path, two):
    saved, backup = tmp_path / "bookmarks.html", tmp_path / "bookmarks.json"
    saved.write_text(BOOKMARKS.format(first=two[0].replace("&", "&amp;"), second=two[1]))
    backup.write_bytes(firefox(*two))
    for path in (saved, backup):
        assert [c.id for c in take(path)] == list(two)


def test_shortcuts_of_desktops_are_followed(take, tmp_path, two):
    (tmp_path / "a.url").write_bytes(windows(two[0]))
    (tmp_path / "b.webloc").write_bytes(plistlib.dumps({"URL": two[1]}))
    assert [c.id for c in take(*sorted(tmp_path.iterdir()))] == list(two)
    (tmp_path / "b.webloc").write_bytes(plistlib.dumps({"URL": two[1]}, fmt=plistlib.FMT_BINARY))
    assert [c.id for c in take(*sorted(tmp_path.iterdir()))] == list(two)


def test_a_list_that_lies_in_a_directory_is_not_followed(take, tmp_path, two):
    (tmp_path / "list.txt").write_text("\n".join(two))
    (refusal,) = take(tmp_path)
    assert "name the list itself" in refusal.reason


def test_an_address_is_asked_for_whatever_robots_txt_says(take, site, two):
    site.put("/robots.txt", "User-agent: *\nDisallow: /", media_type="text/plain")
    assert len(take("-", stdin="\n".join(two).encode())) == 2
    assert "/robots.txt" not in site.paths()


def test_an_address_that_fails_costs_itself_alone(take, site, two):
    found = take("-", stdin=f"{two[0]}\n{site.address('/gone')}\n{two[1]}\n".encode())
    assert [isinstance(item, Capture) for item in found] == [True, False, True]


def test_no_more_addresses_are_fetched_than_allowed_and_the_rest_is_said(take, two):
    limits = Limits(allow_private=True, per_host_seconds=0, addresses=1)
    first, said = take("-", stdin="\n".join(two).encode(), limits=limits)
    assert isinstance(first, Capture)
    assert said.reason.startswith("holds 2 addresses; the first 1 were taken")


def test_a_list_that_was_fetched_itself_is_not_followed(take, site, two):
    inner = site.put("/urls", "\n".join(two), media_type="text/plain")
    for found in (take(inner), take("-", stdin=inner.encode())):
        (refusal,) = found
        assert refusal.input == inner
        assert "a list of addresses, not a page" in refusal.reason
    assert set(site.paths()) == {"/urls"}


def test_private_addresses_in_a_list_are_not_reached(take, two):
    (refusal,) = take("-", stdin=two[0].encode(), limits=Limits())
    assert "not a public address" in refusal.reason


def test_a_text_with_one_other_line_is_a_text(take, tmp_path, two):
    path = tmp_path / "a.txt"
    path.write_text(f"{two[0]}\nThe mill is shut.\n")
    (capture,) = take(path)
    assert capture.media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.webloc", b"bplist00" + b"\xff" * 60, "a property list that cannot be read"),
        ("a.webloc", b"<?xml version='1.0'?><plist><dict><key>URL", "cannot be read"),
        ("a.webloc", plistlib.dumps({"URL": "file:///etc/passwd"}), "no http or https address"),
        (
            "a.webloc",
            b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "b">]><plist><string>&a;</string>',
            "cannot be read",
        ),
        ("a.url", windows("file:///etc/passwd"), "no http or https address"),
        ("b.json", firefox("place:a", "about:b"), "no http or https address"),
        ("b.json", firefox("place:a", "about:b")[:-30], "cannot be read as JSON"),
        ("b.html", BOOKMARKS.format(first="about:a", second="place:b").encode(), "no http"),
        ("b.jsonlz4", b"mozLz40\0" + b"x" * 40, "a packed backup of Firefox's bookmarks"),
    ],
)
def test_a_list_without_a_web_address_is_refused_in_one_line(take, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    (refusal,) = take(path)
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason
