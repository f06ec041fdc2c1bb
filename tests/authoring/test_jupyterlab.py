"""JupyterLab opens a master as a notebook, and saving it changes nothing but what was edited."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browser import START_SECONDS, TOKEN, chromium, jupyterlab, needs_chromium, needs_lab
from course import COURSE, NAMES
from jupytext.cli import jupytext

from tools.authoring.scaffold import new_chapter
from tools.paths import CHECKOUT, Chapter, Course

BIN = Path(sys.executable).parent


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    return new_chapter(Course(tmp_path / "course"), "week3_squares")


def through_a_notebook(master: Path) -> str:
    """Return what becomes of a master that Jupytext reads and writes."""
    notebook = master.with_suffix(".ipynb")
    jupytext(["--quiet", "--to", "ipynb", "--output", str(notebook), str(master)])
    jupytext(["--quiet", "--to", "py:percent", "--output", str(master), str(notebook)])
    return master.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_master_of_the_course_stays_as_it_is(name: str, tmp_path: Path) -> None:
    shutil.copy(CHECKOUT / "jupytext.toml", tmp_path)
    master = Path(shutil.copy(COURSE.chapter(name).master, tmp_path))
    before = master.read_text(encoding="utf-8")
    assert through_a_notebook(master) == before


def test_a_new_chapter_stays_as_it_is(chapter: Chapter) -> None:
    before = chapter.master.read_text(encoding="utf-8")
    assert through_a_notebook(chapter.master) == before
    (chapter.course.root / "jupytext.toml").unlink()
    assert "jupytext_version" in through_a_notebook(chapter.master)  # So the file is needed.


def test_settings_of_jupytext_that_a_course_has_are_kept(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text("# mine\n")
    new_chapter(Course(tmp_path), "week3_squares")
    assert (tmp_path / "jupytext.toml").read_text() == "# mine\n"


def viewer_command() -> list[str]:
    """Return the arguments by which `make masters` makes notebooks of Python files."""
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"jupytext-config \\\n\s+--settings-file \S+ (.+)", text)
    assert found
    return found[1].split()


def viewer_settings(folder: Path) -> dict[str, Any]:
    """Return the settings by which `make masters` opens Python files as notebooks."""
    file = folder / "viewer.json"
    options = ["--settings-file", str(file), *viewer_command()]
    subprocess.run([BIN / "jupytext-config", *options], check=True)
    return json.loads(file.read_text())


@pytest.mark.slow
@needs_chromium
@needs_lab
def test_an_edit_in_jupyterlab_changes_its_line_alone(chapter: Chapter, tmp_path: Path) -> None:
    before = chapter.master.read_text(encoding="utf-8").splitlines()
    settings, folder = viewer_settings(tmp_path), chapter.course.root
    with jupyterlab(folder, tmp_path / "scratch", settings) as address, chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(START_SECONDS * 1000)
        page.goto(f"{address}/lab/tree/solutions/{chapter.name}?token={TOKEN}")
        page.locator(".jp-DirListing-item", has_text="master.py").dblclick()
        page.get_by_text("| Idle").wait_for()  # The notebook names its kernel from now on.
        page.locator(".jp-CodeCell .cm-line", has_text="import numpy as np").first.click()
        page.keyboard.press("End")
        page.keyboard.type("  # edited")
        page.keyboard.press("Control+s")
        page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
    after = chapter.master.read_text(encoding="utf-8").splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert changed == ["- import numpy as np", "+ import numpy as np  # edited"]
