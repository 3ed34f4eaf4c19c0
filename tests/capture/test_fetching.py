"""Fetching: what is reached, and what is not."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import subprocess
import threading
import time
import zlib

import pytest

from whence.capture import USER_AGENT, Fetcher, Limits
from whence.capture.fetch import parse_content_type
from whence.errors import CaptureError
from whence.model import Capture

PRIVATE = Limits(allow_private=True, per_host_seconds=0, fetch_seconds=5)


class Names:
    """A name server that a test writes: each question takes the next answer."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        self.asked.append(host)
        if host not in self.answers:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        given = self.answers[host]
        addresses = given.pop(0) if len(given) > 1 else given[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]


def refusal_of(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(CaptureError) as caught:
        fetcher.fetch(address)
    assert caught.value.input == address
    return caught.value.reason


def test_a_page_is_fetched_with_its_type_and_charset(take, site):
    address = site.put(
        "/a", "<html>Blåst".encode("latin-1"), media_type="text/html; charset=latin1"
    )
    (capture,) = take(address)
    assert capture.id == capture.url == address
    assert (capture.media_type, capture.charset) == ("text/html", "iso8859-1")
    assert capture.content.decode(capture.charset) == "<html>Blåst"


def test_a_request_says_who_asks_and_carries_nothing_else(site, page):
    address = site.put("/a", page, Set_Cookie="tracker=1")
    fetcher = Fetcher(PRIVATE)
    fetcher.fetch(address)
    fetcher.fetch(address)
    for _, headers in site.asked:
        assert headers.pop("User-Agent") == USER_AGENT
        assert headers.pop("Host") == f"127.0.0.1:{site.port}"
        assert set(headers) == {"Accept", "Accept-Encoding", "Connection"}


def test_proxies_of_the_environment_are_not_used(site, page, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert Fetcher(PRIVATE).fetch(site.put("/a", page)).content == page.encode()


def test_a_redirect_is_followed_and_the_id_stays_what_was_asked_for(take, site, page):
    site.put("/new", page)
    old = site.put("/old", status=301, Location="/new#part")
    (capture,) = take(old)
    assert (capture.id, capture.url) == (old, site.address("/new"))


def test_a_circle_of_redirects_is_cut(site):
    address = site.put("/a", status=302, Location="/a")
    assert "redirected more than 5 times" in refusal_of(Fetcher(PRIVATE), address)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:9/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://[fd00::1]/",
        "http://localhost/",
        "http://1２7.0.0.1/",
    ],
)
def test_an_address_that_is_not_public_is_refused_at_once(take, address):
    began = time.monotonic()
    (refusal,) = take(address, limits=Limits())
    assert refusal.input == address
    # Where a notation, or a network, is not known, there is nothing to reach.
    words = "not a public address|no address found|not a web address"
    assert re.search(words, refusal.reason)
    assert time.monotonic() - began < 1


def test_a_name_with_one_private_address_among_public_ones_is_refused():
    names = Names(news_example=[["93.184.215.14", "192.168.0.10"]])
    reason = refusal_of(Fetcher(Limits(), resolve=names), "http://news.example/")
    assert "192.168.0.10, not a public address" in reason


def test_a_redirect_to_an_address_that_is_not_allowed_is_refused(site):
    """The first hop is allowed; the one that it points to is checked like the first."""
    site.put("/secret", "<html>the router's page")
    site.put("/start", status=302, Location=f"http://router.example:{site.port}/secret")
    names = Names(news_example=[["127.0.0.1"]], router_example=[["127.0.0.5"]])
    fetcher = Fetcher(Limits(), resolve=names, may_reach=lambda ip: ip == "127.0.0.1")
    reason = refusal_of(fetcher, f"http://news.example:{site.port}/start")
    assert "router.example is at 127.0.0.5, not a public address" in reason
    assert site.paths() == ["/start"]


