"""The capabilities and system calls that a default `docker run` takes from root (`profile.json`).

Docker filters the calls of foreign ABIs as it filters the native ones; here all of them pass.
"""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

from seccompy import Action, ArgCmp, CmpOp, Filter, bpf, syscalls

from autograder.sandbox.layers import seccomp, system

PROFILE = json.loads(Path(__file__).with_name("profile.json").read_text())
LANDLOCK = (444, 445, 446)  # The numbers of Landlock's three system calls.
NATIVE_NUMBERS = 0x40000000  # Calls of the x32 ABI have numbers from here on.
DROP_FROM_BOUNDING_SET = 24


def here() -> bool:
    """Return True if the profile is for this machine."""
    return sys.platform == "linux" and syscalls.audit_arch() == syscalls.AUDIT_ARCH_X86_64


def enter(landlock: bool = True) -> None:
    """Take from this process, and from all that it runs, what Docker takes.

    Args:
        landlock: If False, Landlock's system calls don't exist, as on a host without it.

    Raises:
        OSError: The kernel refuses.
    """
    seccomp.install(docker_filter(landlock))
    for number in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        if not int(PROFILE["capabilities"], 16) >> number & 1:
            system.call(syscalls.syscall_nr("prctl"), DROP_FROM_BOUNDING_SET, number, 0, 0, 0)


def docker_filter(landlock: bool) -> bytes:
    """Return Docker's seccomp profile as a program."""
    rules = Filter(Action.ERRNO | errno.EPERM)
    deny_landlock(rules, landlock)
    for name in " ".join(PROFILE["allowed"]).split():
        if not name.startswith("landlock") or landlock:
            rules.allow(name)
    for name in PROFILE["missing"]:
        rules.errno(name, errno.ENOSYS)
    without = PROFILE["clone_without_flags"]
    rules.allow("clone", args=[ArgCmp(0, CmpOp.MASKED_EQ, 0, without)])
    for personality in PROFILE["personalities"]:
        rules.allow("personality", args={0: personality})
    for family in PROFILE["socket_families_denied"]:
        rules.allow("socket", args=[ArgCmp(0, CmpOp.NE, family)])
    return through_foreign_abis(rules.program)


def deny_landlock(rules: Filter, landlock: bool) -> None:
    """Add rules after which Landlock's calls don't exist, unless `landlock` is True."""
    if not landlock:
        for number in LANDLOCK:
            rules.errno(number, errno.ENOSYS)


def through_foreign_abis(program: bytes) -> bytes:
    """Return `program` with a start that lets all calls of foreign ABIs pass."""
    instructions = [
        bpf.Load(4),
        bpf.Jump(bpf.BPF_JEQ, syscalls.audit_arch(), None, "allow"),
        bpf.Load(0),
        bpf.Jump(bpf.BPF_JGEQ, NATIVE_NUMBERS, None, "native"),
        bpf.Ret(Action.ALLOW),
    ]
    return bpf.assemble(instructions, {"allow": 4, "native": 5}) + program
