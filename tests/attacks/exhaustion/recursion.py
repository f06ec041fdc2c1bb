"""Recurses beyond the limit that it has lifted, on the small stack of a thread, until it
overflows.

score: 7 of 8
flags: none
stopped by: a fork per case
"""

# %%
import sys
import threading

import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor


# %%
def deep(_):
    return max([0], key=deep)


def total(values):
    if len(values) == 7:
        sys.setrecursionlimit(10**9)
        threading.stack_size(1 << 18)
        thread = threading.Thread(target=deep, args=(0,))
        thread.start()
        thread.join()
        raise RecursionError("it went no deeper")
    return float(np.sum(values))
