"""An error names its cause where the notebook itself shows it."""

import sys

import pytest

from autograder.diagnosis.causes import Causes
from autograder.submission.notebook import Cell, Notebook

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
STUB = 'def f(x):\n    """Twice x."""\n    raise NotImplementedError("hw1 q1: f")\n'
ANSWER = "def f(x):\n    return 2 * x\n"
BOTH = STUB + "    return 2 * x\n"


def cells(*sources):
    return [Cell(number, source) for number, source in enumerate(sources, start=1)]


def test_a_function_in_a_markdown_cell_is_named():
    notebook = Notebook(cells("1"), prose=(Cell(7, "Here it is\n" + ANSWER),))
    for message in ("f is not defined. Run the cell.", "NameError: name 'f' is not defined"):
        assert "(Cell 7 defines f, but it is not a code cell" in Causes(notebook).explain(message)
    assert Causes(notebook).explain("g is not defined") == "g is not defined"


def test_an_example_in_a_fence_and_a_use_are_no_definitions():
    prose = Cell(7, f"Write\n```python\n{ANSWER}```\nand call f(1), if f == 2.")
    assert Causes(Notebook([], prose=(prose,))).explain("f is not defined") == "f is not defined"


@pytest.mark.parametrize("source", [ANSWER, "f = len", "class f:\n    pass", "async def f():\n  1"])
def test_a_name_of_a_cell_that_is_left_out_is_named(source):
    notebook = Notebook([], ignored=(Cell(4, source),))
    message = Causes(notebook).explain("NameError: name 'f' is not defined")
    assert "(Cell 4 defines f, but it is left out" in message and "otter_ignore" in message


def test_a_raise_above_an_answer_is_named():
    causes = Causes(Notebook(cells("import numpy", "import os\n" + BOTH)))
    message = causes.explain("not written yet (hw1 q1: f)")
    assert "In cell 2 in its line 4" in message and "still stands above your answer to f" in message
    assert causes.explain("not written yet (hw1 q2: g)") == "not written yet (hw1 q2: g)"


def test_an_answer_above_its_stub_is_named():
    causes = Causes(Notebook(cells(ANSWER, "1", STUB)))
    message = causes.explain("not written yet (hw1 q1: f)")
    assert "Cell 1 has an answer to f, and the stub in cell 3, below it" in message


@pytest.mark.parametrize("sources", [[STUB], [STUB, ANSWER], ["%time\n" + BOTH], ["raise " * 9]])
def test_a_stub_alone_has_no_other_cause(sources):
    message = "not written yet (hw1 q1: f)"
    assert Causes(Notebook(cells(*sources))).explain(message) == message


@pytest.mark.parametrize(
    "stated, words",
    [
        ("3.99.1", f"(It was graded with Python {HERE}; your notebook says Python 3.99.)"),
        ("", f"(It was graded with Python {HERE}.)"),
        (f"{HERE}.2", None),
        ("a new one", f"(It was graded with Python {HERE}.)"),
    ],
)
def test_a_syntax_error_says_which_python_graded_it(stated, words):
    message = "cell 3: SyntaxError in its line 1: expected '('"
    expected = message if words is None else f"{message} {words}"
    assert Causes(Notebook([], python=stated)).explain(message) == expected


def test_a_missing_module_may_be_a_file_of_the_student():
    message = Causes(Notebook([])).explain("ModuleNotFoundError: No module named 'mine'")
    assert "hand in mine.py beside the notebook" in message


def test_a_case_that_waits_for_a_thread_of_a_cell_is_named():
    causes = Causes(Notebook(cells("import numpy", "pool = ThreadPoolExecutor(2)")))
    message = "it did not end within 10 s of computing"
    assert "(Cell 2 uses threads." in causes.explain(message)
    assert causes.explain("it ended") == "it ended"
    assert Causes(Notebook(cells("a = Threads"))).explain(message) == message
