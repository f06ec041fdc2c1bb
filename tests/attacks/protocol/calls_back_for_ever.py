"""Calls the test's function without end, so that the trusted side has no time for anything else.

score: 0 of 8
flags: none
stopped by: callbacks are counted, and have the case's deadline
"""


# %%
def apply(f, x):
    while True:
        f(x)
