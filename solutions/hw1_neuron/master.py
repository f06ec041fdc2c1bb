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
# name: hw1_neuron
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
# generate:
#   points_possible: 25
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false

# %% [markdown]
# # Homework 1: one neuron
#
# A neuron takes some numbers, weighs them, adds them up, and bends the sum. Networks of millions of
# weights are made of nothing else, so this assignment takes one neuron apart: the functions that
# bend, their slopes, the weighted sum, one of the oldest rules for learning the weights, a reason
# why one neuron is not enough, and a reason why many are not easy to train.
#
# ![](pictures/neuron.svg)
#
# | question | you write | points |
# | --- | --- | --- |
# | 1 | `sigmoid` | 3 |
# | 2 | `sigmoid_derivative` | 3 |
# | 3 | `tanh` and its derivative | 3 |
# | 4 | `relu`, `heaviside` | 3 |
# | 5 | `numerical_derivative`, and check questions 2 to 4 with it | 3 |
# | 6 | `neuron` | 4 |
# | 7 | `perceptron_fit`, `perceptron_predict` | 4 |
# | 8 | `slope_through` | 2 |
# | w1 | in sentences: learning without a slope | 2 |
#
# You need the chain rule, matrix products and a little NumPy. Nothing else from machine learning.
#
# **Time.** Not measured yet.
#
# **Notation.** In this chapter the bias is a number $b$ of its own. There is no loss yet, and the
# learning rate is 1 throughout: question 7 corrects mistakes one by one, by a whole sample each.
#
# **How to work.** Each question has a cell that raises `NotImplementedError`. Replace that line,
# run the cell, then run the check below it. A check climbs a ladder, from "is it defined" via "is
# the shape right" to "are the values right", stops at the first rung that fails, and says in a
# sentence what it found. The very first check takes some seconds because the grader is loaded;
# later ones are quick. Public checks carry 40 % of the points. Hidden tests, run when you hand in,
# carry the rest: they use other inputs, and they test nothing that is not written here.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.
#
# **What holds everywhere.** Arrays are NumPy `float64`. Functions leave their arguments as they
# were. Where a docstring says `array_like`, a list or an integer array may come too; otherwise
# expect a float or a float64 array. Answers are compared to nine digits, and a difference below
# $10^{-12}$ is none, unless the question says otherwise.
#
# **The thread of this course.** Published texts, textbooks included, contain wrong derivatives.
# In question 5 you write the tool that finds them, and from then on no derivative is believed,
# yours or anybody's, before it has been checked numerically.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nnlab import data
from nnlab.pictures import BLUE, COLORS, DASHES, MARKERS, ORANGE, show

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: the sigmoid (3 points)
#
# Without something that bends, a network of any depth is one straight line: a linear function of a
# linear function is linear. The classic bend is the sigmoid, which squeezes every real number into
# the interval from 0 to 1, so that its output can be read as "how much does this neuron fire":
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}
#   \qquad\text{elementwise, any shape in, the same shape out}$$
#
# For a number, a number comes out: a float, or an array of the shape `()`. Either will do, here and
# in all questions.
#
# **Worked miniature.** $\sigma(0) = \frac{1}{1 + 1} = 0.5$. For $x = \ln 3$: $e^{-x} = \frac13$, so
# $\sigma(\ln 3) = \frac{1}{1 + 1/3} = 0.75$, and $\sigma(-\ln 3) = 0.25$. The two add up to 1,
# which is no accident: $\sigma(-x) = 1 - \sigma(x)$.
#
# **Where the formula breaks.** At $x = -1000$ a computer works out $e^{1000}$, which no float64
# can hold: NumPy warns of an overflow. Multiply numerator and denominator by $e^{x}$ to get
# $e^{x}/(1 + e^{x})$. That one is safe where $x$ is negative and breaks where $x$ is positive.
# Your sigmoid must give no overflow warning anywhere, and be 0 and 1 to within $10^{-15}$ at
# $-1000$ and $1000$. Mind that `np.where(x < 0, A, B)` works out both `A` and `B` for every entry:
# choosing between two formulas afterwards is too late.

# %% [raw]
# # BEGIN SOLUTION

# %%
def sigmoid(x):
    """Logistic function, elementwise: 1 / (1 + e^-x).

    Args:
        x: array_like of any shape, the pre-activation; floats or integers of any size.

    Returns:
        float64 array of the shape of x (a number for a number), values from 0 to 1.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q1: sigmoid")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    x = np.asarray(x, dtype=np.float64)
    return np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x)))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, as numbers and as an array, and two large inputs
""" # END TEST CONFIG
def test_q1_miniature(sigmoid):
    import numpy as np
    from nnlab.checks import check, close, silent
    check(sigmoid, (0.0,), 0.5, name="sigmoid")
    check(sigmoid, (np.log(3.0),), 0.75, name="sigmoid")
    x = np.log([[1.0, 3.0, 9.0], [1.0, 1 / 3, 1 / 9]])
    expected = np.array([[0.5, 0.75, 0.9], [0.5, 0.25, 0.1]])
    check(sigmoid, (x,), expected, name="sigmoid")
    close(silent(sigmoid, 1000.0, name="sigmoid"), 1.0, atol=1e-15, what="sigmoid(1000.0)")
    close(silent(sigmoid, -1000.0, name="sigmoid"), 0.0, atol=1e-15, what="sigmoid(-1000.0)")
