"""The diagrams of the course: what they name, where it stands, and whether it can be read."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from course import COURSE
from nnlab.diagrams import DIAGRAMS
from nnlab.svg import FILLS, INK, PAPER

SVG = "{http://www.w3.org/2000/svg}"
PAGES = ("#ffffff", "#111111", "#1f1f1f")  # The grounds of JupyterLab's and VS Code's themes.


@pytest.fixture(params=DIAGRAMS)
def diagram(request):
    return Parts(DIAGRAMS[request.param]())


class Parts:
    """The pieces of a drawing, read from its SVG."""

    def __init__(self, drawing):
        self.drawing = drawing
        self.root = ElementTree.fromstring(drawing.svg())
        self.circles = {
            c.get("data-node"): (float(c.get("cx")), float(c.get("cy")), float(c.get("r")))
            for c in self.root.iter(f"{SVG}circle")
        }
        self.tags = [
            (r.get("data-tag"), *(float(r.get(key)) for key in ("x", "y", "width", "height")))
            for r in self.root.iter(f"{SVG}rect")
        ]
        self.arrows = {}
        for group in self.root.iter(f"{SVG}g"):
            line, tip = (path.get("d") for path in group)
            first, last = numbers(line)[:2], numbers(tip)[:2]
            self.arrows[group.get("data-start"), group.get("data-end")] = first, last


def numbers(path):
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def luminance(color):
    parts = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_arrows_lead_from_edge_to_edge_of_circles(diagram):
    assert diagram.arrows
    for (start, end), (first, last) in diagram.arrows.items():
        for name, point in ((start, first), (end, last)):
            if name is not None:
                x, y, radius = diagram.circles[name]
                distance = ((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5
                assert radius - 1 <= distance <= radius + 2, (start, end)


def test_everything_lies_on_the_page(diagram):
    drawing = diagram.drawing
    boxes = [(x - r, y - r, x + r, y + r) for x, y, r in diagram.circles.values()]
    boxes += [(x, y, x + width, y + height) for _, x, y, width, height in diagram.tags]
    for left, top, right, bottom in boxes:
        assert left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height


def test_no_two_labels_overlap(diagram):
    for (a, x, y, w, h), (b, u, v, width, height) in itertools.combinations(diagram.tags, 2):
        apart = x + w < u or u + width < x or y + h < v or v + height < y
        assert apart, (a, b)


def test_every_text_can_be_read_on_light_and_dark(diagram):
    for text in diagram.root.iter(f"{SVG}text"):
        color = text.get("fill")
        grounds = [*FILLS.values(), PAPER] if color == INK else PAGES
        needed = 7 if color == INK else 4
        if color not in (INK, "#7d7d7d"):
            needed = 3  # One word in large, bold letters.
        assert all(contrast(color, ground) >= needed for ground in grounds), text
    for path in diagram.root.iter(f"{SVG}path"):
        color = path.get("stroke") or path.get("fill")
        assert all(contrast(color, page) >= 3 for page in PAGES), color


def test_the_alternative_text_is_the_title(diagram):
    alt = diagram.drawing.alt
    assert diagram.root.find(f"{SVG}title").text == alt
    assert 100 < len(alt) < 600 and alt.endswith(".")


def test_each_weight_of_the_houses_leads_where_the_table_says():
    picture = Parts(DIAGRAMS["network_2_5_1"]())
    edges = list(picture.arrows)
    text = COURSE.chapter("hw3_house_prices").master.read_text(encoding="utf-8")
    row = re.compile(
        r"^# \| \$w_\{?(\d+)\}?(?: \\dots w_\{?(\d+)\}?)?\$ \| (.+?) \| (.+?) \|", re.M
    )
    weights = {}
    for first, last, start, end in row.findall(text):
        start, end = start.replace("input ", "").strip("$"), end.strip("$")
        span = range(int(first), int(last or first) + 1)
        for j, k in enumerate(span, start=1):
            source = f"hidden {j}" if start.startswith("hidden") else start
            target = f"hidden {j}" if end.startswith("hidden") else end
            if (source, target) == ("bias", "output"):
                source = "output bias"
            weights[k] = source, target
    assert sorted(weights) == list(range(1, 22))
    for k, (start, end) in weights.items():
        assert (start, end) in edges, k
        [(_, x, y, width, height)] = [t for t in picture.tags if t[0] in (f"w_{k}", f"w_{{{k}}}")]
        (x0, y0, _), (x1, y1, _) = picture.circles[start], picture.circles[end]
        mx, my = x + width / 2, y + height / 2
        cross = (x1 - x0) * (my - y0) - (y1 - y0) * (mx - x0)
        assert abs(cross) / ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 < 1, k
