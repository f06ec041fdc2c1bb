"""What a call means across the boundary: values, handles, callbacks, exceptions, lost workers.

Most tests use a real worker. The last ones use a worker that breaks the protocol.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nnlab import checks

from autograder.diagnosis.answers import digest
from autograder.grading.clock import ends_after
from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted import remote
from autograder.sandbox.trusted.answers import GETS, MAX_ITEMS, Answer, AnswerRecord
from autograder.sandbox.trusted.channel import KEPT_ERRORS, Channel, write_back
from autograder.sandbox.trusted.errors import Lost, NotAcross, StudentError, Tampering, TimedOut
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.remote import Remote, RemoteFunction
from autograder.sandbox.trusted.warden import Warden
from autograder.sandbox.trusted.worker_handle import WorkerHandle

MIB = 1 << 20
SMALL = Limits(
    cell_seconds=20, case_seconds=10, memory=1024 * MIB, message=256 << 10, bulk=4 * MIB,
    output=64 << 10, callbacks=500,
)  # fmt: skip

NOTEBOOK = '''
import functools, itertools, math, os, signal, sys, time, warnings
import numpy as np

def zeros(n, dtype): return np.zeros(n, dtype)
def identity(x): return x
def kind(x): return type(x).__name__
def second(a, b): return b
def grow(a, b):
    a.append([1])
    return b
def fill(a, value=7.0):
    a[...] = value
    return a
def step(params, grads, lr=1.0):
    for p, g in zip(params, grads):
        p -= lr * g
def spoil(f, w):
    w[0] = 9.0
    return f(w)
def parts(x, w): return [w, x, (x, w)]
def nested(p):
    p[0][1][0] = 5.0
def keyword(*, a, b):
    b[0] = 1
class Net:
    count = 0
    def __init__(self, n): self.w = np.zeros(n)
    def add(self, x):
        self.w = self.w + x
        return self
    def __len__(self): return len(self.w)
    def __getitem__(self, i): return self.w[i]
    def __call__(self, x): return self.w * x
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
def few(n): yield from range(n)
def squares():
    for i in itertools.count(): yield i * i
def descent():
    w = np.zeros(2)
    while True:
        w += 1
        yield w
def breaks():
    yield 1
    yield 2
    yield 3
    raise ValueError("no more")
def endless_text():
    while True: yield "x" * 100_000
def apply(f, *args, **kwargs): return f(*args, **kwargs)
def catch(f):
    try: f()
    except ValueError as error: return "caught " + type(error).__mro__[2].__name__
def wrapped(f):
    @functools.wraps(f)
    def inner(x): return f(x) + 1
    return inner
def compose(f, g): return lambda x: g(f(x))
def many(f, n):
    for i in range(n): f(i)
    return n
class Odd(KeyError): pass
class Mute(Exception):
    def __str__(self): raise RuntimeError
class Exits(Exception):
    def __str__(self): sys.exit(3)
class Loops(Exception):
    def __str__(self):
        while True: pass
def throw(name):
    if name == "odd": raise Odd("key")
    if name == "mute": raise Mute()
    if name == "exits": raise Exits()
    if name == "loops": raise Loops()
    if name == "exit": sys.exit("bye")
    if name == "interrupt": raise KeyboardInterrupt
    if name == "group":
        if sys.version_info < (3, 11): raise ValueError("no groups yet")
        raise ExceptionGroup("several", [ValueError("one")])
    if name == "stop": raise StopIteration
    if name == "surrogate": raise ValueError("a\\ud800b")
    if name == "long": raise ValueError("x" * 1_000_000)
    return 1 / 0
def two(a, b): return a + b
def inner_type_error(x): return two(x)
def warn(x):
    warnings.warn("odd", UserWarning)
    return np.log(np.zeros(2))
def say(text, times=1):
    for _ in range(times): print(text)
def draw(rng, n): return rng.standard_normal(n)
def walk(make, n):
    return [x for x, _ in zip(make(), range(n))]
class Row:
    def __len__(self): return 3
    def __getitem__(self, i): return 10.0 * i
def row(): return Row()
def measure(make): return [len(make()), make()[2]]
def frame(make): return make()._call("gi_frame")
def draw_by(f, seed):
    rng = np.random.default_rng(seed)
    return [f(rng), rng.random(), f(rng)]
def hidden(rng): return rng._bit_generator
def lend_odd(f): return [f(np.zeros(1, "f8,i4")), f([np.array([None]), object()]), f({1: f})]
def lend(f, *things):
    inner = things[0]
    f(*things)
    return things, things[0] is inner
def text_of(path): return path.read_text()
def odd_results():
    return [np.array([None]), object(), range(3), {1, 2}, np.matrix([[1.0]]), np.array(["a"])]
def large(n): return np.zeros(n)
def large_text(n): return "x" * n
def ints(n): return dict.fromkeys(range(n))
def deep(n):
    value = 0
    for _ in range(n): value = [value]
    return value
def objects(n): return [object() for _ in range(n)]
def die(how):
    if how == "exit": os._exit(0)
    if how == "abort": os.abort()
    if how == "sleep": time.sleep(60)
    if how == "loop":
        while True: pass
state = []
def remember(x):
    state.append(x)
    return len(state)
anonymous = lambda x: x
anonymous.__name__ = "\\ud800"
'''


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerHandle]:
    files = tmp_path_factory.mktemp("files")
    (files / "numbers.txt").write_text("1 2 3")
    with Warden(files, SMALL) as warden, warden.worker() as worker:
        assert worker.cell(NOTEBOOK.lstrip(), 1) is None
        yield worker


@pytest.fixture
def channel(worker: WorkerHandle) -> Iterator[Channel]:
    with worker.case(time.monotonic() + 10) as channel:
        yield channel


@pytest.fixture
def names(channel: Channel) -> Names:
    inplace: dict[str, list[Any]] = {
        "fill": [0], "step": [0], "nested": ["p"], "keyword": ["b"], "grow": [0],
    }  # fmt: skip
    return Names(channel, inplace)


class TestAnswers:
    def test_an_object_is_named_after_the_call_that_returned_it(
        self, channel: Channel, names: Names
    ) -> None:
        assert names["counter"]()() == 1
        kept = [(answer.name, answer.value) for answer in channel.answers]
        assert kept[-1] == ("the result of counter", 1)

    def test_the_inputs_are_kept_as_they_were_before_the_call(
        self, channel: Channel, names: Names
    ) -> None:
        channel.answers = AnswerRecord(digest)
        numbers = np.zeros(2)
        names["fill"](numbers)
        assert numbers.any()
        [inputs] = [answer for answer in channel.answers if answer.name == "fill" + GETS]
        assert inputs == digest(Answer("fill" + GETS, {"0": np.zeros(2)}))

    def test_what_a_test_goes_through_is_kept_as_a_list(
        self, channel: Channel, names: Names
    ) -> None:
        assert list(names["few"](3)) == [0, 1, 2]
        assert len(list(names["few"](MAX_ITEMS + 1))) == MAX_ITEMS + 1
        next(iter(names["squares"]()))
        kept = [answer.value for answer in channel.answers if answer.name in ("few", "squares")]
        assert kept[:2] == [[0, 1, 2], list(range(MAX_ITEMS))]
        assert isinstance(kept[2], Remote)


class TestArguments:
    def test_values_go_and_come(self, names: Names) -> None:
        for value in (1, 2.5, None, True, "é", b"x", [1, (2.0, {"a": {3}})], 1 << 100, 1j):
            assert names["identity"](value) == value
        assert names["kind"](np.float32(1)) == "float32"
        assert names["kind"](True) == "bool"
        assert names["kind"](np.asmatrix([[1.0]])) == "matrix"

    def test_a_returned_argument_is_the_same_object(self, names: Names) -> None:
        x, w = np.zeros(3), [np.ones(2), np.ones(2)]
        got = names["parts"](x, w)
        assert got[0] is w and got[1] is x and got[2][0] is x and got[2][1] is w
        assert names["identity"](w)[1] is w[1]
        assert names["identity"](x=x) is x
        assert names["identity"](x.copy()) is not x

    def test_a_changed_argument_is_told_and_stays_as_it_was(self, names: Names) -> None:
        f, a, b = names["second"], [1], np.zeros(2)
        assert f(a, b) is b and f.changed_arguments == []
        grow = names["apply"]
        p = [[np.zeros(2), np.zeros(2)], 0]
        assert grow(names["nested"], p) is None
        assert grow.changed_arguments == [1] and not p[0][1].any()
        keyword = names["apply"]
        keyword(names["keyword"], a=[0], b=[0])
        assert keyword.changed_arguments == ["b"]
        f(a, b)
        assert f.changed_arguments == []

    def test_other_arguments_keep_their_identity_when_one_grows(self, channel: Channel) -> None:
        grow, b = Names(channel, {})["grow"], np.zeros(2)
        assert grow([[0]], b) is b and grow.changed_arguments == [0]

    def test_an_argument_made_unsendable_is_changed(self, names: Names) -> None:
        looped = names["apply"]
        result = looped(names["grow"], [np.zeros(1)], 3)
        assert result == 3 and looped.changed_arguments == [1]

    def test_declared_in_place_comes_back(self, names: Names) -> None:
        a, params = np.zeros(3), [np.zeros(2), np.ones((1, 2))]
        w = params[0]
        got = names["fill"](a)
        assert a.tolist() == [7, 7, 7] and got is not a and got.tolist() == a.tolist()
        assert names["fill"].changed_arguments == [0]
        names["step"](params, [np.ones(2), np.ones((1, 2))])
        assert params[0] is w and w.tolist() == [-1, -1] and params[1].tolist() == [[0, 0]]
        b = [0]
        names["keyword"](a=[0], b=b)
        assert b == [1]

    def test_what_a_call_that_raises_has_changed_is_told_too(self, names: Names) -> None:
        spoil = names["spoil"]

        def refuse(w: np.ndarray) -> None:
            raise ArithmeticError("no value here")

        with pytest.raises(ArithmeticError, match="no value here"):
            spoil(refuse, np.zeros(2))
        assert spoil.changed_arguments == [1]
        with pytest.raises(TypeError):
            spoil(3, np.array([9.0]))
        assert spoil.changed_arguments == []
        p = [0]
        names["grow"](p, 1)
        assert p == [0, [1]]

    def test_in_place_by_another_name_than_declared_does_not(self, names: Names) -> None:
        p = [[0, np.zeros(2)]]
        names["nested"](p)  # The assignment declares the keyword p, and not the position 0.
        assert not p[0][1].any()
        names["nested"](p=p)
        assert p[0][1].tolist() == [5, 0]

    def test_write_back_into_another_kind(self) -> None:
        with pytest.raises(StudentError, match="another kind"):
            write_back(np.zeros(2), np.zeros(3))
        with pytest.raises(StudentError, match="another kind"):
            write_back([1], (1,))
        inner: dict[str, Any] = {"w": np.zeros(2), "gone": 1}
        w = inner["w"]
        write_back(inner, {"w": np.ones(2), "new": 2})
        assert inner["w"] is w and w.all() and list(inner) == ["w", "new"]

    def test_a_generator_of_one_worker_is_drawn_from_by_another(
        self, worker: WorkerHandle, names: Names
    ) -> None:
        with worker.case(time.monotonic() + 10) as channel:
            draw, hidden = (Names(channel, {})[name] for name in ("draw", "hidden"))
            got = names["draw_by"](lambda rng: draw(rng, 2), 7)
            with pytest.raises(AttributeError):
                names["draw_by"](hidden, 7)
        rng = np.random.default_rng(7)
        due = [rng.standard_normal(2), rng.random(), rng.standard_normal(2)]
        assert all(np.array_equal(a, b) for a, b in zip(got, due))

    def test_an_iterator_of_one_worker_is_walked_over_by_another(
        self, worker: WorkerHandle, names: Names
    ) -> None:
        with worker.case(time.monotonic() + 10) as channel:
            squares = Names(channel, {})["squares"]
            assert names["walk"](squares, 4) == [0, 1, 4, 9]
            assert names["measure"](Names(channel, {})["row"]) == [3, 20.0]
            with pytest.raises(AttributeError):
                names["frame"](squares)

    def test_names_are_forgotten(self, worker: WorkerHandle) -> None:
        with worker.case(time.monotonic() + 10) as channel:
            channel.ask("forget", ["two", "not there"])
            names = Names(channel, {})
            assert "two" not in names and names["identity"](1) == 1

    def test_what_a_callback_changes_is_changed_for_its_caller(self, names: Names) -> None:
        def step(weights: list[np.ndarray], notes: dict[str, Any], rate: float) -> None:
            weights[0] -= rate
            weights.append(np.ones(1))
            notes["done"] = True

        arguments = [np.zeros((2, 2)), np.zeros(3)], {"done": False}, 0.5
        (weights, notes, rate), kept = names["lend"](step, *arguments)
        assert [w.tolist() for w in weights] == [[[-0.5, -0.5]] * 2, [0.0] * 3, [1.0]]
        assert notes == {"done": True} and rate == 0.5 and kept is True
        x, _ = names["lend"](lambda x: x.fill(7), np.zeros(2))
        assert x[0].tolist() == [7.0, 7.0]
        x, _ = names["lend"](lambda x: x + 1, np.zeros(2))
        assert x[0].tolist() == [0.0, 0.0]

    def test_a_callback_may_get_what_has_no_plain_form(
        self, channel: Channel, names: Names
    ) -> None:
        assert names["lend_odd"](lambda x: type(x).__name__) == ["Remote", "list", "dict"]
        assert not channel.not_across

    def test_generators_by_their_state(self, names: Names) -> None:
        for bits in ("PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"):
            rng = np.random.Generator(getattr(np.random, bits)(5))
            first, again = names["draw"](rng, 4), names["draw"](rng, 4)
            assert first.tolist() == again.tolist() == rng.standard_normal(4).tolist()

    def test_paths_arrive_as_files(self, names: Names, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("hello")
        assert names["text_of"](tmp_path / "a.txt") == "hello"

    def test_types_arrive_as_themselves(self, names: Names) -> None:
        assert names["apply"](int, "3") == 3
        assert names["zeros"](2, np.float32).dtype == np.float32
        assert names["kind"](float) == "type" and names["kind"](Path) == "function"

    def test_odd_objects_are_refused_in_words(self, channel: Channel, tmp_path: Path) -> None:
        names = Names(channel, {})
        for odd in (object(), range(1 << 40), tmp_path, sys, np.random.RandomState(1)):
            with pytest.raises(NotAcross, match="this test passes"):
                names["identity"](odd)
        assert channel.not_across and names["identity"](1) == 1

    @pytest.mark.slow
    def test_tensors_both_ways(self, tmp_path: Path) -> None:
        torch = pytest.importorskip("torch")
        limits = Limits(cell_seconds=60, case_seconds=60)
        with (
            Warden(tmp_path, limits, ["torch"]) as warden,
            warden.worker() as worker,
        ):
            assert worker.cell(NOTEBOOK, 1) is None
            with worker.case(time.monotonic() + 60) as channel:
                self._tensors(torch, Names(channel, {}))

    def _tensors(self, torch: Any, names: Names) -> None:
        x = torch.arange(4.0).reshape(2, 2)
        assert names["kind"](x) == "Tensor"
        assert type(names["identity"](x.T)) is torch.Tensor
        assert names["identity"](x.T).tolist() == [[0, 2], [1, 3]]
        assert names["identity"](torch.tensor(1.5, requires_grad=True)) == 1.5
        with pytest.raises(NotAcross):
            names["identity"](torch.zeros(2, dtype=torch.bfloat16))


class TestResults:
    def test_a_function_is_the_same_handle_each_time(self, names: Names) -> None:
        f = names["identity"]
        assert f is names["identity"] and isinstance(f, RemoteFunction) and f.__name__ == "identity"
        assert names["identity"](f) is f
        assert names["apply"](f, 3) == 3
        assert repr(names["anonymous"]).startswith("<the submission's function")

    def test_names_as_a_mapping(self, names: Names) -> None:
        assert names.get("nothing") is None and "identity" in names and "_" not in names
        with pytest.raises(KeyError):
            names["nothing"]
        assert names["math"].sqrt(4.0) == 2.0

    def test_instances_have_methods_and_state(self, names: Names) -> None:
        net = names["Net"](2)
        assert isinstance(net, Remote) and net.type_name == "Net" and net.count == 0
        assert net.add(1.5) is net
        assert net.w.tolist() == [1.5, 1.5] and len(net) == 2 and net[1] == 1.5
        assert net(2.0).tolist() == [3, 3]
        with pytest.raises(AttributeError, match="nothing"):
            _ = net.nothing
        with pytest.raises(IndexError):
            net[5]

    def test_closures(self, names: Names) -> None:
        up, other = names["counter"](), names["counter"]()
        assert [up(), up(), other()] == [1, 2, 1]

    def test_what_has_no_meaning_is_refused(self, channel: Channel) -> None:
        f = Names(channel, {})["identity"]
        with pytest.raises(NotAcross, match="is true"):
            bool(f)
        assert "asks whether" in channel.not_across
        with pytest.raises(NotAcross, match="this test sets"):
            f.x = 1

    def test_iterators(self, names: Names) -> None:
        assert list(itertools.islice(names["squares"](), 200)) == [i * i for i in range(200)]
        assert list(names["Net"](3)) == [0, 0, 0]
        seen = [w.tolist() for w in itertools.islice(names["descent"](), 3)]
        assert seen == [[1, 1], [2, 2], [3, 3]]
        got: list[int] = []
        with pytest.raises(ValueError, match="no more"):
            got.extend(names["breaks"]())
        assert got == [1, 2, 3]
        with pytest.raises(TypeError, match="not iterable"):
            iter(names["identity"]).__next__()

    def test_endless_iterators_are_bounded(
        self, names: Names, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remote, "MAX_ITERATED_BYTES", 4 * MIB)
        for name in ("squares", "descent", "endless_text"):
            with pytest.raises(StudentError, match="too many, or too large"):
                for _ in names[name]():
                    pass

    def test_results_without_a_plain_form(self, names: Names) -> None:
        array, thing, numbers, some, matrix, words = names["odd_results"]()
        assert array.type_name == "array of dtype object" and words.tolist() == ["a"]
        assert isinstance(thing, Remote) and numbers == range(3) and some == {1, 2}
        assert type(matrix) is np.matrix
        with pytest.raises(AssertionError, match="array of dtype object"):
            checks.close(array, np.zeros(1))

    @pytest.mark.parametrize(
        ("name", "n"),
        [("large", 1 << 20), ("large_text", 1 << 20), ("ints", 9000), ("deep", 100),
         ("objects", 70_000)],
    )  # fmt: skip
    def test_too_large_is_a_plain_failure(self, names: Names, name: str, n: int) -> None:
        identity = names["identity"]
        with pytest.raises(TypeError, match="the result can't be sent: it ") as raised:
            names[name](n)
        assert not isinstance(raised.value, Lost)
        assert identity(1) == 1


class TestCallbacks:
    def test_nested(self, names: Names) -> None:
        f = names["identity"]
        assert names["apply"](lambda g: g(f(3)) + 1, f) == 4
        assert names["apply"](names["apply"], lambda a, b=0: a - b, 5, b=2) == 3

    def test_a_function_comes_back_as_itself(self, names: Names) -> None:
        def f(x: float) -> float:
            return 2 * x

        assert names["identity"](f) is f
        assert names["compose"](f, f)(3) == 12

    def test_a_decorated_function_is_another(self, names: Names) -> None:
        def f(x: float) -> float:
            return 2 * x

        got = names["wrapped"](f)
        assert got is not f and got(3) == 7

    def test_exceptions_of_a_callback(self, channel: Channel, names: Names) -> None:
        mine = ValueError("secret")

        def fail() -> None:
            raise mine

        with pytest.raises(ValueError) as raised:
            names["apply"](fail)
        assert raised.value is mine
        assert names["catch"](fail) == "caught ValueError"
        with pytest.raises(ValueError):
            names["many"](lambda i: int("no") if i == 400 else None, 401)

    def test_errors_of_callbacks_are_forgotten_in_time(self, channel: Channel) -> None:
        def fail(*_: object) -> None:
            raise ValueError("again")

        names = Names(channel, {})
        for _ in range(200):
            names["catch"](fail)
        assert len(channel.raised) == KEPT_ERRORS

    def test_callbacks_are_counted(self, worker: WorkerHandle) -> None:
        with worker.case(time.monotonic() + 10) as channel:
            names = Names(channel, {})
            assert names["many"](lambda i: None, 500) == 500
            with pytest.raises(TimedOut, match="500 times"):
                names["many"](lambda i: None, 1)


class TestExceptions:
    @pytest.mark.parametrize(
        ("name", "kind", "text"),
        [
            ("odd", KeyError, "'key'"),
            ("zero", ZeroDivisionError, "division by zero"),
            ("mute", Exception, "(its text can't be shown)"),
            ("exits", Exception, "(its text can't be shown)"),
            ("exit", StudentError, "bye"),
            ("interrupt", StudentError, ""),
            ("surrogate", ValueError, "a\\ud800b"),
            ("long", ValueError, "x" * 2000),
            ("group", Exception, None),
        ],
    )
    def test_on_the_nearest_built_in_class(
        self, names: Names, name: str, kind: type[Exception], text: str | None
    ) -> None:
        with pytest.raises(kind) as raised:
            names["throw"](name)
        assert isinstance(raised.value, StudentError) and not isinstance(raised.value, Lost)
        assert text is None or str(raised.value) == text
        assert names["identity"](1) == 1

    def test_where_it_was_raised(self, names: Names) -> None:
        with pytest.raises(KeyError) as raised:
            names["throw"]("odd")
        assert raised.value.type_name == "Odd"
        line = NOTEBOOK.lstrip().splitlines().index('    if name == "odd": raise Odd("key")') + 1
        assert raised.value.lines[-1] == [1, line]

    def test_a_wrong_call_is_not_an_error_inside(self, names: Names) -> None:
        with pytest.raises(TypeError) as raised:
            names["two"](1)
        assert not raised.value.inside
        with pytest.raises(TypeError) as raised:
            names["inner_type_error"](1)
        assert raised.value.inside
        with pytest.raises(AssertionError, match="Keep the signature"):
            checks.call(names["two"], 1, name="two")

    def test_a_text_that_loops_is_a_time_out(self, worker: WorkerHandle) -> None:
        with worker.case(time.monotonic() + 0.5) as channel, pytest.raises(TimedOut):
            Names(channel, {})["throw"]("loops")
        with worker.case(time.monotonic() + 10) as channel:
            assert Names(channel, {})["identity"](1) == 1

    def test_a_test_that_is_late_is_no_tampering(self, worker: WorkerHandle) -> None:
        with worker.case(time.monotonic() + 10) as channel:
            channel.share_process()
            np.random.seed(1)  # So the generators are asked back after each call.
            with pytest.raises(TimedOut), ends_after(10, time.monotonic() + 0.3):
                Names(channel, {})["throw"]("loops")
            assert channel.lost is None

    def test_warnings_cross(self, names: Names) -> None:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            names["warn"](1)
        assert [w.category for w in caught] == [UserWarning, RuntimeWarning]
        with pytest.raises(AssertionError, match="should give no warning"):
            checks.silent(names["warn"], 1, name="warn")
        checks.silent(names["identity"], 1, name="identity")

    def test_what_is_printed_is_printed_here(self, names: Names) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            names["say"]("hello é")
            assert names["say"]("x" * 1000, 1000) is None
        assert out.getvalue().startswith("hello é\nxxx") and len(out.getvalue()) <= 70_000


class TestLosses:
    @pytest.mark.parametrize(
        ("how", "kind"),
        [("exit", Lost), ("abort", Lost), ("sleep", TimedOut), ("loop", TimedOut)],
    )
    def test_cost_their_case_alone(self, worker: WorkerHandle, how: str, kind: type[Lost]) -> None:
        seconds = 0.4 if kind is TimedOut else 10
        with worker.case(time.monotonic() + seconds) as channel:
            names = Names(channel, {})
            die, identity = names["die"], names["identity"]
            with pytest.raises(kind) as raised:
                die(how)
            assert type(raised.value) is kind
            with pytest.raises(kind):
                identity(np.zeros(MIB))
        assert worker.channel.lost is None
        with worker.case(time.monotonic() + 10) as channel:
            assert Names(channel, {})["identity"](2) == 2

    def test_a_case_sees_nothing_of_another(self, worker: WorkerHandle) -> None:
        for _ in range(2):
            with worker.case(time.monotonic() + 10) as channel:
                assert Names(channel, {})["remember"](1) == 1


class Liar:
    """The other end of a channel, which sends whatever a test wants it to."""

    def __init__(self) -> None:
        import socket

        ours, self.theirs = socket.socketpair()
        self.channel = Channel(ours, SMALL, time.monotonic() + 0.2)

    def say(self, *messages: Any, bulk: bytes = b"") -> None:
        from autograder.sandbox.protocol import wire

        for message in messages:
            frame = wire.write(message, lambda o, writer: None, 1 << 30, 1 << 30)
            wire.send(self.theirs, frame)


@pytest.fixture
def liar() -> Iterator[Liar]:
    liar = Liar()
    yield liar
    liar.theirs.close()
    liar.channel.close()


def _answering(liar: Liar, monkeypatch: pytest.MonkeyPatch, *messages: Any) -> None:
    """Send these messages after the next request, as a worker would."""
    from autograder.sandbox.protocol import wire

    send: Callable[..., None] = wire.send

    def sends(sock: Any, *rest: Any) -> None:
        send(sock, *rest)
        monkeypatch.undo()
        liar.say(*messages)

    monkeypatch.setattr(wire, "send", sends)


class TestTampering:
    @pytest.mark.parametrize(
        "reply",
        [
            [2, "done", 1], [1, "finished", 1], [True, "done"], [1.0, "done"], [1], [], 5,
            [np.zeros(2), "done"], [1, np.zeros(2)], [1, "raised"], [1, "raised", "words"],
            [1, "raised", {"base": 1}], [1, "raised", {}], [0, "callback"], [0, "callback", 0],
            [0, "callback", 0, [], {}], [0, "callback", -1, [], {}], [0, "callback", True, [], {}],
            [0, "callback", 0, [], {1: 2}], [0, "done", 1], [np.int64(1), "done", 1],
        ],
        ids=repr,
    )  # fmt: skip
    def test_a_reply_that_no_worker_sends(
        self, liar: Liar, monkeypatch: pytest.MonkeyPatch, reply: Any
    ) -> None:
        _answering(liar, monkeypatch, reply)
        with pytest.raises(Tampering, match="broke the protocol"):
            liar.channel.ask("get", "x")
        with pytest.raises(Tampering):
            liar.channel.ask("get", "x")

    @pytest.mark.parametrize(
        "result",
        [
            [], [1, [], {}, [], "", 0], [1, [5], {}, [], ""], [1, [True], {}, [], ""],
            [1, [0.0], {}, [], ""], [1, [], {0: 1}, [], ""], [1, [], {}, [1], ""],
            [1, [], {}, [["UserWarning"]], ""], [1, [], {}, [], 5], [1, (), {}, [], ""],
            [1, [np.zeros(2)], {}, [], ""],
        ],
        ids=repr,
    )  # fmt: skip
    def test_a_result_that_no_call_has(
        self, liar: Liar, monkeypatch: pytest.MonkeyPatch, result: list[Any]
    ) -> None:
        _answering(liar, monkeypatch, [1, "done", *result])
        with pytest.raises(Tampering):
            liar.channel.call(0, (1,), {}, [])

    @pytest.mark.parametrize(
        "base", ["ExceptionGroup", "SystemExit", "type", "__import__", "UnicodeDecodeError", "é"]
    )
    def test_an_error_of_any_base_is_an_exception(
        self, liar: Liar, monkeypatch: pytest.MonkeyPatch, base: str
    ) -> None:
        description = {"base": base, "type": "T", "text": "words", "lines": [[1, "x"]], "token": 9}
        _answering(liar, monkeypatch, [1, "raised", description])
        with pytest.raises(StudentError) as raised:
            liar.channel.ask("get", "x")
        assert str(raised.value) == "words" and not isinstance(raised.value, Lost)

    def test_an_answer_before_the_question(self, liar: Liar) -> None:
        liar.say([1, "done", 1])
        with pytest.raises(Tampering, match="without being asked"):
            liar.channel.ask("get", "x")

    def test_it_hangs_up(self, liar: Liar) -> None:
        liar.theirs.close()
        with pytest.raises(Lost, match="died"):
            liar.channel.ask("get", "x")

    def test_it_does_not_read(self, liar: Liar) -> None:
        with pytest.raises(TimedOut):
            liar.channel.ask("call", np.zeros(MIB))
