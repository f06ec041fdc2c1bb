"""One submission being graded: its worker, its notebook and its cases.

The steps are in `GradingRun.judge`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nnlab import rest_of_cell

from .. import wording
from ..bundle.bundle import Bundle
from ..bundle.testfiles import Case, Question
from ..errors import CourseworkError
from ..sandbox.protocol.policy import Limits
from ..sandbox.trusted.budget import Budget
from ..sandbox.trusted.channel import Channel
from ..sandbox.trusted.errors import Lost, NotCopied, StudentError, Tampering, TimedOut
from ..sandbox.trusted.names import Names
from ..sandbox.trusted.shared_copy import SharedCopy
from ..sandbox.trusted.warden import Warden
from ..sandbox.trusted.worker_handle import WorkerHandle
from ..submission.intake import Cell
from .beside import judge_file
from .case import Outcome, not_judged, run_case
from .changes import CHANGED, Changes
from .check_places import CheckPlace, names_used, places
from .lacking import lacking_names
from .tools import Tools

# A submission's worker is started again after its notebook, or something that its notebook has
# started, has ended it; at most this many times in all. What a case does never counts.
MAX_STARTS = 9
MAX_SHARE = 3.0  # A case may use at most this many times (seconds left / cases left).

# Why a second try with the reference's functions could not be made, in the grader's own words.
NOT_BOUND = "the submission did not take the reference's functions"
REFERENCE_LOST = "the worker of the reference was lost"

# When the cells have used up their share of the time, each further one has up to FAIR_SECONDS, so
# that definitions after long experiments still run. Together these take EXTRA_SHARE of the time,
# and each at most a third of what is left of that, but never less than LEAST_SECONDS.
FAIR_SECONDS, LEAST_SECONDS, EXTRA_SHARE = 2.0, 0.2, 0.2

NOT_REACHED = "not reached: the submission ended again and again"
NO_LAST_CELL = float("inf")  # The notebook runs to its end.

Item = tuple[Question, Case]


class GradingRun:
    """One submission being graded. Call `judge` once.

    Attributes:
        first_error: The first error of the notebook, in words, or "". It is a text of the
            submission, so it is settled when the first hidden case begins: what the notebook does
            when it runs again after that is not shown.
        flags: Remarks for the staff.
        remarks: What the student should know of the run of the notebook.
    """

    def __init__(
        self,
        bundle: Bundle,
        warden: Warden,
        reference: Callable[[], WorkerHandle],
        runs_hidden: bool,
    ) -> None:
        """Prepare to grade a submission.

        Args:
            bundle: The tests.
            warden: The sandbox that starts the submission's worker.
            reference: A function that returns a worker in which the reference has run.
            runs_hidden: True if hidden cases may run.
        """
        self.bundle, self.warden, self.reference = bundle, warden, reference
        self.runs_hidden, self.limits = runs_hidden, bundle.settings.limits
        self.wall_end = time.monotonic() + self.limits.wall_seconds
        self.earlier_seconds = 0.0  # What the submission's earlier workers have used.
        self.first_error = ""
        self.flags: list[str] = []
        self.remarks: list[str] = []
        self.places: dict[str, CheckPlace] = {}
        self.cut_cells: set[int] = set()  # The numbers of cells that were interrupted.
        self.continued_cells: set[int] = set()  # The numbers of cells run on below an error.
        self.last_cell = NO_LAST_CELL  # The number of the last cell that is run,
        self.last_line = 0  # and its last line, or 0 for all of it.
        self.cells: Sequence[Cell] = ()
        self.modules: Mapping[str, bytes] = {}
        self.tools: Tools | None = None  # For the tests of other courses,
        self.changes: Changes | None = None  # and what they change.
        self.errors: dict[int, str] = {}  # The errors of cells, by their numbers.
        self.lost_cells: set[int] = set()  # The numbers of cells that ended the worker.
        self.worker: WorkerHandle | None = None
        self.copy = SharedCopy(is_shared=bundle.native)
        self.resources = contextlib.ExitStack()
        self.starts = 0
        self.hidden_has_begun = False
        self.case_has_begun = False  # True if a case has begun in the current worker.
        self.check_after_each_cell = False  # True: see after each cell if copies can be made.

    def judge(
        self,
        questions: Sequence[Question],
        cells: Sequence[Cell],
        modules: Mapping[str, bytes] | None = None,
    ) -> dict[str, list[Outcome]]:
        """Grade the cells of a notebook and return the outcomes of each question's cases.

        Messages of public cases are shown to students. All public cases run before the first hidden
        one, so that no message has what a submission learned from a hidden case.

        Args:
            questions: The questions to grade.
            cells: The code cells of the notebook.
            modules: The student's own modules by their path beside the notebook.
        """
        self.cells, self.modules = cells, modules or {}
        self.places = places(questions, cells)
        if not self.bundle.native:
            self.tools = Tools([cell.source for cell in cells], self.bundle.files)
            self.changes = Changes(questions, cells)
        items = [(question, case) for question in questions for case in question.cases]
        outcomes = {
            id(case): not_judged(question, case, self.bundle, self.runs_hidden)
            for question, case in items
        }
        for outcome in filter(None, outcomes.values()):
            self._note_flags(outcome)
        to_run = [item for item in items if outcomes[id(item[1])] is None]
        public = [item for item in to_run if not item[1].hidden]
        hidden = [item for item in to_run if item[1].hidden]
        with self.resources:
            self._worker_after_notebook()
            outcomes.update(self._judge_in_place(public, cases_after=len(hidden)))
            outcomes.update(self._judge_in_place(hidden))
            if self.bundle.reference is not None:
                self._retry_with_reference(to_run, outcomes)
            if self.bundle.settings.beside == "if needed":
                self._judge_beside(questions, outcomes)
            if self.changes is not None:
                self._carry_changes(items, outcomes, self.changes)
        self._note_bound()
        if self.changes is not None:
            self._excuse(items, outcomes)
        missed = Outcome("failed", NOT_REACHED)
        if self._time_is_over():
            seconds = self.limits.submission_seconds
            words = f"not reached: {wording.not_ended(seconds, 'what came before it')}"
            missed = Outcome("failed", words, timed_out=True)
        return {
            question.name: [outcomes[id(case)] or missed for case in question.cases]
            for question in questions
        }

    def _excuse(self, items: Sequence[Item], outcomes: dict[int, Outcome | None]) -> None:
        """Judge no case that uses a name for which the sandbox lacks something: Otter may judge it
        in another way."""
        lacking = lacking_names(self.cells, self.errors)
        for _, case in items:
            reason = next((lacking[name] for name in names_used(case) if name in lacking), "")
            if reason:
                words = f"{reason}, which is not available when a notebook is graded"
                self._withdraw(case, outcomes, words)

    def _carry_changes(
        self, items: Sequence[Item], outcomes: dict[int, Outcome | None], changes: Changes
    ) -> None:
        """Judge once more the cases that use what an earlier test changes, after that test."""
        for question, case in items:
            outcome = outcomes[id(case)]
            if outcome is None or outcome.state == "not judged":
                continue
            if not changes.earlier(question, case):
                continue
            again = None
            if changes.can_run_before(question, case):
                self._stop_after(self.places.get(question.name))
                again = self._judge_after(question, case, outcome.beside, changes)
            if again is None or again.state == "not judged":
                self._withdraw(case, outcomes, CHANGED)
            elif again.state != outcome.state:
                outcome.state = again.state
                outcome.message = "" if again.state == "passed" else CHANGED
        self._stop_after(None)

    def _judge_after(
        self, question: Question, case: Case, is_beside: bool, changes: Changes
    ) -> Outcome | None:
        """Judge a case after the earlier cases that change what it uses. None if that fails."""
        if not is_beside:
            after = changes.after(question, case)
            return self._judge_all([(question, after)]).get(id(after)) if after else None
        number, worker = question.cases.index(case), self._worker_after_notebook()
        if worker is None:
            return None
        before = [(q, q.cases.index(c)) for q, c in changes.earlier(question, case)]
        with contextlib.suppress(Lost):
            seconds = self._seconds_for_case(1)
            return judge_file(worker, question, [number], seconds, before=before).get(number)
        return None

    def _withdraw(
        self, case: Case, outcomes: dict[int, Outcome | None], words: str
    ) -> None:
        """Leave a case that was judged unjudged, for a reason."""
        outcome = outcomes[id(case)]
        if outcome is not None and outcome.state != "not judged":
            outcomes[id(case)] = Outcome("not judged", reason=words)
            self.flags.append(f"{case.name} was not judged: {words}")

    def _judge_in_place(
        self, items: Sequence[Item], cases_after: int = 0
    ) -> dict[int, Outcome]:
        """Judge cases after the whole notebook, or where their question's check stands.

        The place matters if a name of the question is bound anew below its check. With a reference,
        such a case is judged at the place only if it fails after the notebook, so that the better
        of both counts. Otherwise it is judged at the place alone, as Otter does.

        Args:
            items: The cases, with their questions.
            cases_after: How many cases still have to be judged after these.
        """
        better_counts = self.bundle.reference is not None
        placed = [item for item in items if item[0].name in self.places]
        at_end = [item for item in items if better_counts or item[0].name not in self.places]
        outcomes = self._judge_all(at_end, cases_after=cases_after + len(placed))
        if better_counts:
            placed = [i for i in placed if id(i[1]) in outcomes and outcomes[id(i[1])].retry]
        for name in dict.fromkeys(question.name for question, _ in placed):
            place = self.places[name]
            self._stop_after(place)
            for key, outcome in self._judge_all([i for i in placed if i[0].name == name]).items():
                if outcome.state == "passed" or not better_counts:
                    outcomes[key] = outcome
            self._remark_place(name, place, better_counts)
        self._stop_after(None)
        return outcomes

    def _stop_after(self, place: CheckPlace | None) -> None:
        """Have the notebook run up to a check, or to its end, from now on, in a new worker."""
        cell, line = (place.cell, place.line) if place else (NO_LAST_CELL, 0)
        if (cell, line) != (self.last_cell, self.last_line):
            self.resources.close()
            self._note_bound()
            self.earlier_seconds = self._used_seconds()
            self.worker, self.starts = None, 0
            self.last_cell, self.last_line = cell, line
            self.case_has_begun = False

    def _remark_place(self, question: str, place: CheckPlace, better_counts: bool) -> None:
        also, counts = (" also", "; the better result counts") if better_counts else ("", "")
        verb = "is" if len(place.names) == 1 else "are"
        remark = (
            f"{question} was{also} judged where its check stands, because "
            f"{wording.listed(list(place.names))} {verb} used again further down{counts}."
        )
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _judge_all(
        self, items: Sequence[Item], with_reference: bool = False, cases_after: int = 0
    ) -> dict[int, Outcome]:
        """Judge the cases in order.

        If the worker dies before a case has started, start a new worker and repeat that case.

        Args:
            items: The cases, with their questions.
            with_reference: Bind the reference's functions of earlier questions first.
            cases_after: How many cases still have to be judged after these.

        Returns:
            The outcomes by the id of the case. Cases not reached in time have none.
        """
        outcomes: dict[int, Outcome] = {}
        with self.copy:
            while len(outcomes) < len(items):
                worker = self._worker_after_notebook()
                if worker is None:
                    break
                question, case = items[len(outcomes)]
                seconds = self._seconds_for_case(len(items) - len(outcomes) + cases_after)
                self.hidden_has_begun |= case.hidden
                if with_reference:
                    outcome = self._judge_again(worker, question, case, seconds)
                else:
                    outcome = self._judge(worker, case, seconds)
                if outcome is not None:
                    self.case_has_begun = True
                    self._note_flags(outcome)
                    outcomes[id(case)] = outcome
        return outcomes

    def _judge(self, worker: WorkerHandle, case: Case, seconds: float) -> Outcome | None:
        """Judge one case in a copy of the worker. None if the worker died before it began.

        A public case that does not pass in a copy in which others have run is judged again in a
        fresh one. If it passes there, the copies are not as they seem, and none is shared any more.
        A hidden case is judged once: a second call would tell a submission that its first answer
        was wrong.
        """
        is_second_try = False
        while True:
            with contextlib.ExitStack() as stack:
                try:
                    budget = worker.budget(seconds)
                    channel = stack.enter_context(self.copy.case(worker, budget))
                except Lost:
                    return None
                is_last_try = case.hidden or not self.copy.was_used
                outcome = self._run(worker, case, channel, budget, is_last_try)
            if outcome.state == "passed":
                self.copy.is_shared &= not is_second_try
                return outcome
            self.copy.close()
            if is_last_try:
                return outcome
            is_second_try = True

    def _judge_again(
        self, worker: WorkerHandle, question: Question, case: Case, seconds: float
    ) -> Outcome | None:
        """Judge one case with the reference's functions for every earlier question, in a fresh copy
        of the worker. None if the worker died before it began."""
        outcome, reference_is_lost = self._try_again(worker, question, case, seconds)
        if reference_is_lost and not worker.channel.lost:
            # An earlier case, or another submission, may have ended the reference's worker.
            outcome, _ = self._try_again(worker, question, case, seconds)
        return outcome

    def _run(
        self,
        worker: WorkerHandle,
        case: Case,
        channel: Channel,
        budget: Budget,
        is_last_try: bool = True,
    ) -> Outcome:
        """Run a case, and say which bound it has overstepped."""
        if self.changes is None or not self.changes.knows(case):
            outcome = run_case(case, channel, self.bundle, budget, self.tools)
        else:
            with self.changes.noted(channel, case):
                outcome = run_case(case, channel, self.bundle, budget, self.tools)
            self.changes.changed.setdefault(id(case), set()).update(outcome.changed)
        if channel.lost:
            worker.look()
            outcome.message = worker.over or outcome.message
            outcome.timed_out &= not worker.over
            if is_last_try:
                self._note_bound()
        return outcome

    def _try_again(
        self, worker: WorkerHandle, question: Question, case: Case, seconds: float
    ) -> tuple[Outcome | None, bool]:
        """Judge one case with the reference's functions for every earlier question.

        Returns:
            The outcome, or None if the worker died before the case began; and True if the worker of
            the reference was lost.
        """
        with contextlib.ExitStack() as stack:
            try:
                budget = worker.budget(seconds)
                channel = stack.enter_context(worker.case(budget))
            except Lost:
                return None, False
            used: set[str] = set()
            try:
                reference = self._reference_case(stack, seconds)
                functions = self._earlier_functions(reference, question, used)
            except Lost:
                return _no_second_try(case, REFERENCE_LOST), True
            except CourseworkError as error:
                return _no_second_try(case, str(error)), False
            try:
                channel.ask("bind", functions)
            except Exception:  # The submission may have bound them in its own way.
                return _no_second_try(case, NOT_BOUND), reference.lost is not None
            outcome = self._run(worker, case, channel, budget)
            outcome.used = tuple(used)
            return outcome, reference.lost is not None

    def _reference_case(self, stack: contextlib.ExitStack, seconds: float) -> Channel:
        """Return a channel to a copy of the reference's worker, which is started anew if lost."""
        try:
            reference = self.reference()
            return stack.enter_context(reference.case(reference.budget(seconds)))
        except Lost:
            reference = self.reference()
            return stack.enter_context(reference.case(reference.budget(seconds)))

    def _retry_with_reference(
        self, items: Sequence[Item], outcomes: dict[int, Outcome | None]
    ) -> None:
        """Run failed cases once more with the reference's functions for every earlier question.

        Later questions keep the submission's own functions: an answer may use what came before it,
        and nothing else.
        """
        failed = [item for item in items if (o := outcomes[id(item[1])]) is not None and o.retry]
        for key, again in self._judge_all(failed, with_reference=True).items():
            outcome = outcomes[key]
            assert outcome is not None
            outcome.passes_alone = again.state == "passed" and bool(again.used)
            outcome.used = again.used
            outcome.answers = again.answers or outcome.answers

    def _judge_beside(
        self, questions: Sequence[Question], outcomes: dict[int, Outcome | None]
    ) -> None:
        """Judge in copies of the worker the cases that could not be judged from outside.

        Each question is judged where its check stands, as Otter does.
        """
        for question in questions:
            left = [n for n, case in enumerate(question.cases)
                    if (o := outcomes[id(case)]) is not None and o.can_be_beside]  # fmt: skip
            if left:
                self._stop_after(self.places.get(question.name))
            while left and (worker := self._worker_after_notebook()) is not None:
                self.hidden_has_begun |= any(question.cases[n].hidden for n in left)
                try:
                    seconds = self._seconds_for_case(len(left))
                    judged = judge_file(worker, question, left, seconds, self.changes)
                except Lost:  # The worker is started again.
                    continue
                self.case_has_begun = True
                for number, outcome in judged.items():
                    self._note_flags(outcome)
                    outcomes[id(question.cases[number])] = outcome
                left = left[len(judged):]
            for number in left:  # The submission has ended, or its time is over.
                missed = outcomes[id(question.cases[number])]
                self.flags += missed.flags if missed is not None else ()

    def _earlier_functions(
        self, channel: Channel, question: Question, used: set[str]
    ) -> dict[str, Callable[..., Any]]:
        """Return the reference's functions of the earlier questions, by name.

        The answers to this question and to later ones are deleted from the copy of the reference,
        so that nothing that a submission may reach there is an answer that it lacks.

        Args:
            channel: A channel to a copy of the reference's worker.
            question: The question that is tried again.
            used: A function that is called adds its question to this set.
        """
        assert self.bundle.reference is not None
        functions = self.bundle.reference.functions
        order = [q.name for q in self.bundle.questions]
        place = order.index(question.name)
        before = {name: q for q in order[:place] for name in functions.get(q, ())}
        after = {name for q in order[place:] for name in functions.get(q, ())}
        channel.ask("forget", sorted(after - set(before)))
        names = Names(channel, {})
        return {
            name: _recording(names[name], earlier, used)
            for name, earlier in before.items()
            if name in names
        }

    def _worker_after_notebook(self) -> WorkerHandle | None:
        """Return a worker in which the notebook has run, or None if time or starts are used up.

        A worker that was lost is started anew, and the cell that ended it is left out.
        """
        while self.worker is None or self.worker.channel.lost:
            self.resources.close()
            self._note_bound()
            lost = self.worker.channel.lost if self.worker is not None else None
            self.check_after_each_cell |= isinstance(lost, NotCopied)
            self.starts += not self.case_has_begun
            self.case_has_begun = False
            self.earlier_seconds = self._used_seconds()
            self.worker = None
            if self.starts > MAX_STARTS or self._time_is_over():
                return None
            worker = self.warden.worker(self.wall_end, self.modules)
            self.worker = self.resources.enter_context(worker)
            self._run_cells(self.worker)
            self._note_bound()
        return None if self._time_is_over() else self.worker

    def _run_cells(self, worker: WorkerHandle) -> None:
        """Run the notebook up to its end, or to a cell that ends the worker. Keep the first error.
        """
        left = self.limits.submission_seconds - self._used_seconds()
        times = _CellTimes(self.limits, min(left, self.wall_end - time.monotonic()))
        for cell in self.cells:
            if cell.number in self.lost_cells or cell.number > self.last_cell:
                continue
            used, seconds = self._used_seconds(), times.next_cell()
            source = cell.source
            if cell.number == self.last_cell and self.last_line:
                source = "\n".join(source.splitlines()[: self.last_line])
            try:
                error = worker.cell(
                    source, cell.number, self.bundle.cell_seed, self.bundle.seed_variable,
                    seconds,
                )  # fmt: skip
                for _ in range(rest_of_cell.MAX_RESTS if self.bundle.native else 0):
                    left = seconds - (self._used_seconds() - used)
                    if error is None or worker.interrupted or left <= 0:
                        break
                    rest = rest_of_cell.rest_of_cell(source, error["type"], error["line"])
                    if not rest:
                        break
                    self._note_rest(cell, error)
                    error = worker.cell(rest, cell.number, seconds=left)
                times.spend(self._used_seconds() - used)
                if worker.interrupted:
                    self._note_cut(cell, seconds)
                    error = None
                if self.check_after_each_cell:
                    worker.try_copies()
            except Lost as lost:
                self.lost_cells.add(cell.number)
                if isinstance(lost, Tampering):
                    self.flags.append(f"tampering, cell {cell.number}: {lost}")
                late = isinstance(lost, TimedOut) and not worker.over
                self._note_error(cell, "" if late else "Lost", worker.over or str(lost))
                return
            except StudentError as unreadable:
                error = {"type": "Error", "text": str(unreadable), "line": 0}
            if error is not None:
                self._note_error(cell, error["type"], error["text"], error["line"])

    def _seconds_for_case(self, cases_left: int) -> float:
        """Return the limit of the next case in CPU seconds. A case that hangs leaves time."""
        left = self.limits.submission_seconds - self._used_seconds()
        return min(self.limits.case_seconds, MAX_SHARE * left / cases_left)

    def _used_seconds(self) -> float:
        """Return the CPU seconds that the submission has used, and the seconds it has slept."""
        if self.worker is None:
            return self.earlier_seconds
        return self.earlier_seconds + self.worker.cpu_seconds + self.worker.idle_seconds

    def _time_is_over(self) -> bool:
        over = self._used_seconds() > self.limits.submission_seconds
        return over or time.monotonic() > self.wall_end

    def _note_cut(self, cell: Cell, seconds: float) -> None:
        """Say that a cell was interrupted. Nothing is said that may tell of a hidden case.

        The staff hear of it only if all cells together took too long, and not this one alone.
        """
        if self.hidden_has_begun:
            return
        after = f"{max(seconds, 0.1):.1f}".removesuffix(".0")
        if seconds < self.limits.cell_seconds:
            self.flags.append(f"cell {cell.number} was cut after {after} s")
        if cell.number not in self.cut_cells:
            self.cut_cells.add(cell.number)
            self.remarks.append(
                f"Cell {cell.number} was cut after {after} s, because a cell, or all cells "
                "together, may take no longer when the notebook is graded. What it had defined "
                "until then counts."
            )
        self._note_error(cell, "", f"{wording.not_ended(seconds)}, and was cut")

    def _note_rest(self, cell: Cell, error: Mapping[str, Any]) -> None:
        """Note the error of a statement, and say that the rest of its cell is run all the same."""
        self._note_error(cell, error["type"], error["text"], error["line"])
        if self.hidden_has_begun or cell.number in self.continued_cells:
            return
        self.continued_cells.add(cell.number)
        self.remarks.append(rest_of_cell.in_words(cell.number, error["line"]))

    def _note_error(self, cell: Cell, type_name: str, text: str, line: int = 0) -> None:
        if self.hidden_has_begun:
            return
        self.errors.setdefault(cell.number, f"{type_name}: {text}" if type_name else text)
        words = wording.of_cell(cell.number, cell.source, type_name, text, line)
        self.first_error = self.first_error or words

    def _note_flags(self, outcome: Outcome) -> None:
        """Keep the flags of an outcome, unless the case is going to be judged in another way."""
        if not (outcome.can_be_beside and self.bundle.settings.beside == "if needed"):
            self.flags += outcome.flags

    def _note_bound(self) -> None:
        """Flag the bound that the worker has overstepped, if it has."""
        if self.worker is not None and self.worker.over and self.worker.over not in self.flags:
            self.flags.append(self.worker.over)


