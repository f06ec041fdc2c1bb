"""A class is graded on a cluster: a real scheduler and two real workers, one killed midway."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from bundles import FUNCTIONS, OK_FORMAT, RIGHT, write_bundle
from classes.small_class import notebook

from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob
from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.classes import cluster
from tools.classes.child_grader import ChildGrader, GraderEnded
from tools.classes.cluster import STRIKES, grade_on_cluster
from tools.classes.cluster_worker import grade_here, ship
from tools.classes.store import Parcel
from tools.paths import CHECKOUT

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")


@pytest.fixture
def job(tmp_path: Path) -> GradingJob:
    bundle = write_bundle(tmp_path, {"q1": OK_FORMAT, "q2": FUNCTIONS}, grading={})
    return GradingJob(bundle, run_hidden_without_sandbox=True, log=tmp_path / "log")


def submissions(count: int) -> list[Submission]:
    """Return submissions of which every third one is wrong in one question."""
    wrong = RIGHT[0].replace("2 *", "3 *")
    answers = [(wrong if k % 3 == 0 else RIGHT[0], RIGHT[1]) for k in range(count)]
    return [
        Submission(f"s{k}", notebook(f"import time; time.sleep(0.3)  # {k}", *own))
        for k, own in enumerate(answers)
    ]


@contextlib.contextmanager
def started(*arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    path = os.pathsep.join([str(CHECKOUT), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.slow
@needs_linux
def test_a_worker_that_is_killed_midway_costs_nothing(job: GradingJob) -> None:
    address = free_address()
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    with (
        started("scheduler", "--host", address, "--no-dashboard"),
        started("worker", address, *options) as first,
        started("worker", address, *options),
    ):
        reports: list[Report] = []
        for report in grade_on_cluster(address, job, submissions(12)):
            reports.append(report)
            if len(reports) == 3:
                first.kill()
    assert len(reports) == 12
    scores = {report.submission: report.score for report in reports}
    assert scores == {f"s{k}": 3 if k % 3 == 0 else 10 for k in range(12)}
    assert all(report.isolation for report in reports)


# A worker loads this at its start. Its grader takes the worker down if the submission says so.
PRELOAD = """
import os
from autograder.report.result import Report
from tools.classes import cluster_worker

class ChildGrader:
    def __init__(self, job):
        pass
    def grade(self, id, parcel):
        with open("{diary}", "a") as file:
            file.write(id + " ")
        if b"take the worker down" in parcel.content:
            os._exit(1)
        return Report("small", id, 1.0, 1.0)
    def close(self):
        pass

