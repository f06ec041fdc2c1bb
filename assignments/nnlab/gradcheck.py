"""The gradient checker: compare a gradient with differences of the loss, and explain the error.

A central difference needs nothing but the loss, so it knows nothing of backpropagation and shares
none of its mistakes. It is slow. It says nothing at a kink of the loss (relu at 0), and it can't
see errors that are smaller than rounding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .diagnosis import (
    DERIVATIVE_AT_ACTIVATION,
    Row,
    diagnose,
    listed,
    place_of,
    shared_reason,
)
from .finite_differences import (
    EPS,
    kind_of,
    loss_value,
    loss_with,
    numerical_gradient,
    relative_error,
    require_weights,
)
from .taylor import taylor_picture, taylor_slope

__all__ = [
    "DERIVATIVE_AT_ACTIVATION", "GradientReport", "check_gradients", "diagnose",
    "numerical_gradient", "relative_error", "taylor_picture", "taylor_slope",
]  # fmt: skip


def check_gradients(
    loss: Callable[[Any], Any],
    params: dict[str, np.ndarray] | np.ndarray,
    gradients: Any,
    *,
    h: float = 1e-5,
    tolerance: float = 1e-6,
    n: int | None = None,
    layers: Sequence[Sequence[str]] | None = None,
    suspects: dict[str, Any] | None = None,
) -> GradientReport:
    """Compare gradients with central differences of loss(params), parameter by parameter.

    With a for the given gradient, b for the differences and t for the tolerance, a parameter is
    right if both hold:

        |a - b| <= 10 t |b| + t/100 max|b| + floor    for every entry
        |a - b| < max(t (|a| + |b|), |floor|)         in Euclidean norm

    The floor is the error that rounding can cause in a difference of two losses. Entries at a
    kink of the loss are left out.

    Args:
        loss: Maps `params` to a number.
        params: A dict of float64 arrays, or one array.
        gradients: The gradients to check, in the form of `params`.
        h: The relative step of the differences.
        tolerance: The relative error up to which a gradient is right.
        n: The number of samples, if known: then a lost factor 1/N is named.
        layers: The names of each layer's parameters, first layer first. By default, names that
            end with the same number are of the same layer.
        suspects: Maps a sentence about a mistake to the gradients that this mistake would give.
            The report says the sentence if these are the gradients that were given.

    Returns:
        A report. Print it, or call its `expect`.

    Raises:
        TypeError: An argument is of the wrong type.
        ValueError: The loss isn't finite, changes between two calls, or can't be checked.
    """
    suspects, value = suspects or {}, loss
    if isinstance(params, np.ndarray):
        params, gradients = {"w": params}, {"w": gradients}
        suspects = {text: {"w": g} for text, g in suspects.items()}

        def value(p: dict[str, np.ndarray]) -> Any:
            return loss(p["w"])

    if not isinstance(params, dict) or not params:
        raise TypeError("params should be a dict of arrays, and not an empty one, or an array.")
    if not isinstance(gradients, dict):
        raise TypeError(
            f"gradients should be a dict with the keys {list(params)}; it is {kind_of(gradients)}."
        )
    order = _layers(params, layers)
    for w in params.values():
        require_weights(w, h)
    here, again = (loss_value(value(params)) for _ in range(2))
    if not np.isfinite(here):
        raise ValueError(f"The loss is {here} at these weights: there is nothing to compare with.")
    if abs(here - again) > 1e-12 * abs(here):
        raise ValueError(
            f"Two calls at the same weights gave the losses {here!r} and {again!r}. "
            f"Does it draw random numbers, or change the weights?"
        )
    rows = []
    for name, w in params.items():
        row = Row(name, w.shape)
        rows.append(row)
        a, row.reason = _array(gradients, name, w.shape)
        if a is None:
            continue
        if w.size == 0:
            row.status, row.reason = "not checked", "It has no entries."
            continue
        numeric, floor, kink = _probe(lambda _: value(params), w, h, here)
        mistaken = {text: g.get(name) for text, g in suspects.items()}
        _judge(row, a, numeric, floor, kink, tolerance, n, mistaken)
    for name in gradients:
        if name not in params:
            rows.append(Row(str(name), (), reason="No parameter has this name."))
    return GradientReport(rows, order)


@dataclass
class GradientReport:
    """The result of `check_gradients`; printed, it is a table with explanations below it.

    Attributes:
        rows: The result for each parameter.
        layers: The names of each layer's parameters, first layer first.
    """

    rows: list[Row]
    layers: list[list[str]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True if every parameter is right."""
        return bool(self.rows) and all(row.status == "right" for row in self.rows)

    @property
    def summary(self) -> str:
        """Sentences on all parameters together: where the mistake is, and what was skipped."""
        wrong = [row for row in self.rows if row.status == "wrong"]
        skipped = [row.name for row in self.rows if row.status == "not checked"]
        kinks = sum(row.kinks for row in self.rows)
        total = kinks + sum(row.checked for row in self.rows)
        parts = ["Every gradient agrees with the differences of the loss."] if self.ok else []
        if wrong:
            parts += [place_of(wrong, self.rows, self.layers), shared_reason(wrong)]
        if skipped:
            parts.append(f"Not checked: {listed(skipped)}.")
        if kinks:
            verb = "sits on a kink and was" if kinks == 1 else "sit on a kink and were"
            parts.append(f"{kinks} of {total} entries {verb} skipped.")
        return " ".join(part for part in parts if part)

    def expect(self) -> None:
        """Raise AssertionError about the first wrong parameter, or return if all are right."""
        if self.ok:
            return
        summary = self.summary
        row = next((row for row in self.rows if row.status == "wrong"), None) or next(
            row for row in self.rows if row.status != "right"
        )
        verdict = f"{row.status}." if row.reason and row.reason in summary else row.verdict
        raise AssertionError(f"The gradient of {row.name} is {verdict} {summary}".strip())

    def __str__(self) -> str:
        table = [("parameter", "shape", "error", "checked", "verdict")]
        for r in self.rows:
            size = r.checked + r.kinks
            table.append((r.name, str(r.shape), f"{r.error:.1e}", f"{r.checked}/{size}", r.status))
        widths = [max(len(line[i]) for line in table) for i in range(5)]
        lines = ["  ".join(c.ljust(k) for c, k in zip(line, widths)).rstrip() for line in table]
        summary = self.summary
        notes = [f"{r.name}: {r.reason}" for r in self.rows if r.reason and r.reason not in summary]
        return "\n".join([*lines, "", *notes, summary])

    __repr__ = __str__


