"""Measure what right and wrong answers reach, so that thresholds can be put between them.

An experiment trains with the reference, and with the same notebook after a typical mistake, from
the same 200 seeds. Where the thresholds go, and why there: tools/placement.py. A broken run that
raises, or gives nan or an infinity, is the worst possible; a correct run that does is an error.

Experiments are in solutions/calibration/NAME.py, as a list EXPERIMENTS; results are in
solutions/nnlab/thresholds/NAME.json, where nnlab.thresholds reads them, and as a table in
docs/calibration.md.
"""

from __future__ import annotations

import ast
import contextlib
import datetime
import functools
import importlib.metadata
import importlib.util
import io
import json
import math
import multiprocessing
import os
import platform
import runpy
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from autograder.errors import CourseworkError

from . import places
from .master import read_master
from .placement import Placed, distance, place, rounded

SEEDS = 200
QUANTILES = {"min": 0.0, "1 %": 0.01, "5 %": 0.05, "50 %": 0.5, "95 %": 0.95, "99 %": 0.99,
             "max": 1.0}  # fmt: skip
DIGITS = 6  # significant ones of a measured value
PORTIONS = 20  # of the runs of an assignment: how often progress is told

Record = dict[str, Any]


@dataclass(frozen=True)
class Experiment:
    """A training task, and the mistakes that it has to tell from a right answer.

    Args:
        name: what `nnlab.thresholds.threshold` calls it.
        measure: (answers, seed) -> float; the notebook's functions are attributes of `answers`.
            It owns data, initial weights and steps, and computes the figure itself.
        better: "higher" or "lower".
        broken: what the mistake is -> source of the functions that have it. It replaces those of
            the reference: where `train` calls `backward`, it then calls the broken one.
        needs: modules, or paths in this checkout, without which it can't be measured.
        what: what is measured, in words; by default the first line of measure's docstring.
    """

    name: str
    measure: Callable[[Any, int], float]
    better: str
    broken: Mapping[str, str]
    needs: tuple[str, ...] = ()
    what: str = ""

    def __post_init__(self) -> None:
        if self.better not in ("higher", "lower"):
            raise CourseworkError(
                f"Experiment {self.name}: better is 'higher' or 'lower', not {self.better!r}."
            )
        if not self.broken:
            raise CourseworkError(
                f"Experiment {self.name} has no broken variant: nothing to be better than."
            )
        first = (self.measure.__doc__ or "").strip().split("\n")[0]
        object.__setattr__(self, "what", (self.what or first).rstrip("."))
        if not self.what:
            raise CourseworkError(
                f"Experiment {self.name} doesn't say what it measures: give its measure a "
                f"docstring of one line."
            )

    @property
    def missing(self) -> list[str]:
        """What it needs and is not here."""
        return [
            need
            for need in self.needs
            if not (places.ROOT / need).exists() and not _is_installed(need)
        ]


class Job(NamedTuple):
    """Runs for a worker process; `mistake` is "" for the reference."""

    solutions: Path
    assignment: str
    experiment: str
    mistake: str
    seeds: tuple[int, ...]


def experiments_of(assignment: str, solutions: Path = places.SOLUTIONS) -> list[Experiment]:
    """The experiments of an assignment, in their order; none where it has no file of them."""
    path = solutions / "calibration" / f"{assignment}.py"
    if not path.exists():
        return []
    experiments: list[Experiment] = runpy.run_path(str(path))["EXPERIMENTS"]
    names = [experiment.name for experiment in experiments]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise CourseworkError(f"{path.name} has two experiments called {twice[0]}.")
    return experiments


