"""A small network that is trained under observation: what happened in each epoch, as a history."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

History = dict[str, np.ndarray]

#: How the run of each name in `six_runs` is set up; see `watch`.
SETUPS: dict[str, dict] = {
    "healthy": {
        "hidden": [16, 16], "activation": "relu", "scale": 1.4, "learning_rate": 0.1,
    },
    "vanishing": {
        "hidden": [16] * 10, "activation": "sigmoid", "scale": 1.0, "learning_rate": 0.1,
    },
    "exploding": {
        "hidden": [16] * 8, "activation": "relu", "scale": 4.0, "learning_rate": 0.001,
        "output": "linear",
    },
    "dead": {
        "hidden": [16, 16], "activation": "relu", "scale": 1.4, "learning_rate": 0.1, "bias": -8.0,
    },
    "learning rate too high": {
        "hidden": [16, 16], "activation": "tanh", "scale": 1.0, "learning_rate": 8.0,
    },
    "learning rate too low": {
        "hidden": [16, 16], "activation": "relu", "scale": 1.4, "learning_rate": 1e-5,
    },
}  # fmt: skip


def task(rng: np.random.Generator, samples: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Points of the plane (samples, 2), and homework 4's XOR as 1 and -1, (samples, 1)."""
    points = rng.normal(0.0, 1.0, (samples, 2))
    return points, -np.sign(points[:, :1] * points[:, 1:])


def watch(
    hidden: Sequence[int], activation: str, scale: float, learning_rate: float, *,
    bias: float = 0.0, output: str = "tanh", epochs: int = 100, seed: int = 0,
) -> History:
    """Train on `task` by full-batch gradient descent, and write down what can be seen.

    Weights start from scale * N(0, 1) / sqrt(inputs of the layer), hidden biases from `bias`;
    activations are "relu", "tanh", "sigmoid" or "linear", `output` that of the last layer; the
    loss is half the mean squared error. Returns "loss" (epochs,), "gradient_norms" (epochs,
    layers), the Frobenius norms of the weights' gradients, first layer first, and "active_share"
    (epochs,), the share of relu outputs above 0 (1 without relu). Each entry is of before the
    update. Where numbers overflow, inf and nan are written down.
    """
    rng = np.random.default_rng(seed)
    inputs, targets = task(rng)
    sizes = [2, *hidden, 1]
    matrices = [scale * rng.normal(0, m**-0.5, (m, q)) for m, q in zip(sizes, sizes[1:])]
    biases = [np.full(q, bias) for q in hidden] + [np.zeros(1)]
    seen: dict[str, list] = {"loss": [], "gradient_norms": [], "active_share": []}
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            outs, slopes = [inputs], []
            for k, (matrix, shift) in enumerate(zip(matrices, biases)):
                value, slope = _bend(outs[-1] @ matrix + shift,
                                     activation if k < len(hidden) else output)
                outs.append(value)
                slopes.append(slope)
            error = outs[-1] - targets
            seen["loss"].append(0.5 * float(np.mean(error**2)))
            relus = np.concatenate([out.ravel() for out in outs[1:-1]])
            seen["active_share"].append(
                float(np.mean(relus > 0)) if activation == "relu" else 1.0)
            back, norms = error / len(inputs), []
            for k in reversed(range(len(matrices))):
                back = back * slopes[k]
                downhill = outs[k].T @ back, back.sum(axis=0)
                norms.append(float(np.linalg.norm(downhill[0])))
                back = back @ matrices[k].T
                matrices[k] = matrices[k] - learning_rate * downhill[0]
                biases[k] = biases[k] - learning_rate * downhill[1]
            seen["gradient_norms"].append(norms[::-1])
    return {name: np.array(values) for name, values in seen.items()}


def six_runs(seed: int = 0, epochs: int = 100) -> dict[str, History]:
    """A history for each of the six ways in which training goes, by the name of the way."""
    return {name: watch(**setup, epochs=epochs, seed=seed) for name, setup in SETUPS.items()}


def _bend(pre: np.ndarray, activation: str) -> tuple[np.ndarray, np.ndarray]:
    """An activation's values and its slopes at the pre-activations."""
    if activation == "relu":
        return np.maximum(pre, 0.0), (pre > 0).astype(float)
    if activation == "tanh":
        value = np.tanh(pre)
        return value, 1.0 - value**2
    if activation == "sigmoid":
        value = 0.5 + 0.5 * np.tanh(0.5 * pre)
        return value, value * (1.0 - value)
    return pre, np.ones_like(pre)