test_q1_miniature(sigmoid)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: large inputs of both signs, without an overflow warning
""" # END TEST CONFIG
def test_q1_extremes(sigmoid):
    import numpy as np
    from nnlab.checks import close, silent
    x = np.array([-1000.0, -745.0, 0.0, 745.0, 1000.0])
    got = silent(sigmoid, x, name="sigmoid")
    close(got, np.array([0.0, 0.0, 0.5, 1.0, 1.0]), rtol=0, atol=1e-15, what="sigmoid(x)")
    close(silent(sigmoid, -1000.0, name="sigmoid"), 0.0, atol=1e-15, what="sigmoid(-1000.0)")
    close(silent(sigmoid, 1000.0, name="sigmoid"), 1.0, atol=1e-15, what="sigmoid(1000.0)")
    got = silent(sigmoid, [-1000, 0, 1000], name="sigmoid")
    close(got, np.array([0.0, 0.5, 1.0]), rtol=0, atol=1e-15, what="sigmoid([-1000, 0, 1000])")
test_q1_extremes(sigmoid)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh values in one to three dimensions, lists and integers, symmetry
""" # END TEST CONFIG
def test_q1_fresh(sigmoid):
    import numpy as np
    from nnlab.checks import call, check, close
    rng = np.random.default_rng(1101)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        x = rng.normal(0, 4, shape)
        check(sigmoid, (x,), 1 / (1 + np.exp(-x)), name="sigmoid")
        mirrored = call(sigmoid, -x, name="sigmoid")
        close(mirrored, 1 / (1 + np.exp(x)), what="sigmoid(-x)")
    check(sigmoid, ([0, 2, -2],), 1 / (1 + np.exp(-np.array([0.0, 2.0, -2.0]))), name="sigmoid")
    check(sigmoid, (np.array([[1], [-3]]),), 1 / (1 + np.exp([[-1.0], [3.0]])), name="sigmoid")
    nested = [[0, 2], [-2, 1]]
    check(sigmoid, (nested,), 1 / (1 + np.exp([[0.0, -2.0], [2.0, -1.0]])), name="sigmoid")
    check(sigmoid, (3,), 1 / (1 + np.exp(-3.0)), name="sigmoid")
test_q1_fresh(sigmoid)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 3

# %% [markdown]
# ## Question 2: the sigmoid's slope (3 points)
#
# Learning means: nudge a weight, see which way the output moves. That is a derivative, and by the
# chain rule every bend on the way contributes its slope as a factor. The sigmoid's slope can be
# written with the sigmoid itself. With $u = 1 + e^{-x}$, $\sigma = u^{-1}$:
#
# $$\sigma'(x) = -u^{-2} \cdot (-e^{-x}) = \frac{1}{u} \cdot \frac{e^{-x}}{u}
#   = \sigma(x)\,(1 - \sigma(x))$$
#
# The last step uses $e^{-x}/u = (u - 1)/u = 1 - \sigma(x)$.
#
# **Worked miniature.** $\sigma'(0) = 0.5 \cdot 0.5 = 0.25$, its maximum. At $x = \ln 3$:
# $0.75 \cdot 0.25 = 0.1875$. At $x = \pm 1000$ the slope is 0 as far as a float64 can tell,
# and it must come out as 0. (Typed in as it stands, $e^{-x}/u^2$ gives `nan` at $-1000$.)
#
# **Which x?** Here $x$ is the *pre-activation*, what goes into the sigmoid. Much published code
# has a function of the *output* instead, `a * (1 - a)` with `a = sigmoid(x)`. Both are in use, and
# mixing them up is among the most common mistakes in this subject: $0.5 \cdot (1 - 0.5)$ is
# $\sigma'(0)$, not $\sigma'(0.5)$.
#
# > **Published.** "Weights that contributed to making the worst predictions will be updated the
# > most" (*Neural networks I*). Take a neuron whose target is 1. At $x = 0$ it says 0.5 and is
# > wrong by 0.5; at $x = -10$ it says 0.00005 and is wrong by nearly 1, about as wrong as it can
# > be. The slope of half its squared error, with respect to $x$, is in size the error times
# > $\sigma'(x)$. Which of the two is updated more, and by what factor? (The lines printed below the
# > picture of the activations have the answer.)

# %% [raw]
# # BEGIN SOLUTION

# %%
def sigmoid_derivative(x):
    """Slope of the sigmoid at the pre-activation x, elementwise.

    Args:
        x: array_like of any shape, the pre-activation (not the sigmoid's output).

    Returns:
        float64 array of the shape of x (a number for a number), values from 0 to 0.25.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q2: sigmoid_derivative")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    fired = sigmoid(x)
    return fired * (1.0 - fired)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, as numbers and as an array
""" # END TEST CONFIG
def test_q2_miniature(sigmoid_derivative):
    import numpy as np
    from nnlab.checks import check
    check(sigmoid_derivative, (0.0,), 0.25, name="sigmoid_derivative")
    x = np.log([[1.0, 3.0], [1 / 3, 9.0]])
    expected = np.array([[0.25, 0.1875], [0.1875, 0.09]])
    check(sigmoid_derivative, (x,), expected, name="sigmoid_derivative")
test_q2_miniature(sigmoid_derivative)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: large inputs of both signs, the maximum at 0
""" # END TEST CONFIG
def test_q2_extremes(sigmoid_derivative):
    import numpy as np
    from nnlab.checks import check
    x = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    expected = np.array([0.0, 0.0, 0.25, 0.0, 0.0])
    check(sigmoid_derivative, (x,), expected, name="sigmoid_derivative")
    check(sigmoid_derivative, (1000.0,), 0.0, name="sigmoid_derivative")
test_q2_extremes(sigmoid_derivative)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh values in several shapes, lists and integers, against a central difference
""" # END TEST CONFIG
def test_q2_fresh(sigmoid_derivative):
    import numpy as np
    from nnlab.checks import check
    def slope(x):
        h = 1e-5
        return (1 / (1 + np.exp(-x - h)) - 1 / (1 + np.exp(-x + h))) / (2 * h)
    rng = np.random.default_rng(1201)
    for shape in [(1,), (3,), (5, 2), (2, 1, 4)]:
        x = rng.normal(0, 3, shape)
        check(sigmoid_derivative, (x,), slope(x), name="sigmoid_derivative", rtol=1e-6, atol=1e-9)
    exact = 1 / (2 + np.exp([2.0, -1.0, 0.0]) + np.exp([-2.0, 1.0, 0.0]))
    check(sigmoid_derivative, ([2, -1, 0],), exact, name="sigmoid_derivative")
    check(sigmoid_derivative, (np.array([2, -1, 0]),), exact, name="sigmoid_derivative")
    check(sigmoid_derivative, ([[2, -1], [-1, 0]],), exact[[[0, 1], [1, 2]]],
          name="sigmoid_derivative")
    check(sigmoid_derivative, (2,), float(exact[0]), name="sigmoid_derivative")
test_q2_fresh(sigmoid_derivative)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 3

