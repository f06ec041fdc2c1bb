"""Run a notebook in a new process from top to bottom, as it is run when it is graded.

Cells that grading leaves out, such as experiments, are not run. The notebook runs in a folder that
has only what grading has: `nnlab`, `data`, and the modules of one's own that it imports.
"""

from __future__ import annotations

import asyncio
import copy
import math
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import this_notebook
from .check_display import FAILS
from .notebook_file import Cell, NotebookFile, UnusableError
from .rest_of_cell import MAX_RESTS, in_words, rest_of_cell

NOT_COPIED = ("__pycache__", "mnist", "hints", "release", ".ipynb_checkpoints")
START_SECONDS = 120.0  # The kernel has to answer within this many seconds.
# A cell that was interrupted has to end within this many seconds. What runs in a library, as a
# training step does, ends first, and on a busy machine that takes a while.
STOP_SECONDS = 30.0
# Grading gives a notebook one thread, too. On a busy machine, several wait for each other.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
JSON = "application/json"
# The cell that runs all public checks at the end. It binds no name of the notebook.
CHECK_ALL = "__import__('nnlab.check_display').check_display.publish_results({name!r})"
COLOR_CODE = re.compile(r"\x1b\[[0-9;]*m")
IN_LINE = re.compile(r"(?:Cell |Input )In ?\[\d+\], line (\d+)")


@dataclass(frozen=True)
class CellError:
    """An error with which a cell ended.

    Attributes:
        cell: The cell.
        name: The name of the error's class, or "" if `text` says all.
        text: What it says.
        line: The line of the cell that raised it, or 0 if that is not known.
    """

    cell: Cell
    name: str
    text: str
    line: int = 0

    @property
    def is_stub(self) -> bool:
        """True if the cell meets an answer that is not written."""
        return self.name == "NotImplementedError"


@dataclass
class Run:
    """What came of running a notebook.

    Attributes:
        errors: The errors of its cells, in order.
        seconds: What all cells took.
        slowest: The cell that took longest, and its seconds, or None.
        questions: For each question a dict with its name, its state, its points by public checks
            ("score" of "possible"), and what is wrong ("message").
        notes: What the checks have printed, such as what could not be judged here.
        continued: The cells that were run on below a statement that failed, in words.
        ended: Why the run ended before the last cell, or "".
    """

    errors: list[CellError] = field(default_factory=list)
    seconds: float = 0.0
    slowest: tuple[Cell, float] | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    continued: list[str] = field(default_factory=list)
    ended: str = ""


def run(
    notebook: NotebookFile, tests: dict[str, Any], modules: list[Path], cell_seconds: float,
    tell: Callable[[str], None] = print,
) -> Run:  # fmt: skip
    """Run a notebook.

    Args:
        notebook: The notebook.
        tests: What Otter's metadata hold; the checks are read from there.
        modules: Modules of the student's own that the notebook imports.
        cell_seconds: The limit of each cell, in seconds.
        tell: Takes a sentence on what takes long.

    Raises:
        UnusableError: What the notebook needs to run is not installed or not there.
    """
    try:
        import nbclient  # noqa: F401
        import nbformat
    except ImportError as error:
        raise UnusableError(
            f"{error.name} is not installed. Run `python -m pip install -r requirements.txt`."
        ) from None
    name = f"{notebook.assignment or notebook.path.stem}.ipynb"
    with _folder(notebook, modules) as folder:
        data = copy.deepcopy(notebook.data)
        data["metadata"] = {**data.get("metadata", {}), "otter": tests}
        for cell, raw in zip(notebook.cells, data["cells"]):
            raw["source"] = cell.source
            if cell.kind == "code":
                raw.update(outputs=[], execution_count=None)
        prepared = nbformat.from_dict(data)
        nbformat.write(prepared, folder / name)
        if sys.platform == "win32":  # The kernel's sockets need this loop.
            asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
        return asyncio.run(_run(notebook, prepared, folder, name, cell_seconds, tell))


