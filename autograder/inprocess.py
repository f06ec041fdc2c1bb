"""Run trusted notebooks against a bundle's tests, many in one process, without a kernel.

For the reference and its stubs, which the instructor wrote, and never for a submission: nothing
here keeps a notebook from its tests. Run as a module it reads a list of notebooks from the file
JOB and writes their outcomes to RESULT: `python -m autograder.inprocess BUNDLE JOB RESULT`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import nbformat

from .errors import CourseworkError

SECONDS = 600.0
Outcome = dict[str, list[dict[str, Any]]]


def run_trusted(bundle: Path, notebooks: list[nbformat.NotebookNode]) -> list[Outcome]:
    """For each notebook, for each question, its cases as {name, passed, points, hidden, error}."""
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        job, result = Path(scratch) / "job.json", Path(scratch) / "result.json"
        sources = [
            [
                cell.source
                for cell in notebook.cells
                if cell.cell_type == "code" and "otter_ignore" not in cell.metadata.get("tags", [])
            ]
            for notebook in notebooks
        ]
        job.write_text(json.dumps(sources), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "autograder.inprocess", bundle.resolve(), job, result],
            env={**os.environ, "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            last = done.stderr.strip().splitlines()[-1:]
            raise CourseworkError(f"The trusted run of {bundle.name} broke: {' '.join(last)}")
        return json.loads(result.read_text(encoding="utf-8"))


def _main(bundle: str, job: str, result: str) -> None:
    from otter.test_files.exception_test import ExceptionTestFile

    sources = json.loads(Path(job).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(scratch)
        files = Path(scratch) / "files"
        os.chdir(files)
        sys.path.insert(0, str(files))
        paths = sorted((Path(scratch) / "tests").glob("q*.py"))
        outcomes = []
        for cells in sources:
            env = _execute(cells)
            outcome: Outcome = {}
            for path in paths:
                test = ExceptionTestFile.from_file(str(path))
                with contextlib.redirect_stdout(io.StringIO()):
                    test.run(env)
                outcome[path.stem] = [
                    {
                        "name": case.test_case.name,
                        "passed": case.passed,
                        "points": case.test_case.points,
                        "hidden": case.test_case.hidden,
                        "error": "" if case.passed else case.message.splitlines()[-1],
                    }
                    for case in test.test_case_results
                ]
            outcomes.append(outcome)
        os.chdir("/")
    Path(result).write_text(json.dumps(outcomes), encoding="utf-8")


def _execute(cells: list[str]) -> dict[str, Any]:
    env: dict[str, Any] = {"__name__": "__main__"}
    for source in cells:
        if "otter.Notebook" in source or source.startswith("grader."):
            continue
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(source, "<cell>", "exec"), env)
    return env


if __name__ == "__main__":
    _main(*sys.argv[1:])
