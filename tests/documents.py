"""The documents of the checkout, and a check of their command lines that runs none of them."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from distributed.cli.dask_scheduler import main as dask_scheduler
from distributed.cli.dask_worker import main as dask_worker
from nnlab import __main__ as nnlab_commands

from tools.cli import coursework
from tools.paths import CHECKOUT

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "assignments/*.md", "benchmarks/*.md")
    for path in CHECKOUT.glob(pattern)
)
# A changelog also names what was removed.
CURRENT = [document for document in DOCUMENTS if document.name != "CHANGELOG.md"]
FENCE = re.compile(r"^(```+)(\S*)[^\n]*\n(.*?)^\1$", re.S | re.M)
CODE_SPAN = re.compile(r"`([^`]+)`")
COMMANDS = ("", "bash", "console", "sh")  # Blocks of these languages hold command lines.
OTHERS = ("diff", "mermaid", "python", "text", "toml", "yaml")
SCRIPT = re.compile(r"[\w/]+\.py")
OPTION = re.compile(r"\"(--[\w-]+)\"")
EXTRA = re.compile(r"\.\[(\w+)\]")
# No test runs or parses these: they are the shell's, or need what the tests' machines don't have.
NOT_CHECKED = ("cd", "export", "jupyter", "mkdir", "podman")


class WrongCommandError(Exception):
    """A command line that can't be run; the text says why."""


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the language and the content of each code block."""
    return [(language, content) for _, language, content in FENCE.findall(text)]


def command_lines(text: str) -> list[str]:
    """Return the lines of the blocks that hold commands."""
    contents = [content for language, content in blocks(text) if language in COMMANDS]
    return [line for content in contents for line in content.splitlines() if line.strip()]


def commands_in_sentences(text: str) -> list[str]:
    """Return the command lines between backquotes, if they begin with a program that is known."""
    spans = [" ".join(span.split()) for span in CODE_SPAN.findall(FENCE.sub("", text))]
    return [
        span for span in spans
        if _program(span.split()[0]) in CHECKS and (" " in span or span == "coursework")
    ]  # fmt: skip


def unknown_options(text: str) -> list[str]:
    """Return the options between backquotes, without their command, that no command has."""
    spans = [span.split()[0] for span in CODE_SPAN.findall(FENCE.sub("", text)) if span.strip()]
    sources = [*CHECKOUT.glob("benchmarks/*.py"), *CHECKOUT.glob("assignments/nnlab/__main__.py")]
    known = {option for path in sources for option in OPTION.findall(path.read_text("utf-8"))}
    for command in (coursework, dask_worker, dask_scheduler):
        known |= set(_options(command))
    return [span for span in spans if span.startswith("--") and span not in known]


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from parameter.opts
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _options(inner)


def check(line: str) -> None:
    """Raise WrongCommandError if a command line names a program, a command, an option or a file
    that does not exist."""
    words = shlex.split(line.replace("\\", "/"), comments=True)  # Windows has other slashes.
    while words and re.match(r"\w+=", words[0]):
        del words[0]  # A variable that is set for this command.
    if not words or words[0] in NOT_CHECKED or _program(words[0]) in NOT_CHECKED:
        return
    program = _program(words[0])
    if program not in CHECKS:
        raise WrongCommandError(f"no test knows the program {words[0]}")
    try:
        CHECKS[program](words if program == "script" else words[1:])
    except click.UsageError as error:
        raise WrongCommandError(error.format_message()) from None


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


def _program(word: str) -> str:
    if SCRIPT.fullmatch(word):
        return "script"
    name = word.split("/")[-1]
    return "python" if re.fullmatch(r"python[\d.]*", name) else name


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise WrongCommandError(message)


def _coursework(arguments: list[str]) -> None:
    parse(coursework, arguments, None)


def _dask(arguments: list[str]) -> None:
    commands = {"scheduler": dask_scheduler, "worker": dask_worker}
    _require(arguments[0] in commands, f"dask has no command {arguments[0]}")
    parse(commands[arguments[0]], arguments[1:], None)


def _make(arguments: list[str]) -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for word in arguments:
        variable, is_assignment, _ = word.partition("=")
        pattern = rf"\b{variable}\b" if is_assignment else rf"(?m)^[\w ./-]*(?<!\S){word}(?!\S)*.*:"
        _require(re.search(pattern, makefile) is not None, f"the Makefile has no {variable}")


def _pip(arguments: list[str]) -> None:
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    for extra in EXTRA.findall(" ".join(arguments)):
        _require(f"\n{extra} = [" in project, f"there is no extra {extra}")


def _pytest(arguments: list[str]) -> None:
    for path in (word for word in arguments if word.startswith("tests")):
        _require((CHECKOUT / path).exists(), f"there is no {path}")


def _python(arguments: list[str]) -> None:
    if arguments[0] != "-m":
        _script(arguments) if SCRIPT.fullmatch(arguments[0]) else None
    elif arguments[1] != "nnlab":
        _require(importlib.util.find_spec(arguments[1]) is not None, f"no module {arguments[1]}")
    else:
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            try:
                nnlab_commands._parser().parse_args(arguments[2:])
            except SystemExit:
                raise WrongCommandError(errors.getvalue().splitlines()[-1]) from None


def _script(words: list[str]) -> None:
    paths = sorted(CHECKOUT.glob(words[0].replace("NAME", "*")))
    _require(bool(paths), f"there is no {words[0]}")
    source = "".join(path.read_text(encoding="utf-8") for path in paths)
    for option in (word for word in words if word.startswith("--")):
        _require(f'"{option}"' in source, f"{words[0]} has no option {option}")


CHECKS: dict[str, Callable[[list[str]], None]] = {
    "coursework": _coursework, "dask": _dask, "make": _make, "pip": _pip, "pytest": _pytest,
    "python": _python, "script": _script,
}  # fmt: skip


def masters() -> list[Path]:
    """Return the masters of the course."""
    return sorted(CHECKOUT.glob("solutions/*/master.py"))
