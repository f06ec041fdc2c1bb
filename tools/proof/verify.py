"""Prove a release: each proof is a function that returns sentences on what is wrong."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.bundle.bundle import open_bundle
from autograder.bundle.unpacking import read_tests_of
from autograder.grading import stock_otter
from autograder.grading.batch import GradingJob, grade_class
from autograder.report.result import BY_PERSON, NO_TORCH, NOT_GRADED, Report
from autograder.submission.intake import Submission
from autograder.wording import listed

from ..authoring.master import Master, read_master
from ..authoring.release import Release, answer_cells, build
from ..kernel import run_notebook
from ..terminal import Say, silent
from ..trees import differing_files
from . import quality
from .answer_table import measured_answers, stale_answers, stale_mutants
from .catalogue import read_catalogue
from .leaks import leaks
from .quick_check import Judge, Trial, quick_judge

BUSY_SECONDS = 300  # A student notebook that has not met a stub after this time fails its proof.


@dataclass(frozen=True)
class Proof:
    """The result of one proof.

    Attributes:
        title: What is proven, in words.
        faults: Sentences on what is wrong; empty if the proof holds.
    """

    title: str
    faults: list[str]


@dataclass(frozen=True)
class Candidate:
    """A built release that is to be proven.

    Attributes:
        release: The release.
        master: Its master.
        judge: Judges the staff's own answers. Several proofs share it, so that the reference runs
            and the tests are read only once in each process.
    """

    release: Release
    master: Master
    judge: Judge


Check = Callable[[Candidate], list[str]]


@contextmanager
def candidate(release: Release, jobs: int = 1) -> Iterator[Candidate]:
    """Give a release to prove, with a judge that has `jobs` processes."""
    with quick_judge(release, jobs) as judge:
        yield Candidate(release, read_master(release.chapter), judge)


def verify(release: Release, jobs: int, say: Say = silent) -> list[Proof]:
    """Run every proof on a built release that can be run on this machine.

    Args:
        release: The release.
        jobs: The number of processes that judge the staff's own answers.
        say: Called with the progress.
    """
    proofs = []
    with candidate(release, jobs) as subject:
        for title, check in [*PROOFS.items(), *(LINUX_PROOFS.items() if on_linux() else ())]:
            say(title)
            proofs.append(Proof(title, check(subject)))
    return proofs


def unproven() -> list[str]:
    """Return the titles of the proofs that can't be run on this machine."""
    return [] if on_linux() else list(LINUX_PROOFS)


def on_linux() -> bool:
    """Return True if submissions can be held on this system."""
    return sys.platform == "linux"


def rebuilds(subject: Candidate) -> list[str]:
    """Build the release again in another folder and compare every file."""
    release = subject.release
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        again = build(release.chapter, Path(scratch))
        faults = [
            f"{release.name}/{name} differs from what the master gives now. "
            f"Run `coursework release {release.name}`."
            for name in differing_files(again.folder, release.folder)
        ]
    placed = release.chapter.notebook
    if not placed.exists() or placed.read_bytes() != release.notebook.read_bytes():
        faults.append(f"{placed.parent.name}/{placed.name} is not the notebook of this release. "
                      f"Run `coursework release {release.name}`.")  # fmt: skip
    return faults


def nothing_leaks(subject: Candidate) -> list[str]:
    """Look for lines of solutions and hidden tests in the student folder."""
    return leaks(subject.master, subject.release)


def reference_scores(subject: Candidate) -> list[str]:
    """Grade the solved notebook as a submission. Hidden tests run even if this machine can't hold a
    submission: the staff wrote it."""
    submission = Submission("reference", subject.release.solution)
    job = GradingJob(subject.release.bundle, run_hidden_without_sandbox=True)
    [report] = grade_class(job, [submission])
    return _lost(report)


def reference_scores_under_otter(subject: Candidate) -> list[str]:
    """Grade the solved notebook as stock Otter does."""
    submission = Submission("reference", subject.release.solution)
    return _lost(stock_otter.grade(subject.release.bundle, submission))


