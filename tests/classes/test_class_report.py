"""The report of a class: right counts, one file, no names if asked, nobody's text as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from classes.small_class import Diary, answering, judge, order, write
from click.testing import CliRunner

from autograder.report.result import CaseResult, QuestionResult, Report
from autograder.submission.intake import Submission
from tools.classes.class_report import FREQUENT, _points, class_page, write_class_report
from tools.classes.grading import grade_all
from tools.classes.late import LatePolicy
from tools.classes.monday import three_sentences
from tools.classes.record import Grades, Row
from tools.classes.statistics import (
    Line,
    QuestionCounts,
    Statistics,
    _correlation,
    statistics,
    without_names,
)
from tools.cli import coursework

NEVER = LatePolicy()
LATE = LatePolicy(0, 50, {"small": datetime(2026, 10, 1, tzinfo=timezone.utc)})
HOSTILE = "</script><script>alert(1)</script>"


def graded(tmp_path: Path, scores: dict[str, float], judge: Any = judge) -> Grades:
    root = tmp_path / "handed_in"
    for number, (name, score) in enumerate(scores.items()):
        write(root / f"{name}_{number}_9{number}_hw.ipynb", answering(score, f"x = {number}"))
    return grade_all(order(tmp_path, Diary(judge)), [root], tmp_path / "out")


SCORES = {"lovelaceada": 10.0, "boolegeorge": 7.0, "curiemarie": 2.0, "gausscarl": 10.0}


def test_questions_and_misconceptions_are_counted(tmp_path: Path) -> None:
    def blocked(submission: Submission) -> Report:
        report = judge(submission)
        first, second = report.questions
        if submission.id.startswith("boole"):
            second = replace(second, blamed_on=["q1"], misconceptions=[])
        return replace(report, questions=[first, second])

    facts = statistics(graded(tmp_path, SCORES, blocked), NEVER)
    first, second = facts.questions
    assert (first.right, first.wrong, first.blocks, first.right_alone) == (3, 1, 1, 3)
    assert (second.right, second.blocked, second.wrong, second.right_alone) == (2, 1, 1, 3)
    assert [(m.question, m.count, m.hint) for m in facts.misconceptions] == [
        ("q1", 1, "Divide."), ("q2", 1, "Divide.")]  # fmt: skip
    assert facts.misconceptions[0].samples == ["# score 2\n\nx = 2"]


def test_not_answered_and_not_judged_are_told_apart(tmp_path: Path) -> None:
    def stub(submission: Submission) -> Report:
        report = judge(submission)
        empty = CaseResult("c", False, "failed", 7.0, "not written yet (q1)")
        unknown = CaseResult("d", True, "not judged", 3.0, "", reason="no PyTorch")
        questions = [QuestionResult("q1", 0, 7, [empty]), QuestionResult("q2", 0, 3, [unknown])]
        return replace(report, questions=questions)

    facts = statistics(graded(tmp_path, SCORES, stub), NEVER)
    assert (facts.questions[0].unwritten, facts.questions[1].not_judged) == (4, 4)
    assert facts.questions[0].wrong == 0


def test_what_is_too_slow_is_not_called_wrong(tmp_path: Path) -> None:
    """q2 of two students has all its points, though it is slow with their own q1; q1 of one student
    is slow itself, which takes its points."""

    def slowly(submission: Submission) -> Report:
        report = judge(submission)
        first, second = report.questions
        if submission.id.startswith("curie"):
            first = replace(first, slow=True, misconceptions=[])
        if report.score >= 7:
            late = [replace(case, state="failed") for case in second.cases]
            second = replace(second, score=3.0, cases=late, slow=True, misconceptions=[])
        return replace(report, questions=[first, second])

    grades = graded(tmp_path, SCORES, slowly)
    facts = statistics(grades, NEVER)
    first, second = facts.questions
    assert (first.right, first.too_slow, first.wrong, first.right_but_slow) == (3, 1, 0, 0)
    assert (second.right_but_slow, second.wrong, second.right_alone) == (3, 1, 3)
    assert (first.not_solved, second.not_solved) == (1, 1)
    assert facts.cases[1].difficulty == pytest.approx(1 / 4)
    firsts = {line.row.name: line.first for line in facts.lines}
    assert firsts["lovelaceada"] == "q2: right, but slow"
    page = class_page(facts, grades, NEVER)
    table = re.search(r'aria-label="Questions: numbers">(.*?)</table>', page, re.S)
    assert table is not None
    assert re.findall(r'<th scope="col" class="n">([^<]*)</th>', table[1])[:6] == [
        "right", "right, but slow", "right on their own", "blocked by an earlier one", "wrong",
        "too slow"]  # fmt: skip
    second_row = table[1].split("<tr>")[-1]
    assert re.findall(r"<td[^>]*>(\d+)", second_row)[:6] == ["0", "3", "3", "0", "1", "0"]
    assert '<span class="slow"></span>right, but slow' in page


def test_what_nobody_has_is_in_no_legend(tmp_path: Path) -> None:
    grades = graded(tmp_path, SCORES)
    page = class_page(statistics(grades, NEVER), grades, NEVER)
    assert "slow</li>" not in page and "slow</th>" not in page
    assert '<span class="none"></span>wrong' in page


def test_a_case_that_separates_nothing_is_named(tmp_path: Path) -> None:
    grades = graded(tmp_path, {f"s{k}": score for k, score in enumerate([7, 7, 2, 3, 10, 10])})
    facts = statistics(grades, NEVER)
    assert [case.difficulty for case in facts.cases] == pytest.approx([1 / 3, 2 / 3])
    assert all(case.separates for case in facts.cases)
    assert facts.cases[0].discrimination == pytest.approx(0.5)
    easy = statistics(graded(tmp_path / "b", {"a": 7, "b": 10}), NEVER)
    assert not easy.cases[0].separates and easy.cases[0].discrimination is None
    page = class_page(easy, graded(tmp_path / "c", {"a": 7, "b": 10}), NEVER)
    assert "q1: covers of q1 (everybody passes it)" in page
    assert _correlation(np.array([1.0, 0.0]), np.array([2.0, 2.0])) is None


def test_what_to_teach_again_stands_at_the_top(tmp_path: Path) -> None:
    facts = statistics(graded(tmp_path, SCORES), NEVER)
    assert three_sentences(facts) == [
        "Begin with q2: 2 of 4 students have not solved it; then go on with q1: 1.",
        "The most frequent mistake is in q2: “forgot 1/N” (2 of 4 students).",
        "No question is safe yet: the best one, q1, is right on its own in 3 of 4 answers.",
    ]
    page = class_page(facts, graded(tmp_path, SCORES), NEVER)
    assert page.index("Begin with q2") < page.index('<h2 id="scores-head">')


def test_who_gave_no_answer_does_not_keep_a_question_from_being_safe() -> None:
    def sentences(*questions: QuestionCounts) -> list[str]:
        row = Line(Row("s"), 1, 1, 1, True, False, "", 0, (), 1.0)
        return three_sentences(Statistics("hw", 1, list(questions), [row] * 10, [], [], [], [], [],
                                          []))  # fmt: skip

    first, _, safe = sentences(
        QuestionCounts("q1", right=9, wrong=1),
        QuestionCounts("q2", right=4, right_but_slow=1, unwritten=5),
        QuestionCounts("q3", right=1, wrong=4, too_slow=1, unwritten=4),
        QuestionCounts("q4", right=4, unwritten=6),
    )
    assert first == (
        "Begin with q3: 9 of 10 students have not solved it (4 gave no answer); "
        "then go on with q4: 6."
    )
    assert safe == (
        "q1 and q2 need no more time: at least 90 % of the answers are right on their own."
    )
    nobody = sentences(QuestionCounts("q1", right=4, unwritten=6))[-1]
    assert nobody.startswith("Half of the class has answered no question")
    assert sentences(QuestionCounts("q1", right=10))[0].startswith("Every question is right")


def test_only_the_most_frequent_misconceptions_are_shown_without_a_click(tmp_path: Path) -> None:
    def many(submission: Submission) -> Report:
        report = judge(submission)
        names = [f"mistake {k}" for k in range(20)][: 20 - 10 * submission.id.startswith("boole")]
        first = replace(report.questions[0], misconceptions=names, hints=[])
        return replace(report, questions=[first])

    grades = graded(tmp_path, SCORES, many)
    page = class_page(statistics(grades, NEVER), grades, NEVER)
    shown, hidden = page.split(f"<summary>{20 - FREQUENT} less frequent</summary>")
    assert shown.count("<h3>") == FREQUENT
    assert hidden.count("<h3>") == 20 - FREQUENT


def test_the_numbers_at_the_top_add_up(tmp_path: Path) -> None:
    def refuse(submission: Submission) -> Report:
        if submission.id.startswith("curie"):
            return Report("small", submission.id, 0.0, 10.0, not_graded="This file is empty.")
        return judge(submission)

    roster = write(tmp_path / "r.csv", b"name,id\nEmmy Noether,104\n")
    graded(tmp_path, SCORES, refuse)
    grades = grade_all(
        order(tmp_path, Diary(refuse), roster=roster), [tmp_path / "handed_in"], tmp_path / "out"
    )
    page = class_page(statistics(grades, NEVER), grades, NEVER)
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert (facts["students"], facts["graded"]) == ("5", "3")
    assert (facts["could not be graded"], facts["handed in nothing"]) == ("1", "1")


class Page(HTMLParser):
    """Collects the ids, the links, the references to ids and the tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.references: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
            if name in ("aria-labelledby", "aria-describedby"):
                self.references += (value or "").split()


