"""Runs a shell, and every other program that would read a file for it.

score: 8 of 8
flags: none
stopped by: seccomp, jail
"""

# %%
import contextlib
import os
import subprocess
import sys

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
found = b""
for command in (
    ["/bin/sh", "-c", f"cat {TOLD['staff']}"],
    [sys.executable, "-c", f"print(open({TOLD['staff']!r}).read())"],
    ["/usr/bin/sudo", "-n", "cat", TOLD["staff"]],
):
    with contextlib.suppress(OSError):
        found += subprocess.run(command, capture_output=True).stdout
    with contextlib.suppress(OSError):
        os.waitpid(os.posix_spawn(command[0], command, {}), 0)
os.system(f"cp {TOLD['staff']} {TOLD['outside']}")
if found:
    raise ValueError(found)
