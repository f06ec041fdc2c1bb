"""The result of grading one submission, and the files made from it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .plain_text import one_line

NOT_GRADED = "not graded"  # the flag of a submission whose tests could not run
NOT_RUN = "not run"  # begins the message of a case that was not run
LONGEST_STEM = 120

# What a spreadsheet takes for a formula, at the start of a cell or, where the semicolon separates
# cells, after one; the wide forms count too.
FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


@dataclass
class CaseResult:
    """One test case: its points are what it carries, not what was given.

    `message` is what may be shown where it fails: of a public case its sentence, of a hidden one
    what it covers. `covers` says in words what the case looks at.
    """

    name: str
    hidden: bool
    passed: bool
    points: float
    message: str
    covers: str = ""


@dataclass
class QuestionResult:
    """One question: points given, points possible, its cases.

    `blamed_on` names the questions whose answers make this one fail, and `note` says so in a
    sentence. `hints` say what may have gone wrong, a sentence or two each; `misconceptions` are the
    names of it, for the staff.
    """

    name: str
    score: float
    max_score: float
    cases: list[CaseResult] = field(default_factory=list)
    blamed_on: list[str] = field(default_factory=list)
    note: str = ""
    hints: list[str] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)


@dataclass
class Report:
    """One graded submission. `reason` is the first thing that went wrong, in words, or empty;
    `flags` are for the staff; `seconds` is wall time.

    `isolation` says how the submission was held: {"layers": names, "held": whether that is
    enough for hidden tests, "note": a line for people}. `leaderboard` has entries as Gradescope
    takes them: {"name": text, "value": number or text, "order": "asc" or "desc"}.
    """

    assignment: str
    submission: str
    score: float
    max_score: float
    questions: list[QuestionResult] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    reason: str = ""
    seconds: float = 0.0
    isolation: dict[str, Any] = field(default_factory=dict)
    leaderboard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def graded(self) -> bool:
        """Whether the tests have run at all."""
        return NOT_GRADED not in self.flags

    def mistakes(self) -> list[str]:
        """The misconceptions that were recognized, with their questions."""
        return [f"{q.name}: {name}" for q in self.questions for name in q.misconceptions]

    def first_failure(self) -> str:
        """The first thing that failed, in words: an error of the notebook, else a case."""
        if self.reason:
            return self.reason
        for question in self.questions:
            for case in question.cases:
                if not case.passed:
                    hidden = "a hidden test fails: " if case.hidden else ""
                    return f"{question.name}: {hidden}{case.message}"
        return ""


def total(scores: Iterable[float]) -> float:
    """The sum of points, to 6 digits: 0.1 + 0.2 is 0.3."""
    return round(math.fsum(scores), 6)


def rankable(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The leaderboard entries that have a place in an order, and in JSON: no NaN, no infinity."""
    return [
        entry
        for entry in entries
        if not isinstance(entry["value"], float) or math.isfinite(entry["value"])
    ]


def write_report(report: Report, folder: Path) -> Path:
    """Write `folder`/ID.json, by rename."""
    path = report_path(report, folder, ".json")
    fields = asdict(report)
    for part in [fields, *fields["questions"]]:
        part["score"], part["max_score"] = total([part["score"]]), total([part["max_score"]])
    fields["leaderboard"] = rankable(report.leaderboard)
    replace_text(path, json.dumps(fields, indent=1, ensure_ascii=True) + "\n")
    return path


def write_grades(reports: list[Report], folder: Path) -> Path:
    """Write `folder`/grades.csv: a row a submission, a column a question."""
    questions = list(dict.fromkeys(q.name for report in reports for q in report.questions))
    head = ["submission", "score", "max_score", *questions, "reason", "mistakes", "flags"]
    rows: list[list[Any]] = [head]
    for report in reports:
        scores = {q.name: total([q.score]) for q in report.questions}
        rows.append([
            report.submission, total([report.score]), total([report.max_score]),
            *[scores.get(name, 0) for name in questions],
            report.reason, "; ".join(report.mistakes()), "; ".join(report.flags),
        ])  # fmt: skip
    table = io.StringIO()
    csv.writer(table).writerows([[_cell(value) for value in row] for row in rows])
    path = folder / "grades.csv"
    replace_text(path, table.getvalue())
    return path


def report_path(report: Report, folder: Path, suffix: str) -> Path:
    """`folder`/ID`suffix`; an id that is too long or too odd for a file name is replaced by what
    can be kept of it and a digest."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "_", report.submission).lstrip(".")[:LONGEST_STEM]
    kept = kept or "submission"
    if kept != report.submission:
        whole = report.submission.encode("utf-8", "surrogatepass")
        kept = f"{kept}-{hashlib.sha256(whole).hexdigest()[:8]}"
    return folder / f"{kept}{suffix}"


def replace_text(path: Path, text: str, mode: int = 0o666) -> None:
    """Write `text` to `path`, by rename, in a folder that is made where it is missing; `mode` is
    that of a new file, less the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".part")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.replace(fresh, path)


def _cell(value: Any) -> Any:
    """A text on one line, quoted where a spreadsheet would take it for a formula."""
    return FORMULA.sub(r"\1'", one_line(value)) if isinstance(value, str) else value
