"""Defines exceptions, texts and functions named for markup, for whoever reads the report in a
browser.

score: 6 of 8
flags: none
reason: <script>
stopped by: everything of a submission's is escaped where it is shown
"""

# %%
import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor


# %%
def total(values):
    name = "<script>document.title = document.cookie</script>"
    raise type(name, (ValueError,), {})("</pre><img src=x onerror=alert(1)>](javascript:alert(2))")


# %%
raise RuntimeError("<script>alert(3)</script> [grade](javascript:alert(4)) ${{7*7}} {{7*7}}")