# %% [markdown]
# ## Question 3: the hyperbolic tangent (3 points)
#
# The sigmoid's outputs are all positive, so the next layer's inputs are never centered. The
# hyperbolic tangent is the same curve at twice the height and half the width, moved to pass
# through the origin:
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = 2\,\sigma(2x) - 1
#   \qquad \tanh'(x) = 1 - \tanh^2(x)$$
#
# Its slope at 0 is 1, four times the sigmoid's. Question 8 shows what that factor is worth.
#
# **A calling convention.** From here on, activations follow one convention that lets a network
# hold a plain list of functions: `f(x)` is the value, `f(x, deriv=True)` the slope at the
# pre-activation $x$. NumPy's own `np.tanh` is allowed here; what you write is the pair.
#
# **Worked miniature.** $\tanh(\ln 2) = \frac{2 - 1/2}{2 + 1/2} = 0.6$, and the slope there is
# $1 - 0.36 = 0.64$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def tanh(x, deriv=False):
    """Hyperbolic tangent, or its slope, elementwise.

    Args:
        x: float or float64 array of any shape, the pre-activation.
        deriv: False for tanh(x), True for the derivative of tanh at x.

    Returns:
        Array of the shape of x (a number for a number).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q3: tanh")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    value = np.tanh(x)
    return 1.0 - value**2 if deriv else value
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, value and slope
""" # END TEST CONFIG
def test_q3_miniature(tanh):
    import numpy as np
    from nnlab.checks import check
    x = np.log([[1.0, 2.0, 0.5]])
    check(tanh, (np.log(2.0),), 0.6, name="tanh")
    check(tanh, (x,), np.array([[0.0, 0.6, -0.6]]), name="tanh")
    check(tanh, (x,), np.array([[1.0, 0.64, 0.64]]), name="tanh", deriv=True)
test_q3_miniature(tanh)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh values in several shapes, deriv by position and by name
""" # END TEST CONFIG
def test_q3_values(tanh):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(1301)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        x = rng.normal(0, 2, shape)
        check(tanh, (x,), np.tanh(x), name="tanh")
        check(tanh, (x, False), np.tanh(x), name="tanh")
    check(tanh, (-0.75,), float(np.tanh(-0.75)), name="tanh")
test_q3_values(tanh)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the slope against a central difference, in several shapes
""" # END TEST CONFIG
def test_q3_slope(tanh):
    import numpy as np
    from nnlab.checks import check
    h = 1e-5
    rng = np.random.default_rng(1302)
    for shape in [(1,), (3,), (5, 2), (2, 1, 4)]:
        x = rng.normal(0, 1.5, shape)
        slope = (np.tanh(x + h) - np.tanh(x - h)) / (2 * h)
        check(tanh, (x,), slope, name="tanh", rtol=1e-6, atol=1e-9, deriv=True)
        check(tanh, (x, True), slope, name="tanh", rtol=1e-6, atol=1e-9)
    check(tanh, (1.25,), float(1 - np.tanh(1.25) ** 2), name="tanh", deriv=True)
test_q3_slope(tanh)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 3

# %% [markdown]
# ## Question 4: two functions with a corner (3 points)
#
# The rectified linear unit passes what is positive and stops the rest. It is cheap, and its slope
# never shrinks on the positive side. It was proposed for hidden layers around 2010, and some years
# later it was the default; the transformers of today take smooth relatives of it, such as GELU. The
# Heaviside step is older: the first artificial neurons fired fully or not at all.
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
#   \mathrm{relu}'(x) = \begin{cases}1 & x > 0\\ 0 & x \le 0\end{cases} \qquad
#   H(x) = \begin{cases}1 & x > 0\\ 0 & x \le 0\end{cases}$$
#
# At $x = 0$ relu has a corner and no derivative. Any number between 0 and 1 could stand there; we
# follow the libraries and **take 0**. We also take $H(0) = 0$. With these choices relu's slope
# *is* the step.
#
# **Worked miniature.** For $x = (-2,\ 0,\ 3)$: relu gives $(0, 0, 3)$, its slope $(0, 0, 1)$, and
# the step $(0, 0, 1)$.
#
# Zeros and ones may be floats, integers or booleans here: their values are exact.

# %% [raw]
# # BEGIN SOLUTION

# %%
def relu(x, deriv=False):
    """Rectified linear unit, or its slope, elementwise.

    Args:
        x: float or float64 array of any shape, the pre-activation.
        deriv: False for max(0, x), True for the slope at x, which is 0 at 0.

    Returns:
        Array of the shape of x (a number for a number).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q4: relu")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return heaviside(x) if deriv else np.maximum(x, 0.0)
    # END SOLUTION


def heaviside(x):
    """Heaviside's step, elementwise: 1 where x > 0, else 0.

    Args:
        x: float or float64 array of any shape.

    Returns:
        Array of the shape of x (a number for a number), of 0 and 1.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q4: heaviside")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return np.where(x > 0, 1.0, 0.0)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature for relu, its slope and the step
