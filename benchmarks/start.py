"""Measure how long `coursework grade` takes until its first submission is begun, and the memory of
one grader over a class.

    python benchmarks/start.py [--rounds 7] [--class 200]

The assignment is hw1_neuron, which `coursework release hw1_neuron` has to have built. A start is
the whole command, from the start of its process; bytecode is compiled before. Seconds are medians
with the least in brackets. CPU seconds are those of the grader, and of the zygote, which gets ready
beside it: so the wall time of a quiet machine lies between the larger of them and their sum.

Memory is the proportional set size of grader, zygote and workers, before the first submission and
after so many of them, while none is being graded; and its peak. With --class 0 this is left out.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading import Memory, _family, _share

from autograder.bundle.bundle import open_bundle
from autograder.grading.grader import Grader
from autograder.submission.folders import find_submissions
from tools.authoring.release import release_of
from tools.paths import Course

# A program that runs the command, and ends when its first submission is begun.
PROGRAM = """
import os, sys, time
import tools.cli
from autograder.grading.grader import Grader
from autograder.sandbox.layers.system import children

def begun(grader, submission):
    at, cpu, family = time.monotonic(), time.process_time(), [os.getpid()]
    for pid in family:
        family += children(pid)
    ticks = 0
    for pid in family[1:]:
        with open(f"/proc/{pid}/stat") as file:
            ticks += sum(map(int, file.read().rpartition(")")[2].split()[11:15]))
    print(at, cpu, ticks / os.sysconf("SC_CLK_TCK"))
    sys.stdout.flush()
    grader.warden.zygote.process.kill()
    os._exit(0)

Grader.examine = begun
tools.cli.main()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--class", type=int, default=200, dest="count")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in filter(os.path.isdir, {*sys.path, str(Path(os.__file__).parent)}):
        compileall.compile_dir(folder, quiet=2, maxlevels=20)
    release = release_of(Course().chapter("hw1_neuron"))
    sample = release.folder / "samples" / "right.ipynb"
    rows = [start(sample) for _ in range(options.rounds)]
    for label, column in zip(("wall", "CPU of the grader", "CPU of the zygote"), zip(*rows)):
        print(f"start, {label:17}{statistics.median(column):7.2f} s ({min(column):.2f})")
    if options.count:
        memory(release.bundle, sample, options.count)


def start(sample: Path) -> tuple[float, float, float]:
    """Return the wall seconds until the first submission is begun, and the CPU seconds of the
    grader and of the zygote until then."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["grade", "hw1_neuron", str(sample), "--output", folder]
        began = time.monotonic()
        done = subprocess.run([sys.executable, "-c", PROGRAM, *command], check=True, text=True,
                              capture_output=True)  # fmt: skip
        ended, grader, zygote = map(float, done.stdout.split()[-3:])
    return ended - began, grader, zygote


def memory(bundle: Path, sample: Path, count: int) -> None:
    """Print what one grader takes while it grades the same submission `count` times."""
    [submission] = find_submissions([sample])
    shown = {0, 1, 10, *range(50, count + 1, 50), count}
    with open_bundle(bundle) as opened, Grader(opened) as grader, Memory() as watched:
        for number in range(count + 1):
            if number in shown:
                now = sum(map(_share, _family(os.getpid()))) >> 20
                print(f"memory after {number:3} submissions{now:7} MiB")
            grader.grade(submission)
    print(f"memory, peak{watched.peak >> 20:23} MiB")


if __name__ == "__main__":
    main()
