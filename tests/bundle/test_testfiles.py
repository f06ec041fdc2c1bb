"""Test files are read in both formats of Otter; their cases run on the names of a submission."""

import sys
import zipfile

import pytest
from bundles import FUNCTIONS, OK_FORMAT, write_bundle

from autograder.bundle.testfiles import read_tests
from autograder.bundle.unpacking import read_tests_of
from autograder.errors import CourseworkError


def question(tmp_path, source):
    """Return the question in a test file."""
    (tmp_path / "q1.py").write_text(source)
    [question] = read_tests(tmp_path)
    return question


def doctest_case(tmp_path, code):
    """Return the only case of a test file in OK format."""
    test = {"name": "q1", "suites": [{"cases": [{"code": code}]}]}
    return question(tmp_path, f"OK_FORMAT = True\ntest = {test!r}").cases[0]


def message(case, names):
    """Return the message with which a case fails."""
    with pytest.raises(AssertionError) as caught:
        case.run(names)
    return str(caught.value)


def test_a_case_in_ok_format_is_hidden_by_default(tmp_path):
    double = question(tmp_path, OK_FORMAT)
    assert double.name == "Double it" and double.file == "q1.py"
    assert [(case.name, case.hidden, case.points, case.covers) for case in double.cases] == [
        ("Double it - 1", False, 1, "small numbers"),
        ("Double it - 2", True, 2, "large numbers"),
        ("Double it - 3", True, 4, ""),
    ]


def test_a_function_is_public_by_default(tmp_path):
    half = question(tmp_path, FUNCTIONS.replace("hidden=False, ", ""))
    assert [(case.name, case.hidden, case.points, case.covers) for case in half.cases] == [
        ("half - 1", False, 1, "even numbers"),
        ("half - 2", True, 2, "odd numbers"),
    ]
    assert half.points == 3


@pytest.mark.parametrize("source, reason", [
    (OK_FORMAT.replace("OK_FORMAT = True\n", ""), "it does not set OK_FORMAT"),
    (OK_FORMAT.replace('"setup": ""', '"setup": ">>> x = 1"'), "its suite has `setup`"),
    (OK_FORMAT.replace('"suites": [', '"suites": [{}, '), "it has 2 suites"),
])  # fmt: skip
def test_a_file_that_otter_refuses_is_refused_in_words(tmp_path, source, reason):
    with pytest.raises(CourseworkError, match=reason):
        question(tmp_path, source)


def test_two_files_of_one_name_are_refused(tmp_path):
    bundle = write_bundle(tmp_path, {"q1": FUNCTIONS, "q2": FUNCTIONS})
    with pytest.raises(CourseworkError, match="q1.py and q2.py of the bundle have the same name"):
        read_tests_of(bundle)


def test_test_files_can_import_what_is_beside_them_and_what_is_beside_the_notebook(tmp_path):
    head = "import sys\nsys.path.append('tests')\nimport beside_tests, beside_notebook\n"
    bundle = write_bundle(tmp_path, {"q1": head + FUNCTIONS})
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("tests/beside_tests.py", "OK_FORMAT = False\nname = 'none'\n")
        archive.writestr("files/beside_notebook.py", "")
    before = list(sys.path)
    for _ in range(2):  # Each bundle has folders of its own by these names.
        assert [question.points for question in read_tests_of(bundle)] == [0, 3]
    assert sys.path == before and not {"beside_tests", "beside_notebook"} & set(sys.modules)


@pytest.mark.parametrize("points, expected", [
    ("[1, 2, 4]", [1, 2, 4]), ("6", [2, 2, 2]), ("None", [1 / 3, 1 / 3, 1 / 3]), ("0", [0, 0, 0]),
])  # fmt: skip
def test_points_are_those_of_otter(tmp_path, points, expected):
    double = question(tmp_path, OK_FORMAT.replace("[1, 2, 4]", points))
    assert [case.points for case in double.cases] == expected


def test_all_or_nothing_is_read(tmp_path):
    assert not question(tmp_path, FUNCTIONS).all_or_nothing
    assert question(tmp_path, FUNCTIONS + "all_or_nothing = True").all_or_nothing


