"""Fill in the tables that learning platforms exported, and pack feedback pages for them.

Only the cells of scores are written. Whatever can't be matched is listed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.exports import FORMULA, quoted, report_path
from autograder.report.result import Report
from autograder.wording import number, one_line

from .csv_files import CsvFile, cells, plain_title, read_csv
from .late import LatePolicy
from .platform_names import CANVAS, MOODLE
from .record import Grades, Row
from .students import EMAIL, NAME, Rows, Student

CANVAS_TITLE = re.compile(r"(?P<name>.+?)(?: \(\d+\))?")
# What begins as a formula does and is none: a number, and the mark of an empty cell of Moodle.
HARMLESS = re.compile(r"\s*[-+]?[\d.,]*\s*")
MOODLE_PARTICIPANT = re.compile(r"\D*(\d+)")


@dataclass
class Exported:
    """What was written, and what was not.

    Attributes:
        path: The file.
        filled: The number of students whose score was filled in.
        remarks: What could not be matched, and what else the instructor should know.
    """

    path: Path
    filled: int
    remarks: list[str] = field(default_factory=list)


def fill_canvas(grades: Grades, policy: LatePolicy, path: Path, column: str = "") -> Exported:
    """Fill in a gradebook of Canvas: Grades > Export > Export Entire Gradebook.

    Args:
        grades: The class.
        policy: What lateness costs.
        path: The gradebook. It stays as it is; a filled copy goes to the folder of the class.
        column: The title of the assignment's column; by default the assignment's name.

    Raises:
        CourseworkError: The file is no gradebook, or has no column for the assignment.
    """
    table = read_csv(path)
    score = _column_of(table, column or grades.record.assignment)
    places = [table.column(title) for title in ("Student", "ID", "SIS User ID", "SIS Login ID")]
    if places[0] is None or places[1] is None:
        raise CourseworkError(
            f"{table.name} is no gradebook of Canvas: the columns Student and ID are missing. Its "
            f"columns are {table.columns_in_words()}."
        )
    people: dict[int, Student] = {}
    worth = grades.record.max_score
    for place, row in table.filled():
        name, id, sis, login = cells(row, places)
        if not id and "points possible" in name.casefold():
            possible = _number(cells(row, [score])[0])
            worth = possible if possible is not None else worth
        elif id:
            people[place] = Student(sis or login, name, id, login)
    return _fill(grades, policy, table, people, score, worth)


def fill_moodle(grades: Grades, policy: LatePolicy, path: Path) -> Exported:
    """Fill in a worksheet of Moodle: Grading action > Download grading worksheet.

    Args:
        grades: The class.
        policy: What lateness costs.
        path: The worksheet. It stays as it is; a filled copy goes to the folder of the class.

    Raises:
        CourseworkError: The file is no worksheet.
    """
    table = read_csv(path)
    score, identifier = table.column("Grade"), table.column("Identifier")
    if score is None or identifier is None:
        raise CourseworkError(
            f"{table.name} is no grading worksheet of Moodle: the columns Identifier and Grade are "
            f"missing. Its columns are {table.columns_in_words()}."
        )
    most, open_ = table.column("Maximum grade"), table.column("Grade can be changed")
    people: dict[int, Student] = {}
    worth, locked, comma = grades.record.max_score, [], False
    for place, row in table.filled():
        participant, name, email, maximum, change = cells(
            row, (identifier, table.column(*NAME), table.column(*EMAIL), most, open_)
        )
        comma = comma or "," in maximum
        value = _number(maximum)
        worth = value if value is not None else worth
        if change.casefold() in ("no", "nein", "non"):
            locked.append(name or participant)
            continue
        match = MOODLE_PARTICIPANT.fullmatch(participant)
        people[place] = Student(participant, name, match[1] if match else participant, email)
    exported = _fill(
        grades, policy, table, people, score, worth,
        lambda points: number(points).replace(".", "," if comma else "."),
    )  # fmt: skip
    if locked:
        exported.remarks.append(f"Moodle says that these grades can't be changed: "
                                f"{', '.join(map(one_line, locked))}.")  # fmt: skip
    return exported


def write_gradescope(grades: Grades, policy: LatePolicy) -> Exported:
    """Write the scores with the columns of the table that Gradescope's "Download Grades" gives."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Name", "SID", "Email", "Total Score", "Max Points", "Status", "Lateness"])
    filled, remarks = 0, []
    for row, report in zip(grades.record.rows, grades):
        why = one_line(report.no_score).rstrip(".")
        score = "" if why else number(policy.score(report.score, row.minutes_late))
        status = "Graded" if not why else "Ungraded" if row.attempts else "Missing"
        minutes = round(row.minutes_late or 0)
        late = f"{minutes // 60:02}:{minutes % 60:02}:00"
        who = [quoted(cell) for cell in (row.name or row.id, row.number, row.email)]
        writer.writerow([*who, score, number(report.max_score), status, late])
        filled += not why
        if why:
            remarks.append(f"{one_line(row.name or row.id)} has no score: {why}.")
    path = grades.folder / "gradescope.csv"
    write_atomically(path, text.getvalue())
    return Exported(path, filled, remarks)


