"""A page is read for what it shows, its metadata for what it says of itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.errors import ReadError
from whence.model import Article, Given, Precision
from whence.read import read_article

from .captures import HEADLINE, PARAGRAPHS, capture, check_passages, page, said

LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Person", "@id": "#ada", "name": "Ada Merrow"},
        {"@type": "BreadcrumbList", "itemListElement": []},
        {
            "@type": ["NewsArticle"],
            "headline": HEADLINE,
            "author": [{"@id": "#ada"}, {"@type": "Person", "name": "Jonah Quist"}],
            "publisher": {"@type": "Organization", "name": "The Selby Courier"},
            "datePublished": "2031-05-06T09:15:00+02:00",
            "dateModified": "2031-05-06T11:00:30Z",
        },
    ],
}
OPEN_GRAPH = (
    f'<meta property="og:title" content="{HEADLINE} | The Selby Courier">'
    '<meta property="og:site_name" content="The Selby Courier">'
    '<meta property="og:image" content="/pictures/ship.jpg">'
    '<meta property="article:published_time" content="2031-05-06T09:15+02:00">'
    '<meta name="author" content="By Ada Merrow, Staff Writer, and Jonah Quist">'
)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def read(source: str | bytes, **known: str) -> Article:
    article = read_article(capture(source, given=Given(**known)))
    check_passages(article)
    return article


def test_json_ld_in_a_graph_is_trusted_first():
    article = read(page(script(json.dumps(LINKED)) + OPEN_GRAPH))
    assert article.headline == HEADLINE
    assert article.outlet == "The Selby Courier"
    assert article.byline == ("Ada Merrow", "Jonah Quist")
    assert article.published is not None
    assert article.published.value == "2031-05-06T09:15:00+02:00"
    assert article.published.zone == "+02:00"
    assert article.published.precision is Precision.SECOND
    assert article.modified is not None
    assert article.modified.zone == "Z"
    assert set(article.origins.values()) == {"json-ld", "page"}
    assert article.origins["language"] == "page"


def test_broken_json_ld_is_mended_or_passed_over():
    line = f'{{"@type": "NewsArticle", "headline": "{HEADLINE}", "author": "Ada\n Merrow",}}'
    assert read(page(script(line))).byline == ("Ada Merrow",)
    assert read(page(script('{"@type": "NewsArticle", "headline": ') + OPEN_GRAPH)).byline == (
        "Ada Merrow",
        "Jonah Quist",
    )


def test_open_graph_is_read_where_there_is_no_json_ld():
    article = read(page(OPEN_GRAPH))
    assert article.headline == HEADLINE
    assert article.byline == ("Ada Merrow", "Jonah Quist")
    assert article.origins["byline"] == "open-graph"
    assert article.published is not None
    assert article.published.precision is Precision.MINUTE
    assert article.outlet == "The Selby Courier"


def test_the_page_itself_is_read_where_it_has_no_metadata():
    top = (
        '<p class="byline">By Ada Merrow in Oslo, 6 May 2031</p><time datetime="2031-05-06"></time>'
    )
    article = read(page(f"<title>{HEADLINE} - courier.example</title>", top=top))
    assert article.headline == HEADLINE
    assert article.byline == ("Ada Merrow",)
    assert article.origins["byline"] == "page"
    assert article.published is not None
    assert (article.published.value, article.published.precision) == (
        "2031-05-06",
        Precision.DAY,
    )
    assert article.outlet == "courier.example"
    assert article.language == "en"


def test_what_a_person_gave_stands_over_the_page():
    article = read(
        page(OPEN_GRAPH), headline="Ship on the bank", outlet="Evening Tide", published="2031-05"
    )
    assert article.text.startswith("Ship on the bank\n\n")
    assert (article.headline, article.outlet) == ("Ship on the bank", "Evening Tide")
    assert article.published is not None
    assert (article.published.value, article.published.origin) == ("2031-05", "given")
    assert article.origins["headline"] == article.origins["outlet"] == "given"


def test_the_heading_on_the_page_stands_over_a_title_for_networks():
    other = '<meta property="og:title" content="Grain ship runs aground: what we know so far">'
    assert read(page(other)).headline == HEADLINE


def test_a_clock_at_midnight_is_only_a_day():
    head = '<meta property="article:published_time" content="2031-05-06T00:00:00Z">'
    published = read(page(head)).published
    assert published is not None
    assert (published.value, published.precision, published.zone) == (
        "2031-05-06",
        Precision.DAY,
        None,
    )


def test_the_text_is_headline_first_with_blank_lines_between():
    article = read(page())
    assert article.text == "\n\n".join([HEADLINE, *PARAGRAPHS])
    assert [str(p.role) for p in article.passages] == ["headline", *["paragraph"] * 4]


def test_markup_gives_passages_their_roles():
    body = (
        f"<p>PORT SELBY (Reuters) - {PARAGRAPHS[0]}</p>"
        "<figure><img src='/a.jpg'><figcaption>The tug at the north quay. (Photo: Jan Holm)"
        f"</figcaption></figure><p>{PARAGRAPHS[1]}</p><h2>What the tug heard</h2>"
        f"<p>{PARAGRAPHS[2]}</p><blockquote><p>We heard two blasts and then nothing at all, and "
        "we could not see our own bow in the fog that night.</p></blockquote>"
        f"<p>{PARAGRAPHS[3]}</p><p>Correction: an earlier version misnamed the tug.</p>"
        "<div class=newsletter><p>Sign up for our morning letter and never miss a tide.</p></div>"
    )
    top = (
        "<p class=standfirst>Eleven sailors are safe after a night on the outer bank.</p>"
        "<p class=byline>By Ada Merrow</p>"
    )
    article = read(page(top=top, body=body))
    assert said(article, "standfirst") == [
        "Eleven sailors are safe after a night on the outer bank."
    ]
    assert said(article, "byline") == ["By Ada Merrow"]
    assert said(article, "dateline") == ["PORT SELBY (Reuters) -"]
    assert said(article, "caption") == ["The tug at the north quay."]
    assert said(article, "credit") == ["(Photo: Jan Holm)"]
    assert said(article, "subheading") == ["What the tug heard"]
    assert said(article, "paragraph") == list(PARAGRAPHS)
    assert len(said(article, "quotation")) == 1
    assert said(article, "correction") == ["Correction: an earlier version misnamed the tug."]
    assert "Sign up" not in " ".join(said(article, "paragraph"))


def test_links_hang_on_their_own_words():
    link = "<a href='../log?id=7'>harbour <b>log</b></a>"
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]} The {link} was closed.</p>"
    body += f"<p>{PARAGRAPHS[2]}</p><iframe src='https://www.youtube.com/embed/abc'></iframe>"
    head = OPEN_GRAPH + '<link rel="canonical" href="/news/ship">'
    article = read(page(head, body=body))
    kinds = {str(e.kind): e for e in article.exhibits}
    anchored = kinds["link"]
    assert article.text[anchored.start : anchored.end] == "harbour log"
    assert anchored.url == "https://courier.example/log?id=7"
    assert kinds["canonical"].url == "https://courier.example/news/ship"
    assert kinds["picture"].url == "https://courier.example/pictures/ship.jpg"
    assert kinds["video"].url == "https://www.youtube.com/embed/abc"


def test_an_embedded_post_hangs_on_its_words():
    post = (
        "<blockquote class=twitter-tweet><p>No lights on the bank tonight, take great care out "
        "there everyone.</p>&mdash; North Quay (@northquay) "
        "<a href='https://social.example/northquay/status/9'>May 6</a></blockquote>"
    )
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{post}<p>{PARAGRAPHS[2]}</p>"
    article = read(page(body=body))
    embed = next(e for e in article.exhibits if str(e.kind) == "embed")
    assert embed.url == "https://social.example/northquay/status/9"
    assert "No lights on the bank" in article.text[embed.start : embed.end]


def test_hidden_text_is_not_read():
    body = (
        f"<p style='display: none'>{PARAGRAPHS[3]}</p><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    )
    assert PARAGRAPHS[3] not in read(page(body=body)).text


def test_an_article_carried_only_in_a_script_is_read_from_there():
    state = {
        "article": {
            "title": HEADLINE,
            "published_at": "2031-05-06T09:15:00Z",
            "author": {"name": "Ada Merrow"},
            "body": "".join(f"<p>{p}</p>" for p in PARAGRAPHS),
        }
    }
    source = (
        "<html><head><title>Courier</title></head><body><div id=app></div>"
        f"<script>window.state = {json.dumps(state)};</script>"
        "<noscript>Please enable JavaScript to read.</noscript></body></html>"
    )
    article = read(source)
    assert article.headline == HEADLINE
    assert article.byline == ("Ada Merrow",)
    assert said(article, "paragraph") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no text"),
        ("<div id=app></div><script>start()</script>", "JavaScript"),
        ("<p>You need to enable JavaScript to run this app.</p>", "JavaScript"),
        ("<h1>We value your privacy</h1><button>Accept all cookies</button>", "consent wall"),
        ("<p>Please verify you are human to go on.</p>", "robot check"),
        ("<h1>Page not found</h1><p>Sorry.</p>", "missing"),
        ("<ul>" + "<li><a href=/a>Ship aground</a></li>" * 40 + "</ul>", "list of links"),
    ],
)
def test_what_is_no_article_is_refused_with_the_cure(body: str, reason: str):
    with pytest.raises(ReadError, match=reason) as refused:
        read(f"<html><head></head><body>{body}</body></html>")
    assert ";" in refused.value.reason


def test_an_article_about_cookies_is_an_article():
    about = "Regulators said that pages which only offer to accept all cookies break the rules. "
    body = "".join(f"<p>{about}{p}</p>" for p in PARAGRAPHS)
    assert len(said(read(page(body=body)), "paragraph")) == 4


def test_a_page_cut_off_in_the_middle_is_read_up_to_there():
    source = page(OPEN_GRAPH)
    article = read(source[: source.index(PARAGRAPHS[3]) + 40])
    assert said(article, "paragraph")[:3] == list(PARAGRAPHS[:3])


def test_a_wrongly_labelled_page_is_decoded_as_what_it_is():
    body = page(body="".join(f"<p>{p} Zoë Ångström’s café.</p>" for p in PARAGRAPHS))
    labelled = body.replace("charset=utf-8", "charset=iso-8859-1").encode()
    assert "Zoë Ångström’s café" in read(labelled).text
    latin = body.replace("charset=utf-8", "charset=windows-1252").encode("cp1252")
    assert "Zoë Ångström’s café" in read(latin).text
    broken = body.encode().replace("Zoë".encode(), b"Zo\xeb", 1)
    article = read_article(capture(broken, charset="utf-8"))
    assert "Zo\ufffd" in article.text


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul", "font"])
def test_ten_thousand_levels_of_nesting_are_read_through(tag: str):
    deep = f"<{tag}>" * 10_000 + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + f"</{tag}>" * 10_000
    article = read(f"<html><body><h1>{HEADLINE}</h1>{deep}</body></html>")
    assert PARAGRAPHS[2] in article.text


def test_one_huge_line_is_read_in_time():
    assert len(read(page(body="<p>" + "words go on and on, " * 20_000)).text) > 300_000


def test_too_many_elements_are_refused():
    with pytest.raises(ReadError, match="too many elements"):
        read("<body>" + "<p>x</p>" * 160_000)


FRAGMENTS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                *(f"<p>{p}</p>" for p in PARAGRAPHS),
                "<div class='related'>",
                "</div>",
                "<table><tr><td>",
                "<blockquote>",
                "<a href='http://[bad'>x</a>",
                "<figcaption>",
                "<br><br>",
                "<h1>",
                "<noscript>",
                "<!-- ",
                "<script>",
                "</script>",
                '<script type="application/ld+json">[{"@type":"NewsArticle","headline":["x"],',
                "&#0;&#xFFFFFF;&nbsp;",
                "<time datetime='9999-99-99'>",
                "<meta property='article:published_time' content='2031-13-40T99:00'>",
                "<base href='http://[x'>",
                "<svg><style><p>",
            ]
        ),
    ),
    max_size=20,
)


@settings(max_examples=120, deadline=None)
@given(FRAGMENTS)
def test_any_tag_soup_is_read_or_refused(fragments: list[str]):
    try:
        read("".join(fragments))
    except ReadError as refused:
        assert ";" in refused.reason


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-16", "shift_jis", "rot13"]))
def test_any_bytes_are_read_or_refused(content: bytes, charset: str | None):
    try:
        check_passages(read_article(capture(content, charset=charset)))
    except ReadError as refused:
        assert ";" in refused.reason


def test_reading_is_the_same_every_time():
    assert read(page(OPEN_GRAPH)) == read(page(OPEN_GRAPH))
