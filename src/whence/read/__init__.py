"""Capture to Article: main text, passages with roles, outlet, byline, times, language.

``decoding`` turns bytes into text. A plain text goes to ``plain``; a page to ``page`` (tree,
metadata), ``shown`` (what a reader sees, block by block), ``maintext`` (which blocks are the
article), ``layout`` (what each of them is), with ``headline``, ``byline``, ``moments``,
``outlet``, ``language`` and ``exhibits`` beside. ``article`` is the one way in.
"""

from whence.read.article import read_article

__all__ = ["read_article"]
