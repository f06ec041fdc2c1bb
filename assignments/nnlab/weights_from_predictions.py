"""Read the weights of a small network off its predictions.

The predictions of a network with one hidden layer of tanh determine its weights. Only two changes
give the same function: another order of the neurons, and another sign of all three weights of a
neuron (Sussmann, Neural Networks 5, 1992). So a training loop that shows nothing but its
predictions can still be checked: the weights before and after a step say which gradient it used.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

Weights = dict[str, np.ndarray]
# The 121 points at which predictions are compared.
PROBES = np.concatenate([-np.geomspace(1e3, 1e-2, 60), [0.0], np.geomspace(1e-2, 1e3, 60)])
STARTS = 20  # The number of random first guesses.
STEPS = 60  # The number of steps from each guess.
MAX_ERROR = 1e-10  # The largest error of a fit, relative to the largest prediction.
MAX_CONDITION = 1e7  # With a larger condition number, other weights fit just as well.


def answer(weights: Weights, x: np.ndarray) -> np.ndarray:
    """Return the predictions of a network: tanh(x W1 + b1) W2 + b2.

    Args:
        weights: "W1", "b1" and "W2" of shape (H,), for H hidden neurons, and "b2" of shape (1,).
        x: Inputs, shape (M,).

    Returns:
        Predictions, shape (M,).
    """
    return np.tanh(x[:, None] * weights["W1"] + weights["b1"]) @ weights["W2"] + weights["b2"]


def weights_of(
    predict: Callable[[np.ndarray], Any], hidden: int, near: Weights | None = None
) -> Weights | None:
    """Find the weights of a network from its predictions, by least squares from many guesses.

    This works for one or two hidden neurons.

    Args:
        predict: Maps inputs of shape (M,) to predictions of shape (M,).
        hidden: The number of hidden neurons.
        near: Weights that should be close, for example those before a training step. Of all
            orders and signs that give the same function, the one closest to `near` is returned.

    Returns:
        The weights as in `answer`. None if nothing fits: the function is no such network, or
        two of its neurons can't be told apart.
    """
    targets = np.asarray(predict(PROBES.copy()), dtype=np.float64)
    if targets.shape != PROBES.shape or not np.isfinite(targets).all():
        return None
    rng = np.random.default_rng(0)
    size = np.abs(targets).max() + 1e-300
    guesses = (_guess(hidden, rng, targets) for _ in range(STARTS))
    for guess in itertools.chain([_pack(near)] if near else [], guesses):
        vector, error = _fit(guess, hidden, targets)
        if error <= MAX_ERROR * size and _condition(vector, hidden) < MAX_CONDITION:
            weights = _unpack(vector, hidden)
            return _closest(weights, near) if near else weights
    return None


def _closest(weights: Weights, near: Weights) -> Weights:
    """Return the same network with the order and the signs of its neurons closest to `near`."""
    hidden = len(weights["W1"])
    equivalent = []
    for order in itertools.permutations(range(hidden)):
        for signs in itertools.product([1.0, -1.0], repeat=hidden):
            turned = {key: weights[key][list(order)] * signs for key in ("W1", "b1", "W2")}
            equivalent.append({**turned, "b2": weights["b2"]})
    return min(equivalent, key=lambda one: float(np.linalg.norm(_pack(one) - _pack(near))))


def _guess(hidden: int, rng: np.random.Generator, targets: np.ndarray) -> np.ndarray:
    """Draw inner weights of random size, and take the best outer weights for them."""
    inner = rng.normal(0, 1, hidden) * np.exp(rng.normal(0, 1, hidden))
    bias = rng.normal(0, 1.5, hidden)
    table = np.column_stack([np.tanh(PROBES[:, None] * inner + bias), np.ones(len(PROBES))])
    return np.concatenate([inner, bias, np.linalg.lstsq(table, targets, rcond=None)[0]])


def _fit(p: np.ndarray, hidden: int, targets: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit the weights to the targets by the method of Levenberg and Marquardt.

    Args:
        p: The guess to begin with, all weights in one vector.
        hidden: The number of hidden neurons.
        targets: The predictions at PROBES.

    Returns:
        The weights, and the largest error that they leave.
    """
    def errors_of(q: np.ndarray) -> np.ndarray:
        return answer(_unpack(q, hidden), PROBES) - targets

    damping, errors = 1e-2, errors_of(p)
    for _ in range(STEPS):
        table = _slopes(p, hidden)
        normal = table.T @ table
        scale = np.diag(np.diag(normal) + 1e-12)
        change = np.linalg.lstsq(normal + damping * scale, table.T @ errors, rcond=None)[0]
        trial = errors_of(p - change)
        if trial @ trial < errors @ errors:
            p, errors, damping = p - change, trial, damping / 10
        elif damping > 1e8 or np.abs(change).max() <= 1e-15 * np.abs(p).max():
            break
        else:
            damping *= 10
    return p, float(np.abs(errors).max())


def _slopes(p: np.ndarray, hidden: int) -> np.ndarray:
    """Differentiate the predictions at PROBES by each weight, with central differences."""
    steps = 1e-6 * np.maximum(1.0, np.abs(p))
    return np.column_stack([
        (answer(_unpack(p + move, hidden), PROBES) - answer(_unpack(p - move, hidden), PROBES))
        / (2 * step)
        for step, move in zip(steps, np.diag(steps))
    ])  # fmt: skip


def _condition(p: np.ndarray, hidden: int) -> float:
    """Return the condition number of the fit: large if different weights fit equally well."""
    table = _slopes(p, hidden)
    return float(np.linalg.cond(table / (np.linalg.norm(table, axis=0) + 1e-300)))


def _unpack(p: np.ndarray, hidden: int) -> Weights:
    W1, b1, W2, b2 = np.split(p, [hidden, 2 * hidden, 3 * hidden])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def _pack(weights: Weights) -> np.ndarray:
    return np.concatenate([weights[key] for key in ("W1", "b1", "W2", "b2")])