def results_of(assignment: str, solutions: Path = places.SOLUTIONS) -> dict[str, Record]:
    """What was measured of an assignment, by experiment."""
    path = _results(assignment, solutions)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def answers_of(master_path: Path, replaced: str = "") -> ModuleType:
    """The functions of a solved notebook as attributes, without its tests and pictures.

    It is what a grader runs of the master: every code cell that is no test and not tagged
    otter_ignore, as the pictures are. `replaced` is executed after them, in their namespace.
    """
    master = read_master(master_path)
    answers = ModuleType(master.name)
    tests = {case.cell.number for question in master.questions for case in question.cases}
    for cell in master.cells:
        if cell.kind != "code" or cell.number in tests or "otter_ignore" in cell.tags:
            continue
        try:
            exec(compile(cell.source, f"{master_path.name}, cell {cell.number}", "exec"),
                 answers.__dict__)  # fmt: skip
        except Exception as error:
            raise master.refuse(cell, f"it raises {type(error).__name__}: {error}") from error
    if replaced:
        _replace(answers, replaced)
    return answers


@contextlib.contextmanager
def workers(jobs: int = 0) -> Iterator[Executor]:
    """Processes that measure, one for each core unless `jobs` says otherwise."""
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    with (
        mock.patch.dict(os.environ, alone),
        ProcessPoolExecutor(
            jobs or os.cpu_count() or 1, multiprocessing.get_context("spawn"), _settle
        ) as pool,
    ):
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def measured(
    pool: Executor, jobs: Sequence[Job], said: Callable[[str], None] = lambda text: None
) -> dict[Job, list[float]]:
    """What the runs of each job gave, in the order of its seeds."""
    futures = {pool.submit(_run, job): job for job in jobs}
    total, done = sum(len(job.seeds) for job in jobs), 0
    values: dict[Job, list[float]] = {}
    for future in as_completed(futures):
        job = futures[future]
        values[job] = future.result()
        done += len(job.seeds)
        said(f"{done:,} of {total:,} runs")
    return values


def calibrate(
    pool: Executor,
    assignment: str,
    seeds: int = SEEDS,
    solutions: Path = places.SOLUTIONS,
    said: Callable[[str], None] = lambda text: None,
) -> dict[str, Record]:
    """Measure every experiment of an assignment and write its results; return them.

    What can't be measured here keeps the results that it has. Nothing is written unless every
    experiment has thresholds.
    """
    if seeds < 1:
        raise CourseworkError("Calibration needs at least one seed.")
    experiments = experiments_of(assignment, solutions)
    here = [experiment for experiment in experiments if not experiment.missing]
    results, old = {}, results_of(assignment, solutions)
    for experiment in experiments:
        if not experiment.missing:
            continue
        needs = f"it needs {', '.join(experiment.missing)}"
        if experiment.name not in old:
            raise CourseworkError(f"{assignment}, {experiment.name}: {needs}, which is not here.")
        said(f"{experiment.name} stays as it was: {needs}")
        results[experiment.name] = old[experiment.name]
    variants = [(e, mistake) for e in here for mistake in ("", *e.broken)]
    portion = min(seeds, math.ceil(seeds * len(variants) / PORTIONS) or 1)
    jobs = [
        Job(solutions, assignment, experiment.name, mistake,
            tuple(range(first, min(first + portion, seeds))))
        for experiment, mistake in variants
        for first in range(0, seeds, portion)
    ]  # fmt: skip
    values = measured(pool, jobs, said)
    for experiment in here:
        runs = {
            mistake: [
                value
                for job in jobs
                if (job.experiment, job.mistake) == (experiment.name, mistake)
                for value in values[job]
            ]
            for mistake in ("", *experiment.broken)
        }
        try:
            results[experiment.name] = record(experiment, runs.pop(""), runs)
        except CourseworkError as error:
            raise CourseworkError(f"{assignment}, {experiment.name}: {error}") from None
    if results:
        _write(_results(assignment, solutions),
               json.dumps(results, indent=1, sort_keys=True, allow_nan=False) + "\n")  # fmt: skip
    return results


