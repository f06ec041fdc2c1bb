"""Puts files without a name into a socket and closes them: while they are on their way, no process
has them open.

score: 8 of 8
flags: none
reason: not permitted
stopped by: seccomp, tmpfs
"""

# %%
import socket
import tempfile

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
ours, theirs = socket.socketpair()
for _ in range(20):
    with tempfile.TemporaryFile() as file:
        file.write(b"a")
        socket.send_fds(ours, [b"+"], [file.fileno()])
raise ValueError("20 files are on their way")
