"""Read the cells of a notebook that may be broken or hostile."""

from __future__ import annotations

import codecs
import contextlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import CourseworkError
from .contents import what_it_is
from .json_scan import only_keys
from .limits import MAX_CELLS, MAX_CODE_BYTES, MAX_WHOLE_BYTES, check_size, quote

SAVE_AGAIN = "Open it in Jupyter, save it and hand it in again."

# A file that begins with one of these is written in UTF-16, with or without a byte order mark.
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"{\0", b"\0{")

# Only these keys of a notebook's JSON objects are kept, in any object.
KEYS = frozenset({
    "nbformat", "metadata", "kernelspec", "language_info", "language", "name", "version", "tags",
    "otter", "script", "assignment_name", "ignore", "tests", "vscode", "languageId",
    "cells", "worksheets", "cell_type", "source", "input",
    "execution", "iopub.execute_input", "shell.execute_reply", "executionInfo", "elapsed",
})  # fmt: skip

PYTHON = frozenset({"python", "python3", "ipython", ""})

# The marks that git writes into a file that two people have changed. No line of JSON begins so.
MERGE_MARK = re.compile(rb"^(<<<<<<< |>>>>>>> )", re.M)

# The line of Otter that names the notebook's own file.
OWN_NAME = re.compile(r"""otter\.Notebook\(\s*(?:this_notebook\.find\()?["'](.+)\.ipynb["']""")

# This many characters of a Markdown cell are looked at.
MAX_PROSE = 20_000


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        number: Its place among all cells of the notebook, counted from 1.
        source: Its text.
        checks: The names of the test files by which Otter checks a question after this cell, as the
            cell's metadata state it.
        seconds: The wall seconds that it took when it was run last, as its metadata state them, or
            None. Colab writes them, and Jupyter if it is set to record them.
    """

    number: int
    source: str
    checks: tuple[str, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True)
class Notebook:
    """What grading needs of a notebook.

    Attributes:
        cells: The code cells in order, without those that Otter ignores.
        ignored: The code cells with the tag "otter_ignore" or with `ignore` in Otter's metadata.
        prose: The beginnings of all other cells, such as Markdown cells.
        python: The version of the Python in which the notebook was run last, such as "3.13.1", or
            "" if the notebook does not say.
        assignment: The name of the assignment in Otter's metadata, or "".
        is_script: True if a Python script was handed in.
    """

    cells: list[Cell]
    ignored: tuple[Cell, ...] = ()
    prose: tuple[Cell, ...] = ()
    python: str = ""
    assignment: str = ""
    is_script: bool = False

    @property
    def own_name(self) -> str:
        """The name of the notebook in the cell that starts Otter's checks, or ""."""
        names = (OWN_NAME.search(cell.source) for cell in self.cells)
        return next((match.group(1) for match in names if match), "")


def parse(content: bytes) -> Notebook:
    """Return the cells of a notebook.

    A lone surrogate, which no encoding can write, becomes "?".

    Args:
        content: The notebook's file.

    Raises:
        CourseworkError: The content is not a Python notebook of format 3 or 4, or is too large.
    """
    notebook = _load(content)
    _check_language(_get(notebook, "metadata", "kernelspec", "language"))
    _check_language(_get(notebook, "metadata", "language_info", "name"))
    raw_cells, source_key = _raw_cells(notebook)
    if len(raw_cells) > MAX_CELLS:
        raise CourseworkError(f"This notebook has {len(raw_cells)} cells; {MAX_CELLS} at most.")
    cells: list[Cell] = []
    ignored: list[Cell] = []
    prose: list[Cell] = []
    for number, raw in enumerate(raw_cells, start=1):
        if not isinstance(raw, dict):
            raise CourseworkError(f"Cell {number} of this notebook can't be read. {SAVE_AGAIN}")
        if not _is_code(raw):
            prose.append(Cell(number, _text(raw.get("source"))[:MAX_PROSE]))
        elif _is_ignored(raw):
            ignored.append(Cell(number, _text(raw.get(source_key))[:MAX_PROSE]))
        else:
            source = _source(number, raw, source_key)
            cells.append(Cell(number, source, _checks(raw), _seconds(raw)))
    size = sum(len(cell.source.encode()) for cell in cells)
    if size > MAX_CODE_BYTES:
        raise CourseworkError(
            f"The code of this notebook is larger than {MAX_CODE_BYTES >> 10} KB. "
            "If a cell holds data, read it from a file instead."
        )
    return Notebook(
        cells,
        tuple(ignored),
        tuple(prose),
        _text(_get(notebook, "metadata", "language_info", "version")),
        _text(_get(notebook, "metadata", "otter", "assignment_name")),
        _get(notebook, "metadata", "otter", "script") is True,
    )


def from_script(content: bytes) -> bytes:
    """Return a notebook with a Python script as its only cell, which is how Otter runs it.

    Raises:
        CourseworkError: The script is too large, or not written in UTF-8.
    """
    check_size("This file", len(content))
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseworkError("This script is not written in UTF-8. Save it as UTF-8.") from None
    cell = {"cell_type": "code", "source": source}
    return json.dumps(
        {"nbformat": 4, "metadata": {"otter": {"script": True}}, "cells": [cell]}
    ).encode()


