"""Computational graphs, with the value and the gradient that go along each edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from .pictures import BLUE, ORANGE

RADIUS = 0.3  # The radius of a node; the distance between two rows is 1.
COLUMN = 2.3  # The distance between two columns: the numbers on the edges need the space.


@dataclass(frozen=True)
class Graph:
    """A formula cut into steps. Inputs, steps and the result are nodes; values go along edges.

    Attributes:
        nodes: Maps a node's name to its place (column, row) and the text in it.
        edges: Tuples (start, end, name of the value that goes along this edge).
    """

    nodes: dict[str, tuple[tuple[float, float], str]]
    edges: tuple[tuple[str, str, str], ...]


SQUARE = Graph(
    nodes={
        "x": ((0, 3), "x"), "y": ((0, 1.5), "y"), "z": ((0, 0), "z"), "add": ((1, 2.25), "+"),
        "multiply": ((2, 1.1), "×"), "square": ((3, 1.1), r"$(\,)^2$"), "f": ((4, 1.1), "f"),
    },
    edges=(
        ("x", "add", "x"), ("y", "add", "y"), ("add", "multiply", "s"), ("z", "multiply", "z"),
        ("multiply", "square", "p"), ("square", "f", "f"),
    ),
)  # fmt: skip

SINE = Graph(
    nodes={
        "x": ((-1, 3), "x"), "sine": ((0, 3), "sin"), "y": ((0, 1.5), "y"), "z": ((0, 0), "z"),
        "add": ((1, 2.25), "+"), "multiply": ((2, 1.1), "×"), "cube": ((3, 1.1), r"$(\,)^3$"),
        "f": ((4, 1.1), "f"),
    },
    edges=(
        ("x", "sine", "x"), ("sine", "add", "a"), ("y", "add", "y"), ("add", "multiply", "s"),
        ("z", "multiply", "z"), ("multiply", "cube", "p"), ("cube", "f", "f"),
    ),
)  # fmt: skip


def graph_picture(graph: Graph, values: dict[str, float], gradients: dict[str, float]) -> Figure:
    """Draw the graph. Each edge shows the value that goes forward and the gradient that comes back.

    Args:
        graph: What to draw.
        values: The number that goes forward along each edge, by the edge's name.
        gradients: The number that comes back along each edge, by the edge's name.

    Returns:
        The figure. Show it with pictures.show(fig, alt=graph_text(...)).

    Raises:
        ValueError: The value or the gradient of an edge is missing.
    """
    _require_all(graph, values, gradients)
    columns = [place[0] for place, _ in graph.nodes.values()]
    rows = [place[1] for place, _ in graph.nodes.values()]
    width, height = max(columns) - min(columns), max(rows) - min(rows)
    fig, ax = plt.subplots(figsize=(1.02 * (COLUMN * width + 1), height + 1))
    ax.set(xlim=(COLUMN * min(columns) - 0.5, COLUMN * max(columns) + 0.5),
           ylim=(min(rows) - 0.5, max(rows) + 0.5), aspect="equal")
    ax.axis("off")
    for start, end, name in graph.edges:
        (x0, y0), (x1, y1) = (graph.nodes[node][0] for node in (start, end))
        x0, x1 = COLUMN * x0, COLUMN * x1
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy = RADIUS * (x1 - x0) / length, RADIUS * (y1 - y0) / length
        ax.add_patch(FancyArrowPatch((x0 + dx, y0 + dy), (x1 - dx, y1 - dy), arrowstyle="-|>",
                                     mutation_scale=14, color="0.45", shrinkA=0, shrinkB=0))
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        text: dict[str, Any] = {
            "ha": "center", "fontsize": 11.5, "zorder": 3, "textcoords": "offset points",
            "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        }  # fmt: skip
        ax.annotate(f"{name} = {values[name]:.4g}".replace("-", "−"), middle, (0, 3.5),
                    va="bottom", color=BLUE, **text)
        ax.annotate(f"∂f/∂{name} = {gradients[name]:.4g}".replace("-", "−"), middle, (0, -3.5),
                    va="top", color=ORANGE, style="italic", **text)
    inputs = {start for start, _, _ in graph.edges} - {end for _, end, _ in graph.edges}
    for node, ((column, row), label) in graph.nodes.items():
        face = "0.9" if node in inputs or node == "f" else "white"
        ax.add_patch(Circle((COLUMN * column, row), RADIUS, facecolor=face, edgecolor="black"))
        ax.text(COLUMN * column, row, label, ha="center", va="center", fontsize=13)
    return fig


def graph_text(graph: Graph, values: dict[str, float], gradients: dict[str, float]) -> str:
    """Say in words what the picture shows: the two numbers of each edge."""
    _require_all(graph, values, gradients)
    edges = "; ".join(
        f"{name} = {values[name]:.4g} forward, {gradients[name]:.4g} back"
        for _, _, name in graph.edges
    )
    return f"Computational graph, on its edges: {edges}."


def _require_all(graph: Graph, values: dict[str, float], gradients: dict[str, float]) -> None:
    """Raise ValueError if an edge has no value or no gradient."""
    for what, numbers in (("value", values), ("gradient", gradients)):
        missing = [name for _, _, name in graph.edges if name not in numbers]
        if missing:
            raise ValueError(f"The {what} of {', '.join(missing)} is missing.")
