"""A student works on a released notebook in JupyterLab with the keyboard alone: a check that fails,
its hint, the check that passes, a picture, and the cells that hand in."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from browser import START_SECONDS, TOKEN, chromium, faults, jupyterlab, needs_chromium, needs_lab

from tools.packing.publish import publish

NAME = "hw1_neuron"
WRONG = "def sigmoid_derivative(x):\n    a = sigmoid(x)\n    return 1 - a**2"
RIGHT = {
    "q1": "def sigmoid(x):\n    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))",
    "q2": "def sigmoid_derivative(x):\n    a = sigmoid(x)\n    return a * (1 - a)",
    "q3": "def tanh(x, deriv=False):\n    return 1 - np.tanh(x) ** 2 if deriv else np.tanh(x)",
    "q4": "def relu(x, deriv=False):\n    x = np.asarray(x)\n"
          "    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)\n\n\n"
          "def heaviside(x):\n    return np.where(np.asarray(x) > 0, 1.0, 0.0)",
}  # fmt: skip
OUTPUT = ".jp-OutputArea-output"
SOURCES = """jupyterapp.shell.currentWidget.content.widgets
    .map(cell => cell.model.sharedModel.source)"""
PLACE = "jupyterapp.shell.currentWidget.content.activeCellIndex"
CHANGE_THEME = "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})"


class OpenNotebook:
    """A notebook in JupyterLab. One cell is selected, at first the first one."""

    def __init__(self, page: Any, address: str) -> None:
        page.set_default_timeout(START_SECONDS * 1000)
        page.goto(f"{address}/lab/tree/{NAME}.ipynb?token={TOKEN}")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        self.page = page

    def select(self, beginning: str) -> None:
        """Go to the cell whose source begins like this, with the arrow keys."""
        sources = self.page.evaluate(SOURCES)
        [place] = [k for k, source in enumerate(sources) if source.startswith(beginning)]
        here = self.page.evaluate(PLACE)
        for _ in range(abs(place - here)):
            self.page.keyboard.press("ArrowDown" if place > here else "ArrowUp")

    def write(self, source: str) -> None:
        """Replace the source of the selected cell."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Escape")

    def answer(self, source: str, expected: str) -> str:
        """Write an answer into its cell and run it, and run the check below as `run` does."""
        self.select(source.partition("(")[0] + "(")
        self.write(source)
        self.run()
        return self.run(expected)

    def run(self, expected: str = "") -> str:
        """Run the selected cell, wait until its output has a text, and return the output's text."""
        place = self.page.evaluate(PLACE)
        self.page.keyboard.press("Shift+Enter")
        if not expected:
            return ""
        cell = self.page.locator(f'.jp-Cell[data-windowed-list-index="{place}"]')
        cell.locator(OUTPUT, has_text=expected).first.wait_for()
        return "\n".join(cell.locator(OUTPUT).all_inner_texts())

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function("!document.querySelector('.jp-mod-dirty')")


@pytest.mark.slow
@needs_chromium
@needs_lab
def test_from_the_first_check_to_the_receipt(releases: Any, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish([releases[NAME]], folder)
    with jupyterlab(folder, tmp_path / "scratch", {}) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        notebook = OpenNotebook(page, address)
        notebook.run()
        notebook.select("import matplotlib")
        notebook.run()
        notebook.answer(RIGHT["q1"], "q1 passes 1 of 1 public checks.")
        failing = notebook.answer(WRONG, "q2 passes 0 of 1 public checks.")
        assert "sigmoid_derivative(0.0) is 0.75; it should be 0.25" in failing
        assert 'For a hint, run nnlab.hint("q2") in a new cell.' in failing
        assert "Error at line" not in failing  # Otter's words.
        page.keyboard.press("a")  # A new cell above the selected one is right below the check.
        notebook.write('nnlab.hint("q2")')
        assert "Look at sigmoid_derivative(0.0)." in notebook.run("Hint 1 of")
        for question in ("q2", "q3", "q4"):
            notebook.answer(RIGHT[question], f"{question} passes 1 of 1 public checks.")

        notebook.select("x = np.linspace(-5, 5, 401)")
        notebook.run("The picture in words")
        picture = page.locator(f"{OUTPUT} img")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 600")
        assert "sigmoid" in picture.get_attribute("alt")
        page.locator(f"{OUTPUT} summary").press("Enter")
        words = page.locator(f"{OUTPUT} details")
        assert picture.get_attribute("alt") in words.inner_text()
        for theme in ("JupyterLab Light", "JupyterLab Dark"):
            page.evaluate(CHANGE_THEME, theme)
            page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")
            assert faults(page, OUTPUT) == ""

        notebook.select("nnlab.check_all()")
        notebook.save()
        found = notebook.run("Public checks:")
        assert "Public checks: 4 of 10 points." in found and "q5  not written yet" in found
        told = notebook.run("Hand in this file:")
    [handed_in] = folder.glob("*.zip")
    assert f"Hand in this file: {handed_in.name}" in told
    with zipfile.ZipFile(handed_in) as archive:
        assert set(archive.namelist()) == {f"{NAME}.ipynb", "receipt.txt"}
        receipt = archive.read("receipt.txt").decode()
        assert hashlib.sha256(archive.read(f"{NAME}.ipynb")).hexdigest() in receipt
    assert receipt.strip() in told
    assert "not answered:  q5, q6, q7, q8, Written question 1" in receipt
