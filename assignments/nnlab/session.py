"""`nnlab.check_all()` and `nnlab.submit()` in a notebook: they look at the file that is saved.

A session knows what was run. So it can tell if the file has something else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import notebook_file, this_notebook
from .lines import filled
from .notebook_file import NotebookFile, UnusableError
from .outside import definitions

STOP_SECONDS = 10.0  # A command that was interrupted gets this long to end.
FIRST_CELL = "Run the first cell of this notebook, and then this one again."


def check_all() -> None:
    """Check the notebook of this session, as it is saved."""
    notebook = _saved()
    if notebook is not None:
        _print_differences(notebook)
        _command("check", notebook.path)


def submit() -> None:
    """Write the file to hand in, unless the saved notebook is not the one that was run."""
    notebook = _saved()
    if notebook is None:
        return
    if _print_differences(notebook):
        print(filled(
            "No file was written. If the saved notebook is the right one all the same, run this in "
            f"a terminal: python -m nnlab submit {notebook.path.name}"
        ))  # fmt: skip
    else:
        _command("submit", notebook.path)


def differences(notebook: NotebookFile, history: Sequence[str]) -> tuple[str, str]:
    """Compare a notebook with what was run.

    Args:
        notebook: The notebook as it is saved.
        history: The sources of the cells that were run, the last one last.

    Returns:
        (unsaved, not run): a sentence if the file has an older version of functions that were run,
        and one if only older versions of functions of the file were run. Each may be "".
    """
    ran, kept = definitions(history), definitions(cell.source for cell in notebook.code)
    before = {source.strip() for source in history}
    unsaved = [
        name for name, source in ran.items()
        if name in kept and kept[name].strip() != source.strip()
        and (kept[name].strip() in before or "NotImplementedError" in kept[name])
    ]  # fmt: skip
    not_run = [
        name for name, source in kept.items()
        if name in ran and source.strip() not in before and "NotImplementedError" not in source
    ]  # fmt: skip
    return (
        f"What you have run is not in {notebook.path.name}, which was saved last at "
        f"{_saved_at(notebook.path)}: {', '.join(unsaved)}. Save the notebook (Ctrl+S, on macOS "
        f"Cmd+S), and run this cell again." if unsaved else "",
        f"{notebook.path.name} has newer versions than you have run: {', '.join(not_run)}. Run "
        f"these cells and their checks again." if not_run else "",
    )  # fmt: skip


def _print_differences(notebook: NotebookFile) -> bool:
    """Print how the file differs from what was run. Return True if something is not saved."""
    sentences = differences(notebook, _history())
    for sentence in filter(None, sentences):
        print(filled(sentence))
    return bool(sentences[0])


def _saved() -> NotebookFile | None:
    """Return the notebook as it is saved, or None if nothing is to be done with it."""
    if this_notebook.CLEAN_RUN in os.environ or this_notebook.is_being_graded():
        return None  # The notebook is run by whoever checks or grades it.
    if not this_notebook.path:
        print(FIRST_CELL)
        return None
    try:
        return notebook_file.read(Path(this_notebook.path))
    except UnusableError as error:
        print(filled(str(error)))
        return None


def _history() -> list[str]:
    """Return the sources of the cells that were run in this session."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()  # type: ignore[no-untyped-call]
    return list(shell.history_manager.input_hist_raw[1:]) if shell is not None else []


def _command(name: str, path: Path) -> None:
    """Run a command of `python -m nnlab` in the notebook's folder, and print what it prints."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "nnlab", name, path.name],
        cwd=path.parent,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            print(filled(line), flush=True)
        process.wait()
    except KeyboardInterrupt:
        try:
            process.wait(STOP_SECONDS)  # It was interrupted, too.
        except subprocess.TimeoutExpired:
            process.kill()
        print("Stopped.")
    finally:
        process.stdout.close()


def _saved_at(path: Path) -> str:
    return time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
