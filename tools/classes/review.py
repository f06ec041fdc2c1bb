"""The page that students get after the deadline: what each hidden test covers, and what went wrong
most often.

Of a mistake the page has the hint alone: its name in the catalogue is for the staff, and its code
is next to an answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.html_page import templates
from autograder.wording import one_line

from ..authoring.master import Case, Question, read_master
from ..paths import Chapter
from ..proof.catalogue import Catalogue, read_catalogue
from .record import Grades

NAME = "review.html"
COMMON = 2  # A mistake of a class is common if at least this many students made it.


@dataclass(frozen=True)
class Mistake:
    """A mistake of a question.

    Attributes:
        hint: What a student who made it is told.
        count: How many students of the class made it; 0 if there is no class.
    """

    hint: str
    count: int = 0


@dataclass(frozen=True)
class ReviewedQuestion:
    """What the page says of a question.

    Attributes:
        label: Its name and its title.
        points: What it is worth.
        hidden: Its hidden tests.
        mistakes: The common mistakes, the most frequent ones first.
    """

    label: str
    points: float
    hidden: list[Case]
    mistakes: list[Mistake]


def write_review(chapter: Chapter, path: Path, grades: Grades | None = None) -> Path:
    """Write the page of a chapter and return its path.

    Args:
        chapter: The chapter.
        path: The file.
        grades: The class whose mistakes are shown; by default those of the chapter's catalogue are.

    Raises:
        CourseworkError: The class was graded in another assignment, or the file can't be written.
    """
    page = review_page(chapter, grades)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, page)
    except OSError as error:
        raise CourseworkError(f"{path} can't be written: {error.strerror}.") from None
    return path


def review_page(chapter: Chapter, grades: Grades | None = None) -> str:
    """Return the page of a chapter as HTML. The arguments are those of `write_review`."""
    if grades is not None and grades.record.assignment != chapter.name:
        raise CourseworkError(
            f"{grades.folder} holds grades of {grades.record.assignment}. Name a folder with "
            f"grades of {chapter.name}."
        )
    catalogue = read_catalogue(chapter)
    graded, counts = counted(grades) if grades is not None else (0, Counter())
    questions = [
        _reviewed(question, catalogue.of(question.name), counts, of_class=grades is not None)
        for question in read_master(chapter).questions
    ]
    return _template().render(
        name=chapter.name, questions=questions, graded=graded, of_class=grades is not None,
        common=COMMON,
    )  # fmt: skip


def counted(grades: Grades) -> tuple[int, Counter[tuple[str, str]]]:
    """Return how many submissions were graded, and how many of them have each mistake, by the names
    of the question and of the mistake."""
    graded, counts = 0, Counter[tuple[str, str]]()
    for report in grades:
        graded += report.graded
        for question in report.questions:
            # Where two mistakes explain an answer, their names are joined.
            names = {part for name in question.misconceptions for part in name.split("; ")}
            counts.update((question.name, name) for name in names)
    return graded, counts


def _reviewed(
    question: Question, catalogue: Catalogue, counts: Counter[tuple[str, str]], of_class: bool
) -> ReviewedQuestion:
    by_hint: Counter[str] = Counter()  # Mistakes with one hint are one mistake on this page.
    for entry in catalogue.wrong:
        by_hint[entry.hint] += counts[question.name, entry.name]
    mistakes = [
        Mistake(hint, count) for hint, count in by_hint.most_common()
        if count >= COMMON or not of_class
    ]  # fmt: skip
    label = f"{question.name}: {one_line(question.title)}" if question.title else question.name
    hidden = [case for case in question.cases if case.hidden]
    return ReviewedQuestion(label, question.points, hidden, mistakes)


@cache
def _template() -> jinja2.Template:
    environment = templates("tools.classes")
    environment.filters.update(line=lambda text: one_line(text, 2000))
    return environment.get_template("review.html.j2")
