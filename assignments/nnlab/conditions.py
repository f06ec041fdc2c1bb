"""What can be said of all calls of a function together: when it is wrong, and by what factor.

A function may be right for one sample and wrong for a batch, or right for positive numbers only; or
its result may be too large by the number of samples. That shows only if the arguments of several
calls are compared. As in `nnlab.properties`, no sentence has a number of an argument or a result.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .parts import Numbers, Tree, close, close_each, same, stacked
from .properties import kind_of

ARGUMENTS = 6  # At most so many arguments are looked at.
COMPARED = 24  # Of a function, at most so many calls are compared with each other.
PAIRS = 2  # At least so many pairs of calls show that an argument is ignored.
FEWEST = 3  # A condition is named only if at least so many numbers or calls are right elsewhere.


@dataclass(frozen=True)
class Call:
    """One call of a function.

    Attributes:
        arguments: What it got, by position or name.
        given: What it returned.
        expected: What it should return.
        is_right: True if that is right.
    """

    arguments: Mapping[str, Tree]
    given: Tree
    expected: Tree
    is_right: bool


def factor_of_size(calls: Sequence[Call]) -> Iterator[str]:
    """Say that each wrong result is too large or too small by the size or value of an argument."""
    wrong = [call for call in calls if not call.is_right]
    factors = [_factor(call) for call in wrong]
    if not wrong or None in factors or len({f"{f:.6g}" for f in factors if f}) < min(2, len(wrong)):
        return
    for key in _keys(wrong):
        for what, size in _SIZES.items():
            sizes = np.array([size(call.arguments[key]) for call in wrong])
            if not np.isfinite(sizes).all() or (np.abs(sizes) < 1e-12).any() or (sizes == 1).all():
                continue
            factor = np.array(factors, dtype=float)
            source = f"{what} of {_argument(key)}" if what else _argument(key)
            for words, candidate in (
                (f"is multiplied by {source}, or not divided by it", sizes),
                (f"is divided by {source}, or not multiplied by it", 1 / sizes),
                (f"is multiplied by {source} and by 2", 2 * sizes),
                (f"is divided by {source} and multiplied by 2", 2 / sizes),
                (f"is divided by {source} and by 2", 0.5 / sizes),
                (f"is multiplied by {source} and has its sign flipped", -sizes),
                (f"is divided by {source} and has its sign flipped", -1 / sizes),
            ):
                if close(factor, candidate):
                    yield words


def _factor(call: Call) -> float | None:
    given, expected = stacked(call.given), stacked(call.expected)
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return None
    ours, theirs = given.flat, expected.flat
    if ours.shape != theirs.shape or not theirs.any() or not np.isfinite([*ours, *theirs]).all():
        return None
    factor = float(ours @ theirs / (theirs @ theirs))
    return factor if factor and close(ours, factor * theirs) else None


def _axis(number: int) -> Callable[[Tree], float]:
    def size(tree: Tree) -> float:
        tree = stacked(tree)
        has_axis = isinstance(tree, Numbers) and len(tree.shape) > number
        return tree.shape[number] if has_axis else np.nan  # type: ignore[union-attr]

    return size


def _value(tree: Tree) -> float:
    return tree.kept[0] if isinstance(tree, Numbers) and tree.shape == () else np.nan


# What is taken of an argument; "" is its value.
_SIZES: dict[str, Callable[[Tree], float]] = {
    "the number of rows": _axis(0),
    "the number of columns": _axis(1),
    "": _value,
}


def _keys(calls: Sequence[Call]) -> list[str]:
    """Return the arguments that all calls have."""
    keys = list(calls[0].arguments)[:ARGUMENTS] if calls else []
    return [key for key in keys if all(key in call.arguments for call in calls)]


def _argument(key: str) -> str:
    return f"argument {int(key) + 1}" if key.isdigit() else f"argument {key}"


# --- what a function depends on ---


def dependence(calls: Sequence[Call]) -> Iterator[str]:
    """Say that a function gives one result whatever an argument is, or two for the same arguments,
    where the right one does not."""
    ignored: dict[str, list[bool]] = {}
    steady, unsteady = 0, False
    for one, other in itertools.combinations(calls[:COMPARED], 2):
        keys = [*one.arguments, *(key for key in other.arguments if key not in one.arguments)]
        differing = [key for key in keys if not _same_argument(key, one, other)]
        alike, due = same(one.given, other.given), same(one.expected, other.expected)
        if isinstance(one.given, str) or isinstance(other.given, str):
            continue
        if not differing and due:
            steady, unsteady = steady + alike, unsteady or not alike
        # Of a function or a generator only its type is known.
        hidden = [key for key in keys if key in one.arguments and _is_opaque(one.arguments[key])]
        candidates = differing or hidden
        if len(candidates) == 1 and candidates[0] in keys[:ARGUMENTS] and not due:
            (key,) = candidates
            ignored.setdefault(key, []).append(alike)
    if unsteady and not steady:
        yield (
            "differs between two calls with the same arguments: it keeps something of an earlier "
            "call, or draws from another generator than the one that is given"
        )
    for key, pairs in ignored.items():
        if all(pairs) and len(pairs) >= PAIRS:
            yield f"is the same whatever {_argument(key)} is, and should not be"


def _same_argument(key: str, one: Call, other: Call) -> bool:
    return (
        key in one.arguments
        and key in other.arguments
        and same(one.arguments[key], other.arguments[key])
    )


def _is_opaque(tree: Tree) -> bool:
    return isinstance(tree, str) and kind_of(tree) in ("object", "something else")


def left_out(calls: Sequence[Call]) -> Iterator[str]:
    """Say that a function is wrong exactly where an argument is given, or where it is left out."""
    for key in list(dict.fromkeys(key for call in calls for key in call.arguments))[:ARGUMENTS]:
        given = [key in call.arguments for call in calls]
        right = [call.is_right for call in calls]
        if len(set(given)) == len(set(right)) == 2:
            if given == right:
                yield f"is right where {_argument(key)} is given, and wrong where it is left out"
            if all(there != ok for there, ok in zip(given, right)):
                yield f"is right where {_argument(key)} is left out, and wrong where it is given"


# --- where a function is wrong ---


def where_wrong(calls: Sequence[Call]) -> Iterator[str]:
    """Say what the wrong results have in common that no right one has: an argument's sign, a
    single row, equal entries."""
    keys = {tuple(call.arguments) for call in calls if not call.is_right}
    yield from _where_entries([call for call in calls if tuple(call.arguments) in keys])
    right = [call for call in calls if call.is_right]
    wrong = [call for call in calls if not call.is_right]
    if not wrong or len(right) < FEWEST:
        return
    for key in _keys(wrong):
        with_key = [call for call in calls if key in call.arguments]
        if len(with_key) - len(wrong) < FEWEST:
            continue
        for when, other, test in _CONDITIONS:
            answers = [test(call.arguments[key]) for call in with_key]
            if None in answers:
                continue
            if all(holds != call.is_right for holds, call in zip(answers, with_key)):
                yield f"is wrong where {_argument(key)} {when}, and right where it {other}"
            if all(holds == call.is_right for holds, call in zip(answers, with_key)):
                yield f"is right where {_argument(key)} {when}, and wrong where it {other}"
        texts = [(str(call.arguments[key]), call.is_right) for call in with_key]
        if all(isinstance(call.arguments[key], str) for call in with_key):
            good, bad = ({text for text, ok in texts if ok is which} for which in (True, False))
            if not good & bad and len(good | bad) < 6:
                yield f"is right for one value of {_argument(key)}, and wrong for another"


def _is(test: Callable[[Numbers], bool]) -> Callable[[Tree], bool | None]:
    def holds(tree: Tree) -> bool | None:
        tree = stacked(tree)
        if not isinstance(tree, Numbers) or not tree.kept:
            return None
        return bool(test(tree))

    return holds


_CONDITIONS: tuple[tuple[str, str, Callable[[Tree], bool | None]], ...] = (
    ("has one row", "has several", _is(lambda n: bool(n.shape) and n.shape[0] == 1)),
    ("has one column", "has several", _is(lambda n: len(n.shape) > 1 and n.shape[1] == 1)),
    ("is a single number", "is an array", _is(lambda n: n.shape == ())),
    ("is an array of integers", "is one of floats", _is(lambda n: n.kind in ("i", "u"))),
    ("is square", "is not", _is(lambda n: len(n.shape) == 2 and n.shape[0] == n.shape[1])),
    ("is 0", "is not", _is(lambda n: not n.flat.any())),
    ("is 1", "is not", _is(lambda n: n.shape == () and n.kept[0] == 1)),
    ("is negative", "is not", _is(lambda n: n.shape == () and n.kept[0] < 0)),
    ("has a negative entry", "has none", _is(lambda n: bool((n.sample < 0).any()))),
    ("has an entry 0", "has none", _is(lambda n: bool((n.sample == 0).any()))),
    ("has equal entries throughout", "has different ones",
     _is(lambda n: n.size > 1 and bool((n.flat == n.flat[0]).all()))),
    ("is very large somewhere", "is not", _is(lambda n: float(np.abs(n.sample).max()) > 30)),
)  # fmt: skip


def _where_entries(calls: Sequence[Call]) -> Iterator[str]:
    """Compare entry by entry, if a function works on each entry of an argument by itself."""
    for key in _keys(calls):
        inputs, right = [], []
        for call in calls:
            x, ours, theirs = map(stacked, (call.arguments[key], call.given, call.expected))
            if not (isinstance(x, Numbers) and isinstance(ours, Numbers)
                    and isinstance(theirs, Numbers)):  # fmt: skip
                continue
            if x.shape == ours.shape == theirs.shape and len(x.kept) == len(ours.kept):
                inputs.append(x.sample)
                right.append(close_each(ours.sample, theirs.sample))
        if not inputs:
            continue
        x, ok = np.concatenate(inputs), np.concatenate(right)
        if ok.all() or np.count_nonzero(ok) < FEWEST:
            continue
        for words, is_there in _REGIONS.items():
            if (is_there(x) == ~ok).all():
                yield (f"is wrong for the entries of {_argument(key)} that are {words}, and right "
                       f"for all others")  # fmt: skip


_REGIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "0": lambda x: x == 0,
    "negative": lambda x: x < 0,
    "positive": lambda x: x > 0,
    "0 or negative": lambda x: x <= 0,
    "0 or positive": lambda x: x >= 0,
    "very large": lambda x: np.abs(x) > 30,
    "large and positive": lambda x: x > 30,
    "large and negative": lambda x: x < -30,
    "larger than 1 in size": lambda x: np.abs(x) > 1,
}
