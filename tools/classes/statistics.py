"""What a class has and has not understood, counted from its reports.

The reports are read one after the other. What is kept of each is a line and some numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from autograder.report.result import CaseResult, QuestionResult, Report
from autograder.wording import one_line

from .late import LatePolicy
from .record import NOT_YET, NOTHING, Grades, Row
from .similar import Fingerprints, Pair

SAMPLES = 3  # So many answers are shown of each misconception.
# A case that everybody passes, or that is passed as often by the weak as by the strong: below this
# correlation it separates nothing.
SEPARATES = 0.1
# "cell 3, which begins with `...`: NameError in its line 2: ..."; the place differs by student.
PLACE = re.compile(r"^cell \d+, which begins with `.*?`: (\w+)(?: in its line \d+)?", re.S)


@dataclass
class QuestionCounts:
    """How a question went, in numbers of students.

    Attributes:
        name: The name of the question.
        title: What it is about, in a few words, or "".
        right: All its judged cases pass.
        right_but_slow: It has its points, but cases did not end in their time with the student's
            own earlier answers.
        blocked: It is right on its own, and fails because of an earlier answer.
        wrong: It is wrong on its own.
        too_slow: Cases did not end in their time, which takes points. The rest of it is right.
        unwritten: It was not answered.
        not_judged: No case of it was judged, for example because PyTorch is not installed.
        blocks: So many later answers fail because of this one.
        written: True if a person grades it. As long as nobody has, it is not judged.
    """

    name: str
    title: str = ""
    right: int = 0
    right_but_slow: int = 0
    blocked: int = 0
    wrong: int = 0
    too_slow: int = 0
    unwritten: int = 0
    not_judged: int = 0
    blocks: int = 0
    written: bool = False

    @property
    def right_alone(self) -> int:
        return self.right + self.right_but_slow + self.blocked

    @property
    def answered(self) -> int:
        """How many answers were judged."""
        return self.right_alone + self.wrong + self.too_slow

    @property
    def not_solved(self) -> int:
        return self.wrong + self.too_slow + self.unwritten

    @property
    def label(self) -> str:
        """The name and the title: "q5 (the doctor)"."""
        return f"{self.name} ({one_line(self.title)})" if self.title else self.name


@dataclass
class Misconception:
    """A recognized mistake.

    Attributes:
        question: The name of the question.
        name: What the mistake is called.
        hint: The hint that students got, or "".
        count: How many students made it.
        samples: Some of their answers.
    """

    question: str
    name: str
    hint: str
    count: int = 0
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CaseFacts:
    """How a case tells students apart.

    Attributes:
        question: The name of the question.
        about: What the case looks at.
        hidden: True if students don't see it.
        judged: In how many submissions it was judged.
        difficulty: The share of these that fail it, from 0 to 1.
        discrimination: The correlation of passing it with the score in the rest of the assignment,
            from -1 to 1; None if all pass or all fail.
    """

    question: str
    about: str
    hidden: bool
    judged: int
    difficulty: float
    discrimination: float | None

    @property
    def separates(self) -> bool:
        return self.discrimination is not None and self.discrimination >= SEPARATES


@dataclass(frozen=True)
class Line:
    """A student's line of the report."""

    row: Row
    score: float
    judged: float
    final: float
    graded: bool
    waiting: bool
    first: str
    mistakes: int
    flags: tuple[str, ...]
    seconds: float


@dataclass
class Statistics:
    """All that the report of a class shows."""

    assignment: str
    max_score: float
    questions: list[QuestionCounts]
    lines: list[Line]
    misconceptions: list[Misconception]
    cases: list[CaseFacts]
    first_errors: list[tuple[str, int]]
    not_graded: list[tuple[str, int]]
    flags: list[tuple[str, list[str]]]
    pairs: list[Pair]

    @property
    def graded(self) -> list[Line]:
        return [line for line in self.lines if line.graded]