def test_a_name_is_looked_up_once_and_only_what_was_checked_is_reached(site, page):
    """A name server that changes its answer after the check reaches nothing by it."""
    site.put("/a", page)
    names = Names(news_example=[["127.0.0.1"], ["127.0.0.9"]])
    address = f"http://news.example:{site.port}/a"
    fetcher = Fetcher(PRIVATE, resolve=names)
    assert fetcher.fetch(address).content == page.encode()
    assert names.asked == ["news.example"]
    assert site.asked[0][1]["Host"] == f"news.example:{site.port}"


def test_a_name_that_turns_private_between_two_fetches_is_refused_the_second_time():
    names = Names(news_example=[["192.0.2.1"], ["10.0.0.1"]])
    fetcher = Fetcher(Limits(fetch_seconds=0.3, per_host_seconds=0), resolve=names)
    reasons = [refusal_of(fetcher, "http://news.example/") for _ in range(2)]
    assert "192.0.2.1" in reasons[0]
    assert "10.0.0.1" in reasons[1]


def test_the_next_address_is_tried_where_the_first_does_not_answer(site, page):
    site.put("/a", page)
    names = Names(news_example=[["127.0.0.3", "127.0.0.1"]])
    fetched = Fetcher(PRIVATE, resolve=names).fetch(f"http://news.example:{site.port}/a")
    assert fetched.content == page.encode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://news.example/a", "only http and https"),
        ("file:///etc/hosts", "only http and https"),
        ("http://", "only http and https"),
        ("http://ada:secret@news.example/", "user name or password"),
        ("http://news.example:99999/", "not a web address"),
        ("http://a..b/", "address"),
        ("http://" + "a" * 300 + "/", "address"),
        ("http://[::1", "not a web address"),
        pytest.param("http://mill." + "<b>" * 15_000 + "/", "not a web address", id="host grows"),
        ("http://absent.example/", "no address found"),
    ],
)
def test_what_is_no_web_address_is_refused(address, words):
    assert words in refusal_of(Fetcher(Limits(), resolve=Names()), address)


