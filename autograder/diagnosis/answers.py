"""The answers of a submission to a test, each as a digest that is small enough to keep and compare.

The digests of the reference's answers and of known mistakes are stored in
`solutions/NAME/measured/answers.json`. A digest is a tree of `nnlab.parts`. In the file

- `[kind, shape, kept]` stands for `Numbers`;
- `{"kind": ..., "names": ..., "size": ..., "parts": [...]}` stands for a `Group`;
- a text stands for itself; `raises TYPE` says that the call ended with an error.

An array without dimensions counts as a number, because it is one for a student and for a check.

A submission chooses its answers, so the size of a digest and the work for it are bounded whatever
the answer is: large arrays are sampled before they are converted, and long texts are cut.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from nnlab.parts import GOLDEN, MEANS, Group, Numbers, Tree, same, thinned

from ..sandbox.trusted.answers import Answer
from ..sandbox.trusted.remote import Remote

# A digest keeps up to MOST numbers of each array, and two means if there are more; of an answer of
# many arrays fewer of each, so that they are about KEPT together, but never fewer than LEAST.
KEPT, MOST, LEAST = 256, 64, 4
STORED = 16  # Of a known mistake's answer, this many numbers of each array are stored.
LEAVES = 64  # At most this many arrays, numbers and texts of an answer are looked at.
DEPTH = 5  # Lists, tuples and dicts are looked into down to this many levels.
ITEMS = 64  # At most this many items of a list, tuple or dict are looked into.
KEY = 40  # Of a dict's key, this many characters are kept.
MAX_LITERAL = 80  # Of a text, this many characters are kept.
CHUNK = 1 << 16  # This many numbers of an answer are converted to floats at a time.
# The means of an answer are taken over at most this many of its numbers, evenly spread.
MAX_AVERAGED = 1 << 20
NUMBERS = (bool, int, float, np.bool_, np.number)
RAISES = "raises "  # The tree of an answer that is an error begins with this.
# Significant digits of stored numbers: of a known mistake, and of the reference.
DIGITS, RIGHT_DIGITS = 8, 13
EXACT_DIGITS = 17  # So many significant digits tell any two floats apart.


@dataclass(frozen=True)
class AnswerDigest:
    """The digest of one answer.

    Attributes:
        name: The name that the test asked for or called.
        tree: What the answer is.
    """

    name: str
    tree: Tree

    @property
    def error(self) -> str:
        """The name of the error with which the call ended, or ""."""
        is_error = isinstance(self.tree, str) and self.tree.startswith(RAISES)
        return str(self.tree).removeprefix(RAISES) if is_error else ""

    def same(self, other: AnswerDigest, loosely: bool = False) -> bool:
        """Return True if this answer is the other one, as far as digests tell.

        Args:
            other: The digest to compare with.
            loosely: Take a list of numbers for the same as an array of them.
        """
        return self.name == other.name and same(self.tree, other.tree, loosely)


Answers = list[AnswerDigest]


def digests(answers: Iterable[Answer]) -> Answers:
    """Return the digests of the answers that a test received, in their order."""
    return [digest(answer) for answer in answers]


def digest(answer: Answer) -> AnswerDigest:
    """Return the digest of one answer."""
    if answer.error:
        return AnswerDigest(answer.name, RAISES + answer.error)
    leaves: list[_Leaf] = []
    sketch = _sketch(answer.value, leaves, 0)
    arrays = sum(isinstance(leaf, _Leaf) for leaf in leaves)
    count = min(max(KEPT // max(arrays, 1), LEAST), MOST)
    return AnswerDigest(answer.name, _tree(sketch, count))


def to_json(answers: Answers, digits: int = DIGITS, count: int = STORED) -> list[Any]:
    """Return digests as plain data. Numbers that JSON does not have become strings.

    Args:
        answers: The digests.
        digits: How many significant digits of each number to keep.
        count: How many numbers of each array to keep.
    """
    return [[answer.name, _plain(answer.tree, digits, count)] for answer in answers]


def right_to_json(answers: Answers) -> list[Any]:
    """Return digests of the reference's answers as plain data."""
    return to_json(answers, RIGHT_DIGITS, MOST + MEANS)


def exact_to_json(answers: Answers) -> list[Any]:
    """Return digests as plain data of which `from_json` makes equal ones."""
    return to_json(answers, EXACT_DIGITS, MOST + MEANS)


def _plain(tree: Tree, digits: int, count: int) -> Any:
    if isinstance(tree, Numbers):
        kept = (float(f"{x:.{digits}g}") for x in thinned(tree, count).kept)
        return [tree.kind, tree.shape, [x if math.isfinite(x) else str(x) for x in kept]]
    if isinstance(tree, Group):
        parts = [_plain(part, digits, count) for part in tree.parts]
        return {"kind": tree.kind, "names": tree.names, "size": tree.size, "parts": parts}
    return tree


def from_json(data: list[Any]) -> Answers:
    """Return the digests that `to_json` has written."""
    return [AnswerDigest(name, _from_plain(tree)) for name, tree in data]


def _from_plain(data: Any) -> Tree:
    if isinstance(data, str):
        return data
    if isinstance(data, list):
        kind, shape, kept = data
        return Numbers(kind, tuple(shape), tuple(map(float, kept)))
    parts = tuple(map(_from_plain, data["parts"]))
    return Group(data["kind"], tuple(data["names"]), parts, data["size"])