def test_the_report_is_one_file_whose_pictures_have_words_and_numbers(tmp_path: Path) -> None:
    grades = graded(tmp_path, SCORES)
    page = Page(text := write_class_report(grades, NEVER).read_text())
    assert len(set(page.ids)) == len(page.ids) and set(page.references) <= set(page.ids)
    assert all((grades.folder / link).exists() for link in page.links) and len(page.links) >= 4
    assert not {"img", "link", "iframe"} & set(page.tags)
    assert page.tags.count("svg") == page.tags.count("title") - 1 == page.tags.count("desc") == 3
    rows = re.findall(r"<th scope=\"row\">(\d+ to \d+ %)</th><td class=\"n\">(\d+)", text)
    assert dict(rows)["90 to 100 %"] == "2" and dict(rows)["20 to 30 %"] == "1"
    assert sum(int(n) for _, n in rows) == 4


def test_names_are_left_out_if_asked(tmp_path: Path) -> None:
    def refuse(submission: Submission) -> Report:
        reason = f"{submission.id}_hw.ipynb is a link."
        if submission.id.startswith("curie"):
            return Report("small", submission.id, 0.0, 10.0, not_graded=reason)
        return replace(judge(submission), reason=reason)

    grades = graded(tmp_path, SCORES, refuse)
    named = write_class_report(grades, NEVER).read_text()
    anonymous = write_class_report(grades, NEVER, anonymous=True).read_text()
    for name in SCORES:
        assert name in named and name not in anonymous
    assert "student 4" in anonymous and ".html" not in anonymous


