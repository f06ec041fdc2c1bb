"""Returns an iterator that never ends, and a sequence that lies about its length.

score: 6 of 8
flags: none
stopped by: a handle is no number
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
import itertools


class Endless(list):
    def __len__(self):
        return 3

    def __iter__(self):
        return itertools.count()


def total(values):
    return Endless() if len(values) == 3 else itertools.count()
