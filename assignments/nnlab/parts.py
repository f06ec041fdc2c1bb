"""Results as trees of parts, so that two of them can be compared part by part.

A tree is one of these:

- `Numbers`: a number, an array, or a list of numbers or of arrays of one shape;
- `Group`: a tuple, a dict, or a list of other things, with a tree for each of its parts;
- a text, which stands for anything else: "None", a text of the result, the name of a type.

Of a large array a tree may keep a sample. So the same comparison works on a result that is at hand
and on the digest of one that is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

CLOSE = 1e-6  # The relative tolerance of a comparison.
NOISE = 1e-15  # The least absolute tolerance: what rounding leaves if everything cancels.
MEANS = 2  # A sample ends with so many means of all numbers.


@dataclass(frozen=True)
class Numbers:
    """Numbers in a shape.

    Attributes:
        kind: What holds them: "number" or "bool" for a single one, NumPy's letter for the kind of
            an array ("f", "i", "u", "b", or "float32" and "float16"), with "matrix " before it for
            a np.matrix, and "list" or "list of KIND" for lists.
        shape: The shape, () for a single number.
        kept: All numbers in the order of C, if they are few. Otherwise a sample at evenly spread
            places, then their mean and a weighted mean, which changes if two numbers trade places.
    """

    kind: str
    shape: tuple[int, ...]
    kept: tuple[float, ...]

    @cached_property
    def size(self) -> int:
        """How many numbers there are."""
        return math.prod(self.shape)

    @cached_property
    def is_whole(self) -> bool:
        """True if all numbers are kept."""
        return len(self.kept) == self.size

    @cached_property
    def flat(self) -> np.ndarray:
        """The kept numbers and means, shape (number of kept,)."""
        return np.array(self.kept, dtype=float)

    @cached_property
    def sample(self) -> np.ndarray:
        """The kept numbers without means."""
        return self.flat if self.is_whole else self.flat[:-MEANS]

    @cached_property
    def array(self) -> np.ndarray:
        """All numbers in their shape, if they are whole."""
        return self.flat.reshape(self.shape)


@dataclass(frozen=True)
class Group:
    """Several parts.

    Attributes:
        kind: "tuple", "list" or "dict".
        names: What each part is called: the key of a dict, or its number, counted from 1.
        parts: The parts. There may be fewer than `size`, if the rest was left out.
        size: How many parts there are.
    """

    kind: str
    names: tuple[str, ...]
    parts: tuple[Tree, ...]
    size: int


Tree: TypeAlias = "Numbers | Group | str"
Path = tuple[int, ...]  # The number of a part, of a part of that, and so on.


def leaves(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Yield each part of a tree that is not a group, with its path."""
    if isinstance(tree, Group):
        for number, part in enumerate(tree.parts):
            yield from leaves(part, (*path, number))
    else:
        yield path, tree


def close(given: np.ndarray, expected: np.ndarray, rtol: float = CLOSE) -> bool:
    """Return True if two arrays of one shape agree, nan with nan."""
    return bool(close_each(given, expected, rtol).all())


def close_each(given: np.ndarray, expected: np.ndarray, rtol: float = CLOSE) -> np.ndarray:
    """Return for each entry of two arrays of one shape if they agree, nan with nan."""
    finite = np.abs(expected[np.isfinite(expected)])
    atol = max(NOISE, rtol**1.5 * float(finite.max(initial=0.0)))
    with np.errstate(invalid="ignore"):
        return np.isclose(given, expected, rtol=rtol, atol=atol, equal_nan=True)


def same(given: Tree, expected: Tree, loosely: bool = False) -> bool:
    """Return True if two trees agree to six digits.

    Args:
        given: A tree.
        expected: The other tree.
        loosely: Take a list or a tuple of numbers for the same as an array of them, whatever the
            kind of the numbers is.
    """
    if loosely:
        given, expected = stacked(given), stacked(expected)
    if isinstance(given, Numbers) and isinstance(expected, Numbers):
        return (
            (loosely or given.kind == expected.kind)
            and given.shape == expected.shape
            and _close_kept(given, expected)
        )
    if isinstance(given, Group) and isinstance(expected, Group):
        kinds = {given.kind, expected.kind}
        alike = len(kinds) == 1 or (loosely and "dict" not in kinds)
        return (
            alike
            and (given.size, len(given.parts)) == (expected.size, len(expected.parts))
            and given.names == expected.names
            and all(same(*pair, loosely) for pair in zip(given.parts, expected.parts))
        )
    return given == expected


