"""The trusted end of a channel to a worker: asks, checks every reply, answers callbacks.

Nothing that a reply says is believed beyond its being plain data.
"""

from __future__ import annotations

import builtins
import pathlib
import socket
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from . import wire
from .calls import PLAIN, Key, named, parts, watch, written
from .policy import Limits
from .wire import Code, Reader, WireError, Writer

BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
TYPES = {"builtins": builtins, "numpy": np}
LARGEST_FILE = 16 << 20
KEPT_ERRORS = 64  # of callbacks, for the submission to pass through
HANDLES = 1 << 16
PRINTED = 1 << 16  # characters of a call's that are printed here
HEARD = 64  # answers that are kept
AMPLIFIED = 128  # what a byte of structure may take once it is read


CHANGES, WARNS = " changes", " warns"  # after the name of a call, in what is heard
DIED = "its process died: a crash, or more memory than there is"


class Heard(NamedTuple):
    """An answer: the name that a test asked for or called, and what came, or the error's type.
    What a call changed, and that it warned, are answers of their own."""

    name: str
    value: Any = None
    error: str = ""


class StudentError(Exception):
    """Raised in the submission. `type_name`, `lines` [[cell, line], ...] and the text are its own
    words; `inside`: raised by its code and not by the call of it."""

    type_name = ""
    lines: list[list[int]] = []
    inside = True


class Lost(StudentError):
    """The worker, or the copy of it that a case runs in, is gone."""


class TimedOut(Lost):
    """The worker took too long."""


class Tampering(Lost):
    """The worker broke the protocol, which no honest submission does."""


class NotCopied(Lost):
    """The worker leaves no room for a copy of itself: no descriptor, no process."""


class NotAcross(Exception):
    """A test asks for something that has no meaning across the boundary."""


