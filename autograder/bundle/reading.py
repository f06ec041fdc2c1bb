"""Read the code of a test without running it: what it needs that only one process would have.

A test of another course is written to run in the notebook's own process. Here it runs in the
grader's, and the objects of the notebook are handles.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from pathlib import Path

# Functions and methods whose first argument is a file.
FILE_FUNCTIONS = {
    "open", "Path", "exists", "isfile", "isdir", "getsize", "listdir", "read_csv", "read_json",
    "read_excel", "read_table", "read_pickle", "read_parquet", "loadtxt", "genfromtxt", "fromfile",
    "imread", "read_text", "stat", "connect",
}  # fmt: skip
# The same, if the function is one of these modules.
LOADERS = {("np", "load"), ("numpy", "load"), ("torch", "load"), ("Image", "open")}
# Builtins that look at the notebook's own namespace, or run code in it.
OF_THE_NAMESPACE = ("globals", "locals", "vars", "exec", "eval", "dir", "compile")
# The builtin that a test calls with one argument, and what takes its place.
TYPE, TYPE_OF = "type", "_coursework_type"
# What takes the place of `is`.
IS = "_coursework_is"
# Functions of pyplot that look at the current figure, which is the notebook's.
OF_THE_FIGURE = {"gca", "gcf", "get_fignums", "xlim", "ylim", "axis", "fignum_exists"}
TRUE = {"True", "False", "np.True_", "np.False_", "numpy.True_", "numpy.False_"}


class OfHandles(ast.NodeTransformer):
    """Rewrites `type(x)` and `x.__class__`, which would give the class of a handle, and `x is y`,
    because a list that is sent twice arrives as two lists."""

    def __init__(self) -> None:
        self.has_changed = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == TYPE and len(node.args) == 1 and not node.keywords:
            self.has_changed = True
            node.func = ast.copy_location(ast.Name(TYPE_OF, ast.Load()), node.func)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr != "__class__" or not isinstance(node.ctx, ast.Load):
            return node
        self.has_changed = True
        function = ast.copy_location(ast.Name(TYPE_OF, ast.Load()), node)
        return ast.copy_location(ast.Call(function, [node.value], []), node)


    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        [right, *more] = node.comparators
        if more or not isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            return node
        if isinstance(right, ast.Constant) or isinstance(node.left, ast.Constant):
            return node
        self.has_changed = True
        function = ast.copy_location(ast.Name(IS, ast.Load()), node)
        call: ast.expr = ast.copy_location(ast.Call(function, [node.left, right], []), node)
        if isinstance(node.ops[0], ast.IsNot):
            return ast.copy_location(ast.UnaryOp(ast.Not(), call), node)
        return call


def root(node: ast.AST) -> str:
    """Return the variable of an expression such as `x.y[0]`, or "" if it has none."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def loaded(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that are read."""
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def stored(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that are bound."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {a.asname or a.name.split(".")[0] for a in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def refusal(trees: Iterable[ast.AST], remote: set[str], files: Path | None) -> str:
    """Say why a test can't be run on the handles of a notebook's objects, or return "".

    Args:
        trees: The code of the test.
        remote: The names that come from the notebook.
        files: The folder of the bundle's files, or None if it is not known.
    """
    for tree in trees:
        for node in ast.walk(tree):
            if reason := _refusal(node, remote, files):
                return reason
    return ""


def judges(expression: ast.AST, remote: set[str]) -> tuple[str, set[str]] | None:
    """Return the notebook's function that says if an answer is right, and the names it is given.

    Args:
        expression: What has to be true.
        remote: The names that come from the notebook.
    """
    node = expression
    while True:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node = node.operand
        elif isinstance(node, ast.Compare) and isinstance(node.comparators[0], ast.Constant):
            if not isinstance(node.comparators[0].value, bool):
                return None
            node = node.left
        elif isinstance(node, ast.Call) and root(node.func) == "bool" and len(node.args) == 1:
            node = node.args[0]
        else:
            break
    if not isinstance(node, ast.Call) or root(node.func) not in remote:
        return None
    name = root(node.func)
    inner = [n for a in [*node.args, *(k.value for k in node.keywords)] for n in ast.walk(a)]
    if not isinstance(node.func, ast.Name):  # A method may well take other objects.
        inner = [n.func for n in inner if isinstance(n, ast.Call)]
    others = {n for part in inner for n in [root(part)] if n in remote and n != name}
    return (name, others) if others else None


def asserted(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions that a test function asserts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
            yield from parts
        elif getattr(getattr(node, "func", None), "attr", "") in ("assertTrue", "assertFalse"):
            yield from node.args[:1]  # type: ignore[attr-defined]


def _refusal(node: ast.AST, remote: set[str], files: Path | None) -> str:
    if isinstance(node, ast.ClassDef) and any(root(base) in remote for base in node.bases):
        return f"it makes a subclass of {root(node.bases[0])}"
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        own = [root(kind) for kind in kinds if root(kind) in remote]
        if own:
            return f"it catches {own[0]}, which the notebook defines"
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if isinstance(node.func, ast.Name) and name in OF_THE_NAMESPACE:
        return f"it uses {name}()"
    if name == "raises" and node.args and root(node.args[0]) in remote:
        return f"it expects {root(node.args[0])}, which the notebook defines"
    if root(node.func) in ("plt", "pyplot") and name in OF_THE_FIGURE:
        return "it looks at the notebook's current figure"
    is_file = name in FILE_FUNCTIONS or (root(node.func), name) in LOADERS
    if is_file and node.args and isinstance(node.args[0], ast.Constant):
        path = node.args[0].value
        if type(path) is not str or not path or files is None or Path(path).is_absolute():
            return ""
        if not (files / path).exists():
            return f"it reads a file that the notebook writes ({path[:60]})"
    return ""


def is_builtin(name: str) -> bool:
    """Return True for the name of a builtin."""
    return hasattr(builtins, name)
