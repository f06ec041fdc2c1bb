"""Read the catalogue: for each question wrong answers with their hints, and right answers.

`solutions/NAME/mistakes.py` has those of a chapter, in cells. The first line of a cell says which
question it answers, whether the answer is wrong or right, and what it is called in reports. The
comment below it is the hint. The code is executed after the reference's own answer, and replaces
what it defines again:

    # %% q1, wrong: slope taken at the activation
    # You put the activation place the weighted sum belongs.
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
from collections.abc import Collection
from dataclasses import dataclass, field

from autograder.errors import CourseworkError

from ..faults import Fault, refusal
from ..paths import Chapter

HEAD = re.compile(r"# %% (q\w+), (wrong|right|equivalent): (.+)")


@dataclass(frozen=True)
class Entry:
    """An answer that is not the reference's.

    Attributes:
        question: The name of the question.
        name: What the answer is called in reports.
        hint: What a student who gave this answer is told; for an equivalent mutant the reason why
            no test can refuse it.
        source: Its source.
    """

    question: str
    name: str
    hint: str
    source: str


@dataclass
class Catalogue:
    """All entries of a chapter, in their order."""

    wrong: list[Entry] = field(default_factory=list)
    right: list[Entry] = field(default_factory=list)
    equivalent: list[Entry] = field(default_factory=list)

    def of(self, question: str) -> Catalogue:
        """Return the part that is about one question."""
        return Catalogue(
            *([e for e in kind if e.question == question]
              for kind in (self.wrong, self.right, self.equivalent))
        )  # fmt: skip


def read_catalogue(chapter: Chapter) -> Catalogue:
    """Return the catalogue of a chapter, which is empty if the chapter has no `mistakes.py`.

    Raises:
        CourseworkError: Entries can't be read; the message names all of them, with their lines.
    """
    catalogue, faults = parse_catalogue(chapter)
    if faults:
        raise refusal(faults)
    return catalogue


def parse_catalogue(
    chapter: Chapter, questions: Collection[str] | None = None
) -> tuple[Catalogue, list[Fault]]:
    """Return the entries of a chapter's catalogue that can be read, and what is wrong with the
    others.

    Args:
        chapter: The chapter.
        questions: The questions that entries may be about; by default all.
    """
    path = chapter.mistakes
    catalogue, faults = Catalogue(), list[Fault]()
    if not path.exists():
        return catalogue, faults
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("# %%")]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        try:
            _add_entry(catalogue, lines[start:end], questions)
        except CourseworkError as error:
            faults.append(Fault(f"{chapter.name}/{path.name}", start + 1, 0, str(error)))
    return catalogue, faults


def _add_entry(catalogue: Catalogue, lines: list[str], questions: Collection[str] | None) -> None:
    """Add the entry of a cell, or raise a CourseworkError."""
    head = HEAD.fullmatch(lines[0])
    if head is None:
        raise CourseworkError("a cell begins like `# %% q1, wrong: NAME`.")
    question, kind, title = head.groups()
    if questions is not None and question not in questions:
        raise CourseworkError(f"there is no question {question} that tests judge.")
    known = getattr(catalogue, kind)
    if any((entry.question, entry.name) == (question, title) for entry in known):
        raise CourseworkError(f"{question} has another entry called {title}.")
    known.append(read_entry(question, title, lines[1:], kind))


def read_entry(question: str, name: str, lines: list[str], kind: str) -> Entry:
    """Return the entry of a cell.

    Args:
        question: The question, from the cell's first line.
        name: The name of the entry, from there, too.
        lines: The other lines of the cell.
        kind: "wrong", "right" or "equivalent".

    Raises:
        CourseworkError: The hint or the code is missing, or the code can't be read.
    """
    comment = []
    for line in lines:
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# ").strip())
    source = "\n".join(lines[len(comment) :]).strip() + "\n"
    hint = " ".join(comment)
    if kind != "right" and not hint:
        what = "hint" if kind == "wrong" else "reason"
        raise CourseworkError(f"the {what} is missing, as a comment below the first line.")
    if kind != "equivalent":
        try:
            empty = not ast.parse(source).body
        except SyntaxError as error:
            raise CourseworkError(f"its code can't be read: {error}") from error
        if empty:
            raise CourseworkError("it has no code.")
    return Entry(question, name, hint, source)
