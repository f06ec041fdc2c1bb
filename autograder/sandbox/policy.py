"""What a submission may use, and how a worker is confined: plain data that both sides know."""

from __future__ import annotations

from dataclasses import dataclass, field

MIB = 2**20
UNCOUNTED = 1 << 62  # bytes, where there is too much to count

COPIES = 3  # of a worker, at a time: one that ends, one that is judged, the next

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")  # that a worker may use

LAYERS = ("namespaces", "jail", "uid", "rlimits", "no_new_privs", "landlock", "seccomp")


@dataclass(frozen=True)
class Limits:
    """Bounds on a submission. Times are wall seconds, sizes are bytes."""

    cell_seconds: float = 60.0
    case_seconds: float = 20.0
    submission_seconds: float = 300.0
    memory: int = 2048 * MIB  # address space of one process
    total_memory: int = 1536 * MIB  # resident, of all its processes together
    processes: int = 64  # threads count too
    descriptors: int = 128
    file_size: int = 16 * MIB
    scratch: int = 64 * MIB  # all files together
    output: int = 1 * MIB  # printed, by a cell or a case
    message: int = 1 * MIB  # structure of one message
    bulk: int = 64 * MIB  # arrays of one message
    callbacks: int = 200_000  # in one case


@dataclass(frozen=True)
class Confinement:
    """How one worker is held.

    `layers` are those of LAYERS to enter, in that order. `scratch` is the one folder where it may
    write, empty and already its own; `readable` are the files and folders that it may read.
    `uid` is its user, where the layer "uid" is among the layers.
    """

    layers: tuple[str, ...]
    scratch: str
    readable: tuple[str, ...]
    uid: int = 0
    limits: Limits = field(default_factory=Limits)
