"""Draw the boundary of a classifier of points in the plane, and a film of how it was learned.

A score is a function of points, shape (P, 2). It returns values, shape (P,), from 0 to 1: how
sure the classifier is that each point belongs to class 1. The boundary is where the value is 0.5.
"""

from __future__ import annotations

import base64
import html
import io
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image

from .pictures import BLUE, MARKERS, ORANGE

Score = Callable[[np.ndarray], np.ndarray]

REACH = 3.2  # The pictures show the square from -REACH to REACH.
MOST_FRAMES = 40  # A film with more frames than this makes the notebook too large.
MILLISECONDS = 300  # Each frame is shown for so many milliseconds.
PALE = LinearSegmentedColormap.from_list("pale", ["#a9cfe6", "white", "#f5c6a5"])

PLAYER = """
<div id="{id}" style="background: white; color: black; display: inline-block; padding: 4px">
<img alt="{alt}" src="{last}" style="display: block">
<button type="button">Play</button>
<input type="range" min="0" max="{end}" value="{end}" style="width: 60%; vertical-align: middle"
 aria-label="frame of the film">
<script>
(function () {{
  const box = document.getElementById("{id}"), frames = {frames};
  const image = box.querySelector("img"), button = box.querySelector("button");
  const slider = box.querySelector("input");
  let timer = null;
  function show(k) {{ slider.value = k; image.src = frames[k]; }}
  function stop() {{ clearInterval(timer); timer = null; button.textContent = "Play"; }}
  function step() {{ if (+slider.value < {end}) show(+slider.value + 1); else stop(); }}
  button.onclick = function () {{
    if (timer) return stop();
    if (+slider.value >= {end}) show(0);
    button.textContent = "Stop";
    timer = setInterval(step, {milliseconds});
  }};
  slider.oninput = function () {{ stop(); show(+slider.value); }};
}})();
</script>
</div>
<details><summary>The film in words</summary>{alt}</details>
"""


@dataclass
class Run:
    """One training run.

    Attributes:
        title: The title of the run in the film.
        loss: The loss of each epoch.
        accuracy: The share of right answers of each epoch.
        epochs: The epochs that the film shows.
        scores: The score that the network had learned at each of `epochs`.
    """

    title: str
    loss: Sequence[float]
    accuracy: Sequence[float]
    epochs: Sequence[int]
    scores: Sequence[Score]


def plane_scores(score: Score, reach: float = REACH, steps: int = 81) -> np.ndarray:
    """Return the scores on an even grid over the square from -reach to reach.

    Args:
        score: The score.
        reach: Half the side of the square.
        steps: The number of grid points along each side.

    Returns:
        Shape (steps, steps); row 0 has the lowest x2, column 0 the lowest x1.
    """
    axis = np.linspace(-reach, reach, steps)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    return np.asarray(score(grid.reshape(-1, 2)), dtype=np.float64).reshape(steps, steps)


def draw_points(
    ax: Axes, X: np.ndarray, labels: np.ndarray, reach: float = REACH, size: float = 16
) -> list[Artist]:
    """Draw points: blue circles for class 0, orange squares for class 1.

    Args:
        ax: Where to draw.
        X: The points, shape (N, 2).
        labels: Their classes, shape (N,), 0 or 1.
        reach: Half the side of the square that is shown.
        size: The area of a marker in square points.

    Returns:
        What was drawn for each class.
    """
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="$x_1$",
           ylabel="$x_2$")
    return [
        ax.scatter(*X[labels == label].T, s=size, color=color, marker=MARKERS[label],
                   edgecolor="white", linewidth=0.3, label=f"class {label}", zorder=3)
        for label, color in enumerate((BLUE, ORANGE))
    ]  # fmt: skip


def draw_boundary(
    ax: Axes, score: Score, X: np.ndarray, labels: np.ndarray, reach: float = REACH,
    steps: int = 121,
) -> list[Artist]:  # fmt: skip
    """Shade the square from -reach to reach by `score`, and draw the boundary and the points.

    Args:
        ax: Where to draw.
        score: The score.
        X: The points, shape (N, 2).
        labels: Their classes, shape (N,), 0 or 1.
        reach: Half the side of the square.
        steps: The number of grid points along each side.

    Returns:
        What was drawn: the shading, the boundary if there is one, the points of each class.
    """
    values = plane_scores(score, reach, steps)
    axis = np.linspace(-reach, reach, steps)
    drawn: list[Artist] = [
        ax.imshow(values, cmap=PALE, vmin=0, vmax=1, origin="lower", interpolation="bilinear",
                  extent=(-reach, reach, -reach, reach))
    ]  # fmt: skip
    if values.min() < 0.5 < values.max():
        drawn.append(ax.contour(axis, axis, values, levels=[0.5], colors="black", linewidths=1.5))
    return drawn + draw_points(ax, X, labels, reach)


