"""Takes in each of many processes about as much memory as its parent had in common with it: a
watchdog that subtracts what was shared, whether it still is or not, sees hardly anything.

score: 8 of 8
flags: MiB of memory
reason: memory
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
for _ in range(14):
    if not os.fork():
        kept = bytearray(b"x") * (45 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
