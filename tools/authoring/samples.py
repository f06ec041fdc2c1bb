"""Sample submissions: the student notebook of a release with answers filled in.

`solutions/NAME/samples.py` has a dict SUBMISSIONS from the name of each sample to a dict of

- `about`: what the sample is, in words;
- `answers`: the source of its answers by question, "stub" for a question that is not answered; a
  question that is left out gets the reference's answer;
- `fails`: the questions that have to lose points;
- `prepend`: source that is put before that of the first code cell.
"""

from __future__ import annotations

import copy
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseworkError
from autograder.wording import one_line

from ..faults import Fault
from ..paths import Chapter
from .master import Master
from .release import Release, answer_cells

if TYPE_CHECKING:
    import nbformat

KEYS = ("about", "answers", "fails", "prepend")
Answers = dict[str, str]


def reference_answers(release: Release) -> Answers:
    """Return the source of each question's reference answer, from the solved notebook."""
    import nbformat

    student, solution = (nbformat.read(p, 4) for p in (release.notebook, release.solution))
    if len(student.cells) != len(solution.cells):
        raise ValueError(f"{release.name}: the solved notebook has other cells than the student's")
    numbers = {id(cell): number for number, cell in enumerate(student.cells)}
    return {
        question: solution.cells[numbers[id(cell)]].source
        for question, cell in answer_cells(student).items()
    }


def fill_in_answers(
    notebook: nbformat.NotebookNode, answers: Answers, prepend: str = ""
) -> nbformat.NotebookNode:
    """Return a copy of the student notebook with answers in place of stubs.

    Args:
        notebook: The student notebook.
        answers: The source of each answer, by question. Other questions keep their stubs.
        prepend: Source that is put before that of the first code cell.
    """
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


def samples_of(chapter: Chapter) -> dict[str, dict[str, Any]]:
    """Return the sample submissions that a chapter's `samples.py` declares.

    Raises:
        CourseworkError: The file can't be run, or has no SUBMISSIONS.
    """
    if not chapter.samples.exists():
        return {}
    place = f"{chapter.name}/{chapter.samples.name}"
    try:
        submissions = runpy.run_path(str(chapter.samples)).get("SUBMISSIONS")
    except Exception as error:
        raise CourseworkError(
            f"{place} can't be run: {type(error).__name__}: {one_line(str(error), 200)}"
        ) from error
    if not isinstance(submissions, dict) or not all(map(_is_dict, submissions.values())):
        raise CourseworkError(
            f"{place} should define SUBMISSIONS, a dict from the name of each sample to a dict."
        )
    return submissions


def sample_faults(master: Master) -> Iterator[Fault]:
    """Yield what is wrong with `samples.py`: unknown keys, and questions that do not exist."""
    chapter = master.chapter
    place = f"{chapter.name}/{chapter.samples.name}"
    try:
        samples = samples_of(chapter)
    except CourseworkError as error:
        yield Fault(place, 0, 0, str(error).removeprefix(f"{place} "))
        return
    for sample, spec in samples.items():
        for key in spec.keys() - KEYS:
            yield Fault(place, 0, 0, f"{sample}: there is no key {key}. Keys: {', '.join(KEYS)}.")
        questions = {*spec.get("answers", {}), *spec.get("fails", ())}
        for question in sorted(questions - (questions if master.names is None else master.names)):
            yield Fault(place, 0, 0, f"{sample}: there is no question {question} that tests judge.")


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def write_samples(release: Release, folder: Path) -> list[Path]:
    """Write a notebook for each sample of the release's assignment into `folder`."""
    import nbformat

    folder.mkdir(parents=True, exist_ok=True)
    student = nbformat.read(release.notebook, 4)
    reference = reference_answers(release)
    written = []
    for sample, spec in samples_of(release.chapter).items():
        sources = {**reference, **spec.get("answers", {})}
        answers = {question: s for question, s in sources.items() if s != "stub"}
        path = folder / f"{sample}.ipynb"
        nbformat.write(fill_in_answers(student, answers, spec.get("prepend", "")), path)
        written.append(path)
    return written
