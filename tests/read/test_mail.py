"""A mail is its sender's message; what it quotes and what programs add is told from it."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from whence.errors import ReadError

from ..files.sources import HEADLINE, LINK, PARAGRAPHS, SUBHEADING
from .captures import TAKEN, said
from .documents import of_bytes, of_file


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Ada Merrow <ada@courier.example>")
    message["Message-ID"] = "<1@courier.example>"
    message["Date"] = format_datetime(TAKEN)
    for name, value in headers.items():
        message[name] = value
    return message


def test_a_mail_by_python_s_own_library_is_read():
    message = mail(Subject="Oil at the pier – what we know")
    message.set_content("\n\n".join(PARAGRAPHS))
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    article = of_bytes(message.as_bytes(), "a.eml")
    assert article.headline == "Oil at the pier – what we know"
    assert said(article, "paragraph") == list(PARAGRAPHS)
    assert article.byline == ("Ada Merrow",)
    assert article.outlet == "courier.example"
    assert article.published is not None
    assert (article.published.value, article.published.origin) == (
        "2031-05-06T07:08:09+00:00",
        "mail",
    )
    assert article.first_seen is None


def test_mutt_s_mail_is_its_paragraphs_without_the_signature():
    article = of_file("mutt.eml")
    assert article.headline == HEADLINE
    assert said(article, "paragraph") == [*PARAGRAPHS[:3], f"The statement: {LINK}"]
    assert said(article, "subheading") == [SUBHEADING]
    assert said(article, "boilerplate") == [
        *("Dear colleagues,", "Ines Corvale", "Harbour Board of Port Selby"),
    ]
    assert (article.byline, article.outlet) == (("Ines Corvale",), "board.selby.example")
    assert article.published is not None
    assert article.published.origin == "mail"


@pytest.mark.parametrize(
    ("line", "courtesy"),
    [
        ("Dear Ms Merrow,", True),
        ("Hi all", True),
        ("Good morning!", True),
        ("With kind regards,", True),
        ("Yours sincerely", True),
        ("Thank you.", True),
        ("Dear fuel made the ferry dear. The owner sold it.", False),
        ("Cheers rang out as the ferry left.", False),
        ("Thank you for the pictures of the pier.", False),
    ],
)
def test_courtesies_on_a_line_of_their_own_are_nobody_s_word(line, courtesy):
    message = mail(Subject="Tern Point")
    message.set_content("\n\n".join([line, *PARAGRAPHS[:2]]))
    found = said(of_bytes(message.as_bytes(), "a.eml"), "boilerplate")
    assert (line in found) == courtesy


def test_gmail_passes_a_statement_on():
    article = of_file("gmail.eml")
    assert article.headline == "Harbour board rejects report of fuel leak – statement"
    assert said(article, "paragraph") == [
        "This came in from the board a minute ago, I think we should run it at the top of the "
        "evening edition."
    ]
    assert said(article, "quotation") == list(PARAGRAPHS[:2])
    assert "Selby Courier, harbour desk" in said(article, "boilerplate")
    assert (article.byline, article.outlet) == (("Ada Merrow",), None)
    assert article.published is not None
    assert article.published.value == "2031-05-06T13:10:00+02:00"


def test_outlook_answers_above_what_it_answers():
    article = of_file("outlook.eml")
    assert article.headline == "Tern Point"
    assert article.outlet == "Ministry of Transport Press Office"
    assert said(article, "paragraph") == [
        "The ministry of transport can confirm that it received the cooperative’s letter.",
        "It will answer once the inspector has reported.",
    ]
    assert said(article, "quotation") == [
        "Has the ministry received the letter, and when will it answer?"
    ]
    assert [e.url for e in article.exhibits] == ["https://transport.selby.example/answers"]


def test_thunderbird_answers_between_the_lines():
    article = of_file("thunderbird.eml")
    assert said(article, "paragraph") == [
        "Four boats came home with oil on their nets on Sunday night, and we kept pieces of each "
        "of them in sealed jars.",
        "They are at the ice house on Weir Street. Anybody may see them.",
    ]
    assert said(article, "quotation") == [
        "Where are the samples now, and who has the key? I would like to come and see them."
    ]
    assert article.outlet == "Fishermen's Cooperative of Port Selby"
    assert article.byline == ("Tomas Brandvold",)


def test_of_two_forms_the_plain_one_is_read_unless_it_is_a_stub():
    page = f"<html><body><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></body></html>"
    for plain, expected in (
        ("View this mail in your browser.", list(PARAGRAPHS[:2])),
        ("\n\n".join(PARAGRAPHS[2:4]), list(PARAGRAPHS[2:4])),
    ):
        message = mail(Subject="Tern Point")
        message.set_content(plain)
        message.add_alternative(page, subtype="html")
        assert said(of_bytes(message.as_bytes(), "a.eml"), "paragraph") == expected


def test_who_sends_is_a_person_or_an_outlet():
    for sender, byline, outlet in (
        ("Ada Merrow (Selby Courier) <a@gmail.com>", ("Ada Merrow",), "Selby Courier"),
        ("Harbour Press Office <p@board.example>", (), "Harbour Press Office"),
        ("p@board.example", (), "board.example"),
        ("Ada Merrow <a@gmail.com>", ("Ada Merrow",), None),
    ):
        message = mail(sender=sender, Subject="Tern Point")
        message.set_content(PARAGRAPHS[0])
        article = of_bytes(message.as_bytes(), "a.eml")
        assert (article.byline, article.outlet) == (byline, outlet)


def test_a_mail_with_nothing_but_attachments_is_refused_with_the_cure():
    message = mail(Subject="Statement")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    with pytest.raises(ReadError, match="save what is attached and give that"):
        of_bytes(message.as_bytes(), "a.eml")


def test_a_mailbox_of_several_mails_is_refused_with_the_cure():
    message = mail(Subject="Tern Point")
    message.set_content(PARAGRAPHS[0])
    one = b"From ada@courier.example Tue May  6 07:08:09 2031\n" + message.as_bytes() + b"\n"
    assert of_bytes(one, "a.eml").headline == "Tern Point"
    with pytest.raises(ReadError, match="save each as a file of its own"):
        of_bytes(one + one, "a.eml")


def test_parts_within_parts_without_end_are_refused():
    head = b"From: a@b.example\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n"
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3000)
    )
    with pytest.raises(ReadError, match="parts within parts without end"):
        of_bytes(head + nested, "a.eml")