def record(
    experiment: Experiment, correct: Sequence[float], broken: Mapping[str, Sequence[float]]
) -> Record:
    """The results of an experiment, from the values of its runs, seed by seed."""
    low, high = ("min", "max") if experiment.better == "higher" else ("max", "min")
    of_correct = _summary(correct, low)
    of_broken = {mistake: _summary(values, high) for mistake, values in broken.items()}
    extreme = max if high == "max" else min
    culprit = extreme(of_broken, key=lambda mistake: of_broken[mistake][high])
    best = of_broken[culprit]
    made = {
        **place(of_correct[low], best[high], experiment.better)._asdict(),
        "best_broken": {"mistake": culprit, "seed": best["seed"], "value": best[high]},
        "better": experiment.better,
        "broken": of_broken,
        "correct": of_correct,
        "date": datetime.date.today().isoformat(),
        "measured": experiment.what,
        "seeds": len(correct),
        "versions": _versions(("numpy", *experiment.needs)),
        "worst_correct": {"seed": of_correct["seed"], "value": of_correct[low]},
    }
    return _storable(made)


def recheck(
    pool: Executor,
    assignment: str,
    experiment: Experiment,
    found: Record,
    solutions: Path = places.SOLUTIONS,
) -> list[str]:
    """Measure a few runs again, those next to the gap first; sentences where `found` fails them.

    Correct runs have to pass the public threshold, broken ones to fail the graded one, and half of
    the margin has to be there.
    """
    again = f"Run `coursework calibrate {assignment}`."
    told = set(found["broken"]), found["better"], found["measured"]
    if told != (set(experiment.broken), experiment.better, experiment.what):
        return [f"{experiment.name} has changed since it was measured. {again}"]
    faults = []
    worst, best = found["worst_correct"]["value"], found["best_broken"]["value"]
    placed = place(worst, best, experiment.better)
    if placed != Placed(*(found[field] for field in Placed._fields)):
        faults.append(f"{experiment.name}: its thresholds are not where the rule puts them. "
                      f"{again}")  # fmt: skip
    jobs = [
        Job(solutions, assignment, experiment.name, "",
            tuple(sorted({0, 1, 2, found["worst_correct"]["seed"]}))),
        *(Job(solutions, assignment, experiment.name, mistake, (found["broken"][mistake]["seed"],))
          for mistake in experiment.broken),
    ]  # fmt: skip
    values = measured(pool, jobs)
    sign = 1 if experiment.better == "higher" else -1
    correct = min(values[jobs[0]], key=lambda value: sign * value)
    broken = max((values[job][0] for job in jobs[1:]), key=lambda value: sign * value)
    if sign * correct < sign * found["public"]:
        faults.append(f"{experiment.name}: a correct run gives {correct:g}, which does not pass "
                      f"the public threshold {found['public']:g}. {again}")  # fmt: skip
    if sign * broken >= sign * found["graded"]:
        faults.append(f"{experiment.name}: a broken run gives {broken:g}, which passes the graded "
                      f"threshold {found['graded']:g}. {again}")  # fmt: skip
    if not faults and math.isfinite(broken):
        left = distance(correct, broken, found["scale"]) / distance(worst, best, found["scale"])
        if left < 0.5:
            faults.append(f"{experiment.name}: {left:.0%} of its margin is left. {again}")
    return faults


