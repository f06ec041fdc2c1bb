"""Copy a bundle without its hidden tests, for a machine that can't confine a submission."""

from __future__ import annotations

import ast
import dis
import json
import tempfile
import zipfile
from pathlib import Path
from types import CodeType
from typing import Any

from ..errors import CourseworkError
from .testfiles import Question, is_ok_format, read_tests
from .unpacking import CONFIG, beside_notebook, is_native, questions_of, read_config, unpacked

# Otter reads these variables of a test file, and `points`, which the copy states anew.
OTTER_VARIABLES = {"OK_FORMAT", "name", "all_or_nothing"}


def public_part(bundle: Path, folder: Path) -> Path:
    """Write a copy of a bundle that holds no source of a hidden case, in either of Otter's formats.

    Each public case keeps the points that it has in the whole bundle.

    Args:
        bundle: A grading bundle.
        folder: The folder of the copy. The name of the file stays the same.

    Returns:
        The path of the copy.

    Raises:
        CourseworkError: The bundle can't be read, or a hidden case can't be separated from the
            public ones.
    """
    target = folder / bundle.name
    with (
        unpacked(bundle) as root,
        beside_notebook(root),
        zipfile.ZipFile(bundle) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        native = is_native(root, read_config(root, bundle))
        questions = {f"tests/{question.file}": question for question in questions_of(root, native)}
        for name in old.namelist():
            content = old.read(name)
            if name in questions:
                content = _without_hidden(questions[name], content.decode("utf-8")).encode()
            elif name == CONFIG:  # The points of the public cases count as they are.
                config = {k: v for k, v in json.loads(content).items() if k != "points_possible"}
                content = json.dumps(config).encode()
            new.writestr(name, content)
    return target


def _without_hidden(question: Question, source: str) -> str:
    """Return the source of a test file without its hidden cases."""
    remove = _ok_without_hidden if is_ok_format(source) else _exceptions_without_hidden
    public_source = remove(question, source)
    expected = [(False, case.points) for case in question.cases if not case.hidden]
    if _cases(question.file, public_source) != expected:
        raise CourseworkError(
            f"The hidden cases of tests/{question.file} can't be separated from the public ones. "
            "Write each case as a function of its own at the top level of the file."
        )
    return public_source


def _cases(file: str, source: str) -> list[tuple[bool, float]] | None:
    """Return for each case of a test file if it is hidden, and its points.

    Returns None if the file can't be read.
    """
    with tempfile.TemporaryDirectory(prefix="coursework-") as folder:
        (Path(folder) / file).write_text(source, encoding="utf-8")
        try:
            [question] = read_tests(Path(folder))
        except CourseworkError:
            return None
    return [(case.hidden, case.points) for case in question.cases]


def _ok_without_hidden(question: Question, source: str) -> str:
    variables: dict[str, Any] = {}
    exec(source, variables)
    test = variables["test"]
    [suite] = test["suites"]
    pairs = [(c, raw) for c, raw in zip(question.cases, suite["cases"]) if not c.hidden]
    # A case without a name is called by its number, which has to stay the same.
    cases = [{**raw, "name": case.name} for case, raw in pairs]
    points = [case.points for case, _ in pairs]
    test = {**test, "points": points, "suites": [{**suite, "cases": cases}]}
    return f"OK_FORMAT = True\n\ntest = {test!r}\n"


def _exceptions_without_hidden(question: Question, source: str) -> str:
    """Keep the public cases, what they use, directly or not, and all imports.

    A statement is used if it binds a name that is used. A statement that binds no name, such as
    `TABLE["x"] = 1`, is used if it reads such a name.
    """
    public = [case for case in question.cases if not case.hidden]
    hidden = {name for case in question.cases if case.hidden for name in _variables(case.body)}
    used = OTTER_VARIABLES.union(*(_variables(case.body) for case in public))
    tree = ast.parse(source)
    pending: list[tuple[ast.stmt, set[str], set[str]]] = []
    kept: set[ast.stmt] = set()
    for statement in tree.body:
        bound, read = _names(statement)
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            kept.add(statement)
        elif not bound & hidden:
            pending.append((statement, bound or read, read))
    while reached := [entry for entry in pending if entry[1] & used]:
        pending = [entry for entry in pending if not entry[1] & used]
        for statement, _, read in reached:
            kept.add(statement)
            used |= read
    tree.body = [statement for statement in tree.body if statement in kept]
    points = [case.points for case in public]
    return f"{ast.unparse(tree)}\npoints = {points}\n"


def _variables(test_case: Any) -> list[str]:
    """Return the names of the variables in a test file that hold a test case of Otter."""
    file_variables = getattr(test_case.test_func, "__globals__", {})
    return [name for name, value in file_variables.items() if value is test_case]


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the variables of the file that a statement binds, and those that it reads."""
    code = compile(ast.Module([statement], []), "tests", "exec", dont_inherit=True)
    bound = {i.argval for i in dis.get_instructions(code) if i.opname == "STORE_NAME"}
    return bound, _read_names(code)


def _read_names(code: CodeType) -> set[str]:
    """Return the global names that some code reads, including the functions defined in it."""
    names = {
        instruction.argval
        for instruction in dis.get_instructions(code)
        if instruction.opname in {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
    }
    return names.union(*(_read_names(c) for c in code.co_consts if isinstance(c, CodeType)))