def test_questions_are_in_the_order_of_their_numbers_and_may_have_any_name(tmp_path):
    names = ["q10", "warm_up", "q2", "part_b"]
    bundle = write_bundle(tmp_path, {n: FUNCTIONS.replace('"half"', repr(n)) for n in names})
    files = [question.file for question in read_tests_of(bundle)]
    assert files == ["part_b.py", "q2.py", "q10.py", "warm_up.py"]


def test_only_python_files_directly_in_the_folder_are_tests(tmp_path):
    bundle = write_bundle(tmp_path, {"q1": FUNCTIONS, "helpers/q2": FUNCTIONS})
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("tests/q3.txt", "no test")
        archive.writestr("files/q4.py", "no test")
    assert [question.file for question in read_tests_of(bundle)] == ["q1.py"]


@pytest.mark.parametrize("source, reason", [
    ("OK_FORMAT = True", "KeyError: 'test'"),
    ("OK_FORMAT = False", "ValueError: .*does not define 'name'"),
    ("def", "SyntaxError"),
    (OK_FORMAT.replace("[1, 2, 4]", "[1]"), "ValueError: Points specified"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(tmp_path, source, reason):
    with pytest.raises(CourseworkError, match=f"test file q1.py .* can't be read: {reason}"):
        question(tmp_path, source)


def test_a_bundle_without_tests_is_a_sentence(tmp_path):
    with pytest.raises(CourseworkError, match="no test files"):
        read_tests_of(write_bundle(tmp_path, {}))


def test_what_is_no_zip_is_a_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("no zip")
    with pytest.raises(CourseworkError, match="notes.txt is not a grading bundle"):
        read_tests_of(tmp_path / "notes.txt")


def test_reading_leaves_no_part_of_otter_behind(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "otter"]:
        monkeypatch.delitem(sys.modules, name)
    question(tmp_path, FUNCTIONS)
    assert "otter" not in sys.modules and "otter.test_files" not in sys.modules


def test_a_function_runs_on_the_names_that_it_asks_for(tmp_path):
    public, hidden = question(tmp_path, FUNCTIONS).cases
    public.run({"half": lambda x: x / 2})
    hidden.run({"half": lambda x: x / 2})
    assert message(public, {"half": lambda x: x}) == "half(4) should be 2; it is 4."


def test_a_doctest_says_what_was_expected_and_what_was_found(tmp_path):
    case = doctest_case(tmp_path, ">>> y = double(2)\n>>> y\n4")
    case.run({"double": lambda x: 2 * x})
    assert message(case, {"double": lambda x: 5}) == "Expected: 4 Got: 5"
    assert "Exception raised:" in message(case, {}) and "NameError" in message(case, {})


def test_a_doctest_changes_no_name_of_the_submission(tmp_path):
    names = {"x": 1}
    doctest_case(tmp_path, ">>> x = 2\n>>> x\n2").run(names)
    assert names == {"x": 1}


@pytest.mark.parametrize("code, refusal", [
    (">>> isinstance(a, Thing)", ""),
    (">>> class Mine(Thing): pass", "it makes a subclass of Thing"),
    (">>> thing.x = 1", ""),
    (">>> try: f()\n... except (OSError, Thing): pass", "it catches Thing, which the notebook"),
    (">>> open('made.txt').read()", "it reads a file that the notebook writes (made.txt)"),
    (">>> plt.gca()", "it looks at the notebook's current figure"),
    (">>> globals()['x']", "it uses globals()"),
    (">>> (", "its doctest can't be read"),
    (">>> mine = [1]\n>>> mine[0] = thing", ""),
    (">>> isinstance(thing.x, int)", ""),
])  # fmt: skip
def test_a_doctest_that_needs_more_than_values_is_refused(tmp_path, code, refusal):
    assert doctest_case(tmp_path, code).refusal.startswith(refusal)
    assert bool(doctest_case(tmp_path, code).refusal) == bool(refusal)


def test_a_case_that_mentions_torch_missing_needs_torch(tmp_path):
    source = FUNCTIONS.replace("assert half(35)", "assert torch_missing or half(35)")
    cases = question(tmp_path, source).cases
    assert [case.needs_torch for case in cases] == [False, True]
    assert doctest_case(tmp_path, ">>> torch_missing or f()").needs_torch


def test_a_case_may_be_any_callable(tmp_path):
    callable = "import functools\ntest_3 = test_case(points=0)(functools.partial(print))"
    assert not question(tmp_path, FUNCTIONS + callable).cases[2].needs_torch
