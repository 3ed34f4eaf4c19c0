"""robots.txt after RFC 9309."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.capture import Fetcher, Limits
from whence.capture.robots import parse_robots
from whence.errors import CaptureError

RULES = b"""
User-agent: other
Disallow: /

User-agent: *      # everybody else
Disallow: /private
Allow: /private/press
Disallow: /*.pdf$
Disallow: /a/*/c
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/1", False),
        ("/private/press/1", True),
        ("/x.pdf", False),
        ("/x.pdf?page=2", True),
        ("/a/b/c/d", False),
        ("/a/c", True),
    ],
)
def test_the_longest_rule_that_matches_decides(path, allowed):
    assert parse_robots(RULES, "whence").allow(path) is allowed


def test_a_group_of_ones_own_stands_over_the_common_one():
    own = RULES + b"\nUser-agent: Whence\nUser-agent: friend\nDisallow: /mine\n"
    assert parse_robots(own, "whence").allow("/private/1")
    assert not parse_robots(own, "whence").allow("/mine")
    assert not parse_robots(own, "other").allow("/")


def test_no_rules_allow_all():
    assert parse_robots(b"", "whence").allow("/x")
    assert parse_robots(b"<html>not found</html>", "whence").allow("/x")


@given(st.binary(max_size=300), st.text(max_size=50))
def test_any_bytes_give_rules(content, path):
    assert parse_robots(content, "whence").allow("/" + path) in (True, False)


def test_a_site_whose_rules_fail_is_left_alone_and_asked_once(site, page):
    site.put("/robots.txt", status=500)
    fetcher = Fetcher(Limits(allow_private=True, per_host_seconds=0))
    address = site.put("/a", page)
    for _ in range(2):
        with pytest.raises(CaptureError, match="robots"):
            fetcher.fetch_unasked(address)
    assert site.paths() == ["/robots.txt"]
