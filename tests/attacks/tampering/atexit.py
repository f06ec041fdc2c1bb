"""Leaves functions that run at the end of the process and at every fork, which print, raise and
loop.

score: 8 of 8
flags: none
stopped by: copies end at once, or are ended
"""

# %%
import atexit
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
def loop():
    while True:
        pass


atexit.register(loop)


def refuse():
    raise RuntimeError("not now")


os.register_at_fork(before=refuse, after_in_parent=refuse, after_in_child=refuse)
