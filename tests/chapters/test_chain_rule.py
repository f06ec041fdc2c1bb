"""hw2_chain_rule: its graph agrees with PyTorch, and its text with what is measured."""

import importlib.util
import re

import numpy as np
import pytest
from course import COURSE

from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw2_chain_rule")
TEXT = " ".join(re.sub(r"^# (> )?", "", CHAPTER.master.read_text("utf-8"), flags=re.M).split())


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


def random_program(rng, steps):
    """Return a program in which each new value is made of any of the values before it."""
    names, lines = ["x", "y", "z"], []
    for k in range(steps):
        a, b = rng.choice(names, 2)
        made = rng.choice([f"{a} + {b}", f"{a} * {b}", f"{a}.sin()"])
        lines.append(f"v{k} = {made}")
        names.append(f"v{k}")
    return "; ".join([*lines, f"f = ({names[-1]} + {names[-2]}).sin() + x + y + z"])


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_the_graph_agrees_with_pytorch(answers):
    import torch

    rng = np.random.default_rng(0)
    for steps in (1, 4, 8, 12) * 5:
        program, point = random_program(rng, steps), dict(zip("xyz", rng.uniform(-1, 1, 3)))
        f, slopes = answers.slopes_of(program, **point)
        names = {name: torch.tensor(number, dtype=torch.float64, requires_grad=True)
                 for name, number in point.items()}  # fmt: skip
        exec(program, {}, names)
        names["f"].backward()
        assert f == pytest.approx(names["f"].item(), rel=1e-12, abs=1e-12)
        for name in point:
            assert slopes[name] == pytest.approx(names[name].grad.item(), rel=1e-10, abs=1e-10)


def test_the_published_row_is_a_third_off_everywhere(answers):
    assert "Your check says $r = 1/3$" in TEXT
    for h in np.random.default_rng(1).uniform(-2, 2, (50, 1)):
        numeric = answers.numerical_gradient(lambda h: (0.5 - h[0]) ** 2, h)
        assert answers.relative_error(-(0.5 - h), numeric) == pytest.approx(1 / 3, rel=1e-6)


def test_a_step_below_two_over_the_curvature_lowers_the_loss():
    assert r"The bracket is positive if $\eta < 2/L$" in TEXT
    rng = np.random.default_rng(2)
    for _ in range(50):
        A = rng.normal(0, 1, (4, 4))
        H = A @ A.T + 0.1 * np.eye(4)
        curvatures, directions = np.linalg.eigh(H)
        w = rng.normal(0, 1, 4)

        def f(w, H=H):
            return 0.5 * w @ H @ w

        for share in (0.01, 0.5, 0.99):
            eta = share * 2 / curvatures[-1]
            promised = eta * (1 - eta * curvatures[-1] / 2) * np.sum((H @ w) ** 2)
            assert f(w - eta * H @ w) <= f(w) - promised + 1e-9
        sharp = directions[:, -1]
        assert f(sharp - 2.02 / curvatures[-1] * H @ sharp) > f(sharp)
