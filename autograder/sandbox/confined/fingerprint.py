"""The fingerprint of what a notebook has left in this process: two of them are equal if no case in
between has changed anything that a later case could see.

This process belongs to the submission, so a fingerprint protects honest answers from their own
side effects, and nothing else. What can't be read counts as changed.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import random
import sys
import types
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..protocol.typed_values import table_parts
from .notebook_shell import Shell

# A notebook whose functions reach more bytes than this has no fingerprint, because it would take
# longer than a fresh copy.
MAX_BYTES = 4 << 20
MAX_BYTES_OF_VALUE = 64 << 20  # The same for what one name holds.
# A function that uses one of these names may reach every name of the notebook.
REACH_ALL = {"globals", "vars", "locals", "eval", "exec", "get_ipython", "_getframe", "__import__",
             "inspect", "importlib", "__main__"}  # fmt: skip
# Attributes of a class that Python itself adds, or that lead back to it.
OF_CLASSES = {"__dict__", "__weakref__", "__slotnames__", "__doc__"}
# Objects without a state of their own, or with one that only Python itself changes.
STATELESS = (
    types.CodeType, types.GetSetDescriptorType, types.MemberDescriptorType,
    types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType,
    types.MethodWrapperType, np.ufunc, type(getattr(Iterator, "_abc_impl")),  # noqa: B009
)  # fmt: skip
# Values that nothing but a function of the notebook can change, which then has their name.
DATA = (type(None), bool, int, float, complex, str, bytes, np.generic, np.ndarray)


@dataclass(frozen=True)
class Fingerprint:
    """What a later one is compared with.

    Attributes:
        digest: The digest of everything.
        kept: The objects that the digest knows by their id(), which must not be freed meanwhile.
    """

    digest: bytes
    kept: list[Any]


def fingerprint(shell: Shell) -> Fingerprint | None:
    """Return the fingerprint of a notebook and of the libraries it shares, or None if it has none.
    """
    names = {name: shell.namespace[name] for name in shell.names()}
    roots = [value for value in names.values() if not isinstance(value, DATA)]

    def parts() -> Iterator[Any]:
        yield [{name: id(value) for name, value in names.items()}, roots]
        yield _of_libraries()

    return _fingerprint(shell, parts(), list(names.values()), MAX_BYTES)


def state_of(shell: Shell, value: Any) -> Fingerprint | None:
    """Return the fingerprint of one value of a notebook, or None if it has none."""
    return _fingerprint(shell, [value], [value], MAX_BYTES_OF_VALUE)


def _fingerprint(
    shell: Shell, parts: Iterable[Any], kept: list[Any], max_bytes: int
) -> Fingerprint | None:
    """Return the fingerprint of some objects, or None if they have none.

    Args:
        shell: The notebook.
        parts: The objects.
        kept: What must not be freed, besides the objects that the pickler names by their id().
        max_bytes: Larger objects have no fingerprint.
    """
    sink = _Sink(max_bytes)
    pickler = _Pickler(sink, shell)
    pickler.kept += kept
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for part in parts:
                pickler.dump(part)
    except Exception:
        return None
    return Fingerprint(sink.digest.digest(), pickler.kept)


def _of_libraries() -> list[Any]:
    """Return what a function may set for the whole process without having a name for it."""
    figures = sys.modules.get("matplotlib._pylab_helpers")
    torch = sys.modules.get("torch")
    return [
        random.getstate(),
        np.random.get_state(),
        np.geterr(),
        np.get_printoptions(),
        list(warnings.filters[1:]),  # The first one is the caller's.
        os.getcwd(),
        dict(os.environ),
        list(sys.path),
        len(sys.modules),
        sys.getrecursionlimit(),
        [id(sys.stdout), id(sys.stderr)],
        figures and list(figures.Gcf.figs),
        torch and [
            torch.get_rng_state().numpy(), torch.get_default_dtype(), torch.is_grad_enabled(),
        ],
    ]  # fmt: skip


class _Sink:
    """Takes what a pickler writes, and keeps a digest of it."""

    def __init__(self, max_bytes: int) -> None:
        self.digest, self.left = hashlib.blake2b(), max_bytes

    def write(self, piece: Any) -> None:
        self.left -= len(piece)
        if self.left < 0:
            raise ValueError("too large")
        self.digest.update(piece)


class _Pickler(pickle.Pickler):
    """Writes functions, classes and modules, too: by their id() and what they refer to."""

    def __init__(self, sink: _Sink, shell: Shell) -> None:
        super().__init__(sink, protocol=5)
        self.home, self.globals = os.environ.get("HOME", ""), shell.namespace
        self.kept: list[Any] = []

    def reducer_override(self, o: Any) -> Any:
        """Return what is written for an object, as `__reduce__` does."""
        if o is _nothing:
            return NotImplemented
        if isinstance(o, type):
            return self._noted(o, self._of_class(o) if self._is_own(o.__module__) else None)
        if isinstance(o, types.ModuleType):
            return self._noted(o, vars(o) if self._is_own(o.__name__) else None)
        if isinstance(o, STATELESS) or type(o).__module__.startswith("matplotlib."):
            return self._noted(o)
        parts = _parts(o)
        if parts is None:
            return NotImplemented
        if isinstance(o, types.FunctionType):
            return self._noted(o.__code__, [*parts, self._globals_of(o)])
        return self._noted(type(o), parts)

    def _noted(self, o: Any, state: Any = None) -> Any:
        self.kept.append(o)
        return _nothing, (id(o),), state

    def _is_own(self, module: Any) -> bool:
        """Return True if a module is the notebook, or a file of the student's beside it."""
        file = getattr(sys.modules.get(module), "__file__", None) or ""
        return module == "__main__" or bool(self.home and file.startswith(self.home))

    def _of_class(self, o: type) -> Any:
        return [o.__bases__, {k: v for k, v in vars(o).items() if k not in OF_CLASSES}]

    def _globals_of(self, function: types.FunctionType) -> dict[str, Any]:
        """Return the globals that a function of the notebook may use."""
        names = function.__globals__
        if names is not self.globals and not self._is_own(names.get("__name__")):
            return {}
        used = set(_names_in(function.__code__))
        if used & REACH_ALL:
            used = set(names)
        return {name: names[name] for name in sorted(used & names.keys()) if name[:1] != "_"}


def _nothing(*_: Any) -> None:
    """Stand for a constructor in what is written. Nobody ever reads it."""


def _parts(o: Any) -> Any:
    """Return what an object refers to if `__reduce__` does not tell, or else None."""
    pandas = sys.modules.get("pandas")
    if pandas and isinstance(o, pandas.DataFrame):
        return table_parts(o)
    if isinstance(o, types.FunctionType):
        return [o.__defaults__, o.__kwdefaults__, o.__dict__, o.__closure__]
    if isinstance(o, types.CellType):
        try:
            return [o.cell_contents]
        except ValueError:
            return []
    if isinstance(o, types.MethodType):
        return [o.__func__, o.__self__]
    if isinstance(o, types.BuiltinFunctionType):
        return [o.__name__, o.__self__]
    if isinstance(o, functools._lru_cache_wrapper):
        return [o.cache_info(), o.__wrapped__, o.__dict__]
    if isinstance(o, property):
        return [o.fget, o.fset, o.fdel]
    if isinstance(o, (staticmethod, classmethod)):
        return [o.__func__]
    if isinstance(o, types.MappingProxyType):
        return [dict(o)]
    return None


def _names_in(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_in(constant)
