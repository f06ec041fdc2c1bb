"""Name the mistake behind wrong answers, by what known mistakes answer to the same tests.

`coursework mutation` plants every mistake of the catalogue into the reference and keeps what the
question's tests hear then; where a question fails, what they heard is compared with that. A
mistake is recognised if every answer of the functions that it spoils is as it would be, and at
least one of them is wrong. Answers that are a plain multiple of what is expected are named too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .sandbox.channel import WARNS
from .transcript import RAISES, Transcript, from_json

FACTORS = {
    -1.0: "has its sign flipped",
    2.0: "is 2 times what it should be",
    0.5: "is half of what it should be",
    -2.0: "is -2 times what it should be",
    -0.5: "is -1/2 times what it should be",
    4.0: "is 4 times what it should be",
    0.25: "is a quarter of what it should be",
}
UNANSWERED = f"{RAISES}NotImplementedError"


@dataclass(frozen=True)
class Hint:
    """The name of a mistake, for reports, and what a student is told."""

    name: str
    text: str


@dataclass(frozen=True)
class Mistake:
    """A known mistake: the functions that it spoils, and what the cases hear that hear it."""

    hint: Hint
    functions: frozenset[str]
    cases: Mapping[str, Transcript]


@dataclass(frozen=True)
class Known:
    """What is known of a question: what the reference answers to each case, and the mistakes."""

    right: Mapping[str, Transcript]
    mistakes: tuple[Mistake, ...]


def read_known(data: Mapping[str, Any]) -> dict[str, Known]:
    """What is known of each question, from the staff's file."""
    return {
        question: Known(
            {case: from_json(t) for case, t in found["right"].items()},
            tuple(
                Mistake(
                    Hint(m["name"], m["hint"]),
                    frozenset(m["functions"]),
                    {case: from_json(t) for case, t in m["cases"].items()},
                )
                for m in found["mistakes"]
            ),
        )
        for question, found in data.items()
    }


def hints(known: Known, heard: Mapping[str, Transcript]) -> list[Hint]:
    """What the answers to a question's cases tell: at most one hint for each function.

    None where something is not answered yet, or where no known mistake gives these answers.
    """
    if any(s.form.startswith(UNANSWERED) for t in heard.values() for s in t):
        return []
    return _hints(known, heard) or _hints(known, heard, loosely=True)


def _hints(known: Known, heard: Mapping[str, Transcript], loosely: bool = False) -> list[Hint]:
    found: list[Hint] = []
    explained: set[str] = set()
    for _, functions, hint in sorted(_matches(known, heard, loosely), key=lambda match: -match[0]):
        causes = {name.removesuffix(WARNS) for name in functions}
        if not causes & explained:
            explained |= causes
            found.append(hint)
    return found


def _matches(
    known: Known, heard: Mapping[str, Transcript], loosely: bool
) -> Iterator[tuple[float, frozenset[str], Hint]]:
    """Those that fit, each with how much it explains; a multiple counts for less."""
    for mistake in known.mistakes:
        told = _told(known, mistake.functions, mistake.cases, heard, 1.0, loosely)
        if told:
            yield told, mistake.functions, mistake.hint
    names = {s.name for t in known.right.values() for s in t}
    for factor, words in FACTORS.items():
        for name in sorted(names):
            one = frozenset([name])
            told = _told(known, one, {}, heard, factor, loosely)
            if told:
                said = f"Everything that {name} returns {words}."
                yield told / 2, one, Hint(f"{name} {words}", said)
        for mistake in known.mistakes:
            told = _told(known, mistake.functions, mistake.cases, heard, factor, loosely)
            if told:
                said = f"{mistake.hint.text} Besides, the result {words} even then."
                yield told / 4, mistake.functions, Hint(f"{mistake.hint.name}; {words}", said)


def _told(
    known: Known,
    functions: frozenset[str],
    cases: Mapping[str, Transcript],
    heard: Mapping[str, Transcript],
    factor: float,
    loosely: bool,
) -> int:
    """How many wrong answers are as expected, times `factor`; 0 if any answer is not."""
    told = 0
    for case, answers in heard.items():
        right = [s for s in known.right.get(case, []) if s.name in functions]
        expected = [s for s in cases.get(case, known.right.get(case, [])) if s.name in functions]
        given = [s for s in answers if s.name in functions]
        for number, answer in enumerate(given):
            if number >= len(expected):
                if factor == 1.0:
                    return 0
                break  # a multiple can't know where a test goes on
            if not answer.same(expected[number], factor, loosely):
                return 0
            told += number >= len(right) or not answer.same(right[number], 1.0, loosely)
    return told
