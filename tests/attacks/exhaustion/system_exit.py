"""Leaves by SystemExit and KeyboardInterrupt, which most handlers of exceptions let through.

score: 6 of 8
flags: none
reason: SystemExit
stopped by: what is raised crosses as text
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
    raise (SystemExit if len(values) == 3 else KeyboardInterrupt)(0)


# %%
raise SystemExit(0)
