"""What Gradescope tells about a submission: which attempt it is, and when it was handed in.

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
    """One of a student's submissions.

    Attributes:
        number: Which attempt it is, from 1.
        id: Gradescope's id of it.
        submitted: When it was handed in, or None if that is not known.
        due: When it was due, or None if that is not known or there is no due date.
    """

    number: int = 1
    id: str = "submission"
    submitted: datetime | None = None
    due: datetime | None = None

    @property
    def late(self) -> bool:
        return self.submitted is not None and self.due is not None and self.submitted > self.due


def read_attempt(path: Path) -> Attempt:
    """Return the attempt that a submission_metadata.json describes.

    What is missing or has another form counts as not known, so that no metadata costs a grade.
    """
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Attempt()
    if not isinstance(metadata, dict):
        return Attempt()
    previous, assignment = metadata.get("previous_submissions"), metadata.get("assignment")
    return Attempt(
        number=1 + (len(previous) if isinstance(previous, list) else 0),
        id=str(metadata.get("id", Attempt.id)),
        submitted=_time(metadata.get("created_at")),
        due=_time(assignment.get("due_date")) if isinstance(assignment, dict) else None,
    )


def _time(text: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None
    return time if time.tzinfo else None
