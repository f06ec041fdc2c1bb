"""What a trained network has to reach: measured by `coursework calibrate`, one file for each
assignment in this folder, never written by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Threshold(NamedTuple):
    """What a check asks for in the notebook, `public`, and the milder value at grading."""

    public: float
    graded: float


def threshold(assignment: str, name: str) -> Threshold:
    """The thresholds of experiment `name` of an assignment, say "hw4_xor".

    Raises:
        LookupError: nothing of that name has been measured.
    """
    path = FOLDER / f"{assignment}.json"
    measured = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if name not in measured:
        raise LookupError(
            f"{assignment} has no threshold called {name}. It has: "
            f"{', '.join(sorted(measured)) or 'none'}. `coursework calibrate {assignment}` "
            f"measures those of solutions/calibration/{assignment}.py."
        )
    return Threshold(float(measured[name]["public"]), float(measured[name]["graded"]))
