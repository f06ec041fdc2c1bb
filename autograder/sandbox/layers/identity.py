"""The layer "uid": a user of its own for every submission."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

from .errors import LayerError

# Above all that distributions, systemd and container engines hand out, below 2**31.
_UNUSED = (1_900_000_000, 2_100_000_000)
_ORDINARY = (1_000, 65_534)


def become(uid: int) -> None:
    """Become the user and group `uid`, for good. Raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def pick_uid() -> int:
    """A user id at random that no account and no running process has. Raises LayerError."""
    taken = _accounts() | set(owners().values())
    for lowest, highest in (_UNUSED, _ORDINARY):
        for first, _, length in _uid_map():
            ids = range(max(first, lowest), min(first + length, highest))
            # One more than can be taken: one of them is free, if any is.
            for uid in random.SystemRandom().sample(ids, min(len(ids), len(taken) + 1)):
                if uid not in taken:
                    return uid
    raise LayerError("uid", "this process has no user ids to give away")


def owners() -> dict[int, int]:
    """The real user id of every process that can be seen, by process id."""
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                found[int(entry.name)] = _owner(Path(entry.path, "status").read_bytes())
    return found


def _owner(status: bytes) -> int:
    return int(status.partition(b"\nUid:")[2].split(maxsplit=1)[0])


def _uid_map() -> list[tuple[int, int, int]]:
    """Lines of first id inside, first id outside, length."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    return [(int(inside), int(outside), int(n)) for inside, outside, n in map(str.split, lines)]


def _accounts() -> set[int]:
    lines = Path("/etc/passwd").read_text().splitlines()
    return {int(line.split(":")[2]) for line in lines if line.count(":") == 6}
