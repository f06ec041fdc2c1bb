"""Count a score as Otter's settings `points_possible` and `score_threshold` say, and add the
written questions, which no test judges and no setting of Otter counts."""

from __future__ import annotations

from collections.abc import Mapping

from ..bundle.bundle import Bundle
from ..report.result import BY_PERSON, NOT_GRADED, UNANSWERED, Report, total, written_result
from ..wording import counted, number


def apply_settings(report: Report, bundle: Bundle) -> None:
    """Change the score and the maximum of a report if the bundle's settings ask for it.

    The share is that of all points, as in Otter. A submission that could reach the threshold by
    what was not judged is not passed, because a submission can bring it about that a case can't be
    judged. It gets a flag.
    """
    possible = total(question.max_score for question in report.questions)
    if bundle.points_possible is not None and possible:
        worth = total([bundle.points_possible])
        if worth != possible:
            before = f"{number(report.score)} of {counted(possible)} of the questions"
            report.score = total([report.score / possible * worth])
            report.max_score = worth
            report.remarks.append(
                f"{before} count as {number(report.score)} of {number(worth)} points."
            )
    if bundle.score_threshold is None or not report.graded:
        return
    # As Otter does, a bundle without points counts as one of which nothing is reached.
    share = report.score / report.max_score if report.max_score else 0.0
    left_out = report.max_score - report.judged
    passes = share >= bundle.score_threshold
    undecided = not passes and share + left_out / (report.max_score or 1) >= bundle.score_threshold
    report.score = report.max_score if passes else 0.0
    result = "passed" if passes else "not decided" if undecided else "not passed"
    report.remarks.append(
        f"This assignment is passed with {bundle.score_threshold:.0%} of its points: {result} "
        f"with {share:.0%}."
    )
    if undecided:
        report.flags.append(
            f"{counted(left_out)} were not judged, and the assignment would be passed with them: "
            "decide it by hand"
        )


def add_written(report: Report, bundle: Bundle, answers: Mapping[str, str] | None = None) -> None:
    """Add the written questions to a report. They are open, and count for nothing, until a person
    has graded them.

    Args:
        report: The report of all other questions.
        bundle: The bundle.
        answers: The answer to each written question, or None if the submission could not be graded.
    """
    for question in bundle.written:
        reason = NOT_GRADED
        if answers is not None:
            reason = BY_PERSON if answers[question.name] else UNANSWERED
        report.questions.append(
            written_result(question.name, question.points, question.title, reason)
        )
