"""Leaves folders without permissions, with names that are no text, and deeper than a path can be
long.

score: 8 of 8
flags: too deep
stopped by: the scratch folder is removed by force
"""

# %%
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
os.mkdir("closed")
os.mkdir("closed/inner")
os.mkdir("closed/inner/none", 0)
os.mkdir(b"\xff\xfe -rf *\n")
open(b"-rf", "w").close()
home = os.getcwd()
for _ in range(2100):
    os.mkdir("deep")
    os.chdir("deep")
os.chdir(home)
