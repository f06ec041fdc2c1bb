"""Writes one file without end.

score: 8 of 8
flags: none
reason: File too large
stopped by: rlimits
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
with open("large", "wb") as large:
    while True:
        large.write(bytes(1 << 20))
