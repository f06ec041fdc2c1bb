"""What /proc says of a worker and its copies; read in the zygote, which sees the same pids."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from .policy import COPIES

PAGE = os.sysconf("SC_PAGE_SIZE")
PASSES = 200
PAUSE = 0.0005  # seconds, for a process that has been killed to be gone


@dataclass(frozen=True)
class Process:
    """A line of /proc: `started` in clock ticks since the machine did, `resident` in bytes."""

    pid: int
    state: str
    parent: int
    session: int
    started: int
    resident: int


def of_session(session: int) -> list[Process]:
    """The processes of a session that live."""
    return [p for p in _processes() if p.session == session and p.state not in "ZX"]


def memory(session: int, enough: int) -> int:
    """Bytes that the processes of a session take together, or at most, where that is no more than
    `enough`. Of what several have, each counts its share. Where the machine doesn't let this
    process look so closely, what a worker and its copies share with it is taken off, once each."""
    processes = of_session(session)
    at_most = sum(process.resident for process in processes)
    if at_most <= enough:
        return at_most
    try:
        return sum(_share(process.pid) for process in processes)
    except OSError:
        return at_most - (COPIES + 1) * _read(os.getpid()).resident


def unlinked(session: int) -> int:
    """Bytes of files that the processes of a session hold open though they have no name any more.
    Where the machine doesn't let this process look, 0."""
    found: dict[tuple[int, int], int] = {}
    for process in of_session(session):
        with contextlib.suppress(OSError):
            for name in os.listdir(f"/proc/{process.pid}/fd"):
                with contextlib.suppress(OSError):
                    status = os.stat(f"/proc/{process.pid}/fd/{name}")
                    if status.st_nlink == 0:
                        found[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(found.values())


def is_tidy(worker: int, settled: set[int], spare: int, workers: set[int]) -> bool:
    """A cheap look whether there is nothing to tidy: no orphan, and no more children of the worker
    than those to spare and one that is just ending."""
    try:
        orphans = _children(os.getpid()) - workers - settled
        return not orphans and len(_children(worker) - settled) <= spare + 1
    except OSError:  # a kernel without these files
        return False


def tidy(worker: int, settled: set[int], spare: int) -> None:
    """End all of a worker's session but itself, what its notebook had started (`settled`) and so
    many of its newest children. Returns when no more than one of them is left, which is the copy
    whose channel was closed and which has been killed."""
    for _ in range(PASSES):
        others = [p for p in of_session(worker) if p.pid not in settled and p.pid != worker]
        copies = sorted((p.started, p.pid) for p in others if p.parent == worker)
        spared = [pid for _, pid in copies[len(copies) - spare :]]
        left = [process for process in others if process.pid not in spared]
        for process in left:
            _kill(process)
        if len(left) <= 1:
            return
        time.sleep(PAUSE)


def _kill(process: Process) -> None:
    """Kill a process, held by a descriptor while it is looked at once more."""
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(process.pid)
        try:
            if _read(process.pid).started == process.started:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        finally:
            os.close(handle)


def _share(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            shares = [line for line in file if line.startswith(b"Pss:")]
    except (FileNotFoundError, ProcessLookupError):  # gone meanwhile
        return 0
    return sum(int(line.split()[1]) * 1024 for line in shares)


def _children(pid: int) -> set[int]:
    with open(f"/proc/{pid}/task/{pid}/children", "rb") as file:
        return set(map(int, file.read().split()))


def _processes() -> Iterator[Process]:
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                yield _read(int(name))


def _read(pid: int) -> Process:
    with open(f"/proc/{pid}/stat", "rb") as file:
        # The name, in brackets, is the process's own choice.
        fields = file.read().rpartition(b")")[2].decode().split()
    return Process(
        pid, fields[0], int(fields[1]), int(fields[3]), int(fields[19]), int(fields[21]) * PAGE
    )
