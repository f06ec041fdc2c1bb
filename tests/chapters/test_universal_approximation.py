"""hw8_universal_approximation: the numbers in its text are those that its reference gives."""

import ast
import re

import numpy as np
import pytest
from course import COURSE

from tools.authoring.master import read_master
from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw8_universal_approximation")
TEXT = " ".join(re.sub(r"^# ?", "", CHAPTER.master.read_text(encoding="utf-8"), flags=re.M).split())


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


@pytest.mark.parametrize("n, error", [(5, 0.69), (10, 0.36), (20, 0.18), (40, 0.091), (80, 0.046)])
def test_the_error_of_a_staircase(answers, n, error):
    measured = answers.max_error(answers.target, answers.staircase(answers.target, n))
    assert float(f"{measured:.2g}") == error


def test_without_wider_ends_the_error_stays_above_a_half(answers):
    def narrow(x, n=80):
        target, bump = answers.target, answers.bump
        return sum(bump(x, i / n, (i + 1) / n, target((i + 0.5) / n), 50 * n) for i in range(n))

    assert answers.max_error(answers.target, narrow) == pytest.approx(0.52, abs=0.005)


def test_a_grid_that_meets_the_staircase_only_where_it_is_right(answers):
    def wave(x):
        return np.cos(2 * np.pi * x)

    stairs = answers.staircase(wave, 500)
    assert answers.max_error(wave, stairs) == pytest.approx(0.00002, abs=0.000005)
    assert answers.max_error(wave, stairs, 10_001) == pytest.approx(0.0049, abs=0.00005)


def test_two_neurons_can_follow_the_curve(answers):
    def pair(x):
        t = 4 * x - 2
        return 30.12 * np.tanh(0.4 * t) - 24.36 * np.tanh(0.55 * t) + 0.5

    assert answers.max_error(answers.target, pair) == pytest.approx(0.009, abs=0.0005)


@pytest.mark.parametrize("seed", range(5))
def test_two_trained_neurons_get_stuck(answers, seed):
    x = np.linspace(0, 1, 50)
    rng = np.random.default_rng(seed)
    predict, _ = answers.fit_curve(4 * x - 2, answers.target(x), 2, rng, 0.8 / 3, 5000)
    assert answers.max_error(answers.target, lambda x: predict(4 * x - 2)) > 0.5


@pytest.mark.slow
def test_from_two_to_eight_neurons_the_test_error_rises_while_the_training_error_falls(answers):
    def errors(hidden, seed):
        rng = np.random.default_rng(100 + seed)
        x = np.sort(rng.uniform(0, 1, 12))
        y = answers.target(x) + rng.normal(0, 0.4, 12)
        clean = np.linspace(0, 1, 501)
        unseen = answers.target(clean) + rng.normal(0, 0.4, 501)
        return answers.train_and_test_error(
            4 * x - 2,
            y,
            4 * clean - 2,
            unseen,
            hidden,
            np.random.default_rng(seed),
            0.8 / (hidden + 1),
            10_000,
        )

    two, eight = (np.mean([errors(hidden, seed) for seed in range(8)], axis=0) for hidden in (2, 8))
    assert eight[0] == pytest.approx(two[0] / 3, rel=0.15)
    assert eight[1] > two[1] > 0.16


def test_far_away_the_error_shrinks_by_the_stated_factor(answers):
    far, aim = np.array([1e6]), np.array([7.0])
    _, losses = answers.fit_curve(far, aim, 3, np.random.default_rng(0), 0.05, 5)
    np.testing.assert_allclose(losses[1:] / losses[:-1], 0.36, rtol=1e-6)


def test_zigzags_of_zigzags_have_the_bends_that_statement_f_needs():
    def zigzag(x):
        return sum(c * np.maximum(x - k / 4, 0) for k, c in enumerate([4, -8, 8, -8]))

    x = np.linspace(0, 1, 1601)
    bends = np.abs(np.diff(zigzag(zigzag(x)), 2)) > 1e-9
    assert bends.sum() == 15


def test_how_far_a_measured_test_error_is_from_the_noise():
    """501 test samples with noise of 0.4: a perfect curve has 0.16 give or take 0.01."""
    noise = 0.4 * np.random.default_rng(0).normal(0, 1, (4000, 501))
    errors = np.mean(noise**2, axis=1)
    assert np.mean(errors) == pytest.approx(0.16, abs=0.001)
    assert np.std(errors) == pytest.approx(0.01, abs=0.001)


def test_the_network_of_homework_5_may_be_pasted_into_question_5(answers):
    """Its own tests accept it, with the rate that the text states."""
    deep = answers_of(COURSE.chapter("hw5_deep_networks"))
    assert r"so homework 5's step needs the rate $\frac2N \eta$." in TEXT

    def tanh_slope(z, deriv=False):
        return 1 - np.tanh(z) ** 2 if deriv else np.tanh(z)

    def fit_curve(x, y, hidden, rng, learning_rate, epochs):
        W1 = rng.normal(0, 2, hidden)
        first = np.vstack([-W1 * rng.uniform(-2, 2, hidden), W1])
        second = np.append(0, rng.normal(0, 1, hidden) / np.sqrt(hidden)).reshape(-1, 1)
        weights, bends, losses = [first, second], [tanh_slope, deep.linear], []
        column, targets, rate = x.reshape(-1, 1), y.reshape(-1, 1), 2 / len(x) * learning_rate
        for _ in range(epochs):
            layers = deep.feed_forward(weights, column, bends)
            losses.append(np.mean((layers[-1] - targets) ** 2))
            slopes = deep.gradients(weights, layers, targets, bends)
            weights = deep.update_weights(weights, slopes, rate)
        last = weights
        return (
            lambda x: deep.feed_forward(last, x.reshape(-1, 1), bends)[-1].ravel(),
            np.array(losses),
        )

    [question] = [q for q in read_master(CHAPTER).questions if q.name == "q5"]
    for case in question.cases:
        names = {}
        exec(ast.unparse(case.function), names)
        names[case.name](fit_curve)
