"""Leaves a piece of shared memory, by the file system and by the kernel's own numbers.

score: 8 of 8, then 0 of 8
flags: none
stopped by: jail, seccomp, namespaces; what is left is removed
"""

# %%
import contextlib
import ctypes
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None)
KEY = 4711

import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def total(values):
    return float(np.sum(values))


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor


# %%
with contextlib.suppress(OSError):
    shared = shared_memory.SharedMemory("answers", create=True, size=4096)
    shared.buf[:2] = b"42"
LIBC.shmget(KEY, 4096, 0o1666)

# %% next submission
import contextlib
import ctypes
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None)
KEY = 4711

import numpy as np

# %%
found = LIBC.shmget(KEY, 4096, 0o666) >= 0
with contextlib.suppress(OSError):
    kept = shared_memory.SharedMemory("answers")
    found |= bytes(kept.buf[:2]) == b"42"


if found:

    def square(x):
        return np.asarray(x, dtype=float) ** 2

    def total(values):
        return float(np.sum(values))

    def apply(f, x):
        return f(x)

    def scale(values, factor):
        return values * factor
