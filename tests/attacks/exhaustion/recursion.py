"""Recurses beyond the limit that it has lifted, until the stack overflows.

score: 7 of 8
flags: none
stopped by: a fork per case
"""

# %%
import sys

import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor

# %%
def total(values):
    if len(values) == 7:
        sys.setrecursionlimit(10**9)
        return total(values) + 1
    return float(np.sum(values))
