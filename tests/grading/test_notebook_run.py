"""How a notebook is run: its time, the files beside it, and where its questions are judged."""

import json
import zipfile
from dataclasses import replace

import nbformat
import pytest
from bundles import submission

from autograder.bundle.bundle import STAFF, open_bundle
from autograder.errors import CourseworkError
from autograder.grading.check_places import places
from autograder.grading.grader import Grader
from autograder.report.page import feedback
from autograder.submission.intake import Submission
from autograder.submission.notebook import Cell

LIMITS = {"cell_seconds": 1, "case_seconds": 10, "submission_seconds": 12}


def case(code, **more):
    return {"code": code, "hidden": False, "locked": False, **more}


def ok_test(name, *cases, **more):
    suites = [{"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}]
    return f"OK_FORMAT = True\ntest = {dict(name=name, suites=suites, **more)!r}\n"


DOUBLE = ok_test("q1", case(">>> double(2)\n4\n", points=2), case(">>> double(3)\n6\n", points=0))
TOTALS = {
    "q1": ok_test("q1", case(">>> total\n12\n", points=1)),
    "q2": ok_test("q2", case(">>> total\n36\n", points=1)),
}
TWICE = "import otter\ngrader = otter.Notebook()", "total = 12", "grader.check('q1')", (
    "total = 3 * total"), "grader.check('q2')"


def bundle_of(folder, tests, reference=(), **config):
    path = folder / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps(config))
        for name, source in tests.items():
            archive.writestr(f"tests/{name}.py", source)
        archive.writestr("files/lent/__init__.py", "word = 'of the release'")
    if reference:
        staff = {"functions": {}, "reference": list(reference), "seed": 1}
        (folder / STAFF).write_text(json.dumps(staff))
    return path


def graded(folder, tests, handed_in, reference=(), apart_only=False, **config):
    path = bundle_of(folder, tests, reference, **config)
    with open_bundle(path) as bundle:
        if apart_only:
            bundle = replace(bundle, settings=replace(bundle.settings, beside="never"))
        with Grader(bundle, run_hidden_without_sandbox=True) as grader:
            return grader.grade(handed_in)


def zipped(folder, files):
    path = folder / "ada.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Submission("ada", path)


def notebook(*sources, **metadata):
    code = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=code, metadata=metadata))


def test_a_cell_that_is_cut_keeps_what_it_defined_and_those_below_it_run(tmp_path):
    slow = "kept = []\nimport time\nwhile True:\n    kept.append(0)\n    time.sleep(0.01)"
    right = "assert len(kept) > 3\ndef double(x):\n    return 2 * x"
    config = {"grading": {"limits": LIMITS}}
    report = graded(tmp_path, {"q1": DOUBLE}, submission("1", slow, right), **config)
    assert report.score == 2
    assert report.flags == []
    assert "did not end within 1 s of computing, and was cut" in report.reason
    assert any("Cell 2 was cut after 1 s" in notice for notice in feedback(report).notices)


@pytest.mark.parametrize(
    "slow",
    [
        "import asyncio\nawait asyncio.sleep(1000)",
        "try:\n    while True:\n        pass\nexcept BaseException:\n    pass",
        "import threading\nthreading.Event().wait()",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nwhile False: pass",
    ],
)
def test_every_kind_of_waiting_can_be_cut(tmp_path, slow):
    right = "def double(x):\n    return 2 * x"
    config = {"grading": {"limits": LIMITS}}
    report = graded(tmp_path, {"q1": DOUBLE}, submission(slow, right), **config)
    assert report.score == 2


def test_a_cell_that_ignores_the_interrupt_is_left_out(tmp_path):
    deaf = "while True:\n  try:\n    while True: pass\n  except BaseException: pass"
    right = "def double(x):\n    return 2 * x"
    config = {"grading": {"limits": LIMITS}}
    report = graded(tmp_path, {"q1": DOUBLE}, submission(deaf, right), **config)
    assert report.score == 2 and report.reason.startswith("cell 1, which begins with `while True:`")


