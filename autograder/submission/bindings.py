"""What the names of a notebook are bound to, read from its cells without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nnlab.cell_code import without_magics

STAR = "*"


class Bindings:
    """The names that the cells of a notebook bind at their top level or as globals.

    Attributes:
        imports: For each name that is imported, what it is: pairs of a module and a name in it, or
            "" for the module itself.
        others: The names that are bound in another way: assigned, defined or deleted.
        stars: The modules of which all names are imported.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self.imports: dict[str, set[tuple[str, str]]] = {}
        self.others: set[str] = set()
        self.stars: set[str] = set()
        for source in sources:
            try:
                tree = ast.parse(without_magics(source))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for node in ast.walk(tree):
                self._read(node)

    def _read(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                module = alias.name if alias.asname else name
                self.imports.setdefault(name, set()).add((module, ""))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = "." * node.level + (node.module or "")
                if alias.name == STAR:
                    self.stars.add(module)
                else:
                    name = alias.asname or alias.name
                    self.imports.setdefault(name, set()).add((module, alias.name))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.others.add(node.name)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self.others.add(node.id)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self.others.add(node.name)
