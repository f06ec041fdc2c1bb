"""The study of hw5_deep_networks, question 7, at full size, with the functions of its reference.

One hidden layer on the ten digits of a seven-segment display: 20 and 100 neurons, three
activations, four recipes, several starts. Prints how many starts end with all ten digits right,
and the lowest and highest accuracy:

    python benchmarks/hidden_layers.py                    # 5 starts, 4,000 epochs, some minutes
    python benchmarks/hidden_layers.py --epochs 10000
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "solutions")]
RECIPES = [(1.0, 0.5), (None, 0.5), (1.0, 0.2), (None, 0.2)]  # scale, learning rate


def study(starts: int, epochs: int) -> None:
    from tools.calibration import answers_of

    answers = answers_of(ROOT / "solutions" / "hw5_deep_networks.py")
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4000)
    given = parser.parse_args()
    study(given.starts, given.epochs)
