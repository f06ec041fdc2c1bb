"""Has a thread that no interpreter controls end the process in a second, while cases run.

score: 8 of 8
flags: none
stopped by: a worker that dies is begun anew
"""

# %%
import faulthandler
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
with open("trace", "w") as trace:
    faulthandler.dump_traceback_later(1, exit=True, file=open("kept", "w"))

# %%
_square = square


def square(x):
    time.sleep(0.4)
    return _square(x)
