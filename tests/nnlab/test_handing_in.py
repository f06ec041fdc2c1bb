"""What is handed in is what was saved and run, whole, and it comes with a receipt."""

import hashlib
import json
import os
import zipfile
from unittest import mock

import nbformat
import nnlab
import otter
import pytest
from nnlab import notebook_file, session, submission, this_notebook, whole_check
from nnlab.notebook_file import UnusableError
from student_folder import NAME, SOLVED, STUB, command, make_folder, released, solved, write

from autograder.submission.intake import Submission, read_notebook
from tools.kernel import run_notebook


def test_the_zip_holds_the_notebook_and_its_modules_and_is_taken_by_the_grader(tmp_path):
    notebook = solved()
    notebook["cells"][2]["source"] = "import helper"
    path = make_folder(tmp_path, notebook)
    (tmp_path / "helper.py").write_text("thing = 4\n")
    (tmp_path / "other.py").write_text("nobody = 'imports this'\n")
    (tmp_path / "hw0_small.ipynb").rename(tmp_path / "renamed (1).ipynb")
    done = command(tmp_path, "submit")
    assert done.returncode == 0 and done.stderr == "", done.stderr
    [target] = tmp_path.glob("hw0_small-*.zip")
    assert done.stdout.splitlines()[-1] == f"Hand in this file: {target.name}"
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == [NAME, "helper.py", "receipt.txt"]
        content, receipt = archive.read(NAME), archive.read("receipt.txt").decode()
    assert content == (tmp_path / "renamed (1).ipynb").read_bytes()
    assert f"SHA-256:       {hashlib.sha256(content).hexdigest()}\n" in receipt
    assert "public checks: 1 of 1 points, checked " in receipt
    assert "not answered:  nothing\n" in receipt
    taken, modules = read_notebook(Submission("ada", target.read_bytes()), "hw0_small")
    assert SOLVED in [cell.source for cell in taken.cells] and list(modules) == ["helper.py"]
    assert not list(tmp_path.glob("*.part")) and path.name == NAME


@pytest.fixture
def quick(monkeypatch):
    """No notebook is run: the check finds one open question."""
    open_question = {"name": "q1", "state": "not written yet", "score": 0, "possible": 2}
    found = whole_check.WholeCheck("", "2026-01-01 10:00:00", 3, questions=[open_question])

    def check(path, tell):
        found.unanswered = notebook_file.unanswered(notebook_file.read(path))
        return found

    monkeypatch.setattr(whole_check, "check", check)


def said_of(path):
    lines = []
    submission.submit(path, lines.append)
    return "\n".join(lines)


def test_the_receipt_says_what_is_not_answered(tmp_path, quick):
    notebook = solved()
    notebook["cells"][6]["source"] = "_Type your answer here, replacing this text._\n"
    text = said_of(make_folder(tmp_path, notebook))
    assert "public checks: 0 of 2 points, checked 2026-01-01 10:00:00" in text
    assert "not answered:  q1, Written question 1: why? (2 points)" in text


def test_the_notebook_as_it_was_released_is_refused_and_so_is_an_unknown_one(tmp_path, quick):
    path = make_folder(tmp_path)
    with pytest.raises(UnusableError, match="nothing is written in it"):
        submission.submit(path)
    (tmp_path / "data" / "release" / "hw0_small.json").unlink()
    with pytest.raises(UnusableError, match="every stub still stands"):
        submission.submit(path)
    notebook = solved()
    notebook["metadata"] = {}
    with pytest.raises(UnusableError, match="does not say of which assignment"):
        submission.submit(write(path, notebook))
    assert not list(tmp_path.glob("*.zip"))


def test_an_answer_below_a_stub_that_is_commented_out_is_an_answer(tmp_path, quick):
    notebook = solved()
    notebook["cells"][3]["source"] += ['\n    # raise NotImplementedError("hw0 q1: square")']
    notebook["cells"][6]["source"] = released()["cells"][6]["source"]
    assert "Hand in this file: hw0_small-" in said_of(make_folder(tmp_path, notebook))


