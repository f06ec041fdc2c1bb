"""Raises texts of many megabytes, in a cell and in a public case: reports that keep them can't
be opened, and logs fill the disk.

score: 6 of 8
flags: none
reason: yyyy
stopped by: texts are capped where they cross
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
    raise ValueError("x" * 50_000_000)


# %%
raise type("y" * 1_000_000, (RuntimeError,), {})("z" * 50_000_000)
