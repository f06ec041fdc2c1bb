"""The report of a class: one HTML file that loads nothing else."""

from __future__ import annotations

import math
import statistics as stats
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.report.exports import report_path
from autograder.report.html_page import templates
from autograder.report.result import Report
from autograder.wording import number, one_line, safe_text

from .late import LatePolicy
from .monday import three_sentences
from .pictures import histogram, stacked
from .record import Grades
from .statistics import Line, Statistics, statistics, without_names

NAME = "report.html"
FREQUENT = 8  # So many misconceptions are shown without a click.
# How a question can have gone: the name of the count, words, and the class in the page's style.
KINDS = (
    ("right", "right", "full"),
    ("right_but_slow", "right, but slow", "slow"),
    ("blocked", "right on its own, blocked by an earlier answer", "part"),
    ("wrong", "wrong", "none"),
    ("too_slow", "too slow", "late"),
    ("unwritten", "not answered", "stub"),
    ("not_judged", "not judged", "unjudged"),
)


def write_class_report(grades: Grades, policy: LatePolicy, anonymous: bool = False) -> Path:
    """Write the report of a class into its folder and return its path.

    Raises:
        CourseworkError: The file can't be written.
    """
    path = grades.folder / NAME
    try:
        write_atomically(path, class_page(statistics(grades, policy), grades, policy, anonymous))
    except OSError as error:
        raise CourseworkError(f"{path} can't be written: {error.strerror}.") from None
    return path


def class_page(
    facts: Statistics, grades: Grades, policy: LatePolicy, anonymous: bool = False
) -> str:
    """Return the report as HTML.

    Args:
        facts: What the reports say.
        grades: The reports.
        policy: What lateness costs.
        anonymous: Leave out names, ids and links to pages of students.
    """
    labels = _labels(facts, grades, anonymous)
    if anonymous:
        lines = [replace(li, first=without_names(li.first, li.row)) for li in facts.lines]
        facts = replace(facts, lines=lines)
    shares = [100 * line.score / line.judged for line in facts.graded if line.judged]
    seconds = [line.seconds for line in facts.graded]
    kinds = [kind for kind in KINDS if any(getattr(q, kind[0]) for q in facts.questions)]
    counts = [(q.name, [getattr(q, kind[0]) for kind in kinds]) for q in facts.questions]
    legend = [(words, style) for _, words, style in kinds]
    return _template().render(
        facts=facts,
        record=grades.record,
        remarks=[] if anonymous else grades.record.remarks,
        monday=three_sentences(facts),
        labels=labels,
        anonymous=anonymous,
        lines=sorted(facts.lines, key=lambda line: labels[line.row.id]["order"]),
        scores=histogram(shares, range(0, 101, 10), " %", "Scores", "scores"),
        mean=stats.mean(shares) if shares else None,
        median=stats.median(shares) if shares else None,
        questions=stacked(counts, legend, "How each question went", "questions"),
        legend=legend,
        some_slow=any(q.right_but_slow for q in facts.questions),
        some_too_slow=any(q.too_slow for q in facts.questions),
        titles={question.name: question.title for question in facts.questions},
        times=histogram(seconds, _time_edges(seconds), " s", "Seconds of grading", "times"),
        slowest=sorted(facts.graded, key=lambda line: -line.seconds)[:3],
        useless=[case for case in facts.cases if not case.separates],
        policy=policy if policy.percent_per_day else None,
        unknown=sum(bool(line.row.late) and line.row.minutes_late is None for line in facts.lines),
        waiting=sum(line.waiting for line in facts.lines),
        refused=sum(not (line.graded or line.waiting) and line.row.attempts > 0
                    for line in facts.lines),
        worth=_worth(facts),
        frequent=[m for m in facts.misconceptions if m.count > 1][:FREQUENT],
        missing=sum(line.row.attempts == 0 for line in facts.lines),
        late=sum(bool(line.row.student.get("late")) for line in facts.lines),
    )  # fmt: skip


def _worth(facts: Statistics) -> str:
    """Return of how many points the scores are: of those that were judged, if that is the same for
    all students."""
    judged = {line.judged for line in facts.graded}
    if len(judged) == 1 and judged != {facts.max_score}:
        return f"{number(*judged)} judged points"
    return number(facts.max_score)


def _time_edges(seconds: Sequence[float]) -> list[float]:
    """Return round ends of 8 bins that hold all but the slowest 5 %."""
    wide = max(float(np.percentile(seconds, 95)) / 8 if seconds else 0.0, 0.01)
    power = 10 ** math.floor(math.log10(wide))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= wide)
    return [round(step * k, 6) for k in range(9)]


def _labels(facts: Statistics, grades: Grades, anonymous: bool) -> dict[str, dict[str, Any]]:
    """Return how each student is called on the page, and the address of the feedback page."""
    if anonymous:
        shuffled = sorted(facts.lines, key=lambda line: (line.row.key, line.row.content))
        return {
            line.row.id: {"name": f"student {n}", "id": "", "page": "", "order": n}
            for n, line in enumerate(shuffled, start=1)
        }
    labels = {}
    for order, line in enumerate(facts.lines):
        page = report_path(Report("", line.row.id, 0.0, 0.0), grades.folder, ".html").name
        name = one_line(line.row.name or line.row.id)
        id = one_line(line.row.number or line.row.id)
        labels[line.row.id] = {"name": name, "id": id, "page": page, "order": order}
    return labels


def _points(line: Line) -> str:
    return number(line.score) if line.graded and line.judged else ""


@cache
def _template() -> jinja2.Template:
    environment = templates("tools.classes")
    environment.filters.update(
        line=one_line, code=safe_text, points=_points,
        percent=lambda share: f"{100 * share:.0f} %",
    )  # fmt: skip
    return environment.get_template("class.html.j2")
