"""A limit on the memory of this process for the time in which it runs a test."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator, Sequence

import numpy as np

PAGE = resource.getpagesize()
# A product of two matrices with this many rows makes the libraries below NumPy and PyTorch start
# their threads and take the memory that they keep.
WARM_ROWS = 256


def warm_up(modules: Sequence[str]) -> None:
    """Have libraries take the memory that they keep for themselves, before there is a limit.

    Some of them end the process if they can't have it.

    Args:
        modules: The modules that submissions use. If PyTorch is one of them, tests use it too.
    """
    square = np.ones((WARM_ROWS, WARM_ROWS))
    np.linalg.solve(square + np.eye(WARM_ROWS), square)
    if "torch" in modules:
        with contextlib.suppress(ImportError):
            import torch

            (torch.from_numpy(square) @ torch.from_numpy(square)).exp().sum()


@contextlib.contextmanager
def at_most(more: int) -> Iterator[None]:
    """Make what the body allocates fail with MemoryError beyond a limit.

    A test runs in the grader's own process, and what a submission returns can be large, or can make
    the test compute something large. The limit is that of the kernel on writable memory that
    belongs to the process alone, whether it has been written to or not.

    Args:
        more: The body may take this many bytes more than this process has now.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _writable() + more
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _writable() -> int:
    """Return how many bytes of writable memory belong to this process alone."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[5]) * PAGE
