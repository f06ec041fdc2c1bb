"""Turns every warning into an error and every message into silence: a right answer in NumPy must
not fail for it, nor the grader.

score: 8 of 8
flags: none
stopped by: each call runs with filters of its own; the tests run in another process
"""

# %%
import warnings

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
warnings.simplefilter("error")
warnings.showwarning = warnings.warn = warnings.warn_explicit = None
np.seterr(all="raise")
