"""The grader's handle of a worker: runs its cells, forks a copy for each case, and watches it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import CourseworkError
from ..protocol.limits import MAX_COPIES, MAX_ERROR_TEXT, MAX_TYPE_NAME, UNCOUNTED
from ..protocol.policy import Confinement
from .budget import Budget, InterruptingBudget, Usage
from .channel import Channel
from .errors import Lost, StudentError
from .zygote_process import ZygoteProcess

# The watchdog looks at what a worker uses every this many seconds.
WATCH_SECONDS = 0.25


class WorkerHandle:
    """A worker, which runs the cells of one submission. Each test case gets a copy of it.

    Attributes:
        zygote: The zygote that forked the worker.
        limits: The bounds on what the submission may use.
        scratch: The worker's scratch folder.
        uid: The worker's user id, or 0 if it has no user of its own.
        wall_end: When all is over at the latest, a time of time.monotonic().
        over: The limit that the worker or its last case has exceeded, in words, or "".
        interrupted: True if the last cell was interrupted, because its time was over.
        cpu_seconds: The CPU seconds of the worker and its copies, when they were last asked for.
        idle_seconds: The wall seconds in which none of the submission's processes wanted to run.
        pid: The worker's process id, as the zygote sees it.
        channel: The channel to the worker itself.
    """

    def __init__(self, zygote: ZygoteProcess, confinement: Confinement, wall_end: float) -> None:
        self.zygote, self.limits = zygote, confinement.limits
        self.scratch, self.uid = Path(confinement.scratch), confinement.uid
        self.over, self.interrupted = "", False
        self._is_in_case = False
        self._ended_for_memory = 0
        ours, theirs = socket.socketpair()
        with theirs:
            self.pid = zygote.fork("fork", theirs, confinement)
        self.cpu_seconds, self.idle_seconds, self.wall_end = 0.0, 0.0, wall_end
        self._budget, self._messages = self.budget(self.limits.cell_seconds), 0
        self.channel = Channel(ours, self.limits, self._budget)
        self._next_copy: socket.socket | None = None
        self._is_settled = False
        self._ended = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, daemon=True)
        self._watchdog.start()

    def cell(
        self,
        source: str,
        number: int,
        seed: int | None = None,
        variable: str | None = None,
        seconds: float | None = None,
    ) -> dict[str, Any] | None:
        """Run one cell. All cells have to run before the first case.

        A cell whose time is over is interrupted, as by Jupyter's button: KeyboardInterrupt is
        raised in it, and what it has defined stays.

        Args:
            source: The source of the cell.
            number: The number of the cell, for error messages.
            seed: The seed of the global generators, which is set first, or None.
            variable: The variable that is set to the seed instead, or None.
            seconds: The time of the cell in seconds; by default what the limits say.

        Returns:
            The exception of the cell as {"type", "text", "line"}, or None if there was none.

        Raises:
            Lost: The cell ended the worker, or did not end when it was interrupted.
            StudentError: The worker's reply can't be read.
        """
        seconds = self.limits.cell_seconds if seconds is None else seconds
        budget = InterruptingBudget(
            seconds, self.wall_end, self.cpu_seconds, self.usage, self._interrupt
        )
        self.channel.deadline = self._budget = budget
        try:
            reply = self.channel.ask("cell", source, number, seed, variable)
            # What this cell has left counts before anything else runs, whatever the watchdog saw.
            if self.look():
                self.channel.ask("names")  # The worker has been ended, so this raises Lost.
        except Lost:
            self.look()
            raise
        finally:
            self.interrupted = budget.interrupted
        error = reply[0] if reply else None
        if error is None:
            return None
        if type(error) is not dict:
            raise StudentError("the error of the cell can't be read")
        line = error.get("line")
        return {
            "type": str(error.get("type"))[:MAX_TYPE_NAME],
            "text": str(error.get("text"))[:MAX_ERROR_TEXT],
            "line": line if type(line) is int else 0,
        }

    def _interrupt(self) -> None:
        with contextlib.suppress(CourseworkError, OSError):
            self.zygote.ask("interrupt", pid=self.pid)

    def usage(self) -> Usage:
        """Ask the zygote what the worker and its copies have used until now."""
        reply = self.zygote.ask("time", pid=self.pid)
        self.cpu_seconds = float(reply["cpu"])
        return Usage(self.cpu_seconds, bool(reply["running"]))

    def budget(self, seconds: float) -> Budget:
        """Return a budget of so many CPU seconds, which begins now."""
        self._budget = Budget(seconds, self.wall_end, self.cpu_seconds, self.usage)
        return self._budget

    @contextlib.contextmanager
    def case(self, until: float | Budget, ahead: bool = True) -> Iterator[Channel]:
        """Open a channel to a copy of the worker as it is after its cells.

        Args:
            until: When the case is over: a time of time.monotonic(), or a budget.
            ahead: While the case runs, the worker already forks the copy for the next case.

        Raises:
            Lost: The worker can't be copied any more.
        """
        self.channel.deadline = until
        if self.channel.lost is None:
            self.over = ""
        if not self._is_settled:
            self.zygote.ask("settle", pid=self.pid)
            self._is_settled = True
        channel = Channel(self._next_copy or self._request_copy(), self.limits, until)
        self._next_copy = None
        try:
            self.channel.wait_for_copy()
            if ahead:
                self._next_copy = self._request_copy()
            self._is_in_case = True
            yield channel
        finally:
            self._is_in_case = False
            channel.close()
            reply = self.zygote.ask("tidy", pid=self.pid, spare=self._spare)
            self.cpu_seconds = float(reply["cpu"])

    def is_at_rest(self) -> bool:
        """Return True if the only copy is one process with one thread, and nothing is left that a
        case has started. Note the CPU seconds."""
        reply = self.zygote.ask("rest", pid=self.pid, spare=self._spare)
        self.cpu_seconds = float(reply["cpu"])
        return bool(reply["is_alone"])

    @property
    def _spare(self) -> int:
        return int(self._next_copy is not None)

    def try_copies(self) -> None:
        """Fork one copy more than there may ever be at a time, and end all of them.

        This is for use between cells, to find the cell after which the worker can't be copied.

        Raises:
            Lost: The worker can't be copied so many times.
        """
        self.zygote.ask("settle", pid=self.pid)
        with contextlib.ExitStack() as copies:
            for _ in range(MAX_COPIES + 1):
                copies.enter_context(self._request_copy())
                self.channel.wait_for_copy()
        self.zygote.ask("tidy", pid=self.pid, spare=0)

    def end(self) -> None:
        """End the worker and every process that it has started."""
        self._ended.set()
        self._watchdog.join()
        self.channel.close()
        if self._next_copy is not None:
            self._next_copy.close()
        self.zygote.ask("end", pid=self.pid, uid=self.uid)

    def _request_copy(self) -> socket.socket:
        """Ask for a copy of the worker. Return the socket to it, which may not be served yet."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.channel.request_copy(theirs.fileno())
            except Lost:
                ours.close()
                raise
        return ours

    def _watch(self) -> None:
        while not self._ended.wait(WATCH_SECONDS):
            if self.look(WATCH_SECONDS):
                return

    def look(self, waited: float = 0.0) -> bool:
        """End the worker if all its processes, or all its files, together exceed a limit. Return
        True if it was ended. If the kernel has ended a process for its memory, note it in `over`.

        Most of the kernel's limits hold for each process and each file by itself. If a case takes
        too much memory, its own processes are ended first, and the worker only if that is not
        enough.

        Args:
            waited: The wall seconds since the last look. They count as idle if nothing runs now.
        """
        over = self._exceeded_limit(waited)
        if not over:
            return False
        self.over = over
        with contextlib.suppress(CourseworkError, OSError):  # The zygote may have ended.
            can_relieve = over == self._over_memory and self._is_in_case
            if can_relieve and self.zygote.ask("relieve", pid=self.pid)["is_within"]:
                return False
            self.zygote.ask("end", pid=self.pid, uid=self.uid)
        return True

    @property
    def _over_memory(self) -> str:
        return f"it took more than {self.limits.total_memory >> 20} MiB of memory"

    def _exceeded_limit(self, waited: float) -> str:
        try:
            use = self.zygote.ask("use", pid=self.pid)
        except MemoryError:  # The test that is running has taken all that the grader may take.
            return ""
        except (CourseworkError, OSError):
            return "what it uses can't be seen"
        if not self._is_in_case:  # At the end of a case, `rest` or `tidy` tells it.
            self.cpu_seconds = max(self.cpu_seconds, float(use["cpu"]))  # It is 0 after the end.
        # A process that has sent a message may only wait for the answer of this one.
        messages, self._messages = self._messages, self._budget.messages
        self.idle_seconds += 0.0 if use["running"] or messages != self._messages else waited
        if use["ended"] > self._ended_for_memory:
            self._ended_for_memory = use["ended"]
            self.over = self._over_memory
        if use["memory"] > self.limits.total_memory:
            return self._over_memory
        if use["scratch"] == UNCOUNTED:
            return "its files are too many, or too deep, to be counted"
        if use["scratch"] > self.limits.scratch:
            return f"its files take more than {self.limits.scratch >> 20} MiB"
        return ""
