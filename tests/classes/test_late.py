"""Lateness costs what one table says, and no report is changed by it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from autograder.errors import CourseworkError
from tools.classes.late import LatePolicy, in_words, read_policy

TABLE = "grace_minutes: 30\npercent_per_day: 10\ndue:\n  hw1: 2026-10-01 23:59 +02:00\n"


def test_a_policy_is_read(tmp_path: Path) -> None:
    (tmp_path / "late.yml").write_text(TABLE)
    policy = read_policy(tmp_path / "late.yml")
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
    "text, message",
    [
        ("grace: 3", "has the keys"),
        ("- 3", "has the keys"),
        ("percent_per_day: many", "numbers from 0"),
        ("percent_per_day: -5", "numbers from 0"),
        ("due: {hw1: soon}", "the deadline of hw1 should be like"),
        ("due: [hw1]", "should list assignments"),
        ("a: [", "can't be read"),
    ],
)
def test_a_bad_policy_gets_a_sentence(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "late.yml").write_text(text)
    with pytest.raises(CourseworkError, match=message):
        read_policy(tmp_path / "late.yml")


@pytest.mark.parametrize(
    "minutes, late, words",
    [(0.5, True, "1 min"), (125, True, "2 h 5 min"), (26 * 60 + 5, None, "1 d 2 h"),
     (None, True, "late"), (None, None, ""), (0, True, "")],
)  # fmt: skip
def test_lateness_in_words(minutes: float | None, late: bool | None, words: str) -> None:
    assert in_words(minutes, late) == words
