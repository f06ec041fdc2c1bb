"""Prints without end, in long lines and in single letters.

score: 8 of 8
flags: none
reason: did not end within
stopped by: what is printed is dropped beyond a bound; deadline of a cell
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
print("x" * 100_000_000)
while True:
    print("x", end="")
