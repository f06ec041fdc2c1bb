"""Who can't see a picture can read it: each one in the released notebooks and on the course's pages
has a text, and the headings can be gone through in order."""

from __future__ import annotations

import ast
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from course import COURSE, NAMES
from markdown_it import MarkdownIt

PAGES = sorted(COURSE.assignments.glob("*.md"))
# These calls make a figure, a plot that is drawn again and again, or the frames of a film. Those
# below display it with the text that they take, and the last one closes a figure unseen.
DRAW = r"plt\.(figure|subplots)|(.*\.)?(film|graph_picture|image_grid|LivePlot|taylor_picture)"
SHOW = r"show|(.*\.)?(play|close)"
CLOSE = "plt.close"


class Outline(HTMLParser):
    """Collects the levels of a page's headings, and its pictures with their texts."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.pictures: list[tuple[str, str]] = []
        self.feed(MarkdownIt("gfm-like", {"linkify": False}).render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.levels.append(int(tag[1]))
        if tag in ("img", "svg"):
            values = dict(attrs)
            text = values.get("alt") or values.get("aria-label") or ""
            self.pictures.append((values.get("src") or tag, text))


def text_of(path: Path) -> str:
    """Return the Markdown of a page or of a notebook's cells."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


@pytest.mark.parametrize(
    "path", [*(COURSE.chapter(name).notebook for name in NAMES), *PAGES], ids=lambda path: path.name
)
def test_headings_are_in_order_and_each_picture_has_a_text(path: Path) -> None:
    page = Outline(text_of(path))
    assert page.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:]))
    assert [source for source, text in page.pictures if not text.strip()] == []


def test_a_picture_without_a_text_is_found() -> None:
    page = Outline('![](a.png) ![b](b.png)\n\n<img src="c.png">\n\n<img src="d.png" alt="d">')
    texts = [("a.png", ""), ("b.png", "b"), ("c.png", ""), ("d.png", "d")]
    assert page.pictures == texts


def drawn_and_shown(source: str) -> tuple[int, int]:
    """Return how many pictures a cell draws, and how many it shows with a text or closes unseen."""
    drawn = shown = 0
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name, keywords = ast.unparse(node.func), {keyword.arg for keyword in node.keywords}
            drawn += re.fullmatch(DRAW, name) is not None
            shown += re.fullmatch(SHOW, name) is not None and "alt" in keywords or name == CLOSE
    return drawn, shown


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_that_a_cell_draws_is_shown_with_a_text(name: str) -> None:
    cells = json.loads(COURSE.chapter(name).notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    pictures = [drawn_and_shown(source) for source in sources]
    assert [(drawn, shown) for drawn, shown in pictures if drawn != shown] == []
    assert sum(drawn for drawn, _ in pictures) >= 3
    assert not [source for source in sources if "plt.show(" in source]


def test_a_picture_that_is_shown_without_a_text_is_found() -> None:
    assert drawn_and_shown("fig, ax = plt.subplots()\nshow(fig, alt='a line')") == (1, 1)
    assert drawn_and_shown("fig, ax = plt.subplots()\nfig.show()") == (1, 0)
