"""Starts as many threads as it may and leaves them asleep: no thread and no process can be
started.

score: 8 of 8
flags: none
reason: start new thread
stopped by: a notebook that leaves no room for its copies is run without the cell that took it
"""

# %%
import threading
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
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
