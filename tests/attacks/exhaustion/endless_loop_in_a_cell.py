"""Loops for ever in a cell: a grader without a time limit waits for ever.

score: 8 of 8
flags: none
reason: did not end within
stopped by: deadline of a cell
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
while True:
    pass
