"""Show where the time of a grade goes: processor time by process and by cause.

    python benchmarks/costs.py [--rounds 10] [NAME [SAMPLE]]

It grades one sample of a chapter several times in one grader, as a class is graded, and prints the
mean of one grade as a table in Markdown. Processor time hardly depends on what else the machine
does. `docs/performance.md` holds two of these tables.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from autograder.bundle.bundle import open_bundle
from autograder.grading.grader import Grader
from autograder.sandbox.layers.system import children
from autograder.sandbox.trusted.worker_handle import WorkerHandle
from autograder.sandbox.trusted.zygote_process import ZygoteProcess
from autograder.submission.folders import find_submissions
from tools.authoring.release import build
from tools.authoring.samples import write_samples
from tools.packing.pack import pack
from tools.paths import Course

TICK = 1 / 100  # The kernel states times in units of this many seconds.


@dataclass(frozen=True)
class Use:
    """What processes have used: seconds in their own code, seconds in the kernel, page faults."""

    user: float = 0.0
    kernel: float = 0.0
    faults: int = 0

    def __add__(self, other: Use) -> Use:
        return Use(
            self.user + other.user, self.kernel + other.kernel, self.faults + other.faults
        )

    def __sub__(self, other: Use) -> Use:
        return Use(
            self.user - other.user, self.kernel - other.kernel, self.faults - other.faults
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="hw1_neuron")
    parser.add_argument("sample", nargs="?", default="right")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        release = build(Course().chapter(options.name), Path(folder))
        pack(release)
        write_samples(release, Path(folder) / "samples")
        [submission] = find_submissions([Path(folder) / "samples" / f"{options.sample}.ipynb"])
        with open_bundle(release.bundle) as bundle, Grader(bundle) as grader:
            cases = sum(len(question.cases) for question in bundle.questions)
            grader.grade(submission)
            meter = Meter(grader)
            with meter.attached():
                for _ in range(options.rounds):
                    report = grader.grade(submission)
    print(f"{options.name}, sample {options.sample}: {report.score:g} of {report.max_score:g}, "
          f"{cases} cases; means of {options.rounds} grades\n")  # fmt: skip
    print("| process | what for | own code, ms | kernel, ms | page faults | times |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for (process, cause), use in meter.table().items():
        times = 1 if process == "grader" else meter.counts[process, cause] / options.rounds
        print(f"| {process} | {cause} | {1e3 * use.user / options.rounds:.0f} "
              f"| {1e3 * use.kernel / options.rounds:.0f} "
              f"| {use.faults / options.rounds:.0f} | {times:.3g} |")  # fmt: skip


class Meter:
    """Reads from outside what the processes of a grader use.

    Attributes:
        uses: What was used, by process and cause.
        counts: How often, by process and cause.
    """

    def __init__(self, grader: Grader) -> None:
        zygote = grader.warden.zygote.process.pid
        shims = list(children(zygote))
        # With a process namespace, the process that was started is only a shim.
        self.zygote = shims[0] if "namespaces" in grader.warden.layers else zygote
        self.uses: dict[tuple[str, str], Use] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.after_cells: dict[int, Use] = {}

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Measure what happens in the body."""
        ask = ZygoteProcess.ask
        request, end = WorkerHandle._request_copy, WorkerHandle.end

        def measured_ask(zygote: ZygoteProcess, operation: str, *args: Any, **operands: Any) -> Any:
            before = _own(self.zygote)
            try:
                return ask(zygote, operation, *args, **operands)
            finally:
                self._add("zygote", f"request “{operation}”", _own(self.zygote) - before)

        def measured_request(worker: WorkerHandle) -> Any:
            pid = self._pid_of(worker)
            if id(worker) not in self.after_cells:
                self.after_cells[id(worker)] = _own(pid)
            self.counts["copies", "all they do, their end included"] += 1
            return request(worker)

        def measured_end(worker: WorkerHandle) -> None:
            pid = self._pid_of(worker)
            all_of_it = _own(pid)
            cells = self.after_cells.pop(id(worker), all_of_it)
            self._add("worker", "its start and the cells", cells)
            self._add("worker", "forking copies", all_of_it - cells)
            copies = _waited_for(pid)
            for child in children(pid):
                copies += _own(child)
            self._add("copies", "all they do, their end included", copies, times=0)
            end(worker)

        began = _of_this_process()
        with (
            mock.patch.object(ZygoteProcess, "ask", measured_ask),
            mock.patch.object(WorkerHandle, "_request_copy", measured_request),
            mock.patch.object(WorkerHandle, "end", measured_end),
        ):
            yield
        self._add("grader", "tests, channel, report", _of_this_process() - began)

    def table(self) -> dict[tuple[str, str], Use]:
        """Return what was used, by process and cause, the grader first."""
        order = ["grader", "zygote", "worker", "copies"]
        return dict(sorted(self.uses.items(), key=lambda item: order.index(item[0][0])))

    def _add(self, process: str, cause: str, use: Use, times: int = 1) -> None:
        self.uses[process, cause] = self.uses.get((process, cause), Use()) + use
        self.counts[process, cause] += times

    def _pid_of(self, worker: WorkerHandle) -> int:
        """Return the process id of a worker as this process sees it."""
        for pid in children(self.zygote):
            status = Path(f"/proc/{pid}/status").read_text()
            line = next(line for line in status.splitlines() if line.startswith("NSpid:"))
            if int(line.split()[-1]) == worker.pid:
                return pid
        raise LookupError("the worker has ended")


def _of_this_process() -> Use:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return Use(usage.ru_utime, usage.ru_stime, usage.ru_minflt)


def _own(pid: int) -> Use:
    """Return what a process itself has used."""
    fields = _fields(pid)
    return Use(int(fields[11]) * TICK, int(fields[12]) * TICK, int(fields[7]))


def _waited_for(pid: int) -> Use:
    """Return what the children of a process have used that have ended."""
    fields = _fields(pid)
    return Use(int(fields[13]) * TICK, int(fields[14]) * TICK, int(fields[8]))


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


if __name__ == "__main__":
    main()
