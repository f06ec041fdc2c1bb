"""The trusted grader: runs a submission in the sandbox and judges it from outside.

The tests and the results are in this process. The submission is in a worker, and so is, in another
one, the reference. Each test case meets a fresh copy of the submission's worker as it stood after
the notebook, through a channel that carries plain data.
"""

from __future__ import annotations

import contextlib
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import words
from .bundle import Bundle
from .errors import CourseworkError
from .hints import Known, hints
from .likeness import likeness
from .plain_text import listed
from .report import NOT_GRADED, CaseResult, QuestionResult, Report, total
from .sandbox.channel import (
    Channel,
    Lost,
    NotAcross,
    NotCopied,
    StudentError,
    Tampering,
    TimedOut,
)
from .sandbox.remote import Names
from .sandbox.warden import Warden, Worker
from .submission import Cell, Submission, code_cells
from .testfiles import Case, Question, quietly
from .transcript import Transcript, transcript

STARTS = 9  # of a worker, for one submission
SHARE = 3  # times its even share of what time is left may one case take
GRACE = 2.0  # seconds that a test of its own may take beyond a case's time
NEEDS_LINUX = (
    "The sandbox needs Linux: its users, namespaces, Landlock and seccomp are what holds a "
    "submission. Elsewhere `--engine otter --public` grades the public tests alone, beside it."
)
NOT_RUN = "not run: submissions can't be held here"


@dataclass
class Outcome:
    """What came of one case. `shown`: its message is for the student, though the case is hidden;
    `again`: it is worth another try with the reference for earlier questions; `own`: it passes
    then, and `used` are the questions whose reference it used; `offers` are for the leaderboard;
    `heard`: what the submission answered."""

    passed: bool
    message: str = ""
    shown: bool = False
    again: bool = False
    own: bool = False
    used: tuple[str, ...] = ()
    offers: tuple[dict[str, Any], ...] = ()
    heard: Transcript = field(default_factory=list)


