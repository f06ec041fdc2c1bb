"""Grade with stock Otter, in a child process with a time limit.

The child is this module: `python -m autograder.grading.stock_otter BUNDLE NOTEBOOK RESULT`.
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

from .. import wording
from ..bundle.bundle import Bundle, open_bundle
from ..bundle.public import public_part
from ..bundle.testfiles import Case, Question, doctest_message
from ..errors import CourseworkError
from ..report.result import NO_TORCH, NOT_GRADED, CaseResult, QuestionResult, Report, total
from ..submission.intake import Submission, clean_notebook
from .total_score import apply_settings

# Grading one submission may take this many seconds if the user does not set another limit.
SECONDS = 180.0

# A reason quotes at most this many characters of an error.
MAX_ERROR = 300

ANSI_COLOR = re.compile(r"\x1b\[[0-9;]*m")
EXCEPTION = re.compile(r"(\w+(?:Error|Exception|Warning|Interrupt|Exit|Iteration)): ?(.*)")


def grade_class(
    bundle: Path, submissions: Sequence[Submission], seconds: float, jobs: int, public: bool
) -> Iterator[Report]:
    """Grade the submissions of a class, and yield the reports in their order.

    Args:
        bundle: The grading bundle.
        submissions: The submissions.
        seconds: The time limit for each submission, in seconds.
        jobs: How many submissions are graded at the same time.
        public: True to grade with the public tests alone.

    Raises:
        CourseworkError: The bundle can't be read, or its hidden tests can't be left out.
    """
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        used = public_part(bundle, Path(scratch)) if public else bundle
        with open_bundle(used) as opened, ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(lambda one: _grade(opened, used, one, seconds), submissions)


def grade(bundle: Path, submission: Submission, seconds: float = SECONDS) -> Report:
    """Grade one submission. If it can't be graded, its report has score 0 and a reason.

    Args:
        bundle: The grading bundle.
        submission: The submission.
        seconds: The time limit in seconds.

    Raises:
        CourseworkError: The bundle can't be read.
    """
    with open_bundle(bundle) as opened:
        return _grade(opened, bundle, submission, seconds)


def _grade(bundle: Bundle, path: Path, submission: Submission, seconds: float) -> Report:
    start = time.monotonic()
    report = Report(bundle.name, submission.id, 0.0, total(q.points for q in bundle.questions))
    try:
        outcome = _run(bundle, path, submission, seconds)
        report.questions = _questions(bundle.questions, outcome["questions"])
        report.reason = str(outcome["first_error"])
    except Exception as error:
        # The submission runs beside Otter, so it can break whatever is read here. That must not
        # end the grading of the class.
        report.not_graded = _reason(error)
        report.questions = _questions(bundle.questions, {})
    report.score = total(question.score for question in report.questions)
    apply_settings(report, bundle)
    report.seconds = round(time.monotonic() - start, 2)
    return report


def _run(bundle: Bundle, path: Path, submission: Submission, seconds: float) -> dict[str, Any]:
    """Run Otter in a child process and return what `_main` writes there."""
    import nbformat

    notebook = clean_notebook(submission, bundle.assignment, as_otter=not bundle.native)
    notebook.metadata["otter"] = {"assignment_name": bundle.name}
    with tempfile.TemporaryDirectory(prefix="coursework-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        notebook_path, result_path = folder / f"{bundle.name}.ipynb", folder / "result.json"
        nbformat.write(notebook, notebook_path)
        arguments = [str(path.resolve()), str(notebook_path), str(result_path)]
        output = _run_child(arguments, folder, seconds)
        if not result_path.exists():
            last_line = output.strip().splitlines()[-1:] or ["it printed nothing"]
            raise CourseworkError(f"Otter ended without a result: {_plain(last_line[0])}")
        return json.loads(result_path.read_text(encoding="utf-8"))


def _run_child(arguments: list[str], folder: Path, seconds: float) -> str:
    """Run this module in a child process, and kill what is left of it. Return its output."""
    child = subprocess.Popen(
        [sys.executable, "-m", "autograder.grading.stock_otter", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        env={**os.environ, "MPLBACKEND": "agg"},
    )
    try:
        output, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise CourseworkError(
            f"Grading was stopped after {seconds:g} seconds. Does a cell loop for ever?"
        ) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    return output


def _reason(error: Exception) -> str:
    if isinstance(error, CourseworkError):
        return str(error)
    return f"Otter's result can't be used: {type(error).__name__}: {_plain(str(error))}"


def _plain(text: str) -> str:
    """Remove the codes for colors from an error's text, and cut it after MAX_ERROR characters."""
    return ANSI_COLOR.sub("", text)[:MAX_ERROR]


