"""The layer "landlock": the files that the worker can open, whoever it is, and whom it can reach.

What the running kernel's Landlock doesn't know yet is left out: moving files between folders needs
its ABI 2, truncation 3, TCP 4, ioctl on devices 5, signals and abstract Unix sockets 6.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from landlockpy import AccessFS, Ruleset, Scope

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

_READ_FOLDER = AccessFS.READ_FILE | AccessFS.READ_DIR
_WRITE_FOLDER = (
    _READ_FOLDER | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.REFER
    | AccessFS.MAKE_REG | AccessFS.MAKE_DIR | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR
)  # fmt: skip


def enter(readable: Iterable[str], scratch: str) -> None:
    """Read below `readable` and write below `scratch`, no more; what doesn't exist is left out.

    Raises OSError.
    """
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in filter(os.path.exists, readable):
            folder = os.path.isdir(path)
            rules.allow_path(path, _READ_FOLDER if folder else AccessFS.READ_FILE)
        for device in filter(os.path.exists, DEVICES):
            rules.allow_path(device, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path(scratch, _WRITE_FOLDER)
        rules.restrict(no_new_privs=False)
