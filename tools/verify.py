"""Prove a release: each proof is a function that returns the sentences of what is wrong."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder import otter_engine
from autograder.bundle import open_bundle
from autograder.classes import Order, grade_class
from autograder.report import Report
from autograder.submission import Submission

from . import test_quality
from .catalogue import read_catalogue
from .known import current, found_of, rules_current
from .master import Master, read_master
from .rehearsal import rehearse
from .release import Release, answer_cells, build, release_of

SHORTEST_SECRET = 16


@dataclass(frozen=True)
class Proof:
    """One thing that was proven or not; `faults` are sentences, empty where it holds."""

    title: str
    faults: list[str]


def verify(path: Path, said: Callable[[str], None] = lambda title: None) -> list[Proof]:
    """Run every proof on the release of the master at `path`."""
    master, release = read_master(path), release_of(path.stem)
    proofs: list[tuple[str, Callable[[Master, Release], list[str]]]] = [
        ("rebuilt, the release is identical to the byte", rebuilds),
        ("nothing of a solution or a hidden test is in the student folder", leaks),
        ("the reference scores 100 % under stock Otter", reference_scores_under_otter),
        ("every stub, alone and together, fails every case of its question", stubs_fail),
        ("the student notebook runs to its first stub without another error", runs_to_stub),
    ]
    if sys.platform == "linux":
        proofs += [
            ("the reference scores 100 % in the sandbox", reference_scores),
            ("wrong answers lose points, right ones written otherwise don't", answers_are_judged),
        ]
    results = []
    for title, proof in proofs:
        said(title)
        results.append(Proof(title, proof(master, release)))
    return results


def rebuilds(master: Master, release: Release) -> list[str]:
    """Build again elsewhere and compare every file."""
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        again = build(master.path, Path(scratch) / "assignments", Path(scratch) / "dist")
        faults = []
        for here, there in ((release.student, again.student),
                            (release.bundle.parent, again.bundle.parent)):
            old, new = _contents(here), _contents(there)
            for name in sorted(old.keys() | new.keys()):
                if old.get(name) != new.get(name):
                    faults.append(f"{here.name}/{name} differs from what the master gives now. "
                                  f"Run `coursework release {master.name}`.")
        return faults


def leaks(master: Master, release: Release) -> list[str]:
    """Look for each line of a solution and of a hidden test in every file that students get."""
    secrets = _secrets(master)
    faults = []
    for name, content in _contents(release.student).items():
        if "__pycache__" in name:
            continue
        for line in _texts(name, content):
            if line in secrets:
                faults.append(f"{name} holds a line of {secrets[line]}: {line}")
    return faults


def reference_scores(master: Master, release: Release) -> list[str]:
    """Grade the solved notebook as a submission; where none could be held, this one needn't be."""
    submission = Submission("reference", release.solution)
    [report] = grade_class(Order(release.bundle, weak=True), [submission])
    return _lost(report)


def reference_scores_under_otter(master: Master, release: Release) -> list[str]:
    """Grade the solved notebook as stock Otter does."""
    submission = Submission("reference", release.solution)
    return _lost(otter_engine.grade(master.name, release.bundle, submission))


def _lost(report: Report) -> list[str]:
    if report.score == report.max_score and not report.reason:
        return []
    return [f"it scores {report.score:g} of {report.max_score:g}: {report.first_failure()}"]


