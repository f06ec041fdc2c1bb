"""The trusted end of a channel to a worker: sends requests, checks replies, answers callbacks.

Nothing that a reply says is believed, except that it is plain data.
"""

from __future__ import annotations

import socket
import sys
import warnings
from typing import Any

from ...wording import not_ended
from ..protocol import wire
from ..protocol.arguments import PLAIN, Key, by_key, mutable_parts, watch_changes, write_into
from ..protocol.limits import (
    MAX_ERROR_TEXT,
    MAX_PRINTED,
    MAX_TRACEBACK_LINES,
    MAX_TYPE_NAME,
    MAX_WARNINGS,
    NO_BOUND,
)
from ..protocol.policy import Limits
from ..protocol.wire import Code, WireError, Writer
from .answers import RESULT_OF, AnswerRecord
from .budget import Budget
from .errors import (
    Lost,
    NotAcross,
    NotCopied,
    StudentError,
    Tampering,
    TimedOut,
    built_in,
    built_in_base,
    student_error,
)
from .shared_process import SharedProcess
from .special_values import SpecialValues

# A submission may pass on the exceptions of a test's functions. The last this many are kept.
KEPT_ERRORS = 64
# In the replies to these operations, which run code of the submission for a test. All others are
# the grader's own, and what a test's function has raised must not come out of them.
PASSES_ON = frozenset(["call", "next", "iterate", "item", "length", "attribute",
                       "operate"])  # fmt: skip
# Upper bound in bytes for what decoding one byte of msgpack may leave in memory.
DECODED_PER_BYTE = 128
# Requests in which code of the submission runs.
RUNNING = ("call", "operate", "attribute", "item", "length", "iterate", "next")
DIED = "its process died: a crash, or more memory than there is"
TOO_LARGE = "its answer is too large to be judged"


