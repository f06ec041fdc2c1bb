"""Whatever goes wrong with one submission is its own result, and costs nobody else anything."""

from __future__ import annotations

import re
import stat
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from grading.test_grader import GRADING, POINTS, RIGHT, scores, submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.bundle.testfiles import Case, Question
from autograder.grading import case as case_module
from autograder.grading import grader as grader_module
from autograder.grading import memory, run
from autograder.grading.batch import GradingJob, grade_class
from autograder.grading.case import Outcome, run_case
from autograder.grading.failures import log_failure
from autograder.grading.grader import Grader
from autograder.grading.run import MAX_STARTS, GradingRun
from autograder.grading.scoring import question_result, to_blame
from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.channel import TOO_LARGE
from autograder.sandbox.trusted.worker_handle import WorkerHandle
from autograder.submission.intake import Cell, Submission

SENTENCE = re.compile(r"not judged: the grader failed on this answer; tell the staff "
                      r"\(reference ([0-9a-f]{8})\)")  # fmt: skip


@pytest.fixture(scope="module")
def bundle_path(tmp_path_factory):
    return write_bundle(tmp_path_factory.mktemp("bundle"), GRADING)


@pytest.fixture(scope="module")
def grader(bundle_path):
    with open_bundle(bundle_path) as bundle, Grader(bundle) as grader:
        yield grader


@pytest.mark.slow
def test_a_class_does_not_make_the_grader_grow(grader):
    """Each submission answers a call with 2 MiB, and calls are kept by nobody."""
    large = submission("import numpy as np\ndef double(x):\n    return np.zeros(1 << 18)")
    sizes = []
    for _ in range(30):
        grader.grade(large)
        sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * memory.PAGE)
    growth = np.polyfit(np.arange(20), sizes[10:], 1)[0]
    assert growth < 256 << 10, f"{growth / 1024:.0f} KiB for each submission"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_submission_on_which_the_grader_breaks_is_one_row_in_the_middle_of_a_class(
    bundle_path, tmp_path, jobs
):
    # Bytes are due, so reading this content is an error that no code of the grader expects.
    broken = Submission("broken", 5)  # type: ignore[arg-type]
    handed_in = [submission(*RIGHT, name="a"), broken, submission(*RIGHT, name="z"),
                 submission(*RIGHT, name="zz")]  # fmt: skip
    log = tmp_path / "out" / "failures.log"
    job = GradingJob(bundle_path, jobs=jobs, log=log)
    reports = {report.submission: report for report in grade_class(job, handed_in)}
    assert [reports[name].score for name in ("a", "z", "zz")] == [POINTS] * 3
    failed = reports["broken"]
    number = SENTENCE.fullmatch(failed.not_graded)[1]
    assert failed.score == 0 and number in failed.flags[-1]
    assert {c.state for q in failed.questions for c in q.cases} == {"not judged"}
    text = log.read_text()
    assert f"{number}: the grader failed on broken" in text and "Traceback" in text
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [ValueError, MemoryError, RecursionError, OSError])
@pytest.mark.parametrize(
    "place", ["read_notebook", "question_result", "answers_by_case", "to_blame", "total"]
)
def test_an_error_at_any_step_is_the_submissions_own_row(grader, monkeypatch, place, error):
    breaks = [True]

    def broken(*args: Any, **kwargs: Any) -> Any:
        if breaks:
            breaks.clear()
            raise error("secret input")
        return original(*args, **kwargs)

    original = getattr(grader_module, place)
    monkeypatch.setattr(grader_module, place, broken)
    report = grader.grade(submission("x = 1"))
    assert SENTENCE.fullmatch(report.not_graded) and report.score == 0
    assert "secret" not in report.not_graded


def test_an_error_while_hints_are_made_costs_the_hints_alone(grader, monkeypatch):
    def broken(*args: Any) -> None:
        raise ValueError

    monkeypatch.setattr(grader_module, "add_hints", broken)
    report = grader.grade(submission(*RIGHT))
    assert report.score == POINTS
    assert any("no hints for q1" in flag for flag in report.flags)


def test_an_error_of_a_digest_changes_no_verdict(grader, monkeypatch):
    def broken(answer: Any) -> None:
        raise ValueError

    monkeypatch.setattr(case_module, "digest", broken)
    assert grader.grade(submission(*RIGHT)).score == POINTS


def test_a_log_that_cannot_be_written_is_on_stderr(tmp_path, capsys):
    sentence = log_failure(ValueError("a\x1b[31mb"), "ada", tmp_path)
    text = capsys.readouterr().err
    assert sentence.rsplit(" ", 1)[1].rstrip(")") in text and "\x1b" not in text


def test_a_reference_whose_worker_was_ended_is_started_again(grader):
    wrong = submission("def double(x):\n    return 3 * x", *RIGHT[1:])
    assert scores(grader.grade(wrong))["q2"] == 2
    worker = grader._reference
    worker.zygote.ask("end", pid=worker.pid, uid=worker.uid)
    report = grader.grade(wrong)
    assert scores(report)["q2"] == 2 and not any("stand in" in flag for flag in report.flags)


def test_a_sandbox_that_has_ended_is_started_again(bundle_path):
    wrong = submission("def double(x):\n    return 3 * x", *RIGHT[1:])
    with open_bundle(bundle_path) as bundle, Grader(bundle) as grader:
        assert scores(grader.grade(wrong))["q2"] == 2
        grader.warden.zygote.process.kill()
        grader.warden.zygote.process.wait()
        assert scores(grader.grade(wrong))["q2"] == 2


