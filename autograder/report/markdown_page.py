"""The feedback page as CommonMark with one table, and without raw HTML.

The blocks of a question are also the text of its entries on Gradescope.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..wording import number
from .markdown import code, fenced, prose
from .page import VERDICTS, Check, feedback
from .result import Report


def markdown(report: Report) -> str:
    """Return the feedback page as Markdown."""
    page = feedback(report)
    blocks = [
        f"# {prose(page.assignment)}: {number(page.score)} of {page.worth}",
        f"Feedback for {code(page.submission)}.",
        f"**Do this first:** {prose(page.first)}" if page.first else "",
        prose(page.headline),
        *map(prose, page.notices),
    ]
    if page.sections:
        rows = ["| question | points |", "| --- | ---: |"]
        rows += [f"| {prose(s.heading)} | {s.points_in_short} |" for s in page.sections]
        blocks.append("\n".join(rows))
    if page.error:
        blocks += [f"## {page.error_heading}", fenced(page.error), page.advice]
    for section in page.sections:
        blocks.append(f"## {prose(section.heading)} ({section.points})")
        blocks += check_blocks(section.checks)
        blocks += hint_blocks(section.hints)
        blocks += note_blocks(section.note)
    if page.isolation:
        blocks += ["---", prose(page.isolation)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def check_blocks(checks: Sequence[Check]) -> list[str]:
    """Return the blocks that say how checks went: those that pass first, then those that fail."""
    blocks = []
    if passed := [check for check in checks if check.state == "passed"]:
        items = [f"- {prose(check.about)}{_mark(check)}" for check in passed]
        blocks += [f"{VERDICTS['passed']}:", "\n".join(items)]
    for check in checks:
        if check.state == "failed":
            about = f"{check.verdict}: **{prose(check.about)}**{_mark(check)}"
            blocks += [about, fenced(check.detail)]
    if not_judged := [check for check in checks if check.state == "not judged"]:
        items = [
            f"- {prose(check.about)}{_mark(check)}: {prose(check.detail)}".rstrip(": ")
            for check in not_judged
        ]
        blocks += [f"{VERDICTS['not judged']}:", "\n".join(items)]
    return [block for block in blocks if block]


def hint_blocks(hints: Sequence[str]) -> list[str]:
    """Return a block for each hint."""
    return [f"**Hint:** {prose(hint)}" for hint in hints]


def note_blocks(note: str) -> list[str]:
    """Return the block of a note, or none if there is no note."""
    return [f"> {prose(note)}"] if note else []


def _mark(check: Check) -> str:
    return " (hidden test)" if check.hidden else ""
