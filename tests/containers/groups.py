"""A control group (cgroups, version 1 or 2): it bounds memory and processor and measures memory."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

HIERARCHY = Path("/sys/fs/cgroup")
PERIOD = 100_000  # Microseconds.
UNBOUNDED = "The bounds on memory and processor: no control group can be made here."


class Group:
    """A group for a container's processes, as a context manager.

    Attributes:
        folders: The folders of the group, and where the container sees each.
        peak: The most memory in bytes that was measured, files in memory included; None if no group
            can be made.
        unbounded: A sentence that says so if no group can be made, else "".
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
        """Measure the memory in use every so many seconds."""
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
        """Return the bytes that the kernel can't take back: of programs, and of files in memory."""
        used = 0
        for folder in self.folders:
            with contextlib.suppress(FileNotFoundError):
                lines = (folder / "memory.stat").read_text().splitlines()
                counters = {key: int(value) for key, value in (line.split() for line in lines)}
                used += counters.get("anon", counters.get("total_rss", 0))
                used += counters.get("shmem", 0)
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
