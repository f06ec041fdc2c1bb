"""Read the weights of a small network off its predictions.

A network with one hidden layer of tanh is known by what it answers: up to the order of its neurons
and a common sign of a neuron's weights, no other weights give the same function (Sussmann, Neural
Networks 5, 1992). So a training loop that shows nothing but its predictions can still be checked,
gradient by gradient: its weights before and after a step say which way it went.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

Weights = dict[str, np.ndarray]
PROBES = np.concatenate([-np.geomspace(1e3, 1e-2, 60), [0.0], np.geomspace(1e-2, 1e3, 60)])
STARTS, STEPS = 20, 60
EXACT = 1e-10  # relative to the size of the predictions
BLURRED = 1e7  # condition from which on weights can't be told from others


def answer(weights: Weights, x: np.ndarray) -> np.ndarray:
    """tanh(x W1 + b1) W2 + b2 for x (M,), W1, b1, W2 (H,) and b2 (1,): predictions (M,)."""
    return np.tanh(x[:, None] * weights["W1"] + weights["b1"]) @ weights["W2"] + weights["b2"]


def weights_of(
    predict: Callable[[np.ndarray], Any], hidden: int, near: Weights | None = None
) -> Weights | None:
    """Weights W1, b1, W2 (hidden,) and b2 (1,) of a network that predicts what `predict` does.

    Meant for one or two neurons. Found by least squares on 121 points between -1,000 and 1,000,
    from many starts. Of the orders and signs that mean the same, those closest to `near` are
    returned. None if nothing fits: the function is no such network, or two of its neurons can't be
    told apart.
    """
    wanted = np.asarray(predict(PROBES.copy()), dtype=np.float64)
    if wanted.shape != PROBES.shape or not np.isfinite(wanted).all():
        return None
    rng = np.random.default_rng(0)
    size = np.abs(wanted).max() + 1e-300
    guesses = (_start(hidden, rng, wanted) for _ in range(STARTS))
    for guess in itertools.chain([_packed(near)] if near else [], guesses):
        found, miss = _fitted(guess, hidden, wanted)
        if miss <= EXACT * size and _condition(found, hidden) < BLURRED:
            weights = _named(found, hidden)
            return _closest(weights, near) if near else weights
    return None


def _closest(weights: Weights, near: Weights) -> Weights:
    """The same network with its neurons in the order, and with the signs, closest to `near`."""
    hidden = len(weights["W1"])
    same = []
    for order in itertools.permutations(range(hidden)):
        for signs in itertools.product([1.0, -1.0], repeat=hidden):
            turned = {key: weights[key][list(order)] * signs for key in ("W1", "b1", "W2")}
            same.append({**turned, "b2": weights["b2"]})
    return min(same, key=lambda one: float(np.linalg.norm(_packed(one) - _packed(near))))


def _start(hidden: int, rng: np.random.Generator, wanted: np.ndarray) -> np.ndarray:
    """Random inner weights of random size, the best outer weights for them."""
    inner = rng.normal(0, 1, hidden) * np.exp(rng.normal(0, 1, hidden))
    bias = rng.normal(0, 1.5, hidden)
    table = np.column_stack([np.tanh(PROBES[:, None] * inner + bias), np.ones(len(PROBES))])
    return np.concatenate([inner, bias, np.linalg.lstsq(table, wanted, rcond=None)[0]])


def _fitted(p: np.ndarray, hidden: int, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Levenberg and Marquardt's method with differences: the weights, the largest miss left."""
    def miss_of(q: np.ndarray) -> np.ndarray:
        return answer(_named(q, hidden), PROBES) - wanted

    damping, miss = 1e-2, miss_of(p)
    for _ in range(STEPS):
        table = _slopes(p, hidden)
        normal = table.T @ table
        scale = np.diag(np.diag(normal) + 1e-12)
        change = np.linalg.lstsq(normal + damping * scale, table.T @ miss, rcond=None)[0]
        trial = miss_of(p - change)
        if trial @ trial < miss @ miss:
            p, miss, damping = p - change, trial, damping / 10
        elif damping > 1e8 or np.abs(change).max() <= 1e-15 * np.abs(p).max():
            break
        else:
            damping *= 10
    return p, float(np.abs(miss).max())


def _slopes(p: np.ndarray, hidden: int) -> np.ndarray:
    """How the answers at PROBES move with each weight, by central differences."""
    steps = 1e-6 * np.maximum(1.0, np.abs(p))
    return np.column_stack([
        (answer(_named(p + move, hidden), PROBES) - answer(_named(p - move, hidden), PROBES))
        / (2 * step)
        for step, move in zip(steps, np.diag(steps))
    ])  # fmt: skip


def _condition(p: np.ndarray, hidden: int) -> float:
    table = _slopes(p, hidden)
    return float(np.linalg.cond(table / (np.linalg.norm(table, axis=0) + 1e-300)))


def _named(p: np.ndarray, hidden: int) -> Weights:
    W1, b1, W2, b2 = np.split(p, [hidden, 2 * hidden, 3 * hidden])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def _packed(weights: Weights) -> np.ndarray:
    return np.concatenate([weights[key] for key in ("W1", "b1", "W2", "b2")])
