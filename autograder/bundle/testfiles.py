"""Read Otter's test files with Otter's own classes, and run their cases on a submission."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import io
import re
import sys
import traceback
import types
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from doctest import OutputChecker
from pathlib import Path
from typing import Any

from ..errors import CourseworkError
from ..sandbox.trusted import handles
from ..wording import listed
from . import reading

# nnlab.checks defines this name as True if PyTorch is not installed. A test that mentions it can't
# be judged without PyTorch.
TORCH_MISSING = "torch_missing"

# The message of a failed doctest is cut after this many characters.
MAX_MESSAGE = 500

# A scalar as NumPy 2 writes it. NumPy 1 wrote its value alone.
NUMPY_2 = re.compile(r"np\.(?:\w+\(([^()]*)\)|(True|False)_)")

# What takes the place of Python's questions about types, by the name in a test.
OF_HANDLES = {
    reading.TYPE_OF: handles.type_of,
    reading.IS: handles.is_same,
    "isinstance": handles.isinstance_of,
    "issubclass": handles.issubclass_of,
}


@dataclass(frozen=True)
class Case:
    """One test case of a bundle.

    Attributes:
        name: The name of the case.
        hidden: True if students don't see its source.
        points: The points for a pass.
        covers: What the case tests, in words, or "". This is its failure message.
        body: The source of a doctest, or a test_case object of Otter.
        uses: The names that a doctest reads from the notebook.
        builtins: The builtins that a doctest uses.
        judges: For each function of the notebook that says if an answer is right, the names of the
            notebook that it is given.
        before: The doctests of earlier cases, which run first, because they may change objects.
        refusal: Why the case can't be run on a remote submission, or "".
        needs_torch: True if the case can't be judged without PyTorch.
    """

    name: str
    hidden: bool
    points: float
    covers: str
    body: Any
    uses: tuple[str, ...] = ()
    builtins: tuple[str, ...] = ()
    judges: tuple[tuple[str, frozenset[str]], ...] = ()
    before: tuple[str, ...] = ()
    refusal: str = ""
    needs_torch: bool = False

    def run(self, names: Mapping[str, Any], instead: Mapping[str, Any] | None = None) -> None:
        """Run the case. It raises an exception if it fails.

        Args:
            names: The variables of the submission.
            instead: What a doctest finds in place of builtins.
        """
        if isinstance(self.body, str):
            self._run_doctest(names, instead or {})
        else:
            self.body.call_func(names)

    def _run_doctest(self, names: Mapping[str, Any], instead: Mapping[str, Any]) -> None:
        known = {name: names[name] for name in self.uses if name in names}
        known.update(instead)
        known.update(OF_HANDLES)
        for text in self.before:
            earlier = doctest.DocTest(_examples(text), known, self.name, None, None, None)
            doctest.DocTestRunner(verbose=False).run(earlier, out=lambda text: None)
        test = doctest.DocTest(_examples(self.body), known, self.name, None, None, None)
        output = io.StringIO()
        runner = _Runner(verbose=False)
        runner.run(test, out=output.write, clear_globs=False)
        if runner.is_old:
            raise NotHere("it expects what NumPy 1 writes")
        if runner.failures:
            error = runner.error
            raise AssertionError(
                "Exception raised: " + "".join(traceback.format_exception_only(error)).strip()
                if error is not None else doctest_message(output.getvalue())
            ) from error


class NotHere(Exception):
    """A test can't be judged in this environment. The text says why."""


class _Runner(doctest.DocTestRunner):
    """Runs a doctest, and keeps the exception of the first example that raises one.

    Attributes:
        error: The exception, if no example before it has failed.
        is_old: True if a value is right but for the way in which NumPy 2 writes it.
    """

    error: BaseException | None = None
    has_failed = is_old = False

    def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
        if not self.has_failed:
            self.is_old = got != (plain := NUMPY_2.sub(r"\1\2", got)) and (
                OutputChecker().check_output(example.want, plain, self.optionflags)
            )
        self.has_failed = True
        super().report_failure(out, test, example, got)

    def report_unexpected_exception(
        self, out: Any, test: Any, example: Any, exc_info: Any
    ) -> None:
        if not self.has_failed:
            self.error = exc_info[1]
        self.has_failed = True


