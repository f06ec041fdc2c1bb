"""Read a master: its cells with their lines, its questions with their answers and tests."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from autograder.bundle.settings import read_settings
from autograder.errors import CourseworkError

from ..paths import Chapter
from .measured import fill_in_thresholds
from .times import with_time

if TYPE_CHECKING:
    import nbformat

CELL = re.compile(r"^# %%")
TEST_CONFIG = re.compile(r'"""\s*# BEGIN TEST CONFIG\n(.*?)"""\s*# END TEST CONFIG', re.S)
MARKERS = {
    "ASSIGNMENT CONFIG", "BEGIN QUESTION", "END QUESTION", "BEGIN SOLUTION", "END SOLUTION",
    "BEGIN TESTS", "END TESTS", "BEGIN PROMPT", "END PROMPT",
}  # fmt: skip
ANSWER = re.compile(r"\A\*\*SOLUTION\*\*\n(.+?)(?:^\*\*RUBRIC\*\*\n(.+))?\Z", re.S | re.M)
HEADING = re.compile(r"^## (?:Question \w+|Written question \w+|For yourself): (.+?) \(", re.M)
STUB = re.compile(r'raise NotImplementedError\("(\w+) (\w+): (\w+)"\)')
OWN_KEYS = {"grading", "packages", "optional"}  # Keys of ASSIGNMENT CONFIG that Otter lacks.


@dataclass(frozen=True)
class Cell:
    """One cell of a master.

    Attributes:
        number: Its place among the cells, counted from 1.
        line: The line of the file on which its source begins, counted from 1.
        kind: "code", "markdown" or "raw".
        source: Its source.
        tags: Its tags.
    """

    number: int
    line: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """The first line of a raw cell, which should be a marker, without its "#"."""
        first = self.source.strip().splitlines()[:1]
        return first[0].lstrip("# ").strip() if self.kind == "raw" and first else ""


@dataclass(frozen=True)
class Case:
    """One test case of a question.

    Attributes:
        name: The name of its function, or "" if the cell does not define exactly one function.
        points: What it is worth.
        hidden: Students don't get it.
        covers: What it covers, in words for students.
        cell: Its cell.
        config: The settings of the test.
        function: The parsed function, or None if the cell does not define exactly one.
    """

    name: str
    points: float
    hidden: bool
    covers: str
    cell: Cell
    config: dict[str, Any]
    function: ast.FunctionDef | None


@dataclass
class Question:
    """One question.

    Attributes:
        config: Its settings.
        cell: The cell with the settings.
        text: The cells that ask the question.
        answer: The cells of the solution, with the stubs.
        cases: Its test cases.
    """

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
    def is_written(self) -> bool:
        """True if a person grades it, by Otter's key `manual`."""
        return bool(self.config.get("manual", False))

    @property
    def model_answer(self) -> tuple[str, str]:
        """The model answer and the rubric of a written question; "" for what is missing."""
        match = ANSWER.search("\n\n".join(cell.source for cell in self.answer))
        return (match[1].strip(), (match[2] or "").strip()) if match else ("", "")

    @property
    def title(self) -> str:
        """Its title, from its heading."""
        source = "\n".join(cell.source for cell in self.text)
        heading = HEADING.search(source)
        return heading.group(1) if heading else ""


@dataclass
class Master:
    """A parsed master.

    Attributes:
        chapter: The chapter that it is the master of.
        cells: All cells of the file, in order.
        config: Its ASSIGNMENT CONFIG.
        questions: The questions that tests judge, in order.
        written: The questions that a person grades, in order, and those without points, whose
            answers nobody grades.
    """

    chapter: Chapter
    cells: list[Cell]
    config: dict[str, Any]
    questions: list[Question]
    written: list[Question] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.chapter.master

    @property
    def name(self) -> str:
        return self.chapter.name

    @property
    def grading(self) -> dict[str, Any]:
        """The settings of the trusted grader (autograder/bundle/settings.py)."""
        return self.config.get("grading", {})

    @property
    def packages(self) -> list[str]:
        """The packages that a student installs beyond those that every notebook needs."""
        return self.config.get("packages", [])

    @property
    def optional(self) -> list[str]:
        """The packages that a student need not install, but the grader has."""
        return self.config.get("optional", [])

    def refuse(self, cell: Cell, why: str, offset: int = 0) -> CourseworkError:
        """Return an error that names file, cell and line.

        Args:
            cell: The cell at fault.
            why: A sentence on what is wrong.
            offset: The line at fault, counted from 0 within the source of the cell.
        """
        return CourseworkError(
            f"{location(self.chapter)}, cell {cell.number}, line {cell.line + offset}: {why}"
        )


