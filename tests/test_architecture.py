"""Which package may import which. This reads the imports of all modules, and runs nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.packing.gradescope_zip import OF_LIBRARY

PROJECT = Path(__file__).resolve().parents[1]
ROOTS = {"nnlab": PROJECT / "assignments", "autograder": PROJECT, "tools": PROJECT}
SANDBOX = "autograder.sandbox"
STEPS = ("authoring", "proof", "packing", "grading", "gradescope")  # The way of a release.


def modules_of(package: str) -> dict[str, Path]:
    """Return the modules of a top-level package: dotted name -> file."""
    root = ROOTS[package]
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (root / package).rglob("*.py")
    }


MODULES = {name: path for package in ROOTS for name, path in modules_of(package).items()}


def imports_of(module: str) -> set[str]:
    """Return the dotted names of all modules that a module imports, in functions too."""
    path = MODULES[module]
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")
            if path.name == "__init__.py":
                parts.append("__init__")
            above = parts[: -node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            # `from package import name` imports the module package.name, if there is one.
            names = {f"{base}.{alias.name}" for alias in node.names}
            imported |= (names & MODULES.keys()) or {base}
    return imported


IMPORTS = {module: imports_of(module) for module in MODULES}


def arrows(source: str, target: str) -> list[str]:
    """Return the imports that lead from one package to another, as "module -> module"."""
    return [
        f"{module} -> {imported}"
        for module in IMPORTS
        if _is_within(module, source)
        for imported in IMPORTS[module]
        if _is_within(imported, target)
    ]


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def circles(package: str) -> list[list[str]]:
    """Return the groups of modules of a package that import each other."""
    reachable = {module: set(_reachable(module, package)) for module in IMPORTS}
    groups = {
        frozenset(other for other in reachable[module] if module in reachable[other])
        for module in IMPORTS
        if module in reachable[module]
    }
    return sorted(sorted(group) for group in groups)


def _reachable(module: str, package: str) -> Iterator[str]:
    """Yield the modules of a package that a module imports, directly or through others."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for imported in IMPORTS[waiting.pop()] & IMPORTS.keys() - seen:
            if _is_within(imported, package):
                seen.add(imported)
                waiting.append(imported)
    yield from seen


def test_the_imports_are_found() -> None:
    assert len(MODULES) > 80
    assert f"{SANDBOX}.trusted.channel" in IMPORTS[f"{SANDBOX}.trusted.names"]
    assert f"{SANDBOX}.protocol.wire" in IMPORTS[f"{SANDBOX}.confined.worker"]
    assert f"{SANDBOX}.confined.worker" in IMPORTS[f"{SANDBOX}.confined.zygote"]  # in a function


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("nnlab", "autograder"),
        ("nnlab", "tools"),
        ("autograder", "tools"),
        ("autograder", "solutions"),
        (f"{SANDBOX}.trusted", f"{SANDBOX}.confined"),
        (f"{SANDBOX}.confined", f"{SANDBOX}.trusted"),
        (f"{SANDBOX}.protocol", f"{SANDBOX}.trusted"),
        (f"{SANDBOX}.protocol", f"{SANDBOX}.confined"),
        (f"{SANDBOX}.protocol", f"{SANDBOX}.layers"),
        (f"{SANDBOX}.layers", f"{SANDBOX}.trusted"),
        (f"{SANDBOX}.layers", f"{SANDBOX}.confined"),
    ],
)
def test_no_arrow_leads(source: str, target: str) -> None:
    assert arrows(source, target) == []


def test_the_grader_takes_its_own_copy_of_the_library() -> None:
    # The tests of a bundle bring another copy, which is on the import path while they run. So the
    # engine imports the library only when it is loaded itself: at the top of a module. Only the
    # worker, which is the submission's own process, takes the copy of the notebook.
    engine = {name: path for name, path in modules_of("autograder").items()
              if not _is_within(name, f"{SANDBOX}.confined")}  # fmt: skip
    taken = {name for module in engine for name in IMPORTS[module] if _is_within(name, "nnlab")}
    assert {"nnlab.parts", "nnlab.properties"} <= taken
    for path in engine.values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))
                  and n not in tree.body]  # fmt: skip
        assert not any("nnlab" in ast.unparse(node) for node in inside)
    # And the zip for Gradescope has all of them.
    taken |= {name for module in taken for name in _reachable(module, "nnlab")}
    files = {f"{name.removeprefix('nnlab.')}.py" for name in taken}
    assert files | {"__init__.py"} == set(OF_LIBRARY)


def test_no_step_of_a_release_calls_a_later_one() -> None:
    for number, step in enumerate(STEPS):
        assert modules_of("tools").keys() & {f"tools.{step}"}
        for later in STEPS[number + 1 :]:
            assert arrows(f"tools.{step}", f"tools.{later}") == []


def test_no_modules_of_the_sandbox_import_each_other() -> None:
    assert circles(SANDBOX) == []


def test_the_engine_names_no_chapter() -> None:
    chapters = [path.name for path in (PROJECT / "solutions").iterdir() if path.is_dir()]
    assert chapters
    pattern = re.compile("|".join([*map(re.escape, chapters), r"\bhw\d"]))
    naming = [
        f"{module}: {match[0]}"
        for module, path in modules_of("autograder").items()
        for match in [pattern.search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert naming == []
