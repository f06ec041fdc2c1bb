"""The course of this checkout, and small courses that tests make."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.paths import Chapter, Course

COURSE = Course()
NAMES = [chapter.name for chapter in COURSE.chapters()]


def new_chapter(root: Path, name: str, master: str = "") -> Chapter:
    """Make the folder of a chapter in a course at `root`, with this master."""
    chapter = Chapter(Course(root), name)
    chapter.folder.mkdir(parents=True, exist_ok=True)
    chapter.master.write_text(master, encoding="utf-8")
    return chapter


def copied_chapter(root: Path, original: str, name: str) -> Chapter:
    """Copy a chapter of this course to a course at `root` under another name, as an author does
    who begins a new chapter: only the name in the folder's own files is changed."""
    chapter = Chapter(Course(root), name)
    shutil.copytree(COURSE.chapter(original).folder, chapter.folder)
    old, new = original.split("_")[0], name.split("_")[0]
    for path in chapter.folder.glob("*.py"):
        text = path.read_text(encoding="utf-8").replace(original, name)
        path.write_text(re.sub(rf'(?<=")\b{old}(?= q)', new, text), encoding="utf-8")
    return chapter
