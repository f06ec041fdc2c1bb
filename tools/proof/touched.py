"""Find the questions that another answer can touch, from the source of a notebook.

An answer that is planted binds names anew. What uses one of these names may behave otherwise, and
what uses that, too. A question whose tests use no such name gives the same result as with the
reference, so it does not have to be graded again. Where the source leaves a doubt, a name counts as
touched.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

FIXED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)

# An answer that uses one of these may change what no name shows. It can touch every question.
STATE_OF_MODULES = {"seterr", "seed", "filterwarnings", "simplefilter", "environ", "modules",
                    "__dict__"}  # fmt: skip
NAMES_AS_TEXT = {"globals", "setattr", "delattr", "exec", "eval"}


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell.

    Attributes:
        binds: The names of the notebook that it binds.
        uses: The names of the notebook that it uses, now or when a function that it defines runs.
        is_definition: True if it only defines a function or a class, or imports something.
    """

    binds: frozenset[str]
    uses: frozenset[str]
    is_definition: bool


def touched_questions(
    cells: Sequence[str],
    place: int,
    answer: str,
    tests: Mapping[str, Collection[str]],
    restored: Collection[str] = (),
) -> list[str]:
    """Return the questions whose tests can tell the answer from the reference's.

    Args:
        cells: The sources of the cells of the reference notebook, in order.
        place: The number of the cell that the answer follows, counted from 0.
        answer: The source of the answer.
        tests: For each question, the names of the notebook that its tests use.
        restored: Names that are bound to what they are in the reference again before the tests.
    """
    if _is_far_reaching(answer):
        return list(tests)
    variables = {
        name
        for source in [*cells, answer]
        for statement in statements(source)
        for name in statement.binds
        if not statement.is_definition
    }
    changed: set[str] = set()
    for statement in statements(answer):
        changed |= _changed_by(statement, variables)
    while more := _changed_later(cells, place, _with_users(cells, changed), variables) - changed:
        changed |= more
    names = _with_users(cells, changed - set(restored))
    return [question for question, used in tests.items() if names & set(used)]


@lru_cache(maxsize=1000)
def statements(source: str) -> list[Statement]:
    """Return the statements of a cell."""
    return [_statement(node) for node in ast.parse(source).body]


def _with_users(cells: Sequence[str], names: set[str]) -> set[str]:
    """Return these names and those of all functions and classes that use them.

    It does not matter where a function is defined, because it looks up names when it is called.
    """
    definitions = [s for source in cells for s in statements(source) if s.is_definition]
    reached = set(names)
    while more := {n for s in definitions if s.uses & reached for n in s.binds} - reached:
        reached |= more
    return reached


def _changed_later(
    cells: Sequence[str], place: int, names: set[str], variables: set[str]
) -> set[str]:
    """Return what the statements change that run after the answer and use one of `names`.

    Such a statement may raise an exception, so that the rest of its cell does not run.
    """
    changed: set[str] = set()
    for source in cells[place + 1 :]:
        may_stop = False
        for statement in statements(source):
            may_stop |= bool(statement.uses & names) and not statement.is_definition
            if may_stop:
                changed |= _changed_by(statement, variables)
    return changed


def _changed_by(statement: Statement, variables: set[str]) -> set[str]:
    """Return what a statement may change: what it binds, and the objects that it is given."""
    if statement.is_definition:
        return set(statement.binds)
    return set(statement.binds | (statement.uses & variables))


def _statement(node: ast.stmt) -> Statement:
    tables = [symtable.symtable(ast.unparse(node), "cell", "exec")]
    for table in tables:
        tables += table.get_children()
    binds, uses = set(), set()
    for table in tables:
        for symbol in table.get_symbols():
            if table is not tables[0] and not symbol.is_global():
                continue
            if symbol.is_assigned() or symbol.is_imported():
                binds.add(symbol.get_name())
            if symbol.is_referenced():
                uses.add(symbol.get_name())
    return Statement(frozenset(binds), frozenset(uses), isinstance(node, FIXED))


def _is_far_reaching(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in STATE_OF_MODULES
        or isinstance(node, ast.Name) and node.id in STATE_OF_MODULES | NAMES_AS_TEXT
        for node in ast.walk(ast.parse(source))
    )
