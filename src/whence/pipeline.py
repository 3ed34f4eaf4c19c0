"""The way of the data from inputs to a Trace: the stages one after another, nothing else.

Used by the command line and by ``whence.trace`` alike. One input that fails becomes a
Refusal and the others go on. With more than one process, captures are read and analysed
beside each other; since an analysis depends on its own article alone, the result is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import BinaryIO, TypeVar

from whence.analyse.article import analyse_article
from whence.apart import Bounds, run_apart
from whence.apart.worker import failed_on_it, place_of
from whence.capture import (
    ANALYSIS_LINE,
    ARTICLE_LINE,
    PLAIN_TEXT,
    Fetcher,
    Limits,
    capture_inputs,
)
from whence.collecting import put_off_collecting
from whence.encoding import embed_apart, judge_apart
from whence.errors import ReadError, UsageError, WhenceError
from whence.gather.revisions import find_revisions
from whence.gather.story import gather_stories
from whence.model import Analysis, Article, Capture, Refusal, Trace
from whence.picturing import add_archived, add_fetched, note_archives
from whence.pool import open_pool, spread
from whence.read import read_article
from whence.read.moments import read_moment
from whence.schema import read_analysis_line, read_article_line

T = TypeVar("T")

Progress = Callable[[str, int], None]
"""Called with the name of a stage and how many articles it has done."""

ALONE = 16
"""Up to so many captures, starting more processes costs more than it gains."""
COMMON_TEXT = 1_000_000
"""Bytes up to which a plain text needs no process apart to be read."""
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are got and read.

    ``published`` is taken for articles that come without a date; ``raw`` takes texts exactly
    as they are; ``jobs`` is the number of processes that read and analyse; ``pictures`` has a trace
    fetch the articles' pictures from the web.
    """

    limits: Limits = field(default_factory=Limits)
    published: str | None = None
    raw: bool = False
    jobs: int = 1
    pictures: bool = False


def now() -> datetime:
    """The time of a capture, in UTC."""
    return datetime.now(UTC)


def silent(_stage: str, _done: int) -> None:
    """A progress that nobody watches."""


def read_capture(capture: Capture, options: Options) -> Article:
    """The article of a capture, whichever stage printed it.

    Raises:
        ReadError: it holds no article.
    """
    if capture.media_type == ANALYSIS_LINE:
        return read_analysis_line(capture.id, capture.content).article
    if capture.media_type == ARTICLE_LINE:
        return with_time(read_article_line(capture.id, capture.content), options.published)
    return with_time(read_guarded(capture, options), options.published)


def read_guarded(capture: Capture, options: Options) -> Article:
    """The article of a page or text, read in a process apart.

    A text of common length is only decoded and looked over line by line, so it is read here.

    Raises:
        ReadError: it holds no article, or took more than the limits to read.
    """
    if capture.media_type == PLAIN_TEXT and len(capture.content) <= COMMON_TEXT:
        return read_article(capture, raw=options.raw)
    bounds = Bounds(options.limits.parser_bytes, options.limits.parser_seconds)
    try:
        return run_apart(capture.id, read_article, bounds, capture, raw=options.raw)
    except ReadError:
        if not capture.pictures:
            raise
    # It may be a picture beside the page that breaks the decoder: then that alone is lost.
    bare = replace(capture, pictures={})
    return run_apart(capture.id, read_article, bounds, bare, raw=options.raw)


def with_time(article: Article, published: str | None) -> Article:
    """The article, with the time that a person gave where it names none itself."""
    moment = read_moment(published, "given") if article.published is None else None
    if moment is None:
        return article
    origins = {**article.origins, "published": "given"}
    return replace(article, published=moment, origins=origins)


def analyse_capture(capture: Capture, options: Options) -> Analysis:
    """The analysis of a capture; taken as it is where an earlier run printed it.

    Raises:
        ReadError: it holds no article.
    """
    if capture.media_type == ANALYSIS_LINE:
        return read_analysis_line(capture.id, capture.content)
    return analyse_article(read_capture(capture, options))


