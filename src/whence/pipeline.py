"""The way of the data from inputs to a Trace: the stages one after another, nothing else.

Used by the command line and by ``whence.trace`` alike. One input that fails becomes a
Refusal and the others go on. With more than one process, captures are read and analysed
beside each other; since an analysis depends on its own article alone, the result is the same.
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from whence.analyse.article import analyse_article
from whence.capture import ANALYSIS_LINE, ARTICLE_LINE, Fetcher, Limits, capture_inputs
from whence.encoding import embed_apart, judge_apart
from whence.errors import ReadError, UsageError, WhenceError
from whence.gather.story import gather_stories
from whence.model import Analysis, Article, Capture, Refusal, Trace
from whence.output import silence_libraries
from whence.picturing import add_archived, add_fetched, note_archives
from whence.read import read_article
from whence.read.moments import read_moment
from whence.schema import read_analysis_line, read_article_line

T = TypeVar("T")

Progress = Callable[[str, int], None]
"""Called with the name of a stage and how many articles it has done."""

ALONE = 16
"""Up to so many captures, starting more processes costs more than it gains."""
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
    return with_time(read_article(capture, raw=options.raw), options.published)


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
        reason = f"whence failed on it ({type(error).__name__} at {place_of(error)}); leave it out"
        return shorten(Refusal(capture.id, f"{reason}, and report this line"))


def place_of(error: Exception) -> str:
    """The module and line where an error arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "an unknown place"


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


@contextmanager
def open_pool(jobs: int) -> Iterator[ProcessPoolExecutor | None]:
    """A pool of processes, which start when they are first given work; None for one job."""
    if jobs < 2:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=begin_work) as pool:
        yield pool


def spread(
    pool: ProcessPoolExecutor,
    work: Callable[[Capture | Refusal], T | Refusal],
    captures: Iterable[Capture | Refusal],
    most: int,
) -> Iterator[T | Refusal]:
    """Results in the order of the captures, of which never more than ``most`` are held.

    Raises:
        WhenceError: a process ended before its work was done.
    """
    pending: deque[Future[T | Refusal]] = deque()
    try:
        for capture in captures:
            pending.append(pool.submit(work, capture))
            if len(pending) >= most:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        reason = "a process ended before its work was done, as for want of memory; use fewer --jobs"
        raise WhenceError(reason) from error


def begin_work() -> None:
    """What a new process does first: leave stderr and Ctrl-C to the one that started it."""
    silence_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def pass_on(work: Callable[[Capture], T | Refusal], capture: Capture | Refusal) -> T | Refusal:
    """Refusals go through, each on one line."""
    return shorten(capture) if isinstance(capture, Refusal) else work(capture)


def capture_all(
    inputs: Sequence[str],
    options: Options,
    stdin: BinaryIO | None = None,
    clock: Callable[[], datetime] = now,
) -> Iterator[Capture | Refusal]:
    """The captures of all inputs, and what was refused.

    All of a run bear one time: that one input was got a second before another says nothing of
    which text came first, and must not look as if it did.
    """
    moment = clock()
    return capture_inputs(inputs, limits=options.limits, stdin=stdin, clock=lambda: moment)


def trace_inputs(
    inputs: Sequence[str],
    options: Options,
    *,
    claim: str | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Trace:
    """All stages over some inputs; protected people are not masked yet.

    ``claim`` follows one claim in the user's own words: only what speaks of it is gathered.

    Raises:
        WeightsError: a model's file is missing or damaged.
    """
    analyses: list[Analysis] = []
    refusals: list[Refusal] = []
    archives: dict[str, set[str]] = {}
    captures = note_archives(capture_all(inputs, options, stdin), archives)
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
        stories = gather_stories(
            analyses, partial(embed_apart, few), partial(judge_apart, few), claim=claim
        )
    return Trace(tuple(analyses), stories, tuple(refusals))


def shorten(refusal: Refusal) -> Refusal:
    """A refusal whose reason is one line of bearable length."""
    reason = " ".join(refusal.reason.split())
    cut = reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"
    return replace(refusal, reason=cut)
