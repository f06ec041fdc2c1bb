"""Lowers its own limits to nothing after the notebook: no copy can be forked, no descriptor taken.

score: 0 of 8
flags: none
stopped by: a worker that can't make copies costs itself
"""

# %%
import resource

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
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
