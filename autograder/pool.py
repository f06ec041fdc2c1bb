"""Run tasks in several processes, each of which prepares itself once."""

from __future__ import annotations

import itertools
import multiprocessing
import multiprocessing.util
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4  # For each process, this many tasks are handed over in advance.


def cores() -> int:
    """Return how many processes use this machine well: 1 in a worker of pytest-xdist, which already
    runs one worker on each core."""
    return 1 if "PYTEST_XDIST_WORKER" in os.environ else os.cpu_count() or 1


def processor_shares(jobs: int) -> list[set[int]]:
    """Divide the processors that this process may use among `jobs` processes.

    If there are fewer processors than processes, some processes share one. A share is empty if this
    system does not let a process choose its processors.
    """
    if not hasattr(os, "sched_getaffinity"):
        return [set()] * jobs
    processors = sorted(os.sched_getaffinity(0))
    return [set(processors[job % len(processors) :: jobs]) for job in range(jobs)]


@contextmanager
def per_core(
    start: Callable[[], AbstractContextManager[Callable[[Task], Result]]],
    jobs: int,
    apart: bool = False,
) -> Iterator[Callable[[Iterable[Task]], Iterator[tuple[int, Result]]]]:
    """Start `jobs` processes and give a function that runs tasks in them.

    That function takes tasks and yields pairs of a task's number, counted from 0, and its result,
    in the order in which the tasks end. It takes a few tasks at a time and keeps no result, so its
    memory does not grow with the number of tasks. If a process dies, it yields what other tasks
    gave before, and then raises BrokenProcessPool.

    Args:
        start: Called once in each process. It returns a context manager of the function that does
            one task; the manager is closed when the process ends. It has to be picklable.
        jobs: The number of processes.
        apart: If True, no process, nor what it starts, can take the processors of the others.
    """
    context = multiprocessing.get_context("spawn")
    shares = context.SimpleQueue() if apart else None
    if shares is not None:
        for share in processor_shares(jobs):
            shares.put(share)
    with ProcessPoolExecutor(jobs, context, _begin, (start, shares)) as pool:

        def run(tasks: Iterable[Task]) -> Iterator[tuple[int, Result]]:
            waiting = enumerate(tasks)
            numbers = {
                pool.submit(_run, task): number
                for number, task in itertools.islice(waiting, AHEAD * jobs)
            }
            broken: BrokenProcessPool | None = None
            while numbers:
                done = wait(numbers, return_when=FIRST_COMPLETED).done
                for future in sorted(done, key=numbers.__getitem__):
                    number = numbers.pop(future)
                    error = future.exception()
                    if isinstance(error, BrokenProcessPool):
                        broken = error
                        continue
                    yield number, future.result()
                    try:
                        for following, task in itertools.islice(waiting, 0 if broken else 1):
                            numbers[pool.submit(_run, task)] = following
                    except BrokenProcessPool as error_of_another:
                        broken = error_of_another
            if broken:
                raise broken

        try:
            yield run
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_do: Callable[[Any], Any]


def _begin(start: Callable[[], AbstractContextManager[Callable[[Any], Any]]], shares: Any) -> None:
    global _do
    if shares is not None and (share := shares.get()):
        os.sched_setaffinity(0, share)
    stack = ExitStack()
    _do = stack.enter_context(start())
    multiprocessing.util.Finalize(None, stack.close, exitpriority=10)


def _run(task: Any) -> Any:
    return _do(task)
