"""Small grading bundles in both formats of Otter, and submissions to them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat

from autograder.submission.intake import Submission

# Three cases in OK format: a public one, a hidden one, and one that does not say which, which Otter
# takes for hidden.
OK_FORMAT = '''
OK_FORMAT = True
test = {
    "name": "Double it",
    "points": [1, 2, 4],
    "suites": [{"cases": [
        {"code": ">>> double(2)\\n4", "hidden": False, "locked": False,
         "success_message": "small numbers are right", "failure_message": "small numbers"},
        {"code": ">>> double(31)  # secret\\n62", "hidden": True,
         "failure_message": "large numbers"},
        {"code": ">>> double(-57)  # secret\\n-114"},
    ], "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
}
'''

# Two cases as functions: a public one and a hidden one.
FUNCTIONS = '''
from otter.test_files import test_case

OK_FORMAT = False
name = "half"
points = 3

@test_case(points=1, hidden=False, failure_message="even numbers")
def test_half(half):
    assert half(4) == 2, f"half(4) should be 2; it is {half(4)}."

@test_case(points=None, hidden=True, failure_message="odd numbers")
def test_half_of_odd_numbers(half):
    assert half(35) == 17.5, "secret"
'''

RIGHT = ("def double(x):\n    return 2 * x", "def half(x):\n    return x / 2")


def write_bundle(folder: Path, tests: dict[str, str], **entries: Any) -> Path:
    """Write a bundle.

    Args:
        folder: Where to write it.
        tests: The sources of the test files, by their names without ".py".
        entries: The entries of otter_config.json.

    Returns:
        The path of the bundle.
    """
    path = folder / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"assignment_name": "small", **entries}))
        for name, source in tests.items():
            archive.writestr(f"tests/{name}.py", source)
        archive.writestr("files/data/word.txt", "hello")
    return path


def submission(*cells: str, id: str = "ada", assignment: str = "small") -> Submission:
    """Return a submission with these code cells.

    Args:
        cells: The sources of the cells.
        id: The name of the submission.
        assignment: The assignment that the notebook names, or "" for none.
    """
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    metadata = {"otter": {"assignment_name": assignment}} if assignment else {}
    notebook = nbformat.v4.new_notebook(cells=code, metadata=metadata)
    return Submission(id, nbformat.writes(notebook).encode())
