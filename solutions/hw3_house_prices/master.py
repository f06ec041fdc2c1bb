# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [raw]
# # ASSIGNMENT CONFIG
# name: hw3_house_prices
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
#   - data/houses.csv
# generate:
#   points_possible: 25
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false
# optional: [torch]

# %% [markdown]
# # Homework 3: ten houses, twenty-one derivatives
#
# A network small enough to know every weight by name: two inputs, five hidden neurons, one output,
# 21 weights. You predict house prices with it, derive the slope of the loss with respect to each
# weight, prove numerically that the slopes are right, train, and find out why a network published
# with exactly this data can't fit it. Then you do the same in PyTorch, which computes the
# derivatives for you, and yours must agree with them to ten digits.
#
# | question | you write | points |
# | --- | --- | --- |
# | 1 | `standardize`, `unstandardize` | 3 |
# | 2 | `forward` | 3 |
# | 3 | `loss` | 2 |
# | 4 | `gradient` | 5 |
# | 5 | `train` | 3 |
# | 6 | `unreachable_loss` | 2 |
# | 7 | `torch_model`, `torch_train` | 4 |
# | 8 | `torch_gradient` | 3 |
# | w1 | in sentences: why a falling loss proves little | 2 |
#
# You need the sigmoid and its slope from homework 1 and the chain rule from homework 2.
#
# **Time.** Not measured yet.
#
# **Notation.** In this chapter the biases are $w_1$ to $w_5$ and $w_{16}$, among the other weights.
# The loss $E$ is half the *sum* of the squared errors over the ten houses, so $\eta = 0.001$ here
# moves the weights as far as $\eta = 0.01$ would for half the *mean* of the squared errors.
#
# **How to work.** Replace each `raise NotImplementedError(...)`, run the cell, run the check below
# it. A check stops at the first thing that is wrong and says what it was; the very first check
# takes some seconds. Public checks carry 40 % of the points, hidden tests the rest, on other data
# and other weights, and they test nothing that is not written here. Arrays are NumPy `float64`,
# samples stand in rows, and functions leave their arguments as they were.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.
#
# **The data.** Ten sold houses: two inputs and a price. The text that this homework is built on
# calls the first input "average price per square meter". The same ten rows open a data set of
# houses in Portland, known from Andrew Ng's course on machine learning, in which it is the living
# area in square feet; that is the name used here. Labels of a copied table deserve a check, too.
#
# **PyTorch is optional.** Questions 7 and 8 need it (`pip install torch`); without it everything
# else works, and their checks say that they could not judge.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nnlab import data, gradcheck
from nnlab.pictures import BLUE, COLORS, DASHES, MARKERS, show

try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed: questions 7 and 8 have to wait.")


def sigmoid(x):
    """1 / (1 + e^-x), elementwise: yours from homework 1 would do as well."""
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decayed) / (1.0 + decayed)


houses, prices = data.houses()
print("living area (square feet), bedrooms -> sold for (dollars)")
for (area, bedrooms), (price,) in zip(houses, prices):
    print(f"{area:11,.0f}, {bedrooms:8.0f} -> {price:8,.0f}")

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: bring everything to one scale (3 points)
#
# The inputs are around 2,000 and around 3, the prices around 300,000. Fed in like that, the first
# input alone would drive every sigmoid to its flat end, where nothing is learned, and no single
# learning rate would suit all weights. So each column is moved to mean 0 and scaled to standard
# deviation 1, and predictions are scaled back at the end:
#
# $$\underset{(N, D)}{S} = \frac{\overset{(N, D)}{A} - \overset{(D,)}{\mu}}{\underset{(D,)}{\sigma}}
#   \qquad \mu_d = \frac1N \sum_n A_{nd}
#   \qquad \sigma_d = \sqrt{\frac1N \sum_n (A_{nd} - \mu_d)^2}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Means and deviations are per column, of shape `(D,)`. The
# deviation is the population's, divided by $N$ and not by $N - 1$. A constant column has no scale:
# if a column's deviation is at most $10^{-12}$ times its largest absolute value, raise a
# `ValueError`. That covers a column of zeros, and a single row. Comparing with exactly 0 is not
# enough: by rounding, the columns of `np.full((10, 2), 0.1)` have a deviation of $10^{-17}$.
#
# </details>
#
# **Worked miniature.** $A = \begin{pmatrix}1 & 10\\ 3 & 30\end{pmatrix}$ has means $(2, 20)$,
# deviations $(1, 10)$, and becomes $\begin{pmatrix}-1 & -1\\ 1 & 1\end{pmatrix}$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def standardize(A):
    """Scale each column to mean 0 and population standard deviation 1.

    Args:
        A: (N, D) float64.

    Returns:
        (scaled, mean, std): (N, D), (D,) and (D,).

    Raises:
        ValueError: a column is constant: std <= 1e-12 times its largest absolute value.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q1: standardize")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    mean, std = A.mean(axis=0), A.std(axis=0)
    constant = std <= 1e-12 * np.abs(A).max(axis=0)
    if constant.any():
        raise ValueError(f"columns {np.flatnonzero(constant)} are constant and have no scale")
    return (A - mean) / std, mean, std
    # END SOLUTION


def unstandardize(scaled, mean, std):
    """Undo `standardize`.

    Args:
        scaled: (N, D) float64; mean, std: (D,) float64.

    Returns:
        (N, D) array in the original units.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q1: unstandardize")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return scaled * std + mean
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, there and back, and a column of zeros
""" # END TEST CONFIG
def test_q1_miniature(standardize, unstandardize):
    import numpy as np
    from nnlab.checks import check, raises
    A = np.array([[1.0, 10.0], [3.0, 30.0]])
    scaled = np.array([[-1.0, -1.0], [1.0, 1.0]])
    mean, std = np.array([2.0, 20.0]), np.array([1.0, 10.0])
    check(standardize, (A,), (scaled, mean, std), name="standardize")
    check(unstandardize, (scaled, mean, std), A, name="unstandardize")
    zeros = np.array([[1.0, 0.0], [2.0, 0.0]])
    raises(ValueError, standardize, zeros, name="standardize", when="for a column of zeros")
test_q1_miniature(standardize, unstandardize)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh data of several shapes, columns of very different size, there and back
""" # END TEST CONFIG
def test_q1_fresh(standardize, unstandardize):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(3101)
    for n, d in [(3, 1), (5, 2), (4, 4), (10, 3)]:
        A = rng.normal(0, 1, (n, d)) * 10.0 ** rng.uniform(-3, 5, d) + rng.normal(0, 3, d)
        mean = A.sum(axis=0) / n
        std = np.sqrt(((A - mean) ** 2).sum(axis=0) / n)
        check(standardize, (A,), ((A - mean) / std, mean, std), name="standardize", rtol=1e-7,
              atol=1e-10)
        S, m, s = rng.normal(0, 1, (n, d)), rng.normal(0, 9, d), rng.uniform(1, 9, d)
        back = np.stack([S[:, k] * s[k] + m[k] for k in range(d)], axis=1)
        check(unstandardize, (S, m, s), back, name="unstandardize")
