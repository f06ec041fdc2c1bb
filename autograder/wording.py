"""Text and numbers as they are shown to people. A text may come from a submission."""

from __future__ import annotations

import unicodedata

# A text or a line that is shown is cut after this many characters.
MAX_TEXT = 2000
MAX_LINE = 400

# The message of one of these errors is a check's own sentence, so its type is not shown.
PLAIN_ERRORS = ("AssertionError",)

# What Python says of a cell, and what is said in its place.
PLAIN_WORDS = {
    "incomplete input": (
        "the code ends in the middle: a bracket or a quote is not closed, or a line that ends "
        "with a colon has nothing below it"
    ),
}

# The zero-width joiner and non-joiner. They are kept because Persian and Hindi need them.
JOINERS = "\u200c\u200d"


def safe_text(text: str, max_length: int = MAX_TEXT) -> str:
    """Return a text in which every character can be seen, so that it is safe to show.

    A newline stays. A control character becomes its picture (such as U+2400 for NUL), a character
    that is invisible or reorders others becomes its code (such as [U+202E]), a lone surrogate
    becomes U+FFFD.

    Args:
        text: Any text.
        max_length: The text is cut after this many characters, and the number of characters that
            were cut is added.
    """
    kept = text[:max_length].replace("\r\n", "\n").expandtabs(4)
    safe = "".join(map(_safe_character, kept)).strip("\n").rstrip()
    left = len(text) - max_length
    return f"{safe} [and {left:,} more characters]" if left > 0 else safe


def one_line(text: str, max_length: int = MAX_LINE) -> str:
    """Return `safe_text` on one line, with one space for each run of white space."""
    return " ".join(safe_text(text, max_length).split())


def number(points: float) -> str:
    """Return points with up to two decimals: 3, 2.5, 0.33."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def counted(points: float) -> str:
    """Return points with their noun: 1 point, 2.5 points."""
    return f"{number(points)} point{'' if points == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Join names to a list in words: q1; q1 and q2; q1, q2 and q3."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def of_error(type_name: str, text: str) -> str:
    """Return the message of a failed case.

    Args:
        type_name: The name of the exception's class.
        text: The exception's text. If a check wrote it, the message is this text alone. It is cut
            after MAX_TEXT characters, because it may quote what a submission returned.
    """
    left = len(text) - MAX_TEXT
    sentence = " ".join(text[:MAX_TEXT].split())
    if left > 0:
        sentence += f" [and {left:,} more characters]"
    if type_name == "NotImplementedError":
        return f"not written yet ({sentence})"
    return sentence if type_name in PLAIN_ERRORS and sentence else f"{type_name}: {sentence}"


def of_cell(number: int, source: str, type_name: str, text: str, line: int = 0) -> str:
    """Return the message of an error in a cell, or "" if the cell is a stub that is not written.

    Args:
        number: The number of the cell, from 1.
        source: The source of the cell; its first line is quoted.
        type_name: The name of the exception's class, or "" if the text says all.
        text: The exception's text.
        line: The line of the cell that raised it, from 1, or 0 if it is not known.
    """
    if type_name == "NotImplementedError":
        return ""
    first_line = next((line for line in source.splitlines() if line.strip()), "")
    sentence = " ".join(PLAIN_WORDS.get(text, text).split()[:60])
    place = f" in its line {line}" if line else ""
    beginning = f"cell {number}, which begins with `{first_line[:50]}`"
    error = f"{type_name}{place}: " if type_name else ""
    return f"{beginning}: {error}{sentence}"[:MAX_LINE]


def not_ended(seconds: float, subject: str = "it") -> str:
    """Say that something did not end within so many CPU seconds."""
    return f"{subject} did not end within {seconds:.3g} s of computing"


def _safe_character(character: str) -> str:
    if character == "\n" or character in JOINERS:
        return character
    code = ord(character)
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if code < 0x20:
        return chr(0x2400 + code)
    if category in {"Cc", "Cf", "Zl", "Zp"}:
        return f"[U+{code:04X}]"
    return character
