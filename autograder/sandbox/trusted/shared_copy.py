"""A copy of a worker in which one case runs after the other, while no case leaves a trace."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from .budget import Budget
from .channel import Channel
from .worker_handle import WorkerHandle


class SharedCopy:
    """Gives each case a copy of a worker as it is after the notebook. Use as a context manager.

    A copy is used again if the zygote sees no process and no thread that a case has left, and if
    the copy itself says that nothing else has changed. The copy may lie. By that a submission gains
    only what it has anyway, because all its copies may share files and memory: a case can leave a
    note for the next one. docs/security.md says why no points come of it.

    Attributes:
        is_shared: True if a case may get the copy of another one. False if each gets a fresh copy.
        was_used: True if another case had run before in the copy that the last case was given.
    """

    def __init__(self, is_shared: bool = True) -> None:
        self.is_shared, self.was_used = is_shared, False
        self._worker: WorkerHandle | None = None
        self._channel: Channel | None = None
        self._copy = contextlib.ExitStack()

    def __enter__(self) -> SharedCopy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def case(self, worker: WorkerHandle, budget: Budget) -> Iterator[Channel]:
        """Open a channel for one case.

        Args:
            worker: The worker, which may be another one than for the case before.
            budget: The time of the case.

        Raises:
            Lost: The worker can't be copied any more.
        """
        channel = self._used_copy(worker, budget)
        self.was_used = channel is not None
        self._channel = channel = channel or self._fresh_copy(worker, budget)
        try:
            yield channel
        finally:
            channel.let_go()
            if channel.lost or not self.is_shared:
                self.close()
            else:
                self._channel = channel.for_next_case(budget)
                _have_compared(self._channel)
                if not worker.is_at_rest():  # The copy compares itself meanwhile.
                    self.close()

    def close(self) -> None:
        """End the copy. The next case gets a fresh one."""
        self._channel = None
        self._copy.close()

    def _used_copy(self, worker: WorkerHandle, budget: Budget) -> Channel | None:
        """Return a channel to the copy in which the last case ran, if that has left no trace."""
        if self._channel is None or worker is not self._worker:
            return None
        self._channel.deadline = budget
        return self._channel if _is_unchanged(self._channel) else None

    def _fresh_copy(self, worker: WorkerHandle, budget: Budget) -> Channel:
        self.close()
        channel = self._copy.enter_context(worker.case(budget, ahead=not self.is_shared))
        self._worker = worker
        if self.is_shared:
            _have_compared(channel)
            self.is_shared = _is_unchanged(channel)  # If not, nobody can tell what changes in it.
            if channel.lost:
                return self._fresh_copy(worker, budget)
        return channel


def _have_compared(channel: Channel) -> None:
    """Ask a copy whether it is as it was when it was first asked."""
    with contextlib.suppress(Exception):  # `_is_unchanged` tells.
        channel.request("rest")


def _is_unchanged(channel: Channel) -> bool:
    """Return True if the copy has answered that it is unchanged."""
    try:
        return channel.lost is None and channel.reply()[0] is True
    except Exception:
        return False
