"""What runs in the workers of a cluster: graders of one assignment, as many as there are threads.

All that a worker needs comes as bytes, so no disk is shared. The code comes from the worker's own
installation, which has to be the same version.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.bundle.bundle import staff_files
from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob
from autograder.report.result import Report

from .child_grader import ChildGrader, GraderEnded
from .store import Parcel, code_digest


@dataclass(frozen=True)
class ShippedJob:
    """How to grade, with the bundle as bytes.

    Attributes:
        job: How to grade; its paths are those of the machine that sent it.
        files: The bundle and the files beside it, by name.
        code: The digest of the sender's grader.
        digest: A name for the whole.
    """

    job: GradingJob
    files: dict[str, bytes]
    code: str
    digest: str


def ship(job: GradingJob, digest: str) -> ShippedJob:
    """Return a job as bytes."""
    paths = [job.bundle, *staff_files(job.bundle)]
    files = {path.name: path.read_bytes() for path in paths if path.exists()}
    return ShippedJob(job, files, code_digest(), digest)


@dataclass
class _Graders:
    """The graders of one job in this process."""

    job: GradingJob
    folder: Path
    idle: list[ChildGrader] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def grade(self, id: str, parcel: Parcel) -> Report:
        with self.lock:
            grader = self.idle.pop() if self.idle else None
        grader = grader or ChildGrader(self.job)
        try:
            report = grader.grade(id, parcel)
        except GraderEnded:
            grader.close()
            raise
        with self.lock:
            self.idle.append(grader)
        return report

    def close(self) -> None:
        for grader in self.idle:
            grader.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_graders: dict[str, _Graders] = {}
_starting = threading.Lock()


def grade_here(shipped: ShippedJob, id: str, parcel: Parcel) -> Report:
    """Grade a submission in this worker. Its first call here starts a grader, which proves its
    sandbox. If that fails, hidden tests are not run, and the report says so.

    Raises:
        CourseworkError: No grader can be started here, or its code is of another version.
        GraderEnded: The process of the grader has ended.
    """
    if shipped.code != code_digest():
        raise CourseworkError(
            "A worker of the cluster has another version of this project. Install the same one "
            "everywhere."
        )
    with _starting:
        if shipped.digest not in _graders:
            folder = Path(tempfile.mkdtemp(prefix="coursework-cluster-"))
            for name, content in shipped.files.items():
                (folder / name).write_bytes(content)
            job = replace(
                shipped.job, bundle=folder / shipped.job.bundle.name, secrets=(), log=None
            )
            _graders[shipped.digest] = _Graders(job, folder)
    return _graders[shipped.digest].grade(id, parcel)


def close_graders(digest: str) -> None:
    """End the graders of a job in this process, and remove their files."""
    with _starting:
        graders = _graders.pop(digest, None)
    if graders:
        graders.close()
