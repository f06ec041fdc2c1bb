"""`coursework bundle check`: what becomes of a bundle here, before a class is graded with it."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from autograder.bundle.bundle import Bundle, open_bundle
from autograder.bundle.otter_settings import settings_in_words
from autograder.errors import CourseworkError
from autograder.grading.grader import Grader
from autograder.report.result import Report
from autograder.submission.intake import Submission
from autograder.wording import counted, listed, one_line

from ..terminal import console, say

FORGEABLE = (
    "A submission can have a test pass that is judged beside it, as under stock Otter. With "
    "--apart-only such tests are not judged."
)
NEITHER = "Cases that are not judged count neither as passed nor as failed."


@click.group()
def bundle() -> None:
    """Bundles of any course: what they are, and what can be judged with them.

    Example: coursework bundle check autograder.zip
    """


@bundle.command()
@click.argument("path", metavar="ZIP", type=click.Path(path_type=Path, exists=True))
@click.argument("solution", metavar="[SOLUTION.ipynb]", required=False,
                type=click.Path(path_type=Path, exists=True))  # fmt: skip
def check(path: Path, solution: Path | None) -> None:
    """Say what the bundle ZIP is, which of its cases can't be judged and why, and what becomes of
    its settings. Grade SOLUTION with it, which should get all points.

    Example: coursework bundle check autograder.zip solution.ipynb
    """
    with open_bundle(path) as opened:
        say(summary(opened))
        table = Table("question", "points", "public", "hidden")
        for question in opened.questions:
            hidden = sum(case.hidden for case in question.cases)
            table.add_row(question.name, f"{question.points:g}",
                          str(len(question.cases) - hidden), str(hidden))  # fmt: skip
        console.print(table)
        for sentence in (*unjudged(opened), *settings_in_words(opened.config)):
            say(sentence)
        faults = _faults(opened, solution) if solution else []
    if faults:
        raise CourseworkError("\n".join(faults))


def summary(bundle: Bundle) -> str:
    """Return a sentence on a bundle: its name, its size and for what kind of grader it is."""
    cases = sum(len(question.cases) for question in bundle.questions)
    kind = "made by this project" if bundle.native else "of another course"
    return (
        f"{bundle.name}: a bundle {kind}, {len(bundle.questions)} questions, {cases} cases, "
        f"{counted(bundle.points)}."
    )


def unjudged(bundle: Bundle, apart_only: bool = False) -> list[str]:
    """Return a sentence for each reason not to judge cases from outside, as far as their source
    tells.

    Args:
        bundle: The bundle.
        apart_only: True if no test may run beside a submission.
    """
    reasons: dict[str, list[str]] = {}
    for question in bundle.questions:
        for case in question.cases:
            if case.refusal:
                reasons.setdefault(case.refusal, []).append(case.name)
    can_be_beside = bundle.settings.beside == "if needed" and not apart_only
    fate = "judged beside the submission" if can_be_beside else "not judged"
    lines = [
        f"{fate[0].upper()}{fate[1:]}: {listed(names)}. Reason: {why}."
        for why, names in reasons.items()
    ]
    lines += [f"{name} can't be judged: PyTorch is not installed." for name in bundle.unjudged]
    if lines and not bundle.native:
        lines.append(FORGEABLE if can_be_beside else NEITHER)
    return lines


def warn_of_unjudged(path: Path, apart_only: bool) -> None:
    """Print which cases of a bundle can't be judged from outside."""
    with open_bundle(path) as opened:
        for sentence in unjudged(opened, apart_only):
            say(sentence)


def _faults(bundle: Bundle, solution: Path) -> list[str]:
    """Grade a solution, and return a sentence for each case that it does not pass."""
    with Grader(bundle) as grader:
        report = grader.grade(Submission(solution.stem, solution))
    say(f"{solution.name}: {report.score:g} of {counted(report.max_score)}.")
    return [] if report.score == report.max_score else list(_missing(report, solution.name))


def _missing(report: Report, name: str) -> list[str]:
    lines = [f"{name} does not get full points."]
    lines += filter(None, [report.not_graded, report.reason])
    for question in report.questions:
        rows = [row for row in question.cases if row.state != "passed"]
        failed = [row.name for row in rows if row.state == "failed"]
        if failed:
            message = next((row.message for row in rows if row.message), "")
            lines.append(f"{listed(failed)} failed: {one_line(message)}")
        lines += [f"{row.name}: {row.reason}" for row in rows if row.state == "not judged"]
    return lines
