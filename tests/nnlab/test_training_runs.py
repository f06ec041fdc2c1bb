"""Each of the six training runs shows the symptoms of its name; shapes are as documented."""

import numpy as np
import pytest
from nnlab import training_runs


def diagnosis(history):
    """Name the run by the rules that homework 7 teaches."""
    loss, norms = history["loss"], history["gradient_norms"]
    if not np.isfinite(np.append(loss, norms)).all() or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -change[change < 0].sum() / 2:
        return "learning rate too high"
    if norms[:, 0].mean() * 1000 < norms[:, -1].mean():
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"


@pytest.mark.parametrize("seed", range(4))
def test_each_run_is_what_it_is_called(seed):
    for name, history in training_runs.six_runs(seed).items():
        assert diagnosis(history) == name


def test_shapes():
    history = training_runs.watch([5, 3], "relu", 1.0, 0.1, epochs=7)
    shapes = {name: values.shape for name, values in history.items()}
    assert shapes == {"loss": (7,), "gradient_norms": (7, 3), "active_share": (7,)}


def test_the_same_call_gives_the_same_history():
    one, two, other = (
        training_runs.watch([4], "tanh", 1.0, 0.1, epochs=5, seed=s) for s in (1, 1, 2)
    )
    assert one["loss"].tolist() == two["loss"].tolist() != other["loss"].tolist()
    assert one["active_share"].tolist() == [1.0] * 5


@pytest.mark.parametrize("output", ["tanh", "linear", "sigmoid"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_a_small_step_lowers_the_loss_by_the_squared_gradient(activation, output):
    # The weights' gradients explain most of the fall of the loss; the biases add to it.
    history = training_runs.watch([6, 4], activation, 1.0, 1e-6, output=output, epochs=2, seed=3)
    weights_part = 1e-6 * float(np.sum(history["gradient_norms"][0] ** 2))
    fall = history["loss"][0] - history["loss"][1]
    assert 0.999 * weights_part <= fall <= 20 * weights_part


def test_the_task_is_xor():
    points, targets = training_runs.task(np.random.default_rng(0), 50)
    assert points.shape == (50, 2) and targets.shape == (50, 1)
    assert set(targets.ravel()) == {-1.0, 1.0}
    differ = (points[:, 0] > 0) != (points[:, 1] > 0)
    assert ((targets[:, 0] > 0) == differ).all()
