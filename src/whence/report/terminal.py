"""The trace in a terminal: the short form of the report, readable at eighty columns.

Takes a Trace and a Rich console, prints each story's title, its two numbers, its first claims
with who does what in which words, the tree of copies, what was changed after it was published,
what the reports disagree on, and what could not be used. Text from articles is never read as
markup and never reaches the terminal with control characters in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from whence.model import UNSEEN, Stance, Trace
from whence.report.answers import AnswerRow, DiscrepancyView
from whence.report.claims import CarriageRow, ClaimView, PositionRow
from whence.report.copies import ChangeRow, CopiesView, CopyRow
from whence.report.html import count_words
from whence.report.pictures import PictureRow
from whence.report.revisions import RevisionView, word_revision
from whence.report.sources import ActorName, ArticleName, Words
from whence.report.views import ReportView, StoryView, view_trace
from whence.report.visible import one_line

__all__ = ["print_summary", "word_revision"]

_CLAIMS = 6
_POSITIONS = 8
_CHANGES = 4
_LONGEST_QUOTE = 160
_SIGNS = {Stance.FOR: "+", Stance.OBSERVING: "~", Stance.AGAINST: "-", Stance.UNRELATED: "."}


def print_summary(trace: Trace, console: Console) -> None:
    """Print the short form of ``trace`` to ``console``."""
    report = view_trace(trace)
    for story in report.stories:
        for part in _story(story):
            console.print(part)
    for part in _ending(report):
        console.print(part)


def _story(story: StoryView) -> Iterator[RenderableType]:
    yield Rule(style="dim")
    yield Text(one_line(story.title.text), style="bold")
    yield Text(_numbers(story))
    if story.ends:
        first, last = story.ends[0].text, story.ends[-1].text
        yield Text(first if first == last else f"{first} to {last}", style="dim")
    for claim in story.claims[:_CLAIMS]:
        yield ""
        yield from _claim(claim)
    if len(story.claims) > _CLAIMS:
        yield Text(f"\n… and {count_words(len(story.claims) - _CLAIMS, 'more claim')}", style="dim")
    if story.copies.rows:
        yield Text("\nWho copied whom", style="bold")
        yield _tree(story.copies)
    for change in story.copies.changes:
        yield Padding(_change(change), (0, 0, 0, 3))
    if story.pictures:
        yield Text("\nPictures several reports show", style="bold")
        for picture in story.pictures:
            yield Padding(_picture(picture), (0, 0, 0, 3))
    if story.revisions:
        yield Text("\nWhat was changed after it was published", style="bold")
        for revision in story.revisions:
            yield Padding(_revision(revision), (0, 0, 0, 3))
    if story.discrepancies:
        yield Text("\nWhat the reports disagree on", style="bold")
        for discrepancy in story.discrepancies:
            yield _answers(discrepancy)


def _numbers(story: StoryView) -> str:
    parts = (
        count_words(len(story.names), "article"),
        count_words(len(story.own_texts), "text of its own", "texts of their own"),
        count_words(len(story.roots), "root source"),
    )
    return " · ".join(parts)


# ---------------------------------------------------------------- claims


def _claim(claim: ClaimView) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f"{claim.number}  ", "bold"), (f"“{_short(claim.wording.text)}”", "bold cyan")
    )
    standing = claim.standing.word.capitalize()
    yield Padding(Text(f"{standing} · carried by {count_words(claim.carried, 'article')}"), (0, 3))
    yield Padding(_positions(claim), (0, 0, 0, 3))
    for row in claim.carriages:
        if row.overstated:
            yield Padding(_overstated(row), (0, 0, 0, 3))
        if row.accounts:
            yield Padding(_retold(row), (0, 0, 0, 3))


def _positions(claim: ClaimView) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column("Who", ratio=26, overflow="fold")
    table.add_column("Does", ratio=15, overflow="fold")
    table.add_column("In these words", ratio=45, overflow="fold")
    for row in claim.positions[:_POSITIONS]:
        table.add_row(_holder(row), _does(row), _cited(row.words))
    if len(claim.positions) > _POSITIONS:
        more = count_words(len(claim.positions) - _POSITIONS, "more position")
        table.add_row(Text(f"… and {more}", style="dim"))
    return table


def _holder(row: PositionRow) -> Text:
    holder = _actor(row.holder)
    if row.duress:
        holder.append("\nspeaks under duress", style="red")
    return holder


def _does(row: PositionRow) -> Text:
    does = Text(f"{_SIGNS[row.stance]}{'?' * row.unsure} {row.commitment.word}")
    if row.distance:
        does.append(f"\n  {row.distance}", style="dim")
    if row.judged:
        does.append(f"\n  by the whole text, {row.judged}", style="dim")
    return does


def _cited(words: tuple[Words, ...]) -> Text:
    quote = _short(words[0].text)
    text = Text(quote if words[0].quoted else f"“{quote}”")
    numbers = dict.fromkeys(w.article.number for w in words)
    text.append(f" {words[0].article.outlet} ", style="dim")
    text.append(" ".join(f"[{number}]" for number in numbers), style="dim")
    return text


def _overstated(row: CarriageRow) -> Text:
    text = Text.assemble(("overstated ", "red"), _article(row.article), ": ")
    for step in (row.headline, row.body):
        if step:
            quote = f" “{_short(step.words.text)}”" if step.words else ""
            text.append("over " if step is row.body else "")
            text.append(f"{step.label.word} {step.label.meaning}{quote} ")
    return text


def _retold(row: CarriageRow) -> Text:
    text = Text.assemble(("told twice or more ", "yellow"), "on one page: ", _article(row.article))
    return text.append(": " + "; ".join(f"“{_short(words.text)}”" for words in row.accounts))


# ---------------------------------------------------------------- copies, answers, the end


def _change(change: ChangeRow) -> Text:
    """What became of some words between a text and its copy."""
    before, after = change.before.words, change.after.words
    text = Text.assemble((f"{change.kind} ", "red"), "between ", _article(before.article))
    text.append(" and ").append_text(_article(after.article))
    return text.append(f": “{_short(before.text)}” → “{_short(after.text)}”")


def _picture(picture: PictureRow) -> Text:
    """A picture by its hash, and who shows it."""
    text = Text(picture.pdq, style="dim", overflow="fold")
    for n, row in enumerate(picture.showings):
        text.append("\n" if n == 0 else ", ").append_text(_article(row.article, "not dim"))
        if row.first:
            text.append(" first", style="not dim red")
    return text


def _revision(revision: RevisionView) -> Text:
    """What was changed in one article, and the words of what was changed in meaning."""
    text = _article(revision.name).append(f" {revision.told}")
    for change, silent in revision.changes[:_CHANGES]:
        text.append(f"\n  {change.kind}", style="red")
        text.append(", silently" if silent else ", announced", style="dim")
        before, after = change.before.words.text, change.after.words.text
        text.append(f": “{_short(before)}” → “{_short(after)}”")
    if len(revision.changes) > _CHANGES:
        text.append(f"\n  … and {len(revision.changes) - _CHANGES} more", style="dim")
    return text


def _tree(copies: CopiesView) -> Tree:
    """The copies under their sources; one that has several sources stands under each."""
    rows: dict[str, list[CopyRow]] = {}
    for row in copies.rows:
        rows.setdefault(_source_key(row), []).append(row)
    copied = {row.copy.anchor for row in copies.rows}
    tree = Tree("", hide_root=True, guide_style="dim")
    drawn: set[str] = set()
    roots = [key for key in rows if key not in copied]
    for key in (*roots, *rows):
        if key not in drawn:
            source = rows[key][0]
            _grow(tree.add(_source(source)), key, rows, drawn)
    if copies.alone:
        alone = ", ".join(f"{name.outlet} [{name.number}]" for name in copies.alone)
        tree.add(Text(f"alone: {alone}", style="dim"))
    return tree


def _grow(branch: Tree, key: str, rows: dict[str, list[CopyRow]], drawn: set[str]) -> None:
    """Hang the copies of one text, and theirs, under ``branch``; each text's copies once."""
    waiting = [(branch, key)]
    while waiting:
        under, source = waiting.pop()
        if source in drawn:
            continue
        drawn.add(source)
        for row in rows.get(source, ()):
            sign, share = "← " if row.known else "? ", f"  {row.share} %" if row.share else ""
            label = Text.assemble((sign, "dim"), _article(row.copy), (share, "dim"))
            if not row.known:
                label.append("  direction undecided", style="dim")
            waiting.append((under.add(label), row.copy.anchor))


