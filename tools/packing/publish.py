"""Put releases into a folder for students: a notebook for each chapter, one library, one
environment."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from autograder.errors import CourseworkError

from ..authoring.release import Release
from ..authoring.times import page_with_times
from ..course_file import Public, settings_of
from ..paths import CHECKOUT, Course
from .elsewhere import page_with_links, write_binder, write_for_colab

MARK = ".published-coursework"  # Only a publication has a file of this name.
KEPT = ".git"  # The folder of a publication's own repository.
REQUIREMENTS, PAGE, PICTURES = "requirements.txt", "README.md", "pictures"
LICENSES = ("LICENSE", "LICENSE-TEXT.md")
OWNER = re.compile(r'(?:src="pictures/|\()(\w+)\.(?:png"|ipynb\))')


def place_in_course(releases: Sequence[Release]) -> list[Path]:
    """Put notebooks, their diagrams, data and requirements into the course's own folder for
    students.

    The library is written there by hand, and so is the course page, but for its pictures and the
    times of the chapters. If all chapters of the course are placed, requirements.txt is written
    anew; otherwise their lines are added to it.

    Args:
        releases: Built releases, all of one course.

    Returns:
        If all chapters are placed, the notebooks, diagrams and data files that belong to none of
        them, and that somebody should delete.
    """
    course = releases[0].chapter.course
    folder = course.assignments
    folder.mkdir(exist_ok=True)
    for release in releases:
        shutil.copy(release.notebook, folder)
        (folder / release.hints.relative_to(release.student)).unlink(missing_ok=True)
        for name in ("data", PICTURES):
            if (release.student / name).is_dir():
                shutil.copytree(release.student / name, folder / name, dirs_exist_ok=True)
    page = folder / PAGE
    if page.exists():
        chapters = [release.chapter for release in releases]
        text = page_with_times(page.read_text(encoding="utf-8"), chapters)
        page.write_text(text, encoding="utf-8", newline="\n")
    required = [release.student / REQUIREMENTS for release in releases]
    complete = {release.name for release in releases} == {c.name for c in course.chapters()}
    if not complete and (folder / REQUIREMENTS).exists():
        required.insert(0, folder / REQUIREMENTS)
    merge_requirements(required, folder / REQUIREMENTS)
    return _leftovers(releases, folder) if complete else []


def publish(releases: Sequence[Release], folder: Path) -> None:
    """Write a clean folder for students with these chapters, and nothing of any other.

    Of the library it has only the modules that these chapters import.

    Args:
        releases: What to publish, all of one course.
        folder: A new or empty folder, or an earlier publication, whose content is replaced. A
            repository in it is kept.

    Raises:
        CourseworkError: The folder holds other files.
    """
    others = [entry for entry in folder.iterdir() if entry.name != KEPT] if folder.exists() else []
    if others and not (folder / MARK).exists():
        raise CourseworkError(
            f"{folder} holds other files. Name a new or empty folder, or an earlier publication."
        )
    course = releases[0].chapter.course
    public = settings_of(course).public
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        new = Path(scratch) / "publication"
        new.mkdir()
        for release in releases:
            shutil.copytree(
                release.student, new, dirs_exist_ok=True,
                ignore=shutil.ignore_patterns(REQUIREMENTS),
            )  # fmt: skip
        merge_requirements([r.student / REQUIREMENTS for r in releases], new / REQUIREMENTS)
        requirements = (new / REQUIREMENTS).read_text(encoding="utf-8")
        names = [release.name for release in releases]
        write_binder(new, requirements)
        write_for_colab(new, names, public, requirements)
        _copy_page(course, names, public, new)
        (new / MARK).write_text("Written by `coursework release --publish`, which replaces it.\n")
        _replace_content(new, folder)


def merge_requirements(sources: Iterable[Path], target: Path) -> None:
    """Write the lines of several requirements files to one, in the order of the packages' names.

    If two files pin the same package, the line of the later file counts.
    """
    lines = [line for path in sources for line in path.read_text(encoding="utf-8").splitlines()]
    pins = {line.partition("==")[0]: line for line in lines}
    text = "".join(f"{pins[package]}\n" for package in sorted(pins))
    target.write_text(text, encoding="utf-8", newline="\n")


def page_without(page: str, hidden: Collection[str]) -> str:
    """Return the course page without the table rows and the sections of some chapters.

    A row or a section (from one `## ` heading to the next) belongs to the first chapter of which it
    links the notebook or shows the picture.

    Args:
        page: The course page, in Markdown.
        hidden: The names of the chapters to leave out.
    """
    top, *sections = re.split(r"(?m)^(?=## )", page)
    text = "".join([top, *(section for section in sections if _owner(section) not in hidden)])
    lines = text.splitlines(keepends=True)
    return "".join(x for x in lines if not (x.startswith("|") and _owner(x) in hidden))


def _owner(text: str) -> str:
    match = OWNER.search(text)
    return match.group(1) if match else ""


def _copy_page(course: Course, names: Sequence[str], public: Public, target: Path) -> None:
    """Copy the course page, with its links, and the pictures as far as they are about these
    chapters, and the licenses."""
    page = course.assignments / PAGE
    if page.exists():
        hidden = {chapter.name for chapter in course.chapters()} - set(names)
        text = page_without(page.read_text(encoding="utf-8"), hidden)
        text = page_with_links(text, names, public)
        (target / PAGE).write_text(text, encoding="utf-8", newline="\n")
    for name in names:
        picture = course.assignments / PICTURES / f"{name}.png"
        if picture.exists():
            (target / PICTURES).mkdir(exist_ok=True)
            shutil.copy(picture, target / PICTURES)
    for name in LICENSES:
        own = course.root / name
        shutil.copy(own if own.exists() else CHECKOUT / name, target)


def _replace_content(new: Path, folder: Path) -> None:
    """Move the content of `new` to `folder`, in place of everything there but a repository."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.name == KEPT:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for entry in new.iterdir():
        shutil.move(str(entry), folder / entry.name)


def _leftovers(releases: Sequence[Release], folder: Path) -> list[Path]:
    """Return notebooks, diagrams and data in `folder` that no release has; MNIST, which is fetched,
    may be there."""
    placed = {folder / release.notebook.name for release in releases}
    for release in releases:
        for name in ("data", PICTURES):
            files = (release.student / name).rglob("*")
            placed |= {folder / path.relative_to(release.student) for path in files}
    diagrams = (folder / PICTURES).glob("*.svg")
    present = [*folder.glob("*.ipynb"), *(folder / "data").rglob("*"), *diagrams]
    return sorted(
        path for path in present
        if path.is_file() and path not in placed and folder / "data" / "mnist" not in path.parents
    )  # fmt: skip
