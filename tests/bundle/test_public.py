"""A public copy of a bundle holds the public cases and nothing of the hidden ones."""

import zipfile

import pytest
from bundles import FUNCTIONS, OK_FORMAT, write_bundle

from autograder.bundle.public import public_part
from autograder.bundle.unpacking import read_tests_of
from autograder.errors import CourseworkError

HEAD = '''
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
'''


def public_copy(tmp_path, **tests):
    """Write a bundle with these test files. Return its path and that of its public copy."""
    folder = tmp_path / "public"
    folder.mkdir()
    bundle = write_bundle(tmp_path, tests)
    return bundle, public_part(bundle, folder)


def source(copy, name="q1"):
    """Return the source of a test file in a bundle."""
    with zipfile.ZipFile(copy) as archive:
        return archive.read(f"tests/{name}.py").decode()


def test_a_case_in_ok_format_is_hidden_unless_it_says_that_it_is_not(tmp_path):
    _, copy = public_copy(tmp_path, q1=OK_FORMAT)
    [question] = read_tests_of(copy)
    [case] = question.cases
    assert (case.name, case.hidden, case.points) == ("Double it - 1", False, 1)
    assert "secret" not in source(copy) and "large" not in source(copy)


def test_a_case_in_ok_format_keeps_its_messages(tmp_path):
    _, copy = public_copy(tmp_path, q1=OK_FORMAT)
    assert "'success_message': 'small numbers are right'" in source(copy)
    assert "'failure_message': 'small numbers'" in source(copy)


def test_a_case_in_ok_format_keeps_the_number_that_it_is_called_by(tmp_path):
    last = OK_FORMAT.replace('"hidden": False', '"hidden": True').replace(
        '{"code": ">>> double(-57)', '{"hidden": False, "code": ">>> double(-57)'
    )
    _, copy = public_copy(tmp_path, q1=last)
    assert [case.name for case in read_tests_of(copy)[0].cases] == ["Double it - 3"]


def test_a_hidden_function_goes_with_its_decorator_and_its_comments(tmp_path):
    commented = FUNCTIONS.replace("def test_half_of", "# a secret\ndef test_half_of")
    _, copy = public_copy(tmp_path, half=commented)
    [question] = read_tests_of(copy)
    assert [(case.hidden, case.points) for case in question.cases] == [(False, 1)]
    left = source(copy, "half")
    assert "test_half(half)" in left and "secret" not in left and "odd" not in left


def test_of_what_stands_beside_the_cases_only_what_public_cases_use_stays(tmp_path):
    _, copy = public_copy(tmp_path, q1='''
"""Words about hidden things."""
from __future__ import annotations
''' + HEAD + '''
import math as mathematics
from string import *

HIDDEN_INPUTS = [31, 57]
PUBLIC_INPUTS = [1, 2]
TABLE = {}
TABLE["two"] = 2
HIDDEN_INPUTS.append(77)
try:
    import numpy as np
except ImportError:
    np = None

class Helper:
    HIDDEN_INPUTS = 3
    limit = TABLE

def hidden_helper(f):
    PUBLIC_INPUTS = HIDDEN_INPUTS
    return [f(x) for x in PUBLIC_INPUTS]

def deeper(x):
    return TABLE[x]

def helper(f):
    return [f(x) + deeper("two") for x in PUBLIC_INPUTS]

@test_case(points=1, hidden=True)
def test_hidden(f):
    assert hidden_helper(f) == [Helper.limit, np.pi]

@test_case(points=2, hidden=False)
def test_public(f: not_defined):
    assert helper(f) == [3, 4], ascii_letters
''')  # fmt: skip
    left = source(copy)
    for kept in ("annotations", "mathematics", "import *", "PUBLIC_INPUTS =", "TABLE = {}",
                 "TABLE['two'] = 2", "def helper", "def deeper", "def test_public"):  # fmt: skip
        assert kept in left, kept
    for gone in ("hidden things", "HIDDEN_INPUTS", "77", "numpy", "Helper", "hidden_helper",
                 "test_hidden"):  # fmt: skip
        assert gone not in left, gone
    [case] = read_tests_of(copy)[0].cases
    case.run({"f": lambda x: x})


