"""Find what is left of a set-up cell below a statement that failed.

A cell that imports what the notebook needs ends at its first error, and without its other lines
every answer fails. So these are run too, when a notebook is graded and when `nnlab` checks it.
Stock Otter does not do that, so the grader does it for the bundles of this project alone.
"""

from __future__ import annotations

import ast
import re

from .cell_code import parsed

IMPORTS = ast.Import, ast.ImportFrom
# These end a cell on purpose, and an answer that is not written says so itself.
ON_PURPOSE = ast.Raise, ast.Assert
EMPTY_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")  # IPython does not count these at the beginning.
MAX_RESTS = 20  # A cell is run on below at most this many statements that fail.
ENDS = ("NotImplementedError", "SystemExit", "KeyboardInterrupt", "SyntaxError", "IndentationError")


def rest_of_cell(source: str, error_type: str, line: int) -> str:
    """Return the statements below the one that failed, on the lines on which they stand, or "".

    Args:
        source: The source of the cell.
        error_type: The name of the error's class.
        line: The line of the cell that raised it, from 1, or 0 if that is not known.
    """
    if not line or error_type in ENDS or source.lstrip().startswith("%%"):
        return ""
    source = EMPTY_LINES.sub("", source)
    body = parsed(source).body
    if not any(isinstance(statement, IMPORTS) for statement in body):
        return ""
    failed = [n for n, statement in enumerate(body) if _first_line(statement) <= line
              <= (statement.end_lineno or 0)]  # fmt: skip
    if not failed or isinstance(body[failed[0]], ON_PURPOSE):
        return ""
    if len(failed) > 1 and not all(isinstance(body[n], IMPORTS) for n in failed):
        return ""  # It is not known which of the statements on this line failed.
    following = body[failed[0] + 1 :]
    return _from(source, following[0]) if following else ""


def in_words(cell: int, line: int) -> str:
    """Return what is said of a cell that is run on below a line that failed."""
    return (
        f"Cell {cell} ended with an error in its line {line}. What stands below that line in the "
        "cell is run all the same when the notebook is graded, so that the other questions count. "
        "Jupyter does not do that: mend the line."
    )


def _from(source: str, statement: ast.stmt) -> str:
    """Return a source from a statement on, with comments in place of the lines above it."""
    lines = source.splitlines()
    line = _first_line(statement)
    begun = lines[line - 1].encode()[statement.col_offset :].decode()
    return "#\n" * (line - 1) + "\n".join([begun, *lines[line:]])


def _first_line(statement: ast.stmt) -> int:
    """Return the first line of a statement, with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])
