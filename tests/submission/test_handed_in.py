"""What was handed in is told by its content and its place, not by its suffix."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest

from autograder.errors import CourseworkError
from autograder.submission import json_scan, limits
from autograder.submission.folders import find_submissions, mark_outputs
from autograder.submission.intake import OUTPUTS, Submission, code_cells, read_notebook
from autograder.submission.notebook import Cell, parse

CODE = "x = 1\n"
RIGHT = [Cell(1, CODE)]


def notebook(source=CODE, assignment="", **cell):
    metadata = {"otter": {"assignment_name": assignment}} if assignment else {}
    cells = [{"cell_type": "code", "source": source, "metadata": {}, **cell}]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": metadata}).encode()


GOOD = notebook()


def tar_of(*files, kind=tarfile.REGTYPE, link=""):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(content), kind, link
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def zip_of(*files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def write(path, content=GOOD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def reasons_at(*paths, assignment="hw"):
    """Return for each submission, by its id, why it can't be read, or "" if it can."""
    reasons = {}
    for submission in find_submissions(list(paths)):
        try:
            code_cells(submission, assignment)
        except CourseworkError as error:
            reasons[submission.id] = str(error)
        else:
            reasons[submission.id] = ""
    return reasons


TAR = tar_of(("hw/hw.ipynb", GOOD), ("hw/._hw.ipynb", b"x"), ("hw/plot.png", b"\x89PNG"))
ARCHIVES = {
    "tar": TAR,
    "tar.gz": gzip.compress(TAR),
    "tar.bz2": bz2.compress(TAR),
    "tar.xz": lzma.compress(TAR),
    "a compressed notebook": gzip.compress(GOOD),
    "a zip of .ipynb.json": zip_of(("hw.ipynb.json", GOOD)),
    "a zip of .ipynb.txt": zip_of(("hw.ipynb.txt", GOOD), ("notes.txt", b"{}")),
    "a zip of .json": zip_of(("data.json", b"[1]"), ("hw.json", GOOD)),
    "a zip of a file without an ending": zip_of(("hw", GOOD), ("readme.txt", b"hello")),
}


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_a_notebook_is_found_in_any_archive_by_any_name(content):
    assert code_cells(Submission("odd", content)) == RIGHT


BAD_ARCHIVES = {
    "a damaged gzip": (gzip.compress(TAR)[:-9], "ends too early"),
    "the first bytes of a gzip": (b"\x1f\x8b\x08\0", "ends too early"),
    "a gzip that is none": (b"\x1f\x8b" + b"x" * 50, "compressed file can't be read"),
    "a damaged xz": (lzma.compress(TAR)[:30] + b"x" * 40, "compressed file can't be read"),
    "a damaged tar": (TAR[:600], "tar can't be read|too early|no notebook|JSON can't be read"),
    "a bomb": (
        gzip.compress(b" " * (limits.MAX_NOTEBOOK_BYTES + 2)), "is larger than 128 MB"),
    "a path upwards": (tar_of(("../hw.ipynb", GOOD)), "outside of itself"),
    "an absolute path": (tar_of(("/hw.ipynb", GOOD)), "outside of itself"),
    "a link": (
        tar_of(("hw.ipynb", b""), kind=tarfile.SYMTYPE, link="/etc/passwd"), "is a link"),
    "a device": (tar_of(("hw.ipynb", b""), kind=tarfile.CHRTYPE), "is a link or a device"),
    "an archive in an archive": (
        zip_of(("hw.ipynb", b"\x1f\x8b"), ("hw.tar", TAR)), "compressed file can't be read"),
    "a tar in a zip": (zip_of(("hw.tar", TAR)), "another archive and no notebook"),
    "a script alone in a zip": (
        zip_of(("hw.py", b"def f(): pass")), "^This is a Python script"),
}  # fmt: skip


@pytest.mark.parametrize("content, message", BAD_ARCHIVES.values(), ids=BAD_ARCHIVES)
def test_a_bad_archive_gets_a_sentence(content, message):
    with pytest.raises(CourseworkError, match=message):
        code_cells(Submission("odd", content))


def test_an_archive_of_too_many_files_gets_a_sentence():
    with pytest.raises(CourseworkError, match="tar holds more than 5000 files"):
        code_cells(Submission("odd", tar_of(*((f"{n}", b"") for n in range(5001)))))


OTHER, MINE = notebook("y = 2"), notebook(assignment="hw")
CHOICES = {
    "its name": {"hw.ipynb": GOOD, "scratch.ipynb": OTHER, "hw-Copy1.ipynb": OTHER},
    "its name in capitals": {"HW.ipynb": GOOD, "scratch.ipynb": OTHER},
    "the name of a copy": {"hw (1).ipynb": GOOD, "scratch.ipynb": OTHER},
    "the name of Jupyter's copy": {"hw-Copy2.ipynb": GOOD, "hw2.ipynb": OTHER},
    "what it says of itself": {"ada.ipynb": MINE, "scratch.ipynb": OTHER},
}


