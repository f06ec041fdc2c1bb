"""One-line mutants of an answer: slips as people make them, made by rule.

A mutant has another operator, a comparison with or without equality, a constant off by one, another
sign, another axis, another branch, or a statement less. Libraries for mutation testing change
modules and run their tests; here a mutant is a cell of a notebook, and the grader judges it.
"""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}  # fmt: skip
CALLS = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin",
    "argmin": "argmax", "sin": "cos", "cos": "sin", "exp": "exp2", "zeros": "ones",
    "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like", "any": "all",
    "all": "any", "maximum": "minimum", "minimum": "maximum", "abs": "negative",
    "append": "count", "vstack": "hstack", "hstack": "vstack",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """The answer with one slip in it.

    Attributes:
        name: The line that has the slip, before and after: `a + b -> a - b`.
        source: The source of the whole answer.
    """

    name: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return all mutants of the functions in `source`, each once.

    Docstrings, `raise` statements and annotations are not changed, and neither is a function whose
    docstring begins with "Extra credit", because it carries no points.
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    by_source: dict[str, Mutant] = {}
    for number, node in enumerate(_alive(tree)):
        for choice in range(len(list(_slips(copy.deepcopy(node))))):
            changed = copy.deepcopy(tree)
            target = list(_alive(changed))[number]
            slips = _slips(target)
            for _ in range(choice + 1):
                slip = next(slips)
            slip()
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != original and text not in by_source:
                by_source[text] = Mutant(_difference(original, text), text)
    return list(by_source.values())


def _alive(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that is worth a change, in a fixed order."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.FunctionDef) and _without_points(node):
            continue
        if isinstance(node, (ast.FunctionDef, ast.arg, ast.arguments)):
            yield node
            yield from (n for part in getattr(node, "body", []) for n in _within(part))
            continue
        yield from _within(node)


def _without_points(function: ast.FunctionDef) -> bool:
    return (ast.get_docstring(function) or "").startswith("Extra credit")


def _within(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        return
    yield node
    yield from _alive(node)


def _slips(node: ast.AST) -> Iterator[Callable[[], Any]]:
    """Yield functions that change the node in place; each makes one slip."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in OPERATORS:
        yield lambda: setattr(node, "op", OPERATORS[type(node.op)]())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield lambda: node.ops.__setitem__(0, COMPARISONS[type(node.ops[0])]())
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield lambda: setattr(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value: Any = node.value
        yield lambda: setattr(node, "value", value + 1)
        yield lambda: setattr(node, "value", value * 2)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        plain = ast.UAdd() if isinstance(node.op, ast.USub) else None
        if plain is not None:
            yield lambda: setattr(node, "op", plain)
    elif isinstance(node, ast.Attribute) and node.attr in CALLS:
        yield lambda: setattr(node, "attr", CALLS[node.attr])
    elif isinstance(node, ast.Name) and node.id in CALLS:
        yield lambda: setattr(node, "id", CALLS[node.id])
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield lambda: setattr(node, "op", other)
    if isinstance(node, (ast.If, ast.IfExp)):
        yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    body = getattr(node, "body", None)
    if isinstance(body, list) and len(body) > 1:
        for place, statement in enumerate(body):
            if isinstance(statement, (ast.AugAssign, ast.If, ast.For)) or (
                isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
            ):
                yield functools.partial(body.pop, place)


def _difference(before: str, after: str) -> str:
    """Return the first line that differs, before and after."""
    old, new = before.splitlines(), after.splitlines()
    for one, other in zip(old, new):
        if one != other:
            if len(old) > len(new):
                return f"{one.strip()} -> (left out)"
            return f"{one.strip()} -> {other.strip()}"
    return f"{old[len(new)].strip()} -> (left out)" if len(old) > len(new) else "?"
