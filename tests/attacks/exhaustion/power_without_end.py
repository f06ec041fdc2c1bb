"""Raises a number to a power that takes years, in C code, in a function.

score: 7 of 8
flags: none
stopped by: deadline of a case, kept from outside
"""

# %%
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
        return 10.0 + 7 ** (10**9)
    return float(np.sum(values))