def _close_kept(given: Numbers, expected: Numbers) -> bool:
    """Compare kept numbers. One side may keep fewer of them, see `thinned`."""
    ours, theirs = given, expected
    if len(ours.kept) > len(theirs.kept):
        ours = thinned(ours, len(theirs.kept))
    elif len(ours.kept) < len(theirs.kept):
        theirs = thinned(theirs, len(ours.kept))
    return len(ours.kept) == len(theirs.kept) and close(ours.flat, theirs.flat)


def thinned(numbers: Numbers, count: int) -> Numbers:
    """Return numbers of which at most `count` are kept, means included."""
    if len(numbers.kept) <= count:
        return numbers
    sample = numbers.kept if numbers.is_whole else numbers.kept[:-MEANS]
    step = -(-len(sample) // max(count - MEANS, 1))
    means = weighted_means(numbers.flat) if numbers.is_whole else numbers.kept[-MEANS:]
    return Numbers(numbers.kind, numbers.shape, (*sample[::step], *means))


GOLDEN = 0.618033988749895  # Multiples of it, modulo 1, are spread evenly and never repeat.


def weighted_means(numbers: np.ndarray) -> tuple[float, float]:
    """Return the mean of some numbers, and one with weights that differ from place to place."""
    weights = np.arange(numbers.size) * GOLDEN % 1
    with np.errstate(all="ignore"):
        return float(numbers.mean()), float((weights * numbers).mean())


def stacked(tree: Tree) -> Tree:
    """Return a list or tuple of numbers or of whole arrays of one shape as one array."""
    if not isinstance(tree, Group) or tree.kind == "dict" or len(tree.parts) < tree.size:
        return tree
    parts = [stacked(part) for part in tree.parts]
    numbers = [part for part in parts if isinstance(part, Numbers) and part.is_whole]
    if len(numbers) == len(parts) > 0 and len({part.shape for part in numbers}) == 1:
        kept = tuple(number for part in numbers for number in part.kept)
        return Numbers("list", (len(parts), *numbers[0].shape), kept)
    return Group(tree.kind, tree.names, tuple(parts), tree.size)


def unstacked(tree: Tree) -> Tree:
    """Return a list or tuple of arrays that is kept as one array as a group of them again."""
    if not isinstance(tree, Numbers) or len(tree.shape) < 2:
        return tree
    base, _, kind = tree.kind.partition(" of ")
    if base not in ("list", "tuple"):
        return tree
    count, shape = tree.shape[0], tree.shape[1:]
    kept: list[tuple[float, ...]] = []
    if tree.is_whole:
        size = tree.size // max(count, 1)
        kept = [tree.kept[k * size : (k + 1) * size] for k in range(count)]
    names = tuple(str(number) for number in range(1, len(kept) + 1))
    return Group(base, names, tuple(Numbers(kind or "f", shape, part) for part in kept), count)


def as_groups(given: Tree, expected: Tree) -> tuple[Tree, Tree]:
    """Return two trees as they are, or both as groups if one of them is a list or a tuple."""
    if isinstance(given, Group) != isinstance(expected, Group):
        group = given if isinstance(given, Group) else expected
        if isinstance(group, Group) and group.kind != "dict":
            return unstacked(given), unstacked(expected)
    return given, expected


def whole(value: object) -> Tree:
    """Return a plain result as a tree that keeps all numbers."""
    if isinstance(value, (bool, np.bool_)):
        return Numbers("bool", (), (float(value),))
    if isinstance(value, (int, float, np.integer, np.floating)):
        return Numbers("number", (), (float(value),))
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        kind = value.dtype.name if value.dtype in (np.float32, np.float16) else value.dtype.kind
        kind = f"matrix {kind}" if isinstance(value, np.matrix) else kind
        kept = tuple(map(float, np.asarray(value).ravel()))
        return Numbers(kind if value.ndim else "number", value.shape, kept)
    if isinstance(value, dict):
        parts = tuple(whole(part) for part in value.values())
        return Group("dict", tuple(map(str, value)), parts, len(parts))
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        parts = tuple(whole(part) for part in value)
        group = Group(kind, tuple(str(n) for n in range(1, len(parts) + 1)), parts, len(parts))
        return stacked(group) if kind == "list" else group
    return repr(value) if value is None or isinstance(value, str) else type(value).__name__
