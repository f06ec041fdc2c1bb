"""Fills the disk between two looks of a watchdog.

score: 8 of 8
flags: its files take
reason: its files take
stopped by: tmpfs
"""

# %%
import tempfile

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
kept = [tempfile.TemporaryFile() for _ in range(4)]
for file in kept:
    file.write(bytes(3 << 20))
    file.flush()
del kept, file
raise ValueError("it had 12 MiB on the disk")
