"""A new chapter passes every command exactly as `coursework new` writes it."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.errors import CourseworkError
from tools.authoring.release import build
from tools.authoring.samples import samples_of
from tools.authoring.scaffold import new_chapter
from tools.cli import coursework
from tools.packing.pack import refuse
from tools.paths import Chapter, Course
from tools.proof.verify import candidate, stubs_fail

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


def test_the_cells_that_otter_adds_by_default_disturb_no_proof(tmp_path: Path) -> None:
    chapter = new_chapter(Course(tmp_path), NAME)
    text = chapter.master.read_text(encoding="utf-8")
    for line in ("# init_cell: true\n", "# export_cell: false\n", "# check_all_cell: true\n"):
        assert line in text
        text = text.replace(line, "")
    chapter.master.write_text(text, encoding="utf-8")
    release = build(chapter)
    assert "grader.export" in release.solution.read_text(encoding="utf-8")
    with candidate(release) as subject:
        assert stubs_fail(subject) == []


def test_all_faults_of_all_files_and_chapters_are_listed_before_anything_is_built(
    tmp_path: Path,
) -> None:
    for name, old, new in [("a1_x", "points_possible: 3", "points_possible: 4"),
                           ("b2_y", "name: q1", "nam: q1")]:  # fmt: skip
        chapter = new_chapter(Course(tmp_path), name)
        text = chapter.master.read_text(encoding="utf-8")
        chapter.master.write_text(text.replace(old, new), encoding="utf-8")
        text = chapter.mistakes.read_text(encoding="utf-8")
        text = text.replace("# Try an array", "# %% q1, wrong\n# Try an array")
        chapter.mistakes.write_text(text, encoding="utf-8")
        text = chapter.samples.read_text(encoding="utf-8")
        chapter.samples.write_text(text.replace('"answers": {"q1"', '"answers": {"q9"'))
    refused = str(run(tmp_path, "release").exception)
    places = re.findall(r"^(\w+/\w+\.py)(?:, cell \d+)?(?:, line (\d+))?: ", refused, re.M)
    assert places == [
        ("a1_x/master.py", "14"), ("a1_x/mistakes.py", "3"), ("a1_x/mistakes.py", "4"),
        ("a1_x/samples.py", ""),
        ("b2_y/master.py", "44"), ("b2_y/mistakes.py", "3"), ("b2_y/mistakes.py", "4"),
    ]  # fmt: skip
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "text, message",
    [("import notthere", "can't be run: ModuleNotFoundError"),
     ("x = 1", "should define SUBMISSIONS"),
     ("SUBMISSIONS = {'a': 1}", "should define SUBMISSIONS"),
     ("SUBMISSIONS = {'a': {'answer': {}}}", "a: there is no key answer"),
     ("SUBMISSIONS = {'a': {'fails': ['q7']}}", "a: there is no question q7")],
)  # fmt: skip
def test_samples_with_a_slip_are_refused(tmp_path: Path, text: str, message: str) -> None:
    chapter = new_chapter(Course(tmp_path), NAME)
    chapter.samples.write_text(text)
    with pytest.raises(CourseworkError, match=f"^{NAME}/samples.py: {message}"):
        refuse([chapter])


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
