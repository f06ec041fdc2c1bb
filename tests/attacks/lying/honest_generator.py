"""Is honest, lacks a helper of an earlier question that is a generator, and walks over the
reference's instead.

score: 6 of 8
flags: none
stopped by: an object of another worker can be walked over
"""

# %%
import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def total(values):
    return float(np.sum(values))


# %%
def apply(f, x):
    return None


def steps(count):
    return None


def scale(values, factor):
    total = 0.0
    for number in steps(3):
        total += number
    assert total == 3.0 and [*steps(2)] == [0.0, 1.0]
    return values * factor
