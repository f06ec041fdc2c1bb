"""Judge answers by their public checks both ways: in the notebook, and across the sandbox.

Both ways begin with the reference notebook, run to its end, and fork a copy for each answer. In the
copy the cells of the answer run, and then the public checks of one question.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from autograder.bundle.bundle import Bundle, open_bundle
from autograder.bundle.import_path import first_on_path
from autograder.bundle.testfiles import quietly
from autograder.grading.case import run_case
from autograder.pool import per_core
from autograder.sandbox.trusted.errors import Lost
from autograder.sandbox.trusted.warden import Warden
from autograder.sandbox.trusted.worker_handle import WorkerHandle
from autograder.submission.intake import Submission, code_cells
from tools.authoring.release import Release, answer_cells
from tools.authoring.samples import samples_of
from tools.proof.catalogue import read_catalogue

SECONDS = 120  # A case may take this long either way: the machine may be busy.
PASSED = ""  # What is told of a case that passes.
Verdicts = dict[str, str]  # What is told of each case, by its name.


@dataclass(frozen=True)
class Answer:
    """An answer that is not the reference's.

    Attributes:
        question: The question that is judged.
        name: What the answer is called in a message.
        cells: The sources of the cells that run after the reference notebook.
    """

    question: str
    name: str
    cells: tuple[str, ...]


def answers_of(release: Release) -> list[Answer]:
    """Return the right and wrong answers of a chapter's catalogue and those of its samples."""
    catalogue = read_catalogue(release.chapter)
    answers = [
        Answer(entry.question, entry.name, (entry.source,))
        for entry in [*catalogue.right, *catalogue.wrong]
    ]
    student = nbformat.read(release.notebook, 4)
    stubs = {question: cell.source for question, cell in answer_cells(student).items()}
    functions = functions_of(release)
    for sample, spec in samples_of(release.chapter).items():
        changed = {q: source for q, source in spec.get("answers", {}).items() if q in functions}
        names = [name for question in changed for name in functions[question]]
        forget = f"for _name in {names}: globals().pop(_name, None)"
        cells = [stubs[q] if source == "stub" else source for q, source in changed.items()]
        answers += [Answer(q, f"sample {sample}", (forget, *cells)) for q in changed]
    return [answer for answer in answers if answer.question in functions]


def functions_of(release: Release) -> dict[str, tuple[str, ...]]:
    """Return the functions of each question that can be judged here."""
    with open_bundle(release.bundle) as bundle:
        assert bundle.reference is not None
        functions = bundle.reference.functions
        return {q: names for q, names in functions.items() if q not in bundle.unjudged}


def disagreements(release: Release, answers: Sequence[Answer]) -> list[str]:
    """Judge answers both ways, and return a sentence on each case that does not end alike.

    A case that is not judged across the sandbox counts as one that does not end alike.
    """
    sentences = []
    with contextlib.ExitStack() as stack:
        in_notebook = stack.enter_context(per_core(partial(_notebook, release), 1))
        expected = dict(in_notebook(answers))
        across = stack.enter_context(_across(release))
        for number, answer in enumerate(answers):
            verdicts = across(answer)
            assert verdicts.keys() == expected[number].keys(), (answer.name, expected[number])
            for case, told in verdicts.items():
                if (told == PASSED) != (expected[number][case] == PASSED) or NOT_JUDGED in told:
                    sentences.append(
                        f"{answer.question}, {answer.name}, {case}: in the notebook "
                        f"{expected[number][case] or 'it passes'}; here {told or 'it passes'}"
                    )
    return sentences


# --- in the notebook ---


@contextlib.contextmanager
def _notebook(release: Release) -> Iterator[Callable[[Answer], Verdicts]]:
    """Run the reference notebook in this process, with Otter's own checks."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["MPLBACKEND"] = "agg"
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(release.student, Path(scratch) / release.name)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code_cells(Submission("reference", release.solution)):
            with quietly():  # The checks stand in the notebook, so they are warm afterwards.
                exec(compile(cell.source, f"cell {cell.number}", "exec"), names)
        yield partial(_judge_in_fork, names)


def _judge_in_fork(names: dict[str, Any], answer: Answer) -> Verdicts:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with contextlib.suppress(BaseException), os.fdopen(writer, "wb") as file:
            file.write(json.dumps(_judge_here(names, answer)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        message = file.read()
    os.waitpid(child, 0)
    return json.loads(message) if message else {}


def _judge_here(names: dict[str, Any], answer: Answer) -> Verdicts:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in answer.cells:
            with contextlib.suppress(Exception):
                exec(compile(cell, "answer", "exec"), names)
        results = names["grader"].check(answer.question, names).test_case_results
    return {
        result.test_case.name: PASSED if result.passed else result.message.splitlines()[-1]
        for result in results
    }


# --- across the sandbox ---

NOT_JUDGED = "not judged: "


@contextlib.contextmanager
def _across(release: Release) -> Iterator[Callable[[Answer], Verdicts]]:
    """Run the reference notebook in a worker."""
    with open_bundle(release.bundle) as bundle:
        limits = replace(bundle.settings.limits, case_seconds=SECONDS, submission_seconds=1e6)
        with first_on_path(bundle.files), Warden(
            bundle.files, limits, bundle.settings.warm
        ) as warden, warden.worker() as worker:
            for cell in code_cells(Submission("reference", release.solution)):
                assert worker.cell(cell.source, cell.number) is None
            yield partial(_judge_across, bundle, worker)


def _judge_across(bundle: Bundle, worker: WorkerHandle, answer: Answer) -> Verdicts:
    verdicts = {}
    [question] = [q for q in bundle.questions if q.name == answer.question]
    for case in question.cases:
        if case.hidden:
            continue
        budget = worker.budget(SECONDS)
        with worker.case(budget) as channel:
            for number, cell in enumerate(answer.cells, start=1):
                with contextlib.suppress(Lost):
                    channel.ask("cell", cell, number)
            outcome = run_case(case, channel, bundle, budget)
        not_judged = f"{NOT_JUDGED}{outcome.reason}"
        verdicts[case.name] = not_judged if outcome.state == "not judged" else (
            PASSED if outcome.state == "passed" else outcome.message or "it fails"
        )
    return verdicts