class Channel:
    """One end of a socket to a worker, or to a copy of a worker.

    Attributes:
        sock: The socket.
        limits: The bounds on messages and callbacks.
        deadline: When to give up on the worker: a time of time.monotonic(), or a budget.
        special_values: Encodes and decodes what has no plain form.
        answers: What the submission answered to the test.
        names: The names by which a test asked for objects, by the number of their handle. An object
            that a call has returned is named after that call.
        results: For each object that a call has returned, by its handle, how many answers were
            added before that result.
        changed: The arguments that the last call changed, if that call raised an exception.
        received: An upper bound of the memory that all messages took so far, in bytes.
        budget: The number of callbacks so far.
        lost: Why the worker can't be used any more, or None.
        reduced: The names of the types of answers that were reduced to their plain base.
        shares_process: True if the tests are written for one process with the notebook.
        not_across: Why a test can't be run on this channel, or "". A test may catch the exception
            that says so, therefore it is kept here.
    """

    def __init__(
        self, sock: socket.socket, limits: Limits, deadline: float | wire.TimeLimit
    ) -> None:
        self.sock, self.limits, self.deadline = sock, limits, deadline
        self.special_values = SpecialValues(self)
        self.answers = AnswerRecord()
        self.names: dict[int, str] = {}
        self.results: dict[int, int] = {}
        self.changed: list[Key] = []
        self.received = self.budget = 0
        self.lost: Lost | None = None
        self.reduced: list[str] = []
        self.shares_process = False
        self._shared: SharedProcess | None = None
        self.not_across = ""
        self.raised: dict[int, BaseException] = {}
        self._last_request = self._last_error = 0

    def close(self) -> None:
        """Close the socket, and let go of all objects of the test. A copy of the worker then ends
        by itself."""
        self.sock.close()
        self.let_go()

    def let_go(self) -> None:
        """Let go of all objects of the test.

        A test's functions can hold what the submission has given to them, which may be large. The
        channel and its remote objects refer to each other, so they are not freed at once.
        """
        self.special_values.functions.clear()
        self.special_values.handles.clear()
        self.raised.clear()
        if self.lost is not None:
            self.lost.__traceback__ = None  # Its frames are those of the test.

    def for_next_case(self, deadline: float | wire.TimeLimit) -> Channel:
        """Return a channel to the same copy that knows nothing of what this one was given."""
        return Channel(self.sock, self.limits, deadline)

    def ask(self, operation: str, *operands: Any) -> list[Any]:
        """Send one request and return its reply, without the leading "done".

        Raises:
            StudentError: The submission raised an exception.
            Lost: The worker can't be used any more.
            NotAcross: An operand can't be sent.
        """
        if self._shared is None or operation not in RUNNING:
            return self._ask(operation, *operands)
        self._shared.before()
        try:
            reply = self._ask(operation, *operands)
        except Lost:  # A reply may still come, so nothing more can be asked.
            raise
        except Exception:
            self._shared.after()
            raise
        self._shared.after()
        return reply

    def _ask(self, operation: str, *operands: Any) -> list[Any]:
        self.request(operation, *operands)
        return self.reply(operation in PASSES_ON)

    def request(self, operation: str, *operands: Any) -> None:
        """Send a request without waiting. `reply` has to be called before anything else is sent."""
        self._last_request += 1
        self._send([self._last_request, operation, *operands])

    def reply(self, passes_on: bool = False) -> list[Any]:
        """Wait for the reply to the last request, and return it without the leading "done".

        Args:
            passes_on: True if the submission may pass on an exception of a test's function.
        """
        reply = self._reply(self._last_request, passes_on)
        self._require(bool(reply), "a result")
        return reply

    def share_process(self) -> None:
        """Have the worker take part in what a test does to its own process from now on."""
        self.shares_process = True
        self._shared = SharedProcess(self._ask)

    def operate(self, name: str, *operands: Any) -> Any:
        """Return the result of one of the worker's OPERATIONS. Print what it printed."""
        reply = self.ask("operate", name, *operands)
        self._require(len(reply) == 2 and type(reply[1]) is str, "a result of two parts")
        sys.stdout.write(reply[1][:MAX_PRINTED])
        return reply[0]

    def request_copy(self, descriptor: int) -> None:
        """Ask the worker to fork a copy of itself that continues on the socket `descriptor`.

        `wait_for_copy` has to be called next.
        """
        self._last_request += 1
        self._send([self._last_request, "case"])
        try:
            socket.send_fds(self.sock, [b"+"], [descriptor])
        except OSError as error:
            # The connection is closed, or too many descriptors of this user are on their way.
            raise self._give_up(NotCopied(f"it can't be copied: {error.strerror}")) from None

    def wait_for_copy(self) -> None:
        """Wait until the copy has been forked. Raise Lost if it can't be."""
        try:
            self._reply(self._last_request)
        except Lost:
            raise
        except Exception as error:  # For example, no descriptor is left.
            raise self._give_up(NotCopied(f"it can't be copied: {error}")) from None

    def call(
        self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any], inplace: list[Key]
    ) -> tuple[Any, list[Key]]:
        """Call an object of the submission.

        If the call raises an exception, the arguments that it changed are in `self.changed`.

        Args:
            target: The object.
            args: The positional arguments.
            kwargs: The keyword arguments.
            inplace: The arguments that the call may change. They are updated.

        Returns:
            The result, and the keys of the arguments that the call changed.
        """
        self.changed = []
        arguments = by_key(args, kwargs)
        if self.shares_process:  # To write an argument as text may take a request of its own.
            self.answers.add_inputs(self._name_of(target), arguments)
            inplace = list(arguments)
        request = "call", target, list(args), kwargs, inplace
        outer = self.special_values.arguments
        self.special_values.arguments = mutable_parts(args, kwargs)
        try:
            if self.shares_process:
                reply = self.ask(*request)
            else:
                self.request(*request)
                # This takes no request, so it can be done while the worker is busy.
                self.answers.add_inputs(self._name_of(target), arguments)
                reply = self.reply(passes_on=True)
        except Exception as error:
            if not isinstance(error, Lost):
                self.changed = [key for key in self.changed if key in arguments]
            error_name = "TimeoutError" if isinstance(error, TimedOut) else built_in_base(error)
            self.answers.add_call(self._name_of(target), None, error_name, self.changed, [])
            raise
        finally:
            self.special_values.arguments = outer
        ok = len(reply) == 5 and [type(x) for x in reply[1:]] == [list, dict, list, str]
        self._require(ok, "a result of five parts")
        result, changed, updates, warned, printed = reply
        if changed:
            ok = all(type(key) in (int, str) and key in arguments for key in changed)
            self._require(ok, "arguments")
        if updates:
            ok = all(key in inplace and key in arguments for key in updates)
            self._require(ok, "what was asked back")
        for key, value in updates.items():
            write_back(arguments[key], value)
        warned = warned[:MAX_WARNINGS]
        kinds = []
        for pair in warned:
            self._require(type(pair) is list and [type(x) for x in pair] == [str, str], "warnings")
            kind = built_in(pair[0], Warning)
            kinds.append(kind.__name__)
            warnings.warn(pair[1], kind, stacklevel=4)
        if printed:
            sys.stdout.write(printed[:MAX_PRINTED])
        name = self._name_of(target)
        self._name_objects(name, result)
        self.answers.add_call(name, result, "", changed, kinds)
        return result, changed

    def _name_objects(self, name: str, result: Any) -> None:
        """Name the objects of a result after the call of `name` that returned them."""
        if hasattr(result, "_handle"):
            self.results.setdefault(result._handle, len(self.answers))
        for part in result if type(result) in (list, tuple) else [result]:
            if hasattr(part, "_handle"):
                self.names.setdefault(part._handle, RESULT_OF + name if name else "")

    def iterated(self, target: Any, items: list[Any]) -> None:
        """Record the items of an object in the place of the result that it is."""
        if target._handle in self.results:
            name = self._name_of(target).removeprefix(RESULT_OF)
            self.answers.replace(self.results[target._handle], name, items)

    def refuse(self, reason: str) -> NotAcross:
        """Return the error for a test that can't be run on this channel, and keep its reason."""
        self.not_across = self.not_across or reason
        return NotAcross(reason)

    def _name_of(self, target: Any) -> str:
        """Return the name by which the test asked for an object, or ""."""
        return self.names.get(getattr(target, "_handle", -1), "")

    # --- messages ---

    def _send(self, message: list[Any]) -> None:
        if self.lost:
            raise self.lost
        try:
            frame = wire.write(message, self.special_values.encode, NO_BOUND, NO_BOUND)
        except WireError as error:
            raise self.refuse(f"an argument of this test can't be sent: {error}") from None
        if wire.ready(self.sock) and not self._is_closed():
            raise self._give_up(Tampering("it spoke without being asked"))
        try:
            wire.send(self.sock, frame, self.deadline)
        except wire.Deadline:
            raise self._give_up(TimedOut(self._too_long())) from None
        except wire.Closed:
            raise self._give_up(Lost(DIED)) from None

    def _receive(self) -> list[Any]:
        try:
            structure, bulk = wire.receive(
                self.sock, self.limits.message, self.limits.bulk, self.deadline
            )
            if isinstance(self.deadline, Budget):
                self.deadline.hear()
            self.received += DECODED_PER_BYTE * len(structure) + len(bulk)
            message = wire.read(structure, bulk, self.special_values.decode, self.reduced)
        except wire.Deadline:
            raise self._give_up(TimedOut(self._too_long())) from None
        except wire.Closed:
            raise self._give_up(Lost(DIED)) from None
        except WireError as error:
            raise self._give_up(Tampering(f"it broke the protocol: {error}")) from None
        except MemoryError:  # The rest of this message would be taken for the next one.
            raise self._give_up(Lost(TOO_LARGE)) from None
        ok = type(message) is list and [type(x) for x in message[:2]] == [int, str]
        self._require(ok, "a message")
        return message

    def _too_long(self) -> str:
        """Return in words that the worker's time is over."""
        if isinstance(self.deadline, Budget):
            return not_ended(self.deadline.seconds)
        return "it took too long"

    def _reply(self, request: int, passes_on: bool = False) -> list[Any]:
        """Wait for the reply to a request, and answer the worker's callbacks until it comes.

        Args:
            request: The number of the request.
            passes_on: True if the submission may pass on an exception of a test's function.
        """
        while True:
            number, status, *content = self._receive()
            if number == 0 and status == "callback":
                self._answer_callback(content)
                continue
            self._require(number == request, "the reply that is due")
            if status == "done":
                return content
            self._require(status == "raised" and len(content) == 1, "an error")
            self._require(type(content[0]) is dict, "the words of an error")
            raise self._rebuilt_error(content[0], passes_on)

    def _answer_callback(self, content: list[Any]) -> None:
        self.budget += 1
        if self.budget > self.limits.callbacks:
            most = f"more than {self.limits.callbacks:,} times"
            raise self._give_up(TimedOut(f"it called the test's functions {most}"))
        self._require([type(x) for x in content] == [int, list, dict], "a callback")
        index, args, kwargs = content
        functions = self.special_values.functions
        self._require(0 <= index < len(functions), "a function that was given")
        self._require(all([type(key) is str for key in kwargs]), "names of keywords")
        arguments = by_key(args, kwargs)
        list_changed = watch_changes(arguments, _by_identity)
        outer, self.special_values.arguments = self.special_values.arguments, []
        try:
            value = functions[index](*args, **kwargs)
            answer = [0, "answer", value, {key: arguments[key] for key in list_changed()}]
        except Lost:
            raise
        except Exception as error:
            answer = [0, "refused", built_in_base(error), self._keep(error)]
        finally:
            self.special_values.arguments = outer
        self._send(answer)

    # --- exceptions ---

    def _keep(self, error: Exception) -> int:
        """Return a number for the exception of a callback, by which the worker can pass it on.

        Its traceback is dropped, because the frames hold arguments in memory.
        """
        self._last_error += 1
        self.raised[self._last_error] = error.with_traceback(None)
        self.raised.pop(self._last_error - KEPT_ERRORS, None)
        return self._last_error

    def _rebuilt_error(self, description: dict[str, Any], passes_on: bool) -> BaseException:
        """Return the exception that a reply describes, on the nearest built-in class."""
        changed = description.get("changed")
        if type(changed) is list and all(type(key) in (int, str) for key in changed):
            self.changed = changed
        printed = description.get("printed")
        if self.shares_process and type(printed) is str:
            sys.stdout.write(printed[:MAX_PRINTED])
        token = description.get("token")
        if passes_on and type(token) is int and token in self.raised:
            return self.raised[token]
        strings = [description.get(key) for key in ("base", "type", "text")]
        self._require(all(type(x) is str for x in strings), "the words of an error")
        base, type_name, text = (str(x) for x in strings)
        name = type_name if self.shares_process and type_name.isidentifier() else ""
        error = student_error(built_in(base, Exception), text[:MAX_ERROR_TEXT], name)
        error.type_name = type_name[:MAX_TYPE_NAME]
        error.inside = description.get("inside") is not False
        place = description.get("place")
        error.place = place[:MAX_ERROR_TEXT] if type(place) is str else ""
        lines = description.get("lines")
        if type(lines) is list and all(
            type(x) is list and [type(y) for y in x] == [int, int] for x in lines
        ):
            error.lines = lines[:MAX_TRACEBACK_LINES]
        return error

    def _require(self, condition: bool, expected: str) -> None:
        if not condition:
            raise self._give_up(Tampering(f"it broke the protocol: expected {expected}"))

    def _give_up(self, error: Lost) -> Lost:
        self.lost = error
        return error

    def _is_closed(self) -> bool:
        """Return True if the other side has closed the connection and nothing is left to read."""
        try:
            return not self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return True


def write_back(argument: Any, value: Any) -> None:
    """Give an argument the contents that the submission gave to its copy of it."""
    if write_into(argument, value) is not argument:
        raise StudentError("it made its argument into something of another kind")


def _by_identity(o: Any, writer: Writer) -> Any:
    """Encode a value without a plain form by its identity: to compare it, not to send it."""
    return None if isinstance(o, PLAIN) else [Code.OPAQUE, str(id(o))]