def attempt(
    stage: Callable[[Capture, Options], T], options: Options, capture: Capture
) -> T | Refusal:
    """What a stage makes of a capture, or why it made nothing.

    A fault of our own on one article of thousands costs that article alone, and is said.

    Raises:
        WhenceError: the fault is not this capture's, as where a model's file is damaged.
    """
    try:
        return stage(capture, options)
    except ReadError as error:
        return shorten(Refusal(error.input, error.reason))
    except WhenceError:
        raise
    except Exception as error:
        reason = failed_on_it(type(error).__name__, place_of(error))
        return shorten(Refusal(capture.id, reason))


def run_stage(
    stage: Callable[[Capture, Options], T],
    captures: Iterable[Capture | Refusal],
    options: Options,
    pool: ProcessPoolExecutor | None = None,
) -> Iterator[T | Refusal]:
    """Results of a stage in the order of the captures, on as many processes as asked.

    ``pool`` is one that is open already; without it, one is opened for this stage.
    """
    work = partial(attempt, stage, options)
    source = iter(captures)
    first = [c for _, c in zip(range(ALONE if options.jobs > 1 else 0), source, strict=False)]
    if len(first) < ALONE:
        for capture in chain(first, source):
            yield pass_on(work, capture)
        return
    with nullcontext(pool) if pool else open_pool(options.jobs) as opened:
        if opened is None:
            raise UsageError("at least two jobs are needed to share work")
        yield from spread(opened, partial(pass_on, work), chain(first, source), 4 * options.jobs)


def pass_on(work: Callable[[Capture], T | Refusal], capture: Capture | Refusal) -> T | Refusal:
    """Refusals go through, each on one line."""
    return shorten(capture) if isinstance(capture, Refusal) else work(capture)


def capture_all(
    inputs: Sequence[str],
    options: Options,
    stdin: BinaryIO | None = None,
    clock: Callable[[], datetime] = now,
    *,
    anything: bool = False,
) -> Iterator[Capture | Refusal]:
    """The captures of all inputs, and what was refused; with ``anything``, mere bytes as well.

    All of a run bear one time: that one input was got a second before another says nothing of
    which text came first, and must not look as if it did.
    """
    moment = clock()
    return capture_inputs(
        inputs, limits=options.limits, stdin=stdin, clock=lambda: moment, anything=anything
    )


def trace_inputs(
    inputs: Sequence[str],
    options: Options,
    *,
    claim: str | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Trace:
    """All stages over some inputs; protected people are not masked yet.

    ``claim`` follows one claim in the user's own words: only what speaks of it is gathered. Of
    several captures of one address the latest stands in its story, the others in the revisions.

    Raises:
        WeightsError: a model's file is missing or damaged.
    """
    captures = capture_all(inputs, options, stdin)
    return trace_captures(captures, options, claim=claim, progress=progress)


def trace_captures(
    captures: Iterable[Capture | Refusal],
    options: Options,
    *,
    claim: str | None = None,
    progress: Progress = silent,
) -> Trace:
    """The stages after the first, over captures with ids of their own.

    Raises:
        WeightsError: a model's file is missing or damaged.
    """
    analyses: list[Analysis] = []
    refusals: list[Refusal] = []
    archives: dict[str, set[str]] = {}
    captures = note_archives(captures, archives)
    with open_pool(options.jobs) as pool:
        for result in run_stage(analyse_capture, captures, options, pool):
            if isinstance(result, Refusal):
                refusals.append(result)
            else:
                analyses.append(result)
            progress("analyse", len(analyses))
        analyses.sort(key=lambda a: a.article.id)
        analyses = add_archived(analyses, archives, options.limits)
        if options.pictures:
            fetcher = Fetcher(options.limits)
            for n, analysis in enumerate(analyses):
                analyses[n] = add_fetched(analysis, fetcher, options.limits)
                progress("pictures", n + 1)
        progress("gather", len(analyses))
        few = pool if len(analyses) > ALONE else None
        revised = find_revisions(analyses)
        with put_off_collecting():
            stories = gather_stories(
                revised.latest, partial(embed_apart, few), partial(judge_apart, few), claim=claim
            )
    return Trace(
        analyses=tuple(analyses),
        stories=stories,
        refusals=tuple(refusals),
        revisions=revised.revisions,
        unchanged=revised.unchanged,
    )


def shorten(refusal: Refusal) -> Refusal:
    """A refusal whose reason is one line of bearable length."""
    reason = " ".join(refusal.reason.split())
    cut = reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"
    return replace(refusal, reason=cut)
