"""The feedback page in Chromium: nothing sticks out at 360 and 1400 pixels, axe finds no fault in
light and in dark colors and in print, and the keyboard alone goes through the page. The page of
`coursework gradescope try`, too, has no fault."""

from __future__ import annotations

from typing import Any

import pytest
from browser import OVERFLOW, faults, needs_chromium

from autograder.gradescope.results import results
from autograder.report.html_page import html
from autograder.report.result import CaseResult, QuestionResult, Report
from tools.gradescope.trial import preview

LONG = "long" * 60
SIZES = ({"width": 360, "height": 700}, {"width": 1400, "height": 900})

pytestmark = [pytest.mark.slow, needs_chromium]


def report() -> Report:
    """Return a report with every kind of result, and with a text that has no place to break."""
    questions = [
        QuestionResult("q1", 1.0, 3.0, [
            CaseResult("a", False, "passed", 1.0, "", "the miniature"),
            CaseResult("b", True, "failed", 2.0, "", "large inputs"),
        ], hints=["Which exponential is never above 1?"], title="the sigmoid"),
        QuestionResult("q2", 2.0, 2.0, [CaseResult("c", True, "passed", 2.0, "", "two layers")]),
        QuestionResult("q3", 2.0, 2.0, [
            CaseResult("d", False, "failed", 2.0, f"{LONG} is 3; it should be 4.", "one layer"),
        ], ["q1"], "It fails because of your q1."),
        QuestionResult("q4", 2.0, 2.0, [CaseResult("e", True, "failed", 2.0, "", "many steps")],
                       slow=True),
        QuestionResult("q5", 0.0, 2.0, [
            CaseResult("f", True, "not judged", 2.0, "", "a tensor", "no PyTorch"),
        ]),
    ]  # fmt: skip
    return Report("hw1_neuron", f"ada{LONG}", 7.0, 11.0, questions, ["opened a socket"],
                  isolation={"layers": ["uid"], "held": True, "note": "Held by: uid."})  # fmt: skip


@pytest.mark.parametrize(("scheme", "media"), [
    ("light", "screen"), ("dark", "screen"), ("dark", "print"),
])  # fmt: skip
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("made", [
    report(),
    Report("hw1_neuron", "bob", 0.0, 11.0, not_graded="This is no notebook: it is a PDF."),
], ids=["graded", "not graded"])  # fmt: skip
def test_the_feedback_page(
    browser: Any, made: Report, size: dict[str, int], scheme: str, media: str
) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.emulate_media(media=media)
    page.set_content(html(made))
    dark = scheme == "dark" and media == "screen"
    assert (page.evaluate("getComputedStyle(document.body).color") == "rgb(230, 234, 240)") == dark
    assert faults(page) == ""
    assert page.evaluate(OVERFLOW) <= 0
    page.close()


def test_the_keyboard_goes_from_the_points_to_each_question(browser: Any) -> None:
    page = browser.new_page(viewport=SIZES[0])
    page.set_content(html(report()))
    for number in range(1, 6):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.get_attribute("href") == f"#question-{number}"
        assert link.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("#question-5").evaluate("one => one.getBoundingClientRect().top") < 700
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_trial_for_gradescope(browser: Any, scheme: str) -> None:
    page = browser.new_page(viewport=SIZES[0], color_scheme=scheme)
    page.set_content(preview(results(report()), "hw1_neuron"))
    assert faults(page) == ""
    assert page.evaluate(OVERFLOW) <= 0
    page.close()
