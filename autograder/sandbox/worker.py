"""The submission's side: runs its cells, then answers calls.

The submission shares this process and may rewrite all of it; the trusted side assumes that it did.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import os
import pathlib
import socket
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from . import wire
from .calls import NO_BOUND, PLAIN, Key, named, parts, watch, written
from .cells import Shell, cell_of, text_of
from .policy import Limits
from .wire import Code, Reader, WireError, Writer

NUMBERS = (type(None), bool, int, float, np.number)
CALLBACK = "_coursework_callback"
MOST_WARNINGS = 20
HANDLES = 1 << 16
PRINTED = 1 << 16


def serve(sock: socket.socket, shell: Shell, limits: Limits) -> None:
    """Answer requests until the other side closes; never returns."""
    worker = Worker(sock, shell, limits)
    try:
        while True:
            worker.answer(*worker.receive())
    except wire.Closed:
        os._exit(0)


class Worker:
    """One end of a channel. `objects` are those that the trusted side holds a handle of."""

    def __init__(self, sock: socket.socket, shell: Shell, limits: Limits) -> None:
        self.sock, self.shell, self.limits, self.pid = sock, shell, limits, os.getpid()
        self.copies: set[int] = set()
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.callbacks: dict[int, Callable[..., Any]] = {}
        self.arguments: list[Any] = []  # of the call that is answered now, where unchanged
        self.changed: list[Key] = []  # arguments, by the call that has just raised
        self.broken: dict[int, BaseException] = {}  # by iterator: what follows its last items
        self.files = 0

    def receive(self) -> list[Any]:
        structure, bulk = wire.receive(self.sock, NO_BOUND, NO_BOUND)
        return wire.read(structure, bulk, self._rebuild)

    def send(self, message: list[Any]) -> None:
        frame = wire.write(message, self._special, self.limits.message, self.limits.bulk)
        wire.send(self.sock, frame)

    def answer(self, number: int, operation: str, *rest: Any) -> None:
        outer, self.arguments = self.arguments, []
        try:
            reply = getattr(self, f"_{operation}")(*rest)
            self._end_forks()
            if reply is not None:
                self.send([number, "done", *reply])
        except wire.Closed:
            raise
        except WireError as error:
            refusal = TypeError(f"the result can't be sent: {error}")
            self.send([number, "raised", described(refusal)])
        except BaseException as error:
            self._end_forks()
            changed, self.changed = self.changed, []
            self.send([number, "raised", {**described(error), "changed": changed}])
        finally:
            self.arguments = outer

    def _end_forks(self) -> None:
        """End here what the submission forked and let run on: one process answers, not two."""
        if os.getpid() != self.pid:
            os._exit(0)

    def ask(self, number: int, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call a function of the trusted side, and answer what it asks meanwhile."""
        try:
            self.send([0, "callback", number, args, kwargs])
        except WireError as error:
            raise TypeError(f"the arguments can't be sent: {error}") from None
        while True:
            message = self.receive()
            if message[0] != 0:
                self.answer(*message)
            elif message[1] == "answer":
                for key, value in message[3].items():
                    written(named(args, kwargs)[key], value)
                return message[2]
            else:
                raise callback_error(*message[2:])

    # -- operations: each returns what follows [number, "done"]

    def _reap(self) -> None:
        """Take leave of copies that have ended, for they count as processes."""
        for copy in list(self.copies):
            with contextlib.suppress(ChildProcessError):
                if not os.waitpid(copy, os.WNOHANG)[0]:
                    continue
            self.copies.discard(copy)

    def _cell(self, source: str, number: int) -> list[Any]:
        self._reap()
        return [self.shell.run(source, number)]

    def _names(self) -> list[Any]:
        return [self.shell.names()]

    def _get(self, name: str) -> list[Any]:
        return [self.shell.value(name)]

    def _bind(self, functions: dict[str, Any]) -> list[Any]:
        self.shell.namespace.update(functions)
        return [None]

    def _attribute(self, target: Any, name: str) -> list[Any]:
        return [getattr(target, name)]

    def _item(self, target: Any, key: Any) -> list[Any]:
        return [target[key]]

    def _length(self, target: Any) -> list[Any]:
        return [len(target)]

    def _iterate(self, target: Any) -> list[Any]:
        return [iter(target)]

    def _next(self, iterator: Any, count: int) -> list[Any]:
        """Up to `count` numbers, or one item of another kind: it may be changed further on."""
        items: list[Any] = []
        if id(iterator) in self.broken:
            raise self.broken.pop(id(iterator))
        try:
            for item in iterator:
                items.append(item)
                if len(items) == count or not isinstance(item, NUMBERS):
                    return [items, False]
        except Exception as error:
            if not items:
                raise
            self.broken[id(iterator)] = error
            return [items, False]
        return [items, True]

    def _call(
        self, target: Any, args: list[Any], kwargs: dict[str, Any], inplace: list[Key]
    ) -> list[Any]:
        given = named(args, kwargs)
        numbered = parts(args, kwargs)
        changed_now = watch(given, self._special)
        try:
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("always")
                result = target(*args, **kwargs)
        except Exception:
            self.changed = changed_now()
            raise
        changed = changed_now()
        self.arguments = [None if key in changed else part for key, part in numbered]
        back = {key: given[key] for key in inplace if key in changed}
        said = [[w.category.__name__, str(w.message)[:500]] for w in heard[:MOST_WARNINGS]]
        return [result, changed, back, said, self.shell.printed()[:PRINTED]]

    def _case(self) -> list[Any] | None:
        """Go on as a copy of this process on a channel of its own; the original answers."""
        _, (descriptor,), _, _ = socket.recv_fds(self.sock, 1, 1)
        self._reap()
        copy = os.fork()
        if copy:
            self.copies.add(copy)
            os.close(descriptor)
            return []
        self.sock.close()
        self.sock, self.pid = socket.socket(fileno=descriptor), os.getpid()
        self.copies.clear()
        self.shell.printed()
        return None

    # -- what has no plain form

    def _special(self, o: Any, writer: Writer) -> Any:
        kind = type(o)
        if kind in (list, dict, np.ndarray):
            for number, part in enumerate(self.arguments):
                if part is o:
                    return [Code.SAME, number]
            return None
        if kind in PLAIN or isinstance(o, PLAIN):
            return None
        if kind is types.FunctionType:
            number = o.__dict__.get(CALLBACK)  # which functools.wraps copies
            if type(number) is int and self.callbacks.get(number) is o:
                return [Code.CALLBACK, number]
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(o, torch.Tensor):
            return writer.array(o.detach().cpu().resolve_conj().resolve_neg().numpy())
        words = wire.text(type(o).__name__), wire.text(_name(o))
        return [Code.HANDLE, [self._number(o), words[0], callable(o), words[1]]]

    def _number(self, o: Any) -> int:
        if id(o) not in self.numbers:
            wire.expect_sendable(len(self.objects) < HANDLES, "it is of too many objects")
            self.numbers[id(o)] = len(self.objects) + 1
            self.objects[len(self.objects) + 1] = o
        return self.numbers[id(o)]

    def _rebuild(self, code: Code, data: Any, reader: Reader) -> Any:
        if code == Code.HANDLE:
            return self.objects[data]
        if code == Code.CALLBACK:
            if data not in self.callbacks:
                self.callbacks[data] = self._callback(data)
            return self.callbacks[data]
        if code == Code.TENSOR:
            import torch

            return torch.from_numpy(reader.raw(data).copy())
        if code == Code.GENERATOR:
            name, state = data
            bits = getattr(np.random, name)()
            bits.state = reader.value(state)
            return np.random.Generator(bits)
        if code == Code.PATH:
            self.files += 1
            folder = pathlib.Path(os.environ["HOME"], f".given-{os.getpid()}-{self.files}")
            folder.mkdir()
            path = folder / reader.value(data[0])
            path.write_bytes(reader.value(data[1]))
            return path
        if code == Code.TYPE:
            return getattr(sys.modules[data[0]], data[1])
        if code == Code.OBJECT:
            return Elsewhere(self._callback(data))
        raise WireError(f"expected nothing like {code!r}")

    def _callback(self, number: int) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            return self.ask(number, list(args), kwargs)

        setattr(callback, CALLBACK, number)
        return callback


class Elsewhere:
    """An object of another worker, such as a generator of random numbers: its methods are called
    over there."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return functools.partial(self._call, name)


class CallbackError(Exception):
    """Raised here for what a function of the trusted side raised; `token` says which it was."""

    token: int


def callback_error(base: str, token: int) -> BaseException:
    kind = getattr(builtins, base, Exception)
    raised = type("CallbackError", (CallbackError, kind), {"__str__": lambda self: "raised by f"})()
    raised.token = token
    return raised


def described(error: BaseException) -> dict[str, Any]:
    """An exception as plain data: its nearest built-in class, and text."""
    base = next((c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins"), "")
    trace, lines = error.__traceback__, []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename != __file__:
            cell = cell_of(trace.tb_frame.f_code.co_filename)
            lines.append([cell, trace.tb_lineno])
        trace = trace.tb_next
    return {
        "base": base,
        "type": type(error).__name__,
        "text": text_of(error),
        "lines": [line for line in lines if line[0]][-5:],
        "inside": bool(lines),
        "token": getattr(error, "token", 0) if isinstance(error, CallbackError) else 0,
    }


def _name(o: Any) -> str:
    name = getattr(o, "__name__", None)
    return name if type(name) is str else type(o).__name__
