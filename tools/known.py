"""What the last `coursework mutation` found of an assignment, and whether it still holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

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


def write_found(found: dict[str, Any], path: Path) -> None:
    """Write it, a line a part, so that a change can be read."""
    path.parent.mkdir(exist_ok=True)
    lines = []
    for question, parts in found.items():
        inner = ",\n".join(
            f" {json.dumps(key)}: {json.dumps(value, sort_keys=True)}"
            for key, value in parts.items()
        )
        lines.append(f"{json.dumps(question)}: {{\n{inner}\n}}")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
