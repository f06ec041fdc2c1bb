"""The pictures of the course page: one for each assignment, drawn by its solved notebook.

The picture is the one that the code cell tagged `cover` shows; of a film it is the last frame. It
goes to assignments/pictures/NAME.png, and its alternative text to assignments/README.md.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from nbclient.exceptions import CellExecutionError

from autograder.errors import CourseworkError

from ..kernel import run_notebook
from ..paths import Chapter
from .release import Release

TAG = "cover"
FILE_WIDTH, PAGE_WIDTH = 1000, 640  # Pixels: the largest width of the file, and that on the page.
COLORS = 128  # The number of colors in the file.
CELL_SECONDS = 600  # A cell of a solved notebook may run this long.


class CoursePicture(NamedTuple):
    """A picture for the course page.

    Attributes:
        png: The content of the file.
        alt: What is to be seen in it, in words, as HTML.
    """

    png: bytes
    alt: str


def draw_picture(release: Release) -> CoursePicture:
    """Run the solved notebook in a copy of the student folder, up to the cell tagged `cover`, and
    return the picture that this cell shows."""
    import nbformat

    notebook = nbformat.read(release.solution, 4)
    tagged = [n for n, cell in enumerate(notebook.cells, 1) if TAG in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise CourseworkError(
            f"{release.name} has {len(tagged)} cells tagged {TAG}; the course page shows one "
            f"picture."
        )
    notebook.cells = notebook.cells[: tagged[0]]
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        folder = shutil.copytree(release.student, Path(scratch) / release.name)
        try:
            run_notebook(notebook, folder, CELL_SECONDS)
        except CellExecutionError as error:
            raise CourseworkError(
                f"{release.name} ends with {error.ename}: {error.evalue}"
            ) from error
    html = "".join(
        output.data.get("text/html", "")
        for output in notebook.cells[-1].outputs
        if output.output_type == "display_data"
    )
    images = re.findall(r'<img[^>]*?alt="([^"]+)"[^>]*?src="data:image/png;base64,([^"]+)"', html)
    if len(images) != 1:
        raise CourseworkError(
            f"{release.name}: the cell tagged {TAG} shows {len(images)} pictures, not one."
        )
    alt, data = images[0]
    return CoursePicture(_smaller(base64.b64decode(data)), alt)


def place_picture(chapter: Chapter, picture: CoursePicture) -> Path:
    """Write the picture and its alternative text to the course page; return the picture's path.

    Raises:
        CourseworkError: The page has no <img> for the picture, or more than one.
    """
    folder, name = chapter.course.assignments, chapter.name
    path, page = folder / "pictures" / f"{name}.png", folder / "README.md"
    source = f'src="pictures/{name}.png"'
    text, count = re.subn(
        rf"<img {source}[^>]*>",
        lambda _: f'<img {source} alt="{picture.alt}" width="{PAGE_WIDTH}">',
        page.read_text(encoding="utf-8"),
    )
    if count != 1:
        raise CourseworkError(f"{page.name} has {count} places <img {source}>; it should have one.")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(picture.png)
    page.write_text(text, encoding="utf-8", newline="\n")
    return path


def _smaller(png: bytes) -> bytes:
    """Return the picture with fewer pixels and colors."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((FILE_WIDTH, FILE_WIDTH), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.quantize(COLORS).save(buffer, format="png", optimize=True)
    return buffer.getvalue()