test_q1_fresh(standardize, unstandardize)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a constant column is a ValueError, a narrow one is not
""" # END TEST CONFIG
def test_q1_constant(standardize):
    import numpy as np
    from nnlab.checks import call, check, close, raises
    rng = np.random.default_rng(3102)
    everywhere = np.full((10, 2), 0.1)
    raises(ValueError, standardize, everywhere, name="standardize", when="for constant columns")
    for constant in [0.1, 0.0, 1e5 / 3, -7e9, 1e9 / 3, -7e9 + 0.1]:
        for column in range(3):
            A = rng.normal(0, 1, (10, 3))
            A[:, column] = constant
            raises(ValueError, standardize, A, name="standardize", when="for a constant column")
    almost = np.column_stack([np.arange(5.0), 1000 + np.arange(5) * 1e-10])
    raises(ValueError, standardize, almost, name="standardize", when="for a deviation this small")
    below, above = 1 + np.array([[0.0], [1.6e-12]]), 1 + np.array([[0.0], [2.4e-12]])
    raises(ValueError, standardize, below, name="standardize", when="for a deviation of 8e-13")
    close(call(standardize, above, name="standardize")[0], np.array([[-1.0], [1.0]]), rtol=1e-3,
          what="what becomes of 1, 1 + 2.4e-12")
    sizes = rng.normal(0, 1, (5, 2)) * [1e-15, 1e15]
    mean, std = sizes.mean(axis=0), sizes.std(axis=0)
    check(standardize, (sizes,), ((sizes - mean) / std, mean, std), name="standardize", rtol=1e-7,
          atol=0)
    raises(ValueError, standardize, np.array([[1.0, 2.0]]), name="standardize", when="for one row")
    narrow = np.array([[1000.0], [1000.001], [1000.002]])
    scaled = np.array([[-1.0], [0.0], [1.0]]) * np.sqrt(1.5)
    std = np.array([0.001 / np.sqrt(1.5)])
    check(standardize, (narrow,), (scaled, np.array([1000.001]), std), name="standardize",
          rtol=1e-6, atol=1e-6)
    close(call(standardize, 1 + np.array([[0.0], [1e-10], [2e-10]]), name="standardize")[0], scaled,
          rtol=1e-3, atol=1e-3, what="what becomes of 1, 1 + 1e-10, 1 + 2e-10")
test_q1_constant(standardize)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 3

# %% [markdown]
# ## Question 2: forward through 21 weights (3 points)
#
# All weights are in one vector, so that each derivative has a number. The order is fixed:
#
# | weights | from | to | in Python |
# | --- | --- | --- | --- |
# | $w_1 \dots w_5$ | bias | hidden 1 to 5 | `weights[0:5]` |
# | $w_6 \dots w_{10}$ | input $x_1$ | hidden 1 to 5 | `weights[5:10]` |
# | $w_{11} \dots w_{15}$ | input $x_2$ | hidden 1 to 5 | `weights[10:15]` |
# | $w_{16}$ | bias | output | `weights[15]` |
# | $w_{17} \dots w_{21}$ | hidden 1 to 5 | output | `weights[16:21]` |
#
# ![](pictures/network_2_5_1.svg)
#
# Write $\alpha$ for what goes into an activation and $\beta$ for what comes out:
#
# $$\underset{(N, 5)}{\alpha_H} = w_{1..5} + x_1\, w_{6..10} + x_2\, w_{11..15}
#   \qquad \beta_H = \sigma(\alpha_H)
#   \qquad \underset{(N, 1)}{\alpha_O} = w_{16} + \beta_H\, \underset{(5, 1)}{w_{17..21}^T}$$
#
# In Python `weights[16:21]` has the shape `(5,)`: reshape it to a column, or the product is `(N,)`.
#
# The prediction is $\hat y = \sigma(\alpha_O)$ for `output="sigmoid"`, as in the published
# network, and $\hat y = \alpha_O$ for `output="linear"`. Any other `output` is a `ValueError` here;
# in the later questions it is always one of the two.
#
# **Worked miniature.** All weights are 0 but $w_6 = \ln 3$, $w_{16} = -1$, $w_{17} = 4$. For
# $x = (1, 0)$: hidden 1 gives $\sigma(\ln 3) = 0.75$, the others 0.5 (and weigh nothing), so
# $\alpha_O = -1 + 4 \cdot 0.75 = 2$. A linear output says 2, a sigmoid one $\sigma(2) = 0.8808$.
# For $x = (0, 1)$: $\alpha_O = 1$. For $x = (-1, 5)$: $\alpha_O = 0$.
#
# > **Published.** The text says of a picture of this network: "in total, there are three neurons in
# > this network: two neurons in a hidden layer, and one neuron in the output layer". Count them in
# > the diagram. Its first listing for this forward pass appends the column of ones *behind* the
# > inputs, while its weights have the biases in the *first* row, then a row for $x_1$ and one for
# > $x_2$. And it takes its loss of `y_pred`, a name that it never defines. Which weights does each
# > input meet there? Running a listing finds the second slip; the first one runs without a word.

# %% [raw]
# # BEGIN SOLUTION

# %%
def forward(weights, x, output="sigmoid"):
    """Predictions of the 2-5-1 network.

    Args:
        weights: (21,) float64, in the order of the table.
        x: (N, 2) float64.
        output: "sigmoid" or "linear", the activation of the output.

    Returns:
        (N, 1) array of predictions.

    Raises:
        ValueError: output is neither of the two.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q2: forward")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    if output not in ("sigmoid", "linear"):
        raise ValueError(f"output should be 'sigmoid' or 'linear', not {output!r}")
    hidden = hidden_activations(weights, x)
    alpha_out = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha_out) if output == "sigmoid" else alpha_out


def hidden_activations(weights, x):
    return sigmoid(weights[:5] + x @ weights[5:15].reshape(2, 5))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, both outputs
""" # END TEST CONFIG
def test_q2_miniature(forward):
    import numpy as np
    from nnlab.checks import check
    weights = np.zeros(21)
    weights[[5, 15, 16]] = np.log(3.0), -1.0, 4.0
    x = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 5.0]])
    check(forward, (weights, x), 1 / (1 + np.exp([[-2.0], [-1.0], [0.0]])), name="forward")
    check(forward, (weights, x, "linear"), np.array([[2.0], [1.0], [0.0]]), name="forward")
test_q2_miniature(forward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights, batches of 1, 3 and 5, both outputs
""" # END TEST CONFIG
def test_q2_fresh(forward):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(3201)
    for n in [1, 3, 5]:
        weights, x = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2))
        alphas = []
        for x1, x2 in x:
            alpha = weights[15]
            for k in range(5):
                net = weights[k] + x1 * weights[5 + k] + x2 * weights[10 + k]
                alpha += weights[16 + k] / (1 + math.exp(-net))
            alphas.append([alpha])
        linear = np.array(alphas)
        check(forward, (weights, x, "sigmoid"), 1 / (1 + np.exp(-linear)), name="forward")
        check(forward, (weights, x), 1 / (1 + np.exp(-linear)), name="forward")
        check(forward, (weights, x), linear, name="forward", output="linear")
