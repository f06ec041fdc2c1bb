"""Run a command as a grader may have to run: in a container, or as an ordinary user.

    python tests/containers/run_in_container.py [--user UID] [--without landlock]
        [--without namespaces] [--closed] [--memory MIB] -- COMMAND...

By default the command runs as in a default `docker run`: as root with Docker's capabilities and
seccomp profile, in process, mount, network, IPC and UTS namespaces of its own. With --user it runs
on the machine as it is, as that user. With --closed only root may write to /tmp and the like; an
instructor has to see to this if there is neither Landlock nor a jail (docs/security.md). --memory
bounds the memory of each process, in MiB. This needs root.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import os
import resource
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

TESTS = Path(__file__).resolve().parents[1]
PROJECT = TESTS.parent
sys.path[:0] = [str(TESTS), str(PROJECT)]

from seccompy import Action, Filter  # noqa: E402

from autograder.sandbox.layers import seccomp, system  # noqa: E402
from containers import profile  # noqa: E402

SHARED = [Path(folder) for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")]
MIB = 2**20
SET_INTERFACE_FLAGS = 0x8914
INTERFACE_UP = 1


def unavailable() -> str:
    """Return why no such environment can be made here, or ""."""
    if not profile.here():
        return "the profile is for Linux on x86-64"
    if os.geteuid() or not system.effective_capabilities() >> system.CAP_SYS_ADMIN & 1:
        return "making a container needs root, outside of one"
    failed = run([], [sys.executable, "-c", ""]).returncode
    return "a container can't be made here" if failed else ""


def run(
    options: Sequence[str], command: Sequence[str], **settings: object
) -> subprocess.CompletedProcess[str]:
    """Run a command in the environment that the options describe; capture its output as text."""
    return subprocess.run(
        [sys.executable, __file__, *options, "--", *command],
        capture_output=True,
        text=True,
        check=False,
        **settings,
    )


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--user", type=int)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--closed", action="store_true")
    parser.add_argument("--memory", type=int)
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    if chosen.memory:
        resource.setrlimit(resource.RLIMIT_AS, (chosen.memory * MIB,) * 2)
    landlock = "landlock" not in chosen.without
    if chosen.user:
        be_user(chosen.user, landlock, "namespaces" not in chosen.without)
    else:
        be_container(landlock, chosen.closed)
    os.execvp(chosen.command[0], chosen.command)


def be_container(landlock: bool, closed: bool) -> None:
    system.unshare(
        system.CLONE_NEWNS | system.CLONE_NEWPID | system.CLONE_NEWNET | system.CLONE_NEWIPC
        | system.CLONE_NEWUTS
    )  # fmt: skip
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    system.die_with_parent(9)
    system.mount("none", "/", flags=system.MS_REC | system.MS_PRIVATE)
    system.mount("proc", "/proc", "proc")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack("16sH14x", b"lo", INTERFACE_UP))
    open_homes(SHARED if closed else ())
    profile.enter(landlock)


def be_user(uid: int, landlock: bool, namespaces: bool) -> None:
    system.unshare(system.CLONE_NEWNS)
    system.mount("none", "/", flags=system.MS_REC | system.MS_PRIVATE)
    open_homes()
    rules = Filter(Action.ALLOW)
    profile.deny_landlock(rules, landlock)
    if not namespaces:
        rules.errno("unshare", errno.EPERM)
    seccomp.install(profile.through_foreign_abis(rules.program))
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    os.environ["HOME"] = "/nonexistent"


def open_homes(replaced: Sequence[Path] = ()) -> None:
    """Show Python and this project to every user, also if they are in a closed home.

    Args:
        replaced: Folders that are replaced by empty ones, to which only root may write.
    """
    needed = {PROJECT, Path(sys.prefix), Path(sys.base_prefix)}
    hidden = {path: home for path in needed if (home := hidden_above(path, replaced))}
    opened = {path: os.open(path, os.O_PATH) for path in hidden}
    for home in {*hidden.values(), *filter(Path.exists, replaced)}:
        system.mount("tmpfs", str(home), "tmpfs", options="mode=0755")
    for path, descriptor in opened.items():
        path.mkdir(parents=True, exist_ok=True)
        outside = f"/proc/self/fd/{descriptor}"
        system.mount(outside, str(path), flags=system.MS_BIND | system.MS_REC)
        os.close(descriptor)


def hidden_above(path: Path, replaced: Sequence[Path]) -> Path | None:
    above = reversed(path.parents)
    return next((home for home in above if home in replaced or not home.stat().st_mode & 1), None)


if __name__ == "__main__":
    main()
