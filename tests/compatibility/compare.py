"""Grade the situations with stock Otter and with this project, and write docs/compatibility.md.

    python tests/compatibility/compare.py

It takes a few minutes: it starts `otter run` once for each situation.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from situations import CHAPTERS, Situation

from autograder.bundle.bundle import open_bundle
from autograder.bundle.otter_settings import table as table_of_keys
from autograder.errors import CourseworkError
from autograder.grading.grader import Grader
from autograder.report.result import Report
from autograder.submission.intake import Submission

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "compatibility.md"
# What the page says before and after the tables.
TEXT = Path(__file__).with_name("page.md")
# Scores are rounded, by Otter to five digits and here to six.
ROUNDING = 1e-5
# Parts of a reason that differ from one run to the next.
VARYING = re.compile(r"/\S*/|0x[0-9a-f]+")


@dataclass(frozen=True)
class Row:
    """What both graders say of one question, or of a whole submission.

    Attributes:
        name: What is tried.
        otter: The score of `otter run`, or None if it ends with an error.
        ours: Our score, or None if the bundle or the submission is not graded.
        refusal: Why something is not judged here, or "".
        beside: True if a case was judged beside the submission.
        differs: True if a question of the submission has another score, without a reason.
    """

    name: str
    otter: float | None
    ours: float | None
    refusal: str = ""
    beside: bool = False
    differs: bool = False

    @property
    def outcome(self) -> str:
        """Return "same", "refused: ..." or "different"."""
        more = (self.ours or 0) - (self.otter or 0)
        if self.differs or more >= ROUNDING:
            return "different"
        if self.refusal:
            return f"refused: {self.refusal}"
        return "same" if abs(more) < ROUNDING else "different"


def otter_run(bundle: Path, notebook: Path) -> tuple[float | None, dict[str, float]]:
    """Return the score of `otter run` and that of each question. None if it has no result."""
    out = notebook.parent / "otter"
    out.mkdir()
    subprocess.run(
        [sys.executable, "-m", "otter", "run", "-a", bundle, "-o", out, notebook],
        cwd=notebook.parent, capture_output=True, check=False, timeout=900,
        env={**os.environ, "MPLBACKEND": "agg"},
    )  # fmt: skip
    if not (out / "results.json").exists():
        return None, {}
    result = json.loads((out / "results.json").read_text(encoding="utf-8"))
    tests = {t["name"]: t["score"] for t in result["tests"] if "max_score" in t}
    failed = any(t["name"] == "Autograder Failed" for t in result["tests"])
    return None if failed else result.get("score", sum(tests.values())), tests


def our_report(bundle: Path, notebook: Path) -> Report | str:
    """Return our report, or why the bundle is refused."""
    try:
        with open_bundle(bundle) as opened, Grader(opened) as grader:
            return grader.grade(Submission("ada", notebook))
    except CourseworkError as error:
        return str(error)


def rows(chapter: str, situation: Situation, folder: Path) -> Iterator[Row]:
    """Grade a situation in both ways, and yield a row for each question or for all of it."""
    bundle, notebook = situation.write(folder)
    total, theirs = otter_run(bundle, notebook)
    report = our_report(bundle, notebook)
    if isinstance(report, str):
        yield Row(situation.name, total, None, VARYING.sub("", report))
    elif report.not_graded:
        yield Row(situation.name, total, None, VARYING.sub("", report.not_graded))
    elif len(CHAPTERS[chapter]) > 1:
        with_reasons = [(q, [c.reason for c in q.cases if c.reason]) for q in report.questions]
        differs = any(
            q.score - theirs.get(q.name, 0) > ROUNDING
            or not reasons and theirs.get(q.name, 0) - q.score > ROUNDING
            for q, reasons in with_reasons
        )
        reason = next((r for _, reasons in with_reasons for r in reasons), "")
        yield Row(situation.name, total, report.score, reason, differs=differs)
    else:
        by_name = {question.name: question for question in report.questions}
        for name in situation.tests:
            cases = by_name[name].cases
            reason = next(filter(None, (case.reason for case in cases)), "")
            beside = any(case.judged == "beside" for case in cases)
            yield Row(name, theirs.get(name), by_name[name].score, reason, beside)


def page(chapters: dict[str, list[Row]]) -> str:
    """Return the page: its text, with the tables in place of {tables}, {keys} and {count}."""
    tables = []
    for chapter, chapter_rows in chapters.items():
        tables += [f"### {chapter}\n", "| tried | Otter | here | |", "| --- | --- | --- | --- |"]
        for row in chapter_rows:
            outcome = row.outcome + ", judged beside the submission" * row.beside
            cells = row.name, _points(row.otter), _points(row.ours), outcome
            tables.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        tables.append("")
    every = [row for chapter_rows in chapters.values() for row in chapter_rows]
    same = sum(row.outcome == "same" for row in every)
    text = TEXT.read_text(encoding="utf-8")
    for mark, value in {
        "{tables}": "\n".join(tables).strip(),
        "{keys}": table_of_keys().strip(),
        "{count}": f"{same} of {len(every)} are the same, {len(every) - same} are refused",
    }.items():
        text = text.replace(mark, value)
    return text


def _points(score: float | None) -> str:
    return "not graded" if score is None else f"{score:g}"


def graded() -> dict[str, list[Row]]:
    """Grade all situations in both ways."""
    chapters = {}
    for chapter, situations in CHAPTERS.items():
        chapters[chapter] = []
        for situation in situations:
            with tempfile.TemporaryDirectory(prefix="coursework-") as folder:
                chapters[chapter] += rows(chapter, situation, Path(folder))
    return chapters


if __name__ == "__main__":
    chapters = graded()
    PAGE.write_text(page(chapters), encoding="utf-8")
    different = [r for found in chapters.values() for r in found if r.outcome == "different"]
    for row in different:
        print(f"different: {row}")
    sys.exit(bool(different))
