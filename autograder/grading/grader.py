"""The trusted grader: it runs a submission in the sandbox and judges it from outside.

The tests and the results are in this process. The submission is in a worker process, and the
reference is in another one. Each test case gets a copy of the submission's worker as it stood after
the notebook, and talks to it through a channel that carries plain data only.

A submission's way through this folder:

1. `Grader.examine` (here) reads the notebook and writes the report;
2. `GradingRun.judge` (run.py) runs the notebook, then the public cases, then the hidden cases,
   then the failed ones again with the reference;
3. `run_case` (case.py) runs one test case;
4. `question_result` (scoring.py) gives points, blame and hints.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .. import wording
from ..bundle.bundle import Bundle
from ..bundle.import_path import first_on_path
from ..bundle.testfiles import Question
from ..diagnosis.answers import Answers
from ..diagnosis.causes import Causes
from ..errors import CourseworkError
from ..report.result import NOT_GRADED, NOT_HELD, Report, total
from ..sandbox.trusted.warden import Warden
from ..sandbox.trusted.worker_handle import WorkerHandle
from ..submission.choice import is_named
from ..submission.intake import Submission, read_notebook
from ..submission.notebook import Notebook
from ..submission.written import written_answers
from .case import Outcome
from .check_places import check_cells
from .failures import log_failure
from .memory import warm_up
from .run import GradingRun
from .scoring import add_hints, answers_by_case, question_result, to_blame
from .total_score import add_written, apply_settings

NEEDS_LINUX = (
    "The sandbox needs Linux: its users, namespaces, Landlock and seccomp are what holds a "
    "submission. Elsewhere `--engine otter --public` grades the public tests alone, beside it."
)


class Grader:
    """Grades the submissions of one assignment. Use as a context manager.

    Attributes:
        bundle: The tests of the assignment.
        isolation: What holds a submission, as proven when the grader was made.
        runs_hidden: True if hidden tests may run.
    """

    def __init__(
        self,
        bundle: Bundle,
        secrets: Sequence[Path] = (),
        run_hidden_without_sandbox: bool = False,
        without: Sequence[str] = (),
        log: Path | None = None,
    ) -> None:
        """Start the sandbox and prove it.

        Args:
            bundle: An opened bundle.
            secrets: Files and folders, besides the bundle's own, that no submission may read.
            run_hidden_without_sandbox: Run hidden tests even if submissions can't be held here.
            without: Names of layers to leave out, for tests of the other layers.
            log: Where the details of an error of the grader itself go; by default to stderr.

        Raises:
            CourseworkError: This machine has no sandbox, or the sandbox does not start.
        """
        if sys.platform != "linux":
            raise CourseworkError(NEEDS_LINUX)
        self.bundle, self.log, self.without = bundle, log, without
        self.resources = contextlib.ExitStack()
        with contextlib.ExitStack() as opening:
            settings = bundle.settings
            opening.enter_context(first_on_path(bundle.files))
            self.warden = opening.enter_context(
                Warden(bundle.files, settings.limits, settings.warm, without, not bundle.native)
            )
            warm_up(settings.warm)
            self.isolation = self.warden.prove([*bundle.secrets, *secrets])
            self.resources = opening.pop_all()
        self.runs_hidden = self.isolation.held or run_hidden_without_sandbox
        self._reference: WorkerHandle | None = None

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: object) -> None:
        # A sandbox that has ended can't end its workers.
        with contextlib.suppress(CourseworkError):
            self.resources.close()

    def grade(self, submission: Submission) -> Report:
        """Grade one submission. One that can't be graded has score 0 and the reason."""
        return self.examine(submission)[0]

    def examine(
        self, submission: Submission, only: Sequence[str] = ()
    ) -> tuple[Report, dict[str, dict[str, Answers]]]:
        """Grade one submission, and return what it answered too.

        Whatever error the grader itself has with this submission, it is this submission's result:
        the report says that it was not judged, and the log has the details.

        Args:
            submission: The submission.
            only: The names of the questions to grade; by default all of them.

        Returns:
            The report, and for each question that was graded the answers to each of its cases.
        """
        start = time.monotonic()
        questions = [q for q in self.bundle.questions if not only or q.name in only]
        report = self._new_report(submission, questions)
        try:
            return self._examine(submission, questions, report, start)
        except Exception as error:
            sentence = log_failure(error, submission.id, self.log)
            report = self._new_report(submission, questions)
            _not_graded(report, self.bundle, questions, f"not judged: {sentence}")
            report.flags.append(sentence)
            report.seconds = round(time.monotonic() - start, 2)
            return report, {}

    def _examine(
        self,
        submission: Submission,
        questions: Sequence[Question],
        report: Report,
        start: float,
    ) -> tuple[Report, dict[str, dict[str, Answers]]]:
        """Grade one submission; see `examine`.

        Args:
            submission: The submission.
            questions: The questions to grade.
            report: The report to complete.
            start: When this began, a time of time.monotonic().
        """
        if self.warden.zygote.has_ended:
            self._renew_sandbox()
        run = GradingRun(
            self.bundle,
            self.warden,
            self.reference,
            self.runs_hidden,
        )
        try:
            notebook, modules = read_notebook(
                submission, self.bundle.assignment, as_otter=not self.bundle.native
            )
            outcomes = run.judge(questions, notebook.cells, modules)
            _name_other_assignment(notebook, self.bundle.assignment, run)
            _name_causes(notebook, run, questions, outcomes)
        except CourseworkError as error:
            _not_graded(report, self.bundle, questions, str(error))
            report.seconds = round(time.monotonic() - start, 2)
            return report, {}
        report.reason, report.remarks = run.first_error, run.remarks
        report.flags += list(dict.fromkeys(run.flags))
        report.leaderboard = [
            offer for q in questions for outcome in outcomes[q.name] for offer in outcome.offers
        ]
        culprits = to_blame(questions, outcomes)
        for question in questions:
            result = question_result(self.bundle, question, outcomes[question.name], culprits)
            try:
                add_hints(result, self.bundle, question, outcomes[question.name])
            except Exception as error:  # The points don't depend on hints.
                failed = log_failure(error, submission.id, self.log)
                report.flags.append(f"no hints for {question.name}: {failed}")
            report.questions.append(result)
        report.score = total(question.score for question in report.questions)
        if len(questions) == len(self.bundle.questions):
            apply_settings(report, self.bundle)
            add_written(report, self.bundle, written_answers(notebook, self.bundle.written))
        report.seconds = round(time.monotonic() - start, 2)
        answers = {q.name: answers_by_case(q, outcomes[q.name]) for q in questions}
        return report, answers

    def reference(self) -> WorkerHandle:
        """Return a worker in which the instructor's notebook has run.

        Raises:
            CourseworkError: A cell of the reference has an error.
        """
        assert self.bundle.reference is not None
        if self._reference is None or self._reference.channel.lost:
            worker = self.resources.enter_context(self.warden.worker())
            for number, source in enumerate(self.bundle.reference.cells, start=1):
                error = worker.cell(source, number)
                if error is not None:
                    words = wording.of_cell(number, source, error["type"], error["text"])
                    raise CourseworkError(f"The reference can't be run: {words}")
            self._reference = worker
        return self._reference

    def _renew_sandbox(self) -> None:
        """Start the sandbox again after it has ended. An earlier submission may have ended it."""
        settings = self.bundle.settings
        self._reference = None
        self.warden = self.resources.enter_context(
            Warden(
                self.bundle.files, settings.limits, settings.warm, self.without,
                not self.bundle.native,
            )  # fmt: skip
        )

    def _new_report(self, submission: Submission, questions: Sequence[Question]) -> Report:
        """Return a report that says how the submission is held, without results."""
        held = self.isolation
        points = sum(question.points for question in questions)
        report = Report(self.bundle.name, submission.id, 0.0, points)
        report.isolation = {"layers": list(held.layers), "held": held.held, "note": held.note}
        if not held.held:
            ran = "hidden tests run all the same" if self.runs_hidden else NOT_HELD
            report.flags.append(f"{ran}: {held.why}")
        return report


