"""A release is what its master gives: the same bytes each time, and nothing that is secret."""

import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner
from course import COURSE, NAMES

from autograder.errors import CourseworkError
from tools.authoring.release import build, release_of
from tools.cli import coursework
from tools.packing.pack import stale_files
from tools.proof.verify import candidate, rebuilds

QUICK = "hw1_neuron"


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_of_the_course_is_up_to_date(name, releases):
    assert COURSE.chapter(name).notebook.read_bytes() == releases[name].notebook.read_bytes(), (
        f"assignments/{name}.ipynb is out of date: run `coursework release {name}`"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_rebuild_is_identical_to_the_byte(name, releases):
    with candidate(releases[name]) as release:
        assert rebuilds(release) == []
    assert stale_files(releases[name]) == []


def test_a_release_of_another_master_is_found(releases, tmp_path):
    folder = shutil.copytree(releases[QUICK].folder, tmp_path / QUICK)
    changed = replace(releases[QUICK], folder=folder)
    changed.notebook.write_text(changed.notebook.read_text().replace("neuron", "axon"))
    with candidate(changed) as release:
        faults = rebuilds(release)
    assert [fault.split(".ipynb")[0] for fault in faults] == [
        f"{QUICK}/student/{QUICK}", f"assignments/{QUICK}"
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_student_notebooks_have_no_outputs(name, releases):
    notebook = json.loads(releases[name].notebook.read_text())
    assert all(not cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_only_functions_have_the_tag_of_an_answer(name, releases):
    """A program that collects the answers by their tag gets nothing that can't be run."""
    cells = json.loads(releases[name].notebook.read_text())["cells"]
    kinds = {c["cell_type"] for c in cells if "otter_answer_cell" in c["metadata"].get("tags", [])}
    assert kinds == {"code"}


def test_a_refused_master_leaves_the_older_release_as_it_was(releases, tmp_path):
    chapter = COURSE.chapter(QUICK)
    old = release_of(chapter, tmp_path)
    shutil.copytree(releases[QUICK].folder, old.folder)
    before = old.notebook.read_bytes()
    course = replace(COURSE, root=tmp_path / "course")
    broken = replace(chapter, course=course)
    broken.folder.mkdir(parents=True)
    text = chapter.master.read_text(encoding="utf-8")
    broken.master.write_text(text.replace("points_possible: ", "points_possible: 1"))
    with pytest.raises(CourseworkError, match="points_possible is"):
        build(broken, tmp_path)
    assert old.notebook.read_bytes() == before


def test_an_unknown_chapter_is_a_sentence():
    result = CliRunner().invoke(coursework, ["release", "hw99"])
    assert isinstance(result.exception, CourseworkError)
    assert "no chapter called hw99" in str(result.exception)
