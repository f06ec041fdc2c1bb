"""The arguments of a call, on both sides of the boundary: how they are numbered, which of them a
call has changed, and how the changes get back to the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .limits import NO_BOUND
from .typed_values import build_into
from .wire import AS_IN_MEMORY, Special, WireError, Writer, can_send, write

# The types whose values are sent as plain data.
PLAIN = (
    type(None), bool, int, float, complex, str, bytes,
    list, tuple, dict, set, frozenset, np.generic, np.ndarray,
)  # fmt: skip
Key = int | str  # The position of an argument, or its name if it is passed by keyword.


def by_key(args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[Key, Any]:
    """Return the arguments of a call, each under its position or its keyword."""
    arguments: dict[Key, Any] = dict(enumerate(args))
    arguments.update(kwargs)
    return arguments


def mutable_parts(args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[tuple[Key, Any]]:
    """Return all lists, dicts and arrays within the arguments, each with its argument's key.

    Both sides walk through the same structure in the same order. So an index into this list means
    the same object on either side.
    """
    return [
        (key, part) for key, value in by_key(args, kwargs).items() for part in _parts_of(value)
    ]


def watch_changes(arguments: Mapping[Key, Any], special: Special) -> Callable[[], list[Key]]:
    """Return a function that lists the arguments that have changed since this call.

    Whether an array can be written to is no part of its contents.
    """

    def contents(o: Any, writer: Writer) -> Any:
        if type(o) is np.ndarray and can_send(o):
            return writer.array(o)
        return special(o, writer)

    before = {key: snapshot(value, contents) for key, value in arguments.items()}

    def changed() -> list[Key]:
        return [
            key
            for key, value in arguments.items()
            if before[key] is not None and snapshot(value, contents) != before[key]
        ]

    return changed


def snapshot(value: Any, special: Special) -> Any:
    """Return what to compare with a later snapshot of the same argument: they differ if it has
    changed. The result is None for a value that nobody can change."""
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, np.generic)):
        return None
    if type(value) is np.ndarray and value.dtype.str in AS_IN_MEMORY:
        return value.dtype.str, value.shape, value.tobytes()
    try:
        frame = write(value, special, NO_BOUND, NO_BOUND)
    except WireError:  # The argument was sent before. Only a change can have made it unsendable.
        return ()
    return frame.structure, [bytes(piece) for piece in frame.bulk]


def write_into(old: Any, new: Any) -> Any:
    """Give `old` the contents of `new` and return `old`, if it can take them. Otherwise return
    `new`, and leave `old` as it is."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype:
            return new
        old[...] = new
    elif type(old) is list and type(new) is list:
        old[:] = [write_into(a, b) for a, b in zip(old, new)] + new[len(old) :]
    elif type(old) is dict and type(new) is dict:
        items = {key: write_into(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(items)
    elif old is not new and not build_into(old, new):
        return new
    return old


def _parts_of(value: Any) -> Iterator[Any]:
    if type(value) in (list, dict, np.ndarray):
        yield value
    if type(value) in (list, tuple):
        for item in value:
            yield from _parts_of(item)
    elif type(value) is dict:
        for item in value.values():
            yield from _parts_of(item)
