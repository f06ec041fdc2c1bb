"""The layer "rlimits": bounds on what one process of the worker can use."""

from __future__ import annotations

import contextlib
import math
import os
import resource

from ..protocol.policy import Limits
from .identity import owners


def enter(limits: Limits, tasks: int) -> None:
    """Lower this process's resource limits, soft and hard. Raises OSError.

    Args:
        limits: The bounds on the submission.
        tasks: The number of threads that this user has already. The kernel counts the processes and
            threads of a user together.
    """
    seconds = math.ceil(limits.submission_seconds)
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.descriptors,
        resource.RLIMIT_NPROC: tasks + limits.processes,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_RTPRIO: 0,
    }
    for bound, value in bounds.items():
        _, hard = resource.getrlimit(bound)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(bound, (lowest, lowest))


def running_tasks() -> int:
    """Return the number of threads of this process's user, as far as they can be seen."""
    user = os.getuid()
    tasks = 0
    for process, owner in owners().items():
        if owner == user:
            with contextlib.suppress(OSError):
                tasks += os.stat(f"/proc/{process}/task").st_nlink - 2
    return tasks
