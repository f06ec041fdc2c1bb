"""hw5_deep_networks: its reference agrees with PyTorch, and its text with the measurements."""

import importlib.util
import re
import runpy

import numpy as np
import pytest
from course import COURSE

from tools.authoring.measured import threshold_of
from tools.paths import CHECKOUT
from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw5_deep_networks")
needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None,
    reason="PyTorch is not installed: `make test TORCH=1` installs it and runs this",
)


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


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
@pytest.mark.slow
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


@needs_torch
def test_the_cross_entropy_and_its_gradients_agree_with_pytorch(answers):
    import torch

    rng = np.random.default_rng(10)
    X, Y = rng.normal(0, 1, (6, 3)), np.eye(4)[rng.integers(0, 4, 6)]
    weights = answers.initialize([3, 5, 4], rng, 30.0)
    activations = [answers.tanh, answers.linear]
    w = [torch.tensor(part, requires_grad=True) for part in weights]
    scores = torch.tanh(torch.tensor(X) @ w[0][1:] + w[0][0]) @ w[1][1:] + w[1][0]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(Y), reduction="sum")
    layers = answers.feed_forward(weights, X, activations)
    assert answers.cross_entropy(layers[-1], Y) == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(
        answers.softmax(layers[-1]), torch.softmax(scores, dim=1).detach().numpy(), atol=1e-14
    )
    mine = answers.entropy_gradients(weights, layers, Y, activations)
    for a, b in zip(mine, torch.autograd.grad(loss, w)):
        np.testing.assert_allclose(a, b.numpy(), rtol=1e-10, atol=1e-10)


def test_the_probabilities_of_the_box_add_up_to_what_it_says():
    text = " ".join(re.sub(r"^# >? ?", "", CHAPTER.master.read_text(), flags=re.M).split())
    box = r"Probabilities that add up to ([\d.]+)\.\*\*.*? an example: ([\d., ]+)\. Add"
    [(total, numbers)] = re.findall(box, text)
    assert sum(map(float, numbers.split(","))) == pytest.approx(float(total), abs=1e-12)


@pytest.fixture(scope="module")
def study():
    return runpy.run_path(str(CHECKOUT / "benchmarks" / "hidden_layers.py"))


def counted(study, answers, scale, loss, name, starts=5):
    """Return how many of the starts end with all ten digits read."""
    f = answers.ACTIVATIONS[name]
    reads = [study["share_read"](answers, f, scale, loss, s, 1000, 0.5) for s in range(starts)]
    return reads.count(1.0)


@pytest.mark.parametrize("loss, solved", [("squared error", 0), ("cross-entropy, softmax", 1)])
def test_a_hundred_sigmoids_are_cured(study, answers, loss, solved):
    assert counted(study, answers, 1.0, loss, "sigmoid", starts=1) == solved


@pytest.mark.slow
@pytest.mark.parametrize("start, scale", [("from $-1$ to $1$", 1.0),
                                          (r"divided by $\sqrt{n_l}$", None)])  # fmt: skip
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_the_table_of_losses_is_what_comes_out(study, answers, start, scale, name):
    column = ["sigmoid", "tanh", "relu"].index(name)
    for loss in study["LOSSES"]:
        row = re.escape(f"{start}, 0.5 | {loss.split(',')[0]} | ")
        [counts] = re.findall(rf"\| {row}(.+?) \|\n", CHAPTER.master.read_text())
        told = int(counts.replace("*", "").split("|")[column])
        assert counted(study, answers, scale, loss, name) == told, loss


def test_the_others_sit_on_their_own_flat_ends(answers):
    X, Y = answers.seven_segment()
    flat = {"relu": lambda H: H <= 0, "tanh": lambda H: np.abs(H) > 0.99}
    for name, told in [("relu", 100), ("tanh", 97)]:
        f = [answers.ACTIVATIONS[name], answers.linear]
        weights = answers.initialize([7, 100, 10], np.random.default_rng(0), None)
        for _ in range(20):
            layers = answers.feed_forward(weights, X, f)
            grads = answers.entropy_gradients(weights, layers, Y, f)
            weights = answers.update_weights(weights, grads, 0.5)
        hidden = answers.feed_forward(weights, X, f)[1]
        assert flat[name](hidden).all(axis=0).sum() == told
    y = np.linspace(0, 1, 100_001)
    assert np.max(y * (1 - y) ** 2) == pytest.approx(4 / 27, abs=1e-9)


def test_the_text_states_the_thresholds_that_the_checks_use():
    text = " ".join(re.sub(r"^# ?", "", CHAPTER.master.read_text(), flags=re.M).split())
    for name in ("compare", "entry"):
        limits = threshold_of(CHAPTER, name)
        sentence = rf"below {limits.public:g} here,? .{{0,30}}below {limits.graded:g} at grading"
        assert re.search(sentence, text), name