def test_an_answer_is_shown_without_the_name_of_its_author(tmp_path: Path) -> None:
    row = graded(tmp_path, SCORES).record.rows[-1]
    row = replace(row, name="Ada Lovelace", number="101", email="ada@x.org")
    text = without_names("# ADA LOVELACE, 101, ada@x.org, mailto\nmean = 1010", row)
    assert text == "# [student], [student], [student], mailto\nmean = 1010"


def test_no_text_of_a_submission_is_markup(tmp_path: Path) -> None:
    def hostile(submission: Submission) -> Report:
        report = judge(submission)
        first = replace(report.questions[0], misconceptions=[HOSTILE], hints=[HOSTILE])
        case = replace(first.cases[0], covers=HOSTILE, name=HOSTILE, message=HOSTILE)
        first = replace(first, cases=[case])
        return replace(report, reason=HOSTILE, flags=[HOSTILE], questions=[first])

    root = tmp_path / "handed_in"
    for k in range(3):
        write(root / f"s{k}.ipynb", answering(k, f"'{HOSTILE}'"))
    grades = grade_all(order(tmp_path, Diary(hostile)), [root], tmp_path / "out")
    assert Page(write_class_report(grades, NEVER).read_text()).tags.count("script") == 1


def test_the_table_of_students_has_scores_with_and_without_lateness(tmp_path: Path) -> None:
    grades = graded(tmp_path, SCORES)
    grades.record.rows = [replace(row, minutes_late=5.0) for row in grades.record.rows]
    page = class_page(statistics(grades, policy := LATE), grades, policy)
    assert re.search(
        r'<td class="n">7</td><td class="n">3.5</td><td data-sort="5.0">5 min</td>', page
    )
    assert "Each day that has begun after the deadline takes 50 %" in page


def test_the_report_of_a_folder_is_written_again_at_any_time(tmp_path: Path) -> None:
    folder = graded(tmp_path, SCORES).folder
    result = CliRunner().invoke(coursework, ["report", str(folder), "--anonymous"])
    assert result.exception is None and "report.html" in result.output
    assert "student 4" in (folder / "report.html").read_text()
    result = CliRunner().invoke(coursework, ["report", str(tmp_path)])
    assert "holds no graded class" in str(result.exception)


def test_a_class_in_which_nobody_can_be_graded_has_a_report(tmp_path: Path) -> None:
    write(tmp_path / "handed_in" / "a.ipynb", b"")
    grades = grade_all(order(tmp_path), [tmp_path / "handed_in"], tmp_path / "out")
    text = write_class_report(grades, NEVER).read_text()
    assert "Nobody could be graded" in text and "This file is empty" in text


def test_a_submission_of_which_nothing_was_judged_has_no_score() -> None:
    judged = Line(Row("s"), 0, 3, 0, True, False, "", 0, (), 1.0)
    assert _points(judged) == "0"
    assert _points(replace(judged, judged=0)) == ""
