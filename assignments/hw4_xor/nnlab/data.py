"""The small data sets of the course."""

from __future__ import annotations

from pathlib import Path

import numpy as np

FOLDER = Path("data")


def houses(folder: Path | str = FOLDER) -> tuple[np.ndarray, np.ndarray]:
    """Ten sold houses: inputs (10, 2), living area and number of bedrooms; prices (10, 1)."""
    path = Path(folder) / "houses.csv"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing. Open the notebook from its own folder, with `data` beside it."
        )
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return table[:, :2], table[:, 2:]


def gates() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The four inputs (4, 2) in {0, 1}, and the labels (4,) of AND, OR and XOR by name."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, {
        "AND": np.array([0, 0, 0, 1]),
        "OR": np.array([0, 1, 1, 1]),
        "XOR": np.array([0, 1, 1, 0]),
    }