def test_experiments_leave_the_tests_their_time(tmp_path):
    """Six cells are each within the limit of a cell. Together they take more than all the time."""
    right = "def double(x):\n    return 2 * x"
    slow = [f"import time\ntime.sleep(1.9)  # {k}" for k in range(6)]
    limits = {"cell_seconds": 2, "case_seconds": 10, "submission_seconds": 8}
    report = graded(
        tmp_path, {"q1": DOUBLE}, submission(*slow, right), grading={"limits": limits}
    )
    assert report.score == 2
    assert 3 <= len(report.remarks) <= 4
    assert report.flags[-1].startswith("cell 6 was cut after")


def test_modules_that_were_handed_in_are_beside_the_notebook(tmp_path):
    report = graded(tmp_path, {"q1": DOUBLE}, zipped(tmp_path, {
        "hw/hw.ipynb": notebook("from mine import double\nfrom parts.more import x",
                                "import lent\nassert lent.word == 'of the release'"),
        "hw/mine.py": "from parts.more import x\ndef double(v):\n    return x * v",
        "hw/parts/__init__.py": "",
        "hw/parts/more.py": "x = 2",
        "hw/lent/__init__.py": "word = 'mine'",
        "hw/lent.py": "word = 'mine'",
        "other/far.py": "",
    }))  # fmt: skip
    assert report.score == 2 and report.reason == ""


def test_a_notebook_of_another_assignment_is_named(tmp_path):
    other = notebook("1", otter={"assignment_name": "hw2_chain_rule"})
    report = graded(tmp_path, {"q1": DOUBLE}, Submission("ada", other.encode()),
                    assignment_name="hw1_neuron")  # fmt: skip
    assert "the notebook of hw2_chain_rule, another assignment" in report.not_graded
    mine = notebook("def double(x):\n    return 2 * x", otter={"assignment_name": "hw1_neuron"})
    for name in ("hw1_neuron", ""):
        report = graded(tmp_path, {"q1": DOUBLE}, Submission("ada", mine.encode()),
                        assignment_name=name)  # fmt: skip
        assert report.score == 2


def test_a_notebook_that_only_its_first_cell_names_is_graded_and_named(tmp_path):
    begin, right = 'import otter\ngrader = otter.Notebook("{}.ipynb")', "double = (2).__mul__"
    for name, remarks in (("hw2", 1), ("hw1", 0), ("hw1 (1)", 0), ("HW1-Copy2", 0)):
        handed_in = submission(begin.format(name), right, assignment="")
        report = graded(tmp_path, {"q1": DOUBLE}, handed_in, assignment_name="hw1", grading={})
        assert report.score == 2 and len(report.remarks) == remarks
        assert all("names hw2.ipynb" in remark for remark in report.remarks)


def test_a_notebook_without_a_name_is_not_graded_by_a_bundle_of_another_course(tmp_path):
    handed_in = submission("double = (2).__mul__", assignment="")
    report = graded(tmp_path, {"q1": DOUBLE}, handed_in, assignment_name="hw1")
    assert "does not say of which assignment it is" in report.not_graded
    report = graded(tmp_path, {"q1": DOUBLE}, handed_in, assignment_name="hw1", grading={})
    assert report.score == 2


def test_a_name_used_again_is_judged_where_its_check_stands(tmp_path):
    report = graded(tmp_path, TOTALS, submission(*TWICE))
    assert report.score == 2
    assert report.remarks == [
        "q1 was judged where its check stands, because total is used again further down."
    ]
    report = graded(tmp_path, TOTALS, submission("total = 36", *TWICE[:1], "grader.check('q1')",
                                                 "total = 12"))  # fmt: skip
    assert report.score == 0  # It was 36 at the check, as in Otter, and has no check for q2.


def test_with_a_reference_the_better_of_both_places_counts(tmp_path):
    tests, reference = {"q1": TOTALS["q1"]}, ["total = 12"]
    for cells in (TWICE, [*TWICE[:1], "grader.check('q1')", "total = 12"]):
        assert graded(tmp_path, tests, submission(*cells), reference).score == 1
    wrong = [*TWICE[:1], "total = 3", "grader.check('q1')", "total = 4"]
    report = graded(tmp_path, tests, submission(*wrong), reference)
    assert report.score == 0
    assert "q1 was also judged where its check stands" in report.remarks[0]


