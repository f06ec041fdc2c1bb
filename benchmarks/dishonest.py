"""Grade dishonest answers by this project, stock Otter and nbgrader: the table of docs/faq.md.

    python benchmarks/dishonest.py [--nbgrader PATH]

The assignment is one function, `square`, with a public test and a hidden one. The path is that of
the command `nbgrader` in an environment of its own; without it, the column is empty.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from autograder.bundle.bundle import open_bundle
from autograder.grading import stock_otter
from autograder.grading.grader import Grader
from autograder.submission.folders import find_submissions
from tools.paths import Course

sys.path.insert(0, str(Course().root / "tests"))
from bundles import write_bundle  # noqa: E402

ANSWERS = {
    "right": "def square(x):\n    return x * x",
    "wrong": "def square(x):\n    return 9",
    # It reads the line of the test that calls it, and returns the number there.
    "reader": """import linecache, re, sys
def square(x):
    caller = sys._getframe(1)
    line = linecache.getline(caller.f_code.co_filename, caller.f_lineno)
    result = re.search(r"== (\\d+)", line)
    return int(result[1]) if result else 0""",
    # What it returns is equal to everything.
    "liar": """class Everything:
    def __eq__(self, other):
        return True
def square(x):
    return Everything()""",
}
TESTS = """OK_FORMAT = True
test = {"name": "q1", "points": [1, 1], "suites": [{"cases": [
    {"code": ">>> assert square(3) == 9", "hidden": False},
    {"code": ">>> assert square(4) == 16", "hidden": True},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
"""
STUB = "### BEGIN SOLUTION\ndef square(x):\n    return x * x\n### END SOLUTION"
CELL = ("assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(4) == 16\n"
        "### END HIDDEN TESTS")  # fmt: skip
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nbgrader", type=Path)
    command = parser.parse_args().nbgrader
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here, otter = by_this_and_otter(folder)
        other = by_nbgrader(folder / "course", command.resolve()) if command else {}
    print("| answer | this project | stock Otter | nbgrader |\n| --- | --- | --- | --- |")
    for answer in ANSWERS:
        print(f"| {answer} | {here[answer]:g} of 2 | {otter[answer]:g} of 2 | "
              f"{other.get(answer, '')} |")  # fmt: skip


def by_this_and_otter(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the scores by this project and by stock Otter."""
    path = write_bundle(folder, {"q1": TESTS}, grading={})
    for answer, code in ANSWERS.items():
        write(folder / "handed_in" / f"{answer}.ipynb", [(code, {})])
    submissions = find_submissions([folder / "handed_in"])
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        here = {each.id: grader.grade(each).score for each in submissions}
    return here, {each.id: stock_otter.grade(path, each).score for each in submissions}


def by_nbgrader(course: Path, command: Path) -> dict[str, str]:
    """Return the scores by nbgrader."""

    def run(*arguments: str) -> None:
        path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run([command, *arguments], cwd=course, env={**os.environ, "PATH": path},
                       capture_output=True, check=arguments[0] != "autograde")  # fmt: skip

    common = {"locked": False, "schema_version": 3, "task": False, "cell_type": "code"}
    answer = {**common, "grade": False, "solution": True, "grade_id": "q1"}
    test = {**common, "grade": True, "solution": False, "grade_id": "t1", "points": 2}
    cells = [(STUB, {"nbgrader": answer}), (CELL, {"nbgrader": {**test, "locked": True}})]
    write(course / "source" / "ps1" / "hw.ipynb", cells)
    run("generate_assignment", "ps1")
    for name, code in ANSWERS.items():
        notebook = nbformat.read(course / "release" / "ps1" / "hw.ipynb", as_version=4)
        notebook.cells[0].source = code
        path = course / "submitted" / name / "ps1" / "hw.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    run("autograde", "ps1")
    run("export")
    with open(course / "grades.csv", encoding="utf-8") as table:
        return {row["student_id"]: f"{float(row['score']):g} of 2" for row in csv.DictReader(table)}


def write(path: Path, cells: list[tuple[str, dict[str, object]]]) -> None:
    """Write a notebook of code cells with their metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [nbformat.v4.new_code_cell(source, metadata=metadata) for source, metadata in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": KERNEL}), path)


if __name__ == "__main__":
    main()
