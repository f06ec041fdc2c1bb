"""A bundle of another course, whose tests count on the notebook's own names: the attacks of the
group `judging` aim at it.

Each question is worth two points: q1 and q2 are doctests, q3 is a function that is given `np`, and
q4 is one that takes it from `env`. One case of each is hidden.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

NAME = "other-course"
HONEST = (
    "import numpy as np\nfrom math import isclose",
    "def mean(values):\n    return sum(values) / len(values)",
    "def near(a, b):\n    return abs(a - b) < 1e-9",
)
TESTS = {
    "q1": """
OK_FORMAT = True
test = {"name": "q1", "points": 2, "suites": [{"type": "doctest", "cases": [
    {"hidden": False, "code": ">>> bool(np.allclose(mean([1, 2, 3]), 2))\\nTrue"},
    {"hidden": True, "code": ">>> bool(np.isclose(mean([4.0, 6.0]), 5))\\nTrue"},
]}]}
""",
    "q2": """
OK_FORMAT = True
test = {"name": "q2", "points": 2, "suites": [{"type": "doctest", "cases": [
    {"hidden": False, "code": ">>> abs(mean([1, 2, 3]) - 2) < 1e-9\\nTrue"},
    {"hidden": True, "code": ">>> isclose(mean([4.0, 7.0]), 5.5)\\nTrue"},
]}]}
""",
    "q3": """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "q3", 2

@test_case(points=1)
def test_public(mean, np):
    assert np.isclose(mean([2, 4]), 3)

@test_case(points=1, hidden=True)
def test_hidden(mean, near):
    assert near(mean([3, 4]), 3.5)
""",
    "q4": """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "q4", 2

@test_case(points=1)
def test_public(env):
    assert env["np"].allclose(env["mean"]([2, 4]), 3)

@test_case(points=1, hidden=True)
def test_hidden(env):
    result = env["mean"]([5, 6])
    assert result == 5.5 and env["np"].isfinite(result)
""",
}


def build(folder: Path) -> Path:
    """Write the bundle into a new folder."""
    folder.mkdir()
    path = folder / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        config = {"lang": "python"}
        archive.writestr("otter_config.json", json.dumps(config))
        for name, source in TESTS.items():
            archive.writestr(f"tests/{name}.py", source.lstrip())
    return path