def _source_key(row: CopyRow) -> str:
    return row.source.anchor if row.source else UNSEEN + row.unseen


def _source(row: CopyRow) -> Text:
    if row.source:
        return _article(row.source)
    return Text.assemble(row.unseen, (" (text not seen)", "dim"))


def _answers(discrepancy: DiscrepancyView) -> RenderableType:
    tree = Tree(Text(discrepancy.question), guide_style="dim")
    for answer in discrepancy.answers:
        line = Text(answer.value, style="bold")
        line.append(f"  {_carried(answer)}", style="not bold dim")
        for giving in answer.givings[:3]:
            around = one_line(f"{giving.before}{giving.words.text}{giving.after}")
            line.append(f"\n“{_short(around)}” ", style="not bold")
            if giving.holder:
                line.append(f"{giving.holder.name}, in ", style="not bold dim")
            line.append_text(_article(giving.words.article, "not bold dim"))
        if len(answer.givings) > 3:
            line.append(f"\n… and {len(answer.givings) - 3} more", style="not bold dim")
        for words in answer.superseded[:1]:
            line.append("\nsuperseded by ", style="not bold red")
            line.append(f"“{_short(words.text)}” ", style="not bold")
            line.append_text(_article(words.article, "not bold dim"))
        tree.add(line)
    return tree


def _carried(answer: AnswerRow) -> str:
    return f"{count_words(answer.outlets, 'outlet')}, {count_words(answer.origins, 'text')}"


def _ending(report: ReportView) -> Iterator[RenderableType]:
    yield Rule(style="dim")
    if report.refusals:
        yield Text("Could not be used", style="bold")
        for refusal in report.refusals:
            yield Text.assemble((refusal.input, "red"), ": ", refusal.reason)
    if report.protected and not report.masked:
        yield Text("Names of protected people are not masked. Do not pass this on.", style="red")
    elif report.masked_private:
        yield Text("Names of everyone without a public role are masked.", style="dim")
    elif report.masked:
        told = "Names of protected people are masked; to pass on, add --mask-private."
        yield Text(told, style="dim")
    yield Text("Shows who stands behind a claim; says nothing of what is true.", style="dim")


# ---------------------------------------------------------------- words


def _actor(actor: ActorName) -> Text:
    return Text(actor.name, style="bold")


def _article(name: ArticleName, style: str = "") -> Text:
    return Text(f"{name.outlet} [{name.number}]", style=style)


def _short(text: str) -> str:
    line = one_line(text)
    if len(line) <= _LONGEST_QUOTE:
        return line
    return line[: line.rfind(" ", 0, _LONGEST_QUOTE)].rstrip() + " …"
