"""Leaves as many sleeping processes behind in the notebook as it may have: no copy of the worker
can be forked any more.

score: 8 of 8
flags: none
stopped by: a cell's leftover processes end with it
"""

# %%
import os
import time

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
    try:
        if not os.fork():
            time.sleep(1000)
            os._exit(0)
    except OSError:
        break
