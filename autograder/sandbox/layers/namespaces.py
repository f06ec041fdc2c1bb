"""The layers "namespaces" and "jail": no network, no other processes, and few files.

A new process namespace begins with the next child, so `isolate` forks. The process that called it
stays behind as a shim, which waits for the child and exits with the child's status. If the grader
ends, the shim is killed; if the shim ends, the child is killed; and when the child, which is the
first process of its namespace, ends, the kernel kills all other processes of that namespace.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ..protocol.policy import DEVICES
from . import system
from .errors import LayerError

_FLAGS = (
    system.CLONE_NEWNS | system.CLONE_NEWNET | system.CLONE_NEWIPC | system.CLONE_NEWUTS
    | system.CLONE_NEWPID
)  # fmt: skip

# What `isolate` has done in this process, or in the zygote that forked it.
_isolated = False
_jail = ""


def isolate(names: Sequence[str], readable: Sequence[str], scratch_root: str, jail: str) -> None:
    """Enter the layer "namespaces" and build the jail, if `names` contains these layers.

    This has to be called once in a process, before it starts threads and before it imports much. It
    returns in a new process, which is the first one of its process namespace.

    The jail is a root folder that is read-only. Workers go into it when they call `enter`.

    Args:
        names: The layers of confinement in force.
        readable: The files and folders that are visible in the jail, at the same absolute paths and
            read-only. Paths that don't exist are left out.
        scratch_root: The only folder in the jail that can be written to.
        jail: The existing, empty folder at which the jail is built.

    Raises:
        LayerError: A layer can't be entered.
    """
    global _isolated, _jail
    if "namespaces" not in names:
        if "jail" in names:
            raise LayerError("jail", "it is built inside of the layer “namespaces”")
        return
    try:
        _leave_namespaces()
        _fork_behind_shim()
        system.mount("none", "/", flags=system.MS_REC | system.MS_PRIVATE)
        hardened = system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC
        system.mount("proc", "/proc", "proc", hardened)
    except OSError as error:
        raise LayerError("namespaces", error) from None
    _isolated = True
    if "jail" in names:
        try:
            _Jail(jail).build(readable, scratch_root)
        except OSError as error:
            raise LayerError("jail", error) from None
        _jail = jail


def require(layer: str) -> None:
    """Raise the LayerError of `layer` unless `isolate` was called here, or in the parent, for the
    namespaces."""
    if not _isolated:
        raise LayerError(layer, "its parent was not isolated")


def inside_jail(path: str) -> str:
    """Return the path outside of the jail that leads to `path`, an absolute path inside of it."""
    return _jail + os.path.realpath(path)


def enter_jail(scratch: str) -> None:
    """Make the jail the root folder, and `scratch`, an absolute path in it, the working folder."""
    if not _jail:
        raise LayerError("jail", "none was built")
    os.chroot(_jail)
    os.chdir(scratch)


def _leave_namespaces() -> None:
    """Enter new namespaces: as root directly, as another user by a new user namespace."""
    if system.effective_capabilities() >> system.CAP_SYS_ADMIN & 1:
        system.unshare(_FLAGS)
        return
    user, group = os.geteuid(), os.getegid()
    system.unshare(system.CLONE_NEWUSER | _FLAGS)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _fork_behind_shim() -> None:
    """Return in a child. The calling process stays as the shim, which waits for the child."""
    grader = os.getppid()
    system.die_with_parent(signal.SIGKILL)
    if os.getppid() != grader:
        os._exit(1)
    alive, shim_alive = os.pipe()
    child = os.fork()
    if child:
        _pass_on_end(child, shim_alive)
    os.close(shim_alive)
    system.die_with_parent(signal.SIGKILL)
    # The shim may have ended before the line above took effect. Then its end of the pipe is closed.
    os.set_blocking(alive, False)
    with contextlib.suppress(BlockingIOError):
        os.read(alive, 1)
        os._exit(1)
    os.close(alive)


def _pass_on_end(child: int, shim_alive: int) -> NoReturn:
    """Close everything but standard error and the pipe, wait for the child, and exit as it did."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(0, 2)
    os.dup2(shim_alive, 3)
    system.close_range(4, 2**32 - 1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        ended_by = os.WTERMSIG(status)
        if ended_by != signal.SIGKILL:
            signal.signal(ended_by, signal.SIG_DFL)
        os.kill(os.getpid(), ended_by)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


class _Jail:
    """A tmpfs at `root`, in which parts of the outer file system appear at their own paths."""

    def __init__(self, root: str) -> None:
        self.root = root

    def build(self, readable: Sequence[str], scratch_root: str) -> None:
        """Mount the tmpfs and everything in it, then make it read-only."""
        hardened = system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC
        system.mount("tmpfs", self.root, "tmpfs", hardened, "mode=0755,size=1m")
        for path in sorted(map(os.path.abspath, readable)):
            self._expose(path, system.MOUNT_READ_ONLY | system.MOUNT_NO_DEVICES)
        for device in DEVICES:
            self._expose(device, system.MOUNT_READ_ONLY | system.MOUNT_NO_EXECUTION)
        real_scratch_root = self._make_way(os.path.abspath(scratch_root))
        self._bind(real_scratch_root, system.MOUNT_NO_DEVICES | system.MOUNT_NO_EXECUTION)
        system.restrict_mount(self.root, system.MOUNT_READ_ONLY)

    def _expose(self, path: str, attributes: int) -> None:
        """Mount `path` in the jail, unless it doesn't exist or a mounted folder contains it."""
        if os.path.exists(path):
            real = self._make_way(path)
            if not os.path.samefile(real, self._inside(real)):
                self._bind(real, attributes)

    def _make_way(self, path: str) -> str:
        """Make the folders and symbolic links that lead to `path`. Return its real path."""
        outside = "/"
        parts = list(Path(path).parts)
        while parts:
            above, outside = outside, os.path.normpath(os.path.join(outside, parts.pop(0)))
            if os.path.islink(outside):
                target = os.readlink(outside)
                if not os.path.lexists(self._inside(outside)):
                    os.symlink(target, self._inside(outside))
                parts = [*Path(target).parts, *parts]
                outside = above
            elif not os.path.exists(self._inside(outside)):
                _create_like(outside, self._inside(outside))
        return outside

    def _bind(self, path: str, attributes: int) -> None:
        """Mount `path` in the jail with these attributes (MOUNT_...)."""
        inside = self._inside(path)
        system.mount(path, inside, flags=system.MS_BIND | system.MS_REC)
        system.restrict_mount(inside, attributes | system.MOUNT_NO_SUID, recursive=True)

    def _inside(self, path: str) -> str:
        return self.root + path


def _create_like(outside: str, inside: str) -> None:
    """Create an empty folder or file at `inside`, whichever `outside` is."""
    if os.path.isdir(outside):
        os.mkdir(inside, 0o755)
    else:
        os.close(os.open(inside, os.O_CREAT | os.O_EXCL, 0o644))
