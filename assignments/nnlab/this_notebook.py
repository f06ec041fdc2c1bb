"""Find the notebook of an assignment, also if a browser or its owner has renamed it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"  # The folder of the course's data.
CLEAN_RUN = "NNLAB_CLEAN_RUN"  # This variable is set where a whole notebook is run once more.

assignment = ""  # The name of the assignment, once `find` was called.
path = ""  # The path of the notebook's file, once `find` was called.


def find(name: str) -> str:
    """Return the name under which the notebook of an assignment is in the working directory.

    The checks read their tests from the notebook's file, so they need its name. If the name is
    another one, this says what it should be.

    Args:
        name: The name that the notebook should have, such as "hw1_neuron.ipynb".
    """
    global assignment, path
    assignment = name.removesuffix(".ipynb")
    found = _find(name)
    path = str(Path(found).resolve())
    return found


def questions() -> list[str]:
    """Return the names of the questions with checks, in their order, or [] if none are known."""
    names = otter_settings(Path(path)).get("tests") if path else None
    return sorted(names, key=_with_numbers) if isinstance(names, dict) else []


def hint_file() -> Path:
    """Return the path of the hints on this notebook. A course that gives none has no such file."""
    return DATA / "hints" / f"{assignment}.json"


def is_being_graded() -> bool:
    """Return True unless Otter is here in a student's own session, and not in a grader's."""
    notebook = getattr(sys.modules.get("otter"), "Notebook", None)
    is_otters = getattr(notebook, "__module__", "") == "otter.check.notebook"
    return not is_otters or bool(getattr(notebook, "_grading_mode", False))


def _find(name: str) -> str:
    if Path(name).is_file():
        return name
    renamed = [path for path in sorted(Path().glob("*.ipynb")) if _assignment(path) == name[:-6]]
    if not renamed:
        print(f"There is no {name} here. If you have renamed this notebook, call it {name} again.")
        return name
    print(f"This notebook is called {renamed[0]}; it should be called {name}. The checks work all "
          f"the same, but rename it before you hand it in.")  # fmt: skip
    return str(renamed[0])


def _assignment(path: Path) -> str:
    """Return the name of the assignment that a notebook states, or ""."""
    return str(otter_settings(path).get("assignment_name", ""))


def otter_settings(path: Path) -> dict[str, Any]:
    """Return what Otter has written into a notebook's metadata, or {}."""
    try:
        settings = json.loads(path.read_text(encoding="utf-8-sig"))["metadata"]["otter"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _with_numbers(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts q2 before q10."""
    return [(int(part or 0), "") if part.isdigit() else (0, part)
            for part in re.split(r"(\d+)", name)]  # fmt: skip
