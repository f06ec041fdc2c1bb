"""How late a submission is, and what that costs by the policy of a course.

The policy is one table, `late.yml` in the folder of the course:

    grace_minutes: 30        # So many minutes cost nothing.
    percent_per_day: 10      # Each day that has begun after the deadline costs so much.
    due:
      hw1_neuron: 2026-10-01 23:59 +02:00

It changes no score of a report: what it takes is worked out where scores leave the folder of the
class, so it can be changed or left out at any time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml

from autograder.errors import CourseworkError
from autograder.report.result import total
from autograder.wording import one_line

from .layouts import as_time

FILE = "late.yml"
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
            return f"{FILE} has no deadline for {assignment}, so lateness takes nothing."
        return (
            f"Each day that has begun after the deadline takes {self.percent_per_day:g} % of the "
            f"score; {self.grace_minutes:g} minutes are forgiven."
        )


def read_policy(path: Path) -> LatePolicy:
    """Read a table.

    Raises:
        CourseworkError: The file can't be read, or has a key or a value that is no policy.
    """
    try:
        table = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CourseworkError(f"{path} can't be read ({one_line(str(error), 200)}).") from None
    known = {"grace_minutes", "percent_per_day", "due"}
    if not isinstance(table, dict) or not table.keys() <= known:
        raise CourseworkError(f"{path} has the keys {', '.join(sorted(known))} and no others.")
    due = table.get("due") or {}
    if not isinstance(due, dict):
        raise CourseworkError(f"{path}: due should list assignments with their deadlines.")
    times = {str(name): as_time(when) for name, when in due.items()}
    numbers = [table.get("grace_minutes", 0), table.get("percent_per_day", 0)]
    for name, when in times.items():
        if when is None:
            raise CourseworkError(
                f"{path}: the deadline of {name} should be like 2026-10-01 23:59 +02:00; it is "
                f"{due[name]!r}."
            )
    if not all(type(n) in (int, float) and 0 <= n < 1e6 for n in numbers):
        raise CourseworkError(f"{path}: grace_minutes and percent_per_day are numbers from 0.")
    grace, percent = map(float, numbers)
    return LatePolicy(grace, percent, {name: when for name, when in times.items() if when})


def in_words(minutes: float | None, late: bool | None) -> str:
    """Return how late something is: "2 d 3 h", "5 min", "late" if nobody knows by how much, ""."""
    if not minutes:
        return "late" if late and minutes is None else ""
    whole = math.ceil(minutes)
    days, hours, rest = whole // DAY, whole % DAY // 60, whole % 60
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else "",
             f"{rest} min" if rest and not days else ""]  # fmt: skip
    return " ".join(filter(None, parts))