test_q2_fresh(forward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: each of the 21 weights acts on its own edge; another output is a ValueError
""" # END TEST CONFIG
def test_q2_edges(forward):
    import numpy as np
    from nnlab.checks import check, raises
    rng = np.random.default_rng(3202)
    x = rng.normal(0, 1, (4, 2))
    base = rng.normal(0, 0.5, 21)
    inputs = np.column_stack([np.ones(4), x])
    for k in range(21):
        weights = base.copy()
        weights[k] += 1.5
        net = inputs @ weights[:15].reshape(3, 5)
        alpha = np.column_stack([np.ones(4), 1 / (1 + np.exp(-net))]) @ weights[15:]
        check(forward, (weights, x, "linear"), alpha.reshape(4, 1), name="forward")
    for wrong in ["tanh", "Sigmoid", "", "s", "lin", "sigmoid "]:
        raises(ValueError, forward, base, x, wrong, name="forward", when=f"for output={wrong!r}")
test_q2_edges(forward)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 2

# %% [markdown]
# ## Question 3: one number for how wrong it is (2 points)
#
# Training needs a single number to make small. The loss is half the sum of the squared errors over
# all samples, on standardized prices. The half is there to cancel the 2 of the derivative; the sum
# is not a mean, so that for ten prices with mean 0 and deviation 1, predicting 0 for each
# costs exactly $\frac12 \cdot 10 = 5$.
#
# $$E = \frac12 \sum_{n=1}^{N} \big(y_n - \hat y_n\big)^2
#   \qquad \underset{(N, 1)}{y},\ \underset{(N, 1)}{\hat y} \to \text{a float}$$
#
# **Worked miniature.** The network and the three inputs of question 2, linear output, predict
# $2, 1, 0$. For $y = (1, 1, 1)$: $E = \frac12 (1 + 0 + 1) = 1$.
#
# > **Published.** The code computes this half of a sum, and the comment beside it says "the average
# > error ... also known as the mean squared error". By what factor do the two differ for ten
# > houses, and by what factor would $\eta$ have to change?

# %% [raw]
# # BEGIN SOLUTION

# %%
def loss(weights, x, y, output="sigmoid"):
    """Half the sum of the squared errors of the network's predictions.

    Args:
        weights: (21,) float64; x: (N, 2) float64; y: (N, 1) float64.
        output: "sigmoid" or "linear".

    Returns:
        float: E.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q3: loss")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return float(0.5 * np.sum((y - forward(weights, x, output)) ** 2))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, both outputs
""" # END TEST CONFIG
def test_q3_miniature(loss):
    import numpy as np
    from nnlab.checks import check
    weights = np.zeros(21)
    weights[[5, 15, 16]] = np.log(3.0), -1.0, 4.0
    x = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 5.0]])
    y = np.ones((3, 1))
    check(loss, (weights, x, y, "linear"), 1.0, name="loss")
    errors = 1 - 1 / (1 + np.exp(np.array([-2.0, -1.0, 0.0])))
    check(loss, (weights, x, y), float(0.5 * np.sum(errors**2)), name="loss")
test_q3_miniature(loss)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights and data, batches of 1, 3 and 5, both outputs
""" # END TEST CONFIG
def test_q3_fresh(loss):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(3301)
    for n in [1, 3, 5]:
        weights, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        net = np.column_stack([np.ones(n), x]) @ weights[:15].reshape(3, 5)
        alpha = np.column_stack([np.ones(n), 1 / (1 + np.exp(-net))]) @ weights[15:]
        linear = sum((a - b) ** 2 for a, b in zip(alpha, y[:, 0])) / 2
        squashed = sum((1 / (1 + np.exp(-a)) - b) ** 2 for a, b in zip(alpha, y[:, 0])) / 2
        check(loss, (weights, x, y, "linear"), float(linear), name="loss")
        check(loss, (weights, x, y, "sigmoid"), float(squashed), name="loss")
test_q3_fresh(loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 5

# %% [markdown]
# ## Question 4: the 21 derivatives (5 points)
#
# Backpropagation is the chain rule, begun at the loss and worked back edge by edge. Take $w_{16}$,
# the output's bias, and one sample:
#
# $$\frac{\partial E}{\partial w_{16}}
#   = \underbrace{\frac{\partial E}{\partial \hat y}}_{\hat y - y}\;
#     \underbrace{\frac{\partial \hat y}{\partial \alpha_O}}_{f'(\alpha_O)}\;
#     \underbrace{\frac{\partial \alpha_O}{\partial w_{16}}}_{1}
#   = \delta_O
#   \qquad f' = \hat y (1 - \hat y)\ \text{for a sigmoid, } 1\ \text{for a linear output}$$
#
# The first two factors are the same for every weight into the output, so they get a name,
# $\delta_O$. For a hidden neuron the way back leads on through its outgoing weight and its
# activation:
#
# $$\underset{(N, 5)}{\delta_H} = \underset{(N, 1)}{\delta_O}\ \underset{(1, 5)}{w_{17..21}}
#   \odot \underset{(N, 5)}{\beta_H (1 - \beta_H)}
#   \qquad\text{e.g. } \frac{\partial E}{\partial w_{6}} = \sum_{n} \delta_{n,H1}\, x_{n,1}$$
#
# ($\odot$ multiplies entry by entry.) From here one sentence gives all 21: **the derivative of a
# weight is what came in over its edge times the $\delta$ of the neuron it leads to, summed over the
# samples.** Over a bias's edge comes a 1.
#
# **Worked miniature.** The weights of question 2, linear output, one sample $x = (1, 0)$, $y = 1$.
# The prediction is 2, so $\delta_O = 1$; $\partial E/\partial w_{16} = 1$, $w_{17}$ gets
# $\beta_{H1} = 0.75$, $w_{18}$ to $w_{21}$ get 0.5 each. Back: $\delta_{H1} = 1 \cdot 4 \cdot 0.75
# \cdot 0.25 = 0.75$, the other $\delta_H$ are 0. So $w_1$ and $w_6$ get 0.75, $w_{11}$ gets 0, and
# so do the rest.
#
# The check compares with central differences of a loss of its own, group by group, and its report
# says which group is wrong and, where it can, what the mistake looks like. A right gradient has a
# relative error of **about 1e-10**; the limit is 1e-6.

# %% [raw]
# # BEGIN SOLUTION

# %%
def gradient(weights, x, y, output="sigmoid"):
    """Derivatives of the loss with respect to the 21 weights, by backpropagation.

    Args:
        weights: (21,) float64; x: (N, 2) float64; y: (N, 1) float64.
        output: "sigmoid" or "linear".

    Returns:
        (21,) array, in the order of the weights.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q4: gradient")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    hidden = hidden_activations(weights, x)
    predicted = forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([
        delta_hidden.sum(axis=0),
        x[:, 0] @ delta_hidden,
        x[:, 1] @ delta_hidden,
        delta_out.sum(axis=0),
        (delta_out * hidden).sum(axis=0),
    ])
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, one sample and a linear output
""" # END TEST CONFIG
def test_q4_miniature(gradient):
    import numpy as np
    from nnlab.checks import check
    weights = np.zeros(21)
    weights[[5, 15, 16]] = np.log(3.0), -1.0, 4.0
    expected = np.zeros(21)
    expected[[0, 5]] = 0.75
    expected[15:] = 1.0, 0.75, 0.5, 0.5, 0.5, 0.5
    x, y = np.array([[1.0, 0.0]]), np.array([[1.0]])
    check(gradient, (weights, x, y, "linear"), expected, name="gradient")
test_q4_miniature(gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: ten samples against central differences, group by group, both outputs
""" # END TEST CONFIG
def test_q4_gradient_check(gradient):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.gradcheck import check_gradients
    groups = {
        "w1-w5 (hidden biases)": slice(0, 5), "w6-w10 (from x1)": slice(5, 10),
        "w11-w15 (from x2)": slice(10, 15), "w16 (output bias)": slice(15, 16),
        "w17-w21 (to the output)": slice(16, 21),
    }
    def split(vector):
        return {name: vector[part].copy() for name, part in groups.items()}
    def squash(z):
        return 1 / (1 + np.exp(-z))
    def network(weights, x, output):
        hidden = squash(np.column_stack([np.ones(len(x)), x]) @ weights[:15].reshape(3, 5))
        alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
        return hidden, squash(alpha) if output == "sigmoid" else alpha
    def slip(weights, x, y, output, slope):
        hidden, predicted = network(weights, x, output)
        out = (predicted - y) * (slope(predicted) if output == "sigmoid" else 1)
        back = out * weights[16:] * slope(hidden)
        ones = np.ones((len(x), 1))
        return np.concatenate([(np.hstack([ones, x]).T @ back).ravel(),
                               (np.hstack([ones, hidden]).T @ out).ravel()])
    rng = np.random.default_rng(34)
    x, y, weights = rng.normal(0, 1, (10, 2)), rng.normal(0, 1, (10, 1)), rng.normal(0, 1, 21)
    for output in ["linear", "sigmoid"]:
        def error(parts, output=output):
            predicted = network(np.concatenate(list(parts.values())), x, output)[1]
            return 0.5 * np.sum((predicted - y) ** 2)
        got = call(gradient, weights, x, y, name="gradient", output=output)
        close(got, np.zeros(21), atol=np.inf, what=f"gradient(..., output={output!r})")
        suspects = {
            "The sigmoid's derivative is taken at its output; it belongs at what goes in.": slip(
                weights, x, y, output, lambda a: squash(a) * (1 - squash(a))),
            "The activations' derivatives are missing.": slip(
                weights, x, y, output, np.ones_like),
        }
        names = list(groups)
        report = check_gradients(
            error, split(weights), split(got), n=10, layers=[names[:3], names[3:]],
            suspects={text: split(wrong) for text, wrong in suspects.items()})
        try:
            report.expect()
        except AssertionError as found:
            raise AssertionError(f"With output={output!r}: {found}") from None
test_q4_gradient_check(gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights against central differences, sigmoid output, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q4_sigmoid(gradient):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(3401)
    for n in [1, 3, 5]:
        weights, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        def error(w, x=x, y=y, n=n):
            hidden = 1 / (1 + np.exp(-np.column_stack([np.ones(n), x]) @ w[:15].reshape(3, 5)))
            predicted = 1 / (1 + np.exp(-hidden @ w[16:] - w[15]))
            return 0.5 * np.sum((predicted - y[:, 0]) ** 2)
        numeric = numerical_gradient(error, weights.copy())
        check(gradient, (weights, x, y), numeric, name="gradient", rtol=1e-6, atol=1e-9)
        check(gradient, (weights, x, y, "sigmoid"), numeric, name="gradient", rtol=1e-6, atol=1e-9)
test_q4_sigmoid(gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights against central differences, linear output, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q4_linear(gradient):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(3402)
    for n in [1, 3, 5]:
        weights, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        def error(w, x=x, y=y, n=n):
            hidden = 1 / (1 + np.exp(-np.column_stack([np.ones(n), x]) @ w[:15].reshape(3, 5)))
            return 0.5 * np.sum((hidden @ w[16:] + w[15] - y[:, 0]) ** 2)
        numeric = numerical_gradient(error, weights.copy())
        check(gradient, (weights, x, y), numeric, name="gradient", rtol=1e-6, atol=1e-8,
              output="linear")
test_q4_linear(gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: large weights and errors, derivative by derivative, with autograd where PyTorch is
""" # END TEST CONFIG
def test_q4_edges(gradient):
    import importlib.util
    import math
    import numpy as np
    from nnlab.checks import check
    def one_by_one(w, x, y, output):
        total = [0.0] * 21
        for (x1, x2), (target,) in zip(x, y):
            b = [1 / (1 + math.exp(-(w[k] + x1 * w[5 + k] + x2 * w[10 + k]))) for k in range(5)]
            predicted = w[15] + sum(w[16 + k] * b[k] for k in range(5))
            delta = predicted - target
            if output == "sigmoid":
                predicted = 1 / (1 + math.exp(-predicted))
                delta = (predicted - target) * predicted * (1 - predicted)
            total[15] += delta
            for k in range(5):
                back = delta * w[16 + k] * b[k] * (1 - b[k])
                total[16 + k] += delta * b[k]
                total[k] += back
                total[5 + k] += back * x1
                total[10 + k] += back * x2
        return np.array(total)
    rng = np.random.default_rng(3403)
    for n, size, far in [(7, 1.0, 5e6), (2, 0.1, 5), (7, 3.0, 5)]:
        weights, x = rng.normal(0, size, 21), rng.normal(0, 2, (n, 2))
        y = rng.normal(0, far, (n, 1))
        for output in ["sigmoid", "linear"]:
            expected = one_by_one(weights, x, y, output)
            if importlib.util.find_spec("torch"):
                import torch
                w, inputs = torch.tensor(weights, requires_grad=True), torch.tensor(x)
                hidden = torch.sigmoid(w[:5] + inputs @ w[5:15].reshape(2, 5))
                out = hidden @ w[16:] + w[15]
                out = torch.sigmoid(out) if output == "sigmoid" else out
                (0.5 * ((out - torch.tensor(y[:, 0])) ** 2).sum()).backward()
                check(gradient, (weights, x, y, output), w.grad.numpy(), name="gradient",
                      rtol=1e-8, atol=1e-11 * far)
            check(gradient, (weights, x, y, output), expected, name="gradient", rtol=1e-8,
                  atol=1e-11 * far)
test_q4_edges(gradient)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: your 21 derivatives against the differences
#
# The report on the real houses, and a second test, one to look at. Step away from the weights by
# $h$ in a random direction $d$ and subtract what the gradient $g$ predicts:
#
# $$R(h) = \big|\,E(w + h d) - E(w) - h\, g \cdot d\,\big|$$
#
# If $g$ is right, only the curvature is left and $R$ falls like $h^2$: slope 2 on logarithmic
# axes. If $g$ is wrong, a term of first order stays and, once $h$ is small enough, $R$ falls only
# like $h$: slope 1. A tiny error shows only at tiny steps, so a slope between 1 and 2 is a bad
# sign as well. The second line shows your gradient with $w_{16}$'s entry doubled.

# %% tags=["otter_ignore"]
x, x_mean, x_std = standardize(houses)
y, y_mean, y_std = standardize(prices)
start = np.random.default_rng(0).normal(0, 1, 21)
groups = {"w1-w5 (hidden biases)": slice(0, 5), "w6-w10 (from x1)": slice(5, 10),
          "w11-w15 (from x2)": slice(10, 15), "w16 (output bias)": slice(15, 16),
          "w17-w21 (to the output)": slice(16, 21)}
names = list(groups)
found = gradient(start, x, y)
print(gradcheck.check_gradients(
    lambda parts: loss(np.concatenate(list(parts.values())), x, y),
    {name: start[part].copy() for name, part in groups.items()},
    {name: found[part] for name, part in groups.items()},
    n=10, layers=[names[:3], names[3:]],
))
wrong = found.copy()
wrong[15] *= 2
curves, slopes = {}, {}
for label, g in {"your gradient": found, "w16's entry doubled": wrong}.items():
    slope, steps, remainders = gradcheck.taylor_slope(lambda w: loss(w, x, y), start, g)
    curves[f"{label}: slope {slope:.2f}"] = (steps, remainders)
    slopes[label] = f"{label} {slope:.2f}"
fig = gradcheck.taylor_picture(curves)
show(fig, alt=f"Taylor remainder against step on logarithmic axes; slopes: "
     f"{', '.join(slopes.values())}. 2 is right, 1 is wrong.")

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 3

# %% [markdown]
# ## Question 5: train (3 points)
#
# With the gradient in hand, training is one line, repeated. All 21 weights move at once, each
# against its slope:
#
# $$\underset{(21,)}{w} \leftarrow w - \eta\, \underset{(21,)}{g(w)}$$
#
# Every epoch uses all samples, and all epochs are run, even where the loss rises or is 0. Record
# the loss of each epoch **before** its update, so that `losses[0]` is the loss of the weights that
# came in; a list or an array of them will do. The weights that came in must not change:
# `weights -= ...` would change the caller's array.
#
# **Worked miniature.** Question 4's, with $\eta = 0.1$ and one epoch: `losses` is $(0.5)$, and
# $w_{16}$ goes from $-1$ to $-1.1$, $w_{17}$ from 4 to 3.925. In a second epoch the loss that is
# recorded is 0.197998.
#
# > **Published.** The text adopts $\eta = 10^{-6}$, and its code, further down, runs with
# > $10^{-3}$. It matters: from the start `start` of the cell above, 20,000 epochs at $10^{-6}$
# > bring the loss of the sigmoid network from 6.36 to 6.27, and at $10^{-3}$ to 2.92. When you have
# > written `train`, run both. A number in a text is a claim like any other.

# %% [raw]
# # BEGIN SOLUTION

# %%
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    """Full-batch gradient descent on the loss.

    Args:
        weights: (21,) float64, the start; left as it was.
        x: (N, 2) float64; y: (N, 1) float64.
        learning_rate: float; epochs: int.
        output: "sigmoid" or "linear".

    Returns:
        (weights, losses): (21,) after the last update; (epochs,), each before its update.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q5: train")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, one and two epochs
""" # END TEST CONFIG
def test_q5_miniature(train):
    import numpy as np
    from nnlab.checks import call, check, close
    weights = np.zeros(21)
    weights[[5, 15, 16]] = np.log(3.0), -1.0, 4.0
    slopes = np.zeros(21)
    slopes[[0, 5]] = 0.75
    slopes[15:] = 1.0, 0.75, 0.5, 0.5, 0.5, 0.5
    x, y = np.array([[1.0, 0.0]]), np.array([[1.0]])
    after = (weights - 0.1 * slopes, [0.5])
    check(train, (weights, x, y, 0.1, 1, "linear"), after, name="train")
    two = call(train, weights, x, y, 0.1, 2, "linear", name="train")
    close(two[1], [0.5, 0.19799750801183133], what="the losses of two epochs")
test_q5_miniature(train)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh data, sigmoid output, weights and losses of some hundred epochs
""" # END TEST CONFIG
def test_q5_sigmoid(train):
    import numpy as np
    from nnlab.checks import check
    def descend(w, x, y, rate, epochs):
        ones, losses = np.ones((len(x), 1)), []
        for _ in range(epochs):
            hidden = 1 / (1 + np.exp(-np.hstack([ones, x]) @ w[:15].reshape(3, 5)))
            predicted = 1 / (1 + np.exp(-np.hstack([ones, hidden]) @ w[15:, None]))
            losses.append(float(np.sum((predicted - y) ** 2) / 2))
            out = (predicted - y) * predicted * (1 - predicted)
            back = (out @ w[None, 16:]) * hidden * (1 - hidden)
            w = w - rate * np.concatenate([(np.hstack([ones, x]).T @ back).ravel(),
                                           (np.hstack([ones, hidden]).T @ out).ravel()])
        return w, losses
    rng = np.random.default_rng(3501)
    for n, rate, epochs in [(1, 0.3, 3), (5, 0.1, 300), (8, 0.02, 100)]:
        w, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.uniform(0, 1, (n, 1))
        expected = descend(w, x, y, rate, epochs)
        check(train, (w, x, y, rate, epochs), expected, name="train", rtol=1e-7, atol=1e-9)
        check(train, (w, x, y, rate, epochs, "sigmoid"), expected, name="train", rtol=1e-7,
              atol=1e-9)
test_q5_sigmoid(train)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh data, linear output, some hundred epochs, a loss that rises, and one of 0
""" # END TEST CONFIG
def test_q5_linear(train):
    import numpy as np
    from nnlab.checks import check
    def descend(w, x, y, rate, epochs):
        ones, losses = np.ones((len(x), 1)), []
        for _ in range(epochs):
            hidden = 1 / (1 + np.exp(-np.hstack([ones, x]) @ w[:15].reshape(3, 5)))
            out = np.hstack([ones, hidden]) @ w[15:, None] - y
            losses.append(float(np.sum(out**2) / 2))
            back = (out @ w[None, 16:]) * hidden * (1 - hidden)
            w = w - rate * np.concatenate([(np.hstack([ones, x]).T @ back).ravel(),
                                           (np.hstack([ones, hidden]).T @ out).ravel()])
        return w, losses
    rng = np.random.default_rng(3502)
    for n, rate, epochs in [(1, 0.05, 3), (5, 0.02, 300), (8, 0.01, 100)]:
        w, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        check(train, (w, x, y, rate, epochs), descend(w, x, y, rate, epochs), name="train",
              rtol=1e-7, atol=1e-9, output="linear")
    rng = np.random.default_rng(3503)
    w, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (5, 2)), rng.normal(0, 1, (5, 1))
    check(train, (w, x, y, 0.5, 5), descend(w, x, y, 0.5, 5), name="train", rtol=1e-6, atol=1e-9,
          output="linear")
    w[16:], y = 0, np.full((5, 1), w[15])
    check(train, (w, x, y, 0.1, 3), (w, [0.0, 0.0, 0.0]), name="train", output="linear")
test_q5_linear(train)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 2

# %% [markdown]
# ## Question 6: an error that no training removes (2 points)
#
# The text that this network comes from standardizes the prices *and* ends in a sigmoid. Look at
# the two together. A standardized price has mean 0, so about half of the prices are negative, and
# one is far above 1. A sigmoid's output lies between 0 and 1. For $y = -1.16$ the best it can ever
# do is to creep towards 0; for $y = 2.29$, towards 1. What stays, however long you train:
#
# $$E_\text{floor} = \frac12 \sum_{y_n < 0} y_n^2 + \frac12 \sum_{y_n > 1} (y_n - 1)^2$$
#
# Prices between 0 and 1 cost nothing. This is the course's first published error: no derivative is
# wrong, the code runs, the loss falls, and the network still can't do what it is for. The
# gradient check can't find such a thing; asking "which outputs are possible?" can.
#
# **Worked miniature.** $y = (-1,\ 0.3,\ 2)$ gives $\frac12 \cdot 1 + 0 + \frac12 \cdot 1 = 1$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def unreachable_loss(y):
    """The part of the loss E that no output between 0 and 1 can remove.

    Args:
        y: (N, 1) float64, the standardized targets.

    Returns:
        float: half the sum of y^2 over y < 0 plus half the sum of (y - 1)^2 over y > 1.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q6: unreachable_loss")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return float(0.5 * np.sum((y - np.clip(y, 0.0, 1.0)) ** 2))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, and targets that cost nothing
""" # END TEST CONFIG
def test_q6_miniature(unreachable_loss):
    import numpy as np
    from nnlab.checks import check
    check(unreachable_loss, (np.array([[-1.0], [0.3], [2.0]]),), 1.0, name="unreachable_loss")
    check(unreachable_loss, (np.array([[0.0], [0.5], [1.0]]),), 0.0, name="unreachable_loss")
test_q6_miniature(unreachable_loss)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the ten houses, and fresh targets
""" # END TEST CONFIG
def test_q6_fresh(unreachable_loss):
    import numpy as np
    from nnlab.checks import check
    prices = np.array([399900, 329900, 369000, 232000, 539900, 299900, 314900, 198999, 212000,
                       242500], dtype=float).reshape(-1, 1)
    targets = [(prices - prices.mean()) / prices.std()]
    rng = np.random.default_rng(3601)
    targets += [rng.normal(0.5, 1.5, (n, 1)) for n in [1, 4, 9]]
    targets += [np.array([[-2.0], [-3.0]]), np.array([[4.0]])]
    for y in targets:
        floor = sum(v**2 / 2 if v < 0 else (v - 1) ** 2 / 2 for v in y[:, 0] if v < 0 or v > 1)
        check(unreachable_loss, (y,), float(floor), name="unreachable_loss")
test_q6_fresh(unreachable_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the floor, and a network without one
#
# 20,000 epochs at $\eta = 10^{-3}$ from the same start, once with each output: a few seconds. From
# eight starts, `np.random.default_rng(seed).normal(0, 1, 21)` for the seeds 0 to 7, the sigmoid
# output ended between 2.87 and 3.03, close above its floor, and the linear one between 0.2 and 0.7.
# For comparison: if you predict the mean price for every house, the loss is 5.

# %% tags=["otter_ignore", "cover"]
trained, histories = {}, {}
for output in ("sigmoid", "linear"):
    trained[output], histories[output] = train(start, x, y, 1e-3, 20_000, output)
floor = unreachable_loss(y)
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
for i, (output, history) in enumerate(histories.items()):
    left.semilogy(history, color=COLORS[i], linestyle=DASHES[i], label=f"{output} output")
left.axhline(floor, color="black", linestyle=":", label=f"no sigmoid can get below {floor:.2f}")
left.set(xlabel="epoch", ylabel="loss E", yticks=[0.2, 0.5, 1, 2, 5, 10],
         yticklabels=["0.2", "0.5", "1", "2", "5", "10"])
left.minorticks_off()
left.legend(frameon=False)
limits = [150, 590]
right.plot(limits, limits, color="0.7", linewidth=1, label="predicted = actual")
for i, output in enumerate(trained):
    predicted = unstandardize(forward(trained[output], x, output), y_mean, y_std)
    right.plot(prices / 1000, predicted / 1000, MARKERS[i], color=COLORS[i], markersize=8,
               markeredgecolor="black", label=f"{output} output")
right.set(xlabel="actual price (1,000 dollars)", ylabel="predicted price (1,000 dollars)",
          xlim=limits, ylim=limits)
right.legend(frameon=False, loc="upper left")
ends = {output: history[-1] for output, history in histories.items()}
lowest, highest = unstandardize(np.array([[0.0], [1.0]]), y_mean, y_std).ravel() / 1000
show(fig, alt=f"Left, loss against epoch: the sigmoid output ends at {ends['sigmoid']:.2f}, above "
     f"its floor of {floor:.2f}, the linear one at {ends['linear']:.2f}. Right, predicted against "
     f"actual price: the sigmoid's predictions stay within {lowest:.0f},000 to {highest:.0f},000 "
     "dollars, the linear ones follow the prices.")

# %% [markdown]
# ### Look: what a straight line does
#
# Is 0.2 to 0.7 good? A number alone doesn't say. Compare it with what costs nothing: a *baseline*.
# The cheapest one predicts the mean price for each house. The next one is a straight line through
# both inputs, $\hat y = c_0 + c_1 x_1 + c_2 x_2$: one neuron without a bend. Its three weights need
# no training, because the smallest sum of squares can be solved for (`np.linalg.lstsq`).
#
# Then ask the question that matters to somebody who sells a house: what does it say of a house that
# it has **not** seen? Leave one house out, fit the other nine, predict the one, and do that for
# each of the ten. The left-out errors, added up like $E$, are the second column. The network is
# trained ten times for that, 5,000 epochs each: some seconds.
#
# Read the columns against each other. On the houses that it was trained on, the network beats the
# line. On those that it has not seen, the line has an error of 1.41 and the network about twice
# that. From eight starts, seeds 0 to 7, the network's lies between 1.85 and 3.19 after 5,000 epochs
# and between 2.19 and 4.88 after 20,000: longer training lowers the first column and raises the
# second, in the median from 2.84 to 3.81. Twenty-one weights can fit ten houses, and their noise
# with them. So when is a network worth its trouble? Where a law is known, as for a falling stone,
# use the law. Where a line does as well, use the line. A network is for many examples of something
# that nobody can write down, such as the digits of homework 6.

# %% tags=["otter_ignore"]
def mean_price(x_seen, y_seen, x_new):
    return np.full((len(x_new), 1), y_seen.mean())


def straight_line(x_seen, y_seen, x_new):
    ones = np.ones((len(x_seen), 1))
    line = np.linalg.lstsq(np.hstack([ones, x_seen]), y_seen, rcond=None)[0]
    return np.hstack([np.ones((len(x_new), 1)), x_new]) @ line


def network(x_seen, y_seen, x_new):
    weights, _ = train(start, x_seen, y_seen, 1e-3, 5_000, "linear")
    return forward(weights, x_new, "linear")


print("                seen houses   left-out houses")
for name, predict in {"mean price": mean_price, "straight line": straight_line,
                      "21 weights": network}.items():
    seen = 0.5 * np.sum((y - predict(x, y, x)) ** 2)
    left_out = 0.0
    for i in range(len(x)):
        others = np.arange(len(x)) != i
        left_out += 0.5 * float(y[i, 0] - predict(x[others], y[others], x[i:i + 1])[0, 0]) ** 2
    print(f"{name:<14}{seen:13.2f}{left_out:18.2f}")

# %% [markdown]
# ### Look: neurons that begin alike
#
# Why does training start from *random* weights? Give hidden 2 to hidden 5 the weights of hidden 1,
# all four of them, and train. All get the same $\delta$ and the same inputs, so the same step, in
# every epoch: nothing in the formulas can tell them apart. The printout says how far apart they are
# after 20,000 epochs: not at all, or by rounding. What is left is one neuron, five times over, and
# its loss of 0.80 is no better than that of the straight line.

# %% tags=["otter_ignore"]
alike = start.copy()
for first in (0, 5, 10, 16):
    alike[first:first + 5] = start[first]
alike, history = train(alike, x, y, 1e-3, 20_000, "linear")
apart = max(np.ptp(alike[first:first + 5]) for first in (0, 5, 10, 16))
print(f"five alike: E = {history[-1]:.2f}, and the largest distance between them is {apart:.0e}")

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 4

# %% [markdown]
# ## Question 7: the same network in PyTorch (4 points)
#
# A library derives the 21 slopes for you. What is left is to say what the network is, what the
# loss is, and to walk downhill. The network, with a linear output:
#
# $$\underset{(N, 2)}{x} \to \texttt{Linear}(2, H) \to \texttt{Sigmoid} \to \texttt{Linear}(H, 1)
#   \to \underset{(N, 1)}{\hat y} \qquad \text{in float64}$$
#
# PyTorch's default is float32, seven digits. Ask for `torch.float64` where you make the layers, or
# convert the model with `.double()`. Each call makes a new model, and its parameters begin at
# random, as PyTorch leaves them: hidden neurons that begin alike would stay alike for ever.
#
# `torch_train` changes the model **in place** by plain gradient descent, $w \leftarrow w - \eta g$
# for every parameter, without momentum, on the same $E$ as above, with its $\frac12$ and its sum.
# The published code uses `MSELoss(reduction="sum")`, which has no $\frac12$: its gradient is twice
# yours, so the same learning rate makes steps twice as long. The losses are a list of Python
# floats, each taken before its update. PyTorch *adds* gradients up: set them to zero before each
# backward pass.
#
# **Worked miniature.** Put the weights of question 4's miniature into the model, train one epoch
# with $\eta = 0.1$ on $x = (1, 0)$, $y = 1$: the losses are $[0.5]$, the output's bias is $-1.1$.
# Two epochs give $[0.5, 0.197998]$; one epoch with the sample twice in the batch gives $[1]$.
# Note that `Linear(2, H)` keeps its weights as `(H, 2)`, the other way round from ours.

# %% [raw]
# # BEGIN SOLUTION

# %%
def torch_model(hidden=5):
    """The 2-hidden-1 network: Linear, Sigmoid, Linear.

    Args:
        hidden: int, the number of hidden neurons.

    Returns:
        torch.nn.Module in float64, from (N, 2) to (N, 1).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q7: torch_model")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1)
    ).double()
    # END SOLUTION


def torch_train(model, x, y, learning_rate, epochs):
    """Train the model in place by full-batch gradient descent on E.

    Args:
        model: what torch_model returns.
        x: (N, 2) NumPy float64; y: (N, 1) NumPy float64.
        learning_rate: float; epochs: int.

    Returns:
        list of `epochs` floats: E before each update.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q7: torch_train")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the model's parameters, their shapes and their dtype, and predictions
""" # END TEST CONFIG
def test_q7_model(torch_model):
    import numpy as np
    from nnlab.checks import call, close, torch_missing
    if torch_missing(torch_model, name="torch_model"):
        return
    import torch
    def numbers(tensor):
        return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)
    x = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 5.0]])
    for hidden in [5, 3]:
        model = call(torch_model, hidden, name="torch_model")
        assert hasattr(model, "named_parameters"), (
            f"torch_model should return a torch.nn.Module; it is a {type(model).__name__}.")
        parts = {key: numbers(part) for key, part in model.named_parameters()}
        known = {part.shape: np.cos(np.arange(part.size)).reshape(part.shape)
                 for part in parts.values()}
        model.load_state_dict({key: torch.tensor(known[part.shape])
                               for key, part in parts.items()}, strict=False)
        failed = None
        for kind in [torch.float64, torch.float32]:  # what a float32 model answers tells it apart
            try:
                out = numbers(model(torch.tensor(x, dtype=kind)))
                break
            except RuntimeError as error:
                failed = error
        shapes = sorted(str(part.shape) for part in parts.values())
        wanted = sorted(str(shape) for shape in [(hidden, 2), (hidden,), (1, hidden), (1,)])
        assert list(shapes) == list(wanted), (
            f"torch_model({hidden}) should have parameters of the shapes {', '.join(wanted)}; "
            f"it has {', '.join(shapes)}.")
        kinds = {str(part.dtype) for part in parts.values()}
        assert kinds <= {"float64"}, (
            f"The parameters should be float64; they are {', '.join(sorted(kinds))}. "
            f"Convert the model with .double().")
        if failed is not None:
            raise failed
        squashed = 1 / (1 + np.exp(-(x @ known[(hidden, 2)].T + known[(hidden,)])))
        close(out, squashed @ known[(1, hidden)].T + known[(1,)], what="model(x)")
