"""Turn any text into Markdown that shows it as it is: no markup, no link, no HTML."""

from __future__ import annotations

import re

# The characters that begin something in Markdown, anywhere or only at the start of a line.
ACTIVE = re.compile(
    r"[\\`*\[\]<>|~$&@^]|(?<![^\W_])_|_(?![^\W_])|(?<=:)//|(?<=www)\.|^[!-/:-@{-}]|^\d+[.)]",
    re.IGNORECASE,
)


def prose(line: str) -> str:
    """Return one line in which everything that Markdown would act on is escaped."""
    return ACTIVE.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", line)


def code(line: str) -> str:
    """Return one line as inline code, or "" for an empty line."""
    ticks = _longer_than_any("`", line, 1)
    edge = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{edge}{line}{edge}{ticks}" if line else ""


def fenced(text: str) -> str:
    """Return a text as a fenced block, or "" for an empty text."""
    ticks = _longer_than_any("`", text, 3)
    return f"{ticks}text\n{text}\n{ticks}" if text else ""


def _longer_than_any(character: str, text: str, least: int) -> str:
    """Return a run of the character that is longer than any run in the text."""
    runs = re.findall(f"{re.escape(character)}+", text)
    return character * max([least, *[len(run) + 1 for run in runs]])
