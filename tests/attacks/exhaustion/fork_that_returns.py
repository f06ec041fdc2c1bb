"""Forks in a cell and lets both go on: from then on two processes answer every request.

score: 8 of 8
flags: none
stopped by: what the notebook forks ends where it would answer
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
os.fork()


# %%
def scale(values, factor):
    return factor * values