def _not_graded(
    report: Report, bundle: Bundle, questions: Sequence[Question], reason: str
) -> None:
    """Complete the report of a submission that could not be graded at all."""
    unknown = Outcome("not judged", reason=NOT_GRADED)
    report.not_graded = reason
    report.questions = [
        question_result(bundle, question, [unknown] * len(question.cases), [])
        for question in questions
    ]
    if len(questions) == len(bundle.questions):
        add_written(report, bundle)


def _name_other_assignment(notebook: Notebook, assignment: str, run: GradingRun) -> None:
    """Say so if only the cell that starts the checks tells that this is another notebook."""
    name = notebook.own_name
    if assignment and name and not notebook.assignment and not is_named(name, assignment):
        run.flags.append("its first cell names another assignment")
        run.remarks.append(
            f"This may be the notebook of another assignment: the cell that starts its checks "
            f"names {name}.ipynb, and what is graded here is {assignment}."
        )


def _name_causes(
    notebook: Notebook,
    run: GradingRun,
    questions: Sequence[Question],
    outcomes: dict[str, list[Outcome]],
) -> None:
    """Add to the first error and to the messages of public cases what the notebook shows."""
    causes = Causes(notebook)
    late = any(outcome.timed_out for of_question in outcomes.values() for outcome in of_question)
    seconds = _check_seconds(notebook, questions) if late else {}
    run.first_error = causes.explain(run.first_error)
    for question in questions:
        took = seconds.get(question.name)
        for case, outcome in zip(question.cases, outcomes[question.name]):
            if outcome.timed_out and not case.hidden and took is not None:
                outcome.message += f"; your notebook's own check took {took:.3g} s"
            if outcome.state == "failed" and not case.hidden:
                outcome.message = causes.explain(outcome.message)


def _check_seconds(notebook: Notebook, questions: Sequence[Question]) -> dict[str, float | None]:
    """Return how many wall seconds the cell with the last check of each question took, or None, by
    the question's name."""
    seconds = {cell.number: cell.seconds for cell in notebook.cells}
    checked = check_cells(questions, notebook.cells)
    return {name: seconds[number] for name, (number, _) in checked.items()}
