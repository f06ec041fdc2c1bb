"""Fills the disk with files that it has deleted and holds open: no walk over its folder sees
them.

score: 8 of 8
flags: its files take
reason: its files take
stopped by: the watchdog
"""

# %%
import os
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
    held = os.open("file", os.O_RDWR | os.O_CREAT)
    os.unlink("file")
    os.write(held, bytes(3 << 20))
time.sleep(60)
