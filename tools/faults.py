"""What is wrong with the files of a chapter, so that all of it can be listed at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from autograder.errors import CourseworkError


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        file: The file, as messages name it.
        line: The line of the file, counted from 1, or 0 for the file as a whole.
        cell: The number of the cell, counted from 1, or 0 if the file has no cells.
        why: What is wrong, and what to write.
    """

    file: str
    line: int
    cell: int
    why: str

    def __str__(self) -> str:
        cell = f", cell {self.cell}" if self.cell else ""
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{cell}{line}: {self.why}"


def refusal(faults: Collection[Fault]) -> CourseworkError:
    """Return an error that lists all faults, in the order of files and lines."""
    lines = [str(fault) for fault in sorted(faults)]
    if len(lines) > 1:
        lines.insert(0, f"{len(lines)} faults, in the order of the lines:")
    return CourseworkError("\n".join(lines))
