"""Releases are built once for the whole test run, into a temporary folder."""

from __future__ import annotations

import pytest

from tools import places
from tools.release import Release, build


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    folder = tmp_path_factory.mktemp("releases")
    return {
        path.stem: build(path, folder / "assignments", folder / "dist")
        for path in places.masters(())
    }