def _judge(
    row: Row, a: np.ndarray, numeric: np.ndarray, floor: np.ndarray, kink: np.ndarray,
    tolerance: float, n: int | None, suspects: dict[str, Any],
) -> None:
    """Compare one parameter's gradient with the differences, and fill in its row.

    Args:
        row: The row to fill in.
        a: The given gradient.
        numeric: The central differences.
        floor: The error that rounding can cause in each difference.
        kink: True for each entry at a kink.
        tolerance: As in `check_gradients`.
        n: The number of samples, or None.
        suspects: Maps a sentence about a mistake to the gradient that it would give.
    """
    smooth = ~kink
    row.kinks, row.checked = int(kink.sum()), int(smooth.sum())
    if a.shape != numeric.shape:
        row.checked = row.kinks = 0
        row.reason = f"Its shape is {a.shape}; the parameter's is {numeric.shape}."
        if diagnose(a, numeric) == "It is transposed.":
            row.reason += " It is transposed."
        return
    if not np.isfinite(numeric).all():
        row.status, row.reason = "not checked", "The loss isn't finite close to these weights."
        return
    if row.checked == 0:
        row.status = "not checked"
        row.reason = "Every entry sits on a kink of the loss: check at other weights."
        return
    x, y, f = a[smooth], numeric[smooth], floor[smooth]
    gap, size = np.abs(x - y), np.linalg.norm(x) + np.linalg.norm(y)
    row.error = float(np.linalg.norm(gap) / max(size, np.linalg.norm(f) / tolerance))
    bound = 10 * tolerance * np.abs(y) + tolerance / 100 * np.abs(y).max() + f
    if row.error < tolerance and (gap <= bound).all():
        row.status = "right"
        if np.linalg.norm(y) <= np.linalg.norm(f):
            row.reason = "It is zero to rounding here: check at other weights too."
        return
    for text, g in suspects.items():
        same = np.shape(g) == a.shape
        if same and np.linalg.norm(x - np.asarray(g)[smooth]) <= 1e-6 * np.linalg.norm(gap):
            row.reason = text
            return
    row.reason = diagnose(np.where(kink, 0.0, a), np.where(kink, 0.0, numeric), n)
    if not row.reason:
        worst = np.unravel_index(int(np.argmax(np.where(kink, -1, np.abs(a - numeric)))), a.shape)
        at = f" at index {tuple(int(i) for i in worst)}" if worst else ""
        row.reason = f"It is {a[worst]:.6g}{at}; the central difference says {numeric[worst]:.6g}."


