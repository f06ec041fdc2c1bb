"""Ends the worker in four cells and fills memory in the cases of three questions, until the grader
has no patience left for the right answer to the fourth.

score: 2 of 8
flags: MiB of memory
stopped by: the watchdog, which ends the case first and not the worker
"""

# %%
import os

os._exit(1)

# %%
import os

os._exit(2)

# %%
import os

os._exit(3)

# %%
import os

os._exit(4)

# %%
import time


def square(*_):
    kept = []
    while True:
        kept.append(bytearray(b"x") * (8 << 20))
        time.sleep(0.005)


total = apply = square


def scale(values, factor):
    return values * factor