test_q7_model(torch_model)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, one and two epochs, one and two samples
""" # END TEST CONFIG
def test_q7_miniature(torch_model, torch_train):
    import numpy as np
    from nnlab.checks import call, close, defined, torch_missing
    unwritten = (None, None, None, 0.1, 0)
    if any([torch_missing(torch_model, name="torch_model"),
            torch_missing(torch_train, *unwritten, name="torch_train")]):
        return
    import torch
    defined(torch_train, "torch_train")
    def numbers(tensor):
        return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)
    model = call(torch_model, name="torch_model")
    values = {shape: np.zeros(shape) for shape in [(5, 2), (5,), (1, 5)]}
    values[(1,)] = np.array([-1.0])
    values[(5, 2)][0, 0], values[(1, 5)][0, 0] = np.log(3.0), 4.0
    def train(x, y, epochs):
        known = {key: values.get(numbers(part).shape) for key, part in model.named_parameters()}
        for key, value in known.items():
            assert value is not None, f"The shape of {key} is not one of a model with 5 neurons."
        model.load_state_dict({key: torch.tensor(value) for key, value in known.items()},
                              strict=False)
        return call(torch_train, model, x, y, 0.1, epochs, name="torch_train")
    x, y = np.array([[1.0, 0.0]]), np.array([[1.0]])
    losses = train(np.repeat(x, 2, axis=0), np.repeat(y, 2, axis=0), 1)
    close(losses, [1.0], what="the losses of one epoch with the sample twice", rtol=1e-6)
    assert isinstance(losses[0], (float, np.floating)), (
        "The losses should be Python floats: a tensor's number is its .item().")
    close(train(x, y, 2), [0.5, 0.19799750801183133], what="the losses of two epochs", rtol=1e-6)
    close(train(x, y, 1), [0.5], what="the losses of one epoch", rtol=1e-6)
    close(numbers(model(torch.tensor(x))), np.array([[1 + np.sqrt(2 * 0.19799750801183133)]]),
          what="the prediction after one epoch", rtol=1e-6)
    after = {numbers(part).shape: numbers(part) for part in model.parameters()}
    close(after[(1,)], np.array([-1.1]), what="the output bias after one epoch", rtol=1e-6)
    close(after[(1, 5)], np.array([[3.925, -0.05, -0.05, -0.05, -0.05]]), rtol=1e-6,
          what="the weights to the output after one epoch")
test_q7_miniature(torch_model, torch_train)

# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
failure_message: predictions and losses of a NumPy network from the same weights, a random start
""" # END TEST CONFIG
def test_q7_same_losses(torch_model, torch_train):
    import numpy as np
    from nnlab.checks import call, close, torch_missing
    unwritten = (None, None, None, 0.1, 0)
    if any([torch_missing(torch_model, name="torch_model"),
            torch_missing(torch_train, *unwritten, name="torch_train")]):
        return
    import torch
    def numbers(tensor):
        return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)
    rng = np.random.default_rng(3701)
    runs = [(1, 5, 0.05, 4), (5, 3, 0.02, 200), (7, 4, 0.01, 100), (5, 5, 0.5, 5)]
    for n, hidden, rate, epochs in runs:
        model, other = (call(torch_model, hidden, name="torch_model") for _ in range(2))
        w1, b1 = rng.normal(0, 1, (hidden, 2)), rng.normal(0, 1, hidden)
        w2, b2 = rng.normal(0, 1, (1, hidden)), rng.normal(0, 1, 1)
        values = {w1.shape: w1, b1.shape: b1, w2.shape: w2, b2.shape: b2}
        for changed, factor in [(model, 1.0), (other, 0.0)]:
            changed.load_state_dict({key: torch.tensor(factor * values[numbers(part).shape])
                                     for key, part in changed.named_parameters()}, strict=False)
        x, y = rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        out = numbers(model(torch.tensor(x)))
        assert np.max(np.abs(out)) > 0, (
            "torch_model should make a new model at each call; what is done to one shows in the "
            "other.")
        close(out, 1 / (1 + np.exp(-(x @ w1.T + b1))) @ w2.T + b2, what="model(x)")
        got = call(torch_train, model, x, y, rate, epochs, name="torch_train")
        expected = []
        for _ in range(epochs):
            a = 1 / (1 + np.exp(-(x @ w1.T + b1)))
            out = a @ w2.T + b2 - y
            expected.append(float(0.5 * np.sum(out**2)))
            back = out @ w2 * a * (1 - a)
            w1, b1 = w1 - rate * back.T @ x, b1 - rate * back.sum(axis=0)
            w2, b2 = w2 - rate * out.T @ a, b2 - rate * out.sum(axis=0)
        close(got, expected, rtol=1e-8, atol=1e-8, what="the losses")
        trained = {numbers(part).shape: numbers(part) for part in model.parameters()}
        close(numbers(model(torch.tensor(x))),
              1 / (1 + np.exp(-(x @ w1.T + b1))) @ w2.T + b2, rtol=1e-7, atol=1e-8,
              what="model(x) after the training")
        for w in (w1, b1, w2, b2):
            close(trained[w.shape], w, rtol=1e-7, atol=1e-8, what="a trained parameter")
    fresh = call(torch_model, name="torch_model")
    spread = np.std(numbers(fresh(torch.tensor(x))))
    starts = {numbers(part).shape: numbers(part) for part in fresh.parameters()}
    assert spread > 0 and np.min(np.std(starts[(5, 2)], axis=0)) > 0, (
        "The hidden neurons of a new model begin alike; its parameters should begin at random.")
