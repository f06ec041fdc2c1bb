"""A test that changes an object of the notebook changes it for later tests, as in Otter."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundles import submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.grading.changes import CHANGED
from autograder.grading.grader import Grader
from autograder.report.result import CaseResult
from autograder.sandbox import layers

pytestmark = pytest.mark.skipif(not layers.available(), reason="there are no layers here")

NOTEBOOK = """
class Purse:
    def __init__(self): self.coins = []
    def put(self, coin): self.coins.append(coin)
    def __eq__(self, other): return self.coins == other
purse, kept, seen = Purse(), [1, 2], [3]
"""
FUNCTION = """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "q5", 1
@test_case()
def test_purse(purse): assert purse.coins == [1]
"""


def doctest(name: str, code: str, hidden: bool = False) -> str:
    suite = {"type": "doctest", "cases": [{"code": code, "hidden": hidden}]}
    return f"OK_FORMAT = True\ntest = {dict(name=name, points=1, suites=[suite])!r}\n"


def graded(folder: Path, notebook: str, *more: str, **tests: str) -> dict[str, CaseResult]:
    path = write_bundle(folder, tests)
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission(notebook, *more))
    return {q.name: case for q in report.questions for case in q.cases}


def test_later_tests_see_the_change(tmp_path: Path) -> None:
    cases = graded(
        tmp_path, NOTEBOOK,
        q1=doctest("q1", ">>> purse.put(1)\n>>> kept.append(4)"),
        q2=doctest("q2", ">>> purse.coins\n[1]"),
        q3=doctest("q3", ">>> len(kept)\n2"),
        q4=doctest("q4", ">>> purse == [1]\nTrue"),
        q5=FUNCTION,
        q6=doctest("q6", ">>> seen\n[3]"),
    )  # fmt: skip
    assert {name: case.state for name, case in cases.items()} == {
        "q1": "passed", "q2": "passed", "q3": "failed", "q4": "passed", "q5": "not judged",
        "q6": "passed",
    }  # fmt: skip
    assert cases["q4"].judged == "beside"
    assert cases["q3"].message == cases["q5"].reason == CHANGED


def test_a_hidden_test_never_runs_before_a_public_one(tmp_path: Path) -> None:
    cases = graded(
        tmp_path, NOTEBOOK,
        q1=doctest("q1", ">>> purse.put(1)", hidden=True), q2=doctest("q2", ">>> purse.coins\n[]"),
    )  # fmt: skip
    assert (cases["q2"].state, cases["q2"].reason) == ("not judged", CHANGED)


def test_what_the_notebook_changes_in_between_is_not_judged(tmp_path: Path) -> None:
    cases = graded(
        tmp_path, NOTEBOOK, "grader.check('q1')", "purse.coins.clear()",
        q1=doctest("q1", ">>> purse.put(1)"), q2=doctest("q2", ">>> purse.coins\n[]"),
    )  # fmt: skip
    assert (cases["q2"].state, cases["q2"].reason) == ("not judged", CHANGED)
