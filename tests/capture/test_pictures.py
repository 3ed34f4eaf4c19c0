"""Pictures beside a saved page, in a web archive, and on the web where somebody asked for them."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

from whence.capture import Fetcher, Limits
from whence.capture.inflate import Inflow
from whence.capture.pictures import archived_pictures, capture_pictures, pictures_beside
from whence.model import Analysis, Article, Capture, Exhibit, ExhibitKind
from whence.picturing import add_fetched, find_archived, know_apart
from whence.read.known import know_picture

from ..drawn import drawn, stored
from .test_packed_archives import pack
from .test_web_archives import Archive

ONE = stored(drawn(1))
LIMITS = Limits()
OPEN = Limits(allow_private=True, per_host_seconds=0, fetch_seconds=5)


def saved(folder: Path, page: str, **files: bytes) -> Path:
    """A page saved with its files."""
    path = folder / "story.html"
    path.write_text(page)
    (folder / "story_files").mkdir()
    for name, content in files.items():
        (folder / "story_files" / name).write_bytes(content)
    return path


def test_the_pictures_in_a_saved_page_s_folder_come_with_its_capture(take, tmp_path, page):
    (found,) = take(saved(tmp_path, page, one=ONE, script=b"alert(1)"))
    assert isinstance(found, Capture)
    assert found.pictures == {"story_files/one": ONE}


def test_a_page_without_a_folder_brings_no_pictures(take, tmp_path, page):
    (tmp_path / "story.html").write_text(page)
    (found,) = take(tmp_path / "story.html")
    assert found.pictures == {}


def test_links_out_of_the_folder_and_a_linked_folder_are_not_followed(tmp_path, page):
    path = saved(tmp_path, page)
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(ONE)
    (tmp_path / "story_files" / "link.jpg").symlink_to(secret)
    assert pictures_beside(str(path), LIMITS) == {}
    other = tmp_path / "other.html"
    other.write_text(page)
    (tmp_path / "other_files").symlink_to(tmp_path / "story_files", target_is_directory=True)
    (tmp_path / "story_files" / "real.jpg").write_bytes(ONE)
    assert pictures_beside(str(other), LIMITS) == {}
    assert list(pictures_beside(str(path), LIMITS)) == ["story_files/real.jpg"]


def test_no_more_bytes_are_taken_than_the_limits_say(tmp_path, page):
    path = str(saved(tmp_path, page, a=ONE, b=ONE, c=ONE))
    assert pictures_beside(path, replace(LIMITS, picture_bytes=len(ONE) - 1)) == {}
    most = replace(LIMITS, pictures_bytes=2 * len(ONE))
    assert list(pictures_beside(path, most)) == ["story_files/a", "story_files/b"]


def test_pictures_of_an_archive_are_found_by_address_wherever_they_stand():
    archive = Archive()
    archive.response("https://pictures.example/2.jpg", b"other", "image/jpeg")
    archive.response("https://pictures.example/1.jpg", ONE, "image/jpeg")
    archive.response("https://pictures.example/3.jpg", ONE, "image/jpeg", status="404 Not Found")
    archive.record("https://pictures.example/4.jpg", "resource", ONE, None, "image/jpeg")
    stream = io.BufferedReader(Inflow(io.BytesIO(archive.out.getvalue()), "a", 10**9))
    wanted = {f"https://pictures.example/{n}.jpg" for n in (1, 3, 4, 5)}
    found = dict(archived_pictures(stream, "a", LIMITS, wanted))
    assert sorted(url[-5:] for url in found) == ["1.jpg", "4.jpg"]
    assert set(found.values()) == {ONE}


def test_a_capture_out_of_an_archive_says_in_which_it_stands(take, tmp_path, page):
    archive = Archive()
    archive.response("https://gazette.example/1", page.encode())
    path = archive.save(tmp_path / "a.warc.gz")
    (found,) = take(path)
    assert found.archive == str(path)


def test_pictures_of_a_wacz_are_found_in_all_its_archives_and_nothing_is_written(
    take, tmp_path, page
):
    one, other = Archive(), Archive()
    one.response("https://gazette.example/1", page.encode())
    one.response("https://pictures.example/1.jpg", ONE, "image/jpeg")
    other.response("https://pictures.example/2.jpg", ONE, "image/jpeg")
    files = {f"archive/{n}.warc.gz": a.out.getvalue() for n, a in enumerate((one, other))}
    path = pack(tmp_path / "a.wacz", files)
    found, *_ = take(path)
    assert isinstance(found, Capture)
    assert found.archive == str(path)
    wanted = {f"https://pictures.example/{n}.jpg" for n in (1, 2, 3)}
    got = dict(find_archived(str(path), wanted, LIMITS))
    assert sorted(url[-5:] for url in got) == ["1.jpg", "2.jpg"]
    assert len({known.sha256 for known in got.values()}) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_in_a_wacz_that_was_changed_gives_no_picture(tmp_path):
    archive = Archive()
    archive.response("https://pictures.example/1.jpg", ONE, "image/jpeg")
    content = archive.out.getvalue()
    stated = {"resources": [{"path": "archive/a.warc.gz", "hash": "sha256:" + "0" * 64}]}
    files = {"archive/a.warc.gz": content, "datapackage.json": json.dumps(stated).encode()}
    path = pack(tmp_path / "a.wacz", files, listed=False)
    assert dict(find_archived(str(path), {"https://pictures.example/1.jpg"}, LIMITS)) == {}


def test_a_picture_that_the_decoder_breaks_down_on_is_known_by_its_bytes_alone():
    known = know_apart("a", ONE, replace(LIMITS, parser_bytes=1))
    assert known.sha256 == hashlib.sha256(ONE).hexdigest()
    assert isinstance(known.found, str)
    assert know_apart("a", ONE, LIMITS) == know_picture(ONE)


def test_what_comes_along_with_a_capture_is_no_part_of_it(take, tmp_path, page):
    (found,) = take(saved(tmp_path, page, one=ONE))
    assert found == replace(found, pictures={}, archive="a.warc")


def showing(*urls: str) -> Article:
    return Article("a", "Text", exhibits=tuple(Exhibit(ExhibitKind.PICTURE, u, 0, 0) for u in urls))


def test_pictures_are_fetched_as_far_as_they_can_be_got(site):
    one = site.put("/1.jpg", ONE, media_type="image/jpeg")
    page = site.put("/2.jpg", "<p>no picture</p>")
    article = showing(one, page, site.address("/gone.jpg"), "ni:///sha-256;x", one)
    assert capture_pictures(article, Fetcher(OPEN), OPEN) == {one: ONE}
    assert site.paths() == ["/1.jpg", "/2.jpg", "/gone.jpg"]


def test_no_more_pictures_are_fetched_than_the_limits_say(site):
    urls = [site.put(f"/{n}.jpg", ONE, media_type="image/jpeg") for n in range(4)]
    limits = replace(OPEN, pictures=2)
    assert list(capture_pictures(showing(*urls), Fetcher(limits), limits)) == urls[:2]


def test_pictures_at_private_addresses_are_not_asked_for(site):
    one = site.put("/1.jpg", ONE, media_type="image/jpeg")
    limits = replace(OPEN, allow_private=False)
    assert capture_pictures(showing(one), Fetcher(limits), limits) == {}
    assert site.paths() == []


def test_what_was_fetched_is_hashed_and_goes_on_the_article(site):
    one = site.put("/1.jpg", ONE, media_type="image/jpeg")
    found = add_fetched(Analysis(showing(one, "https://x.invalid/2")), Fetcher(OPEN), OPEN)
    assert [e.pdq is not None for e in found.article.exhibits] == [True, False]
