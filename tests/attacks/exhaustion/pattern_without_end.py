"""Matches a pattern that backtracks for ever, inside of C code that no signal handler
interrupts.

score: 8 of 8
flags: none
reason: did not end within
stopped by: deadline of a cell, kept from outside
"""

# %%
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
import re

re.match(r"(a|a)*b", "a" * 60)
