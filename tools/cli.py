"""The `coursework` command: it parses arguments, shows progress and calls plain functions."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder import otter_engine
from autograder.errors import CourseworkError
from autograder.report import Report, write_grades, write_report
from autograder.submission import Submission, find_submissions

from . import places
from .fetch_mnist import fetch_mnist
from .release import Release, build, publish, release_of
from .samples import write_samples
from .verify import verify as prove

Say = Callable[[str], None]
T = TypeVar("T")

console = Console(soft_wrap=True) if sys.stdout.isatty() else Console(soft_wrap=True, width=120)


@click.group()
def coursework() -> None:
    """Build, prove and grade the assignments of the course."""


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--publish", "folder", type=click.Path(path_type=Path), metavar="DIR",
              help="Also write a clean student repository to DIR.")  # fmt: skip
def release(names: tuple[str, ...], folder: Path | None) -> None:
    """Build the student release and the grading bundle of each NAME (default: all)."""
    masters = places.masters(names)
    for path in masters:
        made = _working(f"building {path.stem}", partial(_build, path))
        console.print(f"{path.stem}: {_shown(made.student)}, {_shown(made.bundle)}")
    if folder:
        publish([path.stem for path in masters], folder)
        console.print(f"student repository: {folder}")


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def verify(names: tuple[str, ...]) -> None:
    """Prove the release of each NAME (default: all)."""
    faults = 0
    for path in places.masters(names):
        if not release_of(path.stem).bundle.exists():
            _working(f"building {path.stem}", partial(_build, path))
        console.print(f"[bold]{path.stem}[/bold]")
        for proof in _working(path.stem, partial(prove, path)):
            console.print(f"  {'FAILS' if proof.faults else 'holds'}: {proof.title}", markup=False)
            for fault in proof.faults:
                console.print(f"         {fault}", markup=False)
            faults += len(proof.faults)
    if faults:
        raise CourseworkError(f"{faults} faults: this release is not fit to go out.")


@coursework.command()
@click.argument("name")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where the reports and grades.csv go.")  # fmt: skip
@click.option("--engine", type=click.Choice(["otter"]), default="otter", show_default=True)
@click.option("--seconds", default=otter_engine.SECONDS, show_default=True,
              help="Time limit for each submission.")  # fmt: skip
def grade(name: str, paths: tuple[Path, ...], output: Path, engine: str, seconds: float) -> None:
    """Grade PATHS (notebooks, zips of one, folders of these) as submissions of NAME."""
    reports = grade_all(name, list(paths), output, seconds)
    console.print(scores(reports))
    console.print(f"reports: {output}/ID.json, grades: {output / 'grades.csv'}", markup=False)


@coursework.command("fetch-mnist")
@click.option("--to", type=click.Path(path_type=Path), default=places.DATA / "mnist",
              metavar="DIR", help="Default: data/mnist.")  # fmt: skip
def fetch_mnist_command(to: Path) -> None:
    """Fetch the four MNIST files; a second call does nothing."""
    for path in fetch_mnist(to, console=console):
        console.print(str(path), markup=False)


@coursework.command()
def demo() -> None:
    """Build and prove all assignments, grade the sample submissions, show the table."""
    reports = []
    for path in places.masters(()):
        name = path.stem
        made = _working(f"building {name}", partial(_build, path))
        proofs = _working(f"proving {name}", partial(prove, path))
        for proof in proofs:
            console.print(f"{name}: {'FAILS' if proof.faults else 'holds'}: {proof.title}")
            for fault in proof.faults:
                console.print(f"    {fault}", markup=False)
        if any(proof.faults for proof in proofs):
            raise CourseworkError(f"{name} is not fit to go out.")
        samples = places.DIST / name / "samples"
        write_samples(made, samples)
        reports += grade_all(name, [samples], places.DIST / name / "grades")
    console.print(scores(reports))
    console.print("student releases: assignments/    bundles, samples, reports: dist/")
    if importlib.util.find_spec("torch") is None:
        console.print("PyTorch questions were skipped: torch is not installed. Install it with "
                      "`make torch`.")


def grade_all(name: str, paths: list[Path], output: Path, seconds: float = otter_engine.SECONDS
              ) -> list[Report]:  # fmt: skip
    """Grade every submission at `paths`, one per core at a time, in their order; each report is
    written as soon as it is there."""
    bundle = release_of(places.masters([name])[0].stem).bundle
    if not bundle.exists():
        raise CourseworkError(f"{name} has no bundle yet. Run `coursework release {name}`.")
    submissions = find_submissions(paths)

    def one(submission: Submission) -> Report:
        report = otter_engine.grade(name, bundle, submission, seconds)
        write_report(report, output)
        return report

    def work(say: Say) -> list[Report]:
        reports = []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for report in pool.map(one, submissions):
                reports.append(report)
                say(f"{len(reports)} of {len(submissions)}, {report.submission}")
        return reports

    reports = _working(f"grading {name}", work)
    write_grades(reports, output)
    return reports


def scores(reports: list[Report]) -> Table:
    """A table of submissions, scores and the first thing that failed, in words."""
    table = Table("assignment", "submission", "score", "first thing that failed")
    for report in reports:
        table.add_row(
            report.assignment, report.submission, f"{report.score:g} / {report.max_score:g}",
            Text(report.first_failure()[:240]),
        )  # fmt: skip
    return table


def _working(title: str, work: Callable[[Say], T]) -> T:
    """Do `work` under a spinner, or with plain lines where there is no terminal."""
    if not console.is_terminal:
        return work(lambda text: console.print(f"{title}: {text}", markup=False))
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title)
        return work(lambda text: progress.update(task, description=f"{title}: {text}"))


def _build(path: Path, say: Say) -> Release:
    return build(path)


def _shown(path: Path) -> str:
    return str(path.relative_to(places.ROOT) if path.is_relative_to(places.ROOT) else path)


def main() -> None:
    """Run the command; what people can mend is a sentence on stderr and exit code 1."""
    try:
        coursework()
    except CourseworkError as error:
        Console(stderr=True).print(f"coursework: {error}", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
