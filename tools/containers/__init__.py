"""Containers like Gradescope's, to try a zip in before it is uploaded.

`docker` makes one with Docker, from Ubuntu's image; `emulated` one of Linux's own parts, where this
is root. Both are built from a gradescope.zip and grade submissions, one at a time. Where neither
can be had, `here` at least grades.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from autograder.errors import CourseworkError

MEMORY = 768 << 20  # bytes, and
PROCESSORS = 0.5  # are what Gradescope gives by default


@dataclass(frozen=True)
class Ran:
    """A command in a container: its exit code, what it printed, wall seconds.

    After grading, `results` is the text of results.json, empty where there is none; `written` are
    the other files that are new or changed; `peak` is the most memory, in bytes, that all processes
    took together, None where it can't be seen.
    """

    code: int
    log: str
    seconds: float
    results: str = ""
    written: tuple[str, ...] = ()
    peak: int | None = None


@dataclass(frozen=True)
class Submitted:
    """What is to be graded: the files of the submission by name, and Gradescope's metadata."""

    files: dict[str, bytes]
    metadata: dict[str, Any] = field(default_factory=dict)


class Container(Protocol):
    """`name` says what it is, `unchecked` in sentences what it can't show; `hides_landlock`: it can
    be as on a host without Landlock."""

    name: str
    unchecked: list[str]
    hides_landlock: bool

    def build(self, package: Path) -> Ran:
        """Unpack a gradescope.zip and run its set-up."""

    def grade(self, submitted: Submitted, landlock: bool = True) -> Ran:
        """Grade in a fresh copy of what was built; without `landlock`, where it can be hidden, as
        on a host whose kernel has none."""


def find() -> AbstractContextManager[Container]:
    """The container to use here; a CourseworkError where there is none, and no Linux either."""
    from . import docker, emulated, here

    without_docker = docker.unavailable()
    if not without_docker:
        return docker.Docker()
    without_root = emulated.unavailable()
    if not without_root:
        return emulated.Emulated()
    why = f"{without_docker}; {without_root}"
    if without_linux := here.unavailable():
        raise CourseworkError(
            f"Nothing can be tried here: {why}; {without_linux}. With Docker, or as root on Linux, "
            f"this command builds the zip and grades with it."
        )
    return here.Here(why)
