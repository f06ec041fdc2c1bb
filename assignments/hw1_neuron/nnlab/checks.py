"""Strict comparison, and the ladder that every public check climbs.

A check stops at the first rung that does not hold and says, in a sentence, what it found:
defined, callable with this signature, arguments unchanged, the right kind of thing, shape,
dtype, finite, values. Each failure is an AssertionError.
"""

from __future__ import annotations

import copy
import importlib.util
import warnings
from collections.abc import Callable
from numbers import Number
from pathlib import PurePath
from typing import Any

import numpy as np

CHANGED = "was changed by the call. Work on a copy: the caller still needs it."

offered: list[dict[str, Any]] = []  # for the leaderboard; the grader takes it from a hidden case


def close(
    actual: Any, expected: Any, *, rtol: float = 1e-9, atol: float = 1e-12, what: str = "the result"
) -> None:
    """Assert that `actual` is of the kind of `expected`, of its shape, finite, and equal in value.

    A scalar may be a float, a NumPy scalar or a 0-d array; a tuple may be a list; a list may be
    an array; an array may have any real dtype whose values are right. An array is never a list,
    a np.matrix or an object array. Nothing is close to an empty array, not even another one.
    Values agree where |actual - expected| <= atol + rtol |expected|.
    """
    if isinstance(expected, dict):
        _close_dict(actual, expected, rtol, atol, what)
    elif isinstance(expected, tuple):
        _kind(isinstance(actual, (tuple, list)), what, f"a tuple of {len(expected)}", actual)
        _same_length(actual, expected, what)
        for i, (a, e) in enumerate(zip(actual, expected)):
            close(a, e, rtol=rtol, atol=atol, what=f"{what}[{i}]")
    elif isinstance(expected, list):
        _kind(isinstance(actual, (list, tuple, np.ndarray)), what, "a list or an array", actual)
        _same_length(actual, expected, what)
        if not expected:
            raise AssertionError(f"{what}: an empty list can't be compared.")
        for i, (a, e) in enumerate(zip(actual, expected)):
            close(a, e, rtol=rtol, atol=atol, what=f"{what}[{i}]")
    elif isinstance(expected, np.ndarray) and expected.ndim > 0:
        _close_array(actual, expected, rtol, atol, what)
    elif isinstance(expected, (Number, np.generic, np.ndarray)):
        scalar = (isinstance(actual, (Number, np.generic))
                  or (isinstance(actual, np.ndarray) and actual.ndim == 0))
        _kind(scalar, what, "a number", actual)
        _values(np.asarray(actual), np.asarray(expected), rtol, atol, what)
    else:
        assert type(actual) is type(expected) and actual == expected, (
            f"{what} should be {expected!r}; it is {actual!r}."
        )


def call(function: Callable[..., Any] | None, *args: Any, name: str, **kwargs: Any) -> Any:
    """Call `function` and assert that it is defined, takes these arguments and leaves them be.

    Returns what the call returns. An exception of the function's own passes through, so that its
    message is what the student reads; a TypeError about the signature becomes a sentence.
    """
    defined(function, name)
    before = copy.deepcopy((args, kwargs))
    try:
        result = function(*args, **kwargs)  # type: ignore[misc]
    except TypeError as error:
        text = str(error)
        deeper = error.__traceback__ is not None and error.__traceback__.tb_next is not None
        inside = getattr(error, "inside", deeper)
        if not inside and "argument" in text:
            shown = ", ".join([_brief(a) for a in args] + [f"{k}=..." for k in kwargs])
            raise AssertionError(
                f"{name} could not be called as {name}({shown}): {text}. "
                f"Keep the signature that the stub had."
            ) from None
        raise
    for position, (now, then) in enumerate(zip(args, before[0]), start=1):
        _assert_unchanged(now, then, f"argument {position} of {name}")
    for key, now in kwargs.items():
        _assert_unchanged(now, before[1][key], f"argument {key} of {name}")
    # In the grader's sandbox a function gets copies, and says itself which of them it changed.
    for key in getattr(function, "changed_arguments", ()):
        position = key + 1 if isinstance(key, int) else key
        raise AssertionError(f"argument {position} of {name} {CHANGED}")
    return result


