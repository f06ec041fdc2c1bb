"""A script is one cell of a notebook, as for Otter. A bundle of this project does not take it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.errors import CourseworkError
from autograder.submission.intake import Submission, read_notebook

SCRIPT = "x = 1\n\ndef f():\n    return 'ä'\n"


def test_a_script_is_one_cell_in_a_file_a_folder_and_a_zip(tmp_path: Path) -> None:
    file = tmp_path / "alone" / "ada.py"
    file.parent.mkdir()
    file.write_text(SCRIPT, encoding="utf-8")
    (file.parent / "data.csv").write_text("1")
    archive = tmp_path / "ada.zip"
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("ada.py", SCRIPT)
        z.writestr("__init__.py", "")
    for path in (file, file.parent, archive):
        notebook, _ = read_notebook(Submission("ada", path), "hw", as_otter=True)
        assert [cell.source for cell in notebook.cells] == [SCRIPT]
        with pytest.raises(CourseworkError, match="^This is a Python script"):
            read_notebook(Submission("ada", path), "hw")


def test_a_notebook_counts_before_a_script(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "ada.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": []}')
    notebook, modules = read_notebook(Submission("ada", tmp_path), as_otter=True)
    assert notebook.cells == [] and list(modules) == ["ada.py"]


def test_of_two_scripts_none_is_chosen(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(SCRIPT, encoding="utf-8")
    with pytest.raises(CourseworkError, match="holds no notebook"):
        read_notebook(Submission("ada", tmp_path), as_otter=True)


def test_a_script_in_another_encoding_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_bytes("x = 'ä'".encode("latin-1"))
    with pytest.raises(CourseworkError, match="not written in UTF-8"):
        read_notebook(Submission("ada", tmp_path / "ada.py"), as_otter=True)
