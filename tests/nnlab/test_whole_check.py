"""The whole notebook is run as grading runs it, and what grading lacks is named."""

import asyncio
import importlib.metadata

import nbformat
import pytest
from nnlab import clean_run, notebook_file, outside, rest_of_cell, whole_check
from nnlab.notebook_file import UnusableError
from student_folder import cell, command, make_folder, released, solved, write


@pytest.fixture(scope="module")
def troubled(tmp_path_factory):
    """What the command says of a notebook with a failing answer, errors and a loop."""
    folder = tmp_path_factory.mktemp("troubled")
    notebook = released()
    extra = [
        cell(19, "code", "raise ValueError('an experiment')", {"tags": ["otter_ignore"]}),
        cell(20, "code", "first = 1\nprint(undefined_name)"),
        cell(21, "code", "while True: pass"),
        cell(22, "code", "open('mine.txt').read()"),
        cell(23, "code", "import helper\nhelper.thing"),
        cell(24, "code", "def square(x):\n    return 2 * x"),
    ]
    notebook["cells"][4:4] = extra
    path = make_folder(folder, notebook)
    (folder / "mine.txt").write_text("only here")
    (folder / "helper.py").write_text("thing = 4\n")
    return command(folder, "check", path.name, "--seconds", "5")


def test_the_first_failing_cell_is_named_and_the_others_are_run(troubled):
    assert troubled.returncode == 1 and troubled.stderr == ""
    lines = troubled.stdout.splitlines()
    assert ("The first failing cell: cell 6, which begins with `first = 1`: NameError in its line "
            "2: name 'undefined_name' is not defined") in lines  # fmt: skip
    assert "  q1  fails: square(3.0) is 6; it should be 9 (ratio 0.666667)." in lines
    assert any(line.startswith("Public checks: 0 of 1 points.") for line in lines)
    assert "Traceback" not in troubled.stdout and "ValueError" not in troubled.stdout
    assert " The other 3 are left out, as in grading: " in troubled.stdout


def test_a_loop_is_stopped_and_named(troubled):
    assert "Cell 7 was stopped after 5 s." in troubled.stdout
    assert "cell 7, which begins with `while True: pass`: it did not end within 5 s" in (
        troubled.stdout
    )


def test_a_file_beside_the_notebook_is_not_there_and_a_module_is(troubled):
    assert "cell 8, which begins with `open('mine.txt')" in troubled.stdout
    assert "Cell 8 names mine.txt, a file of yours." in troubled.stdout
    assert "Cell 9 imports helper, a module of your own. Hand in the zip" in troubled.stdout
    assert "which begins with `import helper`" not in troubled.stdout  # It ran.


SET_UP = """import notthere
factor = unknown_name
two = 2
"""


def test_a_set_up_cell_is_run_on_below_what_fails_as_in_grading(tmp_path):
    notebook = solved()
    notebook["cells"][2]["source"] = SET_UP
    notebook["cells"][3]["source"] = "def square(x):\n    return x**two"
    path = make_folder(tmp_path, notebook)
    done = command(tmp_path, "check", path.name)
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and "  q1  passes" in lines
    assert ("The first failing cell: cell 3, which begins with `import notthere`: "
            "ModuleNotFoundError in its line 1: No module named 'notthere'") in lines  # fmt: skip
    assert any("NameError in its line 2" in line for line in lines)
    assert rest_of_cell.in_words(3, 1) in lines


def test_a_loop_in_the_rest_of_a_set_up_cell_is_stopped(tmp_path):
    notebook = solved()
    notebook["cells"][2]["source"] = "import notthere\nwhile True: pass"
    path = make_folder(tmp_path, notebook)
    done = command(tmp_path, "check", path.name, "--seconds", "5")
    assert "Cell 3 was stopped after 5 s." in done.stdout


def test_a_check_that_does_not_end_is_named_by_its_question():
    """The kernel is interrupted while q2 is checked, so that what it said until then is left."""
    passed = {"name": "q1", "state": "passes", "message": "", "score": 1.0, "possible": 1.0}

    class Client:
        async def async_execute_cell(self, cell, number):
            for content in ({"checking": "q1"}, {"question": passed}, {"checking": "q2"}):
                data = {"application/json": content}
                cell.outputs.append(nbformat.v4.new_output("display_data", data))

    notebook = nbformat.v4.new_notebook(metadata={"otter": {"tests": {"q1": {}, "q2": {}}}})
    client = Client()
    questions, _ = asyncio.run(clean_run._questions(client, notebook, "a.ipynb", 60.0))
    assert questions[0] == passed and client.timeout == 120
    assert (questions[1]["name"], questions[1]["state"]) == ("q2", "fails")
    assert "did not end" in questions[1]["message"]


