"""Returns an array a little above what a message may hold.

score: 6 of 8
flags: none
stopped by: the size of a message
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
    return np.zeros((2 << 20) + 1)
