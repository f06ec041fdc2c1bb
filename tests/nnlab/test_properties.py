"""Each property of a wrong result is found by its own function, and by no other one."""

import numpy as np
import pytest
from nnlab import properties
from nnlab.parts import stacked, whole
from nnlab.properties import are_combined, of_free_part, of_part, on_top

X = np.array([[1.25, -2.5, 3.75], [0.5, 4.0, -1.5]])
ROW = np.array([0.3, -1.7, 2.9, 4.1])
SQUARE = np.array([[1.0, 2.0], [3.0, 5.5]])


def properties_of(given, expected):
    return list(of_part(whole(given), whole(expected)))


@pytest.mark.parametrize(
    "function, given, expected, words",
    [
        ("wrong_kind", None, X, "is None, and an array is expected"),
        ("wrong_kind", X.tolist(), X, "is a list, and an array is expected"),
        ("wrong_kind", np.asmatrix(X), X, "is a np.matrix, and an array is expected"),
        ("wrong_shape", X.T, X, "it is transposed"),
        ("wrong_shape", ROW, ROW[:, None], "has lost an axis of length 1"),
        ("wrong_shape", ROW[:, None], ROW, "has an axis of length 1 too many"),
        ("wrong_shape", np.subtract.outer(ROW, ROW), ROW, "is square, of every entry"),
        ("wrong_shape", X.ravel(), X, "in another shape"),
        ("wrong_shape", X.sum(axis=1), X.sum(axis=0), "has one entry too few"),
        ("wrong_shape", np.ones(5), np.ones(2), "has another number of entries"),
        ("wrong_shape", np.ones((5, 2)), np.ones((2, 2)), "over which it is summed"),
        ("wrong_shape", X[:, 0], X, "has too few axes"),
        ("wrong_shape", 1.5, ROW, "is a single number, and an array is expected"),
        ("wrong_shape", ROW, 1.5, "is an array, and one number is expected"),
        ("wrong_shape", ROW[1:], ROW, "has one entry too few, at the beginning"),
        ("wrong_shape", np.append(ROW, 9.0), ROW, "has one entry too many, at the end"),
        ("wrong_dtype", X.astype(np.float32), X, "is of float32"),
        ("wrong_dtype", X.astype(int), X, "is an array of integers"),
        ("wrong_parts", (ROW, X), (X, ROW), "in each other's places"),
        ("wrong_parts", {"W": ROW, "b": X}, {"W": X, "b": ROW}, "in each other's places"),
        ("wrong_parts", (X,), (X, ROW), "has one part too few, at the end"),
        ("wrong_parts", {"W": X}, {"W": X, "b": ROW}, "lacks a key"),
        ("not_finite", X * np.nan, X, "has nan"),
        ("not_finite", X * np.inf, X, "has infinity"),
        ("too_few_digits", np.float32(X / 7).astype(float), X / 7, "float32 keeps: compute"),
        ("too_few_digits", X * (1 + 6e-8), X, "either it is computed in float32"),
        ("too_few_digits", X * (1 + 1e-9), X, "to eight digits or some more"),
        ("too_few_digits", X + 2e-5, X, "to a few digits only"),
        ("too_few_digits", np.round(X / 7, 4), X / 7, "is rounded"),
        ("all_zero", 0 * X, X, "is zero everywhere"),
        ("common_factor", -X, X, "has its sign flipped"),
        ("common_factor", X / 2, X, "is half of what it should be"),
        ("other_factor", X / 150, X, "by one factor throughout"),
        ("lost_sign", np.abs(X), X, "has lost its signs"),
        ("function_of_it", X**2, X, "is the square of"),
        ("function_of_it", 1 - ROW, ROW, "is 1 minus"),
        ("function_of_it", np.maximum(X, 0), X, "has zero where it should be negative"),
        ("other_places", SQUARE.T, SQUARE, "is transposed"),
        ("other_places", ROW[::-1], ROW, "is in reverse order"),
        ("other_places", np.roll(ROW, 1), ROW, "is moved by one place"),
        ("other_places", np.cumsum(ROW), ROW, "is summed up from entry to entry"),
        ("constant_off", X + 0.37, X, "is off by the same number"),
        ("wrong_entries", ROW * [1, 3, 1, 1], ROW, "wrong where it should be negative"),
        ("wrong_entries", ROW * [3, 1, 1, 1], ROW, "is wrong in its first entry"),
        ("wrong_entries", ROW * [0, 1, 1, 1] * 3, ROW * [0, 1, 1, 1], "right where it should be 0"),
        ("wrong_entries", ROW * [1, 3, 4, 5], ROW, "wrong from the second on"),
        ("wrong_entries", SQUARE * [[1, 3], [4, 1]], SQUARE, "is right on the diagonal"),
        ("wrong_entries", X * [[1.0], [3.0]], X, "is wrong in its last row"),
    ],
)  # fmt: skip
def test_a_property_is_found_by_its_own_function(function, given, expected, words):
    assert any(words in sentence for sentence in properties_of(given, expected))
    property_of = getattr(properties, function)
    trees = whole(given), whole(expected)
    if property_of in properties.NUMBERS:
        trees = tuple(map(stacked, trees))
    assert words in property_of(*trees)


