"""Written answers go out to the people who grade them, and their points come back.

The table has a row for each answer. Its column `key` is a digest of the answer: if a student has
handed in another answer in the meantime, the points don't fit any more and are refused.
"""

from __future__ import annotations

import csv
import hmac
import io
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.exports import (
    FORMULA,
    quoted,
    write_feedback,
    write_grades,
    write_report,
)
from autograder.report.html_page import templates
from autograder.submission.written import MAX_ANSWER, WrittenQuestion
from autograder.wording import counted, number, one_line, safe_text

from .csv_files import CsvFile, cells, read_csv
from .record import Grades, Row
from .statistics import without_names
from .written_points import Given, WrittenPoints, digest, read_points, write_points

TABLE, PAGE = "written.csv", "written.html"
COLUMNS = ("id", "question", "answer", "points", "comment", "key")
MAX_COMMENT = 1500  # A comment has at most this many characters.
MAX_FAULTS = 40  # Of the faults of a table, this many are shown.
QUOTED = re.compile(FORMULA.pattern.replace("(?=", "'(?=", 1))


@dataclass(frozen=True)
class Answer:
    """One written answer of a class.

    Attributes:
        row: The student.
        id: How the student is called in the table: by id, or by an anonymous one.
        question: The question.
        text: The answer, or "" if nothing was written.
        key: The digest of the answer.
        given: The points that it has, or None.
    """

    row: Row
    id: str
    question: WrittenQuestion
    text: str
    key: str
    given: Given | None

    @property
    def points(self) -> str:
        """The points for the table. Where nothing was written, 0 is proposed."""
        if self.given:
            return number(self.given.points)
        return "" if self.text else "0"


def written_answers_of(grades: Grades, anonymous: bool = False) -> list[Answer]:
    """Return the written answers of a class, question by question.

    Args:
        grades: The class.
        anonymous: Call the students by anonymous ids and in their order, and take their names out
            of the answers.

    Raises:
        CourseworkError: The assignment has no written question.
    """
    if not grades.record.written:
        raise CourseworkError(
            f"{grades.record.assignment} has no written question, or was graded by stock Otter, "
            "which leaves them out."
        )
    points = _points_of(grades) if anonymous else WrittenPoints()
    answers = []
    for row in grades.record.rows:
        written = grades.result(row).written
        for question in grades.record.written:
            if question.name in written:
                text = written[question.name]
                key = digest(question.name, text)
                given = grades.given.get((row.id, question.name, key))
                id = alias(points.secret, row.id) if anonymous else row.id
                text = without_names(text, row) if anonymous else text
                answers.append(Answer(row, id, question, text, key, given))
    order = {question.name: place for place, question in enumerate(grades.record.written)}
    return sorted(answers, key=lambda a: (order[a.question.name], a.id if anonymous else ""))


def alias(secret: str, id: str) -> str:
    """Return an anonymous id. Without the secret nobody can tell whose it is."""
    return f"p-{hmac.new(secret.encode(), id.encode(), 'sha256').hexdigest()[:10]}"


def _points_of(grades: Grades) -> WrittenPoints:
    """Return the points of a class, and write them so that its secret stays the same."""
    points = read_points(grades.folder)
    write_points(points, grades.folder)
    return points


def export_answers(grades: Grades, anonymous: bool = False) -> tuple[Path, Path, list[Answer]]:
    """Write the written answers of a class as a table and as a page to be printed.

    Returns:
        The paths of the table and of the page, and the answers.
    """
    answers = written_answers_of(grades, anonymous)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for answer in answers:
        comment = answer.given.comment if answer.given else ""
        texts = (answer.id, answer.question.name, answer.text, comment)
        *first, last = (quoted(text, MAX_ANSWER) for text in texts)
        writer.writerow([*first, answer.points, last, answer.key])
    table, page = grades.folder / TABLE, grades.folder / PAGE
    write_atomically(table, text.getvalue())
    write_atomically(page, _template().render(record=grades.record, answers=answers))
    return table, page, answers


