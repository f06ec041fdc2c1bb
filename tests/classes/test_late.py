"""Lateness costs what one table says, and no report is changed by it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tools.classes.ending import policy_of
from tools.classes.late import LatePolicy, in_words
from tools.paths import Course

TABLE = """
due.hw1 = 2026-10-01T23:59:00+02:00
[late]
grace_minutes = 30
percent_per_day = 10
"""


def test_the_policy_of_a_course_is_read(tmp_path: Path) -> None:
    assert policy_of(Course(tmp_path)) == LatePolicy()
    (tmp_path / "course.toml").write_text(TABLE)
    policy = policy_of(Course(tmp_path))
    due = datetime(2026, 10, 1, 23, 59, tzinfo=timezone(timedelta(hours=2)))
    assert policy == LatePolicy(30.0, 10.0, {"hw1": due})
    assert policy.minutes_late("hw1", due + timedelta(minutes=31)) == 31
    assert policy.minutes_late("hw1", due - timedelta(days=1)) == 0
    assert policy.minutes_late("hw2", due) is policy.minutes_late("hw1", None) is None


@pytest.mark.parametrize(
    "minutes, score",
    [(None, 20), (0, 20), (30, 20), (31, 18), (24 * 60, 18), (24 * 60 + 1, 16), (1e6, 0)],
)
def test_each_day_that_has_begun_costs_a_share(minutes: float | None, score: float) -> None:
    assert LatePolicy(30, 10).score(20, minutes) == score


@pytest.mark.parametrize(
    "minutes, late, words",
    [(0.5, True, "1 min"), (125, True, "2 h 5 min"), (26 * 60 + 5, None, "1 d 2 h"),
     (None, True, "late"), (None, None, ""), (0, True, "")],
)  # fmt: skip
def test_lateness_in_words(minutes: float | None, late: bool | None, words: str) -> None:
    assert in_words(minutes, late) == words
