"""Find pairs of answers that are suspiciously similar, by winnowing.

Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting" (2003):
of each window of hashes of K tokens in a row the smallest one is a fingerprint. So two texts that
have WINDOW + K - 1 tokens in a row in common share a fingerprint.

The release's own text is taken away first, and so is what many students write. A pair is a place to
look, and never a verdict.
"""

from __future__ import annotations

import hashlib
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .record import Row

K = 10  # Tokens in a row that make one hash.
WINDOW = 5  # Hashes in a row, of which one is kept.
# A fingerprint tells nothing if more than FEW students and this share of the class have it.
# More than MANY are never compared, because the time grows with the square of their number.
COMMON_SHARE, FEW, MANY = 0.05, 3, 20
LEAST_SHARED = 8  # A pair shares at least this many fingerprints ...
LEAST_SHARE = 0.5  # ... and this share of those of the one who has fewer.
MOST_PAIRS = 50


@dataclass(frozen=True)
class Pair:
    """Two students whose answers are similar.

    Attributes:
        one: The id of the first student.
        other: The id of the second one.
        share: The share of the rare fingerprints that both have, from 0 to 1.
        shared: How many these are.
        questions: The questions in which they are.
        same_file: True if they handed in the same file, as a group does.
    """

    one: str
    other: str
    share: float
    shared: int
    questions: tuple[str, ...]
    same_file: bool = False


class Fingerprints:
    """The fingerprints of a class, 24 bytes each."""

    def __init__(self, release: Sequence[str]) -> None:
        """Take the release's own text, the sources of its code cells."""
        self.names = set()
        self.known: set[int] = set()
        for source in release:
            self.names |= {text for kind, text in _tokens(source) if kind == tokenize.NAME}
        for source in release:
            self.known.update(_hashes(self.normal(source)))
        self.rows: list[Row] = []
        self.questions: list[str] = []
        self.parts: list[np.ndarray] = []  # Columns: the fingerprint, the student, the question.

    def normal(self, source: str) -> list[str]:
        """Return the tokens of a source. Names that the student chose are all the same."""
        tokens, before = [], ""
        for kind, text in _tokens(source):
            if kind == tokenize.NAME and before != "." and text not in self.names:
                tokens.append(text if keyword.iskeyword(text) else "NAME")
            else:
                tokens.append("TEXT" if kind == tokenize.STRING else text)
            before = text
        return tokens

    def add(self, row: Row, answers: dict[str, str]) -> None:
        """Add the answers of a student, by question."""
        student = len(self.rows)
        self.rows.append(row)
        for question, source in answers.items():
            if question not in self.questions:
                self.questions.append(question)
            hashes = [h for h in _hashes(self.normal(source)) if h not in self.known]
            kept = sorted(set(_winnowed(hashes)))
            part = np.empty((len(kept), 3), dtype=np.int64)
            part[:, 0], part[:, 1] = kept, student
            part[:, 2] = self.questions.index(question)
            self.parts.append(part)

    def pairs(self) -> list[Pair]:
        """Return the pairs that are similar, the most similar ones first."""
        if not self.parts:
            return []
        table = np.unique(np.concatenate(self.parts), axis=0)
        starts = np.flatnonzero(np.r_[True, np.diff(table[:, 0]) != 0, True])
        most = min(max(FEW, COMMON_SHARE * len(self.rows)), MANY)
        own: Counter[int] = Counter()
        shared: Counter[tuple[int, int]] = Counter()
        where: dict[tuple[int, int], set[int]] = {}
        for start, end in zip(starts, starts[1:]):
            students = sorted({int(student) for student in table[start:end, 1]})
            if len(students) > most:
                continue
            own.update(students)
            for k, one in enumerate(students):
                for other in students[k + 1 :]:
                    shared[one, other] += 1
                    where.setdefault((one, other), set()).update(table[start:end, 2].tolist())
        pairs = [
            Pair(
                self.rows[one].id, self.rows[other].id, count / min(own[one], own[other]), count,
                tuple(self.questions[q] for q in sorted(where[one, other])),
                self.rows[one].content == self.rows[other].content,
            )
            for (one, other), count in shared.items()
            if count >= LEAST_SHARED and count >= LEAST_SHARE * min(own[one], own[other])
        ]  # fmt: skip
        return sorted(pairs, key=lambda pair: (-pair.share, -pair.shared))[:MOST_PAIRS]


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Yield the tokens of a source as far as it can be read, without comments and line ends."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in skipped:
                yield token.type, token.string if token.string.strip() else str(token.type)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _hashes(tokens: Sequence[str]) -> Iterable[int]:
    for start in range(len(tokens) - K + 1):
        text = " ".join(tokens[start : start + K]).encode("utf-8", "replace")
        yield int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


def _winnowed(hashes: Sequence[int]) -> Iterator[int]:
    for start in range(max(1, len(hashes) - WINDOW + 1)):
        if window := hashes[start : start + WINDOW]:
            yield min(window)
