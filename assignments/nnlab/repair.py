"""Find cells of the course that were deleted, doubled or rewritten, and mend them on request.

A notebook is compared with the release. What a student has written is never changed: a mended
notebook has all of it, in its order.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import notebook_file
from .notebook_file import ANSWER, IGNORED, PROMPT, Cell, NotebookFile, UnusableError
from .outside import definitions

OF_A_KIND = ("outputs", "execution_count", "attachments")  # Only some kinds of cells have these.


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was released.

    Attributes:
        text: What it is, what it means, and what to do.
        can_be_mended: True if `mended` puts it right.
    """

    text: str
    can_be_mended: bool = True


@dataclass
class Comparison:
    """A notebook beside its release.

    Attributes:
        own: The student's notebook.
        released: The notebook as it was released.
        places: For each cell of the release that is there, the student's cell, by their numbers.
        doubled: The numbers of the student's cells that repeat a cell of the course.
        faults: What is not as it was released.
    """

    own: NotebookFile
    released: NotebookFile
    places: dict[int, int] = field(default_factory=dict)
    doubled: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    @property
    def left_out(self) -> set[int]:
        """The numbers of the student's code cells that grading leaves out, but for experiments."""
        experiments = {own.number for theirs, own in self.pairs() if theirs.is_ignored}
        return {cell.number for cell in self.own.code if cell.is_ignored} - experiments

    def pairs(self) -> Iterator[tuple[Cell, Cell]]:
        """Yield the cells of the release that are there, each with the student's cell."""
        for theirs, own in self.places.items():
            yield self.released.cells[theirs - 1], self.own.cells[own - 1]


def repair(path: Path, mend: bool = False, tell: Callable[[str], None] = print) -> bool:
    """Say what is not as it was released, mend it if that is asked for, and return if all is well.

    Args:
        path: The notebook's file.
        mend: Write the mended notebook. The one that was there is kept beside it.
        tell: Takes what is said.

    Raises:
        UnusableError: The notebook or its release can't be read, or nothing can be written.
    """
    comparison = compare(notebook_file.read(path))
    for fault in comparison.faults:
        tell(f"- {fault.text}")
    if not comparison.faults:
        tell(f"{path.name} has all cells of the course, as they were released.")
        return True
    if not any(fault.can_be_mended for fault in comparison.faults):
        tell("None of this can be mended without touching what you have written.")
    elif mend:
        backup = write(comparison)
        tell(f"{path.name} was mended; your answers are unchanged. The notebook as it was, with "
             f"what you wrote into cells of the course, is in {backup.name}. If it is open in "
             f"Jupyter, choose File > Reload Notebook from Disk.")  # fmt: skip
    else:
        tell(f"To mend this, close or save the notebook, and run: "
             f"python -m nnlab repair {path.name} --mend")  # fmt: skip
    return False


def compare(own: NotebookFile) -> Comparison:
    """Compare a notebook with its release."""
    comparison = Comparison(own, _release(own))
    _find_places(comparison)
    comparison.faults = [
        *_of_settings(comparison), *_of_cells(comparison), *_of_definitions(comparison),
        *_of_order(comparison),
    ]  # fmt: skip
    return comparison


