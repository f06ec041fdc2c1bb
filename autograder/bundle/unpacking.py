"""Unpack a bundle, and read its tests as Otter does: beside the files of the notebook."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import CourseworkError
from .import_path import first_on_path
from .testfiles import Question, read_tests

CONFIG = "otter_config.json"
# The library of this project, whose checks know that an answer may be in another process.
LIBRARY = "nnlab"
# The folder in which the tests of another course run: it has links to the files and the tests, as
# Otter has both in the folder of the notebook.
JUDGING = "judging"


@contextlib.contextmanager
def unpacked(bundle: Path) -> Iterator[Path]:
    """Unpack a bundle into a temporary folder, and yield this folder.

    Raises:
        CourseworkError: The file is not a bundle.
    """
    with tempfile.TemporaryDirectory(prefix="coursework-bundle-") as folder:
        root = Path(folder)
        try:
            with zipfile.ZipFile(bundle) as archive:
                archive.extractall(root)
        except (OSError, zipfile.BadZipFile) as error:
            raise CourseworkError(f"{bundle} is not a grading bundle ({error}).") from error
        if not (root / "tests").is_dir() and not (root / CONFIG).exists():
            raise CourseworkError(
                f"{bundle} is not a grading bundle: it holds neither tests/ nor {CONFIG}."
            )
        (root / "files").mkdir(exist_ok=True)
        judging = root / JUDGING
        judging.mkdir(exist_ok=True)
        for path in [*(root / "files").iterdir(), *root.glob("tests")]:
            if not (judging / path.name).exists():
                (judging / path.name).symlink_to(path)
        yield root


def read_config(root: Path, bundle: Path) -> dict[str, Any]:
    """Return otter_config.json of an unpacked bundle. A bundle without this file has no settings.

    Raises:
        CourseworkError: The file can't be read.
    """
    path = root / CONFIG
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
    except (OSError, ValueError, TypeError) as error:
        raise CourseworkError(f"{bundle} is not a grading bundle ({CONFIG}: {error}).") from error


def is_native(root: Path, config: dict[str, Any]) -> bool:
    """Return True for a bundle of this project: it has the key `grading`, or the library LIBRARY
    among its files. The tests of other bundles are written for one process with the notebook."""
    return "grading" in config or (root / "files" / LIBRARY).is_dir()


def questions_of(root: Path, native: bool) -> list[Question]:
    """Return the questions of an unpacked bundle, q2 before q10.

    Raises:
        CourseworkError: A test file can't be read.
    """
    with contextlib.nullcontext() if native else beside_notebook(root):
        return read_tests(root / "tests")


def read_tests_of(bundle: Path) -> list[Question]:
    """Return the questions of a zipped bundle, q2 before q10.

    Raises:
        CourseworkError: The file is not a bundle, or a test file can't be read.
    """
    with unpacked(bundle) as root:
        return questions_of(root, is_native(root, read_config(root, bundle)))


@contextlib.contextmanager
def beside_notebook(root: Path) -> Iterator[None]:
    """Run the body where Otter runs the tests: they can import and read the bundle's files."""
    folder, path, modules = os.getcwd(), list(sys.path), set(sys.modules)
    os.chdir(root / JUDGING)
    try:
        with first_on_path(root / "files"):
            yield
    finally:
        os.chdir(folder)
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(str(root)):
                del sys.modules[name]
        _forget_relative_folders()


def _forget_relative_folders() -> None:
    """Have Python look again for folders such as "tests" on its path, which are other ones in each
    working directory."""
    for name in list(sys.path_importer_cache):
        if not os.path.isabs(name):
            del sys.path_importer_cache[name]
