"""The documents name files, commands and options that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import (
    CODE_SPAN,
    COMMANDS,
    CURRENT,
    DOCUMENTS,
    FENCE,
    OTHERS,
    WrongCommandError,
    blocks,
    check,
    command_lines,
    commands_in_sentences,
    masters,
    unknown_options,
)

from tools.paths import CHECKOUT

LINK = re.compile(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
# A path from the root of the repository. It may hold NAME for the name of any chapter, or a "*".
REPOSITORY_PATH = re.compile(r"[\w.-]+/[\w./*-]*")
# A checkout need not have these, because commands write them.
WRITTEN = ("dist/", "data/mnist/", ".venv/")
IMPORT = re.compile(r"^(?:# )?\s*(?:from nnlab import (.+)|from nnlab\.(\w+) import)", re.M)


def links(text: str) -> list[str]:
    """Return the targets of links and pictures that are not on the web."""
    targets = [a or b for a, b in LINK.findall(FENCE.sub("", text))]
    return [target for target in targets if not re.match(r"\w+:", target)]


def missing_paths(text: str, folder: Path = CHECKOUT) -> list[str]:
    """Return the repository paths within sentences that do not exist.

    Args:
        text: The text of a document.
        folder: The folder of the document. Paths may be relative to it.
    """
    missing = []
    for path in CODE_SPAN.findall(FENCE.sub("", text)):
        if not REPOSITORY_PATH.fullmatch(path) or path.startswith(WRITTEN):
            continue
        if path.startswith("../") or not (CHECKOUT / path.split("/")[0]).is_dir():
            continue  # It is relative to another folder.
        pattern = path.replace("NAME", "*").rstrip("/")
        if not any((*CHECKOUT.glob(pattern), *folder.glob(pattern))):
            missing.append(path)
    return missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    targets = links(document.read_text(encoding="utf-8"))
    wrong = [t for t in targets if not (document.parent / t.split("#")[0]).exists()]
    assert wrong == []


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_command_line_can_be_run(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for line in [*command_lines(text), *commands_in_sentences(text)]:
        try:
            check(line)
        except WrongCommandError as error:
            pytest.fail(f"{document.name}: {line}: {error}")


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_option_in_sentences_exists(document: Path) -> None:
    assert unknown_options(document.read_text(encoding="utf-8")) == []


def test_an_option_that_no_command_has_is_noticed() -> None:
    assert unknown_options("With `--roster`, `--onli ID` and `--mend`.") == ["--onli"]


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_a_block_that_holds_no_commands_says_what_it_holds(document: Path) -> None:
    languages = {language for language, _ in blocks(document.read_text(encoding="utf-8"))}
    assert {one for one in languages if one[:1] != "{"} <= {*COMMANDS, *OTHERS}


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_repository_path_in_backticks_exists(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8"), document.parent) == []


@pytest.mark.parametrize("line", [
    "coursework covers", "coursework grade hw1_neuron x --weak", "coursework gradescope build",
    "coursework -x", "make tset", "make demo PYTON=python3", "python -m nnlab chek hw1.ipynb",
    "python -m nnlab doctor --all", "python -m nothing_here", "python benchmarks/nothing.py",
    "benchmarks/start.py --laps 5", "pytest tests/nothing.py", 'pip install -e ".[docks]"',
    "dask worker tcp://10.0.0.1:8786 --workers 4", "dask dashboard", "cat hw1_neuron.ipynb",
])  # fmt: skip
def test_a_wrong_command_line_is_noticed(line: str) -> None:
    assert command_lines(f"Run this:\n\n```\n{line}\n```\n") == [line]
    assert commands_in_sentences(f"Run `{line}`.\n") == ([] if line.startswith("cat") else [line])
    with pytest.raises(WrongCommandError):
        check(line)


def test_a_wrong_path_is_noticed() -> None:
    text = "See `tools/cli.py`, `tools/nothing.py`, `solutions/NAME/gone.py` and `dist/NAME/x.zip`."
    assert missing_paths(text) == ["tools/nothing.py", "solutions/NAME/gone.py"]


def test_links_in_code_are_left_out() -> None:
    text = '[a](x.md) [b](https://example.org) <img src="y.png">\n```\n[c](z.md)\n```\n'
    assert links(text) == ["x.md", "y.png"]


def test_the_readme_and_the_documents_are_among_them() -> None:
    found = {path.relative_to(CHECKOUT).as_posix() for path in DOCUMENTS}
    assert {"README.md", "docs/security.md", "docs/reference/nnlab.md"} <= found
    assert {"assignments/troubleshooting.md", "benchmarks/README.md"} <= found


def test_the_reference_has_each_module_that_notebooks_import() -> None:
    text = (CHECKOUT / "docs" / "reference" / "nnlab.md").read_text(encoding="utf-8")
    described = set(re.findall(r"automodule:: nnlab\.(\w+)", text))
    imports = [IMPORT.findall(path.read_text(encoding="utf-8")) for path in masters()]
    modules = {name for found in imports for names, module in found
               for name in (names.split(", ") if names else [module])}  # fmt: skip
    assert {"checks", "data", "gradcheck"} <= modules
    assert modules - {"this_notebook"} <= described