cluster_worker.ChildGrader = ChildGrader
"""


@pytest.mark.slow
@needs_linux
def test_a_submission_that_takes_its_worker_down_three_times_has_a_row(
    tmp_path: Path, job: GradingJob
) -> None:
    address, diary = free_address(), tmp_path / "diary"
    preload = tmp_path / "preload.py"
    preload.write_text(PRELOAD.format(diary=diary))
    options = ("--nthreads", "2", "--no-dashboard", "--preload", str(preload))
    names = ("a", "killer", "b", "c", "d")
    class_ = [
        Submission(name, notebook("take the worker down" if name == "killer" else name))
        for name in names
    ]
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with (
        started("scheduler", "--host", address, "--no-dashboard", **failures),
        started("worker", address, *options, "--local-directory", str(tmp_path)),
    ):
        reports = list(grade_on_cluster(address, job, class_))
    assert sorted((r.submission, r.score) for r in reports) == [
        ("a", 1), ("b", 1), ("c", 1), ("d", 1), ("killer", 0)]  # fmt: skip
    assert diary.read_text().split().count("killer") == STRIKES
    [killer] = [r for r in reports if r.submission == "killer"]
    assert killer.not_graded.startswith("not judged: ") and killer.flags


@needs_linux
def test_a_grader_that_ends_is_noticed_and_another_one_starts(job: GradingJob) -> None:
    child = ChildGrader(job)
    assert "held" in child.isolation
    good = submissions(2)[1]
    assert isinstance(good.content, bytes)
    assert child.grade("s1", Parcel(good.content)).score > 0
    child.process.kill()
    with pytest.raises(GraderEnded):
        child.grade("s1", Parcel(good.content))
    child.close()


def test_a_worker_with_another_version_refuses(job: GradingJob) -> None:
    from dataclasses import replace

    shipped = replace(ship(job, "x"), code="another")
    with pytest.raises(CourseworkError, match="another version of this project"):
        grade_here(shipped, "ada", Parcel(b""))


def test_a_submission_that_ends_its_grader_three_times_has_a_row(
    job: GradingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Futures(list[Any]):
        """What as_completed is to a client whose tasks end at once."""

        def add(self, future: Any) -> None:
            self.append(future)

        def __iter__(self) -> Iterator[Any]:
            while self:
                yield self.pop(0)

    def submit(function: Any, *arguments: Any, **options: Any) -> Any:
        if function is not grade_here:
            return None
        _, id, _ = arguments
        sent.append(id)
        ends = id == "killer"
        return SimpleNamespaceFuture(
            status="error" if ends else "finished",
            exception=lambda: GraderEnded("it ended"),
            result=lambda: Report("small", id, 1.0, 1.0),
            release=lambda: None,
        )

    client: Any = SimpleNamespace(
        submit=submit, loop=None, nthreads=lambda: {"w": 1}, run=lambda *a, **k: None
    )
    distributed = SimpleNamespace(as_completed=lambda loop: Futures(), KilledWorker=OSError)
    work = cluster._Cluster(client, distributed, job)
    reports = list(work.grade([Submission(n, b"x") for n in ("a", "killer", "b", "c")]))
    assert {r.submission: r.score for r in reports} == {"a": 1, "killer": 0, "b": 1, "c": 1}
    assert sent.count("killer") == STRIKES and len(sent) == STRIKES + 3
    [killer] = [r for r in reports if r.submission == "killer"]
    assert "not judged: the grader failed" in killer.not_graded and killer.flags


class SimpleNamespaceFuture(SimpleNamespace):
    """A namespace that can be the key of a dict, as a future is."""

    __hash__ = object.__hash__


def test_the_commands_of_the_page_on_clusters_exist() -> None:
    from distributed.cli import dask_scheduler, dask_worker

    page = (CHECKOUT / "docs" / "clusters.md").read_text("utf-8")
    lines = re.findall(r"^\.venv/bin/dask (scheduler|worker) (.+)$", page, re.M)
    assert {name for name, _ in lines} == {"scheduler", "worker"}
    for name, options in lines:
        command = (dask_scheduler if name == "scheduler" else dask_worker).main
        command.make_parser(click.Context(command)).parse_args(shlex.split(options))
    for block in re.findall(r"^```python\n(.*?)^```", page, re.S | re.M):
        compile(block, "clusters.md", "exec")


def test_the_image_has_what_it_copies_and_installs() -> None:
    text = (CHECKOUT / "Containerfile").read_text("utf-8")
    sources = [word for line in re.findall(r"^COPY (.+) \S+$", text, re.M) for word in line.split()]
    assert len(sources) >= 8 and all((CHECKOUT / source).exists() for source in sources)
    extras = re.findall(r"\.\[(\w+)\]", text)
    assert extras == ["cluster"] and "\ncluster = [" in (CHECKOUT / "pyproject.toml").read_text()


def test_without_dask_a_sentence_says_how_to_get_it(
    job: GradingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseworkError, match="needs dask.distributed: pip install"):
        next(grade_on_cluster("tcp://127.0.0.1:1", job, []))


def test_a_scheduler_that_does_not_answer_gets_a_sentence(
    job: GradingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(CourseworkError, match="No scheduler answers at tcp://127.0.0.1:9"):
        next(grade_on_cluster("tcp://127.0.0.1:9", job, []))
