"""A budget counts the submission's own CPU time, and no other load."""

from __future__ import annotations

import time

import pytest

from autograder.sandbox.trusted import budget as budgets
from autograder.sandbox.trusted.budget import WALL_FACTOR, Budget, Usage


class Clock:
    """A wall clock that a test sets, and a submission that uses `share` of a processor."""

    def __init__(self, share: float, running: bool = True) -> None:
        self.now, self.share, self.running = 1000.0, share, running
        self.looks = 0

    def monotonic(self) -> float:
        return self.now

    def usage(self) -> Usage:
        self.looks += 1
        return Usage(5.0 + (self.now - 1000.0) * self.share, self.running)


def seconds_until_over(clock: Clock, monkeypatch: pytest.MonkeyPatch, seconds: float) -> float:
    """Return after how many wall seconds a budget ends if the caller waits as it is told."""
    monkeypatch.setattr(budgets, "time", clock)
    budget = Budget(seconds, 1e9, 5.0, clock.usage)
    while (left := budget.left()) > 0:
        clock.now += left
    return clock.now - 1000.0


def test_on_a_quiet_machine_a_budget_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(share=1.0)
    assert seconds_until_over(clock, monkeypatch, 4.0) == pytest.approx(4.0)
    assert clock.looks == 1


def test_on_a_busy_machine_it_ends_when_the_processor_time_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert seconds_until_over(Clock(share=0.25), monkeypatch, 4.0) == pytest.approx(16.0, abs=0.3)


def test_what_sleeps_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(share=0.0, running=False)
    assert seconds_until_over(clock, monkeypatch, 4.0) == pytest.approx(4.0, abs=0.2)


def test_what_waits_for_this_process_is_not_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(share=0.0, running=False)
    monkeypatch.setattr(budgets, "time", clock)
    budget = Budget(4.0, 1e9, 5.0, clock.usage)
    while (left := budget.left()) > 0:
        clock.now += left
        budget.hear()
    assert clock.now - 1000.0 == pytest.approx(WALL_FACTOR * 4.0)


def test_what_never_gets_a_processor_ends_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(share=0.0)
    assert seconds_until_over(clock, monkeypatch, 4.0) == pytest.approx(WALL_FACTOR * 4.0)


def test_nothing_goes_on_after_the_end_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(share=0.0)
    monkeypatch.setattr(budgets, "time", clock)
    assert Budget(4.0, clock.now + 1.0, 5.0, clock.usage).left() == pytest.approx(1.0)


def test_before_the_limit_nobody_looks() -> None:
    def look() -> Usage:
        raise AssertionError("the zygote was asked")

    assert 0 < Budget(4.0, time.monotonic() + 99, 0.0, look).left() <= 4.0