def answers_are_judged(master: Master, release: Release) -> list[str]:
    """Try the catalogue's answers; what is kept of it has to be of these tests and answers."""
    catalogue, kept = read_catalogue(master.name), found_of(master.name)
    stale = [q.name for q in master.questions if not current(q, catalogue, kept)]
    faults = test_quality.faults(master.name, kept)
    if stale:
        faults.append(f"{', '.join(stale)}: the hints are those of other tests or answers. "
                      f"Run `coursework mutation {master.name}`.")  # fmt: skip
    elif old := [q.name for q in master.questions if not rules_current(q, kept)]:
        faults.append(f"{', '.join(old)}: the mutants by rule are those of other tests or answers. "
                      f"Run `coursework mutation --rules {master.name}`.")  # fmt: skip
    with open_bundle(release.bundle) as bundle:
        skipped = bundle.unjudged
    entries = [*catalogue.wrong, *catalogue.right]
    answers = [entry for entry in entries if entry.question not in skipped]
    sources = [(entry.question, entry.source) for entry in answers]
    for number, failing in rehearse(release, sources):
        entry = answers[number]
        if entry in catalogue.wrong and not failing:
            faults.append(f"{entry.question}: '{entry.name}' keeps all points.")
        if entry in catalogue.right and failing:
            faults.append(f"{entry.question}: the right answer '{entry.name}' fails "
                          f"{', '.join(failing)}.")  # fmt: skip
    return faults


def stubs_fail(master: Master, release: Release) -> list[str]:
    """Put each stub after its answer, then all of them; no case of theirs may pass."""
    student = nbformat.read(release.notebook, 4)
    stubs = {name: cell.source for name, cell in answer_cells(student).items()}
    names = [question.name for question in master.questions]
    if sorted(stubs) != sorted(names):
        return [f"the student notebook has stubs for {sorted(stubs)}, not for {sorted(names)}"]
    with open_bundle(release.bundle) as bundle:
        cases = {question.name: [c.name for c in question.cases] for question in bundle.questions}
    every = "\n\n".join(stubs.values())
    trials = [(name, source) for name in names for source in ("", stubs[name], every)]
    faults = []
    for number, failing in rehearse(release, trials):
        question, source = trials[number]
        if source:
            passing = [case for case in cases[question] if case not in failing]
            faults += [f"{case} passes with the stub of {question}" for case in passing]
        else:
            faults += [f"{case} fails in the reference: {said}" for case, said in failing.items()]
    return faults


def runs_to_stub(master: Master, release: Release) -> list[str]:
    """Run the student notebook in a kernel, from its own folder, up to its first error."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        folder = shutil.copytree(release.student, Path(scratch) / release.name)
        notebook = nbformat.read(folder / release.notebook.name, 4)
        client = NotebookClient(
            notebook,
            timeout=300,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            client.execute()
        except CellExecutionError as error:
            stub = error.ename == "NotImplementedError"
            return [] if stub else [f"{error.ename}: {error.evalue}"]
    return ["it runs to its end without meeting a stub"]


def _secrets(master: Master) -> dict[str, str]:
    """Lines that only the instructor may see, and whose they are."""
    public: set[str] = set()
    secret: dict[str, str] = {}
    for question in master.questions:
        for cell in question.answer:
            inside, prompt = False, False
            for line in cell.source.splitlines():
                text = line.strip()
                if re.search(r"# (BEGIN|END) (SOLUTION|PROMPT)", text):
                    inside = "BEGIN SOLUTION" in text
                    prompt = "BEGIN PROMPT" in text
                elif inside and not prompt:
                    secret[text] = f"the solution of {question.name}"
                else:
                    public.add(text)
        for case in question.cases:
            for text in map(str.strip, case.cell.source.splitlines()):
                if case.hidden:
                    secret[text] = f"the hidden test {case.name}"
                else:
                    public.add(text)
    owned = {cell.number for q in master.questions for cell in q.answer}
    owned |= {case.cell.number for q in master.questions for case in q.cases}
    for cell in master.cells:
        if cell.number not in owned:
            public.update(line.strip() for line in cell.source.splitlines())
    return {
        text: whose
        for text, whose in secret.items()
        if text not in public
        and len(text) >= SHORTEST_SECRET
        and not text.startswith(("#", '"""', "import ", "from "))
    }


def _texts(name: str, content: bytes) -> Iterator[str]:
    if name.endswith(".ipynb"):
        yield from _strings(json.loads(content))
    else:
        for line in content.decode("utf-8", "replace").splitlines():
            yield line.strip()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        for line in value.splitlines():
            yield line.strip()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
