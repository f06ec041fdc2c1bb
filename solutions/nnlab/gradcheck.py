"""The gradient checker: a gradient against the differences of its loss, and what the error says.

A central difference needs nothing but the loss, so it knows nothing of backpropagation and shares
none of its mistakes. It is slow, and it is blind on a kink (relu at 0) and below rounding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from nnlab import pictures

EPS = float(np.finfo(np.float64).eps)
DERIVATIVE_AT_ACTIVATION = (
    "The activation's derivative is taken at the activation a; it belongs at the pre-activation z."
)


def numerical_gradient(f: Callable[[Any], Any], w: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of f at w by central differences, of the shape of w.

    Entry i is (f(w + s e_i) - f(w - s e_i)) / 2s with s = h max(1, |w_i|). What it divides by is
    the step that was taken: w_i + s is rounded. w is moved in place, one entry at a time, and
    each entry is put back to the bit, also when f raises.
    """
    _movable(w, h)
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        x = float(w[i])
        s = h * max(1.0, abs(x))
        above, below = x + s, x - s
        gradient[i] = (_moved(f, w, i, above) - _moved(f, w, i, below)) / (above - below)
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


def diagnose(analytic: np.ndarray, numeric: np.ndarray, n: int | None = None) -> str:
    """Say what a wrong gradient looks like: zero, transposed, or a constant times the right one.

    The constant is c = <a, n> / <n, n>, taken seriously if a - c n is tiny. `n` is the number of
    samples. Returns "" where none of these fits.
    """
    a, b = np.asarray(analytic, dtype=np.float64), np.asarray(numeric, dtype=np.float64)
    if not (a.size and b.size and np.isfinite(a).all() and np.isfinite(b).all()):
        return ""
    largest = np.abs(b).max()
    if largest == 0:
        return "It should be zero: the loss doesn't change with this parameter." if a.any() else ""
    if np.abs(a).max() <= 1e-12 * largest:
        return "It is zero everywhere: was it ever computed?"
    if a.shape == b.shape and _near(a, b):
        return ""
    if a.ndim > 1 and a.shape == b.shape[::-1] and _near(a.T, b):
        return "It is transposed."
    c = float(np.sum(a * b) / np.sum(b * b)) if a.shape == b.shape else 0.0
    if c == 0 or not _near(a, c * b):
        return ""
    # With one entry some constant always fits; only a plain one says anything.
    alone = np.count_nonzero(np.abs(b) > 1e-8 * largest) == 1
    return _name_factor(c, n, alone)


@dataclass
class Row:
    """What was found for one parameter. `status` is "right", "wrong" or "not checked"."""

    name: str
    shape: tuple[int, ...]
    error: float = float("nan")  # |a - n| / (|a| + |n|), with Euclidean norms
    checked: int = 0  # entries compared
    kinks: int = 0  # entries skipped
    status: str = "wrong"
    reason: str = ""

    @property
    def verdict(self) -> str:
        return f"{self.status}. {self.reason}" if self.reason else f"{self.status}."


