import json

import pytest
from click.testing import CliRunner

from autograder.errors import CourseworkError
from tools import places
from tools.cli import coursework
from tools.master import read_master
from tools.release import publish, release_of
from tools.verify import leaks, rebuilds, stubs_fail

NAMES = places.assignment_names()


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_release_is_up_to_date(name, releases):
    committed, built = places.ASSIGNMENTS / name, releases[name].student
    files = [p.relative_to(built) for p in built.rglob("*") if p.is_file()]
    assert files
    for file in files:
        assert (committed / file).read_bytes() == (built / file).read_bytes(), (
            f"assignments/{name}/{file} is out of date: run `coursework release {name}`"
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_rebuild_is_identical_to_the_byte(name, releases):
    assert rebuilds(read_master(places.SOLUTIONS / f"{name}.py"), releases[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaks(name, releases):
    assert leaks(read_master(places.SOLUTIONS / f"{name}.py"), releases[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_stub_fails_every_case_and_the_reference_none(name, releases):
    assert stubs_fail(read_master(places.SOLUTIONS / f"{name}.py"), releases[name]) == []


def test_a_planted_solution_is_found(releases, tmp_path):
    import dataclasses
    import shutil

    name = NAMES[0]
    student = shutil.copytree(releases[name].student, tmp_path / name)
    master = read_master(places.SOLUTIONS / f"{name}.py")
    solution = json.loads(releases[name].solution.read_text())
    notebook = json.loads((student / f"{name}.ipynb").read_text())
    notebook["cells"][-1]["outputs"] = solution["cells"]
    (student / f"{name}.ipynb").write_text(json.dumps(notebook))
    found = leaks(master, dataclasses.replace(releases[name], student=student))
    assert any("solution of q1" in fault for fault in found)


@pytest.mark.parametrize("name", NAMES)
def test_student_notebooks_have_no_outputs(name, releases):
    notebook = json.loads(releases[name].notebook.read_text())
    assert all(not cell.get("outputs") for cell in notebook["cells"])


def test_publish_writes_only_what_students_may_see(tmp_path):
    folder = tmp_path / "public"
    publish(NAMES, folder)
    publish(NAMES, folder)
    names = {p.name for p in folder.iterdir()}
    assert names == {
        *NAMES, "README.md", "LICENSE-TEXT.md", "pictures", ".published-coursework"}  # fmt: skip
    assert not list(folder.rglob("*solution*"))


def test_publish_does_not_overwrite_a_strange_folder(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(CourseworkError, match="holds other files"):
        publish(NAMES, tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "mine"


def test_an_unknown_assignment_is_a_sentence():
    result = CliRunner().invoke(coursework, ["release", "hw99"])
    assert isinstance(result.exception, CourseworkError)
    assert "no assignment called hw99" in str(result.exception)


def test_release_places():
    assert release_of("hw1_neuron").bundle == places.DIST / "hw1_neuron" / "autograder.zip"
