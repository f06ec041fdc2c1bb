"""docs/calibration.md: the thresholds of the training checks, and what they were measured on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.files import write_atomically

from ..paths import Course
from .calibration import SEEDS, Record, results_of

PAGE = "calibration.md"


def page(results: Mapping[str, Mapping[str, Record]]) -> str:
    """Return the document: every experiment of every chapter, from the results."""
    lines = [
        "# Thresholds of the training checks",
        "",
        "Written by `coursework calibrate` from `solutions/NAME/measured/`; not by hand.",
        "",
        "Each task was trained with the reference and with typical mistakes, from 200 seeds each",
        "unless the last column says otherwise. The thresholds cut the gap between the worst",
        "correct run and the best broken one in three; the notebook asks for `public`, grading for",
        "`graded`. The margin is that gap: a ratio (x) if the values span decades, else a",
        "difference. How the thresholds are placed, and what chance of refusing a right answer is",
        "left: `tools/proof/thresholds.py`.",
        "",
        "| assignment | experiment | measured | correct: worst, median | best broken | public "
        "| graded | margin | measured on |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for assignment, experiments in sorted(results.items()):
        for name, measured in sorted(experiments.items()):
            seeds = "" if measured["seeds"] == SEEDS else f", {measured['seeds']} seeds"
            versions = ", ".join(f"{k} {v}" for k, v in sorted(measured["versions"].items()))
            best = measured["best_broken"]
            ratio = "x " if measured["scale"] == "log" else ""
            lines.append(
                f"| {assignment} | {name} "
                f"| {measured['measured']} ({measured['better']} is better) "
                f"| {measured['worst_correct']['value']:.4g}, {measured['correct']['50 %']:.4g} "
                f"| {best['value']:.4g}, {best['mistake']} | {measured['public']:g} "
                f"| {measured['graded']:g} | {ratio}{measured['margin']:g} "
                f"| {measured['date']}, {versions}{seeds} |"
            )
    return "\n".join(lines) + "\n"


def write_page(course: Course) -> Path:
    """Write the page into the course's folder of documents and return its path."""
    path = course.docs / PAGE
    write_atomically(path, page(all_results(course)))
    return path


def all_results(course: Course) -> dict[str, dict[str, Record]]:
    """Return the results of every chapter that has any."""
    results = {chapter.name: results_of(chapter) for chapter in course.chapters()}
    return {name: experiments for name, experiments in results.items() if experiments}
