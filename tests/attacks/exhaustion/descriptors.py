"""Opens files until there are no descriptors left, and keeps them: none can be handed to it.

score: 8 of 8
flags: none
reason: Too many open files
stopped by: a notebook that leaves no room for its copies is run without the cell that took it
"""

# %%
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
open("file", "w").close()
while True:
    os.open("file", os.O_RDONLY)
