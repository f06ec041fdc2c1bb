"""Exports of learning platforms are recognized, with names, ids, lateness and versions.

The fixtures have the layouts of real exports and are made here.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from classes.small_class import notebook, write

from autograder.errors import CourseworkError
from autograder.submission.folders import mark_outputs
from autograder.submission.intake import code_cells
from tools.classes import layouts
from tools.classes.layouts import find_class
from tools.classes.students import ClassList

METADATA = """\
submission_7:
  :submitters:
  - :name: Ada Lovelace
    :sid: '101'
    :email: ada@example.org
  - :name: "=HYPERLINK(1)"
    :sid: '102'
    :email: eve@example.org
  :created_at: 2026-10-02 00:30:00.123 Z
  :score: 1.0
  :history:
  - :id: 5
    :created_at: 2026-10-01 12:00:00.5 Z
submission_8:
  :submitters:
  - :name: Łukasz Ito
    :sid:
    :email: lukasz@example.org
  :created_at: 2026-10-01 10:00:00 +0200
"""


def found(root: Path, *paths: Path, assignment: str = "hw") -> ClassList:
    return find_class(list(paths or [root]), assignment, root.parent / "scratch")


def who(result: ClassList) -> list[tuple[str, str, str, int]]:
    return [(s.id, s.name, s.number, len(s.attempts)) for s in result.students]


def reads(result: ClassList, place: int, attempt: int = -1) -> bytes:
    return result.students[place].attempts[attempt].submission.read("hw")


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{folder.name}/{file.relative_to(folder)}")
    return path


@pytest.fixture
def gradescope(tmp_path: Path) -> Path:
    root = tmp_path / "assignment_1_export"
    write(root / "submission_metadata.yml", METADATA.encode())
    for number in (5, 7, 8):
        write(root / f"submission_{number}" / "hw.ipynb", notebook(f"{number}"))
    return root


@pytest.mark.parametrize("as_zip", [False, True])
def test_gradescope(gradescope: Path, tmp_path: Path, as_zip: bool) -> None:
    path = zipped(gradescope, tmp_path / "all.zip") if as_zip else gradescope
    result = found(gradescope, path)
    assert "an export of Gradescope" in result.layout
    assert who(result) == [
        ("Ada_Lovelace_101", "Ada Lovelace", "101", 2),
        ("HYPERLINK_1__102", "=HYPERLINK(1)", "102", 2),
        ("Łukasz_Ito", "Łukasz Ito", "", 1),
    ]
    assert b'"7"' in reads(result, 0) and b'"5"' in reads(result, 0, 0)
    last = result.students[0].attempts[-1].handed_in
    assert last is not None and last.isoformat() == "2026-10-02T00:30:00.123000+00:00"
    assert result.students[2].attempts[0].handed_in is not None


def test_a_folder_that_gradescopes_list_leaves_out_has_a_row(gradescope: Path) -> None:
    write(gradescope / "submission_9" / "hw.ipynb", notebook("9"))
    result = found(gradescope)
    assert result.students[-1].id == "submission_9"
    assert "does not say whose submission_9 is" in result.remarks[0]


@pytest.mark.parametrize("text", ["- a list", "a: [", "a: !!python/object/apply:os.abort []"])
def test_a_damaged_list_of_gradescope_gets_a_sentence(gradescope: Path, text: str) -> None:
    write(gradescope / "submission_metadata.yml", text.encode())
    with pytest.raises(CourseworkError, match="submission_metadata.yml"):
        found(gradescope)


@pytest.mark.parametrize("as_zip", [False, True])
def test_canvas(tmp_path: Path, as_zip: bool) -> None:
    root = tmp_path / "submissions"
    for name, text in {
        "lovelaceada_LATE_101_900_hw.ipynb": "old",
        "lovelaceada_LATE_101_1000_hw-1.ipynb": "new",
        "boolegeorge_102_902_hw.ipynb": "b",
        "boolegeorge_102_903_helper.py": "no notebook",
        "curiemarie_103_904_essay.pdf": "%PDF",
    }.items():
        write(root / name, notebook(text) if name.endswith("ipynb") else text.encode())
    result = found(root, zipped(root, tmp_path / "all.zip") if as_zip else root)
    assert "an export of Canvas" in result.layout
    assert who(result) == [
        ("boolegeorge_102", "boolegeorge", "102", 1),
        ("curiemarie_103", "curiemarie", "103", 1),
        ("lovelaceada_101", "lovelaceada", "101", 2),
    ]
    assert [s.attempts[-1].late for s in result.students] == [False, False, True]
    assert b'"new"' in reads(result, 2)  # 1000 comes after 900.
    with pytest.raises(CourseworkError, match="PDF"):
        code_cells(result.students[1].attempts[0].submission)


def test_moodle_with_and_without_folders(tmp_path: Path) -> None:
    root = tmp_path / "moodle"
    for name in (
        "Ada Lovelace_11_assignsubmission_file_/hw.ipynb",
        "Ada Lovelace_11_assignsubmission_onlinetext_/onlinetext.html",
        "George Boole_12_assignsubmission_file_hw.ipynb",
        "Marie Curie_13_assignsubmission_onlinetext/onlinetext.html",
        "Ada Lovelace_14_assignsubmission_file/hw.ipynb",
    ):
        write(root / name, notebook(name))
    result = found(root)
    assert "an export of Moodle" in result.layout
    assert sorted(who(result)) == [
        ("Ada_Lovelace_11", "Ada Lovelace", "11", 1),
        ("Ada_Lovelace_14", "Ada Lovelace", "14", 1),
        ("George_Boole_12", "George Boole", "12", 1),
        ("Marie_Curie_13", "Marie Curie", "13", 1),
    ]
    assert "2 students are called Ada Lovelace" in result.remarks[0]


@pytest.mark.parametrize("named", ["submitted", "."])
def test_nbgrader(tmp_path: Path, named: str) -> None:
    root = tmp_path / "course"
    for student in ("ada", "bob"):
        write(root / "submitted" / student / "hw" / "hw.ipynb", notebook(student))
        write(root / "submitted" / student / "other" / "x.ipynb", notebook(student))
    write(root / "submitted/ada/hw/timestamp.txt", b"2026-10-02 15:58:23.948203 UTC\n")
    (root / "submitted" / "cyd").mkdir()
    result = found(root, root / named)
    assert "nbgrader" in result.layout
    assert who(result) == [("ada", "", "ada", 1), ("bob", "", "bob", 1), ("cyd", "", "", 1)]
    assert str(result.students[0].attempts[0].handed_in) == "2026-10-02 15:58:23.948203+00:00"
    assert any("other" in remark for remark in result.remarks)


def test_files_and_folders_are_as_before(tmp_path: Path) -> None:
    root = tmp_path / "plain"
    write(root / "ada.ipynb", notebook("a"))
    write(root / "bob" / "hw.ipynb", notebook("b"))
    result = found(root)
    assert layouts.PLAIN in result.layout
    assert who(result) == [("ada", "", "", 1), ("bob", "", "", 1)]


def test_a_folder_that_is_called_submitted_need_not_be_nbgraders(tmp_path: Path) -> None:
    write(tmp_path / "submitted" / "ada.ipynb", notebook("a"))
    write(tmp_path / "submitted" / "bob" / "hw.ipynb", notebook("b"))
    result = found(tmp_path / "submitted")
    assert who(result) == [("ada", "", "", 1), ("bob", "", "", 1)]


@pytest.mark.parametrize("name", ["li_101_900_hw.ipynb", "Li_11_assignsubmission_file_/hw.ipynb"])
def test_what_is_named_otherwise_is_not_left_out(tmp_path: Path, name: str) -> None:
    root = tmp_path / "class"
    for path in (name, "by_mail.ipynb", "in_a_folder/hw.ipynb"):
        write(root / path, notebook("x"))
    mark_outputs(root / "grades", ["grades.csv"])
    ids = {student.id for student in found(root).students}
    assert len(ids) == 3 and {"by_mail", "in_a_folder"} < ids


def test_a_zip_of_one_students_notebook_is_no_class(tmp_path: Path) -> None:
    path = tmp_path / "ada.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hw.ipynb", notebook("a"))
    result = found(tmp_path, path)
    assert who(result) == [("ada", "", "", 1)] and reads(result, 0) == notebook("a")


def test_a_scratch_pad_beside_the_notebook_makes_no_class(tmp_path: Path) -> None:
    path = tmp_path / "ada.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("HW.ipynb", "scratch.ipynb", "hw-Copy1.ipynb"):
            archive.writestr(name, notebook(name))
    result = found(tmp_path, path)
    assert who(result) == [("ada", "", "", 1)]


BAD_MEMBERS = {
    "../../evil.ipynb": notebook("outside"),
    "C:\\class\\win.ipynb": notebook("w"),
    "CON.ipynb": notebook("c"),
    "deep/" * 60 + "d.ipynb": notebook("d"),
    "x" * 300 + ".ipynb": notebook("long"),
    "empty.zip": b"PK\x05\x06" + bytes(18),
}


def test_odd_members_of_a_zip_cost_nobody_else_anything(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inner.zip", BAD_MEMBERS["empty.zip"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in BAD_MEMBERS.items():
            archive.writestr(name, content)
        archive.writestr("nested.zip", inner.getvalue())
        archive.writestr("good.ipynb", notebook("good"))
    result = found(tmp_path / "x", path)
    assert [p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("evil*")] == ["scratch"]
    by_id = {s.id: s.attempts[0].submission for s in result.students}
    assert by_id["good"].read() == notebook("good")
    assert by_id["id_CON"].read() == notebook("c")
    assert any("xxx" in id for id in by_id)
    for id, message in {"empty": "no notebook", "nested": "another archive"}.items():
        with pytest.raises(CourseworkError, match=message):
            by_id[id].read()


def test_what_systems_add_is_no_submission(tmp_path: Path) -> None:
    """A Mac adds resource forks, and Windows lists that differ in upper and lower case only."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("__MACOSX/._ada.ipynb", "._ada.ipynb", ".DS_Store", "Thumbs.db"):
            archive.writestr(name, b"\0\5\x16\7")
        for name in ("ada.ipynb", "Ada.ipynb", "trailing. .ipynb", "sub\\AUX.ipynb"):
            archive.writestr(name, notebook(name))
    result = found(tmp_path / "x", path)
    ids = [student.id for student in result.students]
    assert len(ids) == 4 and len({id.casefold() for id in ids}) == 4
    assert not any(id.endswith((".", " ")) or id == "AUX" for id in ids)
    assert sorted(result.students[k].attempts[0].submission.read("hw") for k in range(4)) == sorted(
        notebook(n) for n in ("ada.ipynb", "Ada.ipynb", "trailing. .ipynb", "sub\\AUX.ipynb")
    )


def test_a_file_that_cannot_be_read_costs_nobody_else_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "class"
    locked = write(root / "ada.ipynb", notebook("a"))
    write(root / "bob.ipynb", notebook("b"))
    whole = os.open

    def refuse(path: Any, *options: Any, **more: Any) -> int:
        if str(path).endswith("ada.ipynb"):
            raise PermissionError(13, "Permission denied")
        return whole(path, *options, **more)

    locked.chmod(0)
    if os.access(locked, os.R_OK):  # Root reads it all the same.
        monkeypatch.setattr(os, "open", refuse)
    ada, bob = found(root).students
    with pytest.raises(CourseworkError, match="ada.ipynb can't be read: Permission denied"):
        ada.attempts[0].submission.read("hw")
    assert bob.attempts[0].submission.read("hw") == notebook("b")


def test_a_zip_that_is_damaged_or_holds_nobody_gets_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "nobody"
    folder.mkdir()
    with pytest.raises(CourseworkError, match="No submissions found|Nobody handed in"):
        found(folder)
    with pytest.raises(CourseworkError, match="no file or folder"):
        found(folder, tmp_path / "gone")
