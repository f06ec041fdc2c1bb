"""Read a master: its cells with their lines, its questions with their answers and tests."""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from msgspec import Meta

from autograder.bundle.settings import Settings, convert
from autograder.errors import CourseworkError
from autograder.wording import one_line

from ..course_file import grading_of
from ..faults import Fault, refusal
from ..paths import Chapter
from .measured import fill_in_thresholds
from .times import with_time

if TYPE_CHECKING:
    import nbformat

CELL = re.compile(r"^# %%")
HEADER = """# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---"""
TEST_CONFIG = re.compile(r'"""\s*# BEGIN TEST CONFIG\n(.*?)"""\s*# END TEST CONFIG', re.S)
MARKERS = {
    "ASSIGNMENT CONFIG", "BEGIN QUESTION", "END QUESTION", "BEGIN SOLUTION", "END SOLUTION",
    "BEGIN TESTS", "END TESTS", "BEGIN PROMPT", "END PROMPT",
}  # fmt: skip
ANSWER = re.compile(r"\A\*\*SOLUTION\*\*\n(.+?)(?:^\*\*RUBRIC\*\*\n(.+))?\Z", re.S | re.M)
HEADING = re.compile(
    r"^## (?:Question \w+|Written question \w+|For yourself): (.+?)(?: \([^()]*\))?$", re.M
)
STUB = re.compile(r'raise NotImplementedError\("(\w+) (\w+): (\w+)"\)')
OWN_KEYS = {"grading", "packages", "optional"}  # Keys of ASSIGNMENT CONFIG that Otter lacks.

Text = Annotated[str, Meta(description="a text")]
Points = Annotated[float, Meta(ge=0, description="a number from 0")]
Flag = Annotated[bool, Meta(description="true or false")]


@dataclass(frozen=True)
class AssignmentKeys:
    """The keys of ASSIGNMENT CONFIG that this project reads; Otter has more."""

    name: Text = ""
    files: Annotated[list[str], Meta(description="a list of files")] = field(default_factory=list)
    packages: Annotated[list[str], Meta(description="a list of packages")] = field(
        default_factory=list
    )
    optional: Annotated[list[str], Meta(description="a list of packages")] = field(
        default_factory=list
    )
    generate: Annotated[dict[str, Any], Meta(description="keys with values")] = field(
        default_factory=dict
    )
    grading: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class QuestionKeys:
    """The keys of BEGIN QUESTION."""

    name: Annotated[str, Meta(pattern=r"^\w+$", description="one word, such as q1")] = ""
    points: Points = 0.0
    manual: Flag = False


@dataclass(frozen=True)
class TestKeys:
    """The keys of BEGIN TEST CONFIG."""

    points: Points = 0.0
    hidden: Flag = False
    failure_message: Text = ""
    success_message: Text = ""


LABELS: dict[type, str] = {
    AssignmentKeys: "ASSIGNMENT CONFIG", QuestionKeys: "BEGIN QUESTION",
    TestKeys: "BEGIN TEST CONFIG",
}  # fmt: skip


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
        faults: What could not be read. Settings that could not be read are empty.
    """

    chapter: Chapter
    cells: list[Cell]
    config: dict[str, Any]
    questions: list[Question]
    written: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.chapter.master

    @property
    def name(self) -> str:
        return self.chapter.name

    @property
    def grading(self) -> dict[str, Any]:
        """The settings of the trusted grader (autograder/bundle/settings.py): the master's own, and
        for the others those of the course."""
        return grading_of(self.chapter.course, self.config.get("grading", {}))

    @property
    def packages(self) -> list[str]:
        """The packages that a student installs beyond those that every notebook needs."""
        return self.config.get("packages", [])

    @property
    def optional(self) -> list[str]:
        """The packages that a student need not install, but the grader has."""
        return self.config.get("optional", [])

    @property
    def names(self) -> set[str] | None:
        """The names of the questions that tests judge, or None if not all of them can be read."""
        names = {question.name for question in self.questions}
        return None if self.faults and "" in names else names

    def fault(self, cell: Cell, why: str, offset: int = 0) -> Fault:
        """Return a fault with its file, cell and line.

        Args:
            cell: The cell at fault.
            why: A sentence on what is wrong, and what to write.
            offset: The line at fault, counted from 0 within the source of the cell.
        """
        return Fault(location(self.chapter), cell.line + offset, cell.number, why)

    def refuse(self, cell: Cell, why: str) -> CourseworkError:
        """Return an error that names file, cell and line."""
        return refusal([self.fault(cell, why)])


def location(chapter: Chapter) -> str:
    """Return the name of a chapter's master for messages."""
    return f"{chapter.name}/{chapter.master.name}"


