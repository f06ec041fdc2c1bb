"""What lies beside a notebook: data, the modules of nnlab that it imports, the packages it needs.

A notebook comes with no more of nnlab than its cells and tests import, and what those import: a
student reads a short library, and finds no answer of another assignment in it.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import places
from .master import Master

LIBRARY = "nnlab"
STUDENT_PACKAGES = ("numpy", "matplotlib", "otter-grader", "jupyterlab")


def copy_files(master: Master, folder: Path) -> None:
    """Put what `files` names beside a notebook: nnlab, and files or folders of data/.

    Of a folder its own files come, not its subfolders: each has to be named.
    """
    for entry in master.config.get("files", []):
        if entry == LIBRARY:
            _copy_library(master, folder / LIBRARY)
            continue
        parts, source = Path(entry).parts, places.ROOT / entry
        ours = parts[:1] == ("data",) and parts[:2] != ("data", "mnist") and ".." not in parts
        here = [source] if source.is_file() else sorted(source.glob("*"))
        files = [p for p in here if ours and p.is_file() and not p.name.startswith(".")]
        if not files:
            raise master.refuse(
                master.cells[0],
                f"`files` names {entry}; it should be nnlab, or a file or a folder in data/ that "
                f"is not fetched.",
            )
        for path in files:
            _copy(path, folder / path.relative_to(places.ROOT))


def requirements(packages: list[str]) -> str:
    """The pins of what a student installs, taken from the project's lock: what every notebook
    needs, and `packages`."""
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==(\S+)", places.LOCK.read_text(), re.M))
    return "".join(f"{package}=={pins[package]}\n" for package in [*STUDENT_PACKAGES, *packages])


def _copy_library(master: Master, folder: Path) -> None:
    library = places.SOLUTIONS / LIBRARY
    sources = [cell.source for cell in master.cells if cell.kind == "code"]
    for path in _modules(library, sources):
        _copy(path, folder / path.relative_to(library))
    measured = library / "thresholds" / f"{master.name}.json"
    if measured.exists():
        _write_thresholds(measured, folder / "thresholds" / measured.name)


def _modules(library: Path, sources: Iterable[str]) -> set[Path]:
    """The files of the modules that `sources` import from the library, and those import."""
    found = {library / "__init__.py"}
    waiting = [name for source in sources for name in _imported(source, within="")]
    while waiting:
        name = waiting.pop()
        inner = library.joinpath(*name.split("."))
        path = inner / "__init__.py" if inner.is_dir() else inner.with_suffix(".py")
        if path.is_file() and path not in found:
            found.add(path)
            waiting += _imported(path.read_text(encoding="utf-8"), within=LIBRARY)
    return found


def _imported(source: str, within: str) -> Iterator[str]:
    """Names in the library that `source` imports; some of them are functions, not modules.
    `within` is the package that a relative import starts from."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(filter(None, [within if node.level else "", node.module]))
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        yield from (n[len(LIBRARY) + 1 :] for n in names if n.startswith(f"{LIBRARY}."))


def _write_thresholds(measured: Path, target: Path) -> None:
    """The assignment's own thresholds, without what they were measured on."""
    kept = {
        experiment: {key: found[key] for key in ("graded", "public")}
        for experiment, found in json.loads(measured.read_text(encoding="utf-8")).items()
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