""" # END TEST CONFIG
def test_q4_miniature(relu, heaviside):
    import numpy as np
    from nnlab.checks import check
    x = np.array([[-2.0, 0.0, 3.0]])
    check(relu, (x,), np.array([[0.0, 0.0, 3.0]]), name="relu")
    check(relu, (x,), np.array([[0.0, 0.0, 1.0]]), name="relu", deriv=True)
    check(heaviside, (x,), np.array([[0.0, 0.0, 1.0]]), name="heaviside")
test_q4_miniature(relu, heaviside)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: relu and its slope on fresh values, numbers and several shapes, tiny values and 0
""" # END TEST CONFIG
def test_q4_relu(relu):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(1401)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        x = rng.normal(0, 3, shape)
        x.flat[0] = 0.0
        check(relu, (x, True), (np.sign(x) + 1) // 2 * np.abs(np.sign(x)), name="relu")
        check(relu, (x,), (x + np.abs(x)) / 2, name="relu")
    tiny = np.array([1e-12, -1e-12, 0.0, 1e6])
    check(relu, (tiny,), np.array([0.0, 1.0, 0.0, 1.0])[[1, 0, 2, 3]], name="relu", deriv=True)
    check(relu, (2.5,), 2.5, name="relu")
    check(relu, (-2.5,), 0.0, name="relu")
    check(relu, (np.array([-50.0, 7.0, 1e6]),), np.array([0.0, 7.0, 1e6]), name="relu")
    check(relu, (-2.5,), 0.0, name="relu", deriv=True)
    check(relu, (2.5,), 1.0, name="relu", deriv=True)
    check(relu, (0.0,), 0.0, name="relu", deriv=True)
test_q4_relu(relu)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the step on fresh values, numbers and several shapes, tiny values and 0
""" # END TEST CONFIG
def test_q4_step(heaviside):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(1402)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        x = rng.normal(0, 3, shape)
        check(heaviside, (x,), (np.sign(x) + 1) / 2, name="heaviside")
    check(heaviside, (np.array([1e-12, -1e-12, 0.0]),), np.array([1.0, 0.0, 0.0]), name="heaviside")
    check(heaviside, (4.0,), 1.0, name="heaviside")
    check(heaviside, (-4.0,), 0.0, name="heaviside")
    check(heaviside, (0.0,), 0.0, name="heaviside")
test_q4_step(heaviside)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: each activation beside its slope
#
# Your own code draws this. Follow the dashed line, the slope: the sigmoid's never gets above 0.25,
# and both smooth functions go flat on either side. Where the slope is 0, nothing is learned. One
# would like an activation that has a slope everywhere, only rises, stays within bounds, and is
# cheap. None of the four is all of that: which wish does each of them give up? The lines below the
# picture answer the box in question 2: the worse prediction is updated nearly three thousand times
# *less*.

# %% tags=["otter_ignore"]
x = np.linspace(-5, 5, 401)
curves = {
    "sigmoid": (sigmoid(x), sigmoid_derivative(x)),
    "tanh": (tanh(x), tanh(x, deriv=True)),
    "relu": (relu(x), relu(x, deriv=True)),
    "heaviside": (heaviside(x), np.zeros_like(x)),
}
fig, axes = plt.subplots(1, 4, figsize=(12, 3), sharex=True, sharey=True, layout="constrained")
for ax, (name, (value, slope)) in zip(axes, curves.items()):
    ax.axhline(0, color="0.85", linewidth=1)
    ax.plot(x, value, color=BLUE, label="value")
    ax.plot(x, slope, color=ORANGE, linestyle="--", label="slope")
    ax.set(title=name, xlabel="pre-activation x", ylim=(-1.2, 2.2))
axes[0].set_ylabel("value, and slope")
axes[0].legend(frameon=False, loc="upper left")
show(fig, alt="Four panels: sigmoid, tanh, relu and heaviside, each with its slope as a dashed "
     "line. The sigmoid's slope peaks at 0.25, that of tanh at 1; relu's is the step.")
print("Two neurons whose target is 1 (the box in question 2):")
for x_one in (0.0, -10.0):
    error = 1 - sigmoid(x_one)
    print(f"at x = {x_one:3.0f}: error {error:.5f}, slope {sigmoid_derivative(x_one):.1e}, "
          f"update {error * sigmoid_derivative(x_one):.1e}")

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 3

# %% [markdown]
# ## Question 5: a derivative that needs no algebra (3 points)
#
# You have derived three slopes by hand. Are they right? A derivative is a limit of differences, so
# take a small step to either side and look:
#
# $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}
#   \qquad \text{error} \approx \frac{h^2}{6}\, f'''(x) + \frac{\epsilon\,|f(x)|}{h}$$
#
# Stepping to *both* sides makes the first-order error cancel; the one-sided $(f(x + h) - f(x))/h$
# is off by about $h f''(x)/2$, some hundred thousand times worse at $h = 10^{-5}$. The second term
# is rounding, with $\epsilon \approx 10^{-16}$: a smaller $h$ is not always better. Near $h =
# 10^{-5}$ the two balance.
#
# **Worked miniature.** $f(x) = x^3$ at $x = 2$ with $h = 0.1$:
# $(9.261 - 6.859)/0.2 = 12.01$. The true slope is 12; the error is $h^2 = 0.01$, as promised.
#
# Use the `h` that you are given, unscaled, so that the miniature comes out to rounding.
# `f` takes numbers and arrays of any shape and works elementwise.

# %% [raw]
# # BEGIN SOLUTION

# %%
def numerical_derivative(f, x, h=1e-5):
    """Slope of f at x by a central difference, elementwise.

    Args:
        f: function of a number or of an array of any shape, elementwise.
        x: float or float64 array of any shape.
        h: the step to either side.

    Returns:
        (f(x + h) - f(x - h)) / (2 h), of the shape of x.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q5: numerical_derivative")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return (f(x + h) - f(x - h)) / (2.0 * h)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, with its step and with the default one
""" # END TEST CONFIG
def test_q5_miniature(numerical_derivative):
    from nnlab.checks import check
    def cube(x):
        return x**3
    check(numerical_derivative, (cube, 2.0, 0.1), 12.01, name="numerical_derivative")
    check(numerical_derivative, (cube, 2.0), 12.0, name="numerical_derivative", rtol=1e-8)
test_q5_miniature(numerical_derivative)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh functions with the default step, numbers and arrays of several shapes
""" # END TEST CONFIG
def test_q5_fresh(numerical_derivative):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(1501)
    def fast(x):
        return np.sin(1000 * x)
    x = rng.uniform(-5e-4, 5e-4, 4)
    check(numerical_derivative, (fast, x), np.cos(1000 * x) * np.sin(0.01) / 1e-5,
          name="numerical_derivative", rtol=1e-6)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        x = rng.uniform(-2, 2, shape)
        check(numerical_derivative, (np.sin, x), np.cos(x), name="numerical_derivative",
              rtol=1e-7, atol=1e-8)
    check(numerical_derivative, (np.exp, 0.3), float(np.exp(0.3)), name="numerical_derivative",
          rtol=1e-7)
test_q5_fresh(numerical_derivative)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the step is the one that is given, to both sides, unscaled
""" # END TEST CONFIG
def test_q5_step(numerical_derivative):
    import numpy as np
    from nnlab.checks import check
    def fourth(x):
        return x**4
    rng = np.random.default_rng(1502)
    for h in [0.5, 0.01]:
        x = rng.uniform(1, 8, (3, 2))
        exact = 4 * x**3 + 4 * x * h**2
        check(numerical_derivative, (fourth, x), exact, name="numerical_derivative", rtol=1e-8, h=h)
test_q5_step(numerical_derivative)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Use it at once: are questions 2 to 4 right?
#
# The table compares each slope that you wrote with the numerical one at 2,001 points. For a right
# derivative the largest difference is **about 1e-11**; away from corners, anything above 1e-8 is a
# mistake, in the derivative or in the function.
#
# Relu's row is the interesting one. One of its points is 0, where you wrote the slope 0 and the
# central difference says $(h - 0)/(2h) = 0.5$. Neither is wrong: there is no derivative there, and
# two conventions disagree. A gradient checker has to know about corners, and the one that ships
# with this course skips and counts them.

# %% tags=["otter_ignore"]
x = np.linspace(-4, 4, 2001)
pairs = {
    "sigmoid": (sigmoid, sigmoid_derivative(x)),
    "tanh": (tanh, tanh(x, deriv=True)),
    "relu": (relu, relu(x, deriv=True)),
}
print("function   largest difference   at x")
for name, (f, slope) in pairs.items():
    difference = np.abs(slope - numerical_derivative(f, x))
    worst = int(np.argmax(difference))
    print(f"{name:<10} {difference[worst]:<20.1e} {x[worst]:.3f}")
away = np.abs(x) > 1e-3
difference = np.abs(relu(x, deriv=True) - numerical_derivative(relu, x))[away]
print(f"{'relu':<10} {difference.max():<20.1e} away from the corner")

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 4

# %% [markdown]
# ## Question 6: the neuron (4 points)
#
# Now the whole thing. A neuron weighs its $D$ inputs, adds a bias, and applies an activation $f$.
# The weights say what it looks for, the bias how easily it fires. With a batch of $N$ samples in
# the rows of $X$, one matrix product serves them all:
#
# $$\underset{(N,)}{a} = f\big(\underset{(N, D)}{X}\ \underset{(D,)}{w} + \underset{()}{b}\big)$$
#
# **Worked miniature.** $w = (2, -1)$, $b = 0.5$, and two samples $(1, 3)$ and $(0.25, -1)$. The
# weighted sums are $2 - 3 + 0.5 = -0.5$ and $0.5 + 1 + 0.5 = 2$; with relu the neuron answers
# $(0, 2)$.
#
# The result is one number per sample, shape `(N,)`: for a single sample `(1,)`, not a bare number,
# and never `(N, 1)`. A `(N, 1)` minus a `(N,)` silently becomes an `(N, N)`, because NumPy repeats
# both of them to fit: a bug worth meeting only once.

# %% [raw]
# # BEGIN SOLUTION

# %%
def neuron(X, w, b, activation):
    """Outputs of one neuron for a batch of samples.

    Args:
        X: (N, D) float64, one sample per row.
        w: (D,) float64, one weight per input.
        b: float, the bias.
        activation: elementwise function of a number or an array.

    Returns:
        (N,) array: activation(X w + b).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q6: neuron")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return activation(X @ w + b)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 2
failure_message: the worked miniature, and one sample alone
""" # END TEST CONFIG
def test_q6_miniature(neuron):
    import numpy as np
    from nnlab.checks import check
    def positive(x):
        return np.maximum(x, 0.0)
    X, w = np.array([[1.0, 3.0], [0.25, -1.0]]), np.array([2.0, -1.0])
    check(neuron, (X, w, 0.5, positive), np.array([0.0, 2.0]), name="neuron")
    check(neuron, (X[1:], w, 0.5, positive), np.array([2.0]), name="neuron")
test_q6_miniature(neuron)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: batches of 1, 3 and 5 with other numbers of inputs, tanh as activation
""" # END TEST CONFIG
def test_q6_batches(neuron):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(1601)
    for n, d in [(1, 4), (3, 2), (5, 1), (3, 3)]:
        X, w, b = rng.normal(0, 1, (n, d)), rng.normal(0, 1, d), float(rng.normal())
        expected = np.tanh((X * w).sum(axis=1) + b)
        check(neuron, (X, w, b, np.tanh), expected, name="neuron")
test_q6_batches(neuron)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: activations of the test's own, the bias inside the activation
""" # END TEST CONFIG
def test_q6_activation(neuron):
    import numpy as np
    from nnlab.checks import check
    def square(x):
        return x**2 + 1.0
    rng = np.random.default_rng(1602)
    for n, d in [(1, 3), (4, 2), (5, 6)]:
        X, w, b = rng.normal(0, 1, (n, d)), rng.normal(0, 1, d), float(rng.uniform(2, 3))
        expected = ((X * w).sum(axis=1) + b) ** 2 + 1.0
        check(neuron, (X, w, b, square), expected, name="neuron")
test_q6_activation(neuron)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: what a weight and a bias do
#
# One input and a sigmoid. A larger weight makes the step steeper, a negative one turns it round,
# and the bias moves it: the neuron answers 0.5 where $x w + b = 0$, at $x = -b/w$. So one neuron
# can put a step of any steepness anywhere. In homework 8 you build every curve from such steps.
#
# > **Published.** *scratch_mlp* (Omar Florez) says of $\sigma(W X + b)$: "at this point these
# > operations only compute a general linear system", and that one more layer changes this. Look at
# > the curves: which of them is a straight line?

# %% tags=["otter_ignore"]
x = np.linspace(-5, 5, 201)
panels = {"three weights, bias 0": [(0.5, 0.0), (2.0, 0.0), (-2.0, 0.0)],
          "weight 2, three biases": [(2.0, -4.0), (2.0, 0.0), (2.0, 4.0)]}
fig, axes = plt.subplots(1, 2, figsize=(10, 3.8), sharey=True, layout="constrained")
for ax, (title, settings) in zip(axes, panels.items()):
    ax.axhline(0.5, color="0.85", linewidth=1)
    for i, (w, b) in enumerate(settings):
        ax.plot(x, neuron(x[:, None], np.array([w]), b, sigmoid), color=COLORS[i],
                linestyle=DASHES[i], label=f"w = {w:g}, b = {b:g}")
    ax.set(title=title, xlabel="input x")
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=3)
axes[0].set_ylabel("answer of the neuron")
show(fig, alt="Six sigmoid neurons of one input. Left, with bias 0 all are 0.5 at x = 0: that of "
     "weight 2 rises more steeply than that of 0.5, and that of -2 falls. Right, with weight 2 the "
     "biases -4, 0 and 4 shift the same step to x = 2, 0 and -2.")

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 4

# %% [markdown]
# ## Question 7: a neuron that learns (4 points)
#
# Rosenblatt's perceptron is a neuron with the step as its activation; he published the machine in
# 1958, and by 1962 the rule for its weights that is asked for here. It needs no derivative. The
# step has none that would be of use: its slope is 0 everywhere, except at 0, where it has no slope
# at all. Show the samples one by one. If the answer is right, do nothing. If the neuron should have
# fired and didn't, add the sample to the weights and 1 to the bias; if it fired and shouldn't have,
# take both away:
#
# $$\hat y = \begin{cases}1 & x \cdot w + b > 0\\ 0 & \text{else}\end{cases}
#   \qquad \underset{(D,)}{w} \leftarrow w + (y - \hat y)\,\underset{(D,)}{x}
#   \qquad b \leftarrow b + (y - \hat y)$$
#
# <details><summary><b>The reading that is tested</b></summary>
#
# Start from $w = 0$, $b = 0$. An epoch goes through the rows of $X$ in order, from first to last,
# and each correction counts before the next sample is shown. The learning rate is 1. The labels in
# `y` are signed integers, so that $y - \hat y$ may be $-1$. Fire where $x \cdot w + b$ is *above*
# 0: at exactly 0 the answer is 0.
#
# </details>
#
# **Worked miniature.** OR, with rows $(0,0), (0,1), (1,0), (1,1)$ and labels $0, 1, 1, 1$. Row 1:
# sum 0, answer 0, right. Row 2: sum 0, answer 0, wrong, so $w = (0, 1)$, $b = 1$. Row 3: sum 1,
# right. Row 4: sum 2, right. In the second epoch row 1 has the sum 1 and fires wrongly: $b = 0$.
# Row 3 then has the sum 0 and doesn't fire: $w = (1, 1)$, $b = 1$. Going on, the fourth epoch
# makes no mistake any more, and $w = (1, 1)$, $b = 0$ stays.
#
# **Does it always end?** Novikoff proved in 1962: if *any* weights separate the two classes, the
# rule makes only so many mistakes and then none. The number is bounded by $(R/\gamma)^2$, where $R$
# is the length of the longest sample and $\gamma$ how far the nearest sample stays from the best
# border. For both, a 1 is appended to each sample for the bias, so that the border goes through the
# origin. If no weights separate the classes, the rule goes on for ever.

# %% [raw]
# # BEGIN SOLUTION

# %%
def perceptron_fit(X, y, epochs):
    """Weights and bias by Rosenblatt's rule: from zero, learning rate 1, samples in order.

    Args:
        X: (N, D) float64, one sample per row.
        y: (N,) integers, 0 or 1.
        epochs: int, how many times to go through all samples.

    Returns:
        (w, b): w of shape (D,), b a number.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q7: perceptron_fit")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - (1 if sample @ w + b > 0 else 0)
            w, b = w + correction * sample, b + correction
    return w, b
    # END SOLUTION


def perceptron_predict(X, w, b):
    """The perceptron's answers: 1 where X w + b > 0, else 0.

    Args:
        X: (N, D) float64; w: (D,) float64; b: float.

    Returns:
        (N,) array of 0 and 1 (integers, floats or booleans).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q7: perceptron_predict")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return (X @ w + b > 0).astype(int)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: answers for given weights, also where the sum is exactly 0
""" # END TEST CONFIG
def test_q7_predict(perceptron_predict):
    import numpy as np
    from nnlab.checks import check
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    w = np.array([2.0, 2.0])
    check(perceptron_predict, (X, w, -1.0), np.array([0, 1, 1, 1]), name="perceptron_predict")
    check(perceptron_predict, (X, w, -3.0), np.array([0, 0, 0, 1]), name="perceptron_predict")
    check(perceptron_predict, (X, w, -2.0), np.array([0, 0, 0, 1]), name="perceptron_predict")
test_q7_predict(perceptron_predict)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, OR, epoch by epoch
""" # END TEST CONFIG
def test_q7_or(perceptron_fit):
    import numpy as np
    from nnlab.checks import call, close
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0, 1, 1, 1])
    steps = [(1, (np.array([0.0, 1.0]), 1.0)), (2, (np.array([1.0, 1.0]), 1.0)),
             (4, (np.array([1.0, 1.0]), 0.0)), (20, (np.array([1.0, 1.0]), 0.0))]
    for epochs, expected in steps:
        got = call(perceptron_fit, X, y, epochs, name="perceptron_fit")
        epochs = f"{epochs} epoch{'s' if epochs > 1 else ''}"
        close(got, expected, parts=("w", "b"), what=f"after {epochs} of OR")
test_q7_or(perceptron_fit)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: AND, separable halves in other dimensions, sums near 0; weights and answers
""" # END TEST CONFIG
def test_q7_separable(perceptron_fit, perceptron_predict):
    import numpy as np
    from nnlab.checks import check
    def rosenblatt(X, y, epochs):
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(epochs):
            mistakes = 0
            for x, label in zip(X, y):
                wrong = label - int(float(x @ w) + b > 0)  # Sums of halves are exact.
                w, b, mistakes = w + wrong * x, b + wrong, mistakes + abs(wrong)
            if not mistakes:  # Nothing changes any more.
                break
        return w, b
    gates = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    near = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0], [-1.0, 3.0], [1.0, 1.0]])
    check(perceptron_predict, (near, np.array([0.5, -0.25]), 0.0), np.array([0, 0, 1, 0, 1]),
          name="perceptron_predict")
    cases = [(gates, np.array([0, 0, 0, 1]))]
    rng = np.random.default_rng(1701)
    for n, d in [(5, 1), (7, 3), (12, 2)]:
        X = rng.integers(-12, 13, (n, d)) / 2
        truth = np.arange(1.0, d + 1) * np.where(np.arange(d) % 2, -1, 1)
        X = X[np.abs(X @ truth - 0.5) > 1]
        cases.append((X, (X @ truth > 0.5).astype(int)))
    for X, y in cases:
        expected = rosenblatt(X, y, 200)
        check(perceptron_fit, (X, y, 200), expected, name="perceptron_fit")
        sums = np.sum(X * expected[0], axis=1) + expected[1]
        off = np.abs(sums) > 0.5
        for rows in [off, np.arange(len(X)) == int(np.argmax(off))]:
            check(perceptron_predict, (X[rows], *expected), (sums[rows] > 0).astype(int),
                  name="perceptron_predict")
