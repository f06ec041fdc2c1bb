"""No verdict depends on what else the machine does."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from bundles import submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.grading.batch import GradingJob, grade_class
from autograder.grading.grader import Grader
from autograder.report.result import Report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")

TEST = """
OK_FORMAT = True
test = {"name": "q1", "points": 1, "suites": [
    {"cases": [{"code": ">>> answer(3)\\n3", "hidden": False}]}]}
"""
SLOW = """
import time

def answer(x):
    end = time.process_time() + 1.0
    while time.process_time() < end:
        pass
    return x
"""
SLEEPS = "import time\n\ndef answer(x):\n    time.sleep(60)\n    return x\n"


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep processors busy with so many endless loops."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def grade(folder: Path, source: str, case_seconds: float) -> Report:
    with open_bundle(write_bundle(folder, {"q1": TEST})) as opened:
        limits = replace(opened.settings.limits, case_seconds=case_seconds)
        opened = replace(opened, settings=replace(opened.settings, limits=limits))
        with Grader(opened, run_hidden_without_sandbox=True) as grader:
            return grader.grade(submission(source))


def test_a_right_answer_keeps_its_points_beside_busy_processes(tmp_path: Path) -> None:
    with busy(4 * (os.cpu_count() or 1)):
        report = grade(tmp_path, SLOW, case_seconds=2.0)
    assert report.score == report.max_score > 0, report.first_failure()


def test_an_answer_that_computes_for_too_long_is_told_so(tmp_path: Path) -> None:
    report = grade(tmp_path, SLOW, case_seconds=0.5)
    assert report.score == 0
    assert "did not end within 0.5 s of computing" in report.first_failure()


def test_an_answer_that_sleeps_ends_at_its_limit(tmp_path: Path) -> None:
    report = grade(tmp_path, SLEEPS, case_seconds=1.0)
    assert report.score == 0 and report.seconds < 30


SPINS = "def answer(x):\n    while True:\n        pass\n"
RIGHT = "def answer(x):\n    return x\n"


def reports(job: GradingJob, *sources: str) -> dict[str, dict[str, Any]]:
    """Return the reports without their times."""
    handed_in = [submission(source, id=f"{n}") for n, source in enumerate(sources)]
    return {r.submission: {**asdict(r), "seconds": 0} for r in grade_class(job, handed_in)}


@pytest.mark.slow
def test_a_submission_that_spins_costs_its_neighbours_nothing(tmp_path: Path) -> None:
    limits = {"case_seconds": 2, "submission_seconds": 6}
    path = write_bundle(tmp_path, {"q1": TEST}, grading={"limits": limits})
    sources = (SPINS, SLOW, SPINS, SLOW, RIGHT, SLOW)
    beside = reports(GradingJob(path, run_hidden_without_sandbox=True, jobs=2), *sources)
    alone = reports(GradingJob(path, run_hidden_without_sandbox=True, jobs=1), *sources)
    assert beside == alone
    assert [beside[f"{n}"]["score"] for n in range(6)] == [0, 1, 0, 1, 1, 1]


@pytest.mark.slow
def test_reports_do_not_depend_on_what_else_runs(tmp_path: Path) -> None:
    limits = {"case_seconds": 2, "submission_seconds": 6}
    path = write_bundle(tmp_path, {"q1": TEST}, grading={"limits": limits})
    job = GradingJob(path, run_hidden_without_sandbox=True, jobs=2)
    sources = (SLOW, RIGHT, SPINS, SLOW, SLEEPS, "x = 1 / 0", SLOW, RIGHT)
    alone = reports(job, *sources)
    with busy(4 * (os.cpu_count() or 1)):
        assert reports(job, *sources) == alone