def statistics(grades: Grades, policy: LatePolicy) -> Statistics:
    """Count what the reports of a class say.

    Args:
        grades: The reports.
        policy: What lateness costs.
    """
    record = grades.record
    of_people = {question.name for question in record.written}
    questions = {
        q.name: QuestionCounts(q.name, q.title, written=q.name in of_people)
        for q in record.questions
    }
    known: dict[tuple[str, str], Misconception] = {}
    errors: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    flags: dict[str, list[str]] = {}
    lines: list[Line] = []
    table = _CaseTable()
    fingerprints = Fingerprints(record.release)
    for row in record.rows:
        result = grades.result(row)
        report = result.report
        final = policy.score(report.score, row.minutes_late)
        lines.append(
            Line(row, report.score, report.judged, final, report.graded,
                 report.not_graded == NOT_YET, report.first_failure(), len(report.mistakes()),
                 tuple(report.flags), report.seconds)  # fmt: skip
        )
        for flag in report.flags:
            flags.setdefault(one_line(without_names(flag, row)), []).append(row.id)
        if report.graded:
            table.add(report)
            if report.reason:
                error = PLACE.sub(r"\1", report.reason)
                errors[one_line(without_names(error, row), 160)] += 1
            for question in report.questions:
                if question.name in questions:
                    _count(questions, question)
                _add_mistakes(known, question, result.answers.get(question.name, ""), row)
        elif report.not_graded not in (NOTHING, NOT_YET):
            refused[one_line(without_names(report.not_graded, row), 200)] += 1
        fingerprints.add(row, result.answers)
    return Statistics(
        assignment=record.assignment,
        max_score=record.max_score,
        questions=list(questions.values()),
        lines=lines,
        misconceptions=sorted(known.values(), key=lambda m: (-m.count, m.question, m.name)),
        cases=table.facts(),
        first_errors=errors.most_common(12),
        not_graded=refused.most_common(12),
        flags=sorted(flags.items(), key=lambda item: -len(item[1])),
        pairs=fingerprints.pairs(),
    )


def _count(questions: dict[str, QuestionCounts], question: QuestionResult) -> None:
    counts = questions[question.name]
    failed = [case for case in question.cases if case.state == "failed"]
    if question.not_judged:
        counts.not_judged += 1
    elif not failed and (not question.written or question.score >= question.max_score):
        counts.right += 1
    elif any(case.message.startswith("not written yet") for case in failed):
        counts.unwritten += 1
    elif question.blamed_on:
        counts.blocked += 1
        for name in question.blamed_on:
            if name in questions:
                questions[name].blocks += 1
    elif question.right_but_slow:
        counts.right_but_slow += 1
    elif question.slow:
        counts.too_slow += 1
    else:
        counts.wrong += 1


def _add_mistakes(
    known: dict[tuple[str, str], Misconception], question: QuestionResult, answer: str, row: Row
) -> None:
    for place, name in enumerate(question.misconceptions):
        hint = question.hints[place] if place < len(question.hints) else ""
        mistake = known.setdefault((question.name, name), Misconception(question.name, name, hint))
        mistake.count += 1
        if answer and len(mistake.samples) < SAMPLES:
            mistake.samples.append(without_names(answer, row))


def without_names(text: str, row: Row) -> str:
    """Return a text without the name, the number and the address of the student who wrote it."""
    words = {row.number, row.email, row.name, *row.name.split(), *row.id.split("_")}
    for word in sorted((w for w in words if len(w) > 2), key=len, reverse=True):
        whole_word = rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
        text = re.sub(whole_word, "[student]", text, flags=re.IGNORECASE)
    return text


class _CaseTable:
    """Who passes which case: a column for each case, and a row for each graded submission."""

    def __init__(self) -> None:
        self.about: dict[tuple[str, str], CaseResult] = {}
        self.rows: list[np.ndarray] = []  # 1 passed, 0 failed, -1 not judged.
        self.numbers: dict[tuple[str, str], int] = {}
        self.points: list[float] = []

    def add(self, report: Report) -> None:
        questions = [question for question in report.questions if not question.written]
        for question, case in ((q, case) for q in questions for case in q.cases):
            key = question.name, case.name
            if key not in self.numbers:
                self.numbers[key] = len(self.numbers)
                self.about[key] = case
                self.points.append(case.points)
        row = np.full(len(self.numbers), -1, dtype=np.int8)
        for question, case in ((q, case) for q in questions for case in q.cases):
            if case.state != "not judged":
                passed = case.state == "passed" or question.right_but_slow
                row[self.numbers[question.name, case.name]] = passed
        self.rows.append(row)

    def facts(self) -> list[CaseFacts]:
        """Return the difficulty and the discrimination (item-rest correlation) of each case."""
        table = np.full((len(self.rows), len(self.numbers)), -1, dtype=np.float32)
        for number, row in enumerate(self.rows):
            table[number, : row.size] = row
        table[table < 0] = np.nan
        points = np.array(self.points, dtype=np.float32)
        scores = np.nansum(table * points, axis=1) if table.size else np.zeros(0)
        facts = []
        for (question, name), column in self.numbers.items():
            here = ~np.isnan(table[:, column])
            own = table[here, column]
            rest = scores[here] - own * points[column]
            case = self.about[question, name]
            facts.append(
                CaseFacts(
                    question, one_line(case.covers or name), case.hidden, int(here.sum()),
                    float(1 - own.mean()) if own.size else 0.0, _correlation(own, rest),
                )  # fmt: skip
            )
        return facts


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Return the correlation of two samples, or None if one of them does not vary."""
    if one.size < 2 or one.std() == 0 or other.std() == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])
