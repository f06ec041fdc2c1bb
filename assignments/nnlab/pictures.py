"""Colors, dashes and markers of the figures, and a way to show a figure to everybody.

The colors can be told apart with any color vision, and each figure has a text for people who
can't see it.
"""

from __future__ import annotations

import base64
import html
import io
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

# The colors of Okabe and Ito. Each line of a figure has its own dash as well.
BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"
COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")


def show(fig: Figure, alt: str) -> None:
    """Show a figure in the notebook, with its text in a line that opens, and close it.

    Args:
        fig: The figure.
        alt: What the figure shows, in words: the alternative text of the image.
    """
    from IPython.display import HTML, display

    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=110, bbox_inches="tight", facecolor="white")
    plt.close(fig)
    data: Any = base64.b64encode(buffer.getvalue()).decode()
    text = html.escape(alt)
    image = f'<img alt="{text}" src="data:image/png;base64,{data}">'
    display(HTML(f"{image}<details><summary>The picture in words</summary>{text}</details>"))
