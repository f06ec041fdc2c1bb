"""Asks for more memory than there is, at once: the honest way to overstep the bound.

score: 8 of 8
flags: none
reason: MemoryError
stopped by: rlimits
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
kept = np.ones(1 << 40, dtype=np.uint8)
