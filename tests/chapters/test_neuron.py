"""hw1_neuron: the figures of its text are what its reference measures."""

import re

import numpy as np
import pytest
from course import COURSE

from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw1_neuron")
TEXT = " ".join(re.sub(r"^# (> )?", "", CHAPTER.master.read_text("utf-8"), flags=re.M).split())


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


def test_how_much_worse_a_difference_to_one_side_is(answers):
    assert "some hundred thousand times worse at $h = 10^{-5}$" in TEXT
    x, h = np.linspace(-4, 4, 2001), 1e-5
    for f, slope in [(answers.sigmoid, answers.sigmoid_derivative(x)),
                     (answers.tanh, answers.tanh(x, deriv=True)), (np.exp, np.exp(x))]:  # fmt: skip
        central = np.abs(answers.numerical_derivative(f, x) - slope)
        one_sided = np.abs((f(x + h) - f(x)) / h - slope)
        assert 3e4 < one_sided.max() / central.max() < 3e5


def test_how_much_less_the_worse_prediction_is_updated(answers):
    assert "updated nearly three thousand times *less*" in TEXT
    near, far = ((1 - answers.sigmoid(x)) * answers.sigmoid_derivative(x) for x in (0.0, -10.0))
    assert 2700 < near / far < 2800


def test_the_bound_on_the_mistakes_of_the_perceptron(answers):
    rng = np.random.default_rng(1)
    for _ in range(20):
        X = rng.normal(0, 1, (30, 2))
        border = rng.normal(0, 1, 3)
        border /= np.linalg.norm(border)
        sums = np.hstack([X, np.ones((30, 1))]) @ border
        X, sums = X[np.abs(sums) > 0.05], sums[np.abs(sums) > 0.05]
        y, mistakes, w, b = (sums > 0).astype(int), 0, np.zeros(2), 0.0
        for _ in range(2000):
            wrong = 0
            for row, label in zip(X, y):
                correction = label - int(row @ w + b > 0)
                w, b, wrong = w + correction * row, b + correction, wrong + abs(correction)
            mistakes += wrong
            if not wrong:
                break
        else:
            pytest.fail("the rule did not end")
        longest = 1 + np.max(np.sum(X**2, axis=1))
        assert mistakes <= longest / np.min(np.abs(sums)) ** 2
