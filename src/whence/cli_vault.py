"""The command line of the vault: ``whence add``, ``whence verify`` and ``whence checkpoint``."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from whence.errors import UsageError
from whence.model import Article, Capture, Refusal
from whence.output import Tally, check_place, printable, put, say, write_report, writing

if TYPE_CHECKING:
    from whence.capture import Fetcher
    from whence.pipeline import Options
    from whence.vault import Keeper, Kept, PublicKey

Word = str | None

LONGEST_NOTE = 100_000
"""Characters of a note."""


def _said(name: str, metavar: str, text: str) -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=text)


def add(
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT")] = None,
    note: Annotated[Word, _said("note", "TEXT", "What you say of these inputs.")] = None,
    paste: Annotated[
        bool, typer.Option("--paste", help="Keep a pasted text, from --text or stdin.")
    ] = False,
    text: Annotated[Word, _said("text", "TEXT", "The pasted text.")] = None,
    author: Annotated[Word, _said("author", "NAME", "Who wrote it.")] = None,
    outlet: Annotated[Word, _said("outlet", "NAME", "Where it stood.")] = None,
    published: Annotated[Word, _said("published", "TIME", "When, in ISO 8601.")] = None,
    url: Annotated[Word, _said("url", "URL", "Its address.")] = None,
    headline: Annotated[Word, _said("headline", "TEXT", "Its headline.")] = None,
    pictures: Annotated[
        bool,
        typer.Option("--pictures/--no-pictures", help="Also keep the pictures of fetched pages."),
    ] = True,
    private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from addresses that are not public.")
    ] = False,
    most_mb: Annotated[
        int | None,
        typer.Option("--most-mb", metavar="N", min=1, help="Megabytes taken of one page (20)."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, max=64, help="Processes that read.")
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> None:
    """Keep inputs for good in the vault, as they were got."""
    from whence.cli import check_time, make_options
    from whence.pipeline import now
    from whence.vault import find_home, keeping

    said = {"author": author, "outlet": outlet, "published": published, "url": url}
    said["headline"] = headline
    if paste == bool(inputs):
        raise UsageError("give INPUT…, or --paste with a text and no input")
    if not paste and (text is not None or any(said.values())):
        raise UsageError(
            "--text, --author, --outlet, --published, --url and --headline go with --paste"
        )
    if note is not None and len(note) > LONGEST_NOTE:
        raise UsageError(f"--note: longer than {LONGEST_NOTE:,} characters; add it as a file")
    check_time(published)
    options = make_options(private, jobs=jobs, most_mb=most_mb)
    if paste:
        captures: Iterator[Capture | Refusal] = iter([_pasted(text, said, note, now())])
    else:
        captures = _captured(inputs or [], options)
    tally = Tally()
    with keeping(find_home(), now) as keeper:
        if keeper.recovery:
            say(keeper.recovery)
        first = keeper.size
        _keep(keeper, captures, options, tally, pictures, as_json)
        if note and keeper.size > first:
            keeper.note(note, first, keeper.size - 1)
    raise typer.Exit(tally.finish())


def _captured(inputs: list[str], options: Options) -> Iterator[Capture | Refusal]:
    from whence.pipeline import capture_all

    return capture_all(inputs, options, sys.stdin.buffer, anything=True)


def _pasted(text: Word, said: dict[str, Word], note: Word, taken: datetime) -> Capture:
    from whence.capture import paste_post

    if text is None:
        text = sys.stdin.buffer.read(1_000_001).decode("utf-8", "replace")
        if len(text) > 1_000_000:
            raise UsageError("--paste: longer than a post; save it as a file and add that")
    words = {key: _clean(value) for key, value in {**said, "note": note}.items()}
    return paste_post(text, taken=taken, **words)


def _clean(value: Word) -> Word:
    # An argument may hold bytes that are no text.
    return None if value is None else value.encode("utf-8", "replace").decode()


def _keep(
    keeper: Keeper,
    captures: Iterator[Capture | Refusal],
    options: Options,
    tally: Tally,
    pictures: bool,
    as_json: bool,
) -> None:
    """Keep each capture first, then tell of it: is there an article in it, and was it changed?"""
    from whence.capture import Fetcher
    from whence.pipeline import read_capture, run_stage

    fetcher = Fetcher(options.limits)
    kept: deque[tuple[Kept, Capture, Capture | None] | None] = deque()

    def keep_each() -> Iterator[Capture | Refusal]:
        for item in captures:
            if isinstance(item, Refusal):
                kept.append(None)
            else:
                before = keeper.last_of(item)
                kept.append((keeper.add(item), item, before))
            yield item

    for result in run_stage(read_capture, keep_each(), options):
        done = kept.popleft()
        if done is None and isinstance(result, Refusal):
            if as_json:
                put({"what": "refused", "id": result.input, "reason": result.reason})
            tally.refuse(result)
        elif done:
            tally.used += 1
            why = result.reason if isinstance(result, Refusal) else None
            added, capture, before = done
            revised = None if isinstance(result, Refusal) else _revised(before, result, options)
            _tell(added, why, revised, as_json)
            if pictures and not isinstance(result, Refusal) and capture.exchange:
                _keep_pictures(keeper, result, fetcher, options, as_json)


def _keep_pictures(
    keeper: Keeper, article: Article, fetcher: Fetcher, options: Options, as_json: bool
) -> None:
    """Keep the pictures of a page that was fetched; what cannot be got is left out."""
    from whence.capture.page import capture_bytes
    from whence.capture.pictures import fetch_pictures
    from whence.pipeline import now

    for address, got in fetch_pictures(article, fetcher, options.limits):
        picture = capture_bytes(
            got.content,
            name=address,
            media_type=got.media_type if got.media_type.startswith("image/") else "image/unknown",
            taken=now(),
            url=address,
            exchange=got.exchange,
        )
        _tell(keeper.add(replace(picture, within=article.id)), None, None, as_json)


def _revised(before: Capture | None, article: Article, options: Options) -> str | None:
    """What was changed since the last capture of the same address, in one line."""
    from whence.analyse.article import analyse_article
    from whence.gather.revisions import compare
    from whence.pipeline import attempt, read_capture
    from whence.report.revisions import word_revision

    earlier = attempt(read_capture, options, before) if before else None
    if earlier is None or isinstance(earlier, Refusal):
        return None
    found = compare(analyse_article(earlier), analyse_article(article))
    return word_revision(found) if found else None


def _tell(kept: Kept, why: str | None, revised: str | None, as_json: bool) -> None:
    about = kept.entry.about
    what = "seen before" if kept.again else "kept"
    if as_json:
        number = kept.entry.number
        put(
            {
                "what": what,
                "id": about["id"],
                "entry": number,
                "sha256": about["sha256"],
                "no_article": why,
                "revised": revised,
            }
        )
        return
    told = f" (no article: {why})" if why else f" ({revised})" if revised else ""
    _print(f"{what:<11} {about['sha256'][:12]}  {about['id']}{told}")


def _print(line: str) -> None:
    with writing():
        print(printable(line))


def verify(
    vault: Annotated[
        Path | None,
        typer.Argument(metavar="VAULT", help="A vault's folder, or a package; your vault if none."),
    ] = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere."),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="The public key that must sign it.")
    ] = None,
    tsa_root: Annotated[
        list[Path] | None,
        typer.Option("--tsa-root", metavar="FILE", help="A time stamp authority's root, in PEM."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check every byte and line of a vault, or a package: what is wrong, where, since when."""
    from whence.progress import Watch
    from whence.vault import find_home, verify_vault
    from whence.vault.head import LONGEST_HEAD

    if vault is not None and vault.is_file():
        if checkpoint or key or tsa_root or as_json:
            raise UsageError(f"{vault}: a package is verified without options; compare its key")
        _verify_package(vault)
    home = find_home()
    texts = [_read(path)[:LONGEST_HEAD].decode("utf-8", "replace") for path in checkpoint or []]
    roots = [_read(path) for path in tsa_root or []]
    wanted = _public_key(key)
    if vault is None and wanted is None and home.key.exists():
        from whence.vault import read_key

        wanted = read_key(home.key).public
    with Watch() as watch:
        verdict = verify_vault(
            vault or home.vault,
            checkpoints=texts,
            key=wanted,
            roots=roots,
            progress=lambda done: watch.advance("verify", done),
        )
    if as_json:
        put(verdict.row)
    else:
        for line in verdict.lines():
            _print(line)
    raise typer.Exit(0 if verdict.sound else 1)