class Grader:
    """Grades the submissions of one assignment. Use as a context manager.

    `secrets` are files and folders beside the bundle's own that no submission may read. `weak` runs
    hidden tests even where submissions can't be held.
    """

    def __init__(
        self,
        bundle: Bundle,
        secrets: Sequence[Path] = (),
        weak: bool = False,
        without: Sequence[str] = (),
    ) -> None:
        if sys.platform != "linux":
            raise CourseworkError(NEEDS_LINUX)
        self.bundle = bundle
        self.resources = contextlib.ExitStack()
        with contextlib.ExitStack() as opening:
            settings = bundle.settings
            opening.enter_context(_first_on_path(bundle.files))
            self.warden = opening.enter_context(
                Warden(bundle.files, settings.limits, settings.warm, without)
            )
            self.isolation = self.warden.prove([*bundle.secrets, *secrets])
            self.resources = opening.pop_all()
        self.runs_hidden = self.isolation.held or weak
        self._reference: Worker | None = None

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.resources.close()

    def grade(self, submission: Submission) -> Report:
        """Grade one submission; one that can't be graded has score 0 and a reason."""
        return self.examine(submission)[0]

    def examine(
        self, submission: Submission, only: Sequence[str] = ()
    ) -> tuple[Report, dict[str, dict[str, Transcript]]]:
        """Grade one submission, or of it the questions named by `only`; and what it answered to
        each case of each question."""
        start = time.monotonic()
        bundle, held = self.bundle, self.isolation
        questions = [q for q in bundle.questions if not only or q.name in only]
        points = sum(case.points for question in questions for case in question.cases)
        report = Report(bundle.name, submission.id, 0.0, points)
        report.isolation = {"layers": list(held.layers), "held": held.held, "note": held.note}
        if not held.held:
            ran = "run all the same" if self.runs_hidden else NOT_RUN
            report.flags.append(f"hidden tests {ran}: {held.why}")
        if bundle.unjudged:
            names = ", ".join(bundle.unjudged)
            report.flags.append(f"not judged, because PyTorch is missing here: {names}")
        outcomes: dict[str, list[Outcome]] = {}
        try:
            cells = code_cells(submission)
            deadline = start + bundle.settings.limits.submission_seconds
            sitting = Sitting(self, questions, cells, deadline)
            outcomes = sitting.judge()
            report.reason = sitting.first_error
            report.flags += list(dict.fromkeys(sitting.flags))
        except CourseworkError as error:
            report.reason = str(error)
            report.flags.append(NOT_GRADED)
        report.leaderboard = [
            offer for found in outcomes.values() for outcome in found for offer in outcome.offers
        ]
        failed = {name for name, found in outcomes.items() if not all(o.passed for o in found)}
        report.questions = [
            self._result(question, outcomes.get(question.name), failed)
            for question in questions
        ]
        report.score = total(question.score for question in report.questions)
        report.seconds = round(time.monotonic() - start, 2)
        return report, {
            question.name: _heard(question, outcomes[question.name])
            for question in questions
            if question.name in outcomes
        }

    def reference(self) -> Worker:
        """A worker in which the instructor's notebook has run."""
        assert self.bundle.reference is not None
        if self._reference is None or self._reference.channel.lost:
            never = time.monotonic() + 1e9
            worker = self.resources.enter_context(self.warden.worker(never))
            for number, source in enumerate(self.bundle.reference.cells, start=1):
                error = worker.cell(source, number)
                if error is not None:
                    said = words.of_cell(number, source, error["type"], error["text"])
                    raise CourseworkError(f"The reference can't be run: {said}")
            self._reference = worker
        return self._reference

    def _result(
        self, question: Question, found: list[Outcome] | None, failed: set[str]
    ) -> QuestionResult:
        missing = Outcome(False, "not graded: the notebook could not be run")
        outcomes = found or [missing] * len(question.cases)
        credit = self.bundle.settings.own_credit
        rows, score = [], 0.0
        for case, outcome in zip(question.cases, outcomes):
            score += case.points * (1 if outcome.passed else credit if outcome.own else 0)
            hidden = case.hidden and not outcome.shown
            said = "" if outcome.passed else case.covers if hidden else outcome.message
            rows.append(
                CaseResult(case.name, case.hidden, outcome.passed, case.points, said, case.covers)
            )
        possible = sum(case.points for case in question.cases)
        if question.all_or_nothing and score < possible:
            score = 0.0
        result = QuestionResult(question.name, total([score]), possible, rows)
        used = {name for outcome in outcomes if outcome.own for name in outcome.used}
        if any(outcome.own for outcome in outcomes):
            order = [q.name for q in self.bundle.questions]
            result.blamed_on = sorted(used & failed or used, key=order.index)
            result.note = _blame(question.name, result.blamed_on, credit)
        known = self.bundle.known.get(question.name)
        if known and any(not outcome.passed and not outcome.own for outcome in outcomes):
            told = hints(known, _heard(question, outcomes))
            result.misconceptions = [hint.name for hint in told]
            if self.bundle.settings.policy.hints != "never":
                texts = [hint.text for hint in told] or [_likeness(known, question, outcomes)]
                result.hints = [text for text in texts if text]
        return result


