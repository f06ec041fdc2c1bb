"""The pictures that stand in the text of a notebook.

In a master, `![](pictures/neuron.svg)` is the diagram `neuron` of nnlab, which is drawn anew for
each release and brings its own alternative text. Any other picture is a file of the course's
assignments/pictures/, and the master says what it shows: `![a street](pictures/street.png)`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from nnlab.diagrams import DIAGRAMS

from ..faults import Fault
from .master import Cell, Master

FOLDER = "pictures"
IMAGE = re.compile(rf"!\[([^\]]*)\]\({FOLDER}/([\w.-]+)\)")
DIAGRAM = re.compile(rf"!\[\]\({FOLDER}/({'|'.join(DIAGRAMS)})\.svg\)")


def picture_faults(master: Master) -> Iterator[Fault]:
    """Yield a fault for each picture that does not exist or has no alternative text."""
    for cell, alt, name in _images(master):
        if name.removesuffix(".svg") in DIAGRAMS:
            continue
        if not _source(master, name).is_file():
            yield master.fault(
                cell,
                f"the text shows {FOLDER}/{name}, which is neither a file of "
                f"{_source(master, name).parent} nor a diagram: {', '.join(DIAGRAMS)}.",
            )
        if not alt.strip():
            yield master.fault(
                cell,
                f"{FOLDER}/{name} has no alternative text. Write what it shows: "
                f"![...]({FOLDER}/{name}).",
            )


def copy_pictures(master: Master, folder: Path) -> None:
    """Put the pictures that the master's text shows into `folder`/pictures."""
    for _, _, name in _images(master):
        stem, target = name.removesuffix(".svg"), folder / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if stem in DIAGRAMS:
            target.write_text(DIAGRAMS[stem]().svg(), encoding="utf-8", newline="\n")
        else:
            shutil.copy(_source(master, name), target)


def _source(master: Master, name: str) -> Path:
    return master.chapter.course.assignments / FOLDER / name


def with_alternative_texts(text: str) -> str:
    """Return the Markdown with the alternative text of each diagram put in."""

    def described(match: re.Match[str]) -> str:
        name = match.group(1)
        alt = re.sub(r"([\\\[\]_*^])", r"\\\1", DIAGRAMS[name]().alt)
        return f"![{alt}]({FOLDER}/{name}.svg)"

    return DIAGRAM.sub(described, text)


def _images(master: Master) -> Iterator[tuple[Cell, str, str]]:
    """Yield the cell, the alternative text and the name of each picture in the master's text."""
    for cell in master.cells:
        if cell.kind == "markdown":
            for alt, name in IMAGE.findall(cell.source):
                yield cell, alt, name
