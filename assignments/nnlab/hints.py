"""Give a hint on an answer that a check refuses, one step further each time.

What is said comes from the public check alone: where the answer is wrong first, what kind of
difference it is, and, if the answer is one that others have given before, a hint of the course.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import checks, error_places, this_notebook
from .lines import filled
from .parts import Tree, whole
from .properties import of_part
from .sealed import key_of, unseal

MAX_ANSWERS = 64  # Of each function, this many answers to a check are looked at.
# A check that names the slip itself does so before a colon, and knows better than `_kind`. A colon
# within a call, as in f({'a': 1}), is none.
NAMES_THE_SLIP = re.compile(r"[^({\[]+: ")
ON_PAPER = 12  # A call whose arguments have at most so many numbers each is worked out on paper.
MAX_SIZE = 100_000  # An answer of more numbers than this is not looked at.
NO_HINTS = "This course gives no hints in the notebook."
LAST = "That is all that the public check gives away. Ask somebody, and show them this."


@dataclass
class Trial:
    """What came of running one public case.

    Attributes:
        number: The number of the case among the public ones of its question, from 0.
        error: The error with which it ended, or None if it passed.
        calls: The calls of the notebook's functions: name, arguments, result.
        compared: What the check compared when it failed, as in `checks.compared`.
    """

    number: int
    error: Exception | None = None
    calls: list[tuple[str, tuple[Any, ...], Any]] = field(default_factory=list)
    compared: list[tuple[Any, Any, str]] = field(default_factory=list)


_given: dict[str, tuple[str, int]] = {}  # By question: what was wrong, and how many steps are told.
_refused: list[tuple[Any, ...]] = []  # The arguments of the call that the last hint is about.


def refused() -> tuple[Any, ...]:
    """Return the arguments of the call that the last hint is about, to make this call again.

    Raises:
        LookupError: There was no such hint.
    """
    if not _refused:
        raise LookupError("Ask for a hint first, for example nnlab.hint('q1').")
    return copy.deepcopy(_refused[0])


def hint(question: str) -> None:
    """Print a hint on an answer that the check of a question refuses.

    The first call says where to look, the second one what kind of slip it is, and the third one
    gives the hint of the course, as far as the public check gives these away. A new answer begins
    with the first step again.

    Args:
        question: The name of the question, as in its check: "q4".
    """
    path = this_notebook.hint_file()
    names = _names()
    if names is None or "grader" not in names:
        print("Run the first cell of this notebook, and then ask for a hint again.")
    elif not path.is_file():
        print(NO_HINTS)
    else:
        content = json.loads(path.read_text(encoding="utf-8"))
        if question in content["questions"]:
            print(filled(_next_step(question, _first_failure(question, names), content)))
        else:
            print(f"There is no question {question!r}. Write, for example, hint('q1').")


def _next_step(question: str, trial: Trial | None, content: dict[str, Any]) -> str:
    """Return the next step for what is wrong, or that nothing is."""
    if trial is None:
        return f"The public check of {question} passes, so there is nothing to give a hint on."
    if isinstance(trial.error, NotImplementedError):
        return f"{question} is not written yet: its stub still stands in a cell."
    steps = list(_steps(question, trial, content))
    before, step = _given.get(question, ("", 0))
    wrong = repr(trial.error)
    step = step if wrong == before else 0
    _given[question] = wrong, step + 1
    if step >= len(steps):
        return LAST
    more = "" if step + 1 < len(steps) else f"\n{LAST}"
    return f"Hint {step + 1} of {len(steps)}: {steps[step]}{more}"


def _steps(question: str, trial: Trial, content: dict[str, Any]) -> Iterator[str]:
    yield _where(trial)
    if kind := _kind(trial):
        yield kind
    yield from _known(question, trial, content)


def _where(trial: Trial) -> str:
    """Say which call the check refuses."""
    _refused.clear()
    if not trial.calls:
        return str(trial.error)
    refused = {id(actual) for actual, _, _ in trial.compared}
    calls = [call for call in trial.calls if id(call[2]) in refused] or trial.calls
    name, args, result = calls[-1]
    shown = ", ".join(checks.brief(arg) for arg in args)
    _refused.append(args)
    again = f" In a new cell, {name}(*nnlab.refused()) makes this call again."
    if isinstance(result, Exception):
        place = error_places.describe(result)
        return f"Look at {name}({shown}), which ends with an error. {place}".rstrip() + again
    how = ("Work this one out on paper, step by step, and print what your lines give."
           if args and all(_size(arg) <= ON_PAPER for arg in args)
           else "Print what your lines give on the way.")  # fmt: skip
    others = [other for other in dict.fromkeys(n for n, _, _ in trial.calls) if other != name]
    return (
        f"Look at {name}({shown}). It is the call that the check refuses"
        + (f", not one of {', '.join(others)}" if others else "")
        + f". {how}{again}"
    )


def _kind(trial: Trial) -> str:
    """Say in which way the answer differs from what it should be."""
    for actual, expected, what in reversed(trial.compared):
        ours, theirs = _tree(actual), _tree(expected)
        if ours is None or theirs is None or NAMES_THE_SLIP.match(what):
            continue
        for words in of_part(ours, theirs):
            return f"{what} {words}."
    return ""


def _known(question: str, trial: Trial, content: dict[str, Any]) -> Iterator[str]:
    """Yield the hints of the course that the answers open."""
    salt, sealed = bytes.fromhex(content["salt"]), content["questions"].get(question, {})
    counts: dict[str, int] = {}
    for name, _, result in trial.calls if sealed else ():
        number = counts.get(name, 0)
        counts[name] = number + 1
        tree = _tree(result)
        if tree is None or number >= MAX_ANSWERS:
            continue
        key = key_of(salt, place_of(question, trial.number, name, number), tree)
        if text := unseal(key, sealed):
            yield text
            return


def place_of(question: str, case: int, function: str, call: int) -> str:
    """Return the name of the place of an answer.

    Args:
        question: The name of the question.
        case: The number of the case among the public ones, from 0.
        function: The name of the function.
        call: The number of its call in this case, from 0.
    """
    return f"{question} {case} {function} {call}"


def _tree(value: Any) -> Tree | None:
    """Return an answer as a tree, or None if it has too many numbers or is an error."""
    if isinstance(value, Exception) or _size(value) > MAX_SIZE:
        return None
    return whole(value)


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    return sum(map(_size, value.values())) if isinstance(value, dict) else 1


# --- running the public cases ---


def _names() -> dict[str, Any] | None:
    """Return the names of the notebook, or None outside of one."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()  # type: ignore[no-untyped-call]
    return None if shell is None else shell.user_ns


