"""Read a grading bundle: Otter's zip of tests, files and settings."""

from __future__ import annotations

import ast
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .errors import CourseworkError


@dataclass(frozen=True)
class TestCase:
    """One case of a bundle's test file; `covers` says in words what it looks at.

    `needs_torch`: where PyTorch is missing the case passes unjudged (nnlab.checks.torch_missing).
    """

    __test__ = False

    name: str
    points: float
    hidden: bool
    covers: str
    needs_torch: bool = False


def load_tests(bundle: Path) -> dict[str, list[TestCase]]:
    """The cases of each question, read from the source of the bundle's test files.

    A bundle that is no Otter bundle, or a test file that does not parse, is a CourseworkError.
    """
    try:
        with zipfile.ZipFile(bundle) as archive:
            json.loads(archive.read("otter_config.json"))
            names = sorted(n for n in archive.namelist() if n.startswith("tests/q"))
            return {
                Path(name).stem: _cases(name, archive.read(name).decode("utf-8"))
                for name in names
                if name.endswith(".py")
            }
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CourseworkError(
            f"{bundle} is not a grading bundle ({error}). Build one with `coursework release`."
        ) from error


def _cases(name: str, source: str) -> list[TestCase]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseworkError(f"{name} of the bundle does not parse: {error}") from error
    cases = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "test_case":
                given = {k.arg: ast.literal_eval(k.value) for k in decorator.keywords}
                cases.append(
                    TestCase(
                        given.get("name") or node.name,
                        float(given.get("points") or 0),
                        bool(given.get("hidden")),
                        str(given.get("failure_message") or ""),
                        "torch_missing" in ast.unparse(node),
                    )
                )
    return cases
