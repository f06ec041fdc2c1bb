"""A check in a notebook speaks in its own words; Otter judges, and its result is still there."""

import json
import re
import sys
from types import SimpleNamespace

import nnlab
import otter
import pytest
from nnlab import check_display, this_notebook
from nnlab.check_display import COLORS

TEST = '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 2

@test_case(points=1, hidden=False, failure_message="a small square", success_message="well done")
def test_small(square):
    from nnlab.checks import check
    check(square, (2.0,), 4.0, name="square")

@test_case(points=1, hidden=False, failure_message="a square of <three>")
def test_three(square):
    from nnlab.checks import check
    check(square, (3.0,), 9.0, name="square")
'''


@pytest.fixture
def grader(tmp_path, monkeypatch):
    """The checks of a small notebook, as its first cell makes them."""
    tests = {"q1": TEST, "q10": TEST.replace("q1", "q10"), "q2": TEST.replace("q1", "q2")}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": {"otter": {
        "OK_FORMAT": False, "assignment_name": "small", "tests": tests}}}  # fmt: skip
    (tmp_path / "small.ipynb").write_text(json.dumps(notebook))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(this_notebook, "DATA", tmp_path)
    monkeypatch.setattr(this_notebook, "assignment", "")
    monkeypatch.setattr(this_notebook, "path", "")
    # A bundle that another test holds open would take the place of `nnlab` in `nnlab.grader`.
    return check_display.Grader(otter.Notebook(this_notebook.find("small.ipynb")))


def test_a_failing_check_says_what_is_wrong_and_shows_no_line_of_the_test(grader, tmp_path):
    names = {"square": lambda x: 2 * x}
    checked = grader.check("q1", names)
    text = repr(checked)
    assert text.splitlines() == [
        "q1 passes 1 of 2 public checks.",
        "  passes: a small square",
        "    well done",
        "  fails: a square of <three>",
        "    square(3.0) is 6; it should be 9 (ratio 0.666667).",
    ]
    for shown in (text, checked._repr_html_()):
        assert "Error at line" not in shown and "check(square" not in shown
        assert "Traceback" not in shown and "AssertionError" not in shown
    (tmp_path / "hints").mkdir()
    (tmp_path / "hints" / "small.json").write_text("{}")
    assert repr(checked).endswith('For a hint, run nnlab.hint("q1") in a new cell.')


def test_otters_own_result_is_behind_it(grader):
    names = {"square": lambda x: 2 * x}
    ours, otters = grader.check("q1", names), grader._notebook.check("q1", names)
    assert (ours.score, ours.possible, ours.passed_all) == (1, 2, False)
    assert ours.to_dict() == otters.to_dict()
    assert grader.run_plugin == grader._notebook.run_plugin


def test_an_answer_that_passes_and_one_that_is_not_written(grader):
    right = repr(grader.check("q1", {"square": lambda x: x * x}))
    assert right.startswith("q1 passes 2 of 2 public checks.")
    assert right.endswith(check_display.HIDDEN_FOLLOW)

    def stub(x):
        raise NotImplementedError("hw0 q1: square")

    blank = repr(grader.check("q1", {"square": stub}))
    assert blank.startswith("q1 is not written yet.\n  not written yet: a small square\n")
    assert "    square has no answer yet." in blank
    assert "NotImplementedError by your answer" in blank


def test_an_error_of_another_kind_keeps_its_name_and_a_strange_text_is_shown_as_it_is():
    case = SimpleNamespace(success_message=None, failure_message="")
    framed = "❌ Test case failed\nError at line 9 in test q1:\n  x()\nKeyError: a\nsecond line"
    result = SimpleNamespace(passed=False, message=framed, test_case=case)
    assert check_display.message_of(result) == ("fails", "KeyError: a\nsecond line")
    result.message = "another version of Otter says this"
    assert check_display.message_of(result) == ("fails", "another version of Otter says this")


def test_the_names_are_those_of_the_cell_that_asks(grader):
    names = {"grader": grader, "square": lambda x: x * x}
    exec("one = grader.check('q1')\nall_of_them = grader.check_all()", names)
    assert names["one"].passed_all
    assert [checked.name for checked in names["all_of_them"]] == ["q1", "q2", "q10"]
    assert repr(names["all_of_them"]).startswith("3 of 3 questions pass their public checks.")


def test_a_question_that_there_is_not(grader):
    said = repr(grader.check("q9", {}))
    assert said == "There is no question 'q9'. The questions are q1, q2, q10."


def test_the_page_tells_states_by_words_and_escapes_texts(grader):
    page = grader.check("q1", {"square": lambda x: 2 * x})._repr_html_()
    assert 'role="status"' in page
    assert "<strong>passes</strong>" in page and "<strong>fails</strong>" in page
    assert "a square of &lt;three&gt;" in page
    without_marks = re.sub(r'<span aria-hidden="true">.*?</span>', "", page)
    assert not any(mark in without_marks for mark in check_display.MARKS.values())
    # The text has the color of the page that it is on: no color and no background is set.
    assert not re.search(r"[\s\";](color|background)[\w-]*:", page)


@pytest.mark.parametrize("color", COLORS.values())
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_a_bar_is_seen_on_a_white_page_and_on_a_black_one(color, page):
    light, dark = sorted((luminance(color), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 2.2, success criterion 1.4.11


def luminance(color):
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear))


def test_whoever_grades_gets_his_own_object_back(monkeypatch):
    theirs = object()
    monkeypatch.setattr(otter.Notebook, "_grading_mode", True)
    assert nnlab.grader(theirs) is theirs
    monkeypatch.setitem(sys.modules, "otter", SimpleNamespace(Notebook=SimpleNamespace))
    assert nnlab.grader(theirs) is theirs
