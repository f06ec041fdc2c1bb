"""The pictures of the class report: SVG without fixed colors, which the page's style gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Picture:
    """A picture with its numbers.

    Attributes:
        svg: The picture.
        head: The titles of its table.
        rows: The rows of its table.
    """

    svg: Markup
    head: list[str]
    rows: list[list[str]]


def histogram(
    values: Sequence[float], edges: Sequence[float], unit: str, what: str, name: str
) -> Picture:
    """Return a histogram.

    Args:
        values: The values.
        edges: The ends of the bins; the last bin holds its upper end, and what is above.
        unit: The unit of the values, with a space before it if it needs one.
        what: What is counted, for the text alternative.
        name: A name for the ids of the picture, unique on the page.
    """
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = sum(value >= edge for edge in edges[1:-1])
        counts[place] += 1
    labels = [f"{low:g} to {high:g}{unit}" for low, high in zip(edges, edges[1:])]
    if max(values, default=0.0) > edges[-1]:
        labels[-1] = f"{edges[-2]:g}{unit} and more"
    width, height, base = 640, 190, 160
    step = width / len(counts)
    highest = max([*counts, 1])
    parts = []
    for place, count in enumerate(counts):
        tall = 130 * count / highest
        x = place * step + 3
        parts.append(
            f'<rect class="bar" x="{x:.1f}" y="{base - tall:.1f}" width="{step - 6:.1f}" '
            f'height="{tall:.1f}"/>'
            f'<text class="value" x="{x + step / 2 - 3:.1f}" y="{base - tall - 6:.1f}">'
            f"{count}</text>"
        )
        style = "label" if place < len(counts) - 1 else "label last"
        parts.append(f'<text class="{style}" x="{place * step:.1f}" y="{base + 20}">'
                     f"{edges[place]:g}</text>")  # fmt: skip
    most = labels[counts.index(max(counts))] if values else "none"
    text = f"{what}: {len(values)} in all, most of them at {most}. The table below has the numbers."
    svg = _svg(name, what, text, width, height, [
        f'<line class="axis" x1="0" x2="{width}" y1="{base}" y2="{base}"/>', *parts,
        f'<text class="label end" x="{width}" y="{base + 20}">{edges[-1]:g}</text>',
    ])  # fmt: skip
    return Picture(svg, [what, "students"], [[la, str(c)] for la, c in zip(labels, counts)])


def stacked(
    rows: Sequence[tuple[str, Sequence[int]]],
    kinds: Sequence[tuple[str, str]],
    what: str,
    name: str,
) -> Picture:
    """Return a bar for each row, divided by kind.

    Args:
        rows: The label of each bar and its counts, one for each kind.
        kinds: The name of each kind and its class in the page's style.
        what: What is shown, for the text alternative.
        name: A name for the ids of the picture, unique on the page.
    """
    width, tall, left = 640, 26, 60
    parts = []
    for line, (label, counts) in enumerate(rows):
        y, x = line * (tall + 8) + 2, float(left)
        whole = sum(counts) or 1
        parts.append(f'<text class="row" x="{left - 8}" y="{y + 18}">{escape(label)}</text>')
        for count, (_, style) in zip(counts, kinds):
            wide = (width - left) * count / whole
            if count:
                parts.append(
                    f'<rect class="{style}" x="{x:.1f}" y="{y}" width="{max(wide - 1, 1):.1f}" '
                    f'height="{tall}"/>'
                )
                if wide > 26:
                    parts.append(f'<text class="on-{style}" x="{x + wide / 2:.1f}" '
                                 f'y="{y + 18}">{count}</text>')  # fmt: skip
            x += wide
    text = f"{what}. One bar for each of {len(rows)} questions. The table below has the numbers."
    svg = _svg(name, what, text, width, len(rows) * (tall + 8) + 4, parts)
    head = ["question", *(kind for kind, _ in kinds)]
    return Picture(svg, head, [[label, *map(str, counts)] for label, counts in rows])


def _svg(name: str, title: str, text: str, width: int, height: int, parts: Sequence[str]) -> Markup:
    inside = Markup("").join(Markup(part) for part in parts)
    return Markup(
        f'<svg role="img" aria-labelledby="{name}-title {name}-text" '
        f'viewBox="0 0 {width} {height}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(text)}</desc>{inside}</svg>'
    )
