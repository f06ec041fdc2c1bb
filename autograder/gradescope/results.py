"""A report as Gradescope's results.json; `results.schema.json` states the format.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/. The sentences are those of
the feedback page (`report/page.py`), written as Markdown. Whatever a submission may have written
is escaped or stands in a fenced block.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..bundle.settings import Policy
from ..files import write_atomically
from ..report.exports import rankable
from ..report.markdown import fenced, prose
from ..report.markdown_page import check_blocks, hint_blocks, note_blocks
from ..report.page import Check, Feedback, Section, feedback
from ..report.result import Report, total
from ..wording import one_line
from .attempt import Attempt

KINDS = ((False, "checks of the notebook"), (True, "hidden tests"))


def results(
    report: Report, policy: Policy | None = None, attempt: Attempt | None = None
) -> dict[str, Any]:
    """Return the content of results.json.

    Each question has an entry for its public cases and one for its hidden cases. Their scores add
    up to the question's. Cases that were not judged have an entry of their own, which has neither
    points nor a status: it claims no pass and blames nobody.

    Args:
        report: The report to show.
        policy: What students see and when; by default everything at once.
        attempt: Which of the student's attempts this is; by default the first.
    """
    policy, attempt = policy or Policy(), attempt or Attempt()
    page = feedback(report)
    content: dict[str, Any] = {
        "score": page.score,
        "execution_time": round(report.seconds, 2),
        "output": _output(page),
        "output_format": "md",
        "test_output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "assignment": page.assignment,
            "submission": page.submission,
            "max_score": page.max_score,
            "judged": page.judged,
            "not_graded": one_line(report.not_graded),
            "flags": [one_line(flag) for flag in report.flags],
            "isolation": report.isolation,
            "attempt": attempt.number,
            "late": attempt.late,
        },
        "tests": [
            {**entry, "number": f"{position}.{part}"}
            for position, section in enumerate(page.sections, start=1)
            for part, entry in enumerate(_entries(section, policy, attempt), start=1)
        ],
    }
    if report.leaderboard:
        content["leaderboard"] = [
            {key: one_line(value) if isinstance(value, str) else value
             for key, value in entry.items()}
            for entry in rankable(report.leaderboard)
        ]  # fmt: skip
    return content


def write_results(
    report: Report, path: Path, policy: Policy | None = None, attempt: Attempt | None = None
) -> Path:
    """Write results.json to `path`. See `write_json`."""
    return write_json(results(report, policy, attempt), path)


def write_json(content: dict[str, Any], path: Path) -> Path:
    """Write the content of results.json by rename, closed to other users until it is complete."""
    text = json.dumps(content, indent=1, ensure_ascii=True, allow_nan=False)
    write_atomically(path, text + "\n", mode=0o600)
    path.chmod(0o644)
    return path


def _entries(section: Section, policy: Policy, attempt: Attempt) -> list[dict[str, Any]]:
    """Return the entries of a question: judged public and hidden cases, then what was not judged.

    The last entry of judged cases has the hints and says which other answers are to blame, because
    these too may come from hidden tests. Hints that wait for the due date are an entry without
    points.
    """
    judged = [check for check in section.checks if check.state != "not judged"]
    groups = _by_kind(judged)
    if not section.checks:
        groups = [(False, KINDS[0][1], [])]
    worth = [total(check.points for check in checks) for _, _, checks in groups]
    given = [total(c.points for c in checks if c.state == "passed") for _, _, checks in groups]
    scores = _scores(section.score, given, worth)
    hints = hint_blocks(section.hints)
    if hints and attempt.number < policy.hints_from_try:
        hints = [f"There is a hint from try {policy.hints_from_try} on; "
                 f"this is try {attempt.number}."]  # fmt: skip
    entries: list[dict[str, Any]] = []
    for (hidden, words, checks), score, max_score in zip(
        groups, scores, _shares(section.judged, worth)
    ):
        right = all(check.state == "passed" for check in checks)
        passed = score >= max_score and (right or section.blamed)
        blocks = check_blocks(checks)
        if len(entries) == len(groups) - 1:
            blocks += [*(hints if policy.hints == "now" else []), *note_blocks(section.note)]
        entries.append({
            **_entry(f"{section.heading}: {words}", blocks, policy.hidden if hidden else "visible"),
            "score": score,
            "max_score": max_score,
            "status": "passed" if passed else "failed",
        })  # fmt: skip
    for hidden, words, checks in _by_kind(section.of_state("not judged")):
        name = f"{section.heading}: {words}, not judged"
        visibility = policy.hidden if hidden else "visible"
        entries.append(_entry(name, check_blocks(checks), visibility))
    if policy.hints == "after_due_date" and hints:
        entry = _entry(f"{section.heading}: hints", hints, "after_due_date")
        entries.append({**entry, "score": 0.0, "max_score": 0.0})
    return entries


def _by_kind(checks: Sequence[Check]) -> list[tuple[bool, str, list[Check]]]:
    """Return the public and the hidden checks, as (hidden, words for the kind, checks)."""
    kinds = [(h, words, [check for check in checks if check.hidden is h]) for h, words in KINDS]
    return [kind for kind in kinds if kind[2]]


def _entry(name: str, blocks: list[str], visibility: str) -> dict[str, Any]:
    return {
        "name": name,
        "name_format": "text",
        "output": "\n\n".join(blocks),
        "output_format": "md",
        "visibility": visibility,
    }


def _scores(score: float, given: list[float], worth: list[float]) -> list[float]:
    """Divide the score of a question among its groups of cases.

    Args:
        score: The score of the question.
        given: For each group the points of the cases that passed.
        worth: For each group the points of all its cases.

    Returns:
        The score of each group. If the question has more points than its cases that passed, the
        rest goes where points are missing. If it has fewer, they come from where points were given.
    """
    if not given:
        return []
    beyond = score - total(given)
    margins = [w - g for w, g in zip(worth, given)] if beyond > 0 else given
    parts = [total([g, s]) for g, s in zip(given, _shares(beyond, margins))]
    return [*parts[:-1], total([score, *[-part for part in parts[:-1]]])]


def _shares(whole: float, weights: list[float]) -> list[float]:
    """Divide `whole` in proportion to the weights. The last share takes the rounding."""
    if not weights:
        return []
    heavy = sum(weights)
    shares = [total([whole * weight / heavy]) if heavy else 0.0 for weight in weights[:-1]]
    return [*shares, total([whole, *[-share for share in shares]])]


def _output(page: Feedback) -> str:
    """Return the text above all entries."""
    blocks = [f"**{page.headline}**"] if not page.graded else []
    if page.error:
        heading = [f"**{page.error_heading}:**"] if page.graded else []
        blocks += [*heading, fenced(page.error), page.advice]
    blocks += [prose(line) for line in [*page.notices, page.isolation]]
    return "\n\n".join(block for block in blocks if block)
