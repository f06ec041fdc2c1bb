"""A check has the same result in the notebook's own process and across the boundary."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nnlab import checks

from autograder.sandbox.protocol.arguments import mutable_parts, snapshot
from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.warden import Warden
from autograder.sandbox.trusted.worker_handle import WorkerHandle

# The answers warn, by a class of their own too, which no other process could read.
pytestmark = pytest.mark.filterwarnings("ignore")

# Right and wrong answers to the task: return the squares of the entries of x, as an array.
ANSWERS = '''
import warnings
import numpy as np

def right(x): return np.asarray(x) ** 2
def wrong(x): return np.asarray(x) ** 3
def overwrites(x):
    x **= 2
    return x
def zeroes(x):
    result = x ** 2
    x[...] = 0
    return result
def returns_it(x): return x
def nothing(x): pass
def a_list(x): return [float(v) ** 2 for v in x.ravel()]
def a_matrix(x): return np.asmatrix(np.atleast_2d(x ** 2))
def objects(x): return (x ** 2).astype(object)
def empty(x): return np.zeros((0,) + x.shape[1:])
def single(x): return (x ** 2).astype(np.float32)
def integers(x): return (x ** 2).astype(int)
def nans(x): return x ** 2 + np.nan
def transposed(x): return (x ** 2).T
def a_tuple(x): return x ** 2, 1
def a_dict(x): return {"y": x ** 2}
def a_function(x): return lambda: x ** 2
def a_generator(x):
    yield x ** 2
def text(x): return "squares"
def a_class(x): return Exception
def raises_value(x): raise ValueError("no squares here")
def raises_key(x): raise KeyError("x")
class Own(ValueError): pass
def raises_own(x): raise Own("mine")
def raises_type(x): raise TypeError("unsupported argument")
def stub(x): raise NotImplementedError("write right()")
def two_arguments(x, y): return x ** 2
def no_argument(): return 1
def wrong_inside(x): return right(x, x)
def loud(x):
    warnings.warn("overflow encountered", RuntimeWarning)
    return x ** 2
def divides(x): return x ** 2 + 0 * np.log(np.zeros(1))
def quiet_warning(x):
    warnings.warn("old", DeprecationWarning)
    return x ** 2
not_a_function = 3
class Squares:
    def __call__(self, x): return x ** 2
instance = Squares()
def complex_result(x): return x ** 2 + 0j
def booleans(x): return x ** 2 > 0
def big_endian(x): return (x ** 2).astype(">f8")
def masked(x): return np.ma.masked_array(x ** 2)
class Sub(np.ndarray): pass
def subclass(x): return (x ** 2).view(Sub)
def fortran(x): return np.asfortranarray(x ** 2)
class OwnWarning(RuntimeWarning): pass
def loud_in_its_own_way(x):
    warnings.warn("mine", OwnWarning)
    return x ** 2
def loud_at_last(x):
    for number in range(50):
        warnings.warn(str(number))
    return loud(x)
def frozen(x):
    result = np.asarray(x ** 2)
    result.flags.writeable = False
    return result
def freezes(x):
    x.flags.writeable = False
    return x ** 2
def changes_a_number(x):
    x[0] = x[0] + 1
def changes_a_kind(x):
    x[0] = int(x[0])
'''
here: dict[str, Any] = {"__name__": "answers"}
exec(ANSWERS, here)
IMPORTED = ("warnings", "np", "Own", "Sub", "OwnWarning")
NAMES = [n for n in here if not n.startswith("_") and n not in IMPORTED]
X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -0.25]])



def write_into_result(f: Any, x: np.ndarray) -> None:
    result = f(x)
    if isinstance(result, np.ndarray):
        result[...] = 0


def frozen_argument(f: Any, x: np.ndarray) -> None:
    x.flags.writeable = False
    checks.call(f, x, name="square")


CHECKS: dict[str, Callable[[Any, np.ndarray], Any]] = {
    "check": lambda f, x: checks.check(f, (x,), x**2, name="square"),
    "check keyword": lambda f, x: checks.check(f, (), x**2, name="square", x=x),
    "call": lambda f, x: checks.call(f, x, name="square"),
    "close": lambda f, x: checks.close(expected=x**2, actual=f(x)),
    "close to a list": lambda f, x: checks.close(expected=(x**2).tolist(), actual=f(x)),
    "close to a tuple": lambda f, x: checks.close(expected=(x**2, 1), actual=f(x)),
    "close to a dict": lambda f, x: checks.close(expected={"y": x**2}, actual=f(x)),
    "close to text": lambda f, x: checks.close(f(x), "squares"),
    "raises": lambda f, x: checks.raises(ValueError, f, x, name="square", when="always"),
    "raises key": lambda f, x: checks.raises(KeyError, f, x, name="square", when="always"),
    "silent": lambda f, x: checks.silent(f, x, name="square"),
    "unchanged": lambda f, x: checks.unchanged(f, x, name="square"),
    "unchanged list": lambda f, x: checks.unchanged(f, [1.0, x, (2.0, "a")], name="square"),
    "write into the result": write_into_result,
    "an argument that can't be written to": frozen_argument,
    "defined": lambda f, x: checks.defined(f, "square"),
}
# The messages about these differ, because a remote object doesn't know everything: the type of an
# array of objects, or the name of a class.
WORDS_DIFFER = {"objects", "a_matrix", "a_class", "subclass", "masked", "instance", "a_function",
                "a_generator", "big_endian", "raises_own", "changes_a_number",
                "changes_a_kind"}  # fmt: skip
# These checks fail only across the boundary, because an array of objects can't be sent.
STRICTER = {("objects", "close to a list")}


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerHandle]:
    limits = Limits(cell_seconds=30, case_seconds=30)
    with (
        Warden(tmp_path_factory.mktemp("files"), limits) as warden,
        warden.worker() as worker,
    ):
        assert worker.cell(ANSWERS.lstrip(), 1) is None
        yield worker


@pytest.fixture(scope="module")
def there(worker: WorkerHandle) -> Iterator[Names]:
    with worker.case(time.monotonic() + 600) as channel:
        yield Names(channel, {})


def outcome(check: Callable[..., Any], function: Any, x: np.ndarray) -> tuple[str, str]:
    """Return the built-in class of what a check raised, or "", and the message."""
    try:
        check(function, x)
    except Exception as error:
        kind = next(c for c in type(error).__mro__ if c.__module__ == "builtins")
        return kind.__name__, str(error)
    return "", ""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", [*NAMES, "undefined"])
def test_the_same_in_process_and_remotely(there: Names, name: str, check: str) -> None:
    if (name, check) in STRICTER:
        assert outcome(CHECKS[check], there[name], X.copy())[0] == "AssertionError"
        return
    ours = outcome(CHECKS[check], here.get(name), X.copy())
    theirs = outcome(CHECKS[check], there.get(name), X.copy())
    assert theirs[0] == ours[0], (theirs, ours)
    if name not in WORDS_DIFFER:
        assert theirs[1] == ours[1]


def test_the_answers_tell_checks_apart(there: Names) -> None:
    """Some answers pass each check, and some don't."""
    for check in CHECKS.values():
        passed = {outcome(check, here.get(name), X.copy())[0] == "" for name in NAMES}
        assert passed == {True, False}


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(NAMES), st.sampled_from(sorted(CHECKS)),
    hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=3), elements=st.floats(-9, 9)),
)  # fmt: skip
def test_the_same_for_any_input(there: Names, name: str, check: str, x: np.ndarray) -> None:
    if (name, check) in STRICTER:
        return
    ours = outcome(CHECKS[check], here[name], x.copy())
    theirs = outcome(CHECKS[check], there[name], x.copy())
    assert theirs[0] == ours[0], (theirs, ours)


