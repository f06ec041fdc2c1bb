"""The commands on graded classes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from autograder.errors import CourseworkError
from autograder.submission.folders import mark_outputs
from autograder.wording import number, one_line

from ..authoring.release import release_of
from ..grading.tables import open_answers, warnings
from ..paths import Course
from ..terminal import Say, console, say, short, working
from .class_report import write_class_report
from .comparing import compare as compare_grades
from .ending import policy_of
from .exports import fill_canvas, fill_moodle, pack_feedback, write_gradescope
from .made_class import make_class
from .record import read_grades
from .review import NAME as REVIEW
from .review import write_review
from .written import PAGE, TABLE, export_answers, import_points

in_course = click.make_pass_decorator(Course)
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--anonymous", is_flag=True, help="Leave out names, ids and links to pages.")
@in_course
def report(course: Course, folder: Path, anonymous: bool) -> None:
    """Write the report of the class in DIR, which `coursework grade` has graded: DIR/report.html.

    Example: coursework report grades --anonymous
    """
    policy = policy_of(course)
    grades = read_grades(folder, policy)
    say(f"the class: {short(write_class_report(grades, policy, anonymous))}")


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--grades", "folder", type=FOLDER, metavar="DIR",
              help="Show the mistakes of this graded class, not the catalogue's.")  # fmt: skip
@click.option("--output", type=FILE, metavar="FILE", help="Default: dist/NAME/review.html.")
@in_course
def review(course: Course, name: str, folder: Path | None, output: Path | None) -> None:
    """Write a page on the assignment NAME for students, to be published after the deadline: what
    each hidden test covers, and the common mistakes, by their hints. It has no answers and no
    names.

    Example: coursework review hw1_neuron --grades grades
    """
    chapter = course.chapter(name)
    grades = read_grades(folder) if folder else None
    path = write_review(chapter, output or release_of(chapter).folder / REVIEW, grades)
    say(f"for students, after the deadline: {short(path)}")


@click.command("demo-class")
@click.argument("name", metavar="NAME")
@click.option("--students", default=200, show_default=True, metavar="N",
              type=click.IntRange(1, 1_000_000), help="How many students.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same class.")
@click.option("--output", type=FOLDER, metavar="DIR", help="Default: dist/NAME/class.")
@in_course
def demo_class(course: Course, name: str, students: int, seed: int, output: Path | None) -> None:
    """Make up a class of the assignment NAME, to try reports and exports on: right answers, known
    mistakes, blanks and broken files, in lifelike proportions.

    Example: coursework demo-class hw1_neuron --students 200 --seed 1
    """
    built = release_of(course.chapter(name))
    if not built.bundle.exists():
        raise CourseworkError(f"{name} is not built yet. Run `coursework release {name}`.")
    folder = output or built.folder / "class"

    def work(progress: Say) -> tuple[Path, Path]:
        return make_class(built, folder, students, seed)

    submissions, roster = working(f"making a class of {name}", work)
    say(f"submissions: {short(submissions)}, roster: {short(roster)}")
    say(f"Grade them: coursework grade {name} {short(submissions)} --roster {short(roster)} "
        f"--output {short(folder / 'grades')}")  # fmt: skip


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--canvas", type=FILE, metavar="GRADEBOOK.csv", help="Fill in Canvas's gradebook.")
@click.option("--column", default="", metavar="TITLE",
              help="With --canvas: the assignment's column, if it has another name.")  # fmt: skip
@click.option("--moodle", type=FILE, metavar="WORKSHEET.csv", help="Fill in Moodle's worksheet.")
@click.option("--gradescope", is_flag=True, help="Write a table with Gradescope's columns.")
@click.option("--no-late", is_flag=True, help="Take nothing for lateness.")
@in_course
def export(
    course: Course, folder: Path, canvas: Path | None, column: str, moodle: Path | None,
    gradescope: bool, no_late: bool,
) -> None:  # fmt: skip
    """Fill in what a learning platform exported with the scores of the graded class in DIR, and
    pack the feedback pages for it. The exported file stays as it is: DIR/filled-FILE is a copy in
    which nothing but the scores has changed. Who can't be matched is listed.

    Example: coursework export grades --canvas gradebook.csv
    """
    if not (canvas or moodle or gradescope):
        raise CourseworkError("Name what to fill in: --canvas FILE, --moodle FILE or --gradescope.")
    policy = policy_of(course)
    if no_late:
        policy = replace(policy, percent_per_day=0.0)
    grades = read_grades(folder, policy)
    results = []
    if canvas:
        results += [fill_canvas(grades, policy, canvas, column), pack_feedback(grades, "canvas")]
    if moodle:
        results += [fill_moodle(grades, policy, moodle), pack_feedback(grades, "moodle")]
    if gradescope:
        results.append(write_gradescope(grades, policy))
    mark_outputs(folder, [result.path.name for result in results])
    for result in results:
        say(f"{short(result.path)}: {result.filled} of {len(grades)} students")
        for remark in result.remarks:
            say(f"  {remark}")
    for sentence in [*warnings(grades), *open_answers(grades)]:
        say(sentence)
    if policy.percent_per_day:
        say(f"{policy.in_words(grades.record.assignment)} --no-late leaves it out.")


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
def compare(old: Path, new: Path) -> None:
    """Say whose score moved from the grading in the folder OLD to that in NEW, by how much and why;
    for example after a test was mended.

    Example: coursework compare grades grades-mended
    """
    comparison = compare_grades(read_grades(old), read_grades(new))
    table = Table("student", "before", "after", "by", "why")
    for move in comparison.moves:
        before, after = ("" if s is None else number(s) for s in (move.before, move.after))
        table.add_row(Text(one_line(move.name or move.id)), before, after, f"{move.by:+g}",
                      Text("; ".join(move.why)))  # fmt: skip
    if comparison.moves:
        console.print(table)
    for cause, count in comparison.causes:
        say(f"{count} × {cause}")
    moved = sum(move.by != 0 for move in comparison.moves)
    say(f"Scores that moved: {moved}. Other results with the same score: "
        f"{len(comparison.moves) - moved}. As before: {comparison.unchanged}.")  # fmt: skip


@click.group()
def written() -> None:
    """Written questions: give the answers to graders, and take their points back.

    Example: coursework written export grades
    """


@written.command("export")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--anonymous", is_flag=True, help="Call the students by anonymous ids.")
def export_written(folder: Path, anonymous: bool) -> None:
    """Write the written answers of the graded class in DIR as a table, DIR/written.csv, and as a
    page to be printed, DIR/written.html, with rubric and model answer beside each answer.

    Example: coursework written export grades --anonymous
    """
    table, page, answers = export_answers(read_grades(folder), anonymous)
    mark_outputs(folder, [TABLE, PAGE])
    blank = sum(not answer.text for answer in answers)
    still_open = sum(answer.given is None for answer in answers)
    say(f"{short(table)}, {short(page)}: {len(answers)} answers, {still_open} without points yet.")
    if blank:
        say(f"Nothing was written in {blank} of them: the table proposes 0 points for these. Look "
            "at the notebook before you agree.")  # fmt: skip


@written.command("import")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("table", metavar="POINTS.csv", type=FILE)
@click.option("--anonymous", is_flag=True, help="Leave names out of the class report.")
@in_course
def import_written(course: Course, folder: Path, table: Path, anonymous: bool) -> None:
    """Take the points of written answers from a table that `coursework written export` wrote. An
    empty cell leaves an answer open. Reports, pages, grades.csv and the report of the class are
    written anew. If anything in the table is wrong, nothing is taken, and all faults are listed.

    Example: coursework written import grades grades/written.csv
    """
    policy = policy_of(course)
    graded, still_open = import_points(read_grades(folder, policy), table)
    write_class_report(read_grades(folder, policy), policy, anonymous)
    say(f"{graded} answers have points now, {still_open} are open. The reports in {short(folder)} "
        "are written anew.")  # fmt: skip


COMMANDS = (report, review, export, compare, demo_class, written)
