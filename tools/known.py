"""What the last `coursework mutation` found of an assignment, and whether it still holds.

It is in autograder/misconceptions/known/NAME.json. The grader's part of it goes into the bundle;
docs/test-quality.md is made from the rest.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from autograder.errors import CourseworkError

from . import places
from .catalogue import Catalogue, read_catalogue
from .master import Master, Question


def fingerprint(question: Question, catalogue: Catalogue) -> str:
    """Of all that what is known of a question depends on: its answer, its tests, its entries."""
    parts = [cell.source for cell in question.answer]
    parts += [case.cell.source for case in question.cases]
    parts += [repr(entry) for kind in (catalogue.wrong, catalogue.right) for entry in kind]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def known_path(name: str) -> Path:
    return places.MISCONCEPTIONS / "known" / f"{name}.json"


def found_of(name: str) -> dict[str, Any]:
    """What was found of each question, by the last `coursework mutation`."""
    path = known_path(name)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def known_of(master: Master) -> dict[str, Any]:
    """What a grader needs to give hints, of the questions that are still as they were then."""
    catalogue, found = read_catalogue(master.name), found_of(master.name)
    return {
        question.name: {key: found[question.name][key] for key in ("right", "mistakes")}
        for question in master.questions
        if current(question, catalogue, found)
    }


def current(question: Question, catalogue: Catalogue, found: dict[str, Any]) -> bool:
    """Whether what was found of a question holds for it as it is now."""
    then = found.get(question.name, {}).get("fingerprint")
    return bool(then == fingerprint(question, catalogue.of(question.name)))


def rules_current(question: Question, found: dict[str, Any]) -> bool:
    """Whether the mutants by rule were those of a question as it is now."""
    rules = found.get(question.name, {}).get("rules") or {}
    return bool(rules.get("fingerprint") == fingerprint(question, Catalogue()))


def keep_found(name: str, found: dict[str, Any]) -> None:
    """Keep what planting the catalogue found, beside what is known of mutants by rule."""
    before = found_of(name)
    _write(
        name,
        {
            question: {**parts, "rules": before.get(question, {}).get("rules")}
            for question, parts in found.items()
        },
    )


def keep_rules(name: str, rules: dict[str, Any]) -> None:
    """Keep what the mutants by rule found, beside what is known of the catalogue."""
    found = found_of(name)
    if found.keys() != rules.keys():
        raise CourseworkError(f"Run `coursework mutation {name}` first, without --rules.")
    _write(name, {question: {**found[question], "rules": rules[question]} for question in found})


def _write(name: str, found: dict[str, Any]) -> None:
    """A line a part, so that a change can be read."""
    path = known_path(name)
    path.parent.mkdir(exist_ok=True)
    questions = []
    for question, parts in found.items():
        lines = (
            f" {json.dumps(key)}: {json.dumps(value, sort_keys=True)}"
            for key, value in parts.items()
        )
        questions.append(f"{json.dumps(question)}: {{\n" + ",\n".join(lines) + "\n}")
    text = "{\n" + ",\n".join(questions) + "\n}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
