"""The assembled filter does what the tables of layers/seccomp.py ask for.

A small interpreter runs the BPF program, so that nobody has to believe the library that assembled
it. Tests of the filter by its effect in a process are in test_layers.py.
"""

from __future__ import annotations

import errno
import platform
import re
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("seccomp is a part of Linux", allow_module_level=True)

from seccompy import syscalls

from autograder.sandbox.layers import seccomp

# The results of a filter, from the kernel's header linux/seccomp.h.
ALLOW, ERRNO, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
# The architectures, from the kernel's header linux/audit.h.
X86_64, I386, AARCH64, ARM = 0xC000003E, 0x40000003, 0xC00000B7, 0x40000028
NATIVE = {"x86_64": X86_64, "aarch64": AARCH64}.get(platform.machine(), 0)
X32 = 0x40000000
HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")

NUMBERS = seccomp._numbers()
DENIED = " ".join(seccomp.DENIED.values()).split()
IGNORED = seccomp.IGNORED.split()
UNSUPPORTED = seccomp.UNSUPPORTED.split()
# The system calls whose result depends on their arguments, with the arguments that count.
CONDITIONAL = {
    "clone": (0,), "socketpair": (0, 1), "sendto": (3, 4), "recvfrom": (3,), "recvmsg": (2,),
    "prlimit64": (0,), "fcntl": (1,), "ioctl": (1,), "mmap": (3,), "clock_gettime": (0,),
    "clock_getres": (0,), "clock_nanosleep": (0,), "timer_create": (0,),
}  # fmt: skip
# Small numbers, every single bit, all bits, and the commands that have rules.
COMMANDS = [*seccomp._IOCTLS.values(), *seccomp._SET_OWNER]
VALUES = sorted({
    *range(20), 0x21, 0x22, 0x32, 0x1002, 1 << 32 | 1, *(1 << bit for bit in range(64)),
    (1 << 64) - 1, (1 << 32) - 1, 0x10000011,
    *(command + shift for command in COMMANDS for shift in (-1, 0, 1, 1 << 32)),
})  # fmt: skip


def run(program: bytes, number: int, architecture: int, arguments: Sequence[int] = ()) -> int:
    """Return what a filter answers to a system call. Its instructions are those of bpf(4)."""
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    instructions = list(struct.iter_unpack("<HBBI", program))
    accumulator = at = 0
    while True:
        code, if_true, if_false, operand = instructions[at]
        at += 1
        if code == 0x20:  # Load a word of the data.
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif code == 0x54:  # And.
            accumulator &= operand
        elif code == 0x05:  # Jump.
            at += operand
        elif code == 0x15:  # Jump if equal.
            at += if_true if accumulator == operand else if_false
        elif code == 0x25:  # Jump if greater.
            at += if_true if accumulator > operand else if_false
        elif code == 0x35:  # Jump if greater or equal.
            at += if_true if accumulator >= operand else if_false
        elif code == 0x06:  # Return.
            return int(operand)
        else:
            raise AssertionError(f"an instruction of the code {code:#x}")


def expected(name: str, arguments: Sequence[int]) -> int:
    """Return what the filter has to answer, from the tables and the comments of the module."""
    first, second, third, fourth, fifth, _ = arguments
    denied, allowed = ERRNO | errno.EPERM, ALLOW
    if name in DENIED:
        return denied
    if name in IGNORED:
        return ERRNO
    if name in UNSUPPORTED:
        return ERRNO | errno.EOPNOTSUPP
    if name == "clone3":
        return ERRNO | errno.ENOSYS
    if name == "clone":
        return denied if first & (sum(seccomp._CLONE_NEW) | 0x8000) else allowed
    if name == "socketpair":
        return allowed if first & 0xFFFFFFFF == 1 and second & 0xF == 1 else denied
    if name == "sendto":
        return denied if fourth & 1 or fifth else allowed
    if name == "recvfrom":
        return denied if fourth & 1 else allowed
    if name == "recvmsg":
        return denied if third & 1 else allowed
    if name == "mmap":
        return denied if fourth & 1 and fourth & 0x20 else allowed
    if name in ("clock_gettime", "clock_getres", "clock_nanosleep", "timer_create"):
        return denied if first & 1 << 31 else allowed
    if name == "prlimit64":
        return denied if first else allowed
    if name == "fcntl":
        return denied if second & 0xFFFFFFFF in seccomp._SET_OWNER else allowed
    if name == "ioctl":
        return denied if second & 0xFFFFFFFF in seccomp._IOCTLS.values() else allowed
    return allowed


def samples(name: str) -> Iterator[list[int]]:
    """Arguments to try: a few for every system call, and all of VALUES for each argument that
    counts."""
    for value in (0, 1, (1 << 64) - 1):
        yield [value] * 6
    for position in CONDITIONAL.get(name, ()):
        for other in (0, 1):
            for value in VALUES:
                arguments = [other] * 6
                arguments[position] = value
                yield arguments


def test_every_system_call_gets_the_answer_that_the_tables_ask_for() -> None:
    program = seccomp.program()
    wrong = [
        (name, arguments)
        for name, number in NUMBERS.items()
        for arguments in samples(name)
        if run(program, number, NATIVE, arguments) != expected(name, arguments)
    ]
    assert wrong == []


def test_both_answers_of_every_condition_are_tried() -> None:
    for name in CONDITIONAL:
        assert len({expected(name, arguments) for arguments in samples(name)}) == 2, name


@pytest.mark.parametrize("architecture", {X86_64, I386, AARCH64, ARM, 0} - {NATIVE})
def test_a_foreign_architecture_is_killed_whatever_it_calls(architecture: int) -> None:
    program = seccomp.program()
    for number in (*NUMBERS.values(), 0, 1, 9999, X32, (1 << 32) - 1):
        assert run(program, number, architecture) == KILL_PROCESS


def test_x32_is_killed_whatever_it_calls() -> None:
    program = seccomp.program()
    for number in (0, *NUMBERS.values(), X32 - 1, (1 << 31) - 1):
        assert run(program, X32 | number, NATIVE) == KILL_PROCESS
    assert run(program, (1 << 32) - 1, NATIVE) == KILL_PROCESS


def test_calls_that_are_newer_than_the_table_do_not_exist() -> None:
    program, newest = seccomp.program(), max(NUMBERS.values())
    for number in (newest + 1, newest + 2, 9999, X32 - 1):
        assert run(program, number, NATIVE) == ERRNO | errno.ENOSYS
    assert run(program, newest, NATIVE) != ERRNO | errno.ENOSYS


def test_every_denied_call_exists() -> None:
    names = [*DENIED, *IGNORED, *UNSUPPORTED]
    known = syscalls.X86_64_SYSCALLS.keys() | syscalls.AARCH64_SYSCALLS.keys()
    old = {"umount", "create_module"}  # Names that other architectures have, or once had.
    assert set(names) - known <= old
    assert len(names) == len(set(names))


@pytest.mark.skipif(not HEADER.exists(), reason="the kernel's header is not installed")
def test_the_numbers_are_those_of_the_kernels_header() -> None:
    defined = re.findall(r"^#define __NR_(\w+) (\d+)$", HEADER.read_text(), re.MULTILINE)
    numbers = {name: int(number) for name, number in defined}
    assert len(numbers) > 300
    table = syscalls.X86_64_SYSCALLS
    assert {name: table.get(name) for name in numbers} == numbers
