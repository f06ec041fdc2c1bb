"""The published XOR network, trained as its published code does it, until its weights explode.

`python -m nnlab.explosion` trains all of RUNS again, which takes about two minutes, and writes
what they recorded to data/explosion.csv. Homework 7 reads that file.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

History = dict[str, np.ndarray]

PATH = Path("data") / "explosion.csv"
COLUMNS = ("epoch", "loss", "mean_weight")

# The arguments of `train` for each run. Rate and penalty of "as published" and of "penalty / 100"
# stand in the names of the author's films of 50 hidden neurons.
RUNS: dict[str, dict] = {
    "as published": {
        "learning_rate": 0.003, "penalty": 1e-4, "epochs": 130_000, "every": 1000,
    },
    "rate / 3": {
        "learning_rate": 0.001, "penalty": 1e-4, "epochs": 390_000, "every": 3000,
    },
    "penalty x 10": {
        "learning_rate": 0.003, "penalty": 1e-3, "epochs": 130_000, "every": 100,
    },
    "penalty / 100": {
        "learning_rate": 0.003, "penalty": 1e-6, "epochs": 130_000, "every": 1000,
    },
    "right gradient": {
        "learning_rate": 0.003, "penalty": 1e-4, "epochs": 300_000, "every": 3000, "right": True,
    },
}  # fmt: skip


def train(
    learning_rate: float,
    penalty: float,
    epochs: int,
    every: int,
    *,
    right: bool = False,
    hidden: int = 50,
) -> History:
    """Train two sigmoid layers without biases on the first 50 of homework 4's 300 points.

    The start is the published one (seed 2017). Training ends early if the weights are no longer
    finite.

    Args:
        learning_rate: The step is this times the gradient.
        penalty: The strength of the L2 penalty.
        epochs: The number of updates.
        every: The number of epochs from one record to the next.
        right: Whether a weight's own value stands in the penalty's gradient. If not, the sum of
            the squares of its whole matrix does, as in the published code.
        hidden: The number of hidden neurons.

    Returns:
        Three arrays of one length:
        "epoch": the epoch of the record, 0 at the start;
        "loss": the loss as the published code records it, with the squares of W2 twice and those
        of W1 not at all;
        "mean_weight": the mean of W1.
    """
    points = np.random.RandomState(0).randn(300, 2)[:50]
    targets = np.eye(2)[((points[:, 0] > 0) != (points[:, 1] > 0)).astype(int)]
    start = np.random.RandomState(2017)
    W1 = (2 * start.random_sample((2, hidden)) - 1) / 2**0.5
    W2 = (2 * start.random_sample((hidden, 2)) - 1) / hidden**0.5
    records = []
    with np.errstate(all="ignore"):
        for epoch in range(epochs + 1):
            h1 = 1 / (1 + np.exp(-points @ W1))
            h2 = 1 / (1 + np.exp(-h1 @ W2))
            if epoch % every == 0:
                error = np.sum((targets - h2) ** 2) + 2 * penalty * np.sum(W2**2)
                records.append((epoch, error / 100, np.mean(W1)))
                if not np.isfinite(W1).all():
                    break
            delta2 = (h2 - targets) * h2 * (1 - h2)
            delta1 = delta2 @ W2.T * h1 * (1 - h1)
            pull1, pull2 = (W1, W2) if right else (np.sum(W1**2), np.sum(W2**2))
            W1 = W1 - learning_rate * (points.T @ delta1 + penalty * pull1)
            W2 = W2 - learning_rate * (h1.T @ delta2 + penalty * pull2)
    return dict(zip(COLUMNS, np.array(records).T))


def recorded(path: Path | str = PATH) -> dict[str, History]:
    """Read the history of each of RUNS.

    Raises:
        FileNotFoundError: The file is not there.
    """
    if not Path(path).exists():
        raise FileNotFoundError(
            f"{path} is missing. Open the notebook from its own folder, with `data` beside it."
        )
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: {
            key: np.array([float(row[key]) for row in rows if row["run"] == name])
            for key in COLUMNS
        }
        for name in RUNS
    }


def write(path: Path | str = PATH) -> None:
    """Train all of RUNS and write their records."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["run", *COLUMNS])
        for name, settings in RUNS.items():
            history = train(**settings)
            for epoch, loss, mean_weight in zip(*(history[key] for key in COLUMNS)):
                table.writerow([name, int(epoch), f"{loss:.6g}", f"{mean_weight:.6g}"])


if __name__ == "__main__":
    write()