@pytest.mark.parametrize(
    "target", ["file:///etc/hosts", "ftp://news.example/", "javascript:alert(1)", "http://[::1"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(site, target):
    address = site.put("/a", status=302, Location=target)
    reason = refusal_of(Fetcher(PRIVATE), address)
    assert re.search("only http and https|not a web address", reason)


def test_headers_without_end_are_cut(site):
    site.drips["/lines"] = b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200_000
    site.drips["/line"] = b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 2_000_000
    for path in site.drips:
        assert "not HTTP" in refusal_of(Fetcher(PRIVATE), site.address(path))


def test_cookies_are_neither_kept_nor_sent_on_a_redirect(site, page):
    site.put("/b", page)
    first = site.put("/a", status=302, Location="/b", Set_Cookie="reader=1")
    Fetcher(PRIVATE).fetch(first)
    assert site.paths() == ["/a", "/b"]
    assert all("Cookie" not in headers and "Referer" not in headers for _, headers in site.asked)


def test_many_codings_at_once_are_not_undone(site):
    packed = gzip.compress(gzip.compress(b"a" * 1_000_000))
    address = site.put("/a", packed, Content_Encoding="gzip, gzip")
    assert "not asked for" in refusal_of(Fetcher(PRIVATE), address)


def test_statuses_are_told_in_words(site):
    fetcher = Fetcher(PRIVATE)
    assert "not there" in refusal_of(fetcher, site.address("/absent"))
    for status, words in [(403, "refused"), (429, "fewer requests"), (503, "503"), (204, "204")]:
        address = site.put("/a", status=status)
        assert words in refusal_of(fetcher, address)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["body", "header", "chunk"],
)
def test_an_answer_that_drips_is_cut_at_the_deadline(site, raw):
    site.drips["/slow"] = raw
    fetcher = Fetcher(Limits(allow_private=True, fetch_seconds=0.5))
    began = time.monotonic()
    reason = refusal_of(fetcher, site.address("/slow"))
    assert time.monotonic() - began < 2
    assert "within 0.5 seconds" in reason or "not HTTP" in reason


def test_a_name_server_that_does_not_answer_is_cut_at_the_deadline():
    released = threading.Event()

    def silent(*_: object, **__: object) -> list[tuple[object, ...]]:
        released.wait(10)
        return []

    began = time.monotonic()
    reason = refusal_of(Fetcher(Limits(fetch_seconds=0.3), resolve=silent), "http://news.example/")
    assert time.monotonic() - began < 2
    assert "within 0.3 seconds" in reason
    released.set()


def test_compressed_answers_are_unpacked_and_bombs_stopped(site, page):
    body = page.encode()
    bare = zlib.compressobj(wbits=-15)
    packings = {
        "gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "Deflate": bare.compress(body) + bare.flush(),
        "identity": body,
    }
    fetcher = Fetcher(PRIVATE)
    for coding, packed in packings.items():
        assert fetcher.fetch(site.put("/a", packed, Content_Encoding=coding)).content == body
    bomb = site.put("/b", gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip")
    assert "larger than the 40 MB" in refusal_of(fetcher, bomb)
    odd = site.put("/c", b"....", Content_Encoding="br")
    assert "not asked for" in refusal_of(fetcher, odd)
    cut = site.put("/d", gzip.compress(body)[:-9], Content_Encoding="gzip")
    assert "cut off" in refusal_of(fetcher, cut)


def test_a_large_answer_is_stopped_by_its_header_or_by_its_bytes(site):
    fetcher = Fetcher(Limits(allow_private=True, input_bytes=1000, per_host_seconds=0))
    assert "larger than" in refusal_of(fetcher, site.put("/a", b"a" * 1001))
    site.drips["/b"] = b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 2000
    assert "larger than" in refusal_of(fetcher, site.address("/b"))


def test_an_answer_that_breaks_off_is_refused(site):
    address = site.put("/a", b"<html>", Content_Length="100")
    assert "broke off" in refusal_of(Fetcher(PRIVATE), address)
    site.drips["/b"] = b"\x00\x01 not http at all\r\n\r\n"
    assert "not HTTP" in refusal_of(Fetcher(PRIVATE), site.address("/b"))


def test_a_port_where_nobody_listens_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert "could not connect" in refusal_of(Fetcher(PRIVATE), f"http://127.0.0.1:{port}/")


def test_two_requests_to_one_host_keep_a_distance(site, page):
    address = site.put("/a", page)
    site.put("/c", status=302, Location="/a")
    now, naps = [100.0], []

    def sleep(seconds: float) -> None:
        naps.append(round(seconds, 3))
        now[0] += seconds

    limits = Limits(allow_private=True, per_host_seconds=1.5, fetch_seconds=1)
    fetcher = Fetcher(limits, sleep=sleep, clock=lambda: now[0])
    fetcher.fetch(address)
    now[0] += 0.5
    fetcher.fetch(address)
    assert naps == [1.0]
    fetcher.fetch(site.address("/c"))
    assert naps == [1.0, 1.5]
    now[0] += 60
    fetcher.fetch(address)
    assert naps == [1.0, 1.5]


def test_a_certificate_must_be_that_of_the_name(tmp_path, page):
    key, certificate = make_certificate(tmp_path, "news.example")
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_tls.load_cert_chain(certificate, key)
    client_tls = ssl.create_default_context(cafile=str(certificate))
    names = Names(news_example=[["127.0.0.1"]], other_example=[["127.0.0.1"]])
    with tls_site(server_tls, page.encode()) as (port, asked):
        fetcher = Fetcher(PRIVATE, resolve=names, tls=client_tls)
        assert fetcher.fetch(f"https://news.example:{port}/").content == page.encode()
        assert asked == ["news.example"]
        reason = refusal_of(fetcher, f"https://other.example:{port}/")
        assert "certificate" in reason
        untrusting = Fetcher(PRIVATE, resolve=names)
        assert "certificate" in refusal_of(untrusting, f"https://news.example:{port}/")


def make_certificate(folder, name):
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the openssl command to make a certificate")
    return key, certificate


class tls_site:  # noqa: N801 - reads as a noun in a with statement
    """A site over TLS that answers all with one page and notes the names asked for (SNI)."""

    def __init__(self, context: ssl.SSLContext, body: bytes) -> None:
        self.asked: list[str] = []
        context.sni_callback = lambda _, name, __: self.asked.append(name)
        self.context = context
        self.body = body
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as client:
                    client.recv(65536)
                    client.sendall(
                        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(self.body)
                    )
                    client.sendall(self.body)
            except OSError:
                plain.close()

    def __enter__(self) -> tuple[int, list[str]]:
        return self.listener.getsockname()[1], self.asked

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.mark.parametrize(
    ("header", "parsed"),
    [
        ("text/HTML; charset=UTF-8", ("text/html", "utf-8")),
        ('text/html; charset="windows-1251"', ("text/html", "cp1251")),
        ("text/html; charset=rot13", ("text/html", None)),
        ("text/html; charset=undefined", ("text/html", None)),
        ("text/html; charset=idna", ("text/html", None)),
        ("text/html; charset=no\x00ne", ("text/html", None)),
        ("", ("", None)),
    ],
)
def test_a_content_type_names_only_charsets_that_text_is_written_in(header, parsed):
    assert parse_content_type(header) == parsed


def test_web_addresses_files_and_lines_mix_in_one_call(take, site, page, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The tram is late.")
    found = take(path, site.put("/a", page), "-", stdin=b'{"id": "l", "text": "Late."}')
    assert all(isinstance(f, Capture) for f in found)
    assert [f.id for f in found] == [str(path), site.address("/a"), "l"]


# ---------------------------------------------------------------- the exchange


def test_what_went_over_the_wire_is_kept_byte_for_byte(site, page):
    packed = gzip.compress(page.encode())
    address = site.put("/a", packed, Content_Encoding="gzip")
    fetched = Fetcher(PRIVATE).fetch(address)
    assert fetched.content == page.encode()
    assert fetched.exchange is not None
    (hop,) = fetched.exchange.hops
    assert (hop.url, hop.address, hop.whole) == (address, "127.0.0.1", True)
    assert hop.request.startswith(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:")
    assert hop.request.endswith(b"\r\n\r\n")
    head, _, body = hop.response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"Content-Encoding: gzip" in head
    assert body == packed


def test_each_redirect_is_kept_with_its_time(take, site, page):
    site.put("/new", page)
    old = site.put("/old", status=302, Location="/new", Content_Length="0")
    (capture,) = take(old)
    assert isinstance(capture, Capture)
    assert capture.exchange is not None
    first, last = capture.exchange.hops
    assert (first.url, last.url) == (old, site.address("/new"))
    assert b"Location: /new" in first.response
    assert first.whole
    assert first.time <= last.time


def test_a_redirect_whose_page_was_not_waited_for_is_kept_as_cut(take, site, page):
    site.put("/new", page)
    (capture,) = take(site.put("/old", "Moved.", status=301, Location="/new"))
    assert isinstance(capture, Capture)
    assert capture.exchange is not None
    assert [hop.whole for hop in capture.exchange.hops] == [False, True]


def test_what_a_capture_was_taken_out_of_is_named(take, site, page, tmp_path):
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "The bridge is shut."}\n')
    (line,) = take(lines)
    assert isinstance(line, Capture)
    assert line.within == str(lines)
    link = site.put("/a", page)
    feed = site.put("/feed", f"<rss><channel><item><link>{link}</link></item></channel></rss>")
    (entry,) = take(feed)
    assert isinstance(entry, Capture)
    assert (entry.id, entry.within) == (link, feed)
    assert entry.exchange is not None
    assert take(link)[0].within is None
