"""Has children write into shared memory and end: the memory stays taken, and is in the page tables
of no process.

score: 8 of 8
flags: none
reason: not permitted
stopped by: seccomp, cgroup
"""

# %%
import mmap
import os

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
kept = [mmap.mmap(-1, 64 << 20) for _ in range(4)]
for memory in kept:
    if not os.fork():
        memory.write(bytes(64 << 20))
        os._exit(0)
    os.wait()
raise ValueError("256 MiB are taken")