test_q7_same_losses(torch_model, torch_train)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: "why was the loss curve so different?"
#
# The published text ends with "the equivalent code in PyTorch", finds its curve "much nicer", and
# asks: why was the loss curve so different for the NumPy network? It says that there are many
# reasons, and goes on to vanishing gradients, dead neurons and learning rates.
#
# Look at the listing: `Linear(2, 5)`, `Sigmoid()`, `Linear(5, 1)`. That is your `torch_model`, and
# after the last layer comes **no sigmoid**. It isn't equivalent, it is *another network*, and the
# reason is the floor of question 6: the NumPy network has one at 2.66, this one has none. Two
# smaller things differ as well. Its loss has no $\frac12$, so its curve is twice as high. Its rate
# is $10^{-4}$, which for half the sum is $2 \cdot 10^{-4}$, a fifth of that of the NumPy code, and
# with its 100,000 epochs it walks as far as 20,000 epochs do at $10^{-3}$: that is what the cell
# runs, on your $E$. What would you have to add to the listing to get the curve of the NumPy code?
# (PyTorch begins with smaller weights than yours, and after so many epochs this start ends near the
# $E$ of the straight line. That it has no floor doesn't mean that it has arrived.)
#
# The dashed line puts a sigmoid behind your model, and the floor is back.