@dataclass(frozen=True)
class Question:
    """One test file.

    Attributes:
        name: The name of the question.
        cases: Its cases, in order.
        all_or_nothing: True if the question has points only if all its cases pass.
        file: The name of the test file in the folder `tests`.
        source: The source of a file of test functions, or "" for a file in OK format.
    """

    name: str
    cases: list[Case]
    all_or_nothing: bool = False
    file: str = ""
    source: str = ""

    @property
    def points(self) -> float:
        """The points of all cases together."""
        return sum(case.points for case in self.cases)


def read_tests(folder: Path) -> list[Question]:
    """Return the questions in the `tests` folder of a bundle, q2 before q10.

    Raises:
        CourseworkError: There is no test file, or one can't be read, or two have one name.
    """
    paths = sorted(folder.glob("*.py"), key=lambda path: _sort_key(path.stem))
    if not paths:
        raise CourseworkError("This bundle has no test files (tests/*.py).")
    with _otter_test_files():
        questions = [_read(path) for path in paths]
    for name, count in Counter(question.name for question in questions).items():
        if count > 1:
            files = listed([question.file for question in questions if question.name == name])
            raise CourseworkError(
                f"The test files {files} of the bundle have the same name, {name!r}, of which "
                "Otter counts only one. Give each a name of its own."
            )
    return questions


def _read(path: Path) -> Question:
    from otter.test_files.exception_test import ExceptionTestFile
    from otter.test_files.ok_test import OKTestFile

    try:
        source = path.read_text(encoding="utf-8")
        if is_ok_format(source):
            _check_suites(source)
            file = OKTestFile.from_file(str(path))
        else:
            code = compile(_for_handles(source), str(path), "exec", dont_inherit=True)
            file = ExceptionTestFile._from_compiled_code(code, path=str(path))
            file.source = source
    except Exception as error:
        raise CourseworkError(
            f"The test file {path.name} of the bundle can't be read: "
            f"{type(error).__name__}: {error}"
        ) from error
    files = path.parent.parent / "files"
    functions = {} if is_ok_format(source) else _functions(source)
    cases: list[Case] = []
    for number, case in enumerate(file.test_cases, start=1):
        values: dict[str, Any] = {
            "name": case.name or f"{path.stem} - {number}",
            "hidden": bool(case.hidden),
            "points": float(case.points or 0),
            "covers": str(case.failure_message or ""),
            "body": case.body,
            "needs_torch": _mentions(case.body, TORCH_MISSING),
        }
        if isinstance(case.body, str):
            # What a hidden case does must not show in a public one.
            before = [c.body for c in cases if not c.hidden or values["hidden"]]
            values |= _needs_of_doctest(case.body, before, files)
        else:
            function = functions.get(getattr(case.body.test_func, "__name__", ""))
            values |= _needs_of_function(function, files) if function is not None else {}
        cases.append(Case(**values))
    functions_source = "" if is_ok_format(source) else source
    return Question(
        file.name or path.stem, cases, bool(file.all_or_nothing), path.name, functions_source
    )


def _check_suites(source: str) -> None:
    """Raise ValueError, in words, for what Otter refuses in a file in OK format."""
    variables: dict[str, Any] = {}
    exec(source, variables)
    suites = variables["test"]["suites"]
    if len(suites) != 1:
        raise ValueError(f"it has {len(suites)} suites, and Otter takes exactly one")
    for key in ("setup", "teardown"):
        if suites[0].get(key):
            raise ValueError(f"its suite has `{key}`, which Otter refuses")


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Discard what the code within prints, and ignore its warnings."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _otter_test_files() -> Iterator[None]:
    """Make `otter.test_files` importable without the rest of Otter, which takes seconds to import.

    Not safe in several threads at once, because it changes sys.modules.
    """
    if "otter" in sys.modules:
        yield
        return
    spec = importlib.util.find_spec("otter")
    if spec is None or not spec.submodule_search_locations:
        raise CourseworkError("otter-grader is not installed here: pip install otter-grader.")
    package = types.ModuleType("otter")
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules["otter"] = package
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "otter"]:
            del sys.modules[name]


