"""Begin a chapter: a master with one question, its wrong and right answers, sample submissions."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files

from autograder.errors import CourseworkError

from ..paths import CHECKOUT, Chapter, Course

TEMPLATES = "templates"
JUPYTEXT = "jupytext.toml"  # JupyterLab reads it when it saves a master.
NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


def new_chapter(course: Course, name: str) -> Chapter:
    """Write the files of a new chapter, and Jupytext's settings if the course has none.

    Args:
        course: The course that gets the chapter.
        name: The name of the chapter. Its stubs are named by what stands before the first "_".

    Raises:
        CourseworkError: The name can't be that of a chapter, or there is a folder of this name.
    """
    if not NAME.fullmatch(name):
        raise CourseworkError(
            f"{name!r} can't be the name of a chapter. Write a letter, then letters, digits and "
            "underscores, such as hw9_own."
        )
    chapter = Chapter(course, name)
    if chapter.folder.exists():
        raise CourseworkError(f"{chapter.folder} exists already. Choose another name.")
    targets = chapter.master, chapter.mistakes, chapter.samples
    texts = [_text(path.name, chapter) for path in targets]
    chapter.folder.mkdir(parents=True)
    for path, text in zip(targets, texts):
        path.write_text(text, encoding="utf-8", newline="\n")
    if not (course.root / JUPYTEXT).exists():
        shutil.copy(CHECKOUT / JUPYTEXT, course.root)
    return chapter


def _text(file: str, chapter: Chapter) -> str:
    template = files(__package__) / TEMPLATES / f"{file}.txt"
    text = template.read_text(encoding="utf-8")
    return text.replace("{name}", chapter.name).replace("{short}", chapter.short)
