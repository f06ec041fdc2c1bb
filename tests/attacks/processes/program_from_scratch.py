"""Copies a program into its own folder, makes it executable and runs it.

score: 8 of 8
flags: none
stopped by: seccomp, jail
"""

# %%
import contextlib
import os
import shutil

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
shutil.copy("/usr/bin/cp", "program")
os.chmod("program", 0o755)
with contextlib.suppress(OSError):
    if not os.fork():
        try:
            os.execv("./program", ["program", TOLD["staff"], TOLD["outside"]])
        finally:
            os._exit(1)
    os.wait()
