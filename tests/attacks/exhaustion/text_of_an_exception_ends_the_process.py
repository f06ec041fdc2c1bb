"""Raises an exception in a function whose text, name and traceback end the process that asks.

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
class Deadly(Exception):
    def __str__(self):
        os._exit(0)

    __repr__ = __str__


def total(values):
    if len(values) == 7:
        raise Deadly
    return float(np.sum(values))
