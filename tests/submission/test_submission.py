"""Whatever a student hands in becomes the cells of a notebook, or a sentence that says why not."""

import errno
import io
import json
import os
import socket
import stat
import struct
import tempfile
import tracemalloc
import unicodedata
import zipfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.errors import CourseworkError
from autograder.submission import folders, intake, limits
from autograder.submission.folders import find_submissions
from autograder.submission.intake import Submission, clean_notebook, code_cells
from autograder.submission.notebook import KEYS, Cell
from autograder.wording import JOINERS


def notebook(*sources, **extra):
    """Return the bytes of a notebook. A source that is a dict is used as the whole cell."""
    cells = [s if isinstance(s, dict) else {"cell_type": "code", "source": s} for s in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}, **extra}).encode()


def zip_of(files, method=zipfile.ZIP_DEFLATED):
    """Return the bytes of a zip. `files` are pairs of a name, or a ZipInfo, and a content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content, method)
    return buffer.getvalue()


def entry(name, mode, extra=b""):
    """Return the description of a zip's entry with a Unix file mode."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.extra = extra
    return info


def patched(content, mark, offset, new):
    """Return a zip in which some bytes are replaced.

    Args:
        content: The zip.
        mark: The first bytes of a record. The first such record is changed.
        offset: Where in the record the new bytes begin.
        new: The new bytes.
    """
    at = content.index(mark) + offset
    return content[:at] + new + content[at + len(new) :]


LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
CODE = "x = 1\n"
GOOD = notebook(CODE)
ONE = zip_of([("hw.ipynb", GOOD)])
STORED = zip_of([("hw.ipynb", GOOD)], zipfile.ZIP_STORED)
KERNEL = {"kernelspec": {"language": "R", "name": "ir"}}


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path_factory, monkeypatch):
    """Run each test in an empty folder within a folder, and check that both are empty after it."""
    outside = tmp_path_factory.mktemp("outside")
    here = outside / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    yield
    assert list(outside.rglob("*")) == [here]


