"""Write ``singlefile_cli.html`` and ``mutt.eml`` again: what SingleFile and mutt make of our texts.

Needs chromium, mutt, and single-file-cli, which npm installs:

    npm install single-file-cli
    python tests/files/make_saved.py node_modules/.bin/single-file
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sources import HEADLINE, LINK, PAGE, PAGE_URL, PARAGRAPHS, SUBHEADING

HERE = Path(__file__).parent
# The page is saved today: it must not have been published later.
URL = PAGE_URL.replace("https:", "http:").replace("2031", "2026")
TEXT = PAGE.replace("2031", "2026").encode()
MAIL = f"""Dear colleagues,

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}

{SUBHEADING}

{PARAGRAPHS[2]}

The statement: {LINK}

--\x20
Ines Corvale
Harbour Board of Port Selby
"""
SETTINGS = {
    "from": "Ines Corvale <corvale@board.selby.example>",
    "use_from": "yes",
    "hostname": "board.selby.example",
    "mbox_type": "Maildir",
    "copy": "yes",
    "sendmail": "/bin/true",
}


class Page(BaseHTTPRequestHandler):
    """Gives the page under its address and nothing else."""

    def do_GET(self) -> None:
        body = TEXT if self.path in URL else b""
        self.send_response(200 if body else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def save_page(single_file: str, out: Path) -> None:
    """Have SingleFile save the page out of a headless Chromium."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"MAP courier.example 127.0.0.1:{server.server_port}"
        command = [single_file, "--browser-executable-path=chromium", "--browser-wait-until=load"]
        command += ["--browser-arg=--no-sandbox", f"--browser-arg=--host-resolver-rules={host}"]
        subprocess.run([*command, URL, str(out)], check=True, timeout=120)
        server.shutdown()


def write_mail(out: Path) -> None:
    """Have mutt write a mail, and take the copy that it keeps."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**SETTINGS, "record": f"{folder}/sent"}
        told = [part for k, v in settings.items() for part in ("-e", f'set {k}="{v}"')]
        command = ["mutt", "-n", "-F", "/dev/null", *told, "-s", HEADLINE, "desk@courier.example"]
        subprocess.run(command, input=MAIL.encode(), check=True, timeout=60)
        (kept,) = Path(folder, "sent", "cur").iterdir()
        out.write_bytes(kept.read_bytes())


def main() -> None:
    save_page(sys.argv[1], HERE / "singlefile_cli.html")
    write_mail(HERE / "mutt.eml")


if __name__ == "__main__":
    main()
