"""The rights that the layer "landlock" denies: all that the kernel's Landlock knows, no more."""

from __future__ import annotations

import errno
import os
import re
import struct
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("Landlock is a part of Linux", allow_module_level=True)

from autograder.sandbox.layers import landlock, system

HEADER = Path("/usr/include/linux/landlock.h")
NEWEST = 10  # The newest ABI that introduced a right.
# By ABI: the highest right to files, to the network, and to other processes, as a power of two. -1
# if there is none. From "Previous limitations" in docs.kernel.org/userspace-api/landlock.html.
HIGHEST = {
    1: (12, -1, -1),
    2: (13, -1, -1),
    3: (14, -1, -1),
    4: (14, 1, -1),
    5: (15, 1, -1),
    6: (15, 1, 1),
    7: (15, 1, 1),
    8: (15, 1, 1),
    9: (16, 1, 1),
    10: (16, 3, 1),
    11: (16, 3, 1),
}


@pytest.mark.parametrize("abi", HIGHEST)
def test_every_right_up_to_the_highest_is_denied(abi: int) -> None:
    due = tuple((1 << highest + 1) - 1 for highest in HIGHEST[abi])
    assert landlock.handled_rights(abi) == due


def test_the_constants_are_those_of_the_kernels_header() -> None:
    if not HEADER.exists():
        pytest.skip("the kernel's header is not installed")
    pattern = r"^#define LANDLOCK_(?:ACCESS_FS_|ACCESS_NET_)?(\w+)\s+\(1ULL << (\d+)\)$"
    defined = re.findall(pattern, HEADER.read_text(), re.MULTILINE)
    assert len(defined) >= 14
    for name, bit in defined:
        assert getattr(landlock, name) == 1 << int(bit), name


def create_ruleset(rights: tuple[int, ...]) -> str:
    """Return the name of the error if the kernel refuses a set of rules for these rights."""
    attributes = struct.pack("3Q", *rights)
    try:
        os.close(system.call(landlock._CREATE_RULESET, attributes, len(attributes), 0))
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return ""


def test_the_running_kernel_knows_these_rights_and_no_more() -> None:
    try:
        abi = system.call(landlock._CREATE_RULESET, 0, 0, landlock._CREATE_RULESET_VERSION)
    except OSError:
        pytest.skip("this kernel has no Landlock")
    rights = landlock.denied()
    assert create_ruleset(rights) == ""
    if abi > NEWEST:
        pytest.skip("this kernel's Landlock is newer than these tests")
    for part in range(3):
        more = [*rights]
        more[part] = 2 * rights[part] + 1
        assert create_ruleset(tuple(more)) == "EINVAL"
