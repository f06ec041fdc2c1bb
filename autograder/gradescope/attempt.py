"""What Gradescope says of a submission: which try it is, and when it came.

Source: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """One submission among a student's. `number` counts from 1; `id` is Gradescope's own;
    `submitted` and `due` are None where they aren't known, or there is no due date."""

    number: int = 1
    id: str = "submission"
    submitted: datetime | None = None
    due: datetime | None = None

    @property
    def late(self) -> bool:
        return self.submitted is not None and self.due is not None and self.submitted > self.due


def read_attempt(path: Path) -> Attempt:
    """The attempt of a submission_metadata.json. What it lacks, or has in another form, is as if
    it were not known: no metadata may cost a grade."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Attempt()
    if not isinstance(said, dict):
        return Attempt()
    previous, assignment = said.get("previous_submissions"), said.get("assignment")
    return Attempt(
        number=1 + (len(previous) if isinstance(previous, list) else 0),
        id=str(said.get("id", Attempt.id)),
        submitted=_time(said.get("created_at")),
        due=_time(assignment.get("due_date")) if isinstance(assignment, dict) else None,
    )


def _time(said: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None
    return time if time.tzinfo else None
