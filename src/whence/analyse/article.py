"""Analyse: an Article in, an Analysis out, in the order of the reading.

Statements first (who says what, how firmly, through whom), then what the outlet says in its
own voice outside of them, then times, quantities and places. One article's analysis depends
on that article alone.
"""

from __future__ import annotations

from whence.analyse.actors import outlet_actor
from whence.analyse.places import find_places
from whence.analyse.quantities import find_quantities
from whence.analyse.times import find_times
from whence.analyse.voices import find_voices
from whence.model import Analysis, Article

__all__ = ["analyse_article"]


def analyse_article(article: Article) -> Analysis:
    """All that whence finds in one article; every span points into ``article.text``.

    Raises:
        WeightsError: a model's file is missing or damaged.
    """
    voices = find_voices(article)
    resolution = voices.resolution
    outlet = outlet_actor(article)
    known = {actor.id for actor in resolution.actors}
    actors = resolution.actors if outlet.id in known else (outlet, *resolution.actors)
    times = find_times(article)
    return Analysis(
        article=article,
        actors=actors,
        statements=voices.statements,
        assertions=voices.assertions,
        mentions=resolution.mentions,
        times=times,
        quantities=find_quantities(article, times),
        places=find_places(article),
    )
