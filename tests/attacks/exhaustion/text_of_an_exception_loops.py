"""Raises an exception in a cell whose text takes for ever: the time-out is over when it is asked
for.

score: 8 of 8
flags: none
reason: did not end within
stopped by: deadline of a cell, which includes its error
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
class Slow(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


raise Slow
