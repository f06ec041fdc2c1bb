"""The `coursework` command: it parses arguments, shows progress and calls plain functions."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder import otter_engine
from autograder.classes import Order, grade_class
from autograder.errors import CourseworkError
from autograder.feedback import write_feedback
from autograder.report import Report, write_grades, write_report
from autograder.submission import find_submissions

from . import places, test_quality
from .calibration import SEEDS, calibrate, experiments_of, workers, write_table
from .covers import Cover, cover, write_cover
from .fetch_mnist import fetch_mnist
from .gradescope import try_out, write_preview
from .known import found_of, keep_found, keep_rules
from .mutation import mutate, mutate_by_rule
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
    faults, summary = 0, test_quality.summary()
    for path in places.masters(names):
        if not release_of(path.stem).bundle.exists():
            _working(f"building {path.stem}", partial(_build, path))
        console.print(f"[bold]{path.stem}[/bold]")
        proofs = _working(path.stem, partial(prove, path))
        for proof in proofs:
            console.print(f"  {'FAILS' if proof.faults else 'holds'}: {proof.title}", markup=False)
            for fault in proof.faults:
                console.print(f"         {fault}", markup=False)
            faults += len(proof.faults)
        held = f"{sum(not proof.faults for proof in proofs)} of {len(proofs)}"
        summary.add_row(*test_quality.summarized(release_of(path.stem), held))
    console.print(summary)
    if faults:
        raise CourseworkError(f"{faults} faults: this release is not fit to go out.")


@coursework.command()
@click.argument("name", metavar="NAME|BUNDLE.zip")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where reports, feedback pages and grades.csv go.")  # fmt: skip
@click.option("--engine", type=click.Choice(["trusted", "otter"]), default="trusted",
              show_default=True, help="Otter's runs a submission beside its tests.")  # fmt: skip
@click.option("--seconds", default=0.0, metavar="S",
              help="Time limit for each submission; by default the assignment's.")  # fmt: skip
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, metavar="N",
              help="Graders side by side.")  # fmt: skip
@click.option("--weak", is_flag=True,
              help="Run hidden tests even where submissions can't be held.")  # fmt: skip
@click.option("--public", is_flag=True, help="With --engine otter: the public tests alone.")
def grade(
    name: str, paths: tuple[Path, ...], output: Path, engine: str, seconds: float, jobs: int,
    weak: bool, public: bool,
) -> None:  # fmt: skip
    """Grade PATHS (notebooks, zips of one, folders of these) as submissions of NAME, an assignment
    of this course, or of any Otter autograder zip."""
    if public and engine != "otter":
        raise CourseworkError("--public goes with --engine otter: the trusted grader hides tests.")
    bundle, secrets = _bundle(name)
    order = Order(bundle, secrets, weak, seconds, jobs)
    reports = grade_all(order, list(paths), output, engine, public)
    console.print(scores(reports))
    if any(report.mistakes() for report in reports):
        console.print(mistakes(reports))
    console.print(
        f"grades: {output / 'grades.csv'}, of each submission: {output}/ID.json, ID.html, ID.md",
        markup=False,
    )


@coursework.group()
def gradescope() -> None:
    """Gradescope: try a zip before it is uploaded."""


@gradescope.command("try")
@click.argument("name", metavar="NAME")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path),
                metavar="SUBMISSION...")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Where results and pages go; by default dist/NAME/try.")  # fmt: skip
def try_gradescope(name: str, submissions: tuple[Path, ...], output: Path | None) -> None:
    """Build dist/NAME/gradescope.zip in a container like Gradescope's (by Docker, or as root on
    Linux) and grade each SUBMISSION there: a notebook, or a folder of what is handed in."""
    [_master] = places.masters([name])
    made = release_of(name)
    if not made.gradescope.exists():
        raise CourseworkError(f"{name} has no zip yet. Run `coursework release {name}`.")
    trial = _working(f"trying {name}", partial(try_out, made, list(submissions)))
    console.print(f"built in {trial.container}: {trial.build.seconds:.0f} s", markup=False)
    table = Table("submission", "Landlock", "score", "seconds", "memory", "as it should be")
    for tried in trial.tried:
        peak = f"{tried.ran.peak >> 20} MiB" if tried.ran.peak else "?"
        table.add_row(
            tried.submission, "yes" if tried.landlock else "no",
            f"{tried.results.get('score', 0):g}", f"{tried.ran.seconds:.1f}", peak,
            Text("; ".join(tried.faults) or "yes"),
        )  # fmt: skip
        page = write_preview(tried, name, output or places.DIST / name / "try")
        if tried.landlock:
            console.print(f"what a student sees: {_shown(page)}", markup=False)
    console.print(table)
    for sentence in trial.unchecked:
        console.print(f"Not checked: {sentence}", markup=False)
    if any(tried.faults for tried in trial.tried):
        raise CourseworkError("Not all is as it should be: see the table.")


@coursework.command("fetch-mnist")
@click.option("--to", type=click.Path(path_type=Path), default=places.DATA / "mnist",
              metavar="DIR", help="Default: data/mnist.")  # fmt: skip
def fetch_mnist_command(to: Path) -> None:
    """Fetch the four MNIST files; a second call does nothing."""
    for path in fetch_mnist(to, console=console):
        console.print(str(path), markup=False)


@coursework.command("calibrate")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--seeds", default=SEEDS, show_default=True, metavar="N",
              help="Runs of the reference and of each mistake.")  # fmt: skip
def calibrate_command(names: tuple[str, ...], seeds: int) -> None:
    """Measure the thresholds of the training checks of each NAME (default: all)."""
    try:
        with workers() as pool:
            for path in places.masters(names):
                _calibrate(pool, path.stem, seeds)
    finally:
        write_table()  # of what was measured, also where a later assignment is refused
    console.print(f"table: {_shown(places.CALIBRATION)}")


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--rules", is_flag=True, help="Mutants of the reference, made by rule, instead.")
@click.option("--quick", is_flag=True,
              help="Only the question that is answered otherwise; nothing is kept.")  # fmt: skip
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, metavar="N",
              help="Graders side by side.")  # fmt: skip
def mutation(names: tuple[str, ...], rules: bool, quick: bool, jobs: int) -> None:
    """Test the tests of each NAME (default: all): plant the catalogue's wrong and right answers."""
    faults = []
    for path in places.masters(names):
        name = path.stem
        made = _working(f"building {name}", partial(_build, path))
        title = f"planting in {name}"
        if rules:
            keep_rules(name, _working(title, partial(mutate_by_rule, made, jobs)))
            found = found_of(name)
        else:
            found = _working(title, partial(mutate, made, jobs, not quick))
            if not quick:
                keep_found(name, found)
                _working(f"building {name}", partial(_build, path))  # hints are part of it
        faults += test_quality.faults(name, found)
        console.print(test_quality.table(name, found))
    for fault in faults:
        console.print(fault, markup=False)
    if not quick:
        test_quality.write_page()
        console.print(f"table: {_shown(places.TEST_QUALITY)}")
    if faults:
        raise CourseworkError(f"{len(faults)} answers are not judged as they should be.")


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def covers(names: tuple[str, ...]) -> None:
    """Draw the course page's picture of each NAME (default: all) by its solved notebook."""
    for path in places.masters(names):
        made = release_of(path.stem)
        if not made.solution.exists():
            _working(f"building {path.stem}", partial(_build, path))
        picture = _working(f"drawing {path.stem}", partial(_draw, made))
        console.print(f"{path.stem}: {_shown(write_cover(path.stem, picture))}", markup=False)


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
        bundle, secrets = _bundle(name)
        order = Order(bundle, secrets, jobs=os.cpu_count() or 1)
        reports += grade_all(order, [samples], places.DIST / name / "grades")
    console.print(scores(reports))
    console.print("student releases: assignments/    bundles, samples, reports: dist/")
    if importlib.util.find_spec("torch") is None:
        console.print("PyTorch questions were skipped: torch is not installed. Install it with "
                      "`make torch`.")


