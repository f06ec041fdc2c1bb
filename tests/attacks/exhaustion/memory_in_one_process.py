"""Fills memory page by page in a cell until the machine has none left for the grader.

score: 8 of 8
flags: MiB of memory
reason: memory
stopped by: rlimits, the watchdog
"""

# %%
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
while True:
    kept.append(bytearray(1 << 20))
