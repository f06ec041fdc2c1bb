"""A report as Gradescope's results.json; `gradescope/results.schema.json` states the format.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/. Every text goes out in the
format "text", which is shown as it stands: what a submission wrote meets no Markdown or HTML.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any, Literal

from .feedback import about, note, said
from .plain_text import one_line, visible
from .report import CaseResult, QuestionResult, Report, rankable, replace_text, total

# Not "hidden": that is meant for entries without points.
Visibility = Literal["visible", "after_due_date", "after_published"]

KINDS = ((False, "checks of the notebook"), (True, "hidden tests"))
WIDTH = 88


def results(report: Report, *, hidden_visibility: Visibility = "visible") -> dict[str, Any]:
    """The content of results.json: for each question an entry for its public cases and one for
    its hidden cases, whose scores add up to the question's.

    Hidden tests are visible by default: an entry says no more than what they cover, and where an
    entry is held back Gradescope shows the student no total either.
    """
    made: dict[str, Any] = {
        "score": total([report.score]),
        "execution_time": round(report.seconds, 2),
        "output": _output(report),
        "output_format": "text",
        "test_output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "assignment": one_line(report.assignment),
            "submission": one_line(report.submission),
            "max_score": total([report.max_score]),
            "flags": [one_line(flag) for flag in report.flags],
            "isolation": report.isolation,
        },
        "tests": [
            {**entry, "number": f"{position}.{part}"}
            for position, question in enumerate(report.questions, start=1)
            for part, entry in enumerate(
                _entries(question, report.graded, hidden_visibility), start=1
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


def write_results(report: Report, path: Path, *, hidden_visibility: Visibility = "visible") -> Path:
    """Write results.json to `path`, by rename; nobody else can read it before it is whole."""
    made = results(report, hidden_visibility=hidden_visibility)
    text = json.dumps(made, indent=1, ensure_ascii=True, allow_nan=False)
    replace_text(path, text + "\n", mode=0o600)
    path.chmod(0o644)
    return path


def _entries(
    question: QuestionResult, graded: bool, hidden_visibility: Visibility
) -> list[dict[str, Any]]:
    """The question's entries, public cases first; one without cases has one entry. The last one
    says which other answers are to blame: that, too, may come from hidden tests."""
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
        lines = [_line(case) for case in cases] if graded else ["Not graded: see the top."]
        if len(entries) == len(groups) - 1 and note(question):
            lines.append(_wrapped(note(question)))
        entries.append({
            "name": f"{one_line(question.name)}: {words}",
            "name_format": "text",
            "score": score,
            "max_score": max_score,
            "status": "passed" if passed else "failed",
            "output": "\n".join(lines),
            "output_format": "text",
            "visibility": hidden_visibility if hidden else "visible",
        })  # fmt: skip
    return entries


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


def _line(case: CaseResult) -> str:
    line = _wrapped(f"{'Passes' if case.passed else 'Fails'}: {about(case)}")
    return f"{line}\n{textwrap.indent(_wrapped(said(case)), '    ')}".rstrip()


def _output(report: Report) -> str:
    heading = "The first error in your notebook" if report.graded else "Not graded"
    lines = [f"{heading}:\n{visible(report.reason)}"] if report.reason else []
    lines.append(str(report.isolation.get("note", "")))
    return "\n\n".join(_wrapped(line) for line in lines if line)


def _wrapped(text: str) -> str:
    lines = (textwrap.wrap(line, WIDTH, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(line) for line in lines)