test_q7_separable(perceptron_fit, perceptron_predict)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: two samples that take many epochs, and XOR in another order of samples
""" # END TEST CONFIG
def test_q7_xor(perceptron_fit):
    import numpy as np
    from nnlab.checks import check
    def rosenblatt(X, y, epochs):
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(epochs):
            mistakes = 0
            for x, label in zip(X, y):
                wrong = label - int(float(x @ w) + b > 0)  # Sums of whole numbers are exact.
                w, b, mistakes = w + wrong * x, b + wrong, mistakes + abs(wrong)
            if not mistakes:  # Nothing changes any more.
                break
        return w, b
    X, y = np.array([[9.0], [8.0]]), np.array([1, 0])
    for epochs in [12, 30, 150]:
        check(perceptron_fit, (X, y, epochs), rosenblatt(X, y, epochs), name="perceptron_fit")
    X = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
    y = np.array([0, 1, 0, 1])
    for epochs in [1, 2, 3, 50]:
        check(perceptron_fit, (X, y, epochs), rosenblatt(X, y, epochs), name="perceptron_fit")
test_q7_xor(perceptron_fit)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: two gates that one neuron can learn, and one that it can't
#
# The perceptron draws a line where $x \cdot w + b = 0$ and fires on one side of it; a sample that
# lies on the line doesn't fire. AND and OR need one line. For XOR look for weights that would do,
# writing down what each of the four samples demands:
#
# | sample | must be | demands |
# | --- | --- | --- |
# | (0, 0) | 0 | $b \le 0$ |
# | (0, 1) | 1 | $w_2 + b > 0$ |
# | (1, 0) | 1 | $w_1 + b > 0$ |
# | (1, 1) | 0 | $w_1 + w_2 + b \le 0$ |
#
# Add the middle two: $w_1 + w_2 + 2b > 0$. Add the outer two: $w_1 + w_2 + 2b \le 0$. Both can't
# hold, so no weights exist, and no rule, no patience and no number of epochs will find them. The
# printout below the picture shows what the perceptron does instead: sample after sample it takes
# back what it had learned, and from the third epoch on every epoch ends with the weights with which
# it began. In homework 4 a second layer solves XOR.

# %% tags=["otter_ignore", "cover"]
X_gates, labels = data.gates()
grid_x, grid_y = np.meshgrid(np.linspace(-0.5, 1.5, 201), np.linspace(-0.5, 1.5, 201))
plane = np.column_stack([grid_x.ravel(), grid_y.ravel()])
fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), sharey=True, layout="constrained")
for ax, (gate, y) in zip(axes, labels.items()):
    w, b = perceptron_fit(X_gates, y, epochs=100)
    mistakes = int((perceptron_predict(X_gates, w, b) != y).sum())
    fires = perceptron_predict(plane, w, b).reshape(grid_x.shape)
    ax.contourf(grid_x, grid_y, fires, levels=[-0.5, 0.5, 1.5], colors=["white", "0.88"])
    for label in (0, 1):
        ax.scatter(*X_gates[y == label].T, s=90, color=COLORS[label], marker=MARKERS[label],
                   edgecolor="black", label=f"should be {label}", zorder=3)
    ax.set(title=f"{gate}: {mistakes} of 4 wrong", xlabel="$x_1$", xticks=[0, 1], yticks=[0, 1])
axes[0].set_ylabel("$x_2$")
fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, loc="outside right center")
show(fig, alt="The four inputs of AND, OR and XOR in the plane, the half in which the perceptron "
     "fires in gray. For AND and OR only samples labeled 1 fire; for XOR two samples are wrong.")
for seen in range(5):
    rows, answers = np.tile(X_gates, (9, 1))[: 32 + seen], np.tile(labels["XOR"], 9)[: 32 + seen]
    w, b = perceptron_fit(rows, answers, epochs=1)
    print(f"XOR, 8 epochs and {seen} samples: w = ({w[0]:g}, {w[1]:g}), b = {b:g}")

# %% [raw]
# # BEGIN QUESTION
# name: q8
# points: 2

# %% [markdown]
# ## Question 8: what is left of a slope after twenty layers (2 points)
#
# So stack neurons in layers. By the chain rule the slope of the whole stack is a product with one
# factor $f'$ for each layer (and the weights, left aside here). Even if every layer is at its
# steepest point, at most this much comes through:
#
# $$s(\text{depth}) = \Big(\max_{-10 \le x \le 10} f'(x)\Big)^{\text{depth}}$$
#
# **Worked miniature.** For the sigmoid the maximum is $\frac14$: three layers pass on $\frac1{64}
# \approx 0.016$, ten layers $10^{-6}$, twenty $10^{-12}$. The first layers of such a network hear
# next to nothing about its errors: the slopes that should change their weights are almost 0. This
# is the *vanishing gradient*.
#
# Find the maximum on a fine, even grid from $-10$ to $10$ that contains 0, as
# `np.linspace(-10, 10, 2001)` does; with an even number of points 0 is skipped and so is the peak.
# `derivative` is any function with values from 0 up, and its peak need not be at 0. Answers are
# compared to one part in a thousand; 2,001 points are fine enough for every function and depth that
# is tested.

# %% [raw]
# # BEGIN SOLUTION

# %%
def slope_through(depth, derivative):
    """The most that a stack of `depth` activations passes back of a slope.

    Args:
        depth: int, the number of layers, 1 or more.
        derivative: elementwise function with values >= 0, the slope of the activation.

    Returns:
        float: the largest value of derivative on [-10, 10], to the power depth.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw1 q8: slope_through")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    steepest = np.max(derivative(np.linspace(-10, 10, 2001)))
    return float(steepest**depth)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, three and ten sigmoids, and a peak that is not at 0
