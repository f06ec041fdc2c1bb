"""What /proc says of a worker and its children; read in the zygote, which sees the same pids."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator

PAGE = os.sysconf("SC_PAGE_SIZE")


def session_use(session: int) -> tuple[int, int]:
    """Resident bytes and number of the processes of a session. What each shares with this process,
    from which it was forked, is not counted."""
    shared = int(_fields(os.getpid())[21])
    memory = count = 0
    for _, fields in _processes():
        if int(fields[3]) == session:
            memory += max(0, int(fields[21]) - shared) * PAGE
            count += 1
    return memory, count


def end_children(parent: int) -> int:
    """Kill the children of a process, each held by a descriptor while it is looked at."""
    ended = 0
    for pid, fields in _processes():
        if int(fields[1]) != parent:
            continue
        with contextlib.suppress(OSError):
            handle = os.pidfd_open(pid)
            try:
                if _parent(pid) == parent:
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                    ended += 1
            finally:
                os.close(handle)
    return ended


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Each process with the fields of its /proc stat, from the state on."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                yield int(name), _fields(int(name))


def _parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _fields(pid: int) -> list[str]:
    with open(f"/proc/{pid}/stat", "rb") as file:
        # The name, in brackets, is the process's own choice.
        return file.read().rpartition(b")")[2].decode().split()
