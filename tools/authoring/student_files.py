"""What students get beside a notebook: data, modules of nnlab, and the packages that it needs.

Of nnlab they get the modules that the notebook's cells and tests import, and those that these
modules import: students read a short library, and find no answer of another assignment in it.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..faults import Fault
from ..paths import LOCK, Course
from .master import Master

LIBRARY = "nnlab"
STARTS = ("__init__.py", "__main__.py")  # These modules of nnlab are in every student folder.
# Pages of the course that every student folder has.
PAGES = ("history.md", "glossary.md", "troubleshooting.md")
STUDENT_PACKAGES = ("numpy", "matplotlib", "otter-grader", "jupyterlab")


def file_faults(master: Master) -> Iterator[Fault]:
    """Yield a fault for each entry of `files` and each package that students can't be given."""
    if not master.cells:
        return
    cell = master.cells[0]
    for entry in master.config.get("files", []):
        if entry != LIBRARY and not _files(master, entry):
            yield master.fault(
                cell,
                f"`files` names {entry}; it should be nnlab, or a file or a folder in "
                f"{master.chapter.course.root / 'data'} that is not fetched.",
            )
    pins = _pins()
    for package in master.packages:
        if package not in pins:
            yield master.fault(
                cell,
                f"`packages` names {package}, of which {LOCK.name} has no version. Leave it out, "
                "or add it to pyproject.toml and run `make lock`.",
            )


def copy_files(master: Master, folder: Path) -> None:
    """Copy what `files` in the master's settings names: nnlab, and files or folders of data/.

    Of a folder only its own files are copied: each subfolder has to be named.
    """
    root = master.chapter.course.root
    for entry in master.config.get("files", []):
        if entry == LIBRARY:
            _copy_library(master, folder / LIBRARY)
        for path in _files(master, entry):
            _copy(path, folder / path.relative_to(root))


def _files(master: Master, entry: str) -> list[Path]:
    """Return the files that an entry of `files` stands for, if it may name them."""
    parts, source = Path(entry).parts, master.chapter.course.root / entry
    if parts[:1] != ("data",) or parts[:2] == ("data", "mnist") or ".." in parts:
        return []
    paths = [source] if source.is_file() else sorted(source.glob("*"))
    return [path for path in paths if path.is_file() and not path.name.startswith(".")]


def copy_pages(course: Course, folder: Path) -> None:
    """Copy the pages that are about all chapters, as far as the course has them."""
    for name in PAGES:
        page = course.assignments / name
        if page.exists():
            _copy(page, folder / name)


def requirements(packages: list[str]) -> str:
    """Return the lines of requirements.txt, with the versions of the project's lock.

    Args:
        packages: What the notebook needs beyond what every notebook needs.
    """
    pins = _pins()
    return "".join(f"{package}=={pins[package]}\n" for package in [*STUDENT_PACKAGES, *packages])


def _pins() -> dict[str, str]:
    """Return the version of each package of the project's lock."""
    text = LOCK.read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==(\S+)", text, re.M))


def _copy_library(master: Master, folder: Path) -> None:
    library = master.chapter.course.library
    sources = [cell.source for cell in master.cells if cell.kind == "code"]
    sources.append(f"from {LIBRARY} import this_notebook")  # in the cell that starts the checks
    for path in _modules(library, sources):
        _copy(path, folder / path.relative_to(library))


def _modules(library: Path, sources: Iterable[str]) -> set[Path]:
    """Return the files of the library that `sources` or the library's own commands import,
    directly or by another of them."""
    files = {library / name for name in STARTS if (library / name).is_file()}
    waiting = [name for source in sources for name in _imported(source, within="")]
    for start in files:
        waiting += _imported(start.read_text(encoding="utf-8"), within=LIBRARY)
    while waiting:
        name = waiting.pop()
        inner = library.joinpath(*name.split("."))
        path = inner / "__init__.py" if inner.is_dir() else inner.with_suffix(".py")
        if path.is_file() and path not in files:
            files.add(path)
            waiting += _imported(path.read_text(encoding="utf-8"), within=LIBRARY)
    return files


def _imported(source: str, within: str) -> Iterator[str]:
    """Yield what `source` imports from the library: names of modules, and names within them.

    Args:
        source: The source of a cell or of a module.
        within: The package that a relative import starts from.
    """
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(filter(None, [within if node.level else "", node.module]))
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        yield from (n[len(LIBRARY) + 1 :] for n in names if n.startswith(f"{LIBRARY}."))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
