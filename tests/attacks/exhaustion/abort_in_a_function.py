"""Aborts in one function, and dumps core where it can.

score: 7 of 8
flags: none
stopped by: a fork per case
"""

# %%
import os

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
        os.abort()
    return float(np.sum(values))
