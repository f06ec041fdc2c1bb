"""Returns an array of 3 GiB that takes no memory, being one zero seen many times: it does once
it is sent.

score: 6 of 8
flags: none
stopped by: rlimits, the size of a message
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
    return np.broadcast_to(np.float64(0), (400_000_000,))
