"""A hidden test can offer entries for the leaderboard; a submission can't change them."""

import json
import zipfile

import nbformat
import pytest
from course import COURSE
from nnlab import checks
from otter.api import grade_submission

from autograder.bundle.bundle import open_bundle
from autograder.gradescope.results import results
from autograder.grading.batch import GradingJob, grade_class
from autograder.grading.grader import Grader
from autograder.submission.intake import Submission

TESTS = {
    "q1": '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 3

@test_case(points=1, hidden=False, failure_message="a number")
def test_q1(guess):
    from nnlab.checks import leaderboard
    leaderboard("Public", guess(), order="asc")

@test_case(points=1, hidden=True, failure_message="a number below 10")
def test_q1_hidden(guess):
    from nnlab.checks import leaderboard
    value = guess()
    leaderboard("Distance", abs(value - 3), order="asc")
    assert value < 10, "it should be below 10"

@test_case(points=1, hidden=True, failure_message="a number, and no offer")
def test_q1_silent(guess):
    assert guess() < 100
''',
    "q2": '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q2"
points = 1

@test_case(points=1, hidden=True, failure_message="two more than guess")
def test_q2(more):
    from nnlab.checks import close, leaderboard
    leaderboard("More", 1, order="desc")
    close(more(), 7, what="more()")
''',
}
RIGHT = ["def guess():\n    return 5", "def more():\n    return guess() + 2"]
ENTRIES = [
    {"name": "Distance", "value": 2.0, "order": "asc"},
    {"name": "More", "value": 1.0, "order": "desc"},
]


@pytest.fixture(scope="module")
def bundle_path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    path = folder / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"assignment_name": "small"}))
        for name, source in TESTS.items():
            archive.writestr(f"tests/{name}.py", source)
        for file in COURSE.library.glob("*.py"):
            archive.write(file, f"files/nnlab/{file.name}")
    functions = {"q1": ["guess"], "q2": ["more"]}
    staff = {"functions": functions, "reference": RIGHT, "seed": 7}
    (folder / "staff.json").write_text(json.dumps(staff))
    return path


@pytest.fixture(scope="module")
def grader(bundle_path):
    with (
        open_bundle(bundle_path) as bundle,
        Grader(bundle, run_hidden_without_sandbox=True) as grader,
    ):
        yield grader


def submission(*cells, name="ada"):
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return Submission(name, nbformat.writes(nbformat.v4.new_notebook(cells=code)).encode())


def test_what_hidden_tests_offer_and_pass_is_on_the_leaderboard_in_their_order(grader):
    report = grader.grade(submission(*RIGHT))
    assert report.score == 4 and report.leaderboard == ENTRIES
    assert results(report)["leaderboard"] == ENTRIES


def test_a_hidden_test_that_fails_offers_nothing(grader):
    report = grader.grade(submission("def guess():\n    return 50"))
    assert report.leaderboard == [] and "leaderboard" not in results(report)


def test_what_passes_only_with_the_references_answers_offers_nothing(grader):
    report = grader.grade(submission("def guess():\n    return 4", RIGHT[1]))
    assert report.questions[1].blamed_on == ["q1"] and report.questions[1].score == 1
    assert report.leaderboard == [{"name": "Distance", "value": 1.0, "order": "asc"}]


def test_one_submission_leaves_nothing_for_the_next(grader):
    grader.grade(submission(*RIGHT))
    assert grader.grade(submission("x = 1")).leaderboard == []


@pytest.mark.parametrize(
    "deed",
    [
        "checks.leaderboard('Distance', -1.0, 'asc')",
        "checks.offered.append({'name': 'Distance', 'value': -1.0, 'order': 'asc'})",
        "sys.modules['nnlab.checks'].leaderboard = lambda *a, **k: None",
        "checks.offered.clear()",
    ],
)
def test_a_submission_can_neither_add_to_it_nor_take_from_it(grader, deed):
    hostile = (f"import sys\nfrom nnlab import checks\n{deed}\n"
               f"def guess():\n    {deed}\n    return 5")  # fmt: skip
    report = grader.grade(submission(hostile, RIGHT[1]))
    assert report.score == 4 and report.leaderboard == ENTRIES


def test_a_class_graded_side_by_side_has_each_its_own(bundle_path):
    handed_in = [submission(f"def guess():\n    return {k}", name=f"s{k}") for k in range(4)]
    order = GradingJob(bundle_path, jobs=2, run_hidden_without_sandbox=True)
    found = {r.submission: r.leaderboard for r in grade_class(order, handed_in)}
    assert {name: entries[0]["value"] for name, entries in found.items()} == {
        "s0": 3.0, "s1": 2.0, "s2": 1.0, "s3": 0.0
    }  # fmt: skip


def test_under_stock_otter_an_offer_is_harmless(bundle_path, tmp_path):
    notebook = tmp_path / "right.ipynb"
    cells = nbformat.reads(submission(*RIGHT).read(), 4)
    cells.metadata["otter"] = {"assignment_name": "small"}
    nbformat.write(cells, notebook)
    stock = grade_submission(str(notebook), str(bundle_path), quiet=True)
    assert (stock.total, stock.possible) == (4, 4)


def test_an_order_is_one_of_two(monkeypatch):
    monkeypatch.setattr(checks, "offered", [])
    with pytest.raises(ValueError, match="'asc' or 'desc', not 'up'"):
        checks.leaderboard("Loss", 1.0, order="up")
    with pytest.raises(ValueError):
        checks.leaderboard("Loss", "low", order="asc")
    assert checks.offered == []
