"""A course of one's own keeps its chapters and data beside a checkout of this project."""

import csv
import json
import sys

import pytest
from click.testing import CliRunner
from course import COURSE, copied_chapter

from tools.authoring.master import read_master
from tools.authoring.release import release_of
from tools.authoring.samples import write_samples
from tools.cli import coursework
from tools.proof.answer_table import stale_answers
from tools.proof.verify import (
    answers_are_judged,
    candidate,
    nothing_leaks,
    rebuilds,
    stubs_fail,
)

NAME = "hw9_axon"


def run(root, *arguments):
    result = CliRunner().invoke(coursework, ["--course", str(root), *arguments])
    assert result.exception is None, (result.output, result.exception)
    return result.output


@pytest.fixture(scope="module")
def chapter(tmp_path_factory):
    """A new chapter, the only one of a course: a copy of hw1_neuron that also has data. Nothing
    else was edited. It is released."""
    root = tmp_path_factory.mktemp("private")
    chapter = copied_chapter(root, "hw1_neuron", NAME)
    text = chapter.master.read_text(encoding="utf-8")
    assert "#   - nnlab\n" in text
    chapter.master.write_text(text.replace("#   - nnlab\n", "#   - nnlab\n#   - data/own.csv\n"))
    (root / "data").mkdir()
    (root / "data" / "own.csv").write_text("x,y\n1,2\n")
    run(root, "release")
    return chapter


def test_everything_is_in_the_course_and_nothing_in_this_checkout(chapter):
    root = chapter.course.root
    assert {path.name for path in root.iterdir()} == {"solutions", "data", "assignments", "dist"}
    assert {path.name for path in chapter.course.assignments.iterdir()} == {
        f"{NAME}.ipynb", "data", "pictures", "requirements.txt"
    }  # fmt: skip
    release = release_of(chapter)
    assert release.folder == root / "dist" / NAME
    assert (release.student / "data" / "own.csv").read_text() == "x,y\n1,2\n"
    checks = (release.student / "nnlab" / "checks.py").read_bytes()
    assert checks == (COURSE.library / "checks.py").read_bytes()
    assert all(path.exists() for path in (release.student_zip, release.gradescope, release.bundle))
    assert not (COURSE.dist / NAME).exists()


@pytest.mark.slow
def test_its_release_is_proven(chapter):
    master = read_master(chapter)
    assert stale_answers(master) == [q.name for q in master.questions]  # Its name has changed.
    with candidate(release_of(chapter)) as release:
        for proof in (rebuilds, nothing_leaks, stubs_fail):
            assert proof(release) == []
        assert "Run `coursework mutation hw9_axon`" in answers_are_judged(release)[0]


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_its_submissions_are_graded(chapter, tmp_path):
    write_samples(release_of(chapter), tmp_path / "all")
    (tmp_path / "handed_in").mkdir()
    for name in ("right", "mistakes_a"):
        (tmp_path / "all" / f"{name}.ipynb").rename(tmp_path / "handed_in" / f"{name}.ipynb")
    output = tmp_path / "grades"
    run(chapter.course.root, "grade", NAME, str(tmp_path / "handed_in"), "--output", str(output))
    report = json.loads((output / "right.json").read_text())
    assert report["assignment"] == NAME
    assert report["score"] == report["max_score"] > 0
    with (output / "grades.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 2


def test_it_is_published(chapter, tmp_path):
    run(chapter.course.root, "release", NAME, "--publish", str(tmp_path / "public"))
    assert {path.name for path in (tmp_path / "public").iterdir()} == {
        f"{NAME}.ipynb", "nnlab", "binder", "data", "pictures", "requirements.txt",
        "LICENSE", "LICENSE-TEXT.md", ".published-coursework",
    }  # fmt: skip


def test_a_library_of_its_own_takes_the_place_of_ours(tmp_path):
    chapter = copied_chapter(tmp_path, "hw1_neuron", NAME)
    own = tmp_path / "assignments" / "nnlab"
    own.mkdir(parents=True)
    for path in COURSE.library.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        (own / path.name).write_text(text + "\n# ours\n", encoding="utf-8")
    run(tmp_path, "release", NAME)
    assert (release_of(chapter).student / "nnlab" / "checks.py").read_text().endswith("# ours\n")


def test_a_folder_without_chapters_is_a_sentence(tmp_path):
    result = CliRunner().invoke(coursework, ["--course", str(tmp_path), "release"])
    assert "holds no chapter" in str(result.exception)
