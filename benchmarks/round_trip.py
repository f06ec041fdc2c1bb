"""Measure a round trip across the sandbox's boundary: a call of the submission, and a callback.

    python benchmarks/round_trip.py [--rounds 100] [--trips 100]

A call is a test that calls a function of the submission. A callback is the submission calling a
function of the test. Each passes one value and gets it back: a number, and an array of 3 floats.
The first line of the table is the least that any round trip can take here: one byte between two
processes, by the same kind of socket.

Times are in microseconds, medians of the rounds with the least in brackets. The rounds are short:
if other processes run, at least some of them are undisturbed. CPU time is that of each process, in
the kernel too.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import socket
import statistics
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.warden import Warden

NOTEBOOK = """
import time
def given(x):
    return x * 2
def many(f, x, count):
    for _ in range(count):
        f(x)
def cpu():
    return time.process_time()
"""
# All of it ends after this many seconds.
MOST_SECONDS = 600.0
VALUES = {"a number": 0.5, "an array (3,)": np.arange(3.0)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--trips", type=int, default=100)
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python "
          f"{platform.python_version()}, numpy {np.__version__}; {options.rounds} rounds of "
          f"{options.trips} trips, turn by turn")  # fmt: skip
    limits = Limits(callbacks=4 * options.trips * options.rounds)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        warden = stack.enter_context(Warden(Path(folder), limits))
        worker = stack.enter_context(warden.worker())
        worker.cell(NOTEBOOK, 1)
        channel = stack.enter_context(worker.case(time.monotonic() + MOST_SECONDS))
        measure(Names(channel, {}), options.rounds, options.trips)


def measure(names: Names, rounds: int, trips: int) -> None:
    """Print a table of the round trips with a copy of a worker that has run NOTEBOOK."""
    given, many, cpu = names["given"], names["many"], names["cpu"]
    kinds: dict[str, Callable[[], float]] = {}
    for label, value in VALUES.items():
        kinds[f"a call with {label}"] = repeated(given, value, trips)
        kinds[f"a callback with {label}"] = lambda v=value: many(lambda x: x, v, trips)
    times: dict[str, list[tuple[float, ...]]] = {kind: [] for kind in kinds}
    least: list[tuple[float, ...]] = []
    for _ in range(rounds):
        least.append(one_byte(trips))
        for kind, work in kinds.items():
            theirs, ours, wall = cpu(), time.process_time(), time.perf_counter()
            work()
            ended = time.perf_counter() - wall, time.process_time() - ours, cpu() - theirs
            times[kind].append(tuple(1e6 * seconds / trips for seconds in ended))
    print(f"\n{'us':30}{'wall':>16}{'grader, CPU':>16}{'submission, CPU':>18}")
    for kind, rows in {"one byte there and back": least, **times}.items():
        columns = [f"{statistics.median(c):.1f} ({min(c):.1f})" for c in zip(*rows)]
        print(f"{kind:30}" + "".join(f"{column:>16}" for column in columns))


def repeated(function: Callable[[Any], Any], value: Any, count: int) -> Callable[[], None]:
    def work() -> None:
        for _ in range(count):
            function(value)

    return work


def one_byte(trips: int) -> tuple[float, ...]:
    """Return the wall time of sending a byte to another process and getting it back, and the CPU
    time of each of the two, in microseconds."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        child = os.fork()
        if not child:
            began = time.process_time()
            for _ in range(trips):
                theirs.send(theirs.recv(1))
            theirs.send(struct.pack("d", time.process_time() - began))
            os._exit(0)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(trips):
            ours.send(b".")
            ours.recv(1)
        ended = time.perf_counter() - wall, time.process_time() - cpu
        (other,) = struct.unpack("d", ours.recv(8))
        os.waitpid(child, 0)
    return tuple(1e6 * seconds / trips for seconds in (*ended, other))


if __name__ == "__main__":
    main()
