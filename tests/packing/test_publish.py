"""A folder for students has what was published, and nothing of another chapter."""

import dataclasses
import shutil

import pytest
from course import COURSE, NAMES

from autograder.errors import CourseworkError
from tools.authoring.master import read_master
from tools.packing.publish import (
    MARK,
    OWNER,
    merge_requirements,
    page_without,
    place_in_course,
    publish,
)
from tools.paths import Chapter, Course
from tools.proof.leaks import secret_lines

FIRST, SECOND = "hw1_neuron", "hw6_mnist"


@pytest.fixture(scope="module")
def public(releases, tmp_path_factory):
    """The first chapter, published twice into a folder that is a repository."""
    folder = tmp_path_factory.mktemp("public")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    publish([releases[FIRST], releases[SECOND]], folder)
    publish([releases[FIRST]], folder)
    return folder


def test_only_the_named_chapters_are_there(public, releases):
    assert {path.name for path in public.iterdir()} == {
        ".git", MARK, f"{FIRST}.ipynb", "nnlab", "requirements.txt", "README.md", "pictures",
        "LICENSE", "LICENSE-TEXT.md", "data", "history.md", "glossary.md", "binder",
        "troubleshooting.md",
    }  # fmt: skip
    data = {path.relative_to(public).as_posix() for path in public.rglob("data/**/*.*")}
    assert data == {f"data/hints/{FIRST}.json", f"data/release/{FIRST}.json"}
    pictures = {path.name for path in (public / "pictures").iterdir()}
    assert pictures == {f"{FIRST}.png", "neuron.svg"}
    own = {path.name for path in (releases[FIRST].student / "nnlab").iterdir()}
    assert {path.name for path in (public / "nnlab").iterdir()} == own


def test_its_repository_is_kept(public):
    assert (public / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


def test_no_file_has_an_answer_of_another_chapter(public):
    texts = {
        path: {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        for path in public.rglob("*")
        if path.suffix in (".ipynb", ".py", ".md", ".txt") or path.parent.name == "release"
    }
    for name in NAMES:
        secrets = {line for line in secret_lines(read_master(COURSE.chapter(name)))
                   if len(line) >= 16}  # fmt: skip
        for path, lines in texts.items():
            assert not lines & secrets, (path, name)


def test_the_page_is_about_the_published_chapters_alone(public):
    page = (public / "README.md").read_text(encoding="utf-8")
    assert set(OWNER.findall(page)) == {FIRST} and f"({FIRST}.ipynb)" in page
    assert not [name for name in NAMES if name != FIRST and name in page]


def test_two_chapters_have_one_library_and_one_list_of_packages(releases, tmp_path):
    folder = tmp_path / "public"
    publish([releases[FIRST], releases[SECOND]], folder)
    for release in (releases[FIRST], releases[SECOND]):
        for path in (release.student / "nnlab").rglob("*.py"):
            assert (folder / path.relative_to(release.student)).exists()
    assert (folder / "data" / "digits").is_dir()
    lines = (folder / "requirements.txt").read_text().splitlines()
    assert len(lines) == len({line.split("==")[0] for line in lines})
    assert any(line.startswith("scikit-learn==") for line in lines)


def test_a_strange_folder_is_not_overwritten(releases, tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(CourseworkError, match="holds other files"):
        publish([releases[FIRST]], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


PAGE = """# The course

| chapter | minutes |
| --- | --- |
| [1](hw1_one.ipynb) | 10 |
| [2](hw2_two.ipynb) | 20 |

![a logo](pictures/logo.png)

## One

<img src="pictures/hw1_one.png" alt="x"> Next: [two](hw2_two.ipynb).

## Two

<img src="pictures/hw2_two.png" alt="y">

## How to install

See below.
"""


def test_rows_and_sections_of_other_chapters_are_left_out():
    page = page_without(PAGE, {"hw2_two"})
    section = '## Two\n\n<img src="pictures/hw2_two.png" alt="y">\n\n'
    assert page == PAGE.replace("| [2](hw2_two.ipynb) | 20 |\n", "").replace(section, "")
    assert page_without(PAGE, {"hw1_one"}).count("One") == 0
    assert page_without(PAGE, ()) == PAGE


def test_of_two_versions_of_a_package_the_later_counts(tmp_path):
    old, new, target = (tmp_path / name for name in ("old", "new", "target"))
    old.write_text("numpy==1.0\ntqdm==4.0\n")
    new.write_text("numpy==2.0\nclick==8.0\n")
    merge_requirements([old, new], target)
    assert target.read_text() == "click==8.0\nnumpy==2.0\ntqdm==4.0\n"


@pytest.fixture
def course(releases, tmp_path):
    """A course with two chapters, and their releases."""
    course = Course(tmp_path)
    moved = []
    for name in (FIRST, SECOND):
        chapter = Chapter(course, name)
        chapter.folder.mkdir(parents=True)
        shutil.copy(COURSE.chapter(name).master, chapter.folder)
        moved.append(dataclasses.replace(releases[name], chapter=chapter))
    return course, moved


def test_the_courses_folder_has_what_its_chapters_need(course):
    course, releases = course
    assert place_in_course(releases) == []
    assert {path.name for path in course.assignments.iterdir()} == {
        f"{FIRST}.ipynb", f"{SECOND}.ipynb", "data", "pictures", "requirements.txt"
    }  # fmt: skip
    assert "scikit-learn==" in (course.assignments / "requirements.txt").read_text()


def test_what_a_chapter_leaves_behind_is_named(course):
    course, releases = course
    place_in_course(releases)
    fetched = course.assignments / "data" / "mnist" / "images.gz"
    fetched.parent.mkdir()
    fetched.write_text("fetched by a student's notebook")
    shutil.rmtree(releases[1].chapter.folder)
    left = place_in_course(releases[:1])
    names = {path.relative_to(course.assignments).parts[0] for path in left}
    assert names == {f"{SECOND}.ipynb", "data", "pictures"} and fetched not in left
    assert "scikit-learn" not in (course.assignments / "requirements.txt").read_text()


def test_one_chapter_alone_keeps_what_others_need(course):
    course, releases = course
    place_in_course(releases)
    assert place_in_course(releases[:1]) == []
    assert "scikit-learn==" in (course.assignments / "requirements.txt").read_text()


def test_the_committed_requirements_are_the_union(releases):
    lines = {
        line
        for name in NAMES
        for line in (releases[name].student / "requirements.txt").read_text().splitlines()
    }
    committed = (COURSE.assignments / "requirements.txt").read_text().splitlines()
    assert committed == sorted(lines)
