"""The submission's side of a channel: runs the cells of a notebook, then answers requests.

The submission shares this process and can rewrite all of it. The trusted side assumes that it did.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import inspect
import math
import operator
import os
import pathlib
import random
import socket
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from ..protocol import wire
from ..protocol.arguments import PLAIN, Key, by_key, mutable_parts, watch_changes, write_into
from ..protocol.limits import (
    MAX_ERROR_TEXT,
    MAX_HANDLES,
    MAX_PRINTED,
    MAX_TRACEBACK_LINES,
    MAX_WARNING_TEXT,
    MAX_WARNINGS,
    NO_BOUND,
)
from ..protocol.names import is_public
from ..protocol.policy import Limits
from ..protocol.typed_values import encode as encode_typed
from ..protocol.wire import Code, Reader, WireError, Writer, can_send
from .beside import Case, cases_of
from .fingerprint import Fingerprint, fingerprint, state_of
from .notebook_shell import Shell, cell_of, text_of

# Values that don't change while an iterator runs on, so that several can be sent at a time.
NUMBERS = (type(None), bool, int, float, np.number)
# What counts as a method: methods of classes in Python and in C, and what stands for a method of an
# object of another worker.
METHODS = (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType, functools.partial)
# The attribute that holds the number of a function of the trusted side.
CALLBACK = "_coursework_callback"
# What a test may do with an object that stays here, by the name in the request.
OPERATIONS: dict[str, Callable[..., Any]] = {
    **{
        f.__name__: f
        for f in (repr, str, format, hash, bool, int, float, complex, abs, round, dir, callable,
                  reversed, isinstance, issubclass, type, next)
    },
    **{
        name: getattr(operator, name)
        for name in ("index", "neg", "pos", "invert", "eq", "ne", "lt", "le", "gt", "ge", "add",
                     "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift",
                     "rshift", "and_", "or_", "xor", "contains")
    },
    **{name: getattr(math, name) for name in ("trunc", "floor", "ceil")},
    "divmod": divmod,
    "enter": lambda o: type(o).__enter__(o),
    "exit": lambda o, *error: type(o).__exit__(o, *error),
    "setattr": setattr,
    "delattr": delattr,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "source": inspect.getsource,
    "signature": lambda o: signature_of(o),
    "is_a": lambda o, names: is_a(o, names),
}  # fmt: skip
# The kinds of parameters of a signature, by their number.
PARAMETER_KINDS = list(inspect._ParameterKind)


def serve(sock: socket.socket, shell: Shell, limits: Limits) -> None:
    """Answer requests until the other side closes the connection, then end the process."""
    worker = Worker(sock, shell, limits)
    try:
        while True:
            worker.answer(*worker.receive())
    except wire.Closed:
        os._exit(0)


class Worker:
    """One end of a channel.

    Attributes:
        sock: The socket.
        shell: Runs the cells.
        limits: The bounds on messages.
        pid: The process that answers. A fork of it that the submission made must not.
        copies: The process ids of the copies that have not been waited for.
        objects: The objects that the trusted side holds a handle of, by their number.
        numbers: The numbers of these objects, by their id().
        callbacks: What stands here for functions of the trusted side, by their number.
        arguments: Lists, dicts and arrays within the arguments of the call that has just been
            made. A part is None if its argument has changed.
        changed: The arguments that were changed by a call that raised an exception.
        broken: By the id() of an iterator, the exception that follows its last items.
        files: The number of files received so far.
        untouched: The fingerprint of the notebook before the first case in this process, or None.
        beside: The cases of a test file that run in this process.
        states: The digests that were told of names, with the objects that they know by their id().
    """

    def __init__(self, sock: socket.socket, shell: Shell, limits: Limits) -> None:
        self.sock, self.shell, self.limits, self.pid = sock, shell, limits, os.getpid()
        self.copies: set[int] = set()
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.callbacks: dict[int, Callable[..., Any]] = {}
        self.arguments: list[Any] = []
        self.changed: list[Key] = []
        self.broken: dict[int, BaseException] = {}
        self.files = 0
        self.untouched: Fingerprint | None = None
        self.beside: list[Case] = []
        self.states: list[Fingerprint | None] = []
        self.no_input = builtins.input

    def receive(self) -> list[Any]:
        """Return the next message."""
        structure, bulk = wire.receive(self.sock, NO_BOUND, NO_BOUND)
        return wire.read(structure, bulk, self._rebuild)

    def send(self, message: list[Any]) -> None:
        """Send a message. Raise WireError if it can't be expressed, or is too large."""
        frame = wire.write(message, self._special, self.limits.message, self.limits.bulk)
        wire.send(self.sock, frame)

    def answer(self, number: int, operation: str, *operands: Any) -> None:
        """Carry out the request of this number and send its reply."""
        outer, self.arguments = self.arguments, []
        try:
            reply = getattr(self, f"_{operation}")(*operands)
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
            printed = self.shell.printed()[:MAX_PRINTED]
            error_words = {**described(error), "changed": changed, "printed": printed}
            self.send([number, "raised", error_words])
        finally:
            self.arguments = outer

    def _end_forks(self) -> None:
        """End this process if the submission forked it: only one process must answer."""
        if os.getpid() != self.pid:
            os._exit(0)

    def ask(self, number: int, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call a function of the trusted side. Answer the requests that come before its result."""
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
                    write_into(by_key(args, kwargs)[key], value)
                return message[2]
            else:
                raise callback_error(*message[2:])

    # --- operations ---
    # Each returns what follows [number, "done"] in the reply. None means that there is no reply.

    def _reap(self) -> None:
        """Wait for copies that have ended, because they still count as processes."""
        for copy in list(self.copies):
            with contextlib.suppress(ChildProcessError):
                if not os.waitpid(copy, os.WNOHANG)[0]:
                    continue
            self.copies.discard(copy)

    def _cell(
        self, source: str, number: int, seed: int | None = None, variable: str | None = None
    ) -> list[Any]:
        self._reap()
        if source.startswith("%%"):  # Otter leaves these cells as they are.
            seed = None
        if seed is not None and variable:
            self.shell.namespace[variable] = seed
        elif seed is not None:
            random.seed(seed)
            np.random.seed(seed)
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

    def _method(self, target: Any, name: str) -> list[Any]:
        """Return a public method of an object for another worker, which is not trusted with more.

        Modules, classes and functions are refused as a whole: with them one can reach everything.
        """
        closed = isinstance(target, (types.ModuleType, type, types.FunctionType))
        method = None if closed or not is_public(name) else getattr(target, name)
        if not isinstance(method, METHODS):
            raise AttributeError(f"it has no public method {name}")
        return [method]

    def _forget(self, names: list[str]) -> list[Any]:
        """Delete names of the notebook."""
        for name in names:
            self.shell.namespace.pop(name, None)
        return [None]

    def _operate(self, name: str, *operands: Any) -> list[Any]:
        """Return the result of an operation, and what it printed."""
        result = OPERATIONS[name](*operands)
        return [result, self.shell.printed()[:MAX_PRINTED]]

    def _share(self, state: list[Any] | None) -> list[Any]:
        """Set the state of the global generators, if there is one, and return it."""
        if state is not None:
            ours, numpys = state
            random.setstate((3, tuple(ours[0].tolist()), ours[1]))
            np.random.set_state(("MT19937", *numpys))
        _, words, gauss = random.getstate()
        numpys_state: Any = np.random.get_state()
        return [[np.array(words, np.uint32), gauss], list(numpys_state[1:])]

    def _input(self, function: Callable[..., Any] | None) -> list[Any]:
        """Have input() call a function of the test, or again none."""
        builtins.input = function or self.no_input
        return [None]

    def _test_file(self, source: str, doctests: list[str]) -> list[Any]:
        """Read the cases of a test file that are to run in this process."""
        self.beside = cases_of(source, doctests)
        return [None]

    def _judge(self, number: int) -> list[Any]:
        """Run one of these cases. It raises an exception if it fails."""
        self.beside[number](self.shell.namespace)
        return [True]

    def _states(self, names: list[str]) -> list[Any]:
        """Return the digests of what some names of the notebook hold. Equal ones mean that nothing
        has changed."""
        digests = {}
        for name in self.shell.namespace.keys() & set(names):
            state = state_of(self.shell, self.shell.namespace[name])
            self.states.append(state)
            digests[name] = state.digest.hex() if state else f"unknown {len(self.states)}"
        return [digests]

    def _item(self, target: Any, key: Any) -> list[Any]:
        return [target[key]]

    def _length(self, target: Any) -> list[Any]:
        return [len(target)]

    def _iterate(self, target: Any) -> list[Any]:
        return [iter(target)]

    def _next(self, iterator: Any, count: int) -> list[Any]:
        """Return items, and whether they are the last ones.

        These are up to `count` numbers. They stop after the first item of another kind, because the
        iterator may change such an item when it runs on.
        """
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
        arguments = by_key(args, kwargs)
        parts = mutable_parts(args, kwargs)
        list_changed = watch_changes(arguments, self._special)
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result = target(*args, **kwargs)
        except Exception:
            self.changed = list_changed()
            raise
        changed = list_changed()
        self.arguments = [None if key in changed else part for key, part in parts]
        updates = {key: arguments[key] for key in inplace if key in changed}
        warned = [
            [base_of(warning.category), str(warning.message)[:MAX_WARNING_TEXT]]
            for warning in one_of_each(caught)[:MAX_WARNINGS]
        ]
        return [result, changed, updates, warned, self.shell.printed()[:MAX_PRINTED]]

    def _case(self) -> list[Any] | None:
        """Fork a copy that continues on a socket of its own. Only the original process replies."""
        _, (descriptor,), _, _ = socket.recv_fds(self.sock, 1, 1)
        self._reap()
        state = random.getstate()
        copy = os.fork()
        if copy:
            self.copies.add(copy)
            os.close(descriptor)
            return []
        random.setstate(state)  # Python seeds it at random in each fork.
        self.sock.close()
        self.sock, self.pid = socket.socket(fileno=descriptor), os.getpid()
        self.copies.clear()
        self.shell.printed()
        return None

    def _rest(self) -> list[Any]:
        """Forget what the last case was given. Return True if all else is as it was when this was
        asked first."""
        for known in (self.objects, self.numbers, self.callbacks, self.changed, self.broken):
            known.clear()
        self.shell.printed()
        now = fingerprint(self.shell)
        self.untouched = before = self.untouched or now
        return [before is not None and now is not None and now.digest == before.digest]

    # --- values without a plain form ---

    def _special(self, o: Any, writer: Writer) -> Any:
        """Return the pair that stands for a value, or None if it is sent as plain data."""
        kind = type(o)
        if kind in (list, dict, np.ndarray):
            for number, part in enumerate(self.arguments):
                if part is o:
                    return [Code.SAME, number]
            if kind is np.ndarray and not can_send(o):
                return self._handle(o, f"array of dtype {o.dtype}")
            return None
        if kind in PLAIN or isinstance(o, PLAIN):
            return None
        if kind is types.FunctionType:
            # functools.wraps copies this attribute, so that another function may have it too.
            number = o.__dict__.get(CALLBACK)
            if type(number) is int and self.callbacks.get(number) is o:
                return [Code.CALLBACK, number]
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(o, torch.Tensor):
            with contextlib.suppress(TypeError, RuntimeError):  # NumPy has no such array.
                array = o.detach().cpu().resolve_conj().resolve_neg().numpy()
                return writer.tensor(array, o.requires_grad)
        if encode_typed(o) is not None:
            return None
        return self._handle(o, type(o).__name__)

    def _handle(self, o: Any, type_name: str) -> Any:
        """Return the pair that stands for an object that stays here."""
        name = wire.text(_name(o))
        return [Code.HANDLE, [self._number(o), wire.text(type_name), callable(o), name]]

    def _number(self, o: Any) -> int:
        """Return the number of an object that stays here."""
        if id(o) not in self.numbers:
            wire.expect_sendable(len(self.objects) < MAX_HANDLES, "it is of too many objects")
            self.numbers[id(o)] = len(self.objects) + 1
            self.objects[len(self.objects) + 1] = o
        return self.numbers[id(o)]

    def _rebuild(self, code: Code, data: Any, reader: Reader) -> Any:
        """Return the value of a pair that the trusted side sent."""
        if code == Code.HANDLE:
            return self.objects[data]
        if code == Code.CALLBACK:
            number, looks = data
            if number not in self.callbacks:
                self.callbacks[number] = self._callback(number, looks and reader.value(looks))
            return self.callbacks[number]
        if code == Code.TENSOR:
            return reader.tensor(data)
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
        if code == Code.ITERATOR:
            return iter(reader.value(data))
        if code == Code.OBJECT:
            return Elsewhere(self._callback(data))
        raise WireError(f"expected nothing like {code!r}")

    def _callback(self, number: int, looks: list[Any] | None = None) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            return self.ask(number, list(args), kwargs)

        if looks is not None:
            name, doc, parameters = looks
            callback.__name__ = callback.__qualname__ = name
            callback.__doc__ = doc
            if parameters is not None:
                callback.__signature__ = rebuilt_signature(parameters)  # type: ignore[attr-defined]
        setattr(callback, CALLBACK, number)
        return callback


class Elsewhere:
    """An object of another worker, such as a random number generator. Its methods run there.

    It can be iterated over, and it has a length and items if the object has.
    """

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __iter__(self) -> Elsewhere:
        return self._call("__iter__")

    def __next__(self) -> Any:
        items, ended = self._call("__next__")
        if ended:
            raise StopIteration
        return items[0]

    def __len__(self) -> int:
        return self._call("__len__")

    def __getitem__(self, key: Any) -> Any:
        return self._call("__getitem__", key)

    def __bool__(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return functools.partial(self._call, name)


def rebuilt_signature(parameters: list[Any]) -> inspect.Signature:
    """Return a signature of [name, kind, has a default, default] for each parameter."""
    return inspect.Signature([
        inspect.Parameter(
            name, PARAMETER_KINDS[kind], default=default if has else inspect.Parameter.empty
        )
        for name, kind, has, default in parameters
    ])  # fmt: skip


def signature_of(o: Any) -> list[Any]:
    """Return for each parameter its name, its kind, whether it has a default, and the default."""
    empty = inspect.Parameter.empty
    return [
        [p.name, int(p.kind), p.default is not empty, None if p.default is empty else p.default]
        for p in inspect.signature(o).parameters.values()
    ]


def is_a(o: Any, names: list[list[str]]) -> bool:
    """Return True if an object is an instance of one of the classes, by [module, name]."""
    for module, name in names:
        kind: Any = sys.modules.get(module)
        for part in name.split("."):
            kind = getattr(kind, part, None)
        if isinstance(kind, type) and isinstance(o, kind):
            return True
    return False


class CallbackError(Exception):
    """Stands for an exception of a function of the trusted side. `token` is its number there."""

    token: int


def callback_error(base: str, token: int) -> BaseException:
    """Return a CallbackError that `except` catches by the built-in class named `base`."""
    bases = (CallbackError, getattr(builtins, base, Exception))
    error = type("CallbackError", bases, {"__str__": lambda self: "raised by f"})()
    error.token = token
    return error


def described(error: BaseException) -> dict[str, Any]:
    """Return an exception as plain data: its nearest built-in class, its text and its place."""
    base = base_of(type(error))
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
        "lines": [line for line in lines if line[0]][-MAX_TRACEBACK_LINES:],
        "inside": bool(lines),
        "place": _place(error),
        "token": getattr(error, "token", 0) if isinstance(error, CallbackError) else 0,
    }


def _place(error: BaseException) -> str:
    """Return the line of the notebook that raised an error, in words. "" if the notebook has no
    library that can tell."""
    try:
        from nnlab import error_places

        return wire.text(error_places.describe(error)[:MAX_ERROR_TEXT])
    except BaseException:  # The submission may have rewritten the library.
        return ""


def base_of(kind: type[BaseException]) -> str:
    """Return the name of the nearest built-in class of an exception or a warning, or ""."""
    return next((c.__name__ for c in kind.__mro__ if c.__module__ == "builtins"), "")


def one_of_each(caught: list[warnings.WarningMessage]) -> list[warnings.WarningMessage]:
    """Return warnings with the first one of each kind in front, so that a bound drops no kind."""
    first = {base_of(warning.category): warning for warning in reversed(caught)}.values()
    return sorted(caught, key=lambda warning: not any(warning is one for one in first))


def _name(o: Any) -> str:
    name = getattr(o, "__name__", None)
    return name if type(name) is str else type(o).__name__
