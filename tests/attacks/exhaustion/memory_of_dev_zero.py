"""Maps /dev/zero as shared memory: shared memory without a file by another way.

score: 8 of 8
flags: none
reason: /dev/zero
stopped by: jail, landlock; cgroup
"""

# %%
import mmap

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
with open("/dev/zero", "r+b") as zero:
    kept = mmap.mmap(zero.fileno(), 1 << 20)
raise ValueError("it is mapped")
