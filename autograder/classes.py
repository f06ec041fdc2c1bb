"""Grade a whole class: each core has a grader of its own, and nobody is lost where one breaks."""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from .bundle import open_bundle
from .grader import Grader
from .report import NOT_GRADED, Report
from .submission import Submission

FEW = 3  # for so few, one grader is sooner done than several are started
BROKE = "The grader itself broke on this submission, not once but again. Tell those who run it."


@dataclass(frozen=True)
class Order:
    """What to grade against: a bundle, what no submission may read, and how."""

    bundle: Path
    secrets: tuple[Path, ...] = ()
    weak: bool = False
    seconds: float = 0.0  # for one submission; 0: as the assignment says
    jobs: int = 1


def grade_class(order: Order, submissions: Sequence[Submission]) -> Iterator[Report]:
    """The reports, as they are done. A bundle that can't be used is a CourseworkError."""
    if order.jobs == 1 or len(submissions) <= FEW:
        with _grader(order) as grader:
            for submission in submissions:
                yield grader.grade(submission)
        return
    with open_bundle(order.bundle) as bundle:
        unbroken = Report(bundle.name, "", 0.0, bundle.points)
    left = {submission.id: submission for submission in submissions}
    jobs = min(order.jobs, len(left))
    while left:
        for report in _side_by_side(order, list(left.values()), jobs):
            del left[report.submission]
            yield report
        if left and jobs == 1:  # then it is the first of them that broke its grader
            culprit = next(iter(left))
            del left[culprit]
            flags = [NOT_GRADED, "the grader broke"]
            yield replace(unbroken, submission=culprit, reason=BROKE, flags=flags)
        jobs = 1


def _side_by_side(
    order: Order, submissions: list[Submission], jobs: int
) -> Iterator[Report]:
    """Reports until a process dies, with whatever it was grading."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _begin, (order,)) as pool:
        waiting: set[Future[Report]] = {pool.submit(_grade, s) for s in submissions}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield future.result()


def _grader(order: Order) -> Grader:
    with ExitStack() as stack:
        bundle = stack.enter_context(open_bundle(order.bundle))
        if order.seconds:
            limits = replace(bundle.settings.limits, submission_seconds=order.seconds)
            bundle = replace(bundle, settings=replace(bundle.settings, limits=limits))
        grader = Grader(bundle, order.secrets, order.weak)
        grader.resources.push(stack.pop_all())
        return grader


_mine: Grader | None = None


def _begin(order: Order) -> None:
    global _mine
    _mine = _grader(order)
    multiprocessing.util.Finalize(None, _mine.resources.close, exitpriority=10)


def _grade(submission: Submission) -> Report:
    assert _mine is not None
    return _mine.grade(submission)
