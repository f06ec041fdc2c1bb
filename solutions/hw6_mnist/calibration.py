"""Measure what right and wrong answers of hw6_mnist reach in its training checks.

Only mistakes that a training check has to find are here. A wrong factor in a gradient or in a step
still learns (a learning rate divided by the batch size reached 0.925 on the offline digits), and
other tests, which compare step for step, refuse it.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from tools.authoring.make_digits import files
from tools.proof.experiments import Experiment

TRAINING = 1437


@functools.lru_cache
def small_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return scikit-learn's 8 x 8 digits in the order of the tests: X (1797, 64), y (1797,)."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(y))
    return X[order] / 16, y[order]


@functools.lru_cache
def framed_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the offline digits of 28 x 28 pixels: X (1797, 784), y (1797,)."""
    raw = {name: np.frombuffer(content, np.uint8) for name, content in files().items()}
    images = [raw[f"{part}-images-idx3-ubyte.gz"][16:] for part in ("train", "t10k")]
    labels = [raw[f"{part}-labels-idx1-ubyte.gz"][8:] for part in ("train", "t10k")]
    return np.concatenate(images).reshape(-1, 784) / 255, np.concatenate(labels).astype(int)


def share(weights: Any, X: np.ndarray, y: np.ndarray) -> float:
    hidden = 1 / (1 + np.exp(-(X @ weights[0][:-1] + weights[0][-1])))
    return float(np.mean((hidden @ weights[1][:-1] + weights[1][-1]).argmax(axis=1) == y))


def small(answers: Any, seed: int) -> float:
    """Share of 360 8 x 8 digits right after 20 epochs on 1,437 others, 30 hidden."""
    X, y = small_digits()
    rng = np.random.default_rng(seed)
    Y = np.eye(10)[y[:TRAINING]]
    weights, _ = answers.train_digits(X[:TRAINING], Y, 30, 20, 16, 1.0, rng)
    return share(weights, X[TRAINING:], y[TRAINING:])


def digits(answers: Any, seed: int) -> float:
    """Share of 360 offline digits right after 20 epochs on 1,437 others, 64 hidden."""
    X, y = framed_digits()
    rng = np.random.default_rng(seed)
    Y = np.eye(10)[y[:TRAINING]]
    weights, _ = answers.train_digits(X[:TRAINING], Y, 64, 20, 16, 1.0, rng)
    return share(weights, X[TRAINING:], y[TRAINING:])


def torch_small(answers: Any, seed: int) -> float:
    """Share of 360 8 x 8 digits right after 10 epochs on 1,437 others in PyTorch, 30 hidden."""
    import torch

    torch.set_num_threads(1)
    X, y = small_digits()
    Y = np.eye(10)[y[:TRAINING]]
    model, _ = answers.torch_digits(X[:TRAINING], Y, 30, 10, 32, 0.01, seed)
    kind = next(model.parameters()).dtype
    scores = model(torch.tensor(X[TRAINING:], dtype=kind)).detach().numpy()
    return float(np.mean(scores.argmax(axis=1) == y[TRAINING:]))


TRAIN = '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [{start} for n, m in zip(sizes, sizes[1:])]
    losses, state = [], None
    {before}
    for _ in range(epochs):
        costs = []
        for batch in {batches}:
            activations = forward(weights, X[batch])
            targets = Y[{targets}]
            costs.append(cost(activations, targets))
            slopes = backward(weights, activations, targets)
            weights, state = sgd(weights, slopes, state, {rate})
        losses.append(float(np.mean(costs)))
    return weights, losses
'''
RIGHT = {
    "start": "rng.normal(0, (n + 1) ** -0.5, (n + 1, m))",
    "before": "",
    "batches": "minibatches(len(X), batch_size, rng)",
    "targets": "batch",
    "rate": "learning_rate",
}


def slip(**change: str) -> str:
    return TRAIN.format(**{**RIGHT, **change})


BROKEN = {
    "a start of zeros": slip(start="np.zeros((n + 1, m))"),
    "equal weights at the start": slip(start="np.full((n + 1, m), 0.1 * rng.random())"),
    "one batch of each epoch": slip(batches="list(minibatches(len(X), batch_size, rng))[:1]"),
    "a hundred of the samples": slip(batches="minibatches(100, batch_size, rng)"),
    "targets of other samples": slip(targets="rng.permutation(len(X))[:len(batch)]"),
    "uphill": slip(rate="-learning_rate"),
}

TORCH = '''
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), {activation}
                                torch.nn.Linear(hidden, Y.shape[1]))
    inputs, labels = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer = torch.optim.{optimizer}(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(inputs)).split(batch_size){some}:
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(inputs[batch]), labels[{targets}])
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return model, losses
'''
TORCH_RIGHT = {"activation": "torch.nn.ReLU(),", "optimizer": "Adam", "some": "",
               "targets": "batch"}  # fmt: skip


def torch_slip(**change: str) -> str:
    return TORCH.format(**{**TORCH_RIGHT, **change})


EXPERIMENTS = [
    Experiment("small", measure=small, better="higher", broken=BROKEN, needs=("sklearn",)),
    Experiment(
        "digits",
        measure=digits,
        better="higher",
        broken={name: BROKEN[name] for name in list(BROKEN)[:5]},
        needs=("sklearn",),
    ),
    Experiment(
        "torch_small",
        measure=torch_small,
        better="higher",
        broken={
            "plain descent for Adam": torch_slip(optimizer="SGD"),
            "one batch of each epoch": torch_slip(some="[:1]"),
            "targets of other samples": torch_slip(
                targets="torch.randperm(len(inputs))[:len(batch)]"
            ),
        },
        needs=("sklearn", "torch"),
    ),
]