@pytest.mark.parametrize("files", CHOICES.values(), ids=CHOICES)
def test_of_several_notebooks_that_of_the_assignment_is_chosen(files, tmp_path):
    for name, content in files.items():
        write(tmp_path / "all" / "ada" / name, content)
    assert code_cells(Submission("ada", zip_of(*files.items())), "hw") == RIGHT
    assert reasons_at(tmp_path / "all") == {"ada": ""}


@pytest.mark.parametrize(
    "files",
    [
        {"a.ipynb": GOOD, "b.ipynb": OTHER},
        {"a/hw.ipynb": GOOD, "b/hw.ipynb": OTHER},
        {"a.ipynb": MINE, "b.ipynb": MINE},
    ],
)
def test_if_none_or_two_are_the_assignments_a_sentence_says_what_to_do(files):
    with pytest.raises(CourseworkError, match="2 notebooks .* or name the one .* hw.ipynb"):
        code_cells(Submission("ada", zip_of(*files.items())), "hw")


def test_modules_beside_the_notebook_come_along_within_bounds():
    files = {
        "hw/hw.ipynb": GOOD, "hw/mine.py": b"1", "hw/parts/more.py": b"2", "hw/data.csv": b"3",
        "above.py": b"4", "hw/.hidden.py": b"5", "hw/a b.py": b"6",
    }  # fmt: skip
    _, modules = read_notebook(Submission("ada", zip_of(*files.items())))
    assert modules == {"mine.py": b"1", "parts/more.py": b"2"}
    many = {"hw.ipynb": GOOD, **{f"m{n}.py": b"1" for n in range(60)}}
    assert len(read_notebook(Submission("ada", zip_of(*many.items())))[1]) == 50
    large = {"hw.ipynb": GOOD, "large.py": b"#" * (2**20 + 1)}
    assert read_notebook(Submission("ada", zip_of(*large.items())))[1] == {}


def test_each_file_in_a_class_folder_has_a_row(tmp_path):
    for name, content in {
        "ada.ipynb": GOOD, "bob.ipynb.txt": GOOD, "cyd.ipynb.json": GOOD,
        "dan.tar.gz": gzip.compress(TAR), "eve.py": b"import x", "fay.html": b"<html>",
        "gus.rar": b"Rar!\x1a\x07",
        "hal.7z": b"7z\xbc\xaf\x27\x1c", "ida.pdf": b"%PDF-1.4", "李雷.ipynb": GOOD,
        "Анна.ipynb": GOOD, "submission_metadata.yml": b"", "grades.csv": b"", "index.html": b"",
    }.items():  # fmt: skip
        write(tmp_path / name, content)
    reasons = reasons_at(tmp_path)
    readable = {"ada", "bob", "cyd", "dan", "李雷", "Анна"}
    assert {name for name, reason in reasons.items() if not reason} == readable
    assert "Python script" in reasons["eve"] and "web page" in reasons["fay"]
    assert "RAR archive" in reasons["gus"] and "7z archive" in reasons["hal"]
    assert "PDF" in reasons["ida"]
    assert set(reasons) == readable | {"eve", "fay", "gus", "hal", "ida"}


def test_moodles_folders_of_a_student_are_one_submission(tmp_path):
    text = b"<p>Sorry.</p>"
    for name, file, content in [
        ("Ada E_12_assignsubmission_file", "hw.ipynb", GOOD),
        ("Ada E_12_assignsubmission_onlinetext", "onlinetext.html", text),
        ("Bob_13_assignsubmission_onlinetext", "onlinetext.html", text),
        ("Cyd_14_assignsubmission_file_", "hw.ipynb", GOOD),
    ]:
        write(tmp_path / name / file, content)
    reasons = reasons_at(tmp_path)
    assert reasons.pop("Bob_13_assignsubmission_onlinetext").startswith("The folder holds no note")
    assert reasons == {"Ada_E_12_assignsubmission_file": "", "Cyd_14_assignsubmission_file": ""}


def test_what_grading_wrote_is_not_graded(tmp_path):
    write(tmp_path / "ada" / "hw.ipynb")
    write(tmp_path / "bob.ipynb")
    for folder in (tmp_path, tmp_path / "grades", tmp_path / "ada"):
        for name in ("ada.json", "ada.html", "ada.md"):
            write(folder / name, b"{}")
        mark_outputs(folder, ["ada.json", "ada.html"])
        mark_outputs(folder, ["ada.md"])
    assert reasons_at(tmp_path) == {"ada": "", "bob": ""}
    write(tmp_path / "cyd" / OUTPUTS, b"")
    write(tmp_path / "cyd" / "hw.ipynb")  # A folder with a notebook is a student's all the same.
    assert set(reasons_at(tmp_path)) == {"ada", "bob", "cyd"}


