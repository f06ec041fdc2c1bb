"""`coursework grade --engine both` says where stock Otter judges in another way."""

from __future__ import annotations

import io
from pathlib import Path

import nbformat
import pytest
from bundles import RIGHT, write_bundle
from click.testing import CliRunner
from rich.console import Console

from autograder.report.result import CaseResult, QuestionResult, Report, State
from autograder.sandbox import layers
from tools.cli import coursework
from tools.grading.tables import differences


def report(*states: State, score: float) -> Report:
    cases = [CaseResult(str(n), False, state, 1.0, "") for n, state in enumerate(states)]
    question = QuestionResult("q1", score, float(len(states)), cases)
    return Report("small", "ada", score, float(len(states)), [question])


def shown(*reports: Report) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(differences(*([one] for one in reports)))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_a_question_that_is_judged_alike_has_no_row() -> None:
    alike = report("passed", "failed", score=1.0)
    assert "none" in shown(alike, alike) and "q1" not in shown(alike, alike)


def test_a_question_that_differs_has_points_and_cases_of_both() -> None:
    text = shown(report("passed", "not judged", score=1.0), report("passed", "passed", score=2.0))
    assert "1 of 2: 1 of 2 cases, 1 not judged" in text and "2 of 2: 2 of 2 cases" in text


@pytest.mark.slow
@pytest.mark.skipif(not layers.available(), reason="there are no layers here")
def test_both_engines_grade_and_agree(tmp_path: Path) -> None:
    test = """OK_FORMAT = True
test = {"name": "q1", "suites": [{"type": "doctest", "cases": [
    {"code": ">>> double(2)\\n4", "hidden": False}]}]}"""
    bundle = write_bundle(tmp_path, {"q1": test})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(RIGHT[0])])
    nbformat.write(notebook, tmp_path / "ada.ipynb")
    out = tmp_path / "grades"
    result = CliRunner().invoke(
        coursework,
        ["grade", str(bundle), str(tmp_path / "ada.ipynb"), "--output", str(out),
         "--engine", "both"],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert (out / "ada.json").exists() and (out / "otter" / "ada.json").exists()
