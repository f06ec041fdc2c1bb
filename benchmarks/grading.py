"""Compare the trusted grader with `otter run`: seconds for a submission, overhead, memory.

    python benchmarks/grading.py [--rounds 7]

Both grade the same notebook in turn, and both use compiled bytecode. The trusted grader keeps
running, as it does for a class, and each submission gets a fresh worker; the time to start the
grader is shown separately.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path

import nbformat

from autograder.bundle.bundle import open_bundle
from autograder.bundle.testfiles import quietly
from autograder.grading.grader import Grader
from autograder.submission.folders import find_submissions
from autograder.submission.intake import code_cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", nargs=2, type=Path, metavar=("BUNDLE", "NOTEBOOK"),
                        help="Only print the peak of memory in bytes.")  # fmt: skip
    options = parser.parse_args()
    if options.memory:
        print(peak_memory(*options.memory))
        return
    rounds = options.rounds
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in filter(os.path.isdir, {*sys.path, str(Path(json.__file__).parent.parent)}):
        compileall.compile_dir(folder, quiet=2, maxlevels=20)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python "
          f"{platform.python_version()}, otter-grader {version('otter-grader')}, "
          f"numpy {version('numpy')}; {rounds} rounds, turn by turn, medians")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        measure("four short questions", *small(scratch / "small"), scratch / "1", rounds)
        measure("hw1_neuron, its right sample", *homework(scratch / "hw1"), scratch / "2", rounds)


def small(folder: Path) -> tuple[Path, Path]:
    """Return the bundle of the attacks' assignment and a right notebook, which takes no time."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from attacks import victim

    folder.mkdir()
    bundle = victim.build(folder).bundle
    cells = ["import numpy as np", *victim.HONEST.values()]
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = folder / "right.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    meta = {"kernelspec": kernel, "otter": {"assignment_name": victim.NAME}}
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata=meta), notebook)
    return bundle, notebook


def homework(folder: Path) -> tuple[Path, Path]:
    """Return the bundle of hw1_neuron and its right sample."""
    from tools.authoring.release import build
    from tools.authoring.samples import write_samples
    from tools.packing.pack import pack
    from tools.paths import Course

    release = build(Course().chapter("hw1_neuron"), folder)
    pack(release)
    write_samples(release, folder / "samples")
    return release.bundle, folder / "samples" / "right.ipynb"


def measure(title: str, path: Path, notebook: Path, scratch: Path, rounds: int) -> None:
    """Grade a notebook with both graders, and print what that took.

    Args:
        title: What is graded, in words.
        path: The bundle.
        notebook: The notebook.
        scratch: A folder for the output of `otter run`.
        rounds: How often each of them grades it.
    """
    [submission] = find_submissions([notebook])
    began = time.perf_counter()
    with open_bundle(path) as bundle, Grader(bundle) as grader:
        starting = time.perf_counter() - began
        own = own_seconds(bundle, code_cells(submission))
        grader.grade(submission)
        theirs, ours = [], []
        for number in range(rounds):
            theirs.append(otter_run(path, notebook, scratch / str(number)))
            began = time.perf_counter()
            report = grader.grade(submission)
            ours.append(time.perf_counter() - began)
        cases = sum(len(question.cases) for question in bundle.questions)
    otter, trusted = statistics.median(t for t, _ in theirs), statistics.median(ours)
    ratio = statistics.median(a / b for (a, _), b in zip(theirs, ours))
    print(f"\n{title}: {report.score:g} of {report.max_score:g} by both" if report.score
          == theirs[-1][1] else f"\n{title}: SCORES DIFFER, {report.score:g}, {theirs[-1][1]:g}")
    print(f"  otter run            {otter:7.3f} s a submission")
    print(f"  trusted grader       {trusted:7.3f} s a submission, {ratio:.0f} times faster")
    print(f"  own computing        {own:7.3f} s: cells and tests without any boundary")
    print(f"  overhead             {1e3 * (trusted - own):7.0f} ms; at most {30 + 5 * cases} ms "
          f"is asked: 30, and 5 for each of {cases} cases")  # fmt: skip
    print(f"  start of the grader  {starting:7.3f} s, once")
    memory = int(subprocess.run([sys.executable, __file__, "--memory", path, notebook], check=True,
                                capture_output=True).stdout)  # fmt: skip
    print(f"  peak memory          {memory / 2**20:7.0f} MiB of grader, zygote and workers, "
          "what they share counted once")  # fmt: skip


def peak_memory(path: Path, notebook: Path) -> int:
    """Return the largest memory in bytes of a grader that has done nothing else in its process."""
    [submission] = find_submissions([notebook])
    with open_bundle(path) as bundle, Memory() as memory, Grader(bundle) as grader:
        grader.grade(submission)
    return memory.peak


def otter_run(bundle: Path, notebook: Path, output: Path) -> tuple[float, float]:
    """Return the seconds and the score of one `otter run`."""
    output.mkdir(parents=True)
    otter = Path(sys.executable).with_name("otter")
    began = time.perf_counter()
    subprocess.run([otter, "run", "-a", bundle, "-o", output, notebook], cwd=output, check=True,
                   capture_output=True)  # fmt: skip
    seconds = time.perf_counter() - began
    tests = json.loads((output / "results.json").read_text())["tests"]
    return seconds, sum(test.get("score") or 0 for test in tests)


def own_seconds(bundle, cells) -> float:
    """Return the seconds that notebook and tests take in this process, at the second run."""
    for _ in range(2):
        names: dict[str, object] = {"__name__": "__main__"}
        began = time.perf_counter()
        with quietly(), contextlib.redirect_stdout(io.StringIO()):
            for cell in cells:
                if "otter" not in cell.source and "grader." not in cell.source:
                    exec(compile(cell.source, "<cell>", "exec"), names)
            for question in bundle.questions:
                for case in question.cases:
                    case.run(names)
        seconds = time.perf_counter() - began
    return seconds


class Memory:
    """Measures the largest proportional set size of this process and its descendants, without
    Otter's."""

    def __enter__(self) -> Memory:
        self.peak, self.done = 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.done.wait(0.02):
            self.peak = max(self.peak, sum(map(_share, _family(os.getpid()))))


def _family(root: int) -> list[int]:
    pids = [root]
    for pid in pids:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text().split()
                pids += [int(child) for child in children if "otter" not in _command(int(child))]
    return pids


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def _share(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
