"""One statement that fails in a set-up cell does not take the rest of the cell with it."""

import pytest
from bundles import submission
from grading.test_notebook_run import DOUBLE, graded
from nnlab.rest_of_cell import rest_of_cell

SETUP = "import notthere\nimport math as m\n\n\n@staticmethod\ndef f(): pass"


@pytest.mark.parametrize(
    "source, error, line, rest",
    [
        (SETUP, "ModuleNotFoundError", 1, "#\nimport math as m\n\n\n@staticmethod\ndef f(): pass"),
        (SETUP, "ValueError", 2, "#\n#\n#\n#\n@staticmethod\ndef f(): pass"),
        ("import a; import b\nimport c", "ImportError", 1, "import b\nimport c"),
        ("é = 'é'; import b", "E", 1, ""),
        ("import a\nx = f(\n  1)\ny = 2", "TypeError", 2, "#\n#\n#\ny = 2"),
        ("import a\nx = f(\n  1)\ny = 2", "TypeError", 3, "#\n#\n#\ny = 2"),
        ("%matplotlib inline\nimport a\n!ls\nx = 1", "ImportError", 2, "#\n#\n!ls\nx = 1"),
        ("\n \nimport a\nimport b", "ImportError", 1, "#\nimport b"),
        # Nothing is left, the line is unknown, no import makes this a set-up cell.
        ("import a", "ImportError", 1, ""),
        ("import a\nx = 1", "ImportError", 0, ""),
        ("x = y\nz = 1", "NameError", 1, ""),
        # The cell is ended on purpose, or an answer is not written.
        ("import a\nraise ValueError\nx = 1", "ValueError", 2, ""),
        ("import a\nassert False\nx = 1", "AssertionError", 2, ""),
        ("import a\na.exit()\nx = 1", "SystemExit", 2, ""),
        ("import a\nx = stub()\ny = 1", "NotImplementedError", 2, ""),
        ("import a\nx = (\ny = 1", "SyntaxError", 3, ""),
        ("%%time\nimport a\nx = 1", "ImportError", 2, ""),
    ],
)
def test_what_stands_below_the_statement_is_left_on_its_lines(source, error, line, rest):
    assert rest_of_cell(source, error, line) == rest


CELL = "\n\nimport notthere\nfactor = unknown_name\ntwo = 2\n"
CELL += "def double(x): return two * x"


def test_a_bundle_of_this_project_gets_the_rest_and_says_so(tmp_path):
    report = graded(tmp_path, {"q1": DOUBLE}, submission(CELL), grading={})
    assert report.score == 2
    assert "ModuleNotFoundError in its line 1: No module named 'notthere'" in report.reason
    [remark] = report.remarks
    assert remark.startswith("Cell 1 ended with an error in its line 1. What stands below that")


def test_a_bundle_of_another_course_has_otters_score(tmp_path):
    report = graded(tmp_path, {"q1": DOUBLE}, submission(CELL))
    assert report.score == 0 and report.remarks == []


def test_a_cell_that_fails_in_each_statement_is_run_on_a_few_times_only(tmp_path):
    many = "import math\n" + "unknown_name\n" * 500 + "def double(x): return 2 * x"
    report = graded(tmp_path, {"q1": DOUBLE}, submission(many), grading={})
    assert report.score == 0 and len(report.remarks) == 1


def test_the_rest_of_a_cell_has_no_more_time_than_the_cell(tmp_path):
    endless = "import math\nunknown_name\nwhile True: pass"
    limits = {"cell_seconds": 1, "case_seconds": 5, "submission_seconds": 9}
    after = "def double(x): return 2 * x"
    handed_in = submission(endless, after)
    report = graded(tmp_path, {"q1": DOUBLE}, handed_in, grading={"limits": limits})
    assert report.score == 2
    assert any("was cut after" in remark for remark in report.remarks)
