"""Pack a built release: the answer table, student.zip and gradescope.zip."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from autograder.files import write_atomically

from ..authoring.master import parse_master, read_master
from ..authoring.release import Release, master_faults
from ..authoring.samples import sample_faults, write_samples
from ..course_file import parse_settings
from ..faults import refusal
from ..paths import Chapter
from ..proof.answer_table import answer_table
from ..proof.catalogue import parse_catalogue
from ..trees import differing_files
from ..zips import write_zip
from .gradescope_zip import write_gradescope_zip
from .hint_file import write_hint_file


def refuse(chapters: Iterable[Chapter]) -> None:
    """Raise a CourseworkError that lists all that is wrong with the files of some chapters and
    with the settings of their course."""
    chapters = list(chapters)
    courses = {chapter.course for chapter in chapters}
    faults = [fault for course in courses for fault in parse_settings(course)[1]]
    for chapter in chapters:
        master = parse_master(chapter)
        faults += master_faults(master)
        faults += parse_catalogue(chapter, master.names)[1]
        faults += sample_faults(master)
    if faults:
        raise refusal(faults)


def pack(release: Release) -> None:
    """Write what instructors hand out and upload, beside the bundle of `release`.

    - answers.json: the answer table, by which the grader gives hints;
    - in the student folder, the encrypted hints for `nnlab.hint`;
    - student.zip: the student folder, for a course that hands out one chapter at a time;
    - gradescope.zip: the grader with the bundle and all that it needs.
    """
    master = read_master(release.chapter)
    answers = answer_table(master)
    write_atomically(release.answers, json.dumps(answers, sort_keys=True) + "\n")
    write_hint_file(release, master, answers)
    files = {
        f"{release.name}/{path.relative_to(release.student).as_posix()}": path.read_bytes()
        for path in sorted(release.student.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    write_zip(release.student_zip, files)
    write_gradescope_zip(release, [*master.packages, *master.optional])
    write_samples(release, release.folder / "samples")


def stale_files(release: Release) -> list[str]:
    """Pack a copy of the release, and return a sentence for each file that differs in it."""
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        copy = replace(release, folder=Path(scratch) / release.name)
        shutil.copytree(release.folder, copy.folder)
        pack(copy)
        return [
            f"{release.name}/{name} is not what is packed now. "
            f"Run `coursework release {release.name}`."
            for name in differing_files(copy.folder, release.folder)
        ]
