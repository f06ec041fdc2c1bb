"""What nnlab displays in a notebook, in Chromium: axe finds no fault on a light and on a dark page,
and the keyboard alone works the film."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from browser import faults, needs_chromium
from nnlab import boundary, pictures
from nnlab.check_display import AllChecked, Checked
from nnlab.live_plot import LivePlot
from nnlab.progress import Bar

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Displays</title>
<body style="background: {paper}; color: {ink}"><main><h1>Displays</h1>{displays}</main></body>"""
STUB = "\nError at line 3 in test q1:\n  f()\nNotImplementedError: hw1 q1: f"
WRONG = "\nError at line 3 in test q1:\n  f()\nAssertionError: `f(2)` is 3; it should be 4."

pytestmark = [pytest.mark.slow, needs_chromium]


def checked(name: str, *messages: str) -> Checked:
    """Return the result of a check with a case for each message; "" is that of one that passes."""
    cases = [
        SimpleNamespace(
            passed=not message, message=message,
            test_case=SimpleNamespace(failure_message="a small case", success_message=""),
        )
        for message in messages
    ]  # fmt: skip
    return Checked(SimpleNamespace(name=name, test_case_results=cases))


@pytest.fixture
def displays(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the HTML of everything that nnlab can display."""
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda part, **_: shown.append(part))
    shown += [checked("q1", "", WRONG), AllChecked([checked("q2", ""), checked("q3", STUB)])]
    fig, ax = plt.subplots()
    ax.plot([0, 1])
    pictures.show(fig, alt="A line that rises.")
    live = LivePlot(total=2)
    live.report("<sgd>", 0.5, 0.75)
    live._draw()
    plane = lambda points: 1 / (1 + np.exp(-points[:, 0]))  # noqa: E731
    run = boundary.Run("three", np.ones(3), np.ones(3), [0, 1, 2], [plane] * 3)
    frames = boundary.film([run], np.eye(2), np.array([0, 1]))
    boundary.play(frames, alt="A boundary that moves.")
    shown += [Bar(3, "epochs"), Bar(3)]
    return "".join(part._repr_html_() for part in shown)


@pytest.mark.parametrize(("paper", "ink"), [("white", "black"), ("#111111", "white")])
def test_axe_finds_no_fault(browser: Any, displays: str, paper: str, ink: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(paper=paper, ink=ink, displays=displays))
    assert page.locator("[role=status]").count() == 3
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert faults(page) == ""
    page.close()


def test_the_keyboard_plays_and_winds_the_film(browser: Any, displays: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(paper="white", ink="black", displays=displays))
    button, slider = page.get_by_role("button"), page.get_by_role("slider")
    while not button.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert button.inner_text() == "Stop" and slider.input_value() == "0"
    page.keyboard.press("Space")
    assert button.inner_text() == "Play"
    page.keyboard.press("Tab")
    before = slider.input_value()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert (before, slider.input_value()) == ("0", "1")
    page.close()
