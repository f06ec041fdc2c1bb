"""What the terminal shows of a graded class: tables, and warnings about what was not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from rich.table import Table
from rich.text import Text

from autograder.report.result import (
    BY_PERSON,
    NO_TORCH,
    NOT_HELD,
    UNANSWERED,
    QuestionResult,
    Report,
)
from autograder.wording import listed, one_line

MOST_MISTAKES = 12  # The table of mistakes shows at most this many, the most frequent ones.
OPEN = (BY_PERSON, UNANSWERED)  # Why a written answer was not judged.
LONGEST_CELL = 240  # A cell of a table shows at most this many characters.

# What to do about a reason not to judge a case.
REMEDIES = {
    NO_TORCH: "Install it with `make torch` and grade again.",
    NOT_HELD: (
        "docs/security.md says what the sandbox needs. If you trust your students, "
        "--hidden-without-sandbox runs hidden tests all the same."
    ),
}
OTHER_REMEDY = (
    "Without --apart-only, or with the setting `beside`, such a test runs beside the submission, "
    "which can then have it pass."
)


def scores(reports: Iterable[Report]) -> Table:
    """Return a table of submissions, scores and the first failure of each."""
    table = Table("assignment", "submission", "score", "first thing that failed")
    for report in reports:
        worth = f"{report.max_score:g}"
        if report.graded and report.judged != report.max_score:
            worth = f"{report.judged:g} judged"
        table.add_row(
            _text(report.assignment), _text(report.submission), f"{report.score:g} / {worth}",
            _text(report.first_failure()),
        )  # fmt: skip
    return table


def mistakes(reports: Collection[Report]) -> Table:
    """Return a table of the recognized mistakes, the most frequent ones first."""
    counts = Counter(mistake for report in reports for mistake in report.mistakes())
    graded = sum(report.graded for report in reports)
    table = Table("mistake", f"of {graded} submission{'' if graded == 1 else 's'}")
    for mistake, count in counts.most_common(MOST_MISTAKES):
        table.add_row(_text(mistake), str(count))
    if (rest := len(counts) - MOST_MISTAKES) > 0:
        table.caption = f"and {rest} less frequent ones: see report.html"
    return table


def differences(reports: Iterable[Report], others: Iterable[Report]) -> Table:
    """Return a table of the questions that two graders judge in another way.

    Args:
        reports: The reports of the trusted grader.
        others: The reports of stock Otter on the same submissions.
    """
    table = Table("submission", "question", "trusted", "otter", title="where the engines differ")
    of_otter = {report.submission: report for report in others}
    for report in reports:
        other = of_otter[report.submission]
        for mine, theirs in zip(report.questions, other.questions):
            states = [[case.state for case in q.cases] for q in (mine, theirs)]
            if (mine.score, states[0]) != (theirs.score, states[1]):
                table.add_row(_text(report.submission), _text(mine.name), _points(mine),
                              _points(theirs))  # fmt: skip
    table.caption = "none" if not table.row_count else None
    return table


def _points(question: QuestionResult) -> str:
    """Return the points of a question, and how many of its cases passed and were not judged."""
    states = Counter(case.state for case in question.cases)
    left_out = f", {states['not judged']} not judged" if states["not judged"] else ""
    return (
        f"{question.score:g} of {question.max_score:g}: "
        f"{states['passed']} of {len(question.cases)} cases{left_out}"
    )


def warnings(reports: Iterable[Report]) -> list[str]:
    """Return a sentence for each reason not to judge a case: what it concerns and how to mend it.

    Submissions that could not be graded at all are left out, because the table shows why.
    """
    concerned: Counter[str] = Counter()
    questions: dict[str, dict[str, None]] = {}
    beside: dict[str, None] = {}
    for report in reports:
        if not report.graded:
            continue
        beside |= dict.fromkeys(q.name for q in report.questions if _is_beside(q))
        for reason, names in report.not_judged().items():
            if reason in OPEN:
                continue
            concerned[reason] += 1
            questions.setdefault(reason, {}).update(dict.fromkeys(names))
    sentences = [
        f"WARNING: cases of {listed(list(questions[reason]))} were not judged in {count} "
        f"submission{'' if count == 1 else 's'}: {reason}. {REMEDIES.get(reason, OTHER_REMEDY)}"
        for reason, count in concerned.items()
    ]
    if beside:
        sentences.append(
            f"Cases of {listed(list(beside))} were judged beside the submission, as under stock "
            "Otter: a submission can have them pass. `--apart-only` leaves them out."
        )
    return sentences


def open_answers(reports: Iterable[Report]) -> list[str]:
    """Return a sentence on the written answers that nobody has graded, if there are any."""
    count = sum(
        len(questions)
        for report in reports
        for reason, questions in report.not_judged().items()
        if reason in OPEN
    )
    if not count:
        return []
    return [
        f"Written answers that nobody has graded yet: {count}. They take no points and give none. "
        "`coursework written export DIR` writes them for graders."
    ]


def _is_beside(question: QuestionResult) -> bool:
    return any(case.judged == "beside" for case in question.cases)


def _text(text: str) -> Text:
    """Return a cell for a text that may come from a submission, without control characters."""
    return Text(one_line(text[:LONGEST_CELL]))
