"""Measure what hw8's training checks reach from sensible first weights, and from bad ones.

Students choose the first weights of fit_curve themselves. So correct runs take turns with five
sensible choices; the reference's is one of them. The mistakes here are bad first weights. Mistakes
of the gradient need no training check: nnlab.weights_from_predictions finds them exactly, and some
of them would learn this curve all the same.
"""

from __future__ import annotations

from unittest import mock

import numpy as np

from tools.proof.experiments import Experiment


def normal(hidden, rng):
    """Standard normal, output weights scaled down."""
    W1, b1, W2 = rng.normal(0, 1, (3, hidden))
    return W1, b1, W2 / np.sqrt(hidden), 0.0


def silent(hidden, rng):
    """Output weights 0, so that the network begins by answering 0."""
    W1, b1 = rng.normal(0, 1, (2, hidden))
    return W1, b1, np.zeros(hidden), 0.0


def library(hidden, rng):
    """PyTorch's default: uniform within one over the root of the number of inputs."""
    W1, b1 = rng.uniform(-1, 1, (2, hidden))
    W2, b2 = rng.uniform(-1, 1, hidden) / np.sqrt(hidden), rng.uniform(-1, 1) / np.sqrt(hidden)
    return W1, b1, W2, b2


def glorot(hidden, rng):
    """Xavier Glorot's uniform start with biases 0, homework 7's."""
    W1, W2 = rng.uniform(-1, 1, (2, hidden)) * np.sqrt(6 / (hidden + 1))
    return W1, np.zeros(hidden), W2, 0.0


def drawn(answers, seed):
    """Give the notebook one of five kinds of first weights; a broken notebook keeps its own."""
    chosen = (None, normal, silent, library, glorot)[seed % 5]
    if chosen is None or hasattr(answers, "OWN_START"):
        chosen = answers.first_guess
    return mock.patch.object(answers, "first_guess", chosen)


def curve(answers, seed):
    """Mean squared error of fit_curve on sin(2x) + x/2, 20 neurons, 3,000 epochs, five starts."""
    x = np.linspace(-2, 2, 41)
    y = np.sin(2 * x) + x / 2
    with drawn(answers, seed):
        predict, _ = answers.fit_curve(x, y, 20, np.random.default_rng(seed), 0.03, 3000)
    return float(np.mean((predict(x) - y) ** 2))


def unseen(answers, seed):
    """Error on clean points after 2,000 epochs on 60 noisy ones, 20 neurons, five starts."""
    data = np.random.default_rng(seed + 10_000)
    x, x_test = data.uniform(-2, 2, 60), np.linspace(-1.9, 1.9, 101)
    y, y_test = np.sin(2 * x) + x / 2, np.sin(2 * x_test) + x_test / 2
    y = y + data.normal(0, 0.2, 60)
    with drawn(answers, seed):
        return answers.train_and_test_error(
            x, y, x_test, y_test, 20, np.random.default_rng(seed), 0.03, 2000
        )[1]


ALL_ALIKE = """
OWN_START = True
def first_guess(hidden, rng):
    W1, bend, W2 = rng.normal(0, 2), rng.uniform(-2, 2), rng.normal(0, 1)
    return np.full(hidden, W1), np.full(hidden, -W1 * bend), np.full(hidden, W2 / hidden**0.5), 0.0
"""
ALL_ZERO = """
OWN_START = True
def first_guess(hidden, rng):
    return np.zeros(hidden), np.zeros(hidden), np.zeros(hidden), 0.0
"""
FAR_AWAY = """
OWN_START = True
def first_guess(hidden, rng):
    W1 = rng.normal(0, 2, hidden)
    bends = rng.uniform(20, 40, hidden)
    return W1, -W1 * bends, rng.normal(0, 1, hidden) / np.sqrt(hidden), 0.0
"""
BROKEN = {
    "all neurons alike": ALL_ALIKE,
    "all weights 0": ALL_ZERO,
    "all bends far from the data": FAR_AWAY,
}
EXPERIMENTS = [
    Experiment("curve", measure=curve, better="lower", broken=BROKEN),
    Experiment("unseen", measure=unseen, better="lower", broken=BROKEN),
]
