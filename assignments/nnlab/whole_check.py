"""Check a whole notebook as it is on disk, and say what grading will find there and what not."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import clean_run, notebook_file, outside, repair
from .check_display import FAILS, HIDDEN_FOLLOW, PASSES
from .clean_run import CellError
from .notebook_file import NotebookFile, UnusableError

CELL_SECONDS = 60.0  # The limit of a cell, in seconds, if the release names none.
MORE_ERRORS = 2  # After the first failing cell, this many more are shown.
MAX_NOTES = 10  # Of what the checks print, this many lines are shown.
KEPT = ".nnlab-check.json"  # The last result stands here, so that `submit` need not run it again.
# What Python says of a cell, and what is said in its place.
PLAIN_WORDS = {
    "incomplete input": (
        "the code ends in the middle: a bracket or a quote is not closed, or a line that ends "
        "with a colon has nothing below it"
    ),
}


@dataclass
class WholeCheck:
    """What was found in a notebook.

    Attributes:
        digest: What tells this version of the notebook from others.
        time: When it was checked, in words.
        cells: The number of cells that were run.
        left_out: The number of cells that were not run, because grading does not run them.
        seconds: How long the cells took.
        errors: What is wrong with cells, in words; the first one stands first.
        continued: The cells of which what stands below an error was run, in words.
        slow: What takes too long when it is graded, in words.
        questions: The results of the public checks, as in `clean_run.Run`.
        notes: What the checks have printed, such as what could not be judged here.
        unanswered: The headings of written questions without an answer.
        outside: What the notebook uses and grading does not have, in words.
        changed: What is not as it was released, in words.
        stubs: The number of cells that met an answer that is not written.
    """

    digest: str
    time: str
    cells: int
    left_out: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)
    continued: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    stubs: int = 0

    @property
    def points(self) -> tuple[float, float]:
        """The points by the public checks: what the notebook has, and how many there are."""
        score = sum(question["score"] for question in self.questions)
        return score, sum(question["possible"] for question in self.questions)

    @property
    def is_ready(self) -> bool:
        """True if nothing was found that a student should look at."""
        passed = all(question["state"] == PASSES for question in self.questions)
        return passed and not (
            self.errors or self.slow or self.unanswered or self.outside or self.changed
        )


def check(
    path: Path, cell_seconds: float = 0.0, tell: Callable[[str], None] = print
) -> WholeCheck:
    """Check a notebook.

    Args:
        path: The notebook's file.
        cell_seconds: The limit of a cell, in seconds; 0 for that of the course.
        tell: Takes a sentence about what goes on.

    Raises:
        UnusableError: The notebook can't be read or run.
    """
    notebook = notebook_file.read(path)
    release = notebook_file.release_of(notebook) or {}
    limit = cell_seconds or float(release.get("cell_seconds", CELL_SECONDS))
    tests = (release.get("notebook") or {}).get("metadata", {}).get("otter") or notebook.otter
    now = time.strftime("%Y-%m-%d %H:%M:%S")
    cells = [cell for cell in notebook.graded if cell.source.strip()]
    found = WholeCheck(notebook.digest, now, len(cells))
    tell(f"Running {path.name} as it is on disk, from top to bottom in a new process. A cell may "
         f"take {limit:g} s.")  # fmt: skip
    run = clean_run.run(notebook, tests, outside.own_modules(notebook), limit, tell)
    found.left_out = sum(cell.is_ignored for cell in notebook.code)
    found.seconds = round(run.seconds, 1)
    found.errors = [in_words(error) for error in run.errors if not error.is_stub]
    found.errors += [run.ended] if run.ended else []
    found.continued = run.continued
    together = float(release.get("all_cells_seconds", 0))
    if together and run.seconds > together and run.slowest:
        found.slow.append(
            f"All cells together took {run.seconds:.0f} s. When the notebook is graded they get "
            f"{together:.0f} s of computing, and after that each cell 2 s. The slowest is cell "
            f"{run.slowest[0].number}, with {run.slowest[1]:.0f} s."
        )
    found.questions, found.notes = run.questions, run.notes[:MAX_NOTES]
    found.unanswered = notebook_file.unanswered(notebook)
    found.outside = outside.remarks(notebook)
    with contextlib.suppress(UnusableError):  # It is not known how the notebook was released.
        found.changed = [fault.text for fault in repair.compare(notebook).faults]
    found.stubs = sum(error.is_stub for error in run.errors)
    _keep(path, found)
    return found


def last_result(notebook: NotebookFile) -> WholeCheck | None:
    """Return the last result if it is about the notebook as it is now, else None."""
    try:
        kept = json.loads((notebook.path.parent / KEPT).read_text(encoding="utf-8"))
        found = WholeCheck(**kept)
    except (OSError, ValueError, TypeError):
        return None
    return found if found.digest == notebook.digest else None


def in_words(error: CellError) -> str:
    """Return what is wrong with a cell, in the words of a feedback page."""
    text = re.sub(r" \([\w<>.-]+, line \d+\)$", "", error.text)  # The file of the cell.
    text = " ".join(PLAIN_WORDS.get(text, text).split()[:60])
    place = f" in its line {error.line}" if error.line else ""
    beginning = error.cell.name[0].upper() + error.cell.name[1:]
    return f"{beginning}: " + (f"{error.name}{place}: {text}" if error.name else text)


def report(found: WholeCheck) -> str:
    """Return the result as a text."""
    return "\n".join(_lines(found))


def _lines(found: WholeCheck) -> Iterator[str]:
    rest = (f" The other {found.left_out} are left out, as in grading: they draw pictures or try "
            "things out." if found.left_out else "")  # fmt: skip
    yield f"{found.cells} cells were run in {found.seconds:g} s.{rest}"
    if found.errors:
        yield ""
        yield f"The first failing cell: {_inside(found.errors[0])}"
        yield from (f"  Then: {_inside(other)}" for other in found.errors[1 : 1 + MORE_ERRORS])
        left = len(found.errors) - 1 - MORE_ERRORS
        if left > 0:
            yield f"  Then: {left} more. Mend the first one: the others may come from it."
    else:
        but = ", but for answers that are not written" if found.stubs else ""
        yield f"No cell ended with an error{but}."
    yield from found.continued
    yield from found.slow
    yield ""
    yield from _of_questions(found)
    if found.unanswered:
        yield "Written questions without an answer:"
        yield from (f"  {heading}" for heading in found.unanswered)
    yield ""
    if found.changed:
        yield "What is not as it was released (`python -m nnlab repair` can mend most of it):"
        yield from (f"  {sentence}" for sentence in found.changed)
    if found.outside:
        yield "What grading does not have:"
        yield from (f"  {sentence}" for sentence in found.outside)
    else:
        yield ("Grading has all that this notebook uses: no file and no package from elsewhere "
               "was found in it.")  # fmt: skip


def _of_questions(found: WholeCheck) -> Iterator[str]:
    if not found.questions:
        yield ("No public check was run: they come after the last cell, and the run ended before "
               "it. In the notebook, `grader.check` runs each of them.")  # fmt: skip
        return
    width = max(len(question["name"]) for question in found.questions)
    for question in found.questions:
        state, name = question["state"], question["name"].ljust(width)
        words = f": {question['message']}" if state == FAILS else ""
        yield f"  {name}  {state}{words}"
    yield from found.notes
    score, possible = found.points
    yield f"Public checks: {score:g} of {possible:g} points. {HIDDEN_FOLLOW}"


def _inside(sentence: str) -> str:
    """Return a sentence as it stands within another one."""
    return re.sub(r"^Cell", "cell", sentence)


def _keep(path: Path, found: WholeCheck) -> None:
    with contextlib.suppress(OSError):  # If the folder can't be written to, `doctor` says so.
        (path.parent / KEPT).write_text(json.dumps(asdict(found)), encoding="utf-8")
