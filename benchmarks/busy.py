"""Grade the same submissions on a quiet machine and beside processes that keep all cores busy, and
compare the reports, which have to be identical.

    python benchmarks/busy.py [--submissions 40] [--jobs 2] [NAME]...

The submissions are the samples of the chapters, over and over. The other processes are four for
each core.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from autograder.grading.batch import GradingJob, grade_class
from autograder.submission.folders import find_submissions
from autograder.submission.intake import Submission
from tools.authoring.release import build
from tools.authoring.samples import write_samples
from tools.packing.pack import pack
from tools.paths import Course

LOOPS_PER_CORE = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=["hw1_neuron"])
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.submissions // len(options.names)
    differ = 0
    for name in options.names:
        with tempfile.TemporaryDirectory() as folder:
            release = build(Course().chapter(name), Path(folder))
            pack(release)
            write_samples(release, Path(folder) / "samples")
            submissions = _numbered(find_submissions([Path(folder) / "samples"]), count)
            job = GradingJob(release.bundle, jobs=options.jobs)
            alone, quiet_seconds = _graded(job, submissions)
            with _busy():
                beside, busy_seconds = _graded(job, submissions)
        others = [id for id, report in alone.items() if report != beside[id]]
        differ += len(others)
        print(f"{name}: {len(alone)} submissions, {quiet_seconds:.0f} s alone and "
              f"{busy_seconds:.0f} s beside others; "
              f"reports that differ: {', '.join(others) or 'none'}")  # fmt: skip
    sys.exit(bool(differ))


def _numbered(samples: list[Submission], count: int) -> list[Submission]:
    """Return so many submissions: the samples over and over, each with an id of its own."""
    again = itertools.islice(itertools.cycle(samples), count)
    return [replace(s, id=f"{number}-{s.id}") for number, s in enumerate(again, start=1)]


def _graded(
    job: GradingJob, submissions: list[Submission]
) -> tuple[dict[str, dict[str, Any]], float]:
    """Return the reports without their times, by id, and the wall seconds that they took."""
    began = time.monotonic()
    reports = {r.submission: {**asdict(r), "seconds": 0} for r in grade_class(job, submissions)}
    return reports, time.monotonic() - began


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    """Keep all cores busy LOOPS_PER_CORE times over."""
    loop = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(loop) for _ in range(LOOPS_PER_CORE * (os.cpu_count() or 1))]
    try:
        yield
    finally:
        for process in loops:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
