"""The record of a graded class: who is in it, and which result is whose.

It is the file `class.json` beside the reports. Reports, exports and comparisons are made from it
and from the stored results, at any time later and on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.result import Report
from autograder.submission.written import WrittenQuestion

from .late import LatePolicy, in_words
from .store import FOLDER, Result, Store
from .written_points import read_points, with_points

NOTHING = "nothing was handed in"
NOT_YET = "not graded yet"


@dataclass(frozen=True)
class Row:
    """One student of a graded class.

    Attributes:
        id: The name of the student's files.
        name: The name, or "".
        number: The number on the learning platform, or "".
        email: The address, or "".
        handed_in: When it was handed in, as ISO 8601 writes a time, or "" if nobody knows.
        late: True or False if the platform or the deadline says whether it was late, else None.
        minutes_late: By how many minutes, or None if nobody knows.
        attempts: How many times the student handed in.
        counts: Which attempt counts, from 1, or 0 if there is none.
        content: A digest of what counts, or "".
        file: The name of what counts as it was handed in, or "".
        key: The key of the result that counts, or "" if there is none yet.
    """

    id: str
    name: str = ""
    number: str = ""
    email: str = ""
    handed_in: str = ""
    late: bool | None = None
    minutes_late: float | None = None
    attempts: int = 0
    counts: int = 0
    content: str = ""
    file: str = ""
    key: str = ""

    @property
    def student(self) -> dict[str, str]:
        """What reports say of the student; empty if the class's list says nothing."""
        late = in_words(self.minutes_late, self.late)
        facts = {"name": self.name, "id": self.number, "late": late}
        return facts if any(facts.values()) else {}


@dataclass(frozen=True)
class Question:
    """A question of the assignment, as far as the staff's report needs it.

    Attributes:
        name: What it is called.
        points: What it is worth.
        title: What it is about, in a few words, or "".
    """

    name: str
    points: float
    title: str = ""


@dataclass
class Record:
    """A graded class.

    Attributes:
        assignment: The name of the assignment.
        max_score: What it is worth.
        questions: Its questions.
        layout: How the submissions were found, in words.
        remarks: What the instructor should know, a sentence each.
        rows: The students.
        release: The sources of the code cells of the students' notebook, or none.
        grader: The digest of the bundle and the grader.
        written: The questions of them that a person grades.
    """

    assignment: str
    max_score: float
    questions: list[Question]
    layout: str = ""
    remarks: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    release: list[str] = field(default_factory=list)
    grader: str = ""
    written: list[WrittenQuestion] = field(default_factory=list)


class Grades:
    """The reports of a class, in the order of its students. They are read when they are needed.

    Attributes:
        record: Who is in the class.
        folder: The folder of the class.
        given: The points that people gave for written answers.
        flags: More remarks for the staff, by the id of the student.
    """

    def __init__(self, record: Record, folder: Path, store: Store | None = None) -> None:
        self.record, self.folder = record, folder
        self.store = store or Store(folder)
        self.given = read_points(folder).table()
        self.flags: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self.record.rows)

    def __contains__(self, report: object) -> bool:
        ids = {row.id for row in self.record.rows}
        return isinstance(report, Report) and report.submission in ids

    def __iter__(self) -> Iterator[Report]:
        return (self.result(row).report for row in self.record.rows)

    def result(self, row: Row) -> Result:
        """Return the result of a student. Who has none gets a report that says so."""
        result = self.store.read(row.key) if row.key else None
        if result is None:
            reason = NOT_YET if row.attempts else NOTHING
            blank = Report(self.record.assignment, row.id, 0.0, self.record.max_score,
                           not_graded=reason)  # fmt: skip
            result = Result(blank)
        flags = [*result.report.flags, *self.flags.get(row.id, [])]
        report = replace(result.report, submission=row.id, student=row.student, flags=flags)
        if self.record.written:
            report = with_points(report, result.written, self.given)
        return replace(result, report=report)


def write_record(record: Record, folder: Path) -> None:
    """Write the record of a class to its folder."""
    text = json.dumps(asdict(record), indent=1)
    write_atomically(folder / FOLDER / "class.json", text + "\n")


def dated(row: Row, assignment: str, policy: LatePolicy) -> Row:
    """Return a row with its lateness by the deadline, if the time and the deadline are known."""
    if not row.handed_in:
        return row
    minutes = policy.minutes_late(assignment, datetime.fromisoformat(row.handed_in))
    return replace(row, minutes_late=minutes, late=None if minutes is None else minutes > 0)


def read_grades(folder: Path, policy: LatePolicy | None = None) -> Grades:
    """Return the graded class in a folder.

    Args:
        folder: The folder.
        policy: The deadlines that count now; by default those that counted when it was graded.

    Raises:
        CourseworkError: `coursework grade` wrote no class there.
    """
    path = folder / FOLDER / "class.json"
    try:
        record = msgspec.convert(json.loads(path.read_text("utf-8")), Record)
        if policy:
            record.rows = [dated(row, record.assignment, policy) for row in record.rows]
        return Grades(record, folder)
    except FileNotFoundError:
        raise CourseworkError(
            f"{folder} holds no graded class. Name the folder that `coursework grade --output` "
            "wrote."
        ) from None
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise CourseworkError(f"{path} can't be read ({error}). Grade the class again.") from None
