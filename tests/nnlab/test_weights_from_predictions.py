"""The weights of a tanh network are found from its predictions."""

import numpy as np
import pytest
from nnlab.weights_from_predictions import PROBES, answer, weights_of


def random_weights(hidden, seed):
    rng = np.random.default_rng(seed)
    W1, b1, W2 = rng.normal(0, 1, (3, hidden))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": rng.normal(0, 1, 1)}


def canonical(weights):
    """Return the weights with positive inner weights, sorted by them, in one vector.

    Networks that give the same function have the same vector.
    """
    sign = np.sign(weights["W1"])
    order = np.argsort(weights["W1"] * sign)
    inner = [(weights[key] * sign)[order] for key in ("W1", "b1", "W2")]
    return np.concatenate([*inner, weights["b2"]])


@pytest.mark.parametrize("hidden, seed", [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)])
def test_the_weights_are_found_up_to_order_and_sign(hidden, seed):
    weights = random_weights(hidden, seed)
    found = weights_of(lambda x: answer(weights, x), hidden)
    np.testing.assert_allclose(canonical(found), canonical(weights), rtol=1e-8)


def test_from_a_place_near_by_order_and_signs_stay():
    weights = random_weights(2, 5)
    near = {key: value + 1e-3 for key, value in weights.items()}
    found = weights_of(lambda x: answer(weights, x), 2, near)
    for key, value in weights.items():
        np.testing.assert_allclose(found[key], value, rtol=1e-8)


def test_two_neurons_that_are_alike_are_none():
    alike = {key: np.full(2, value) for key, value in [("W1", 1.2), ("b1", 0.3), ("W2", 0.7)]}
    assert weights_of(lambda x: answer({**alike, "b2": np.zeros(1)}, x), 2) is None


def test_a_step_across_zero_keeps_the_sign():
    near = {"W1": np.array([0.004]), "b1": np.array([-0.13]), "W2": np.array([0.62]),
            "b2": np.array([0.01])}  # fmt: skip
    after = {**near, "W1": np.array([-0.033])}
    found = weights_of(lambda x: answer(after, x), 1, near)
    assert found["W1"][0] == pytest.approx(-0.033) and found["W2"][0] == pytest.approx(0.62)


@pytest.mark.parametrize(
    "predict",
    [
        np.sin,
        lambda x: np.maximum(x, 0.0),
        lambda x: answer(random_weights(2, 0), x),
        lambda x: np.float32(answer(random_weights(1, 0), x)),
        lambda x: np.full_like(x, np.nan),
        lambda x: answer(random_weights(1, 0), x)[:, None],
    ],
    ids=["sine", "relu", "two neurons", "float32", "nan", "a column"],
)
def test_no_network_of_one_tanh_is_none(predict):
    assert weights_of(predict, 1) is None


def test_answers_of_a_network_worked_out_by_hand():
    weights = {"W1": np.array([1.0, 0.0]), "b1": np.array([0.0, np.log(2.0)]),
               "W2": np.array([2.0, 5.0]), "b2": np.array([-1.0])}  # fmt: skip
    x = np.array([0.0, np.log(2.0)])
    np.testing.assert_allclose(answer(weights, x), [2.0, 3.2])


def test_predict_may_keep_or_change_what_it_is_given():
    weights = random_weights(1, 4)

    def predict(x):
        values = answer(weights, x)
        x[:] = 0
        return values

    before = PROBES.copy()
    assert weights_of(predict, 1) is not None
    np.testing.assert_array_equal(PROBES, before)
