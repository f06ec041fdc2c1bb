"""What `coursework grade` says at its end, and what it takes from the course."""

from __future__ import annotations

import nbformat

from autograder.wording import number

from ..authoring.release import release_of
from ..course_file import settings_of
from ..grading.tables import mistakes, scores
from ..paths import Course
from ..terminal import console, say
from .late import LatePolicy
from .record import Grades

MOST_ROWS = 100  # The table of a larger class is not shown on the terminal.


def policy_of(course: Course) -> LatePolicy:
    """Return the course's policy on lateness, from its `course.toml`.

    Raises:
        CourseworkError: Something in the file is wrong.
    """
    settings = settings_of(course)
    return LatePolicy(settings.late.grace_minutes, settings.late.percent_per_day, settings.due)


def release_cells(course: Course, name: str) -> tuple[str, ...]:
    """Return the code cells of the students' notebook, or none for a bundle of another course."""
    if name.endswith(".zip"):
        return ()
    notebook = release_of(course.chapter(name)).notebook
    if not notebook.exists():
        return ()
    cells = nbformat.read(notebook, 4).cells
    return tuple(cell.source for cell in cells if cell.cell_type == "code")


def show_grades(grades: Grades) -> None:
    """Print the scores, or their mean if there are many, and the recognized mistakes."""
    if len(grades) <= MOST_ROWS:
        console.print(scores(grades))
    else:
        graded = [report.score for report in grades if not report.no_score]
        mean = sum(graded) / len(graded) if graded else 0.0
        say(f"{len(grades)} students, {len(graded)} graded; the mean is {number(mean)}.")
    if any(report.mistakes() for report in grades):
        console.print(mistakes(grades))
