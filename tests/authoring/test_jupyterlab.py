"""JupyterLab opens a master as a notebook, and saving it changes nothing but what was edited.

The test in a browser needs JupyterLab (`make masters` installs it) and Chromium.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from course import COURSE, NAMES
from jupytext.cli import jupytext

from tools.authoring.scaffold import new_chapter
from tools.paths import CHECKOUT, Chapter, Course

BIN = Path(sys.executable).parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TOKEN = "token"
START_SECONDS = 120


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
    found = re.search(r"jupytext-config --settings-file \S+ \\\n\s+(.+)", text)
    assert found
    return found[1].split()


@pytest.fixture
def lab(chapter: Chapter, tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on the course as `make masters` does, and give its address."""
    settings = tmp_path / "settings" / "overrides.json"
    settings.parent.mkdir()
    options = ["--settings-file", str(settings), *viewer_command()]
    subprocess.run([BIN / "jupytext-config", *options], check=True)
    log = tmp_path / "lab.log"
    command = [
        BIN / "jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        f"--LabApp.app_settings_dir={settings.parent}", f"--notebook-dir={chapter.course.root}",
        f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "c")}
    with log.open("w") as file:
        server = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
    try:
        yield _address(log)
    finally:
        server.terminate()
        server.wait(60)


def _address(log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            urllib.request.urlopen(f"{found[0]}/api?token={TOKEN}", timeout=START_SECONDS)
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not start: {log.read_text()[-2000:]}")


@pytest.mark.slow
@pytest.mark.skipif(not (BIN / "jupyter-lab").exists(), reason="JupyterLab is not installed")
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_an_edit_in_jupyterlab_changes_its_line_alone(lab: str, chapter: Chapter) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    before = chapter.master.read_text(encoding="utf-8").splitlines()
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(START_SECONDS * 1000)
        page.goto(f"{lab}/lab/tree/solutions/{chapter.name}?token={TOKEN}")
        page.locator(".jp-DirListing-item", has_text="master.py").dblclick()
        page.locator(".jp-CodeCell .cm-line", has_text="import numpy as np").first.click()
        page.keyboard.press("End")
        page.keyboard.type("  # edited")
        page.keyboard.press("Control+s")
        page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
        browser.close()
    after = chapter.master.read_text(encoding="utf-8").splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert changed == ["- import numpy as np", "+ import numpy as np  # edited"]
