"""hw4_xor: the numbers in its text are those that its reference gives."""

import numpy as np
import pytest
from course import COURSE

from tools.proof.experiments import answers_of


@pytest.fixture(scope="module")
def answers():
    return answers_of(COURSE.chapter("hw4_xor"))


def start(hidden, spread, seed):
    """Return the weights with which the notebook's film and its cures begin."""
    rng = np.random.default_rng(seed)
    return {
        "W1": spread * rng.standard_normal((2, hidden)),
        "b1": spread * rng.standard_normal(hidden),
        "W2": rng.standard_normal((hidden, 2)) / np.sqrt(hidden),
        "b2": np.zeros(2),
    }


def test_the_accuracy_of_three_neurons_ends_with_jumps(answers):
    _, history = answers.train(start(3, 1, 0), answers.X, answers.Y, 5.0, 5000)
    last = np.round(history["accuracy"][-100:], 2)
    every_second, others = set(last[::2]), set(last[1::2])
    assert sorted([every_second, others], key=min) == [{0.90}, {0.94}]


def final_accuracy(answers, rate, penalty, epochs=200):
    params, _ = answers.train(start(50, 3, 0), answers.X, answers.Y, rate, epochs, penalty)
    outputs = answers.forward_b(answers.X, params)[1]
    return np.mean((outputs[:, 1] > outputs[:, 0]) == (answers.labels == 1))


def test_a_large_penalty_explodes_by_the_stated_factor(answers):
    for penalty, factor in [(13, -1.167), (26, -3.33)]:
        assert 1 - 50 * penalty / len(answers.X) == pytest.approx(factor, abs=0.005)
        _, history = answers.train(start(50, 3, 0), answers.X, answers.Y, 50.0, 60, penalty)
        loss = history["loss"]
        assert loss[-1] / loss[-2] == pytest.approx(factor**2, rel=0.01)


def test_a_lower_rate_stops_the_explosion_and_a_weak_penalty_learns(answers):
    share = answers.labels.mean()  # All outputs swing together; rounding says where they end.
    assert final_accuracy(answers, 5.0, 13) in (pytest.approx(share), pytest.approx(1 - share))
    assert final_accuracy(answers, 5.0, 0.02) == pytest.approx(0.99, abs=0.005)


def test_the_ceiling_of_points_with_their_mirror_images(answers):
    share = answers.labels.mean()
    ceiling = max(share + (1 - share) / 2, (1 - share) + share / 2)
    assert ceiling == pytest.approx(0.763, abs=0.0005)
