"""Text and numbers as people are shown them; a text may come from a submission."""

from __future__ import annotations

import unicodedata

LONGEST = 2000
LONGEST_LINE = 400
JOINERS = "\u200c\u200d"  # zero-width, and needed to write Persian or Hindi


def visible(text: str, longest: int = LONGEST) -> str:
    """`text` as lines of characters that can all be seen, cut after `longest` of them.

    A control character becomes its picture, one that is invisible or reorders its neighbours
    becomes [U+202E], a lone surrogate becomes U+FFFD; only a newline is still one.
    """
    kept = text[:longest].replace("\r\n", "\n").expandtabs(4)
    shown = "".join(map(_visible, kept)).strip("\n").rstrip()
    left = len(text) - longest
    return f"{shown} [and {left:,} more characters]" if left > 0 else shown


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """`text` as `visible` shows it, with a space for any white space."""
    return " ".join(visible(text, longest).split())


def number(points: float) -> str:
    """Points to two digits, without idle zeros: 3, 2.5, 0.33."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def counted(points: float) -> str:
    """Points with their noun: 1 point, 2.5 points."""
    return f"{number(points)} point{'' if points == 1 else 's'}"


def listed(names: list[str]) -> str:
    """q1; q1 and q2; q1, q2 and q3."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _visible(character: str) -> str:
    if character == "\n" or character in JOINERS:
        return character
    code = ord(character)
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "\ufffd"
    if code < 0x20:
        return chr(0x2400 + code)
    if kind in {"Cc", "Cf", "Zl", "Zp"}:
        return f"[U+{code:04X}]"
    return character
