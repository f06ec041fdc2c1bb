"""Find the names of a notebook that are missing or wrong because of what the sandbox lacks.

A notebook may run commands of the system, start processes or use the network, as where it was
written. Here it can't. What depends on that is not judged, because the student is not to blame.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from nnlab.cell_code import parsed

from ..bundle.reading import loaded
from ..sandbox.protocol.lacks import INSTALLER, NO_COMMANDS, NO_NETWORK, NO_PROCESSES, NO_PROGRAMS
from ..submission.notebook import Cell
from .check_places import bound_names, definitions, with_what_they_use

# A command whose output becomes the value of a variable.
ASSIGNED = re.compile(r"^\s*\w+\s*=\s*!(.*)$", re.M)
COMMAND = re.compile(r"^\s*(?:\w+\s*=\s*)?!|^%%(?:bash|sh|script|!)|\bos\.(?:system|popen)\(", re.M)
# What a cell says if it misses what a command should have made.
MISSING = ("FileNotFoundError", "ModuleNotFoundError")
LACKS = {
    NO_COMMANDS: "a command of the system",
    NO_PROGRAMS: "a command of the system",
    NO_NETWORK: "the network",
    NO_PROCESSES: "processes of its own",
}


def lacking_names(cells: Sequence[Cell], errors: Mapping[int, str]) -> dict[str, str]:
    """Return the names that depend on something that is not here, with the reason.

    Args:
        cells: The cells of the notebook that were run.
        errors: The errors of cells by their numbers, as "Type: text".
    """
    lacking: dict[str, str] = {}
    trees = [parsed(cell.source) for cell in cells]
    own = definitions(trees)
    has_command = False
    for cell, tree in zip(cells, trees):
        error = errors.get(cell.number, "")
        installs = INSTALLER.search(cell.source.replace("!", " "))
        has_command |= bool(COMMAND.search(cell.source)) and not installs
        needed = [what for words, what in LACKS.items() if words in error]
        outputs = ASSIGNED.findall(cell.source)
        if not all(map(INSTALLER.search, outputs)):
            needed.append(LACKS[NO_COMMANDS])
        if has_command and error.startswith(MISSING):
            needed.append("what a command of the system should have made")
        reason = f"cell {cell.number} needs {needed[0]}" if needed else ""
        used = with_what_they_use(_read_at_once(tree), own)
        reason = reason or next((lacking[name] for name in sorted(used) if name in lacking), "")
        for name in bound_names(tree):
            lacking.pop(name, None)
            if reason:
                lacking[name] = reason
    return {
        name: next(lacking[other] for other in sorted(used) if other in lacking)
        for name in {*lacking, *own}
        if (used := with_what_they_use([name], own)) & lacking.keys()
    }


def _read_at_once(tree: ast.AST) -> set[str]:
    """Return the names that a cell reads when it runs, and not only when its functions do."""
    statements = [n for n in getattr(tree, "body", []) if not isinstance(n, ast.FunctionDef)]
    return loaded(node for statement in statements for node in ast.walk(statement))
