"""Find the submissions of a class in files and folders."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import CourseworkError
from ..files import write_atomically
from .choice import ARCHIVE, NOTEBOOK
from .intake import OUTPUTS, Submission, entries_of, files_in

# An id has at most this many bytes of UTF-8, before a number is added to make it unique.
MAX_ID_BYTES = 90

# Windows reserves these names, with any ending.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

# Moodle makes a folder for each kind of thing that a student handed in: files, and a text.
MOODLE = re.compile(r"(?P<student>.+)_assignsubmission_(?P<kind>file|onlinetext)_?", re.IGNORECASE)

# In a folder of a class, these files are lists or remarks of the learning platform, and nobody's
# submission.
NO_SUBMISSION = re.compile(
    r".*\.(ya?ml|csv|tsv|xlsx?|log|ini)|index\.html?|thumbs\.db|readme(\.\w+)?", re.IGNORECASE
)


def find_submissions(paths: list[Path]) -> list[Submission]:
    """Return all submissions at some paths.

    Each folder within a folder belongs to one student, and its name is the id of the submission.
    No two ids are equal or differ only in upper and lower case. What can't be read becomes a
    submission with a reason, now or when it is read, so that nobody is left out.

    Args:
        paths: Notebooks, archives that hold one notebook, or folders of these.

    Raises:
        CourseworkError: A path does not exist, or there is no submission at all.
    """
    ids: set[str] = set()
    submissions = []
    stems = Counter(_stem(path).casefold() for path in paths)
    for path in paths:
        for submission in _submissions_at(path, stems[_stem(path).casefold()] > 1):
            submissions.append(replace(submission, id=unique(submission.id, ids)))
    if not submissions:
        raise CourseworkError(
            "No submissions found: name notebooks (.ipynb), zips of one, or folders of these."
        )
    return submissions


def mark_outputs(folder: Path, names: Iterable[str]) -> None:
    """Note in a folder which files there were written by grading, so that none is graded later.

    Args:
        folder: The folder. It is made if there is none.
        names: The names of the files, besides those that were noted before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / OUTPUTS
    before = marker.read_text(encoding="utf-8").splitlines() if marker.exists() else []
    lines = dict.fromkeys([*before, *names])
    write_atomically(marker, "".join(f"{line}\n" for line in lines))


def submission_in(folder: Path) -> Submission:
    """Return the submission in a student's folder, whose notebook may be at any depth.

    The notebook is chosen when the submission is read. If the folder can't be read, the submission
    has a reason.
    """
    try:
        for _ in files_in(folder):
            pass
    except CourseworkError as error:
        return Submission(safe_name(folder.name), reason=str(error))
    return Submission(safe_name(folder.name), folder)


def safe_name(name: str) -> str:
    """Turn any name into a file name of at most MAX_ID_BYTES that is safe on every system."""
    plain = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFKC", name)).strip("._-")
    short = plain.encode()[:MAX_ID_BYTES].decode(errors="ignore").rstrip("._-")
    if RESERVED.fullmatch(short):
        return f"id_{short[:80]}"
    return short or "submission"


def unique(name: str, ids: set[str]) -> str:
    """Add a number to a name if it is one of `ids`, and add the result to these."""
    new, count = name, 2
    while new.casefold() in ids:
        new, count = f"{name}-{count}", count + 1
    ids.add(new.casefold())
    return new


def holds_only_outputs(folder: Path) -> bool:
    """Return True if this program wrote grades into a folder that holds no submission."""
    if not (folder / OUTPUTS).exists():
        return False
    try:
        names = [path.name for path in files_in(folder)]
    except CourseworkError:
        return False
    return not any(NOTEBOOK.fullmatch(name) or ARCHIVE.fullmatch(name) for name in names)


def _submissions_at(path: Path, with_folder: bool) -> Iterator[Submission]:
    """Yield the submissions at a path.

    Args:
        path: A file or a folder.
        with_folder: True if another path has the same name, so that the id of a file needs the
            name of its folder.
    """
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
        entries = entries_of(path) if is_folder else []
    except FileNotFoundError:
        raise CourseworkError(f"There is no file or folder {path}.") from None
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}.") from None
    if not is_folder:
        folder = f"{path.absolute().parent.name}_" if with_folder else ""
        yield Submission(safe_name(folder + _stem(path)), path)
    moodle: dict[str, list[Path]] = {}
    for entry in entries:
        inside = path / entry.name
        if not entry.is_dir(follow_symlinks=False):
            if entry.is_symlink() or not NO_SUBMISSION.fullmatch(entry.name):
                yield Submission(safe_name(_stem(inside)), inside)
            continue
        match = MOODLE.fullmatch(entry.name)
        if match:
            moodle.setdefault(match.group("student"), []).append(inside)
        elif not holds_only_outputs(inside):
            yield submission_in(inside)
    for folders in moodle.values():
        yield _submission_of_moodle(folders)


def _submission_of_moodle(folders: list[Path]) -> Submission:
    """Return the submission of a student who has a folder of files, one of a text, or both."""
    first = submission_in(min(folders, key=lambda folder: "onlinetext" in folder.name.lower()))
    return first if first.reason or len(folders) == 1 else replace(first, content=tuple(folders))


def _stem(path: Path) -> str:
    """Return the name of a file without its ending, also without one that a browser added."""
    notebook = NOTEBOOK.fullmatch(path.name)
    if notebook:
        return notebook.group(1)
    return re.sub(r"\.tar$", "", path.stem, flags=re.IGNORECASE)