""" # END TEST CONFIG
def test_q8_miniature(slope_through):
    import numpy as np
    from nnlab.checks import check
    def bell(x):
        return 1 / (2 + np.exp(x) + np.exp(-x))
    check(slope_through, (3, bell), 1 / 64, name="slope_through", rtol=1e-3)
    check(slope_through, (10, bell), 0.25**10, name="slope_through", rtol=1e-3, atol=0)
    def bell_at_2(x):
        return bell(x - 2)
    check(slope_through, (3, bell_at_2), 1 / 64, name="slope_through", rtol=1e-3)
test_q8_miniature(slope_through)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: other depths, other derivatives, peaks elsewhere, at both ends, a narrow one at 0
""" # END TEST CONFIG
def test_q8_fresh(slope_through):
    import numpy as np
    from nnlab.checks import check
    def bell(x):
        return 1 / (2 + np.exp(x) + np.exp(-x))
    def tall_at(peak, height):
        def bump(x):
            return height / (1 + (x - peak) ** 2)
        return bump
    check(slope_through, (6, tall_at(3.0, 1.5)), 1.5**6, name="slope_through", rtol=1e-3)
    for depth in [1, 20]:
        check(slope_through, (depth, bell), 0.25**depth, name="slope_through", rtol=1e-3, atol=0)
    check(slope_through, (4, np.ones_like), 1.0, name="slope_through", rtol=1e-3)
    check(slope_through, (2, tall_at(-8.0, 0.7)), 0.49, name="slope_through", rtol=1e-3)
    def broad(x):
        return 2 / (1 + ((x - 2.5) / 6) ** 2)
    check(slope_through, (1, broad), 2.0, name="slope_through", rtol=1e-3)
    for sign in [1, -1]:
        def ramp(x, sign=sign):
            return 0.5 + np.maximum(sign * x, 0) / 20
        check(slope_through, (1, ramp), 1.0, name="slope_through", rtol=1e-3)
    def needle(x):
        return 3 / (1 + (100 * x) ** 2)
    check(slope_through, (2, needle), 9.0, name="slope_through", rtol=1e-3)
