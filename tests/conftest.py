"""What the tests of several folders share.

Each release is built when a test first asks for it, once for all processes of a test run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium
from course import COURSE
from filelock import FileLock
from lazy import Lazy

from tools.authoring.release import Release, build, release_of
from tools.packing.pack import pack


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Lazy[Release]:
    """The releases of this course by the names of their chapters, in a temporary folder.

    pytest-xdist gives each of its processes a folder of its own; all of them share its parent.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder /= "releases"
    folder.mkdir(exist_ok=True)

    def make(name: str) -> Release:
        release = release_of(COURSE.chapter(name), folder)
        finished = folder / f"{name}.finished"
        with FileLock(folder / f"{name}.lock"):
            if not finished.exists():
                build(release.chapter, folder)
                pack(release)
                finished.touch()
        return release

    return Lazy(make)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, started once for the tests of a file."""
    with chromium() as browser:
        yield browser