# --- from a value to its tree ---


@dataclass
class _Leaf:
    """Numbers of which it is not decided yet how many are kept."""

    kind: str
    shape: tuple[int, ...]
    flat: np.ndarray


@dataclass
class _Sketch:
    """A group whose leaves are not decided yet."""

    kind: str
    names: tuple[str, ...]
    parts: list[Any]
    size: int


def _sketch(value: Any, leaves: list[Any], depth: int) -> Any:
    """Return a value as a sketch, a leaf or a text, and add its leaves and texts to `leaves`."""
    leaf = _leaf(value)
    if leaf is None and depth < DEPTH and isinstance(value, (list, tuple, dict)):
        return _group(value, leaves, depth)
    leaves.append(leaf if leaf is not None else _text(value))
    return leaves[-1]


def _group(value: Any, leaves: list[Any], depth: int) -> _Sketch:
    kind = next(base for base in (list, tuple, dict) if isinstance(value, base)).__name__
    if isinstance(value, dict):
        named = sorted((str(key)[:KEY], number) for number, key in enumerate(value))[:ITEMS]
        names, values = [name for name, _ in named], list(value.values())
        items = [values[number] for _, number in named]
    else:
        names = [str(number) for number in range(1, min(len(value), ITEMS) + 1)]
        items = list(value[:ITEMS])
    parts = []
    for item in items:
        if len(leaves) >= LEAVES:
            break
        parts.append(_sketch(item, leaves, depth + 1))
    return _Sketch(kind, tuple(names[: len(parts)]), parts, len(value))


def _leaf(value: Any) -> _Leaf | None:
    """Return the numbers of a value that has nothing but numbers in one shape."""
    torch: Any = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if _is_number(value):
        kind = "bool" if isinstance(value, (bool, np.bool_)) else "number"
        return _Leaf(kind, (), np.array([_number(value)]))
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        single = value.dtype in (np.float32, np.float16)
        kind = value.dtype.name if single else value.dtype.kind
        # The elements of a matrix are matrices again, so it is looked at as a plain array.
        prefix = "matrix " if isinstance(value, np.matrix) else ""
        return _Leaf(prefix + kind, value.shape, np.asarray(value).ravel())
    if isinstance(value, list) or (isinstance(value, tuple) and len(value) > ITEMS):
        return _list(value)
    return None


def _list(value: Any) -> _Leaf | None:
    """Return a list of numbers, or of arrays or lists of one shape."""
    base = "list" if isinstance(value, list) else "tuple"
    if value and all(_is_number(item) for item in value):
        all_bool = all(isinstance(item, (bool, np.bool_)) for item in value)
        kind = f"{base} of bool" if all_bool else base
        return _Leaf(kind, (len(value),), np.array([_number(item) for item in value]))
    if not value or not all(isinstance(item, (np.ndarray, list)) for item in value):
        return None
    first = _leaf(value[0])
    if first is None or first.kind.count("list") >= DEPTH:
        return None
    parts = [first, *(_leaf(item) for item in value[1:])]
    if not all(p and (p.kind, p.shape) == (first.kind, first.shape) for p in parts):
        return None
    if first.flat.size * len(parts) > CHUNK:
        return None
    flat = np.concatenate([part.flat for part in parts if part])
    return _Leaf(f"{base} of {first.kind}", (len(value), *first.shape), flat)


def _text(value: Any) -> str:
    if isinstance(value, Remote):
        return f"an object {value.type_name}"[:MAX_LITERAL]
    if value is None or isinstance(value, str):
        return repr(value[:MAX_LITERAL] if value else value)[:MAX_LITERAL]
    if isinstance(value, (list, tuple, dict)):
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__[:MAX_LITERAL]


def _tree(sketch: Any, count: int) -> Tree:
    """Return the tree of a sketch in which `count` numbers of each array are kept."""
    if isinstance(sketch, _Sketch):
        parts = tuple(_tree(part, count) for part in sketch.parts)
        return Group(sketch.kind, sketch.names, parts, sketch.size)
    if isinstance(sketch, _Leaf):
        return Numbers(sketch.kind, tuple(map(int, sketch.shape)), _sample(sketch.flat, count))
    return sketch


def _is_number(value: Any) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, np.complexfloating)


def _number(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _sample(flat: np.ndarray, count: int) -> tuple[float, ...]:
    """Return the numbers that a digest keeps."""
    if flat.size <= count:
        return tuple(map(float, flat))
    places = np.linspace(0, flat.size - 1, count).astype(int)
    return (*map(float, flat[places]), *_means(flat))


def _means(flat: np.ndarray) -> tuple[float, float]:
    """Return the mean and the weighted mean of an array."""
    kept = flat[:: -(-flat.size // MAX_AVERAGED)]
    total = weighted = 0.0
    with np.errstate(all="ignore"):
        for start in range(0, kept.size, CHUNK):
            numbers = kept[start : start + CHUNK].astype(float)
            weights = np.arange(start, start + numbers.size) * GOLDEN % 1
            total += float(numbers.sum())
            weighted += float((weights * numbers).sum())
    return total / kept.size, weighted / kept.size


def answers_of_cases(data: Mapping[str, Any]) -> dict[str, Answers]:
    """Return the stored digests of several cases."""
    return {case: from_json(answers) for case, answers in data.items()}
