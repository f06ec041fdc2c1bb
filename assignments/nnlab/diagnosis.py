"""Say in words what is wrong with a gradient: of one parameter, and of all of them together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DERIVATIVE_AT_ACTIVATION = (
    "The activation's derivative is taken at the activation a; it belongs at the pre-activation z."
)


@dataclass
class Row:
    """The result of the check of one parameter.

    Attributes:
        name: The parameter's name.
        shape: Its shape.
        error: The relative error |a - n| / (|a| + |n|) in Euclidean norm, without rounding.
        checked: The number of entries that were compared.
        kinks: The number of entries that were skipped, because the loss has a kink there.
        status: "right", "wrong" or "not checked".
        reason: A sentence on why, or "".
    """

    name: str
    shape: tuple[int, ...]
    error: float = float("nan")
    checked: int = 0
    kinks: int = 0
    status: str = "wrong"
    reason: str = ""

    @property
    def verdict(self) -> str:
        """The status and, if there is one, the reason."""
        return f"{self.status}. {self.reason}" if self.reason else f"{self.status}."


def diagnose(analytic: np.ndarray, numeric: np.ndarray, n: int | None = None) -> str:
    """Say what a wrong gradient looks like: zero, transposed, or a constant times the right one.

    The constant is c = <a, b> / <b, b>, with a the analytic and b the numeric gradient. It is
    named only if a - c b is tiny.

    Args:
        analytic: The gradient to explain.
        numeric: The right gradient, or one that is close to it.
        n: The number of samples, which may be a factor too many or too few.

    Returns:
        A sentence, or "" if the gradient is right or none of these mistakes fits.
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
    # If b has one entry, some constant always fits: then only a plain factor says anything.
    alone = np.count_nonzero(np.abs(b) > 1e-8 * largest) == 1
    return _name_factor(c, n, alone)


def place_of(wrong: list[Row], rows: list[Row], layers: list[list[str]]) -> str:
    """Say where to look for the mistake, given which parameters are wrong and which are right.

    Backpropagation computes delta = dL/dz layer by layer, from the last to the first, so the
    pattern of wrong parameters often shows the step that is wrong.

    Args:
        wrong: The rows of the wrong parameters.
        rows: The rows of all parameters.
        layers: The names of each layer's parameters, first layer first.

    Returns:
        A sentence, or "" if the pattern says nothing.
    """
    if not all(np.isfinite(row.error) for row in wrong):
        return ""
    names = {row.name for row in wrong}
    right = {row.name for row in rows if row.status == "right"}
    if len(names) == len(rows) > 1 and shared_reason(wrong):
        return ""
    biases = {row.name for row in rows if is_bias(row.name)}
    weights = {row.name for row in rows} - biases
    if names <= biases and weights and weights <= right:
        return ("Only the biases are wrong: delta is right, for the weights are. The gradient of "
                "a bias is delta summed over the samples, scaled like that of the weights.")
    if names <= weights and biases and biases <= right:
        return ("Only the weights are wrong: delta is right, for the biases are. Look at the "
                "product of delta with the layer's input.")
    bad = [k for k, layer in enumerate(layers) if names & set(layer)]
    if len(layers) < 2 or not bad:
        return ""
    last = bad[-1]
    if last == len(layers) - 1:
        return (f"Wrong in the last layer already: start with {listed(layers[-1])}, for the delta "
                f"there passes back to all.")
    if len(bad) <= last or not all(set(layer) <= right for layer in layers[last + 1:]):
        return ""
    after = [name for name in layers[last + 1] if not is_bias(name)]
    tail = len(layers) - 1 - last
    place = "layer and wrong before it" if tail == 1 else f"{tail} layers and wrong before them"
    return (f"Right in the last {place}: look at how delta passes back through {listed(after)} "
            f"and at the activation's derivative.")


def shared_reason(wrong: list[Row]) -> str:
    """Say that all wrong parameters have the same reason, or return "" if they haven't."""
    reason = wrong[0].reason
    if len(wrong) < 2 or not reason or any(row.reason != reason for row in wrong):
        return ""
    return f"{listed([row.name for row in wrong])} are wrong in the same way. {reason}"


def _name_factor(c: float, n: int | None, alone: bool) -> str:
    """Name c as a product of -1, N or 1/N, and 2 or 1/2, with as few factors as possible.

    Args:
        c: The constant.
        n: The number of samples N, or None if it isn't known.
        alone: If True, only a single factor is named.
    """
    signs = {1.0: "", -1.0: "its sign is flipped"}
    twos = {1.0: "", 2.0: "it is 2 times too large: a 2 too many, or a 1/2 lost",
            0.5: "it is half of what it should be: a 2 lost, as that of a square"}
    counts = {1.0: ""}
    if n is not None and n > 1:
        counts[float(n)] = f"it is N = {n} times too large: the sum where the mean is due, 1/N lost"
        counts[1 / n] = f"it is N = {n} times too small: a mean where the sum is due, or 1/N twice"
    sentences: dict[int, list[str]] = {}  # by the number of factors
    for parts in itertools.product(signs.items(), counts.items(), twos.items()):
        value = float(np.prod([p[0] for p in parts]))
        words = [p[1] for p in parts if p[1]]
        if words and abs(c / value - 1) < 1e-5:
            sentences.setdefault(len(words), []).append("; and ".join(words))
    if sentences and (1 in sentences or not alone):
        text = ". Or ".join(sentences[min(sentences)])
        return text[0].upper() + text[1:] + "."
    return "" if alone else f"It is {c:.6g} times what it should be."


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    """Return True if a and b agree to five digits, in Euclidean norm."""
    return bool(np.linalg.norm(a - b) <= 1e-5 * np.linalg.norm(b))


def is_bias(name: str) -> bool:
    """Return True if a parameter of this name is a bias."""
    return str(name).lower().startswith("b") or "bias" in str(name).lower()


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence: "a, b and c"."""
    names = [str(name) for name in names]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
