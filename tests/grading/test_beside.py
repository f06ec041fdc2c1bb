"""A test that means nothing from outside runs in a copy of the submission's process, as with Otter.
Nothing of it is shown but whether it passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bundles import submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.grading.beside import FAILS, LOST
from autograder.grading.grader import Grader
from autograder.report.result import CaseResult, Report
from autograder.sandbox import layers

pytestmark = pytest.mark.skipif(not layers.available(), reason="there are no layers here")

EQUAL = """
OK_FORMAT = True
test = {"name": "equal", "points": 3, "suites": [{"type": "doctest", "cases": [
    {"code": ">>> thing == 4\\nTrue", "hidden": False, "failure_message": "the thing is 4"},
    {"code": ">>> 'thing' in globals() and thing == 5\\nFalse"},
    {"code": ">>> double(4)\\n8"},
]}]}
"""
CLASSES = """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "classes", 2

def expected(thing):
    return type(thing).Error

@test_case()
def test_subclass(Thing):
    class Special(Thing):
        pass
    assert Special() == 4, "secret"

@test_case(hidden=True, failure_message="errors")
def test_error(env, thing, no_such_name):
    assert no_such_name is None
    try:
        env["fail"]()
    except expected(thing):
        return
    raise AssertionError("secret")
"""
RIGHT = """
class Thing:
    class Error(Exception):
        pass
    def __eq__(self, other):
        return other == 4
def fail():
    raise Thing.Error
def double(x):
    return 2 * x
thing = Thing()
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    tests = {"equal": EQUAL, "classes": CLASSES}
    path = write_bundle(tmp_path_factory.mktemp("beside"), tests)
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        yield grader


def cases(report: Report) -> dict[str, CaseResult]:
    return {case.name: case for question in report.questions for case in question.cases}


def states(report: Report) -> list[str]:
    return [case.state for case in cases(report).values()]


def test_a_right_answer_passes_and_the_report_says_how_it_was_judged(grader: Grader) -> None:
    report = grader.grade(submission(RIGHT))
    assert (report.score, report.flags, report.reason) == (5.0, [], "")
    assert {name: case.judged for name, case in cases(report).items()} == {
        "classes - 1": "beside", "classes - 2": "beside",
        "equal - 1": "beside", "equal - 2": "beside", "equal - 3": "beside",
    }  # fmt: skip


def test_a_wrong_answer_fails_and_reads_nothing_of_the_test(grader: Grader) -> None:
    wrong = RIGHT.replace("other == 4", "other == 5").replace("raise Thing.Error", "raise KeyError")
    rows = cases(grader.grade(submission(wrong)))
    assert [row.message for row in rows.values()] == [FAILS, "errors", "the thing is 4", "", ""]
    assert [row.state for row in rows.values()] == ["failed"] * 4 + ["passed"]


def test_a_blank_notebook_has_what_otter_gives(grader: Grader) -> None:
    report = grader.grade(submission("x = 1"))
    # globals() has no `thing`, so the second doctest says False, as expected.
    assert states(report) == ["failed", "failed", "failed", "passed", "failed"]


def test_a_test_that_the_submission_ends_costs_this_case_alone(grader: Grader) -> None:
    exits = RIGHT.replace("return other == 4", "import os; os._exit(0)")
    report = grader.grade(submission(exits))
    assert states(report) == ["failed", "passed", "failed", "failed", "passed"]
    assert cases(report)["classes - 1"].message == LOST
    assert "ended its test, equal - 1, judged beside the submission" in report.flags


def test_no_process_of_a_test_changes_the_next_question(grader: Grader) -> None:
    grows = RIGHT.replace("return 2 * x", "return seen.append(x) or 2 * x") + "seen = []\n"
    report = grader.grade(submission(grows + "class Thing(Thing):\n    seen = seen\n"))
    assert report.score == 5.0


def test_what_the_notebook_would_judge_itself_is_not_judged_but_flagged(tmp_path: Path) -> None:
    test = EQUAL.replace("thing == 4", "bool(np.isclose(double(2), 4))")
    path = write_bundle(tmp_path, {"equal": test})
    forged = "class np:\n    isclose = lambda *args: True\n" + RIGHT
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission(forged))
    assert [case.state for case in cases(report).values()][0] == "not judged"
    assert report.score < 3.0
    assert any("equal - 1" in flag and "np is a tool" in flag for flag in report.flags)


def test_nothing_is_judged_beside_if_the_instructor_says_so(grader: Grader) -> None:
    settings = replace(grader.bundle.settings, beside="never")
    with Grader(replace(grader.bundle, settings=settings)) as apart:
        report = apart.grade(submission(RIGHT))
    assert "not judged" in states(report) and "beside" not in {
        case.judged for case in cases(report).values()
    }


def test_a_bundle_of_this_project_never_has_it_by_default(tmp_path: Path) -> None:
    path = write_bundle(tmp_path, {"equal": EQUAL}, grading={})
    with open_bundle(path) as bundle:
        assert bundle.settings.beside == "never"


def test_a_question_is_judged_where_its_check_stands(grader: Grader) -> None:
    cells = [RIGHT, "grader.check('equal')", "thing = 0\ndel double"]
    rows = cases(grader.grade(submission(*cells)))
    assert [rows[f"equal - {n}"].state for n in (1, 2, 3)] == ["passed", "passed", "passed"]
