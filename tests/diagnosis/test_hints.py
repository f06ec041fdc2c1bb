"""Wrong answers are recognized by what they answer to the tests; right ones never are."""

import json
import time

import numpy as np
import pytest
from nnlab.parts import Numbers, leaves
from nnlab.properties import FACTORS

from autograder.diagnosis.answers import (
    KEPT,
    digest,
    digests,
    from_json,
    right_to_json,
    to_json,
)
from autograder.diagnosis.hints import AS_RIGHT, hints, read_answer_tables
from autograder.sandbox.trusted.answers import Answer

X = np.array([[1.25, -2.5, 3.75], [0.5, 4.125, -1.5]])
VALUES = [
    1, 2.5, True, None, "tanh", [1.0, 2.0], (X, 3.0), {"W": X, "b": [1, 2]}, X, X.astype(int),
    X > 0, np.float64(3), float("nan"), float("inf"), 10**400, [], np.zeros((0, 3)), 1j, object(),
    [[[[[[[[1]]]]]]]], np.arange(10_000.0),
]  # fmt: skip


def answers_of(*answers):
    return digests([Answer(*answer) for answer in answers])


def table_of(right, **mistakes):
    """Return the answer table of one case, "a".

    Args:
        right: What the reference answers.
        mistakes: For each mistake the functions that it spoils, and what they answer.
    """
    return read_answer_tables({"q1": {
        "right": {"a": right_to_json(right)},
        "mistakes": [
            {"name": name, "hint": f"Look at {name}.", "functions": functions, "fails": ["a"],
             "cases": {"a": to_json(answers)}}
            for name, (functions, answers) in mistakes.items()
        ],
    }})["q1"]  # fmt: skip


def named(table, answers, failed=("a",)):
    return [hint.name for hint in hints(table, {"a": answers}, failed) if hint.is_known]


def numbers_in(tree):
    return sum(len(leaf.kept) for _, leaf in leaves(tree) if isinstance(leaf, Numbers))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_sketch_is_small_and_survives_json(value):
    made = digest(Answer("f", value))
    assert numbers_in(made.tree) <= KEPT
    [read] = from_json(json.loads(json.dumps(to_json([made]), allow_nan=False)))
    assert read.same(made) and made.same(read)


@pytest.mark.parametrize(
    "other",
    [
        X.T,
        X[:1],
        2 * X,
        X + 1e-4,
        X.astype(int),
        X.astype(np.float32),
        list(map(list, X)),
        None,
        "X",
        (X,),
        [X, X],
    ],
    ids=lambda value: repr(value)[:20],
)
def test_another_answer_is_not_the_same(other):
    assert not digest(Answer("f", X)).same(digest(Answer("f", other)))


def test_long_answers_whose_numbers_have_changed_places_differ():
    x = np.sin(np.arange(1000.0))
    swapped = x.copy()
    swapped[[5, 8]] = x[[8, 5]]
    assert not digest(Answer("f", x)).same(digest(Answer("f", swapped)))


def test_another_name_an_error_and_rounding():
    assert not digest(Answer("f", X)).same(digest(Answer("g", X)))
    assert not digest(Answer("f", X)).same(digest(Answer("f", None, "ValueError")))
    assert digest(Answer("f", X)).same(digest(Answer("f", X * (1 + 1e-9) + 1e-12)))


def test_an_array_without_dimensions_is_a_number():
    assert digest(Answer("f", np.array(2.0))) == digest(Answer("f", 2.0))
    assert digest(Answer("f", np.array(True))) == digest(Answer("f", True))


RIGHT = answers_of(("f", X), ("g", 2.0), ("f", X + 1))
TABLE = table_of(
    RIGHT,
    transposed=(["f"], answers_of(("f", X.T))),
    stale=(["f"], answers_of(("f", X), ("g", 2.0), ("f", X - 1))),
    squared=(["g"], answers_of(("f", X), ("g", 4.0))),
    loud=(["f warns"], answers_of(("f", X), ("f warns", ["RuntimeWarning"]))),
)


