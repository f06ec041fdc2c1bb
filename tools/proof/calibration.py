"""Measure what right and wrong answers reach, so that thresholds can be put between them.

An experiment trains with the reference, and with the same notebook after a typical mistake, from
the same 200 seeds. Where the thresholds go, and why there: tools/proof/thresholds.py. A broken run
that raises, or gives nan or an infinity, counts as the worst possible one; a correct run that does
so is an error.

Results are in solutions/NAME/measured/thresholds.json.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import importlib.metadata
import io
import json
import math
import os
import platform
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
from nnlab.outside import owners

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.pool import cores, per_core

from ..paths import Chapter, Course
from ..terminal import Say, silent
from .experiments import Experiment, answers_of, experiments_of
from .thresholds import place, rounded

SEEDS = 200  # Runs of the reference, and runs of each mistake.
QUANTILES = {"min": 0.0, "1 %": 0.01, "5 %": 0.05, "50 %": 0.5, "95 %": 0.95, "99 %": 0.99,
             "max": 1.0}  # fmt: skip
DIGITS = 6  # A measured value is kept to this number of significant digits.
PORTIONS = 20  # The runs of a chapter are cut into about this many jobs, to show the progress.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}

Record = dict[str, Any]


class Job(NamedTuple):
    """Runs for one process to do.

    Attributes:
        chapter: The chapter that the experiment belongs to.
        experiment: The name of the experiment.
        mistake: What the mistake is called, or "" for the reference.
        seeds: The seed of each run.
    """

    chapter: Chapter
    experiment: str
    mistake: str
    seeds: tuple[int, ...]


Pool = Callable[[Iterable[Job]], Iterator[tuple[int, list[float]]]]


def results_of(chapter: Chapter) -> dict[str, Record]:
    """Return what was measured of a chapter, by experiment."""
    path = chapter.thresholds
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@contextlib.contextmanager
def workers(course: Course, jobs: int = 0) -> Iterator[Pool]:
    """Start processes that measure, one for each core unless `jobs` says otherwise."""
    with (
        mock.patch.dict(os.environ, ONE_THREAD),
        per_core(partial(_start, course), jobs or cores()) as pool,
    ):
        yield pool


def measured(pool: Pool, jobs: Sequence[Job], say: Say = silent) -> dict[Job, list[float]]:
    """Return what the runs of each job gave, in the order of its seeds."""
    total, done = sum(len(job.seeds) for job in jobs), 0
    values: dict[Job, list[float]] = {}
    for number, result in pool(jobs):
        values[jobs[number]] = result
        done += len(result)
        say(f"{done:,} of {total:,} runs")
    return values


def calibrate(
    pool: Pool, chapter: Chapter, seeds: int = SEEDS, say: Say = silent
) -> dict[str, Record]:
    """Measure every experiment of a chapter, write the results and return them.

    An experiment that can't be measured on this machine keeps the results that it has. Nothing is
    written unless every experiment has thresholds.

    Args:
        pool: The processes that measure.
        chapter: The chapter.
        seeds: How often the reference and each mistake are trained.
        say: Called with the progress.

    Raises:
        CourseworkError: There is no gap between right and wrong runs, the reference fails, or an
            experiment has no results and can't be measured here.
    """
    if seeds < 1:
        raise CourseworkError("Calibration needs at least one seed.")
    experiments = experiments_of(chapter)
    here = [experiment for experiment in experiments if not experiment.missing]
    results, old = {}, results_of(chapter)
    for experiment in experiments:
        if not experiment.missing:
            continue
        needs = f"it needs {', '.join(experiment.missing)}"
        if experiment.name not in old:
            raise CourseworkError(f"{chapter.name}, {experiment.name}: {needs}, which is not here.")
        say(f"{experiment.name} stays as it was: {needs}")
        results[experiment.name] = old[experiment.name]
    jobs = _jobs(chapter, here, seeds)
    values = measured(pool, jobs, say)
    for experiment in here:
        runs: dict[str, list[float]] = {mistake: [] for mistake in ("", *experiment.broken)}
        for job in jobs:
            if job.experiment == experiment.name:
                runs[job.mistake] += values[job]
        try:
            results[experiment.name] = record(experiment, runs.pop(""), runs)
        except CourseworkError as error:
            raise CourseworkError(f"{chapter.name}, {experiment.name}: {error}") from None
    if results:
        text = json.dumps(results, indent=1, sort_keys=True, allow_nan=False) + "\n"
        write_atomically(chapter.thresholds, text)
    return results


def record(
    experiment: Experiment, correct: Sequence[float], broken: Mapping[str, Sequence[float]]
) -> Record:
    """Return the results of an experiment.

    Args:
        experiment: The experiment.
        correct: The values of the reference's runs, seed by seed.
        broken: The same for each mistake.
    """
    worst, best = ("min", "max") if experiment.better == "higher" else ("max", "min")
    of_correct = _summary(correct, worst)
    of_broken = {mistake: _summary(values, best) for mistake, values in broken.items()}
    extreme = max if best == "max" else min
    culprit = extreme(of_broken, key=lambda mistake: of_broken[mistake][best])
    closest = of_broken[culprit]
    results = {
        **place(of_correct[worst], closest[best], experiment.better)._asdict(),
        "best_broken": {"mistake": culprit, "seed": closest["seed"], "value": closest[best]},
        "better": experiment.better,
        "broken": of_broken,
        "correct": of_correct,
        "date": datetime.date.today().isoformat(),
        "measured": experiment.what,
        "seeds": len(correct),
        "versions": _versions(("numpy", *experiment.needs)),
        "worst_correct": {"seed": of_correct["seed"], "value": of_correct[worst]},
    }
    return _storable(results)


def _jobs(chapter: Chapter, experiments: Sequence[Experiment], seeds: int) -> list[Job]:
    """Return jobs for all runs, of about the same number of runs each."""
    variants = [(e.name, mistake) for e in experiments for mistake in ("", *e.broken)]
    portion = min(seeds, math.ceil(seeds * len(variants) / PORTIONS) or 1)
    return [
        Job(chapter, name, mistake, tuple(range(first, min(first + portion, seeds))))
        for name, mistake in variants
        for first in range(0, seeds, portion)
    ]


@contextlib.contextmanager
def _start(course: Course) -> Iterator[Callable[[Job], list[float]]]:
    """Prepare a process: its data and its nnlab are those of the course."""
    os.chdir(course.root)
    sys.path.insert(0, str(course.library.parent))
    yield _run


def _run(job: Job) -> list[float]:
    output = io.StringIO()
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        experiment, answers = _prepared(job.chapter, job.experiment, job.mistake)
        return [_value(experiment, answers, job, seed) for seed in job.seeds]


@functools.lru_cache
def _prepared(chapter: Chapter, name: str, mistake: str) -> tuple[Experiment, ModuleType]:
    experiments = {e.name: e for e in experiments_of(chapter)}
    replacement = experiments[name].broken[mistake] if mistake else ""
    try:
        return experiments[name], answers_of(chapter, replacement)
    except CourseworkError as error:
        raise CourseworkError(f"{name}, {mistake or 'the reference'}: {error}") from error


def _value(experiment: Experiment, answers: ModuleType, job: Job, seed: int) -> float:
    try:
        value = float(experiment.measure(answers, seed))
        why = f"it gives {value}"
    except Exception as error:
        value, why = math.nan, f"it raises {type(error).__name__}: {error}"
    if math.isfinite(value):
        return rounded(value, DIGITS)
    if not job.mistake:
        raise CourseworkError(
            f"{job.chapter.name}, {job.experiment}: the reference fails at seed {seed}: {why}."
        )
    return -math.inf if experiment.better == "higher" else math.inf


def _summary(values: Sequence[float], extreme: str) -> Record:
    """Return quantiles, each of which is the value of a run, and the seed of the run whose value is
    the `extreme`, "min" or "max"."""
    shares = list(QUANTILES.values())
    quantiles = np.quantile(values, shares, method="nearest")
    summary: Record = dict(zip(QUANTILES, map(float, quantiles)))
    return {**summary, "seed": list(values).index(summary[extreme])}


def _storable(value: Any) -> Any:
    """Return the same with None in place of infinite numbers, which JSON does not have."""
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _versions(modules: Sequence[str]) -> dict[str, str]:
    """Return the versions of Python and of the packages that these modules come from."""
    versions = {name: importlib.metadata.version(name) for module in modules
                for name in owners().get(module, [])[:1]}  # fmt: skip
    return {"python": platform.python_version(), **versions}