def test_parts_are_counted_alike_on_both_sides() -> None:
    w, b = np.zeros(2), [1]
    args, kwargs = ([w, (b, 3)], 5), {"d": {"k": w}}
    parts = mutable_parts(args, kwargs)
    assert [key for key, _ in parts] == [0, 0, 0, "d", "d"]
    assert [type(part) for _, part in parts] == [list, np.ndarray, list, dict, np.ndarray]
    assert parts[1][1] is w and parts[2][1] is b and parts[4][1] is w


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v[0].__setitem__(0, 1.0), lambda v: v.append(0), lambda v: v.reverse(),
        lambda v: v[1].update(b=2), lambda v: v.append(v), lambda v: v[1].__setitem__("a", 1.0),
        lambda v: v.__setitem__(0, v[0].astype("f4")), lambda v: v[0].__setitem__(1, -0.0),
    ],
)  # fmt: skip
def test_a_snapshot_sees_every_change(change: Callable[[Any], Any]) -> None:
    value = [np.zeros(3), {"a": 1}]
    before = snapshot(value, lambda o, writer: None)
    assert before == snapshot(value, lambda o, writer: None)
    change(value)
    assert before != snapshot(value, lambda o, writer: None)


@pytest.mark.parametrize("value", [None, 1, 1.5, "a", b"a", np.float64(1), 1j])
def test_what_nobody_can_change_needs_no_snapshot(value: Any) -> None:
    assert snapshot(value, lambda o, writer: None) is None
