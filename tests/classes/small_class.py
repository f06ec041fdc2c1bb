"""A class of a small bundle, whose grading takes no sandbox and no time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bundles import FUNCTIONS, OK_FORMAT, write_bundle

from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob
from autograder.report.result import CaseResult, QuestionResult, Report
from autograder.submission.intake import Submission, code_cells
from tools.classes.grading import Order

TESTS = {
    "q1": OK_FORMAT.replace("Double it", "q1"),
    "q2": FUNCTIONS.replace('name = "half"', 'name = "q2"'),
}


def notebook(*cells: str) -> bytes:
    """Return a notebook with these code cells."""
    code = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells]
    return json.dumps({"cells": code, "nbformat": 4, "metadata": {}}).encode()


def answering(score: float, *answers: str) -> bytes:
    """Return a notebook that gets this score, with these answers to q1, q2, ..."""
    cells = [f"# score {score:g}"]
    for number, answer in enumerate(answers, start=1):
        cells += [answer, f'grader.check("q{number}")']
    return notebook(*cells)


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def judge(submission: Submission) -> Report:
    """Return a report of 10 points: q1 has 7 and q2 has 3. The notebook says its score itself."""
    try:
        cells = code_cells(submission, "")
    except CourseworkError as error:
        return Report("small", submission.id, 0.0, 10.0, not_graded=str(error))
    score = float(cells[0].source.removeprefix("# score "))
    first, second = min(score, 7.0), max(score - 7.0, 0.0)
    questions = [_question("q1", first, 7.0), _question("q2", second, 3.0)]
    return Report("small", submission.id, score, 10.0, questions, seconds=0.5)


def _question(name: str, score: float, worth: float) -> QuestionResult:
    state: Any = "passed" if score == worth else "failed"
    case = CaseResult(f"{name} case", True, state, worth, f"covers of {name}", f"covers of {name}")
    wrong = [] if state == "passed" else ["forgot 1/N"]
    return QuestionResult(name, score, worth, [case], hints=["Divide."] * len(wrong),
                          misconceptions=wrong)  # fmt: skip


class Diary:
    """Grades, and notes whom."""

    def __init__(self, judge: Callable[[Submission], Report] = judge) -> None:
        self.graded: list[str] = []
        self.judge = judge

    def __call__(self, submissions: Sequence[Submission]) -> Iterator[Report]:
        for submission in submissions:
            self.graded.append(submission.id)
            yield self.judge(submission)


def order(folder: Path, diary: Diary | None = None, **options: Any) -> Order:
    """Return an order to grade with a bundle in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    bundle = folder / "autograder.zip"
    if not bundle.exists():  # Another one would have other times in it, and so another key.
        write_bundle(folder, TESTS)
    return Order(GradingJob(bundle, log=folder / "log"), stream=diary or Diary(), **options)
