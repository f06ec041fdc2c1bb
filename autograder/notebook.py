"""Read the code cells of a notebook file that may be broken or hostile."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .errors import CourseworkError

MIB = 2**20
LARGEST = 20 * MIB  # of the file
MOST_VALUES = 500_000  # in its JSON; one takes some 250 bytes of memory at worst
MOST_CELLS = 5_000
MOST_CODE = MIB // 2  # bytes, of all code cells together

SAVE_AGAIN = "Open it in Jupyter, save it and hand it in again."
CLEAR_OUTPUTS = "Clear the outputs of all cells, save the notebook and hand it in again."

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"{\0", b"\0{")
KEYS = {
    "nbformat", "metadata", "kernelspec", "language_info", "language", "name", "tags",
    "cells", "worksheets", "cell_type", "source", "input",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A code cell: its place among all cells of the notebook, counted from 1, and its text."""

    number: int
    source: str


def parse(content: bytes) -> list[Cell]:
    """The code cells of a notebook, in order, without those tagged "otter_ignore".

    What is not a Python notebook of format 3 or 4 is a CourseworkError. A lone surrogate, which
    no encoding can write, becomes "?".
    """
    notebook = _load(content)
    _check_language(_get(notebook, "metadata", "kernelspec", "language"))
    _check_language(_get(notebook, "metadata", "language_info", "name"))
    raw_cells, text = _raw_cells(notebook)
    if len(raw_cells) > MOST_CELLS:
        raise CourseworkError(f"This notebook has {len(raw_cells)} cells; {MOST_CELLS} at most.")
    cells = [
        Cell(number, _source(number, raw, text))
        for number, raw in enumerate(raw_cells, start=1)
        if _is_code(number, raw)
    ]
    size = sum(len(cell.source.encode()) for cell in cells)
    if size > MOST_CODE:
        raise CourseworkError(
            f"The code of this notebook is larger than {MOST_CODE >> 10} KB. "
            "If a cell holds data, read it from a file instead."
        )
    return cells


def check_size(name: str, size: int) -> None:
    """A CourseworkError where a file of `size` bytes is too large to be read."""
    if size > LARGEST:
        raise CourseworkError(f"{name} is larger than {LARGEST // MIB} MB. {CLEAR_OUTPUTS}")


def shown(text: str) -> str:
    """A name or a text of a submission, fit for a sentence."""
    plain = "".join(c if c.isprintable() else "?" for c in text[:100])
    return f"{plain}..." if len(text) > 100 else plain


def _load(content: bytes) -> Any:
    """The notebook's JSON, of whose objects only KEYS are kept."""
    check_size("This file", len(content))
    if not content.strip():
        raise CourseworkError(f"This file is empty. {SAVE_AGAIN}")
    if content.startswith(UTF_16):
        raise CourseworkError("This file is written in UTF-16. Save it as UTF-8.")
    # Marks within texts count too: good enough for a bound.
    if sum(map(content.count, (b"{", b"[", b","))) > MOST_VALUES:
        raise CourseworkError(f"This notebook holds too much besides its code. {CLEAR_OUTPUTS}")
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole_number)
    except RecursionError:
        raise CourseworkError(f"This file is nested too deeply. {SAVE_AGAIN}") from None
    except ValueError as error:
        raise CourseworkError(
            f"This file is not a notebook: its JSON can't be read ({error}). {SAVE_AGAIN}"
        ) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise CourseworkError(
            f'This file can be read in two ways: "{shown(name)}" stands twice in one '
            f"place. {SAVE_AGAIN}"
        )
    return {name: found[name] for name in found.keys() & KEYS}


def _whole_number(digits: str) -> int | None:
    """A number as long as a notebook has any; Python may refuse or take for ever to read more."""
    return int(digits) if len(digits) < 20 else None


def _check_language(language: Any) -> None:
    if isinstance(language, str) and language.lower() not in {"python", "python3", "ipython", ""}:
        raise CourseworkError(f"This notebook is for a {shown(language)} kernel, not for Python.")


def _raw_cells(notebook: Any) -> tuple[list[Any], str]:
    """Cells of every type, and the key of a code cell's text. Format 3 keeps them in sheets."""
    version = notebook.get("nbformat", 4) if isinstance(notebook, dict) else 4
    if version == 4:
        sheets, text = [notebook], "source"
    elif version == 3:
        sheets, text = _get(notebook, "worksheets"), "input"
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
    return [cell for cells in lists for cell in cells], text


def _is_code(number: int, raw: Any) -> bool:
    if not isinstance(raw, dict):
        raise CourseworkError(f"Cell {number} of this notebook can't be read. {SAVE_AGAIN}")
    tags = _get(raw, "metadata", "tags")
    ignored = isinstance(tags, list) and "otter_ignore" in tags
    return raw.get("cell_type") == "code" and not ignored


def _source(number: int, raw: dict[str, Any], text: str) -> str:
    _check_language(raw.get("language"))
    source = raw.get(text)
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise CourseworkError(f"Cell {number} of this notebook has no text. {SAVE_AGAIN}")
    return source.encode("utf-8", "replace").decode("utf-8")


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