def _first_failure(question: str, names: dict[str, Any]) -> Trial | None:
    """Run the public cases of a question up to the first that fails, and return it."""
    checked = names["grader"].check(question, global_env=names)
    for number, result in enumerate(checked.test_case_results):
        if not result.passed:
            return _trial(number, result.test_case.body.call_func, names)
    return None


def _trial(number: int, case: Callable[[Any], None], names: dict[str, Any]) -> Trial:
    """Run a case once more, and record what its functions return."""
    trial = Trial(number)
    checks.compared.clear()
    try:
        case({name: _recorded(name, value, trial) for name, value in names.items()})
    except Exception as error:
        trial.error = error
    trial.compared = list(checks.compared)
    return trial


def _recorded(name: str, value: Any, trial: Trial) -> Any:
    """Return a function that records its calls if `value` is a function, else `value`."""
    if not error_places.is_of_the_notebook(value):
        return value

    @functools.wraps(value)
    def function(*args: Any, **kwargs: Any) -> Any:
        before = _copied(args)
        try:
            result = value(*args, **kwargs)
        except Exception as error:
            trace = error.__traceback__
            error.inside = trace is not None and trace.tb_next is not None  # type: ignore[attr-defined]
            trial.calls.append((name, before, error))
            raise
        trial.calls.append((name, before, result))
        return result

    return function


def _copied(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return arguments as they are before a call that may change them."""
    try:
        return copy.deepcopy(args)
    except Exception:  # Some objects, such as generators, can't be copied.
        return args
