"""Text as Markdown that means nothing else: no markup of its own, no link, no HTML."""

from __future__ import annotations

import re

# What begins something in Markdown: anywhere, or only at the start of a line.
ACTIVE = re.compile(
    r"[\\`*\[\]<>|~$&@^]|(?<![^\W_])_|_(?![^\W_])|(?<=:)//|(?<=www)\.|^[!-/:-@{-}]|^\d+[.)]",
    re.IGNORECASE,
)


def prose(line: str) -> str:
    """One line, with all that Markdown would act on escaped."""
    return ACTIVE.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


def code(line: str) -> str:
    """One line as code in a line; nothing for an empty one."""
    ticks = _longer_than_any("`", line, 1)
    edge = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{edge}{line}{edge}{ticks}" if line else ""


def fenced(text: str) -> str:
    """A text as a block, shown as it stands; nothing for an empty one."""
    ticks = _longer_than_any("`", text, 3)
    return f"{ticks}text\n{text}\n{ticks}" if text else ""


def _longer_than_any(character: str, text: str, least: int) -> str:
    runs = re.findall(f"{re.escape(character)}+", text)
    return character * max([least, *[len(run) + 1 for run in runs]])