test_q8_fresh(slope_through)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: how fast a slope is lost
#
# On a logarithmic axis a power is a straight line. Twenty sigmoids leave a millionth of a
# millionth; tanh and relu can pass everything on, *if* they are at their steepest. In homework 7
# you measure what real networks pass on, with their weights.

# %% tags=["otter_ignore"]
depths = np.arange(1, 21)
slopes = {
    "sigmoid": sigmoid_derivative,
    "tanh": lambda x: tanh(x, deriv=True),
    "relu": lambda x: relu(x, deriv=True),
}
fig, ax = plt.subplots(figsize=(6, 3.6), layout="constrained")
for i, (name, slope) in enumerate(slopes.items()):
    passed = [slope_through(int(depth), slope) for depth in depths]
    ax.semilogy(depths, passed, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i],
                markersize=9 - 2 * i, label=name)
ax.set(xlabel="depth (layers)", ylabel="largest slope through the stack", xticks=[1, 5, 10, 15, 20])
ax.legend(frameon=False)
show(fig, alt="Largest slope through a stack against its depth, logarithmic: the sigmoid's "
     "falls in a straight line to 1e-12 at 20 layers, tanh and relu stay at 1.")

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: learning without a slope (2 points)
#
# A person reads this answer; up to ten sentences will do. The perceptron's activation has a
# derivative nearly everywhere. Why would it be of no use for learning, and what does the rule of
# question 7 use in its place? Name two prices of doing without a derivative.

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# The derivative of the step is 0 on both sides of the jump, so going down a slope would never move
# a weight. The rule uses the direction of the mistake: if the neuron should have fired, adding the
# sample to the weights and 1 to the bias raises the weighted sum of this very sample, by $|x|^2 +
# 1$, and taking them away lowers it. Prices: a neuron needs a target of its own, so the rule has
# nothing to say to neurons in an earlier layer; without a separating line it never comes to rest;
# it knows no "nearly right", so it stops at the first line that separates, however close to a
# sample; and which line that is depends on the order of the samples.
#
# **RUBRIC**
#
# - 1 point: the slope is 0 wherever it exists (half a point), and why adding or taking away a
#   sample goes in the right direction (half a point).
# - 1 point: two prices, half a point each. "It can't do XOR" counts only if it says that the rule
#   doesn't end then: that no line exists is the neuron's limit and not the rule's.

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
# ## For yourself: a stack without bends, and a corner (not graded)
#
# In a sentence each: why is a stack of neurons without activations no better than one? Your
# numerical derivative says 0.5 for relu at 0: what would the one-sided difference say, and does it
# depend on the side?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# $(x W_1 + b_1) \cdot w_2 + b_2 = x \cdot (W_1 w_2) + (b_1 \cdot w_2 + b_2)$ is one weighted sum
# with one bias again. At relu's corner the one-sided difference says $(h - 0) / h = 1$ with a
# positive step and $(0 - 0) / (-h) = 0$ with a negative one. The central difference is the mean of
# the two.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## What you found
#
# A neuron is a weighted sum and a bend. Its slope is a formula that a difference of two values
# confirms to ten digits, and you no longer have to believe anybody's formula, this course's
# included: that habit is the thread through all that follows. A single neuron learns AND and OR
# from their four rows and can never learn XOR, so there will have to be several; and twenty
# sigmoids in a row pass on almost nothing, so which bend to take is a question of its own.
# Homework 2 finds the slopes of whole graphs of such functions, one node at a time.
#
# ## Before you hand in
#
# A notebook that works only because of a cell you have since deleted will not work for the grader.
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Go further
#
# - Novikoff's bound, measured: make points that are separable with a margin $\gamma$ of your
#   choice, count the mistakes of your perceptron, and draw them against $(R/\gamma)^2$.
# - GELU is $x\,\Phi(x)$, with $\Phi$ the normal distribution's. Write it with its slope, check it
#   with question 5, and find where it falls although $x$ rises.
# - A step $h$ in the complex plane: $f'(x) \approx \mathrm{Im} f(x + ih)/h$ subtracts nothing. How
#   small may $h$ be now? Which of your four functions can't be asked that way?
#
# ## Further reading
#
# - [*Neural networks I*](https://astrowizici.st/teaching/phs5000/), lecture notes of the course
#   Data analysis and machine learning: one neuron and a first network by hand.
# - Scott H. Hawley, [*My first NN, part
#   3*](https://drscotthawley.github.io/blog/posts/2019-02-08-my-1st-nn-part-3-multi-layer-and-backprop.html),
#   2019: activations with a `deriv` flag.
# - Frank Rosenblatt, [*The perceptron: a probabilistic model for information storage and
#   organization in the brain*](https://doi.org/10.1037/h0042519), Psychological Review 65, 1958.
# - Albert Novikoff, [*On convergence proofs for
#   perceptrons*](https://apps.dtic.mil/sti/citations/AD0298258), Symposium on the Mathematical
#   Theory of Automata 12, 1962: why the rule ends.
# - Marvin Minsky and Seymour Papert,
#   [*Perceptrons*](https://doi.org/10.7551/mitpress/11301.001.0001), MIT Press, 1969: what one
#   layer cannot do.
# - Xavier Glorot, Antoine Bordes, Yoshua Bengio, [*Deep sparse rectifier neural
#   networks*](https://proceedings.mlr.press/v15/glorot11a.html), AISTATS 2011: why relu.
