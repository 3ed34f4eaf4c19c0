"""Pictures through all stages: out of pages and archives into the data and the report."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whence import pipeline
from whence.apart import Bounds
from whence.errors import ReadError
from whence.model import Article, Capture

from .drawn import cropped, drawn, stored

ONE = drawn(1)
WORDS = (
    "<p>Two divers were found alive near the harbour of Varn on Tuesday night, the harbour office "
    "said. The search had gone on for three days, and boats from four towns had joined it.</p>"
    "<p>Both were well and would be taken home in the morning, when the fog had lifted, said Ada "
    "Merrow, the mayor. She thanked the crews at the quay, and a crowd sang to them.</p>"
)


def page(outlet: str, hour: int, picture: str) -> str:
    return (
        f"<html><head><title>Divers found alive near Varn</title>"
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="2031-05-01T{hour:02}:00:00Z"></head>'
        f"<body><article><h1>Divers found alive near Varn</h1>{WORDS}"
        f'<figure><img src="{picture}"></figure>{WORDS}</article></body></html>'
    )


def inside(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"


def saved(folder: Path) -> list[Path]:
    """Two reports with one picture: in the one page itself, and cropped beside the other."""
    (folder / "herald_files").mkdir()
    (folder / "herald_files" / "a b.jpg").write_bytes(stored(cropped(ONE, 0.05)))
    paths = [folder / "gazette.html", folder / "herald.html"]
    paths[0].write_text(page("Gazette", 9, inside(stored(ONE))))
    paths[1].write_text(page("Herald", 11, "./herald_files/a%20b.jpg"))
    return paths


def test_two_saved_pages_with_one_picture_are_tied_and_the_report_shows_its_hash_alone(
    call, tmp_path
):
    paths = saved(tmp_path)
    report = tmp_path / "report.html"
    called = call("trace", *paths, "--json", "-o", report)
    assert called.status == 0
    (story,) = json.loads(called.out)["stories"]
    (picture,) = story["pictures"]
    assert picture["first"] == str(paths[0])
    written = report.read_text("utf-8")
    assert "Pictures several reports show" in written
    assert picture["pdq"] in written
    assert "<img" not in written
    assert "data:image" not in written
    assert picture["pdq"][:20] in call("trace", *paths).out


def test_the_order_and_the_stages_in_between_do_not_matter(call, tmp_path):
    paths = saved(tmp_path)
    expected = json.loads(call("trace", *paths, "--json").out)
    assert json.loads(call("trace", *reversed(paths), "--json").out) == expected
    lines = call("analyse", *paths).out
    again = json.loads(call("trace", "-", "--json", stdin=lines.encode()).out)
    assert again["stories"] == expected["stories"]


def test_an_archive_s_pictures_are_those_of_its_pages(call, tmp_path):
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    one, other = ("https://gazette.example/1.jpg", "https://herald.example/2.jpg")
    records = (
        ("https://gazette.example/a", "text/html", page("Gazette", 9, one).encode()),
        ("https://herald.example/b", "text/html", page("Herald", 11, other).encode()),
        (other, "image/jpeg", stored(cropped(ONE, 0.1))),
        (one, "image/jpeg", stored(ONE)),
    )
    for url, kind, body in records:
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], "HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", BytesIO(body), http_headers=head)
        )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(out.getvalue())
    (story,) = json.loads(call("trace", path, "--json").out)["stories"]
    (picture,) = story["pictures"]
    assert [s["exhibit"]["url"] for s in picture["showings"]] == [one, other]


def test_pictures_are_decoded_in_a_process_apart(tmp_path):
    path = saved(tmp_path)[1]
    program = f"""
import sys
from whence.pipeline import Options, trace_inputs
found = trace_inputs([{str(path)!r}], Options())
loaded = [name in sys.modules for name in ("PIL", "whence.read.pdq")]
print(found.analyses[0].article.exhibits[0].pdq is not None, *loaded)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False", "False"]


def test_a_picture_beside_a_page_on_which_the_parser_breaks_down_does_not_cost_the_page(
    tmp_path, monkeypatch
):
    def breaking(name: str, task: Callable[..., Article], _: Bounds, one: Capture, **named):
        if one.pictures:
            raise ReadError(name, "the parser broke down on it")
        return task(one, **named)

    monkeypatch.setattr(pipeline, "run_apart", breaking)
    (capture,) = pipeline.capture_all([str(saved(tmp_path)[1])], pipeline.Options())
    assert isinstance(capture, Capture)
    article = pipeline.read_capture(capture, pipeline.Options())
    assert "Two divers" in article.text
    assert all(exhibit.pdq is None for exhibit in article.exhibits)
