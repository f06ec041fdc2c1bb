"""Choose the notebook among the files that a student handed in, and the modules beside it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from ..errors import CourseworkError
from .archives import File
from .contents import may_be_notebook, what_it_is
from .limits import quote
from .notebook import parse

# The name of a notebook. Some browsers add an ending to it.
NOTEBOOK = re.compile(r"(.+)\.ipynb(\.\w{1,8})?", re.IGNORECASE)
ARCHIVE = re.compile(r".+\.(zip|tar|tgz|tbz2?|txz|gz|bz2|xz)", re.IGNORECASE)

# A name that a browser, Jupyter or a person gives to a copy of a notebook ends so.
COPY = re.compile(r"([ _-]*\(\d+\)|[ _-]+copy[ _-]*\d*|[ _-]+\d+|[ _-]+final)+$", re.IGNORECASE)

# Of files whose names tell nothing, at most this many are looked at.
MAX_LOOKS = 20

# Up to this many modules of a student are put beside the notebook, with this many bytes together.
MAX_MODULES = 50
MAX_MODULE_BYTES = 2**20


def choose(where: str, files: Sequence[File], assignment: str) -> File:
    """Return the notebook among some files, or the script in its place.

    If there are several, it is the one that is named as the assignment, else the only one whose
    metadata name the assignment. If there is none, it is the only archive, or else the only script.

    Args:
        where: What holds the files, at the beginning of a sentence.
        files: The files.
        assignment: The name of the assignment, or "".

    Raises:
        CourseworkError: No single notebook can be chosen.
    """
    notebooks = [file for file in files if NOTEBOOK.fullmatch(file.name)]
    if not notebooks:
        archives = [file for file in files if ARCHIVE.fullmatch(file.name)]
        scripts = [file for file in files if is_script(file.name)]
        notebooks = _notebooks_by_content(files) or archives or scripts[: len(scripts) == 1]
    if len(notebooks) > 1:
        notebooks = _of_assignment(notebooks, assignment) or notebooks
    if len(notebooks) == 1:
        return notebooks[0]
    raise CourseworkError(_wrong_number(where, notebooks, files, assignment))


def is_script(name: str) -> bool:
    """Return True if Otter takes a file of this name for a script."""
    return name.endswith(".py") and PurePosixPath(name).name != "__init__.py"


def is_named(name: str, assignment: str) -> bool:
    """Return True if a notebook's name is that of the assignment, or of a copy of it."""
    return _plain(assignment) in (_plain(name), COPY.sub("", _plain(name)))


def modules_beside(notebook: File, files: Sequence[File]) -> dict[str, bytes]:
    """Return the Python modules that were handed in beside a notebook, or in folders there.

    Returns:
        The contents by the path, which begins in the notebook's folder. Modules beyond the bounds
        are left out.
    """
    modules: dict[str, bytes] = {}
    size = 0
    for file in files:
        name = file.name.removeprefix(notebook.folder)
        parts = PurePosixPath(name).parts
        if (
            not file.name.startswith(notebook.folder)
            or not name.endswith(".py")
            or not all(re.fullmatch(r"\w[\w.-]{0,99}", part) for part in parts)
        ):
            continue
        with contextlib.suppress(CourseworkError):
            content = file.read()
            size += len(content)
            if size > MAX_MODULE_BYTES or len(modules) == MAX_MODULES:
                break
            modules[name] = content
    return modules


def _notebooks_by_content(files: Sequence[File]) -> list[File]:
    notebooks = []
    for file in files[:MAX_LOOKS]:
        if PurePosixPath(file.name).suffix.lower() in ("", ".json", ".txt"):
            with contextlib.suppress(CourseworkError):
                if may_be_notebook(file.read()):
                    notebooks.append(file)
    return notebooks


def _of_assignment(notebooks: Sequence[File], assignment: str) -> list[File]:
    """Return the notebook of the assignment: by its name, by the name of a copy, by its content."""
    if not assignment:
        return []
    stems = {file.name: _stem(file.name) for file in notebooks}
    named = [file for file in notebooks if stems[file.name] == _plain(assignment)]
    if len(named) != 1:
        copies = [f for f in notebooks if COPY.sub("", stems[f.name]) == _plain(assignment)]
        named = named or copies
    if len(named) == 1:
        return named
    fitting = []
    for file in notebooks[:MAX_LOOKS]:
        with contextlib.suppress(CourseworkError):
            if parse(file.read()).assignment == assignment:
                fitting.append(file)
    return fitting if len(fitting) == 1 else []


def _stem(name: str) -> str:
    match = NOTEBOOK.fullmatch(PurePosixPath(name).name)
    return _plain(match.group(1) if match else PurePosixPath(name).stem)


def _plain(name: str) -> str:
    return name.strip().casefold()


def _wrong_number(
    where: str, notebooks: Sequence[File], files: Sequence[File], assignment: str
) -> str:
    if notebooks:
        some = ", ".join(quote(file.name) for file in notebooks[:3])
        more = ", ..." if len(notebooks) > 3 else ""
        named = f", or name the one that counts {quote(assignment)}.ipynb" if assignment else ""
        return (
            f"{where} holds {len(notebooks)} notebooks ({some}{more}). Hand in exactly one{named}."
        )
    sentence = f"{where} holds no notebook (a file whose name ends in .ipynb)"
    if not files:
        return f"{sentence}."
    some = ", ".join(quote(file.name) for file in files[:3])
    more = ", ..." if len(files) > 3 else ""
    description = ""
    with contextlib.suppress(CourseworkError):
        description = what_it_is(files[0].read()) if len(files) == 1 else ""
    return f"{sentence}; it holds {some}{more}. {description}".rstrip()
