"""Draw circles, arrows and labels to SVG, readable on a light page and on a dark one.

A picture in a notebook doesn't know whether JupyterLab shows it on white or on black, because that
theme is not the one of the system. So the background is transparent, lines and free texts have
colors in the middle between the two, and texts in circles and on arrows stand on a light ground of
their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]

INK, PAPER = "#1a1a1a", "#ffffff"
GRAY, BLUE, ORANGE, GREEN = "#7d7d7d", "#0078bb", "#d55e00", "#009468"
FILLS = {GRAY: "#ececec", BLUE: "#dbeaf6", ORANGE: "#fae4d5", GREEN: "#d8f0e7"}
FONTS = {
    "math": "'STIX Two Text', Cambria, 'Times New Roman', 'DejaVu Serif', serif",
    "words": "system-ui, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif",
}
SIZE = 17  # The size of the letters in formulas, in pixels.
TOKENS = re.compile(r"[_^]\{[^}]*\}|[_^].|[A-Za-zα-ω]+|[^A-Za-zα-ω_^]+")


@dataclass
class Drawing:
    """A picture that is drawn piece by piece. Lengths are in pixels, and y grows downward.

    Attributes:
        width: The width of the picture.
        height: The height of the picture.
        alt: What the picture shows, in words.
        nodes: The circles by name: their centers and radii.
        lines: The arrows so far, as SVG. They lie below everything else.
        shapes: Everything else so far, as SVG.
    """

    width: int
    height: int
    alt: str
    nodes: dict[str, tuple[Point, float]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)

    def node(self, name: str, at: Point, text: str, color: str, radius: float = 22) -> None:
        """Draw a circle with a formula in it. An arrow can begin or end there by its name."""
        self.nodes[name] = at, radius
        self.shapes.append(
            f'<circle data-node={quoteattr(name)} cx="{at[0]:g}" cy="{at[1]:g}" r="{radius:g}" '
            f'fill="{FILLS[color]}" stroke="{color}" stroke-width="2"/>'
        )
        self.formula(at, text, INK)

    def arrow(
        self, start: str | Point, end: str | Point, color: str, label: str = "", at: float = 0.5
    ) -> None:
        """Draw an arrow between two circles or points.

        Args:
            start: The name of a circle, or a point.
            end: The name of a circle, or a point.
            color: The color of the arrow.
            label: A formula that stands on the arrow.
            at: The place of the label, from 0 at the center of the start to 1 at that of the end.
        """
        (x0, y0), r0 = self.nodes[start] if isinstance(start, str) else (start, 0)
        (x1, y1), r1 = self.nodes[end] if isinstance(end, str) else (end, 0)
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        tip = x1 - (r1 + 1) * ux, y1 - (r1 + 1) * uy
        neck = tip[0] - 8 * ux, tip[1] - 8 * uy
        ends = "".join(
            f" data-{key}={quoteattr(name)}"
            for key, name in (("start", start), ("end", end))
            if isinstance(name, str)
        )
        self.lines.append(
            f'<g{ends}><path d="M{x0 + r0 * ux:.1f} {y0 + r0 * uy:.1f}L{neck[0]:.1f} {neck[1]:.1f}"'
            f' stroke="{color}" stroke-width="1.6"/>'
            f'<path d="M{tip[0]:.1f} {tip[1]:.1f}L{neck[0] - 4 * uy:.1f} {neck[1] + 4 * ux:.1f}'
            f'L{neck[0] + 4 * uy:.1f} {neck[1] - 4 * ux:.1f}Z" fill="{color}"/></g>'
        )
        if label:
            self.tag((x0 + at * (x1 - x0), y0 + at * (y1 - y0)), label, color)

    def dashes(self, start: Point, end: Point, color: str) -> None:
        """Draw a dashed line."""
        self.lines.append(
            f'<path d="M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}" stroke="{color}" '
            f'stroke-width="2.5" stroke-dasharray="7 5"/>'
        )

    def tag(self, at: Point, text: str, color: str = GRAY) -> None:
        """Draw a formula on a light ground with a border."""
        width, height = _width(text) + 10, SIZE + 5
        self.shapes.append(
            f'<rect data-tag={quoteattr(text)} x="{at[0] - width / 2:.1f}" '
            f'y="{at[1] - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5" '
            f'fill="{PAPER}" stroke="{color}"/>'
        )
        self.formula(at, text, INK)

    def formula(self, at: Point, text: str, color: str = GRAY) -> None:
        """Write a formula: single letters in italics, w_6 and w_{17} with an index, W^l raised."""
        pieces, shift = [], 0
        for token in TOKENS.findall(text):
            raised, style = token[0] in "_^", ""
            inner = token.strip("_^{}") if raised else token
            target = {"_": 4, "^": -6}.get(token[0], 0)
            if raised:
                style += f' font-size="{0.7 * SIZE:g}"'
            if len(inner) == 1 and inner.isalpha() or raised and inner[0].isalpha():
                style += ' font-style="italic"'
            step = f' dy="{target - shift}"' if target != shift else ""
            pieces.append(f"<tspan{step}{style}>{escape(inner)}</tspan>")
            shift = target
        self._text(at, "".join(pieces), color, "math", SIZE, "middle")

    def words(
        self, at: Point, text: str, color: str = GRAY, anchor: str = "middle", size: int = 14
    ) -> None:
        """Write words. `anchor` says which part of them is at the place: start, middle or end."""
        self._text(at, escape(text), color, "words", size, anchor)

    def _text(self, at: Point, content: str, color: str, font: str, size: int, anchor: str) -> None:
        weight = ' font-weight="600"' if font == "words" else ""
        self.shapes.append(
            f'<text x="{at[0]:.1f}" y="{at[1] + 0.34 * size:.1f}" fill="{color}" '
            f'font-family="{FONTS[font]}" font-size="{size}" text-anchor="{anchor}"{weight}>'
            f"{content}</text>"
        )

    def svg(self) -> str:
        """Return the picture as the text of an SVG file."""
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
            f'height="{self.height}" viewBox="0 0 {self.width} {self.height}" fill="none" '
            f'role="img">',
            f"<title>{escape(self.alt)}</title>",
            *self.lines,
            *self.shapes,
            "</svg>\n",
        ])  # fmt: skip


def _width(text: str) -> float:
    """Return about the width of a formula in pixels."""
    narrow = sum(len(token.strip("_^{}")) for token in TOKENS.findall(text) if token[0] in "_^")
    plain = sum(len(token) for token in TOKENS.findall(text) if token[0] not in "_^")
    return SIZE * (0.52 * plain + 0.4 * narrow)
