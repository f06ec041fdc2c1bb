"""Find the questions that have to be judged where their check stands.

Otter judges a question at its cell `grader.check("q1")`. Here the whole notebook runs first, which
differs only if something that the question's tests use is bound anew or changed further down.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnlab.cell_code import parsed

from ..bundle.reading import loaded, root
from ..bundle.testfiles import Case, Question
from ..submission.notebook import Cell

# A check of a question in a cell; the group is the name of the question.
CHECK = re.compile(r"""^[^#\n]*\.check\(\s*["']([^"'\n]+)["']""", re.M)
# What these bind, they bind for themselves.
OWN_SCOPE = ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
DEFINITIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
# Methods that change their object, or their argument.
CHANGING = {
    "append", "appendleft", "extend", "extendleft", "insert", "remove", "pop", "popleft", "popitem",
    "clear", "sort", "reverse", "update", "add", "discard", "setdefault", "rotate", "fill", "put",
    "resize", "shuffle",
}  # fmt: skip


@dataclass(frozen=True)
class CheckPlace:
    """Where a question is checked.

    Attributes:
        cell: The number of the cell with its last check.
        names: The names that its tests use, directly or not, and that are bound anew or changed
            below the check.
        line: The last line of the check if the cell goes on below it, or 0.
    """

    cell: int
    names: tuple[str, ...]
    line: int = 0


def places(questions: Sequence[Question], cells: Sequence[Cell]) -> dict[str, CheckPlace]:
    """Return the questions of which something is changed below their check, by name."""
    checked = check_cells(questions, cells)
    trees = [(cell.number, parsed(cell.source)) for cell in cells]
    own = definitions(tree for _, tree in trees)
    changed = [(number, {*bound_names(tree), *_changed_names(tree, own)}) for number, tree in trees]
    by_name = {}
    for question in questions:
        if question.name not in checked:
            continue
        last_cell, line = checked[question.name]
        below = {name for number, names in changed if number > last_cell for name in names}
        if line:
            rest = _below(dict(trees)[last_cell], line)
            below |= {*bound_names(rest), *_changed_names(rest, own)}
        used = {name for case in question.cases for name in names_used(case)}
        again = below & with_what_they_use(used, own)
        if again:
            by_name[question.name] = CheckPlace(last_cell, tuple(sorted(again)), line)
    return by_name


def check_cells(
    questions: Sequence[Question], cells: Sequence[Cell]
) -> dict[str, tuple[int, int]]:
    """Return the cell of the last check of each question that has one, by the question's name, and
    the last line of the check if the cell goes on below it, or 0."""
    checked: dict[str, tuple[int, int]] = {}
    for cell in cells:
        checks = list(CHECK.finditer(cell.source))
        tree = parsed(cell.source) if checks else ast.Module([], [])
        for check in checks:
            line = _end_of_statement(cell.source, tree, check.end())
            checked[check.group(1)] = cell.number, line
        checked |= dict.fromkeys(cell.checks, (cell.number, 0))
    stems = {question.name: Path(question.file).stem for question in questions}
    return {name: checked[stem] for name, stem in stems.items() if stem in checked}


def names_changed_between(cells: Sequence[Cell], first: int, last: int) -> set[str]:
    """Return the names that are bound anew or changed in cells after the first up to the last."""
    trees = {cell.number: parsed(cell.source) for cell in cells}
    own = definitions(trees.values())
    between = [tree for number, tree in trees.items() if first < number <= last]
    return {n for tree in between for n in (*bound_names(tree), *_changed_names(tree, own))}


def names_used(case: Case) -> tuple[str, ...]:
    """Return the names of the notebook that a test case uses, with all texts if it takes `env`."""
    if isinstance(case.body, str):
        return case.uses
    try:
        names = tuple(inspect.signature(case.body.test_func).parameters)
        texts = case.body.test_func.__code__.co_consts if "env" in names else ()
    except (AttributeError, TypeError, ValueError):
        return ()
    return names + tuple(text for text in texts if isinstance(text, str))


def _end_of_statement(source: str, tree: ast.Module, position: int) -> int:
    """Return the last line of the statement at a position, or 0 if no statement is below it."""
    line = len(source[:position].splitlines())
    end = next((s.end_lineno or 0 for s in tree.body if line <= (s.end_lineno or 0)), 0)
    return end if _below(tree, end).body else 0


def _below(tree: ast.Module, line: int) -> ast.Module:
    """Return the statements of a cell that begin below a line."""
    return ast.Module([s for s in tree.body if s.lineno > line], [])


def bound_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a cell binds, but not those that only its functions bind."""
    for node in _outside_functions(tree):
        if isinstance(node, DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]


def _changed_names(tree: ast.AST, own: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the names whose objects a cell changes: by a part that it sets, by a method that
    changes its object, or by a function of the notebook.

    Args:
        tree: The code of the cell.
        own: The functions and classes of the notebook.
    """
    for node in _outside_functions(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            yield root(node)
        elif isinstance(node, ast.Call):
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            inplace = any(keyword.arg == "inplace" for keyword in node.keywords)
            if method in CHANGING or inplace:
                yield root(node.func)
            if method in CHANGING or root(node.func) in own:
                yield from map(root, node.args)


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a cell, but not those within functions and classes."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*DEFINITIONS, *OWN_SCOPE)):
            pending += ast.iter_child_nodes(node)


def definitions(trees: Iterable[ast.AST]) -> dict[str, set[str]]:
    """Return for each function and class of a notebook the names that it reads."""
    own: dict[str, set[str]] = {}
    for tree in trees:
        for node in _outside_functions(tree):
            if isinstance(node, DEFINITIONS):
                own.setdefault(node.name, set()).update(loaded(ast.walk(node)))
    return own


def with_what_they_use(names: Iterable[str], own: Mapping[str, set[str]]) -> set[str]:
    """Return names together with those that their functions and classes read, directly or not."""
    reached: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += own.get(name, ())
    return reached
