"""The container that Gradescope grades in: close what all users may write, and find its memory."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
from pathlib import Path

OTHERS_WRITE = "-0002"  # For `find -perm`: everybody may write.
MOUNTS = Path("/proc/self/mounts")
KERNEL_FILE_SYSTEMS = {"proc", "sysfs", "cgroup", "cgroup2", "devpts"}
MEMORY = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def close_image() -> None:
    """Take write access from other users, for every folder and file of the image.

    Without Landlock and without a jail, a submission could leave things there. The image has one
    user, who keeps access.
    """
    subprocess.run(
        ["find", "/", "-xdev", "(", "-type", "d", "-o", "-type", "f", ")", "-perm", OTHERS_WRITE,
         "-exec", "chmod", "o-w", "{}", "+"],
        check=True,
    )  # fmt: skip


def close_mounts(mounts: Path = MOUNTS) -> None:
    """Take write access from other users, for the folders that are mounted when a container starts.

    Folders that can't be closed are skipped. The sandbox's proof finds them.
    """
    for line in mounts.read_text().splitlines():
        _, folder, kind, *_ = line.split(" ")
        if kind not in KERNEL_FILE_SYSTEMS:
            with contextlib.suppress(OSError):
                mode = os.lstat(folder).st_mode
                if stat.S_ISDIR(mode) and mode & stat.S_IWOTH:
                    os.chmod(folder, stat.S_IMODE(mode) & ~stat.S_IWOTH)


def memory(files: tuple[Path, ...] = MEMORY) -> int | None:
    """Return how many bytes of memory the container may take, or None if there is no bound."""
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            bound = int(file.read_text())
            return bound if bound < 1 << 62 else None
    return None
