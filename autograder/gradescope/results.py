"""A report as Gradescope's results.json; `results.schema.json` states the format.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/. The format is Markdown;
what a submission may have written is escaped or stands in a block, so that it means nothing there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..feedback import about, note, said
from ..markdown import fenced, prose
from ..plain_text import one_line, visible
from ..report import CaseResult, QuestionResult, Report, rankable, replace_text, total
from ..settings import Policy
from .attempt import Attempt

KINDS = ((False, "checks of the notebook"), (True, "hidden tests"))


def results(
    report: Report, policy: Policy | None = None, attempt: Attempt | None = None
) -> dict[str, Any]:
    """The content of results.json: for each question an entry for its public cases and one for
    its hidden cases, whose scores add up to the question's."""
    policy, attempt = policy or Policy(), attempt or Attempt()
    made: dict[str, Any] = {
        "score": total([report.score]),
        "execution_time": round(report.seconds, 2),
        "output": _output(report),
        "output_format": "md",
        "test_output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "assignment": one_line(report.assignment),
            "submission": one_line(report.submission),
            "max_score": total([report.max_score]),
            "flags": [one_line(flag) for flag in report.flags],
            "isolation": report.isolation,
            "attempt": attempt.number,
            "late": attempt.late,
        },
        "tests": [
            {**entry, "number": f"{position}.{part}"}
            for position, question in enumerate(report.questions, start=1)
            for part, entry in enumerate(
                _entries(question, report.graded, policy, attempt), start=1
            )
        ],
    }
    if report.leaderboard:
        made["leaderboard"] = [
            {key: one_line(value) if isinstance(value, str) else value
             for key, value in entry.items()}
            for entry in rankable(report.leaderboard)
        ]  # fmt: skip
    return made


def write_results(
    report: Report, path: Path, policy: Policy | None = None, attempt: Attempt | None = None
) -> Path:
    """Write results.json to `path`, by rename; nobody else can read it before it is whole."""
    return write_json(results(report, policy, attempt), path)


def write_json(made: dict[str, Any], path: Path) -> Path:
    """Write what is to be results.json, by rename; nobody else can read it before it is whole."""
    text = json.dumps(made, indent=1, ensure_ascii=True, allow_nan=False)
    replace_text(path, text + "\n", mode=0o600)
    path.chmod(0o644)
    return path


def _entries(
    question: QuestionResult, graded: bool, policy: Policy, attempt: Attempt
) -> list[dict[str, Any]]:
    """The question's entries, public cases first; one without cases has one entry. The last one
    has the hints and says which other answers are to blame: these, too, may come from hidden
    tests. Hints that wait for the due date are an entry of their own, without points."""
    groups = [(h, words, [c for c in question.cases if c.hidden is h]) for h, words in KINDS]
    groups = [group for group in groups if group[2]] or [(False, KINDS[0][1], [])]
    worth = [total(case.points for case in cases) for _, _, cases in groups]
    given = [total(case.points for case in cases if case.passed) for _, _, cases in groups]
    entries: list[dict[str, Any]] = []
    for (hidden, words, cases), score, max_score in zip(
        groups, _scores(question.score, given, worth), _shares(question.max_score, worth)
    ):
        right = all(case.passed for case in cases)
        passed = score >= max_score and (right or bool(question.blamed_on))
        blocks = _cases(cases) if graded else ["Not graded: see the top."]
        if len(entries) == len(groups) - 1:
            hints = _hints(question, policy, attempt) if policy.hints == "now" else []
            blocks += [*hints, *([f"> {prose(note(question))}"] if note(question) else [])]
        visibility = policy.hidden if hidden else "visible"
        entries.append({
            **_entry(f"{one_line(question.name)}: {words}", blocks, visibility),
            "score": score,
            "max_score": max_score,
            "status": "passed" if passed else "failed",
        })  # fmt: skip
    if policy.hints == "after_due_date" and (hints := _hints(question, policy, attempt)):
        name = f"{one_line(question.name)}: hints"
        entries.append({**_entry(name, hints, "after_due_date"), "score": 0.0, "max_score": 0.0})
    return entries


def _entry(name: str, blocks: list[str], visibility: str) -> dict[str, Any]:
    return {
        "name": name,
        "name_format": "text",
        "output": "\n\n".join(blocks),
        "output_format": "md",
        "visibility": visibility,
    }


def _hints(question: QuestionResult, policy: Policy, attempt: Attempt) -> list[str]:
    if question.hints and attempt.number < policy.hints_from_try:
        return [f"There is a hint from try {policy.hints_from_try} on; "
                f"this is try {attempt.number}."]  # fmt: skip
    return [f"**Hint:** {prose(one_line(hint))}" for hint in question.hints]


def _scores(score: float, given: list[float], worth: list[float]) -> list[float]:
    """`score` by group: what its cases were given; what the question has beyond that goes where
    points are missing, and what it has less comes from where points were given."""
    beyond = score - total(given)
    room = [w - g for w, g in zip(worth, given)] if beyond > 0 else given
    parts = [total([g, s]) for g, s in zip(given, _shares(beyond, room))]
    return [*parts[:-1], total([score, *[-part for part in parts[:-1]]])]


def _shares(whole: float, weights: list[float]) -> list[float]:
    """`whole`, divided in proportion to `weights`; the last share takes the rounding."""
    heavy = sum(weights)
    shares = [total([whole * weight / heavy]) if heavy else 0.0 for weight in weights[:-1]]
    return [*shares, total([whole, *[-share for share in shares]])]


def _cases(cases: list[CaseResult]) -> list[str]:
    passed = "\n".join(f"- Passes: {prose(about(case))}" for case in cases if case.passed)
    blocks = [passed]
    for case in cases:
        if not case.passed:
            blocks += [f"**Fails:** {prose(about(case))}", fenced(said(case))]
    return [block for block in blocks if block]


def _output(report: Report) -> str:
    heading = "The first error in your notebook:" if report.graded else "Not graded:"
    reason = fenced(visible(report.reason))
    blocks = [f"**{heading}**", reason] if reason else []
    blocks.append(prose(one_line(str(report.isolation.get("note", "")))))
    return "\n\n".join(block for block in blocks if block)