def test_a_mistake_is_named():
    assert named(TABLE, answers_of(("f", X.T))) == ["transposed"]
    assert named(TABLE, answers_of(("f", X), ("g", 2.0), ("f", X - 1))) == ["stale"]


def test_two_mistakes_in_two_functions_are_both_named():
    answers = answers_of(("f", X), ("g", 4.0))
    later = answers_of(("f", X.T))
    table = read_answer_tables({"q1": {
        "right": {"a": to_json(RIGHT), "b": to_json(RIGHT)},
        "mistakes": [
            {"name": "transposed", "hint": "T", "functions": ["f"], "fails": ["b"],
             "cases": {"a": to_json(RIGHT), "b": to_json(later)}},
            {"name": "squared", "hint": "S", "functions": ["g"], "fails": ["a"],
             "cases": {"a": to_json(answers)}},
        ],
    }})["q1"]  # fmt: skip
    found = hints(table, {"a": answers, "b": later}, ["a", "b"])
    assert {hint.name for hint in found} == {"transposed", "squared"}


def test_a_list_of_numbers_is_as_good_as_an_array():
    right = answers_of(("f", ([X, X], [1.0, 2.0])))
    table = table_of(right, late=(["f"], answers_of(("f", ([X, X], [2.0, 4.0])))))
    for losses in (np.array([2.0, 4.0]), (2.0, 4.0), [2, 4]):
        assert named(table, answers_of(("f", ([X, X], losses)))) == ["late"]
    assert named(table, answers_of(("f", ([X, X], np.array([1.0, 2.0]))))) == []
    assert named(table, answers_of(("f", ([X, X], np.array([[2.0, 4.0]]))))) == []


@pytest.mark.parametrize(
    "one, other",
    [([1.0] * 100, np.ones(100)), ([[1.0, 2.0]], np.array([[1.0, 2.0]])), ([[3]], np.array([[3]])),
     (X.tolist(), X), ([np.ones(2)], np.ones((1, 2))), ({"a": [1, 2], "b": 3},) * 2],
    ids=str,
)  # fmt: skip
def test_loosely_the_same(one, other):
    one, other = digest(Answer("f", one)), digest(Answer("f", other))
    assert one.same(other, loosely=True) and other.same(one, loosely=True)


def test_an_answer_like_no_other_has_no_hint():
    assert named(TABLE, answers_of(("f", X * X))) == []
    assert named(TABLE, answers_of(("f", X), ("g", 2.0), ("f", X - 2))) == []


def test_a_right_answer_has_no_hint():
    assert named(TABLE, RIGHT) == []
    assert named(TABLE, RIGHT[:1]) == []


def test_what_is_not_answered_yet_has_no_hint():
    assert named(TABLE, answers_of(("f", X.T), ("g", None, "NotImplementedError"))) == []


def test_a_warning_is_a_mistake_of_its_own_and_not_beside_another():
    warned = ("f warns", ["RuntimeWarning"])
    assert named(TABLE, answers_of(("f", X), warned)) == ["loud"]
    assert named(TABLE, answers_of(("f", X.T), warned)) == ["transposed"]


@pytest.mark.parametrize("factor", FACTORS)
def test_a_plain_multiple_is_said_in_words(factor):
    [hint] = hints(TABLE, {"a": answers_of(("f", factor * X))}, ["a"])
    assert FACTORS[factor] in hint.text and not hint.is_known


def test_a_mistake_with_a_property_on_top_is_recognized():
    [hint] = hints(TABLE, {"a": answers_of(("f", -X.T))}, ["a"])
    assert hint.name.startswith("transposed; ") and "Look at transposed." in hint.text


# Several cases.

Y = np.exp(X)


