"""Sample submissions: a release's notebook with answers filled in.

`tests/submissions/NAME.py` holds the answers of each sample, as a dict SUBMISSIONS from the
sample's name to `about`, `answers` (question -> source, "stub"; left out: the reference),
`fails` (questions that must lose points) and `prepend` (put before the first code cell).
"""

from __future__ import annotations

import copy
import runpy
from pathlib import Path
from typing import Any

import nbformat

from . import places
from .release import Release, answer_cells

Answers = dict[str, str]


def reference_answers(release: Release) -> Answers:
    """The source of each question's reference answer, from the solved notebook."""
    student, solution = (nbformat.read(p, 4) for p in (release.notebook, release.solution))
    if len(student.cells) != len(solution.cells):
        raise ValueError(f"{release.name}: the solved notebook has other cells than the student's")
    places_of = {id(cell): number for number, cell in enumerate(student.cells)}
    return {
        question: solution.cells[places_of[id(cell)]].source
        for question, cell in answer_cells(student).items()
    }


def fill(
    notebook: nbformat.NotebookNode, answers: Answers, prepend: str = ""
) -> nbformat.NotebookNode:
    """The student notebook with these answers; a question without one keeps its stub."""
    filled = copy.deepcopy(notebook)
    for question, cell in answer_cells(filled).items():
        cell.source = answers.get(question, cell.source)
    if prepend:
        first = next(
            cell
            for cell in filled.cells
            if cell.cell_type == "code" and "otter.Notebook" not in cell.source
        )
        first.source = f"{prepend}\n{first.source}"
    return filled


def samples_of(name: str) -> dict[str, dict[str, Any]]:
    """The sample submissions of an assignment, as `tests/submissions/NAME.py` declares them."""
    return runpy.run_path(str(places.SAMPLES / f"{name}.py"))["SUBMISSIONS"]


def write_samples(release: Release, folder: Path) -> list[Path]:
    """Write a notebook for each sample of the release's assignment into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    student = nbformat.read(release.notebook, 4)
    reference = reference_answers(release)
    written = []
    for sample, spec in samples_of(release.name).items():
        given = {**reference, **spec.get("answers", {})}
        answers = {q: source for q, source in given.items() if source != "stub"}
        answers = {q: reference[q] if s == "reference" else s for q, s in answers.items()}
        path = folder / f"{sample}.ipynb"
        nbformat.write(fill(student, answers, spec.get("prepend", "")), path)
        written.append(path)
    return written
