"""Check that the measured thresholds of a chapter still hold, by a few runs of each experiment."""

from __future__ import annotations

import math

from ..paths import Chapter
from .calibration import Job, Pool, Record, measured
from .experiments import Experiment
from .thresholds import Thresholds, distance, place

LEAST_MARGIN = 0.5  # At least this share of the measured margin has to be left.


def recheck(pool: Pool, chapter: Chapter, experiment: Experiment, results: Record) -> list[str]:
    """Measure a few runs again, those next to the gap first, and return sentences on what failed.

    Correct runs have to pass the public threshold, broken ones have to fail the graded threshold,
    and half of the margin has to be left.

    Args:
        pool: The processes that measure.
        chapter: The chapter.
        experiment: The experiment.
        results: What was measured of it.
    """
    mend = f"Run `coursework calibrate {chapter.name}`."
    then = set(results["broken"]), results["better"], results["measured"]
    if then != (set(experiment.broken), experiment.better, experiment.what):
        return [f"{experiment.name} has changed since it was measured. {mend}"]
    faults = []
    worst, best = results["worst_correct"]["value"], results["best_broken"]["value"]
    thresholds = place(worst, best, experiment.better)
    if thresholds != Thresholds(*(results[field] for field in Thresholds._fields)):
        faults.append(f"{experiment.name}: its thresholds are not where the rule puts them. "
                      f"{mend}")  # fmt: skip
    seeds = tuple(sorted({0, 1, 2, results["worst_correct"]["seed"]}))
    jobs = [
        Job(chapter, experiment.name, "", seeds),
        *(Job(chapter, experiment.name, mistake, (results["broken"][mistake]["seed"],))
          for mistake in experiment.broken),
    ]  # fmt: skip
    values = measured(pool, jobs)
    sign = 1 if experiment.better == "higher" else -1
    correct = min(values[jobs[0]], key=lambda value: sign * value)
    broken = max((values[job][0] for job in jobs[1:]), key=lambda value: sign * value)
    if sign * correct < sign * results["public"]:
        faults.append(f"{experiment.name}: a correct run gives {correct:g}, which does not pass "
                      f"the public threshold {results['public']:g}. {mend}")  # fmt: skip
    if sign * broken >= sign * results["graded"]:
        faults.append(f"{experiment.name}: a broken run gives {broken:g}, which passes the graded "
                      f"threshold {results['graded']:g}. {mend}")  # fmt: skip
    if not faults and math.isfinite(broken):
        scale = results["scale"]
        left = distance(correct, broken, scale) / distance(worst, best, scale)
        if left < LEAST_MARGIN:
            faults.append(f"{experiment.name}: {left:.0%} of its margin is left. {mend}")
    return faults
