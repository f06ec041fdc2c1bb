"""Measure what a class costs: seconds and memory for each submission, by the size of the class.

    python benchmarks/classes.py hw1_neuron --sizes 100 1000 10000
    python benchmarks/classes.py hw1_neuron --sizes 200 --by sandbox
    python benchmarks/classes.py small --sizes 100 1000 10000 --by sandbox

`small` is a class that is made for this: two quick questions, and no two notebooks are the same. So
a submission costs little more than the sandbox.

    --by nobody   every submission gets the report of a sample at once. What is measured then is all
                  but the grading: recognizing the class, keys, stored results, pages, grades.csv.
    --by sandbox  the trusted grader, a process for each core.
    --by otter    stock Otter.
    --by cluster  dask.distributed: a scheduler and two workers of one thread on this machine. Their
                  start counts, too.

Each size runs in a process of its own. CPU seconds don't depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.batch import GradingJob, grade_class
from autograder.pool import cores
from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.authoring.release import release_of
from tools.classes.class_report import write_class_report
from tools.classes.cluster import grade_on_cluster
from tools.classes.grading import Order, Stream, grade_all
from tools.classes.late import LatePolicy
from tools.classes.made_class import make_class
from tools.classes.record import read_grades
from tools.paths import CHECKOUT, Course

sys.path.insert(0, str(CHECKOUT / "tests"))

from bundles import FUNCTIONS, OK_FORMAT, RIGHT, write_bundle  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--by", default="nobody", choices=["nobody", "sandbox", "otter", "cluster"])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.name, options.sizes[0], options.by)
        return
    for size in options.sizes:
        command = [sys.executable, __file__, options.name, "--one", "--sizes", str(size)]
        subprocess.run([*command, "--by", options.by], check=True)


def measure(name: str, size: int, by: str) -> None:
    """Make a class, grade it, grade it again from the stored results, and print the figures."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bundle, submissions = made(name, Path(folder), size)
        job = GradingJob(bundle, jobs=cores())
        order = Order(job, "otter" if by == "otter" else "trusted")
        if by == "nobody":
            order = replace(order, stream=stub(job, next(submissions.glob("*.ipynb"))))
        output = Path(folder) / "grades"

        def grade() -> None:
            stream = stack.enter_context(local_cluster(job)) if by == "cluster" else order.stream
            grade_all(replace(order, stream=stream), [submissions], output)
            stack.close()

        steps = {
            f"graded by {by}": timed(grade),
            "again, from the stored results": timed(
                lambda: grade_all(order, [submissions], output)
            ),
            "class report": timed(lambda: write_class_report(read_grades(output), LatePolicy())),
        }
        count = len(read_grades(output))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{count} students, peak memory of the command {peak} MiB")
    for step, (wall, used) in steps.items():
        print(f"  {step}: {wall:.1f} s, {count / wall:.1f} a second; CPU {used:.1f} s, "
              f"{1000 * used / count:.1f} ms a student", flush=True)  # fmt: skip


def made(name: str, folder: Path, size: int) -> tuple[Path, Path]:
    """Return the bundle and the folder of the submissions of a class that is made up."""
    if name != "small":
        release = release_of(Course().chapter(name))
        return release.bundle, make_class(release, folder / "class", size, 1)[0]
    submissions = folder / "class"
    submissions.mkdir()
    for number in range(size):
        answers = [RIGHT[0], RIGHT[1].replace("2", "3") if number % 3 == 0 else RIGHT[1]]
        notebook = new_notebook(cells=[new_code_cell(s) for s in [f"me = {number}", *answers]])
        (submissions / f"student{number}.ipynb").write_text(nbformat.writes(notebook))
    return write_bundle(folder, {"q1": OK_FORMAT, "q2": FUNCTIONS}, grading={}), submissions


@contextlib.contextmanager
def local_cluster(job: GradingJob) -> Iterator[Stream]:
    """Start a scheduler and two workers, and give what grades with them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    worker = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    commands = [["scheduler", "--host", address, "--no-dashboard"], worker, worker]
    processes = [
        subprocess.Popen([sys.executable, "-m", "dask", *c], stderr=subprocess.DEVNULL)
        for c in commands
    ]
    try:
        yield partial(grade_on_cluster, address, job)
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a piece of work takes: by the wall clock, and of processors."""
    wall, used = time.monotonic(), cpu()
    with contextlib.redirect_stdout(io.StringIO()):
        work()
    return time.monotonic() - wall, cpu() - used


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def stub(job: GradingJob, sample: Path) -> Stream:
    """Return a grader that gives everybody the report of one real submission."""
    [report] = grade_class(job, [Submission("sample", sample)])

    def stream(submissions: Sequence[Submission]) -> Iterator[Report]:
        return (replace(report, submission=submission.id) for submission in submissions)

    return stream


if __name__ == "__main__":
    main()
