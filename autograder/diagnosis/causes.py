"""Name the cause of an error that a student can't see in its message.

A function is "not defined" because its cell became Markdown or was left out; an answer is "not
written yet" because the stub's `raise` still stands above it. All of that can be seen in the
notebook itself, without running it.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator

from ..submission.notebook import Cell, Notebook

NOT_DEFINED = re.compile(r"(?:name '(\w+)'|(\w+)) is not defined")
NOT_WRITTEN = re.compile(r"not written yet \((.*)\)", re.S)
TOO_LONG = re.compile(r"did not end within \S+ s of computing")
THREADS = re.compile(r"\b(?:Thread|ThreadPoolExecutor|start_new_thread|threading\.Timer)\(")
NO_MODULE = re.compile(r"No module named '(\w+)'")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)

Function = ast.FunctionDef, ast.AsyncFunctionDef


class Causes:
    """The causes that can be seen in one notebook."""

    def __init__(self, notebook: Notebook) -> None:
        """Look at a notebook."""
        self.notebook = notebook
        self.stubs = dict(_stubs(notebook.cells))

    def explain(self, message: str) -> str:
        """Return a message with a sentence on its cause, if the cause can be seen."""
        cause = (
            self._not_defined(message)
            or self._not_written(message)
            or self._other_python(message)
            or self._no_module(message)
            or self._threads(message)
        )
        return f"{message.rstrip()} {cause}" if cause else message

    def _not_defined(self, message: str) -> str:
        for match in NOT_DEFINED.finditer(message):
            name = match.group(1) or match.group(2)
            for cell in self.notebook.prose:
                if _defines(FENCED.sub("", cell.source), name):
                    return (
                        f"(Cell {cell.number} defines {name}, but it is not a code cell: it is a "
                        "Markdown or raw cell, which is not run. Turn it into a code cell.)"
                    )
            for cell in self.notebook.ignored:
                if _defines(cell.source, name):
                    return (
                        f"(Cell {cell.number} defines {name}, but it is left out when the notebook "
                        "is graded, because it has the tag otter_ignore. A copied cell keeps its "
                        "tags: write the code into a new cell.)"
                    )
        return ""

    def _not_written(self, message: str) -> str:
        match = NOT_WRITTEN.search(message)
        return self.stubs.get(" ".join(match.group(1).split()), "") if match else ""

    def _other_python(self, message: str) -> str:
        if "SyntaxError" not in message:
            return ""
        here = f"{sys.version_info.major}.{sys.version_info.minor}"
        stated = re.match(r"\d+\.\d+", self.notebook.python)
        if stated is None:
            return f"(It was graded with Python {here}.)"
        if stated.group() == here:
            return ""
        return f"(It was graded with Python {here}; your notebook says Python {stated.group()}.)"

    def _no_module(self, message: str) -> str:
        match = NO_MODULE.search(message)
        if match is None:
            return ""
        name = match.group(1)
        return (
            f"(If {name} is a file of your own, hand in {name}.py beside the notebook: both in one "
            "zip.)"
        )

    def _threads(self, message: str) -> str:
        if TOO_LONG.search(message) is None:
            return ""
        for cell in self.notebook.cells:
            if THREADS.search(cell.source):
                return (
                    f"(Cell {cell.number} uses threads. Each test runs in a copy of the notebook's "
                    "process, and a thread that a cell has started does not go on there. Start "
                    "threads within the function that needs them.)"
                )
        return ""


def _defines(source: str, name: str) -> bool:
    """Return True if a line of a source begins a definition of `name`."""
    pattern = rf"^(?:(?:async\s+)?def\s+{name}\s*[(\[]|class\s+{name}\b|{name}\s*=(?!=))"
    return re.search(pattern, source, re.M) is not None


def _stubs(cells: list[Cell]) -> Iterator[tuple[str, str]]:
    """Yield the text of each stub's error, if an answer stands beside the stub, and the cause."""
    answered: dict[str, int] = {}  # By function, the cell of the last definition that is no stub.
    for cell in cells:
        for function in _functions(cell.source):
            for place, statement in enumerate(function.body):
                text = _stub_text(statement)
                if text is None:
                    continue
                if place + 1 < len(function.body):
                    line = f" in its line {statement.lineno}"
                    yield text, (
                        f"(In cell {cell.number}{line}, the stub's `raise` still stands above your "
                        f"answer to {function.name}, which is never reached: take the line out.)"
                    )
                elif function.name in answered:
                    yield text, (
                        f"(Cell {answered[function.name]} has an answer to {function.name}, and "
                        f"the stub in cell {cell.number}, below it, replaces your answer: take "
                        "the stub out.)"
                    )
                break
            else:
                answered[function.name] = cell.number


def _functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions of a cell; none if it is not plain Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _stub_text(statement: ast.stmt) -> str | None:
    """Return the text of `raise NotImplementedError(TEXT)`; None for any other statement."""
    if not isinstance(statement, ast.Raise) or statement.exc is None:
        return None
    call = statement.exc
    raised = call.func if isinstance(call, ast.Call) else call
    if not isinstance(raised, ast.Name) or raised.id != "NotImplementedError":
        return None
    arguments = call.args if isinstance(call, ast.Call) else []
    first = arguments[0] if arguments else None
    return " ".join(str(first.value).split()) if isinstance(first, ast.Constant) else ""
