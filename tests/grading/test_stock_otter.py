"""Stock Otter grades any bundle of either format; no submission ends the grading of a class."""

import json
import time
from pathlib import Path

import nbformat
import pytest
from bundles import FUNCTIONS, OK_FORMAT, RIGHT, submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.grading import stock_otter
from autograder.submission.intake import Submission

TESTS = {"warm_up": OK_FORMAT, "q2": FUNCTIONS}
# It passes the second of three cases, and stops half-way.
WRONG = ("def double(x):\n    return 62\ndef half(x):\n    return 3", "1 / 0")


def results(report):
    """Return what a report says of each case."""
    return [
        [(case.name, case.hidden, case.state, case.points, case.message) for case in q.cases]
        for q in report.questions
    ]


def test_otter_grades_both_formats_with_hidden_cases(tmp_path):
    report = stock_otter.grade(write_bundle(tmp_path, TESTS), submission(*WRONG))
    assert (report.score, report.max_score) == (2, 10)
    assert report.reason == "cell 2, which begins with `1 / 0`: ZeroDivisionError: division by zero"
    assert report.flags == []
    assert results(report) == [
        [
            ("half - 1", False, "failed", 1, "half(4) should be 2; it is 3."),
            ("half - 2", True, "failed", 2, "odd numbers"),
        ],
        [
            ("Double it - 1", False, "failed", 1, "Expected: 4 Got: 62"),
            ("Double it - 2", True, "passed", 2, ""),
            ("Double it - 3", True, "failed", 4, ""),
        ],
    ]


def test_otter_grades_the_public_cases_alone(tmp_path):
    # The last question has hidden cases only.
    hidden = FUNCTIONS.replace("hidden=False", "hidden=True").replace('"half"', '"hidden"')
    tests = {**TESTS, "q3": hidden}
    bundle = write_bundle(tmp_path, tests)
    [report] = stock_otter.grade_class(bundle, [submission(*RIGHT)], 300, 1, public=True)
    assert (report.score, report.max_score, report.reason) == (2, 2, "")
    assert results(report) == [
        [("half - 1", False, "passed", 1, "")],
        [],
        [("Double it - 1", False, "passed", 1, "")],
    ]


@pytest.mark.slow
def test_an_error_of_otter_itself_is_the_reason(tmp_path):
    within = "if hasattr(builtins, 'get_ipython'):\n    raise RuntimeError('within')"
    tests = {"q1": f"{OK_FORMAT}\nimport builtins\n{within}\n"}
    report = stock_otter.grade(write_bundle(tmp_path, tests), submission(*WRONG))
    assert not report.graded and report.score == 0
    assert "RuntimeError: within" in report.not_graded


def grade_with(child, tmp_path, monkeypatch, handed_in=None):
    """Grade submissions to a small bundle, with a function in place of Otter's process.

    Args:
        child: Gets the paths of the notebook and of the result.
        handed_in: The submissions.
    """

    def run_child(arguments, folder, seconds):
        return child(*map(Path, arguments[1:])) or ""

    monkeypatch.setattr(stock_otter, "_run_child", run_child)
    submissions = handed_in or [submission(*RIGHT)]
    bundle = write_bundle(tmp_path, TESTS)
    return list(stock_otter.grade_class(bundle, submissions, 5, 2, public=False))


def outcome(passed, message=""):
    """Return the JSON of a result in which Otter says the same of every case."""
    case = {"passed": passed, "message": message}
    questions = {"q2.py": [case] * 2, "warm_up.py": [case] * 3}
    return json.dumps({"questions": questions, "first_error": ""})


@pytest.mark.parametrize("content, reason", [
    (b"", "JSONDecodeError"),
    (b"\xff", "UnicodeDecodeError"),
    (b"[" * 100_000, "RecursionError"),
    (b"{}", "KeyError: 'questions'"),
    (b"[]", "TypeError"),
    (b'{"questions": {"q2.py": [{}, {}]}, "first_error": ""}', "KeyError: 'passed'"),
    (b'{"questions": {"q2.py": [{"passed": true}]}, "first_error": ""}', "ValueError: zip"),
])  # fmt: skip
def test_a_result_that_a_submission_broke_is_a_reason(tmp_path, monkeypatch, content, reason):
    [report] = grade_with(lambda _, result: result.write_bytes(content), tmp_path, monkeypatch)
    assert report.not_graded.startswith(f"Otter's result can't be used: {reason}")
    assert not report.graded and (report.score, report.max_score) == (0, 10)
    assert [case[2] for question in results(report) for case in question] == ["not judged"] * 5


