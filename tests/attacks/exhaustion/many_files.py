"""Writes files that are each below the bound of one, until the disk is full.

score: 8 of 8
flags: its files take
reason: its files take
stopped by: the watchdog
"""

# %%
import time

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
for number in range(20):
    with open(f"file{number}", "wb") as file:
        file.write(bytes(3 << 20))
time.sleep(60)
