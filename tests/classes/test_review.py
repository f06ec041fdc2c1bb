"""The page for students after the deadline says what hidden tests cover and what goes wrong, and
gives no answer away."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from classes.small_class import Diary, answering, judge, order, write
from click.testing import CliRunner
from course import COURSE, NAMES

from autograder.errors import CourseworkError
from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.authoring.master import read_master
from tools.authoring.scaffold import new_chapter
from tools.classes.grading import grade_all
from tools.classes.record import Grades
from tools.classes.review import review_page
from tools.cli import coursework
from tools.paths import Chapter, Course
from tools.proof.catalogue import read_catalogue
from tools.proof.leaks import secret_lines


def text_of(page: str) -> str:
    """Return what a reader sees of a page, as one line."""
    body = page.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    return new_chapter(Course(tmp_path / "course"), "small")


def graded(folder: Path, mistakes: dict[str, list[str]]) -> Grades:
    """Grade a class: each student with the mistakes that are recognized in q1."""
    def judge_with(submission: Submission) -> Report:
        report = judge(submission)
        own = next(names for id, names in mistakes.items() if submission.id.startswith(id))
        first = replace(report.questions[0], misconceptions=own, hints=["A secret of one."])
        return replace(report, questions=[first])

    root = folder / "in"
    for number, id in enumerate(mistakes):
        write(root / f"{id}_10{number}_9{number}_small.ipynb", answering(4, f"# {id}"))
    return grade_all(order(folder, Diary(judge_with)), [root], folder / "out")


@pytest.mark.parametrize("name", NAMES)
def test_each_hidden_test_and_each_hint_is_there_and_no_answer(name: str) -> None:
    chapter = COURSE.chapter(name)
    page = review_page(chapter)
    text, master = text_of(page), read_master(chapter)
    for question in master.questions:
        for case in question.cases:
            if case.hidden:
                assert " ".join(case.covers.split()) in text
    catalogue = read_catalogue(chapter)
    for entry in catalogue.wrong:
        assert " ".join(entry.hint.split()) in text
    lines = {line.strip() for line in unescape(page).splitlines()}
    assert not {line for line in secret_lines(master) if len(line) >= 16} & lines
    headings = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert headings == [1] + [2, 3, 3] * len(master.questions)


def test_of_a_class_the_frequent_mistakes_are_shown_first(tmp_path: Path, chapter: Chapter) -> None:
    [one, two, *_] = read_catalogue(chapter).wrong
    assert one.hint != two.hint
    grades = graded(tmp_path, {
        "ada": [two.name], "bob": [f"{one.name}; {two.name}"], "cem": [one.name, two.name],
        "dan": ["a mistake that is not of the catalogue"], "eve": [],
    })  # fmt: skip
    text = text_of(review_page(chapter, grades))
    first, second = f"{two.hint} (3 of 5 students)", f"{one.hint} (2 of 5 students)"
    assert 0 < text.index(first) < text.index(second)
    for word in ("ada", "dan", "not of the catalogue", "secret", one.name):
        assert not re.search(rf"\b{re.escape(word)}\b", text)


def test_a_mistake_of_one_student_is_left_out(tmp_path: Path, chapter: Chapter) -> None:
    one = read_catalogue(chapter).wrong[0]
    text = text_of(review_page(chapter, graded(tmp_path, {"ada": [one.name], "bob": []})))
    assert one.hint not in text and "No mistake that is known was common" in text


def test_grades_of_another_assignment_are_refused(tmp_path: Path) -> None:
    other = new_chapter(Course(tmp_path / "course"), "week3_squares")
    grades = graded(tmp_path, {"ada": []})
    with pytest.raises(CourseworkError, match="holds grades of small. Name a folder with grades of "
                                              "week3_squares"):  # fmt: skip
        review_page(other, grades)


def test_the_command_writes_the_page(tmp_path: Path, chapter: Chapter) -> None:
    grades = graded(tmp_path, {"ada": []})
    command = ["--course", str(chapter.course.root), "review", "small"]
    result = CliRunner().invoke(coursework, command)
    assert result.exception is None, result.exception
    page = (chapter.course.dist / "small" / "review.html").read_text(encoding="utf-8")
    assert "not those of one class" in page
    command += ["--grades", str(grades.folder), "--output", str(tmp_path / "x" / "page.html")]
    assert CliRunner().invoke(coursework, command).exception is None
    assert "of 1 graded notebook of this class" in (tmp_path / "x" / "page.html").read_text("utf-8")
