"""A submission never passes here what its own public check refuses, and never the other way round.

The fast tier judges every tenth answer of one chapter, the slow tier every tenth of each chapter.
With BOTH_WAYS=all in the environment, as each week on CI, the slow tier judges all of them, and the
reference's answers as other kinds of values. That takes about an hour.
"""

from __future__ import annotations

import os
import sys

import pytest
from both_ways import Answer, answers_of, disagreements, functions_of
from course import NAMES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
QUICK = "hw1_neuron"
EVERY = 10  # Of the answers of a chapter, one in so many is judged.

# What becomes of an answer: the result is r, the arguments are a, and all calls share `kept`.
WAYS = {
    "arrays that can't be written to":
        "return leaves(r, lambda x: frozen(x) if is_array(x) else x)",
    "arrays of half the precision":
        "return leaves(r, lambda x: x.astype('f4') if is_array(x) else x)",
    "lists of rows": "return leaves(r, lambda x: list(x) if is_array(x) else x)",
    "a matrix": "return leaves(r, lambda x: np.matrix(x) if is_array(x) else x)",
    "arrays of a class of its own": "return leaves(r, lambda x: x.view(Own) if is_array(x) else x)",
    "arrays of objects": "return leaves(r, lambda x: x.astype(object) if is_array(x) else x)",
    "numbers as arrays": "return leaves(r, lambda x: np.array(x) if is_number(x) else x)",
    "numbers as fractions":
        "return leaves(r, lambda x: Fraction(str(x)) if is_number(x) else x)",
    "numbers of a class of its own":
        "return leaves(r, lambda x: OwnFloat(x) if is_number(x) else x)",
    "a list for a tuple, and back": "return OTHER.get(type(r), lambda x: x)(r)",
    "an equal argument": "return leaves(r, lambda x: next((y for y in a if same(x, y)), x))",
    "a view of an equal argument":
        "return leaves(r, lambda x: next((y[...] for y in a if same(x, y)), x))",
    "an argument that it has overwritten":
        "return next((written(x, r) for x in a if same_shape(x, r)), r)",
    "one object for all calls": "return kept_result(r)",
    "a warning of a class of its own": "warnings.warn('odd', OwnWarning); return r",
    "a warning after many others":
        "[warnings.warn(str(i)) for i in range(50)]; warnings.warn('odd', OwnWarning); return r",
    "arguments of lists changed":
        "[change_list(x) for x in a if isinstance(x, list)]; return r",
    "arguments of arrays frozen": "[frozen(x) for x in a if is_array(x)]; return r",
}  # fmt: skip
TORCH_WAYS = {
    "tensors": "return leaves(r, lambda x: torch.tensor(x) if is_array(x) else x)",
    "tensors that require gradients": "return leaves(r, lambda x: torch.tensor(x, "
        "dtype=torch.float64, requires_grad=True) if is_array(x) or is_number(x) else x)",
}  # fmt: skip
HELPERS = """
import functools, importlib.util, warnings
import numpy as np
from fractions import Fraction
if importlib.util.find_spec("torch"):
    import torch

class Own(np.ndarray): pass
class OwnFloat(float): pass
class OwnWarning(RuntimeWarning): pass
OTHER, kept = {list: tuple, tuple: list}, {}

def is_array(x): return isinstance(x, np.ndarray) and x.ndim > 0
def is_number(x): return isinstance(x, (int, float, np.number)) and not isinstance(x, bool)
def same_shape(x, y):
    return is_array(x) and is_array(y) and (x.shape, x.dtype) == (y.shape, y.dtype)
def same(x, y): return same_shape(x, y) and bool((x == y).all())

def leaves(r, change):
    if isinstance(r, (list, tuple)):
        return type(r)(leaves(x, change) for x in r)
    if isinstance(r, dict):
        return {key: leaves(x, change) for key, x in r.items()}
    return change(r)

def frozen(x):
    x.flags.writeable = False
    return x

def written(x, r):
    x[...] = r
    return x

def kept_result(r):
    if not is_array(r):
        return r
    old = kept.setdefault((r.shape, r.dtype.str), r)
    old[...] = r
    return old

def change_list(x):
    x[:] = [y + 1 if is_number(y) else list(y) if isinstance(y, tuple) else y for y in x]

def otherwise(f):
    @functools.wraps(f)
    def g(*a, **k):
        r = f(*a, **k)
        BODY
    return g
"""


def in_other_ways(release, questions=()):
    """Return the reference's answers to questions, each in every way."""
    answers = []
    for question, names in functions_of(release).items():
        for way, body in {**WAYS, **TORCH_WAYS}.items():
            again = "".join(f"\n{n} = otherwise({n}) if callable({n}) else {n}" for n in names)
            cell = HELPERS.replace("BODY", body) + again
            if not questions or question in questions:
                answers.append(Answer(question, way, (cell,)))
    return answers


@pytest.mark.slow
def test_two_questions_end_alike_in_every_way(releases):
    release = releases[QUICK]
    assert disagreements(release, in_other_ways(release, ["q2", "q7"])) == []


def test_some_answers_end_alike_in_the_notebook_and_here(releases):
    release = releases[QUICK]
    assert disagreements(release, answers_of(release)[::EVERY]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in NAMES])
def test_answers_of_all_chapters_end_alike_in_the_notebook_and_here(name, releases):
    release, answers = releases[name], answers_of(releases[name])
    if os.environ.get("BOTH_WAYS") == "all":
        answers += in_other_ways(release)
    else:
        answers = answers[NAMES.index(name)::EVERY]
    assert disagreements(release, answers) == []
