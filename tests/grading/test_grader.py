"""The trusted grader from end to end: each submission gets the points that it should get."""

import importlib.util
import json
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from course import COURSE

from autograder.bundle.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.grading import stock_otter
from autograder.grading.batch import GradingJob, grade_class
from autograder.grading.case import _outcome
from autograder.grading.grader import Grader
from autograder.pool import processor_shares
from autograder.report.result import NO_TORCH, NOT_HELD
from autograder.sandbox.trusted.errors import TimedOut
from autograder.submission.intake import Submission

TESTS = {
    "q1": '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 3

@test_case(points=1, hidden=False, failure_message="two numbers")
def test_q1(double):
    from nnlab.checks import check
    check(double, (2,), 4, name="double")
    check(double, (-3,), -6, name="double")

@test_case(points=2, hidden=True, failure_message="fresh arrays, left unchanged")
def test_q1_fresh(double):
    import numpy as np
    from nnlab.checks import check
    x = np.random.normal(size=(3, 2))
    check(double, (x,), 2 * x, name="double")
''',
    "q2": '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q2"
points = 2

@test_case(points=2, hidden=True, failure_message="four times as much")
def test_q2(quadruple):
    from nnlab.checks import check
    check(quadruple, (3,), 12, name="quadruple")
''',
    "q3": '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q3"
points = 1

@test_case(points=1, hidden=False, failure_message="a list made longer, in place")
def test_q3(extend):
    values = [1]
    extend(values)
    assert values == [1, 0], f"values should be [1, 0]; they are {values}."
''',
    "q4": '''
OK_FORMAT = True
test = {
    "name": "q4",
    "points": 2,
    "suites": [{"cases": [
        {"code": ">>> double(2)\\n4\\n>>> limit\\n10", "hidden": False, "locked": False},
        {"code": ">>> isinstance(Thing(), Thing)\\nTrue", "hidden": False, "locked": False},
    ], "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
}
''',
}
GRADING = {
    "limits": {"case_seconds": 4, "cell_seconds": 2, "submission_seconds": 80},
    "inplace": {"extend": [0]},
}
RIGHT = [
    "def double(x):\n    return 2 * x",
    "def quadruple(x):\n    return double(double(x))",
    "def extend(values):\n    values.append(0)",
    "limit = 10\nclass Thing: pass",
]
POINTS = 7.0  # Points of the cases that can be judged: q4's second case can't be run here.


@pytest.fixture(scope="module")
def bundle_path(tmp_path_factory):
    return write_bundle(tmp_path_factory.mktemp("bundle"), GRADING)


def write_bundle(folder: Path, grading, reference=True, tests=TESTS) -> Path:
    path = folder / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        config = {"assignment_name": "small", "grading": grading}
        archive.writestr("otter_config.json", json.dumps(config))
        for name, source in tests.items():
            archive.writestr(f"tests/{name}.py", source)
        for file in COURSE.library.glob("*.py"):
            archive.write(file, f"files/nnlab/{file.name}")
        archive.writestr("files/data/word.txt", "hello")
    functions = {"q1": ["double"], "q2": ["quadruple"], "q3": ["extend"]}
    staff = {"functions": functions, "reference": RIGHT, "seed": 7}
    if reference:
        (folder / "staff.json").write_text(json.dumps(staff))
    return path


@pytest.fixture(scope="module")
def grader(bundle_path):
    with open_bundle(bundle_path) as bundle, Grader(bundle) as grader:
        yield grader


def submission(*cells, name="ada") -> Submission:
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return Submission(name, nbformat.writes(nbformat.v4.new_notebook(cells=code)).encode())


def scores(report):
    return {question.name: question.score for question in report.questions}


def states(report):
    return {q.name: [case.state for case in q.cases] for q in report.questions}


def test_a_right_answer_gets_everything_that_can_be_run(grader):
    report = grader.grade(submission(*RIGHT))
    assert scores(report) == {"q1": 3, "q2": 2, "q3": 1, "q4": 1} and report.score == POINTS
    assert report.reason == ""
    assert report.isolation["held"] and "seccomp" in report.isolation["layers"]


def test_a_doctest_that_needs_more_than_values_is_refused_in_words(grader):
    report = grader.grade(submission(*RIGHT))
    case = report.questions[3].cases[1]
    assert case.state == "not judged" and "asks for an instance of a class" in case.reason
    assert (report.judged, report.max_score) == (POINTS, 8)
    assert any("can't be run" in flag for flag in report.flags)


def test_a_grader_whose_own_files_are_closed_to_others_grades_all_the_same(bundle_path):
    before = os.umask(0o077)
    try:
        with open_bundle(bundle_path) as bundle, Grader(bundle) as grader:
            assert grader.grade(submission(*RIGHT)).score == POINTS
    finally:
        os.umask(before)


def test_the_same_score_again_and_again_though_tests_draw_from_global_state(grader):
    cells = ["import numpy as np\nk = np.random.randint(2)\ndef double(x):\n    return (1 + k) * x"]
    assert len({grader.grade(submission(*cells)).score for _ in range(10)}) == 1


def test_a_question_that_fails_for_an_earlier_one_has_its_points_and_names_it(grader):
    report = grader.grade(submission("def double(x):\n    return 3 * x", *RIGHT[1:]))
    q2 = report.questions[1]
    assert q2.score == 2 and q2.blamed_on == ["q1"] and "because of q1" in q2.note
    assert scores(report)["q1"] == 0


def test_the_assignment_says_what_right_on_its_own_is_worth(tmp_path):
    path = write_bundle(tmp_path, {**GRADING, "own_credit": 0.5})
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission("def double(x):\n    return 3 * x", *RIGHT[1:]))
    assert report.questions[1].score == 1
    assert "50% of its points" in report.questions[1].note


def test_without_a_reference_a_question_fails_with_what_it_needs(tmp_path):
    path = write_bundle(tmp_path, GRADING, reference=False)
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission("def double(x):\n    return 3 * x", *RIGHT[1:]))
    assert scores(report)["q2"] == 0 and report.questions[1].blamed_on == []


def test_a_wrong_answer_of_its_own_is_not_blamed_on_another(grader):
    wrong = "def quadruple(x):\n    return double(x)"
    report = grader.grade(submission(RIGHT[0], wrong, *RIGHT[2:]))
    assert scores(report)["q2"] == 0 and report.questions[1].blamed_on == []


def test_an_error_in_an_answer_is_told_with_its_line_and_its_shapes(grader):
    cell = "import numpy as np\ndef double(x):\n    if np.ndim(x) == 0:\n" \
           "        return np.ones(3) @ np.ones(4)\n    return x.secret"
    public, hidden = grader.grade(submission(cell, *RIGHT[1:])).questions[0].cases
    line = "double, line 4: `return np.ones(3) @ np.ones(4)`"
    assert public.message == f"{line}: (3,) @ (4,): the inner sizes 3 and 4 differ."
    assert hidden.message == "fresh arrays, left unchanged"


@pytest.mark.slow
def test_an_answer_that_takes_too_long_is_told_without_the_name_of_a_class(grader):
    cell = "def double(x):\n    while True: pass"
    report, answers = grader.examine(submission(cell, *RIGHT[1:]), ("q1",))
    assert report.questions[0].cases[0].message.startswith("it did not end within ")
    assert [digest.error for digest in answers["q1"]["q1 - 1"] if digest.error] == ["TimeoutError"]
    over = TimedOut("its test did not end")
    channel = SimpleNamespace(lost=None, not_across="")
    outcome = _outcome(None, channel, over, "")
    assert (outcome.message, outcome.timed_out) == ("its test did not end", True)


@pytest.mark.parametrize(
    "deed",
    [
        "while True: pass",
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "import sys; sys.exit()",
        "x = [1]\n    while True: x = x * 2",
        pytest.param(
            "raise type('Odd', (Exception,), {'__str__': lambda self: self.loop(),"
            " 'loop': lambda self: [0 for _ in iter(int, 1)]})()", marks=pytest.mark.slow),
    ],
)
def test_what_ends_or_hangs_a_function_costs_its_cases_alone(grader, deed):
    report = grader.grade(submission(f"def double(x):\n    {deed}", *RIGHT[1:]))
    assert scores(report) == {"q1": 0, "q2": 2, "q3": 1, "q4": 1}


@pytest.mark.parametrize(
    "deed, says",
    [
        ("while True: pass", "did not end within 2 s of computing"),
        ("import os\nos._exit(0)", "died"),
        ("import ctypes\nctypes.string_at(0)", "died"),
        ("1 / 0", "ZeroDivisionError in its line 1"),
        ("import nothere", "nothere"),
    ],
)
def test_what_ends_or_hangs_a_cell_costs_the_cell_alone_and_comes_first(grader, deed, says):
    report = grader.grade(submission(RIGHT[0], deed, *RIGHT[1:]))
    assert report.score == POINTS
    assert report.reason.startswith("cell 2, which begins with") and says in report.reason


def test_time_for_all_of_it_is_bounded_and_what_was_done_counts(tmp_path):
    limits = {"case_seconds": 1, "cell_seconds": 1, "submission_seconds": 12}
    path = write_bundle(tmp_path, {**GRADING, "limits": limits})
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission(RIGHT[0], *["while True: pass"] * 9))
    assert scores(report)["q1"] == report.questions[0].max_score
    assert report.score == report.questions[0].max_score and report.seconds < 90


def test_a_cell_meets_the_files_of_the_release_and_not_a_submissions_own(grader):
    cells = [
        "import pathlib\npathlib.Path('nnlab.py').write_text('raise SystemExit')",
        "import nnlab.checks\nword = open('data/word.txt').read()\nassert word == 'hello'",
        "open('data/word.txt', 'w')",
    ]
    report = grader.grade(submission(*cells, *RIGHT))
    assert report.score == POINTS and "cell 3" in report.reason


def test_without_layers_hidden_tests_wait_for_the_flag(bundle_path):
    with open_bundle(bundle_path) as bundle:
        with Grader(bundle, without=["seccomp"]) as grader:
            report = grader.grade(submission(*RIGHT))
            assert scores(report) == {"q1": 1, "q2": 0, "q3": 1, "q4": 1}
            assert states(report)["q1"] == ["passed", "not judged"]
            assert states(report)["q2"] == ["not judged"] and report.judged == 3
            assert report.questions[0].cases[1].reason == NOT_HELD
            assert not report.isolation["held"] and "NOT ENOUGH" in report.isolation["note"]
        with Grader(bundle, without=["seccomp"], run_hidden_without_sandbox=True) as grader:
            report = grader.grade(submission(*RIGHT))
            assert report.score == POINTS
            assert any("run all the same" in flag for flag in report.flags)


TORCH_TEST = '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q5"
points = 3

@test_case(points=1, hidden=False, failure_message="a number")
def test_q5(double):
    assert double(1) == 2

@test_case(points=2, hidden=True, failure_message="the same in PyTorch")
def test_q5_torch(double):
    from nnlab.checks import torch_missing
    if torch_missing(double, 1, name="double"):
        return
    assert double(2) == 4
'''


@pytest.mark.parametrize("cells", [RIGHT, []], ids=["right", "blank"])
def test_without_pytorch_its_cases_are_not_judged_and_cost_nobody_points(
    tmp_path, monkeypatch, cells
):
    tests = {"q1": TESTS["q1"], "q5": TORCH_TEST}
    path = write_bundle(tmp_path, GRADING, reference=False, tests=tests)
    find_spec = importlib.util.find_spec

    def find_all_but_torch(name, package=None):
        return None if name == "torch" else find_spec(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_all_but_torch)
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        ours = grader.grade(submission(*cells))
    theirs = stock_otter.grade(path, submission(*cells))
    for report in ours, theirs:
        assert states(report)["q5"][1] == "not judged"
        assert report.questions[1].cases[1].reason == NO_TORCH
        assert (report.judged, report.max_score) == (4, 6)
        assert report.score == (4 if cells else 0)
        assert ("failed" in states(report)["q5"]) == (not cells)
    assert ours.not_judged() == theirs.not_judged() == {NO_TORCH: ["q5"]}


def test_what_a_test_asks_that_has_no_answer_across_the_boundary_is_not_judged(tmp_path):
    test = TESTS["q3"].replace("assert values == [1, 0]", "assert extend and values == [1, 0]")
    path = write_bundle(tmp_path, GRADING, tests={"q3": test})
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        report = grader.grade(submission(*RIGHT))
    assert states(report) == {"q3": ["not judged"]} and report.judged == 0
    assert "asks whether an object of the submission is true" in report.questions[0].cases[0].reason


def test_a_class_is_graded_side_by_side_and_nobody_is_lost(bundle_path):
    handed_in = [submission(*RIGHT, name=f"s{k}") for k in range(5)]
    handed_in += [Submission("odd", b"{"), submission(name="blank")]
    reports = {r.submission: r for r in grade_class(GradingJob(bundle_path, jobs=2), handed_in)}
    assert sorted(reports) == sorted(s.id for s in handed_in)
    assert [reports[f"s{k}"].score for k in range(5)] == [POINTS] * 5
    assert reports["odd"].score == 0 and reports["odd"].not_graded
    assert set(sum(states(reports["odd"]).values(), [])) == {"not judged"}
    assert reports["blank"].score == 0


def test_no_submission_of_a_class_can_leave_the_processors_of_its_grader(bundle_path):
    greedy = """
import os
try:
    os.sched_setaffinity(0, range(1024))
except OSError:
    pass
raise ValueError(f"processors: {sorted(os.sched_getaffinity(0))}.")
"""
    handed_in = [submission(greedy, name=f"s{k}") for k in range(4)]
    shares = [f"processors: {sorted(share)}." for share in processor_shares(2)]
    for report in grade_class(GradingJob(bundle_path, jobs=2), handed_in):
        assert any(share in report.reason for share in shares), report.reason


def test_where_there_is_no_linux_a_sentence_says_what_is_missing(bundle_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.grader.sys.platform", "darwin")
    says = pytest.raises(CourseworkError, match="needs Linux.*--engine otter --public")
    with open_bundle(bundle_path) as bundle, says:
        Grader(bundle)


def test_unknown_settings_are_a_sentence(tmp_path):
    path = write_bundle(tmp_path, {"limits": {"case_secnods": 3}})
    with pytest.raises(CourseworkError, match="case_secnods"), open_bundle(path):
        pass