LIBRARY = "".join(f"var a{k}=function(b,c){{return[b,c,{k}]}};" for k in range(61_250))
RICH = {
    "charts with their library": {"outputs": [{"data": {"text/html": LIBRARY}}] * 2},
    "an attached photo": {"attachments": {"a.png": {"image/png": "A" * 24_000_000}}},
    "a table of a million numbers": {"outputs": [{"data": {"application/json": [0.5] * 10**6}}]},
    "records": {"outputs": [{"a": k, "b": "c"} for k in range(200_000)]},
    "escapes at every place": {"outputs": ['\\"', '"', "\\", '\\\\"', "\\\\", "{[,]}", '"' * 70]},
    "other keys within": {"outputs": [{"source": "no", "cells": [{"source": "no"}]}]},
}


@pytest.mark.parametrize("more", RICH.values(), ids=RICH)
def test_what_is_no_code_costs_nothing(more):
    assert parse(notebook(**more)).cells == RIGHT
    text = json.dumps(json.loads(notebook(**more)), indent=1).encode()
    assert parse(text).cells == RIGHT


def test_pictures_within_the_text_of_a_markdown_cell_cost_nothing():
    photo = {"cell_type": "markdown", "source": ["![](data:image/png;base64," + "A" * 4_000_000]}
    code = {"cell_type": "code", "source": CODE}
    content = json.dumps({"cells": [photo, code] * 6, "nbformat": 4}).encode()
    assert [cell.source for cell in parse(content).cells] == [CODE] * 6


def test_code_that_is_longer_than_all_code_may_be_is_refused():
    with pytest.raises(CourseworkError, match="code .* larger than 512 KB"):
        parse(notebook("#" * (json_scan.MAX_TEXT_BYTES + 1)))
    escaped = notebook("é" * (limits.MAX_CODE_BYTES // 2 - 9))
    assert len(parse(escaped).cells) == 1


@pytest.mark.parametrize(
    "content",
    [
        b'{"cells": [], "a": [' + b"[]," * limits.MAX_JSON_STEPS + b"[]]}",
        b'{"cells": [], "a": "' + b'\\"' * (limits.MAX_JSON_STEPS + 1) + b'"}',
    ],
    ids=["brackets", "escapes"],
)
def test_the_time_for_what_is_skipped_is_bounded(content, monkeypatch):
    monkeypatch.setattr(json_scan, "MAX_JSON_STEPS", 10**5)
    with pytest.raises(CourseworkError, match="too much besides its code"):
        parse(content)


def test_an_escaped_key_is_the_key_that_it_spells():
    escaped = GOOD.replace(b'"cells"', b'"\\u0063ells"').replace(b'"source"', b'"s\\u006furce"')
    assert parse(escaped).cells == RIGHT


def test_cells_that_are_no_code_are_told_apart():
    plain, python = ({"vscode": {"languageId": name}} for name in ("plaintext", "python"))
    cells = [
        {"cell_type": "markdown", "source": "def f(): pass"},
        {"cell_type": "code", "source": "prose", "metadata": plain},
        {"cell_type": "code", "source": "y = 2", "metadata": python},
        {"cell_type": "code", "source": "z = 3", "metadata": {"tags": ["otter_ignore"]}},
    ]
    metadata = {"language_info": {"version": "3.13.1"}, "otter": {"assignment_name": "hw"}}
    content = json.dumps({"cells": cells, "nbformat": 4, "metadata": metadata}).encode()
    notebook = parse(content)
    assert notebook.cells == [Cell(3, "y = 2")] and notebook.ignored == (Cell(4, "z = 3"),)
    assert [cell.number for cell in notebook.prose] == [1, 2]
    assert (notebook.python, notebook.assignment) == ("3.13.1", "hw")


@pytest.mark.parametrize(
    "source, name",
    [
        ('import otter\ngrader = otter.Notebook("hw2.ipynb")', "hw2"),
        ("grader = otter.Notebook( 'hw2.ipynb', tests_dir='t')", "hw2"),
        ('grader = otter.Notebook(this_notebook.find("hw2.ipynb"))', "hw2"),
        ("grader = otter.Notebook()", ""),
        ("x = 1", ""),
    ],
)
def test_the_cell_that_starts_the_checks_names_the_notebook(source, name):
    assert parse(notebook(source)).own_name == name