NO_NOTEBOOKS = {
    "nothing": (b"", "empty"),
    "white space": (b" \n", "empty"),
    "truncated": (GOOD[:-9], "JSON can't be read"),
    "two values": (GOOD + GOOD, "JSON can't be read"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", "a picture, not a notebook"),
    "a photo": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture, not a notebook"),
    "a PDF": (b"%PDF-1.7\n", "a PDF, not a notebook"),
    "a web page": (
        b'\n\n<!DOCTYPE html>\n<html lang="en"><head>', r"a web page \(HTML\), not a notebook"),
    "a web page of XML": (
        b'<?xml version="1.0"?><!-- saved --><html>', r"a web page \(HTML\), not a notebook"),
    "a script": (b"def f(x):\n    return x\n", "a Python script or another text"),
    "a script from a notebook": (b"#!/usr/bin/env python\n# coding: utf-8\n", "a Python script"),
    "a document of Word": (
        zip_of([("[Content_Types].xml", b""), ("word/document.xml", b"")]), "document of Word"),
    "an old document of Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document of Word"),
    "an RTF": (b"{\\rtf1\\ansi", "RTF"),
    "a 7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive, which can't be read here"),
    "a RAR": (b"Rar!\x1a\x07\x01\0", "a RAR archive, which can't be read here"),
    "marks of git": (
        GOOD.replace(b'"nbformat"', b'\n<<<<<<< HEAD\n=======\n>>>>>>> mine\n"nbformat"'),
        "marks of a merge that git did not finish"),
    "a bracket that is not closed": (b'{"a": [1, 2', "JSON can't be read"),
    "a text that is not closed": (b'{"a": "b', "JSON can't be read"),
    "Latin-1": (notebook("é").replace(b"\\u00e9", b"\xe9"), "JSON can't be read"),
    "a raw NUL in a text": (notebook("x").replace(b'"x"', b'"\0"'), "JSON can't be read"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-be"), "UTF-16"),
    "no object": (b"[]", "format 4: it has no list of cells"),
    "no cells": (b'{"nbformat": 4}', "no list of cells"),
    "cells that are no list": (notebook(cells={}), "no list of cells"),
    "sheets without a format": (b'{"worksheets": []}', "format 4: it has no list of cells"),
    "format 3 without sheets": (notebook(nbformat=3), "format 3: it has no list of cells"),
    "format 3, a sheet is no object": (
        notebook(nbformat=3, worksheets=[{"cells": []}, 1]), "format 3: it has no list of cells"),
    "format 5": (notebook(nbformat=5), "format of this notebook is 5; only 3 and 4"),
    "format in words": (notebook(nbformat="4"), "format of this notebook is unknown"),
    "format of 5000 digits": (
        GOOD.replace(b'"nbformat": 4', b'"nbformat": 1' + b"0" * 5000), "is unknown"),
    "R": (notebook(metadata=KERNEL), "for a R kernel"),
    "R by its language alone": (notebook(metadata={"language_info": {"name": "R"}}), "R kernel"),
    "R in format 3": (
        notebook(nbformat=3, worksheets=[{"cells": [
            {"cell_type": "code", "input": "x", "language": "R"}]}]), "R kernel"),
    "100,000 cells": (b'{"cells": [' + b"{}," * 99_999 + b"{}]}", "100000 cells; 5000 at most"),
    "a cell that is a number": (notebook("x", cells=[{}, 3]), "Cell 2 .* can't be read"),
    "a cell without text": (
        notebook("x", {"cell_type": "code", "input": "y"}), "Cell 2 .* has no text"),
    "a text that is a number": (notebook(3), "Cell 1 .* has no text"),
    "a line that is a number": (notebook(["x\n", 3]), "Cell 1 .* has no text"),
    "a cell name twice": (
        b'{"cells": [{"cell_type": "code", "source": "1", "source": "2"}]}',
        'two ways: "source" stands twice'),
    "cells twice, once escaped": (
        b'{"cells": [], "\\u0063ells": []}', 'two ways: "cells" stands twice'),
    "nested lists": (b'{"cells": ' + b"[" * 100_000, "nested too deeply"),
    "nested objects": (b'{"a": ' * 100_000, "nested too deeply"),
    "half a million values": (
        notebook(metadata={"tags": [0] * limits.MAX_JSON_VALUES}), "too much besides its code"),
    "half a million empty objects": (
        b'{"cells": [' + b"{}," * limits.MAX_JSON_VALUES + b"{}]}", "too much besides its code"),
    "a cell name twice, beside outputs": (
        b'{"cells": [{"cell_type": "code", "outputs": [{}], "source": "1", "outputs": [1]}]}',
        'two ways: "outputs" stands twice'),
    "a huge cell": (notebook("#" * limits.MAX_CODE_BYTES, "#"), "code .* larger than 512 KB"),
    "a huge file": (b" " * (limits.MAX_NOTEBOOK_BYTES + 1), "larger than 128 MB"),
}  # fmt: skip


@pytest.mark.parametrize("content, message", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_what_is_no_notebook_gets_a_sentence(content, message):
    with pytest.raises(CourseworkError, match=message):
        code_cells(Submission("odd", content))


ODD_NOTEBOOKS = {
    "no format, no metadata": (b'{"cells": [{"cell_type": "code", "source": "x = 1\\n"}]}', CODE),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, CODE),
    "lines": (notebook(["x = 1\n", "y = 2"]), "x = 1\ny = 2"),
    "a lone surrogate": (notebook("'\ud800'"), "'?'"),
    "an emoji as two escapes": (notebook("'\U0001f600'"), "'\U0001f600'"),
    "NUL": (notebook("x = '\0'"), "x = '\0'"),
    "metadata with NaN and Infinity": (
        notebook(CODE, metadata={"a": float("nan"), "b": [float("-inf"), 1e999]}), CODE),
    "metadata with a number of 5000 digits": (
        GOOD.replace(b'"metadata": {}', b'"metadata": {"a": ' + b"7" * 5000 + b"}"), CODE),
    "metadata of other types": (notebook(CODE, metadata=[{"kernelspec": 1}]), CODE),
    "an older kernel": (notebook(CODE, metadata={"language_info": {"name": "ipython"}}), CODE),
}  # fmt: skip


@pytest.mark.parametrize("content, source", ODD_NOTEBOOKS.values(), ids=ODD_NOTEBOOKS)
def test_what_is_odd_and_harmless_is_read(content, source):
    submission = Submission("odd", content)
    assert code_cells(submission) == [Cell(1, source)]
    nbformat.validate(clean_notebook(submission))
    nbformat.writes(clean_notebook(submission)).encode("utf-8")


