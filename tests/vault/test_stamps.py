"""Time stamps: an authority's word on when a checkpoint was there, kept and checked."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from whence.capture.send import send
from whence.errors import UsageError, VaultError
from whence.vault import keeping, open_vault, verify_vault
from whence.vault.stamp import ask_stamp

from .captures import Ticking, capture_of

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not there")

CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
basicConstraints = CA:false
"""


@dataclass
class Authority:
    """A time-stamping authority on loopback; ``answer`` stands in its answers' place if set."""

    url: str
    root: bytes
    answer: bytes | None = None
    status: int = 200


def make_certificates(folder: Path) -> None:
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    for call in (
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 "
        "-subj /CN=Invented-Root -addext basicConstraints=critical,CA:true",
        "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Invented-TSA",
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 "
        "-out tsa.pem -extfile tsa.cnf -extensions stamping",
    ):
        words = ["openssl", *call.split()]
        subprocess.run(words, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    make_certificates(folder)
    return folder


@pytest.fixture
def authority(certificates) -> Iterator[Authority]:
    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            (certificates / "query").write_bytes(query)
            words = ["openssl", "ts", "-reply", "-config", "tsa.cnf"]
            words += ["-queryfile", "query", "-out", "answer"]
            subprocess.run(words, cwd=certificates, check=True, capture_output=True)
            answer = (certificates / "answer").read_bytes()
            self.send_response(shown.status)
            self.end_headers()
            self.wfile.write(answer if shown.answer is None else shown.answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    root = (certificates / "root.pem").read_bytes()
    shown = Authority(f"http://127.0.0.1:{server.server_address[1]}/", root)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield shown
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stamped(home, authority):
    """A vault with a checkpoint that the authority stamped."""
    with keeping(home, Ticking()) as keeper:
        keeper.add(capture_of("a.txt"))
        text = keeper.checkpoint()
        keeper.stamp(authority.url, text, ask_stamp(authority.url, text.encode(), send))
    return home


def test_a_stamp_is_kept_and_trusted_where_its_root_is_given(stamped, authority):
    verdict = verify_vault(stamped.vault, roots=[authority.root])
    assert verdict.faults == []
    (stamp,) = verdict.stamps
    assert (stamp.server, stamp.size, stamp.trusted) == (authority.url, 3, True)


def test_a_stamp_is_told_as_unchecked_where_no_root_is_given(stamped):
    verdict = verify_vault(stamped.vault)
    assert verdict.sound
    assert [stamp.trusted for stamp in verdict.stamps] == [None]
    assert any("certificate not checked; give --tsa-root" in line for line in verdict.lines())


def test_a_stamp_that_leads_to_another_root_is_told(stamped, tmp_path):
    make_certificates(tmp_path)
    verdict = verify_vault(stamped.vault, roots=[(tmp_path / "root.pem").read_bytes()])
    assert not verdict.sound
    assert [stamp.trusted for stamp in verdict.stamps] == [False]


def test_a_root_that_is_no_certificate_is_refused(stamped):
    with pytest.raises(VaultError, match="--tsa-root: not a certificate"):
        verify_vault(stamped.vault, roots=[b"nothing"])


def test_an_answer_to_another_question_is_not_kept(authority):
    authority.answer = ask_stamp(authority.url, b"one text", send)
    with pytest.raises(VaultError, match="a time stamp of something else; try another server"):
        ask_stamp(authority.url, b"another text", send)
    with pytest.raises(VaultError, match="answered another question"):
        ask_stamp(authority.url, b"one text", send)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0\x03\x02\x01\x02"])
def test_an_answer_that_is_no_stamp_is_not_kept(authority, answer):
    authority.answer = answer
    with pytest.raises(VaultError, match="try another server"):
        ask_stamp(authority.url, b"text", send)


def test_a_server_that_does_not_stamp_is_named(authority):
    authority.status = 503
    with pytest.raises(UsageError, match=r"127\.0\.0\.1.*answered with status 503"):
        send(authority.url, b"", "application/timestamp-query")
    with pytest.raises(UsageError, match="cannot be asked"):
        send("http://127.0.0.1:1/", b"", "application/timestamp-query")
    with pytest.raises(UsageError, match="check the address"):
        send("nowhere", b"", "application/timestamp-query")


def test_the_stamp_is_in_the_archive_and_its_bytes_are_guarded(stamped):
    entry = next(e for e in open_vault(stamped.vault).entries() if e.kind == "time stamp")
    place = entry.about["records"][0]
    path = stamped.vault / "archive" / place["file"]
    content = bytearray(path.read_bytes())
    content[place["offset"] + 200] ^= 1
    path.write_bytes(content)
    assert not verify_vault(stamped.vault).sound
