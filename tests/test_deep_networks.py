"""The reference of hw5_deep_networks against PyTorch, and its text against what was measured."""

import importlib.util
import re

import numpy as np
import pytest
from nnlab.thresholds import threshold

from tools import places
from tools.calibration import answers_of

NAME = "hw5_deep_networks"
MASTER = places.SOLUTIONS / f"{NAME}.py"
needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None,
    reason="PyTorch is not installed: `make test TORCH=1` installs it and runs this",
)


@pytest.fixture(scope="module")
def answers():
    return answers_of(MASTER)


@needs_torch
@pytest.mark.parametrize("hidden", [[], [5], [4, 3], [6, 2, 5]])
def test_gradients_and_training_agree_with_pytorch_for_each_parameter(answers, hidden):
    import torch

    names = ["tanh", "relu", "sigmoid", "tanh"][: len(hidden) + 1]
    activations = [answers.ACTIVATIONS[name] for name in names]
    rng = np.random.default_rng(len(hidden))
    X, Y = rng.normal(0, 1, (5, 3)), rng.normal(0, 1, (5, 2))
    weights = answers.initialize([3, *hidden, 2], rng)
    w = [torch.tensor(part, requires_grad=True) for part in weights]
    for epoch in range(20):
        out = torch.tensor(X)
        for part, name in zip(w, names):
            out = getattr(torch, name)(out @ part[1:] + part[0])
        slopes = torch.autograd.grad(0.5 * ((out - torch.tensor(Y)) ** 2).sum(), w)
        if epoch == 0:
            layers = answers.feed_forward(weights, X, activations)
            mine = answers.gradients(weights, layers, Y, activations)
            for a, b in zip(mine, slopes):
                np.testing.assert_allclose(a, b.numpy(), rtol=1e-10, atol=1e-10)
        w = [(part - 0.05 * s).detach().requires_grad_() for part, s in zip(w, slopes)]
    trained, _ = answers.fit(weights, X, Y, activations, 0.05, 20)
    assert len(trained) == len(w)
    for a, b in zip(trained, w):
        np.testing.assert_allclose(a, b.detach().numpy(), rtol=1e-10, atol=1e-10)


@needs_torch
def test_xor_in_pytorch_is_no_lottery(answers):
    for seed in range(10):
        predictions, _ = answers.torch_xor(200, seed)
        assert np.abs(predictions - [0, 1, 1, 0]).max() < 0.001, seed


def test_the_sum_after_one_step_is_what_the_text_says(answers):
    for hidden, total in [(2, -0.75), (20, -3.0), (100, -13.0)]:
        rng = np.random.default_rng(0)
        [row] = answers.compare([hidden], {"s": answers.sigmoid}, 0.5, 1, rng, 0.0)
        out = answers.sigmoid(total)
        assert row["loss"] == pytest.approx(0.9 * out**2 + 0.1 * (1 - out) ** 2, rel=1e-12)
    assert answers.sigmoid(-3.0, deriv=True) == pytest.approx(0.045, abs=5e-4)
    assert answers.sigmoid(-13.0, deriv=True) == pytest.approx(2e-6, rel=0.2)


def test_the_text_states_the_thresholds_that_the_checks_use():
    text = " ".join(re.sub(r"^# ?", "", MASTER.read_text(), flags=re.M).split())
    for name in ("compare", "entry"):
        limits = threshold(NAME, name)
        said = rf"below {limits.public:g} here,? .{{0,30}}below {limits.graded:g} at grading"
        assert re.search(said, text), name