def test_how_the_cells_were_run_is_read_from_the_file(tmp_path, quick):
    path = make_folder(tmp_path, solved())
    assert "No cell of the saved notebook was run" in said_of(path)
    notebook = solved()
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for count, code in enumerate(codes, start=4):
        code["execution_count"] = count
    codes[-1]["execution_count"] = None  # The cell that writes the file runs after the last save.
    assert list(submission.execution(notebook_file.read(write(path, notebook)))) == []
    codes[3]["execution_count"] = None
    assert "Not run before the notebook was saved: cell 5." in said_of(write(path, notebook))
    codes[1]["outputs"] = [{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}]
    codes[2]["execution_count"] = 2
    text = said_of(write(path, notebook))
    assert "cell 4 was run before a cell above it" in text
    assert "The saved output of cell 3 is an error." in text


CHANGED = "def square(x):\n    return x ** 2"


@pytest.mark.parametrize(
    "on_disk, history, is_unsaved, is_newer",
    [
        (STUB, [SOLVED], True, False),
        (SOLVED, [SOLVED], False, False),
        (SOLVED, [SOLVED, CHANGED], True, False),
        (SOLVED, [CHANGED, SOLVED, "x = 1"], False, False),
        (SOLVED, [CHANGED], False, True),
        (SOLVED, ["other = 1"], False, False),
        (SOLVED, ["def of_a_cell_since_deleted(): pass", SOLVED], False, False),
    ],
)
def test_a_session_knows_if_the_file_has_what_was_run(
    tmp_path, on_disk, history, is_unsaved, is_newer
):
    notebook = released()
    notebook["cells"][3]["source"] = on_disk
    saved = notebook_file.read(write(tmp_path / NAME, notebook))
    assert list(map(bool, session.differences(saved, history))) == [
        is_unsaved, is_newer]  # fmt: skip


def test_all_functions_that_are_not_saved_stand_in_one_sentence(tmp_path):
    notebook = released()
    notebook["cells"][3]["source"] = f"{STUB}\n\n\n{STUB.replace('square', 'cube')}"
    saved = notebook_file.read(write(tmp_path / NAME, notebook))
    sentence, _ = session.differences(saved, [SOLVED, SOLVED.replace("square", "cube")])
    assert ": square, cube. Save the notebook" in sentence


def test_nothing_happens_where_the_notebook_is_graded_or_run_once_more(monkeypatch, capsys):
    monkeypatch.setattr(this_notebook, "path", "nowhere.ipynb")
    monkeypatch.setattr(otter.Notebook, "_grading_mode", True)
    nnlab.check_all()
    nnlab.submit()
    monkeypatch.setattr(otter.Notebook, "_grading_mode", False)
    monkeypatch.setenv(this_notebook.CLEAN_RUN, "1")
    nnlab.check_all()
    assert capsys.readouterr().out == ""
    monkeypatch.delenv(this_notebook.CLEAN_RUN)
    nnlab.submit()
    assert "nowhere.ipynb can't be read" in capsys.readouterr().out


def test_the_cells_of_a_notebook_say_what_is_unsaved_and_then_write_the_file(tmp_path, monkeypatch):
    path = make_folder(tmp_path)
    in_memory = released()  # What the student sees: the file still has the stub.
    in_memory["cells"][3]["source"] = SOLVED.splitlines(True)
    assert "No file was written." in outputs_of_last_cell(in_memory, tmp_path)
    assert not list(tmp_path.glob("*.zip"))
    write(path, in_memory)
    text = outputs_of_last_cell(in_memory, tmp_path)
    assert "has not changed since it was checked" in text and "Hand in this file" in text
    assert len(list(tmp_path.glob("*.zip"))) == 1


def outputs_of_last_cell(notebook, folder):
    """Run a notebook in a kernel in a folder, and return what its last cell printed."""
    node = nbformat.reads(json.dumps(notebook), 4)
    with mock.patch.dict(os.environ):
        os.environ.pop("PYTHONPATH", None)
        run_notebook(node, folder, 300)
    return "".join(output.get("text", "") for output in node.cells[-1].outputs)