def tables(right, mistakes):
    """Return an answer table of several cases.

    Args:
        right: What the reference's f returns, by case.
        mistakes: For each mistake what f returns then, by case; those cases fail.
    """
    return read_answer_tables({"q1": {
        "right": {case: right_to_json(answers_of(("f", value))) for case, value in right.items()},
        "mistakes": [
            {"name": name, "hint": name, "functions": ["f"], "fails": list(wrong),
             "cases": {case: to_json(answers_of(("f", value))) for case, value in wrong.items()}}
            for name, wrong in mistakes.items()
        ],
    }})["q1"]  # fmt: skip


def names(table, given, failed):
    answers = {case: answers_of(("f", value)) for case, value in given.items()}
    return [hint.name for hint in hints(table, answers, failed)]


CASES = tables(
    {"a": X, "b": Y, "c": (X, Y)},
    {"one": {"a": X + Y}, "two": {"b": Y + X * X}, "both": {"a": X * Y, "b": Y / 7 + X},
     "part 1": {"c": (np.sin(X), Y)}, "part 2": {"c": (X, np.cos(Y))}},
)  # fmt: skip


def test_two_slips_that_show_in_different_cases_get_two_hints():
    given = {"a": X + Y, "b": Y + X * X, "c": (X, Y)}
    assert sorted(names(CASES, given, ["a", "b"])) == ["one", "two"]


def test_two_slips_in_two_parts_of_one_answer_get_two_hints():
    given = {"a": X, "b": Y, "c": (np.sin(X), np.cos(Y))}
    assert sorted(names(CASES, given, ["c"])) == ["part 1", "part 2"]


def test_a_case_that_passes_excludes_the_mistakes_that_fail_it():
    assert "both" not in names(CASES, {"a": X * Y, "b": Y, "c": (X, Y)}, ["a"])
    assert names(CASES, {"a": X * Y, "b": Y / 7 + X, "c": (X, Y)}, ["a", "b"]) == ["both"]


def test_a_difference_that_no_case_counts_as_wrong_excludes_nothing():
    given = {"a": X + Y, "b": Y * (1 + 1e-4), "c": [X.tolist(), Y]}
    assert names(CASES, given, ["a"]) == ["one"]


def test_pairs_of_mistakes_are_recognized_without_being_listed():
    table = tables({"a": X}, {"plus": {"a": X + np.cos(X)}, "times": {"a": 3.7 * X},
                              "more": {"a": X + np.sin(5 * X)}})  # fmt: skip
    assert names(table, {"a": X + np.cos(X) + np.sin(5 * X)}, ["a"]) == ["plus; more"]


def test_a_multiple_of_a_multiple_is_not_made_of_a_mistake():
    table = tables({"a": X}, {"twice": {"a": 2 * X}})
    [name] = names(table, {"a": -X}, ["a"])
    assert "twice" not in name and "sign flipped" in name


def test_a_mistake_with_its_parts_exchanged_is_recognized():
    table = tables({"a": (X, Y)}, {"sine": {"a": (np.sin(X), np.sin(Y))}})
    [name] = names(table, {"a": (np.sin(Y), np.sin(X))}, ["a"])
    assert name.startswith("sine; ") and "each other's places" in name


def test_a_mistake_that_explains_a_part_of_one_case_explains_others_whole():
    """What is left of the cases is not given to another mistake that fits by chance."""
    half = np.linspace(0.3, 2.9, 8)
    table = tables({"a": 1.0, "b": half}, {"twice": {"a": 2.0, "b": 2 * half + np.sin(half)},
                                           "square": {"a": 2.0}})  # fmt: skip
    given = (2 * half + np.sin(half)) * np.repeat([1.0, 1.3], 4)
    assert names(table, {"a": 2.0, "b": given}, ["a", "b"]) == ["twice; not that alone"]


def test_exchanged_shapes_are_not_called_transposed_part_by_part():
    table = tables({"a": (X, X.T + 1)}, {})
    [sentence] = names(table, {"a": (np.sin(X.T), np.cos(X))}, ["a"])
    assert "each other's shapes" in sentence


