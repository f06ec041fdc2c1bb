"""The page of the symptoms quotes what the tools of the course say."""

from __future__ import annotations

import ast
import re

from tools.paths import CHECKOUT

PAGE = CHECKOUT / "assignments" / "troubleshooting.md"
LIBRARY = CHECKOUT / "assignments" / "nnlab"
# Code in the first column that is Python's message, or that a student has written.
NOT_OURS = {"jupyter", "ModuleNotFoundError", "ModuleNotFoundError: No module named 'nnlab'",
            "NameError", "nnlab.check_all()"}  # fmt: skip


def texts() -> list[str]:
    """Return the texts within nnlab, with "…" for each value that is filled in."""
    found = []
    for path in LIBRARY.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else "…"
                         for part in node.values]  # fmt: skip
                found.append("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return found


def symptoms(page: str) -> set[str]:
    """Return the code in the first columns of the tables of a page."""
    columns = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")]
    return {span for column in columns for span in re.findall(r"`([^`]+)`", column)}


def unknown(page: str) -> set[str]:
    """Return the symptoms that neither Python nor nnlab says."""
    known = texts()
    return {
        symptom for symptom in symptoms(page) - NOT_OURS
        if not any(symptom.strip("… ") in text for text in known)
    }  # fmt: skip


def test_what_is_quoted_is_what_the_tools_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert unknown(page) == set()
    assert symptoms(page) > NOT_OURS and len(symptoms(page)) > 20


def test_another_message_is_noticed() -> None:
    assert unknown("| `Deleted: …`, `Removed: …` | repair |\n") == {"Removed: …"}
