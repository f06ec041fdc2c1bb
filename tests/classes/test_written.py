"""Written answers go out to graders and their points come back, to whom they belong."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from browser import OVERFLOW, chromium, faults, needs_chromium
from classes.small_class import Diary, judge, order, write
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import CourseworkError
from autograder.grading.total_score import add_written
from autograder.report.html_page import html
from autograder.report.page import feedback
from autograder.report.result import Report
from autograder.submission.intake import Submission, read_notebook
from autograder.submission.written import WrittenQuestion, written_answers
from tools.classes import grading
from tools.classes.grading import grade_all
from tools.classes.late import LatePolicy
from tools.classes.record import Grades, read_grades
from tools.classes.statistics import statistics
from tools.classes.written import COLUMNS, export_answers, import_points, written_answers_of
from tools.cli import coursework

TEXT = "## Question 9: why? (2 points, 5 minutes)"
Q9 = WrittenQuestion("q9", 2.0, "why?", TEXT, "## The end", "The model.", "- 1 point: a reason")
STUDENTS = ("ada", "bob", "cem")
# An answer, its points in quarters or None, and the comment.
ANSWERS = st.tuples(st.text(max_size=40), st.none() | st.integers(0, 8), st.text(max_size=20))


def answering(text: str, score: float = 8.0) -> bytes:
    """Return a notebook that gets a score for its code, with a written answer."""
    cells = [("code", f"# score {score:g}"), ("markdown", TEXT), ("markdown", text),
             ("markdown", Q9.after)]  # fmt: skip
    raw = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells]
    return json.dumps({"cells": raw, "nbformat": 4, "metadata": {}}).encode()


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """Grade answers: name of the student -> text of the answer."""
    opened = grading.open_bundle

    class OpenWithQ9:
        def __init__(self, path):
            self.inner = opened(path)

        def __enter__(self):
            self.bundle = replace(self.inner.__enter__(), written=(Q9,))
            return self.bundle

        def __exit__(self, *exception):
            return self.inner.__exit__(*exception)

    monkeypatch.setattr(grading, "open_bundle", OpenWithQ9)

    def with_q9(submission: Submission) -> Report:
        report = judge(submission)
        with opened(tmp_path / "autograder.zip") as bundle:
            answers = written_answers(read_notebook(submission)[0], [Q9]) if report.graded else None
            add_written(report, replace(bundle, written=(Q9,)), answers)
        return report

    def grade(answers: dict[str, str], output: str = "out") -> Grades:
        for name, text in answers.items():
            write(tmp_path / "in" / f"{name}.ipynb", answering(text))
        return grade_all(order(tmp_path, Diary(with_q9)), [tmp_path / "in"], tmp_path / output)

    return grade


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.open(encoding="utf-8", newline="")))


def filled(path: Path, points: dict[str, str], comment: str = "") -> Path:
    """Fill in the points of a table that was exported, by student."""
    head, *rows = table(path)
    new = path.with_name("points.csv")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for row in rows:
            row[3:5] = points[row[0]], comment
            writer.writerow(row)
    return new


def scores(grades: Grades) -> dict[str, tuple[float, float]]:
    return {report.submission: (report.score, report.judged) for report in grades}


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_page_for_graders(graded, scheme):
    _, made, _ = export_answers(graded({"ada": "Because.", "bob": "no_space" * 40, "cem": ""}))
    with chromium() as browser:
        page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 700})
        page.goto(made.as_uri())
        assert page.get_by_text("no_spaceno_space").is_visible()
        assert faults(page) == ""
        assert page.evaluate(OVERFLOW) <= 0


def test_an_open_answer_takes_no_points(graded):
    grades = graded({"ada": "Because.", "bob": "_Type your answer here, replacing this text._"})
    assert scores(grades) == {"ada": (8.0, 10.0), "bob": (8.0, 10.0)}
    assert grades.record.max_score == 12.0
    ada, bob = (feedback(report) for report in grades)
    assert ada.worth == "10 points"
    assert "Written question q9: 2 points, to be graded by a person." in ada.notices
    assert ada.sections[-1].points == "2 points, open"
    assert any("no answer was found" in notice for notice in bob.notices)
    assert not any("says nothing about your work" in notice for notice in ada.notices)


def test_points_reach_reports_pages_and_exports(graded, tmp_path):
    path, _, _ = export_answers(graded({"ada": "Because.", "bob": "No.", "cem": "Hm."}))
    points = filled(path, {"ada": "1,5", "bob": "0", "cem": ""}, "=x <b>well</b> done")
    result = CliRunner().invoke(coursework, ["written", "import", str(path.parent), str(points)])
    assert result.exception is None, result.output
    grades = read_grades(path.parent)
    assert scores(grades) == {"ada": (9.5, 12.0), "bob": (8.0, 12.0), "cem": (8.0, 10.0)}
    ada = json.loads((path.parent / "ada.json").read_text())
    assert (ada["score"], ada["judged"], ada["questions"][-1]["score"]) == (9.5, 12.0, 1.5)
    assert "=x &lt;b&gt;well&lt;/b&gt; done" in (path.parent / "ada.html").read_text()
    rows = {row[0]: row for row in table(path.parent / "grades.csv")}
    assert rows["ada"][1:3] == ["9.5", "12.0"]
    result = CliRunner().invoke(coursework, ["export", str(path.parent), "--gradescope"])
    assert "nobody has graded yet: 1" in result.output
    by_name = {row[0]: row for row in table(path.parent / "gradescope.csv")}
    assert by_name["ada"][3:5] == ["9.5", "12"]
    counts = statistics(grades, LatePolicy()).questions[-1]
    assert (counts.right, counts.wrong, counts.not_judged) == (0, 2, 1)
    assert "1 of 3 are open" in (path.parent / "report.html").read_text()


def test_a_written_question_is_no_failure_and_no_test(graded):
    path, _, _ = export_answers(graded({"ada": "Because."}))
    import_points(read_grades(path.parent), filled(path, {"ada": "0"}))
    [report] = read_grades(path.parent)
    page = feedback(report)
    assert "q9" not in page.first
    assert "q9" not in page.headline
    facts = statistics(read_grades(path.parent), LatePolicy())
    assert {case.question for case in facts.cases} == {"q1", "q2"}


def test_regrading_keeps_points_until_the_answer_changes(graded):
    path, _, _ = export_answers(graded({"ada": "Because.", "bob": "No."}))
    import_points(read_grades(path.parent), filled(path, {"ada": "2", "bob": "1"}))
    again = graded({"ada": "Because.", "bob": "No, because."})
    assert scores(again) == {"ada": (10.0, 12.0), "bob": (8.0, 10.0)}
    back = graded({"bob": "No."})
    assert scores(back) == {"ada": (10.0, 12.0), "bob": (9.0, 12.0)}


def test_points_for_an_answer_that_has_changed_are_refused(graded):
    path, _, _ = export_answers(graded({"ada": "Because."}))
    points = filled(path, {"ada": "2"})
    changed = graded({"ada": "Because of this."})
    with pytest.raises(CourseworkError, match="the answer has changed"):
        import_points(changed, points)
    assert scores(read_grades(path.parent)) == {"ada": (8.0, 10.0)}


def test_all_faults_are_named_at_once_and_nothing_is_taken(graded, tmp_path):
    grades = graded({"ada": "1", "bob": "2", "cem": "3"})
    path, _, answers = export_answers(grades)
    key = answers[0].key
    rows = [["nobody", "q9", "", "1", "", key], ["ada", "q8", "", "1", "", key],
            ["ada", "q9", "", "2.5", "", key], ["ada", "q9", "", "1", "", key],
            ["bob", "q9", "", "two", "", answers[1].key]]  # fmt: skip
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    with pytest.raises(CourseworkError) as caught:
        import_points(grades, path)
    head, *faults = str(caught.value).splitlines()
    assert head == "No points were taken from written.csv:"
    assert [fault.split(":")[0] for fault in faults] == [
        "Row 2 (nobody, q9)", "Row 3 (ada, q8)", "Row 4 (ada, q9)", "Row 5 (ada, q9)",
        "Row 6 (bob, q9)", "There is no row for cem, q9.",
    ]  # fmt: skip
    for number, words in enumerate(["'nobody'", "'q8'", "2.5 points", "same answer", "'two'"]):
        assert words in faults[number]
    assert scores(read_grades(path.parent))["ada"] == (8.0, 10.0)


@pytest.mark.parametrize("points", ["nan", "inf", "-1", "1e400", "2.0001"])
def test_no_number_beyond_the_bounds_counts(graded, points):
    path, _, _ = export_answers(graded({"ada": "Because."}))
    with pytest.raises(CourseworkError, match=r"Row 2 \(ada, q9\)"):
        import_points(read_grades(path.parent), filled(path, {"ada": points}))


def test_a_table_without_keys_is_a_sentence(graded, tmp_path):
    grades = graded({"ada": "Because."})
    (tmp_path / "bare.csv").write_text("id,question,points\nada,q9,2\n")
    with pytest.raises(CourseworkError, match="The column key is missing"):
        import_points(grades, tmp_path / "bare.csv")


def test_anonymous_ids_hide_who_it_is_and_come_back(graded):
    grades = graded({"ada": "I am Ada.", "bob": "No."})
    path, page, answers = export_answers(grades, anonymous=True)
    text = path.read_text() + page.read_text()
    assert "ada" not in text.casefold()
    assert [a.id for a in answers] == sorted(a.id for a in answers)
    assert [a.id for a in export_answers(grades, anonymous=True)[2]] == [a.id for a in answers]
    worth = {a.id: "2" if a.row.id == "ada" else "1" for a in answers}
    import_points(read_grades(path.parent), filled(path, worth))
    assert scores(read_grades(path.parent)) == {"ada": (10.0, 12.0), "bob": (9.0, 12.0)}


def test_hostile_answers_are_shown_and_do_nothing(graded):
    text = "=cmd|' /C calc'!A0\n<script>alert(1)</script>\u202e"
    path, page, _ = export_answers(graded({"ada": text}))
    assert "<script>" not in page.read_text()
    assert "&lt;script&gt;alert(1)" in page.read_text()
    assert "\u202e" not in page.read_text() + path.read_text()
    [_, row] = table(path)
    assert row[2].startswith("'=cmd")
    assert "<p>The model.</p>" in page.read_text()
    assert "<li>1 point: a reason</li>" in page.read_text()
    [report] = read_grades(path.parent)
    assert "alert" not in html(report)


def test_who_handed_in_nothing_readable_has_no_answer(graded, tmp_path):
    write(tmp_path / "in" / "bob.ipynb", b"")
    grades = graded({"ada": "Because."})
    assert [answer.row.id for answer in written_answers_of(grades)] == ["ada"]
    bob = next(report for report in grades if report.submission == "bob")
    assert (bob.score, bob.max_score, bob.graded) == (0.0, 10.0, False)


def test_an_assignment_without_written_questions_is_a_sentence(tmp_path):
    write(tmp_path / "in" / "ada.ipynb", answering("Because."))
    grade_all(order(tmp_path), [tmp_path / "in"], tmp_path / "out")
    result = CliRunner().invoke(coursework, ["written", "export", str(tmp_path / "out")])
    assert "has no written question" in str(result.exception)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ANSWERS, min_size=3, max_size=3))
def test_whatever_is_written_comes_back_with_its_points(graded, answers):
    grades = graded({name: text for name, (text, _, _) in zip(STUDENTS, answers)})
    path, _, _ = export_answers(grades)
    points = {n: "" if q is None else f"{q / 4}" for n, (_, q, _) in zip(STUDENTS, answers)}
    head, *rows = table(path)
    assert [row[0] for row in rows] == list(STUDENTS)
    for row, (_, _, comment) in zip(rows, answers):
        row[3:5] = points[row[0]], comment.replace("\0", "")
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    import_points(grades, path)
    first = read_grades(path.parent)
    for report, (_, quarters, _) in zip(first, answers):
        assert report.score == 8.0 + (quarters or 0) / 4
        assert report.questions[-1].not_judged == (quarters is None)
    again, _, _ = export_answers(first)  # What was given stands in the next table,
    import_points(first, again)
    later = read_grades(path.parent)
    blank = {a.row.id for a in written_answers_of(first) if not a.text and not a.given}
    for before, after in zip(first, later):  # and the same comes back from it.
        if before.submission not in blank:
            assert before == after
