"""The page that a student gets back: what a report says, as Markdown and as self-contained HTML.

Both are made from one `Feedback`, so they say the same in the same order. What a submission may
have written passes through `plain_text` first, and is then escaped for its format.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import jinja2

from .markdown import code, fenced, prose
from .plain_text import counted, listed, number, one_line, visible
from .report import (
    NOT_RUN,
    CaseResult,
    QuestionResult,
    Report,
    replace_text,
    report_path,
    total,
)

# What is said of hidden tests: of each whether it passed and what it covers, or how many passed.
Hidden = Literal["covers", "count"]


@dataclass(frozen=True)
class Check:
    """A case, or the hidden ones together, in words; `said` is the message of one that fails."""

    about: str
    hidden: bool
    points: float
    said: str = ""


@dataclass(frozen=True)
class Section:
    """A question in words. `standing` is full, part or none; `share` is a percentage."""

    name: str
    score: float
    max_score: float
    standing: str
    share: float
    passed: list[Check]
    failed: list[Check]
    hints: list[str]
    note: str


@dataclass(frozen=True)
class Feedback:
    """A report in words. `error` is the notebook's first, or why it could not be graded; then
    there are no sections."""

    assignment: str
    submission: str
    score: float
    max_score: float
    share: float
    graded: bool
    headline: str
    error: str
    isolation: str
    sections: list[Section]


def feedback(report: Report, hidden: Hidden = "covers") -> Feedback:
    """What a student is told of `report`, in order, with nothing in it that can't be seen."""
    return Feedback(
        assignment=one_line(report.assignment),
        submission=one_line(report.submission),
        score=total([report.score]),
        max_score=total([report.max_score]),
        share=_share(report.score, report.max_score),
        graded=report.graded,
        headline=one_line(_headline(report)),
        error=visible(report.reason),
        isolation=one_line(str(report.isolation.get("note", ""))),
        sections=[_section(q, hidden) for q in report.questions if report.graded],
    )


def html(report: Report, hidden: Hidden = "covers") -> str:
    """The page: one file that loads nothing, for a screen, a phone, paper or a screen reader."""
    return _template().render(page=feedback(report, hidden))


def markdown(report: Report, hidden: Hidden = "covers") -> str:
    """The same as CommonMark and one table, without raw HTML."""
    page = feedback(report, hidden)
    blocks = [
        f"# {prose(page.assignment)}: {number(page.score)} of {counted(page.max_score)}",
        f"Feedback for {code(page.submission)}.",
        prose(page.headline),
    ]
    if page.sections:
        rows = ["| question | points |", "| --- | ---: |"]
        rows += [
            f"| {prose(s.name)} | {number(s.score)} of {number(s.max_score)} |"
            for s in page.sections
        ]
        blocks.append("\n".join(rows))
    if page.error and page.graded:
        blocks += ["## The first error in your notebook", fenced(page.error)]
        blocks.append("Mend this first: what follows may fail only because of it.")
    elif page.error:
        blocks += ["## Why", fenced(page.error)]
        blocks.append("If you can't tell what to do, show this page to the course staff.")
    for section in page.sections:
        blocks += _section_blocks(section)
    if page.isolation:
        blocks += ["---", prose(page.isolation)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def write_feedback(report: Report, folder: Path) -> tuple[Path, Path]:
    """Write `folder`/ID.md and `folder`/ID.html, by rename."""
    pages = markdown(report), html(report)
    paths = report_path(report, folder, ".md"), report_path(report, folder, ".html")
    for path, text in zip(paths, pages):
        replace_text(path, text)
    return paths


def about(case: CaseResult) -> str:
    """What a case looks at, in a line: its author's words where there are any."""
    otherwise = case.message if case.hidden else case.name
    return one_line(case.covers) or one_line(otherwise) or "one more test"


def said(case: CaseResult) -> str:
    """The message of a case that fails. A hidden one has none, unless it was not run."""
    if case.passed or (case.hidden and not case.message.startswith(NOT_RUN)):
        return ""
    return visible(case.message)


def note(question: QuestionResult) -> str:
    """The sentence that says which other answers are to blame, if any are."""
    if question.blamed_on:
        return one_line(question.note) or one_line(
            f"It fails because of {listed(question.blamed_on)}."
        )
    return one_line(question.note)


def _headline(report: Report) -> str:
    if not report.graded:
        return "This notebook could not be graded."
    full = sum(_standing(q.score, q.max_score) == "full" for q in report.questions)
    open_ones = [
        q
        for q in report.questions
        if _standing(q.score, q.max_score) != "full" or not all(case.passed for case in q.cases)
    ]
    if not open_ones:
        return "Every check passes." if report.questions else ""
    first = (open_ones[0].blamed_on or [open_ones[0].name])[0]
    blamed = [q.name for q in open_ones if first in q.blamed_on]
    because = f"; {listed(blamed)} {'fail' if len(blamed) > 1 else 'fails'} because of it"
    return (
        f"{full} of {len(report.questions)} questions have full points. "
        f"Begin with {first}{because if blamed else ''}."
    )


def _section(question: QuestionResult, hidden: Hidden) -> Section:
    shown = [case for case in question.cases if hidden == "covers" or not case.hidden]
    passed = [_check(case) for case in shown if case.passed]
    failed = [_check(case) for case in shown if not case.passed]
    kept_back = [case for case in question.cases if case.hidden and hidden == "count"]
    if kept_back:
        passing = sum(case.passed for case in kept_back)
        words = f"{passing} of {len(kept_back)} hidden tests pass"
        check = Check(words, True, total(case.points for case in kept_back))
        (passed if passing == len(kept_back) else failed).append(check)
    return Section(
        name=one_line(question.name),
        score=total([question.score]),
        max_score=total([question.max_score]),
        standing=_standing(question.score, question.max_score),
        share=_share(question.score, question.max_score),
        passed=passed,
        failed=failed,
        hints=[one_line(hint) for hint in question.hints],
        note=note(question),
    )


def _check(case: CaseResult) -> Check:
    return Check(about(case), case.hidden, total([case.points]), said(case))


def _standing(score: float, max_score: float) -> str:
    if total([score]) >= total([max_score]):
        return "full"
    return "part" if total([score]) > 0 else "none"


def _share(score: float, max_score: float) -> float:
    return round(100 * min(max(score / max_score, 0.0), 1.0), 2) if max_score else 0.0


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, counted=counted)
    return environment.get_template("feedback.html.j2")


def _section_blocks(section: Section) -> list[str]:
    points = f"{number(section.score)} of {counted(section.max_score)}"
    blocks = [f"## {prose(section.name)}: {points}"]
    if section.passed:
        blocks += ["Passes:", "\n".join(f"- {prose(c.about)}{_mark(c)}" for c in section.passed)]
    for check in section.failed:
        blocks += [f"Fails: **{prose(check.about)}**{_mark(check)}", fenced(check.said)]
    blocks += [f"**Hint:** {prose(hint)}" for hint in section.hints]
    if section.note:
        blocks.append(f"> {prose(section.note)}")
    return blocks


def _mark(check: Check) -> str:
    return " (hidden test)" if check.hidden else ""
