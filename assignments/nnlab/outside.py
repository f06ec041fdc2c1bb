"""Find what a notebook takes from outside, and say what of it grading does not have.

This reads the cells and runs nothing.
"""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from .cell_code import parsed
from .notebook_file import Cell, NotebookFile

REQUIREMENTS = "requirements.txt"
OF_COURSE = ("nnlab", "data", "pictures")  # What every student has beside the notebook.
# A path that only one computer has.
ABSOLUTE = re.compile(
    r"([A-Za-z]:[\\/]|\\\\|~[\\/]|/(home|Users|tmp|content|mnt|media|Volumes|root|kaggle|drive)/)"
)
COMMAND = re.compile(r"^\s*(?:\w+\s*=\s*)?(!|%%?(?:bash|sh|script|pip|conda|cmd)\b).*", re.M)
ASKS = ("input", "getpass", "breakpoint")
CATCHES = ("ImportError", "ModuleNotFoundError", "Exception")


def remarks(notebook: NotebookFile) -> list[str]:
    """Return a sentence for each thing that the notebook uses and grading does not have.

    Cells that grading leaves out may use anything.
    """
    folder = notebook.path.resolve().parent
    known = packages_of(folder / REQUIREMENTS)
    found: dict[str, None] = {}
    for cell in notebook.graded:
        for sentence in (*_commands(cell), *_in_code(cell, folder, known)):
            found[sentence] = None
    return list(found)


def own_modules(notebook: NotebookFile) -> list[Path]:
    """Return the student's own modules that the notebook imports, directly or by another one."""
    folder = notebook.path.resolve().parent
    modules: dict[Path, None] = {}
    waiting = [parsed(cell.source) for cell in notebook.graded]
    while waiting:
        for name, _ in _imports(waiting.pop()):
            for path in _module_files(folder, name):
                if path not in modules:
                    modules[path] = None
                    waiting.append(parsed(path.read_text(encoding="utf-8", errors="replace")))
    return list(modules)


def definitions(sources: Iterable[str]) -> dict[str, str]:
    """Return the source of the cell that defines each function and class last, by its name."""
    return {
        node.name: source
        for source in sources
        for node in parsed(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def packages_of(path: Path) -> set[str] | None:
    """Return the plain names of the packages that a requirements file brings, with all that these
    need, or None if there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    names: set[str] = set()
    waiting = [name for line in lines if (name := _package(line))]
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        try:
            needed = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [n for line in needed if "extra ==" not in line and (n := _package(line))]
    return names


def _package(line: str) -> str:
    """Return the plain name of the package that a line of requirements names, or ""."""
    match = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)", line)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""


def _commands(cell: Cell) -> Iterator[str]:
    for command in COMMAND.finditer(cell.source):
        yield (f"Cell {cell.number} runs `{command[0].strip()[:60]}`. Grading runs no commands of "
               f"the system: what the notebook needs has to be there without it.")  # fmt: skip


def _in_code(cell: Cell, folder: Path, known: set[str] | None) -> Iterator[str]:
    tree = parsed(cell.source)
    for name, is_guarded in _imports(tree):
        if sentence := _import(cell, name, is_guarded, folder, known):
            yield sentence
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if sentence := _path(cell, node.value, folder):
                yield sentence
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASKS:
            yield (f"Cell {cell.number} calls {node.func.id}(), which gets no answer "  # type: ignore[attr-defined]
                   f"when the notebook is graded.")  # fmt: skip


def _import(
    cell: Cell, name: str, is_guarded: bool, folder: Path, known: set[str] | None
) -> str:
    """Return a sentence on a module that grading may not have, or ""."""
    if name in sys.stdlib_module_names or name in OF_COURSE or name == "__future__":
        return ""
    if _module_files(folder, name):
        return (f"Cell {cell.number} imports {name}, a module of your own. Hand in the zip that "
                f"nnlab.submit() writes: it has the module beside the notebook.")  # fmt: skip
    if known is None or is_guarded:
        return ""
    sources = owners().get(name)
    if sources is None:
        return (f"Cell {cell.number} imports {name}, which is not installed here and not in "
                f"{REQUIREMENTS}. Is it spelled like this? Grading may not have it.")  # fmt: skip
    if not known & {_package(source) for source in sources}:
        return (f"Cell {cell.number} imports {name}, which {REQUIREMENTS} does not bring. Grading "
                f"may not have it: write this without it, or ask.")  # fmt: skip
    return ""


@functools.lru_cache
def owners() -> dict[str, list[str]]:
    """Return the names of the installed packages that each top-level module comes from.

    Python 3.10's own function for this leaves out packages without a top_level.txt.
    """
    found: dict[str, list[str]] = {}
    for package in importlib.metadata.distributions():
        listed = (package.read_text("top_level.txt") or "").split()
        files = {file.parts[0].partition(".")[0] for file in package.files or () if file.suffix}
        for module in listed or filter(str.isidentifier, files):
            found.setdefault(module, []).append(package.metadata["Name"])
    return found


def _path(cell: Cell, text: str, folder: Path) -> str:
    """Return a sentence on a text that is a path of this computer or of this folder, or ""."""
    if len(text) > 300 or "\n" in text:
        return ""
    if ABSOLUTE.match(text):
        return (f"Cell {cell.number} names {text}, which only this computer has. Name files "
                f"relative to the notebook, as in data/houses.csv.")  # fmt: skip
    if not re.fullmatch(r"[\w .()-]+(/[\w .()-]+)*\.\w+", text) or text.startswith("."):
        return ""
    path = folder / text
    if text.split("/")[0] in OF_COURSE or path.suffix in (".py", ".ipynb"):
        return ""
    return (f"Cell {cell.number} names {text}, a file of yours. Only the notebook is handed in, so "
            f"grading does not have it.") if path.is_file() else ""  # fmt: skip


def _module_files(folder: Path, name: str) -> list[Path]:
    """Return the files of a module of the student's own, or []."""
    if name in OF_COURSE or not name.isidentifier():
        return []
    single, package = folder / f"{name}.py", folder / name
    if single.is_file():
        return [single]
    return sorted(package.rglob("*.py")) if (package / "__init__.py").is_file() else []


def _imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield the top-level names that code imports, and if it catches that one is missing."""
    guarded = {
        id(node)
        for attempt in ast.walk(tree)
        if isinstance(attempt, ast.Try) and any(map(_catches, attempt.handlers))
        for statement in attempt.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = (node.module,)
        yield from ((name.partition(".")[0], id(node) in guarded) for name in names)


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or any(name in ast.unparse(handler.type) for name in CATCHES)
