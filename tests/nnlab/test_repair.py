"""What of the course was deleted, doubled or rewritten is found and mended; answers stay."""

import json
import random

import nbformat
import pytest
from nnlab import notebook_file, repair
from nnlab.notebook_file import UnusableError
from student_folder import NAME, SOLVED, STUB, cell, command, make_folder, released, solved, write


@pytest.fixture
def path(tmp_path):
    return make_folder(tmp_path, solved())


def faults(path, notebook):
    return repair.compare(notebook_file.read(write(path, notebook))).faults


def mended(path, notebook):
    """Mend a notebook, and return it as Jupyter reads it."""
    write(path, notebook)
    lines = []
    assert not repair.repair(path, mend=True, tell=lines.append)
    content = nbformat.read(path, 4)
    nbformat.validate(content)
    return content


def sources(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def test_a_notebook_with_answers_and_cells_of_ones_own_has_no_faults(path):
    notebook = solved()
    notebook["cells"].insert(4, cell(30, "code", "square(4)"))
    notebook["cells"][2]["source"] = "import math\nimport cmath"
    assert faults(path, notebook) == []


@pytest.mark.parametrize(
    "number, text",
    [
        (1, "Deleted: the code cell that begins with `import nnlab`."),
        (2, "Deleted: the text `Homework 0`."),
        (4, "Deleted: the cell for square."),
        (5, 'Deleted: the code cell that begins with `grader.check("q1")`.'),
        (6, "Deleted: the text `Written question 1: why? (2 points)`."),
        (7, "Deleted: the cell for a written answer."),
    ],
)
def test_a_deleted_cell_comes_back_to_its_place(path, number, text):
    notebook = solved()
    del notebook["cells"][number - 1]
    assert [fault.text for fault in faults(path, notebook)] == [text]
    expected = sources(solved())
    expected[number - 1] = sources(released())[number - 1]
    assert sources(mended(path, notebook)) == expected


def test_a_rewritten_cell_of_the_course_gets_its_text_back(path):
    notebook = solved()
    notebook["cells"][4]["source"] = "grader.check('q2')"
    [fault] = faults(path, notebook)
    assert fault.text.startswith('Rewritten: the code cell that begins with `grader.check("q1")`')
    assert sources(mended(path, notebook)) == sources(solved())


def test_a_doubled_cell_of_the_course_goes_and_a_doubled_answer_stays(path):
    notebook = solved()
    copy = {**notebook["cells"][4], "id": "another"}
    notebook["cells"].insert(5, copy)
    [fault] = faults(path, notebook)
    assert fault.text.startswith("Doubled: cell 6")
    assert sources(mended(path, notebook)) == sources(solved())
    notebook = solved()
    notebook["cells"].insert(4, {**cell(31, "code", STUB)})
    [fault] = faults(path, notebook)
    assert fault.text.startswith("square is defined in cells 4 and 5; the last one counts. That "
                                 "one is still the stub")  # fmt: skip
    assert not fault.can_be_mended
    before = {p: p.read_bytes() for p in path.parent.glob("*.ipynb*")}
    assert not repair.repair(path, mend=True, tell=lambda text: None)
    assert {p: p.read_bytes() for p in path.parent.glob("*.ipynb*")} == before


def test_an_answer_that_was_written_in_a_new_cell_is_not_taken_for_deleted(path):
    notebook = released()
    notebook["cells"][3] = cell(40, "code", SOLVED)
    assert faults(path, notebook) == []


def test_a_renamed_function_is_told(path):
    notebook = solved()
    notebook["cells"][3]["source"] = "def squared(x):\n    return x * x"
    [fault] = faults(path, notebook)
    assert fault.text.startswith("square is defined nowhere any more.") and not fault.can_be_mended


def test_a_code_cell_that_became_text_is_code_again_with_the_answer_in_it(path):
    notebook = solved()
    notebook["cells"][3]["cell_type"] = "markdown"
    del notebook["cells"][3]["outputs"], notebook["cells"][3]["execution_count"]
    [fault] = faults(path, notebook)
    assert fault.text.startswith("Cell 4 is a markdown cell; it was a code cell (the cell for squa")
    after = mended(path, notebook)
    assert after.cells[3].cell_type == "code" and after.cells[3].source == SOLVED


def test_lost_settings_a_tag_and_ids_that_are_not_unique_are_mended(path):
    notebook = solved()
    notebook["metadata"] = {}
    notebook["cells"][3]["metadata"]["tags"].append("otter_ignore")
    notebook["cells"].append(cell(4, "code", "mine = 1"))
    texts = [fault.text for fault in faults(path, notebook)]
    assert len(texts) == 2 and "settings" in texts[0] and "tag otter_ignore" in texts[1]
    after = mended(path, notebook)
    assert after.metadata.otter == released()["metadata"]["otter"]
    assert after.cells[3].metadata.tags == ["otter_answer_cell"]
    assert len({cell.id for cell in after.cells}) == len(after.cells)
    assert repair.compare(notebook_file.read(path)).faults == []


def test_an_experiment_of_the_course_may_be_left_out(path):
    notebook = solved()
    notebook["cells"].append(cell(60, "code", "mine = 1", {"otter": {"ignore": True}}))
    [fault] = faults(path, notebook)  # The last cells of the course have the tag, too.
    assert fault.text == "Cell 11 has the tag otter_ignore: grading leaves it out."
    assert mended(path, notebook).cells[-1].metadata == {"tags": []}


def test_moved_cells_are_told_and_left(path):
    notebook = solved()
    notebook["cells"].insert(0, notebook["cells"].pop(4))
    [fault] = faults(path, notebook)
    assert fault.text.startswith("Cells were moved: cell 1 stood below cell 3")
    assert not fault.can_be_mended


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happened_what_a_student_wrote_is_unchanged(path, seed):
    chance, notebook = random.Random(seed), solved()
    notebook["cells"].insert(5, cell(50, "markdown", "a note of mine"))
    notebook["cells"].insert(8, cell(51, "code", "mine = square(5)"))
    for _ in range(4):
        place = chance.randrange(len(notebook["cells"]))
        chosen = notebook["cells"][place]
        deed = chance.choice(["delete", "double", "rewrite", "move", "rename"])
        if deed == "delete":
            del notebook["cells"][place]
        elif deed == "double":
            notebook["cells"].insert(place, {**chosen, "id": f"copy-{place}"})
        elif deed == "rewrite" and chosen["metadata"].get("editable") is False:
            notebook["cells"][place] = {**chosen, "source": ["rewritten = 1"]}
        elif deed == "move":
            notebook["cells"].append(notebook["cells"].pop(place))
        else:
            notebook["cells"][place] = {**chosen, "id": f"new-{place}"}
    own = [s for s in sources(notebook) if s in (SOLVED, "Because.", "a note of mine",
                                                 "mine = square(5)")]  # fmt: skip
    write(path, notebook)
    repair.repair(path, mend=True, tell=lambda text: None)
    after = sources(nbformat.read(path, 4))
    assert [source for source in after if source in own] == own
    left = repair.compare(notebook_file.read(path)).faults
    assert not any(fault.can_be_mended for fault in left), left
    assert all(source in after for source in sources(released()) if source not in (STUB, *own)
               and "Type your answer" not in source)  # fmt: skip


def test_the_command_asks_first_and_keeps_what_was_there(path):
    notebook = solved()
    del notebook["cells"][4]
    write(path, notebook)
    before = path.read_bytes()
    told = command(path.parent, "repair", NAME)
    assert told.returncode == 1 and told.stderr == "" and path.read_bytes() == before
    assert f"python -m nnlab repair {NAME} --mend" in told.stdout
    done = command(path.parent, "repair", NAME, "--mend")
    assert done.returncode == 1 and f"is in {NAME}.bak." in done.stdout
    assert path.with_name(f"{NAME}.bak").read_bytes() == before
    again = command(path.parent, "repair", NAME)
    assert again.returncode == 0 and "has all cells of the course" in again.stdout


def test_a_notebook_of_another_course_is_told_so(tmp_path):
    path = make_folder(tmp_path)
    notebook = {**released(), "metadata": {}, "cells": [cell(1, "code", "x = 1")]}
    with pytest.raises(UnusableError, match="It is not known how hw0_small.ipynb was released"):
        repair.compare(notebook_file.read(write(path, notebook)))


def test_it_is_written_as_jupyter_writes(path):
    notebook = solved()
    del notebook["cells"][4]
    notebook["cells"][5]["source"] = ["Ünïcode, 数"]
    mended(path, notebook)
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text and "数" in text
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
