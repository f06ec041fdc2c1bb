"""The pictures of the course page: of each assignment one, drawn by its solved notebook.

The picture is that of the code cell tagged `cover`; a film gives its last frame. It goes to
assignments/pictures/NAME.png, and its alternative text to assignments/README.md.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from autograder.errors import CourseworkError

from . import places
from .release import Release

TAG = "cover"
WIDTH, SHOWN = 1000, 640  # pixels: of the file at most, and on the page
SHADES = 128


class Cover(NamedTuple):
    """A PNG, and what is to be seen in it in words."""

    png: bytes
    alt: str


def cover(release: Release) -> Cover:
    """Run the solved notebook beside its files as far as its cover, and take the picture."""
    notebook = nbformat.read(release.solution, 4)
    ends = [n for n, cell in enumerate(notebook.cells, 1) if TAG in cell.metadata.get("tags", [])]
    if len(ends) != 1:
        raise CourseworkError(
            f"{release.name} has {len(ends)} cells tagged {TAG}; the course page shows one picture."
        )
    notebook.cells = notebook.cells[: ends[0]]
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        folder = shutil.copytree(release.student, Path(scratch) / release.name)
        client = NotebookClient(
            notebook,
            timeout=600,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise CourseworkError(
                f"{release.name} ends with {error.ename}: {error.evalue}"
            ) from error
    shown = "".join(
        output.data.get("text/html", "")
        for output in notebook.cells[-1].outputs
        if output.output_type == "display_data"
    )
    images = re.findall(r'<img[^>]*?alt="([^"]+)"[^>]*?src="data:image/png;base64,([^"]+)"', shown)
    if len(images) != 1:
        raise CourseworkError(f"{release.name}: its cover shows {len(images)} pictures, not one.")
    alt, data = images[0]
    return Cover(_smaller(base64.b64decode(data)), alt)


def write_cover(name: str, made: Cover, assignments: Path | None = None) -> Path:
    """Put the picture on the course page, which has a place for it."""
    folder = assignments or places.ASSIGNMENTS
    path, page = folder / "pictures" / f"{name}.png", folder / "README.md"
    here = f'src="pictures/{name}.png"'
    text, count = re.subn(
        rf"<img {here}[^>]*>",
        lambda _: f'<img {here} alt="{made.alt}" width="{SHOWN}">',
        page.read_text(encoding="utf-8"),
    )
    if count != 1:
        raise CourseworkError(f"{page.name} has {count} places <img {here}>; it should have one.")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made.png)
    page.write_text(text, encoding="utf-8", newline="\n")
    return path


def _smaller(png: bytes) -> bytes:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.quantize(SHADES).save(buffer, format="png", optimize=True)
    return buffer.getvalue()