def _lost(report: Report) -> list[str]:
    """Say what the reference lost. Without PyTorch its questions are not judged, and not lost."""
    faults = [
        f"{listed(questions)}: not judged: {reason}"
        for reason, questions in report.not_judged().items()
        if reason not in (NO_TORCH, NOT_GRADED, BY_PERSON)
    ]
    if report.score < report.judged or report.not_graded or report.reason:
        faults.append(f"it scores {report.score:g} of {report.judged:g}: {report.first_failure()}")
    return faults


def answers_are_judged(subject: Candidate) -> list[str]:
    """Judge the answers of the catalogue, and check that what was measured of them is current."""
    master = subject.master
    catalogue = read_catalogue(master.chapter)
    faults = quality.faults(master.chapter, measured_answers(master.chapter))
    if stale := stale_answers(master):
        faults.append(f"{', '.join(stale)}: the hints are those of other tests or answers. "
                      f"Run `coursework mutation {master.name}`.")  # fmt: skip
    if stale := stale_mutants(master):
        faults.append(f"{', '.join(stale)}: the mutants by rule are those of other tests or "
                      f"answers. Run `coursework mutation --rules {master.name}`.")  # fmt: skip
    with open_bundle(subject.release.bundle) as bundle:
        skipped = bundle.unjudged
    entries = [(entry, True) for entry in catalogue.wrong]
    entries += [(entry, False) for entry in catalogue.right]
    entries = [(entry, is_wrong) for entry, is_wrong in entries if entry.question not in skipped]
    trials = [Trial(entry.question, entry.source, is_wrong) for entry, is_wrong in entries]
    for number, failing in subject.judge(trials):
        entry, is_wrong = entries[number]
        if is_wrong and not failing:
            faults.append(f"{entry.question}: '{entry.name}' keeps all points.")
        if failing and not is_wrong:
            faults.append(f"{entry.question}: the right answer '{entry.name}' fails "
                          f"{', '.join(failing)}.")  # fmt: skip
    return faults


def stubs_fail(subject: Candidate) -> list[str]:
    """Put each stub after its answer, and then all stubs together: no case may pass."""
    import nbformat

    release = subject.release
    student = nbformat.read(release.notebook, 4)
    stubs = {name: cell.source for name, cell in answer_cells(student).items()}
    names = [question.name for question in subject.master.questions]
    if sorted(stubs) != sorted(names):
        return [f"the student notebook has stubs for {sorted(stubs)}, not for {sorted(names)}"]
    cases = {q.name: [case.name for case in q.cases] for q in read_tests_of(release.bundle)}
    every = "\n\n".join(stubs.values())
    trials = [Trial(name, source) for name in names for source in ("", stubs[name], every)]
    faults = []
    for number, failing in subject.judge(trials):
        trial = trials[number]
        if trial.source:
            passing = [case for case in cases[trial.question] if case not in failing]
            faults += [f"{case} passes with the stub of {trial.question}" for case in passing]
        else:
            for case, message in failing.items():
                faults.append(f"{case} fails in the reference: {message}")
    return faults


def runs_to_stub(subject: Candidate) -> list[str]:
    """Run the student notebook in a kernel, from its own folder, up to its first error."""
    import nbformat
    from nbclient.exceptions import CellExecutionError

    release = subject.release
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        folder = shutil.copytree(release.student, Path(scratch) / release.name)
        notebook = nbformat.read(folder / release.notebook.name, 4)
        try:
            run_notebook(notebook, folder, BUSY_SECONDS)
        except CellExecutionError as error:
            stub = error.ename == "NotImplementedError"
            return [] if stub else [f"{error.ename}: {error.evalue}"]
    return ["it runs to its end without meeting a stub; write a cell that calls a student's answer"]


PROOFS: dict[str, Check] = {
    "rebuilt, the release is identical to the byte": rebuilds,
    "nothing of a solution or a hidden test is in the student folder": nothing_leaks,
    "the reference scores 100 % under stock Otter": reference_scores_under_otter,
    "every stub, alone and together, fails every case of its question": stubs_fail,
    "the student notebook runs to its first stub without another error": runs_to_stub,
}
LINUX_PROOFS: dict[str, Check] = {
    "the reference scores 100 % in the sandbox": reference_scores,
    "wrong answers lose points, right ones written otherwise don't": answers_are_judged,
}
