"""A case of another course's tests, which expect the notebook in their own process."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..sandbox.trusted.handles import inspected
from ..sandbox.trusted.remote import Asker


@contextlib.contextmanager
def one_process(folder: Path, asker: Asker) -> Iterator[None]:
    """Run the body in a folder, in which handles can be inspected."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        with inspected(asker):
            yield
    finally:
        os.chdir(before)
