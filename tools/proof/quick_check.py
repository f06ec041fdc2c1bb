"""Run the staff's own answers against a question's tests quickly, without a sandbox.

Each process runs the reference notebook once; each answer is then judged in a fork of it. This is
for stubs and for the catalogue, which the staff wrote, and never for a submission: nothing here
keeps an answer from reading its tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from autograder.bundle.bundle import Bundle, open_bundle
from autograder.bundle.testfiles import quietly
from autograder.pool import per_core
from autograder.submission.intake import Submission, code_cells

from ..authoring.release import Release

CASE_SECONDS = 120.0  # A case that computes for more CPU seconds fails.


@dataclass(frozen=True)
class Trial:
    """An answer to judge.

    Attributes:
        question: The name of the question whose cases are run.
        source: Source that is executed after the reference's own answer.
        until_first_failure: True if the cases after the first that fails don't matter.
    """

    question: str
    source: str
    until_first_failure: bool = False


Failures = dict[str, str]  # The last line of the message of each case that fails, by its name.
# Yields the number of each trial, counted from 0, and its failures, in the order in which they end.
Judge = Callable[[Iterable[Trial]], Iterator[tuple[int, Failures]]]


@contextlib.contextmanager
def quick_judge(release: Release, jobs: int) -> Iterator[Judge]:
    """Give a function that runs answers against the cases of their questions.

    Args:
        release: A built release.
        jobs: The number of processes. They start when they are first needed.
    """
    with per_core(partial(_start, release), jobs) as judge:
        yield judge


@contextlib.contextmanager
def _start(release: Release) -> Iterator[Callable[[Trial], Failures]]:
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["MPLBACKEND"] = "agg"
    with open_bundle(release.bundle) as bundle:
        yield _Judge(release, bundle).failures


class _Judge:
    """Judges answers in forks of a process in which the reference notebook has been run."""

    def __init__(self, release: Release, bundle: Bundle) -> None:
        self.questions = {question.name: question for question in bundle.questions}
        sys.path.insert(0, str(bundle.files))
        os.chdir(bundle.files)
        self.names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code_cells(Submission("reference", release.solution)):
            if "otter.Notebook" in cell.source or cell.source.startswith("grader."):
                continue
            with quietly():
                exec(compile(cell.source, f"cell {cell.number}", "exec"), self.names)

    def failures(self, trial: Trial) -> Failures:
        """Judge an answer in a fork and return its failures."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._send(writer, trial)
        os.close(writer)
        with os.fdopen(reader, "rb") as file:
            message = file.read()
        os.waitpid(child, 0)
        return json.loads(message) if message else self._all(trial, "its process died")

    def _send(self, descriptor: int, trial: Trial) -> NoReturn:
        with os.fdopen(descriptor, "wb") as file, contextlib.suppress(BaseException):
            file.write(json.dumps(self._run(trial)).encode())
        os._exit(0)

    def _run(self, trial: Trial) -> Failures:
        signal.signal(signal.SIGPROF, _out_of_time)
        try:
            with quietly():
                exec(compile(trial.source, "answer", "exec"), self.names)
        except Exception as error:
            return self._all(trial, f"it can't be run: {_last_line(error)}")
        failures: Failures = {}
        for case in self.questions[trial.question].cases:
            signal.setitimer(signal.ITIMER_PROF, CASE_SECONDS)
            try:
                with quietly():
                    case.run(self.names)
            except Exception as error:
                failures[case.name] = _last_line(error)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            if failures and trial.until_first_failure:
                break
        return failures

    def _all(self, trial: Trial, message: str) -> Failures:
        return {case.name: message for case in self.questions[trial.question].cases}


def _last_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[-1]


def _out_of_time(*_: object) -> NoReturn:
    raise TimeoutError("it took too long")
