"""Whatever a worker replies, the grader's side of the channel raises a documented exception."""

from __future__ import annotations

import builtins
import contextlib
import socket
import time
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.diagnosis.answers import digests
from autograder.sandbox.protocol import wire
from autograder.sandbox.protocol.names import is_public
from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.answers import GETS
from autograder.sandbox.trusted.channel import Channel
from autograder.sandbox.trusted.errors import Lost, NotAcross, NotCopied, StudentError
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.remote import Remote, RemoteFunction

LIMITS = Limits(callbacks=20)
SECONDS = 0.05  # A lying worker that stays silent is waited for this long.


class Words(ValueError):
    """An exception of a test's function."""


def callback(x: Any) -> Any:
    raise Words("the test's own")


PLAIN = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=8),
        st.binary(max_size=8), st.complex_numbers(), st.just(np.zeros((2, 2))),
        st.just(np.matrix([[1.0]])), st.just(np.float32(1)),
        st.sampled_from(["ValueError", "StopIteration", "MemoryError", "done", "raised"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=4), st.integers(0, 3)), inner, max_size=3),
    ),
    max_leaves=10,
)  # fmt: skip
ERROR = st.fixed_dictionaries(
    {"base": st.sampled_from(["ValueError", "KeyError", "StopIteration", "UnicodeDecodeError",
                              "ExceptionGroup", "BaseException", "x"]),
     "type": st.text(max_size=5), "text": st.text(max_size=5)},
    optional={"token": st.one_of(st.integers(0, 3), PLAIN), "changed": PLAIN, "lines": PLAIN,
              "inside": PLAIN},
)  # fmt: skip
RESULT = st.tuples(
    PLAIN, st.one_of(st.just([]), st.just([0]), PLAIN), st.one_of(st.just({}), PLAIN),
    st.one_of(st.just([]), st.just([["UserWarning", "w"]]), st.just([["Odd", "w"]]), PLAIN),
    st.one_of(st.just(""), PLAIN),
).map(list)  # fmt: skip
REPLIES = st.one_of(
    st.tuples(st.just("done"), st.one_of(RESULT, PLAIN.map(lambda x: [x]), st.just([]))).map(
        lambda pair: [1, pair[0], *pair[1]]
    ),
    ERROR.map(lambda error: [1, "raised", error]),
    st.tuples(st.integers(-1, 2), st.lists(PLAIN, max_size=2), st.just({})).map(
        lambda parts: [0, "callback", *parts]
    ),
    PLAIN,
)
SCRIPTS = st.lists(REPLIES, min_size=1, max_size=3)
HANDLES = [RemoteFunction, Remote]


@contextlib.contextmanager
def lying(script: list[Any]) -> Iterator[Channel]:
    """Give a channel whose other end sends one of these messages each time that it gets one."""
    ours, theirs = socket.socketpair()
    channel = Channel(ours, LIMITS, time.monotonic() + SECONDS)
    send = channel._send

    def send_and_be_lied_to(message: list[Any]) -> None:
        send(message)
        if script:
            with contextlib.suppress(OSError):
                wire.send(theirs, wire.write(script.pop(0), lambda o, w: None, 1 << 30, 1 << 30))

    channel._send = send_and_be_lied_to  # type: ignore[method-assign]
    with ours, theirs, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield channel


def uses(channel: Channel) -> list[Any]:
    """Return all ways in which a test or the grader uses a channel."""
    function, thing = (kind(channel, 1, "T", "f") for kind in HANDLES)
    return [
        lambda: function(np.zeros(2), callback, key=[1]),
        lambda: channel.call(function, (np.zeros(2), callback), {}, [0, "gone"]),
        lambda: Names(channel, {"f": [0]})["f"],
        lambda: list(Names(channel, {})),
        lambda: thing.attribute,
        lambda: thing[callback],
        lambda: len(thing),
        lambda: list(thing),
        lambda: thing._method("__next__"),
        lambda: thing._method("draw", callback),
        lambda: channel.ask("bind", {"f": callback}),
        lambda: channel.ask("cell", "x", 1),
    ]


@settings(max_examples=150, deadline=None)
@given(SCRIPTS, st.integers(0, 11))
def test_every_reply_is_a_value_or_a_documented_exception(script: list[Any], number: int) -> None:
    with lying(script) as channel:
        try:
            uses(channel)[number]()
        except (StudentError, Lost, NotAcross, Words):
            pass
        except KeyError:
            assert number == 2  # As of a name that the notebook does not define.
        except AttributeError:
            assert number == 9
        except RuntimeError as error:  # As of a generator in which StopIteration is raised.
            assert number == 7 and isinstance(error.__cause__, StopIteration)
        except TypeError as error:
            # A value that is no function was returned in place of a method.
            assert number == 9 and "not callable" in str(error)
        digests(channel.answers)
        for answer in channel.answers:
            assert not answer.error or hasattr(builtins, answer.error)


@pytest.mark.parametrize(
    "operation", ["bind", "forget", "get", "names", "cell", "method"]
)
def test_what_a_tests_function_raised_comes_out_of_calls_alone(operation: str) -> None:
    described = {"base": "ValueError", "type": "T", "text": "", "token": 1}
    for due, asked in ((StudentError, operation), (Words, "call")):
        script: list[Any] = [[0, "callback", 0, [1], {}], [1, "raised", described]]
        with lying(script) as channel, pytest.raises(due):
            channel.special_values.functions.append(callback)
            channel.ask(asked)


def test_a_class_that_the_submission_names_is_not_recorded() -> None:
    described = {"base": "ValueError", "type": "0.7391", "text": "", "changed": ["0.7391", 0]}
    with lying([[1, "raised", described]]) as channel:
        function = RemoteFunction(channel, 1, "T", "f")
        channel.names[1] = "f"
        with pytest.raises(ValueError):
            function(np.zeros(2))
        answers = [answer for answer in channel.answers if not answer.name.endswith(GETS)]
        assert [tuple(answer) for answer in answers] == [
            ("f", None, "ValueError"), ("f changes", ["0"], ""),
        ]  # fmt: skip
    with lying([[1, "done", 1, [], {}, [["0.7391", "w"]], ""]]) as channel:
        channel.call(RemoteFunction(channel, 1, "T", "f"), (), {}, [])
        answers = [answer for answer in channel.answers if not answer.name.endswith(GETS)]
        assert [answer.value for answer in answers] == [1, ["Warning"]]


def test_descriptors_that_cannot_be_sent_are_no_error_of_the_grader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_many(*args: Any) -> None:
        raise OSError(109, "Too many references: cannot splice")

    monkeypatch.setattr(socket, "send_fds", too_many)
    with lying([]) as channel:
        with pytest.raises(NotCopied, match="Too many references"):
            channel.request_copy(0)
        assert isinstance(channel.lost, NotCopied)


@pytest.mark.parametrize(
    "name",
    ["_x", "__class__", "__getattr__", "__reduce_ex__", "gi_frame", "gi_code", "cr_frame",
     "ag_code", "f_globals", "f_back", "tb_frame", "co_code", "a.b", "", 5, None],
)  # fmt: skip
def test_nothing_of_the_interpreter_is_a_public_name(name: Any) -> None:
    assert not is_public(name)
    with lying([]) as channel, pytest.raises(AttributeError):
        Remote(channel, 1, "T", "f")._method(name)


def test_an_ordinary_name_is_public() -> None:
    assert all(map(is_public, ["standard_normal", "integers", "step", "forward"]))
