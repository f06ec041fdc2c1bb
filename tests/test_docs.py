"""The documents name files, commands and options that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tools.cli import coursework
from tools.paths import CHECKOUT

DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")])
# A changelog also names what was removed.
CURRENT = [document for document in DOCUMENTS if document.name != "CHANGELOG.md"]
FENCE = re.compile(r"^```.*?\n(.*?)^```", re.S | re.M)
CODE_SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
COMMAND = re.compile(r"(?:\.venv/bin/)?coursework(?: (.*))?", re.S)
# A path from the root of the repository. It may hold NAME for the name of any chapter, or a "*".
REPOSITORY_PATH = re.compile(r"[\w.-]+/[\w./*-]*")
# A checkout need not have these, because commands write them.
WRITTEN = ("dist/", "data/mnist/", ".venv/")


def links(text: str) -> list[str]:
    """Return the targets of links and pictures that are not on the web."""
    targets = [a or b for a, b in LINK.findall(FENCE.sub("", text))]
    return [target for target in targets if not re.match(r"\w+:", target)]


def code(text: str) -> list[str]:
    """Return each line of the code blocks and each piece of code within sentences."""
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    spans = [" ".join(span.split()) for span in CODE_SPAN.findall(FENCE.sub("", text))]
    return lines + spans


def command_lines(text: str) -> list[str]:
    """Return the arguments of each `coursework` command line, as one text each."""
    found = [COMMAND.fullmatch(piece.strip()) for piece in code(text)]
    return [match[1] or "" for match in found if match]


def parse(command: click.Command, arguments: list[str], parent: click.Context | None) -> None:
    """Parse a command line without running it.

    Raises:
        click.UsageError: It names a command or an option that does not exist.
    """
    context = click.Context(command, parent=parent, info_name=command.name)
    _, rest, _ = command.make_parser(context).parse_args(list(arguments))
    if isinstance(command, click.Group) and rest:
        _, inner, rest = command.resolve_command(context, rest)
        assert inner is not None
        parse(inner, rest, context)


def missing_paths(text: str) -> list[str]:
    """Return the repository paths within sentences that do not exist."""
    missing = []
    for path in CODE_SPAN.findall(FENCE.sub("", text)):
        if not REPOSITORY_PATH.fullmatch(path) or path.startswith(WRITTEN):
            continue
        if not (CHECKOUT / path.split("/")[0]).is_dir():
            continue  # It is relative to another folder.
        if not any(CHECKOUT.glob(path.replace("NAME", "*").rstrip("/"))):
            missing.append(path)
    return missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    targets = links(document.read_text(encoding="utf-8"))
    wrong = [t for t in targets if not (document.parent / t.split("#")[0]).exists()]
    assert wrong == []


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_command_line_names_a_command_and_options_that_exist(document: Path) -> None:
    for line in command_lines(document.read_text(encoding="utf-8")):
        try:
            parse(coursework, shlex.split(line, comments=True), None)
        except click.UsageError as error:
            pytest.fail(f"{document.name}: coursework {line}: {error.format_message()}")


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_repository_path_in_backticks_exists(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ["covers", "grade hw1_neuron x --weak", "gradescope build", "-x"])
def test_a_wrong_command_line_is_noticed(line: str) -> None:
    assert command_lines(f"Run `coursework {line}`.\n") == [line]
    with pytest.raises(click.UsageError):
        parse(coursework, shlex.split(line), None)


def test_a_wrong_path_is_noticed() -> None:
    text = "See `tools/cli.py`, `tools/nothing.py`, `solutions/NAME/gone.py` and `dist/NAME/x.zip`."
    assert missing_paths(text) == ["tools/nothing.py", "solutions/NAME/gone.py"]


def test_links_in_code_are_left_out() -> None:
    text = '[a](x.md) [b](https://example.org) <img src="y.png">\n```\n[c](z.md)\n```\n'
    assert links(text) == ["x.md", "y.png"]


def test_the_readme_and_the_documents_are_among_them() -> None:
    assert {"README.md", "CONTRIBUTING.md", "security.md"} <= {path.name for path in DOCUMENTS}
