"""Strict comparison: what is accepted, what is refused, and in which words."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnlab import checks


@pytest.mark.parametrize(
    "actual, expected, says",
    [
        ([1.0], np.array([1.0]), "it is a list"),
        (np.eye(1).view(np.matrix), np.array([[1.0]]), "it is matrix"),
        (np.zeros((0, 3)), np.zeros((4, 3)), r"shape \(0, 3\)"),
        (np.zeros((0, 3)), np.zeros((0, 3)), "empty"),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "nan"),
        (np.array([1.0, 4.0]), np.array([1.0, 2.0]), r"index \(1,\).*ratio 2\)"),
        (np.array(["a"]), np.array([1.0]), "real numbers"),
        (np.array([1 + 1j]), np.array([1.0]), "real numbers"),
        (np.float32(0.1), 0.1, "float64"),
        (None, 1.0, "forget the return"),
        (np.ones(1), 1.0, "a number"),
        ((1.0, 2.0), (1.0, 2.0, 3.0), "3 entries"),
        (3.0, [3.0], "a list or an array"),
        ({"a": 1.0}, {"b": 1.0}, "keys"),
    ],
)
def test_what_is_not_close_is_refused_in_words(actual, expected, says):
    with pytest.raises(AssertionError, match=says):
        checks.close(actual, expected)


@pytest.mark.parametrize(
    "actual, expected",
    [
        (np.array([True, False]), np.array([1.0, 0.0])),
        (np.array([1, 0]), np.array([1.0, 0.0])),
        (np.array(2.0), 2.0),
        (np.float64(2.0), 2.0),
        (2, 2.0),
        ([1.0, (2.0)], (1.0, 2.0)),
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (np.array([np.inf]), np.array([np.inf])),
    ],
)
def test_the_kinds_that_the_syllabus_accepts_are_accepted(actual, expected):
    checks.close(actual, expected)


@given(st.floats(1e-3, 1e3), st.floats(1e-6, 1.0), st.sampled_from([-1, 1]))
def test_a_relative_error_above_the_tolerance_never_passes(value, error, sign):
    with pytest.raises(AssertionError):
        checks.close(np.array([value * (1 + sign * error)]), np.array([value]), rtol=error / 2)


def test_the_ladder_names_what_is_missing():
    with pytest.raises(AssertionError, match="f is not defined"):
        checks.call(None, 1.0, name="f")
    with pytest.raises(AssertionError, match="should be a function; it is a float"):
        checks.call(1.0, 1.0, name="f")
    with pytest.raises(AssertionError, match="could not be called as f"):
        checks.call(lambda: 1.0, 1.0, name="f")
    with pytest.raises(NotImplementedError):
        checks.call(_stub, 1.0, name="f")


def test_a_changed_argument_is_named():
    def doubles(x):
        x *= 2
        return x

    with pytest.raises(AssertionError, match="argument 1 of f was changed"):
        checks.unchanged(doubles, np.ones(3), name="f")
    with pytest.raises(AssertionError, match="entry 0 of argument 1"):
        checks.unchanged(lambda xs: doubles(xs[0]), [np.ones(3)], name="f")
    checks.unchanged(lambda x: x * 2, np.ones(3), name="f")


def test_a_file_is_called_by_its_name_alone():
    with pytest.raises(AssertionError, match=r"^f\('images.gz'\) is 1; it should be 2"):
        checks.check(lambda path: 1.0, (Path("/tmp/x/images.gz"),), 2.0, name="f")


def test_an_unwritten_stub_is_no_value_error():
    with pytest.raises(NotImplementedError):
        checks.raises(Exception, _stub, 1.0, name="f", when="always")
    with pytest.raises(AssertionError, match="it returned 2"):
        checks.raises(ValueError, lambda x: 2, 1.0, name="f", when="for a negative number")


def _stub(x):
    raise NotImplementedError("hw0 q1: f")


def test_a_tuple_of_an_array_and_a_number_is_compared_entry_by_entry():
    checks.close((np.ones(2), 1.0), (np.ones(2), 1.0))
    checks.close([np.ones(2), 1], (np.ones(2), 1.0))
    with pytest.raises(AssertionError, match=r"result\[1\] is 2; it should be 1"):
        checks.close((np.ones(2), 2.0), (np.ones(2), 1.0))


def test_a_call_that_warns_is_refused_and_says_of_what():
    assert checks.silent(np.exp, 0.0, name="exp") == 1.0
    with pytest.raises(AssertionError, match="NumPy warned: overflow"):
        checks.silent(np.exp, np.array([1000.0]), name="exp")


def test_a_wrong_call_inside_the_answer_is_not_taken_for_a_wrong_signature():
    def answer(x):
        return np.exp()

    def short():
        return 1.0

    with pytest.raises(TypeError):
        checks.call(answer, 1.0, name="answer")
    with pytest.raises(AssertionError, match="Keep the signature"):
        checks.call(short, 1.0, name="short")


def test_a_value_whose_ratio_looks_like_1_is_told_by_its_difference():
    with pytest.raises(AssertionError, match=r"it should be 1 \(off by 2e-09\)\."):
        checks.close(1 + 2e-9, 1.0)
    with pytest.raises(AssertionError, match=r"is 0\.3; it should be 0\.$"):
        checks.close(0.3, 0.0)


def test_a_part_that_has_a_name_is_called_by_it():
    expected = (np.array([0.0, 1.0]), 1.0)
    said = {"parts": ("w", "b"), "what": "after 1 epoch of OR"}
    with pytest.raises(AssertionError, match=r"^w\[1\] after 1 epoch of OR is 2; it should be 1 "):
        checks.close((np.array([0.0, 2.0]), 1.0), expected, **said)
    with pytest.raises(AssertionError, match=r"^b after 1 epoch of OR is 2; it should be 1 "):
        checks.close((np.array([0.0, 1.0]), 2.0), expected, **said)
    with pytest.raises(AssertionError, match=r"^\(w, b\) after 1 epoch of OR should be"):
        checks.close(3.0, expected, **said)


def test_steps_are_compared_if_it_is_known_where_they_began():
    words = r"is 0\.99; it should be 0\.9: the step from 1 is 0\.1 times what it should be\."
    with pytest.raises(AssertionError, match=words):
        checks.close([np.array([[0.99]])], [np.array([[0.9]])], before=[np.array([[1.0]])])