def location(chapter: Chapter) -> str:
    """Return the name of a chapter's master for messages."""
    return f"{chapter.name}/{chapter.master.name}"


def to_notebook(chapter: Chapter) -> nbformat.NotebookNode:
    """Return the master of a chapter as a notebook."""
    import jupytext

    notebook = jupytext.reads(chapter.master.read_text(encoding="utf-8"), fmt="py:percent")
    if "language" not in notebook.metadata.get("kernelspec", {}):
        raise CourseworkError(
            f"{location(chapter)}: the header names no kernelspec with a language. "
            f"Begin the file with the header of solutions/hw1_neuron/master.py."
        )
    return notebook


def for_otter(master: Master) -> nbformat.NotebookNode:
    """Return the master as a notebook for Otter Assign, without the settings that Otter lacks, with
    measured thresholds and times filled in.

    Otter copies a folder under the last part of its name. So in place of `data/digits` it is told
    `data`, which holds only what the master names (tools/authoring/student_files.py).
    """
    kept = {key: value for key, value in master.config.items() if key not in OWN_KEYS}
    if "files" in kept:
        kept["files"] = list(dict.fromkeys(Path(entry).parts[0] for entry in kept["files"]))
    notebook = to_notebook(master.chapter)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = fill_in_thresholds(cell.source, master.chapter.course)
        elif cell.cell_type == "raw" and "# ASSIGNMENT CONFIG" in cell.source:
            cell.source = "# ASSIGNMENT CONFIG\n" + yaml.safe_dump(kept)
    top = next((cell for cell in notebook.cells if cell.cell_type == "markdown"), None)
    if top:
        top.source = with_time(top.source, master.chapter)
    return notebook


def read_master(chapter: Chapter) -> Master:
    """Parse the master of a chapter.

    Raises:
        CourseworkError: Its markers don't match, or settings or a test can't be read.
    """
    master = Master(chapter, _cells(chapter), {}, [])
    question: Question | None = None
    part = ""  # The open part of a question: SOLUTION, TESTS or PROMPT.
    for cell in master.cells:
        marker = cell.marker
        if cell.kind == "raw" and marker not in MARKERS:
            raise master.refuse(cell, f"{marker!r} is not a marker that Otter Assign knows.")
        if marker == "ASSIGNMENT CONFIG":
            master.config = _settings(master, cell)
            place = f"{location(chapter)}, cell {cell.number}, line {cell.line}"
            read_settings(master.grading, place)
            for key, names in {"packages": master.packages, "optional": master.optional}.items():
                if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
                    raise master.refuse(cell, f"`{key}` should be a list of packages.")
        elif marker == "BEGIN QUESTION":
            if question is not None:
                raise master.refuse(cell, f"question {question.name} was not ended before this.")
            question = Question(_settings(master, cell), cell)
            (master.written if question.is_written else master.questions).append(question)
        elif marker == "END QUESTION":
            if question is None:
                raise master.refuse(cell, "a question ends here that never began.")
            question = None
        elif marker.startswith(("BEGIN", "END")):
            if question is None:
                raise master.refuse(cell, f"{marker} stands outside a question.")
            kind, name = marker.split(" ", 1)
            if (kind == "BEGIN") != (part == "") or (kind == "END" and name != part):
                raise master.refuse(cell, f"{marker} does not match what was opened before it.")
            part = name if kind == "BEGIN" else ""
        elif question is not None and part == "SOLUTION":
            question.answer.append(cell)
        elif question is not None and part == "TESTS":
            question.cases.append(_case(master, cell))
        elif question is not None:
            question.text.append(cell)
    if question is not None or part:
        raise master.refuse(master.cells[-1], "the file ends inside a question.")
    return master


def _cells(chapter: Chapter) -> list[Cell]:
    lines = chapter.master.read_text(encoding="utf-8").splitlines()
    starts = [i for i, line in enumerate(lines, start=2) if CELL.match(line)]
    notebook = to_notebook(chapter)
    if len(starts) != len(notebook.cells):
        raise CourseworkError(
            f"{location(chapter)}: every cell has to begin with its own '# %%' line; there are "
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
