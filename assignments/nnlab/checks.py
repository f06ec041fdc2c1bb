"""Compare an answer with what is expected, step by step, and say in a sentence what is wrong.

The steps are like the rungs of a ladder. Is the function defined? Can it be called with these
arguments? Does it leave them unchanged? Is its result of the right kind, of the right shape, of
real numbers, finite? Are its values right? A check stops at the first step that fails, with an
AssertionError.
"""

from __future__ import annotations

import copy
import importlib.util
import re
import warnings
from collections.abc import Callable, Sequence
from numbers import Number
from pathlib import PurePath
from typing import Any, NoReturn

import numpy as np

from . import error_places

CHANGED = "was changed by the call. Work on a copy: the caller still needs it."

PLAIN = (bool, int, float, complex, str, bytes, np.generic)

# What the last `close` that failed compared: the answer, what it should be, and what it is called.
# The part that is wrong comes first, then what it is a part of. nnlab.hints reads it.
compared: list[tuple[Any, Any, str]] = []
offered: list[dict[str, Any]] = []  # What `leaderboard` was called with; the grader reads it.


def close(
    actual: Any, expected: Any, *, rtol: float = 1e-9, atol: float = 1e-12,
    what: str = "the result", parts: Sequence[str] = (), before: Any = None,
) -> None:  # fmt: skip
    """Assert that `actual` is of the kind of `expected`, of its shape, finite, and equal in value.

    If a number is expected, a float, a NumPy scalar and a 0-d array are all right. If a tuple is
    expected, a list is right, too, and if a list is expected, an array. If an array is expected,
    its dtype may be any real one; a list, a np.matrix and an array of objects are wrong. Nothing
    is close to an empty array, not even another one.

    Args:
        actual: The value to check.
        expected: What it should be: a number, an array, or lists, tuples and dicts of these.
            Anything else has to be equal.
        rtol: The relative tolerance: values agree if |actual - expected| <= atol + rtol |expected|.
        atol: The absolute tolerance.
        what: What the value is, for the message.
        parts: What the entries of a tuple are called. The message then begins with one of these:
            "w[1] after 1 epoch" if `what` is "after 1 epoch".
        before: What the value was before a step. The message then compares the steps, and not the
            values, which may agree but for a little.

    Raises:
        AssertionError: They differ; the message says how.
    """
    try:
        _compare(actual, expected, rtol, atol, what, parts, before)
    except AssertionError:
        compared.append((actual, expected, what))
        raise


def _compare(
    actual: Any, expected: Any, rtol: float, atol: float, what: str, parts: Sequence[str],
    before: Any,
) -> None:  # fmt: skip
    compared.clear()
    if isinstance(expected, dict):
        _close_dict(actual, expected, rtol, atol, what)
    elif isinstance(expected, tuple):
        whole = f"({', '.join(parts)}) {what}" if parts else what
        _kind(isinstance(actual, (tuple, list)), whole, f"a tuple of {len(expected)}", actual)
        _same_length(actual, expected, whole)
        for i, (a, e) in enumerate(zip(actual, expected)):
            part = f"{parts[i]} {what}" if parts else f"{what}[{i}]"
            close(a, e, rtol=rtol, atol=atol, what=part, before=_entry(before, i))
    elif isinstance(expected, list):
        _kind(isinstance(actual, (list, tuple, np.ndarray)), what, "a list or an array", actual)
        _same_length(actual, expected, what)
        if not expected:
            raise AssertionError(f"{what}: an empty list can't be compared.")
        for i, (a, e) in enumerate(zip(actual, expected)):
            close(a, e, rtol=rtol, atol=atol, what=f"{what}[{i}]", before=_entry(before, i))
    elif isinstance(expected, np.ndarray) and expected.ndim > 0:
        _close_array(actual, expected, rtol, atol, what, before)
    elif isinstance(expected, (Number, np.generic, np.ndarray)):
        scalar = (isinstance(actual, (bool, int, float, complex, np.generic))
                  or (isinstance(actual, np.ndarray) and actual.ndim == 0))
        _kind(scalar, what, "a number", actual)
        _values(np.asarray(actual), np.asarray(expected), rtol, atol, what, before)
    else:
        assert type(actual) is type(expected) and actual == expected, (
            f"{what} should be {expected!r}; it is {actual!r}."
        )


