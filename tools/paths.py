"""The folders of a course and of its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseworkError

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = CHECKOUT / "requirements.lock"


@dataclass(frozen=True)
class Course:
    """The folders of a course.

    Attributes:
        root: A checkout of this project, or any folder with `solutions/` in it. What is built from
            the masters goes to folders of `root`, too.
    """

    root: Path = CHECKOUT

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def library(self) -> Path:
        """The folder of `nnlab`: the course's own, or this project's if the course has none."""
        own = self.assignments / "nnlab"
        return own if own.is_dir() else CHECKOUT / "assignments" / "nnlab"

    def chapters(self, names: Sequence[str] = ()) -> list[Chapter]:
        """Return the chapters of these names, or all of them, in the order of their names.

        Raises:
            CourseworkError: No chapter has one of these names, or the course has no chapter.
        """
        known = [path.parent.name for path in sorted(self.solutions.glob("*/master.py"))]
        if not known:
            raise CourseworkError(
                f"{self.solutions} holds no chapter. A chapter is a folder with a master.py in it."
            )
        unknown = [name for name in names if name not in known]
        if unknown:
            raise CourseworkError(
                f"There is no chapter called {', '.join(unknown)} in {self.solutions}. "
                f"There are: {', '.join(known)}."
            )
        return [Chapter(self, name) for name in (names or known)]

    def chapter(self, name: str) -> Chapter:
        """Return the chapter of this name, or raise a CourseworkError."""
        return self.chapters([name])[0]


@dataclass(frozen=True)
class Chapter:
    """One chapter: the folder `solutions/NAME` with all that only staff has of it.

    Attributes:
        course: The course that the chapter belongs to.
        name: The name of the folder, of the notebook and of the assignment.
    """

    course: Course
    name: str

    @property
    def short(self) -> str:
        """The part of the name before the first "_", by which stubs and cells are named."""
        return self.name.split("_")[0]

    @property
    def folder(self) -> Path:
        return self.course.solutions / self.name

    @property
    def master(self) -> Path:
        """The notebook with solutions and tests, in Otter Assign's format."""
        return self.folder / "master.py"

    @property
    def mistakes(self) -> Path:
        """The catalogue: wrong answers with their hints, and right answers."""
        return self.folder / "mistakes.py"

    @property
    def samples(self) -> Path:
        """The answers of the sample submissions."""
        return self.folder / "samples.py"

    @property
    def calibration(self) -> Path:
        """The experiments that measure the thresholds of training checks."""
        return self.folder / "calibration.py"

    @property
    def answers(self) -> Path:
        """What the tests receive from each wrong answer; written by `coursework mutation`."""
        return self.folder / "measured" / "answers.json"

    @property
    def unseen(self) -> Path:
        """Wrong answers that the catalogue's authors never saw: a folder of HALF/READER.py."""
        return self.folder / "unseen"

    @property
    def measured_unseen(self) -> Path:
        """What the grader says of these; written by `coursework mutation --unseen`."""
        return self.folder / "measured" / "unseen.json"

    @property
    def thresholds(self) -> Path:
        """The measured thresholds; written by `coursework calibrate`."""
        return self.folder / "measured" / "thresholds.json"

    @property
    def notebook(self) -> Path:
        """The students' notebook in the course's folder for students."""
        return self.course.assignments / f"{self.name}.ipynb"
