"""Wrong answers are recognized by what tests hear of them; right ones never are."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.hints import FACTORS, hints, read_known
from autograder.sandbox.channel import Heard
from autograder.transcript import SAMPLED, from_json, sketch, to_json, transcript

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
VALUES = [
    1, 2.5, True, None, "tanh", [1.0, 2.0], (X, 3.0), {"W": X, "b": [1, 2]}, X, X.astype(int),
    X > 0, np.float64(3), float("nan"), float("inf"), 10**400, [], np.zeros((0, 3)), 1j, object(),
    [[[[[[[[1]]]]]]]], np.arange(10_000.0),
]  # fmt: skip


def heard(*answers):
    return transcript([Heard(*answer) for answer in answers])


def known(right, **mistakes):
    """Of one case, "a": what the reference answers, and each mistake with its functions."""
    return read_known({"q1": {
        "right": {"a": to_json(right)},
        "mistakes": [
            {"name": name, "hint": f"Look at {name}.", "functions": functions,
             "cases": {"a": to_json(answers)}}
            for name, (functions, answers) in mistakes.items()
        ],
    }})["q1"]  # fmt: skip


def named(table, answers):
    return [hint.name for hint in hints(table, {"a": answers})]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_sketch_is_small_and_survives_json(value):
    made = sketch(Heard("f", value))
    assert len(made.numbers) <= SAMPLED + 2 and len(made.form) < 200
    [read] = from_json(json.loads(json.dumps(to_json([made]), allow_nan=False)))
    assert read.same(made) and made.same(read)


@pytest.mark.parametrize(
    "other",
    [X.T, X[:1], 2 * X, X + 1e-4, X.astype(int), X.astype(np.float32), list(map(list, X)), None,
     "X", (X,), [X, X]],
    ids=lambda value: repr(value)[:20],
)
def test_another_answer_is_not_the_same(other):
    assert not sketch(Heard("f", X)).same(sketch(Heard("f", other)))


def test_long_answers_whose_numbers_have_changed_places_differ():
    x = np.sin(np.arange(1000.0))
    swapped = x.copy()
    swapped[[5, 8]] = x[[8, 5]]
    assert not sketch(Heard("f", x)).same(sketch(Heard("f", swapped)))


def test_another_name_an_error_and_rounding():
    assert not sketch(Heard("f", X)).same(sketch(Heard("g", X)))
    assert not sketch(Heard("f", X)).same(sketch(Heard("f", None, "ValueError")))
    assert sketch(Heard("f", X)).same(sketch(Heard("f", X * (1 + 1e-9) + 1e-12)))


def test_an_array_without_dimensions_is_a_number():
    assert sketch(Heard("f", np.array(2.0))) == sketch(Heard("f", 2.0))
    assert sketch(Heard("f", np.array(True))) == sketch(Heard("f", True))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.sampled_from(list(FACTORS)))
def test_a_multiple_is_the_same_times_its_factor(numbers, factor):
    x = np.array(numbers)
    assert sketch(Heard("f", factor * x)).same(sketch(Heard("f", x)), factor)


RIGHT = heard(("f", X), ("g", 2.0), ("f", X + 1))
TABLE = known(
    RIGHT,
    transposed=(["f"], heard(("f", X.T))),
    stale=(["f"], heard(("f", X), ("g", 2.0), ("f", X - 1))),
    squared=(["g"], heard(("f", X), ("g", 4.0))),
    loud=(["f warns"], heard(("f", X), ("f warns", ["RuntimeWarning"]))),
)


def test_a_mistake_is_named():
    assert named(TABLE, heard(("f", X.T))) == ["transposed"]
    assert named(TABLE, heard(("f", X), ("g", 2.0), ("f", X - 1))) == ["stale"]


def test_two_mistakes_in_two_functions_are_both_named():
    answers = heard(("f", X), ("g", 4.0))
    later = heard(("f", X.T))
    table = read_known({"q1": {
        "right": {"a": to_json(RIGHT), "b": to_json(RIGHT)},
        "mistakes": [
            {"name": "transposed", "hint": "", "functions": ["f"],
             "cases": {"a": to_json(RIGHT), "b": to_json(later)}},
            {"name": "squared", "hint": "", "functions": ["g"], "cases": {"a": to_json(answers)}},
        ],
    }})["q1"]  # fmt: skip
    found = hints(table, {"a": answers, "b": later})
    assert [hint.name for hint in found] == ["transposed", "squared"]


def test_a_list_of_numbers_is_as_good_as_an_array():
    right = heard(("f", ([X, X], [1.0, 2.0])))
    table = known(right, late=(["f"], heard(("f", ([X, X], [2.0, 4.0])))))
    for losses in (np.array([2.0, 4.0]), (2.0, 4.0), [2, 4]):
        assert named(table, heard(("f", ([X, X], losses)))) == ["late"]
    assert named(table, heard(("f", ([X, X], np.array([1.0, 2.0]))))) == []
    assert named(table, heard(("f", ([X, X], np.array([[2.0, 4.0]]))))) == []


@pytest.mark.parametrize(
    "one, other",
    [([1.0] * 100, np.ones(100)), ([[1.0, 2.0]], np.array([[1.0, 2.0]])), ([[3]], np.array([[3]])),
     (X.tolist(), X), ([np.ones(2)], np.ones((1, 2))), ({"a": [1, 2], "b": 3},) * 2],
    ids=str,
)  # fmt: skip
def test_loosely_the_same(one, other):
    one, other = sketch(Heard("f", one)), sketch(Heard("f", other))
    assert one.same(other, loosely=True) and other.same(one, loosely=True)


def test_an_answer_like_no_other_has_no_hint():
    assert named(TABLE, heard(("f", X * X))) == []
    assert named(TABLE, heard(("f", X), ("g", 2.0), ("f", X - 2))) == []


def test_a_right_answer_has_no_hint():
    assert named(TABLE, RIGHT) == []
    assert named(TABLE, RIGHT[:1]) == []


def test_what_is_not_answered_yet_has_no_hint():
    assert named(TABLE, heard(("f", X.T), ("g", None, "NotImplementedError"))) == []


def test_a_warning_is_a_mistake_of_its_own_and_not_beside_another():
    warned = ("f warns", ["RuntimeWarning"])
    assert named(TABLE, heard(("f", X), warned)) == ["loud"]
    assert named(TABLE, heard(("f", X.T), warned)) == ["transposed"]


@pytest.mark.parametrize("factor", FACTORS)
def test_a_plain_multiple_is_said_in_words(factor):
    [hint] = hints(TABLE, {"a": heard(("f", factor * X))})
    assert hint.text == f"Everything that f returns {FACTORS[factor]}."


def test_a_mistake_with_a_factor_on_top_is_recognized():
    [hint] = hints(TABLE, {"a": heard(("f", -X.T))})
    assert hint.name.startswith("transposed; ") and "Look at transposed." in hint.text
