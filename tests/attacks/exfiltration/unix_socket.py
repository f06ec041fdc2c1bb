"""Sends every input to a Unix socket in the file system, for which no network is needed: a
network namespace alone does not close it.

score: 8 of 8
flags: none
stopped by: jail, landlock, seccomp
"""

# %%
import contextlib
import socket

import numpy as np


def send(content):
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(TOLD["unix"])
        line.sendall(content)


def square(x):
    send(repr(np.asarray(x).tolist()).encode())
    return np.asarray(x, dtype=float) ** 2


# %%
def total(values):
    return float(np.sum(values))


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor
