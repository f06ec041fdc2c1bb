"""When a function is wrong is said by what the arguments of the wrong calls have in common."""

import numpy as np
import pytest
from nnlab.conditions import Call, dependence, factor_of_size, left_out, where_wrong
from nnlab.parts import same, whole

RNG = np.random.default_rng(5)


def calls_of(wrong, right, arguments):
    """Return the calls of a wrong function and what the right one returns."""
    calls = []
    for args in arguments:
        ours, theirs = whole(wrong(*args)), whole(right(*args))
        keys = {str(number): whole(value) for number, value in enumerate(args)}
        calls.append(Call(keys, ours, theirs, same(ours, theirs)))
    return calls


BATCHES = [(RNG.normal(size=(n, 3)), 0.1 * n) for n in (1, 4, 5, 1, 7, 1)]
NUMBERS = [(float(x),) for x in (-2.0, -0.5, 0.0, 0.5, 1.5, 3.0)]


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda X, rate: X.sum(axis=0), "is multiplied by the number of rows of argument 1"),
        (lambda X, rate: X.mean(axis=0) / len(X), "is divided by the number of rows"),
        (lambda X, rate: rate * X.mean(axis=0), "is multiplied by argument 2"),
        (lambda X, rate: -X.sum(axis=0), "has its sign flipped"),
    ],
)
def test_a_factor_that_is_the_size_of_an_argument(wrong, words):
    calls = calls_of(wrong, lambda X, rate: X.mean(axis=0), BATCHES)
    assert any(words in sentence for sentence in factor_of_size(calls))


def test_an_argument_of_one_letter_is_named_in_its_own_place_alone():
    calls = calls_of(lambda y, _: y.mean(axis=0) * 2, lambda y, _: y.sum(axis=0), BATCHES)
    named = [Call({"y": call.arguments["0"]}, *list(vars(call).values())[1:]) for call in calls]
    words = "is divided by the number of rows of argument y and multiplied by 2"
    assert words in list(factor_of_size(named))


def test_one_constant_factor_is_no_size():
    calls = calls_of(lambda X, rate: 3 * X, lambda X, rate: X, BATCHES)
    assert list(factor_of_size(calls)) == []


@pytest.mark.parametrize(
    "wrong, right, arguments, words",
    [
        (lambda X, _: X[0], lambda X, _: X.mean(axis=0), BATCHES,
         "is right where argument 1 has one row, and wrong where it has several"),
        (lambda x: abs(x), lambda x: x, NUMBERS, "entries of argument 1 that are negative"),
        (lambda x: x or 1.0, lambda x: x, NUMBERS, "entries of argument 1 that are 0,"),
        (lambda x, how: x, lambda x, how: x if how == "a" else -x,
         [(1.0, "a"), (2.0, "a"), (3.0, "a"), (4.0, "b")], "right for one value of argument 2"),
    ],
)  # fmt: skip
def test_where_a_function_is_wrong(wrong, right, arguments, words):
    assert any(words in sentence for sentence in where_wrong(calls_of(wrong, right, arguments)))


def test_nothing_is_said_where_the_wrong_calls_have_nothing_in_common():
    calls = calls_of(lambda x: x * (x != 0.5), lambda x: x, NUMBERS)
    assert list(where_wrong(calls)) == []
    assert list(where_wrong([])) == list(factor_of_size([])) == []


RATES = [(x, rate) for x in (1.5, 2.5, 3.5) for rate in (0.1, 0.2)]


def test_an_argument_that_is_ignored_is_named():
    calls = calls_of(lambda x, rate: 2.5 * x, lambda x, rate: rate * x, RATES)
    assert list(dependence(calls)) == ["is the same whatever argument 2 is, and should not be"]
    assert list(dependence(calls[:2])) == []  # One pair may agree by chance.
    used = calls_of(lambda x, rate: x + rate, lambda x, rate: rate * x, RATES)
    assert list(dependence(used)) == []


def test_a_function_that_is_handed_over_and_not_used_is_named():
    functions = (np.tanh, np.cos, np.sin)
    calls = calls_of(lambda x, f: x, lambda x, f: float(f(x)), [(2.5, f) for f in functions])
    assert list(dependence(calls)) == ["is the same whatever argument 2 is, and should not be"]


def test_two_results_for_the_same_arguments():
    earlier = []
    calls = calls_of(lambda x: earlier.append(x) or sum(earlier), lambda x: x, [(2.5,), (2.5,)])
    [sentence] = dependence(calls)
    assert sentence.startswith("differs between two calls with the same arguments")


def test_a_default_that_is_wrong_or_the_only_right_one():
    def other(calls):
        return [Call({"0": call.arguments["0"]}, *rest(call)) for call in calls]

    def rest(call):
        return call.given, call.expected, call.is_right

    penalty = calls_of(lambda x, penalty: x, lambda x, penalty: x + penalty, RATES)
    plain = other(calls_of(lambda x, penalty: x, lambda x, penalty: x, RATES))
    assert list(left_out(penalty + plain)) == [
        "is right where argument 2 is left out, and wrong where it is given"
    ]
    assert list(left_out(plain)) == list(left_out(penalty)) == []
    mended = calls_of(lambda x, penalty: x + penalty, lambda x, penalty: x + penalty, RATES)
    wrong = other(calls_of(lambda x, penalty: x + 1, lambda x, penalty: x, RATES))
    assert list(left_out(mended + wrong)) == [
        "is right where argument 2 is given, and wrong where it is left out"
    ]
