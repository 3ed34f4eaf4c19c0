"""The command line: each stage as a filter, and all of them as ``whence trace``.

Data goes to stdout, JSON Lines from the filters; what went wrong to stderr, one line an input.
Exit status: 0 all well, 1 some inputs failed, 2 nothing could be read or the call was wrong.
"""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from whence import __version__
from whence.cli_export import export
from whence.cli_vault import add, checkpoint, verify
from whence.errors import UsageError, WhenceError
from whence.model import Article, Capture, Refusal, Trace
from whence.output import (
    Tally,
    Terminal,
    check_place,
    open_streams,
    put,
    say,
    silence_libraries,
    write_report,
    writing,
)
from whence.progress import Watch

if TYPE_CHECKING:
    from whence.pipeline import Options

T = TypeVar("T")

JOBS = min(2, os.cpu_count() or 1)
"""Processes at work where nobody says how many."""

app = typer.Typer(
    name="whence",
    help="Trace a contested claim in the news back to where it comes from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

INPUT = typer.Argument(
    metavar="INPUT",
    help="Files (text, HTML, PDF, Word, mail, MHTML, JSON Lines, feed, OPML, WARC, WACZ, HAR, "
    "exports), directories, URLs, or - for stdin.",
)
Inputs = Annotated[list[str], INPUT]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from addresses that are not public.")
]
MostMb = Annotated[
    int | None,
    typer.Option("--most-mb", metavar="N", min=1, help="Megabytes taken of one page (20)."),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="TIME", help="ISO 8601 time for articles without a date."),
]
Raw = Annotated[bool, typer.Option("--raw", help="Take texts exactly as they are.")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, help="Processes that read and analyse.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsLines = Annotated[
    bool, typer.Option("--json", help="Print JSON Lines (the filters print nothing else).")
]


def make_options(
    private: bool = False,
    published: str | None = None,
    raw: bool = False,
    jobs: int = 1,
    most_mb: int | None = None,
) -> Options:
    """The pipeline's options out of the call's."""
    from whence.capture import Limits
    from whence.pipeline import Options

    limits = Limits(allow_private=private)
    return Options(limits.widened(most_mb) if most_mb else limits, check_time(published), raw, jobs)


def check_time(value: str | None) -> str | None:
    """An ISO 8601 date or time, or None.

    Raises:
        UsageError: it is neither.
    """
    from datetime import datetime

    if value is None:
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(
            f"--published {value}: not an ISO 8601 date or time; write 2017-10-04"
        ) from error
    return value


def check_claim(claim: str) -> str:
    """A claim that says something, as text.

    Raises:
        UsageError: there is no word in it.
    """
    # An argument may hold bytes that are no text.
    text = claim.encode("utf-8", "replace").decode("utf-8")
    if not any(c.isalnum() for c in text):
        raise UsageError("--claim: there is no word in it; write the claim as a sentence")
    return text


def foresee(inputs: list[str]) -> None:
    """Start what reads pages while the rest is loaded, unless only texts and lines are named."""
    from whence.apart import start_ahead

    plain = (".txt", ".md", ".jsonl", "-")
    if not all(name.lower().endswith(plain) for name in inputs):
        start_ahead("whence.read.webpage")


def run_filter(
    inputs: list[str],
    options: Options,
    stage: Callable[[Capture, Options], T],
    show: Callable[[T], None],
) -> None:
    """Run one stage over all inputs, print each result, leave with the exit status."""
    from whence.pipeline import capture_all, run_stage

    tally = Tally()
    captures = capture_all(inputs, options, sys.stdin.buffer)
    for result in tally.keep(run_stage(stage, captures, options)):
        show(result)
    raise typer.Exit(tally.finish())


def all_articles(inputs: list[str], options: Options) -> tuple[list[Article], Tally]:
    """Every article of the inputs in the order of their ids, refusals said."""
    from whence.pipeline import capture_all, read_capture, run_stage

    tally = Tally()
    captures = capture_all(inputs, options, sys.stdin.buffer)
    articles = list(tally.keep(run_stage(read_capture, captures, options)))
    return sorted(articles, key=lambda a: a.id), tally


@app.command()
def read(
    inputs: Inputs,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    raw: Raw = False,
    jobs: Jobs = 1,
    as_json: AsLines = True,  # noqa: ARG001 - named for symmetry with trace
) -> None:
    """Articles: main text, passages with roles, headline, outlet, byline, times, exhibits."""
    foresee(inputs)
    from whence.pipeline import read_capture
    from whence.schema import article_row

    options = make_options(private, published, raw, jobs, most_mb)
    run_filter(inputs, options, read_capture, lambda a: put(article_row(a).model_dump(mode="json")))


@app.command()
def analyse(
    inputs: Inputs,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    raw: Raw = False,
    jobs: Jobs = 1,
    as_json: AsLines = True,  # noqa: ARG001
) -> None:
    """Statements, assertions, actors, times, quantities and places of each article."""
    foresee(inputs)
    from whence.pipeline import analyse_capture
    from whence.schema import analysis_row

    options = make_options(private, published, raw, jobs, most_mb)
    run_filter(
        inputs, options, analyse_capture, lambda a: put(analysis_row(a).model_dump(mode="json"))
    )


@app.command()
def group(
    inputs: Inputs,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    raw: Raw = False,
    as_json: AsLines = True,  # noqa: ARG001
) -> None:
    """Which articles are about one event: {"id", "story"} lines."""
    from whence.analyse.encoder import embed
    from whence.gather.story import group_articles
    from whence.gather.versions import latest_versions
    from whence.model import content_id

    articles, tally = all_articles(inputs, make_options(private, published, raw, most_mb=most_mb))
    for ids in group_articles(latest_versions(articles), embed):
        story = content_id("story", *ids)
        for article in ids:
            put({"id": article, "story": story})
    raise typer.Exit(tally.finish())


