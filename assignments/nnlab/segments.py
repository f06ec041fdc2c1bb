"""Draw a seven-segment display: a digit, or the seven weights of a neuron that reads one."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes

# The two ends (x, y) of each segment: a on top, then clockwise b, c, d, e, f, and g in the middle.
ENDS = {
    "a": ((0, 2), (1, 2)), "b": ((1, 2), (1, 1)), "c": ((1, 1), (1, 0)), "d": ((0, 0), (1, 0)),
    "e": ((0, 0), (0, 1)), "f": ((0, 1), (0, 2)), "g": ((0, 1), (1, 1)),
}  # fmt: skip
OFF, ON = 0.12, 1.0  # The gray of the values 0 and 1, as a share of the way from white to black.
GAP = 0.1  # Each segment is shorter by this share of its length at both ends.


def draw(ax: Axes, values: Sequence[float], limit: float | None = None) -> None:
    """Draw seven values as the segments of one display.

    Args:
        ax: Where to draw.
        values: The values of the segments a to g. They lie between 0, drawn in light gray, and 1,
            drawn in black; with `limit` they lie between -limit, orange, and limit, purple.
        limit: The largest size of a value that has a sign.

    Raises:
        ValueError: There are not seven values.
    """
    if len(values) != len(ENDS):
        raise ValueError(f"A display has {len(ENDS)} segments, a to g; there are {len(values)}.")
    colors = mpl.colormaps["gray_r" if limit is None else "PuOr_r"]
    for value, ((x0, y0), (x1, y1)) in zip(values, ENDS.values()):
        share = OFF + (ON - OFF) * value if limit is None else 0.5 + 0.5 * value / limit
        dx, dy = GAP * (x1 - x0), GAP * (y1 - y0)
        x, y = (x0 + dx, x1 - dx), (y0 + dy, y1 - dy)
        ax.plot(x, y, color="0.6", linewidth=7, solid_capstyle="butt")
        ax.plot(x, y, color=colors(float(share)), linewidth=6, solid_capstyle="butt")
    ax.set(xlim=(-0.3, 1.3), ylim=(-0.25, 2.25), aspect="equal")
    ax.axis("off")


def letters(ax: Axes) -> None:
    """Draw an empty display with the letters of its segments."""
    draw(ax, [0.0] * len(ENDS))
    for name, ((x0, y0), (x1, y1)) in ENDS.items():
        ax.text((x0 + x1) / 2, (y0 + y1) / 2, name, ha="center", va="center", fontsize=11)