def _probe(
    f: Callable[[Any], Any], w: np.ndarray, h: float, here: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute central differences, their rounding errors, and which entries are at a kink.

    Each entry is moved by a step s and by s/10. If f is smooth, the gap between the forward and
    the backward difference is ten times smaller for the smaller step. If there is a kink within
    s/10, both gaps are equal; if there is one between s/10 and s, the smaller step has no gap.
    If the two central differences differ by more than rounding can explain, f bends too much for
    the step s, and the difference of the smaller step is used.

    Args:
        f: Maps weights to a number.
        w: The weights, moved in place.
        h: The relative step: s = h max(1, |w_i|).
        here: f(w).

    Returns:
        Three arrays of the shape of w: the central differences, the errors that rounding can
        cause in them, and True for each entry at a kink.
    """
    numeric, floor, kink = np.zeros(w.shape), np.zeros(w.shape), np.zeros(w.shape, dtype=bool)
    for i in np.ndindex(w.shape):
        x = float(w[i])
        s = h * max(1.0, abs(x))
        slopes, gaps = [], []
        for step in (s, s / 10):
            above, below = x + step, x - step
            up, down = loss_with(f, w, i, above), loss_with(f, w, i, below)
            slopes.append((up - down) / (above - below))
            gaps.append((up - here) / (above - x) - (here - down) / (x - below))
        rounding = 20 * EPS * max(1.0, abs(here)) / s
        fine = abs(slopes[0] - slopes[1]) > 100 * rounding
        numeric[i], floor[i] = slopes[fine], rounding * (10 if fine else 1)
        kink[i] = abs(gaps[0] - 10 * gaps[1]) > 500 * rounding + 1e-6 * abs(slopes[0])
    return numeric, floor, kink


def _array(gradients: dict, name: str, shape: tuple[int, ...]) -> tuple[np.ndarray | None, str]:
    """Return the gradient as a float64 copy and "", or None and what is wrong with it."""
    if name not in gradients:
        return None, "It is missing: gradients has no such key."
    value = gradients[name]
    if shape == () and isinstance(value, (float, int, np.number)):
        value = np.asarray(value)
    if type(value) is not np.ndarray:
        return None, f"It should be an array; it is {kind_of(value)}."
    if value.dtype.kind not in "biuf":
        return None, f"It should hold real numbers; its dtype is {value.dtype}."
    bad = ~np.isfinite(value)
    if bad.any():
        return None, f"{int(bad.sum())} of its {bad.size} entries are nan or infinite."
    return value.astype(np.float64), ""


def _layers(params: dict, layers: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """Return the given layers, or layers of the names that end with the same number.

    Without given layers, a name without a number means that there are no layers: [].
    """
    if layers is not None:
        unknown = [name for layer in layers for name in layer if name not in params]
        if unknown:
            raise ValueError(f"layers names {listed(unknown)}, which params doesn't have.")
        return [list(layer) for layer in layers]
    by_number: dict[int, list[str]] = {}
    for name in params:
        digits = re.search(r"(\d+)$", str(name))
        if not digits:
            return []
        by_number.setdefault(int(digits[1]), []).append(name)
    return [by_number[k] for k in sorted(by_number)]
