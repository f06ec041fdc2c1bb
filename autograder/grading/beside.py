"""Run the cases of a test file in a copy of the submission's process, as Otter does.

This is for cases that mean nothing from outside, after all others. The submission can read such a
test while it runs, and can have it pass. So nothing of it is shown but whether it passes, and the
report says that it was judged beside the submission.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from ..bundle.testfiles import Case, Question
from ..sandbox.trusted.errors import Lost, StudentError, Tampering, TimedOut
from ..sandbox.trusted.worker_handle import WorkerHandle
from .case import Outcome
from .changes import Changes

BESIDE = "judged beside the submission"
FAILS = "the test fails; its check in the notebook says why"
LOST = "the test did not come to its end"


def judge_file(
    worker: WorkerHandle, question: Question, numbers: Sequence[int], seconds: float,
    changes: Changes | None = None, before: Sequence[tuple[Question, int]] = (),
) -> dict[int, Outcome]:
    """Run cases of a question in one copy of the worker, up to one that ends the copy.

    All cases from the first of the numbers on are run, because an earlier case may change an object
    that a later one looks at.

    Args:
        worker: The worker, as it is where the question is judged.
        question: The question.
        numbers: The numbers of the cases whose outcome is wanted, in order, counted from 0.
        seconds: What each case may use, in CPU seconds.
        changes: Notes what the cases change.
        before: Cases of earlier questions that run first, by their questions and numbers.

    Returns:
        The outcomes by the number of the case: at least the first one.

    Raises:
        Lost: The worker can't be copied any more.
    """
    outcomes: dict[int, Outcome] = {}
    with worker.case(worker.budget(seconds)) as channel:
        for earlier, number in before:
            with contextlib.suppress(StudentError):
                channel.ask("test_file", earlier.source, _doctests(earlier))
                channel.ask("judge", number)
        is_read = False
        for number in range(numbers[0], numbers[-1] + 1):
            case = question.cases[number]
            channel.deadline = worker.budget(seconds)
            try:
                if not is_read:
                    channel.ask("test_file", question.source, _doctests(question))
                    is_read = True
                with changes.noted(channel, case) if changes else contextlib.nullcontext():
                    passed = channel.ask("judge", number)[0] is True
                outcome = Outcome("passed") if passed else _failed(case, FAILS)
            except Lost as lost:
                outcome = _failed(case, LOST)
                if not isinstance(lost, TimedOut):
                    kind = "tampering" if isinstance(lost, Tampering) else "ended its test"
                    outcome.flags = (f"{kind}, {case.name}, {BESIDE}",)
            except StudentError:
                outcome = _failed(case, FAILS)
            outcome.beside = True
            if number in numbers:
                outcomes[number] = outcome
            if channel.lost:
                break
            worker.usage()
    return outcomes


def _doctests(question: Question) -> list[str]:
    return [case.body for case in question.cases if isinstance(case.body, str)]


def _failed(case: Case, why: str) -> Outcome:
    return Outcome("failed", case.covers or why)