def is_ok_format(source: str) -> bool:
    """Return True if a test file is in OK format, by its variable OK_FORMAT.

    Raises:
        ValueError: The file has no such variable. Otter refuses it, too.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "OK_FORMAT" for target in node.targets
        ):
            return bool(ast.literal_eval(node.value))
    raise ValueError(
        "it does not set OK_FORMAT, without which Otter refuses it. Add the line `OK_FORMAT = "
        "True` to a file of doctests"
    )


def _needs_of_doctest(text: str, before: list[str], files: Path) -> dict[str, Any]:
    """Return the fields of a case that say what a doctest needs of the notebook.

    Args:
        text: The doctest.
        before: The doctests of earlier cases, which run before it.
        files: The folder of the bundle's files.
    """
    try:
        own = doctest.DocTestParser().get_examples(text)
        trees = [ast.parse(example.source) for example in own]
    except (ValueError, SyntaxError) as error:
        return {"refusal": f"its doctest can't be read ({error})"}
    nodes = [node for tree in trees for node in ast.walk(tree)]
    mine = reading.loaded(nodes)
    remote = {n for n in mine - reading.stored(nodes) if not reading.is_builtin(n)}
    names, kept = set(mine), []
    for other in before:
        with contextlib.suppress(ValueError, SyntaxError):
            for example in doctest.DocTestParser().get_examples(other):
                names |= reading.loaded(ast.walk(ast.parse(example.source)))
            kept.append(other)
    judges = []
    for example, tree in zip(own, trees):
        if example.want.strip() in reading.TRUE and isinstance(tree.body[-1], ast.Expr):
            judges.append(reading.judges(tree.body[-1].value, remote))
    return {
        "uses": tuple(sorted(n for n in names if not reading.is_builtin(n))),
        "builtins": tuple(sorted(n for n in mine if reading.is_builtin(n))),
        "judges": tuple((name, frozenset(others)) for name, others in filter(None, judges)),
        "before": tuple(kept),
        "refusal": reading.refusal(trees, remote, files),
    }


def _needs_of_function(function: ast.FunctionDef, files: Path) -> dict[str, Any]:
    """Return the fields of a case that say what a test function needs of the notebook."""
    remote = {a.arg for a in [*function.args.args, *function.args.kwonlyargs]} - {"env"}
    judges = (reading.judges(expression, remote) for expression in reading.asserted(function))
    return {
        "judges": tuple((name, frozenset(others)) for name, others in filter(None, judges)),
        "refusal": reading.refusal(function.body, remote, files),
    }


def _functions(source: str) -> dict[str, ast.FunctionDef]:
    """Return the functions of a test file by their names."""
    return {n.name: n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)}


def _for_handles(source: str) -> ast.Module:
    """Return the code of a test file in which questions about types understand handles."""
    tree = ast.parse(source)
    if not re.search(r"\b(type|isinstance|issubclass|__class__|is)\b", source):
        return tree
    tree = reading.OfHandles().visit(tree)
    names = [ast.alias(function.__name__, name) for name, function in OF_HANDLES.items()]
    position = sum(
        isinstance(node, ast.ImportFrom) and node.module == "__future__"
        or isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for node in tree.body[:3]
    )
    tree.body.insert(position, ast.ImportFrom(handles.__name__, names, 0))
    return ast.fix_missing_locations(tree)


def _examples(text: str) -> list[doctest.Example]:
    """Return the examples of a doctest, in which questions about types understand handles."""
    examples = doctest.DocTestParser().get_examples(text)
    for example in examples:
        transformer = reading.OfHandles()
        with contextlib.suppress(SyntaxError):
            tree = transformer.visit(ast.parse(example.source))
            if transformer.has_changed:
                example.source = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return examples


def doctest_message(output: str) -> str:
    """Return what was expected and what was found, out of the output of doctest."""
    lines = [line.strip() for line in output.splitlines() if line.strip(" *")]
    for number, line in enumerate(lines):
        if line in ("Expected:", "Expected nothing", "Exception raised:"):
            return " ".join(lines[number:])[:MAX_MESSAGE]
    return " ".join(lines)[:MAX_MESSAGE]


def _mentions(body: Any, name: str) -> bool:
    """Return True if the source of a doctest, or the code of a test function, uses a name."""
    if isinstance(body, str):
        return name in body
    code = getattr(body.test_func, "__code__", None)
    return code is not None and name in code.co_names


def _sort_key(name: str) -> tuple[str, int, str]:
    """Sort names that end in a number by this number, so that q2 comes before q10."""
    head = name.rstrip("0123456789")
    tail = name[len(head) :]
    return head, int(tail or 0), name
