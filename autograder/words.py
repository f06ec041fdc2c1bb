"""What is said of an error, in one line."""

from __future__ import annotations

PLAIN = ("AssertionError",)


def of_error(type_name: str, text: str) -> str:
    """A failed case's message: a check's own sentence, or the error with its kind."""
    said = " ".join(text.split())
    if type_name == "NotImplementedError":
        return f"not written yet ({said})"
    return said if type_name in PLAIN and said else f"{type_name}: {said}"


def of_cell(number: int, source: str, type_name: str, text: str, line: int = 0) -> str:
    """An error of the notebook, and where it stands. Empty for a stub that is not written yet."""
    if type_name == "NotImplementedError":
        return ""
    begins = next((line for line in source.splitlines() if line.strip()), "")
    said = " ".join(text.split()[:60])
    where = f" in its line {line}" if line else ""
    return f"cell {number}, which begins with `{begins[:50]}`: {type_name}{where}: {said}"[:400]