def _load(content: bytes) -> Any:
    """Parse the notebook's JSON. Objects keep only the keys in KEYS."""
    check_size("This file", len(content))
    if not content.strip():
        raise CourseworkError(f"This file is empty. {SAVE_AGAIN}")
    if content.startswith(UTF_16):
        raise CourseworkError("This file is written in UTF-16. Save it as UTF-8.")
    other = what_it_is(content)
    if other:
        raise CourseworkError(other)
    if MERGE_MARK.search(content):
        raise CourseworkError(
            "This notebook holds the marks of a merge that git did not finish (lines that begin "
            "with <<<<<<< and >>>>>>>), so Jupyter can't open it. Take the version that you want, "
            "for example by `git checkout --ours FILE`, check it in Jupyter and hand it in again."
        )
    if len(content) <= MAX_WHOLE_BYTES:
        with contextlib.suppress(CourseworkError, RecursionError, ValueError):
            return _parsed(content)
    try:
        return _parsed(only_keys(content, KEYS))  # What is left out need not be valid.
    except RecursionError:
        raise CourseworkError(f"This file is nested too deeply. {SAVE_AGAIN}") from None
    except ValueError as error:
        raise CourseworkError(
            f"This file is not a notebook: its JSON can't be read ({error}). {SAVE_AGAIN}"
        ) from None


def _parsed(content: bytes) -> Any:
    text = content.decode("utf-8-sig")
    return json.loads(text, object_pairs_hook=_object, parse_int=_integer)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a dict of a JSON object. Raise a CourseworkError if a key occurs twice."""
    values = dict(pairs)
    if len(values) < len(pairs):
        [(key, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise CourseworkError(
            f'This file can be read in two ways: "{quote(key)}" stands twice in one place. '
            f"{SAVE_AGAIN}"
        )
    return {key: values[key] for key in values.keys() & KEYS}


def _integer(digits: str) -> int | None:
    """Convert a whole number of JSON. One of 20 digits or more, which no notebook needs, is None.

    Python takes quadratic time for a long number, or refuses it.
    """
    return int(digits) if len(digits) < 20 else None


def _check_language(language: Any) -> None:
    if isinstance(language, str) and language.lower() not in PYTHON:
        raise CourseworkError(f"This notebook is for a {quote(language)} kernel, not for Python.")


def _raw_cells(notebook: Any) -> tuple[list[Any], str]:
    """Return the cells of every type, and the key under which a code cell has its source.

    A notebook of format 3 keeps its cells in worksheets.
    """
    version = notebook.get("nbformat", 4) if isinstance(notebook, dict) else 4
    if version == 4:
        sheets, source_key = [notebook], "source"
    elif version == 3:
        sheets, source_key = _get(notebook, "worksheets"), "input"
    else:
        name = version if isinstance(version, int) else "unknown"
        raise CourseworkError(
            f"The format of this notebook is {name}; only 3 and 4 can be graded. "
            "Save it in format 4 and hand it in again."
        )
    lists = [_get(sheet, "cells") for sheet in sheets] if isinstance(sheets, list) else [None]
    if not all(isinstance(cells, list) for cells in lists):
        raise CourseworkError(
            f"This file is not a notebook of format {version}: it has no list of cells. "
            f"{SAVE_AGAIN}"
        )
    return [cell for cells in lists for cell in cells], source_key


def _is_code(raw: dict[str, Any]) -> bool:
    """Return True if a raw cell is a code cell of Python.

    VS Code can give a code cell another language, such as plain text, and does not run it then.
    """
    language = _get(raw, "metadata", "vscode", "languageId")
    return raw.get("cell_type") == "code" and not (
        isinstance(language, str) and language.lower() not in PYTHON
    )


def _is_ignored(raw: dict[str, Any]) -> bool:
    """Return True if Otter leaves a raw cell out."""
    tags = _get(raw, "metadata", "tags")
    tagged = isinstance(tags, list) and "otter_ignore" in tags
    return tagged or bool(_get(raw, "metadata", "otter", "ignore"))


def _checks(raw: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the tests that Otter's metadata of a raw cell state."""
    names = _get(raw, "metadata", "otter", "tests")
    names = names if isinstance(names, list) else []
    return tuple(name for name in names if isinstance(name, str))


def _seconds(raw: dict[str, Any]) -> float | None:
    """Return the seconds that a raw cell took when it was run last, if its metadata state them."""
    milliseconds = _get(raw, "metadata", "executionInfo", "elapsed")
    if isinstance(milliseconds, int):
        return milliseconds / 1000
    times = _get(raw, "metadata", "execution")
    try:
        began, ended = (
            datetime.fromisoformat(_get(times, key).replace("Z", "+00:00"))
            for key in ("iopub.execute_input", "shell.execute_reply")
        )
        return (ended - began).total_seconds()
    except (AttributeError, TypeError, ValueError):  # They are no times, or not of one kind.
        return None


def _source(number: int, raw: dict[str, Any], source_key: str) -> str:
    """Return the source of a raw code cell, whether it is one text or a list of lines."""
    _check_language(raw.get("language"))
    source = _joined(raw.get(source_key))
    if not isinstance(source, str):
        raise CourseworkError(f"Cell {number} of this notebook has no text. {SAVE_AGAIN}")
    return _text(source)


def _joined(source: Any) -> Any:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source


def _text(value: Any) -> str:
    """Return a text, or a list of lines, without lone surrogates; "" for anything else."""
    text = _joined(value)
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def _get(value: Any, *keys: str) -> Any:
    """Look up one key after the other. Return None if one is missing or a value is no dict."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
