"""The measured thresholds of a chapter's training checks, as masters ask for them.

A master writes `threshold("hw4_xor", "twenty_hidden").public` in a test. `coursework release`
replaces that by the number, so that students and graders need neither this module nor the file
that it reads.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from autograder.errors import CourseworkError

from ..paths import Chapter, Course

IMPORT = re.compile(r"^[ \t]*from tools\.authoring\.measured import threshold\n?", re.M)
CALL = re.compile(r'\bthreshold\("(\w+)", "(\w+)"\)\.(public|graded)\b')


class Threshold(NamedTuple):
    """The limits of a training check.

    Attributes:
        public: The limit of the check in the notebook.
        graded: The limit of the hidden test, which is easier to reach.
    """

    public: float
    graded: float


def threshold(assignment: str, experiment: str) -> Threshold:
    """Return the thresholds of an experiment, for a master that is run as it is.

    The course is the one that the working folder is in, or this project's own course.

    Raises:
        CourseworkError: Nothing of that name has been measured.
    """
    folders = [Path.cwd(), *Path.cwd().parents]
    courses = [Course(folder) for folder in folders if (folder / "solutions" / assignment).is_dir()]
    course = courses[0] if courses else Course()
    return threshold_of(course.chapter(assignment), experiment)


def threshold_of(chapter: Chapter, experiment: str) -> Threshold:
    """Return the thresholds of an experiment of `chapter`, or raise a CourseworkError."""
    path = chapter.thresholds
    measured = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if experiment not in measured:
        raise CourseworkError(
            f"{chapter.name} has no threshold called {experiment}. It has: "
            f"{', '.join(sorted(measured)) or 'none'}. `coursework calibrate {chapter.name}` "
            f"measures the experiments in {chapter.calibration.name}."
        )
    return Threshold(float(measured[experiment]["public"]), float(measured[experiment]["graded"]))


def fill_in_thresholds(source: str, course: Course) -> str:
    """Return the source of a cell with each measured threshold written out as a number."""

    def number(call: re.Match[str]) -> str:
        assignment, experiment, field = call.groups()
        return repr(getattr(threshold_of(course.chapter(assignment), experiment), field))

    return CALL.sub(number, IMPORT.sub("", source))
