"""Ignores or blocks every signal that can be, and loops.

score: 8 of 8
flags: none
reason: did not end within
stopped by: SIGKILL, sent from outside
"""

# %%
import contextlib
import signal

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
for number in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    pass
