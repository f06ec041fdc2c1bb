"""How well the tests of a chapter tell wrong answers from right ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from ..paths import Chapter
from .answer_table import Measured
from .catalogue import read_catalogue

Numbers = TypeVar("Numbers", bound=Any)

@dataclass(frozen=True)
class Counts:
    """What planting answers found, in numbers.

    Attributes:
        wrong: Wrong answers of the catalogue.
        public: Wrong answers that a public check catches.
        hidden: Wrong answers that only a hidden test catches.
        hinted: Wrong answers that get their own hint and no other.
        right: Right answers of the catalogue.
        accepted: Right answers that keep all points.
        mutants: One-line slips of the reference, made by rule.
        equivalent: Mutants that keep all points, and that the catalogue says no test can refuse.
        killed: Mutants that lose points.
    """

    wrong: int = 0
    public: int = 0
    hidden: int = 0
    hinted: int = 0
    right: int = 0
    accepted: int = 0
    mutants: int = 0
    equivalent: int = 0
    killed: int = 0

    @property
    def caught(self) -> int:
        """Wrong answers that some test catches."""
        return self.public + self.hidden

    @property
    def killable(self) -> int:
        """Mutants that a test can refuse."""
        return self.mutants - self.equivalent


def faults(chapter: Chapter, measured: Measured) -> list[str]:
    """Return a sentence for each answer that is not judged as it should be.

    Args:
        chapter: The chapter, whose catalogue says which mutants no test can refuse.
        measured: What was measured of the chapter.
    """
    sentences = []
    catalogue = read_catalogue(chapter)
    for question, parts in measured.items():
        place = f"{chapter.name} {question}"
        for mistake, verdict in parts["wrong answers"].items():
            if not verdict["caught"]:
                sentences.append(f"{place}: '{mistake}' keeps all points.")
            if verdict["unfair"]:
                others = ", ".join(verdict["unfair"])
                sentences.append(f"{place}: '{mistake}' costs {others} points, too.")
        for variant, lost in parts["right answers"].items():
            if lost:
                others = ", ".join(lost)
                sentences.append(f"{place}: the right answer '{variant}' loses points in {others}.")
        mutants = parts.get("rules")
        if not mutants:
            continue
        equivalent = [entry.name for entry in catalogue.of(question).equivalent]
        for name in mutants["survivors"]:
            if name not in equivalent:
                sentences.append(f"{place}: this mutant keeps all points: {name}")
        for name in equivalent:
            if name not in mutants["survivors"]:
                sentences.append(f"{place}: this mutant is listed as one that no test can refuse, "
                                 f"but it loses points or no longer exists: {name}")  # fmt: skip
    return sentences


def question_counts(chapter: Chapter, measured: Measured) -> dict[str, Counts]:
    """Return the numbers of each question, by its name."""
    counts = {}
    catalogue = read_catalogue(chapter)
    for question, parts in measured.items():
        wrong, right = parts["wrong answers"], parts["right answers"]
        verdicts = wrong.values()
        mutants = parts.get("rules") or {"made": 0, "survivors": []}
        equivalent = [entry.name for entry in catalogue.of(question).equivalent]
        counts[question] = Counts(
            wrong=len(wrong),
            public=sum(verdict["public"] for verdict in verdicts),
            hidden=sum(verdict["caught"] and not verdict["public"] for verdict in verdicts),
            hinted=sum(has_own_hint(name, verdict["hints"]) for name, verdict in wrong.items()),
            right=len(right),
            accepted=sum(not lost for lost in right.values()),
            mutants=mutants["made"],
            equivalent=sum(name in equivalent for name in mutants["survivors"]),
            killed=mutants["made"] - len(mutants["survivors"]),
        )
    return counts


def chapter_counts(chapter: Chapter, measured: Measured) -> Counts:
    """Return the numbers of a whole chapter."""
    return total(Counts, question_counts(chapter, measured).values())


def total(kind: type[Numbers], counts: Iterable[Numbers]) -> Numbers:
    """Return the sums of several counts.

    Args:
        kind: Their dataclass, of which every field is a number.
        counts: The counts.
    """
    names = [field.name for field in fields(kind)]
    counts = list(counts)
    return kind(**{name: sum(getattr(one, name) for one in counts) for name in names})


def has_own_hint(mistake: str, hints: list[str]) -> bool:
    """Return if the only hint is the mistake's own, or one that the mistake shares with others
    because nothing tells them apart."""
    return len(hints) == 1 and mistake in hints[0].split(", or ")


def share(part: int, whole: int) -> str:
    """Return a number with its percentage of another."""
    return f"{part} ({part / whole:.0%})" if whole else "0"
