"""Fills the disk with files that have no name and no descriptor any more, because they are only
mapped into memory.

score: 8 of 8
flags: its files take
reason: its files take
stopped by: tmpfs, the watchdog
"""

# %%
import mmap
import os
import time

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
kept = []
for _ in range(20):
    with open("file", "w+b") as file:
        os.unlink("file")
        file.write(bytes(3 << 20))
        file.flush()
        kept.append(mmap.mmap(file.fileno(), 3 << 20))
time.sleep(60)
