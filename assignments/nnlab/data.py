"""The two smallest data sets of the course: ten houses, and the four inputs of a gate."""

from __future__ import annotations

from pathlib import Path

import numpy as np

FOLDER = Path("data")


def houses(folder: Path | str = FOLDER) -> tuple[np.ndarray, np.ndarray]:
    """Read the ten sold houses from `folder`/houses.csv.

    Args:
        folder: The folder of the course's data.

    Returns:
        The inputs, shape (10, 2): the living area in square feet and the number of bedrooms.
        The prices in dollars, shape (10, 1).

    Raises:
        FileNotFoundError: The file is not there.
    """
    path = Path(folder) / "houses.csv"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing. Open the notebook from its own folder, with `data` beside it."
        )
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return table[:, :2], table[:, 2:]


def gates() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the truth tables of three gates.

    Returns:
        The four inputs, shape (4, 2), each 0 or 1.
        The labels of "AND", "OR" and "XOR" by name, each of shape (4,).
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, {
        "AND": np.array([0, 0, 0, 1]),
        "OR": np.array([0, 1, 1, 1]),
        "XOR": np.array([0, 1, 1, 0]),
    }
