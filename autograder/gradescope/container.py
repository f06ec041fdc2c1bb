"""The container that Gradescope grades in: what all of its users may write, and how large it is."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
from pathlib import Path

OTHERS_WRITE = "-0002"
MOUNTS = Path("/proc/self/mounts")
OF_THE_KERNEL = {"proc", "sysfs", "cgroup", "cgroup2", "devpts"}
MEMORY = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def close_image() -> None:
    """Take every folder and file that all may write from all but its owner. For the image, which
    has one user: where there is neither Landlock nor a jail, a submission could leave things
    there."""
    subprocess.run(
        ["find", "/", "-xdev", "(", "-type", "d", "-o", "-type", "f", ")", "-perm", OTHERS_WRITE,
         "-exec", "chmod", "o-w", "{}", "+"],
        check=True,
    )  # fmt: skip


def close_mounts(mounts: Path = MOUNTS) -> None:
    """The same for the folders that a container's start mounts. What can't be closed shows when
    the sandbox is proven."""
    for line in mounts.read_text().splitlines():
        _, folder, kind, *_ = line.split(" ")
        if kind not in OF_THE_KERNEL:
            with contextlib.suppress(OSError):
                mode = os.lstat(folder).st_mode
                if stat.S_ISDIR(mode) and mode & stat.S_IWOTH:
                    os.chmod(folder, stat.S_IMODE(mode) & ~stat.S_IWOTH)


def memory(files: tuple[Path, ...] = MEMORY) -> int | None:
    """Bytes of memory that the container may take, or None where there is no bound."""
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            bound = int(file.read_text())
            return bound if bound < 1 << 62 else None
    return None
