"""Title: the analyses of one story come in, the words that it is called by go out."""

from __future__ import annotations

from collections.abc import Sequence

from whence.model import Analysis, Claim, Lineage, PassageRole, Quote


def find_title(
    analyses: Sequence[Analysis], claims: Sequence[Claim], lineage: Sequence[Lineage]
) -> Quote:
    """The story's title: the headline of an article with text of its own, by its first claim.

    Without headline, the wording of the first claim; without claims, the first words.
    """
    own = [e.article for e in lineage if e.article in e.origins]
    ordered = sorted(analyses, key=lambda a: (a.article.id not in own, published(a), a.article.id))
    for analysis in ordered:
        for passage in analysis.article.passages:
            if passage.role is PassageRole.HEADLINE:
                return Quote(analysis.article.id, ((passage.start, passage.end),))
    if claims:
        return claims[0].wording
    article = ordered[0].article
    return Quote(article.id, ((0, min(len(article.text), 80)),))


def published(analysis: Analysis) -> str:
    """Its time of publication for sorting, unknown ones last."""
    moment = analysis.article.published
    return moment.value if moment else "9"
