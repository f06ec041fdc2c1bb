"""Drop from a notebook's JSON what is not needed, without building any of it in memory.

The outputs of a notebook may be a hundred times larger than its code: pictures, tables, whole
JavaScript libraries. They are skipped here on the bytes, at the speed of `bytes.find`, so that
the JSON parser only meets what is left.
"""

from __future__ import annotations

import json
import re

from ..errors import CourseworkError
from .limits import CLEAR_OUTPUTS, MAX_CODE_BYTES, MAX_JSON_STEPS, MAX_JSON_VALUES, MAX_KEPT_BYTES

STRUCTURE = re.compile(rb'["{}\[\]]')
QUOTE = ord('"')
OPENING = (ord("{"), ord("["))
# Texts without a backslash, with numbers, commas and colons around them.
PLAIN = re.compile(rb'(?:[^"{}\[\]]*"[^"\\]*"){0,500}[^"{}\[\]]*')
COLON = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")

# What is skipped may be nested this deep. Python's own parser takes about as many levels.
MAX_DEPTH = 1_000

# A text whose JSON is longer than this number of bytes is longer than all code may be, even if
# each of its characters is escaped (as \u0061). It is kept as a text that is just too long.
MAX_TEXT_BYTES = 6 * MAX_CODE_BYTES
TOO_LONG = b'"%s"' % (b"#" * (MAX_CODE_BYTES + 1))


def only_keys(content: bytes, keys: frozenset[str]) -> bytes:
    """Return a JSON document in which the value of each key that is not one of `keys` is null.

    All keys stay where they are, so that a key that occurs twice still occurs twice. What is
    skipped is not checked, except that its brackets and texts end.

    Args:
        content: The document, in UTF-8.
        keys: The keys whose values are kept.

    Raises:
        CourseworkError: What is left, or the number of brackets and texts, exceeds a bound.
        RecursionError: What is skipped is nested too deeply.
        ValueError: A text or a bracket does not end.
    """
    return _Scan(content, keys).kept()


class _Scan:
    """One walk through a document.

    Attributes:
        content: The document.
        keys: The keys whose values are kept.
        steps: The number of brackets and quotes that the walk has met.
        values: An upper bound of the number of values that are kept.
        size: The number of bytes that are kept.
        pieces: The bytes that are kept.
    """

    def __init__(self, content: bytes, keys: frozenset[str]) -> None:
        self.content, self.keys = content, keys
        self.known = {f'"{key}"'.encode() for key in keys}
        self.steps = self.values = self.size = 0
        self.pieces: list[bytes] = []

    def kept(self) -> bytes:
        at, position = 0, 0  # All before `at` has been kept or skipped.
        while found := STRUCTURE.search(self.content, position):
            start = found.start()
            # Each value follows a bracket or a comma.
            self._count(self.content.count(b",", position, start))
            if self.content[start] != QUOTE:
                self._count(1)
                position = start + 1
                continue
            end = position = self._end_of_text(start)
            colon = COLON.match(self.content, end)
            if colon is None:
                if end - start > MAX_TEXT_BYTES:
                    self._keep(self.content[at:start] + TOO_LONG)
                    at = end
                continue
            position = colon.end()
            # A number or a word stays: it is not worth a replacement.
            is_large = self.content[position : position + 1] in (b'"', b"{", b"[")
            if is_large and not self._is_kept(self.content[start:end]):
                self._keep(self.content[at:position] + b"null")
                at = position = self._end_of_value(position)
        self._count(self.content.count(b",", position))
        self._keep(self.content[at:])
        return b"".join(self.pieces)

    def _is_kept(self, key: bytes) -> bool:
        if b"\\" in key:
            return json.loads(key) in self.keys
        return key in self.known

    def _end_of_text(self, start: int) -> int:
        """Return the position after the text that begins at `start`."""
        end = start
        while True:
            self._step()
            end = self.content.find(b'"', end + 1)
            if end < 0:
                raise ValueError("a text does not end")
            if self.content[end - 1] != ord("\\") or self._backslashes(end) % 2 == 0:
                return end + 1

    def _backslashes(self, end: int) -> int:
        """Return the number of backslashes just before `end`."""
        window = 64
        while True:
            before = self.content[max(end - window, 0) : end]
            count = len(before) - len(before.rstrip(b"\\"))
            if count < len(before):
                return count
            window *= 2

    def _end_of_value(self, start: int) -> int:
        """Return the position after the text, list or object that begins at `start`."""
        depth, position = 0, start
        if self.content[start] == QUOTE:
            return self._end_of_text(start)
        while run := PLAIN.match(self.content, position):
            self._step()
            position = run.end() + 1
            if position > len(self.content):
                break
            mark = self.content[position - 1]
            if mark == QUOTE:
                position = self._end_of_text(position - 1)
            elif mark in OPENING:
                depth += 1
                if depth > MAX_DEPTH:
                    raise RecursionError("brackets are nested too deeply")
            else:
                depth -= 1
            if depth == 0:
                return position
        raise ValueError("a bracket is not closed")

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > MAX_KEPT_BYTES:
            raise CourseworkError(f"This notebook holds too much besides its code. {CLEAR_OUTPUTS}")
        self.pieces.append(piece)

    def _count(self, values: int) -> None:
        self.values += values
        if self.values > MAX_JSON_VALUES:
            raise CourseworkError(f"This notebook holds too much besides its code. {CLEAR_OUTPUTS}")
        self._step()

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MAX_JSON_STEPS:
            raise CourseworkError(f"This notebook holds too much besides its code. {CLEAR_OUTPUTS}")
