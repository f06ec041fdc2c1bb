"""A time limit for code that runs in this process."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

from ..sandbox.trusted.errors import TimedOut
from ..wording import not_ended

SHORTEST = 0.01  # A timer is set to at least this many seconds, because 0 would switch it off.


@contextlib.contextmanager
def ends_after(cpu_seconds: float, wall_end: float) -> Iterator[None]:
    """Raise TimedOut in the body if it takes too long.

    A test runs in the grader's own process, and what a submission returns can make it run for
    ever. Signals reach the main thread only, so in another thread there is no limit.

    Args:
        cpu_seconds: The body may use so many CPU seconds of this process.
        wall_end: The body has to end then, a time of time.monotonic().
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TimedOut(not_ended(cpu_seconds, "its test"))

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, cpu_seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, wall_end - time.monotonic()),
    )
    before = {number: signal.signal(number, late) for _, number, _ in timers}
    for timer, _, seconds in timers:
        signal.setitimer(timer, max(SHORTEST, seconds))
    try:
        yield
    finally:
        for timer, number, _ in timers:
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])
