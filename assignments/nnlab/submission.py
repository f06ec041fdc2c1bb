"""Write the zip to hand in, with a receipt: what it has, when it was written, and its hash."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import notebook_file, outside, whole_check
from .check_display import PASSES, UNWRITTEN
from .lines import filled
from .notebook_file import ANSWER, PROMPT, NotebookFile, UnusableError
from .whole_check import WholeCheck

RECEIPT = "receipt.txt"
# A stub as it was released. Some students comment its last line out and write their answer below.
STUB = re.compile(r"^\s*raise NotImplementedError\b", re.M)
OURS = ("nnlab.check_all(", "nnlab.submit(")  # These cells are run after the notebook is saved.
EARLIEST = 1980  # A zip knows no earlier year.


def submit(path: Path, tell: Callable[[str], None] = print) -> Path:
    """Write the zip to hand in beside the notebook, and return its path.

    The notebook is checked first, unless it was checked and has not changed since.

    Args:
        path: The notebook's file.
        tell: Takes what is said.

    Raises:
        UnusableError: The notebook can't be read, or nothing in it was answered.
    """
    notebook = notebook_file.read(path)
    _refuse_useless(notebook)
    found = whole_check.last_result(notebook)
    if found is None:
        found = whole_check.check(path, tell=tell)
        tell(whole_check.report(found))
    else:
        tell(f"The notebook has not changed since it was checked at {found.time}.")
    for sentence in execution(notebook):
        tell(sentence)
    target = path.parent / f"{notebook.assignment}-{time.strftime('%Y%m%d-%H%M%S')}.zip"
    receipt = receipt_of(notebook, found, target.name)
    _write(target, notebook, receipt)
    tell("")
    tell(receipt.rstrip())
    tell("")
    tell(f"Hand in this file: {target.name}")
    return target


def execution(notebook: NotebookFile) -> Iterator[str]:
    """Yield what the outputs in the file tell about how it was run: sentences."""
    counts = [
        (cell, int(count))
        for cell in notebook.code
        if isinstance(count := cell.raw.get("execution_count"), int)
    ]
    not_run = [
        cell for cell in notebook.code
        if cell.source.strip() and not cell.source.startswith(OURS)
        and not isinstance(cell.raw.get("execution_count"), int)
    ]  # fmt: skip
    if not counts:
        yield "No cell of the saved notebook was run, so it has no outputs. That costs no points."
        return
    back = next((b for (_, m), (b, n) in zip(counts, counts[1:]) if n <= m), None)
    if back is not None:
        yield (f"The cells were not run from top to bottom: cell {back.number} was run before a "
               f"cell above it. Its output may be an old one. Restart the kernel and run all "
               f"cells, if the outputs matter to you.")  # fmt: skip
    elif not_run:
        numbers = ", ".join(str(cell.number) for cell in not_run[:5])
        yield f"Not run before the notebook was saved: cell {numbers}. That costs no points."
    for cell in notebook.code:
        outputs = cell.raw.get("outputs") or []
        if any(isinstance(o, dict) and o.get("output_type") == "error" for o in outputs):
            yield f"The saved output of cell {cell.number} is an error."
            return


def receipt_of(notebook: NotebookFile, found: WholeCheck, zip_name: str) -> str:
    """Return the text of the receipt.

    Args:
        notebook: The notebook.
        found: What was found in it.
        zip_name: The name of the zip.
    """
    score, possible = found.points
    open_questions = [q["name"] for q in found.questions if q["state"] == UNWRITTEN]
    failing = [q["name"] for q in found.questions if q["state"] not in (PASSES, UNWRITTEN)]
    saved = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(notebook.path.stat().st_mtime))
    rows = {
        "assignment": notebook.assignment,
        "file": f"{zip_name}, written {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        "notebook": f"{notebook.path.name}, {len(notebook.content):,} bytes, saved {saved}",
        "SHA-256": notebook.sha256,
        "public checks": f"{score:g} of {possible:g} points, checked {found.time}",
        "fails": ", ".join(failing) or "nothing",
        "not answered": ", ".join([*open_questions, *found.unanswered]) or "nothing",
    }
    width = max(map(len, rows)) + 2
    lines = [
        filled(f"{name + ':':{width}}{text}", hanging=" " * width) for name, text in rows.items()
    ]
    return "Receipt\n" + "\n".join(lines) + "\n"


def _refuse_useless(notebook: NotebookFile) -> None:
    """Raise UnusableError if it is not known which notebook this is, or if nobody wrote in it."""
    name = notebook.path.name
    if not notebook.assignment:
        raise UnusableError(
            f"{name} does not say of which assignment it is. Is it a notebook of the course? "
            f"`python -m nnlab repair {name}` says more."
        )
    released = notebook_file.released_notebook(notebook)
    if released is not None:
        before = {cell.source.strip() for cell in released.cells}
        if all(cell.source.strip() in before for cell in notebook.cells):
            raise UnusableError(
                f"{name} is the notebook as it was released: nothing is written in it. Is your own "
                f"notebook saved, or is it in another folder?"
            )
    answers = [cell for cell in notebook.cells if ANSWER in cell.tags]
    if answers and all(STUB.search(c.source) or c.source.strip() == PROMPT for c in answers):
        raise UnusableError(f"{name} has no answer: every stub still stands.")


def _write(target: Path, notebook: NotebookFile, receipt: str) -> None:
    """Write the zip; a zip that is half written never has its name."""
    half = target.with_suffix(".part")
    folder = notebook.path.resolve().parent
    now = time.localtime()[:6]
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            def put(name: str, content: bytes) -> None:
                info = zipfile.ZipInfo(name, (max(now[0], EARLIEST), *now[1:]))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, content)

            put(f"{notebook.assignment}.ipynb", notebook.content)
            for module in outside.own_modules(notebook):
                put(module.resolve().relative_to(folder).as_posix(), module.read_bytes())
            put(RECEIPT, receipt.encode())
        os.replace(half, target)
    except OSError as error:
        raise UnusableError(
            f"{target.name} can't be written: {error.strerror or error}. Nothing is lost: hand in "
            f"the notebook {notebook.path.name} itself."
        ) from None
    finally:
        half.unlink(missing_ok=True)
