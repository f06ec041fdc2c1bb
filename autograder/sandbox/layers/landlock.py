"""The layer "landlock": the files that the worker can open, whoever it is, and whom it can reach.

What the running kernel's Landlock doesn't know yet is left out: moving files between folders needs
its ABI 2, truncation 3, TCP 4, ioctl on devices 5, signals and abstract Unix sockets 6, UDP 10.
"""

from __future__ import annotations

import functools
import os
import struct
from collections.abc import Iterable

from landlockpy import AccessFS, fs_for_abi, net_for_abi, scope_for_abi

from ..policy import DEVICES
from . import system

_READ_FILE = int(AccessFS.READ_FILE)
_READ_FOLDER = int(AccessFS.READ_FILE | AccessFS.READ_DIR)
_USE_DEVICE = int(AccessFS.READ_FILE | AccessFS.WRITE_FILE)
_WRITE_FOLDER = _READ_FOLDER | int(
    AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.REFER
    | AccessFS.MAKE_REG | AccessFS.MAKE_DIR | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR
)  # fmt: skip

# These numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_ABI = 1
_PATH_BENEATH = 1


@functools.cache
def denied() -> tuple[int, int, int]:
    """All rights to files, to the network and to other processes that this kernel can withhold.

    Raises OSError where it has no Landlock.
    """
    abi = system.call(_CREATE_RULESET, 0, 0, _ASK_ABI)
    return int(fs_for_abi(abi)), int(net_for_abi(abi)), int(scope_for_abi(abi))


def enter(readable: Iterable[str], scratch: str) -> None:
    """Read below `readable` and write below `scratch`, no more.

    What doesn't exist, or this user can't reach, is left out. Raises OSError.
    """
    attributes = struct.pack("3Q", *denied())
    rules = system.call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(rules, path, _READ_FOLDER if os.path.isdir(path) else _READ_FILE)
        for device in DEVICES:
            _allow(rules, device, _USE_DEVICE)
        _allow(rules, scratch, _WRITE_FOLDER)
        system.call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return
    try:
        rule = struct.pack("=Qi", rights & denied()[0], opened)
        system.call(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)