# %% tags=["otter_ignore"]
if torch is None:
    print("PyTorch is not installed: this picture has to wait.")
else:
    curves, fits = {}, {}
    endings = {"Linear, Sigmoid, Linear": [], "and a Sigmoid": [torch.nn.Sigmoid()]}
    for name, last in endings.items():
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch_model(), *last)
        curves[name] = torch_train(model, x, y, 1e-3, 20_000)
        fits[name] = unstandardize(model(torch.tensor(x)).detach().numpy(), y_mean, y_std) / 1000
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    right.plot(limits, limits, color="0.7", linewidth=1, label="predicted = actual")
    for i, (name, curve) in enumerate(curves.items()):
        left.semilogy(curve, color=COLORS[i], linestyle=DASHES[i], label=name)
        right.plot(prices / 1000, fits[name], MARKERS[i], color=COLORS[i], markersize=8,
                   markeredgecolor="black", label=name)
    left.axhline(floor, color="black", linestyle=":", label=f"the floor of question 6: {floor:.2f}")
    left.set(xlabel="epoch", ylabel="loss E", yticks=[0.2, 0.5, 1, 2, 5, 10],
             yticklabels=["0.2", "0.5", "1", "2", "5", "10"])
    left.minorticks_off()
    left.legend(frameon=False)
    right.set(xlabel="actual price (1,000 dollars)", ylabel="predicted price (1,000 dollars)",
              xlim=limits, ylim=limits)
    right.legend(frameon=False, loc="upper left")
    ends = ", ".join(f"{name}: {curve[-1]:.2f}" for name, curve in curves.items())
    show(fig, alt=f"Left, the loss of two PyTorch networks against the epoch, at the end {ends}. "
         f"Only the one without a sigmoid at its end gets below the floor of {floor:.2f}. Right, "
         "predicted against actual price: its predictions lie near the diagonal, those of the "
         "other one in a band.")