def to_notebook(chapter: Chapter) -> nbformat.NotebookNode:
    """Return the master of a chapter as a notebook."""
    import jupytext

    return jupytext.reads(chapter.master.read_text(encoding="utf-8"), fmt="py:percent")


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
        CourseworkError: Its markers don't match, or settings or a test can't be read. The message
            names all faults.
    """
    master = parse_master(chapter)
    if master.faults:
        raise refusal(master.faults)
    return master


def parse_master(chapter: Chapter) -> Master:
    """Parse the master of a chapter as far as it can be read; `faults` has what can't."""
    master = Master(chapter, [], {}, [])
    master.cells = _cells(master)
    question: Question | None = None
    part = ""  # The open part of a question: SOLUTION, TESTS or PROMPT.

    def refuse(cell: Cell, why: str) -> None:
        master.faults.append(master.fault(cell, why))

    for cell in master.cells:
        marker = cell.marker
        if cell.kind == "raw" and marker not in MARKERS:
            similar = difflib.get_close_matches(marker.upper(), MARKERS, 1, 0.8)
            meant = f" Write # {similar[0]}." if similar else " Make it a Markdown cell."
            refuse(cell, f"{marker!r} is not a marker that Otter Assign knows.{meant}")
            marker = similar[0] if similar else ""
        if marker == "ASSIGNMENT CONFIG":
            master.config = _settings(master, cell, AssignmentKeys)
        elif marker == "BEGIN QUESTION":
            if question is not None:
                refuse(cell, f"question {question.name} was not ended before this. Write a raw "
                       "cell # END QUESTION above it.")  # fmt: skip
            question, part = Question(_settings(master, cell, QuestionKeys), cell), ""
            (master.written if question.is_written else master.questions).append(question)
        elif marker == "END QUESTION":
            if question is None:
                refuse(cell, "a question ends here that never began. Delete this cell, or write a "
                       "raw cell # BEGIN QUESTION above the question.")  # fmt: skip
            elif part:
                refuse(cell, f"# END {part} is missing. Write it in a raw cell above this one.")
            question, part = None, ""
        elif marker.startswith(("BEGIN", "END")):
            kind, name = marker.split(" ", 1)
            if question is None:
                refuse(cell, f"{marker} stands outside a question. Move it below the raw cell "
                       "# BEGIN QUESTION of its question.")  # fmt: skip
            elif kind == "BEGIN" and part:
                refuse(cell, f"{marker} does not match what was opened before it. Write a raw cell "
                       f"# END {part} above it.")  # fmt: skip
            elif kind == "END" and name != part:
                right = f"# END {part}" if part else f"a raw cell # BEGIN {name} above it"
                refuse(cell, f"{marker} does not match what was opened before it. Write {right}.")
            part = name if kind == "BEGIN" else ""
        elif question is not None and part == "SOLUTION":
            question.answer.append(cell)
        elif question is not None and part == "TESTS":
            question.cases.append(_case(master, cell))
        elif question is not None:
            question.text.append(cell)
    if question is not None:
        refuse(master.cells[-1], "the file ends inside a question. Write a raw cell # END QUESTION "
               "below it.")  # fmt: skip
    return master


def _cells(master: Master) -> list[Cell]:
    """Return the cells; add a fault if the file is not in the percent format with a header."""
    name, chapter = location(master.chapter), master.chapter
    lines = chapter.master.read_text(encoding="utf-8").splitlines()
    starts = [i for i, line in enumerate(lines, start=2) if CELL.match(line)]
    notebook = to_notebook(chapter)
    if "language" not in notebook.metadata.get("kernelspec", {}):
        master.faults.append(
            Fault(name, 1, 0, "the header names no kernelspec with a language. Begin the file "
                  f"with these lines:\n{HEADER}")
        )  # fmt: skip
    if len(starts) != len(notebook.cells):
        master.faults.append(
            Fault(name, 0, 0, "every cell has to begin with its own '# %%' line; there are "
                  f"{len(starts)} such lines and {len(notebook.cells)} cells. Text above the first "
                  "'# %%' line is a cell, too.")
        )  # fmt: skip
        return []
    return [
        Cell(number, line, cell.cell_type, cell.source, tuple(cell.metadata.get("tags", ())))
        for number, (line, cell) in enumerate(zip(starts, notebook.cells), start=1)
    ]


def _settings(master: Master, cell: Cell, keys: type) -> dict[str, Any]:
    """Return the settings of a raw cell, without those that are wrong; add a fault for these."""
    try:
        values = yaml.safe_load(cell.source) or {}
    except yaml.YAMLError as error:
        master.faults.append(master.fault(cell, f"the settings are not YAML: {_one(error)}"))
        return {}
    return _checked(master, cell, values, keys)


def _checked(master: Master, cell: Cell, values: Any, keys: type) -> dict[str, Any]:
    """Return the values that have the right type; add a fault for each other one."""
    known = {key.name for key in fields(keys)}
    others = {}
    if keys is AssignmentKeys and isinstance(values, dict):
        others = {key: value for key, value in values.items() if key not in known}
        values = {key: value for key, value in values.items() if key in known}
    sentences: list[str] = []
    right = convert(keys, LABELS[keys], values, sentences)
    master.faults += [master.fault(cell, sentence) for sentence in sentences]
    if not isinstance(values, dict):
        return {}
    return others | {k: v for k, v in values.items() if getattr(right, str(k), None) is not None}


def _one(error: Exception) -> str:
    return one_line(str(error), 200)


def _case(master: Master, cell: Cell) -> Case:
    match = TEST_CONFIG.search(cell.source)
    values: Any = {}
    functions: list[ast.FunctionDef] = []
    try:
        values = (yaml.safe_load(match.group(1)) if match else {}) or {}
        functions = [n for n in ast.parse(cell.source).body if isinstance(n, ast.FunctionDef)]
    except (yaml.YAMLError, SyntaxError) as error:
        line = (error.lineno or 1) - 1 if isinstance(error, SyntaxError) else 0
        master.faults.append(master.fault(cell, f"this test does not parse: {_one(error)}", line))
    config = _checked(master, cell, values, TestKeys)
    function = functions[0] if len(functions) == 1 else None
    return Case(
        name=function.name if function else "",
        points=float(config.get("points", 0)),
        hidden=bool(config.get("hidden", False)),
        covers=str(config.get("failure_message", "")),
        cell=cell,
        config=config,
        function=function,
    )
