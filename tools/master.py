"""Read a master: its cells with their lines, its questions with their answers and tests."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import yaml

from autograder.errors import CourseworkError
from autograder.settings import read_settings

CELL = re.compile(r"^# %%")
TEST_CONFIG = re.compile(r'"""\s*# BEGIN TEST CONFIG\n(.*?)"""\s*# END TEST CONFIG', re.S)
MARKERS = {
    "ASSIGNMENT CONFIG", "BEGIN QUESTION", "END QUESTION", "BEGIN SOLUTION", "END SOLUTION",
    "BEGIN TESTS", "END TESTS", "BEGIN PROMPT", "END PROMPT",
}  # fmt: skip
OWN_KEYS = {"grading", "packages", "optional"}  # of ASSIGNMENT CONFIG, that Otter doesn't know


@dataclass(frozen=True)
class Cell:
    """One cell of a master; `line` is where its source begins in the file, counted from 1."""

    number: int
    line: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """The structural marker of a raw cell, or what stands in its place."""
        first = self.source.strip().splitlines()[:1]
        return first[0].lstrip("# ").strip() if self.kind == "raw" and first else ""


@dataclass(frozen=True)
class Case:
    """One test case of a question."""

    name: str
    points: float
    hidden: bool
    covers: str
    cell: Cell
    config: dict[str, Any]
    function: ast.FunctionDef | None


@dataclass
class Question:
    """One question: its settings, the cells of its answer and its test cases."""

    config: dict[str, Any]
    cell: Cell
    text: list[Cell] = field(default_factory=list)
    answer: list[Cell] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.config.get("name", ""))

    @property
    def points(self) -> float:
        return float(self.config.get("points", 0))

    @property
    def title(self) -> str:
        """What its heading calls it."""
        source = "\n".join(cell.source for cell in self.text)
        found = re.search(r"^## Question \w+: (.+?) \(", source, re.M)
        return found.group(1) if found else ""


@dataclass
class Master:
    """A parsed master; `config` is its ASSIGNMENT CONFIG."""

    path: Path
    cells: list[Cell]
    config: dict[str, Any]
    questions: list[Question]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def grading(self) -> dict[str, Any]:
        """The trusted grader's settings (autograder.settings)."""
        return self.config.get("grading", {})

    @property
    def packages(self) -> list[str]:
        """What a student installs beyond what every notebook needs."""
        return self.config.get("packages", [])

    @property
    def optional(self) -> list[str]:
        """What a student may do without; the grader has it."""
        return self.config.get("optional", [])

    def refuse(self, cell: Cell, why: str, offset: int = 0) -> CourseworkError:
        """The error that names file, cell and line."""
        return CourseworkError(
            f"{self.path.name}, cell {cell.number}, line {cell.line + offset}: {why}"
        )


def to_notebook(path: Path) -> nbformat.NotebookNode:
    """The master as a notebook, in memory."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    if "language" not in notebook.metadata.get("kernelspec", {}):
        raise CourseworkError(
            f"{path.name}: the header names no kernelspec with a language. "
            f"Begin the file with the header of solutions/hw1_neuron.py."
        )
    return notebook


def for_otter(master: Master) -> nbformat.NotebookNode:
    """The master as Otter Assign takes it: without the settings that are this project's own.

    Otter copies a folder under its last name alone, so of `data/digits` it gets to know `data`:
    only what was named lies in there (tools.release).
    """
    kept = {key: value for key, value in master.config.items() if key not in OWN_KEYS}
    if "files" in kept:
        kept["files"] = list(dict.fromkeys(Path(entry).parts[0] for entry in kept["files"]))
    notebook = to_notebook(master.path)
    for cell in notebook.cells if kept != master.config else []:
        if cell.cell_type == "raw" and "# ASSIGNMENT CONFIG" in cell.source:
            cell.source = "# ASSIGNMENT CONFIG\n" + yaml.safe_dump(kept)
    return notebook


def read_master(path: Path) -> Master:
    """Parse the master at `path`; a structure that can't be read is a CourseworkError."""
    cells = _cells(path)
    master = Master(path, cells, {}, [])
    question: Question | None = None
    room = ""
    for cell in cells:
        marker = cell.marker
        if cell.kind == "raw" and marker not in MARKERS:
            raise master.refuse(cell, f"{marker!r} is not a marker that Otter Assign knows.")
        if marker == "ASSIGNMENT CONFIG":
            master.config = _settings(master, cell)
            read_settings(master.grading, f"{path.name}, cell {cell.number}, line {cell.line}")
            for key, names in {"packages": master.packages, "optional": master.optional}.items():
                if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
                    raise master.refuse(cell, f"`{key}` should be a list of packages.")
        elif marker == "BEGIN QUESTION":
            if question is not None:
                raise master.refuse(cell, f"question {question.name} was not ended before this.")
            question = Question(_settings(master, cell), cell)
            master.questions.append(question)
        elif marker == "END QUESTION":
            if question is None:
                raise master.refuse(cell, "a question ends here that never began.")
            question = None
        elif marker.startswith(("BEGIN", "END")):
            if question is None:
                raise master.refuse(cell, f"{marker} stands outside a question.")
            kind, name = marker.split(" ", 1)
            if (kind == "BEGIN") != (room == "") or (kind == "END" and name != room):
                raise master.refuse(cell, f"{marker} does not match what was opened before it.")
            room = name if kind == "BEGIN" else ""
        elif question is not None and room == "SOLUTION":
            question.answer.append(cell)
        elif question is not None and room == "TESTS":
            question.cases.append(_case(master, cell))
        elif question is not None:
            question.text.append(cell)
    if question is not None or room:
        raise master.refuse(cells[-1], "the file ends inside a question.")
    return master


def _cells(path: Path) -> list[Cell]:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [i for i, line in enumerate(lines, start=2) if CELL.match(line)]
    notebook = to_notebook(path)
    if len(starts) != len(notebook.cells):
        raise CourseworkError(
            f"{path.name}: every cell has to begin with its own '# %%' line; there are "
            f"{len(starts)} such lines and {len(notebook.cells)} cells."
        )
    return [
        Cell(number, line, cell.cell_type, cell.source, tuple(cell.metadata.get("tags", ())))
        for number, (line, cell) in enumerate(zip(starts, notebook.cells), start=1)
    ]


def _settings(master: Master, cell: Cell) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(cell.source)
    except yaml.YAMLError as error:
        raise master.refuse(cell, f"the settings are not YAML: {error}") from None
    return settings if isinstance(settings, dict) else {}


def _case(master: Master, cell: Cell) -> Case:
    match = TEST_CONFIG.search(cell.source)
    try:
        config = yaml.safe_load(match.group(1)) if match else {}
        body = ast.parse(cell.source)
    except (yaml.YAMLError, SyntaxError) as error:
        raise master.refuse(cell, f"this test does not parse: {error}") from None
    if not isinstance(config, dict):
        raise master.refuse(cell, "the test's settings are not keys with values.")
    functions = [node for node in body.body if isinstance(node, ast.FunctionDef)]
    function = functions[0] if len(functions) == 1 else None
    points = config.get("points", 0)
    if not isinstance(points, (int, float)):
        raise master.refuse(cell, f"the test's points are not a number: {points!r}.")
    return Case(
        name=function.name if function else "",
        points=float(points),
        hidden=bool(config.get("hidden", False)),
        covers=str(config.get("failure_message", "")),
        cell=cell,
        config=config,
        function=function,
    )
