"""A made-up class has what a real one has, and is the same again for the same seed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lazy import Lazy

from autograder.errors import CourseworkError
from autograder.submission.intake import code_cells
from tools.authoring.release import Release
from tools.classes.layouts import find_class
from tools.classes.made_class import make_class, parts_of
from tools.classes.students import with_roster
from tools.cli import coursework

NAME = "hw1_neuron"


def test_a_class_of_two_hundred(tmp_path: Path, releases: Lazy[Release]) -> None:
    release = releases[NAME]
    submissions, roster = make_class(release, tmp_path / "class", 200, 1)
    found = with_roster(find_class([submissions], NAME, tmp_path / "scratch"), roster)
    assert len(found.students) == 200 and "Canvas" in found.layout
    attempts = [s.attempts for s in found.students]
    assert sum(not a for a in attempts) in range(2, 15)
    assert sum(len(a) > 1 for a in attempts) in range(6, 30)
    assert sum(bool(a and a[-1].late) for a in attempts) in range(8, 40)
    broken, blank, right = 0, 0, 0
    parts = parts_of(release)
    for own in attempts:
        if not own:
            continue
        try:
            cells = [cell.source for cell in code_cells(own[-1].submission, NAME)]
        except CourseworkError:
            broken += 1
            continue
        written = [q for q, answer in parts.reference.items() if answer in cells]
        stubs = sum("raise NotImplementedError" in cell for cell in cells)
        blank += stubs == len(parts.reference)
        right += len(written) >= 3
    assert broken in range(3, 20) and blank in range(1, 20) and right > 60


def test_a_chapter_that_is_not_built_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "solutions" / "hw").mkdir(parents=True)
    (tmp_path / "solutions" / "hw" / "master.py").touch()
    result = CliRunner().invoke(coursework, ["--course", str(tmp_path), "demo-class", "hw"])
    assert "hw is not built yet. Run `coursework release hw`." in str(result.exception)


def test_the_same_seed_gives_the_same_class(tmp_path: Path, releases: Lazy[Release]) -> None:
    def contents(folder: str, students: int, seed: int) -> dict[str, bytes]:
        submissions, _ = make_class(releases[NAME], tmp_path / folder, students, seed)
        return {p.name: p.read_bytes() for p in submissions.iterdir() if p.suffix == ".ipynb"}

    first = contents("a", 20, 1)
    assert first == contents("b", 20, 1)
    assert first != contents("c", 20, 2)


@pytest.mark.parametrize("question", ["q1", "q4"])
def test_a_mistake_replaces_the_reference_if_it_defines_all_of_it(
    releases: Lazy[Release], question: str
) -> None:
    parts = parts_of(releases[NAME])
    names = {"q1": ["sigmoid"], "q4": ["relu", "heaviside"]}[question]
    for answer in [*parts.wrong[question], *parts.right[question]]:
        assert all(f"def {name}" in answer or f"{name} = " in answer for name in names)


def test_answers_define_nothing_twice_and_hold_no_markup(releases: Lazy[Release]) -> None:
    parts = parts_of(releases[NAME])
    for question, reference in parts.reference.items():
        for answer in [reference, *parts.wrong[question], *parts.right[question]]:
            functions = re.findall(r"^def (\w+)", answer, re.M)
            assert len(functions) == len(set(functions)), answer
            assert "SOLUTION" not in answer and "PROMPT" not in answer
