"""Read the catalogue: for each question wrong answers with their hints, and right ones.

`autograder/misconceptions/NAME.py` holds those of an assignment, in cells. A cell's first line says
which question it answers, whether that is wrong or right, and what it is called in reports; the
comment below it is the hint, and the code stands after the reference's own answer and replaces
what it defines again:

    # %% q1, wrong: slope taken at the activation
    # You put the activation where the weighted sum belongs.
    def sigmoid_prime(z): ...

    # %% q1, right: loops
    def sigmoid_prime(z): ...

    # %% q1, equivalent: z >= 0 -> z > 0
    # Both branches give 0.5 there.

The last kind is a verdict on a mutant of the reference that no test can refuse.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseworkError

from . import places

HEAD = re.compile(r"# %% (q\w+), (wrong|right|equivalent): (.+)")


@dataclass(frozen=True)
class Entry:
    """An answer that is not the reference's; `hint` is what a student is told who gave it."""

    question: str
    name: str
    hint: str
    source: str


@dataclass
class Catalogue:
    """All entries of an assignment, in their order."""

    wrong: list[Entry] = field(default_factory=list)
    right: list[Entry] = field(default_factory=list)
    equivalent: list[Entry] = field(default_factory=list)

    def of(self, question: str) -> Catalogue:
        """The part that is about one question."""
        return Catalogue(
            *([e for e in kind if e.question == question]
              for kind in (self.wrong, self.right, self.equivalent))
        )  # fmt: skip


def read_catalogue(name: str, folder: Path | None = None) -> Catalogue:
    """The catalogue of an assignment, empty where it has none. What can't be read is a
    CourseworkError that names file and line."""
    path = (folder or places.MISCONCEPTIONS) / f"{name}.py"
    catalogue = Catalogue()
    if not path.exists():
        return catalogue
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("# %%")]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        where = f"{path.name}, line {start + 1}"
        head = HEAD.fullmatch(lines[start])
        if head is None:
            raise CourseworkError(f"{where}: a cell begins like `# %% q1, wrong: NAME`.")
        question, kind, title = head.groups()
        entry = _entry(question, title, lines[start + 1 : end], kind, where)
        known = getattr(catalogue, kind)
        if any((e.question, e.name) == (question, title) for e in known):
            raise CourseworkError(f"{where}: {question} has another entry called {title}.")
        known.append(entry)
    return catalogue


def _entry(question: str, name: str, lines: list[str], kind: str, where: str) -> Entry:
    comment = []
    for line in lines:
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# ").strip())
    source = "\n".join(lines[len(comment) :]).strip() + "\n"
    hint = " ".join(comment)
    if kind != "right" and not hint:
        what = "hint" if kind == "wrong" else "reason"
        raise CourseworkError(f"{where}: the {what} is missing, as a comment below the first line.")
    if kind != "equivalent":
        try:
            empty = not ast.parse(source).body
        except SyntaxError as error:
            raise CourseworkError(f"{where}: its code can't be read: {error}") from error
        if empty:
            raise CourseworkError(f"{where}: it has no code.")
    return Entry(question, name, hint, source)
