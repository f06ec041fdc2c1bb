"""Each release is built when a test first asks for it, once, in a temporary folder."""

from __future__ import annotations

import pytest
from lazy import Lazy

from tools import places
from tools.release import Release, build


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Lazy[Release]:
    folder = tmp_path_factory.mktemp("releases")
    return Lazy(
        lambda name: build(
            places.SOLUTIONS / f"{name}.py", folder / "assignments", folder / "dist"
        )
    )
