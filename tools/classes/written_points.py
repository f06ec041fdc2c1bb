"""The points that people gave for written answers, beside the record of a class.

They are kept under the student, the question and a digest of the answer. So they stay if the class
is graded again, and an answer that has changed is open again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import msgspec

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.result import QuestionResult, Report, total

from .store import FOLDER

FILE = "written.json"


@dataclass(frozen=True)
class Given:
    """The points for one answer.

    Attributes:
        id: The id of the student.
        question: The name of the question.
        digest: The digest of the answer.
        points: The points.
        comment: What the person wrote to the student, or "".
    """

    id: str
    question: str
    digest: str
    points: float
    comment: str = ""


@dataclass
class WrittenPoints:
    """All points that were given in a class.

    Attributes:
        given: The points.
        secret: A random text, from which anonymous ids are made.
    """

    given: list[Given] = field(default_factory=list)
    secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def table(self) -> dict[tuple[str, str, str], Given]:
        """Return the points by student, question and digest of the answer."""
        return {(one.id, one.question, one.digest): one for one in self.given}


def digest(question: str, answer: str) -> str:
    """Return the digest of an answer. It begins with a letter, so no spreadsheet makes a number of
    it."""
    content = f"{question}\0{answer}".encode("utf-8", "surrogatepass")
    return f"k{hashlib.sha256(content).hexdigest()[:16]}"


def read_points(folder: Path) -> WrittenPoints:
    """Return the points in the folder of a class.

    Raises:
        CourseworkError: The file is damaged.
    """
    path = folder / FOLDER / FILE
    try:
        return msgspec.convert(json.loads(path.read_text("utf-8")), WrittenPoints)
    except (FileNotFoundError, NotADirectoryError):
        return WrittenPoints()
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise CourseworkError(
            f"{path} can't be read ({error}). It holds the points of written answers: restore it "
            "from a backup, or delete it and import the points again."
        ) from None


def write_points(points: WrittenPoints, folder: Path) -> None:
    """Write the points into the folder of a class."""
    write_atomically(folder / FOLDER / FILE, json.dumps(asdict(points), indent=1) + "\n")


def with_points(
    report: Report, answers: Mapping[str, str], given: Mapping[tuple[str, str, str], Given]
) -> Report:
    """Return the report of a student with the points that were given for the written answers.

    Args:
        report: The report as it was graded, with the id of the student.
        answers: The student's written answers by question.
        given: The points by student, question and digest of the answer.
    """
    questions, graded = [], []
    for question in report.questions:
        answer = answers.get(question.name)
        key = (report.submission, question.name, digest(question.name, answer or ""))
        if question.written and answer is not None and key in given:
            question = _graded(question, given[key])
            graded.append(question)
        questions.append(question)
    return replace(
        report,
        questions=questions,
        score=total([report.score, *[question.score for question in graded]]),
        max_score=total([report.max_score, *[question.max_score for question in graded]]),
    )


def _graded(question: QuestionResult, given: Given) -> QuestionResult:
    comment = f" {given.comment}" if given.comment else ""
    return replace(
        question, score=given.points, cases=[], note=f"A person graded this answer.{comment}"
    )
