"""The layer "cgroup": the kernel bounds the memory and the processes of one submission together.

This needs control groups of version 2, and a group in which this process may make others: the root
group, or one that was delegated to this user. Memory counts in whatever form it is taken: pages
that no process maps, files in memory, what lies in sockets and pipes. See cgroup-v2.rst of the
kernel's documentation.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import time
from pathlib import Path

from ..protocol.limits import MIB
from ..protocol.policy import Confinement

# The kernel's bound is higher than the limit by this many bytes. So the watchdog, which looks every
# now and then, usually comes first and says in words what was exceeded.
_MORE_MEMORY = 64 * MIB
# The names of the groups begin with this.
_PREFIX = "coursework-"
# The controllers that are needed.
_NEEDED = {"memory", "pids"}
# A group can be removed only after its last process has ended: look this many times, with this many
# seconds between.
_TRIES, _PAUSE = 200, 0.001


def make(confinement: Confinement) -> None:
    """Make the group of one worker, with its bounds. Raises OSError."""
    limits = confinement.limits
    group = _group(confinement)
    group.mkdir()
    bounds = {
        "memory.max": limits.total_memory + limits.scratch + _MORE_MEMORY,
        "memory.swap.max": 0,
        "pids.max": limits.processes,
    }
    try:
        for name, bound in bounds.items():
            if name != "memory.swap.max" or (group / name).exists():
                (group / name).write_text(str(bound))
    except OSError:
        group.rmdir()
        raise


def enter(confinement: Confinement) -> None:
    """Move this process, and all that it will start, to the worker's group. Raises OSError."""
    (_group(confinement) / "cgroup.procs").write_text("0")


def ended_for_memory(confinement: Confinement) -> int:
    """Return how many processes of the worker the kernel has ended because memory was over."""
    with contextlib.suppress(OSError):
        for line in (_group(confinement) / "memory.events").read_text().splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
    return 0


def used_memory(confinement: Confinement) -> int:
    """Return the memory that the worker's group uses in bytes, without its cache of files."""
    with contextlib.suppress(OSError):
        lines = (_group(confinement) / "memory.stat").read_text().splitlines()
        amounts = {name: int(amount) for name, amount in map(str.split, lines)}
        kinds = ("anon", "shmem", "sock", "slab_unreclaimable")
        return sum(amounts.get(kind, 0) for kind in kinds)
    return 0


def remove(confinement: Confinement) -> None:
    """Remove the worker's group."""
    for _ in range(_TRIES):
        try:
            _group(confinement).rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(_PAUSE)


def _group(confinement: Confinement) -> Path:
    """Return the folder of the worker's group. Its name is that of the worker's scratch folder."""
    return _parent() / (_PREFIX + os.path.basename(confinement.scratch))


@functools.cache
def _parent() -> Path:
    """Return the folder of the group in which groups can be made. Raises OSError if there is none.

    It is the nearest one above this process that already hands the needed controllers down: nothing
    is changed in a group that was not made here.
    """
    hierarchy = _hierarchy()
    own = hierarchy / _own_path().lstrip("/")
    for group in (own, *own.parents):
        if not group.is_relative_to(hierarchy):
            break
        if _is_usable(group, is_root=group == hierarchy):
            return group
    raise OSError(errno.ENOENT, "no control group was delegated to this user")


def _is_usable(group: Path, is_root: bool) -> bool:
    """Return True if groups can be made in a group, and processes moved there.

    A user other than root may write there only if the group was delegated. Root may write
    everywhere. So root's own managers, such as systemd, mark what they delegate.
    """
    try:
        controllers = set((group / "cgroup.subtree_control").read_text().split())
    except OSError:
        return False
    if not controllers >= _NEEDED or not os.access(group / "cgroup.procs", os.W_OK):
        return False
    return bool(os.geteuid()) or is_root or _is_marked(group)


def _is_marked(group: Path) -> bool:
    for name in ("trusted.delegate", "user.delegate"):
        with contextlib.suppress(OSError):
            if os.getxattr(group, name) == b"1":
                return True
    return False


def _hierarchy() -> Path:
    """Return where the hierarchy of version 2 is mounted. Raises OSError if it isn't."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        if right.split(" ", 1)[0] == "cgroup2":
            return Path(left.split()[4])
    raise OSError(errno.ENOENT, "control groups of version 2 are not mounted")


def _own_path() -> str:
    """Return the path of this process's group within the hierarchy."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        if line.startswith("0::"):
            return line[3:]
    raise OSError(errno.ENOENT, "this process is in no control group of version 2")
