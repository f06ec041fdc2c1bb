"""Measure accuracy and time of hw6's reference on the real 70,000 images, beside scikit-learn and
PyTorch.

    make mnist                                    (or: python benchmarks/mnist.py [--rounds 5])

This needs the MNIST files (`coursework fetch-mnist`) and PyTorch (`make torch`). It trains

- the three baselines of question 10: mean image, least squares, scikit-learn's Perceptron,
- question 8's NumPy network, 64 hidden, batches of 16, learning rate 1, 3 epochs: 0.95 or more,
- question 9's PyTorch network, 128 hidden, batches of 64, rate 0.002, 5 epochs: 0.97 or more,
- the same with 400 hidden, rate 0.001, 8 epochs, from three seeds: 0.975 or more each,

and then the network of question 8 again in PyTorch, with autograd and torch.optim.SGD: with the
same start, order and batches, in float64, with one thread each, in turn, an epoch at a time. Both
have to end at the same weights, and NumPy's CPU time may be 1.3 times PyTorch's. If something is
not reached, the output says so and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import torch
from nnlab import mnist
from threadpoolctl import threadpool_limits

from autograder.errors import CourseworkError
from tools.paths import Course
from tools.proof.experiments import answers_of

COURSE = Course()
# The least accuracy on the test images.
WANTED = {"NumPy": 0.95, "PyTorch": 0.97, "400 relu": 0.975}
SLOWEST = 1.3  # NumPy's CPU time may be this many times PyTorch's.
HIDDEN, BATCH, RATE, EPOCHS = 64, 16, 1.0, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    threadpool_limits(1)
    images = mnist.locate(COURSE.root / "data")
    if images.name != "MNIST":
        raise CourseworkError("MNIST is not here. Run `coursework fetch-mnist`.")
    with contextlib.redirect_stdout(io.StringIO()):
        answers = answers_of(COURSE.chapter("hw6_mnist"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, one used; Python "
          f"{platform.python_version()}, numpy {np.__version__}, torch {torch.__version__}, "
          f"scikit-learn {version('scikit-learn')}")  # fmt: skip
    X, y = answers.load_images(images.train_images), answers.load_labels(images.train_labels)
    X_test = answers.load_images(images.test_images)
    y_test = answers.load_labels(images.test_labels)
    Y = answers.one_hot(y)
    print(f"{images.about}\n\n{'':34}train     test    CPU s   wall s")

    def accuracy(forward: Callable[[np.ndarray], np.ndarray]) -> list[float]:
        return [float(np.mean(forward(a).argmax(axis=1) == b))
                for a, b in ((X, y), (X_test, y_test))]  # fmt: skip

    def shown(label: str, scores: list[float], spent: tuple[float, float]) -> None:
        print(f"{label:32}{scores[0]:7.4f}  {scores[1]:7.4f} {spent[0]:8.1f} {spent[1]:8.1f}")

    shares, spent = timed(lambda: answers.baselines(X, y, X_test, y_test))
    print(f"{'baselines':48} {spent[0]:8.1f} {spent[1]:8.1f}")
    for name, share in shares.items():
        print(f"  {name:39}{share:7.4f}")
    (weights, _), spent = timed(
        lambda: answers.train_digits(X, Y, HIDDEN, EPOCHS, BATCH, RATE, np.random.default_rng(0))
    )
    numpy_scores = accuracy(lambda a: answers.forward(weights, a)[-1])
    shown(f"NumPy, 784-{HIDDEN}-10 sigmoid", numpy_scores, spent)
    (model, _), spent = timed(lambda: answers.torch_digits(X, Y, 128, 5, 64, 0.002, 0))
    def torch_accuracy(model: torch.nn.Module) -> list[float]:
        kind = next(model.parameters()).dtype
        with torch.no_grad():
            return accuracy(lambda a: model(torch.tensor(a, dtype=kind)).numpy())

    torch_scores = torch_accuracy(model)
    shown("PyTorch, 784-128-10 relu, Adam", torch_scores, spent)
    pride = []
    for seed in range(3):
        (model, _), spent = timed(
            lambda seed=seed: answers.torch_digits(X, Y, 400, 8, 64, 0.001, seed)
        )
        pride.append(torch_accuracy(model))
        shown(f"PyTorch, 784-400-10 relu, seed {seed}", pride[-1], spent)

    ratio, apart = side_by_side(answers, X, Y, rounds)
    faults = [
        f"{name} reaches {scores[1]:.4f}, less than {WANTED[name]}"
        for name, scores in (("NumPy", numpy_scores), ("PyTorch", torch_scores),
                             ("400 relu", min(pride, key=lambda scores: scores[1])))
        if scores[1] < WANTED[name]
    ]
    if ratio > SLOWEST:
        faults.append(f"NumPy takes {ratio:.2f} times PyTorch's CPU time, more than {SLOWEST}")
    if apart > 1e-10:
        faults.append(f"the two end at weights that differ by {apart:.1e}")
    print("\n" + ("\n".join(f"NOT REACHED: {fault}." for fault in faults) or "All of it reached."))
    sys.exit(bool(faults))


def side_by_side(answers: Any, X: np.ndarray, Y: np.ndarray, rounds: int) -> tuple[float, float]:
    """Return the median ratio of NumPy's CPU time for an epoch to PyTorch's, and the largest
    difference of their weights."""
    inputs, targets = torch.tensor(X), torch.tensor(Y)
    ours, theirs, apart = [], [], 0.0
    for seed in range(rounds):
        start, _ = answers.train_digits(X[:1], Y[:1], HIDDEN, 1, 1, 0.0, generator(seed))
        (weights, _), (spent, _) = timed(
            lambda seed=seed: answers.train_digits(X, Y, HIDDEN, 1, BATCH, RATE, generator(seed))
        )
        ours.append(spent)
        order = generator(seed)
        for w in start:
            order.normal(size=w.shape)
        model, (spent, _) = timed(
            lambda start=start, order=order: torch_epoch(
                start, inputs, targets, answers.minibatches(len(X), BATCH, order)
            )
        )
        theirs.append(spent)
        for layer, w in zip((model[0], model[2]), weights):
            there = np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()])
            apart = max(apart, float(np.abs(there - w).max()))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    print(f"\n784-{HIDDEN}-10 sigmoid, batches of {BATCH}, float64, CPU seconds an epoch, "
          f"{rounds} rounds, turn by turn")  # fmt: skip
    print(f"  NumPy    {statistics.median(ours):6.2f}   ({min(ours):.2f} to {max(ours):.2f})")
    print(f"  PyTorch  {statistics.median(theirs):6.2f}   ({min(theirs):.2f} to {max(theirs):.2f})")
    print(f"  NumPy / PyTorch {ratio:.2f}; weights after an epoch differ by at most {apart:.0e}")
    return ratio, apart


def torch_epoch(
    start: list[np.ndarray], inputs: torch.Tensor, targets: torch.Tensor, batches: Any
) -> torch.nn.Sequential:
    """Train for an epoch by plain descent on the cost of question 4, with autograd."""
    layers = []
    for w in start:
        layer = torch.nn.Linear(w.shape[0] - 1, w.shape[1], dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(w[:-1].T))
            layer.bias.copy_(torch.tensor(w[-1]))
        layers += [layer, torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    costs = []
    for batch in batches:
        rows = torch.from_numpy(batch)
        optimizer.zero_grad()
        loss = ((targets[rows] - model(inputs[rows])) ** 2).sum() / len(rows)
        loss.backward()
        optimizer.step()
        costs.append(loss.item())
    return model


def generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def timed(work: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """Call a function and return its result, with its CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        result = work()
    return result, (time.process_time() - cpu, time.perf_counter() - wall)


if __name__ == "__main__":
    try:
        main()
    except CourseworkError as error:
        sys.exit(f"mnist: {error}")