class Sitting:
    """One submission before the grader."""

    def __init__(
        self, grader: Grader, questions: Sequence[Question], cells: Sequence[Cell], deadline: float
    ) -> None:
        self.grader, self.bundle, self.warden = grader, grader.bundle, grader.warden
        self.questions, self.cells, self.deadline = questions, cells, deadline
        self.first_error = ""
        self.flags: list[str] = []
        self.lost_cells: set[int] = set()
        self.worker: Worker | None = None
        self.room = contextlib.ExitStack()
        self.starts = 0
        self.careful = False  # look after each cell whether the worker can still be copied

    def judge(self) -> dict[str, list[Outcome]]:
        """The outcomes of every question's cases.

        All public cases first, for their messages are shown, and what a submission learns from a
        hidden case must not be in them. Then, without their messages, those that failed once more
        with the reference for all earlier questions.
        """
        order = [(question, case) for question in self.questions for case in question.cases]
        todo = sorted(order, key=lambda item: item[1].hidden)
        missing = Outcome(False, "not graded: the submission ended, or its time was over")
        with self.room:
            outcomes = [outcome or missing for outcome in self._all(todo, self._judge_case)]
            if self.bundle.reference is not None:
                again = [k for k, outcome in enumerate(outcomes) if outcome.again]
                for k, own in zip(again, self._all([todo[k] for k in again], self._judge_own)):
                    if own is not None:
                        outcomes[k].own, outcomes[k].used = own.passed and bool(own.used), own.used
                        outcomes[k].heard = own.heard or outcomes[k].heard
        self._note_over()
        found = {id(case): outcome for (_, case), outcome in zip(todo, outcomes)}
        return {q.name: [found[id(case)] for case in q.cases] for q in self.questions}

    def _all(
        self, todo: list[tuple[Question, Case]], judge: Callable[..., Outcome | None]
    ) -> list[Outcome | None]:
        """Judge each case; one that did not even begin is begun again. None where time or patience
        was over."""
        done: list[Outcome | None] = []
        while len(done) < len(todo) and (worker := self._ready()) is not None:
            outcome = judge(worker, *todo[len(done)], self._until(len(todo) - len(done)))
            if outcome is not None:
                done.append(outcome)
        return done + [None] * (len(todo) - len(done))

    def _ready(self) -> Worker | None:
        """The worker in which the notebook has run, begun anew where it is lost, without the cell
        that ended it."""
        while self.worker is None or self.worker.channel.lost:
            self.room.close()
            self._note_over()
            lost = self.worker.channel.lost if self.worker is not None else None
            self.careful = self.careful or isinstance(lost, NotCopied)
            self.starts += 1
            if self.starts > STARTS or time.monotonic() > self.deadline:
                return None
            self.worker = self.room.enter_context(self.warden.worker(self.deadline))
            self._run_cells(self.worker)
        return None if time.monotonic() > self.deadline else self.worker

    def _until(self, cases: int) -> float:
        """When the next of so many cases is over: one that hangs leaves time for the others."""
        now = time.monotonic()
        share = SHARE * (self.deadline - now) / cases
        return now + min(self.bundle.settings.limits.case_seconds, share)

    def _run_cells(self, worker: Worker) -> None:
        """Run the notebook, up to a cell that ends the worker. The first error is kept."""
        for cell in self.cells:
            if cell.number in self.lost_cells:
                continue
            try:
                error = worker.cell(cell.source, cell.number)
                if self.careful:
                    worker.try_copies()
            except Lost as lost:
                self.lost_cells.add(cell.number)
                self._flag(lost, f"cell {cell.number}")
                kind = "TimeoutError" if isinstance(lost, TimedOut) else "Lost"
                said = words.of_cell(cell.number, cell.source, kind, worker.over or str(lost))
                self.first_error = self.first_error or said
                return
            except StudentError as odd:
                error = {"type": "Error", "text": str(odd), "line": 0}
            if error is not None and not self.first_error:
                self.first_error = words.of_cell(
                    cell.number, cell.source, error["type"], error["text"], error["line"]
                )

    def _judge_case(
        self, worker: Worker, question: Question, case: Case, until: float
    ) -> Outcome | None:
        """One case as the submission stands. None where the worker was gone before it began."""
        if case.hidden and not self.grader.runs_hidden:
            return Outcome(False, NOT_RUN, shown=True)
        if case.refusal:
            self.flags.append(f"{case.name} can't be run: {case.refusal}")
            return Outcome(False, f"not run: {case.refusal}", shown=True)
        with contextlib.ExitStack() as stack:
            try:
                channel = stack.enter_context(worker.case(until))
            except Lost:
                return None
            return self._meet(channel, case)

    def _judge_own(
        self, worker: Worker, question: Question, case: Case, until: float
    ) -> Outcome | None:
        """One case with the reference's functions for every earlier question. Not for later ones:
        an answer may lean on what came before it, and on nothing else."""
        with contextlib.ExitStack() as stack:
            try:
                channel = stack.enter_context(worker.case(until))
            except Lost:
                return None
            used: set[str] = set()
            try:
                reference = stack.enter_context(self.grader.reference().case(until))
                answers = self._answers(Names(reference, {}), question, used)
                channel.ask("bind", answers)
            except (CourseworkError, Lost, StudentError) as error:
                self.flags.append(f"the reference can't stand in: {error}")
                return Outcome(False)
            outcome = self._meet(channel, case)
            outcome.used = tuple(used)
            return outcome

    def _meet(self, channel: Channel, case: Case) -> Outcome:
        """Run a case against what a channel leads to."""
        outcome = self._run(channel, case)
        outcome.heard = transcript(channel.heard)
        return outcome

    def _run(self, channel: Channel, case: Case) -> Outcome:
        try:
            names = Names(channel, self.bundle.settings.inplace)
            _seed(self.bundle.seed, case.name)
            _take_offers()
            with quietly(), _overdue(channel.deadline + GRACE):
                case.run(names)
        except Exception as error:
            return self._failure(channel, case, error)
        if channel.lost or channel.not_across:
            return self._failure(channel, case, channel.lost or NotAcross(channel.not_across))
        return Outcome(True, offers=_take_offers() if case.hidden else ())

    def _answers(
        self, names: Names, question: Question, used: set[str]
    ) -> dict[str, Callable[..., Any]]:
        assert self.bundle.reference is not None
        order = [q.name for q in self.bundle.questions]
        return {
            name: _noting(names[name], earlier, used)
            for earlier in order[: order.index(question.name)]
            for name in self.bundle.reference.functions.get(earlier, ())
            if name in names
        }

    def _failure(self, channel: Channel, case: Case, error: Exception) -> Outcome:
        if channel.not_across and not channel.lost:
            self.flags.append(f"{case.name} can't be run here: {channel.not_across}")
            return Outcome(False, f"not run: {channel.not_across}", shown=True)
        if channel.lost:
            self._flag(channel.lost, case.name)
            over = self.worker.over if self.worker is not None else ""
            return Outcome(False, over or str(channel.lost), again=True)
        kind = getattr(error, "type_name", "") or type(error).__name__
        return Outcome(False, words.of_error(kind, str(error)), again=True)

    def _note_over(self) -> None:
        if self.worker is not None and self.worker.over:
            self.flags.append(self.worker.over)

    def _flag(self, lost: Exception, where: str) -> None:
        if isinstance(lost, Tampering):
            self.flags.append(f"tampering, {where}: {lost}")


