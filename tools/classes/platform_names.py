"""The names that learning platforms give to what was handed in."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

METADATA = "submission_metadata.yml"  # Gradescope's list of who handed in what.
SUBMITTED = "submitted"  # The folder of nbgrader: submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb.
CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:(?P<late>late)_)?(?P<user>\d+)_(?P<file>\d+)_(?P<title>.+)", re.I
)
# Moodle's name of a student's folder, or of a file if the option "in folders" was off.
MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<title>.*)", re.I
)


def is_of_class(path: PurePosixPath) -> bool:
    """Return True if a path within a zip shows that a platform exported the zip."""
    folders = path.parts[:-1]
    deep = SUBMITTED in folders and len(folders) - folders.index(SUBMITTED) >= 3
    return (
        deep
        or path.name == METADATA
        or bool(CANVAS.fullmatch(path.name))
        or any(MOODLE.fullmatch(part) for part in path.parts)
    )
