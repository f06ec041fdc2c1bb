"""Break the lines of a text between words: a notebook would break long ones within a word."""

from __future__ import annotations

import textwrap

WIDTH = 80  # A line has at most this many characters, but for long words.


def filled(text: str, indent: str = "", hanging: str = "") -> str:
    """Return a text with broken lines. What is broken off is indented like its line.

    Args:
        text: One line or several.
        indent: What each line begins with.
        hanging: What stands before broken-off words, besides the indentation.
    """
    return "\n".join(_line(indent + line, hanging) for line in text.splitlines())


def _line(line: str, hanging: str) -> str:
    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    if len(line) <= WIDTH or not words:
        return line.rstrip()
    return textwrap.fill(
        words, WIDTH, initial_indent=indent, subsequent_indent=indent + hanging,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
