"""Values without a plain form, on the trusted side: how they are sent, and what comes back."""

from __future__ import annotations

import builtins
import inspect
import itertools
import pathlib
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from ..protocol import wire
from ..protocol.arguments import PLAIN, Key
from ..protocol.limits import MAX_HANDLES
from ..protocol.typed_values import encode as encode_typed
from ..protocol.wire import Code, Reader, WireError, Writer
from .remote import Asker, Remote, RemoteFunction

BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
# The modules whose types can be sent.
TYPE_MODULES = {"builtins": builtins, "numpy": np}
# A file that a test passes to a submission may have this many bytes.
MAX_FILE_BYTES = 16 << 20
# An iterator that a test passes to a submission may have this many items.
MAX_PASSED_ITEMS = 10_000
# These are sent as plain data, whatever they contain.
CONTAINERS = frozenset([list, tuple, dict, set, frozenset, bytes, complex, np.ndarray])
# The types of iterators whose items can be sent.
ITERATORS: tuple[Any, ...] = (
    types.GeneratorType, map, filter, zip, enumerate, reversed,
    *(type(iter(items)) for items in ([0], (0,), "", range(0), {0: 0})),
)  # fmt: skip


class SpecialValues:
    """Encodes and decodes the values of one channel that have no plain form.

    Attributes:
        channel: The channel.
        functions: The functions of tests that the worker may call back. Their index is their code.
        handles: The objects of the worker, by the worker's number.
        arguments: Lists, dicts and arrays within the arguments of the call that is running. The
            worker names them by their index if it returns them unchanged.
    """

    def __init__(self, channel: Asker) -> None:
        self.channel = channel
        self.functions: list[Callable[..., Any]] = []
        self.handles: dict[int, Remote] = {}
        self.arguments: list[tuple[Key, Any]] = []

    def encode(self, o: Any, writer: Writer) -> Any:
        """Return the pair that stands for a value, or None if it is sent as plain data.

        Raises:
            NotAcross: The value can't be sent.
        """
        if type(o) in CONTAINERS:
            return None
        if isinstance(o, Remote) and o._channel is self.channel:
            return [Code.HANDLE, o._handle]
        if isinstance(o, np.random.Generator):
            name = type(o.bit_generator).__name__
            if name in BIT_GENERATORS:
                return [Code.GENERATOR, [name, writer.value(o.bit_generator.state)]]
        if isinstance(o, pathlib.PurePath):
            content = self._content(pathlib.Path(o))
            return [Code.PATH, [wire.text(o.name), writer.value(content)]]
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(o, torch.Tensor):
            if o.layout != torch.strided or o.dtype == torch.bfloat16:
                raise self.channel.refuse(
                    f"a tensor of {o.dtype} that this test passes has no plain form"
                )
            return writer.tensor(o.detach().cpu().numpy(), o.requires_grad)
        kind = o if isinstance(o, type) else None
        if kind is not None:
            module = TYPE_MODULES.get(kind.__module__)
            if getattr(module, kind.__name__, "") is kind:
                return [Code.TYPE, [kind.__module__, kind.__name__]]
        if encode_typed(o) is not None:
            return None
        if callable(o):
            known = len(self.functions)
            index = self._index_of(o)
            return [Code.CALLBACK, [index, writer.value(looks_of(o)) if index == known else None]]
        if isinstance(o, ITERATORS) and self.channel.shares_process:
            items = list(itertools.islice(o, MAX_PASSED_ITEMS + 1))
            if len(items) > MAX_PASSED_ITEMS:
                raise self.channel.refuse("an iterator that this test passes has no end")
            return [Code.ITERATOR, writer.value(items)]
        if isinstance(o, Remote):
            return [Code.OBJECT, self._index_of(o._method)]
        if isinstance(o, PLAIN):
            return None
        raise self.channel.refuse(f"a {type(o).__name__} that this test passes has no plain form")

    def decode(self, code: Code, data: Any, reader: Reader) -> Any:
        """Return the value of a pair that the worker sent, or raise WireError."""
        if code == Code.HANDLE:
            parts = [type(x) for x in data] if type(data) is list else []
            wire.expect(parts == [int, str, bool, str], "a handle")
            number, type_name, is_callable, name = data
            if number not in self.handles:
                wire.expect(len(self.handles) < MAX_HANDLES, f"at most {MAX_HANDLES:,} objects")
                kind = RemoteFunction if is_callable else Remote
                self.handles[number] = kind(self.channel, number, type_name, name)
            return self.handles[number]
        if code == Code.SAME:
            wire.expect(type(data) is int and 0 <= data < len(self.arguments), "an argument")
            return self.arguments[data][1]
        if code == Code.CALLBACK:
            wire.expect(type(data) is int and 0 <= data < len(self.functions), "a function given")
            return self.functions[data]
        if code == Code.TENSOR:
            return reader.tensor(data)
        raise WireError(f"expected nothing like {code.name}")

    def _content(self, path: pathlib.Path) -> bytes:
        if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            raise self.channel.refuse(
                f"{path.name}, which this test passes, is no file of up to 16 MiB"
            )
        return path.read_bytes()

    def _index_of(self, function: Callable[..., Any]) -> int:
        for index, known in enumerate(self.functions):
            if known is function:
                return index
        self.functions.append(function)
        return len(self.functions) - 1


def looks_of(function: Any) -> list[Any] | None:
    """Return a function's name, docstring and parameters, for an answer that looks at them.

    The defaults of its parameters are left out: they may be a hidden test's own.
    """
    name, doc = getattr(function, "__name__", None), getattr(function, "__doc__", None)
    if isinstance(function, (Remote, type)) or type(name) is not str:
        return None
    parameters: list[Any] | None
    if isinstance(function, np.ufunc):
        positional = int(inspect.Parameter.POSITIONAL_ONLY)
        parameters = [[f"x{i + 1}", positional, False, None] for i in range(function.nin)]
    else:
        try:
            parameters = [
                [p.name, int(p.kind), p.default is not p.empty, None]
                for p in inspect.signature(function).parameters.values()
            ]
        except (TypeError, ValueError):
            parameters = None
    return [name, doc if type(doc) is str else None, parameters]
