"""Measure what right and wrong answers of hw5_deep_networks reach in its training checks."""

import numpy as np

from tools.proof.experiments import Experiment


def compare(answers, seed):
    """loss of 20 tanh neurons on the ten digits, scale None, rate 0.2, 600 epochs"""
    rng = np.random.default_rng(seed)
    return answers.compare([20], {"tanh": answers.tanh}, 0.2, 600, rng, None)[0]["loss"]


def entry(answers, seed):
    """loss of the reference's recipe for two hidden layers from any seed, 2,000 epochs"""
    recipe = answers.winning_entry()
    X, Y = answers.seven_segment()
    activations = [answers.ACTIVATIONS[name] for name in recipe["activations"]]
    start = answers.initialize([7, *recipe["hidden"], 10], np.random.default_rng(seed))
    weights, _ = answers.fit(start, X, Y, activations, recipe["learning_rate"], 2000)
    output = answers.feed_forward(weights, X, activations)[-1]
    return float(np.mean((output - Y) ** 2))


GRADIENTS = '''
def gradients(weights, layers, Y, activations):
    error, found = layers[-1] - Y, []
    for w, layer, f in reversed(list(zip(weights, layers, activations))):
        ones = np.hstack([np.ones((len(layer), 1)), layer])
        delta = {delta}
        found.append(ones.T @ delta{scaled})
        error = delta @ w[1:].T
    return found[::-1]
'''
COMPARE = '''
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    rows = []
    for hidden in hidden_sizes:
        for name, f in activations.items():
            start = initialize([7, hidden, 10], rng, {scale})
            weights, _ = fit(start, X, Y, [f, {output}], {rate}, epochs)
            out = feed_forward(weights, X, [f, {output}])[-1]
            loss = float(np.mean((out - Y) ** 2))
            rows.append(dict(hidden=hidden, activation=name, loss=loss, accuracy=1.0))
    return rows
'''


def _compare(scale="scale", output="sigmoid", rate="learning_rate"):
    return COMPARE.format(scale=scale, output=output, rate=rate)


def _entry(hidden, activations, rate):
    recipe = dict(hidden=hidden, activations=activations, learning_rate=rate, seed=0)
    return f"def winning_entry():\n    return {recipe!r}\n"


EXPERIMENTS = [
    Experiment(
        "compare",
        measure=compare,
        better="lower",
        broken={
            "the gradient of the mean": GRADIENTS.format(
                delta="error * f(ones @ w, deriv=True)", scaled=" / len(Y)"),
            "every slope squared": GRADIENTS.format(
                delta="error * f(ones @ w, deriv=True) ** 2", scaled=""),
            "the start at zero": _compare(scale="0.0"),
            "the activation on the output too": _compare(output="f"),
            "a rate of its own": _compare(rate="0.02"),
        },
    ),
    Experiment(
        "entry",
        measure=entry,
        better="lower",
        broken={
            "a rate too low": _entry([10, 10], ["tanh", "tanh", "sigmoid"], 0.01),
            "a rate too high": _entry([10, 10], ["tanh", "tanh", "sigmoid"], 5.0),
            "one neuron": _entry([10, 1], ["tanh", "tanh", "sigmoid"], 0.2),
            "sigmoids at a low rate": _entry([10, 10], ["sigmoid"] * 3, 0.1),
            "a relu for the output": _entry([10, 10], ["tanh", "tanh", "relu"], 0.2),
        },
    ),
]