@pytest.mark.parametrize("value", [X, ROW, 2.5, (X, ROW), {"a": 1.0}, None, "text", [X, X]])
def test_a_right_result_has_no_property(value):
    assert properties_of(value, value) == []


def test_a_list_for_a_tuple_is_no_property():
    assert properties_of([X, ROW], (X, ROW)) == []


def test_an_array_for_a_list_of_numbers_is_no_property():
    assert properties_of(ROW, ROW.tolist()) == []


def test_an_index_has_no_factor():
    assert properties_of(2, 1) == []
    assert properties_of(0, 2) == ["is zero"]
    assert properties_of(0.5, 0.25) != []


def test_parts_with_each_others_shapes_are_not_called_transposed():
    other = np.cos(np.arange(8.0)).reshape(4, 2)
    wrong = (other + 1, X[:, :2] + 0.1)
    given, expected = (np.sin(wrong[0]), np.sin(wrong[1])), (X[:, :2], other)
    assert properties.EXCHANGED_SHAPES in properties_of(given, expected)
    turned = (X.T, SQUARE[:, :1].T)
    assert properties.EXCHANGED_SHAPES not in properties_of(turned, (X, SQUARE[:, :1]))


def test_only_parts_of_a_tuple_may_be_in_each_others_places_by_their_shapes_alone():
    given, expected = [np.sin(X.T), np.sin(X)], [X, X.T + 1]
    assert properties.EXCHANGED_SHAPES not in properties_of(given, expected)
    assert properties.EXCHANGED_SHAPES in properties_of(tuple(given), tuple(expected))


def test_a_list_does_for_an_array_where_right_answers_differ():
    assert list(of_free_part(whole(ROW.tolist()), whole(2 * ROW + 1))) == []
    assert list(of_free_part(whole(None), whole(ROW))) != []


def test_a_generator_for_a_list_is_no_property():
    assert list(of_part("an object generator", whole([X, ROW]))) == []
    assert list(of_part("an object Tensor", whole([X, ROW]))) != []


def test_nothing_is_said_of_numbers_that_have_nothing_in_common():
    assert properties_of(np.sin(10 * X), X) == []


def test_a_function_is_not_named_where_many_would_fit():
    sentences = properties_of(np.array([1.0, 4.0]), np.array([1.0, 2.0]))
    assert not any("square" in words for words in sentences)


def test_what_stands_on_top_of_a_mistake():
    mistake = np.cos(X)
    assert list(on_top(whole(-mistake), whole(mistake))) == ["has its sign flipped"]
    assert list(on_top(whole(mistake.T), whole(mistake))) == ["is transposed"]
    [words] = on_top(whole(mistake[:, :, None]), whole(mistake))
    assert "an axis of length 1 too many" in words
    [words] = on_top(whole((mistake, X)), whole((X, mistake)))
    assert "in each other's places" in words
    assert list(on_top(whole(mistake + 1), whole(mistake))) == []


def test_two_mistakes_that_add_or_multiply():
    one, other = np.cos(X), np.exp(X)
    trees = [whole(v) for v in (X, X + one, X + other)]
    assert are_combined(whole(X + one + other), *trees)
    trees = [whole(v) for v in (X, X * one, X * other)]
    assert are_combined(whole(X * one * other), *trees)
    assert not are_combined(whole(X * one), *trees)  # One of them explains it alone.
    assert not are_combined(whole(X * one + other), *trees)


def test_of_numbers_that_may_differ_only_what_is_no_chance_is_said():
    assert list(of_free_part(whole(X + X**2), whole(X))) == []
    assert list(of_free_part(whole(2.5), whole(5.0))) == []
    assert list(of_free_part(whole(2 * X), whole(X)))[0] == "is twice what it should be"
    assert list(of_free_part(whole(X * np.inf), whole(X))) == [
        "has infinity where plain numbers are expected"
    ]
    [sentence] = of_free_part(whole(X.T), whole(X))
    assert "transposed" in sentence


def test_a_list_of_arrays_of_one_shape_has_parts_as_any_other_list():
    assert properties_of([X], [X, ROW])[0] == "has one part too few, at the end"
    assert properties_of([X, ROW], [X])[0] == "has one part too many, at the end"
