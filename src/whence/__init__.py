"""whence traces a contested claim in the news back to where it comes from.

Give it articles, it answers, with the exact words as evidence: who says what, how firmly, who
repeats it, who disputes it, who copied whom, and how few texts and root sources stand behind
all the outlets that carry it. It never says what is true.

    >>> import whence
    >>> trace = whence.trace(["a.html", "b.txt"])
    >>> [claim.standing for claim in trace.stories[0].claims]
"""

from __future__ import annotations

from collections.abc import Sequence

from whence.model import Trace

__all__ = ["__version__", "trace"]

__version__ = "0.1.0"


def trace(
    inputs: Sequence[str],
    *,
    claim: str | None = None,
    published: str | None = None,
    jobs: int = 1,
    allow_private: bool = False,
    unmask: bool = False,
    mask_private: bool = False,
    pictures: bool = False,
) -> Trace:
    """All stages over files, directories, URLs, feeds and archives, as the command line does.

    Args:
        inputs: paths and http(s) URLs, mixed; what cannot be used is in ``Trace.refusals``.
        claim: a claim in your own words; only what speaks of it is gathered.
        published: ISO 8601 time for articles that come without a date.
        jobs: processes that read and analyse; the result is the same with any number.
        allow_private: also fetch from addresses that are not public.
        unmask: leave the names of protected people readable.
        mask_private: also hide everyone of whom no article tells a public role.
        pictures: fetch the articles' pictures from the web, to hash them.

    Raises:
        ValueError: both ``unmask`` and ``mask_private``.
        WeightsError: a model's file is missing or damaged.
    """
    from whence.capture import Limits
    from whence.pipeline import Options, trace_inputs
    from whence.report import mask_trace

    if unmask and mask_private:
        raise ValueError("unmask and mask_private exclude each other")
    limits = Limits(allow_private=allow_private)
    options = Options(limits=limits, published=published, jobs=jobs, pictures=pictures)
    found = trace_inputs(inputs, options, claim=claim)
    return found if unmask else mask_trace(found, private=mask_private)
