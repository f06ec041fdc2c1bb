"""Otter's test files: read by Otter's own classes, run against the names of a submission."""

from __future__ import annotations

import ast
import builtins
import contextlib
import doctest
import importlib.util
import io
import sys
import types
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CourseworkError


@dataclass(frozen=True)
class Case:
    """One test case. `run` raises what the test raises; `refusal` says why it can't be run."""

    name: str
    hidden: bool
    points: float
    covers: str
    body: Any
    uses: tuple[str, ...] = ()
    refusal: str = ""

    def run(self, names: Mapping[str, Any]) -> None:
        if isinstance(self.body, str):
            self._run_doctest(names)
        else:
            self.body.call_func(names)

    def _run_doctest(self, names: Mapping[str, Any]) -> None:
        known = {name: names[name] for name in self.uses if name in names}
        test = doctest.DocTestParser().get_doctest(self.body, known, self.name, None, None)
        said = io.StringIO()
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=said.write, clear_globs=False)
        if runner.failures:
            raise AssertionError(_doctest_words(said.getvalue()))


@dataclass(frozen=True)
class Question:
    """One test file. `all_or_nothing`: its points are given together, or not at all."""

    name: str
    cases: list[Case]
    all_or_nothing: bool = False


def read_tests(folder: Path) -> list[Question]:
    """The questions of a bundle's `tests` folder. What can't be read is a CourseworkError."""
    paths = sorted(folder.glob("*.py"), key=lambda path: _natural(path.stem))
    if not paths:
        raise CourseworkError("This bundle has no test files (tests/*.py).")
    with _light_otter():
        return [_read(path) for path in paths]


def _read(path: Path) -> Question:
    from otter.test_files.exception_test import ExceptionTestFile
    from otter.test_files.ok_test import OKTestFile

    try:
        kind = OKTestFile if _ok_format(path.read_text(encoding="utf-8")) else ExceptionTestFile
        file = kind.from_file(str(path))
    except Exception as error:
        raise CourseworkError(
            f"The test file {path.name} of the bundle can't be read: "
            f"{type(error).__name__}: {error}"
        ) from error
    cases = []
    for number, case in enumerate(file.test_cases, start=1):
        name = case.name or f"{path.stem} - {number}"
        covers = str(case.failure_message or "")
        uses, refusal = _uses(case.body) if isinstance(case.body, str) else ((), "")
        points = float(case.points or 0)
        cases.append(Case(name, bool(case.hidden), points, covers, case.body, uses, refusal))
    return Question(file.name or path.stem, cases, bool(file.all_or_nothing))


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """While a test runs: nothing printed, no warning shown."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _light_otter() -> Iterator[None]:
    """Otter's test-file classes without the rest of Otter, which takes seconds to import."""
    if "otter" in sys.modules:
        yield
        return
    spec = importlib.util.find_spec("otter")
    if spec is None or not spec.submodule_search_locations:
        raise CourseworkError("otter-grader is not installed here: pip install otter-grader.")
    light = types.ModuleType("otter")
    light.__path__ = list(spec.submodule_search_locations)
    light.__spec__ = spec
    sys.modules["otter"] = light
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "otter"]:
            del sys.modules[name]


def _ok_format(source: str) -> bool:
    """Otter's rule: OK_FORMAT, and OK format where it isn't said."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "OK_FORMAT" for target in node.targets
        ):
            return bool(ast.literal_eval(node.value))
    return True


def _uses(text: str) -> tuple[tuple[str, ...], str]:
    """The names that a doctest takes from the notebook, and why it can't be run, or "".

    A submission's object is a handle here: it can be called, looked into and compared as a value,
    and that is all.
    """
    try:
        examples = doctest.DocTestParser().get_examples(text)
        trees = [ast.parse(example.source) for example in examples]
    except (ValueError, SyntaxError) as error:
        return (), f"its doctest can't be read ({error})"
    nodes = [node for tree in trees for node in ast.walk(tree)]
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    stored |= {a.asname or a.name.split(".")[0] for n in nodes
               if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}  # fmt: skip
    loaded = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    theirs = loaded - stored - set(dir(builtins))
    for node in nodes:
        why = _not_a_value(node, theirs)
        if why:
            return (), why
    return tuple(sorted(loaded - set(dir(builtins)))), ""


def _not_a_value(node: ast.AST, theirs: set[str]) -> str:
    if isinstance(node, ast.ClassDef) and any(_root(base) in theirs for base in node.bases):
        return f"it makes a subclass of {_root(node.bases[0])}"
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        if _root(node) in theirs:
            return f"it changes {_root(node)} from outside"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in ("isinstance", "issubclass") and len(node.args) == 2:
            if _root(node.args[1]) in theirs:
                return f"it asks for an instance of {_root(node.args[1])}"
        elif node.func.id in ("globals", "locals", "vars", "exec", "eval", "open", "setattr"):
            return f"it uses {node.func.id}()"
    return ""


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _doctest_words(said: str) -> str:
    """Expected and got, out of a doctest's report."""
    lines = [line.strip() for line in said.splitlines() if line.strip(" *")]
    for number, line in enumerate(lines):
        if line in ("Expected:", "Expected nothing", "Exception raised:"):
            return " ".join(lines[number:])[:500]
    return " ".join(lines)[:500]


def _natural(name: str) -> tuple[str, int, str]:
    head = name.rstrip("0123456789")
    tail = name[len(head) :]
    return head, int(tail or 0), name
