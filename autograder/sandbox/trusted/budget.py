"""Time limits in CPU seconds of the submission's own processes, so that no other load counts.

A limit of wall time would refuse right answers on a busy machine. A limit of CPU time alone would
never end a submission that sleeps. So a budget ends in one of three ways:

- the worker and its copies have used their CPU seconds;
- none of the submission's processes wants to run, although none waits for an answer of this one,
  and the same number of wall seconds has passed;
- WALL_FACTOR times that many wall seconds have passed, whatever the processes do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

# A cell or a case may take this many times its limit by the wall clock, if the machine is so busy
# that its processes do not get to run.
WALL_FACTOR = 10.0
# Two looks at idle processes are this many seconds apart, so that none was just about to run.
IDLE_PAUSE = 0.05
# A cell that was interrupted has to end within this many CPU seconds.
INTERRUPT_SECONDS = 2.0


@dataclass(frozen=True)
class Usage:
    """What a worker and its copies have used so far.

    Attributes:
        cpu: CPU seconds since the worker was forked.
        running: True if one of the submission's processes runs, or waits for a processor.
    """

    cpu: float
    running: bool


class Budget:
    """The time of one cell or one case, which begins when the budget is made.

    Attributes:
        seconds: The limit in CPU seconds.
        wall_end: When it is over at the latest, a time of time.monotonic().
        messages: The number of messages that have arrived.
    """

    def __init__(
        self, seconds: float, wall_end: float, cpu: float, usage: Callable[[], Usage]
    ) -> None:
        """Start the clock.

        Args:
            seconds: The limit in CPU seconds.
            wall_end: When all is over at the latest, a time of time.monotonic().
            cpu: The CPU seconds that the worker has used before.
            usage: A function that asks the zygote what the worker has used until now.
        """
        self.seconds = seconds
        self._cpu, self._usage = cpu, usage
        now = time.monotonic()
        self.wall_end = min(now + WALL_FACTOR * seconds, wall_end)
        self._next_look = min(now + seconds, self.wall_end)
        self._was_idle = False
        self.messages = 0

    def left(self) -> float:
        """Return for how many seconds to wait before calling this again; 0 if the time is over.

        Up to the limit no one has to look: so much CPU time needs at least as much wall time on one
        processor.
        """
        now = time.monotonic()
        if now < self._next_look:
            return self._next_look - now
        if now >= self.wall_end:
            return 0.0
        usage = self._usage()
        unused = self.seconds - (usage.cpu - self._cpu)
        if unused <= 0 or (self._was_idle and not usage.running):
            return 0.0
        self._was_idle = not usage.running
        pause = IDLE_PAUSE if self._was_idle else max(unused, IDLE_PAUSE)
        self._next_look = min(now + pause, self.wall_end)
        return self._next_look - now

    def hear(self) -> None:
        """Note that a message has arrived. So what was idle before had only waited for this
        process, which may get its processor late on a busy machine."""
        self._was_idle = False
        self.messages += 1


class InterruptingBudget(Budget):
    """A budget that interrupts the cell when it is over. Then the cell has INTERRUPT_SECONDS.

    Attributes:
        interrupted: True if the cell has been interrupted.
    """

    def __init__(
        self,
        seconds: float,
        wall_end: float,
        cpu: float,
        usage: Callable[[], Usage],
        interrupt: Callable[[], None],
    ) -> None:
        """Start the clock.

        Args:
            seconds: As for a Budget.
            wall_end: As for a Budget.
            cpu: As for a Budget.
            usage: As for a Budget.
            interrupt: A function that interrupts the cell.
        """
        super().__init__(seconds, wall_end, cpu, usage)
        self.interrupted = False
        self._interrupt, self._end_of_all = interrupt, wall_end
        self._grace: Budget | None = None

    def left(self) -> float:
        """Return for how many seconds to wait before calling this again; 0 if the time is over."""
        if self._grace is None:
            left = super().left()
            if left > 0:
                return left
            self.interrupted = True
            self._interrupt()
            cpu = self._usage().cpu
            self._grace = Budget(INTERRUPT_SECONDS, self._end_of_all, cpu, self._usage)
        return self._grace.left()