def _verify_package(package: Path) -> NoReturn:
    """Run the program that each package holds, as it came with whence."""
    from whence.vault.expert.verify import main

    with writing():
        raise typer.Exit(main(str(package)))


def _public_key(text: str | None) -> PublicKey | None:
    from whence.vault import read_public_key

    try:
        return read_public_key(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"--key: {error}; give the line that whence verify prints") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def checkpoint(
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write it to a file.")
    ] = None,
    tsa: Annotated[
        str | None,
        typer.Option(
            "--tsa", metavar="URL", help="Have a time stamp authority (RFC 3161) sign it."
        ),
    ] = None,
) -> None:
    """Sign the ledger as it is now, in a small text to be kept elsewhere."""
    from whence.capture.send import send
    from whence.pipeline import now
    from whence.vault import find_home, keeping, open_vault
    from whence.vault.stamp import ask_stamp

    home = find_home()
    open_vault(home.vault)
    if out is not None:
        check_place(out)
    with keeping(home, now) as keeper:
        if keeper.recovery:
            say(keeper.recovery)
        text = keeper.checkpoint()
        if tsa is not None:
            keeper.stamp(tsa, text, ask_stamp(tsa, text.encode(), send))
    if out is None:
        with writing():
            print(text, end="")
    else:
        write_report(out, text)
        say(f"checkpoint written to {out}")
