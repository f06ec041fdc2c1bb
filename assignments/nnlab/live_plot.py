"""A plot of loss and accuracy that is drawn again and again while networks train."""

from __future__ import annotations

import html
import io
import time
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from . import pictures
from .progress import QUIET_SECONDS, Bar


class LivePlot:
    """A plot with two curves for each training run: its loss and its accuracy.

    Call `report` after each epoch of each run, and `close` at the end.

    Args:
        total: The number of reports that will come, for the progress bar.
        xlabel: What is counted on the horizontal axis.
    """

    def __init__(self, total: int, xlabel: str = "epoch") -> None:
        self.bar, self.xlabel = Bar(total, "trained"), xlabel
        self.runs: dict[str, tuple[list[float], list[float]]] = {}
        self.drawn_at = time.monotonic()
        self.handle: Any = None

    def report(self, run: str, loss: float, accuracy: float) -> None:
        """Add a point to the curves of `run`, and draw the plot if half a second has passed.

        Args:
            run: The name of the run, as in the legend.
            loss: Its loss, above 0.
            accuracy: Its share of right answers, from 0 to 1.
        """
        losses, accuracies = self.runs.setdefault(run, ([], []))
        losses.append(float(loss))
        accuracies.append(float(accuracy))
        self.bar.step()
        if time.monotonic() - self.drawn_at > QUIET_SECONDS:
            self._draw()
            self.drawn_at = time.monotonic()

    def close(self, alt: str) -> None:
        """Replace the plot by the finished picture.

        Args:
            alt: The alternative text of the picture, for people who can't see it.
        """
        from IPython.display import HTML

        if self.handle is not None:
            self.handle.update(HTML(""))
        pictures.show(self.figure(), alt=alt)

    def figure(self) -> Figure:
        """Draw all points reported so far: the loss on a logarithmic axis, and the accuracy."""
        fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
        for k, (run, (losses, accuracies)) in enumerate(self.runs.items()):
            style: dict[str, Any] = {
                "color": pictures.COLORS[k % 5], "linestyle": pictures.DASHES[k % 5],
                "marker": pictures.MARKERS[k % 5], "markersize": 5, "label": run,
            }  # fmt: skip
            x = np.arange(1, len(losses) + 1)
            left.semilogy(x, losses, **style)
            right.plot(x, accuracies, **style)
        left.set(xlabel=self.xlabel, ylabel="cost")
        left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        left.yaxis.set_major_formatter("{x:g}")
        left.yaxis.set_minor_formatter("")
        right.set(xlabel=self.xlabel, ylabel="test accuracy", ylim=(None, 1))
        right.legend(frameon=False, loc="lower right")
        return fig

    def _draw(self) -> None:
        from IPython.display import HTML, display

        buffer = io.StringIO()
        fig = self.figure()
        fig.savefig(buffer, format="svg")
        plt.close(fig)
        so_far = "; ".join(
            f"{run}: cost {losses[-1]:.3g}, test accuracy {accuracies[-1]:.3f}"
            for run, (losses, accuracies) in self.runs.items()
        )
        name = html.escape(f"Cost and test accuracy so far. {so_far}.")
        picture = HTML(f'<div role="img" aria-label="{name}">{buffer.getvalue()}</div>')
        if self.handle is None:
            self.handle = display(picture, display_id=True)
        else:
            self.handle.update(picture)