def _questions(
    tests: list[Question], outcomes: dict[str, list[dict[str, Any]]]
) -> list[QuestionResult]:
    """Return the results of all questions.

    Args:
        tests: The questions.
        outcomes: For each test file that Otter ran, what came of each case. A case of any other
            file is not judged.
    """
    has_torch = importlib.util.find_spec("torch") is not None
    questions = []
    for question in tests:
        missing: list[dict[str, Any] | None] = [None] * len(question.cases)
        results = outcomes.get(question.file) or missing
        pairs = zip(question.cases, results, strict=True)
        rows = [_row(case, result, has_torch) for case, result in pairs]
        score = total(row.points for row in rows if row.state == "passed")
        if question.all_or_nothing and any(row.state == "failed" for row in rows):
            score = 0.0
        questions.append(QuestionResult(question.name, score, total([question.points]), rows))
    return questions


def _row(case: Case, result: dict[str, Any] | None, has_torch: bool) -> CaseResult:
    """Return the result of a case. If a hidden case failed, the message is what it covers.

    Args:
        case: The case.
        result: Otter's result, or None if Otter did not get to it.
        has_torch: True if PyTorch is installed.
    """
    row = CaseResult(case.name, case.hidden, "failed", case.points, "", case.covers)
    if result is None:
        row.state, row.reason = "not judged", NOT_GRADED
    elif case.needs_torch and not has_torch:
        row.state, row.reason = "not judged", NO_TORCH
    elif result["passed"]:
        row.state = "passed"
    else:
        row.message = case.covers if case.hidden else _sentence(str(result["message"]))
    return row


def _sentence(message: str) -> str:
    """Return the part of Otter's message that says what went wrong.

    For a doctest this is what was expected and what was found. For a test function it is the text
    of the exception; before it Otter quotes the source of the test.
    """
    for run in message.split("Trying:\n"):
        if "Failed example:\n" in run:
            return doctest_message(run)
    lines = [line for line in message.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if exception := EXCEPTION.match(line):
            text = " ".join([exception.group(2), *lines[number + 1 :]]).strip()
            return wording.of_error(exception.group(1), text)
    return lines[-1] if lines else ""


def _main(bundle: str, notebook: str, result: str) -> None:
    """Grade one notebook with Otter, and write what came of it as JSON to the file `result`."""
    from otter.api import grade_submission

    results = grade_submission(notebook, bundle, quiet=True)
    errors = list(_errors(results.notebook))
    if results.has_catastrophic_failure():
        # Otter's own error is in the cells that it adds to the notebook.
        own = [f"{kind}: {text}" for number, _, kind, text in errors if not number]
        raise SystemExit(own[-1] if own else f"{results.catastrophic_error}")
    questions = {
        Path(file.path).name: [
            {"passed": case.passed, "message": case.message or ""}
            for case in file.test_case_results
        ]
        for file in results.results.values()
    }
    messages = [wording.of_cell(*error) for error in errors if error[0]]
    outcome = {"questions": questions, "first_error": next(filter(None, messages), "")}
    Path(result).write_text(json.dumps(outcome), encoding="utf-8")


def _errors(notebook: Any) -> Iterator[tuple[int, str, str, str]]:
    """Yield the errors in the cells of an executed notebook.

    Yields:
        The number of the cell in the submission, or 0 for a cell that Otter added; the source
        of the cell; the name of the exception's class; the first line of the exception's text.
    """
    for cell in notebook.cells if notebook else []:
        id = re.fullmatch(r"cell-(\d+)", cell.get("id", ""))  # clean_notebook gives such ids.
        for output in cell.get("outputs", []):
            if output.get("output_type") == "error":
                text = ANSI_COLOR.sub("", str(output.get("evalue", "")))
                first_line = "".join(text.splitlines()[:1])
                sentence = re.sub(r"\s*\(\w+\.py, line (\d+)\)", r" in its line \1", first_line)
                yield int(id[1]) if id else 0, cell.source, str(output.get("ename")), sentence


if __name__ == "__main__":
    _main(*sys.argv[1:])
