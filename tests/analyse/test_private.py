"""Whose public role an article does not tell."""

from __future__ import annotations

import pytest

from whence.analyse.private import find_private
from whence.model import Article


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ida Moen, the mayor, met Sindre. Sindre left.", {"Sindre"}),
        ("“We ran,” said Tora Venn of Lindby. Senator Rolf Aas agreed.", {"Tora Venn", "Lindby"}),
        ("Mayor Ida Moen, who was kidnapped in May, met Su Ra.", {"Ida Moen", "Su Ra"}),
        ("The Norwegian and US ferries sank near Anglo-Dutch waters.", set()),
    ],
)
def test_who_is_private_holds_no_public_role(text: str, names: set[str]) -> None:
    assert {text[b:e] for b, e in find_private(Article("a", text))} == names


def test_authors_are_not_private() -> None:
    text = "Ida Moen writes from Lindby, where she met Tora Venn."
    spans = find_private(Article("a", text, byline=("Ida Moen",)))
    assert "Ida Moen" not in {text[b:e] for b, e in spans}
