"""A right answer that is too slow is told so: no mistake is named, and nobody else is blamed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from grading.test_grader import RIGHT, submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.diagnosis.answers import digests, right_to_json, to_json
from autograder.diagnosis.hints import read_answer_tables
from autograder.gradescope.results import results
from autograder.grading.case import Outcome
from autograder.grading.grader import Grader
from autograder.grading.scoring import TOO_SLOW, add_hints
from autograder.report.html_page import html
from autograder.report.markdown_page import markdown
from autograder.report.page import feedback
from autograder.report.result import QuestionResult, Report
from autograder.sandbox.trusted.answers import Answer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")

# Computes for so many CPU seconds, and then returns what it should.
SLOW = """
import time

def wait(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

def double(x):
    wait({seconds} if {condition} else 0)
    return 2 * x
"""
TEN_CALLS = "def quadruple(x):\n    for _ in range(9):\n        y = double(x)\n    return double(y)"
LIMITS = {"case_seconds": 1, "cell_seconds": 2, "submission_seconds": 60}
HINT = TOO_SLOW.format(seconds=1.0)


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    path = write_bundle(tmp_path_factory.mktemp("bundle"), {"limits": LIMITS})
    with open_bundle(path) as bundle, Grader(bundle, run_hidden_without_sandbox=True) as grader:
        yield grader


def grade(grader: Grader, double: str, quadruple: str = RIGHT[1]) -> Report:
    return grader.grade(submission(double, quadruple, *RIGHT[2:]))


def test_a_public_check_says_how_long_it_had(grader: Grader) -> None:
    report = grade(grader, SLOW.format(seconds=9, condition="True"))
    question = report.questions[0]
    assert question.cases[0].message == "it did not end within 1 s of computing"
    assert (question.hints, question.misconceptions) == ([HINT], [])
    assert "TimedOut" not in markdown(report) and "TimeoutError" not in markdown(report)


def test_a_public_check_says_what_the_notebooks_own_check_took(grader: Grader) -> None:
    cells = [*RIGHT, 'grader.check("q1")']
    cells[0] = SLOW.format(seconds=9, condition="True")
    handed_in = submission(*cells)
    content = json.loads(handed_in.content)
    content["cells"][-1]["metadata"] = {"executionInfo": {"elapsed": 18250}}
    report = grader.grade(replace(handed_in, content=json.dumps(content).encode()))
    expected = "it did not end within 1 s of computing; your notebook's own check took 18.2 s"
    assert report.questions[0].cases[0].message == expected


def test_a_hidden_test_that_took_too_long_is_told_and_not_what_it_was(grader: Grader) -> None:
    report = grade(grader, SLOW.format(seconds=9, condition="np.ndim(x)").replace(
        "import time", "import time, numpy as np"))  # fmt: skip
    public, hidden = report.questions[0].cases
    assert (public.state, hidden.state) == ("passed", "failed")
    assert hidden.message == "fresh arrays, left unchanged"
    assert report.questions[0].hints == [HINT]


def test_an_earlier_right_answer_is_not_to_blame(grader: Grader) -> None:
    report = grade(grader, SLOW.format(seconds=0.2, condition="True"), TEN_CALLS)
    first, second = report.questions[:2]
    assert first.score == first.max_score
    assert second.blamed_on == [] and second.score == second.max_score
    own = "with your own answers to earlier questions it takes too long"
    assert second.note == f"Your q2 is right by itself; {own}."
    assert "because of q1" not in markdown(report)
    late = [case for case in second.cases if case.state == "failed"]
    assert late and all(case.points > 0 for case in late) and second.right_but_slow
    worth = first.max_score + second.max_score
    report = replace(report, questions=[first, second], score=worth, max_score=worth)
    page = feedback(report)
    assert page.first == "" and page.score == page.judged
    assert page.headline == "2 of 2 questions have full points. q2 is right, but slow."
    assert {check.verdict for check in page.sections[1].checks} <= {"Passes", "Right, but slow"}
    assert f"Right, but slow: **{late[0].covers}" in markdown(report)
    assert '<span class="verdict">Right, but slow:</span>' in html(report)
    assert "Fails" not in markdown(report) + html(report)
    assert report.first_failure() == "q2: right, but slow"
    assert {entry["status"] for entry in results(report)["tests"]} == {"passed"}


@pytest.mark.slow
def test_an_earlier_answer_that_is_too_slow_itself_is_not_called_wrong(grader: Grader) -> None:
    report = grade(grader, SLOW.format(seconds=9, condition="True"))
    note = report.questions[1].note
    assert note == "Your q2 is right by itself; with your own q1 it takes too long."
    assert report.questions[0].slow and not report.questions[0].right_but_slow
    assert feedback(report).first == f"Make q1 faster: {HINT}"


def test_what_is_wrong_comes_before_what_is_right_but_slow(grader: Grader) -> None:
    report = grade(grader, SLOW.format(seconds=0.2, condition="True"), TEN_CALLS)
    page = feedback(report)
    assert page.first.startswith("Mend q3: values should be")
    assert page.headline.endswith("q2 is right, but slow.")


def test_a_cell_that_is_too_slow_is_told_without_the_name_of_a_class(grader: Grader) -> None:
    report = grader.grade(submission(*RIGHT, "while True: pass"))
    beginning = "cell 5, which begins with `while True: pass`: it did not end within 2 s"
    assert report.reason.startswith(beginning)


def test_a_case_that_is_not_reached_in_time_says_so(tmp_path: Path) -> None:
    limits = {"cell_seconds": 4, "submission_seconds": 2, "cells_share": 1}
    path = write_bundle(tmp_path, {"limits": limits})
    with open_bundle(path) as bundle, Grader(bundle, run_hidden_without_sandbox=True) as grader:
        report = grader.grade(submission(*RIGHT, "while True: pass", "while True: pass"))
    message = "not reached: what came before it did not end within 2 s of computing"
    assert report.questions[0].cases[0].message == message


def named(*outcomes: Outcome) -> QuestionResult:
    """Return the result of a question whose cases are called "a" and "b", with its hints."""
    right = digests([Answer("f", np.array([1.0, 2.0, 3.5]))])
    wrong = digests([Answer("f", np.array([1.5, 7.25, 8.125]))])
    table = {
        "right": {"a": right_to_json(right), "b": right_to_json(right)},
        "mistakes": [{"name": "m", "hint": "M", "functions": ["f"], "fails": ["a", "b"],
                      "cases": {"a": to_json(wrong)}}],
    }  # fmt: skip
    bundle: Any = SimpleNamespace(
        answer_tables=read_answer_tables({"q1": table}),
        settings=SimpleNamespace(
            limits=SimpleNamespace(case_seconds=1.0), policy=SimpleNamespace(hints="now")
        ),
    )
    cases = [SimpleNamespace(name=name) for name in "ab"]
    question: Any = SimpleNamespace(name="q1", cases=cases[: len(outcomes)])
    result = QuestionResult("q1", 0, 1)
    for outcome in outcomes:
        outcome.answers = wrong
    add_hints(result, bundle, question, outcomes)
    return result


def test_no_mistake_is_named_for_a_case_that_took_too_long() -> None:
    in_time = named(Outcome("failed"))
    assert (in_time.hints, in_time.misconceptions) == (["M"], ["m"])
    late = named(Outcome("failed", timed_out=True))
    assert (late.hints, late.misconceptions) == ([HINT], [])


def test_a_wrong_answer_to_another_case_is_named_beside_it() -> None:
    both = named(Outcome("failed"), Outcome("failed", timed_out=True))
    assert (both.hints, both.misconceptions) == (["M", HINT], ["m"])
