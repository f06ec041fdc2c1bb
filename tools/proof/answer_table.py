"""What the last `coursework mutation` measured of a chapter, and whether it is still current.

The results are in solutions/NAME/measured/answers.json. One part of them, the answer table, goes
into the bundle: the grader needs it to give hints. docs/test-quality.md is made from the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from autograder.errors import CourseworkError
from autograder.files import write_atomically

from ..authoring.master import Master, Question
from ..authoring.measured import fill_in_thresholds
from ..paths import Chapter
from .catalogue import Catalogue, read_catalogue

TABLE = "right", "mistakes", "free", "parameters"  # The parts of the results that a grader needs.
FORM = 3  # The form of stored answers. It changes if what a digest keeps does.

Measured = dict[str, dict[str, Any]]  # The results of each question, by the question's name.


def fingerprint(master: Master, question: Question, catalogue: Catalogue) -> str:
    """Return a hash of everything that the results of a question depend on.

    Args:
        master: The master that the question is in.
        question: Its answer and its tests are hashed, with their measured thresholds filled in.
        catalogue: The wrong and the right answers to the question, which are hashed too.
    """
    cells = [*question.answer, *(case.cell for case in question.cases)]
    parts = [fill_in_thresholds(cell.source, master.chapter.course) for cell in cells]
    parts += [repr(entry) for kind in (catalogue.wrong, catalogue.right) for entry in kind]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def measured_answers(chapter: Chapter) -> Measured:
    """Return the stored results of a chapter, which are empty if nothing was measured yet."""
    path = chapter.answers
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def stale_answers(master: Master) -> list[str]:
    """Return the questions whose catalogue has to be planted again, because the question, its
    entries or the form of the stored answers have changed since."""
    catalogue, measured = read_catalogue(master.chapter), measured_answers(master.chapter)
    return [
        question.name
        for question in master.questions
        if measured.get(question.name, {}).get("form") != FORM
        or measured[question.name]["fingerprint"]
        != fingerprint(master, question, catalogue.of(question.name))
    ]


def stale_mutants(master: Master) -> list[str]:
    """Return the questions whose mutants have to be planted again, because the question has
    changed since."""
    measured = measured_answers(master.chapter)
    return [
        question.name
        for question in master.questions
        if (measured.get(question.name, {}).get("rules") or {}).get("fingerprint")
        != fingerprint(master, question, Catalogue())
    ]


def answer_table(master: Master) -> dict[str, Any]:
    """Return what a grader needs to give hints, for the questions whose results are current."""
    measured, stale = measured_answers(master.chapter), stale_answers(master)
    return {
        question.name: {key: measured[question.name][key] for key in TABLE}
        for question in master.questions
        if question.name not in stale
    }


def with_answers(master: Master, new: Mapping[str, Any]) -> Measured:
    """Return the stored results of a chapter with what planting the catalogue has just measured.

    Args:
        master: The chapter's master. Results of questions that it no longer has are dropped.
        new: The new results of some questions. Their results on mutants stay.
    """
    stored = measured_answers(master.chapter)
    merged = {}
    for name in (question.name for question in master.questions):
        if name in new:
            merged[name] = {**new[name], "rules": stored.get(name, {}).get("rules")}
        elif name in stored:
            merged[name] = stored[name]
    return merged


def with_mutants(master: Master, new: Mapping[str, Any]) -> Measured:
    """Return the stored results of a chapter with what planting mutants has just measured.

    Raises:
        CourseworkError: The catalogue of one of these questions has never been planted.
    """
    stored = measured_answers(master.chapter)
    missing = [name for name in new if name not in stored]
    if missing:
        raise CourseworkError(
            f"There are no results for {', '.join(missing)} yet. "
            f"Run `coursework mutation {master.name}` first, without --rules."
        )
    return {
        question: {**parts, "rules": new.get(question, parts.get("rules"))}
        for question, parts in stored.items()
    }


def store(chapter: Chapter, measured: Measured) -> None:
    """Write the results of a chapter, one line for each part of a question, so that a change can
    be read in a diff."""
    questions = []
    for question, parts in measured.items():
        lines = (
            f" {json.dumps(key)}: {json.dumps(value, sort_keys=True)}"
            for key, value in parts.items()
        )
        questions.append(f"{json.dumps(question)}: {{\n" + ",\n".join(lines) + "\n}")
    write_atomically(chapter.answers, "{\n" + ",\n".join(questions) + "\n}\n")
