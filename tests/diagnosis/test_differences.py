"""A wrong answer that no known mistake explains is described without telling the right one."""

import numpy as np
import pytest

from autograder.diagnosis.answers import digests
from autograder.diagnosis.differences import on_all_parts, sentences
from autograder.diagnosis.evidence import AnswersByName, wrong_parts
from autograder.sandbox.trusted.answers import Answer

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])


def descriptions(right, given):
    right, given = (
        AnswersByName(digests([Answer(*answer) for answer in part])) for part in (right, given)
    )
    wrong = wrong_parts("a", given, right)
    return [sentence for one in wrong for sentence in sentences(one, right, given)]


def description(given, expected=X, error="", refusal=""):
    right = [("g", 1.0), ("f", expected, refusal)]
    return " ".join(descriptions(right, [("g", 1.0), ("f", given, error)]))


@pytest.mark.parametrize(
    "given, words",
    [
        (X.T, "f returns has its axes in the other order"),
        (X.astype(np.float32) / 3, "is of float32"),
        (X.tolist(), "f returns is a list, and an array is expected"),
        ((X, X), "f returns is a tuple, and an array is expected"),
        (None, "f returns is None, and an array is expected"),
        (X * np.nan, "has nan where plain numbers are expected"),
        (X / 150, "is a multiple of what it should be"),
        (-X, "has its sign flipped"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_kind_of_difference_has_its_words(given, words):
    assert words in description(given)


def test_errors():
    assert "f ends with an IndexError, and a result is" in description(None, error="IndexError")
    assert "where it should refuse with a ValueError" in description(X, None, refusal="ValueError")
    assert "refuses with a KeyError where a ValueError" in description(
        None, None, error="KeyError", refusal="ValueError"
    )
    assert description(None, None, error="ValueError", refusal="ValueError") == ""
    assert "ends with an error" in description(None, error="MyOwnError")


def test_a_changed_argument_and_a_warning():
    right = [("f", X)]
    assert descriptions(right, [("f", X), ("f changes", ["1"])]) == [
        "f changes its argument 2, which belongs to its caller."
    ]
    assert descriptions(right, [("f", X), ("f changes", ["0.7391"])]) == [
        "f changes an argument, which belongs to its caller."
    ]
    [sentence] = descriptions(right, [("f", X), ("f warns", ["RuntimeWarning"])])
    assert "f makes NumPy or Python warn" in sentence
    assert descriptions(right, [("f", X), ("h changes", ["0"])]) == []


def test_a_part_is_named_and_the_others_are_said_to_be_right():
    half = "In a test that fails, part 2 of what f returns is half of what it should be; its other"
    assert any(s.startswith(half) for s in descriptions([("f", (X, X))], [("f", (X, X / 2))]))
    said = descriptions([("f", {"W": X, "b": X})], [("f", {"W": -X, "b": X / 2})])
    assert any("W of what f returns has its sign flipped." in sentence for sentence in said)


@pytest.mark.parametrize("given", [X, np.sin(7 * X)], ids=str)
def test_nothing_is_said_of_what_is_right_or_like_nothing(given):
    assert description(given) == ""


def test_of_true_and_false_the_right_one_is_not_given_away():
    right = {"A": True, "B": False, "C": True}
    for given in ({**right, "A": False}, {"A": False, "B": True, "C": True}):
        assert descriptions([("f", right)], [("f", given)]) == []
    assert descriptions([("f", True)], [("f", False)]) == []


def test_what_is_true_of_each_wrong_part_is_said_once():
    [sentence] = on_all_parts("f", [["is half", "is zero"], ["is half"]])
    assert sentence == "In a test that fails, each wrong part of what f returns is half."
    assert list(on_all_parts("f", [["is half"]])) == []


def test_a_few_numbers_are_not_given_away_by_an_odd_factor():
    assert description(3.1, 2.7) == ""
    assert description(np.array([3.3, 6.6]), np.array([2.0, 4.0])) == ""