def _heard(question: Question, outcomes: Sequence[Outcome]) -> dict[str, Transcript]:
    return {case.name: outcome.heard for case, outcome in zip(question.cases, outcomes)}


def _likeness(known: Known, question: Question, outcomes: Sequence[Outcome]) -> str:
    """What the first failing hidden case heard, in words, where all public ones pass: a public one
    has said more."""
    failing = [(c, o) for c, o in zip(question.cases, outcomes) if not o.passed and not o.own]
    if not failing or not all(case.hidden for case, _ in failing):
        return ""
    case, outcome = failing[0]
    return likeness(known.right.get(case.name, []), outcome.heard)


def _noting(function: Any, question: str, used: set[str]) -> Callable[..., Any]:
    def noting(*args: Any, **kwargs: Any) -> Any:
        used.add(question)
        return function(*args, **kwargs)

    return noting


def _blame(question: str, others: list[str], credit: float) -> str:
    said = f"Your {question} is right by itself; it fails because of {listed(others)}."
    if credit == 1:
        return said
    worth = f"{credit:.0%} of its points" if credit else "no points until then"
    return f"{said} By itself it gets {worth}."


def _seed(seed: int, case: str) -> None:
    """Draw what a test draws from NumPy's or Python's global state from the staff's seed."""
    random.seed(f"{seed} {case}")
    np.random.seed(random.getrandbits(32))


def _take_offers() -> tuple[dict[str, Any], ...]:
    """What tests have left for the leaderboard since this was last asked: the tests run in this
    process, and a submission never does."""
    offered = getattr(sys.modules.get("nnlab.checks"), "offered", [])
    taken = tuple(offered)
    offered.clear()
    return taken


@contextlib.contextmanager
def _overdue(until: float) -> Iterator[None]:
    """End a test that runs on in this process, misled by what a submission returned."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TimedOut("it took too long")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, max(0.01, until - time.monotonic()))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _first_on_path(folder: Path) -> Iterator[None]:
    """Have the tests import what ships beside the notebook, and forget it afterwards."""
    sys.path.insert(0, str(folder))
    shadowed = {name: module for name, module in sys.modules.items() if _ships(name, folder)}
    for name in shadowed:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if _ships(name, folder)]:
            del sys.modules[name]
        sys.modules.update(shadowed)


def _ships(module: str, folder: Path) -> bool:
    top = module.partition(".")[0]
    return (folder / top).is_dir() or (folder / f"{top}.py").is_file()