def test_a_hint_that_is_part_of_another_one_is_not_given_twice():
    table = tables({"a": (X, Y), "b": X}, {"sine": {"a": (np.sin(X), np.sin(Y)), "b": np.sin(X)}})
    given = {"a": (np.sin(Y), np.sin(X)), "b": np.sin(X) * np.array([[1.0, 1.0, 1.7]])}
    assert len([name for name in names(table, given, ["a", "b"]) if name.startswith("sine")]) == 1


def test_the_whole_number_of_an_index_tells_nothing_of_two_mistakes():
    table = tables({"a": 1.0, "b": 2.0}, {"one": {"a": 0.0}, "two": {"b": 0.0}})
    assert not {"one", "two"} & set(names(table, {"a": 0.0, "b": 0.0}, ["a", "b"]))


def test_what_is_right_to_some_digits_only_is_no_other_mistake():
    [name] = names(CASES, {"a": X * (1 + 6e-8), "b": Y, "c": (X, Y)}, ["a"])
    assert "seven digits" in name


def test_a_test_that_fails_by_no_answer_has_no_hint():
    assert names(CASES, {"a": X, "b": Y, "c": (X, Y)}, ["a"]) == []


def test_a_mark_stands_for_the_right_answer_of_the_same_number():
    table = read_answer_tables({"q1": {
        "right": {"a": right_to_json(answers_of(("f", X), ("f", Y)))},
        "mistakes": [{"name": "late", "hint": "", "functions": ["f"], "fails": ["a"],
                      "cases": {"a": [["f", AS_RIGHT], *to_json(answers_of(("f", X + Y)))]}}],
    }})["q1"]  # fmt: skip
    assert named(table, answers_of(("f", X), ("f", X + Y))) == ["late"]


def test_answers_to_other_arguments_are_not_described():
    right = answers_of(("f gets", {"0": X}), ("f", Y))
    table = read_answer_tables({"q1": {"right": {"a": right_to_json(right)}, "mistakes": []}})["q1"]
    for arguments, count in ((X, 1), (X + 1, 0)):
        answers = {"a": answers_of(("f gets", {"0": arguments}), ("f", 2 * Y))}
        assert len(hints(table, answers, ["a"])) == count


def test_the_time_for_many_wrong_answers_and_many_mistakes_is_bounded():
    mistakes = {f"m{k}": {"a": X + k + 0.5} for k in range(30)}
    table = tables({"a": X}, mistakes)
    wrong = [("f", [X * k, {"p": X - k}, None]) for k in range(100)]
    start = time.process_time()
    hints(table, {"a": answers_of(*wrong)}, ["a"])
    assert time.process_time() - start < 10


COLUMN = np.array([1.25, -2.5, 3.75, 0.5, 4.125, -1.5])


def test_a_mistake_that_explains_a_part_of_the_numbers_is_named_with_a_reservation():
    right = answers_of(("f", COLUMN))
    table = table_of(right, cubed=(["f"], answers_of(("f", COLUMN**3))))
    given = np.where(np.arange(6) < 4, COLUMN**3, 0.0)
    [hint] = hints(table, {"a": answers_of(("f", given))}, ["a"])
    assert hint.name == "cubed; not that alone" and "something else is wrong" in hint.text
    given = np.where(np.arange(6) < 1, COLUMN**3, 0.0)  # One number may agree by chance.
    assert named(table, answers_of(("f", given))) == []


def free_table(**free):
    table = {"right": {"a": right_to_json(answers_of(("f", X)))}, "mistakes": [], "free": free}
    return read_answer_tables({"q1": table})["q1"]


def test_of_what_right_answers_differ_in_not_much_is_said():
    given = {"a": answers_of(("f", np.where(X > 0, X, 0.7)))}
    assert "negative" in hints(free_table(), given, ["a"])[0].text
    assert hints(free_table(a=["f"]), given, ["a"]) == []
    [hint] = hints(free_table(a=["f"]), {"a": answers_of(("f", X.T))}, ["a"])
    assert "transposed" in hint.text
