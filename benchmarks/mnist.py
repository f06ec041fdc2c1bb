"""hw6's reference on the real 70,000 images: accuracy and time, beside scikit-learn and PyTorch.

    make mnist                                    (or: python benchmarks/mnist.py [--rounds 5])

needs the MNIST files (`coursework fetch-mnist`) and PyTorch (`make torch`). It trains

- scikit-learn's Perceptron, question 3,
- question 8's NumPy network, 64 hidden, batches of 16, learning rate 1, 3 epochs: 0.95 or more,
- question 9's PyTorch network, 128 hidden, batches of 64, rate 0.002, 5 epochs: 0.97 or more,

and then the network of question 8 once more in PyTorch, with autograd and torch.optim.SGD: the same
start, the same order, the same batches, float64, one thread each, turn by turn, an epoch at a time.
Both have to end at the same weights, and NumPy's CPU time may be 1.3 times PyTorch's. What is not
reached is said, and makes the exit code 1.
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
from nnlab import digits
from sklearn.linear_model import Perceptron
from threadpoolctl import threadpool_limits

from autograder.errors import CourseworkError
from tools import places
from tools.calibration import answers_of

WANTED = {"NumPy": 0.95, "PyTorch": 0.97}
SLOWEST = 1.3
HIDDEN, BATCH, RATE, EPOCHS = 64, 16, 1.0, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    threadpool_limits(1)
    found = digits.locate(places.DATA)
    if found.name != "MNIST":
        raise CourseworkError("MNIST is not here. Run `coursework fetch-mnist`.")
    with contextlib.redirect_stdout(io.StringIO()):
        answers = answers_of(places.SOLUTIONS / "hw6_mnist.py")
    print(f"{platform.machine()}, {os.cpu_count()} cores, one used; Python "
          f"{platform.python_version()}, numpy {np.__version__}, torch {torch.__version__}, "
          f"scikit-learn {version('scikit-learn')}")  # fmt: skip
    X, y = answers.load_images(found.train_images), answers.load_labels(found.train_labels)
    X_test = answers.load_images(found.test_images)
    y_test = answers.load_labels(found.test_labels)
    Y = answers.one_hot(y)
    print(f"{found.about}\n\n{'':34}train     test    CPU s   wall s")

    def accuracy(forward: Callable[[np.ndarray], np.ndarray]) -> list[float]:
        return [float(np.mean(forward(a).argmax(axis=1) == b))
                for a, b in ((X, y), (X_test, y_test))]  # fmt: skip

    def shown(label: str, scores: list[float], spent: tuple[float, float]) -> None:
        print(f"{label:32}{scores[0]:7.4f}  {scores[1]:7.4f} {spent[0]:8.1f} {spent[1]:8.1f}")

    (score, _), spent = timed(lambda: answers.perceptron_baseline(X, y))
    beside = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    shown("scikit-learn, Perceptron", [score, beside.score(X_test, y_test)], spent)
    (weights, _), spent = timed(
        lambda: answers.train_digits(X, Y, HIDDEN, EPOCHS, BATCH, RATE, np.random.default_rng(0))
    )
    numpy_scores = accuracy(lambda a: answers.forward(weights, a)[-1])
    shown(f"NumPy, 784-{HIDDEN}-10 sigmoid", numpy_scores, spent)
    (model, _), spent = timed(lambda: answers.torch_digits(X, Y, 128, 5, 64, 0.002, 0))
    with torch.no_grad():
        torch_scores = accuracy(
            lambda a: model(torch.tensor(a, dtype=next(model.parameters()).dtype)).numpy()
        )
    shown("PyTorch, 784-128-10 relu, Adam", torch_scores, spent)

    ratio, apart = side_by_side(answers, X, Y, rounds)
    faults = [
        f"{name} reaches {scores[1]:.4f}, less than {WANTED[name]}"
        for name, scores in (("NumPy", numpy_scores), ("PyTorch", torch_scores))
        if scores[1] < WANTED[name]
    ]
    if ratio > SLOWEST:
        faults.append(f"NumPy takes {ratio:.2f} times PyTorch's CPU time, more than {SLOWEST}")
    if apart > 1e-10:
        faults.append(f"the two end at weights that differ by {apart:.1e}")
    print("\n" + ("\n".join(f"NOT REACHED: {fault}." for fault in faults) or "All of it reached."))
    sys.exit(bool(faults))


def side_by_side(answers: Any, X: np.ndarray, Y: np.ndarray, rounds: int) -> tuple[float, float]:
    """Median of NumPy's CPU time over PyTorch's for an epoch, and how far their weights differ."""
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
    """An epoch of plain descent on the cost of question 4, with autograd."""
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
    """What work() returns, and its CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        result = work()
    return result, (time.process_time() - cpu, time.perf_counter() - wall)


if __name__ == "__main__":
    try:
        main()
    except CourseworkError as error:
        sys.exit(f"mnist: {error}")
