"""Numerical gradients: differences of a loss in place of algebra."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

EPS = float(np.finfo(np.float64).eps)  # The relative rounding error of float64, about 2e-16.


def numerical_gradient(f: Callable[[Any], Any], w: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Return the gradient of f at w by central differences.

    Entry i is (f(w + s e_i) - f(w - s e_i)) / 2s with s = h max(1, |w_i|). The computer rounds
    w_i + s and w_i - s, so the difference is divided by the distance of the rounded values.

    Args:
        f: Maps weights to a number. It sees w itself with one entry changed. Each entry gets its
            old value back, exactly, even if f raises an exception.
        w: The weights, a float64 array of any shape.
        h: The relative step.

    Returns:
        The gradient, of the shape of w.
    """
    require_weights(w, h)
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        x = float(w[i])
        s = h * max(1.0, abs(x))
        above, below = x + s, x - s
        gradient[i] = (loss_with(f, w, i, above) - loss_with(f, w, i, below)) / (above - below)
    return gradient


def relative_error(analytic: Any, numeric: Any) -> float:
    """Return the largest |a - n| / max(|a| + |n|, 1e-8) over all entries.

    Args:
        analytic: The gradient a, derived by hand.
        numeric: The gradient n, from differences, of the same shape.

    Returns:
        The relative error; nan if an entry isn't finite.

    Raises:
        ValueError: The shapes differ, or there are no entries.
    """
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


def loss_with(f: Callable[[Any], Any], w: np.ndarray, i: tuple[int, ...], value: float) -> float:
    """Return f(w) with `value` as entry i of w, and give the entry its old value back."""
    old = w[i]
    try:
        w[i] = value
        return loss_value(f(w))
    finally:
        w[i] = old


def require_weights(w: Any, h: float) -> None:
    """Raise TypeError or ValueError unless w is an array that can be changed by steps of h."""
    if not isinstance(w, np.ndarray) or w.dtype != np.float64:
        dtype = f" of {w.dtype}" if isinstance(w, np.ndarray) else ""
        raise TypeError(
            f"The weights should be an array of float64; they are {kind_of(w)}{dtype}. "
            f"Integers would swallow the step, and float32 most of it."
        )
    if not w.flags.writeable:
        raise ValueError("The weights are read-only, and the check moves them: pass a copy.")
    if not 1e-12 <= h <= 1:
        raise ValueError(f"h is {h}; it should lie between 1e-12 and 1.")


def loss_value(value: Any) -> float:
    """Return a loss as a float.

    Raises:
        TypeError: It isn't a real number, or it is not precise enough.
        ValueError: It isn't a single number.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"The loss should be a real number; it is {kind_of(value)}.")
    if array.size != 1:
        raise ValueError(f"The loss should be one number; it has shape {array.shape}.")
    if array.dtype in (np.float16, np.float32):
        raise TypeError(f"The loss is {array.dtype}, too coarse for differences: use float64.")
    return float(array.reshape(()))


def kind_of(value: Any) -> str:
    """Return the type of a value in words."""
    return "None" if value is None else f"a {type(value).__name__}"
