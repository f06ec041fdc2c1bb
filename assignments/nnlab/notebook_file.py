"""Read a notebook as it is on disk, and say in words why it can't be read."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import this_notebook

# Otter Assign puts this text into the cell of a written answer.
PROMPT = "_Type your answer here, replacing this text._"
ANSWER, IGNORED = "otter_answer_cell", "otter_ignore"  # Otter's tags.
# Otter Assign puts these lines around a question that a person grades.
BEGIN, END = "<!-- BEGIN QUESTION -->", "<!-- END QUESTION -->"
HEADING = re.compile(r"^#+ *(.*\S)", re.M)
# The marks that git leaves in a file that two people have changed. No line of JSON begins so.
MERGE_MARK = re.compile(r"^(<<<<<<< |>>>>>>> )", re.M)
FIRST_WORDS = 50  # Of a cell's first line, this many characters are quoted.


class UnusableError(Exception):
    """Something can't be done with a notebook; the text says why, and what to do."""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook.

    Attributes:
        number: Its place among all cells, counted from 1.
        kind: "code", "markdown" or "raw".
        source: Its text.
        raw: The cell as it stands in the file.
    """

    number: int
    kind: str
    source: str
    raw: dict[str, Any]

    @property
    def id(self) -> str:
        """The cell's id, or ""."""
        metadata = self.raw.get("metadata") or {}
        return str(self.raw.get("id") or metadata.get("id") or "")  # Colab writes the second.

    @property
    def tags(self) -> list[Any]:
        """The cell's tags."""
        tags = (self.raw.get("metadata") or {}).get("tags")
        return tags if isinstance(tags, list) else []

    @property
    def is_ignored(self) -> bool:
        """True if grading leaves the cell out, as it does with experiments."""
        otter = (self.raw.get("metadata") or {}).get("otter")
        return IGNORED in self.tags or bool(isinstance(otter, dict) and otter.get("ignore"))

    @property
    def name(self) -> str:
        """What the cell is called in a message."""
        first = next((line for line in self.source.splitlines() if line.strip()), "")
        return f"cell {self.number}, which begins with `{first[:FIRST_WORDS]}`" if first else (
            f"cell {self.number}, which is empty"
        )


@dataclass(frozen=True)
class NotebookFile:
    """A notebook as it is on disk.

    Attributes:
        path: Where it is.
        content: The bytes of the file.
        data: The content of its JSON.
        cells: Its cells.
    """

    path: Path
    content: bytes
    data: dict[str, Any]
    cells: list[Cell]

    @property
    def code(self) -> list[Cell]:
        """The code cells."""
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def graded(self) -> list[Cell]:
        """The code cells that are run when the notebook is graded."""
        return [cell for cell in self.code if not cell.is_ignored]

    @property
    def otter(self) -> dict[str, Any]:
        """What Otter has written into the notebook's metadata, or {}."""
        settings = (self.data.get("metadata") or {}).get("otter")
        return settings if isinstance(settings, dict) else {}

    @property
    def assignment(self) -> str:
        """The name of the assignment, or ""."""
        return str(self.otter.get("assignment_name") or "")

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def digest(self) -> str:
        """A hash of what is graded: the texts of the cells, without their outputs."""
        texts = [[cell.kind, cell.source] for cell in self.cells]
        return hashlib.sha256(json.dumps([self.otter, texts]).encode()).hexdigest()


def read(path: Path) -> NotebookFile:
    """Read a notebook.

    Raises:
        UnusableError: It is not there, or it is no Python notebook that Jupyter can open.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableError(f"{path} can't be read: {error.strerror or error}.") from None
    return parsed(path, content)


def parsed(path: Path, content: bytes) -> NotebookFile:
    """Return the notebook that the bytes of a file hold. It raises what `read` raises."""
    name = path.name
    if not content.strip():
        raise UnusableError(f"{name} is empty. Save the notebook again in Jupyter.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableError(f"{name} is not written in UTF-8. Save it again in Jupyter.") from None
    if MERGE_MARK.search(text):
        raise UnusableError(
            f"{name} holds the marks of a merge that git did not finish (lines that begin with "
            f"<<<<<<< and >>>>>>>). Take the version that you want, for example by "
            f"`git checkout --ours {name}`."
        )
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnusableError(
            f"{name} is no notebook: its JSON can't be read ({error}). Was the file cut off, or "
            f"is it a page that was downloaded in its place?"
        ) from None
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list) or data.get("nbformat") != 4:
        raise UnusableError(f"{name} is no notebook of format 4. Save it again in JupyterLab.")
    read_cells = [_cell(number, raw, name) for number, raw in enumerate(cells, start=1)]
    return NotebookFile(path, content, data, read_cells)


def choose(given: str) -> Path:
    """Return the path of the notebook that a command names, or of the only one that is here.

    Args:
        given: The path, or "".

    Raises:
        UnusableError: There is no such file, or no notebook or more than one is here.
    """
    if given:
        if not Path(given).is_file():
            raise UnusableError(f"There is no file {given}. Go to its folder first, by `cd`.")
        return Path(given)
    own = [path for path in sorted(Path().glob("*.ipynb")) if this_notebook.otter_settings(path)]
    if len(own) != 1:
        names = ", ".join(path.name for path in own) or "none"
        raise UnusableError(f"Name the notebook that you mean. Here are: {names}.")
    return own[0]


def release_of(notebook: NotebookFile) -> dict[str, Any] | None:
    """Return what the course has released for a notebook, or None if that file is not there.

    It has the keys "notebook", and "cell_seconds" and "all_cells_seconds": what one cell, and all
    of them together, may take when the notebook is graded.
    """
    path = this_notebook.DATA / "release" / f"{notebook.assignment}.json"
    beside = notebook.path.parent / "data" / "release" / path.name
    for file in (beside, path):
        try:
            return dict(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return None


def released_notebook(notebook: NotebookFile) -> NotebookFile | None:
    """Return the notebook as it was released, or None if that is not known."""
    release = release_of(notebook)
    return None if release is None else notebook_in(release, notebook.path)


def notebook_in(release: dict[str, Any], path: Path) -> NotebookFile:
    """Return the notebook in a release, as if it were the file at a path."""
    return parsed(path, json.dumps(release["notebook"]).encode())


def unanswered(notebook: NotebookFile) -> list[str]:
    """Return the headings of the written questions with points that have no answer."""
    headings = []
    for place, cell in enumerate(notebook.cells):
        heading = HEADING.search(cell.source.partition(BEGIN)[2])
        if cell.kind != "markdown" or not heading or "point" not in heading[1]:
            continue
        texts = []
        for below in notebook.cells[place + 1 :]:
            if BEGIN in below.source or END in below.source:
                break
            texts.append(below.source.replace(PROMPT, "").strip())
        if not any(texts):
            headings.append(heading[1])
    return headings


def text_of(raw: dict[str, Any]) -> str:
    """Return the text of a cell as it stands in a file: one text, or a list of lines."""
    source = raw.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _cell(number: int, raw: Any, name: str) -> Cell:
    if not isinstance(raw, dict):
        raise UnusableError(f"Cell {number} of {name} can't be read. Save it again in Jupyter.")
    return Cell(number, str(raw.get("cell_type")), text_of(raw), raw)
