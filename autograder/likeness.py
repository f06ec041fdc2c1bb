"""Say in words how a wrong answer differs from the right one, where no known mistake fits.

Of the kind of result, of a factor that all its numbers share: never a number that was expected.
"""

from __future__ import annotations

import re

import numpy as np

from .sandbox.channel import CHANGES, WARNS
from .transcript import RAISES, Sketch, Transcript

ARRAY = re.compile(r"(?P<kind>[a-z]\w*)\[(?P<shape>[\d, ]*)\]")
KINDS = {"f": "float", "i": "int", "u": "int", "b": "bool"}


def likeness(right: Transcript, given: Transcript) -> str:
    """A sentence on the last of the answers to a test that failed, or "" where there is nothing
    to say: it is what was expected, or like nothing in particular."""
    if not given or len(given) > len(right):
        return _addition(given[-1].name) if given else ""
    answer, expected = given[-1], right[len(given) - 1]
    if answer.name != expected.name:
        return _addition(answer.name)
    where = f"In a test that fails, {answer.name}"
    if answer.form.startswith(RAISES) or expected.form.startswith(RAISES):
        return _refusal(where, answer.form, expected.form)
    if answer.form != expected.form:
        return _form(where, answer.form, expected.form)
    return _numbers(where, answer, expected)


def _addition(name: str) -> str:
    if name.endswith(CHANGES):
        return f"{name.removesuffix(CHANGES)} changes an argument that belongs to its caller."
    if name.endswith(WARNS):
        return f"In a test that fails, {name.removesuffix(WARNS)} makes NumPy or Python warn."
    return ""


def _refusal(where: str, answer: str, expected: str) -> str:
    ours, theirs = (_article(form.removeprefix(RAISES)) for form in (answer, expected))
    if answer == expected:
        return ""
    if not expected.startswith(RAISES):
        return f"{where} ends with {ours}, and a result is expected."
    if not answer.startswith(RAISES):
        return f"{where} returns a result where it should refuse with {theirs}."
    return f"{where} refuses with {ours} where {theirs} is expected."


def _form(where: str, answer: str, expected: str) -> str:
    ours, theirs = ARRAY.fullmatch(answer), ARRAY.fullmatch(expected)
    if not (ours and theirs):
        return f"{where} returns {_kind(answer)} where {_kind(expected)} is expected."
    shape, due = (m["shape"].split(", ") for m in (ours, theirs))
    if shape == due:
        kinds = [KINDS.get(m["kind"], m["kind"]) for m in (ours, theirs)]
        return f"{where} returns an array of {kinds[0]} where one of {kinds[1]} is expected."
    if shape == due[::-1]:
        return f"{where} returns an array whose axes are in the other order."
    if len(shape) != len(due):
        return f"{where} returns an array with another number of axes than is expected."
    return f"{where} returns an array of another shape than is expected."


def _numbers(where: str, answer: Sketch, expected: Sketch) -> str:
    a, b = np.array(answer.numbers), np.array(expected.numbers)
    if answer.same(expected) or a.shape != b.shape or not np.isfinite(b).all():
        return ""
    if not np.isfinite(a).all():
        return f"{where} returns nan or infinity where a plain number is expected."
    if np.count_nonzero(b) < 3:
        return ""
    factor = float(a @ b / (b @ b))
    if factor == 0 or not answer.same(expected, factor):
        return ""
    return (f"{where} returns {factor:.3g} times what is expected, throughout: look "
            f"for a factor that is missing, or one too many.")  # fmt: skip


def _kind(form: str) -> str:
    if ARRAY.fullmatch(form):
        return "an array"
    if form.startswith("an object"):
        return "an object"
    word = form.split(" of ")[0] if " of " in form else form
    known = word in ("number", "bool", "list", "tuple", "dict", "None")
    return word if word == "None" else _article(word) if known else "something else"


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"
