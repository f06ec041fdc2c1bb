"""Returns a list of 600,000 lists: each takes two bytes to send and a hundred to build.

score: 6 of 8
flags: none
stopped by: the size of a message
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
    return [[] for _ in range(600_000)]
