"""The feedback on a submission in words: the one model of all pages that a student can get.

The HTML page, the Markdown page and Gradescope's results are all made from `Feedback`, so every
sentence is written once. Texts that a submission may have written are made visible here (see
`wording.visible`). Each page still has to escape them for its own format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..wording import MAX_TEXT, counted, listed, number, one_line, safe_text
from .result import CaseResult, QuestionResult, Report, State, total

UNWRITTEN = "not written yet"  # The message of a case that met an unwritten stub begins so.
VERDICTS: dict[State, str] = {"passed": "Passes", "failed": "Fails", "not judged": "Not judged"}
RIGHT_BUT_SLOW = "Right, but slow"

# How much of what was judged of a question is right: all of a question that was judged as a whole,
# a part, or nothing; "unjudged" if no case of the question was judged.
Standing = Literal["full", "part", "none", "unjudged"]


@dataclass(frozen=True)
class Check:
    """One case in words.

    Attributes:
        about: What the case looks at, in one line.
        hidden: True if students don't see its source.
        state: "passed", "failed" or "not judged".
        points: What the case is worth.
        detail: Why a public case failed, or why a case was not judged. Otherwise "".
        slow: True if it failed only because of its time, and this takes no points.
    """

    about: str
    hidden: bool
    state: State
    points: float
    detail: str = ""
    slow: bool = False

    @property
    def verdict(self) -> str:
        return RIGHT_BUT_SLOW if self.slow else VERDICTS[self.state]


@dataclass(frozen=True)
class Section:
    """One question in words.

    Attributes:
        name: What the question is called.
        title: What it is about, in a few words, or "".
        score: The points that the submission gets for it.
        judged: The points of the cases that were judged.
        max_score: What the question is worth.
        standing: How much of it is right: "full", "part", "none" or "unjudged".
        checks: Its cases, in order.
        hints: What may have gone wrong, one line each.
        blamed: True if it fails only because of other answers.
        note: The sentence that says which other answers are to blame, or what the person who
            graded the question wrote, or "".
        written: True if a person grades the question.
    """

    name: str
    title: str
    score: float
    judged: float
    max_score: float
    standing: Standing
    checks: list[Check]
    hints: list[str]
    blamed: bool
    note: str
    written: bool = False

    @property
    def heading(self) -> str:
        """The name and the title: "q5: the doctor"."""
        return f"{self.name}: {self.title}" if self.title else self.name

    @property
    def points(self) -> str:
        """The points in words: "2 of 3 points", or "not judged"."""
        if self.standing == "unjudged":
            return f"{counted(self.max_score)}, open" if self.written else "not judged"
        return f"{number(self.score)} of {_worth(self.judged, self.max_score)}"

    @property
    def points_in_short(self) -> str:
        """The points for a table: "2 of 3", or "not judged"."""
        if self.standing == "unjudged":
            return "open" if self.written else "not judged"
        return f"{number(self.score)} of {number(self.judged)}"

    @property
    def share(self) -> float:
        """The percentage of the judged points."""
        return _share(self.score, self.judged)

    def of_state(self, state: State) -> list[Check]:
        """Return the checks that are in this state."""
        return [check for check in self.checks if check.state == state]


@dataclass(frozen=True)
class Feedback:
    """The feedback on a submission in words.

    Attributes:
        assignment: The name of the assignment.
        submission: The name of the student, or the id of the submission.
        score: The points that the submission gets.
        judged: The points of what was judged.
        max_score: What the assignment is worth.
        graded: True if the tests could run at all.
        first: The one thing to do first, or "".
        headline: How it went, in a sentence, or "".
        notices: What the student should know: remarks on the notebook, and for each reason not to
            judge a case, a sentence that names the questions.
        error_heading: The heading of `error`.
        error: The first error of the notebook, or why it could not be graded, or "".
        advice: What to do about the error.
        isolation: How the submission was held, in a line, or "".
        sections: The questions, in order; none if the submission could not be graded.
    """

    assignment: str
    submission: str
    score: float
    judged: float
    max_score: float
    graded: bool
    first: str
    headline: str
    notices: list[str]
    error_heading: str
    error: str
    advice: str
    isolation: str
    sections: list[Section]

    @property
    def worth(self) -> str:
        """What the score is counted of: "25 points", or "18 judged points (25 in all)"."""
        return _worth(self.judged if self.graded else self.max_score, self.max_score)

    @property
    def share(self) -> float:
        """The percentage of the judged points."""
        return _share(self.score, self.judged)


def feedback(report: Report) -> Feedback:
    """Return what a student is told of a report. All characters of its texts can be seen."""
    sections = [_section(question) for question in report.questions] if report.graded else []
    return Feedback(
        assignment=one_line(report.assignment),
        submission=one_line(report.student.get("name") or report.submission),
        score=total([report.score]),
        judged=report.judged,
        max_score=total([report.max_score]),
        graded=report.graded,
        first=_first(report, sections),
        headline=one_line(_headline(report)),
        notices=[*map(one_line, report.remarks), *_notices(sections)],
        error_heading="The first error in your notebook" if report.graded else "Why",
        error=safe_text(report.reason if report.graded else report.not_graded),
        advice=(
            "Mend this first: what follows may fail only because of it."
            if report.graded
            else "If you can't tell what to do, show this page to the course staff."
        ),
        isolation=one_line(str(report.isolation.get("note", ""))),
        sections=sections,
    )


def _first(report: Report, sections: list[Section]) -> str:
    """Return the one thing to do first, or "" if there is nothing to do."""
    if not report.graded:
        return ""
    if reason := one_line(report.reason):
        return f"Mend the first error in your notebook: {reason}"
    wrong = [question for question in _failing(report) if not question.right_but_slow]
    if not wrong:
        return ""
    name = (wrong[0].blamed_on or [wrong[0].name])[0]
    section = next((s for s in sections if s.name == one_line(name)), None)
    if section is None:
        return f"Mend {one_line(name)}."
    failed = section.of_state("failed")
    public = [check.detail for check in failed if check.detail]
    hidden = [f"A hidden test fails. It covers: {check.about}." for check in failed]
    [words] = (section.hints or public or hidden or ["look at its checks below."])[:1]
    subject = f"{section.name} ({section.title})" if section.title else section.name
    if public and public[0].startswith(UNWRITTEN):
        return f"Write {subject}, which is not written yet."
    if any(question.slow for question in wrong if question.name == name):
        return f"Make {subject} faster: {one_line(words)}"
    return f"Mend {subject}: {one_line(words)}"


def _failing(report: Report) -> list[QuestionResult]:
    """Return the questions that lack points or of which a case fails, in order."""
    return [
        question
        for question in report.questions
        if not question.not_judged
        and not question.written
        and (total([question.score]) < question.judged
             or any(case.state == "failed" for case in question.cases))
    ]  # fmt: skip


def _headline(report: Report) -> str:
    if not report.graded:
        return "This notebook could not be graded."
    automatic = [question for question in report.questions if not question.written]
    judged = [question for question in automatic if not question.not_judged]
    failing = _failing(report)
    if not failing:
        if any(case.reason for question in automatic for case in question.cases):
            return "Every check that was judged passes." if judged else ""
        return "Every check passes." if judged else ""
    full = sum(_standing(question) == "full" for question in judged)
    questions = "questions" if len(judged) == len(automatic) else "judged questions"
    headline = f"{full} of {len(judged)} {questions} have full points."
    if wrong := [question for question in failing if not question.right_but_slow]:
        first = (wrong[0].blamed_on or [wrong[0].name])[0]
        if blamed := [question.name for question in wrong if first in question.blamed_on]:
            fail = "fail" if len(blamed) > 1 else "fails"
            headline += f" {listed(blamed)} {fail} because of {first}."
    if slow := [question.name for question in failing if question.right_but_slow]:
        headline += f" {listed(slow)} {'are' if len(slow) > 1 else 'is'} right, but slow."
    return headline


def _notices(sections: list[Section]) -> list[str]:
    names: dict[str, list[str]] = {}
    written = [s for s in sections if s.written and s.standing == "unjudged"]
    for section in (s for s in sections if not s.written):
        name = section.name if section.standing == "unjudged" else f"a part of {section.name}"
        for reason in dict.fromkeys(check.detail for check in section.of_state("not judged")):
            names.setdefault(reason, []).append(name)
    return [
        one_line(
            f"Not judged: {reason}. This concerns {listed(questions)} and says nothing about "
            "your work."
        )
        for reason, questions in names.items()
    ] + [
        f"Written question {section.name}: {counted(section.max_score)}, {check.detail}."
        for section in written
        for check in section.checks
    ]


def _section(question: QuestionResult) -> Section:
    return Section(
        name=one_line(question.name),
        title=one_line(question.title),
        score=total([question.score]),
        judged=question.judged,
        max_score=total([question.max_score]),
        standing=_standing(question),
        checks=[_check(case, question.right_but_slow) for case in question.cases],
        hints=[one_line(hint) for hint in question.hints],
        blamed=bool(question.blamed_on or question.note),
        note=_note(question),
        written=question.written,
    )


def _check(case: CaseResult, right_but_slow: bool) -> Check:
    otherwise = case.message if case.hidden else case.name
    about = one_line(case.covers) or one_line(otherwise) or "one more test"
    detail = ""
    if case.state == "not judged":
        detail = one_line(case.reason)
    elif case.state == "failed" and not case.hidden:
        detail = safe_text(case.message)
    slow = right_but_slow and case.state == "failed"
    return Check(about, case.hidden, case.state, total([case.points]), detail, slow)


def _note(question: QuestionResult) -> str:
    blame = f"It fails because of {listed(question.blamed_on)}." if question.blamed_on else ""
    if question.written:  # A person's comment may be long.
        return one_line(question.note, MAX_TEXT)
    return one_line(question.note) or one_line(blame)


def _standing(question: QuestionResult) -> Standing:
    if question.not_judged:
        return "unjudged"
    if total([question.score]) >= total([question.max_score]):
        return "full"
    return "part" if total([question.score]) > 0 else "none"


def _worth(judged: float, max_score: float) -> str:
    if judged == max_score:
        return counted(max_score)
    noun = "point" if judged == 1 else "points"
    return f"{number(judged)} judged {noun} ({number(max_score)} in all)"


def _share(score: float, judged: float) -> float:
    return round(100 * min(max(score / judged, 0.0), 1.0), 2) if judged else 0.0
