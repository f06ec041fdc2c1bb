"""Run the cases of a test file as Otter does: in the process of the notebook.

The notebook shares this process with the tests and can have any of them pass. The trusted side uses
this only if a test means nothing from outside, and says so in the report.
"""

from __future__ import annotations

import contextlib
import doctest
import inspect
import io
import sys
import types
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

Case = Callable[[dict[str, Any]], None]


class TestCase:
    """Takes the place of Otter's decorator `test_case`, whose arguments are for the report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.function: Callable[..., Any] = lambda: None

    def __call__(self, function: Callable[..., Any]) -> TestCase:
        self.function = function
        return self

    def run(self, namespace: dict[str, Any]) -> None:
        """Call the test function with the names that it asks for, and None for unknown ones."""
        names = inspect.signature(self.function).parameters
        self.function(**{n: namespace if n == "env" else namespace.get(n) for n in names})


def cases_of(source: str, doctests: list[str]) -> list[Case]:
    """Return the cases of a test file in order. Each raises an exception if it fails.

    Args:
        source: The source of a file of test functions, or "".
        doctests: The doctests of a file in OK format.
    """
    if not source:
        return [partial(_run_doctest, text) for text in doctests]
    scope: dict[str, Any] = {}
    with _otter():
        exec(compile(source, "test", "exec", dont_inherit=True), scope)
    return [value.run for value in scope.values() if isinstance(value, TestCase)]


def _run_doctest(text: str, namespace: dict[str, Any]) -> None:
    examples = doctest.DocTestParser().get_examples(text)
    test = doctest.DocTest(examples, namespace, "test", None, None, text)
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        results = doctest.DocTestRunner(verbose=False).run(test, clear_globs=False)
    assert not results.failed


@contextlib.contextmanager
def _otter() -> Iterator[None]:
    """Make `from otter.test_files import test_case` import the class TestCase."""
    before = dict(sys.modules)
    package, module = types.ModuleType("otter"), types.ModuleType("otter.test_files")
    package.test_files = module  # type: ignore[attr-defined]
    module.test_case = TestCase  # type: ignore[attr-defined]
    sys.modules |= {"otter": package, "otter.test_files": module}
    try:
        yield
    finally:
        for name in ("otter", "otter.test_files"):
            sys.modules.pop(name, None)
            if name in before:
                sys.modules[name] = before[name]
