"""Grade a whole class: each core has a grader, and a grader that breaks costs one row only.

An error of the grader that Python can catch is caught where the submission is graded, in
`Grader.examine`. What is left for this module are processes that end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..bundle.bundle import open_bundle
from ..pool import per_core
from ..report.result import Report
from ..sandbox.trusted.budget import WALL_FACTOR
from ..submission.intake import Submission
from .failures import log_failure
from .grader import Grader

FEW = 3  # Up to this many submissions, one grader is done sooner than several have started.


@dataclass(frozen=True)
class GradingJob:
    """What to grade against, and how.

    Attributes:
        bundle: The zip of the tests.
        secrets: Files and folders, besides the bundle's own, that no submission may read.
        run_hidden_without_sandbox: Run hidden tests even if submissions can't be held here.
        seconds: The time limit for one submission in seconds; 0 stands for the assignment's own.
        jobs: How many graders work side by side.
        log: Where the details of an error of the grader itself go; by default to stderr.
        apart_only: True if no test may run beside a submission.
    """

    bundle: Path
    secrets: tuple[Path, ...] = ()
    run_hidden_without_sandbox: bool = False
    seconds: float = 0.0
    jobs: int = 1
    log: Path | None = None
    apart_only: bool = False


def grade_class(job: GradingJob, submissions: Sequence[Submission]) -> Iterator[Report]:
    """Yield the reports of the submissions, each as soon as it is done.

    If a grader's process breaks, every submission without a report is graded again, one at a time.
    The submission on which the grader breaks then gets a report that says so.

    Raises:
        CourseworkError: The bundle can't be used.
    """
    if job.jobs == 1 or len(submissions) <= FEW:
        with open_grader(job) as grader:
            for submission in submissions:
                yield grader.grade(submission)
        return
    with open_bundle(job.bundle) as bundle:
        broken = Report(bundle.name, "", 0.0, bundle.points)
    left = {submission.id: submission for submission in submissions}
    jobs = min(job.jobs, len(left))
    while left:
        for report in _side_by_side(job, list(left.values()), jobs):
            del left[report.submission]
            yield report
        if left and jobs == 1:  # The single grader broke on the first submission without a report.
            culprit = next(iter(left))
            del left[culprit]
            ended = RuntimeError("the process of the grader ended, not once but again")
            sentence = log_failure(ended, culprit, job.log)
            yield replace(
                broken, submission=culprit, not_graded=f"not judged: {sentence}", flags=[sentence]
            )
        jobs = 1


def _side_by_side(job: GradingJob, submissions: list[Submission], jobs: int) -> Iterator[Report]:
    """Yield reports until a process dies; the submission that it was grading has none.

    Each grader has its own processors, so that a submission can't take them from its neighbours. A
    worker inherits them from its grader, and may not change them.
    """
    with per_core(partial(_start, job), jobs, True) as run, suppress(BrokenProcessPool):
        for _, report in run(submissions):
            yield report


@contextmanager
def _start(job: GradingJob) -> Iterator[Callable[[Submission], Report]]:
    with open_grader(job) as grader:
        yield grader.grade


def open_grader(job: GradingJob) -> Grader:
    """Return a grader that has proved its sandbox. Close it, or use it as a context manager."""
    with ExitStack() as stack:
        bundle = stack.enter_context(open_bundle(job.bundle))
        if job.seconds:
            wall_seconds = WALL_FACTOR * job.seconds
            limits = replace(
                bundle.settings.limits, submission_seconds=job.seconds, wall_seconds=wall_seconds
            )
            bundle = replace(bundle, settings=replace(bundle.settings, limits=limits))
        if job.apart_only:
            bundle = replace(bundle, settings=replace(bundle.settings, beside="never"))
        grader = Grader(bundle, job.secrets, job.run_hidden_without_sandbox, log=job.log)
        grader.resources.push(stack.pop_all())
        return grader
