"""What /proc says about a worker and its copies. The zygote reads it, which sees the same process
ids as the worker."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..layers.system import children
from ..protocol.limits import MAX_COPIES

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
# `tidy` kills processes and looks again, at most this many times.
MAX_PASSES = 200
# They wait this many seconds each time, so that a killed process can end.
PAUSE = 0.0005
# `end_largest` looks at most this many times whether the process that it killed has ended.
MAX_WAITS = 2000
# Process ids from 1 up to this one belong to the first processes of a machine.
LOWEST_PID = 300


@dataclass(frozen=True)
class Process:
    """What /proc/PID/stat says about a process.

    Attributes:
        pid: Its process id.
        state: One letter. Z and X are processes that have ended.
        parent: The process id of its parent.
        session: Its session. A worker and everything that it starts are one session.
        started: When it was started, in clock ticks since the machine was started.
        resident: Its resident memory, in bytes.
    """

    pid: int
    state: str
    parent: int
    session: int
    started: int
    resident: int


def of_session(session: int) -> list[Process]:
    """Return the processes of a session that have not ended."""
    return [p for p in _processes() if p.session == session and p.state not in "ZX"]


def memory(processes: list[Process], enough: int) -> int:
    """Return how much memory the processes of a worker use together, in bytes.

    Memory that several processes share is divided among them. It takes long to find out these
    shares. So if the plain sum, in which shared memory counts several times, is at most `enough`,
    that sum is returned.

    On some machines this process may not read the shares. Then the memory that a worker and its
    copies share with the zygote is subtracted once for each of them.
    """
    at_most = sum(process.resident for process in processes)
    if at_most <= enough:
        return at_most
    try:
        return sum(_share(process.pid) for process in processes)
    except OSError:
        return at_most - (MAX_COPIES + 1) * _read(os.getpid()).resident


def memory_of_sockets() -> int:
    """Return how many bytes may lie in the sockets of this process's network namespace.

    This is an upper bound: each socket counts as full. A worker can't enlarge its sockets' buffers.
    """
    with contextlib.suppress(OSError), open("/proc/net/protocols", "rb") as file:
        sockets = sum(int(line.split()[2]) for line in file if line.startswith(b"UNIX"))
        return sockets * int(Path("/proc/sys/net/core/wmem_default").read_bytes())
    return 0


def cpu_seconds(worker: int) -> float:
    """Return how many CPU seconds a worker and its copies have used.

    The time of a copy that has ended is in that of the worker as soon as the worker has noticed it.
    """
    try:
        pids = [worker, *children(worker)]
    except OSError:  # The worker has ended, or the kernel was built without this file.
        pids = [worker]
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = _fields(pid)
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def are_running(processes: list[Process]) -> bool:
    """Return True if one of the processes runs, or waits for a processor or a disk."""
    return any(process.state in "RD" for process in processes)


def unlinked(session: int) -> int:
    """Return the size in bytes of all files that have no name any more, but that processes of a
    session hold open or have mapped. What this process may not look at is left out."""
    sizes: dict[tuple[int, int], int] = {}
    for process in of_session(session):
        for folder in (f"/proc/{process.pid}/fd", f"/proc/{process.pid}/map_files"):
            with contextlib.suppress(OSError):
                for name in os.listdir(folder):
                    with contextlib.suppress(OSError):
                        status = os.stat(f"{folder}/{name}")
                        if status.st_nlink == 0:
                            sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())


def randomize_next_pid() -> None:
    """Have the next process get a random process id, if this process may choose it.

    Otherwise a submission could count process ids on to a number that the next one reads.
    """
    with contextlib.suppress(OSError):
        most = int(Path("/proc/sys/kernel/pid_max").read_text())
        number = secrets.randbelow(most - LOWEST_PID) + LOWEST_PID
        Path("/proc/sys/kernel/ns_last_pid").write_text(str(number))


def end_largest(worker: int, settled: set[int]) -> bool:
    """End the largest process that the current case has started, and wait for its end.

    The copy for the next case, which is the newest of several copies, is kept.

    Args:
        worker: The process id of the worker.
        settled: The process ids of what its notebook has started.

    Returns:
        True if there was such a process, and it has ended.
    """
    others = [p for p in of_session(worker) if p.pid not in settled and p.pid != worker]
    copies = sorted((p.started, p.pid) for p in others if p.parent == worker)
    next_copy = copies[-1][1] if len(copies) > 1 else 0
    largest = max(
        (process for process in others if process.pid != next_copy),
        key=lambda process: process.resident,
        default=None,
    )
    if largest is None:
        return False
    _kill(largest)
    for _ in range(MAX_WAITS):
        try:
            if _read(largest.pid).state in "ZX":
                return True
        except OSError:
            return True
        time.sleep(PAUSE)
    return False


def is_tidy(worker: int, settled: set[int], spare: int, workers: set[int]) -> bool:
    """Return True if no clean-up is needed. This is faster than `tidy`, which scans /proc.

    It is True if there are no orphans, and if the worker has at most `spare` children to keep and
    one more, which is the copy that is about to end.

    Args:
        worker: The process id of the worker.
        settled: The process ids of what its notebook has started.
        spare: The number of copies to keep.
        workers: The process ids of all workers.
    """
    try:
        orphans = children(os.getpid()) - workers - settled
        return not orphans and len(children(worker) - settled) <= spare + 1
    except OSError:  # The kernel was built without these files.
        return False


def is_alone(worker: int, settled: set[int], spare: int, workers: set[int]) -> bool:
    """Return True if the copy in which a case ran, and `spare` further ones, are all that a worker
    has started, and each of them is one thread.

    Args:
        worker: The process id of the worker.
        settled: The process ids of what its notebook has started.
        spare: The number of further copies.
        workers: The process ids of all workers.
    """
    try:
        if children(os.getpid()) - workers - settled:
            return False
        copies = {pid: _fields(pid) for pid in children(worker) - settled}
        living = [pid for pid, fields in copies.items() if fields[0] not in "ZX"]
        return len(living) == spare + 1 and all(
            copies[pid][17] == "1" and not children(pid) for pid in living
        )
    except OSError:  # One of them has just ended, or the kernel was built without these files.
        return False


def tidy(worker: int, settled: set[int], spare: int) -> None:
    """Kill everything in a worker's session that the last case has left.

    It returns when at most one of these processes is left: the copy whose channel was closed, which
    has been killed and is about to end.

    Args:
        worker: The process id of the worker, which is kept.
        settled: The process ids of what its notebook has started, which are kept.
        spare: The number of copies to keep. These are the newest ones.
    """
    for _ in range(MAX_PASSES):
        others = [p for p in of_session(worker) if p.pid not in settled and p.pid != worker]
        copies = sorted((p.started, p.pid) for p in others if p.parent == worker)
        kept = [pid for _, pid in copies[len(copies) - spare :]]
        left = [process for process in others if process.pid not in kept]
        for process in left:
            _kill(process)
        if len(left) <= 1:
            return
        time.sleep(PAUSE)


def _kill(process: Process) -> None:
    """Kill a process, unless another one has its process id by now."""
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(process.pid)
        try:
            if _read(process.pid).started == process.started:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        finally:
            os.close(handle)


def _share(pid: int) -> int:
    """Return the memory of a process in bytes, with shared memory divided among its users."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            shares = [line for line in file if line.startswith(b"Pss:")]
    except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
        return 0
    return sum(int(line.split()[1]) * 1024 for line in shares)


def _processes() -> Iterator[Process]:
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                yield _read(int(name))


def _fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third one on, which is the state."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        # A process can choose its name, which is in brackets. So read what follows the last one.
        return file.read().rpartition(b")")[2].decode().split()


def _read(pid: int) -> Process:
    fields = _fields(pid)
    return Process(
        pid, fields[0], int(fields[1]), int(fields[3]), int(fields[19]), int(fields[21]) * PAGE
    )
