"""Find what was handed in, and read it, whatever it turns out to be.

Nothing is written to disk, no link is followed, and every size is bounded by bytes really read.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from .errors import CourseworkError
from .notebook import Cell, check_size, parse, shown
from .zipped import MOST_FILES, not_one, only_notebook

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows


@dataclass(frozen=True)
class Submission:
    """What one student handed in, under an id that is a safe file name on every system.

    `handed_in` is a notebook or a zip with one notebook in it, as bytes or as the path of a file
    that is read when it is needed. `reason` says why there is nothing to read.
    """

    id: str
    handed_in: bytes | Path = b""
    reason: str = ""

    def read(self) -> bytes:
        """The bytes of the notebook; a CourseworkError where there are none, or too many."""
        if self.reason:
            raise CourseworkError(self.reason)
        content = self.handed_in
        if isinstance(content, Path):
            content = _read_file(content)
        return only_notebook(content) if content.startswith(b"PK") else content


def find_submissions(paths: list[Path]) -> list[Submission]:
    """All submissions at `paths`: notebooks, zips that hold one notebook, folders of these.

    Each folder within a folder is one student's, and gives its name to the submission. No two ids
    differ in case alone. A path that does not exist is a CourseworkError; what can't be read
    becomes a submission with its reason, now or when it is read, so that nobody is left out.
    """
    taken: set[str] = set()
    found = []
    for path in paths:
        for submission in _submissions_at(path):
            found.append(replace(submission, id=_unique(submission.id, taken)))
    if not found:
        raise CourseworkError(
            "No submissions found: name notebooks (.ipynb), zips of one, or folders of these."
        )
    return found


def submission_in(folder: Path) -> Submission:
    """The one notebook, else the one zip, at any depth of a student's folder."""
    name = _safe(folder.name)
    try:
        files = list(_files_in(folder))
    except CourseworkError as error:
        return Submission(name, reason=str(error))
    notebooks = [file for file in files if file.suffix.lower() == ".ipynb"]
    choice = notebooks or [file for file in files if file.suffix.lower() == ".zip"]
    if len(choice) != 1:
        names = [str(file.relative_to(folder)) for file in choice]
        return Submission(name, reason=not_one("The folder", names))
    return Submission(name, choice[0])


def code_cells(submission: Submission) -> list[Cell]:
    """The code cells of the submission in their order, without those tagged "otter_ignore".

    What is not a Python notebook of format 3 or 4 is a CourseworkError.
    """
    return parse(submission.read())


def read_cells(submission: Submission) -> nbformat.NotebookNode:
    """The submission's code cells as a clean notebook, everything else left behind."""
    notebook = nbformat.v4.new_notebook()
    for cell in code_cells(submission):
        notebook.cells.append(nbformat.v4.new_code_cell(cell.source, id=f"cell-{cell.number}"))
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3",
    }  # fmt: skip
    return notebook


def _submissions_at(path: Path) -> Iterator[Submission]:
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
        entries = _entries(path) if is_folder else []
    except FileNotFoundError:
        raise CourseworkError(f"There is no file or folder {path}.") from None
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}.") from None
    if not is_folder:
        yield Submission(_safe(path.stem), path)
    for entry in entries:
        inside = path / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield submission_in(inside)
        elif inside.suffix.lower() in {".ipynb", ".zip"} or entry.is_symlink():
            yield Submission(_safe(inside.stem), inside)


def _files_in(folder: Path) -> Iterator[Path]:
    """All files below a folder, and links as if they were files."""
    seen = 0
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = _entries(here)
        except OSError as error:
            raise CourseworkError(
                f"The folder {shown(here.name)} can't be read: {error.strerror}."
            ) from None
        seen += len(entries)
        if seen > MOST_FILES:
            raise CourseworkError(
                f"The folder holds more than {MOST_FILES} files. Hand in the notebook alone."
            )
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(here / entry.name)
            else:
                yield here / entry.name


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name, but for hidden entries and what tools leave behind."""
    with os.scandir(folder) as entries:
        kept = [e for e in entries if not e.name.startswith(".") and e.name != "__MACOSX"]
    return sorted(kept, key=lambda entry: entry.name)


def _safe(name: str) -> str:
    """`name` as a file name on every system, of at most 90 bytes: room for a number after it."""
    plain = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFKC", name)).strip("._-")
    short = plain.encode()[:90].decode(errors="ignore").rstrip("._-")
    if RESERVED.fullmatch(short):
        return f"id_{short[:80]}"
    return short or "submission"


def _unique(name: str, taken: set[str]) -> str:
    unique, count = name, 2
    while unique.casefold() in taken:
        unique, count = f"{name}-{count}", count + 1
    taken.add(unique.casefold())
    return unique


def _read_file(path: Path) -> bytes:
    """The bytes of an ordinary file; never waits for a pipe, never follows a link."""
    name = shown(path.name)
    try:
        # Look before opening (a device may act on it), and again at what was really opened.
        _check_ordinary(name, path.lstat())
        with open(path, "rb", opener=_open_unfollowed) as file:
            status = os.fstat(file.fileno())
            _check_ordinary(name, status)
            check_size(name, status.st_size)
            content = file.read(status.st_size)
    except OSError as error:
        raise CourseworkError(f"{name} can't be read: {error.strerror}.") from None
    return content


def _open_unfollowed(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _check_ordinary(name: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CourseworkError(
            f"{name} is a link, a folder, a pipe or a device, not a file. "
            "Hand in the notebook itself."
        )
