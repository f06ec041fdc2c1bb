"""Grade a class on a cluster of dask.distributed (docs/clusters.md).

The unit of work is what one machine does with one submission: bytes go there, and a report comes
back. A few submissions are on their way at a time, so memory does not grow with the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from autograder.bundle.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob
from autograder.grading.failures import log_failure
from autograder.report.result import Report
from autograder.submission.intake import Submission

from ..terminal import say
from .cluster_worker import close_graders, grade_here, ship
from .store import grader_digest, parcel

STRIKES = 3  # A submission that ends its grader or its worker so many times is given up.
AHEAD = 2  # For each thread of the cluster, so many submissions are on their way.
PATIENCE = 60  # Seconds that the cluster has to show its first worker.


def grade_on_cluster(
    address: str, job: GradingJob, submissions: Sequence[Submission]
) -> Iterator[Report]:
    """Yield the reports of the submissions, each as soon as it is done on a cluster.

    A worker that dies loses nothing: what it had is graded by another one.

    Args:
        address: The address of the scheduler, such as tcp://10.0.0.1:8786.
        job: The bundle and how to grade with it.
        submissions: The submissions.

    Raises:
        CourseworkError: dask.distributed is not installed, no scheduler or worker is at the
            address, or a worker can't grade.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseworkError(f"No scheduler answers at {address} ({error}).") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except distributed.TimeoutError:
            raise CourseworkError(f"The cluster at {address} has no worker.") from None
        yield from _Cluster(client, distributed, job).grade(submissions)


@dataclass(frozen=True)
class _Sent:
    """A submission on its way.

    Attributes:
        submission: The submission.
        strikes: How many graders or workers have died while they had it.
        alone: True if nothing else is on its way.
    """

    submission: Submission
    strikes: int = 0
    alone: bool = False


class _Cluster:
    """The grading of a class on a cluster."""

    def __init__(self, client: Any, distributed: Any, job: GradingJob) -> None:
        self.client, self.job = client, job
        self.killed_worker = distributed.KilledWorker
        self.as_completed = distributed.as_completed(loop=client.loop)
        self.shipped = ship(job, grader_digest(job, "trusted", False))
        # The job itself is a task, so that it is made again if the worker that has it dies.
        self.remote_job = client.submit(_itself, self.shipped, pure=False)
        with open_bundle(job.bundle) as bundle:
            self.assignment = bundle.assignment
            self.broken = Report(bundle.name, "", 0.0, bundle.points)
        self.on_their_way: dict[Any, _Sent] = {}
        # What was on its way to a worker that died. It is graded alone, so that no other submission
        # can be the reason if the next worker dies, too.
        self.suspects: list[_Sent] = []

    def grade(self, submissions: Sequence[Submission]) -> Iterator[Report]:
        waiting = iter(submissions)
        try:
            self._fill(waiting)
            for future in self.as_completed:
                report = self._result(future, self.on_their_way.pop(future))
                future.release()
                if report is not None:
                    yield report
                self._fill(waiting)
        finally:
            for future in self.on_their_way:
                future.cancel()
            with suppress(Exception):  # The cluster may be gone, and with it its graders.
                self.client.run(close_graders, self.shipped.digest, on_error="ignore")

    def _room(self) -> int:
        return AHEAD * max(1, sum(self.client.nthreads().values()))

    def _fill(self, waiting: Iterator[Submission]) -> None:
        """Send submissions as long as there is room, and at the end the suspects one by one."""
        while len(self.on_their_way) < self._room():
            following = next(waiting, None)
            if following is None:
                break
            self._send(_Sent(following))
        if self.suspects and not self.on_their_way:
            self._send(replace(self.suspects.pop(), alone=True))

    def _send(self, sent: _Sent) -> None:
        id = sent.submission.id
        content = parcel(sent.submission, self.assignment)
        future = self.client.submit(
            grade_here, self.remote_job, id, content, pure=False,
            key=f"grade-{id}-{sent.strikes}-{content.digest[:8]}",
        )  # fmt: skip
        self.on_their_way[future] = sent
        self.as_completed.add(future)

    def _result(self, future: Any, sent: _Sent) -> Report | None:
        """Return the report of a submission, or None if it is graded once more."""
        if future.status == "finished":
            report: Report = future.result()
            return report
        error: Any = future.exception() if future.status == "error" else RuntimeError(future.status)
        if isinstance(error, CourseworkError):
            raise error
        id = sent.submission.id
        killed = isinstance(error, self.killed_worker)
        # Dask itself tries again with other workers before it says that a worker was killed.
        strikes = sent.strikes + (error.allowed_failures + 1 if killed else 1)
        if strikes < STRIKES or (killed and not sent.alone):
            why = "its worker died" if killed else str(error)
            say(f"{id}: {why}; it is graded once more.")
            again = replace(sent, strikes=strikes)
            if killed:
                self.suspects.append(again)
            else:
                self._send(again)
            return None
        sentence = log_failure(error, id, self.job.log)
        return replace(
            self.broken, submission=id, not_graded=f"not judged: {sentence}",
            flags=[sentence],
        )  # fmt: skip


def _itself(shipped: Any) -> Any:
    return shipped


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise CourseworkError(
            "--scheduler needs dask.distributed: pip install -c requirements.lock '.[cluster]'."
        ) from None
    return distributed
