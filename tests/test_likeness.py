"""A wrong answer that nothing known explains is described, and nothing expected is told."""

import numpy as np
import pytest

from autograder.likeness import likeness
from autograder.sandbox.channel import Heard
from autograder.transcript import transcript

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])


def said(given, expected=X, error="", refusal=""):
    right = transcript([Heard("g", 1.0), Heard("f", expected, refusal)])
    return likeness(right, transcript([Heard("g", 1.0), Heard("f", given, error)]))


@pytest.mark.parametrize(
    "given, words",
    [
        (X.T, "axes are in the other order"),
        (X[:1], "another shape"),
        (X.ravel(), "another number of axes"),
        (X.astype(int), "an array of int where one of float"),
        (X.astype(np.float32), "an array of float32 where one of float"),
        (X.tolist(), "returns a list where an array is expected"),
        ((X, X), "returns a tuple where an array is expected"),
        (2.5, "returns a number where an array is expected"),
        (None, "returns None where an array is expected"),
        ("tanh", "returns something else where an array is expected"),
        (X * np.nan, "nan or infinity"),
        (X / 150, "returns 0.00667 times what is expected, throughout"),
        (-X, "returns -1 times"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_kind_of_difference_has_its_words(given, words):
    assert words in said(given)


def test_errors():
    assert "f ends with an IndexError, and a result is" in said(None, error="IndexError")
    assert "where it should refuse with a ValueError" in said(X, None, refusal="ValueError")
    assert "refuses with a KeyError where a ValueError" in said(
        None, None, error="KeyError", refusal="ValueError"
    )
    assert said(None, None, error="ValueError", refusal="ValueError") == ""


def test_a_changed_argument_and_a_warning():
    right = transcript([Heard("f", X)])
    changed = transcript([Heard("f", X), Heard("f changes", ["0"])])
    warned = transcript([Heard("f", X), Heard("f warns", ["RuntimeWarning"])])
    assert likeness(right, changed) == "f changes an argument that belongs to its caller."
    assert "f makes NumPy or Python warn" in likeness(right, warned)


@pytest.mark.parametrize("given", [X, X + 1, np.abs(X), 0 * X], ids=str)
def test_nothing_is_said_of_what_is_right_or_like_nothing(given):
    assert said(given) == ""


def test_a_few_numbers_are_not_given_away():
    assert said(3.0, 2.0) == "" and said(np.array([3.0, 6.0]), np.array([2.0, 4.0])) == ""


def test_no_answer_or_an_answer_too_many():
    right = transcript([Heard("f", X)])
    assert likeness(right, []) == ""
    assert likeness(right, transcript([Heard("f", X), Heard("f", X)])) == ""
    assert likeness(right, transcript([Heard("h", X)])) == ""
