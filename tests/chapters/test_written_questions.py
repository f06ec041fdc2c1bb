"""A written question has a rubric that gives its points, and a model answer with right figures.

The figures are looked up in the text of the model answer and worked out again here.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from course import COURSE, NAMES

from tools.authoring.master import read_master
from tools.proof.experiments import answers_of

POINTS = re.compile(r"^- (\d+(?:\.\d+)?) points?: ", re.M)


def written(name):
    """Return the written questions of a chapter by their names."""
    return {question.name: question for question in read_master(COURSE.chapter(name)).written}


def solution(chapter, question):
    """Return a model answer, in one line."""
    return " ".join(written(chapter)[question].model_answer[0].split())


def rubric_points(rubric):
    """Return what a rubric gives in all: the sum of its lines, or the first of its levels, if they
    fall from line to line down to 0."""
    points = [float(number) for number in POINTS.findall(rubric)]
    levels = points[-1:] == [0.0] and all(a > b for a, b in zip(points, points[1:]))
    return points[0] if levels else sum(points)


@pytest.mark.parametrize("name", NAMES)
def test_each_question_has_a_model_answer_and_a_rubric_of_its_points(name):
    questions = written(name).values()
    assert any(question.points for question in questions)
    for question in questions:
        answer, rubric = question.model_answer
        assert len(answer.split()) >= 30, question.name
        assert rubric_points(rubric) == question.points, question.name


@pytest.mark.parametrize(
    "lines, points",
    [
        ("- 1 point: a.\n- 1 point: b. Half a point without c.", 2),
        ("- 2 points: three.\n- 1 point: two.\n- 0 points: one.\n- Take half a point away.", 2),
        ("- 2 points: three.\n- 1 point: two.", 3),
        ("- Full points for everybody.", 0),
    ],
)
def test_what_a_rubric_gives(lines, points):
    assert rubric_points(lines) == points


def test_hw1_adding_a_sample_raises_its_own_sum():
    assert "raises the weighted sum of this very sample, by $|x|^2 + 1$" in solution(
        "hw1_neuron", "w1"
    )
    answers = answers_of(COURSE.chapter("hw1_neuron"))
    x = np.array([[2.0, -3.0]])
    w, b = answers.perceptron_fit(x, np.array([1]), 1)
    assert x[0] @ w + b == x[0] @ x[0] + 1


def test_hw3_the_floor():
    text = solution("hw3_house_prices", "w1")
    [floor] = re.findall(r"the loss falls toward ([\d.]+) and not", text)
    answers = answers_of(COURSE.chapter("hw3_house_prices"))
    assert floor == f"{answers.unreachable_loss(answers.standardize(answers.prices)[0]):.2f}"
    assert answers.prices.max() < 1_000_000  # So prices in millions are possible outputs.


def test_hw4_four_corners_without_biases():
    text = solution("hw4_xor", "w1")
    a, k = re.search(r"= ([\d.]+)\\,\\sigma\((\d+) \(x_1 \+ x_2\)\) - \\sigma", text).groups()
    origin, middle, last = re.search(
        r"is \$(-[\d.]+)\$ at the origin, \$([\d.]+)\$ at the next two corners and \$(-[\d.]+)\$",
        text,
    ).groups()
    answers = answers_of(COURSE.chapter("hw4_xor"))
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    W1, W2 = np.array([[float(k), 1.0]] * 2), np.array([[0.0, float(a)], [0.0, -1.0]])
    gap = answers.forward(corners, W1, W2)[0] @ W2 @ [-1.0, 1.0]
    assert gap == pytest.approx([float(f) for f in (origin, middle, middle, last)], abs=0.005)
    answer = answers.forward(corners, W1, W2)[1].argmax(axis=1)
    assert list(answer) == [0, 1, 1, 0]


def test_hw5_the_rate_of_a_mean():
    [rate] = re.findall(r"so (\d+) would stand for 0\.5", solution("hw5_deep_networks", "w2"))
    answers = answers_of(COURSE.chapter("hw5_deep_networks"))
    assert float(rate) == 0.5 * len(answers.seven_segment()[0])


def test_hw6_the_cost_of_an_answer_that_does_not_look():
    text = solution("hw6_mnist", "w1")
    [told] = re.findall(r"fall to about ([\d.]+), which is the cost of the best answer", text)
    answers = answers_of(COURSE.chapter("hw6_mnist"))
    Y = np.eye(10)
    costs = {p: answers.cost([np.full((10, 10), p)], Y) for p in np.arange(21) / 20}
    assert min(costs, key=costs.get) == pytest.approx(0.1)
    assert min(costs.values()) == pytest.approx(float(told))


def test_hw7_tanh_and_relu_without_biases():
    assert "the scores of $x$ and $-x$ add up to 0" in solution("hw7_debugging", "w2")
    answers = answers_of(COURSE.chapter("hw7_debugging"))
    rng = np.random.default_rng(0)
    X, W1, W2 = rng.normal(0, 1, (9, 2)), rng.normal(0, 1, (2, 5)), rng.normal(0, 1, (5, 2))
    assert answers.tanh(X @ W1) @ W2 == pytest.approx(-answers.tanh(-X @ W1) @ W2)
    four = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
    gap = answers.relu(X @ four) @ [1.0, 1.0, -1.0, -1.0]
    assert gap == pytest.approx(np.abs(X.sum(axis=1)) - np.abs(X[:, 0] - X[:, 1]))
    assert list(gap > 0) == list(X[:, 0] * X[:, 1] > 0)


def test_hw8_a_parabola_and_the_error_of_a_stair():
    text = solution("hw8_universal_approximation", "w2")
    [told] = re.findall(r"nearly \$\\max\|f'\| / \(2n\) = 2\\pi / 1000 = ([\d.]+)\$", text)
    assert f"{2 * np.pi / 1000:.3f}" == told
    rng = np.random.default_rng(0)  # Statement E: a sum of parabolas is a parabola.
    x = np.linspace(0, 1, 50)
    squares = (np.outer(x, rng.normal(0, 1, 40)) + rng.normal(0, 1, 40)) ** 2
    total = squares @ rng.normal(0, 1, 40)
    assert np.polyval(np.polyfit(x, total, 2), x) == pytest.approx(total)