def _no_second_try(case: Case, why: str) -> Outcome:
    """Return the outcome of a second try that could not be made: the first one stands."""
    return Outcome("failed", flags=(f"{case.name}: the reference can't stand in: {why}",))


class _CellTimes:
    """The time of the cells in one run of a notebook.

    Attributes:
        longest: What one cell may take, in seconds.
        left: What is left of the cells' share, in seconds.
        extra: What is left for the cells after that, in seconds.
    """

    def __init__(self, limits: Limits, seconds: float) -> None:
        """Share out what is left of the submission's time, in seconds."""
        self.longest = limits.cell_seconds
        self.left = min(limits.cells_share, 1.0) * seconds
        self.extra = EXTRA_SHARE * seconds

    def next_cell(self) -> float:
        """Return how long the next cell may take, in seconds."""
        fair = max(min(FAIR_SECONDS, self.extra / 3), LEAST_SECONDS)
        return min(max(self.left, fair), self.longest)

    def spend(self, seconds: float) -> None:
        """Take off what a cell has used, in seconds."""
        if self.left <= 0:
            self.extra = max(self.extra - seconds, 0.0)
        self.left = max(self.left - seconds, 0.0)


def _recording(function: Any, question: str, used: set[str]) -> Callable[..., Any]:
    def recording(*args: Any, **kwargs: Any) -> Any:
        used.add(question)
        return function(*args, **kwargs)

    return recording