@contextmanager
def _folder(notebook: NotebookFile, modules: list[Path]) -> Iterator[Path]:
    """Make a folder with what grading has beside the notebook."""
    beside = notebook.path.resolve().parent
    if not (beside / "nnlab").is_dir():
        raise UnusableError(
            f"There is no folder nnlab beside {notebook.path.name}. Keep the notebook in the "
            f"folder of the course, beside nnlab and data."
        )
    with tempfile.TemporaryDirectory(prefix="nnlab-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch).resolve()
        for name in ("nnlab", "data"):
            if (beside / name).is_dir():
                ignored = shutil.ignore_patterns(*NOT_COPIED)
                shutil.copytree(beside / name, folder / name, ignore=ignored)
        for module in modules:
            target = folder / module.resolve().relative_to(beside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(module, target)
        yield folder


async def _run(
    notebook: NotebookFile, prepared: Any, folder: Path, name: str, cell_seconds: float,
    tell: Callable[[str], None],
) -> Run:  # fmt: skip
    from nbclient.exceptions import DeadKernelError

    result = Run()
    client = _client(prepared, folder)
    of_debugger = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # It would print a warning.
    environment = {**os.environ, **of_debugger, **ONE_THREAD, this_notebook.CLEAN_RUN: "1"}
    async with client.async_setup_kernel(env=environment, cwd=str(folder)):
        for place, cell in enumerate(notebook.cells):
            if cell.kind != "code" or cell.is_ignored:
                continue
            began = time.monotonic()
            try:
                errors = await _execute(client, cell, prepared.cells[place], place, cell_seconds)
            except DeadKernelError:
                result.errors.append(CellError(cell, "", "it ended Python itself"))
                result.ended = f"Cell {cell.number} ended Python, so no cell below it was run."
                return result
            seconds = time.monotonic() - began
            result.seconds += seconds
            if result.slowest is None or seconds > result.slowest[1]:
                result.slowest = cell, seconds
            *earlier, error = errors
            if earlier:
                result.continued.append(in_words(cell.number, earlier[0].line))
            if seconds >= cell_seconds and (error is None or error.name == "KeyboardInterrupt"):
                error = CellError(cell, "", f"it did not end within {cell_seconds:g} s")
                tell(f"Cell {cell.number} was stopped after {cell_seconds:g} s.")
                if not await _is_idle(client):
                    result.ended = f"Cell {cell.number} could not be stopped; the run ends there."
            result.errors += [e for e in (*earlier, error) if e is not None]
            if result.ended:
                return result
        result.questions, result.notes = await _questions(client, prepared, name, cell_seconds)
    return result


def _client(prepared: Any, folder: Path) -> Any:
    """Return what runs cells in a kernel of this Python, whatever kernels are installed."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
                       "--log-level=ERROR"]  # fmt: skip
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    return NotebookClient(
        prepared,
        km=AsyncKernelManager(kernel_spec_manager=ThisPython()),
        startup_timeout=START_SECONDS,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "KeyboardInterrupt", "evalue": "", "traceback": []},
        allow_errors=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )


async def _execute(
    client: Any, cell: Cell, prepared: Any, place: int, seconds: float
) -> list[CellError | None]:
    """Run a cell, and what is left of a set-up cell below each statement that fails.

    Returns:
        The error of each of these runs. All but the last one have one.
    """
    import nbformat

    errors: list[CellError | None] = []
    end = time.monotonic() + seconds
    for _ in range(MAX_RESTS + 1):
        client.timeout = math.ceil(end - time.monotonic())
        await client.async_execute_cell(prepared, place)
        error = _error(cell, prepared)
        errors.append(error)
        rest = rest_of_cell(cell.source, error.name, error.line) if error else ""
        if not rest or time.monotonic() >= end:
            break
        prepared = nbformat.v4.new_code_cell(rest)
    return errors


async def _is_idle(client: Any) -> bool:
    """Return True if the kernel answers soon."""
    client.kc.execute("None", store_history=False)
    try:
        await client.kc.get_shell_msg(timeout=STOP_SECONDS)
    except Exception:  # It is queue.Empty, or the channel has gone.
        return False
    return True


def _error(cell: Cell, executed: Any) -> CellError | None:
    """Return the error that is among the outputs of a cell, or None."""
    for output in executed.get("outputs", []):
        if output["output_type"] == "error":
            trace = COLOR_CODE.sub("", "\n".join(output.get("traceback", [])))
            line = IN_LINE.search(trace)
            name, text = str(output["ename"]), str(output["evalue"])
            return CellError(cell, name, text, int(line[1]) if line else 0)
    return None


async def _questions(
    client: Any, prepared: Any, name: str, seconds: float
) -> tuple[list[dict[str, Any]], list[str]]:
    """Run the public checks, and return what they find and the lines that they print.

    Args:
        client: What runs cells.
        prepared: The notebook.
        name: The name of its file.
        seconds: What one check may take; together they may take so much for each question.
    """
    import nbformat

    cell = nbformat.v4.new_code_cell(CHECK_ALL.format(name=name))
    prepared.cells.append(cell)
    client.timeout = math.ceil(seconds) * max(len(prepared.metadata.otter.get("tests", {})), 1)
    await client.async_execute_cell(cell, len(prepared.cells) - 1)
    questions: list[dict[str, Any]] = []
    printed, checking = "", ""
    for output in cell.outputs:
        if output["output_type"] == "display_data" and JSON in output["data"]:
            content = output["data"][JSON]
            checking = content.get("checking", "")
            questions += [content["question"]] if "question" in content else []
        elif output["output_type"] == "stream" and output["name"] == "stdout":
            printed += output["text"]
    if checking:
        questions.append({"name": checking, "state": FAILS, "message": "its check did not end",
                          "score": 0.0, "possible": 0.0})  # fmt: skip
    return questions, [line for line in dict.fromkeys(printed.splitlines()) if line.strip()]
