"""The written questions of an assignment, which a person grades, and what a student wrote there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nnlab.notebook_file import BEGIN, END, PROMPT

from .notebook import Cell, Notebook

MAX_ANSWER = 10_000  # Of an answer, this many characters are kept.


@dataclass(frozen=True)
class WrittenQuestion:
    """A question that is answered in sentences.

    Attributes:
        name: What the question is called.
        points: What it is worth.
        title: What it is about, in a few words.
        text: The source of the cell that asks it, as students get it.
        after: The source of the cell that follows the answer cell, or "" if none does.
        solution: The model answer, for the staff.
        rubric: What gets how many points, for the staff.
    """

    name: str
    points: float
    title: str = ""
    text: str = ""
    after: str = ""
    solution: str = ""
    rubric: str = ""

    @property
    def heading(self) -> str:
        """The first line of the text that is a heading, or its first line."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return next((line for line in lines if line.startswith("#")), "".join(lines[:1]))


def written_answers(notebook: Notebook, questions: Iterable[WrittenQuestion]) -> dict[str, str]:
    """Return the answer to each written question: what stands between the cell that asks it and
    the next cell of the assignment, in cells of any kind. It is "" if nothing was written there.

    If a notebook asks a question several times, the first answer counts.

    Args:
        notebook: The student's notebook.
        questions: The written questions of the assignment.
    """
    cells = sorted([*notebook.cells, *notebook.ignored, *notebook.prose], key=_number)
    sources = [cell.source.replace("\r\n", "\n") for cell in cells]
    return {question.name: _answer(sources, question) for question in questions}


def _number(cell: Cell) -> int:
    return cell.number


def _answer(sources: Sequence[str], question: WrittenQuestion) -> str:
    for place, source in enumerate(sources):
        if question.heading in (line.strip() for line in source.splitlines()):
            asked = {line.strip() for line in question.text.splitlines()}
            own = [line for line in source.splitlines() if line.strip() not in asked]
            parts = ["\n".join(own), *_below(sources[place + 1 :], question)]
            answer = "\n\n".join(filter(None, (_plain(part) for part in parts)))
            if answer:
                return answer[:MAX_ANSWER].rstrip()
    return ""


def _below(sources: Sequence[str], question: WrittenQuestion) -> list[str]:
    """Return the sources up to the next cell of the assignment."""
    after = question.after.strip()
    parts = []
    for source in sources:
        if BEGIN in source or END in source or (after and source.strip() == after):
            break
        parts.append(source)
    return parts


def _plain(part: str) -> str:
    return part.replace(PROMPT, "").strip()
