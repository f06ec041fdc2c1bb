"""What a submission may use, and how a worker is confined: plain data that both sides know."""

from __future__ import annotations

from dataclasses import dataclass, field

from .limits import MIB

# The layers of confinement, in the order in which a worker enters them.
LAYERS = (
    "namespaces", "jail", "tmpfs", "cgroup", "uid", "rlimits", "no_new_privs", "landlock",
    "seccomp",
)  # fmt: skip

# The devices that a worker may use. /dev/zero is not one of them, because a shared mapping of it is
# memory that no limit counts.
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")

# Folders where every user may write. The canaries try to write there, and the clean-up removes
# what a submission left in them.
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock")


@dataclass(frozen=True)
class Limits:
    """Bounds on one submission, which an assignment can change.

    Attributes:
        cell_seconds: CPU time of one cell, in seconds. Wall time counts while it sleeps. Then the
            cell is interrupted.
        case_seconds: CPU time of one test case, in seconds. Wall time counts while it sleeps.
        submission_seconds: CPU time of the whole submission, in seconds. Wall time counts while it
            sleeps.
        cells_share: The share of the submission's time, from 0 to 1, that all cells together may
            use. The rest is for the tests. When it is over, each further cell has two seconds.
        wall_seconds: Wall time of the whole submission, in seconds, however busy the machine is.
        memory: Address space of one process, in bytes.
        total_memory: Resident memory of all processes together, in bytes.
        processes: Number of processes. Threads count too.
        descriptors: Number of open descriptors of one process.
        file_size: Size of one file, in bytes.
        scratch: Size of all files together, in bytes.
        output: Number of characters that are kept of what a cell or a case prints.
        message: Size of the structure of one message, in bytes.
        bulk: Size of all arrays of one message together, in bytes.
        callbacks: Number of calls of a test's functions in one case.
        judging: Memory that the grader itself may take for one case, in bytes.
    """

    cell_seconds: float = 60.0
    case_seconds: float = 20.0
    submission_seconds: float = 300.0
    cells_share: float = 0.5
    wall_seconds: float = 3000.0
    memory: int = 2048 * MIB
    total_memory: int = 1536 * MIB
    processes: int = 64
    descriptors: int = 128
    file_size: int = 16 * MIB
    scratch: int = 64 * MIB
    output: int = 1 * MIB
    message: int = 1 * MIB
    bulk: int = 64 * MIB
    callbacks: int = 200_000
    judging: int = 384 * MIB


@dataclass(frozen=True)
class Confinement:
    """How one worker is confined.

    Attributes:
        layers: The layers to enter: some of LAYERS, in that order.
        scratch: The only folder in which the worker may write. It is empty and belongs to the
            worker's user.
        readable: The files and folders that the worker may read.
        uid: The worker's user id, if the layer "uid" is one of the layers.
        limits: The bounds on what the worker may use.
    """

    layers: tuple[str, ...]
    scratch: str
    readable: tuple[str, ...]
    uid: int = 0
    limits: Limits = field(default_factory=Limits)
