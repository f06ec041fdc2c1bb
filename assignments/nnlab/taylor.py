"""The Taylor remainder: a test of a gradient along one direction, and a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from . import pictures
from .finite_differences import EPS, loss_value


def taylor_slope(
    loss: Callable[[np.ndarray], Any],
    w: np.ndarray,
    gradient: np.ndarray,
    direction: np.ndarray | None = None,
    rng: np.random.Generator | None = None,
) -> tuple[float, np.ndarray, np.ndarray]:
    """Measure the slope of log R(h) over log h, where R(h) = |L(w + h d) - L(w) - h <g, d>|.

    R is what is left of the loss's change after the part that the gradient g predicts. If g is
    right, the part of order h is gone and R falls like h^2: the slope is 2. If g is wrong, a part
    of order h stays and R falls like h once h is small: the slope is 1, or between 1 and 2 for a
    tiny error. An error at right angles to the direction d can't be seen.

    Args:
        loss: Maps weights to a number.
        w: The weights at which the gradient is tested, an array of any shape.
        gradient: The gradient g to test, of the shape of w.
        direction: The direction d, of the shape of w. By default a random unit vector.
        rng: Draws the random direction.

    Returns:
        The slope, fitted over the smaller half of the steps. It is inf if fewer than three
        remainders are above rounding, as for a linear loss: the gradient is right as far as
        rounding lets us see. It is nan if a remainder isn't finite.
        The steps h, shape (M,), without those whose remainder is at the level of rounding.
        The remainders R(h), shape (M,).

    Raises:
        ValueError: The shapes differ, or the direction is zero.
    """
    w, g = np.asarray(w, dtype=np.float64), np.asarray(gradient, dtype=np.float64)
    if direction is None:
        direction = (rng or np.random.default_rng(0)).standard_normal(w.shape)
        direction = direction / np.linalg.norm(direction)
    d = np.asarray(direction, dtype=np.float64)
    if not w.shape == g.shape == d.shape:
        raise ValueError(
            f"w, the gradient and the direction have shapes {w.shape}, {g.shape} and {d.shape}; "
            f"they should agree."
        )
    if not d.any():
        raise ValueError("The direction is zero: there is nowhere to go.")
    steps = np.logspace(-1, -4, 8)
    here = loss_value(loss(w.copy()))
    there = np.array([loss_value(loss(w + h * d)) for h in steps])
    linear = steps * np.sum(g * d)
    remainders = np.abs(there - here - linear)
    if not np.isfinite(remainders).all():
        return float("nan"), steps, remainders
    rounding = EPS * np.maximum(np.maximum(np.abs(there), abs(here)), np.abs(linear))
    above = remainders > 100 * rounding
    steps, remainders = steps[above], remainders[above]
    if len(steps) < 3:
        return float("inf"), steps, remainders
    half = max(3, len(steps) // 2)
    slope = np.polyfit(np.log(steps[-half:]), np.log(remainders[-half:]), 1)[0]
    return float(slope), steps, remainders


def taylor_picture(curves: dict[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Draw remainders over steps, both logarithmic, beside dotted lines of slope 1 and 2.

    Args:
        curves: Maps a label to (steps, remainders), two of the results of `taylor_slope`.

    Returns:
        The figure. Show it with pictures.show(fig, alt=...).
    """
    fig, ax = plt.subplots(figsize=(6, 4.2))
    for k, (label, (steps, remainders)) in enumerate(curves.items()):
        style = {"color": pictures.COLORS[k % 5], "linestyle": pictures.DASHES[k % 5]}
        empty = "" if len(steps) else " (zero to rounding)"
        ax.loglog(steps, remainders, marker=pictures.MARKERS[k % 5], label=label + empty, **style)
    drawn = [(s, r) for s, r in curves.values() if len(s)]
    if drawn:
        left, right = min(min(s) for s, _ in drawn), max(max(s) for s, _ in drawn)
        ends = [r[np.argmax(s)] for s, r in drawn]
        for power, top in ((1, 4 * max(ends)), (2, min(ends) / 4)):
            low = top * (left / right) ** power
            ax.loglog([left, right], [low, top], ":", color="0.4")
            ax.annotate(f"slope {power}", (left, low), (-4, 0), textcoords="offset points",
                        ha="right", va="center", color="0.3")
        ax.set_xlim(left / 4, right * 1.5)
    ax.set_xlabel("step h")
    ax.set_ylabel("remainder R(h)")
    ax.legend(loc="lower right")
    return fig
