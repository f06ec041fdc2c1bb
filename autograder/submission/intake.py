"""Read what one student handed in, whatever it is.

Nothing is written to disk, no link is followed, and every size is checked on the bytes that were
really read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CourseworkError
from .archives import File, is_archive, members, unpacked
from .choice import choose, is_script, modules_beside
from .contents import SCRIPT
from .limits import MAX_FILES, check_size, quote
from .notebook import Cell, Notebook, from_script, parse

if TYPE_CHECKING:
    import nbformat

# A folder into which grades were written holds this file, which lists the names of what was
# written. None of it is taken for a submission.
OUTPUTS = ".coursework-outputs"


@dataclass(frozen=True)
class HandedIn:
    """The files of a submission that count.

    Attributes:
        content: The bytes of the notebook. A script is one cell of a notebook, as for Otter.
        modules: The student's own modules by their path beside the notebook.
    """

    content: bytes
    modules: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        id: A name that is safe as the name of a file on every system.
        content: The bytes of a notebook, or of an archive that holds one. If it is a path of a
            file or a folder, or several paths of one student, it is read only when it is needed.
        reason: Why there is nothing to read, or "".
    """

    id: str
    content: bytes | Path | tuple[Path, ...] = b""
    reason: str = ""

    def open(self, assignment: str = "") -> HandedIn:
        """Return the notebook and what belongs to it.

        Args:
            assignment: The name of the assignment, which tells its notebook from others.

        Raises:
            CourseworkError: There is no notebook, or it can't be read, or it is too large.
        """
        if self.reason:
            raise CourseworkError(self.reason)
        if isinstance(self.content, bytes):
            return _from_bytes(self.content, assignment)
        paths = self.content if isinstance(self.content, tuple) else (self.content,)
        if len(paths) == 1 and not _is_folder(paths[0]):
            content = _read_file(paths[0])
            if is_script(paths[0].name):
                return HandedIn(from_script(content))
            return _from_bytes(content, assignment)
        files = [file for path in paths for file in _files_at(path)]
        where = "The folder" if len(paths) == 1 else "What was handed in"
        return _from_files(where, files, assignment)

    def read(self, assignment: str = "") -> bytes:
        """Return the bytes of the notebook. It raises what `open` raises."""
        return self.open(assignment).content


def read_notebook(
    submission: Submission, assignment: str = "", as_otter: bool = False
) -> tuple[Notebook, dict[str, bytes]]:
    """Return the notebook of a submission, and the modules that were handed in beside it.

    Args:
        submission: The submission.
        assignment: The name of the assignment, or "" if any notebook will do.
        as_otter: True if a script is graded too, and a notebook that does not say of which
            assignment it is is not.

    Raises:
        CourseworkError: The submission is not a Python notebook of format 3 or 4, or it is the
            notebook of another assignment.
    """
    handed_in = submission.open(assignment)
    notebook = parse(handed_in.content)
    if notebook.is_script:
        if not as_otter:
            raise CourseworkError(SCRIPT)
        return notebook, handed_in.modules
    if assignment and notebook.assignment not in ("", assignment):
        raise CourseworkError(
            f"This is the notebook of {quote(notebook.assignment)}, another assignment. "
            f"What is graded here is {assignment}: hand in the notebook {assignment}.ipynb."
        )
    if assignment and as_otter and not notebook.assignment:
        raise CourseworkError(
            "This notebook does not say of which assignment it is, so Otter does not grade it. "
            f"Copy your answers into a new copy of {assignment}.ipynb, and hand that in."
        )
    return notebook, handed_in.modules


def code_cells(submission: Submission, assignment: str = "") -> list[Cell]:
    """Return the code cells of a submission in order, without those that Otter ignores.

    It raises what `read_notebook` raises.
    """
    return read_notebook(submission, assignment)[0].cells


def clean_notebook(
    submission: Submission, assignment: str = "", as_otter: bool = False
) -> nbformat.NotebookNode:
    """Return a new notebook that holds the code cells of a submission and the checks that Otter's
    metadata of these cells state, and nothing else of it.

    It takes what `read_notebook` takes, and raises what that raises.
    """
    import nbformat

    notebook = nbformat.v4.new_notebook()
    for cell in read_notebook(submission, assignment, as_otter)[0].cells:
        metadata = {"otter": {"tests": list(cell.checks)}} if cell.checks else {}
        id = f"cell-{cell.number}"
        notebook.cells.append(nbformat.v4.new_code_cell(cell.source, id=id, metadata=metadata))
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3",
    }  # fmt: skip
    return notebook


def files_in(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder. A link counts as a file and is not followed.

    Raises:
        CourseworkError: There are too many files, or a folder can't be read.
    """
    count = 0
    pending = [folder]
    while pending:
        parent = pending.pop()
        try:
            entries = entries_of(parent)
        except OSError as error:
            raise CourseworkError(
                f"The folder {quote(parent.name)} can't be read: {error.strerror}."
            ) from None
        count += len(entries)
        if count > MAX_FILES:
            raise CourseworkError(
                f"The folder holds more than {MAX_FILES} files. Hand in the notebook alone."
            )
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(parent / entry.name)
            else:
                yield parent / entry.name


def entries_of(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, sorted by name.

    Hidden entries, macOS's copies and what this program wrote there are left out.
    """
    with os.scandir(folder) as entries:
        everything = list(entries)
    written: set[str] = set()
    if any(entry.name == OUTPUTS for entry in everything):
        written = set(_read_file(folder / OUTPUTS).decode("utf-8", "replace").splitlines())
    return sorted(
        (
            entry
            for entry in everything
            if not entry.name.startswith(".")
            and entry.name != "__MACOSX"
            and entry.name not in written
        ),
        key=lambda entry: entry.name,
    )


def _from_bytes(content: bytes, assignment: str) -> HandedIn:
    content = unpacked(content)
    if not is_archive(content):
        return HandedIn(content)
    where, files = members(content)
    return _from_files(where, files, assignment, within_archive=True)


def _from_files(
    where: str, files: list[File], assignment: str, within_archive: bool = False
) -> HandedIn:
    chosen = choose(where, files, assignment)
    content = chosen.read()
    if is_script(chosen.name):
        return HandedIn(from_script(content), modules_beside(chosen, files))
    if is_archive(unpacked(content)):
        if within_archive:
            raise CourseworkError(
                f"{where} holds another archive and no notebook. Hand in the notebook alone."
            )
        return _from_bytes(content, assignment)
    return HandedIn(unpacked(content), modules_beside(chosen, files))


def _files_at(path: Path) -> list[File]:
    if not _is_folder(path):
        return [File(path.name, lambda: _read_file(path))]

    def reader(file: Path) -> File:
        return File(file.relative_to(path).as_posix(), lambda: _read_file(file))

    return [reader(file) for file in files_in(path)]


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False  # Reading it as a file says what is wrong.


def _read_file(path: Path) -> bytes:
    """Read an ordinary file. Never wait for a pipe, never follow a link."""
    name = quote(path.name)
    try:
        # Check before opening, because to open a device may already start something. Check again
        # afterwards, because another file may have taken the place of the first.
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