# %% [raw]
# # BEGIN QUESTION
# name: q8
# points: 3

# %% [markdown]
# ## Question 8: your 21 against autograd (3 points)
#
# Central differences agree with a right gradient to about ten digits and cost two losses per
# weight. Automatic differentiation is exact to rounding and costs as much as a few forward passes,
# however many weights there are: it records each operation and applies the chain rule backward, as
# you did by hand. Write the loss of question 3 once more, from tensors, and let PyTorch
# differentiate it:
#
# $$\texttt{w = torch.tensor(weights, requires\_grad=True)} \;\to\; E \;\to\;
#   \texttt{E.backward()} \;\to\; \underset{(21,)}{\texttt{w.grad}}$$
#
# Inside, use only PyTorch's operations on `w`: whatever passes through NumPy is lost to autograd.
# The weights, `x` and `y` come in as NumPy arrays, and the 21 derivatives go out as one, in
# float64. They must agree with question 4 to $10^{-10}$.
#
# **Worked miniature.** Question 4's: 0.75 for $w_1$, $w_6$ and $w_{17}$, 1 for $w_{16}$, 0.5 for
# $w_{18}$ to $w_{21}$, 0 for the rest.

# %% [raw]
# # BEGIN SOLUTION

# %%
def torch_gradient(weights, x, y, output="sigmoid"):
    """Derivatives of the loss with respect to the 21 weights, by autograd.

    Args:
        weights: (21,) NumPy float64; x: (N, 2) NumPy float64; y: (N, 1) NumPy float64.
        output: "sigmoid" or "linear".

    Returns:
        (21,) NumPy float64, in the order of the weights.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw3 q8: torch_gradient")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, one sample and a linear output
""" # END TEST CONFIG
def test_q8_miniature(torch_gradient):
    import numpy as np
    from nnlab.checks import check, torch_missing
    weights = np.zeros(21)
    weights[[5, 15, 16]] = np.log(3.0), -1.0, 4.0
    x, y = np.array([[1.0, 0.0]]), np.array([[1.0]])
    if torch_missing(torch_gradient, weights, x, y, name="torch_gradient"):
        return
    expected = np.zeros(21)
    expected[[0, 5]] = 0.75
    expected[15:] = 1.0, 0.75, 0.5, 0.5, 0.5, 0.5
    check(torch_gradient, (weights, x, y, "linear"), expected, name="torch_gradient")
