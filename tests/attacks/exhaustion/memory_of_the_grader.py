"""Calls back with as many bytes as a message may have, again and again; the test keeps them all.

score: 6 of 8
flags: none
stopped by: what a test allocates is bounded, and of answers only digests are kept
"""

# %%
import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def total(values):
    return float(np.sum(values))


def scale(values, factor):
    return values * factor


# %%
def apply(f, x):
    for _ in range(150):
        try:
            f(b"x" * (15 << 20))
        except Exception:
            pass
    return np.zeros(15 << 20, np.int8)
