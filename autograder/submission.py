"""Find the notebooks in what was handed in, and read their cells."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from .errors import CourseworkError

LARGEST = 50 * 2**20
MOST_CELLS = 5_000


@dataclass(frozen=True)
class Submission:
    """A notebook as handed in: an id fit for a file name, and its bytes, or why there are none."""

    id: str
    content: bytes = b""
    reason: str = ""


def find_submissions(paths: list[Path]) -> list[Submission]:
    """All submissions at `paths`: notebooks, zips that hold one notebook, folders of these.

    A path that does not exist is a CourseworkError. What can't be read becomes a submission with
    its reason, so that nobody is left out of the grades.
    """
    found: list[Submission] = []
    taken: set[str] = set()
    for path in paths:
        if not path.exists():
            raise CourseworkError(f"There is no file or folder {path}.")
        for file in _files(path):
            submission = _read(file)
            name, count = submission.id, 2
            while name in taken:
                name, count = f"{submission.id}-{count}", count + 1
            taken.add(name)
            found.append(Submission(name, submission.content, submission.reason))
    if not found:
        raise CourseworkError(
            "No submissions found: name notebooks (.ipynb), zips of one, or folders of these."
        )
    return found


def read_cells(submission: Submission) -> nbformat.NotebookNode:
    """The submission as a clean notebook: sources and tags kept, everything else left behind.

    What is not a Python notebook is a CourseworkError.
    """
    if submission.reason:
        raise CourseworkError(submission.reason)
    try:
        raw = json.loads(submission.content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise CourseworkError(
            f"This file is not a notebook: its JSON can't be read ({error}). "
            f"Save the notebook in Jupyter and hand it in again."
        ) from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise CourseworkError(
            "This file is not a notebook of format 4: it has no list of cells. "
            "Open it in Jupyter, save it and hand it in again."
        )
    language = _get(raw, "metadata", "kernelspec", "language") or "python"
    if str(language).lower() != "python":
        raise CourseworkError(f"This notebook is for a {language} kernel, not for Python.")
    if len(raw["cells"]) > MOST_CELLS:
        raise CourseworkError(f"This notebook has {len(raw['cells'])} cells; {MOST_CELLS} at most.")
    cells = [_cell(number, cell) for number, cell in enumerate(raw["cells"], start=1)]
    notebook = nbformat.v4.new_notebook(cells=[cell for cell in cells if cell is not None])
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3",
    }  # fmt: skip
    return notebook


def _cell(number: int, raw: Any) -> nbformat.NotebookNode | None:
    source = _get(raw, "source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise CourseworkError(f"Cell {number} of the notebook has no text.")
    if raw.get("cell_type") != "code":
        return None
    # A lone surrogate can stand in JSON and can't be written as UTF-8.
    source = source.encode("utf-8", "replace").decode("utf-8")
    tags = _get(raw, "metadata", "tags")
    kept = [tag for tag in tags if tag == "otter_ignore"] if isinstance(tags, list) else []
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": kept} if kept else {})
    cell.id = f"cell-{number}"
    return cell


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for entry in sorted(path.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                inside = sorted(entry.rglob("*.ipynb"))
                yield from [p for p in inside if ".ipynb_checkpoints" not in p.parts]
            elif entry.suffix in {".ipynb", ".zip"}:
                yield entry
    else:
        yield path


def _read(path: Path) -> Submission:
    name = _id(path.stem)
    if not stat.S_ISREG(path.lstat().st_mode):
        return Submission(name, reason=f"{path.name} is a link or a device, not a file.")
    if path.stat().st_size > LARGEST:
        return Submission(name, reason=f"{path.name} is larger than {LARGEST >> 20} MB.")
    content = path.read_bytes()
    return _unzip(name, content) if path.suffix == ".zip" else Submission(name, content)


def _unzip(name: str, content: bytes) -> Submission:
    """The only notebook of a zip, read without unpacking anything to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [
                entry
                for entry in archive.infolist()
                if entry.filename.endswith(".ipynb")
                and not Path(entry.filename).name.startswith(".")
                and "__MACOSX" not in entry.filename
                and ".ipynb_checkpoints" not in entry.filename
            ]
            if len(entries) != 1:
                return Submission(
                    name,
                    reason=f"The zip holds {len(entries)} notebooks; exactly one is expected.",
                )
            with archive.open(entries[0]) as file:
                notebook = file.read(LARGEST + 1)
            if len(notebook) > LARGEST:
                return Submission(name, reason="The notebook in the zip is too large.")
            return Submission(name, notebook)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        return Submission(name, reason=f"The zip can't be read: {error}.")


def _id(stem: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", stem).strip("._") or "submission"