def call(function: Callable[..., Any] | None, *args: Any, name: str, **kwargs: Any) -> Any:
    """Call `function` and assert that it is defined, takes these arguments and doesn't change them.

    Args:
        function: The function to call, or None if the notebook doesn't define it.
        *args: Its arguments by position.
        name: The function's name, for the messages.
        **kwargs: Its arguments by name.

    Returns:
        What the call returns.

    Raises:
        AssertionError: It is not defined, can't be called like this, or changed an argument. Or a
            line of the notebook raised an error: the message quotes the line.
        Exception: Any other error that the function raises, unchanged. An unwritten stub raises
            NotImplementedError.
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
            shown = ", ".join([brief(a) for a in args] + [f"{k}=..." for k in kwargs])
            raise AssertionError(
                f"{name} could not be called as {name}({shown}): {text}. "
                f"Keep the signature that the stub had."
            ) from None
        _raise_with_place(error)
    except Exception as error:
        _raise_with_place(error)
    for position, (after, original) in enumerate(zip(args, before[0]), start=1):
        _assert_unchanged(after, original, f"argument {position} of {name}")
    for key, after in kwargs.items():
        _assert_unchanged(after, before[1][key], f"argument {key} of {name}")
    # In the grader's sandbox a function gets copies. The sandbox says which of them it changed.
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
    """Check one call of a function completely: take every step that this module names.

    Args:
        function: The function to call, or None if the notebook doesn't define it.
        args: Its arguments by position.
        expected: What it should return.
        name: The function's name, for the messages.
        rtol: The relative tolerance, as in `close`.
        atol: The absolute tolerance, as in `close`.
        **kwargs: The function's arguments by name.

    Returns:
        What the call returned.
    """
    result = call(function, *args, name=name, **kwargs)
    shown = ", ".join([brief(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
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
    """Assert that a call leaves every argument exactly as it was."""
    call(function, *args, name=name, **kwargs)


def silent(function: Callable[..., Any] | None, *args: Any, name: str, **kwargs: Any) -> Any:
    """Assert that a call gives no RuntimeWarning (overflow, invalid value, division by zero).

    Returns:
        What the call returns.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = call(function, *args, name=name, **kwargs)
    messages = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
    shown = ", ".join(brief(a) for a in args)
    assert not messages, f"{name}({shown}) should give no warning; NumPy warned: {messages[0]}."
    return result


def raises(
    exception: type[Exception], function: Callable[..., Any] | None, *args: Any, name: str,
    when: str, **kwargs: Any,
) -> None:
    """Assert that a call raises an exception of this type.

    A NotImplementedError, which an unwritten stub raises, passes through and never counts.

    Args:
        exception: The type of the exception.
        function: The function to call, or None if the notebook doesn't define it.
        *args: Its arguments by position.
        name: The function's name, for the messages.
        when: What is wrong with the arguments, in words: "for a negative number".
        **kwargs: The function's arguments by name.
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
        f"{name} should raise a {exception.__name__} {when}; it returned {brief(result)}."
    )


def torch_missing(function: Callable[..., Any] | None, *args: Any, name: str) -> bool:
    """Return True if PyTorch is not installed, so that an answer that needs it can't be judged.

    Even then an answer has to be written: an undefined name and an unwritten stub still fail.

    Args:
        function: The answer, or None if the notebook doesn't define it.
        *args: Arguments to call it with.
        name: The function's name, for the messages.
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
    """Offer a number for the leaderboard of the class.

    It counts only in a hidden test that passes in the grader. Elsewhere nothing happens.

    Args:
        name: The name of the column in the leaderboard.
        value: The number.
        order: "asc" if a low number is best, "desc" if a high one is.
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
    actual: Any, expected: np.ndarray, rtol: float, atol: float, what: str, before: Any
) -> None:
    is_array = isinstance(actual, np.ndarray) and not isinstance(actual, np.matrix)
    _kind(is_array, what, f"an array of shape {expected.shape}", actual)
    assert actual.shape == expected.shape, (
        f"{what} should have shape {expected.shape}; it has shape {actual.shape}."
    )
    assert actual.size > 0, f"{what} is empty, and an empty array is close to nothing."
    _values(actual, expected, rtol, atol, what, before)


def _values(
    actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float, what: str, before: Any
) -> None:
    assert actual.dtype.kind in "biuf", (
        f"{what} should hold real numbers; its dtype is {actual.dtype}."
    )
    a, e = actual.astype(np.float64), expected.astype(np.float64)
    finite = np.isfinite(a) | ((a == e) & np.isinf(e))
    if not finite.all():
        index = _first(~finite)
        raise AssertionError(f"{_at(what, index)} is {a[index]}; it should be {e[index]:.10g}.")
    with np.errstate(invalid="ignore"):
        excess = np.where(a == e, 0.0, np.abs(a - e) / (atol + rtol * np.abs(e)))
    if not (excess <= 1).all():
        index = np.unravel_index(int(np.argmax(excess)), excess.shape)
        start = None if before is None else float(np.asarray(before)[index])
        ratio = _ratio(float(a[index]), float(e[index]), start)
        hint = ""
        if actual.dtype in (np.float32, np.float16):
            hint = f" Its dtype is {actual.dtype}: compute in float64."
        count = ""
        if a.ndim:
            count = f" {int((excess > 1).sum())} of {a.size} values differ, shape {a.shape}."
        raise AssertionError(
            f"{_at(what, index)} is {a[index]:.10g}; it should be {e[index]:.10g}{ratio}."
            f"{count}{hint}"
        )


def _raise_with_place(error: Exception) -> NoReturn:
    """Raise an error of the notebook's code again, with the line that raised it if it is known."""
    place = error_places.describe(error)
    if place:
        raise AssertionError(place) from error
    raise error