def write(comparison: Comparison) -> Path:
    """Write the mended notebook, and return the path of the copy of what was there."""
    path = comparison.own.path
    numbers = range(1, 1000)
    names = (path.with_name(f"{path.name}.bak{n if n > 1 else ''}") for n in numbers)
    backup = next(name for name in names if not name.exists())
    half = path.with_name(f"{path.name}.part")
    text = json.dumps(mended(comparison), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    try:
        backup.write_bytes(comparison.own.content)
        half.write_text(text, encoding="utf-8", newline="\n")
        os.replace(half, path)
    except OSError as error:
        raise UnusableError(
            f"{path.name} can't be written: {error.strerror or error}. It is as it was."
        ) from None
    return backup


def mended(comparison: Comparison) -> dict[str, Any]:
    """Return the content of the mended notebook."""
    own, released = comparison.own, comparison.released
    of_release = {place: theirs for theirs, place in comparison.places.items()}
    cells: list[dict[str, Any]] = []
    after: dict[int, list[Cell]] = {}  # The deleted cells, by the student's cell before them.
    place = 0
    for theirs in released.cells:
        if theirs.number in comparison.places:
            place = comparison.places[theirs.number]
        else:
            after.setdefault(place, []).append(theirs)
    cells += [dict(cell.raw) for cell in after.get(0, [])]
    for cell in own.cells:
        raw = dict(cell.raw)
        if cell.number in of_release:
            raw = _as_released(raw, cell, released.cells[of_release[cell.number] - 1])
        if cell.number in comparison.left_out:
            raw = _not_ignored(raw)
        if cell.number not in comparison.doubled:
            cells.append(raw)
        cells += [dict(theirs.raw) for theirs in after.get(cell.number, [])]
    _name_apart(cells)
    metadata = {**own.data.get("metadata", {}), "otter": released.otter}
    metadata["kernelspec"] = metadata.get("kernelspec") or released.data["metadata"]["kernelspec"]
    minor = max(int(own.data.get("nbformat_minor", 5)), 5)  # Only from then on cells have ids.
    return {**own.data, "cells": cells, "metadata": metadata, "nbformat_minor": minor}


# --- which cell is which ---


def _release(own: NotebookFile) -> NotebookFile:
    """Return the notebook as it was released, also if it does not say any more which one it is."""
    released = notebook_file.released_notebook(own)
    if released is not None:
        return released
    texts = {cell.source.strip() for cell in own.cells}
    best, most = None, 2  # Two cells may be alike by chance.
    for path in sorted((own.path.resolve().parent / "data" / "release").glob("*.json")):
        release = json.loads(path.read_text(encoding="utf-8"))
        candidate = notebook_file.notebook_in(release, own.path)
        alike = sum(cell.source.strip() in texts for cell in candidate.cells)
        if alike > most:
            best, most = candidate, alike
    if best is None:
        raise UnusableError(
            f"It is not known how {own.path.name} was released: data/release has nothing like it. "
            f"Is the notebook in the folder of the course?"
        )
    return best


def _find_places(comparison: Comparison) -> None:
    """Find the student's cell for each cell of the release: by its id, its text, what it defines.
    """
    free = {cell.number: cell for cell in comparison.own.cells}
    for same in (_same_cell, _same_text, _same_definition):
        for theirs in comparison.released.cells:
            if theirs.number in comparison.places:
                continue
            number = next((n for n, cell in free.items() if same(theirs, cell)), 0)
            if number:
                comparison.places[theirs.number] = number
                del free[number]
    texts = {(c.kind, _plain(c.source)) for c in comparison.released.cells if _is_locked(c)}
    comparison.doubled = {n for n, c in free.items() if (c.kind, _plain(c.source)) in texts}


def _same_cell(theirs: Cell, own: Cell) -> bool:
    return bool(theirs.id) and theirs.id == own.id


def _same_text(theirs: Cell, own: Cell) -> bool:
    return theirs.kind == own.kind and _plain(theirs.source) == _plain(own.source)


def _same_definition(theirs: Cell, own: Cell) -> bool:
    if not _is_answer(theirs) or theirs.kind != "code":
        return False
    return bool(definitions([theirs.source]).keys() & definitions([own.source]).keys())


# --- what is not as it was released ---


def _of_settings(comparison: Comparison) -> Iterator[Fault]:
    if comparison.own.otter != comparison.released.otter:
        yield Fault("The notebook's settings, which hold the public checks, were lost or changed. "
                    "Checks may not run, or run another test.")  # fmt: skip


def _of_cells(comparison: Comparison) -> Iterator[Fault]:
    for theirs in comparison.released.cells:
        if theirs.number not in comparison.places:
            yield Fault(f"Deleted: {_described(theirs)}.")
    for theirs, own in comparison.pairs():
        if own.kind != theirs.kind:
            yield Fault(f"Cell {own.number} is a {own.kind} cell; it was a {theirs.kind} cell "
                        f"({_described(theirs)}). Grading does not read it as it is.")  # fmt: skip
        if _is_locked(theirs) and _plain(own.source) != _plain(theirs.source):
            yield Fault(f"Rewritten: {_described(theirs)}, which is cell {own.number} here. "
                        f"It is part of the course and not an answer.")  # fmt: skip
    for number in sorted(comparison.doubled):
        yield Fault(f"Doubled: {comparison.own.cells[number - 1].name}, stands there twice.")
    for number in sorted(comparison.left_out):
        yield Fault(f"Cell {number} has the tag {IGNORED}: grading leaves it out.")


def _of_definitions(comparison: Comparison) -> Iterator[Fault]:
    """Find answers that are defined twice, and names of the course that are defined no more."""
    cells = [cell for cell in comparison.own.code if cell.number not in comparison.doubled]
    places: dict[str, list[Cell]] = {}
    for cell in cells:
        for name in definitions([cell.source]):
            places.setdefault(name, []).append(cell)
    for theirs, own in comparison.pairs():
        if theirs.kind != "code" or own.kind != "code":
            continue  # That it is no code any more is said elsewhere.
        for name in definitions([theirs.source]):
            found = places.get(name, [])
            if not found and (_is_answer(theirs) or not _is_bound(name, cells)):
                yield Fault(f"{name} is defined nowhere any more. It was in {_described(theirs)}: "
                            f"give your function this name again.", False)  # fmt: skip
            elif len(found) > 1 and _is_answer(theirs):
                last, numbers = found[-1], " and ".join(str(cell.number) for cell in found)
                stub = " That one is still the stub, so it takes the place of your answer." if (
                    "NotImplementedError" in last.source) else ""  # fmt: skip
                yield Fault(f"{name} is defined in cells {numbers}; the last one counts.{stub} "
                            f"Delete the one that you don't mean.", False)  # fmt: skip


def _of_order(comparison: Comparison) -> Iterator[Fault]:
    pairs = sorted(comparison.pairs(), key=lambda pair: pair[0].number)
    order = [own.number for theirs, own in pairs if _is_locked(theirs)]
    for before, after in zip(order, order[1:]):
        if after < before:
            yield Fault(
                f"Cells were moved: cell {after} stood below cell {before} when the notebook was "
                f"released. Move it back, unless you mean it.",
                can_be_mended=False,
            )
            return


def _is_bound(name: str, cells: list[Cell]) -> bool:
    """Return True if some cell binds a name in another way than by a definition."""
    for cell in cells:
        try:
            nodes = list(ast.walk(ast.parse(cell.source)))
        except (SyntaxError, ValueError):
            continue
        for node in nodes:
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
                return True
            if isinstance(node, ast.alias) and name in (node.asname, node.name):
                return True
    return False


def _described(cell: Cell) -> str:
    """Return what a cell of the release is called in a message."""
    if cell.kind == "code" and _is_answer(cell) and definitions([cell.source]):
        return f"the cell for {', '.join(definitions([cell.source]))}"
    if cell.source.strip() == PROMPT:
        return "the cell for a written answer"
    heading = notebook_file.HEADING.search(cell.source) if cell.kind == "markdown" else None
    if heading:
        return f"the text `{heading[1]}`"
    return f"the {cell.kind} cell that begins with `{_first_line(cell.source)}`"


# --- how it is mended ---


def _as_released(raw: dict[str, Any], own: Cell, theirs: Cell) -> dict[str, Any]:
    """Return a cell with the kind of the release, and with its text if students can't edit it."""
    if _is_locked(theirs) and _plain(own.source) != _plain(theirs.source):
        return {**theirs.raw, "id": own.id or theirs.id}
    if own.kind != theirs.kind:
        raw = {key: value for key, value in raw.items() if key not in OF_A_KIND}
        raw["cell_type"] = theirs.kind
        if theirs.kind == "code":
            raw.update(outputs=[], execution_count=None)
    return raw


def _not_ignored(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a cell without the tag by which grading leaves it out."""
    metadata = {**raw.get("metadata", {})}
    metadata["tags"] = [tag for tag in metadata.get("tags", []) if tag != IGNORED]
    metadata.pop("otter", None)
    return {**raw, "metadata": metadata}


def _name_apart(cells: list[dict[str, Any]]) -> None:
    """Give each cell an id of its own."""
    used: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = str(cell.get("id") or f"cell-{number}")
        while name in used:
            name = f"{name[:50]}-{number}"
        cell["id"] = name
        used.add(name)


def _is_answer(cell: Cell) -> bool:
    return ANSWER in cell.tags


def _is_locked(cell: Cell) -> bool:
    """Return True if students can't edit a cell of the release."""
    return (cell.raw.get("metadata") or {}).get("editable") is False


def _plain(source: str) -> str:
    """Return a text without what an editor may change: ends of lines, spaces before them."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _first_line(source: str) -> str:
    lines = [line for line in source.splitlines() if line.strip()]
    return lines[0][: notebook_file.FIRST_WORDS] if lines else ""