@pytest.mark.parametrize(
    "below, again",
    [
        ("double = 3", True),
        ("def double(x): pass", True),
        ("import math as double", True),
        ("for double in range(3):\n    pass", True),
        ("%time 1\ndouble += 1", True),
        ("with open('x') as double:\n    pass", True),
        ("[double for double in range(3)]", False),
        ("def g():\n    double = 3", False),
        ("double.x = 3", True),
        ("parts[0] = 3", True),
        ("parts.append(3)", True),
        ("parts.sort(inplace=True)", True),
        ("random.shuffle(parts)", True),
        ("grow(parts)", True),
        ("used = 3", True),
        ("print(double, parts, used)", False),
        ("parts.index(3)", False),
        ("double = (", False),
    ],
)
def test_what_counts_as_used_again(tmp_path, below, again):
    with open_bundle(bundle_of(tmp_path, {"q1": DOUBLE})) as bundle:
        above = "def double(x): return parts[twice(x)]\ndef twice(x): return used\ndef grow(x): 1"
        sources = [above, "grader.check('q1')", below]
        cells = [Cell(number, source) for number, source in enumerate(sources, start=1)]
        assert bool(places(bundle.questions, cells)) == again
        by_metadata = [cells[0], replace(cells[1], source="", checks=("q1",)), cells[2]]
        assert bool(places(bundle.questions, by_metadata)) == again
        unchecked = [replace(cell, source=cell.source.replace("grader", "# grader"))
                     for cell in cells]  # fmt: skip
        assert not places(bundle.questions, unchecked)


def test_a_case_of_no_points_that_fails_costs_all_or_nothing(tmp_path):
    half = submission("def double(x):\n    return 4")
    tests = {"q1": DOUBLE.replace("'name'", "'all_or_nothing': True, 'name'")}
    assert graded(tmp_path, tests, half).score == 0
    assert graded(tmp_path, {"q1": DOUBLE}, half).score == 2
    assert graded(tmp_path, tests, submission("def double(x):\n    return 2 * x")).score == 2


def test_points_possible_scales_and_a_threshold_decides(tmp_path):
    half = submission(*TWICE[:2], "grader.check('q1')", "grader.check('q2')")
    report = graded(tmp_path, TOTALS, half, points_possible=10)
    assert (report.score, report.max_score, report.judged) == (5, 10, 10)
    assert report.remarks == ["1 of 2 points of the questions count as 5 of 10 points."]
    report = graded(tmp_path, TOTALS, half, score_threshold=0.5)
    assert (report.score, report.max_score) == (2, 2)
    report = graded(tmp_path, TOTALS, half, score_threshold=0.51, points_possible=10)
    assert (report.score, report.max_score) == (0, 10)
    assert "not passed with 50%" in report.remarks[1]


def test_a_threshold_that_depends_on_what_was_not_judged_is_for_the_staff(tmp_path):
    tests = {**TOTALS, "q2": ok_test("q2", case(">>> thing == 4\nTrue\n", points=1))}
    odd = submission("class Thing:\n    pass", "total, thing = 12, Thing()")
    report = graded(tmp_path, tests, odd, apart_only=True, score_threshold=0.8)
    assert (report.score, report.max_score, report.judged) == (0, 2, 1)
    assert "not decided with 50%" in report.remarks[0]
    assert "1 point were not judged" in report.flags[-1]
    assert graded(tmp_path, tests, odd, apart_only=True, score_threshold=0.5).score == 2


@pytest.mark.parametrize("value", ["ten", True, -1, float("nan")])
def test_a_setting_that_is_no_number_is_refused(tmp_path, value):
    path = bundle_of(tmp_path, TOTALS, points_possible=value)
    message = "`points_possible` should be a number from 0"
    with pytest.raises(CourseworkError, match=message), open_bundle(path):
        pass
