"""A grader in a process of its own, which a worker of a cluster drives through two pipes.

A test has a time limit only in the main thread, and a grader that dies must not take a worker with
it: so a worker starts `python -m tools.classes.child_grader` for each of its threads.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob, open_grader
from autograder.report.result import Report

from .store import Parcel


class GraderEnded(RuntimeError):
    """The process of a grader has ended while it graded a submission."""


class ChildGrader:
    """A grader in a child process. Use it from one thread at a time."""

    def __init__(self, job: GradingJob) -> None:
        """Start the process and wait until it has proved its sandbox.

        Raises:
            CourseworkError: The grader can't be started there.
        """
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.classes.child_grader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        answer = self._ask(job)
        if isinstance(answer, str):
            self.close()
            raise CourseworkError(answer)
        self.isolation: dict[str, Any] = answer

    def grade(self, id: str, parcel: Parcel) -> Report:
        """Grade a submission.

        Raises:
            GraderEnded: The process has ended.
        """
        report: Report = self._ask((id, parcel))
        return report

    def close(self) -> None:
        """End the process and wait for its end."""
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _ask(self, message: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            pickle.dump(message, self.process.stdin)
            self.process.stdin.flush()
            return pickle.load(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise GraderEnded(f"the process of the grader ended ({error})") from None


def main() -> None:
    """Answer the messages on standard input until it is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a library prints must not get between the answers.
    _serve(sys.stdin.buffer, answers)


def _serve(messages: BinaryIO, answers: BinaryIO) -> None:
    def answer(value: Any) -> None:
        pickle.dump(value, answers)
        answers.flush()

    job = pickle.load(messages)
    try:
        grader = open_grader(job)
    except CourseworkError as error:
        answer(str(error))
        return
    with grader:
        isolation = grader.isolation
        answer({"held": isolation.held, "note": isolation.note})
        while True:
            try:
                id, parcel = pickle.load(messages)
            except EOFError:
                return
            answer(grader.grade(parcel.as_submission(id)))


if __name__ == "__main__":
    main()
