"""The `coursework` command: it parses arguments, shows progress and calls plain functions."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.errors import CourseworkError
from autograder.grading.batch import GradingJob
from autograder.grading.failures import LOG
from autograder.pool import cores
from autograder.report.result import Report
from autograder.wording import one_line, safe_text

from .authoring.master import read_master
from .authoring.pictures import CoursePicture, draw_picture, place_picture
from .authoring.release import Release, build, release_of
from .authoring.scaffold import new_chapter
from .classes.class_report import write_class_report
from .classes.cluster import grade_on_cluster
from .classes.commands import COMMANDS as CLASS_COMMANDS
from .classes.ending import policy_of, release_cells, show_grades
from .classes.grading import Order, grade_all
from .classes.late import LatePolicy
from .classes.made_class import make_class
from .course_file import settings_of
from .gradescope.trial import try_out, write_preview
from .grading.bundle_check import bundle as bundle_commands
from .grading.bundle_check import warn_of_unjudged
from .grading.tables import differences, open_answers, warnings
from .packing.pack import pack, refuse, stale_files
from .packing.publish import place_in_course, publish
from .packing.pull_links import pull_links
from .packing.site import build_site
from .paths import CHECKOUT, Chapter, Course
from .proof import calibration_page, quality, quality_page
from .proof.answer_table import (
    Measured,
    stale_answers,
    stale_mutants,
    store,
    with_answers,
    with_mutants,
)
from .proof.calibration import SEEDS, Pool, calibrate, workers
from .proof.experiments import experiments_of
from .proof.mutation import plant_catalogue, plant_mutants
from .proof.planting import Scope
from .proof.quality_table import quality_table, release_table
from .proof.unseen import plant_unseen, store_unseen, to_judge
from .proof.verify import Proof, on_linux, unproven
from .proof.verify import verify as prove
from .terminal import MAX_SHOWN, Say, console, say, short, working

DEMO = "hw1_neuron"  # The chapter that `coursework demo` builds, proves and grades.
DEMO_STUDENTS = 24  # It grades a class of this size, too.
JOBS = cores()
NOT_HELD = (
    "Submissions can't be held on this system, because that needs Linux, so stock Otter grades "
    "them by the public tests only (--engine otter --public)."
)
NEXT = """What to run next:
  .venv/bin/coursework verify
      proves all chapters.
  .venv/bin/coursework grade {name} FOLDER --output grades
      grades the notebooks of a class that are in FOLDER.
  .venv/bin/coursework new NAME
      begins a chapter of your own."""

in_course = click.make_pass_decorator(Course)


@click.group()
@click.option("--course", "root", metavar="DIR", default=CHECKOUT,
              type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="A course of your own: a folder with solutions/ in it. "
                   "By default this checkout.")  # fmt: skip
@click.pass_context
def coursework(context: click.Context, root: Path) -> None:
    """Build, prove and grade the assignments of the course.

    Example: coursework --course ../private release
    """
    context.obj = Course(root.resolve())


@coursework.command()
@click.argument("name", metavar="NAME")
@in_course
def new(course: Course, name: str) -> None:
    """Begin a chapter called NAME: a master with one question, its wrong and right answers, and
    sample submissions. All of it can be released, proven and graded as it is.

    Example: coursework new hw9_own
    """
    chapter = new_chapter(course, name)
    for path in (chapter.master, chapter.mistakes, chapter.samples):
        say(short(path))
    if on_linux():
        built = working(f"building {name}", partial(_build, chapter))
        questions = [question.name for question in read_master(chapter).questions]
        for rules in (False, True):
            store(chapter, _planted(chapter, built, questions, JOBS, rules))
        say(f"what its tests catch: {short(quality_page.write_page(course))}")
    say(f"What to run next: {_command(course)} release {name}, then {_command(course)} verify "
        f"{name}. They pass now; rewrite the three files step by step.")  # fmt: skip


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--publish", "folder", type=click.Path(path_type=Path), metavar="DIR",
              help="Also write a clean folder of these chapters for students.")  # fmt: skip
@in_course
def release(course: Course, names: tuple[str, ...], folder: Path | None) -> None:
    """Build and pack the release of each NAME (default: all).

    Example: coursework release hw1_neuron --publish ../public
    """
    releases, chapters = [], course.chapters(names)
    refuse(chapters)  # All faults of all chapters are listed before anything is built.
    for chapter in chapters:
        built = working(f"building {chapter.name}", partial(_build, chapter))
        pack(built)
        releases.append(built)
        say(f"{built.name}: {short(chapter.notebook)}, {short(built.folder)}")
    for path in place_in_course(releases):
        say(f"{short(path)} belongs to no chapter: delete it if nobody needs it.")
    if folder:
        publish(releases, folder)
        say(f"for students: {folder}")
        for line in pull_links(folder, [built.name for built in releases], settings_of(course).hub):
            say(line)


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--pyodide", required=True, metavar="PATH|URL",
              help="A distribution of Pyodide: a folder, an archive, or its address.")  # fmt: skip
@click.option("--sha256", default="", metavar="HASH",
              help="The SHA-256 of the archive; needed if it is fetched.")  # fmt: skip
@click.option("--output", required=True, type=click.Path(path_type=Path, file_okay=False),
              metavar="DIR", help="Where the site goes.")  # fmt: skip
@in_course
def site(course: Course, names: tuple[str, ...], pyodide: str, sha256: str, output: Path) -> None:
    """Build a site on which each NAME (default: all) runs in the browser alone, by JupyterLite. It
    loads nothing from elsewhere.

    Example: coursework site hw1_neuron --pyodide pyodide-314.0.7.tar.bz2 --output ../site
    """
    releases = [_built(chapter) for chapter in course.chapters(names)]
    missing = build_site(releases, pyodide, sha256, output)
    say(f"the site: {short(output)}. Any web server can serve it.")
    if missing:
        say(f"WARNING: {pyodide} lacks {', '.join(missing)}. The site opens, but no notebook runs: "
            "take the full distribution, not the core.")  # fmt: skip


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--jobs", default=JOBS, show_default=True, metavar="N",
              help="Processes that judge side by side.")  # fmt: skip
@in_course
def verify(course: Course, names: tuple[str, ...], jobs: int) -> None:
    """Prove the release of each NAME (default: all).

    Example: coursework verify hw1_neuron
    """
    rows, faults = [], 0
    for chapter in course.chapters(names):
        built = _built(chapter)
        proofs = _prove(built, jobs)
        holding = sum(not proof.faults for proof in proofs)
        rows.append((built, f"{holding} of {len(proofs)}"))
        faults += sum(len(proof.faults) for proof in proofs)
    console.print(release_table(rows))
    if unproven():
        say(f"Not proven, because this needs Linux: {'; '.join(unproven())}.")
    if faults:
        raise CourseworkError(f"Not fit to go out; faults named above: {faults}.")


@coursework.command()
@click.argument("name", metavar="NAME|BUNDLE.zip")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where reports, feedback pages and grades.csv go.")  # fmt: skip
@click.option("--roster", type=click.Path(path_type=Path), metavar="STUDENTS.csv",
              help="All students: who handed in nothing gets a row, too.")  # fmt: skip
@click.option("--best", is_flag=True, help="The best attempt of a student counts, not the last.")
@click.option("--again", is_flag=True, help="Grade also what was graded before.")
@click.option("--only", multiple=True, metavar="ID",
              help="Grade this student alone: an id, number, name or address. May be repeated.")
@click.option("--anonymous", is_flag=True, help="Leave names out of the class report.")
@click.option("--scheduler", default="", metavar="ADDRESS",
              help="Grade on a cluster of dask.distributed, such as tcp://10.0.0.1:8786.")
@click.option("--engine", type=click.Choice(["trusted", "otter", "both"]),
              default="trusted", show_default=True,
              help="Otter's runs a submission beside its tests. With both, Otter's reports are in "
                   "DIR/otter, and a table shows where they differ.")  # fmt: skip
@click.option("--seconds", default=0.0, metavar="S",
              help="Time limit for each submission; by default the assignment's.")  # fmt: skip
@click.option("--jobs", default=JOBS, show_default=True, metavar="N",
              help="Graders side by side.")  # fmt: skip
@click.option("--hidden-without-sandbox", is_flag=True,
              help="Run hidden tests even if submissions can't be held here.")  # fmt: skip
@click.option("--public", is_flag=True, help="With --engine otter: only the public tests.")
@click.option("--apart-only", is_flag=True,
              help="Run no test beside a submission, which could have it pass. Such tests are then "
                   "not judged.")  # fmt: skip
@in_course
def grade(
    course: Course, name: str, paths: tuple[Path, ...], output: Path, roster: Path | None,
    best: bool, again: bool, only: tuple[str, ...], anonymous: bool, scheduler: str, engine: str,
    seconds: float, jobs: int, hidden_without_sandbox: bool, public: bool, apart_only: bool,
) -> None:  # fmt: skip
    """Grade what a class handed in, as submissions of NAME, an assignment of this course, or of any
    Otter autograder zip.

    PATHS are an export of Gradescope, Canvas or Moodle, as a folder or a zip, nbgrader's folders,
    or notebooks, zips of one, and folders of these. What was graded before is not graded again, so
    a grading that was interrupted goes on.

    Example: coursework grade hw1_neuron submissions.zip --roster students.csv --output grades
    """
    if public and engine != "otter":
        raise CourseworkError("--public goes with --engine otter: the trusted grader hides tests.")
    bundle, secrets = _bundle(course, name)
    job = GradingJob(
        bundle, secrets, hidden_without_sandbox, seconds, jobs, output / LOG, apart_only
    )
    if scheduler and engine != "trusted":
        raise CourseworkError("--scheduler goes with --engine trusted.")
    if engine != "otter":
        warn_of_unjudged(bundle, apart_only)
    order = Order(
        job, "otter" if engine == "otter" else "trusted", public, roster, best, again, only,
        policy_of(course), release_cells(course, name),
        stream=partial(grade_on_cluster, scheduler, job) if scheduler else None,
    )  # fmt: skip
    grades = grade_all(order, list(paths), output)
    show_grades(grades)
    if engine == "both":
        others = grade_all(replace(order, engine="otter"), list(paths), output / "otter")
        console.print(differences(grades, others))
    say(f"grades: {output / 'grades.csv'}, of each student: {output}/ID.json, ID.html, ID.md")
    say(f"the class: {short(write_class_report(grades, policy_of(course), anonymous))}")
    for sentence in [*warnings(grades), *open_answers(grades)]:
        say(sentence)


coursework.add_command(bundle_commands)
for command in CLASS_COMMANDS:
    coursework.add_command(command)


@coursework.group()
def gradescope() -> None:
    """Gradescope: try a zip before it is uploaded.

    Example: coursework gradescope try hw1_neuron dist/hw1_neuron/hw1_neuron-solution.ipynb
    """


@gradescope.command("try")
@click.argument("name", metavar="NAME")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path),
                metavar="SUBMISSION...")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Where results and pages go; by default dist/NAME-try.")  # fmt: skip
@in_course
def try_gradescope(
    course: Course, name: str, submissions: tuple[Path, ...], output: Path | None
) -> None:
    """Build dist/NAME/gradescope.zip in a container like Gradescope's (by Docker) and grade each
    SUBMISSION there: a notebook, or a folder of what is handed in. Without Docker, grade on this
    machine, and say what was not checked.

    Example: coursework gradescope try hw1_neuron dist/hw1_neuron/hw1_neuron-solution.ipynb
    """
    built = release_of(course.chapter(name))
    if not built.gradescope.exists():
        raise CourseworkError(f"{name} has no zip yet. Run `coursework release {name}`.")
    trial = working(f"trying {name}", partial(try_out, built, list(submissions)))
    say(f"built in {trial.container}: {trial.build.seconds:.0f} s")
    table = Table("submission", "score", "seconds", "memory", "as it should be")
    for tried in trial.tried:
        peak = f"{tried.ran.peak >> 20} MiB" if tried.ran.peak else "?"
        table.add_row(
            Text(one_line(tried.submission)), f"{tried.results.get('score', 0):g}",
            f"{tried.ran.seconds:.1f}", peak,
            Text(one_line("; ".join(tried.faults)) or "yes"),
        )  # fmt: skip
        page = write_preview(tried, name, output or course.dist / f"{name}-try")
        say(f"what a student sees: {short(page)}")
    console.print(table)
    for sentence in trial.unchecked:
        say(f"Not checked: {sentence}")
    if any(tried.faults for tried in trial.tried):
        raise CourseworkError("Something is not as it should be: see the last column of the table.")


@coursework.command("fetch-mnist")
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR",
              help="Default: data/mnist.")  # fmt: skip
@in_course
def fetch_mnist(course: Course, to: Path | None) -> None:
    """Fetch the four MNIST files; a second call does nothing.

    Example: coursework fetch-mnist
    """
    from nnlab import mnist

    try:
        mnist.fetch(to or course.root / "data" / "mnist")
    except RuntimeError as error:
        raise CourseworkError(str(error)) from None


@coursework.command("calibrate")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--seeds", default=SEEDS, show_default=True, metavar="N",
              help="Runs of the reference and of each mistake.")  # fmt: skip
@in_course
def calibrate_command(course: Course, names: tuple[str, ...], seeds: int) -> None:
    """Measure the thresholds of the training checks of each NAME (default: all).

    Example: coursework calibrate hw4_xor
    """
    try:
        with workers(course) as pool:
            for chapter in course.chapters(names):
                _calibrate(pool, chapter, seeds)
    finally:
        page = calibration_page.write_page(course)  # Also if a later chapter is refused.
    say(f"table: {short(page)}")


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--rules", is_flag=True, help="Plant one-line slips of the reference instead.")
@click.option("--all", "everything", is_flag=True,
              help="Plant the answers to all questions, also if nothing has changed.")  # fmt: skip
@click.option("--quick", is_flag=True,
              help="Grade only the question with the planted answer; store nothing.")  # fmt: skip
@click.option("--unseen", is_flag=True,
              help="Plant wrong answers that are not of the catalogue instead.")  # fmt: skip
@click.option("--whole", is_flag=True,
              help="Grade also the questions that the answer can't touch.")  # fmt: skip
@click.option("--jobs", default=JOBS, show_default=True, metavar="N",
              help="Graders side by side.")  # fmt: skip
@in_course
def mutation(
    course: Course, names: tuple[str, ...], rules: bool, everything: bool, quick: bool,
    unseen: bool, whole: bool, jobs: int,
) -> None:  # fmt: skip
    """Test the tests of each NAME (default: all): plant the catalogue's wrong and right answers to
    the questions that have changed since the last time.

    Example: coursework mutation hw4_xor --quick
    """
    if unseen:
        _plant_unseen(course, names, jobs)
        return
    if whole and (quick or rules):
        raise CourseworkError("--whole goes neither with --quick nor with --rules.")
    scope: Scope = "own" if quick else "all" if whole else "touched"
    faults = []
    for chapter in course.chapters(names):
        built = working(f"building {chapter.name}", partial(_build, chapter))
        master = read_master(chapter)
        stale = stale_mutants(master) if rules else stale_answers(master)
        questions = [q.name for q in master.questions] if everything else stale
        if questions:
            say(f"{chapter.name}: planting {', '.join(questions)}")
        else:
            say(f"{chapter.name}: no question has changed, so nothing is planted (see --all)")
        measured = _planted(chapter, built, questions, jobs, rules, scope)
        if not quick:
            store(chapter, measured)
        pack(built)
        faults += quality.faults(chapter, measured)
        console.print(quality_table(chapter, measured))
    for fault in faults:
        say(fault)
    if not quick:
        say(f"table: {short(quality_page.write_page(course))}")
    if faults:
        raise CourseworkError(f"Answers that are not judged as they should be: {len(faults)}.")


def _planted(
    chapter: Chapter, built: Release, questions: list[str], jobs: int, rules: bool,
    scope: Scope = "touched",
) -> Measured:  # fmt: skip
    """Plant answers to some questions, and return all that is measured of the chapter then."""
    master, title = read_master(chapter), f"planting in {chapter.name}"
    if rules:
        return with_mutants(master, working(title, partial(plant_mutants, built, questions, jobs)))
    work = partial(plant_catalogue, built, questions, jobs, scope)
    return with_answers(master, working(title, work))


def _plant_unseen(course: Course, names: tuple[str, ...], jobs: int) -> None:
    """Plant the unseen answers of some chapters, and say which have no verdict."""
    for chapter in course.chapters(names):
        built = working(f"building {chapter.name}", partial(_build, chapter))
        title = f"planting unseen answers in {chapter.name}"
        results = working(title, partial(plant_unseen, built, jobs))
        store_unseen(chapter, results)
        for sentence in to_judge(chapter, results):
            say(f"{chapter.name}, to be judged: {sentence}")
    say(f"table: {short(quality_page.write_page(course))}")


@coursework.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@in_course
def pictures(course: Course, names: tuple[str, ...]) -> None:
    """Draw the course page's picture of each NAME (default: all) by its solved notebook.

    Example: coursework pictures hw4_xor
    """
    for chapter in course.chapters(names):
        built = _built(chapter)
        picture = working(f"drawing {built.name}", partial(_draw, built))
        say(f"{built.name}: {short(place_picture(chapter, picture))}")


@coursework.command()
@click.argument("name", default=DEMO, metavar="[NAME]")
@in_course
def demo(course: Course, name: str) -> None:
    """Build and prove one chapter, grade its sample submissions and show the table.

    Example: coursework demo hw4_xor
    """
    chapter = course.chapter(name)
    built = working(f"building {name}", partial(_release, chapter))
    if any(proof.faults for proof in _prove(built, JOBS)):
        raise CourseworkError(f"{name} is not fit to go out.")
    samples, folder = built.folder / "samples", built.folder / "grades"
    bundle, secrets = _bundle(course, name)
    order = Order(GradingJob(bundle, secrets, jobs=JOBS), release=release_cells(course, name))
    if not on_linux():
        say(NOT_HELD)
        order = replace(order, engine="otter", public=True)
    grades = grade_all(order, [samples], folder)
    show_grades(grades)
    for sentence in [*warnings(grades), *open_answers(grades)]:
        say(sentence)
    shown = _instructive(grades)
    say(f"A student's feedback page: {short(folder / f'{shown.submission}.html')}")
    if on_linux() and (class_report := _demo_class(built, order)):
        say(f"The report of a made-up class: {short(class_report)}")
    say(NEXT.format(name=name))


def _demo_class(built: Release, order: Order) -> Path | None:
    """Grade a small class that is made up, and return its report; None if nothing is made up."""
    if not built.chapter.mistakes.exists():
        return None
    submissions, roster = make_class(built, built.folder / "class", DEMO_STUDENTS, seed=1)
    grades = grade_all(replace(order, roster=roster), [submissions], built.folder / "class/grades")
    return write_class_report(grades, LatePolicy())


def _instructive(reports: Iterable[Report]) -> Report:
    """Return the report of a submission that has some points and not all, if there is one."""
    everything = list(reports)
    partly = [report for report in everything if 0 < report.score < report.max_score]
    return max(partly or everything, key=lambda report: (len(report.mistakes()), report.score))


def _command(course: Course) -> str:
    """Return how the `coursework` command is called for a course."""
    return "coursework" if course == Course() else f"coursework --course {short(course.root)}"


def _release(chapter: Chapter, progress: Say) -> Release:
    """Build and pack a chapter and put its notebook where students find it."""
    built = build(chapter)
    pack(built)
    place_in_course([built])
    return built


def _built(chapter: Chapter) -> Release:
    """Return the release of a chapter; build and pack it if that has never been done."""
    built = release_of(chapter)
    if not built.gradescope.exists():
        return working(f"building {chapter.name}", partial(_release, chapter))
    return built


def _build(chapter: Chapter, progress: Say) -> Release:
    refuse([chapter])
    return build(chapter)


def _draw(built: Release, progress: Say) -> CoursePicture:
    return draw_picture(built)


def _prove(built: Release, jobs: int) -> list[Proof]:
    """Run and print every proof of a release, and check that it is packed as it is now."""
    console.print(f"[bold]{built.name}[/bold]")
    proofs = working(built.name, partial(prove, built, jobs))
    proofs.append(Proof("packed again, the zips are identical to the byte", stale_files(built)))
    for proof in proofs:
        say(f"  {'FAILS' if proof.faults else 'holds'}: {proof.title}")
        for fault in proof.faults:
            say(f"         {fault}")
    return proofs


def _calibrate(pool: Pool, chapter: Chapter, seeds: int) -> None:
    if not experiments_of(chapter):
        say(f"{chapter.name}: no experiments")
        return
    work = partial(calibrate, pool, chapter, seeds)
    for experiment, results in working(f"calibrating {chapter.name}", work).items():
        thresholds = f"public {results['public']:g}, graded {results['graded']:g}"
        say(f"{chapter.name}, {experiment}: {thresholds}")


def _bundle(course: Course, name: str) -> tuple[Path, tuple[Path, ...]]:
    """Return a bundle, and the files beside it that no submission may read.

    Args:
        course: The course.
        name: The name of a chapter, or the path of a zip.
    """
    if name.endswith(".zip"):
        if not Path(name).exists():
            raise CourseworkError(f"There is no file {name}.")
        return Path(name), ()
    built = release_of(course.chapter(name))
    if not built.bundle.exists():
        raise CourseworkError(f"{name} has no bundle yet. Run `coursework release {name}`.")
    return built.bundle, (built.chapter.folder, built.solution, built.answers)


def main() -> None:
    """Run the command; what people can mend is a sentence on stderr and exit code 1."""
    try:
        coursework()
    except CourseworkError as error:
        text = safe_text(f"coursework: {error}", MAX_SHOWN)
        Console(stderr=True).print(text, markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
