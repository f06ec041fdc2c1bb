"""The result of grading one submission, and the files made from it."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class CaseResult:
    """One test case: its points are what it carries, not what was given."""

    name: str
    hidden: bool
    passed: bool
    points: float
    message: str


@dataclass
class QuestionResult:
    """One question: points given, points possible, its cases."""

    name: str
    score: float
    max_score: float
    cases: list[CaseResult] = field(default_factory=list)


@dataclass
class Report:
    """One graded submission. `reason` is the first thing that went wrong, in words, or empty;
    `flags` are for the staff; `seconds` is wall time."""

    assignment: str
    submission: str
    score: float
    max_score: float
    questions: list[QuestionResult] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    reason: str = ""
    seconds: float = 0.0

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


def write_report(report: Report, folder: Path) -> Path:
    """Write `folder`/ID.json, by rename."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.submission}.json"
    text = json.dumps(asdict(report), indent=1, ensure_ascii=True)
    fresh = path.with_name(path.name + ".part")
    fresh.write_text(text + "\n", encoding="utf-8")
    os.replace(fresh, path)
    return path


def write_grades(reports: list[Report], folder: Path) -> Path:
    """Write `folder`/grades.csv: a row a submission, a column a question."""
    folder.mkdir(parents=True, exist_ok=True)
    questions = sorted({q.name for report in reports for q in report.questions})
    path = folder / "grades.csv"
    fresh = path.with_name(path.name + ".part")
    with fresh.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["submission", "score", "max_score", *questions, "reason", "flags"])
        for report in reports:
            scores = {q.name: q.score for q in report.questions}
            row = [report.submission, report.score, report.max_score]
            row += [scores.get(name, 0) for name in questions]
            row += [report.reason, "; ".join(report.flags)]
            table.writerow([_plain(value) for value in row])
    os.replace(fresh, path)
    return path


def _plain(value: object) -> object:
    """A text that a spreadsheet would take for a formula, quoted."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