def test_what_decides_that_a_case_is_hidden_may_be_computed(tmp_path):
    _, copy = public_copy(tmp_path, q1=HEAD + '''
LATE = 1 > 0
def case(k):
    @test_case(points=k, hidden=k > 1)
    def test(f):
        assert f(k) == k
    return test

test_1 = case(1)
test_2 = case(2)
test_31 = test_case(points=4, hidden=True)(lambda f: 1 / f(31))

@test_case(points=8, hidden=LATE)
def test_57(f):
    assert f(57) == 57

@test_case(points=16, hidden=not LATE)
def test_5(f):
    assert f(5) == 5
''')  # fmt: skip
    assert [case.points for case in read_tests_of(copy)[0].cases] == [1, 16]
    assert "31" not in source(copy) and "57" not in source(copy) and "case(2)" not in source(copy)


@pytest.mark.parametrize("cases", [
    "test_1, test_2 = case(False), case(True)",
    "for k in (0, 1):\n    globals()[f'test_{k}'] = case(bool(k))",
    "if True:\n    test_1 = case(False)\n    test_2 = case(True)",
])  # fmt: skip
def test_a_hidden_case_that_cannot_be_separated_is_a_sentence(tmp_path, cases):
    maker = "def case(hidden):\n    return test_case(hidden=hidden)(lambda f: f())\n"
    with pytest.raises(CourseworkError, match="tests/q1.py can't be separated .* top level"):
        public_copy(tmp_path, q1=HEAD + maker + cases)


@pytest.mark.parametrize("form", ["OK", "functions"])
@pytest.mark.parametrize("points, own, expected", [
    ([3, 1, 2], (None, None, None), [3, 2]),
    (8, (None, None, None), [8 / 3, 8 / 3]),
    (8, (1, 4, None), [1, 3]),
    (None, (None, None, None), [1 / 3, 1 / 3]),
    (None, (0.1, 5, 0.2), [0.1, 0.2]),
])  # fmt: skip
def test_public_cases_keep_the_points_of_the_whole_bundle(tmp_path, form, points, own, expected):
    hidden = (False, True, False)
    if form == "OK":
        cases = [{"code": f">>> f({k})\n{k}", "hidden": h, "points": p}
                 for k, (h, p) in enumerate(zip(hidden, own))]  # fmt: skip
        test = {"name": "q1", "points": points, "suites": [{"cases": cases}]}
        text = f"OK_FORMAT = True\ntest = {test!r}"
    else:
        text = f"{HEAD}points = {points}\n" + "\n".join(
            f"@test_case(hidden={h}, points={p})\ndef test_{k}(f): pass"
            for k, (h, p) in enumerate(zip(hidden, own))
        )
    bundle, copy = public_copy(tmp_path, q1=text)
    whole = [case.points for case in read_tests_of(bundle)[0].cases if not case.hidden]
    assert [case.points for case in read_tests_of(copy)[0].cases] == whole == expected


@pytest.mark.parametrize("text", [
    FUNCTIONS + "all_or_nothing = True\n",
    OK_FORMAT.replace('"name"', '"all_or_nothing": True, "name"'),
])  # fmt: skip
def test_all_or_nothing_stays(tmp_path, text):
    _, copy = public_copy(tmp_path, q1=text)
    assert read_tests_of(copy)[0].all_or_nothing


def test_a_test_file_may_have_any_name(tmp_path):
    _, copy = public_copy(tmp_path, warm_up=OK_FORMAT, part_2=FUNCTIONS)
    assert [(q.file, q.name) for q in read_tests_of(copy)] == [
        ("part_2.py", "half"), ("warm_up.py", "Double it"),
    ]  # fmt: skip
    assert "secret" not in source(copy, "warm_up") + source(copy, "part_2")


@pytest.mark.parametrize("text", [
    OK_FORMAT.replace("False", "True"), FUNCTIONS.replace("hidden=False", "hidden=True"),
])  # fmt: skip
def test_a_question_whose_cases_are_all_hidden_has_none_left(tmp_path, text):
    _, copy = public_copy(tmp_path, q1=text)
    [question] = read_tests_of(copy)
    assert (question.cases, question.points) == ([], 0)


def test_what_is_no_test_file_stays_as_it_is(tmp_path):
    bundle = write_bundle(tmp_path, {"q1": OK_FORMAT})
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("q1.py", "x = 1  # has the name of a test file")
        archive.writestr("files/tests/q1.py", b"\xff")
    folder = tmp_path / "public"
    folder.mkdir()
    copy = public_part(bundle, folder)
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(copy) as new:
        assert new.namelist() == old.namelist()
        for name in old.namelist():
            assert (new.read(name) == old.read(name)) == (name != "tests/q1.py"), name
