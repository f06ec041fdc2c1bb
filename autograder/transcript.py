"""What a submission answered to a test, in a form small enough to keep and to compare."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .sandbox.channel import Heard
from .sandbox.remote import Remote

SAMPLED = 14  # numbers of an answer, besides two means
GOLDEN = 0.618033988749895  # multiples of it, modulo 1, are spread evenly and never repeat
DEPTH, ITEMS = 5, 64
NUMBERS = (bool, int, float, np.bool_, np.number)
DIGITS = 8
RAISES = "raises "  # begins the form of an answer that is an error
CLOSE = 1e-6  # relative; and CLOSE**1.5 of the largest number of the answer
NOISE = 1e-15  # what is left where everything cancels


@dataclass(frozen=True)
class Sketch:
    """The gist of an answer: `form` is what it is, `numbers` some of its numbers, their mean, and a
    mean that tells places apart."""

    name: str
    form: str
    numbers: tuple[float, ...] = ()

    def same(self, other: Sketch, factor: float = 1.0, loosely: bool = False) -> bool:
        """Whether this is the other times `factor`, as far as can be seen; `loosely`, a list of
        numbers is the same as an array of them."""
        if (self.name, len(self.numbers)) != (other.name, len(other.numbers)):
            return False
        if self.form != other.form and not (loosely and _loose(self.form) == _loose(other.form)):
            return False
        ours, theirs = np.array(self.numbers), factor * np.array(other.numbers)
        finite = np.abs(theirs[np.isfinite(theirs)])
        floor = max(NOISE, CLOSE**1.5 * float(finite.max(initial=0.0)))
        with np.errstate(invalid="ignore"):
            return bool(np.allclose(ours, theirs, rtol=CLOSE, atol=floor, equal_nan=True))


Transcript = list[Sketch]


@cache
def _loose(form: str) -> str:
    """The form with arrays for lists and tuples of numbers: `list of 3: number each` is [3]."""
    form = re.sub(r"\b(?:[fiub]|float32|float16)(?=\[)", "", form).replace("bool", "number")
    form = re.sub(r"(?:list|tuple) of (?:(1): number|(\d+): number each)", r"[\1\2]", form)
    rows = r"(?:list|tuple) of (?:(1): \[([\d, ]+)\]|(\d+): \[([\d, ]+)\] each)"
    while (wider := re.sub(rows, r"[\1\3, \2\4]", form)) != form:
        form = wider
    return form


def transcript(heard: Sequence[Heard]) -> Transcript:
    """The answers that a test got, in their order."""
    return [sketch(answer) for answer in heard]


def sketch(answer: Heard) -> Sketch:
    """The gist of one answer."""
    if answer.error:
        return Sketch(answer.name, RAISES + answer.error)
    leaves: list[np.ndarray] = []
    return Sketch(answer.name, _form(answer.value, leaves, 0), tuple(_sample(leaves)))


def to_json(known: Transcript) -> list[Any]:
    """Numbers as strings where JSON has none for them."""
    return [[s.name, s.form, [x if math.isfinite(x) else str(x) for x in s.numbers]] for s in known]


def from_json(data: list[Any]) -> Transcript:
    return [Sketch(name, form, tuple(map(float, numbers))) for name, form, numbers in data]


def _form(value: Any, leaves: list[np.ndarray], depth: int) -> str:
    if isinstance(value, Remote):
        return f"an object {value.type_name}"
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]  # a number to a student, and to a check
    if isinstance(value, NUMBERS) and not isinstance(value, np.complexfloating):
        leaves.append(np.array([_number(value)]))
        return "bool" if isinstance(value, (bool, np.bool_)) else "number"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        leaves.append(value.astype(float).ravel())
        single = value.dtype in (np.float32, np.float16)
        return f"{value.dtype.name if single else value.dtype.kind}{list(value.shape)}"
    if isinstance(value, (list, tuple)) and depth < DEPTH:
        items = value if all(isinstance(item, NUMBERS) for item in value) else value[:ITEMS]
        forms = [_form(item, leaves, depth + 1) for item in items]
        return f"{type(value).__name__} of {len(value)}: {_run_lengths(forms)}"
    if isinstance(value, dict) and depth < DEPTH:
        items = [f"{key}: {_form(value[key], leaves, depth + 1)}" for key in list(value)[:ITEMS]]
        return f"dict of {len(value)}: {', '.join(items)}"
    if value is None or isinstance(value, str):
        return repr(value)[:80]
    return type(value).__name__


def _number(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _run_lengths(forms: Sequence[str]) -> str:
    if len(forms) > 1 and len(set(forms)) == 1:
        return f"{forms[0]} each"
    return ", ".join(forms[:ITEMS])


def _sample(leaves: list[np.ndarray]) -> Iterator[float]:
    numbers = np.concatenate(leaves) if leaves else np.array([])
    if numbers.size > SAMPLED:
        with np.errstate(all="ignore"):
            weights = np.arange(numbers.size) * GOLDEN % 1
            means = numbers.mean(), (weights * numbers).mean()
        places = np.linspace(0, numbers.size - 1, SAMPLED).astype(int)
        numbers = np.append(numbers[places], means)
    for number in numbers.tolist():
        yield float(f"{number:.{DIGITS}g}")
