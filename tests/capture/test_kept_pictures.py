"""Pictures of a page that is fetched for the vault: kept with it, and found again in a trace."""

from __future__ import annotations

import pytest

from whence.vault import find_home, open_vault

from ..drawn import drawn, stored

PAGE = "<!DOCTYPE html><title>Bridge shut</title><article><h1>Bridge shut</h1><p>{}</p></article>"
WORDS = "The harbour office said on Monday that the old iron bridge would stay closed. " * 6


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("WHENCE_HOME", str(tmp_path / "home"))


def test_pictures_of_a_fetched_page_are_kept_and_found_in_a_trace(call, site):
    picture = '<img src="/bridge.png" width="600" height="400">'
    caption = "<figcaption>The bridge on Monday.</figcaption>"
    shown = f"{WORDS}</p><figure>{picture}{caption}</figure><p>{WORDS}"
    site.put("/story", PAGE.format(shown))
    site.put("/bridge.png", stored(drawn(1), "PNG"), media_type="image/png")
    done = call("add", site.address("/story"), "--allow-private")
    assert done.status == 0
    assert len(done.out.splitlines()) == 2
    assert call("add", site.address("/story"), "--allow-private", "--no-pictures").status == 0
    page, picture, again = open_vault(find_home().vault).captures()
    assert (picture.media_type, picture.within) == ("image/png", page.id)
    assert again.sha256 == page.sha256
    (trace,) = call("trace", "--kept", "--json").rows
    (article,) = (row["article"] for row in trace["articles"])
    (exhibit,) = [e for e in article["exhibits"] if e["kind"] == "picture"]
    assert exhibit["sha256"] == picture.sha256
    assert exhibit["pdq"]
    assert call("verify").status == 0
