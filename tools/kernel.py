"""Run a notebook in a kernel of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


def run_notebook(
    notebook: NotebookNode, folder: Path, seconds: float, allow_errors: bool = False
) -> None:
    """Run the cells of a notebook in a folder. Their outputs are in it afterwards.

    The kernel is reached through files, not ports: a port that is free may be taken by somebody
    else before the kernel takes it. Windows has only ports.

    Args:
        notebook: The notebook.
        folder: The working directory of its kernel.
        seconds: A cell may run this long.
        allow_errors: Run further cells below one that raises an exception.

    Raises:
        CellExecutionError: A cell raises an exception, and errors are not allowed. No further cell
            is run.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        manager = AsyncKernelManager(
            transport="tcp" if os.name == "nt" else "ipc",
            connection_file=str(Path(scratch, "kernel.json")),
        )
        NotebookClient(
            notebook,
            manager,
            timeout=seconds,
            allow_errors=allow_errors,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
        ).execute()
