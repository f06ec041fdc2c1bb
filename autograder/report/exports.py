"""The files made from reports: JSON and feedback pages for each, and a CSV table of the class."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..files import write_atomically
from ..wording import MAX_LINE, one_line
from .html_page import html
from .markdown_page import markdown
from .result import Report, total

STUDENT = ("name", "id", "late")  # The keys of a report's student, in the order of the columns.
LONGEST_STEM = 120  # A file name has at most this many characters of the submission's id.

# What a spreadsheet takes for a formula: these characters at the start of a cell, or after a
# semicolon if semicolons separate the cells. The wide forms of the characters count too.
FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def write_report(report: Report, folder: Path) -> Path:
    """Write the report to `folder`/ID.json and return the path.

    Besides the fields of the report, the file has `judged` (points) in the report and in each
    question, and `passed` in each case. For a case that was not judged, `message` says so, and for
    a submission that could not be graded `reason` says why. `student` is left out if
    nobody knows who it is.
    """
    path = report_path(report, folder, ".json")
    fields = asdict(report)
    for part in [fields, *fields["questions"]]:
        part["score"], part["max_score"] = total([part["score"]]), total([part["max_score"]])
    fields["judged"] = report.judged
    for part, question in zip(fields["questions"], report.questions):
        part["judged"] = question.judged
        for key in ("title", "slow", "written"):  # after the fields that outside scripts know
            part[key] = part.pop(key)
        for case in part["cases"]:
            case["passed"] = case["state"] == "passed"
            if case["state"] == "not judged":
                case["message"] = f"not judged: {case['reason']} (the test was not run)"
    fields["reason"] = report.reason or report.not_graded
    fields["leaderboard"] = rankable(report.leaderboard)
    student = fields.pop("student")
    fields["remarks"] = fields.pop("remarks")
    if student:
        fields["student"] = student
    write_atomically(path, json.dumps(fields, indent=1, ensure_ascii=True) + "\n")
    return path


def write_feedback(report: Report, folder: Path) -> tuple[Path, Path]:
    """Write the feedback page to `folder`/ID.md and `folder`/ID.html and return the two paths."""
    pages = markdown(report), html(report)
    paths = report_path(report, folder, ".md"), report_path(report, folder, ".html")
    for path, text in zip(paths, pages):
        write_atomically(path, text)
    return paths


def write_grades(reports: Collection[Report], folder: Path) -> Path:
    """Write `folder`/grades.csv and return its path.

    The table has a row for each submission and a column for each question. The cell of a question
    of which nothing was judged is empty, and so is the score if nothing at all was. The column
    `judged` has the points of what was judged, and `not_judged` the questions of which a case was
    not judged, separated by semicolons. If the class's list says who the students are, the table
    has their name, their id and how late they were.
    """
    questions: dict[str, None] = {}
    has_students = False
    for report in reports:
        questions.update(dict.fromkeys(q.name for q in report.questions))
        has_students = has_students or bool(report.student)
    who = STUDENT if has_students else ()
    head = ["submission", *who, "score", "max_score", *questions,
            "judged", "not_judged", "reason", "mistakes", "flags"]  # fmt: skip
    rows: list[list[Any]] = [[_cell(title) for title in head]]
    for report in reports:
        try:
            rows.append([_cell(value) for value in _row(report, list(questions), who)])
        except Exception as error:  # It must not cost the rows of all others.
            why = f"this row could not be made ({type(error).__name__}); see the other files"
            blank = [""] * (len(who) + 2 + len(questions) + 2)
            rows.append([_cell(str(report.submission)), *blank, why])
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    path = folder / "grades.csv"
    write_atomically(path, table.getvalue())
    return path


def _row(report: Report, questions: list[str], who: Sequence[str]) -> list[Any]:
    """Return the row of a submission in grades.csv.

    Args:
        report: Its report.
        questions: The names of the columns for questions.
        who: The keys of the columns that say who the student is.
    """
    scores = {q.name: "" if q.not_judged else total([q.score]) for q in report.questions}
    not_judged = [q.name for q in report.questions if any(case.reason for case in q.cases)]
    return [
        report.submission, *[report.student.get(key, "") for key in who],
        "" if report.no_score else total([report.score]), total([report.max_score]),
        *[scores.get(name, "") for name in questions],
        report.judged, "; ".join(not_judged), report.not_graded or report.reason or report.no_score,
        "; ".join(report.mistakes()), "; ".join(report.flags),
    ]  # fmt: skip


def report_path(report: Report, folder: Path, suffix: str) -> Path:
    """Return `folder`/ID`suffix`.

    An id that is too long, or has characters that don't belong in a file name, is shortened to
    what can be kept and gets a digest of the whole id, so that two ids never share a file.
    """
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", report.submission).lstrip(".")[:LONGEST_STEM]
    stem = stem or "submission"
    if stem != report.submission:
        whole = report.submission.encode("utf-8", "surrogatepass")
        stem = f"{stem}-{hashlib.sha256(whole).hexdigest()[:8]}"
    return folder / f"{stem}{suffix}"


def rankable(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the leaderboard entries that can be ranked and written as JSON.

    Entries whose value is infinite or not a number are left out.
    """
    return [
        entry
        for entry in entries
        if not isinstance(entry["value"], float) or math.isfinite(entry["value"])
    ]


def _cell(value: Any) -> Any:
    """Return a text as one line, quoted if a spreadsheet would take it for a formula.

    A semicolon at the end is left out, because it would begin a cell if semicolons separate cells.
    """
    return quoted(value).rstrip("; ") if isinstance(value, str) else value


def quoted(text: str, max_length: int = MAX_LINE) -> str:
    """Return a text as one line, which a spreadsheet does not take for a formula."""
    return FORMULA.sub(r"\1'", one_line(text, max_length))