def _assert_unchanged(after: Any, before: Any, what: str) -> None:
    if isinstance(after, np.ndarray):
        same = (isinstance(before, np.ndarray) and after.dtype == before.dtype
                and after.shape == before.shape and after.tobytes() == before.tobytes())
        assert same, f"{what} {CHANGED}"
    elif isinstance(after, (list, tuple)):
        same_length = type(after) is type(before) and len(after) == len(before)
        assert same_length, f"{what} has another length after the call. Work on a copy."
        for i, (a, b) in enumerate(zip(after, before)):
            _assert_unchanged(a, b, f"entry {i} of {what}")
    elif isinstance(after, dict):
        same_keys = isinstance(before, dict) and list(after) == list(before)
        assert same_keys, f"{what} has other keys after the call. Work on a copy."
        for key in after:
            _assert_unchanged(after[key], before[key], f"entry {key!r} of {what}")
    elif after is None or isinstance(after, PLAIN):
        # The text tells 0.0 from -0.0, and nan is like itself.
        same = type(after) is type(before) and repr(after) == repr(before)
        assert same, f"{what} {CHANGED}"


def _kind(right: bool, what: str, wanted: str, actual: Any) -> None:
    """Raise AssertionError unless the kind of `actual` is right."""
    if not right:
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


def brief(value: Any) -> str:
    """Return a short text for an argument in a message."""
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= 4 else f"array of shape {value.shape}"
    if isinstance(value, np.generic):
        return str(value)
    if callable(value):
        return getattr(value, "__name__", "function")
    text = repr(value.name if isinstance(value, PurePath) else value)
    return text if len(text) <= 60 else f"{_kind_of(value)}"


def _first(mask: np.ndarray) -> tuple[Any, ...]:
    """Return the index of the first True."""
    return np.unravel_index(int(np.argmax(mask)), mask.shape)


def _at(what: str, index: tuple[Any, ...]) -> str:
    """Return what a value is with the place in it: "w[1] after 1 epoch", "f(x) at index (1,)"."""
    if not index:
        return what
    numbers = [int(i) for i in index]
    named = re.fullmatch(r"([A-Za-z]\w*)( (?:after|before|of|for|at) .+)", what, re.S)
    if named:
        return f"{named[1]}{numbers}{named[2]}"
    return f"{what} at index {tuple(numbers)}"


def _entry(values: Any, number: int) -> Any:
    return None if values is None else values[number]


def _ratio(actual: float, expected: float, before: float | None) -> str:
    """Say how far a value is off: by which factor, or by how much if the factor looks like 1."""
    if before is not None and expected != before and actual != expected:
        step, due = actual - before, expected - before
        return f": the step from {before:.10g} is {step / due + 0.0:.6g} times what it should be"
    if actual == 0 or expected == 0:
        return ""
    ratio = f"{actual / expected:.6g}"
    return f" (off by {abs(actual - expected):.3g})" if ratio == "1" else f" (ratio {ratio})"