class Channel:
    """One end of a socket to a worker. `deadline` is a time of time.monotonic()."""

    def __init__(self, sock: socket.socket, limits: Limits, deadline: float) -> None:
        self.sock, self.limits, self.deadline = sock, limits, deadline
        self.callbacks: list[Callable[..., Any]] = []
        self.handles: dict[int, Any] = {}
        self.raised: dict[int, BaseException] = {}
        self.refused = 0
        self.changed: list[Key] = []  # arguments, by the call that raised
        self.received = 0  # an upper bound of the memory of all that came, in bytes
        self.arguments: list[tuple[Key, Any]] = []
        self.number = self.budget = 0
        self.lost: Lost | None = None
        self.not_across = ""
        self.names: dict[int, str] = {}  # of handles, as tests asked for them
        self.heard: list[Heard] = []

    def close(self) -> None:
        self.sock.close()

    def ask(self, operation: str, *rest: Any) -> list[Any]:
        """One request and its reply: what follows "done". Raises what the submission raised."""
        self.number += 1
        number = self.number
        self._send([number, operation, *rest])
        return self._reply(number)

    def give(self, descriptor: int) -> None:
        """Have the worker go on as a copy of itself on the socket `descriptor`; `given` waits."""
        self.number += 1
        self._send([self.number, "case"])
        socket.send_fds(self.sock, [b"+"], [descriptor])

    def given(self) -> None:
        try:
            self._reply(self.number)
        except Lost:
            raise
        except Exception as error:  # such as no descriptor left
            raise self._give_up(NotCopied(f"it can't be copied: {error}")) from None

    def call(
        self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any], inplace: list[Key]
    ) -> tuple[Any, list[Key]]:
        """Call `target`: what it returns, and the arguments that it changed. Where it raises, these
        are in `changed`."""
        self.changed = []
        outer, self.arguments = self.arguments, parts(args, kwargs)
        try:
            reply = self.ask("call", target, list(args), kwargs, inplace)
        except Exception as error:
            kind = getattr(error, "type_name", "") or type(error).__name__
            self._hear_call(target, None, kind, self.changed, [])
            raise
        finally:
            self.arguments = outer
        given = named(args, kwargs)
        ok = len(reply) == 5 and [type(x) for x in reply[1:]] == [list, dict, list, str]
        self._require(ok, "a result of five parts")
        result, changed, back, said, printed = reply
        self._require(all(type(key) in (int, str) and key in given for key in changed), "arguments")
        self._require(all(key in inplace for key in back), "what was asked back")
        for key, value in back.items():
            write_back(given[key], value)
        for pair in said[:20]:
            self._require(type(pair) is list and [type(x) for x in pair] == [str, str], "warnings")
            warnings.warn(pair[1], _built_in(pair[0], Warning), stacklevel=4)
        if printed:
            sys.stdout.write(printed[:PRINTED])
        self._hear_call(target, result, "", changed, said)
        return result, changed

    def hear(self, name: str, value: Any, error: str = "") -> None:
        """Keep an answer, of the first ones."""
        if len(self.heard) < HEARD:
            self.heard.append(Heard(name, value, error))

    def _hear_call(
        self, target: Any, value: Any, error: str, changed: Sequence[Key], said: list[Any]
    ) -> None:
        name = self.names.get(getattr(target, "_handle", -1), "")
        self.hear(name, value, error)
        if changed:
            self.hear(name + CHANGES, sorted(map(str, changed)))
        if said:
            self.hear(name + WARNS, sorted({pair[0] for pair in said}))

    # -- messages

    def _send(self, message: list[Any]) -> None:
        if self.lost:
            raise self.lost
        try:
            frame = wire.write(message, self._special, 1 << 40, 1 << 40)
        except WireError as error:
            raise self.refuse(f"an argument of this test can't be sent: {error}") from None
        if wire.ready(self.sock) and not self._closed():
            raise self._give_up(Tampering("it spoke without being asked"))
        try:
            wire.send(self.sock, frame, self.deadline)
        except wire.Deadline:
            raise self._give_up(TimedOut("it took too long")) from None
        except wire.Closed:
            raise self._give_up(Lost(DIED)) from None

    def _receive(self) -> list[Any]:
        try:
            structure, bulk = wire.receive(
                self.sock, self.limits.message, self.limits.bulk, self.deadline
            )
            self.received += AMPLIFIED * len(structure) + len(bulk)
            message = wire.read(structure, bulk, self._rebuild)
        except wire.Deadline:
            raise self._give_up(TimedOut("it took too long")) from None
        except wire.Closed:
            raise self._give_up(Lost(DIED)) from None
        except WireError as error:
            raise self._give_up(Tampering(f"it broke the protocol: {error}")) from None
        ok = type(message) is list and [type(x) for x in message[:2]] == [int, str]
        self._require(ok, "a message")
        return message

    def _reply(self, number: int) -> list[Any]:
        while True:
            message = self._receive()
            if message[0] == 0 and message[1] == "callback":
                self._answer(message[2:])
                continue
            self._require(message[0] == number, "the reply that is due")
            if message[1] == "done":
                return message[2:]
            self._require(message[1] == "raised" and len(message) == 3, "an error")
            self._require(type(message[2]) is dict, "the words of an error")
            raise self._rebuilt(message[2])

    def _answer(self, message: list[Any]) -> None:
        self.budget += 1
        if self.budget > self.limits.callbacks:
            raise self._give_up(TimedOut(f"it called back {self.limits.callbacks:,} times"))
        self._require([type(x) for x in message] == [int, list, dict], "a callback")
        number, args, kwargs = message
        self._require(0 <= number < len(self.callbacks), "a function that was given")
        self._require(all(type(key) is str for key in kwargs), "names of keywords")
        given = named(args, kwargs)
        changed_now = watch(given, _by_identity)
        arguments, self.arguments = self.arguments, []
        try:
            value = self.callbacks[number](*args, **kwargs)
            answer = [0, "answer", value, {key: given[key] for key in changed_now()}]
        except Lost:
            raise
        except Exception as error:
            answer = [0, "refused", _base(error), self._keep(error)]
        finally:
            self.arguments = arguments
        self._send(answer)

    def _keep(self, error: Exception) -> int:
        """A number for the error, in case that it comes back. Its frames hold arguments: they go.
        """
        self.refused += 1
        self.raised[self.refused] = error.with_traceback(None)
        self.raised.pop(self.refused - KEPT_ERRORS, None)
        return self.refused

    def _rebuilt(self, said: dict[str, Any]) -> BaseException:
        """The exception of a reply, on the nearest built-in class. Its own text, capped."""
        changed = said.get("changed")
        if type(changed) is list and all(type(key) in (int, str) for key in changed):
            self.changed = changed
        if type(said.get("token")) is int and said["token"] in self.raised:
            return self.raised[said["token"]]
        strings = [said.get(key) for key in ("base", "type", "text")]
        self._require(all(type(x) is str for x in strings), "the words of an error")
        base, name, text = (str(x) for x in strings)
        error = student_error(_built_in(base, Exception), text[:2000])
        error.type_name = name[:80]
        error.inside = said.get("inside") is not False
        lines = said.get("lines")
        if type(lines) is list and all(
            type(x) is list and [type(y) for y in x] == [int, int] for x in lines
        ):
            error.lines = lines[:5]
        return error

    def refuse(self, what: str) -> NotAcross:
        """The error that says so, noted here in case that the test swallows it."""
        self.not_across = self.not_across or what
        return NotAcross(what)

    def _require(self, condition: bool, what: str) -> None:
        if not condition:
            raise self._give_up(Tampering(f"it broke the protocol: expected {what}"))

    def _give_up(self, error: Lost) -> Lost:
        self.lost = error
        return error

    def _closed(self) -> bool:
        try:
            return not self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return True

    # -- what has no plain form

    def _special(self, o: Any, writer: Writer) -> Any:
        from .remote import Remote

        if isinstance(o, Remote) and o._channel is self:
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
                raise self.refuse(f"a tensor of {o.dtype} that this test passes has no plain form")
            return writer.array(o.detach().cpu().numpy(), Code.TENSOR)
        kind = o if isinstance(o, type) else None
        if kind is not None and getattr(TYPES.get(kind.__module__), kind.__name__, 0) is kind:
            return [Code.TYPE, [kind.__module__, kind.__name__]]
        if callable(o):
            return [Code.CALLBACK, self._callback(o)]
        if isinstance(o, Remote):
            return [Code.OBJECT, self._callback(o._method)]
        if isinstance(o, PLAIN):
            return None
        raise self.refuse(f"a {type(o).__name__} that this test passes has no plain form")

    def _content(self, path: pathlib.Path) -> bytes:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            raise self.refuse(f"{path.name}, which this test passes, is no file of up to 16 MiB")
        return path.read_bytes()

    def _callback(self, function: Callable[..., Any]) -> int:
        for number, known in enumerate(self.callbacks):
            if known is function:
                return number
        self.callbacks.append(function)
        return len(self.callbacks) - 1

    def _rebuild(self, code: Code, data: Any, reader: Reader) -> Any:
        from .remote import remote

        if code == Code.HANDLE:
            wire.expect(
                type(data) is list and [type(x) for x in data] == [int, str, bool, str], "a handle"
            )
            if data[0] not in self.handles:
                wire.expect(len(self.handles) < HANDLES, f"at most {HANDLES:,} objects")
                self.handles[data[0]] = remote(self, *data)
            return self.handles[data[0]]
        if code == Code.SAME:
            wire.expect(type(data) is int and 0 <= data < len(self.arguments), "an argument")
            return self.arguments[data][1]
        if code == Code.CALLBACK:
            wire.expect(type(data) is int and 0 <= data < len(self.callbacks), "a function given")
            return self.callbacks[data]
        raise WireError(f"expected nothing like {code.name}")


def _by_identity(o: Any, writer: Writer) -> Any:
    """What is not plain, as itself: to compare, not to send."""
    return None if isinstance(o, PLAIN) else [Code.OPAQUE, str(id(o))]


def student_error(base: type[Exception], text: str) -> StudentError:
    """An exception that `except base` catches and whose text is `text`."""
    kinds = (StudentError,) if base is Exception else (StudentError, base)
    made: Any = type(base.__name__, kinds, {"__str__": lambda self: text, "__module__": "builtins"})
    try:
        return made.__new__(made)
    except TypeError:  # an ExceptionGroup can't be without exceptions
        return student_error(Exception, text)


def _built_in(name: str, root: type[Exception]) -> type[Exception]:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, root) else root


def _base(error: BaseException) -> str:
    return next(c.__name__ for c in type(error).__mro__ if getattr(builtins, c.__name__, None) is c)


def write_back(argument: Any, value: Any) -> None:
    """Make an argument what the submission made of its copy."""
    if written(argument, value) is not argument:
        raise StudentError("it made its argument into something of another kind")
