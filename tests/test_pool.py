"""Tasks run in processes that prepare themselves once; a process that dies is an exception."""

import os
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from functools import partial

import pytest

from autograder.pool import AHEAD, cores, per_core, processor_shares


@contextmanager
def diary(path):
    """Write a line to `path` when a process begins and when it ends."""
    with path.open("a") as file:
        file.write("begun\n")
    yield abs
    with path.open("a") as file:
        file.write("ended\n")


def test_results_come_with_the_numbers_of_their_tasks():
    with per_core(partial(nullcontext, abs), 2) as run:
        assert dict(run([-1, 2, -3])) == {0: 1, 1: 2, 2: 3}
        assert dict(run([-4])) == {0: 4}


def test_a_process_prepares_itself_once_and_cleans_up(tmp_path):
    path = tmp_path / "diary"
    with per_core(partial(diary, path), 1) as run:
        assert len(list(run(range(5)))) == 5
    assert path.read_text() == "begun\nended\n"


def test_a_few_tasks_are_taken_at_a_time():
    taken = []
    tasks = (taken.append(number) or number for number in range(1000))
    with per_core(partial(nullcontext, abs), 1) as run:
        stream = run(tasks)
        for number in range(20):
            assert next(stream) == (number, number)
        assert len(taken) <= 20 + AHEAD
        stream.close()


def test_an_error_of_a_task_reaches_the_caller():
    with pytest.raises(TypeError), per_core(partial(nullcontext, abs), 1) as run:
        list(run(["no number"]))


def test_what_was_done_before_a_process_died_is_not_lost():
    with per_core(partial(nullcontext, _ends_at_zero), 1) as run:
        stream = run([3, 2, 1, 0, 5])
        assert [next(stream) for _ in range(3)] == [(0, 3), (1, 2), (2, 1)]
        with pytest.raises(BrokenProcessPool):
            next(stream)


def _ends_at_zero(number):
    if number == 0:
        os._exit(1)
    return number


def test_processes_apart_have_their_own_processors():
    if not hasattr(os, "sched_getaffinity"):
        pytest.skip("this system does not let a process choose its processors")
    with per_core(partial(nullcontext, os.sched_getaffinity), 2, apart=True) as run:
        assert dict(run([0, 0, 0])).keys() == {0, 1, 2}
        seen = [processors for _, processors in run([0] * 8)]
    assert all(processors in processor_shares(2) for processors in seen)


def test_processors_are_divided(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 5}, raising=False)
    assert processor_shares(1) == [{0, 1, 2, 5}]
    assert processor_shares(2) == [{0, 2}, {1, 5}]
    assert processor_shares(6) == [{0}, {1}, {2}, {5}, {0}, {1}]


def test_a_worker_of_pytest_takes_one_core(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert cores() == 1
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert cores() == os.cpu_count()
