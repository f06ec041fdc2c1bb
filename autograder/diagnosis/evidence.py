"""What a submission's answers show: the places at which they are wrong.

A place is a part of an answer to a case: the second part of what `standardize` returned when the
case called it for the third time. At each place a mistake is seen, excluded, or not heard of.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from nnlab.parts import (
    Group,
    Numbers,
    Path,
    Tree,
    as_groups,
    close,
    close_each,
    same,
    stacked,
    thinned,
    unstacked,
)
from nnlab.properties import SMALL, kind_of

from ..sandbox.trusted.answers import GETS, WARNS
from .answers import Answers

FINE = 3e-12  # The relative tolerance that tells answers of too few digits from right ones.

FEW = 5  # Nor do shares of this many samples.


class Place(NamedTuple):
    """A place in the answers of a submission.

    Attributes:
        case: The name of the case.
        name: The name of the answer: of a function, or of a side effect of it.
        number: Which of the case's answers of this name it is, counted from 0.
        path: The path of the part in the answer.
    """

    case: str
    name: str
    number: int
    path: Path = ()


@dataclass(frozen=True)
class Wrong:
    """A wrong part of an answer.

    Attributes:
        place: Where it is.
        given: What the submission answered there.
        right: What is right there, or None if the reference gives no such answer.
        comparable: False if the call got other arguments than that of the reference.
        form_only: True if a list for an array, or another kind of number, is all that is wrong.
        digits_only: True if it is right to six digits.
        is_free: True if right answers differ in it, too, so that nothing is said of its numbers.
    """

    place: Place
    given: Tree
    right: Tree | None
    comparable: bool = True
    form_only: bool = False
    digits_only: bool = False
    is_free: bool = False


class AnswersByName:
    """The answers of a submission to one case, by name."""

    def __init__(self, answers: Answers) -> None:
        """Sort the answers by name."""
        self.by_name: dict[str, list[Tree]] = {}
        for answer in answers:
            self.by_name.setdefault(answer.name, []).append(answer.tree)

    def of(self, name: str) -> Sequence[Tree]:
        """Return the answers of one name, in their order."""
        return self.by_name.get(name, ())

    @cached_property
    def names(self) -> list[str]:
        """The names of answers, without those of what calls get."""
        return [name for name in self.by_name if not name.endswith(GETS)]


def wrong_parts(
    case: str, given: AnswersByName, right: AnswersByName, free: Collection[str] = ()
) -> list[Wrong]:
    """Return the wrong parts of the answers to a case that failed.

    Differences that hardly any test counts as wrong are left out if the case has others: another
    kind of list or of number, the last digits, a warning, numbers in which right answers differ.

    Args:
        case: The name of the case.
        given: The submission's answers.
        right: The reference's answers.
        free: The names of the answers in which right answers differ.
    """
    differences = [
        replace(wrong, is_free=True) if wrong.place.name in free else wrong
        for wrong in _differences(case, given, right)
    ]
    values = [w for w in differences if not w.form_only and not w.place.name.endswith(WARNS)]
    values = [w for w in values if not w.is_free] or values
    warnings = [w for w in differences if w.place.name.endswith(WARNS)]
    forms = [w for w in differences if w.form_only]
    return values or warnings or forms or list(_imprecise(case, given, right))


def _differences(case: str, given: AnswersByName, right: AnswersByName) -> Iterator[Wrong]:
    for name in given.names:
        expected = right.of(name)
        for number, tree in enumerate(given.of(name)):
            if number >= len(expected):
                yield Wrong(Place(case, name, number), tree, None)
                continue
            comparable = same_inputs(name, number, given, right)
            for path, ours, theirs in differing(tree, expected[number]):
                form_only = same(ours, theirs, loosely=True)
                yield Wrong(Place(case, name, number, path), ours, theirs, comparable, form_only)


def _imprecise(case: str, given: AnswersByName, right: AnswersByName) -> Iterator[Wrong]:
    """Yield the parts that are right but for their last digits, of the last answer."""
    for name in given.names[-1:]:
        number = len(given.of(name)) - 1
        ours, theirs = given.of(name)[number], right.of(name)[number]
        comparable = same_inputs(name, number, given, right)
        for path, one, other in pairs(ours, theirs):
            if not (isinstance(one, Numbers) and isinstance(other, Numbers)):
                continue
            if len(one.kept) == len(other.kept) and not close(one.flat, other.flat, FINE):
                place = Place(case, name, number, path)
                yield Wrong(place, one, other, comparable, digits_only=True)


def same_inputs(name: str, number: int, given: AnswersByName, right: AnswersByName) -> bool:
    """Return True if a call got the arguments that the same call of the reference got."""
    ours, theirs = (received.of(name + GETS) for received in (given, right))
    if number >= len(ours) or number >= len(theirs):
        return number >= len(theirs)
    return same(ours[number], theirs[number], loosely=True)


def differing(given: Tree, expected: Tree) -> Iterator[tuple[Path, Tree, Tree]]:
    """Yield the parts in which two trees differ, with their paths. If they are not of one form,
    that is the whole of them."""
    for path, ours, theirs in pairs(given, expected):
        if not same(ours, theirs):
            yield path, ours, theirs


def pairs(given: Tree, expected: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree, Tree]]:
    """Yield the parts of two trees that stand in the same places."""
    given, expected = as_groups(given, expected)
    if not (isinstance(given, Group) and isinstance(expected, Group)):
        yield path, given, expected
        return
    alike = (given.size, given.names) == (expected.size, expected.names)
    if not alike or "dict" in {given.kind, expected.kind} - {given.kind}:
        yield path, given, expected
        return
    for number, both in enumerate(zip(given.parts, expected.parts)):
        yield from pairs(*both, (*path, number))


def part_at(tree: Tree, path: Path) -> Tree | None:
    """Return the part of a tree at a path, or None if there is none."""
    for number in path:
        tree = unstacked(tree)
        if not isinstance(tree, Group) or number >= len(tree.parts):
            return None
        tree = tree.parts[number]
    return tree


def is_guess(given: Tree, right: Tree | None) -> bool:
    """Return True if a wrong part is None, or a word, or a small whole number where another one is
    due, as an index is: many mistakes give the same one."""
    if given == "None":
        return True
    if isinstance(given, str) and isinstance(right, str):
        return kind_of(given) == kind_of(right) == "text"
    return all(
        isinstance(tree, Numbers) and all(x.is_integer() and abs(x) < SMALL for x in tree.kept)
        for tree in (given, right)
    )


def entries_alike(given: Tree, predicted: Tree, right: Tree | None) -> tuple[set[str], int, int]:
    """Compare the entries of a wrong part with those that a mistake gives.

    Returns:
        The numbers that both have where they are wrong, but for whole ones; in how many entries
        that is so; and how many entries are wrong. Nothing, if the entries can't be compared.
    """
    trees = [stacked(tree) for tree in (given, predicted, right or "")]
    arrays = [tree for tree in trees if isinstance(tree, Numbers)]
    if len(arrays) < 3 or len({tree.shape for tree in arrays}) > 1:
        return set(), 0, 0
    fewest = min(len(tree.kept) for tree in arrays)
    ours, theirs, due = (thinned(tree, fewest).sample for tree in arrays)
    if len({len(ours), len(theirs), len(due)}) > 1:
        return set(), 0, 0
    wrong = ~close_each(ours, due)
    alike = wrong & close_each(ours, theirs)
    alike &= np.isfinite(ours)
    numbers = {f"{x:.6g}" for x in ours[alike].tolist() if not x.is_integer()}
    return numbers, int(alike.sum()), int(wrong.sum())


def is_telling(number: str) -> bool:
    """Return True if not many mistakes give this number, as they give small whole ones, halves and
    other shares of a few samples."""
    x = float(number)
    is_share = any(abs(k * x - round(k * x)) < 1e-5 for k in range(1, FEW + 1) if abs(x) < SMALL)
    return math.isfinite(x) and not is_share


def telling(given: Tree, right: Tree | None) -> set[str]:
    """Return the numbers of a wrong part that speak for a mistake that gives them, too.

    Small whole numbers, and numbers that are right, don't: many mistakes give them.
    """
    if not isinstance(given, Numbers):
        return set()
    numbers = {f"{x:.6g}" for x in given.kept}
    if isinstance(right, Numbers) and len(right.kept) == len(given.kept):
        numbers = {f"{x:.6g}" for x, y in zip(given.kept, right.kept) if f"{x:.6g}" != f"{y:.6g}"}
    return {x for x in numbers if not (float(x).is_integer() and abs(float(x)) < SMALL)}
