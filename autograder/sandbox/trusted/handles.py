"""Python's questions about the type of a value, for tests that are given handles.

`type(x)` of a handle would be the class of the handle, and no handle is an instance of a class of
the notebook. So these functions ask the worker.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..protocol.typed_values import encode as encode_typed
from .names import Names
from .remote import Asker, Remote

# The channel of the test that is running.
_asker: list[Asker] = []
# The types of values that have no identity of their own.
FIXED = (type(None), bool, int, float, complex, str, bytes, np.generic)


def is_same(a: Any, b: Any) -> bool:
    """Return True if two values are one object. Refuse two that may be copies of one object."""
    if a is b or _is_handle(a) or _is_handle(b):
        return a is b
    if _asker and not isinstance(a, type) and type(a) is type(b) and not _is_fixed(a):
        raise _asker[-1].refuse("this test asks whether two values are one object")
    return False


def type_of(o: Any) -> Any:
    """Return the type of a value. That of a handle is the type of its object, as a handle too."""
    if isinstance(o, Names):
        return dict
    return o._channel.operate("type", o) if _is_handle(o) else type(o)


def isinstance_of(o: Any, classes: Any) -> bool:
    """Do what `isinstance` does, also for handles of objects and of classes."""
    if isinstance(o, Names):
        o = {}
    flat = list(_flat(classes))
    own = [c for c in flat if isinstance(c, Remote)]
    if own and not _is_handle(own[0]):
        raise own[0]._channel.refuse("it asks for an instance of a class of the notebook")
    others = tuple(c for c in flat if not isinstance(c, Remote))
    if not _is_handle(o):
        if others and isinstance(o, others):
            return True
        if own:
            raise own[0]._channel.refuse("it asks if a value is of a class of the notebook")
        return False
    channel = o._channel
    if any(channel.operate("isinstance", o, c) is True for c in own):
        return True
    names = [[c.__module__, c.__qualname__] for c in others if isinstance(c, type)]
    return bool(names) and channel.operate("is_a", o, names) is True


def issubclass_of(o: Any, classes: Any) -> bool:
    """Do what `issubclass` does, also for handles of classes."""
    if not _is_handle(o):
        return issubclass(o, classes)
    channel = o._channel
    for c in _flat(classes):
        if not _is_handle(c) and encode_typed(c) is None:
            raise channel.refuse("it asks for a subclass of a class of its own")
        if channel.operate("issubclass", o, c) is True:
            return True
    return False


@contextlib.contextmanager
def inspected(asker: Asker) -> Iterator[None]:
    """Have the functions of `inspect` take handles for what they stand for.

    Args:
        asker: The channel of the handles.
    """
    with contextlib.ExitStack() as patches:
        _asker.append(asker)
        patches.callback(_asker.pop)
        for name, function in _inspections().items():
            patches.callback(setattr, inspect, name, getattr(inspect, name))
            setattr(inspect, name, function)
        yield


def _inspections() -> dict[str, Callable[..., Any]]:
    def source(o: Any) -> Any:
        return o._channel.operate("source", o) if _is_handle(o) else _GETSOURCE(o)

    def lines(o: Any) -> Any:
        if not _is_handle(o):
            return _GETSOURCELINES(o)
        return source(o).splitlines(keepends=True), 0

    def kind(original: Callable[[Any], bool], *names: str) -> Callable[[Any], bool]:
        return lambda o: o.type_name in names if _is_handle(o) else original(o)

    return {
        "getsource": source,
        "getsourcelines": lines,
        "isfunction": kind(inspect.isfunction, "function"),
        "ismethod": kind(inspect.ismethod, "method"),
        "isclass": kind(inspect.isclass, "type", "ABCMeta", "EnumMeta", "EnumType"),
        "isgenerator": kind(inspect.isgenerator, "generator"),
        "isroutine": kind(inspect.isroutine, "function", "method", "builtin_function_or_method"),
    }


_GETSOURCE, _GETSOURCELINES = inspect.getsource, inspect.getsourcelines


def _is_handle(o: Any) -> bool:
    return isinstance(o, Remote) and o._channel.shares_process


def _is_fixed(o: Any) -> bool:
    return isinstance(o, FIXED) or o is ... or o is NotImplemented


def _flat(classes: Any) -> Iterator[Any]:
    if isinstance(classes, tuple):
        for c in classes:
            yield from _flat(c)
    else:
        yield classes