def test_a_notebook_has_one_thread_as_in_grading(tmp_path):
    notebook = solved()
    notebook["cells"][2]["source"] += "\nimport os\nassert os.environ['OMP_NUM_THREADS'] == '1'"
    done = command(tmp_path, "check", make_folder(tmp_path, notebook).name)
    assert "No cell ended with an error.\n" in done.stdout


def test_a_text_of_the_course_that_was_rewritten_is_named(tmp_path):
    notebook = solved()
    notebook["cells"][0]["source"] = "My own title"
    done = command(tmp_path, "check", make_folder(tmp_path, notebook).name)
    assert done.returncode == 1
    assert "What is not as it was released (`python -m nnlab repair`" in done.stdout
    assert "  Rewritten: " in done.stdout


def test_a_written_question_without_an_answer_is_named(troubled):
    assert "  Written question 1: why? (2 points)" in troubled.stdout.splitlines()


def test_a_right_notebook_passes_and_its_result_is_kept(tmp_path):
    notebook = solved()
    talking = 'def square(x):\n    print("said by an answer")\n    return x * x'
    notebook["cells"][3]["source"] = talking
    path = make_folder(tmp_path, notebook)
    done = command(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  q1  passes\nsaid by an answer\nPublic checks: 1 of 1 points." in done.stdout
    kept = whole_check.last_result(notebook_file.read(path))
    assert kept is not None and kept.points == (1, 1) and kept.is_ready
    changed = solved()
    changed["cells"][3]["source"] = ["def square(x):\n", "    return x ** 2"]
    assert whole_check.last_result(notebook_file.read(write(path, changed))) is None


@pytest.mark.parametrize(
    "content, words",
    [(b"", "is empty"), (b"{", "JSON can't be read"), (b'{"cells": 3}', "no notebook of format 4"),
     (b"<<<<<<< HEAD\n{}\n", "marks of a merge"), ("{\"a\": \"ä\"}".encode("latin-1"), "UTF-8")],
)  # fmt: skip
def test_a_broken_file_is_told_in_words(tmp_path, content, words):
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    with pytest.raises(UnusableError, match=words):
        notebook_file.read(path)
    done = command(make_folder(tmp_path / "course").parent, "check", str(path))
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


def remarks(tmp_path, source):
    notebook = released()
    notebook["cells"][2]["source"] = source
    return outside.remarks(notebook_file.read(write(tmp_path / "a.ipynb", notebook)))


@pytest.mark.parametrize(
    "source, words",
    [
        ("import pytest", "imports pytest, which requirements.txt does not bring"),
        ("import notthere.inside", "imports notthere, which is not installed"),
        ("x = open(r'C:\\Users\\ada\\x.csv')", r"names C:\Users\ada\x.csv, which only this"),
        ("x = '/home/ada/x.csv'", "names /home/ada/x.csv, which only this"),
        ("!pip install torch", "runs `!pip install torch`"),
        ("name = input('?')", "calls input()"),
    ],
)
def test_what_grading_lacks_is_named(tmp_path, source, words):
    (tmp_path / "requirements.txt").write_text("numpy==2\notter-grader==7\n")
    [sentence] = remarks(tmp_path, source)
    assert sentence.startswith("Cell 3 ") and words in sentence


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np, json\nfrom nnlab import data\nfrom nnlab.pictures import BLUE",
        "try:\n    import pytest\nexcept ImportError:\n    pytest = None",
        "x = open('data/houses.csv')\ny = 'a/b.c'\nz = '/ '",
        "%matplotlib inline\nx = 1",
    ],
)
def test_what_grading_has_is_not_named(tmp_path, source):
    (tmp_path / "requirements.txt").write_text("numpy==2\notter-grader==7\n")
    assert remarks(tmp_path, source) == []


def test_the_packages_of_the_requirements_are_there_with_what_they_need(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("# a comment\nOtter_Grader[grading]==7.0.0\n")
    packages = outside.packages_of(path)
    assert {"otter-grader", "nbformat", "jinja2"} <= packages and "pytest" not in packages
    assert importlib.metadata.version("otter-grader")
    assert outside.packages_of(tmp_path / "none.txt") is None
