"""A new chapter passes every command exactly as `coursework new` writes it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.errors import CourseworkError
from tools.authoring.samples import samples_of
from tools.authoring.scaffold import new_chapter
from tools.cli import coursework
from tools.paths import Chapter, Course

NAME = "week3_squares"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(coursework, ["--course", str(root), *arguments])


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    root = tmp_path_factory.mktemp("own")
    result = run(root, "new", NAME)
    assert result.exception is None, (result.output, result.exception)
    assert f"--course {root} release {NAME}" in result.output
    result = run(root, "release", NAME)
    assert result.exception is None, (result.output, result.exception)
    return Chapter(Course(root), NAME)


def test_its_release_is_proven_as_it_is(chapter: Chapter) -> None:
    result = run(chapter.course.root, "verify", NAME)
    assert result.exception is None, (result.output, result.exception)
    assert "holds: every stub" in result.output
    assert "FAILS" not in result.output


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_its_samples_lose_points_where_they_say(chapter: Chapter, tmp_path: Path) -> None:
    samples = chapter.course.dist / NAME / "samples"
    result = run(chapter.course.root, "grade", NAME, str(samples), "--output", str(tmp_path / "g"))
    assert result.exception is None, (result.output, result.exception)
    with (tmp_path / "g" / "grades.csv").open() as file:
        scores = {row["submission"]: float(row["score"]) for row in csv.DictReader(file)}
    lost = {name: ["q1"] if score < 3 else [] for name, score in scores.items()}
    assert lost == {name: sample["fails"] for name, sample in samples_of(chapter).items()}


@pytest.mark.parametrize("name", ["week-3", "3rd", "a b", "../hw9", "hw9/own", ""])
def test_a_name_that_stubs_could_not_carry_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseworkError, match="can't be the name of a chapter"):
        new_chapter(Course(tmp_path), name)
    assert list(tmp_path.iterdir()) == []


def test_an_older_chapter_is_not_touched(tmp_path: Path) -> None:
    chapter = new_chapter(Course(tmp_path), NAME)
    chapter.master.write_text("mine")
    with pytest.raises(CourseworkError, match="exists already"):
        new_chapter(Course(tmp_path), NAME)
    assert chapter.master.read_text() == "mine"