def table(results: Mapping[str, Mapping[str, Record]]) -> str:
    """docs/calibration.md: every experiment of every assignment, from their results."""
    lines = [
        "# Thresholds of the training checks",
        "",
        "Written by `coursework calibrate` from `solutions/nnlab/thresholds/`; not by hand.",
        "",
        "Each task was trained with the reference and with typical mistakes, from 200 seeds each",
        "unless the last column says otherwise. The thresholds cut the gap between the worst",
        "correct run and the best broken one in three; the notebook asks for `public`, grading for",
        "`graded`. The margin is that gap: a ratio (x) where values span decades, else a",
        "difference. How the thresholds are placed, and what chance of refusing a right answer is",
        "left: `tools/placement.py`.",
        "",
        "| assignment | experiment | measured | correct: worst, median | best broken | public "
        "| graded | margin | measured on |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for assignment, experiments in sorted(results.items()):
        for name, found in sorted(experiments.items()):
            seeds = "" if found["seeds"] == SEEDS else f", {found['seeds']} seeds"
            versions = ", ".join(f"{k} {v}" for k, v in sorted(found["versions"].items()))
            best = found["best_broken"]
            ratio = "x " if found["scale"] == "log" else ""
            lines.append(
                f"| {assignment} | {name} | {found['measured']} ({found['better']} is better) "
                f"| {found['worst_correct']['value']:.4g}, {found['correct']['50 %']:.4g} "
                f"| {best['value']:.4g}, {best['mistake']} | {found['public']:g} "
                f"| {found['graded']:g} | {ratio}{found['margin']:g} "
                f"| {found['date']}, {versions}{seeds} |"
            )
    return "\n".join(lines) + "\n"


def write_table(solutions: Path = places.SOLUTIONS, path: Path = places.CALIBRATION) -> None:
    """Write the table of all results that there are."""
    _write(path, table(all_results(solutions)))


def all_results(solutions: Path = places.SOLUTIONS) -> dict[str, dict[str, Record]]:
    """The results of every assignment that has any."""
    files = sorted(_results("", solutions).parent.glob("*.json"))
    return {path.stem: results_of(path.stem, solutions) for path in files}


def _settle() -> None:
    """Prepare a worker: data and nnlab are those of this checkout."""
    os.chdir(places.ROOT)
    sys.path.insert(0, str(places.SOLUTIONS))


def _run(job: Job) -> list[float]:
    heard = io.StringIO()
    with (
        contextlib.redirect_stdout(heard),
        contextlib.redirect_stderr(heard),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        experiment, answers = _prepared(job.solutions, job.assignment, job.experiment, job.mistake)
        return [_value(experiment, answers, job, seed) for seed in job.seeds]


@functools.lru_cache
def _prepared(
    solutions: Path, assignment: str, name: str, mistake: str
) -> tuple[Experiment, ModuleType]:
    experiments = {e.name: e for e in experiments_of(assignment, solutions)}
    replaced = experiments[name].broken[mistake] if mistake else ""
    try:
        return experiments[name], answers_of(solutions / f"{assignment}.py", replaced)
    except CourseworkError as error:
        raise CourseworkError(f"{name}, {mistake or 'the reference'}: {error}") from error


def _replace(answers: ModuleType, source: str) -> None:
    """Execute `source` among the answers, some of which it has to define anew."""
    known = set(vars(answers))
    try:
        defined = {getattr(node, "name", "") for node in ast.parse(source).body} - {""}
        exec(compile(source, f"{answers.__name__}, broken", "exec"), answers.__dict__)
    except Exception as error:
        raise CourseworkError(
            f"the source of this mistake raises {type(error).__name__}: {error}"
        ) from error
    if not defined & known:
        raise CourseworkError(
            f"this mistake replaces nothing of {answers.__name__}; it defines "
            f"{', '.join(sorted(defined)) or 'no function'}."
        )


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
            f"{job.assignment}, {job.experiment}: the reference fails at seed {seed}: {why}."
        )
    return -math.inf if experiment.better == "higher" else math.inf


def _summary(values: Sequence[float], extreme: str) -> Record:
    """Quantiles, each the value of some run, and the seed of the smallest or largest one."""
    shares = list(QUANTILES.values())
    quantiles = np.quantile(values, shares, method="nearest")
    found: Record = dict(zip(QUANTILES, map(float, quantiles)))
    return {**found, "seed": list(values).index(found[extreme])}


def _storable(value: Any) -> Any:
    """The same with None for what is infinite: JSON has no such number."""
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


@functools.lru_cache
def _distributions() -> Mapping[str, list[str]]:
    return importlib.metadata.packages_distributions()


def _versions(modules: Sequence[str]) -> dict[str, str]:
    """The versions of Python and of what these modules are installed as."""
    found = {name: importlib.metadata.version(name) for module in modules
             for name in _distributions().get(module, [])[:1]}  # fmt: skip
    return {"python": platform.python_version(), **found}


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _results(assignment: str, solutions: Path) -> Path:
    return solutions / "nnlab" / "thresholds" / f"{assignment}.json"


def _write(path: Path, text: str) -> None:
    """Write by rename, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, path)
