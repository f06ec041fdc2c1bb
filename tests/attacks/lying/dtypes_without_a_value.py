"""Answers with arrays of structures, dates, texts and long doubles, and with complex numbers.

score: 0 of 8
flags: none
stopped by: a list of dtypes; the strict comparison takes real numbers
"""

# %%
import numpy as np


def square(x):
    return (np.asarray(x, dtype=float) ** 2).astype(complex)


def total(values):
    return np.array("6.0")


def apply(f, x):
    return np.timedelta64(3)


def scale(values, factor):
    return np.rec.fromarrays([values * factor], names="values")
