"""What the kernel offers and Python's standard library doesn't. All functions raise OSError."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

_MNT_DETACH = 0x2

MOUNT_READ_ONLY = 0x1
MOUNT_NO_SUID = 0x2
MOUNT_NO_DEVICES = 0x4
MOUNT_NO_EXECUTION = 0x8

CAP_SYS_ADMIN = 21

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_READ = 23
_PR_CAPBSET_DROP = 24
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4

# These two numbers are the same on every architecture.
_SYS_CLOSE_RANGE = 436
_SYS_MOUNT_SETATTR = 442
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def die_with_parent(signal_number: int) -> None:
    """Have the kernel send a signal to this process when the thread that started it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal_number)


def children(pid: int) -> set[int]:
    """Return the process ids of the children of a process whose main thread starts them."""
    with open(f"/proc/{pid}/task/{pid}/children", "rb") as file:
        return set(map(int, file.read().split()))


def end_first() -> None:
    """Have the kernel kill this process and its children before others if memory runs out."""
    Path("/proc/self/oom_score_adj").write_text("1000")


def adopt_orphans() -> None:
    """Become the parent of every descendant whose parent ends."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def set_no_new_privs() -> None:
    """Prevent this process and its children from gaining privileges by running a program."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory, and core dumps."""
    _prctl(_PR_SET_DUMPABLE, 0)


def drop_capabilities() -> None:
    """Drop every capability, and the right to gain one by running a program."""
    # Only a process with CAP_SETPCAP can lower the bounding set.
    if effective_capabilities() >> 8 & 1:
        capability = 0
        while _libc.prctl(_PR_CAPBSET_READ, ctypes.c_ulong(capability), 0, 0, 0) >= 0:
            _prctl(_PR_CAPBSET_DROP, capability)
            capability += 1
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, bytes(24)), "capset")


def effective_capabilities() -> int:
    """Return this process's effective capabilities, as bits."""
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    data = ctypes.create_string_buffer(24)
    _check(_libc.capget(header, data), "capget")
    low, _, _, high, _, _ = struct.unpack("6I", data.raw)
    return high << 32 | low


def unshare(flags: int) -> None:
    """Move this process to new namespaces. `flags` (CLONE_NEW...) says of which kinds."""
    _check(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Call mount(2). `kind` is the type of the file system."""
    arguments = (source.encode(), target.encode(), kind.encode())
    _check(_libc.mount(*arguments, ctypes.c_ulong(flags), options.encode()), f"mount {target}")


def unmount(target: str) -> None:
    """Remove a mount. What still uses it keeps it until the end."""
    _check(_libc.umount2(target.encode(), _MNT_DETACH), f"umount {target}")


def restrict_mount(path: str | Path, attributes: int, recursive: bool = False) -> None:
    """Add attributes (MOUNT_...) to the mount at `path`. With `recursive`, add them to all mounts
    below it too."""
    mount_attr = struct.pack("4Q", attributes, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    call(_SYS_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(path), flags, mount_attr, len(mount_attr))


def close_range(first: int, last: int) -> None:
    """Close all descriptors from `first` to `last`, both included."""
    call(_SYS_CLOSE_RANGE, first, last, 0)


def call(number: int, *arguments: int | bytes) -> int:
    """Call the system call of this number. Bytes are passed as a pointer to them."""
    values = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _check(_libc.syscall(ctypes.c_long(number), *values), f"system call {number}")


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def _check(result: int, what: str) -> int:
    """Return the result of a system call, or raise OSError if the call has failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return int(result)
