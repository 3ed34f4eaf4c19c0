"""The command line of packages: ``whence export``.

Takes the captures that a person chose from the vault, traces them as ``whence trace`` does, and
writes the sealed package and, where asked for, the shared one. That a package was made is kept in
the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whence.errors import UsageError
from whence.output import check_place, say
from whence.repeats import fold_repeats

if TYPE_CHECKING:
    from whence.model import Story, Trace
    from whence.vault.package import Findings


def export(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CAPTURE", help="Addresses, paths or SHA-256s of what is kept; by default all."
        ),
    ] = None,
    package: Annotated[
        Path | None,
        typer.Option("--package", metavar="FILE", help="Write the sealed package, unmasked."),
    ] = None,
    share: Annotated[
        Path | None,
        typer.Option(
            "--share",
            metavar="FILE",
            help="Also write one to pass on, everyone without a public role masked.",
        ),
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", metavar="WORDS", help="Only the story that these words stand in."),
    ] = None,
) -> None:
    """Captures of the vault with the proof of each, as a package that others can check."""
    from datetime import UTC, datetime

    from whence.pipeline import Options, trace_captures
    from whence.vault import find_home, keeping, open_vault, read_key
    from whence.vault.choosing import choose_captures, once_each, with_pictures
    from whence.vault.package import Case, seal
    from whence.vault.package import share as write_shared

    if package is None:
        raise UsageError("say where the package goes: --package case.wacz")
    for place in (package, *([share] if share else [])):
        check_place(place)
    home = find_home()
    vault = open_vault(home.vault)
    chosen = choose_captures(vault, wanted or [])
    trace = trace_captures(once_each(vault, chosen), Options())
    if story is not None:
        trace = only_story(trace, story)
        captures = {analysis.article.capture for analysis in trace.analyses}
        pages = [entry for entry in chosen if entry.about["sha256"] in captures]
        chosen = with_pictures(pages, chosen)
    for refusal in fold_repeats(trace.refusals):
        say(f"{refusal.input}: {refusal.reason} (it is in the package as it is)")
    case = Case(vault, read_key(home.key), chosen, datetime.now(UTC))
    sealed = seal(case, findings_of(trace), package)
    made = [{"made": "sealed package", "sha256": sealed.sha256, "of": list(sealed.entries)}]
    if share:
        digest = write_shared(case, findings_of(trace, masked=True), sealed, share)
        made.append({"made": "shared package", "sha256": digest, "sealed": sealed.sha256})
    with keeping(home, lambda: datetime.now(UTC)) as keeper:
        for about in made:
            keeper.derive(about)
    say(f"{len(chosen)} captures in {package}, sha256:{sealed.sha256}")
    if share:
        say(f"masked, to pass on: {share}, sha256:{digest}")


def only_story(trace: Trace, words: str) -> Trace:
    """The trace with the one story whose title or claims hold these words.

    Raises:
        UsageError: no story has them, or several.
    """
    texts = {analysis.article.id: analysis.article.text for analysis in trace.analyses}
    found = [s for s in trace.stories if words.casefold() in _told(s, texts).casefold()]
    if len(found) != 1:
        what = "no story has these words" if not found else f"{len(found)} stories have these words"
        raise UsageError(f"--story {words}: {what} in its title or claims; give others")
    inside = set(found[0].articles)
    analyses = tuple(a for a in trace.analyses if a.article.id in inside)
    return replace(trace, analyses=analyses, stories=(found[0],), refusals=())


def _told(story: Story, texts: dict[str, str]) -> str:
    quotes = [story.title, *(claim.wording for claim in story.claims)]
    return "\n".join(texts[q.article][b:e] for q in quotes for b, e in q.spans)


def findings_of(trace: Trace, *, masked: bool = False) -> Findings:
    """What goes into a package about its captures; ``masked`` of everyone without a public role."""
    from whence.report import mask_trace
    from whence.report.html import render_view
    from whence.report.views import view_trace
    from whence.schema import trace_to_json
    from whence.vault.package import Findings

    shown = mask_trace(trace, private=True) if masked else trace
    view = view_trace(shown)
    articles = [analysis.article for analysis in shown.analyses]
    return Findings(
        title=view.title,
        report=render_view(view),
        trace=trace_to_json(shown),
        titles={a.capture: a.headline for a in articles if a.capture and a.headline},
        ids={a.capture: a.id for a in articles if a.capture},
    )