def test_a_second_try_in_which_the_reference_is_ended_begins_anew(grader, monkeypatch):
    ended = []

    def ends_reference(case: Case, *args: Any) -> Outcome:
        outcome = run_case(case, *args)
        worker = grader._reference
        if worker is not None and not ended and case.hidden:
            worker.zygote.ask("end", pid=worker.pid, uid=worker.uid)
            ended.append(case.name)
        return outcome

    wrong = submission("def double(x):\n    return 3 * x", *RIGHT[1:])
    assert scores(grader.grade(wrong))["q2"] == 2
    monkeypatch.setattr(run, "run_case", ends_reference)
    assert scores(grader.grade(wrong))["q2"] == 2 and ended


def ends_worker_after_cases(monkeypatch: pytest.MonkeyPatch, hidden: bool) -> list[WorkerHandle]:
    """Have each case that is hidden, or each one that is not, end the submission's worker.

    Return the list of all workers, each once for each cell.
    """
    workers: list[WorkerHandle] = []
    run_cell = WorkerHandle.cell

    def cell(self: WorkerHandle, *args: Any) -> Any:
        workers.append(self)
        return run_cell(self, *args)

    def ends_worker(case: Case, *args: Any) -> Outcome:
        outcome = run_case(case, *args)
        if case.hidden == hidden:
            workers[-1].zygote.ask("end", pid=workers[-1].pid, uid=workers[-1].uid)
        return outcome

    monkeypatch.setattr(WorkerHandle, "cell", cell)
    monkeypatch.setattr(run, "run_case", ends_worker)
    return workers


def test_what_cases_end_is_started_again_as_often_as_there_are_cases(tmp_path, monkeypatch):
    test = '''
from otter.test_files import test_case
OK_FORMAT = False
name = "{name}"
points = 1

@test_case(points=1, hidden=False, failure_message="an answer")
def test_{name}({name}):
    assert {name}() == 1
'''
    count = MAX_STARTS + 2
    names = [f"q{k}" for k in range(1, count + 1)]
    tests = {name: test.format(name=name) for name in names}
    path = write_bundle(tmp_path, GRADING, reference=False, tests=tests)
    cells = [f"def {name}():\n    return 1" for name in names]
    workers = ends_worker_after_cases(monkeypatch, hidden=False)
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        assert grader.grade(submission(*cells)).score == count
    assert len({id(worker) for worker in workers}) == count


def test_the_first_error_is_settled_before_the_first_hidden_case(grader, monkeypatch):
    workers = ends_worker_after_cases(monkeypatch, hidden=True)
    run_cell = WorkerHandle.cell

    def cell(self: WorkerHandle, *args: Any) -> Any:
        error = run_cell(self, *args)
        return error if self is workers[0] else {"type": "Odd", "text": "0.739", "line": 1}

    monkeypatch.setattr(WorkerHandle, "cell", cell)
    report = grader.grade(submission(*RIGHT))
    assert len({id(worker) for worker in workers}) > 1
    assert report.reason == ""


def test_an_error_before_the_first_hidden_case_is_the_reason(grader):
    bundle = grader.bundle
    for has_begun in (False, True):
        one = GradingRun(bundle, grader.warden, grader.reference, True)
        one.hidden_has_begun = has_begun
        one._note_error(Cell(1, "x"), "Odd", "words")
        assert ("words" in one.first_error) != has_begun


def test_blame_does_not_depend_on_which_stand_ins_were_called(grader):
    questions = [Question(f"q{k}", [Case("c", True, 1.0, "", "")]) for k in range(1, 5)]
    settings = SimpleNamespace(own_credit=1.0)
    bundle: Any = SimpleNamespace(questions=questions, settings=settings, titles={})
    failed, alone = Outcome("failed"), Outcome("failed", passes_alone=True)
    notes = set()
    for used in (("q1",), ("q2",), ("q1", "q2", "q3")):
        alone.used = used
        outcomes = {"q1": [failed], "q2": [Outcome("passed")], "q3": [failed], "q4": [alone]}
        culprits = to_blame(questions, outcomes)
        result = question_result(bundle, questions[3], [alone], culprits)
        notes.add(result.note)
    assert culprits == ["q1", "q3"] == result.blamed_on
    assert notes == {"Your q4 is right by itself; it fails because of q1 and q3."}


def test_a_test_that_takes_too_much_memory_fails_in_words(bundle_path):
    def keeps(names: Any) -> None:
        np.ones(1 << 27)

    case = Case("large", False, 1.0, "", SimpleNamespace(call_func=keeps))
    limits = Limits(judging=256 << 20)
    bundle: Any = SimpleNamespace(
        seed=1, settings=SimpleNamespace(limits=limits, inplace={}),
    )  # fmt: skip
    channel: Any = SimpleNamespace(
        deadline=time.monotonic() + 5, lost=None, not_across="", answers=[]
    )
    budget: Any = SimpleNamespace(seconds=5.0, wall_end=time.monotonic() + 5)
    outcome = run_case(case, channel, bundle, budget)
    assert (outcome.state, outcome.message) == ("failed", TOO_LARGE)
    assert np.ones(1 << 27).sum() == 1 << 27  # The limit is over.


def test_memory_is_bounded_within_and_not_after():
    with memory.at_most(64 << 20):
        np.ones(4 << 20)
        with pytest.raises(MemoryError):
            np.ones(64 << 20)
    assert np.ones(64 << 20).size