def check(
    function: Callable[..., Any] | None,
    args: tuple[Any, ...],
    expected: Any,
    *,
    name: str,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    **kwargs: Any,
) -> Any:
    """Climb the whole ladder for one call, up to its values, and return what the call returned."""
    result = call(function, *args, name=name, **kwargs)
    shown = ", ".join([_brief(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
    close(result, expected, rtol=rtol, atol=atol, what=f"{name}({shown})")
    return result


def defined(function: Any, name: str) -> None:
    """Assert that the notebook defines `name` and that it can be called."""
    assert function is not None, (
        f"{name} is not defined. Run the cell that defines it, and keep its name as it was."
    )
    assert callable(function), (
        f"{name} should be a function; it is {_kind_of(function)}. "
        f"Was the name used for something else further down?"
    )


def unchanged(function: Callable[..., Any] | None, *args: Any, name: str, **kwargs: Any) -> None:
    """Assert that a call leaves every argument as it was, to the bit."""
    call(function, *args, name=name, **kwargs)


def silent(function: Callable[..., Any] | None, *args: Any, name: str, **kwargs: Any) -> Any:
    """Assert that a call gives no RuntimeWarning (overflow, invalid, divide); return its result."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        result = call(function, *args, name=name, **kwargs)
    loud = [str(w.message) for w in heard if issubclass(w.category, RuntimeWarning)]
    shown = ", ".join(_brief(a) for a in args)
    assert not loud, f"{name}({shown}) should give no warning; NumPy warned: {loud[0]}."
    return result


def raises(
    exception: type[Exception], function: Callable[..., Any] | None, *args: Any, name: str,
    when: str, **kwargs: Any,
) -> None:
    """Assert that the call raises `exception`; `when` says in words what is wrong with the input.

    NotImplementedError, an unwritten stub, never counts.
    """
    defined(function, name)
    try:
        result = function(*args, **kwargs)  # type: ignore[misc]
    except NotImplementedError:
        raise
    except exception:
        return
    except Exception as error:
        raise AssertionError(
            f"{name} should raise a {exception.__name__} {when}; "
            f"it raised {type(error).__name__}: {error}"
        ) from None
    raise AssertionError(
        f"{name} should raise a {exception.__name__} {when}; it returned {_brief(result)}."
    )


def torch_missing(function: Callable[..., Any] | None, *args: Any, name: str) -> bool:
    """Whether PyTorch is missing, so that an answer that needs it can't be judged here.

    Then the answer must at least be written: an undefined name or an unwritten stub still fails.
    """
    if importlib.util.find_spec("torch") is not None:
        return False
    defined(function, name)
    try:
        function(*args)  # type: ignore[misc]
    except NotImplementedError:
        raise
    except Exception:
        pass
    print(f"PyTorch is not installed, so {name} was not judged.")
    return True


def leaderboard(name: str, value: float, order: str) -> None:
    """Offer a number for the leaderboard; `order` is "asc" where low is best, "desc" where high is.

    It counts where the trusted grader runs the test, the test is hidden, and it passes. Nothing
    comes of it anywhere else.
    """
    if order not in ("asc", "desc"):
        raise ValueError(f"order should be 'asc' or 'desc', not {order!r}")
    offered.append({"name": str(name), "value": float(value), "order": order})


def _close_dict(actual: Any, expected: dict[Any, Any], rtol: float, atol: float, what: str) -> None:
    _kind(isinstance(actual, dict), what, f"a dict with the keys {sorted(expected)}", actual)
    assert set(actual) == set(expected), (
        f"{what} should have the keys {sorted(expected)}; it has {sorted(actual, key=str)}."
    )
    for key, value in expected.items():
        close(actual[key], value, rtol=rtol, atol=atol, what=f"{what}[{key!r}]")


def _close_array(
    actual: Any, expected: np.ndarray, rtol: float, atol: float, what: str
) -> None:
    is_array = isinstance(actual, np.ndarray) and not isinstance(actual, np.matrix)
    _kind(is_array, what, f"an array of shape {expected.shape}", actual)
    assert actual.shape == expected.shape, (
        f"{what} should have shape {expected.shape}; it has shape {actual.shape}."
    )
    assert actual.size > 0, f"{what} is empty, and an empty array is close to nothing."
    _values(actual, expected, rtol, atol, what)


def _values(
    actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float, what: str
) -> None:
    assert actual.dtype.kind in "biuf", (
        f"{what} should hold real numbers; its dtype is {actual.dtype}."
    )
    a, e = actual.astype(np.float64), expected.astype(np.float64)
    finite = np.isfinite(a) | ((a == e) & np.isinf(e))
    if not finite.all():
        index = _first(~finite)
        raise AssertionError(f"{what}{_at(index)} is {a[index]}; it should be {e[index]:.10g}.")
    with np.errstate(invalid="ignore"):
        excess = np.where(a == e, 0.0, np.abs(a - e) / (atol + rtol * np.abs(e)))
    if not (excess <= 1).all():
        index = np.unravel_index(int(np.argmax(excess)), excess.shape)
        ratio = f" (ratio {a[index] / e[index]:.6g})" if e[index] != 0 else ""
        hint = ""
        if actual.dtype in (np.float32, np.float16):
            hint = f" Its dtype is {actual.dtype}: compute in float64."
        count = ""
        if a.ndim:
            count = f" {int((excess > 1).sum())} of {a.size} values differ, shape {a.shape}."
        raise AssertionError(
            f"{what}{_at(index)} is {a[index]:.10g}; it should be {e[index]:.10g}{ratio}."
            f"{count}{hint}"
        )


def _assert_unchanged(now: Any, then: Any, what: str) -> None:
    if isinstance(now, np.ndarray):
        same = (isinstance(then, np.ndarray) and now.dtype == then.dtype
                and now.shape == then.shape and now.tobytes() == then.tobytes())
        assert same, f"{what} {CHANGED}"
    elif isinstance(now, (list, tuple)):
        assert len(now) == len(then), f"{what} has another length after the call. Work on a copy."
        for i, (n, t) in enumerate(zip(now, then)):
            _assert_unchanged(n, t, f"entry {i} of {what}")
    elif isinstance(now, dict):
        assert list(now) == list(then), f"{what} has other keys after the call. Work on a copy."
        for key in now:
            _assert_unchanged(now[key], then[key], f"entry {key!r} of {what}")


def _kind(holds: bool, what: str, wanted: str, actual: Any) -> None:
    if not holds:
        extra = " Did you forget the return?" if actual is None else ""
        raise AssertionError(f"{what} should be {wanted}; it is {_kind_of(actual)}.{extra}")


def _same_length(actual: Any, expected: Any, what: str) -> None:
    assert not (isinstance(actual, np.ndarray) and actual.ndim == 0), f"{what} is a single number."
    assert len(actual) == len(expected), (
        f"{what} should have {len(expected)} entries; it has {len(actual)}."
    )


def _kind_of(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"{type(value).__name__} of shape {value.shape}"
    return f"a {getattr(value, 'type_name', type(value).__name__)}"


def _brief(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= 4 else f"array of shape {value.shape}"
    if isinstance(value, np.generic):
        return str(value)
    if callable(value):
        return getattr(value, "__name__", "function")
    text = repr(value.name if isinstance(value, PurePath) else value)
    return text if len(text) <= 60 else f"{_kind_of(value)}"


def _first(mask: np.ndarray) -> tuple[Any, ...]:
    return np.unravel_index(int(np.argmax(mask)), mask.shape)


def _at(index: tuple[Any, ...]) -> str:
    return f" at index {tuple(int(i) for i in index)}" if index else ""
