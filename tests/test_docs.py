"""The documentation says what the program does: commands, options, fields, values, links."""

from __future__ import annotations

import inspect
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import IntEnum, StrEnum
from pathlib import Path

import pytest
import typer.main

from whence import model
from whence import trace as trace_function
from whence.cli import app
from whence.schema import json_schema

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CARDS = sorted((ROOT / "src" / "whence" / "weights").glob("*.md"))
OWN = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES = [*OWN, *sorted(DOCS.glob("*.md")), *CARDS]
COMMANDS = typer.main.get_command(app).commands

MAIN_JOB = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . "
    "&& .venv/bin/whence demo"
)
TESTS = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]' "
    "&& .venv/bin/pytest"
)

# Nouns that nobody outside sees, or under another name: what goes in, and the rows that come out.
UNSEEN = {"Given", "Hop", "Exchange", "Capture", "Article", "Analysis", "Statement", "Trace"}


def read(page: Path) -> str:
    return page.read_text("utf-8")


def sections(page: Path) -> dict[str, str]:
    """The text under each heading of a page, up to the next heading of any level."""
    parts = re.split(r"^#+ (.+)$", without_code(read(page)), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def first_cells(section: str) -> list[str]:
    """The first cell of each row of a section's tables, headers left out."""
    rows = re.findall(r"^\|([^|]*)\|", section, re.MULTILINE)
    return [cell.strip() for cell in rows if cell.strip().startswith("`")]


def quoted(section: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", section))


def fields_in(section: str) -> set[str]:
    return {name for cell in first_cells(section) for name in quoted(cell)}


def options_of(command: str) -> set[str]:
    options = {
        name
        for param in COMMANDS[command].params
        if param.param_type_name == "option"
        for name in (*param.opts, *param.secondary_opts)
    }
    return options | {"--help"}


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get on GitHub."""
    headings = re.findall(r"^#+ (.+)$", without_code(read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def calls(text: str) -> Iterator[list[str]]:
    """Every call of whence in the shell code of a page, as its words."""
    for block in code_blocks(text, "sh"):
        shell = re.sub(r"<<'END'.*?^END$", "", block, flags=re.MULTILINE | re.DOTALL)
        for part in re.split(r"\||&&|>|\n", shell):
            words = shlex.split(part.strip().removeprefix("time "))
            if words and Path(words[0]).name == "whence":
                yield words[1:]


# ---------------------------------------------------------------- README


def test_the_gate_finds_the_readme_s_test_command_once() -> None:
    # The gate's own pattern, a basic regular expression of sed, in Python's words.
    gate = re.search(r"sed -n 's/(.+)/\\1/p' README\.md", read(ROOT / ".ci" / "run"))
    assert gate is not None
    pattern = gate[1].replace(r"\(", "(").replace(r"\)", ")").replace(r"\/", "/")
    found = [match[0] for match in re.finditer(pattern, read(ROOT / "README.md"), re.MULTILINE)]
    assert found == [TESTS]


def test_the_readme_s_two_commands_stand_alone_in_code() -> None:
    lines = "".join(code_blocks(read(ROOT / "README.md"), "sh")).split("\n")
    assert [line for line in lines if line.startswith("python3 -m venv")] == [MAIN_JOB, TESTS]


def test_the_files_that_the_two_commands_need_are_there() -> None:
    assert (ROOT / "constraints.txt").is_file()


@pytest.mark.parametrize("page", ["README.md", "docs/command-line.md"])
def test_the_python_in_the_docs_finds_claims(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = code_blocks(read(ROOT / page), "python")
    names: dict[str, object] = {}
    exec(compile(block, page, "exec"), names)
    found = names["trace"]
    assert isinstance(found, model.Trace)
    assert not found.refusals
    assert any(story.claims for story in found.stories)


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_its_heading_with_just_its_options(command: str) -> None:
    section = sections(DOCS / "command-line.md")[f"whence {command}"]
    described = {
        option
        for cell in first_cells(section)
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", cell)
    }
    assert described == options_of(command)


def test_no_command_is_described_that_there_is_not() -> None:
    headings = sections(DOCS / "command-line.md")
    described = {h.removeprefix("whence ") for h in headings if h.startswith("whence ")}
    assert described == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_call_in_the_docs_is_one_that_there_is(page: Path) -> None:
    for words in calls(read(page)):
        assert words[0] in COMMANDS, words
        used = {word for word in words[1:] if re.match(r"--?[a-z]", word)}
        assert used <= options_of(words[0]), words


def test_every_argument_of_trace_is_described() -> None:
    section = sections(DOCS / "command-line.md")["From Python"]
    assert fields_in(section) == set(inspect.signature(trace_function).parameters)


# ---------------------------------------------------------------- schema


def test_the_schema_in_the_docs_is_the_program_s() -> None:
    assert json.loads(read(DOCS / "schema.json")) == json_schema()


def objects() -> dict[str, set[str]]:
    """Every object of the schema with the names of its fields."""
    schema = json_schema()
    found = {**schema["$defs"], "Trace": schema}
    return {name: set(d["properties"]) for name, d in found.items() if "properties" in d}


@pytest.mark.parametrize("name", sorted(objects()))
def test_every_object_of_the_schema_is_described_with_just_its_fields(name: str) -> None:
    assert fields_in(sections(DOCS / "schema.md")[name]) == objects()[name]


ENUMS = [
    kind
    for kind in vars(model).values()
    if inspect.isclass(kind) and issubclass(kind, (StrEnum, IntEnum)) and len(kind)
]


@pytest.mark.parametrize("kind", ENUMS, ids=lambda k: k.__name__)
def test_every_value_is_listed_in_the_schema_and_in_no_other_words(kind: type[StrEnum]) -> None:
    listed = quoted(sections(DOCS / "schema.md")[kind.__name__])
    assert listed == {str(member.value) for member in kind}


NOUNS = [
    noun.__name__ for noun in vars(model).values() if is_dataclass(noun) and inspect.isclass(noun)
]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_that_people_see_is_explained(noun: str) -> None:
    explained = set(re.findall(r"\*\*(\w[\w ]*)\*\*", read(DOCS / "concepts.md")))
    described = set(sections(DOCS / "schema.md"))
    assert noun in explained | described | UNSEEN


def test_the_words_that_the_report_shows_are_explained_as_concepts() -> None:
    concepts = quoted(without_code(read(DOCS / "concepts.md")))
    shown = (
        model.PassageRole,
        model.ExhibitKind,
        model.ActorKind,
        model.Commitment,
        model.Certainty,
        model.Polarity,
        model.Distance,
        model.LinkRole,
        model.Stance,
        model.Standing,
        model.Direction,
        model.Bound,
    )
    assert {member.value for kind in shown for member in kind} <= concepts


# ---------------------------------------------------------------- links and figures


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(read(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_program_that_the_docs_name_is_there(page: Path) -> None:
    programs = re.findall(r"\b(?:training|benchmarks|tests|src|examples)/[\w/-]+\.py\b", read(page))
    for program in programs:
        assert (ROOT / program).is_file(), program


def test_every_page_is_in_the_index() -> None:
    index = read(DOCS / "README.md")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_every_model_has_its_card() -> None:
    models = {path.stem for path in CARDS[0].parent.iterdir() if path.suffix in {".onnx", ".json"}}
    models -= {"manifest", "tokenizer"}
    assert models <= {card.stem for card in CARDS}


def test_every_table_of_figures_has_its_command() -> None:
    parts = re.split(r"^## .+$", read(DOCS / "accuracy.md"), flags=re.MULTILINE)[1:]
    assert parts
    for part in parts:
        assert re.search(r"^\|---", part, re.MULTILINE)
        assert code_blocks(part, "sh")
