"""Repeat the study of hw5_deep_networks, question 7, at full size, with the reference's functions.

A network with one hidden layer learns the ten digits of a seven-segment display: 20 and 100
neurons, three activations, four recipes, several starts. The output says how many starts end with
all ten digits right, and the lowest and highest accuracy:

    python benchmarks/hidden_layers.py                    # 5 starts, 4,000 epochs, some minutes
    python benchmarks/hidden_layers.py --epochs 10000
    python benchmarks/hidden_layers.py --losses           # question 10: 100 neurons, three losses
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from tools.paths import Course
from tools.proof.experiments import answers_of

LOSSES = ("squared error", "cross-entropy, ten sigmoids", "cross-entropy, softmax")
RECIPES = [(1.0, 0.5), (None, 0.5), (1.0, 0.2), (None, 0.2)]  # Scale of the start, learning rate.


def study(starts: int, epochs: int) -> None:
    """Train, and print a row for each network."""
    answers = answers_of(Course().chapter("hw5_deep_networks"))
    print(f"{starts} starts, {epochs:,} epochs; solved: all ten digits right")
    print(f"{'start':12}{'rate':>5}{'hidden':>8}  {'activation':12}{'solved':>8}  accuracy")
    for scale, rate in RECIPES:
        runs = [
            answers.compare(
                [20, 100], answers.ACTIVATIONS, rate, epochs, np.random.default_rng(seed), scale
            )
            for seed in range(starts)
        ]
        for rows in zip(*runs):
            accuracies = [row["accuracy"] for row in rows]
            start = "1/sqrt(n)" if scale is None else f"-{scale:g} to {scale:g}"
            print(
                f"{start:12}{rate:>5}{rows[0]['hidden']:>8}  {rows[0]['activation']:12}"
                f"{accuracies.count(1.0):>3} of {starts}  "
                f"{min(accuracies):.1f} to {max(accuracies):.1f}",
                flush=True,
            )


def losses(starts: int, epochs: int = 1000, rate: float = 0.5) -> None:
    """Train 100 hidden neurons by the three losses of question 10, and print a row for each."""
    answers = answers_of(Course().chapter("hw5_deep_networks"))
    print(f"100 hidden, rate {rate}, {epochs:,} epochs, {starts} starts: how many read all digits")
    for scale in (1.0, None):
        for loss in LOSSES:
            for name, f in answers.ACTIVATIONS.items():
                reached = [
                    share_read(answers, f, scale, loss, seed, epochs, rate)
                    for seed in range(starts)
                ]
                start = "1/sqrt(n)" if scale is None else f"-{scale:g} to {scale:g}"
                print(f"{start:12}{loss:30}{name:10}{reached.count(1.0)} of {starts}", flush=True)


def share_read(
    answers: Any, f: Any, scale: float | None, loss: str, seed: int, epochs: int, rate: float
) -> float:
    """Return the share of the ten digits that 100 hidden neurons read after training."""
    X, Y = answers.seven_segment()
    out = answers.linear if loss == LOSSES[2] else answers.sigmoid
    back = answers.sigmoid if loss == LOSSES[0] else answers.linear
    slopes = answers.entropy_gradients if loss == LOSSES[2] else answers.gradients
    weights = answers.initialize([7, 100, 10], np.random.default_rng(seed), scale)
    for _ in range(epochs):
        layers = answers.feed_forward(weights, X, [f, out])
        weights = answers.update_weights(weights, slopes(weights, layers, Y, [f, back]), rate)
    output = answers.feed_forward(weights, X, [f, out])[-1]
    return float(np.mean(output.argmax(axis=1) == np.arange(10)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4000)
    parser.add_argument("--losses", action="store_true", help="question 10, at 1,000 epochs")
    arguments = parser.parse_args()
    if arguments.losses:
        losses(arguments.starts)
    else:
        study(arguments.starts, arguments.epochs)