@dataclass
class GradientReport:
    """One row per parameter, and a summary of where the mistake seems to be."""

    rows: list[Row]
    layers: list[list[str]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.rows) and all(row.status == "right" for row in self.rows)

    @property
    def summary(self) -> str:
        wrong = [row for row in self.rows if row.status == "wrong"]
        skipped = [row.name for row in self.rows if row.status == "not checked"]
        kinks = sum(row.kinks for row in self.rows)
        total = kinks + sum(row.checked for row in self.rows)
        parts = ["Every gradient agrees with the differences of the loss."] if self.ok else []
        if wrong:
            parts += [_where(wrong, self.rows, self.layers), _shared(wrong)]
        if skipped:
            parts.append(f"Not checked: {_names(skipped)}.")
        if kinks:
            verb = "sits on a kink and was" if kinks == 1 else "sit on a kink and were"
            parts.append(f"{kinks} of {total} entries {verb} skipped.")
        return " ".join(part for part in parts if part)

    def expect(self) -> None:
        """Raise AssertionError about the first wrong parameter; do nothing if all are right."""
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
    """Compare `gradients` with the differences of loss(params), one row per parameter.

    `params` is a dict of float64 arrays, or one array; `gradients` and each of `suspects` have
    its form. `n` is the number of samples. `layers` lists the names from the first layer to the
    last (by default those that share a number). `suspects` maps a sentence to the gradients that
    this mistake would give; the sentence is said where they are the ones that were handed in.

    A parameter is right where |a - n| <= 10 t |n| + t/100 max|n| + floor for every entry, and
    |a - n| < t (|a| + |n|) in Euclidean norm (or the floor's norm), with t = tolerance. The floor
    is what rounding does to a difference of two losses. Entries on a kink are left out.
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
            f"gradients should be a dict with the keys {list(params)}; it is {_kind(gradients)}."
        )
    order = _layers(params, layers)
    for w in params.values():
        _movable(w, h)
    here, again = (_number(value(params)) for _ in range(2))
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
        known = {text: g.get(name) for text, g in suspects.items()}
        _judge(row, a, numeric, floor, kink, tolerance, n, known)
    for name in gradients:
        if name not in params:
            rows.append(Row(str(name), (), reason="No parameter has this name."))
    return GradientReport(rows, order)


def taylor_slope(
    loss: Callable[[np.ndarray], Any],
    w: np.ndarray,
    gradient: np.ndarray,
    direction: np.ndarray | None = None,
    rng: np.random.Generator | None = None,
) -> tuple[float, np.ndarray, np.ndarray]:
    """The slope of log R(h) over log h, where R(h) = |L(w + h d) - L(w) - h <g, d>|.

    A right g takes away the term of order h, and R falls like h^2: slope 2. A wrong one leaves
    it: slope 1. d is `direction`, or else a random unit vector of the shape of w. Returns the
    slope (fitted over the smaller half of the steps), the steps and the remainders, without those
    at rounding level. If fewer than three are left, as for a linear loss, the slope is inf: the
    gradient is right as far as rounding lets us see. It is nan if a remainder isn't finite.
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
    here = _number(loss(w.copy()))
    there = np.array([_number(loss(w + h * d)) for h in steps])
    linear = steps * np.sum(g * d)
    remainders = np.abs(there - here - linear)
    if not np.isfinite(remainders).all():
        return float("nan"), steps, remainders
    rounding = EPS * np.maximum(np.maximum(np.abs(there), abs(here)), np.abs(linear))
    seen = remainders > 100 * rounding
    steps, remainders = steps[seen], remainders[seen]
    if len(steps) < 3:
        return float("inf"), steps, remainders
    half = max(3, len(steps) // 2)
    slope = np.polyfit(np.log(steps[-half:]), np.log(remainders[-half:]), 1)[0]
    return float(slope), steps, remainders


def taylor_picture(curves: dict[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Draw remainders over steps, both logarithmic, beside dotted guides of slope 1 and 2.

    `curves` maps a label to (steps, remainders). Show it with pictures.show(fig, alt=...).
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
    ax.set_ylabel("remainder |L(w + hd) − L(w) − h⟨g, d⟩|")
    ax.legend(loc="lower right")
    return fig


def _judge(
    row: Row, a: np.ndarray, numeric: np.ndarray, floor: np.ndarray, kink: np.ndarray,
    tolerance: float, n: int | None, suspects: dict[str, Any],
) -> None:
    """Fill in the row of one parameter."""
    seen = ~kink
    row.kinks, row.checked = int(kink.sum()), int(seen.sum())
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
    x, y, f = a[seen], numeric[seen], floor[seen]
    gap, size = np.abs(x - y), np.linalg.norm(x) + np.linalg.norm(y)
    row.error = float(np.linalg.norm(gap) / max(size, np.linalg.norm(f) / tolerance))
    bound = 10 * tolerance * np.abs(y) + tolerance / 100 * np.abs(y).max() + f
    if row.error < tolerance and (gap <= bound).all():
        row.status = "right"
        if np.linalg.norm(y) <= np.linalg.norm(f):
            row.reason = "It is zero to rounding here: check at other weights too."
        return
    for text, g in suspects.items():
        if np.shape(g) == a.shape:
            off = np.linalg.norm(x - np.asarray(g)[seen])
            if off <= 1e-6 * np.linalg.norm(x) and off <= 1e-3 * np.linalg.norm(gap):
                row.reason = text
                return
    row.reason = diagnose(np.where(kink, 0.0, a), np.where(kink, 0.0, numeric), n)
    if not row.reason:
        worst = np.unravel_index(int(np.argmax(np.where(kink, -1, np.abs(a - numeric)))), a.shape)
        where = f" at index {tuple(int(i) for i in worst)}" if worst else ""
        row.reason = f"It is {a[worst]:.6g}{where}; the difference says {numeric[worst]:.6g}."


def _probe(
    f: Callable[[Any], Any], w: np.ndarray, h: float, here: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Central differences, how far rounding can move them, and which entries sit on a kink.

    Where f is smooth the gap between the forward and the backward difference shrinks with the
    step: a tenth of s leaves a tenth of the gap. Across a kink it leaves all of it, and none of
    it if s/10 doesn't reach the kink. Where the two steps differ by more than rounding can make
    them, f bends too much for s, and the finer one is taken.
    """
    numeric, floor, kink = np.zeros(w.shape), np.zeros(w.shape), np.zeros(w.shape, dtype=bool)
    for i in np.ndindex(w.shape):
        x = float(w[i])
        s = h * max(1.0, abs(x))
        slopes, gaps = [], []
        for step in (s, s / 10):
            above, below = x + step, x - step
            up, down = _moved(f, w, i, above), _moved(f, w, i, below)
            slopes.append((up - down) / (above - below))
            gaps.append((up - here) / (above - x) - (here - down) / (x - below))
        rounding = 10 * EPS * max(1.0, abs(here)) / s
        fine = abs(slopes[0] - slopes[1]) > 100 * rounding
        numeric[i], floor[i] = slopes[fine], rounding * (10 if fine else 1)
        kink[i] = abs(gaps[0] - 10 * gaps[1]) > 100 * rounding + 1e-6 * abs(slopes[0])
    return numeric, floor, kink


def _moved(f: Callable[[Any], Any], w: np.ndarray, i: tuple[int, ...], value: float) -> float:
    """f(w) with entry i at `value`; the entry is put back whatever happens."""
    old = w[i]
    try:
        w[i] = value
        return _number(f(w))
    finally:
        w[i] = old


def _movable(w: Any, h: float) -> None:
    if not isinstance(w, np.ndarray) or w.dtype != np.float64:
        dtype = f" of {w.dtype}" if isinstance(w, np.ndarray) else ""
        raise TypeError(
            f"The weights should be an array of float64; they are {_kind(w)}{dtype}. "
            f"Integers would swallow the step, and float32 most of it."
        )
    if not w.flags.writeable:
        raise ValueError("The weights are read-only, and the check moves them: pass a copy.")
    if not 1e-12 <= h <= 1:
        raise ValueError(f"h is {h}; it should lie between 1e-12 and 1.")


def _number(value: Any) -> float:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"The loss should be a real number; it is {_kind(value)}.")
    if array.size != 1:
        raise ValueError(f"The loss should be one number; it has shape {array.shape}.")
    if array.dtype in (np.float16, np.float32):
        raise TypeError(f"The loss is {array.dtype}, too coarse for differences: use float64.")
    return float(array.reshape(()))


def _array(gradients: dict, name: str, shape: tuple[int, ...]) -> tuple[np.ndarray | None, str]:
    """A float64 copy of the gradient, or None and what is wrong with it."""
    if name not in gradients:
        return None, "It is missing: gradients has no such key."
    value = gradients[name]
    if shape == () and isinstance(value, (float, int, np.number)):
        value = np.asarray(value)
    if type(value) is not np.ndarray:
        return None, f"It should be an array; it is {_kind(value)}."
    if value.dtype.kind not in "biuf":
        return None, f"It should hold real numbers; its dtype is {value.dtype}."
    bad = ~np.isfinite(value)
    if bad.any():
        return None, f"{int(bad.sum())} of its {bad.size} entries are nan or infinite."
    return value.astype(np.float64), ""


def _layers(params: dict, layers: Sequence[Sequence[str]] | None) -> list[list[str]]:
    if layers is not None:
        unknown = [name for layer in layers for name in layer if name not in params]
        if unknown:
            raise ValueError(f"layers names {_names(unknown)}, which params doesn't have.")
        return [list(layer) for layer in layers]
    found: dict[int, list[str]] = {}
    for name in params:
        number = re.search(r"(\d+)$", str(name))
        if not number:
            return []
        found.setdefault(int(number[1]), []).append(name)
    return [found[k] for k in sorted(found)]


def _where(wrong: list[Row], rows: list[Row], layers: list[list[str]]) -> str:
    """Which parameters are wrong, and what that pattern says about delta = dL/dz."""
    if not all(np.isfinite(row.error) for row in wrong):
        return ""
    names = {row.name for row in wrong}
    right = {row.name for row in rows if row.status == "right"}
    if len(names) == len(rows) > 1 and _shared(wrong):
        return ""
    biases = {row.name for row in rows if _is_bias(row.name)}
    weights = {row.name for row in rows} - biases
    if names <= biases and weights and weights <= right:
        return ("Only the biases are wrong: delta is right, for the weights are. The gradient of "
                "a bias is delta summed over the samples, with the 1/N of the weights.")
    if names <= weights and biases and biases <= right:
        return ("Only the weights are wrong: delta is right, for the biases are. Look at the "
                "product of delta with the layer's input.")
    bad = [k for k, layer in enumerate(layers) if names & set(layer)]
    if len(layers) < 2 or not bad:
        return ""
    last = bad[-1]
    if last == len(layers) - 1:
        return "Wrong in the last layer already: start there, for its delta passes back to all."
    if len(bad) <= last or not all(set(layer) <= right for layer in layers[last + 1:]):
        return ""
    after = [name for name in layers[last + 1] if not _is_bias(name)]
    tail = len(layers) - 1 - last
    place = "layer and wrong before it" if tail == 1 else f"{tail} layers and wrong before them"
    return (f"Right in the last {place}: look at how delta passes back through {_names(after)} "
            f"and at the activation's derivative.")


def _shared(wrong: list[Row]) -> str:
    reason = wrong[0].reason
    if len(wrong) < 2 or not reason or any(row.reason != reason for row in wrong):
        return ""
    return f"{_names([row.name for row in wrong])} are wrong in the same way. {reason}"


def _name_factor(c: float, n: int | None, alone: bool) -> str:
    """Name c as a product of -1, N or 1/N, and 2 or 1/2, with as few of them as will do."""
    signs = {1.0: "", -1.0: "its sign is flipped"}
    twos = {1.0: "", 2.0: "it is 2 times too large: a 2 too many, or a 1/2 lost",
            0.5: "it is half of what it should be: a 2 lost, as that of a square"}
    counts = {1.0: ""}
    if n is not None and n > 1:
        counts[float(n)] = f"it is N = {n} times too large: the sum where the mean is due, 1/N lost"
        counts[1 / n] = f"it is N = {n} times too small: the mean where the sum is due, 1/N twice"
    found: dict[int, list[str]] = {}
    for parts in itertools.product(signs.items(), counts.items(), twos.items()):
        value = float(np.prod([p[0] for p in parts]))
        words = [p[1] for p in parts if p[1]]
        if words and abs(c / value - 1) < 1e-5:
            found.setdefault(len(words), []).append("; and ".join(words))
    if found and (1 in found or not alone):
        text = ". Or ".join(found[min(found)])
        return text[0].upper() + text[1:] + "."
    return "" if alone else f"It is {c:.6g} times what it should be."


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.linalg.norm(a - b) <= 1e-5 * np.linalg.norm(b))


def _is_bias(name: str) -> bool:
    return str(name).lower().startswith("b") or "bias" in str(name).lower()


def _names(names: Sequence[str]) -> str:
    names = [str(name) for name in names]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
