"""A line of a solution or of a hidden test in a file that students get is found."""

import json
import shutil
from dataclasses import replace

import nbformat
import pytest
from course import COURSE, NAMES

from tools.authoring.master import read_master
from tools.proof.leaks import leaks, secret_lines

NAME = "hw1_neuron"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaks(name, releases):
    assert leaks(read_master(COURSE.chapter(name)), releases[name]) == []


@pytest.fixture
def release(releases, tmp_path):
    """A copy of a release, to plant leaks in."""
    folder = shutil.copytree(releases[NAME].folder, tmp_path / NAME)
    return replace(releases[NAME], folder=folder)


@pytest.fixture(scope="module")
def master():
    return read_master(COURSE.chapter(NAME))


def with_answer(master, line):
    """The master with a solution of one line."""
    question = master.questions[0]
    answer = replace(question.answer[0], source=f"# BEGIN SOLUTION\n{line}\n# END SOLUTION")
    return replace(master, questions=[replace(question, answer=[answer])])


def plant_in_notebook(release, line):
    notebook = nbformat.read(release.notebook, 4)
    notebook.cells[-1].source += f"\n{line}"
    nbformat.write(notebook, release.notebook)


@pytest.mark.parametrize("line", ["return 1 - t**2", "return -a", "x + 1"])
def test_one_short_line_of_a_solution_in_the_notebook_is_found(release, master, line):
    plant_in_notebook(release, f"    {line}  ")
    assert leaks(with_answer(master, line), release) == [
        f"{NAME}.ipynb holds a line of the solution of q1: {line}"
    ]


def test_one_short_line_of_a_hidden_test_in_the_notebook_is_found(release, master):
    owners = secret_lines(master).items()
    line = min((line for line, owner in owners if "hidden test" in owner), key=len)
    assert len(line) < 16
    plant_in_notebook(release, line)
    [fault] = leaks(master, release)
    assert fault.startswith(f"{NAME}.ipynb holds a line of the hidden test")


def test_one_short_line_in_the_file_that_repair_reads_is_found(release, master):
    content = json.loads(release.as_released.read_text(encoding="utf-8"))
    content["notebook"]["cells"][0]["source"] += "\nreturn -a"
    release.as_released.write_text(json.dumps(content), encoding="utf-8")
    assert leaks(with_answer(master, "return -a"), release) == [
        f"data/release/{NAME}.json holds a line of the solution of q1: return -a"
    ]


def test_a_solved_cell_in_an_output_is_found(release, master):
    notebook = nbformat.read(release.notebook, 4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    solution = nbformat.read(release.solution, 4)
    cell.outputs = [nbformat.v4.new_output("stream", text="\n".join(
        cell.source for cell in solution.cells))]  # fmt: skip
    nbformat.write(notebook, release.notebook)
    assert any("the solution of q1" in fault for fault in leaks(master, release))


def test_an_answer_of_one_short_line_in_the_library_is_found(release, master):
    module = release.student / "nnlab" / "checks.py"
    module.write_text(module.read_text() + "\n\ndef slope(t):\n    return 1 - t**2\n")
    assert leaks(with_answer(master, "return 1 - t**2"), release) == [
        "nnlab/checks.py holds a line of the solution of q1: return 1 - t**2"
    ]


@pytest.mark.parametrize("line", ["return x", "else:", "total = 0", "w -= step"])
def test_a_line_that_is_there_by_chance_is_no_leak(release, master, line):
    module = release.student / "nnlab" / "checks.py"
    module.write_text(module.read_text() + f"\n{line}\n")
    assert leaks(with_answer(master, line), release) == []


def test_what_the_students_text_says_anyway_is_no_secret(release, master):
    line = "return 1 - t**2"
    master = with_answer(master, line)
    text = replace(master.cells[1], kind="markdown", source=f"Remember:\n\n    {line}")
    told = replace(master, cells=[*master.cells, replace(text, number=len(master.cells) + 1)])
    plant_in_notebook(release, line)
    assert leaks(master, release) and not leaks(told, release)


def test_a_line_marked_as_a_solution_is_secret(master):
    cell = replace(master.questions[0].answer[0], source="rate = 0.25  # SOLUTION\nsteps = 3")
    question = replace(master.questions[0], answer=[cell], cases=[])
    master = replace(master, questions=[question], written=[])
    assert secret_lines(master) == {"rate = 0.25": "the solution of q1"}
