"""How late a submission is, and what that costs by the policy of a course.

The policy is in `course.toml` (tools/course_file.py), below `[late]` and `[due]`.

It changes no score of a report: what it takes is worked out where scores leave the folder of the
class, so it can be changed or left out at any time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from autograder.report.result import total

DAY = 24 * 60  # Minutes.


@dataclass(frozen=True)
class LatePolicy:
    """What lateness costs.

    Attributes:
        grace_minutes: So many minutes after the deadline cost nothing.
        percent_per_day: What each day that has begun costs, in percent of the score.
        due: The deadline of each assignment.
    """

    grace_minutes: float = 0.0
    percent_per_day: float = 0.0
    due: dict[str, datetime] = field(default_factory=dict)

    def minutes_late(self, assignment: str, handed_in: datetime | None) -> float | None:
        """Return by how many minutes something was late, at least 0; None if nobody knows."""
        due = self.due.get(assignment)
        if due is None or handed_in is None:
            return None
        return max(0.0, round((handed_in - due).total_seconds() / 60, 2))

    def percent(self, minutes: float | None) -> float:
        """Return how many percent of a score so many minutes cost: 0 if nobody knows them."""
        if minutes is None or minutes <= self.grace_minutes:
            return 0.0
        return min(100.0, math.ceil(minutes / DAY) * self.percent_per_day)

    def score(self, score: float, minutes: float | None) -> float:
        """Return what is left of a score."""
        return total([score * (1 - self.percent(minutes) / 100)])

    def in_words(self, assignment: str) -> str:
        if assignment not in self.due:
            return f"course.toml has no deadline for {assignment}, so lateness takes nothing."
        return (
            f"Each day that has begun after the deadline takes {self.percent_per_day:g} % of the "
            f"score; {self.grace_minutes:g} minutes are forgiven."
        )


def in_words(minutes: float | None, late: bool | None) -> str:
    """Return how late something is: "2 d 3 h", "5 min", "late" if nobody knows by how much, ""."""
    if not minutes:
        return "late" if late and minutes is None else ""
    whole = math.ceil(minutes)
    days, hours, rest = whole // DAY, whole % DAY // 60, whole % 60
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else "",
             f"{rest} min" if rest and not days else ""]  # fmt: skip
    return " ".join(filter(None, parts))
