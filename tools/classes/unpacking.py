"""Unpack the zip of a whole class, which is too large to be kept in memory."""

from __future__ import annotations

import errno
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from autograder.errors import CourseworkError
from autograder.submission.choice import ARCHIVE, NOTEBOOK
from autograder.submission.limits import MAX_NOTEBOOK_BYTES
from autograder.wording import one_line

from .platform_names import is_of_class

MAX_ENTRIES = 500_000  # The zip of a class holds at most this many files.


def is_class(path: Path, alone: bool, assignment: str) -> bool:
    """Return True if a file is a zip of a class, not of one student.

    Args:
        path: A file.
        alone: True if nothing else is graded. Then a zip with several notebooks or archives is a
            class, unless exactly one of them has the name of the assignment: a student may hand in
            a scratch pad beside the notebook.
        assignment: The name of the assignment.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [_plain(entry) for entry in archive.infolist() if not entry.is_dir()]
    except (OSError, zipfile.BadZipFile, NotImplementedError):
        return False
    files = [PurePosixPath(name) for name in names if _counts(name)]
    if any(map(is_of_class, files)):
        return True
    gradable = [f for f in files if NOTEBOOK.fullmatch(f.name) or ARCHIVE.fullmatch(f.name)]
    named = [file for file in gradable if file.stem.casefold() == assignment.casefold()]
    return alone and len(gradable) > 1 and len(named) != 1


def unpack(path: Path, folder: Path) -> Path:
    """Unpack a zip into a new folder and return the folder.

    A file that is too large for a notebook, locked or damaged becomes an empty file, so that its
    student gets a row. Links become small files, and nothing is written outside of the folder.

    Raises:
        CourseworkError: The zip can't be read, or the disk is full.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise CourseworkError(f"{path.name} holds more than {MAX_ENTRIES:,} files.")
            for entry in entries:
                name = _plain(entry)
                if not entry.is_dir() and _counts(name):
                    _write(archive, entry, folder / name)
    except (zipfile.BadZipFile, OSError) as error:
        why = "the disk is full" if getattr(error, "errno", 0) == errno.ENOSPC else str(error)
        raise CourseworkError(
            f"{path.name} can't be unpacked ({one_line(why)}). Unpack it yourself, and name the "
            "folder."
        ) from None
    return folder


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_content(archive, entry))
    except OSError as error:  # For example, a file has the name of a folder.
        if error.errno == errno.ENOSPC:
            raise


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_NOTEBOOK_BYTES:
        return b""
    try:
        with archive.open(entry) as file:
            return file.read(MAX_NOTEBOOK_BYTES)
    except Exception:  # zipfile, zlib, lzma and bz2 raise errors of many kinds.
        return b""


def _plain(entry: zipfile.ZipInfo) -> str:
    """Return the path of a member with slashes, without parts that lead outside."""
    parts = entry.filename.replace("\\", "/").split("/")
    return "/".join(_shortened(part) for part in parts if part not in ("", ".", ".."))


def _shortened(part: str) -> str:
    """Return the name of a file with at most 200 bytes, which keeps its ending."""
    name = part.replace("\0", "")
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= 200:
        return encoded.decode()
    return encoded[:180].decode(errors="ignore") + PurePosixPath(name).suffix[:12]


def _counts(name: str) -> bool:
    return bool(name) and not any(
        part.startswith(".") or part == "__MACOSX" for part in name.split("/")
    )


def remove(folder: Path) -> None:
    """Remove what was unpacked."""
    shutil.rmtree(folder, ignore_errors=True)
