"""A control group: bounds on memory and processor, and what was used (cgroups, version 1 or 2)."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

HIERARCHY = Path("/sys/fs/cgroup")
PERIOD = 100_000  # microseconds
UNBOUNDED = "The bounds on memory and processor: no control group can be made here."


class Group:
    """A group for a container's processes. Use as a context manager.

    `folders` are what the container is to be shown of it: a folder and its place. `peak` is the
    most memory in bytes that was seen, files in memory included; None without a group, and then
    `unbounded` says so.
    """

    def __init__(self, memory: int, processors: float) -> None:
        self.memory, self.processors = memory, processors
        self.folders: dict[Path, str] = {}
        self.peak: int | None = None
        self.unbounded = ""

    def __enter__(self) -> Group:
        name = f"coursework-{os.getpid()}"
        try:
            if (HIERARCHY / "cgroup.controllers").exists():
                self._make(HIERARCHY / name, "/sys/fs/cgroup", {
                    "memory.max": self.memory,
                    "cpu.max": f"{self._quota} {PERIOD}",
                })  # fmt: skip
            else:
                self._make(HIERARCHY / "memory" / name, "/sys/fs/cgroup/memory", {
                    "memory.limit_in_bytes": self.memory,
                })  # fmt: skip
                self._make(HIERARCHY / "cpu" / name, "/sys/fs/cgroup/cpu", {
                    "cpu.cfs_period_us": PERIOD,
                    "cpu.cfs_quota_us": self._quota,
                })  # fmt: skip
        except OSError:
            self._remove()
            self.unbounded = UNBOUNDED
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    @property
    def _quota(self) -> int:
        return int(self.processors * PERIOD)

    def enter(self) -> None:
        """Put this process, and those that it starts, into the group."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(os.getpid()))

    @contextlib.contextmanager
    def watch(self, seconds: float) -> Iterator[None]:
        """Look at the memory in use from time to time."""
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done, seconds))
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _watch(self, done: threading.Event, seconds: float) -> None:
        while not done.wait(seconds):
            with contextlib.suppress(OSError):
                self.peak = max(self.peak or 0, self._used())

    def _used(self) -> int:
        """Memory that can't be given back: the programs' own, and files in memory."""
        used = 0
        for folder in self.folders:
            with contextlib.suppress(FileNotFoundError):
                lines = (folder / "memory.stat").read_text().splitlines()
                said = {key: int(value) for key, value in (line.split() for line in lines)}
                used += said.get("anon", said.get("total_rss", 0)) + said.get("shmem", 0)
        return used

    def _make(self, folder: Path, shown: str, bounds: dict[str, object]) -> None:
        folder.mkdir()
        self.folders[folder] = shown
        for name, value in bounds.items():
            (folder / name).write_text(str(value))

    def _remove(self) -> None:
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()
        self.folders = {}