@app.command()
def lineage(
    inputs: Inputs,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    raw: Raw = False,
    as_json: AsLines = True,  # noqa: ARG001
) -> None:
    """Which article took which passages from which, and the origins at the ends."""
    from whence.gather.lineage import trace_lineage
    from whence.gather.versions import latest_versions
    from whence.schema import lineage_rows

    articles, tally = all_articles(inputs, make_options(private, published, raw, most_mb=most_mb))
    for row in lineage_rows(trace_lineage(latest_versions(articles))):
        put(row)
    raise typer.Exit(tally.finish())


@app.command()
def position(
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT")] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", metavar="TEXT", help="The claim, in your own words.")
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", metavar="FILE", help='Lines of {"id", "claim", "text"}.'),
    ] = None,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    raw: Raw = False,
    as_json: AsLines = True,  # noqa: ARG001
) -> None:
    """What each article does with a claim: for, observing, against or unrelated."""
    from whence.gather.stance import judge_article, position_row, read_pairs

    if (pairs is None) == (claim is None or not inputs):
        raise UsageError("give --claim TEXT with inputs, or --pairs FILE alone")
    tally = Tally()
    if pairs is not None:
        for pair in tally.keep(read_pairs(pairs)):
            put(position_row(pair.id, judge_article(pair.claim, pair.article)))
        raise typer.Exit(tally.finish())
    claim = check_claim(claim or "")
    articles, tally = all_articles(
        inputs or [], make_options(private, published, raw, most_mb=most_mb)
    )
    for article in articles:
        put(position_row(article.id, judge_article(claim, article)))
    raise typer.Exit(tally.finish())


@app.command()
def trace(
    inputs: Annotated[list[str] | None, INPUT] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write the report as HTML.")
    ] = None,
    as_json: AsJson = False,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="TEXT", help="Follow one claim, in your own words."),
    ] = None,
    unmask: Annotated[
        bool, typer.Option("--unmask", help="Show the names of protected people.")
    ] = False,
    mask_private: Annotated[
        bool,
        typer.Option(
            "--mask-private", help="Also mask everyone without a public role, to pass it on."
        ),
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
    pictures: Annotated[
        bool,
        typer.Option("--pictures", help="Fetch the articles' pictures from the web, to hash them."),
    ] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help="Trace what the vault keeps; INPUT chooses of it.")
    ] = False,
    private: Private = False,
    most_mb: MostMb = None,
    published: Published = None,
    jobs: Jobs = JOBS,
) -> None:
    """The main job: all stages; a summary here, a report with -o, all the data with --json."""
    inputs = inputs or []
    if not inputs and not kept:
        raise UsageError("give INPUT…, or --kept for what the vault keeps")
    foresee(inputs)
    from whence.pipeline import capture_all, trace_captures
    from whence.report import mask_trace

    if unmask and mask_private:
        raise UsageError("--unmask and --mask-private exclude each other; give one")
    if open_ and out is None:
        raise UsageError("--open needs a report to open; add -o report.html")
    if out is not None:
        check_place(out)
    claim = None if claim is None else check_claim(claim)
    options = replace(make_options(private, published, False, jobs, most_mb), pictures=pictures)
    captures: Iterable[Capture | Refusal] = (
        kept_captures(inputs) if kept else capture_all(inputs, options, sys.stdin.buffer)
    )
    with Watch() as watch:
        found = trace_captures(captures, options, claim=claim, progress=watch.advance)
        found = found if unmask else mask_trace(found, private=mask_private)
    leave(found, out, as_json, open_)


def kept_captures(wanted: list[str]) -> Iterator[Capture | Refusal]:
    """What the vault keeps under these names, or all of it, each once.

    Raises:
        UsageError: nothing is kept under one of them.
        VaultError: there is no vault, or what it keeps was changed.
    """
    from whence.vault import find_home, open_vault
    from whence.vault.choosing import choose_captures, once_each

    vault = open_vault(find_home().vault)
    return once_each(vault, choose_captures(vault, wanted))


def leave(found: Trace, out: Path | None, as_json: bool, open_: bool) -> None:
    """Show what was found and leave with the exit status."""
    from whence.report import print_summary, render_report
    from whence.schema import trace_to_json

    tally = Tally(used=len(found.analyses))
    for refusal in found.refusals:
        tally.refuse(refusal)
    status = tally.finish()
    if not tally.used:
        raise typer.Exit(status)
    if out is not None:
        write_report(out, render_report(found))
    if as_json:
        put(trace_to_json(found))
    else:
        with writing():
            print_summary(found, Terminal())
    if out is not None:
        say(f"report written to {out}")
        if open_:
            webbrowser.open(out.resolve().as_uri())
    raise typer.Exit(status)


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="Where the report goes.")
    ] = Path("whence-demo.html"),
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = True,
) -> None:
    """The main job on the invented story that comes with whence; opens its report."""
    from whence.example import story_folder
    from whence.pipeline import trace_inputs
    from whence.report import mask_trace

    check_place(out)
    options = make_options(jobs=JOBS)
    with Watch() as watch:
        found = trace_inputs([os.path.relpath(story_folder())], options, progress=watch.advance)
    leave(mask_trace(found), out, False, open_)


for command in (add, verify, checkpoint, export):
    app.command()(command)


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"whence {__version__}")
        raise typer.Exit(0)


@app.callback()
def whence(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Trace a contested claim in the news back to where it comes from."""


def main() -> None:
    """The entry point: errors of ours become one line and exit status 2."""
    open_streams()
    silence_libraries()
    try:
        try:
            app(prog_name="whence")
        finally:
            with writing():
                sys.stdout.flush()
    except WhenceError as error:
        say(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
