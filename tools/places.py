"""Where things live in a checkout, and what they are called."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import CourseworkError

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
ASSIGNMENTS = ROOT / "assignments"
DATA = ROOT / "data"
DIST = ROOT / "dist"
SAMPLES = ROOT / "tests" / "submissions"
CALIBRATION = ROOT / "docs" / "calibration.md"
TEST_QUALITY = ROOT / "docs" / "test-quality.md"
MISCONCEPTIONS = ROOT / "autograder" / "misconceptions"
LOCK = ROOT / "requirements.lock"


def assignment_names() -> list[str]:
    """Names of all masters, in the order of the course."""
    return sorted(path.stem for path in SOLUTIONS.glob("hw*.py"))


def masters(names: tuple[str, ...] | list[str]) -> list[Path]:
    """Paths of the masters of these names, of all of them where none is named.

    An unknown name is a CourseworkError.
    """
    known = assignment_names()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CourseworkError(
            f"There is no assignment called {unknown[0]}. There are: {', '.join(known)}."
        )
    return [SOLUTIONS / f"{name}.py" for name in (names or known)]
