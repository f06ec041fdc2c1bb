"""The pages that tell a story: their commands are run in their order, and do what the page says."""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from course import copied_chapter
from documents import COMMANDS, blocks

from tools.cli import coursework
from tools.paths import CHECKOUT

# These install things. CI begins with the first one, and its student jobs with the others.
NOT_RUN = (
    "make demo", "python -m venv .venv", ".venv/bin/pip install -r requirements.txt",
    ".venv/bin/jupyter lab week1_squares.ipynb",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux"),
]


def run(line: str, course: str = "") -> str:
    """Run a command line of a page, and return what it prints.

    Args:
        line: The line.
        course: The folder of the course, if the page does not name one.
    """
    program, *arguments = shlex.split(line, comments=True)
    name = Path(program).name
    if name == "coursework":
        options = ["--course", course] if course else []
        result = CliRunner().invoke(coursework, [*options, *arguments])
        assert result.exception is None, (line, result.output, result.exception)
        return result.output
    if name == "mkdir":
        Path(arguments[0]).mkdir()
    elif name == "cd":
        os.chdir(arguments[0])
    elif name == "python" and arguments[:2] == ["-m", "nnlab"]:
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
        return done.stdout + done.stderr
    else:
        raise AssertionError(f"the test can't run {line}")
    return ""


def story(page: str) -> list[tuple[str, str]]:
    """Return the commands and the settings of a page: ("command", line) or ("toml", text)."""
    steps = []
    for language, content in blocks((CHECKOUT / "docs" / page).read_text(encoding="utf-8")):
        if language in COMMANDS:
            steps += [("command", line) for line in content.splitlines() if line not in NOT_RUN]
        elif language == "toml":
            steps.append((language, content))
    return steps


def test_the_first_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "coursework").mkdir()
    monkeypatch.chdir(tmp_path / "coursework")
    outputs = {}
    for kind, text in story("first-hour.md"):
        if kind == "toml":
            (tmp_path / "our-course" / "course.toml").write_text(text, encoding="utf-8")
        else:
            words = [word for word in text.split() if word[0] not in "-./"]
            outputs[words[0]] = run(text)
    assert "FAILS" not in outputs["verify"] and outputs["verify"].count("  holds: ") >= 8
    assert "not written yet" in outputs["nnlab"]
    students = {path.name for path in (tmp_path / "for-students").iterdir()}
    assert {"week1_squares.ipynb", "nnlab", "requirements.txt"} <= students
    assert "an export of Canvas: 12 students" in outputs["grade"]
    assert "Isolation: " in outputs["grade"]
    assert "10 %" in outputs["export"]
    table = (tmp_path / "grades" / "gradescope.csv").read_text("utf-8")
    assert len(list(csv.DictReader(table.splitlines()))) == 12
    assert (tmp_path / "grades" / "report.html").exists()


def test_grading_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    course = tmp_path / "course"
    copied_chapter(course, "hw1_neuron", "hw1_neuron")
    run("coursework release hw1_neuron", str(course))
    run("coursework demo-class hw1_neuron --students 5 --output made", str(course))
    shutil.make_archive("submissions", "zip", "made/submissions")
    shutil.copy("made/students.csv", "students.csv")
    students = list(csv.DictReader(Path("students.csv").read_text("utf-8").splitlines()))
    gradebook = ["Student,ID,SIS User ID,SIS Login ID,Section,hw1_neuron (7)",
                 *(f"{one['name']},{one['id']},,,one," for one in students)]  # fmt: skip
    Path("gradebook.csv").write_text("\n".join(gradebook) + "\n", encoding="utf-8")
    outputs = {}
    for kind, text in story("classes.md"):
        if kind == "toml":
            (course / "course.toml").write_text(text, encoding="utf-8")
        else:
            outputs[text.split("  ")[0]] = run(text, str(course))
    assert "As before: 5." in outputs["coursework compare grades grades-mended"]
    filled = Path("grades/filled-gradebook.csv").read_text(encoding="utf-8")
    assert filled.count("\n") == 6 and filled != "\n".join(gradebook) + "\n"
    assert Path("grades/written.csv").exists() and Path("grades/report.html").exists()


def test_the_dishonest_answers() -> None:
    """The table of docs/faq.md, but for nbgrader's column: nbgrader is not installed here."""
    command = [sys.executable, "benchmarks/dishonest.py"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    page = (CHECKOUT / "docs" / "faq.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in done.stdout.splitlines()]
    assert len(rows) == 6 and {"liar", "reader"} < {row[0].strip() for row in rows}
    assert all("|".join(row) in page for row in rows), done.stdout + done.stderr
