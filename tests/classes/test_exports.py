"""An exported table is filled in, and nothing else in it changes."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from classes.small_class import Diary, answering, judge, order, write
from click.testing import CliRunner

from autograder.errors import CourseworkError
from autograder.report.result import NO_TORCH, Report
from autograder.submission.intake import Submission, entries_of
from tools.classes.csv_files import read_csv
from tools.classes.exports import (
    fill_canvas,
    fill_moodle,
    pack_feedback,
    quoted,
    write_gradescope,
)
from tools.classes.grading import grade_all
from tools.classes.late import LatePolicy
from tools.classes.record import Grades
from tools.cli import coursework

NEVER = LatePolicy()
GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,small (77),other (78)\n"
    "    Points Possible,,,,,10,5\n"
    '"Lovelace, Ada",101,A1,ada,"=1+1",,3\n'
    '"Boole, George",102,B1,george,one,2,4\n'
    '"Curie, Marie",103,C1,marie,one,7,\n'
    '"Noether, Emmy",104,N1,emmy,one,,\n'
)
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission)\r\n"
    'Participant 11,Ada Lovelace,ada@x.org,Submitted,-,"20,00",Yes,today\r\n'
    'Participant 12,Ada Lovelace,ada2@x.org,Submitted,-,"20,00",Yes,today\r\n'
    'Participant 13,Marie Curie,m@x.org,Submitted,"3,00","20,00",No,today\r\n'
)


@pytest.fixture
def canvas(tmp_path: Path) -> Grades:
    root = tmp_path / "canvas"
    write(root / "lovelaceada_LATE_101_900_small.ipynb", answering(4))
    write(root / "boolegeorge_102_901_small.ipynb", answering(8.5))
    write(root / "curiemarie_103_902_small.ipynb", b"")
    write(root / "gaussdan_109_903_small.ipynb", answering(1))
    return grade_all(order(tmp_path), [root], tmp_path / "out")


@pytest.fixture
def moodle(tmp_path: Path) -> Grades:
    root = tmp_path / "moodle"
    for number, score in ((11, 3), (12, 8.5)):
        name = f"Ada Lovelace_{number}_assignsubmission_file_"
        write(root / name / "small.ipynb", answering(score))
    write(root / "Marie Curie_13_assignsubmission_file_/small.ipynb", answering(9))
    return grade_all(order(tmp_path), [root], tmp_path / "out")


def changed(before: str, after: str) -> list[tuple[int, int, str, str]]:
    """Return the cells that differ: row, column, before, after."""
    tables = [list(csv.reader(io.StringIO(text))) for text in (before, after)]
    assert [len(row) for row in tables[0]] == [len(row) for row in tables[1]]
    return [
        (r, c, one, two)
        for r, rows in enumerate(zip(*tables))
        for c, (one, two) in enumerate(zip(*rows))
        if one != two
    ]


def test_canvas(tmp_path: Path, canvas: Grades) -> None:
    path = write(tmp_path / "gradebook.csv", GRADEBOOK.encode())
    result = fill_canvas(canvas, NEVER, path)
    assert changed(GRADEBOOK, result.path.read_text()) == [(2, 5, "", "4"), (3, 5, "2", "8.5")]
    assert path.read_text() == GRADEBOOK and result.filled == 2
    remarks = "\n".join(result.remarks)
    assert "curiemarie has no score, so the cell stays as it was: This file is empty" in remarks
    assert "gaussdan is not in gradebook.csv: the score 1 is filled in nowhere" in remarks
    assert "Noether, Emmy is in gradebook.csv and not in the class" in remarks
    assert "takes for formulas" in remarks


def test_moodle(tmp_path: Path, moodle: Grades) -> None:
    path = write(tmp_path / "sheet.csv", WORKSHEET.encode())
    result = fill_moodle(moodle, NEVER, path)
    text = result.path.read_bytes().decode()
    assert changed(WORKSHEET, text) == [(1, 4, "-", "6"), (2, 4, "-", "17")]
    assert text.startswith("\ufeff") and text.count("\r\n") == 4
    remarks = "\n".join(result.remarks)
    assert "each score is multiplied by 2" in remarks
    assert "can't be changed: Marie Curie" in remarks
    assert "takes for formulas" not in remarks  # The hyphens of Moodle are none.


@pytest.mark.parametrize("cell, is_one", [("-1,5", False), ("-", False), ("-A1", True)])
def test_what_a_spreadsheet_takes_for_a_formula_is_named(
    tmp_path: Path, moodle: Grades, cell: str, is_one: bool
) -> None:
    sheet = WORKSHEET.replace("Submitted", f'"{cell}"')
    result = fill_moodle(moodle, NEVER, write(tmp_path / "sheet.csv", sheet.encode()))
    assert ("takes for formulas" in "\n".join(result.remarks)) == is_one


def test_a_score_has_a_comma_where_moodle_writes_one(tmp_path: Path, moodle: Grades) -> None:
    sheet = WORKSHEET.replace('"20,00"', '"10,00"')
    result = fill_moodle(moodle, NEVER, write(tmp_path / "sheet.csv", sheet.encode()))
    assert (2, 4, "-", "8,5") in changed(sheet, result.path.read_text())


def test_lateness_is_taken_and_given_back(tmp_path: Path, canvas: Grades) -> None:
    canvas.record.rows = [replace(row, minutes_late=60.0) for row in canvas.record.rows]
    path = write(tmp_path / "gradebook.csv", GRADEBOOK.encode())
    late = fill_canvas(canvas, LatePolicy(0, 50), path).path.read_text()
    assert [cell[3] for cell in changed(GRADEBOOK, late)] == ["2", "4.25"]
    without = fill_canvas(canvas, NEVER, path).path.read_text()
    assert [cell[3] for cell in changed(GRADEBOOK, without)] == ["4", "8.5"]


@pytest.mark.parametrize(
    "text, message",
    [
        ("a,b\n1,2\n", 'no column called "small"'),
        ("small,small (7)\n", '2 columns called "small"'),
        ("small\n1\n", "columns Student and ID are missing"),
    ],
)
def test_a_file_that_is_no_gradebook_gets_a_sentence(
    tmp_path: Path, canvas: Grades, text: str, message: str
) -> None:
    with pytest.raises(CourseworkError, match=message):
        fill_canvas(canvas, NEVER, write(tmp_path / "g.csv", text.encode()))
    with pytest.raises(CourseworkError, match="Identifier and Grade are missing"):
        fill_moodle(canvas, NEVER, tmp_path / "g.csv")


def test_feedback_pages_are_packed_under_the_names_of_the_platform(
    canvas: Grades, moodle: Grades
) -> None:
    # Both fixtures grade into one folder, the class of Moodle last; the pages of both are there.
    for grades, platform, names in (
        (moodle, "moodle", {f"Ada Lovelace_{n}_assignsubmission_file_feedback.html"
                            for n in (11, 12)}
                           | {"Marie Curie_13_assignsubmission_file_feedback.html"}),
        (canvas, "canvas", {"lovelaceada_LATE_101_900_feedback.html",
                            "boolegeorge_102_901_feedback.html", "curiemarie_103_902_feedback.html",
                            "gaussdan_109_903_feedback.html"}),
    ):  # fmt: skip
        result = pack_feedback(grades, platform)
        with zipfile.ZipFile(result.path) as archive:
            assert set(archive.namelist()) == names
            assert all(b"<!doctype html>" in archive.read(name) for name in names)
    assert len(pack_feedback(canvas, "moodle").remarks) == 4


def test_gradescope(canvas: Grades) -> None:
    table = read_csv(write_gradescope(canvas, NEVER).path)
    rows = {row[1]: row for row in table.rows}
    assert rows["101"] == ["lovelaceada", "101", "", "4", "10", "Graded", "00:00:00"]
    assert rows["103"][3:6] == ["", "10", "Ungraded"]


def test_a_formula_in_a_name_is_quoted() -> None:
    assert quoted("=HYPERLINK(1)") == "'=HYPERLINK(1)" and quoted("Ada") == "Ada"


def test_the_command_says_which_scores_lack_points_that_nobody_judged(tmp_path: Path) -> None:
    def without_torch(submission: Submission) -> Report:
        report = judge(submission)
        first, second = report.questions
        left_out = [replace(c, state="not judged", reason=NO_TORCH) for c in second.cases]
        return replace(report, questions=[first, replace(second, score=0.0, cases=left_out)])

    root = write(tmp_path / "in" / "boole_102_9_small.ipynb", answering(7)).parent
    grade_all(order(tmp_path, Diary(without_torch)), [root], tmp_path / "out")
    result = CliRunner().invoke(coursework, ["export", str(tmp_path / "out"), "--gradescope"])
    assert f"cases of q2 were not judged in 1 submission: {NO_TORCH}." in result.output


def test_a_submission_of_which_nothing_was_judged_gets_no_score(tmp_path: Path) -> None:
    def unjudged(submission: Submission) -> Report:
        report = judge(submission)
        questions = [
            replace(q, score=0.0,
                    cases=[replace(c, state="not judged", reason=NO_TORCH) for c in q.cases])
            for q in report.questions
        ]  # fmt: skip
        return replace(report, score=0.0, questions=questions)

    root = write(tmp_path / "in" / "boolegeorge_102_9_small.ipynb", answering(7)).parent
    grades = grade_all(order(tmp_path, Diary(unjudged)), [root], tmp_path / "out")
    result = fill_canvas(grades, NEVER, write(tmp_path / "g.csv", GRADEBOOK.encode()))
    assert changed(GRADEBOOK, result.path.read_text()) == [] and result.filled == 0
    why = f"so the cell stays as it was: nothing was judged yet: {NO_TORCH}."
    assert any(why in remark for remark in result.remarks)
    [row] = read_csv(write_gradescope(grades, NEVER).path).rows
    assert row[3:6] == ["", "10", "Ungraded"]


def test_the_command_lists_what_it_could_not_match(tmp_path: Path, canvas: Grades) -> None:
    path = write(tmp_path / "gradebook.csv", GRADEBOOK.encode())
    result = CliRunner().invoke(
        coursework, ["export", str(canvas.folder), "--canvas", str(path), "--gradescope"]
    )
    assert result.exception is None
    assert "gaussdan is not in gradebook.csv" in result.output
    assert "not judged" not in result.output
    assert not entries_of(canvas.folder)  # Nothing of it is taken for a submission.
    result = CliRunner().invoke(coursework, ["export", str(canvas.folder)])
    assert "Name what to fill in" in str(result.exception)
