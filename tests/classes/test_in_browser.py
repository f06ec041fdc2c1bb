"""The class report, and the page for students, in Chromium: nothing sticks out at 360 and 1400
pixels, axe finds no fault in light and in dark colors and in print, and the keyboard alone reaches
and works everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import OVERFLOW, faults, needs_chromium
from classes.small_class import Diary, answering, judge, order, write
from course import COURSE, NAMES

from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.classes.class_report import write_class_report
from tools.classes.grading import grade_all
from tools.classes.late import LatePolicy
from tools.classes.review import write_review

SCORES = """[...document.querySelectorAll("table.sortable")].at(-1).tBodies[0].rows"""
FOCUSABLE = "a[href], button, summary, [tabindex='0']"

pytestmark = [pytest.mark.slow, needs_chromium]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    root = folder / "handed_in"
    for number, score in enumerate([10, 7, 2, 9]):
        name = f"averylongname{'x' * 40}_{number}_9{number}_hw.ipynb"
        answer = f"'{'long' * 60}'  # {number}"
        write(root / name, answering(score, answer, answer))
    grades = grade_all(order(folder, Diary(slowly)), [root], folder / "out")
    late = zip(grades.record.rows, [26 * 60.0, 5.0, 0.0, 300.0])
    grades.record.rows = [replace(row, minutes_late=minutes) for row, minutes in late]
    return write_class_report(grades, LatePolicy())


def slowly(submission: Submission) -> Report:
    """Judge so that every kind of result is there: q1 of the weakest is too slow, and q2 of the
    strongest is right, but slow."""
    report = judge(submission)
    first, second = report.questions
    if report.score < 7:
        first = replace(first, slow=True)
    if report.score == 10:
        cases = [replace(case, state="failed") for case in second.cases]
        second = replace(second, cases=cases, slow=True)
    return replace(report, questions=[first, second])


def opened(browser: Any, report: Path, **options: Any) -> Any:
    """Return a page of the browser that shows the report, and fails at an error of its script."""
    page = browser.new_page(**options)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(report.as_uri())
    return page


def opened_wholly(page: Any) -> Any:
    """Return the page with everything open that a click opens."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_screen(browser: Any, report: Path, width: int, scheme: str) -> None:
    page = opened(browser, report, viewport={"width": width, "height": 900}, color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(246, 247, 249)", "dark": "rgb(18, 22, 28)"}[scheme]
    assert faults(opened_wholly(page)) == ""
    assert page.evaluate(OVERFLOW) <= 0
    page.close()


def test_in_print(browser: Any, report: Path) -> None:
    """Paper is white also for who reads in dark colors, and nothing is cut off at its edge."""
    page = opened(browser, report, viewport={"width": 700, "height": 990}, color_scheme="dark")
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert faults(opened_wholly(page)) == ""
    assert page.evaluate(OVERFLOW) <= 0
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_students(browser: Any, tmp_path: Path, width: int, scheme: Any) -> None:
    path = write_review(COURSE.chapter(NAMES[0]), tmp_path / "review.html")
    page = opened(browser, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert faults(opened_wholly(page)) == "" and page.evaluate(OVERFLOW) <= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#q1")
    page.close()


def test_lateness_is_sorted_by_time(browser: Any, report: Path) -> None:
    page = opened(browser, report, viewport={"width": 1400, "height": 900})
    heads = page.locator("table.sortable").last.locator("th button")
    place = heads.all_text_contents().index("late")
    heads.nth(place).click()
    late = page.evaluate(f"[...{SCORES}].map(row => row.cells[{place}].textContent)")
    assert late == ["", "5 min", "5 h", "1 d 2 h"]
    page.close()


def test_by_keyboard(browser: Any, report: Path) -> None:
    page = opened(browser, report, viewport={"width": 1400, "height": 900})
    reachable = page.evaluate(
        f'[...document.querySelectorAll("{FOCUSABLE}")].filter(e => e.checkVisibility()).length'
    )
    reached = set()
    for _ in range(reachable):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("""() => {
            const all = [...document.querySelectorAll("*")], one = document.activeElement;
            const outline = getComputedStyle(one).outlineStyle;
            return outline === "none" ? "not to be seen: " + one.outerHTML : all.indexOf(one);
        }""")
        )
    assert len(reached) == reachable > 10 and all(type(place) is int for place in reached)
    summary = page.locator("summary", has_text="answers to q2").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("pre", has_text="longlong").first.is_visible()
    page.locator("table.sortable").last.locator("th button").nth(2).focus()
    for key, direction in (("Enter", "ascending"), ("Space", "descending")):
        page.keyboard.press(key)
        scores = page.evaluate(f"[...{SCORES}].map(row => row.cells[2].textContent)")
        assert scores == sorted(["10", "7", "2", "9"], key=int, reverse=direction == "descending")
        head = page.locator("table.sortable").last.locator("th").nth(2)
        assert head.get_attribute("aria-sort") == direction
    page.close()
