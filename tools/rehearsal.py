"""Try answers of our own on a question's tests, in forks of one process: quick, and no sandbox.

For stubs and for the catalogue, which the staff wrote, and never for a submission: as under stock
Otter, nothing here keeps an answer from its tests.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, NoReturn

from autograder.bundle import open_bundle
from autograder.submission import Submission, code_cells
from autograder.testfiles import quietly

from .release import Release

SECONDS = 120.0  # for one case
Failures = dict[str, str]  # of a case that fails, by its name: the last line of its message


def rehearse(
    release: Release, answers: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, Failures]]:
    """Run each answer, (question, source that comes after the reference's own), against its
    question's cases: its number, and what fails, as they are done."""
    jobs = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _begin, (release,)) as pool:
        orders = {pool.submit(_try, *answer): k for k, answer in enumerate(answers)}
        for done in as_completed(orders):
            yield orders[done], done.result()


def _begin(release: Release) -> None:
    """Run the reference, in the folder that its files are in."""
    global _stage
    _stage = _Stage(release)


def _try(question: str, source: str) -> Failures:
    return _stage.failing(question, source)


class _Stage:
    def __init__(self, release: Release) -> None:
        os.environ["OMP_NUM_THREADS"] = "1"
        os.environ["MPLBACKEND"] = "agg"
        self.opened = open_bundle(release.bundle)
        bundle = self.opened.__enter__()
        self.questions = {question.name: question for question in bundle.questions}
        sys.path.insert(0, str(bundle.files))
        os.chdir(bundle.files)
        self.names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code_cells(Submission("reference", release.solution)):
            if "otter.Notebook" in cell.source or cell.source.startswith("grader."):
                continue
            with quietly():
                exec(compile(cell.source, f"cell {cell.number}", "exec"), self.names)

    def failing(self, question: str, source: str) -> Failures:
        """What fails, found out in a fork."""
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            self._tell(theirs, question, source)
        os.close(theirs)
        with os.fdopen(ours, "rb") as said:
            told = said.read()
        os.waitpid(child, 0)
        return json.loads(told) if told else self._all(question, "its process died")

    def _tell(self, descriptor: int, question: str, source: str) -> NoReturn:
        with os.fdopen(descriptor, "wb") as file, contextlib.suppress(BaseException):
            file.write(json.dumps(self._run(question, source)).encode())
        os._exit(0)

    def _run(self, question: str, source: str) -> Failures:
        signal.signal(signal.SIGALRM, _late)
        try:
            with quietly():
                exec(compile(source, "answer", "exec"), self.names)
        except Exception as error:
            return self._all(question, f"it can't be run: {_last_line(error)}")
        failures = {}
        for case in self.questions[question].cases:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                with quietly():
                    case.run(self.names)
            except Exception as error:
                failures[case.name] = _last_line(error)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        return failures

    def _all(self, question: str, said: str) -> Failures:
        return {case.name: said for case in self.questions[question].cases}


def _last_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[-1]


def _late(*_: object) -> NoReturn:
    raise TimeoutError("it took too long")


_stage: _Stage
