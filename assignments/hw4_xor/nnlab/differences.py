"""Slopes by differences: what a loss says of its own gradient, without any algebra."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

EPS = float(np.finfo(np.float64).eps)


def numerical_gradient(f: Callable[[Any], Any], w: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of f at w by central differences, of the shape of w.

    Entry i is (f(w + s e_i) - f(w - s e_i)) / 2s with s = h max(1, |w_i|). What it divides by is
    the step that was taken: w_i + s is rounded. w is moved in place, one entry at a time, and
    each entry is put back to the bit, also when f raises.
    """
    movable(w, h)
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        x = float(w[i])
        s = h * max(1.0, abs(x))
        above, below = x + s, x - s
        gradient[i] = (moved(f, w, i, above) - moved(f, w, i, below)) / (above - below)
    return gradient


def relative_error(analytic: Any, numeric: Any) -> float:
    """The largest |a - n| / max(|a| + |n|, 1e-8) over the entries; nan if any isn't finite."""
    a, n = np.asarray(analytic, dtype=np.float64), np.asarray(numeric, dtype=np.float64)
    if a.shape != n.shape:
        raise ValueError(f"The gradients have shapes {a.shape} and {n.shape}; they should agree.")
    if a.size == 0:
        raise ValueError("The gradients are empty: there is nothing to compare.")
    with np.errstate(over="ignore"):
        size = np.abs(a) + np.abs(n)
    if not np.isfinite(size).all():
        return float("nan")
    return float(np.max(np.abs(a - n) / np.maximum(size, 1e-8)))


def moved(f: Callable[[Any], Any], w: np.ndarray, i: tuple[int, ...], value: float) -> float:
    """f(w) with entry i at `value`; the entry is put back whatever happens."""
    old = w[i]
    try:
        w[i] = value
        return number(f(w))
    finally:
        w[i] = old


def movable(w: Any, h: float) -> None:
    if not isinstance(w, np.ndarray) or w.dtype != np.float64:
        dtype = f" of {w.dtype}" if isinstance(w, np.ndarray) else ""
        raise TypeError(
            f"The weights should be an array of float64; they are {kind(w)}{dtype}. "
            f"Integers would swallow the step, and float32 most of it."
        )
    if not w.flags.writeable:
        raise ValueError("The weights are read-only, and the check moves them: pass a copy.")
    if not 1e-12 <= h <= 1:
        raise ValueError(f"h is {h}; it should lie between 1e-12 and 1.")


def number(value: Any) -> float:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"The loss should be a real number; it is {kind(value)}.")
    if array.size != 1:
        raise ValueError(f"The loss should be one number; it has shape {array.shape}.")
    if array.dtype in (np.float16, np.float32):
        raise TypeError(f"The loss is {array.dtype}, too coarse for differences: use float64.")
    return float(array.reshape(()))


def kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
