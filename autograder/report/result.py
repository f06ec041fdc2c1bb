"""The result of grading one submission: a report, its questions and their cases."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["passed", "failed", "not judged"]

# Why a case was not judged. The sentences end without a full stop, because pages quote them after
# a colon.
NO_TORCH = "PyTorch is not installed where this was graded"
NOT_HELD = "hidden tests are not run, because submissions can't be held here"
NOT_GRADED = "the submission could not be graded at all"
# Of the answer to a written question:
BY_PERSON = "to be graded by a person"
UNANSWERED = "no answer was found below it, which a person will look at"


@dataclass
class CaseResult:
    """The result of one test case.

    Attributes:
        name: What the case is called.
        hidden: True if students don't see its source.
        state: "passed", "failed", or "not judged" if the case was not run or can't be judged here.
        points: What the case is worth, whatever its state.
        message: What a student may read if the case failed: of a public case why it failed, of a
            hidden case what it covers. Otherwise "".
        covers: What the case looks at, in words, or "".
        reason: Why the case was not judged, or "".
        judged: "apart" if the test ran in the grader, or "beside" if it ran in a copy of the
            submission's process, which can have it pass.
    """

    name: str
    hidden: bool
    state: State
    points: float
    message: str
    covers: str = ""
    reason: str = ""
    judged: Literal["apart", "beside"] = "apart"


@dataclass
class QuestionResult:
    """The result of one question.

    Attributes:
        name: What the question is called.
        score: The points that the submission gets for it.
        max_score: What the question is worth.
        cases: The results of its cases, in order.
        blamed_on: The questions whose wrong answers make this one fail.
        note: A sentence that says so, or "".
        hints: What may have gone wrong, one or two sentences each.
        misconceptions: The names of the recognized mistakes, for the staff.
        title: What the question is about, in a few words, or "".
        slow: True if cases failed, and each of them only because it did not end in its time.
        written: True if a person grades it. Until then its only case is not judged. Afterwards it
            has no case, and the note says what the person wrote.
    """

    name: str
    score: float
    max_score: float
    cases: list[CaseResult] = field(default_factory=list)
    blamed_on: list[str] = field(default_factory=list)
    note: str = ""
    hints: list[str] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    title: str = ""
    slow: bool = False
    written: bool = False

    @property
    def right_but_slow(self) -> bool:
        """True if cases failed only because of their time, and this takes no points."""
        return self.slow and total([self.score]) >= self.judged

    @property
    def judged(self) -> float:
        """The points of the cases that were judged."""
        left_out = [case.points for case in self.cases if case.state == "not judged"]
        return total([self.max_score, *[-points for points in left_out]])

    @property
    def open(self) -> bool:
        """True if a person has still to grade the question."""
        return self.written and self.not_judged

    @property
    def not_judged(self) -> bool:
        """True if the question has cases and none of them was judged."""
        return bool(self.cases) and all(case.state == "not judged" for case in self.cases)


@dataclass
class Report:
    """The result of one submission.

    Attributes:
        assignment: The name of the assignment.
        submission: The id of the submission.
        score: The points that the submission gets.
        max_score: What the assignment is worth, without the written questions that nobody has
            graded yet: with them, nobody could have full points before.
        questions: The results of its questions, in order.
        flags: Remarks for the staff.
        not_graded: Why the submission could not be graded at all, or "" if it was graded.
        reason: The first error of the notebook, in words, or "".
        seconds: How long grading took, in seconds of wall time.
        isolation: How the submission was held: {"layers": names, "held": True if that is enough
            for hidden tests, "note": a line for people}.
        leaderboard: Entries as Gradescope takes them: {"name": text, "value": number or text,
            "order": "asc" or "desc"}.
        remarks: What the student should know besides, a sentence each.
        student: Who handed it in, as far as the class's list says: {"name": text, "id": the
            number on the learning platform, "late": text such as "2 h 5 min", or ""}.
    """

    assignment: str
    submission: str
    score: float
    max_score: float
    questions: list[QuestionResult] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    not_graded: str = ""
    reason: str = ""
    seconds: float = 0.0
    isolation: dict[str, Any] = field(default_factory=dict)
    leaderboard: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    student: dict[str, str] = field(default_factory=dict)

    @property
    def graded(self) -> bool:
        """True if the tests could run at all."""
        return not self.not_graded

    @property
    def no_score(self) -> str:
        """Why there is no score, or "" if there is one: if nothing was judged, 0 is none."""
        if self.not_graded or not self.questions:
            return self.not_graded
        if any(not question.not_judged for question in self.questions):
            return ""
        return f"nothing was judged yet: {'; '.join(self.not_judged())}"

    @property
    def judged(self) -> float:
        """The points of the cases that were judged: 0 if the submission could not be graded."""
        if not self.graded:
            return 0.0
        counted = [question for question in self.questions if not question.open]
        whole = total(question.max_score for question in counted)
        judged = total(question.judged for question in counted)
        return total([self.max_score * judged / whole]) if whole else total([self.max_score])

    def not_judged(self) -> dict[str, list[str]]:
        """Return why cases were not judged, each reason with the names of their questions."""
        questions: dict[str, list[str]] = {}
        for question in self.questions:
            for reason in dict.fromkeys(c.reason for c in question.cases if c.reason):
                questions.setdefault(reason, []).append(question.name)
        return questions

    def mistakes(self) -> list[str]:
        """Return the misconceptions that were recognized, with their questions."""
        return [f"{q.name}: {name}" for q in self.questions for name in q.misconceptions]

    def first_failure(self) -> str:
        """Return the first thing that went wrong, in words.

        That is why the submission could not be graded, else the first error of the notebook, else
        the first case that failed. If nothing takes points, it is the first question that is right
        but slow. "" if nothing went wrong.
        """
        if self.not_graded or self.reason:
            return self.not_graded or self.reason
        for question in self.questions:
            for case in question.cases:
                if case.state == "failed" and not question.right_but_slow:
                    hidden = "a hidden test fails: " if case.hidden else ""
                    return f"{question.name}: {hidden}{case.message}"
        return next((f"{q.name}: right, but slow" for q in self.questions if q.right_but_slow), "")


def written_result(name: str, points: float, title: str, reason: str) -> QuestionResult:
    """Return the result of a written question that nobody has graded yet.

    Args:
        name: The name of the question.
        points: What it is worth.
        title: What it is about.
        reason: Why it was not judged: BY_PERSON, UNANSWERED or NOT_GRADED.
    """
    case = CaseResult("written answer", False, "not judged", points, "", "a written answer", reason)
    return QuestionResult(name, 0.0, points, [case], title=title, written=True)


def total(scores: Iterable[float]) -> float:
    """Return the sum of points, rounded to 6 digits: 0.1 + 0.2 is 0.3."""
    return round(math.fsum(scores), 6)