test_q8_miniature(torch_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights, sigmoid output, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q8_sigmoid(torch_gradient):
    import numpy as np
    from nnlab.checks import check, torch_missing
    rng = np.random.default_rng(3801)
    for n in [3, 1, 5]:
        w, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 1))
        if torch_missing(torch_gradient, w, x, y, name="torch_gradient"):
            return
        ones = np.ones((n, 1))
        hidden = 1 / (1 + np.exp(-np.hstack([ones, x]) @ w[:15].reshape(3, 5)))
        predicted = 1 / (1 + np.exp(-np.hstack([ones, hidden]) @ w[15:, None]))
        out = (predicted - y) * predicted * (1 - predicted)
        back = (out @ w[None, 16:]) * hidden * (1 - hidden)
        expected = np.concatenate([(np.hstack([ones, x]).T @ back).ravel(),
                                   (np.hstack([ones, hidden]).T @ out).ravel()])
        check(torch_gradient, (w, x, y, "sigmoid"), expected, name="torch_gradient", rtol=1e-9,
              atol=1e-10)
        check(torch_gradient, (w, x, y), expected, name="torch_gradient", rtol=1e-9, atol=1e-10)
test_q8_sigmoid(torch_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights, linear output, batches of 1, 3 and 5, twice in a row, large errors
""" # END TEST CONFIG
def test_q8_linear(torch_gradient):
    import numpy as np
    from nnlab.checks import check, torch_missing
    rng = np.random.default_rng(3802)
    for n, far in [(3, 1), (1, 1), (5, 1), (7, 5000)]:
        w, x, y = rng.normal(0, 1, 21), rng.normal(0, 1, (n, 2)), rng.normal(0, far, (n, 1))
        if torch_missing(torch_gradient, w, x, y, name="torch_gradient"):
            return
        ones = np.ones((n, 1))
        hidden = 1 / (1 + np.exp(-np.hstack([ones, x]) @ w[:15].reshape(3, 5)))
        out = np.hstack([ones, hidden]) @ w[15:, None] - y
        back = (out @ w[None, 16:]) * hidden * (1 - hidden)
        expected = np.concatenate([(np.hstack([ones, x]).T @ back).ravel(),
                                   (np.hstack([ones, hidden]).T @ out).ravel()])
        for _ in range(2):
            check(torch_gradient, (w, x, y, "linear"), expected, name="torch_gradient", rtol=1e-9,
                  atol=1e-10 * far)
test_q8_linear(torch_gradient)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: three ways to the same 21 numbers
#
# By hand, by differences, by autograd, at the weights where training began. Two right answers
# differ by rounding alone, about 1e-16; the differences are off by about 1e-10. Where two agree to
# the last bit, the lower picture puts the point at 1e-18.

# %% tags=["otter_ignore"]
by_hand = gradient(start, x, y)
by_difference = gradcheck.numerical_gradient(lambda w: loss(w, x, y), start.copy())
others = {"central differences": np.abs(by_hand - by_difference)}
if torch is not None:
    others["autograd"] = np.abs(by_hand - torch_gradient(start, x, y))
number = np.arange(1, 22)
fig, (top, bottom) = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True, layout="constrained")
top.bar(number, by_hand, color=BLUE)
top.axhline(0, color="black", linewidth=0.8)
top.set(ylabel="derivative by hand", xticks=number)
for i, (label, off) in enumerate(others.items()):
    bottom.semilogy(number, np.maximum(off, 1e-18), MARKERS[i], color=COLORS[i], label=label)
bottom.set(xlabel="weight", ylabel="distance from the one by hand")
bottom.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
worst = ", ".join(f"{label} {off.max():.0e}" for label, off in others.items())
show(fig, alt="Above, the 21 derivatives as bars. Below, on a logarithmic axis, how far other ways "
     f"of computing them are from yours, at most: {worst}.")

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: a floor under a falling loss (2 points)
#
# A person reads this answer; up to ten sentences will do. The published network has 21 right
# derivatives, and its loss falls in every epoch. Why is that no sign that it is right? Name two
# different changes, each of which alone would remove the floor of question 6, and say for each why.

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# The derivatives are right for the formula, and the steps go downhill: both say that the code does
# what the formula says. Neither asks whether the formula can reach the targets. Its output is a
# sigmoid, between 0 and 1, while the standardized prices lie on both sides of 0, so the loss falls
# toward 2.66 and not toward 0. Changes: a *linear output*, which can be any number; or *targets
# scaled into the open interval from 0 to 1*, for instance prices divided by a million dollars, so
# that every target is a possible output. (A tanh output is no cure: some standardized prices are
# beyond 1.)
#
# **RUBRIC**
#
# - 1 point: what right slopes and a falling loss show (code and formula agree) and what they do not
#   (the formula can reach the targets).
# - 1 point: two changes, each with its reason; half a point for one. More neurons, more epochs or
#   another learning rate are none: the floor does not depend on them.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: w2
# manual: true
# points: 0

# %% [markdown]
# ## For yourself: a mistake that the picture does not see (not graded)
#
# In a sentence: which wrong gradient of this very loss would the Taylor picture not notice,
# whatever the step?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# One that is wrong only across the direction $d$ in which the picture moves: the remainder knows
# $\langle g, d \rangle$ alone. A mistake in one weight is invisible if $d$ is 0 there. A random $d$
# has no such zeros, and several of them leave a mistake no place.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## What you found
#
# Twenty-one derivatives, each a product along the path from its weight to the loss, and three ways
# to the same numbers: by hand, by differences, by a library that keeps the graph. Where they agree
# you need not believe anybody: you have checked. Where they don't agree, the weights that are off
# tell you where to look: all twenty-one mean the loss or the output's slope, the first fifteen mean
# the step back through the hidden layer, five of these mean one input, or the biases.
#
# And you met the limit of that check. The published network has right derivatives, a loss that
# falls in every epoch, and a floor of 2.66 that no weights can get below, because its output can't
# be negative and half of the targets are. A gradient check asks whether the code does what the
# formula says. Whether the formula can do what you want is another question, and it comes first:
# what can this output be, and what should it be? With a linear output the same 21 weights fit the
# ten houses closely, and a straight line with three weights says more about a house that it has not
# seen. Homework 8 measures that difference, and draws it.
#
# Homework 4 puts matrices in the place of numbered weights, checks every number of a published
# worked example, and finds another network that is derived without a fault and can't represent what
# it is shown.
#
# ## Before you hand in
#
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Go further
#
# - The published rows are the first ten of 47. With all of them, does the network beat the line on
#   the houses that are left out? (Andrew Ng's data set is easy to find, as `ex1data2.txt`.)
# - Stop early: record the left-out error in each epoch, and draw it beside the loss. Where would
#   you stop, and may you say so of the same ten houses afterwards?
# - Which output would fit prices for a reason, and not only because it has no ceiling? Try to
#   predict the logarithm of the price.
#
# ## Further reading
#
# - [*Neural networks I*](https://astrowizici.st/teaching/phs5000/), lecture notes of the course
#   Data analysis and machine learning: the ten houses, the 21 named weights, the published network.
# - David Rumelhart, Geoffrey Hinton, Ronald Williams, [*Learning representations by
#   back-propagating errors*](https://doi.org/10.1038/323533a0), Nature 323, 1986.
# - Atilim Gunes Baydin and others, [*Automatic differentiation in machine learning: a
#   survey*](https://jmlr.org/papers/v18/17-468.html), Journal of Machine Learning Research 18,
#   2018.
# - [*PyTorch tutorials: A gentle introduction to
#   torch.autograd*](https://pytorch.org/tutorials/beginner/blitz/autograd_tutorial.html).
