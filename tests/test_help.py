"""The help of every command has an example, and the example is a command line that exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from documents import parse

from tools.cli import coursework


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names of every command and every group."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


ALL = list(commands(coursework))


@pytest.mark.parametrize("path", ALL, ids=lambda path: " ".join(path) or "coursework")
def test_the_help_of_every_command_has_an_example(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(coursework, [*path, "--help"], terminal_width=200)
    assert shown.exit_code == 0
    [example] = re.findall(r"^  Example: coursework (.+)$", shown.output, re.M)
    arguments = shlex.split(example)
    assert tuple(arguments[: len(path)]) == path
    try:
        parse(coursework, arguments, None)
    except click.UsageError as error:
        pytest.fail(f"coursework {example}: {error.format_message()}")


def test_groups_within_groups_are_found() -> None:
    assert {(), ("release",), ("written",), ("written", "import"), ("gradescope", "try")} <= {*ALL}