def test_cells_keep_the_place_where_a_person_sees_them():
    content = notebook(
        {"cell_type": "markdown", "source": 3},
        "first",
        {"cell_type": "raw"},
        {"cell_type": "code", "source": "left out", "metadata": {"tags": ["otter_ignore"]}},
        {"cell_type": "of the future"},
        {"cell_type": ["code"], "source": "x"},
        {"cell_type": "code", "source": "second", "metadata": {"tags": "otter_ignore"}},
    )
    submission = Submission("odd", content)
    assert code_cells(submission) == [Cell(2, "first"), Cell(7, "second")]
    assert [cell.id for cell in clean_notebook(submission).cells] == ["cell-2", "cell-7"]


@pytest.mark.parametrize(
    ("metadata", "seconds"),
    [
        ({"executionInfo": {"elapsed": 3120, "status": "ok"}}, 3.12),
        (
            {"execution": {
                "iopub.execute_input": "2026-01-31T10:00:00.250000Z",
                "shell.execute_reply": "2026-01-31T10:01:01.500000Z",
            }},
            61.25,
        ),
        ({"execution": {"iopub.execute_input": "2026-01-31T10:00:00Z"}}, None),
        ({"execution": {"iopub.execute_input": 1, "shell.execute_reply": "soon"}}, None),
        ({"execution": {
            "iopub.execute_input": "2026-01-31T10:00:00",
            "shell.execute_reply": "2026-01-31T10:00:00Z",
        }}, None),
        ({"executionInfo": [3120]}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_cell_knows_how_long_it_took_if_its_metadata_say_so(metadata, seconds):
    cells = [{"cell_type": "code", "source": "x", "metadata": metadata}]
    content = json.dumps({"nbformat": 4, "cells": cells}).encode()
    assert [cell.seconds for cell in code_cells(Submission("timed", content))] == [seconds]


def test_otters_metadata_of_a_cell_ignore_it_or_name_its_checks():
    submission = Submission("odd", notebook(
        {"cell_type": "code", "source": "x", "metadata": {"otter": {"ignore": True}}},
        {"cell_type": "code", "source": "y", "metadata": {"otter": {"tests": ["q1", 3]}}},
        {"cell_type": "code", "source": "z", "metadata": {"otter": {"tests": "q1"}}},
    ))  # fmt: skip
    assert code_cells(submission) == [Cell(2, "y", ("q1",)), Cell(3, "z")]
    metadata = [dict(cell.metadata) for cell in clean_notebook(submission).cells]
    assert metadata == [{"otter": {"tests": ["q1"]}}, {}]


def test_format_3_is_read_sheet_by_sheet():
    sheets = [
        {"cells": [
            {"cell_type": "heading", "level": 1, "source": "A title"},
            {"cell_type": "code", "language": "python", "input": ["x = 1\n", "x"], "source": "y"},
        ]},
        {"cells": [{"cell_type": "code", "language": "python", "input": "y = 2"}]},
    ]  # fmt: skip
    content = json.dumps({"nbformat": 3, "metadata": {"name": ""}, "worksheets": sheets}).encode()
    assert code_cells(Submission("old", content)) == [Cell(2, "x = 1\nx"), Cell(3, "y = 2")]


BAD_ZIPS = {
    "no zip after all": (b"PK nothing", "zip can't be read"),
    "truncated": (ONE[:-30], "zip can't be read"),
    "no entry": (zip_of([]), "holds no notebook"),
    "no notebook": (zip_of([("hw.py", b"x"), ("d.ipynb/", b"")]), "not a notebook"),
    "only a checkpoint": (
        zip_of([(".ipynb_checkpoints/hw-checkpoint.ipynb", GOOD)]), "holds no notebook"),
    "two notebooks": (
        zip_of([("a.ipynb", GOOD), ("b/B.IPYNB", GOOD)]),
        r"holds 2 notebooks \(a.ipynb, b/B.IPYNB\)"),
    "five notebooks": (
        zip_of([(f"{n}.ipynb", GOOD) for n in range(5)]),
        r"holds 5 notebooks \(0.ipynb, 1.ipynb, 2.ipynb, ...\)"),
    "a zip": (zip_of([("hw.zip", ONE)]), "holds another archive"),
    "a zip named as a notebook": (zip_of([("hw.ipynb", ONE)]), "holds another archive"),
    "a path upwards": (
        zip_of([("hw.ipynb", GOOD), ("../../evil", b"")]), r"outside of itself \(../../evil\)"),
    "a path upwards, from Windows": (zip_of([("..\\hw.ipynb", GOOD)]), "outside of itself"),
    "a path upwards in the middle": (zip_of([("a/../../hw.ipynb", GOOD)]), "outside of itself"),
    "an absolute path": (zip_of([("/hw.ipynb", GOOD)]), "outside of itself"),
    "a path on a drive": (zip_of([("C:\\hw.ipynb", GOOD)]), "outside of itself"),
    "a path on a server": (zip_of([("\\\\host\\hw.ipynb", GOOD)]), "outside of itself"),
    "NUL in a name": (ONE.replace(b"hw.ipynb", b"h\0.ipynb"), "outside of itself"),
    "a link": (zip_of([(entry("hw.ipynb", stat.S_IFLNK | 0o777), b"/x")]), "is a link"),
    "a device": (zip_of([(entry("hw.ipynb", stat.S_IFBLK | 0o666), b"")]), "is a link or a device"),
    "a password": (patched(ONE, CENTRAL, 8, b"\1"), "locked with a password"),
    "bzip2": (zip_of([("hw.ipynb", GOOD)], zipfile.ZIP_BZIP2), "unusual method"),
    "LZMA": (zip_of([("hw.ipynb", GOOD)], zipfile.ZIP_LZMA), "unusual method"),
    "an unknown method": (patched(ONE, CENTRAL, 10, b"\x63"), "unusual method"),
    "a wrong checksum": (patched(ONE, CENTRAL, 16, b"\0\0\0\0"), "zip can't be read .*CRC"),
    "another name in its header": (patched(ONE, LOCAL, 30, b"x"), "zip can't be read .*differ"),
    "a damaged stream": (patched(ONE, LOCAL, 38, b"\xff"), "zip can't be read .*decompress"),
    "a larger size than there is": (
        patched(STORED, CENTRAL, 20, b"\xff\xff\xff\7" * 2),
        "ends too early|Overlapped"),
    "a smaller size than told": (
        patched(ONE, CENTRAL, 24, struct.pack("<I", 5)), "zip can't be read .*CRC"),
    "a broken zip64 field": (
        patched(zip_of([(entry("hw.ipynb", 0, b"\1\0\4\0abcd"), GOOD)]), CENTRAL, 20, b"\xff" * 8),
        "zip can't be read .*zip64"),
    "a place beyond the end": (patched(ONE, CENTRAL, 42, b"\xff\xff\xff\x7f"), "zip can't be read"),
    "a directory beyond the end": (patched(ONE, END, 16, b"\xff\xff\xff\x7f"), "zip can't be read"),
    "more files than it tells": (
        patched(zip_of((f"{n}", b"") for n in range(5001)), END, 8, b"\1\0\1\0"),
        "more than 5000 files"),
    "a bomb": (
        zip_of([("hw.ipynb", b" " * (limits.MAX_NOTEBOOK_BYTES + 1))]),
        "in the zip is larger than 128"),
    "a bomb that tells of one byte": (
        patched(zip_of([("hw.ipynb", b" " * 10**6)]), CENTRAL, 24, b"\1\0\0\0"), "CRC"),
}  # fmt: skip


@pytest.mark.parametrize("content, message", BAD_ZIPS.values(), ids=BAD_ZIPS)
def test_what_is_no_zip_of_a_notebook_gets_a_sentence(content, message):
    with pytest.raises(CourseworkError, match=message) as caught:
        code_cells(Submission("odd", content))
    assert str(caught.value).count("The zip") <= 1


def test_a_sentence_quotes_no_more_than_fits_and_can_be_seen():
    content = notebook(metadata={"language_info": {"name": "R\n\x1b[31m\u202e" + "x" * 10**5}})
    quoted = r"R ␛\[31m\[U\+202E\]x{92} \[and 99,908 more characters\]"
    with pytest.raises(CourseworkError, match=f"for a {quoted} kernel"):
        code_cells(Submission("odd", content))


ODD_ZIPS = {
    "Otter's": zip_of([
        ("hw.ipynb", GOOD), (".OTTER_LOG", b"\x80\4\x95"), ("__zip_filename__", b"hw.zip"),
        ("plots/loss.png", b"\x89PNG")]),
    "of macOS": zip_of([
        ("hw/", b""), ("hw/hw.ipynb", GOOD), ("__MACOSX/hw/._hw.ipynb", b"x"),
        ("hw/.ipynb_checkpoints/hw-checkpoint.ipynb", b"x")]),
    "of Windows": zip_of([("my work\\hw.IPYNB", GOOD)]),
    "beside another zip": zip_of([("hw.ipynb", GOOD), ("data.zip", ONE)]),
    "stored": zip_of([("./hw.ipynb", GOOD)], zipfile.ZIP_STORED),
    "with zip64 sizes": patched(
        zip_of([(entry("hw.ipynb", 0, struct.pack("<HHQQ", 1, 16, len(GOOD), len(GOOD))), GOOD)],
               zipfile.ZIP_STORED), CENTRAL, 20, b"\xff" * 8),
}  # fmt: skip


@pytest.mark.parametrize("content", ODD_ZIPS.values(), ids=ODD_ZIPS)
def test_the_notebook_of_a_zip_is_found(content):
    assert code_cells(Submission("odd", content)) == [Cell(1, CODE)]


def test_the_content_decides_whether_a_file_is_a_zip(tmp_path):
    (tmp_path / "zip.ipynb").write_bytes(ONE)
    (tmp_path / "notebook.zip").write_bytes(GOOD)
    (tmp_path / "no_name").write_bytes(GOOD)
    for name in ("zip.ipynb", "notebook.zip", "no_name"):
        [submission] = find_submissions([tmp_path / name])
        assert code_cells(submission) == [Cell(1, CODE)]


def write(path, content=GOOD):
    """Write a file, and the folders above it. Return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def reasons_at(path):
    """Return for each submission at `path`, by its id, the reason why it can't be read, or None."""
    reasons = {}
    for submission in find_submissions([path]):
        try:
            code_cells(submission)
        except CourseworkError as error:
            reasons[submission.id] = str(error)
        else:
            reasons[submission.id] = None
    return reasons


def test_a_folder_holds_files_and_the_folders_of_students(tmp_path):
    folder = tmp_path / "all"
    write(folder / "hw.ipynb")
    write(folder / "bob.ZIP", ONE)
    write(folder / "submission_metadata.yml", b"")
    write(folder / ".hidden.ipynb")
    write(folder / "__MACOSX" / "._bob.ipynb")
    write(folder / "submission_12" / "hw.ipynb")
    write(folder / "submission_12" / ".ipynb_checkpoints" / "hw-checkpoint.ipynb")
    write(folder / "submission_12" / "hw.zip", ONE)
    write(folder / "submission_13" / "deep" / "deeper" / "HW.IPYNB")
    write(folder / "submission_14" / "hw.zip", ONE)
    write(folder / "submission_15" / "a.ipynb")
    write(folder / "submission_15" / "sub" / "b.ipynb")
    write(folder / "submission_16" / "hw.py")
    (folder / "x.ipynb").mkdir()
    reasons = reasons_at(folder)
    readable = {"hw", "bob", "submission_12", "submission_13", "submission_14"}
    assert {name for name, reason in reasons.items() if reason is None} == readable
    assert reasons.keys() - readable == {"submission_15", "submission_16", "x.ipynb"}
    assert "2 notebooks (a.ipynb, sub/b.ipynb)" in reasons["submission_15"].replace("\\", "/")
    assert "not a notebook" in reasons["submission_16"] and "no notebook" in reasons["x.ipynb"]


def test_what_is_no_file_gets_a_sentence_and_no_wait(tmp_path):
    folder = tmp_path / "all"
    target = write(tmp_path / "hw.ipynb")
    write(folder / "ada" / "notes.txt")
    (folder / "ada" / "hw.ipynb").symlink_to(target)
    (folder / "ada" / "again").symlink_to(folder)
    (folder / "bob.ipynb").symlink_to(target)
    (folder / "eve").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "fay.ipynb")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(folder)  # The whole path of the socket may be too long for its address.
        listener.bind("sam.ipynb")
        os.chdir(tmp_path)
    reasons = reasons_at(folder)
    assert set(reasons) == {"ada", "bob", "eve", "loop", "fay", "sam"}
    for reason in reasons.values():
        assert "is a link, a folder, a pipe or a device" in reason
    for path in (folder / "bob.ipynb", folder / "fay.ipynb", folder / "eve", Path(os.devnull)):
        [reason] = reasons_at(path).values()
        assert "is a link, a folder, a pipe or a device" in reason


def test_what_changes_between_the_look_and_the_opening_is_not_read(tmp_path, monkeypatch):
    ordinary = write(tmp_path / "hw.ipynb").lstat()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("hw.ipynb")
    monkeypatch.setattr(Path, "lstat", lambda path: ordinary)
    with pytest.raises(CourseworkError, match="fifo is a link, a folder, a pipe"):
        code_cells(Submission("odd", tmp_path / "fifo"))
    with pytest.raises(CourseworkError, match="link can't be read"):
        code_cells(Submission("odd", tmp_path / "link"))
    with pytest.raises(CourseworkError, match="gone can't be read: No such file"):
        code_cells(Submission("odd", tmp_path / "gone"))


def test_a_huge_file_is_refused_unread(tmp_path):
    with open(tmp_path / "hw.ipynb", "wb") as file:
        file.truncate(200 * 2**20)
    [submission] = find_submissions([tmp_path / "hw.ipynb"])
    tracemalloc.start()
    try:
        with pytest.raises(CourseworkError, match="hw.ipynb is larger than 128 MB"):
            submission.read()
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_finding_submissions_holds_none_of_them_in_memory(tmp_path):
    write(tmp_path / "hw.ipynb")
    [submission] = find_submissions([tmp_path])
    write(tmp_path / "hw.ipynb", notebook("y = 2"))
    assert code_cells(submission) == [Cell(1, "y = 2")]


def test_nobody_is_lost_if_a_folder_cannot_be_read(tmp_path, monkeypatch):
    write(tmp_path / "ada" / "hw.ipynb")
    write(tmp_path / "bob" / "locked" / "hw.ipynb")
    scan = os.scandir

    def guarded(folder):
        if Path(folder).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    reasons = reasons_at(tmp_path)
    assert reasons == {"ada": None, "bob": "The folder locked can't be read: Permission denied."}
    with pytest.raises(CourseworkError, match="locked can't be read: Permission denied"):
        find_submissions([tmp_path / "bob" / "locked"])


def test_a_folder_of_too_many_files_or_levels_gets_a_sentence(tmp_path, monkeypatch):
    for number in range(10):
        write(tmp_path / "all" / "many" / f"{number}.txt", b"")
    (tmp_path / "all" / "deep").mkdir()
    with deep_below(tmp_path / "all" / "deep", levels=1100):  # Python's stack has 1,000 levels.
        monkeypatch.setattr(intake, "MAX_FILES", 9)
        reasons = reasons_at(tmp_path / "all")
        assert "more than 9 files" in reasons["many"] and "more than 9 files" in reasons["deep"]
        monkeypatch.setattr(intake, "MAX_FILES", 2000)
        assert "no notebook" in reasons_at(tmp_path / "all")["deep"]


@contextmanager
def deep_below(folder, levels):
    """Make folders in folders, and remove them afterwards, because pytest can't."""
    os.chdir(folder)
    for _ in range(levels):
        os.mkdir("d")
        os.chdir("d")
    try:
        yield
    finally:
        for _ in range(levels):
            os.chdir("..")
            os.rmdir("d")


def test_nothing_to_grade_is_a_sentence(tmp_path):
    with pytest.raises(CourseworkError, match="No submissions"):
        find_submissions([tmp_path])
    with pytest.raises(CourseworkError, match="no file or folder"):
        find_submissions([tmp_path / "x"])
    with pytest.raises(CourseworkError, match="can't be read: File name too long"):
        find_submissions([tmp_path / ("x" * 300)])


def test_ids_are_names_of_files_that_tell_who_it_was(tmp_path):
    names = {
        "Zoë Łem (late)": "Zoë_Łem_late",
        "Zoe\u0308": "Zoë",
        "李雷": "李雷",
        "con": "id_con",
        "LPT1.hw": "id_LPT1.hw",
        "COM¹": "id_COM1",
        "console": "console",
        "-rf ..": "rf",
        "=1+1": "1_1",
        "(..)": "submission",
        "x" * 240: "x" * 90,
        "x" * 89 + "._y": "x" * 89,
    }
    for number, (name, expected) in enumerate(names.items()):
        write(tmp_path / str(number) / f"{name}.ipynb")
        [submission] = find_submissions([tmp_path / str(number)])
        assert submission.id == expected


def test_ids_do_not_differ_in_case_alone(tmp_path):
    paths = [write(tmp_path / str(n) / f"{name}.ipynb")
             for n, name in enumerate(["hw", "HW", "hw-2", "hw", "straße", "STRASSE"])]  # fmt: skip
    ids = [submission.id for submission in find_submissions(paths)]
    assert ids == ["0_hw", "1_HW", "hw-2", "3_hw", "4_straße", "5_STRASSE"]
    names = [("a", "hw"), ("b", "HW"), ("c", "hw"), ("d", "ada_hw-2")]
    paths = [write(tmp_path / parent / "ada" / f"{name}.ipynb") for parent, name in names]
    ids = [submission.id for submission in find_submissions(paths)]
    assert ids == ["ada_hw", "ada_HW-2", "ada_hw-3", "ada_hw-2-2"]


any_text = st.text(st.characters(), max_size=120)  # This includes lone surrogates.


@settings(deadline=None)
@given(st.lists(any_text | st.sampled_from(["con", "CON", "con.", "ﬀ", "FF", "a-2", "a"])))
def test_ids_of_any_names_are_unique_and_safe(names):
    taken = set()
    ids = [folders.unique(folders.safe_name(name), taken) for name in names]
    assert len({name.casefold() for name in ids}) == len(ids)
    for name in ids:
        assert 0 < len(name.encode()) <= 100
        assert not set(name) & set('/\\:*?"<>| \0') and name.isprintable()
        assert name[0] not in ".-" and name[-1] != "."
        assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


def is_visible(text):
    """Return True if a text is one line of characters that can be seen."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode's categories of control and format
    return not any(unicodedata.category(c) in hidden and c not in JOINERS for c in text)


def check_read(content):
    """Read a submission. Check that it fails, if at all, with a CourseworkError in a sentence."""
    try:
        clean_notebook(Submission("odd", content))
    except CourseworkError as error:
        message = str(error)
        assert is_visible(message) and message.endswith(".") and len(message) < 1000


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"PK\5\6" + b"\0" * 18)
@example(b"-" * 5000)
@example(b"1" * 5000)
def test_any_bytes_are_survived(content):
    check_read(content)


short_text = st.text(st.characters(), max_size=10)
keys = st.sampled_from(sorted(KEYS)) | short_text
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | short_text
    | st.sampled_from(["code", "python", "R", "otter_ignore", 3, 4, 5])
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
cells = st.lists(st.dictionaries(keys, trees, max_size=6) | trees, max_size=4)


@settings(deadline=None)
@given(trees | st.fixed_dictionaries({}, optional={
    "nbformat": st.sampled_from([3, 4]) | leaves,
    "metadata": trees,
    "cells": cells | trees,
    "worksheets": st.lists(st.fixed_dictionaries({"cells": cells})) | trees,
}))  # fmt: skip
def test_any_json_is_survived(tree):
    check_read(json.dumps(tree).encode())


@settings(deadline=None)
@given(st.data())
def test_any_damage_to_a_zip_is_survived(data):
    content = bytearray(ODD_ZIPS["with zip64 sizes"] if data.draw(st.booleans()) else ONE)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=2))
    check_read(bytes(content))


@settings(deadline=None)
@given(st.lists(st.text()), st.booleans(), st.booleans())
def test_sources_come_back_as_they_were(sources, escaped, as_lines):
    def stored(source):
        return source.splitlines(keepends=True) if as_lines else source

    content = json.loads(notebook(*map(stored, sources)))
    content = json.dumps(content, ensure_ascii=escaped).encode()
    for submission in (Submission("a", content), Submission("a", zip_of([("a.ipynb", content)]))):
        expected = [Cell(number, source) for number, source in enumerate(sources, start=1)]
        assert code_cells(submission) == expected
        assert [cell.source for cell in clean_notebook(submission).cells] == sources
