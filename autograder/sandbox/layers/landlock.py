"""The layer "landlock": the kernel restricts the files that the worker can open, and whom it can
reach.

The constants, and the ABI that introduced each of them, are those of the kernel's header
include/uapi/linux/landlock.h and of docs.kernel.org/userspace-api/landlock.html, up to ABI 10. What
the running kernel's Landlock doesn't know yet is left out.
"""

from __future__ import annotations

import functools
import os
import struct
from collections.abc import Iterable, Mapping

from ..protocol.policy import DEVICES
from . import system

# Rights to files: LANDLOCK_ACCESS_FS_*.
EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
REMOVE_DIR = 1 << 4
REMOVE_FILE = 1 << 5
MAKE_CHAR = 1 << 6
MAKE_DIR = 1 << 7
MAKE_REG = 1 << 8
MAKE_SOCK = 1 << 9
MAKE_FIFO = 1 << 10
MAKE_BLOCK = 1 << 11
MAKE_SYM = 1 << 12
REFER = 1 << 13  # Move a file to another folder.
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15  # Send commands to a device.
RESOLVE_UNIX = 1 << 16  # Connect to a Unix socket by its path.

# Rights to the network: LANDLOCK_ACCESS_NET_*.
BIND_TCP = 1 << 0
CONNECT_TCP = 1 << 1
BIND_UDP = 1 << 2
CONNECT_SEND_UDP = 1 << 3

# Relations to other processes: LANDLOCK_SCOPE_*.
SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0
SCOPE_SIGNAL = 1 << 1

# By ABI, the rights that it introduced. An ABI that is missing here introduced none.
FILES_SINCE = {
    1: (
        EXECUTE | WRITE_FILE | READ_FILE | READ_DIR | REMOVE_DIR | REMOVE_FILE | MAKE_CHAR
        | MAKE_DIR | MAKE_REG | MAKE_SOCK | MAKE_FIFO | MAKE_BLOCK | MAKE_SYM
    ),
    2: REFER,
    3: TRUNCATE,
    5: IOCTL_DEV,
    9: RESOLVE_UNIX,
}  # fmt: skip
NETWORK_SINCE = {4: BIND_TCP | CONNECT_TCP, 10: BIND_UDP | CONNECT_SEND_UDP}
SCOPES_SINCE = {6: SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL}

_READ_FOLDER = READ_FILE | READ_DIR
_USE_DEVICE = READ_FILE | WRITE_FILE
_WRITE_FOLDER = (
    _READ_FOLDER | WRITE_FILE | TRUNCATE | REFER | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR
)

# The numbers of the system calls are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1 << 0
_RULE_PATH_BENEATH = 1


def handled_rights(abi: int) -> tuple[int, int, int]:
    """Return all rights that an ABI can deny: to files, to the network, to other processes."""
    return _up_to(abi, FILES_SINCE), _up_to(abi, NETWORK_SINCE), _up_to(abi, SCOPES_SINCE)


@functools.cache
def denied() -> tuple[int, int, int]:
    """Return all rights that the running kernel can deny. Raise OSError if it has no Landlock."""
    return handled_rights(system.call(_CREATE_RULESET, 0, 0, _CREATE_RULESET_VERSION))


def enter(readable: Iterable[str], scratch: str) -> None:
    """Deny this process all files but those below `readable`, which it may read, and those below
    `scratch`, which it may write.

    Paths that don't exist, or that this user can't reach, are left out. Raises OSError.
    """
    attributes = struct.pack("3Q", *denied())
    rules = system.call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(rules, path, _READ_FOLDER if os.path.isdir(path) else READ_FILE)
        for device in DEVICES:
            _allow(rules, device, _USE_DEVICE)
        _allow(rules, scratch, _WRITE_FOLDER)
        system.call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _up_to(abi: int, introduced: Mapping[int, int]) -> int:
    """Return the rights that this ABI, or an earlier one, has introduced."""
    return sum(rights for since, rights in introduced.items() if since <= abi)


def _allow(rules: int, path: str, rights: int) -> None:
    """Add a rule: allow these rights, as far as this kernel knows them, to a file or below a
    folder."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return
    try:
        rule = struct.pack("=Qi", rights & denied()[0], descriptor)
        system.call(_ADD_RULE, rules, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
