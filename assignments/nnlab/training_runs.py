"""Train a small network and record what happens in each epoch: a healthy run and five sick ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

History = dict[str, np.ndarray]

# The arguments of `watch` for each run of `six_runs`.
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
    """Draw points of the plane and label them by the XOR of homework 4.

    Args:
        rng: Draws the points, each coordinate from N(0, 1).
        samples: The number of points.

    Returns:
        The points, shape (samples, 2).
        The labels, shape (samples, 1): 1 if exactly one coordinate is positive, else -1.
    """
    points = rng.normal(0.0, 1.0, (samples, 2))
    return points, -np.sign(points[:, :1] * points[:, 1:])


def watch(
    hidden: Sequence[int], activation: str, scale: float, learning_rate: float, *,
    bias: float = 0.0, output: str = "tanh", epochs: int = 100, seed: int = 0,
    batch: int | None = None,
) -> History:
    """Train a network on `task` by gradient descent, and record each update.

    The loss is half the mean squared error. Every entry is recorded before its update. Numbers
    that overflow are recorded as inf or nan.

    Args:
        hidden: The number of neurons in each hidden layer.
        activation: The activation of the hidden layers: "relu", "tanh", "sigmoid" or "linear".
        scale: Weights start from scale * N(0, 1) / sqrt(inputs of the layer).
        learning_rate: The step is this times the gradient.
        bias: The value from which all hidden biases start.
        output: The activation of the last layer.
        epochs: The number of times that all samples are seen.
        seed: The seed of the task, of the first weights and of the batches.
        batch: The number of samples in a mini-batch, which has to divide 64; if None, all samples
            make one batch, and an epoch is one update.

    Returns:
        A history with three arrays, with one entry for each update:
        "loss", shape (updates,);
        "gradient_norms", shape (updates, layers): the Frobenius norm of the gradient of each
        layer's weights, first layer first;
        "active_share", shape (updates,): the share of relu outputs above 0, or 1 without relu.
    """
    rng = np.random.default_rng(seed)
    inputs, targets = task(rng)
    sizes = [2, *hidden, 1]
    matrices = [scale * rng.normal(0, m**-0.5, (m, q)) for m, q in zip(sizes, sizes[1:])]
    biases = [np.full(q, bias) for q in hidden] + [np.zeros(1)]
    history: dict[str, list] = {"loss": [], "gradient_norms": [], "active_share": []}
    batches: list[np.ndarray] = []
    for _ in range(epochs):
        batches += [np.arange(len(inputs))] if batch is None else list(
            rng.permutation(len(inputs)).reshape(-1, batch))
    with np.errstate(all="ignore"):
        for rows in batches:
            outs, slopes = [inputs[rows]], []
            for k, (matrix, shift) in enumerate(zip(matrices, biases)):
                value, slope = _activate(outs[-1] @ matrix + shift,
                                         activation if k < len(hidden) else output)
                outs.append(value)
                slopes.append(slope)
            error = outs[-1] - targets[rows]
            history["loss"].append(0.5 * float(np.mean(error**2)))
            relus = np.concatenate([out.ravel() for out in outs[1:-1]])
            history["active_share"].append(
                float(np.mean(relus > 0)) if activation == "relu" else 1.0)
            back, norms = error / len(rows), []
            for k in reversed(range(len(matrices))):
                back = back * slopes[k]
                matrix_gradient, bias_gradient = outs[k].T @ back, back.sum(axis=0)
                norms.append(float(np.linalg.norm(matrix_gradient)))
                back = back @ matrices[k].T
                matrices[k] = matrices[k] - learning_rate * matrix_gradient
                biases[k] = biases[k] - learning_rate * bias_gradient
            history["gradient_norms"].append(norms[::-1])
    return {name: np.array(values) for name, values in history.items()}


def six_runs(seed: int = 0, epochs: int = 100) -> dict[str, History]:
    """Return a history for each of the runs in SETUPS, by name: one is healthy, five are sick."""
    return {name: watch(**setup, epochs=epochs, seed=seed) for name, setup in SETUPS.items()}


def _activate(pre: np.ndarray, activation: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the values and the slopes of an activation at the pre-activations `pre`."""
    if activation == "relu":
        return np.maximum(pre, 0.0), (pre > 0).astype(float)
    if activation == "tanh":
        value = np.tanh(pre)
        return value, 1.0 - value**2
    if activation == "sigmoid":
        value = 0.5 + 0.5 * np.tanh(0.5 * pre)
        return value, value * (1.0 - value)
    return pre, np.ones_like(pre)
