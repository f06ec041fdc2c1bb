"""A roster gives a row to who handed in nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import CourseworkError
from autograder.submission.intake import Submission
from tools.classes.students import Attempt, ClassList, Student, spellings, with_roster

ONE = (Attempt(Submission("x")),)


def with_table(tmp_path: Path, text: str | bytes, *students: Student) -> ClassList:
    path = tmp_path / "students.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return with_roster(ClassList(list(students)), path)


@pytest.mark.parametrize(
    "table",
    [
        "name,id,email\nAda Lovelace,101,ada@x.org\nBob Li,102,bob@x.org\n",
        "\ufeffStudent ID;Surname;First name\r\n101;Lovelace;Ada\r\n102;Li;Bob\r\n",
        'Name\tSID\n"Lovelace, Ada"\t101\nBob Li\t102\n\n',
        "name,id\nAda Lovelace,101\nBob Li,102\n".encode("utf-16"),
    ],
    ids=["commas", "semicolons", "tabs", "utf-16"],
)
def test_who_handed_in_nothing_has_a_row(tmp_path: Path, table: str | bytes) -> None:
    result = with_table(tmp_path, table, Student("lovelaceada_101", "lovelaceada", "101", "", ONE))
    assert [(s.id, s.number, len(s.attempts)) for s in result.students] == [
        ("lovelaceada_101", "101", 1),
        ("Bob_Li_102", "102", 0),
    ]
    assert "Ada" in result.students[0].name  # The roster's spelling is better than Canvas's.


def test_students_are_matched_by_name_unless_two_have_it(tmp_path: Path) -> None:
    table = "name,id\nAda Lovelace,1\nEmmy Noether,2\nEmmy Noether,3\n"
    ada, emmy = Student("lovelaceada", attempts=ONE), Student("Emmy_Noether", attempts=ONE)
    result = with_table(tmp_path, table, ada, emmy)
    assert [len(s.attempts) for s in result.students] == [1, 1, 0, 0]
    assert any("two students called Emmy Noether" in remark for remark in result.remarks)
    assert any("does not list Emmy_Noether" in remark for remark in result.remarks)
    assert len({s.id for s in result.students}) == 4


@pytest.mark.parametrize(
    "text, message",
    [
        ("shoe size,section\n42,1\n", 'a column called id, email or name is missing. Its columns '
                                      'are "shoe size", "section"'),
        ("", "is empty"),
        (b"PK\x03\x04", "is a workbook"),
        ("name\n" + '"' + "x" * 200_000, "is no table"),
    ],
)  # fmt: skip
def test_a_bad_roster_gets_a_sentence(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(CourseworkError, match=message):
        with_table(tmp_path, text)


def test_a_roster_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseworkError, match="can't be read: No such file"):
        with_roster(ClassList([]), tmp_path / "gone.csv")


def test_a_number_that_is_somebody_elses_in_the_roster_proves_nothing(tmp_path: Path) -> None:
    table = "name,id\nEmmy Noether,101\nAda Lovelace,7\n"
    result = with_table(tmp_path, table, Student("x", "lovelaceada", "101", "", ONE))
    assert [(s.name, len(s.attempts)) for s in result.students] == [
        ("Ada Lovelace", 1), ("Emmy Noether", 0)]  # fmt: skip


def test_the_spellings_of_a_name_meet() -> None:
    forms = ["Ada Lovelace", "Lovelace, Ada", "lovelaceada", "ADA_LOVELACE"]
    assert all("lovelaceada" in spellings(form) for form in forms)
    assert spellings(" ") == []