def pack_feedback(grades: Grades, platform: str) -> Exported:
    """Pack the feedback pages in the layout in which Moodle or Canvas takes files back.

    Moodle takes NAME_ID_assignsubmission_file_PAGE.html, in old versions without folders only.
    Canvas takes the name of the file that was handed in, which has the ids of the student and of
    the file.

    Args:
        grades: The class.
        platform: "moodle" or "canvas".
    """
    path = grades.folder / f"feedback-{platform}.zip"
    left, filled = [], 0
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in grades.record.rows:
            if row.attempts == 0:
                continue
            page = report_path(Report("", row.id, 0.0, 0.0), grades.folder, ".html")
            name = _moodle_name(row) if platform == "moodle" else _canvas_name(row)
            if not name or not page.exists():
                left.append(row.name or row.id)
                continue
            archive.write(page, name)
            filled += 1
    write_atomically(path, buffer.getvalue())
    remarks = [f"No page is packed for {one_line(name)}: it was not handed in as {platform.title()}"
               " exports it." for name in left]  # fmt: skip
    if nothing := sum(row.attempts == 0 for row in grades.record.rows):
        remarks.append(f"Who handed in nothing has no page: {nothing}.")
    return Exported(path, filled, remarks)


def _moodle_name(row: Row) -> str:
    match = MOODLE.fullmatch(row.file)
    return f"{match['name']}_{match['id']}_assignsubmission_file_feedback.html" if match else ""


def _canvas_name(row: Row) -> str:
    match = CANVAS.fullmatch(row.file)
    return f"{row.file[: match.start('title')]}feedback.html" if match else ""


def _column_of(table: CsvFile, title: str) -> int:
    """Return the place of an assignment's column, whose title may end with a number of Canvas."""
    wanted = plain_title(title)
    places = [
        place
        for place, head in enumerate(table.head)
        if (match := CANVAS_TITLE.fullmatch(head.strip()))
        and wanted in (plain_title(match["name"]), plain_title(head))
    ]
    if len(places) != 1:
        which = "no column" if not places else f"{len(places)} columns"
        raise CourseworkError(
            f'{table.name} has {which} called "{title}". Name one with --column. Its columns are '
            f"{table.columns_in_words()}."
        )
    return places[0]


def _fill(
    grades: Grades, policy: LatePolicy, table: CsvFile, people: dict[int, Student], column: int,
    worth: float, spell: Callable[[float], str] = number,
) -> Exported:  # fmt: skip
    """Fill in the scores of the students whom a table lists.

    Args:
        grades: The class.
        policy: What lateness costs.
        table: The table.
        people: Who is meant by which row.
        column: The place of the scores.
        worth: What the assignment is worth on the platform.
        spell: Turns a score into the text of a cell.
    """
    listed = list(people.items())
    rows = Rows([student for _, student in listed])
    remarks = [
        f"{table.name} lists two students called {one_line(name)}; only a number or an address "
        "tells them apart."
        for name in rows.twice
    ]
    most = grades.record.max_score
    if worth != most and most:
        remarks.append(
            f"The assignment has {number(most)} points here and {number(worth)} in {table.name}: "
            f"each score is multiplied by {worth / most:.4g}."
        )
    matched: set[int] = set()
    filled = 0
    for row, report in zip(grades.record.rows, grades):
        who, why = one_line(row.name or row.id), one_line(report.no_score).rstrip(".")
        place = rows.of(Student(row.id, row.name, row.number, row.email))
        if place is None:
            remarks.append(f"{who} is not in {table.name}: the score {number(report.score)} is "
                           "filled in nowhere.")  # fmt: skip
        elif place in matched:
            remarks.append(f"{who} matches a row of {table.name} that is filled already.")
        elif why:
            matched.add(place)
            remarks.append(f"{who} has no score, so the cell stays as it was: {why}.")
        else:
            matched.add(place)
            filled += 1
            score = policy.score(report.score, row.minutes_late)
            table.set(listed[place][0], column, spell(score * worth / most if most else score))
    for place, (_, student) in enumerate(listed):
        if place not in matched:
            remarks.append(f"{one_line(student.name or student.number)} is in {table.name} and not "
                           "in the class: the cell stays as it was.")  # fmt: skip
    others = (cell for row in table.rows for k, cell in enumerate(row) if k != column)
    if any(FORMULA.match(cell) and not HARMLESS.fullmatch(cell) for cell in others):
        remarks.append(f"{table.name} has cells that a spreadsheet takes for formulas. They are as "
                       "they were exported: upload the file without opening it.")  # fmt: skip
    path = grades.folder / f"filled-{Path(table.name).name}"
    table.write(path)
    return Exported(path, filled, remarks)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
