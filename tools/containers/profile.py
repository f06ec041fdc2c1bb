"""What a default `docker run` takes from root: capabilities, and system calls (`profile.json`).

Calls under a foreign ABI are let through, as all of them, where Docker filters them like the native
ones.
"""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

from seccompy import Action, ArgCmp, CmpOp, Filter, bpf, syscalls

from autograder.sandbox.layers import seccomp, system

PROFILE = json.loads(Path(__file__).with_name("profile.json").read_text())
LANDLOCK = (444, 445, 446)
NATIVE_NUMBERS = 0x40000000
DROP_FROM_BOUNDING_SET = 24


def here() -> bool:
    """Whether the profile is for this machine."""
    return sys.platform == "linux" and syscalls.audit_arch() == syscalls.AUDIT_ARCH_X86_64


def enter(landlock: bool = True) -> None:
    """Take from this process, and all that it runs, what Docker does; without `landlock` as on a
    host whose kernel has none. Raises OSError."""
    seccomp.install(docker_filter(landlock))
    for number in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        if not int(PROFILE["capabilities"], 16) >> number & 1:
            system.call(syscalls.syscall_nr("prctl"), DROP_FROM_BOUNDING_SET, number, 0, 0, 0)


def docker_filter(landlock: bool) -> bytes:
    """Docker's seccomp profile as a program."""
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
    """Have Landlock's calls not exist, unless there is `landlock`."""
    if not landlock:
        for number in LANDLOCK:
            rules.errno(number, errno.ENOSYS)


def through_foreign_abis(program: bytes) -> bytes:
    """`program` for the native calls alone."""
    instructions = [
        bpf.Load(4),
        bpf.Jump(bpf.BPF_JEQ, syscalls.audit_arch(), None, "allow"),
        bpf.Load(0),
        bpf.Jump(bpf.BPF_JGEQ, NATIVE_NUMBERS, None, "native"),
        bpf.Ret(Action.ALLOW),
    ]
    return bpf.assemble(instructions, {"allow": 4, "native": 5}) + program
