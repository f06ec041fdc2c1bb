"""hw3_house_prices: the figures of its text are what its reference measures."""

import re

import numpy as np
import pytest
from course import COURSE
from nnlab import data

from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw3_house_prices")
TEXT = " ".join(re.sub(r"^# (> )?", "", CHAPTER.master.read_text("utf-8"), flags=re.M).split())
SEEDS = range(8)


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


@pytest.fixture(scope="module")
def xy(answers):
    houses, prices = data.houses(COURSE.root / "data")
    return answers.standardize(houses)[0], answers.standardize(prices)[0]


def start(seed=0):
    return np.random.default_rng(seed).normal(0, 1, 21)


def test_the_line_and_the_mean_on_left_out_houses(xy):
    x, y = xy
    inputs = np.hstack([np.ones((10, 1)), x])
    residuals = y - inputs @ np.linalg.lstsq(inputs, y, rcond=None)[0]
    leverage = np.diag(inputs @ np.linalg.inv(inputs.T @ inputs) @ inputs.T)[:, None]
    assert 0.5 * np.sum(residuals**2) == pytest.approx(0.722, abs=5e-4)
    left_out = 0.5 * np.sum((residuals / (1 - leverage)) ** 2)
    assert f"the line has an error of {left_out:.2f}" in TEXT
    assert 0.5 * np.sum((y * 10 / 9) ** 2) == pytest.approx(6.17, abs=5e-3)


def test_the_two_rates_of_the_publication(answers, xy):
    first = answers.loss(start(), *xy)
    slow, fast = (answers.train(start(), *xy, eta, 20_000)[1][-1] for eta in (1e-6, 1e-3))
    assert f"from {first:.2f} to {slow:.2f}, and at $10^{{-3}}$ to {fast:.2f}" in TEXT


def test_twins_stay_twins(answers, xy):
    weights = start()
    for first in (0, 5, 10, 16):
        weights[first : first + 5] = weights[first]
    trained, losses = answers.train(weights, *xy, 1e-3, 20_000, "linear")
    assert max(np.ptp(trained[first : first + 5]) for first in (0, 5, 10, 16)) < 1e-12
    assert f"its loss of {losses[-1]:.2f} is no better than that of the straight line" in TEXT


def left_out_errors(x, y, epochs):
    """Train a network with a linear output for each seed and each house that is left out, all at
    once. Return the sum of the left-out errors of each seed, and the trained weights."""
    weights = np.repeat([[start(seed)] for seed in SEEDS], 10, axis=1)
    seen = 1.0 - np.eye(10)
    for _ in range(epochs):
        hidden, out = forward(weights, x)
        delta = (out - y[:, 0]) * seen
        back = delta[..., None] * weights[:, :, None, 16:] * hidden * (1 - hidden)
        from_inputs = [(back * x[:, [k]]).sum(axis=2) for k in (0, 1)]
        into_output = [delta.sum(axis=2)[..., None], (delta[..., None] * hidden).sum(axis=2)]
        slopes = [back.sum(axis=2), *from_inputs, *into_output]
        weights = weights - 1e-3 * np.concatenate(slopes, axis=-1)
    errors = 0.5 * (forward(weights, x)[1] - y[:, 0]) ** 2
    return np.einsum("sii->s", errors), weights


def forward(weights, x):
    one, two, three = (weights[:, :, None, k : k + 5] for k in (0, 5, 10))
    hidden = 1 / (1 + np.exp(-(one + x[:, [0]] * two + x[:, [1]] * three)))
    return hidden, (hidden * weights[:, :, None, 16:]).sum(axis=-1) + weights[:, :, None, 15]


def test_all_at_once_is_the_same_training(answers, xy):
    x, y = xy
    _, weights = left_out_errors(x, y, 30)
    for seed, house in [(0, 0), (3, 7)]:
        others = np.arange(10) != house
        alone, _ = answers.train(start(seed), x[others], y[others], 1e-3, 30, "linear")
        np.testing.assert_allclose(weights[seed, house], alone, rtol=1e-10)


@pytest.mark.slow
def test_the_network_on_left_out_houses(xy):
    short, long = (left_out_errors(*xy, epochs)[0] for epochs in (5_000, 20_000))
    assert (
        f"lies between {short.min():.2f} and {short.max():.2f} after 5,000 epochs and between "
        f"{long.min():.2f} and {long.max():.2f} after 20,000" in TEXT
    )
    assert f"in the median from {np.median(short):.2f} to {np.median(long):.2f}" in TEXT
