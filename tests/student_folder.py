"""A student's folder with a small notebook of one chapter, for tests of `python -m nnlab`."""

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nnlab

LIBRARY = Path(nnlab.__file__).parent
NAME = "hw0_small.ipynb"
LOCKED = {"deletable": False, "editable": False}
LAST = {**LOCKED, "tags": ["otter_ignore"]}
ANSWER = {"tags": ["otter_answer_cell"]}
START = (
    'import nnlab\nimport otter\nfrom nnlab import this_notebook\n'
    f'grader = nnlab.grader(otter.Notebook(this_notebook.find("{NAME}")))'
)  # fmt: skip
STUB = 'def square(x):\n    raise NotImplementedError("hw0 q1: square")'
SOLVED = "def square(x):\n    return x * x"
PROMPT = "_Type your answer here, replacing this text._"
ASKED = "<!-- BEGIN QUESTION -->\n\n## Written question 1: why? (2 points)"
TESTS = {
    "q1": '''from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 3

@test_case(points=1, hidden=False, failure_message="the square of 3")
def test_three(square):
    from nnlab.checks import check
    check(square, (3.0,), 9.0, name="square")
'''
}


def cell(number, kind, source, metadata=None):
    """Return a cell of a notebook."""
    made = {"cell_type": kind, "id": f"hw0-{number:03d}", "metadata": copy.deepcopy(metadata or {}),
            "source": source.splitlines(True)}  # fmt: skip
    if kind == "code":
        made.update(outputs=[], execution_count=None)
    return made


def released():
    """Return the notebook as it is released."""
    cells = [
        cell(1, "code", START, LOCKED),
        cell(2, "markdown", "# Homework 0", LOCKED),
        cell(3, "code", "import math"),
        cell(4, "code", STUB, ANSWER),
        cell(5, "code", 'grader.check("q1")', LOCKED),
        cell(6, "markdown", ASKED, LOCKED),
        cell(7, "markdown", PROMPT, ANSWER),
        cell(8, "markdown", "<!-- END QUESTION -->", LOCKED),
        cell(9, "code", "nnlab.check_all()", LAST),
        cell(10, "code", "nnlab.submit()", LAST),
    ]
    otter = {"OK_FORMAT": False, "assignment_name": "hw0_small", "tests": TESTS}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "otter": otter}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def solved():
    """Return the notebook with both answers."""
    notebook = released()
    notebook["cells"][3]["source"] = SOLVED.splitlines(True)
    notebook["cells"][6]["source"] = ["Because."]
    return notebook


def make_folder(folder, notebook=None):
    """Make a student's folder, and return the path of its notebook."""
    shutil.copytree(LIBRARY, folder / "nnlab", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "data" / "release").mkdir(parents=True)
    (folder / "requirements.txt").write_text("jupyterlab==4\nnumpy==2\notter-grader==7\n")
    content = {"cell_seconds": 9.0, "all_cells_seconds": 30.0, "notebook": released()}
    text = json.dumps(content)
    (folder / "data" / "release" / "hw0_small.json").write_text(text, encoding="utf-8")
    return write(folder / NAME, notebook or released())


def write(path, notebook):
    """Write a notebook, and return its path."""
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path


def command(folder, *arguments):
    """Run `python -m nnlab` in a folder, as a student does, and return what came of it."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [sys.executable, "-m", "nnlab", *arguments], cwd=folder, env=environment,
        capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
