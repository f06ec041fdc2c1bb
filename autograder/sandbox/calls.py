"""What a call means on both sides of the boundary: which arguments are which, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .wire import Special, WireError, write

PLAIN = (
    type(None), bool, int, float, complex, str, bytes,
    list, tuple, dict, set, frozenset, np.generic, np.ndarray,
)  # fmt: skip
Key = int | str  # a position, or the name of a keyword
NO_BOUND = 1 << 62


def parts(args: Sequence[Any], kwargs: dict[str, Any]) -> list[tuple[Key, Any]]:
    """The lists, dicts and arrays within the arguments, with the argument that each is part of.

    Both sides walk the same structure, so that a number means the same object on either.
    """
    items = named(args, kwargs).items()
    return [(key, part) for key, value in items for part in _within(value)]


def named(args: Sequence[Any], kwargs: dict[str, Any]) -> dict[Key, Any]:
    """Each argument under its position or its keyword."""
    found: dict[Key, Any] = dict(enumerate(args))
    for key, value in kwargs.items():
        found[key] = value
    return found


def watch(given: Mapping[Key, Any], special: Special) -> Callable[[], list[Key]]:
    """A function that says which of the arguments have changed since now."""
    before = {key: snapshot(value, special) for key, value in given.items()}

    def changed() -> list[Key]:
        return [
            key
            for key, value in given.items()
            if before[key] is not None and snapshot(value, special) != before[key]
        ]

    return changed


def snapshot(value: Any, special: Special) -> Any:
    """What to compare an argument with afterwards: None for what nobody can change."""
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, np.generic)):
        return None
    try:
        frame = write(value, special, NO_BOUND, NO_BOUND)
    except WireError:  # only a change can make an argument something that can't be sent
        return ()
    return frame.structure, [bytes(piece) for piece in frame.bulk]


def _within(value: Any) -> Iterator[Any]:
    if type(value) in (list, dict, np.ndarray):
        yield value
    if type(value) in (list, tuple):
        for item in value:
            yield from _within(item)
    elif type(value) is dict:
        for item in value.values():
            yield from _within(item)


def written(old: Any, new: Any) -> Any:
    """`old` with the contents of `new` where it can take them, otherwise `new`."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype:
            return new
        old[...] = new
    elif type(old) is list and type(new) is list:
        old[:] = [written(a, b) for a, b in zip(old, new)] + new[len(old) :]
    elif type(old) is dict and type(new) is dict:
        items = {key: written(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(items)
    else:
        return new
    return old
