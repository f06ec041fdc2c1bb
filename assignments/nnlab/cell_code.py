"""Read the code of a notebook's cell as a syntax tree, without IPython's magics and commands."""

from __future__ import annotations

import ast
import re
import warnings

# A cell of one of these magics runs as Python.
PYTHON_MAGICS = ("time", "timeit", "capture", "prun")


def parsed(source: str) -> ast.Module:
    """Return the code of a cell without magics, with its line numbers. A cell that can't be parsed
    has no code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = without_magics(source)
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
    lines_of_magics = len(source.splitlines()) - len(code.splitlines())
    if lines_of_magics:
        ast.increment_lineno(tree, lines_of_magics)
    return tree


def without_magics(source: str) -> str:
    """Return the source of a cell without IPython's magics and commands."""
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        words = first[2:].split()
        return without_magics(rest) if words and words[0] in PYTHON_MAGICS else ""
    lines = [
        re.sub(r"(^\s*)[%!?].*$", r"\1pass", re.sub(r"=\s*[!%].*$", "= None", line))
        for line in source.splitlines()
    ]
    return "\n".join(lines)
