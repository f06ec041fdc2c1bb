"""Grade with stock Otter, in a child process with a time limit.

Run as a module it is that child: `python -m autograder.otter_engine BUNDLE NOTEBOOK RESULT`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat

from . import words
from .bundle import TestCase, bundle_name, load_tests, public_part
from .errors import CourseworkError
from .report import NOT_GRADED, CaseResult, QuestionResult, Report, total
from .submission import Submission, read_cells

SECONDS = 180.0
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def grade_class(
    bundle: Path, submissions: Sequence[Submission], seconds: float, jobs: int, public: bool
) -> Iterator[Report]:
    """The reports in the order of the submissions. With `public`, of the public tests alone."""
    with ThreadPoolExecutor(jobs) as pool, tempfile.TemporaryDirectory() as scratch:
        used = public_part(bundle, Path(scratch)) if public else bundle
        name = bundle_name(bundle)
        yield from pool.map(lambda submission: grade(name, used, submission, seconds), submissions)


def grade(
    assignment: str, bundle: Path, submission: Submission, seconds: float = SECONDS
) -> Report:
    """Grade one submission; one that can't be graded has score 0 and a reason."""
    start = time.monotonic()
    tests = load_tests(bundle)
    report = Report(assignment, submission.id, 0.0, _worth(tests))
    unjudged = [name for name, cases in tests.items() if any(c.needs_torch for c in cases)]
    if unjudged and importlib.util.find_spec("torch") is None:
        report.flags.append(f"not judged, because PyTorch is missing here: {', '.join(unjudged)}")
    try:
        with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
            notebook = Path(scratch) / f"{assignment}.ipynb"
            cells = read_cells(submission)
            cells.metadata["otter"] = {"assignment_name": assignment}
            nbformat.write(cells, notebook)
            outcome = _run(bundle, notebook, Path(scratch) / "result.json", seconds)
        report.questions = _questions(tests, outcome["questions"])
        report.score = total(question.score for question in report.questions)
        report.reason = outcome["first_error"]
    except CourseworkError as error:
        report.reason = str(error)
        report.flags.append(NOT_GRADED)
        report.questions = _questions(tests, {})
    report.seconds = round(time.monotonic() - start, 2)
    return report


def _run(bundle: Path, notebook: Path, result: Path, seconds: float) -> dict[str, Any]:
    child = subprocess.Popen(
        [sys.executable, "-m", "autograder.otter_engine", str(bundle.resolve()), str(notebook),
         str(result)],
        cwd=notebook.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "MPLBACKEND": "agg"},
    )  # fmt: skip
    try:
        said, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise CourseworkError(
            f"Grading was stopped after {seconds:g} seconds. Does a cell loop for ever?"
        ) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if not result.exists():
        last = said.strip().splitlines()[-1:] or ["no word"]
        raise CourseworkError(f"Otter ended without a result: {ANSI.sub('', last[0])[:300]}")
    return json.loads(result.read_text(encoding="utf-8"))


def _questions(
    tests: dict[str, list[TestCase]], outcomes: dict[str, list[dict[str, Any]]]
) -> list[QuestionResult]:
    questions = []
    for name, cases in tests.items():
        results = outcomes.get(name) or [
            {"passed": False, "message": "not graded: the notebook could not be run to its end"}
        ] * len(cases)
        rows = [
            _row(case, r)
            for case, r in zip(cases, results)
        ]
        score = total(row.points for row in rows if row.passed)
        questions.append(QuestionResult(name, score, total(c.points for c in cases), rows))
    return questions


def _row(case: TestCase, result: dict[str, Any]) -> CaseResult:
    """What may be said of a case: a public one its message, a hidden one what it covers."""
    passed = bool(result["passed"])
    said = "" if passed else case.covers if case.hidden else str(result["message"])
    return CaseResult(case.name, case.hidden, passed, case.points, said, case.covers)


def _worth(tests: dict[str, list[TestCase]]) -> float:
    return sum(case.points for cases in tests.values() for case in cases)


def _main(bundle: str, notebook: str, result: str) -> None:
    from otter.api import grade_submission

    results = grade_submission(notebook, bundle, quiet=True)
    if results.has_catastrophic_failure():
        raise SystemExit(f"{results.catastrophic_error}")
    questions = {
        name: [
            {"passed": case.passed, "message": _sentence(case.message or "")}
            for case in file.test_case_results
        ]
        for name, file in results.results.items()
    }
    Path(result).write_text(
        json.dumps({"questions": questions, "first_error": _first_error(results.notebook)}),
        encoding="utf-8",
    )


def _sentence(message: str) -> str:
    """The exception's own text out of Otter's message, which quotes the test's source first."""
    lines = [line for line in message.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        match = re.match(r"(\w+(?:Error|Exception|Warning|Interrupt|Exit|Iteration)): ?(.*)", line)
        if match:
            text = " ".join([match.group(2), *lines[number + 1 :]]).strip()
            return words.of_error(match.group(1), text)
    return lines[-1] if lines else ""


def _first_error(notebook: Any) -> str:
    """The first error of the notebook that is not just an unwritten stub, and where it stands."""
    for cell in notebook.cells if notebook else []:
        for output in cell.get("outputs", []):
            if output.get("output_type") == "error":
                text = ANSI.sub("", str(output.get("evalue", ""))).splitlines()[:1]
                said = re.sub(r"\s*\(\w+\.py, line (\d+)\)", r" in its line \1", " ".join(text))
                number = int(cell.get("id", "cell-0").rpartition("-")[2])
                found = words.of_cell(number, cell.source, str(output.get("ename")), said)
                if found:
                    return found
    return ""


if __name__ == "__main__":
    _main(*sys.argv[1:])
