"""Measure what `grader.check` takes in a student's notebook, in a kernel as JupyterLab starts it.

    python benchmarks/notebook_check.py [--notebook assignments/hw1_neuron.ipynb] [--rounds 5]

Run it with the Python of the students' environment: `assignments/requirements.txt` installed by
pip, which compiles the bytecode. A round starts a kernel in a copy of the notebook's folder and
runs the cells in order. The answers are not written, so each check computes next to nothing.

- the first check: the cell that imports Otter and the first `grader.check`, together, after the
  kernel has answered for the first time;
- a further check: each later `grader.check`.

Times are wall seconds, medians of the rounds with the least in brackets. CPU seconds are those of
the kernel's process: other load does not count.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import start_new_kernel

# A cell has to end within this many seconds.
PATIENCE = 600.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).parents[1] / "assignments" / "hw1_neuron.ipynb"
    parser.add_argument("--notebook", type=Path, default=default)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    cells = json.loads(options.notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    starts = [source for source in sources if "otter.Notebook" in source]
    checks = [source for source in sources if source.startswith("grader.check(")]
    rows = [measure(options.notebook, starts[0], checks) for _ in range(options.rounds)]
    labels = ("the cell that imports Otter", "the first check after it", "a further check, median")
    for number, label in enumerate(labels):
        wall, cpu = zip(*(row[number] for row in rows))
        print(f"{label:30}{statistics.median(wall):7.2f} s ({min(wall):.2f}), "
              f"CPU {statistics.median(cpu):5.2f} s ({min(cpu):.2f})")  # fmt: skip


def measure(notebook: Path, start: str, checks: list[str]) -> list[tuple[float, float]]:
    """Return wall and CPU seconds of the start, of the first check, and of a further one."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(notebook, folder)
        shutil.copytree(notebook.parent / "nnlab", Path(folder, "nnlab"))
        manager, client = start_new_kernel(cwd=folder, startup_timeout=PATIENCE)
        try:
            run(client, "import time")
            began, first, *further = [timed(client, source) for source in (start, *checks)]
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    middle = [statistics.median(column) for column in zip(*further)]
    return [began, first, (middle[0], middle[1])]


def timed(client: Any, source: str) -> tuple[float, float]:
    """Return the wall seconds and the kernel's CPU seconds that a cell takes."""
    cpu = float(run(client, "print(time.process_time())"))
    began = time.perf_counter()
    run(client, source)
    wall = time.perf_counter() - began
    return wall, float(run(client, "print(time.process_time())")) - cpu


def run(client: Any, source: str) -> str:
    """Run a cell and return what it printed. Raise RuntimeError if it failed."""
    printed: list[str] = []

    def note(message: dict[str, Any]) -> None:
        if message["header"]["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    reply = client.execute_interactive(source, output_hook=note, timeout=PATIENCE)["content"]
    if reply["status"] != "ok":
        raise RuntimeError(f"{source[:60]!r} failed: {reply.get('ename')}: {reply.get('evalue')}")
    return "".join(printed)


if __name__ == "__main__":
    main()