def import_points(grades: Grades, path: Path) -> tuple[int, int]:
    """Take the points of a table back, and write the reports, the pages and grades.csv anew.

    Args:
        grades: The class.
        path: A table as `export_answers` writes it, with its points filled in. An empty cell
            leaves an answer open.

    Returns:
        The number of answers that have points now, and the number of those that are open.

    Raises:
        CourseworkError: Something in the table is wrong; nothing is taken then.
    """
    table = read_csv(path)
    answers = written_answers_of(grades)
    points = read_points(grades.folder)
    given, faults = _read(table, answers, points.secret)
    if faults:
        left = len(faults) - MAX_FAULTS
        more = [f"... and {left} more."] if left > 0 else []
        raise CourseworkError(
            "\n".join([f"No points were taken from {table.name}:", *faults[:MAX_FAULTS], *more])
        )
    listed = {(answer.row.id, answer.question.name, answer.key) for answer in answers}
    kept = [one for place, one in points.table().items() if place not in listed]
    write_points(WrittenPoints([*kept, *given], points.secret), grades.folder)
    again = Grades(grades.record, grades.folder, grades.store)
    for report in again:
        write_report(report, grades.folder)
        write_feedback(report, grades.folder)
    write_grades(again, grades.folder)
    return len(given), len(answers) - len(given)


def _read(table: CsvFile, answers: list[Answer], secret: str) -> tuple[list[Given], list[str]]:
    """Return the points of a table, and a sentence for each fault of it."""
    places = [table.column(title) for title in COLUMNS]
    missing = [title for title, place in zip(COLUMNS, places) if place is None]
    missing = [title for title in missing if title not in ("answer", "comment")]
    if missing:
        columns = table.columns_in_words()
        return [], [f"The column {title} is missing; the columns are {columns}."
                    for title in missing]  # fmt: skip
    known: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        for id in (answer.row.id, alias(secret, answer.row.id)):
            known[_plain(id), answer.question.name] = answer
    students = {id for id, _ in known}
    questions = {name for _, name in known}
    given: list[Given] = []
    faults: list[str] = []
    seen: set[tuple[str, str]] = set()
    for place, row in table.filled():
        id, name, _, points, comment, key = cells(row, places)
        id, name = _plain(id), _plain(name)
        where = f"Row {place + 2} ({one_line(id, 60)}, {one_line(name, 20)}):"
        if id not in students or name not in questions:
            what = "student has the id" if id not in students else "written question is called"
            wrong = id if id not in students else name
            faults.append(f"{where} no {what} {one_line(wrong, 60)!r}.")
            continue
        answer = known[id, name]
        place_of_answer = (answer.row.id, name)
        if place_of_answer in seen:
            faults.append(f"{where} an earlier row is about the same answer.")
            continue
        seen.add(place_of_answer)
        if key != answer.key:
            faults.append(f"{where} the answer has changed since the table was exported, or its "
                          "key was edited. Export again, and grade the new answer.")  # fmt: skip
        elif len(comment) > MAX_COMMENT:
            faults.append(f"{where} the comment has {len(comment):,} characters; at most "
                          f"{MAX_COMMENT:,} are possible.")  # fmt: skip
        elif points:
            value = _number(points)
            if value is None:
                faults.append(f"{where} the points should be a number; they are "
                              f"{one_line(points, 40)!r}.")  # fmt: skip
            elif not 0 <= value <= answer.question.points:
                faults.append(f"{where} {number(value)} points are given; 0 to "
                              f"{counted(answer.question.points)} are possible.")  # fmt: skip
            else:
                note = one_line(_unquoted(comment), MAX_COMMENT)
                given.append(Given(answer.row.id, name, key, value, note))
    for answer in answers:
        if (answer.row.id, answer.question.name) not in seen:
            faults.append(f"There is no row for {one_line(answer.row.id, 60)}, "
                          f"{answer.question.name}.")  # fmt: skip
    return given, faults


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _unquoted(text: str) -> str:
    """Take away what `quoted` puts before what a spreadsheet would take for a formula."""
    return QUOTED.sub(r"\1", text)


def _plain(id: str) -> str:
    return one_line(_unquoted(id))


@cache
def _template() -> jinja2.Template:
    from markdown_it import MarkdownIt

    environment = templates("tools.classes")
    markdown = MarkdownIt("commonmark", {"html": False}).render  # For the staff's own texts.
    environment.filters.update(line=one_line, text=_text, counted=counted, markdown=markdown)
    return environment.get_template("written.html.j2")


def _text(text: str) -> str:
    return safe_text(text, MAX_ANSWER)