def film(
    runs: Sequence[Run], X: np.ndarray, labels: np.ndarray, reach: float = REACH
) -> list[bytes]:
    """Draw accuracy, boundary and loss side by side, with a row for each run.

    Args:
        runs: The runs. All have the same number of `epochs`, at most 40.
        X: The points, shape (N, 2).
        labels: Their classes, shape (N,), 0 or 1.
        reach: Half the side of the square that is shown.

    Returns:
        The frames of the film, a PNG image for each of `epochs`. Show them with `play`.

    Raises:
        ValueError: The runs have different numbers of epochs or scores, or too many.
    """
    count = len(runs[0].epochs)
    if any(len(run.epochs) != count or len(run.scores) != count for run in runs):
        raise ValueError("Every run needs as many epochs and scores as the first has epochs.")
    if count > MOST_FRAMES:
        raise ValueError(f"{count} frames make a heavy notebook; {MOST_FRAMES} are the most.")
    fig = Figure(figsize=(10.2, 3.3 * len(runs)), dpi=72, layout="constrained")
    canvas = FigureCanvasAgg(fig)
    axes = fig.subplots(len(runs), 3, squeeze=False)
    for row, run in zip(axes, runs):
        _still(row, run, reach)
    canvas.draw()
    background = canvas.copy_from_bbox(fig.bbox)  # It is drawn once: that is most of the work.
    frames = []
    for frame in range(count):
        canvas.restore_region(background)
        for row, run in zip(axes, runs):
            _moving(row, run, frame, X, labels, reach)
        frames.append(_png(canvas))
    return frames


def play(frames: Sequence[bytes], alt: str) -> None:
    """Show frames as a film with a button and a slider, and its text in a line that opens.

    The notebook contains the frames, so the film needs no other file. If the page runs no
    scripts, the last frame is shown as a picture.

    Args:
        frames: PNG images.
        alt: What the film shows, in words.
    """
    from IPython.display import HTML, display

    sources = [f"data:image/png;base64,{base64.b64encode(frame).decode()}" for frame in frames]
    page = PLAYER.format(
        id=f"film-{uuid.uuid4().hex}", alt=html.escape(alt), last=sources[-1],
        frames=json.dumps(sources), end=len(sources) - 1, milliseconds=MILLISECONDS,
    )  # fmt: skip
    display(HTML(page))


def _still(axes: Sequence[Axes], run: Run, reach: float) -> None:
    """Draw what is the same in every frame of a run."""
    left, plane, right = axes
    for ax, name, curve in ((left, "accuracy", run.accuracy), (right, "loss", run.loss)):
        ax.semilogx(np.arange(1, len(curve) + 1), curve, color="0.8")
        ax.minorticks_off()
        ax.set(xlabel="epoch + 1", title=f"{run.title}: {name}")
    left.set_ylim(0.25, 1.03)
    right.set_ylim(bottom=0)
    plane.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="$x_1$",
              ylabel="$x_2$", title=" ")


def _moving(
    axes: Sequence[Axes], run: Run, frame: int, X: np.ndarray, labels: np.ndarray, reach: float
) -> None:
    """Draw what one frame adds to the background, and remove it from the axes afterwards."""
    left, plane, right = axes
    epoch = run.epochs[frame]
    drawn: list[Artist] = draw_boundary(plane, run.scores[frame], X, labels, reach, steps=81)
    drawn.append(plane.text(0.5, 1.03, f"after {epoch:,} epochs", transform=plane.transAxes,
                            ha="center", fontsize="large"))
    for ax, curve in ((left, run.accuracy), (right, run.loss)):
        last = min(epoch, len(curve) - 1)
        drawn += ax.plot(np.arange(1, last + 2), curve[: last + 1], color=BLUE, linewidth=2)
        drawn += ax.plot([last + 1], [curve[last]], "o", color="black")
    for artist in drawn:
        ax = artist.axes
        assert ax is not None
        ax.draw_artist(artist)
        artist.remove()


def _png(canvas: FigureCanvasAgg) -> bytes:
    """Return the canvas as a PNG of 64 colors, which has a quarter of the size."""
    pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    image = Image.fromarray(pixels).quantize(64, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


__all__ = [
    "Run", "draw_boundary", "draw_points", "film", "plane_scores", "play",
]  # fmt: skip
