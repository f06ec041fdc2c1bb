"""How well ten hidden neurons with biases learn XOR's 300 points, and what mistakes reach."""

import numpy as np

from tools.calibration import Experiment


def ten_hidden(answers, seed):
    """Share of the 300 points right after 1,000 epochs of 10 hidden neurons, learning rate 5."""
    X = np.random.RandomState(0).randn(300, 2)
    ones = X[:, 0] * X[:, 1] < 0
    Y = np.column_stack([~ones, ones]).astype(float)
    rng = np.random.default_rng(seed)
    params = {"W1": 3 * rng.standard_normal((2, 10)), "b1": 3 * rng.standard_normal(10),
              "W2": rng.standard_normal((10, 2)) / np.sqrt(10), "b2": np.zeros(2)}
    p, _ = answers.train(params, X, Y, 5.0, 1000)
    hidden = 1 / (1 + np.exp(-X @ p["W1"] - p["b1"]))
    gap = hidden @ (p["W2"] @ [-1, 1]) + p["b2"] @ [-1, 1]
    return float(np.mean((gap > 0) == ones))


BACKWARD = """
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * {output} / {n}
    delta1 = (delta2 @ params["W2"].T){hidden}
    pull = penalty / len(X)
    return {{"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}}
"""


def backward(output="(h2 * (1 - h2))", hidden=" * h1 * (1 - h1)", n="len(X)"):
    """The source of a `backward_b` with these factors."""
    return BACKWARD.format(output=output, hidden=hidden, n=n)


EXPERIMENTS = [
    Experiment(
        "ten_hidden",
        measure=ten_hidden,
        better="higher",
        broken={
            "no h1 (1 - h1)": backward(hidden=""),
            "the sigmoid's slope at its output": backward(
                output="(sigmoid(h2) * (1 - sigmoid(h2)))",
                hidden=" * sigmoid(h1) * (1 - sigmoid(h1))",
            ),
            "1/N lost": backward(n="1"),
        },
    )
]
