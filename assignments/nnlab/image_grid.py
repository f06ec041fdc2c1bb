"""Draw many small images side by side."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def image_grid(
    images: np.ndarray,
    titles: Sequence[str],
    columns: int = 8,
    cmap: str = "gray_r",
    limits: tuple[float, float] = (0.0, 1.0),
) -> Figure:
    """Draw square images, each with its title above it.

    Args:
        images: Shape (N, P): one image a row, P = side * side pixels.
        titles: N titles.
        columns: The number of images in a row of the figure.
        cmap: The name of a Matplotlib color map.
        limits: The pixel values at the two ends of the color map.

    Returns:
        The figure. Show it with pictures.show(fig, alt=...).
    """
    side = int(round(np.sqrt(images.shape[1])))
    rows = -(-len(images) // columns)
    fig, axes = plt.subplots(rows, columns, figsize=(1.25 * columns, 1.5 * rows), squeeze=False,
                             layout="constrained")  # fmt: skip
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image.reshape(side, side), cmap=cmap, vmin=limits[0], vmax=limits[1])
        ax.set_title(title, fontsize=10)
    return fig
