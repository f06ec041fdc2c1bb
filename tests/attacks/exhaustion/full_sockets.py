"""Enlarges the buffers of sockets and fills them: what lies in them is memory of no process.

score: 8 of 8
flags: none
reason: not permitted
stopped by: seccomp, cgroup
"""

# %%
import socket

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
for _ in range(4):
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
raise ValueError("the buffers are larger")
