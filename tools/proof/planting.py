"""Plant other answers in a release's reference notebook, and grade it in the sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from autograder.bundle.bundle import open_bundle
from autograder.bundle.unpacking import read_tests_of
from autograder.diagnosis.answers import Answers, answers_of_cases, exact_to_json
from autograder.errors import CourseworkError
from autograder.grading.check_places import names_used
from autograder.grading.grader import Grader
from autograder.pool import per_core
from autograder.submission.intake import Submission, code_cells
from autograder.wording import listed

from ..authoring.release import Release
from ..authoring.samples import fill_in_answers, reference_answers
from .catalogue import Entry
from .touched import statements, touched_questions

# Which questions are graded: the one that is answered otherwise, also those that this answer can
# touch, or all of them.
Scope = Literal["own", "touched", "all"]
Task = tuple[Entry, Scope]
Plant = Callable[[Iterable[Task]], Iterator[tuple[Entry, "Planted"]]]

PATIENCE = 10.0  # A submission may use this many times its usual time: the machine may be busy.


@dataclass
class Planted:
    """The grader's verdict on one planted answer.

    Attributes:
        lost: The questions that lost points.
        public: A public check of the answer's own question failed.
        failed: The cases of that question that failed.
        answers: What its tests received, by case.
        flags: The flags of the report.
        message: What the first public check that fails says.
    """

    lost: list[str]
    public: bool
    failed: list[str]
    answers: dict[str, Answers]
    flags: list[str]
    message: str = ""

    # A bundle has a copy of nnlab of its own, which takes the place of the grader's while its tests
    # run. So the classes of that library can't be pickled then.

    def __getstate__(self) -> dict[str, Any]:
        plain = {case: exact_to_json(answers) for case, answers in self.answers.items()}
        return {**vars(self), "answers": plain}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, answers=answers_of_cases(state["answers"]))


class Planter:
    """Grades a release with other answers planted in its reference. Use as a context manager.

    A question that fails because of the planted answer is tried again with the reference's
    functions in its place. Then nothing is left of an answer that binds only these functions, so
    what came of that for one answer holds for the next answers to the same question.

    Attributes:
        tests: For each question, the names of the notebook that its tests use.
        functions: For each question, the functions that are its answer.
        excused: Pairs of questions: the one with a planted answer, and one that failed because of
            it and kept its points.
    """

    def __init__(self, release: Release, patience: float = PATIENCE) -> None:
        """Prepare to plant.

        Args:
            release: A built release.
            patience: How many times its usual time a submission may use.
        """
        import nbformat

        self.release, self.patience = release, patience
        self.student = nbformat.read(release.notebook, 4)
        self.reference = reference_answers(release)
        self.cells = [cell.source for cell in code_cells(Submission("", release.solution))]
        self.tests = {
            question.name: {name for case in question.cases for name in names_used(case)}
            for question in read_tests_of(release.bundle)
        }
        self.functions = json.loads(release.staff.read_text(encoding="utf-8"))["functions"]
        self.excused: set[tuple[str, str]] = set()

    def __enter__(self) -> Planter:
        opened = open_bundle(self.release.bundle)
        bundle = opened.__enter__()
        limits = bundle.settings.limits
        limits = replace(
            limits,
            case_seconds=limits.case_seconds * self.patience,
            submission_seconds=limits.submission_seconds * self.patience,
            wall_seconds=limits.wall_seconds * self.patience,
        )
        settings = replace(bundle.settings, limits=limits, own_credit=1.0)
        bundle = replace(bundle, settings=settings, answer_tables={})
        assert bundle.reference is not None
        self.bundle = bundle
        no_functions = replace(bundle.reference, functions=dict.fromkeys(self.functions, ()))
        self.bundle_for_own = replace(bundle, reference=no_functions)
        self.grader = Grader(bundle, run_hidden_without_sandbox=True)
        self.grader.resources.push(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self.grader.resources.close()

    def plant(self, entry: Entry, scope: Scope = "all") -> Planted:
        """Grade the reference with the source of `entry` after its own answer to the question."""
        import nbformat

        answers, question = dict(self.reference), entry.question
        if entry.source:
            answers[question] = f"{answers[question]}\n\n{entry.source}"
        notebook = nbformat.writes(fill_in_answers(self.student, answers)).encode()
        questions = self.questions(entry, scope)
        # The answers to earlier questions already are the reference's, and run faster in place.
        in_place = questions == [question] and not self.rebinds_earlier_functions(entry)
        self.grader.bundle = self.bundle_for_own if in_place else self.bundle
        report, received = self.grader.examine(Submission("planted", notebook), questions)
        if not report.graded:
            raise CourseworkError(f"{self.release.name} can't be graded: {report.not_graded}")
        cases = [case for q in report.questions if q.name == question for case in q.cases]
        public = any(case.state != "passed" and not case.hidden for case in cases)
        failed = [case.name for case in cases if case.state == "failed"]
        lost = [q.name for q in report.questions if not q.written and q.score < q.max_score]
        self.excused |= {
            (question, q.name) for q in report.questions if q.blamed_on and q.name not in lost
        }
        messages = [case.message for case in cases if case.state == "failed" and not case.hidden]
        return Planted(
            lost, public, failed, received.get(question, {}), report.flags, "".join(messages[:1])
        )

    def questions(self, entry: Entry, scope: Scope) -> list[str]:
        """Return the questions to grade."""
        if scope == "all":
            return list(self.tests)
        if scope == "own":
            return [entry.question]
        place = self.cells.index(self.reference[entry.question])
        touched = touched_questions(self.cells, place, entry.source, self.tests)
        functions = self.functions[entry.question]
        left = touched_questions(self.cells, place, entry.source, self.tests, functions)
        return [
            name for name in self.tests
            if name == entry.question
            or name in left
            or (name in touched and (entry.question, name) not in self.excused)
        ]  # fmt: skip

    def rebinds_earlier_functions(self, entry: Entry) -> bool:
        """Return True if the entry binds a name that is the answer to an earlier question."""
        order = list(self.tests)
        earlier = order[: order.index(entry.question)]
        names = {name for question in earlier for name in self.functions[question]}
        return any(statement.binds & names for statement in statements(entry.source))


@contextmanager
def planters(release: Release, jobs: int, patience: float = PATIENCE) -> Iterator[Plant]:
    """Start several processes with a planter in each, and give a function that plants in them.

    That function takes entries, each with the questions to grade, and yields each entry with the
    verdict on it, in the order in which they are graded.

    Args:
        release: A built release.
        jobs: The number of processes.
        patience: As for a Planter.

    Raises:
        CourseworkError: PyTorch is missing, and the release has questions that need it.
    """
    with open_bundle(release.bundle) as bundle:
        if bundle.unjudged:
            raise CourseworkError(
                f"PyTorch is missing here, so {listed(list(bundle.unjudged))} of {release.name} "
                f"can't be judged. Run `make torch`."
            )
    with per_core(partial(_start, release, patience), jobs) as run:

        def plant(tasks: Iterable[Task]) -> Iterator[tuple[Entry, Planted]]:
            tasks = list(tasks)
            for number, planted in run(tasks):
                yield tasks[number][0], planted

        yield plant


@contextmanager
def _start(release: Release, patience: float) -> Iterator[Callable[[Task], Planted]]:
    os.environ["OMP_NUM_THREADS"] = "1"
    with Planter(release, patience) as planter:
        yield lambda task: planter.plant(*task)