def test_whatever_grading_one_submission_raises_the_others_are_graded(tmp_path, monkeypatch):
    def child(notebook, result):
        if "broken" in notebook.read_text():
            raise MemoryError("no memory")
        result.write_text(outcome(True))

    handed_in = [
        submission(*RIGHT, id="ada"),
        submission("broken", id="bob"),
        Submission("eve", b"no notebook"),
        Submission("fay", tmp_path / "missing.ipynb"),
        submission(*RIGHT, id="zoe"),
    ]
    reports = grade_with(child, tmp_path, monkeypatch, handed_in)
    assert [(report.submission, report.score, report.graded) for report in reports] == [
        ("ada", 10, True), ("bob", 0, False), ("eve", 0, False), ("fay", 0, False),
        ("zoe", 10, True),
    ]  # fmt: skip
    assert [report.not_graded.split(".")[0] for report in reports if not report.graded] == [
        "Otter's result can't be used: MemoryError: no memory",
        "This is a Python script or another text, not a notebook",
        "missing",
    ]


def test_a_child_without_a_result_gives_its_last_words(tmp_path, monkeypatch):
    [report] = grade_with(lambda *_: "a\n\x1b[31mKilled\x1b[0m: 9\n", tmp_path, monkeypatch)
    assert report.not_graded == "Otter ended without a result: Killed: 9"
    [report] = grade_with(lambda *_: "", tmp_path, monkeypatch)
    assert report.not_graded == "Otter ended without a result: it printed nothing"


def test_all_or_nothing_counts(tmp_path):
    source = FUNCTIONS + "all_or_nothing = True\n"
    with open_bundle(write_bundle(tmp_path, {"q2": source})) as bundle:
        for second, score in ((True, 3), (False, 0)):
            cases = [{"passed": True, "message": ""}, {"passed": second, "message": ""}]
            [question] = stock_otter._questions(bundle.questions, {"q2.py": cases})
            assert (question.score, question.max_score) == (score, 3)


def test_a_bundle_that_cannot_be_read_ends_the_grading(tmp_path):
    stream = stock_otter.grade_class(tmp_path / "no.zip", [submission(*RIGHT)], 5, 1, public=True)
    with pytest.raises(CourseworkError, match="no.zip is not a grading bundle"):
        list(stream)


DOCTEST = """❌ Test case failed
Trying:
    x = 1
Expecting nothing
ok
Trying:
    double(2)
Expecting:
    4
**********************************************************************
Line 2, in q1 0
Failed example:
    double(2)
Expected:
    4
Got:
    5
Trying:
    x
Expecting:
    1
ok
"""
FUNCTION = """❌ Test case failed
Error at line 9 in test q1:
      assert half(4) == 2, f"..."
{error}: half(4) should be 2;
it is 3.
"""


@pytest.mark.parametrize("message, sentence", [
    (DOCTEST, "Expected: 4 Got: 5"),
    (FUNCTION.format(error="AssertionError"), "half(4) should be 2; it is 3."),
    (FUNCTION.format(error="ValueError"), "ValueError: half(4) should be 2; it is 3."),
    (FUNCTION.format(error="NotImplementedError"),
     "not written yet (half(4) should be 2; it is 3.)"),
    ("❌ Test case failed\nnothing else", "nothing else"),
    ("", ""),
])  # fmt: skip
def test_of_otters_message_the_part_that_helps_is_kept(message, sentence):
    assert stock_otter._sentence(message) == sentence


def test_the_first_error_is_that_of_a_cell_of_the_submission():
    def cell(id, kind, text):
        output = nbformat.v4.new_output("error", ename=kind, evalue=text)
        return nbformat.v4.new_code_cell(f"source of {id}", id=id, outputs=[output])

    notebook = nbformat.v4.new_notebook(cells=[
        cell("1f3a9c2e", "OSError", "an error of Otter"),
        nbformat.v4.new_code_cell("x = 1", id="cell-1"),
        cell("cell-12", "SyntaxError", "\x1b[31mbad\x1b[0m (123.py, line 4)\nmore"),
    ])  # fmt: skip
    assert list(stock_otter._errors(notebook)) == [
        (0, "source of 1f3a9c2e", "OSError", "an error of Otter"),
        (12, "source of cell-12", "SyntaxError", "bad in its line 4"),
    ]
    assert list(stock_otter._errors(None)) == []


def test_the_time_limit_ends_the_child_and_what_it_started(tmp_path):
    start = time.monotonic()
    with pytest.raises(CourseworkError, match="stopped after 0.3 seconds"):
        stock_otter._run_child(["a", "b", "c"], tmp_path, 0.3)
    assert time.monotonic() - start < 60
