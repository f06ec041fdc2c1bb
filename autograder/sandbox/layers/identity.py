"""The layer "uid": a user of its own for every submission."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

from .errors import LayerError

# Ids below 2**31 that no distribution, systemd or container engine hands out: first and end.
_UNUSED = (1_900_000_000, 2_100_000_000)
# The ids of ordinary users, in case this process can't use the others: first and end.
_ORDINARY = (1_000, 65_534)


def become(uid: int) -> None:
    """Become the user and group `uid`. It can't be undone. Raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def pick_uid() -> int:
    """Return a random user id that no account and no running process has.

    Raises:
        LayerError: This process can't use any such id.
    """
    taken = _accounts() | set(owners().values())
    for lowest, highest in (_UNUSED, _ORDINARY):
        for first, _, length in _uid_map():
            ids = range(max(first, lowest), min(first + length, highest))
            # The sample has more ids than are taken, so that one of them is free if any id is.
            for uid in random.SystemRandom().sample(ids, min(len(ids), len(taken) + 1)):
                if uid not in taken:
                    return uid
    raise LayerError("uid", "this process has no user ids to give away")


def owners() -> dict[int, int]:
    """Return the real user id of every process that can be seen, by process id."""
    users = {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/status", "rb") as file:
            users[int(name)] = _owner(file.read())
    return users


def _owner(status: bytes) -> int:
    return int(status.partition(b"\nUid:")[2].split(maxsplit=1)[0])


def _uid_map() -> list[tuple[int, int, int]]:
    """Return the ids of this user namespace: [(first id inside, first id outside, number), ...]."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    return [(int(inside), int(outside), int(n)) for inside, outside, n in map(str.split, lines)]


def _accounts() -> set[int]:
    lines = Path("/etc/passwd").read_text().splitlines()
    return {int(line.split(":")[2]) for line in lines if line.count(":") == 6}
