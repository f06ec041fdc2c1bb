"""What a container has to do, so that a gradescope.zip can be tried in it before it is uploaded.

`docker.py` makes one with Docker, from Ubuntu's image. Without Docker, `here.py` grades on this
machine, without a container.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from autograder.errors import CourseworkError

# What Gradescope gives a container by default.
MEMORY = 768 << 20  # Bytes.
PROCESSORS = 0.5


@dataclass(frozen=True)
class Ran:
    """A command that ran in a container.

    Attributes:
        code: Its exit code.
        log: What it printed.
        seconds: Its wall time in seconds.
        results: After grading, the text of results.json, or "" if there is none.
        written: After grading, the other files that are new or changed.
        peak: After grading, the most memory in bytes that all processes took together; None if
            that is not known.
    """

    code: int
    log: str
    seconds: float
    results: str = ""
    written: tuple[str, ...] = ()
    peak: int | None = None


@dataclass(frozen=True)
class Submitted:
    """What is to be graded.

    Attributes:
        files: The files of the submission, by name.
        metadata: Gradescope's metadata of the submission.
    """

    files: dict[str, bytes]
    metadata: dict[str, Any] = field(default_factory=dict)


class Container(Protocol):
    """A container like Gradescope's.

    Attributes:
        name: What it is, in words.
        unchecked: Sentences on what it can't show.
    """

    name: str
    unchecked: list[str]

    def build(self, package: Path) -> Ran:
        """Unpack a gradescope.zip and run its set-up."""

    def grade(self, submitted: Submitted) -> Ran:
        """Grade in a fresh copy of what was built."""


def available() -> AbstractContextManager[Container]:
    """Return the container that can be made here, or this machine without one.

    Raises:
        CourseworkError: There is no Docker, and this is not Linux.
    """
    from . import docker, here

    without_docker = docker.unavailable()
    if not without_docker:
        return docker.Docker()
    if without_linux := here.unavailable():
        raise CourseworkError(
            f"Nothing can be tried here: {without_docker}; {without_linux}. With Docker this "
            f"command builds the zip and grades with it."
        )
    return here.Here(without_docker)