def grade_all(
    order: Order, paths: list[Path], output: Path, engine: str = "trusted", public: bool = False
) -> list[Report]:
    """Grade every submission at `paths`, in their order; what is made of a report is written as
    soon as it is there."""
    submissions = find_submissions(paths)
    number = {submission.id: k for k, submission in enumerate(submissions)}
    if engine == "trusted":
        stream = grade_class(order, submissions)
    else:
        seconds = order.seconds or otter_engine.SECONDS
        stream = otter_engine.grade_class(order.bundle, submissions, seconds, order.jobs, public)

    def work(say: Say) -> list[Report]:
        reports = []
        for report in stream:
            reports.append(report)
            write_report(report, output)
            write_feedback(report, output)
            say(f"{len(reports)} of {len(submissions)}, {report.submission}")
        return sorted(reports, key=lambda report: number[report.submission])

    reports = _working(f"grading {order.bundle.parent.name}", work)
    write_grades(reports, output)
    for note in dict.fromkeys(report.isolation["note"] for report in reports if report.isolation):
        console.print(note, markup=False)
    if any(report.isolation and not report.isolation["held"] for report in reports):
        console.print("What to do about it: docs/security.md. With --weak hidden tests run anyhow.")
    return reports


def _bundle(name: str) -> tuple[Path, tuple[Path, ...]]:
    """The bundle of an assignment, or the zip of this path; and what beside it is secret."""
    if name.endswith(".zip"):
        if not Path(name).exists():
            raise CourseworkError(f"There is no file {name}.")
        return Path(name), ()
    [master] = places.masters([name])
    bundle = release_of(name).bundle
    if not bundle.exists():
        raise CourseworkError(f"{name} has no bundle yet. Run `coursework release {name}`.")
    return bundle, (master, release_of(name).solution)


def scores(reports: list[Report]) -> Table:
    """A table of submissions, scores and the first thing that failed, in words."""
    table = Table("assignment", "submission", "score", "first thing that failed")
    for report in reports:
        table.add_row(
            report.assignment, report.submission, f"{report.score:g} / {report.max_score:g}",
            Text(report.first_failure()[:240]),
        )  # fmt: skip
    return table


def mistakes(reports: list[Report]) -> Table:
    """The recognized mistakes, those of most submissions first."""
    counts = Counter(mistake for report in reports for mistake in report.mistakes())
    table = Table("mistake", f"of {len(reports)} submissions")
    for mistake, count in counts.most_common():
        table.add_row(Text(mistake), str(count))
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


def _draw(made: Release, say: Say) -> Cover:
    return cover(made)


def _calibrate(pool: Executor, name: str, seeds: int) -> None:
    if not experiments_of(name):
        console.print(f"{name}: no experiments")
        return
    work = partial(calibrate, pool, name, seeds, places.SOLUTIONS)
    for experiment, found in _working(f"calibrating {name}", work).items():
        console.print(f"{name}, {experiment}: public {found['public']:g}, "
                      f"graded {found['graded']:g}")  # fmt: skip


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
