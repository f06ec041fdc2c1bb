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
# name: hw7_debugging
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
#   - data/explosion.csv
#   - data/houses.csv
# generate:
#   points_possible: 33
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false

# %% [markdown]
# # Homework 7: how training fails, and what published code hides
#
# By now you have trained networks that work. Most don't, at first: the loss stands still, or jumps,
# or becomes `nan`, or falls nicely toward an answer that is wrong. This chapter asks one question:
# **training fails; how do you find out why?** There are two families of reasons, and this chapter
# has a part for each, made for two sittings.
#
# **Part 1: the code is right and the numbers are in a bad place.** You make each of these diseases
# measurable and end with a doctor of some ten lines.
#
# **Part 2: the code is wrong and trains all the same.** Fourteen short functions come without
# names. Some have slips that stood in published teaching code, the others are right. Nobody tells
# you which. You write the checks, the checks sort the functions, and only then you read where each
# came from. Halfway through, you solve the case that homework 4 left open: why the published loss
# exploded.
#
# | question | you write | points |
# | --- | --- | --- |
# | **Part 1** | | |
# | 1 | `norms_through`, `gradient_norms` | 3 |
# | 2 | `xavier`, `he` | 3 |
# | 3 | `dead_fraction` | 2 |
# | 4 | `repeated_factor`, `clipped_factor`, `first_overflow` | 3 |
# | 5 | `diagnose`, `epoch_means` | 6 |
# | **Part 2** | | |
# | 6 | two checks: `step_error`, `slope_at_zero` | 3 |
# | 7 | `sorted_steps`, and three functions as they should be | 5 |
# | 8 | three checks: `bias_spread`, `symmetry_spread`, `unchanged` | 4 |
# | 9 | `sorted_networks`, and two networks as they should be | 4 |
# | w1 | in sentences: what a check proves | 2 |
#
# **Time.** Not measured yet. Stop after part 1: nothing of it is needed to understand part 2.
#
# **Notation.** Question 1 has no biases and half the mean over the batch as its loss. Part 2 uses
# the conventions of the code that it looks at: the bias in row 0 of a weight matrix, and a loss
# that is written beside each function, a sum here and a mean there. So learning rates of two
# questions can't be compared: the same rate is an $N$ times larger step if the loss is a sum.
#
# You need backpropagation through any number of layers (homework 5) and the gradient check
# (homework 2). Question 8 is easier if you spend two minutes on homework 4's symmetry gap before
# it.
#
# **How to work.** As before: replace each `raise NotImplementedError(...)`, run the cell, run the
# check. Public checks carry 11 of the 33 points, hidden tests the rest, on fresh data, and they
# test nothing that is not written here. Arrays are `float64`, samples stand in rows, functions
# leave their arguments as they were, and randomness comes in as a generator called `rng`.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nnlab import data, explosion, training_runs
from nnlab.pictures import BLUE, COLORS, DASHES, MARKERS, ORANGE, show


def sigmoid(x, deriv=False):
    """Homework 1's sigmoid, or its slope at the pre-activation x."""
    fired = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
    return fired * (1 - fired) if deriv else fired


def tanh(x, deriv=False):
    """Hyperbolic tangent, or its slope at x."""
    return 1 - np.tanh(x) ** 2 if deriv else np.tanh(x)


def relu(x, deriv=False):
    """max(0, x), or its slope at x."""
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)


ACTIVATIONS = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu}

# %% [markdown]
# # Part 1: right code, numbers in a bad place

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: what arrives at the first layer (3 points)
#
# In homework 1 a slope lost a factor of 4 in each sigmoid, at best. That left out the weights. Now
# measure the whole thing: send a batch through a deep network, backpropagate, and write down how
# large the gradient of each weight matrix is. If the first layer's is a millionth of the last
# one's, then no learning rate of plain descent suits both. (Adam of homework 6 rescales the steps
# of each weight by the size of its own gradients.) There are no biases, and the activation $f$
# follows **every** matrix, the last one too:
#
# $$\underset{(N, n_l)}{A_l} = f\big(\underset{(N, n_{l-1})}{A_{l-1}}\
#   \underset{(n_{l-1}, n_l)}{W_l}\big) \quad A_0 = X
#   \qquad C = \frac{1}{2N} \sum_{n=1}^{N} \lVert a_{L,n} \rVert^2
#   \qquad \text{norm}_l = \Big\lVert \frac{\partial C}{\partial W_l} \Big\rVert_F$$
#
# where $a_{L,n}$ is row $n$ of the output and the Frobenius norm is the root of the sum of the
# squares of all entries. $C$ pulls the outputs to 0, so the error at the output is $A_L / N$.
#
# **Worked miniature.** $f(z) = z$, $W_1 = (1\ \ 2)$, $W_2 = \binom{3}{1}$, one sample $x = 1$.
# Forward: $A_1 = (1, 2)$, $A_2 = 5$. Backward: $\partial C/\partial W_2 = \binom{5}{10}$ with the
# norm $\sqrt{125} = 11.18$; the error passed back is $5 \cdot (3, 1) = (15, 5)$, so
# $\partial C/\partial W_1 = (15\ \ 5)$ with the norm $\sqrt{250} = 15.81$. The same sample twice
# gives the same norms, because $C$ is a mean.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# `norms_through` takes matrices of any shapes that fit.
# `gradient_norms` draws `depth` matrices of shape `(width, width)` from $N(0, 1/\text{width})$
# (that is the *variance*) and a standard normal batch of 16, **in this order**: matrix of layer 1,
# matrix of layer 2, ..., and last of all the batch. `activation(z)` gives values and
# `activation(z, deriv=True)` slopes at the pre-activation. Norms come first layer first.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def norms_through(weights, X, activation):
    """Frobenius norms of dC/dW for each weight matrix of a network without biases.

    Args:
        weights: list of L float64 arrays; weights[l] is (n_l, n_{l+1}).
        X: (N, n_0) float64.
        activation: f(x, deriv=False), applied after every matrix.

    Returns:
        (L,) array, first layer first; C is half the mean over the batch of the squared norm of
        the output.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q1: norms_through")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    values, slopes = [X], []
    for W in weights:
        z = values[-1] @ W
        values.append(activation(z))
        slopes.append(activation(z, deriv=True))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.append(np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms[::-1])
    # END SOLUTION


def gradient_norms(depth, activation, rng, width=32):
    """Gradient norms of a random network of `depth` layers on a random batch of 16.

    Args:
        depth: int, the number of (width, width) matrices, each from N(0, 1/width).
        activation: f(x, deriv=False), applied after every matrix.
        rng: numpy.random.Generator; the matrices are drawn first, layer by layer, then the batch.
        width: int.

    Returns:
        (depth,) array, first layer first.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q1: gradient_norms")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, once and twice in the batch, and three random tanh layers
""" # END TEST CONFIG
def test_q1_miniature(norms_through, gradient_norms):
    import numpy as np
    from nnlab.checks import call, close, defined
    defined(gradient_norms, "gradient_norms")
    def same(z, deriv=False):
        return np.ones_like(z) if deriv else z
    weights = [np.array([[1.0, 2.0]]), np.array([[3.0], [1.0]])]
    expected = [250**0.5, 125**0.5]
    for rows in [1, 2]:
        X = np.ones((rows, 1))
        got = call(norms_through, weights, X, same, name="norms_through")
        what = f"the norms of the miniature, {rows} in the batch,"
        close(got, expected, atol=np.inf, what=what)
        slips = {"come last layer first": expected[::-1], "are squared": [250.0, 125.0]}
        if rows == 2:
            slips["are too large: C is a mean over the batch"] = [2 * norm for norm in expected]
        for slip, wrong in slips.items():
            off = max(abs(float(g) - w) for g, w in zip(got, wrong))
            assert off > 1e-9, f"{what} {slip}."
        close(got, expected, what=what)
    def bend(z, deriv=False):
        return 1 - np.tanh(z) ** 2 if deriv else np.tanh(z)
    def by_hand(draw_batch_first=False, variance=True, at_value=False, last=(True, True)):
        rng, width = np.random.default_rng(7), 4
        batch = rng.normal(0, 1, (16, width)) if draw_batch_first else None
        std = width**-0.5 if variance else 1 / width
        matrices = [rng.normal(0, std, (width, width)) for _ in range(3)]
        batch = rng.normal(0, 1, (16, width)) if batch is None else batch
        z, a = [], [batch]
        for k, matrix in enumerate(matrices):
            z.append(a[-1] @ matrix)
            a.append(np.tanh(z[-1]) if last[0] or k < 2 else z[-1])
        back, norms = a[-1] / 16, []
        for k in (2, 1, 0):
            if last[1] or k < 2:
                back = back * bend(a[k + 1] if at_value else z[k], deriv=True)
            norms.insert(0, float(np.sqrt(np.sum((a[k].T @ back) ** 2))))
            back = back @ matrices[k].T
        return norms
    got = call(gradient_norms, 3, bend, np.random.default_rng(7), 4, name="gradient_norms")
    right = by_hand()
    close(got, [1.0] * 3, atol=np.inf, what="gradient_norms(3, tanh, rng, 4)")
    values = np.array([float(norm) for norm in got])
    suspects = {
        "The batch was drawn before the matrices.": by_hand(draw_batch_first=True),
        "The matrices have the standard deviation 1/width; that should be the variance.":
            by_hand(variance=False),
        "The slope was taken at the activation's value; it belongs at the pre-activation.":
            by_hand(at_value=True),
        "The last layer was left without its activation.": by_hand(last=(False, False)),
        "The last layer was left without its activation on the way forward.":
            by_hand(last=(False, True)),
        "The last layer was left without its slope on the way back.": by_hand(last=(True, False)),
    }
    for reason, wrong in suspects.items():
        assert np.max(np.abs(values - wrong)) > 1e-9, f"The norms are wrong. {reason}"
    close(got, right, rtol=1e-8, what="gradient_norms(3, tanh, rng, 4)")
test_q1_miniature(norms_through, gradient_norms)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: norms_through against differences, non-square matrices, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q1_through(norms_through):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(7101)
    def squash(z, deriv=False):
        s = 1 / (1 + np.exp(-z))
        return s * (1 - s) if deriv else s
    def bent(z, deriv=False):
        return 2 * z + np.cos(z) if deriv else z**2 + np.sin(z)
    cases = [(1, [3, 2], squash), (3, [2, 4, 3], bent), (5, [4, 2, 3, 1], squash)]
    for n, sizes, activation in cases:
        weights = [rng.normal(0, 0.6, shape) for shape in zip(sizes, sizes[1:])]
        X, expected = rng.normal(0, 1, (n, sizes[0])), []
        for k in range(len(weights)):
            def cost(W, k=k, weights=weights, X=X, activation=activation):
                a = X
                for matrix in [*weights[:k], W, *weights[k + 1:]]:
                    a = activation(a @ matrix)
                return 0.5 * np.sum(a**2) / len(X)
            slopes = numerical_gradient(cost, weights[k].copy())
            expected.append(float(np.sqrt(np.sum(slopes**2))))
        got = call(norms_through, weights, X, activation, name="norms_through")
        close(got, expected, rtol=1e-6, what=f"the norms of layers {sizes}, a batch of {n}")
test_q1_through(norms_through)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: gradient_norms at other depths and widths, also 16, and with the default width
""" # END TEST CONFIG
def test_q1_drawn(gradient_norms):
    import numpy as np
    from nnlab.checks import call, close
    def squash(z, deriv=False):
        s = 1 / (1 + np.exp(-z))
        return s * (1 - s) if deriv else s
    def soft(z, deriv=False):
        return z / np.sqrt(1 + z**2) if deriv else np.sqrt(1 + z**2) - 1
    runs = [(1, 5, squash), (4, 16, squash), (6, 3, soft), (9, 32, squash), (3, 32, soft)]
    for seed, (depth, width, activation) in enumerate(runs, start=7102):
        rng = np.random.default_rng(seed)
        matrices = rng.standard_normal((depth, width, width)) / np.sqrt(width)
        a, slopes = [rng.standard_normal((16, width))], []
        for matrix in matrices:
            slopes.append(activation(a[-1] @ matrix, deriv=True))
            a.append(activation(a[-1] @ matrix))
        expected, back = [0.0] * depth, a[-1] / 16
        for k in reversed(range(depth)):
            delta = back * slopes[k]
            expected[k] = float(np.sqrt(np.einsum("ni,nj,mi,mj->", a[k], delta, a[k], delta)))
            back = np.einsum("nj,ij->ni", delta, matrices[k])
        args = (depth, activation, np.random.default_rng(seed))
        sizes = () if width == 32 and depth == 9 else (width,)
        got = call(gradient_norms, *args, *sizes, name="gradient_norms")
        close(got, expected, rtol=1e-7, atol=0, what=f"the norms at depth {depth}, width {width}")
test_q1_drawn(gradient_norms)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: twenty layers
#
# Width 32, median of 20 networks. Read each line from right to left, the way the error travels.
# Through sigmoids it loses a constant factor per layer, a little worse than homework 1's 1/4, and
# what arrives at the first layer is $3 \cdot 10^{-13}$ of what the last one got. Nothing is wrong
# with the code, and the first layers can't learn. The lines of tanh and relu are level. But look
# how high they lie: relu's whole network is stuck at $10^{-5}$. That is the next question.

# %% tags=["otter_ignore"]
depth, layer = 20, np.arange(1, 21)
fig, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
told = []
for i, (name, activation) in enumerate(ACTIVATIONS.items()):
    norms = np.median([gradient_norms(depth, activation, np.random.default_rng(seed))
                       for seed in range(20)], axis=0)
    factor = (norms[0] / norms[-1]) ** (1 / (depth - 1))
    told.append(f"{name} {norms[0] / norms[-1]:.0e}, a factor of {factor:.2f} per layer")
    ax.semilogy(layer, norms, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i],
                markersize=5, label=f"{name}: {factor:.2f} per layer")
ax.set(xlabel="layer", ylabel="norm of its gradient", xticks=[1, 5, 10, 15, 20])
ax.legend(frameon=False)
show(fig, alt="Norm of each layer's gradient in networks of 20 layers, logarithmic. First layer "
     f"over last layer: {'; '.join(told)}.")

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 3

# %% [markdown]
# ## Question 2: start in a better place (3 points)
#
# Whether a signal grows or shrinks from layer to layer is decided by the variance of the weights. A
# sum of $n_\text{in}$ products has $n_\text{in}$ times the variance of one, so weights of variance
# $1/n_\text{in}$ keep the signal's size on the way forward and, by the same argument,
# $1/n_\text{out}$ on the way back. Glorot (Xavier is his first name) and Bengio put the mean of
# $n_\text{in}$ and $n_\text{out}$ into the place of each, a variance of
# $2/(n_\text{in} + n_\text{out})$; He and others noted that relu stops half of the signal's square,
# and doubled $1/n_\text{in}$:
#
# $$\text{xavier:}\ W_{ij} \sim U(-r, r),\ r = \sqrt{\frac{6}{n_\text{in} + n_\text{out}}}
#   \qquad \text{he:}\ W_{ij} \sim N(0, \sigma^2),\ \sigma = \sqrt{\frac{2}{n_\text{in}}}
#   \qquad \underset{(n_\text{in},\, n_\text{out})}{W}$$
#
# A uniform number from $(-r, r)$ has the variance $r^2/3$: hence the 6.
#
# **Worked miniature.** `xavier(4, 2, rng)` lies within $r = \sqrt{6/6} = 1$ and has the standard
# deviation $1/\sqrt{3} = 0.577$. `he(8, 2, rng)` has $\sigma = \sqrt{2/8} = 0.5$.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Every entry is an independent draw from `rng` (a generator in
# the same state gives the same matrix); the order of the draws is yours. Tests look at shape,
# range, mean, standard deviation and kind of distribution of matrices large enough that chance
# plays no part.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def xavier(fan_in, fan_out, rng):
    """Weights by Glorot and Bengio: uniform within sqrt(6 / (fan_in + fan_out)).

    Args:
        fan_in, fan_out: int, neurons before and after.
        rng: numpy.random.Generator.

    Returns:
        (fan_in, fan_out) float64 array.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q2: xavier")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))
    # END SOLUTION


def he(fan_in, fan_out, rng):
    """Weights by He and others: normal with standard deviation sqrt(2 / fan_in).

    Args:
        fan_in, fan_out: int, neurons before and after.
        rng: numpy.random.Generator.

    Returns:
        (fan_in, fan_out) float64 array.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q2: he")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: shapes, spread and range of a wide matrix of each kind
""" # END TEST CONFIG
def test_q2_spread(xavier, he):
    import numpy as np
    from nnlab.checks import call, close, defined
    defined(he, "he")
    def drawn(function, name):
        W = call(function, 300, 100, np.random.default_rng(72), name=name)
        close(W, np.zeros((300, 100)), atol=np.inf, what=f"{name}(300, 100, rng)")
        assert W.dtype == "float64", f"{name} should return float64, not {W.dtype}."
        return W
    W, limit = drawn(xavier, "xavier"), np.sqrt(6 / 400)
    largest = np.max(np.abs(W))
    assert largest <= limit, (
        f"xavier(300, 100, rng) should lie within {limit:.4f}; its largest entry is {largest:.4f}.")
    assert largest > 0.99 * limit and np.min(W) < -0.99 * limit, (
        f"xavier(300, 100, rng) should fill the range from {-limit:.4f} to {limit:.4f}; it goes "
        f"from {np.min(W):.4f} to {np.max(W):.4f}.")
    close(float(np.std(W)), float(limit / np.sqrt(3)), rtol=0.03, what="the deviation of xavier")
    W = drawn(he, "he")
    slips = {"That is the variance.": 2 / 300, "It goes by fan_out.": (2 / 100) ** 0.5,
             "That would do without relu.": (1 / 300) ** 0.5}
    for slip, wrong in slips.items():
        assert abs(np.std(W) / wrong - 1) > 0.04, (
            f"the standard deviation of he(300, 100, rng) is {np.std(W):.4g}. {slip}")
    close(float(np.std(W)), float(np.sqrt(2 / 300)), rtol=0.04,
          what="the standard deviation of he(300, 100, rng)")
    assert np.max(np.abs(W)) > 3 * np.sqrt(2 / 300), (
        "he(300, 100, rng) has no entry beyond three standard deviations; 30,000 normal numbers "
        "have about 80. Is it uniform?")
test_q2_spread(xavier, he)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: xavier for other sizes, shape, range, mean, distribution, the generator
""" # END TEST CONFIG
def test_q2_xavier(xavier):
    import numpy as np
    from nnlab.checks import call, close
    for seed, (m, q) in enumerate([(200, 300), (500, 80), (60, 900)], start=7201):
        W = call(xavier, m, q, np.random.default_rng(seed), name="xavier")
        close(W, np.zeros((m, q)), atol=float(np.sqrt(6 / (m + q))), what=f"xavier({m}, {q}, rng)")
        scaled = np.asarray(W) / np.sqrt(6 / (m + q))
        size = m * q
        assert abs(np.mean(scaled)) < 8 * 0.58 / np.sqrt(size), "the mean is not 0"
        close(float(np.mean(scaled**2)), 1 / 3, rtol=0.04, what="3 times the variance over r^2")
        close(float(np.mean(scaled**4)), 1 / 5, rtol=0.06, what="the fourth moment")
        assert len(np.unique(scaled)) > 0.99 * size, "entries repeat"
        assert W.dtype == "float64", "the dtype is not float64"
        again = call(xavier, m, q, np.random.default_rng(seed), name="xavier")
        close(again, W, rtol=0, atol=0, what="xavier of a generator in the same state")
        other = call(xavier, m, q, np.random.default_rng(seed + 50), name="xavier")
        assert np.max(np.abs(np.asarray(other) - W)) > 0, "another generator, the same matrix"
    for m, q in [(1, 1), (1, 5), (3, 2)]:
        W = call(xavier, m, q, np.random.default_rng(7), name="xavier")
        close(W, np.zeros((m, q)), atol=float(np.sqrt(6 / (m + q))), what=f"xavier({m}, {q}, rng)")
test_q2_xavier(xavier)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: he for other sizes, shape, mean, standard deviation, distribution, the generator
""" # END TEST CONFIG
def test_q2_he(he):
    import numpy as np
    from nnlab.checks import call, close
    for seed, (m, q) in enumerate([(200, 300), (500, 80), (60, 900)], start=7204):
        W = call(he, m, q, np.random.default_rng(seed), name="he")
        close(W, np.zeros((m, q)), atol=np.inf, what=f"he({m}, {q}, rng)")
        scaled = np.asarray(W) / np.sqrt(2 / m)
        size = m * q
        assert abs(np.mean(scaled)) < 8 / np.sqrt(size), "the mean is not 0"
        close(float(np.mean(scaled**2)), 1.0, rtol=0.06, what="the variance over 2 / fan_in")
        close(float(np.mean(scaled**4)), 3.0, rtol=0.2, what="the fourth moment")
        assert len(np.unique(scaled)) > 0.99 * size, "entries repeat"
        assert W.dtype == "float64", "the dtype is not float64"
        again = call(he, m, q, np.random.default_rng(seed), name="he")
        close(again, W, rtol=0, atol=0, what="he of a generator in the same state")
        other = call(he, m, q, np.random.default_rng(seed + 50), name="he")
        assert np.max(np.abs(np.asarray(other) - W)) > 0, "another generator, the same matrix"
    for m, q in [(1, 1), (1, 5), (3, 2)]:
        W = call(he, m, q, np.random.default_rng(7), name="he")
        close(W, np.zeros((m, q)), atol=np.inf, what=f"he({m}, {q}, rng)")
test_q2_he(he)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the start decides
#
# Question 1's network again, with four starts. Most lines are level, so compare their heights. With
# relu, `he` alone leaves gradients of about 10, in every layer; a deviation of 0.1 starves all
# layers alike (some $10^{-15}$), 0.5 makes all explode ($10^{12}$), and in between lies `xavier`,
# which was made for tanh, at $10^{-5}$: half of the signal's square, lost twenty times. For tanh
# `xavier` is right, and nothing explodes, because its outputs can't; with too large weights it
# saturates instead, and the gradient grows on its way to the front.

# %% tags=["otter_ignore"]
starts = {
    "N(0, 0.1²)": lambda m, q, rng: rng.normal(0, 0.1, (m, q)),
    "xavier": xavier,
    "he": he,
    "N(0, 0.5²)": lambda m, q, rng: rng.normal(0, 0.5, (m, q)),
}
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8), sharey=True, layout="constrained")
told = []
for ax, name in zip(axes, ("tanh", "relu")):
    for i, (label, start) in enumerate(starts.items()):
        runs = []
        for seed in range(20):
            rng = np.random.default_rng(seed)
            weights = [start(32, 32, rng) for _ in range(depth)]
            runs.append(norms_through(weights, rng.normal(0, 1, (16, 32)), ACTIVATIONS[name]))
        norms = np.median(runs, axis=0)
        ax.semilogy(layer, norms, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i],
                    markersize=4, label=label)
        told.append(f"{name} {label} {norms[0]:.0e} and {norms[-1]:.0e}")
    ax.set(title=name, xlabel="layer", xticks=[1, 5, 10, 15, 20])
axes[0].set_ylabel("norm of its gradient")
fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, loc="outside right center")
show(fig, alt="Norm of each layer's gradient for four starts, tanh left, relu right, logarithmic. "
     f"First and last layer: {', '.join(told)}.")

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 2

# %% [markdown]
# ## Question 3: count the dead (2 points)
#
# Where relu answers 0, its slope is 0 as well, and no error passes. A unit that answers 0 to
# *every* sample gets no gradient at all, and unless the layers before it move, it never will
# again. It is dead. A healthy relu unit answers 0 to about half of the samples, so counting zeros
# is not enough:
#
# $$\text{dead share} = \frac1H \sum_{h=1}^{H} \Big[\mathrm{relu}\big(
#   \underset{(N, D)}{X}\, \underset{(D, H)}{W} + \underset{(H,)}{b}\big)_{nh} = 0
#   \ \text{for every } n \Big]$$
#
# where the square bracket is 1 if what stands in it holds, and 0 if not.
#
# **Worked miniature.** $W = (1\ \ {-1}\ \ 0)$, $b = (0, -1, 0)$, two samples $1$ and $-2$. The
# pre-activations are $(1, -2, 0)$ and $(-2, 1, 0)$: units 1 and 2 fire once each, unit 3 never
# (relu of exactly 0 is 0). One of three is dead: $1/3$, though four of the six outputs are 0.

# %% [raw]
# # BEGIN SOLUTION

# %%
def dead_fraction(W, b, X):
    """Share of units whose relu is 0 for every sample.

    Args:
        W: (D, H) float64; b: (H,) float64; X: (N, D) float64.

    Returns:
        float from 0 to 1.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q3: dead_fraction")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return float(np.mean((X @ W + b <= 0).all(axis=0)))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, single samples, and what else might have been counted
""" # END TEST CONFIG
def test_q3_miniature(dead_fraction):
    import numpy as np
    from nnlab.checks import call, check, close
    # Nine units: two answer 0 to one of the three samples, four to all of them.
    W = np.array([[1.0, 2.0, 1.0, -1.0, 0.5, 0.0, 0.0, 1.0, -1.0]])
    b = np.array([0.0, 1.0, 3.0, 5.0, 2.0, 0.0, -1.0, -5.0, -4.0])
    got = call(dead_fraction, W, b, np.array([[-1.0], [1.0], [2.0]]), name="dead_fraction")
    close(got, 4 / 9, atol=np.inf, what="dead_fraction of nine units")
    slips = {
        "It is the share of the units that are alive.": 5 / 9,
        "It is the share of all outputs that are 0.": 14 / 27,
        "A single 0 is enough for a unit to be counted.": 6 / 9,
        "A unit that answers exactly 0 is not counted.": 3 / 9,
        "The bias is missing.": 2 / 9,
        "It is a number of units, not a share.": 4.0,
        "It looks at each sample, over all units; look at each unit, over all samples.": 0.0,
    }
    for slip, wrong in slips.items():
        assert abs(float(got) - wrong) > 1e-9, f"dead_fraction of nine units is wrong. {slip}"
    W, b = np.array([[1.0, -1.0, 0.0]]), np.array([0.0, -1.0, 0.0])
    check(dead_fraction, (W, b, np.array([[1.0], [-2.0]])), 1 / 3, name="dead_fraction")
    check(dead_fraction, (W, b, np.array([[1.0]])), 2 / 3, name="dead_fraction")
    check(dead_fraction, (W, b, np.array([[-0.5]])), 1.0, name="dead_fraction")
test_q3_miniature(dead_fraction)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh layers, batches of 1, 3 and 5, all alive, all dead, exact zeros, tiny outputs
""" # END TEST CONFIG
def test_q3_fresh(dead_fraction):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(7301)
    for n, d, h in [(1, 3, 7), (3, 2, 11), (5, 4, 9), (6, 6, 6), (40, 1, 5)]:
        W, b, X = rng.normal(0, 1, (d, h)), rng.normal(-1, 1, h), rng.normal(0, 1, (n, d))
        W[:, 0], b[0] = 0.0, 0.0
        dead = 0
        for unit in range(h):
            sums = [sum(x[k] * W[k, unit] for k in range(d)) + b[unit] for x in X]
            dead += max(sums) <= 0
        check(dead_fraction, (W, b, X), dead / h, name="dead_fraction")
        check(dead_fraction, (1e-10 * W, 1e-10 * b, X), dead / h, name="dead_fraction")
        check(dead_fraction, (W, b + 100, X), 0.0, name="dead_fraction")
        check(dead_fraction, (W, b - 100, X), 1.0, name="dead_fraction")
test_q3_fresh(dead_fraction)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: one step too far
#
# Two hundred relu units and a linear output predict homework 3's ten prices; then comes one step of
# gradient descent. With inputs and prices standardized hardly a unit dies even of an absurd step:
# samples and errors lie on all sides of 0, and some sample still reaches each unit. Leave the
# prices in units of 100,000, and all errors have the same sign and push the same way: a few units
# die at a learning rate of 1, and from about 5 on a single step kills some 15 % of them. Leave the
# inputs as they came, around 2,000 and around 3, and all samples look alike to a unit: half of the
# units are dead at the start, and three quarters after any of these steps. *Neural networks I*
# (under further reading) warns of these very causes: a bad start, unscaled data, too large a step.

# %% tags=["otter_ignore"]
def standard(A):
    return (A - A.mean(axis=0)) / A.std(axis=0)


houses, prices = data.houses()
rates = np.logspace(-3, 1.5, 19)
fig, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
told = []
cases = {"all standardized": (standard(houses), standard(prices)),
         "prices in 100,000": (standard(houses), prices / 1e5),
         "inputs as they came": (houses, standard(prices))}
for i, (label, (X, y)) in enumerate(cases.items()):
    rng = np.random.default_rng(0)
    W, b, v = he(2, 200, rng), np.zeros(200), he(200, 1, rng)
    z = X @ W + b
    delta = (relu(z) @ v - y) / len(X) @ v.T * relu(z, deriv=True)
    shares = [dead_fraction(W - rate * X.T @ delta, b - rate * delta.sum(axis=0), X)
              for rate in rates]
    ax.semilogx(rates, shares, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=label)
    told.append(f"{label}: {dead_fraction(W, b, X):.0%} dead at the start, {shares[0]:.0%} after a "
                f"step of {rates[0]:g}, {shares[-1]:.0%} after one of {rates[-1]:.0f}")
ax.set(xlabel="learning rate of the one step", ylabel="dead share of 200 units", ylim=(-0.03, 1.03))
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(0, 0.45))
show(fig, alt="Share of dead relu units after one step of gradient descent against the learning "
     f"rate. {'; '.join(told)}.")

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 3

# %% [markdown]
# ## Question 4: a factor, again and again (3 points)
#
# Where a signal passes the same weight many times, as in a recurrent network, it is $a$, then
# $ab$, $abb$, $abbb$, and there are only three fates: it explodes if $|b|$ is above 1, vanishes
# below 1, and keeps its size at 1. How soon does "explodes" mean `inf`?
#
# $$v_0 = a \qquad v_{k} = v_{k-1}\, b
#   \qquad\qquad \text{first overflow} = \min\{\,n : |b|^n = \infty \text{ in float64}\,\}$$
#
# The largest float64 is just below $2^{1024}$. A cure for the symptom, and not for its cause, is
# **clipping**: after each factor, bring the value back into $[-c, c]$. It limits what is too large
# and does nothing for what is too small.
#
# **Worked miniature.** `repeated_factor(3.0, -2.0, 3)` is $(3, -6, 12, -24)$.
# `clipped_factor(3.0, -2.0, 3, 10.0)` is $(3, -6, 10, -10)$: 12 was cut to 10, and then $-20$ to
# $-10$. `clipped_factor(8.0, 0.5, 2, 3.0)` is $(8, 3, 1.5)$: the first value stays, 4 is cut to 3,
# and it goes on from 3. `first_overflow(2.0)` is 1024, as is `first_overflow(-2.0)`: 1,023 factors
# still fit. `first_overflow(0.5)` is `None`, never.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Entry 0 is `a` itself, also in `clipped_factor`, unclipped. A
# value that overflows is `inf` (or `-inf`), no exception; NumPy may warn. Mind that Python's own
# `2.0 ** 1024` is an `OverflowError`, while `2.0 ** 1023 * 2.0` is `inf`, and that $b^k$ may
# overflow where $a b^k$ doesn't. `first_overflow` counts factors, the first one included, and is
# tested for $|b|$ up to 1 and from 1.01 on.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def repeated_factor(a, b, steps):
    """a, a b, a b b, ...

    Args:
        a, b: float; steps: int, 0 or more.

    Returns:
        (steps + 1,) float64 array; inf where it overflows.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q4: repeated_factor")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return clipped_factor(a, b, steps, np.inf)
    # END SOLUTION


def clipped_factor(a, b, steps, limit):
    """As repeated_factor, with each value after the first clipped to [-limit, limit] at once.

    Args:
        a, b: float; steps: int, 0 or more; limit: float above 0.

    Returns:
        (steps + 1,) float64 array.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q4: clipped_factor")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    values = [float(a)]
    for _ in range(steps):
        values.append(min(max(values[-1] * b, -limit), limit))
    return np.array(values)
    # END SOLUTION


def first_overflow(b):
    """The smallest number of factors b whose product is infinite in float64.

    Args:
        b: float of either sign.

    Returns:
        int, or None if the product never overflows.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q4: first_overflow")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    if abs(b) <= 1:
        return None
    count, product = 0, 1.0
    while np.isfinite(product):
        count, product = count + 1, product * abs(b)
    return count
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature
""" # END TEST CONFIG
def test_q4_miniature(repeated_factor, clipped_factor, first_overflow):
    import numpy as np
    from nnlab.checks import call, check, close
    check(repeated_factor, (3.0, -2.0, 3), np.array([3.0, -6.0, 12.0, -24.0]),
          name="repeated_factor")
    check(clipped_factor, (3.0, -2.0, 3, 10.0), np.array([3.0, -6.0, 10.0, -10.0]),
          name="clipped_factor")
    got = call(clipped_factor, 8.0, 0.5, 2, 3.0, name="clipped_factor")
    close(got, np.array([8.0, 3.0, 1.5]), atol=np.inf, what="clipped_factor(8.0, 0.5, 2, 3.0)")
    slips = {"Entry 0 is clipped.": 3.0 * 0.5 ** np.arange(3),
             "It is clipped when all factors are through.": [8.0, 3.0, 2.0],
             "Nothing is clipped.": [8.0, 4.0, 2.0]}
    for slip, wrong in slips.items():
        assert np.max(np.abs(got - np.array(wrong))) > 1e-9, (
            f"clipped_factor(8.0, 0.5, 2, 3.0) is wrong. {slip}")
    close(got, np.array([8.0, 3.0, 1.5]), what="clipped_factor(8.0, 0.5, 2, 3.0)")
    for b in (2.0, -2.0):
        got = call(first_overflow, b, name="first_overflow")
        assert got is not None, f"first_overflow({b}) is None, but the product grows in size."
        close(got, 1024, atol=np.inf, what=f"first_overflow({b})")
        assert got != 1023, f"first_overflow({b}) is 1023, but 2^1023 still fits."
        close(got, 1024, what=f"first_overflow({b})")
    check(first_overflow, (0.5,), None, name="first_overflow")
test_q4_miniature(repeated_factor, clipped_factor, first_overflow)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: other factors and starts, no steps at all, overflow and underflow, clipping
""" # END TEST CONFIG
def test_q4_values(repeated_factor, clipped_factor):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(7401)
    for steps in [0, 1, 7, 40]:
        for size in [0.7, 1.0, 1.3]:
            a, b = float(rng.normal(0, 3)), float(size * rng.choice([-1.0, 1.0]))
            plain = np.array([a * math.pow(b, k) for k in range(steps + 1)])
            check(repeated_factor, (a, b, steps), plain, name="repeated_factor")
            value, clipped = a, [a]
            for _ in range(steps):
                value = sorted([-2.5, value * b, 2.5])[1]
                clipped.append(value)
            check(clipped_factor, (a, b, steps, 2.5), np.array(clipped), name="clipped_factor")
    check(clipped_factor, (9.0, 0.5, 2, 3.0), np.array([9.0, 3.0, 1.5]), name="clipped_factor")
    check(clipped_factor, (9.0, -0.5, 2, 3.0), np.array([9.0, -3.0, 1.5]), name="clipped_factor")
    huge = np.append(np.ldexp(1.0, np.arange(1024)), [np.inf] * 3)
    check(repeated_factor, (1.0, 2.0, 1026), huge, name="repeated_factor")
    signed = huge * np.where(np.arange(1027) % 2, -1.0, 1.0)
    check(repeated_factor, (1.0, -2.0, 1026), signed, name="repeated_factor")
    tiny = np.append(np.ldexp(1.0, -np.arange(1075)), [0.0] * 5)
    check(repeated_factor, (1.0, 0.5, 1079), tiny, name="repeated_factor", atol=0)
    late = np.append(np.ldexp(1.0, np.arange(-1000, 1024)), [np.inf] * 2)
    check(repeated_factor, (2.0**-1000, 2.0, 2025), late, name="repeated_factor", atol=0)
    check(repeated_factor, (0.0, -3.0, 700), np.zeros(701), name="repeated_factor")
test_q4_values(repeated_factor, clipped_factor)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: first_overflow of other numbers of both signs, and of those that never overflow
""" # END TEST CONFIG
def test_q4_overflow(first_overflow):
    from nnlab.checks import call, close
    known = [(4.0, 512), (1.5, 1751), (1.1, 7448), (1.01, 71333), (10.0, 309), (1e3, 103),
             (1e200, 2), (1e300, 2), (3.0, 647), (2.0**512, 2), (2.0**511, 3)]
    known += [(-b, count) for b, count in known]
    known += [(b, None) for b in [0.0, 1.0, -1.0, 0.999, -0.25, 1e-300]]
    said = [call(first_overflow, b, name="first_overflow") for b, _ in known]
    for got, (b, count) in zip(said, known):
        close(got, count, what=f"first_overflow({b})")
test_q4_overflow(first_overflow)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: three fates and a clip
#
# On a logarithmic axis equal factors make a straight line: 200 factors of 1.1 reach $10^8$, 200 of
# 0.9 come down to $10^{-9}$. Clipping bends the rising line and would leave the falling one as it
# is. Below the picture: how many factors it takes to `inf`. With 1.01 it is 71,333, so a training
# that breaks down after an hour may have been exploding from its first minute.

# %% tags=["otter_ignore"]
steps = 200
lines = {f"b = {b}": repeated_factor(1.0, b, steps) for b in (0.9, 1.0, 1.1)}
lines["b = 1.1, clipped at 100"] = clipped_factor(1.0, 1.1, steps, 100.0)
fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
for i, (label, values) in enumerate(lines.items()):
    ax.semilogy(values, color=COLORS[i], linestyle=DASHES[i], label=label)
ax.set(xlabel="factors", ylabel="product")
ax.legend(frameon=False)
show(fig, alt=f"Products of {steps} equal factors, logarithmic: "
     + ", ".join(f"{label} ends at {values[-1]:.2g}" for label, values in lines.items()) + ".")
for b in (1.01, 1.1, 1.5, 2.0, 10.0):
    print(f"{b:5}: infinite after {first_overflow(b):6,} factors")

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 6

# %% [markdown]
# ## Question 5: the doctor (6 points)
#
# You now know the diseases. In practice you see symptoms: three curves that a training loop can
# write down at no cost. Turn them into a diagnosis. `history` is a dict:
#
# | key | shape | what |
# | --- | --- | --- |
# | `"loss"` | `(epochs,)` | the loss of all samples before an update |
# | `"gradient_norms"` | `(epochs, layers)` | norm of each layer's gradient, first layer first |
# | `"active_share"` | `(epochs,)` | share of all relu outputs that are above 0; 1 without relu |
#
# **The rules.** Go through them in this order; **the first that holds is the answer**.
#
# | | answer | holds if |
# | --- | --- | --- |
# | 1 | `"exploding"` | any loss or norm is `nan` or infinite, or any norm is above $10^4$ |
# | 2 | `"dead"` | the active share in the **last** epoch is below 0.01 |
# | 3 | `"learning rate too high"` | the loss's rises add up to more than half of its falls |
# | 4 | `"vanishing"` | mean norm of the **first** layer below a 1000th of the **last** layer's |
# | 5 | `"learning rate too low"` | the last loss is above 0.9 times the first one |
# | 6 | `"healthy"` | none of these |
#
# Rule 1 looks at every entry of the losses and gradient norms, in all epochs. In rule 3 go from
# each epoch to the next and add up the changes upward and, apart from them, the changes downward,
# as sizes: how much of its way does the loss walk in the wrong direction? A loss that ends above
# its start has risen more than it fell, so the rule covers that, too. In rule 4 the means are taken
# over all epochs; compare `first < last / 1000`, and don't divide by a norm that may be 0.
#
# Why this order? A network that has exploded often ends dead, a dead one has a flat loss, and a
# vanishing one learns too slowly at any rate: causes come before what they cause.
#
# **Where the rules hold.** They are made for full batches, where each entry looks at the same
# samples. With mini-batches each entry looks at other ones: the loss jumps because the samples
# change, and rule 3 calls every run ill, the best one too. So write `epoch_means`: it takes a
# history with one entry for each update, `batches` of them to an epoch, in the order of training,
# and returns a new history in which each epoch has one entry, the plain mean of its updates. Then
# ask the doctor about that.
#
# **Worked miniature.** The loss $1.0, 0.6, 0.8, 0.5$ falls by $0.4 + 0.3 = 0.7$ and rises by $0.2$,
# less than half of that: not rule 3. The loss $1.0, 0.6, 1.2, 0.5$ falls by $1.1$ and rises by
# $0.6$, more than half: rule 3. Take that second history for two epochs of two updates each: its
# means are $0.8, 0.85$. A history has two epochs or more and at least one layer, its active shares
# are numbers from 0 to 1, and no test sits exactly on a boundary. The number of updates is a
# multiple of `batches`.

# %% [raw]
# # BEGIN SOLUTION

# %%
def diagnose(history):
    """How a training went, by the first of the six rules that holds.

    Args:
        history: dict with "loss" (epochs,), "gradient_norms" (epochs, layers) and "active_share"
            (epochs,), float64 arrays.

    Returns:
        str: "healthy", "vanishing", "exploding", "dead", "learning rate too high" or
        "learning rate too low".
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q5: diagnose")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"
    # END SOLUTION


def epoch_means(history, batches):
    """A history of mini-batches, as a history of epochs.

    Args:
        history: dict as for diagnose, with one entry for each update in place of each epoch; left
            as it was.
        batches: int, the number of updates in an epoch.

    Returns:
        dict with the same keys: "loss" (epochs,), "gradient_norms" (epochs, layers) and
        "active_share" (epochs,), each entry the mean over the updates of its epoch.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q5: epoch_means")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return {key: values.reshape(-1, batches, *values.shape[1:]).mean(axis=1)
            for key, values in history.items()}
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: one clear case of each of the six, and the worked miniature
""" # END TEST CONFIG
def test_q5_clear(diagnose):
    import numpy as np
    from nnlab.checks import call, close
    falling = 0.8 ** np.arange(20)
    def history(loss, first=0.5, last=0.5, active=0.5):
        norms = np.column_stack([np.full(20, first), np.full(20, 0.4), np.full(20, last)])
        return {"loss": loss, "gradient_norms": norms, "active_share": np.full(20, active)}
    broken = falling.copy()
    broken[15:] = np.nan
    cases = [
        ("healthy", history(falling), "the loss falls and nothing else is the matter"),
        ("exploding", history(broken), "the loss is nan from epoch 15 on"),
        ("exploding", history(falling, first=2e5), "the first layer's norm is 2e5"),
        ("dead", history(np.ones(20), 0.0, 0.0, 0.0), "no relu output is above 0"),
        ("learning rate too high", history(1 + 0.3 * (-1.0) ** np.arange(20)), "the loss jumps"),
        ("vanishing", history(falling, first=1e-5), "the first layer's norm is 1e-5"),
        ("learning rate too low", history(1 - 0.001 * np.arange(20)), "the loss falls by 2 %"),
        ("healthy", history(np.repeat([1.0, 0.6, 0.8, 0.5], 5)), "the loss is 1.0, 0.6, 0.8, 0.5"),
        ("learning rate too high", history(np.repeat([1.0, 0.6, 1.2, 0.5], 5)),
         "the loss is 1.0, 0.6, 1.2, 0.5"),
    ]
    said = [call(diagnose, symptoms, name="diagnose") for _, symptoms, _ in cases]
    for got, (answer, _, why) in zip(said, cases):
        close(got, answer, what=f"diagnose(history), where {why},")
test_q5_clear(diagnose)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: two diseases at once, and the words of the rules
""" # END TEST CONFIG
def test_q5_order(diagnose):
    import numpy as np
    from nnlab.checks import call, close
    falling, flat = 0.8 ** np.arange(12), np.ones(12)
    jumps = 1 + 0.3 * (-1.0) ** np.arange(12)
    def history(loss, first=0.5, last=0.5, active=0.5):
        norms = np.column_stack([first * flat, last * flat])
        return {"loss": loss, "gradient_norms": norms, "active_share": active * flat}
    once = history(falling)
    once["gradient_norms"][3, 1] = np.inf
    fading = history(flat)
    fading["active_share"] = np.linspace(0.5, 0.001, 12)
    recovered = history(falling)
    recovered["active_share"] = np.linspace(0.001, 0.5, 12)
    bump = history(falling)
    bump["loss"] = np.array([1.0, 0.6, 0.8, 0.5, 0.3, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
    late = history(falling)
    late["gradient_norms"][-1, 0] = 1e-9
    cases = [
        ("exploding", once, "one norm in the middle is infinite"),
        ("exploding", history(jumps, first=3e4, active=0.0), "norms are 3e4 and all is dead"),
        ("dead", fading, "the active share falls to 0.001"),
        ("dead", history(jumps, active=0.0), "all is dead and the loss jumps"),
        ("dead", history(flat, first=0.0, active=0.0), "all is dead, the first norm 0"),
        ("dead", history(falling, active=0.005), "the active share is 0.005 throughout"),
        ("learning rate too high", history(jumps, first=1e-6), "the loss jumps and norms vanish"),
        ("vanishing", history(flat, first=1e-6), "norms vanish and the loss is flat"),
        ("learning rate too low", history(flat, 0.0, 0.0), "all is flat and all norms are 0"),
        ("healthy", recovered, "the active share rises from 0.001 to 0.5"),
        ("healthy", bump, "the loss rises twice, by 0.3 in all, and falls by 1.2 in all"),
        ("healthy", late, "the first norm is tiny in the last epoch alone"),
        ("healthy", history(falling, last=1e-6), "the last layer's norm is the tiny one"),
    ]
    said = [call(diagnose, symptoms, name="diagnose") for _, symptoms, _ in cases]
    for got, (answer, _, why) in zip(said, cases):
        close(got, answer, what=f"diagnose(history), where {why},")
test_q5_order(diagnose)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: epoch_means of the worked miniature, and the doctor's answer to it
""" # END TEST CONFIG
def test_q5_means(epoch_means, diagnose):
    import numpy as np
    from nnlab.checks import call, check, close
    history = {"loss": np.array([1.0, 0.6, 1.2, 0.5]),
               "gradient_norms": np.array([[4.0, 0.0], [2.0, 1.0], [1.0, 3.0], [0.0, 6.0]]),
               "active_share": np.array([0.5, 0.7, 0.25, 0.75])}
    got = call(epoch_means, history, 2, name="epoch_means")
    assert isinstance(got, dict), (
        f"epoch_means should return a dict like its argument; it is {type(got).__name__}.")
    close(got, {"loss": np.zeros(2), "gradient_norms": np.zeros((2, 2)),
                "active_share": np.zeros(2)}, atol=np.inf, what="epoch_means(history, 2)")
    slips = {"It takes the first update of each epoch.": [1.0, 1.2],
             "It takes the last update of each epoch.": [0.6, 0.5],
             "It puts every second update together; an epoch's updates follow each other.":
                 [1.1, 0.55],
             "It adds the updates up.": [1.6, 1.7]}
    for slip, wrong in slips.items():
        assert np.max(np.abs(got["loss"] - np.array(wrong))) > 1e-9, (
            f"epoch_means(history, 2): {slip}")
    expected = {"loss": np.array([0.8, 0.85]),
                "gradient_norms": np.array([[3.0, 0.5], [0.5, 4.5]]),
                "active_share": np.array([0.6, 0.5])}
    check(epoch_means, (history, 2), expected, name="epoch_means")
    check(epoch_means, (history, 1), history, name="epoch_means")
    jumps = np.tile([0.3, 0.9, 0.3], 4) * np.repeat([1.0, 0.8, 0.6, 0.4], 3)
    noisy = {"loss": jumps, "gradient_norms": np.ones((12, 2)), "active_share": np.ones(12)}
    for symptoms, answer, label in [
        (noisy, "learning rate too high", "a history that jumps from batch to batch"),
        (call(epoch_means, noisy, 3, name="epoch_means"), "healthy", "the means of its epochs")]:
        close(call(diagnose, symptoms, name="diagnose"), answer, what=f"diagnose of {label}")
test_q5_means(epoch_means, diagnose)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: made-up histories of other lengths and depths, some close to the limits
""" # END TEST CONFIG
def test_q5_limits(diagnose):
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(7501)
    def ruled(h):
        loss, norms = h["loss"], h["gradient_norms"]
        if not np.isfinite(np.append(loss, norms)).all() or np.max(norms) > 1e4:
            return "exploding"
        if h["active_share"][-1] < 0.01:
            return "dead"
        up = sum(max(b - a, 0) for a, b in zip(loss, loss[1:]))
        down = sum(max(a - b, 0) for a, b in zip(loss, loss[1:]))
        if up > down / 2:
            return "learning rate too high"
        if 1000 * np.mean(norms[:, 0]) < np.mean(norms[:, -1]):
            return "vanishing"
        return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"
    cases, expected = [], []
    for loss, answer in [([1.0, 0.85, 0.92], "learning rate too low"),
                         ([3.0, 3.15, 2.79], "learning rate too low"),
                         ([8e4, 5e4, 2e4], "healthy"),
                         ([0.5, 0.4, np.inf, 0.1], "exploding"),
                         ([0.5, 0.4, 0.3, np.inf], "exploding")]:
        symptoms = {"loss": np.array(loss), "gradient_norms": np.full((len(loss), 3), 0.2),
                    "active_share": np.full(len(loss), 0.4)}
        cases.append(symptoms)
        expected.append(answer)
    for first, answer in [([0.2, 0.2, np.nan, 0.2], "exploding"),
                          ([0.2, 0.2, np.inf, 0.2], "exploding"),
                          ([0.2, 0.2, 10000.5, 0.2], "exploding"),
                          ([0.2, 0.2, 9999.5, 0.2], "healthy"),
                          ([0.0009995] * 4, "vanishing"), ([0.0010005] * 4, "healthy")]:
        cases.append({"loss": np.array([0.5, 0.4, 0.3, 0.2]),
                      "gradient_norms": np.column_stack([first, np.ones(4)]),
                      "active_share": np.full(4, 0.4)})
        expected.append(answer)
    for epochs, layers in [(2, 2), (3, 1), (40, 7), (301, 5)]:
        for kind in range(3, 16):
            size = 10.0 ** rng.uniform(-3, 3)
            end = rng.choice([0.89, 0.91]) if kind in (4, 5) else rng.uniform(0.05, 0.6)
            loss = size * np.linspace(1, end, epochs)
            if kind in (6, 7) and epochs > 3:
                rise = (0.53 if kind == 6 else 0.47) * (1 - end) / (1 - (0.53, 0.47)[kind - 6])
                loss[epochs // 2:] += rise * size
                fall = np.linspace(0, rise, epochs - epochs // 2) * size
                loss[epochs // 2:] -= fall
            norms = size * np.exp(rng.normal(0, 0.3, (epochs, layers)))
            norms /= max(1.0, norms.max() / 5e3)
            active = rng.uniform(0.1, 0.9, epochs)
            if kind in (8, 9) and layers > 1:
                share = np.mean(norms[:, 0]) / np.mean(norms[:, -1])
                norms[:, 0] *= (0.95e-3, 1.05e-3)[kind - 8] / share
            if kind in (10, 11):
                active[-1] = (0.0095, 0.0105)[kind - 10]
            if kind in (12, 13):
                norms[rng.integers(epochs), rng.integers(layers)] = (1.05e4, 0.95e4)[kind - 12]
            if kind == 14:
                loss[rng.integers(epochs)] = rng.choice([np.nan, np.inf])
            if kind == 15:
                norms[rng.integers(epochs), rng.integers(layers)] = rng.choice([np.nan, np.inf])
            cases.append({"loss": loss, "gradient_norms": norms, "active_share": active})
            expected.append(ruled(cases[-1]))
    assert len(set(expected)) == 6
    said = [call(diagnose, symptoms, name="diagnose") for symptoms in cases]
    for got, answer, symptoms in zip(said, expected, cases):
        close(got, answer, what=f"diagnose(history of {len(symptoms['loss'])} epochs)")
test_q5_limits(diagnose)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: histories of real networks, trained with other seeds and for other times
""" # END TEST CONFIG
def test_q5_real(diagnose):
    import numpy as np
    from nnlab import training_runs
    from nnlab.checks import call, close
    for seed, epochs in [(7502, 60), (7503, 100), (7504, 140)]:
        for answer, symptoms in training_runs.six_runs(seed, epochs).items():
            got = call(diagnose, symptoms, name="diagnose")
            close(got, answer, what="diagnose(history of a network)")
            half = {key: np.array(value[: epochs // 2]) for key, value in symptoms.items()}
            if answer in ("exploding", "dead", "vanishing", "learning rate too low"):
                got = call(diagnose, half, name="diagnose")
                close(got, answer, what="diagnose(the first half of a history)")
test_q5_real(diagnose)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: epoch_means of other numbers of batches, epochs and layers, also nan and inf
""" # END TEST CONFIG
def test_q5_batches(epoch_means):
    import numpy as np
    from nnlab.checks import call, check, close
    rng = np.random.default_rng(7505)
    for epochs, batches, layers in [(1, 5, 2), (4, 3, 1), (3, 3, 3), (7, 1, 4), (6, 8, 5)]:
        updates = epochs * batches
        history = {"loss": rng.uniform(0.1, 2, updates),
                   "gradient_norms": rng.uniform(0, 5, (updates, layers)),
                   "active_share": rng.uniform(0, 1, updates)}
        if epochs == 6:
            history["gradient_norms"][20, 3] = np.inf
        expected = {}
        for key, values in history.items():
            rows = [sum(values[e * batches + b] for b in range(batches)) / batches
                    for e in range(epochs)]
            expected[key] = np.array(rows)
        check(epoch_means, (history, batches), expected, name="epoch_means")
    history["loss"][11] = np.nan
    got = call(epoch_means, history, 8, name="epoch_means")
    lost = np.isnan(np.asarray(got["loss"], dtype=float))
    close(lost, np.arange(6) == 1, what="which of six epochs have nan for a loss")
test_q5_batches(epoch_means)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: six patients
#
# Six small networks are trained here, each on 64 points with homework 4's XOR as the target, five
# of them badly on purpose. `nnlab/training_runs.py` says how. Change a setting with
# `training_runs.watch(...)` and ask your doctor again. The title above each loss is what your code
# says, in orange where the setup says otherwise. Look at the vanishing one: its loss falls a
# little, while the last layer learns to answer the mean, and then that layer's gradient is only
# twice the first's. So rule 4 asks for the mean over all epochs: by the last epoch alone, nothing
# would be wrong. The exploding one has the second smallest learning rate, so the rate is not to
# blame.

# %% tags=["otter_ignore"]
runs = training_runs.six_runs(seed=0)
fig, axes = plt.subplots(4, 3, figsize=(10, 9), sharex=True, layout="constrained")
told = []
for i, (name, run) in enumerate(runs.items()):
    top, bottom = axes[2 * (i // 3) : 2 * (i // 3) + 2, i % 3]
    said = diagnose(run)
    loss, norms = run["loss"], run["gradient_norms"]
    shown = np.where(np.isfinite(loss), loss, np.nan)
    few = "o" if np.isfinite(loss).sum() < 10 else ""
    top.plot(shown, color=BLUE, marker=few)
    if np.nanmax(shown) > 1e3:
        top.set_yscale("log")
    else:
        top.set_ylim(0, 1.1)
    top.set_title(said, color="black" if said == name else ORANGE)
    for k, label in ((0, "first layer"), (-1, "last layer")):
        values = np.where(np.isfinite(norms[:, k]) & (norms[:, k] > 0), norms[:, k], np.nan)
        bottom.semilogy(values, color=COLORS[-k], linestyle=DASHES[-k], marker=few, label=label)
    if i % 3 == 0:
        top.set_ylabel("loss")
        bottom.set_ylabel("gradient norm")
    if not np.isfinite(values).any():
        bottom.set_yticks([])
        bottom.minorticks_off()
        bottom.text(0.5, 0.5, "all 0", transform=bottom.transAxes, ha="center")
    elif few:
        bottom.text(0.5, 0.5, "then inf and nan", transform=bottom.transAxes, ha="center")
    else:
        bottom.set_ylim(1e-8, 10)
    told.append(f"{said}: loss {loss[0]:.2g} to {loss[-1]:.2g}")
    setup = training_runs.SETUPS[name]
    print(f"{name:23} {len(setup['hidden']):2} hidden layers of {setup['hidden'][0]}, "
          f"{setup['activation']:7}, learning rate {setup['learning_rate']:<6g}"
          f" start {setup['scale']:g} x N(0, 1/n), hidden biases {setup.get('bias', 0.0):g}")
for ax in axes[-1]:
    ax.set_xlabel("epoch")
fig.align_ylabels(axes[:, 0])
fig.legend(*axes[1, 0].get_legend_handles_labels(), frameon=False, loc="outside lower center",
           ncols=2)
show(fig, alt="Six trainings, each with its loss and, below, the gradient norms of its first and "
     f"last layer. {'; '.join(told)}.")

# %% [markdown]
# ### Look: a healthy patient who is called ill
#
# The healthy run of the six again, with mini-batches of 8 samples in place of all 64. The doctor
# looks at each update and finds a learning rate that is too high; at the means of epochs the same
# run is healthy. Its loss falls to less than a tenth, so which of the two would you believe?
#
# Means don't heal everything. The lower pair is the vanishing run, with batches of 16. Its loss
# stands still, so what is left of it, even in the means, is the chance by which samples came
# together, and rule 3 answers before rule 4 has its turn. **Rule 3 needs a loss that falls by more
# than it jitters.** If it doesn't, measure the loss on all samples once in an epoch, without an
# update, as the rules assume.

# %% tags=["otter_ignore"]
pairs = {"healthy": 8, "vanishing": 16}
fig, axes = plt.subplots(2, 2, figsize=(10, 5), layout="constrained")
told = []
for row, (name, batch) in zip(axes, pairs.items()):
    updates = training_runs.watch(**training_runs.SETUPS[name], batch=batch)
    epochs = epoch_means(updates, 64 // batch)
    for ax, run, unit in zip(row, (updates, epochs), ("update", "epoch")):
        answer = diagnose(run)
        ax.plot(run["loss"], color=BLUE, linewidth=1)
        ax.set(xlabel=unit, ylabel="loss", ylim=(0, None))
        ax.set_title(f"{name}, each {unit}: {answer}", color="black" if answer == name else ORANGE)
        change = np.diff(run["loss"])
        share = change[change > 0].sum() / -change[change < 0].sum()
        told.append(f"{name} by {unit}: {answer}, rises over falls {share:.2f}")
        print(told[-1])
show(fig, alt="Loss of two trainings with mini-batches, for each update left, as means over epochs "
     f"right. {'; '.join(told)}.")

# %% [markdown]
# # Part 2: code that trains and is wrong
#
# All diseases so far were of right code. The other family is harder, because the loss goes down: of
# the six wrong gradients in homework 2's last picture, "the loss went down" let five pass.
#
# Here are seven short functions. Five are steps of gradient descent, each with its loss in its
# docstring, two are meant to be tanh. Some of the seven are wrong. The slips are real: they stood
# in published teaching material, from which this course learned a great deal, and whose authors
# taught many people to write a network from scratch. The code is rewritten in the words of this
# course. The others are right, however odd they look.
#
# Read them, and write down whom you suspect **before** you measure anything. How much reading alone
# would have found is worth knowing.

# %%
def with_ones(A):
    """A (N, D) with a column of ones in front: (N, D + 1)."""
    return np.hstack([np.ones((len(A), 1)), A])


def step_a(weights, X, Y, learning_rate, penalty):
    """Linear layer H = X W, weights [W (D, Q)].
    Loss 1/(2N) sum (Y - H)^2 + penalty/(2N) sum W^2."""
    [W] = weights
    shrunk = (1 - learning_rate * penalty / len(X)) * W
    return [shrunk - learning_rate * X.T @ (X @ W - Y) / len(X)]


def step_b(weights, X, Y, learning_rate, penalty):
    """Sigmoid layer H = sigmoid(X W), weights [W (D, Q)].
    Loss 1/(2N) sum (Y - H)^2 + penalty/(2N) sum W^2."""
    [W] = weights
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return [W - learning_rate * (X.T @ delta + penalty * np.sum(W**2))]


def step_c(weights, X, Y, learning_rate):
    """Sigmoid layers of any number, weights[l] (n_l + 1, n_{l+1}) with the bias in row 0.
    Loss 1/2 sum (Y_tilde - Y)^2, homework 5's."""
    weights = [W.copy() for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        weights[k] -= learning_rate * with_ones(layers[k]).T @ delta
        error = delta @ weights[k][1:].T
    return weights


def step_d(weights, X, Y, learning_rate):
    """Hidden layer of tanh, linear output, weights [W1, W2] with the bias in row 0.
    Loss 1/(2N) sum (Y_tilde - Y)^2."""
    W1, W2 = weights
    hidden = np.tanh(with_ones(X) @ W1)
    error = (with_ones(hidden) @ W2 - Y) / len(X)
    back = error @ W2[1:].T
    W2 -= learning_rate * with_ones(hidden).T @ error
    W1 -= learning_rate * with_ones(X).T @ (back * (1 - hidden**2))
    return [W1, W2]


def step_e(weights, X, Y, learning_rate):
    """Sigmoid layer H = sigmoid(X W), weights [W (D, Q)], targets 0 or 1.
    Loss -1/N sum (Y log H + (1 - Y) log(1 - H)), the cross-entropy."""
    [W] = weights
    H = sigmoid(X @ W)
    return [W - learning_rate * X.T @ (H - Y) / len(X)]


def tanh_f(z):
    """The hyperbolic tangent, elementwise."""
    return (1 - np.exp(-z)) / (1 + np.exp(-z))


def tanh_g(z):
    """The hyperbolic tangent, elementwise."""
    return 2 * sigmoid(2 * z) - 1

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 3

# %% [markdown]
# ## Question 6: two checks by difference (3 points)
#
# These functions don't return their gradient, but you can work it out: a step of gradient descent
# subtracts the gradient times the learning rate. So take the weights before and after the step, and
# compare the gradient that was used with the numeric one of the loss:
#
# $$\underset{\text{shape of } W}{g_\text{used}} = \frac{W_\text{before} - W_\text{after}}{\eta}
#   \qquad \text{error} = \frac{\lVert g_\text{used} - g_\text{numeric} \rVert}
#   {\lVert g_\text{numeric} \rVert}$$
#
# with $g_\text{numeric}$ by central differences of the loss at $W_\text{before}$, $h = 10^{-5}$,
# and the root of the sum of squares as the norm, one error **per array**. (No array has the
# gradient 0.) A right step has an error of **about 1e-9**; 0.018 means that the gradient is 1.8 %
# off.
#
# **`step_error`.** `step(weights, learning_rate)` returns new weights, `loss(weights)` a float;
# weights are a list of arrays, also if there is only one. A step may well change the arrays that it
# is given, so give copies, and leave the caller's weights as they were. You may use your own
# central differences or `numerical_gradient(f, w)`, which you import from `nnlab.gradcheck` and
# which has this $h$; its `f` is a function of the one array `w`, while the other arrays stay where
# they are.
#
# **`slope_at_zero`.** Both functions that are meant to be tanh are odd, rise, and lie between $-1$
# and 1. That proves little, because $\tanh(cz)$ does the same for every $c > 0$. Its slope at 0 is
# $c$, and for tanh itself it has to be 1. Return the slope of `f` at 0, by a central difference
# with $h = 10^{-5}$ again.
#
# **Worked miniature.** `step_error`: a loss $\frac12 w^2$ at $w = 2$ with $\eta = 0.5$. The
# gradient is 2, a right step leads to $1$, and $(2 - 1)/0.5 = 2$: error 0. A step that leads to
# $0.9$ has used $2.2$: error 0.1. `slope_at_zero` of $\tanh(3z)$ is 3.

# %% [raw]
# # BEGIN SOLUTION

# %%
def step_error(step, loss, weights, learning_rate):
    """How far the gradient that a step used is from the slopes of the loss, array by array.

    Args:
        step: step(weights, learning_rate) -> list of arrays; it may change what it is given.
        loss: loss(weights) -> float.
        weights: list of float64 arrays; left as they were.
        learning_rate: float.

    Returns:
        list of floats, one per array: |used - numeric| / |numeric|.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q6: step_error")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors
    # END SOLUTION


def slope_at_zero(f):
    """The slope of f at 0 by a central difference, which is c for f(z) = tanh(c z).

    Args:
        f: elementwise function of a number or an array.

    Returns:
        float.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q6: slope_at_zero")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return float(f(1e-5) - f(-1e-5)) / 2e-5
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: your checks let right code pass and convict wrong code
""" # END TEST CONFIG
def test_q6_checks(step_error, slope_at_zero):
    import numpy as np
    from nnlab.checks import call, check, close, defined
    defined(slope_at_zero, "slope_at_zero")
    def bowl(weights):
        return 0.5 * float(np.sum(weights[0] ** 2))
    def right(weights, rate):
        return [weights[0] - rate * weights[0]]
    def off(weights, rate):
        return [weights[0] - 1.1 * rate * weights[0]]
    def in_place(weights, rate):
        weights[0] -= 1.1 * rate * weights[0]
        return weights
    w = [np.array([2.0])]
    for step, expected, label in [(right, 0.0, "a right step"), (off, 0.1, "the miniature's step"),
                                  (in_place, 0.1, "a step that changes its argument")]:
        got = call(step_error, step, bowl, w, 0.5, name="step_error")
        close(got, [expected], atol=np.inf, what=f"step_error of {label}")
        error = float(got[0])
        slips = {
            "Is the numeric gradient by central differences, with h = 1e-5?":
                step is right and 1e-7 < error < 0.01,
            "It is relative to the gradient that was used.": abs(error - 1 / 11) < 1e-6,
            "The gradient that was used has the wrong sign.": abs(error - expected - 2) < 1e-6,
            "Is the learning rate missing?": step is right and abs(error - 0.5) < 1e-6,
        }
        for slip, holds in slips.items():
            assert not holds, f"step_error of {label} is {error:.2g}. {slip}"
        close(got, [expected], atol=1e-7, what=f"step_error of {label}")
    rng = np.random.default_rng(76)
    X, Y = rng.normal(0, 1, (5, 2)), rng.uniform(0, 1, (5, 3))
    def squash(z):
        return 1 / (1 + np.exp(-z))
    def penalized(weights):
        return float(np.sum((Y - squash(X @ weights[0])) ** 2) + 0.7 * np.sum(weights[0] ** 2)) / 10
    def used(W, scalar, total):
        H = squash(X @ W)
        slope = X.T @ ((H - Y) * H * (1 - H)) / (1 if total else 5)
        return slope + (0.7 * np.sum(W**2) if scalar else 0.7 * W / 5)
    W = rng.normal(0, 1, (2, 3))
    exact = used(W, False, False)
    for scalar, total, label in [(False, False, "the right penalized step"),
                                 (True, False, "a wrong penalized step"),
                                 (False, True, "another wrong penalized step")]:
        def step(weights, rate, scalar=scalar, total=total):
            return [weights[0] - rate * used(weights[0], scalar, total)]
        expected = float(np.sqrt(np.sum((used(W, scalar, total) - exact) ** 2) / np.sum(exact**2)))
        got = call(step_error, step, penalized, [W], 0.25, name="step_error")
        close(got, [expected], rtol=1e-5, atol=1e-7, what=f"step_error of {label}")
    def published_tanh(z):
        return (1 - np.exp(-z)) / (1 + np.exp(-z))
    check(slope_at_zero, (published_tanh,), 0.5, name="slope_at_zero", rtol=1e-6)
    check(slope_at_zero, (np.tanh,), 1.0, name="slope_at_zero", rtol=1e-6)
test_q6_checks(step_error, slope_at_zero)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: step_error on a deep network, right and wrong steps, and on other losses
""" # END TEST CONFIG
def test_q6_step_error(step_error):
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(7601)
    def length(a):
        return float(np.sqrt(np.sum(a**2)))
    def squash(z):
        return 1 / (1 + np.exp(-z))
    def padded(a):
        return np.column_stack([np.ones(len(a)), a])
    for n, sizes, rate in [(1, [2, 3, 1], 0.5), (5, [3, 2, 2], 2.0), (3, [1, 2, 3, 2], 0.1)]:
        X, Y = rng.normal(0, 1, (n, sizes[0])), rng.uniform(0, 1, (n, sizes[-1]))
        weights = [rng.normal(0, 1, (m + 1, q)) for m, q in zip(sizes, sizes[1:])]
        def outputs(weights, X=X):
            seen = [X]
            for W in weights:
                seen.append(squash(padded(seen[-1]) @ W))
            return seen
        def loss(weights, Y=Y, outputs=outputs):
            return float(0.5 * np.sum((outputs(weights)[-1] - Y) ** 2))
        def moved(weights, rate, stale, Y=Y, outputs=outputs):
            seen, after = outputs(weights), [W.copy() for W in weights]
            back = seen[-1] - Y
            for k in reversed(range(len(weights))):
                delta = back * seen[k + 1] * (1 - seen[k + 1])
                after[k] = after[k] - rate * padded(seen[k]).T @ delta
                back = delta @ (after if stale else weights)[k][1:].T
            return after
        exact = [(W - new) / rate for W, new in zip(weights, moved(weights, rate, False))]
        slipped = [(W - new) / rate for W, new in zip(weights, moved(weights, rate, True))]
        for stale, used in [(False, exact), (True, slipped)]:
            def step(weights, rate, stale=stale, moved=moved):
                return moved(weights, rate, stale)
            expected = [length(u - e) / length(e) for u, e in zip(used, exact)]
            got = call(step_error, step, loss, weights, rate, name="step_error")
            close(got, expected, rtol=1e-4, atol=1e-6, what="step_error of a deep network")
    def product(weights):
        return float(np.sum(weights[0]) ** 3 * np.sum(weights[1] ** 2))
    a, b = rng.uniform(0.5, 1, (2, 3)), rng.uniform(0.5, 1, 4)
    def mixed(weights, rate):
        s, q = float(np.sum(weights[0])), float(np.sum(weights[1] ** 2))
        return [weights[0] + rate * 3 * s**2 * q, weights[1] - rate * s**3 * weights[1]]
    got = call(step_error, mixed, product, [a, b], 0.01, name="step_error")
    close(got, [2.0, 0.5], rtol=1e-5, what="step_error of a step with wrong sign and lost factor 2")
    def bowl(weights):
        return float(sum(np.sum(W**2) for W in weights)) / 2
    def hasty(weights, rate):
        for W in weights:
            W -= 0.9 * rate * W
        return weights
    got = call(step_error, hasty, bowl, [a, b], 0.3, name="step_error")
    close(got, [0.1, 0.1], atol=1e-6, what="step_error of a step that changes what it is given")
test_q6_step_error(step_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: slope_at_zero of several scales, and of a function that is not odd
""" # END TEST CONFIG
def test_q6_slope(slope_at_zero):
    import numpy as np
    from nnlab.checks import check
    for c in [0.25, 0.5, 1.0, 2.0, -3.0, 0.9]:
        def scaled(z, c=c):
            return np.tanh(c * z)
        check(slope_at_zero, (scaled,), c, name="slope_at_zero", rtol=1e-6)
    def logistic(z):
        return 2 / (1 + np.exp(-2 * z)) - 1
    check(slope_at_zero, (logistic,), 1.0, name="slope_at_zero", rtol=1e-6)
test_q6_slope(slope_at_zero)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the numbers that convict
#
# Each step gets the loss that its docstring states, and samples, targets and weights that fit. What
# is printed comes from your two checks: for a step the error of each array, first array first, for
# a tanh the slope at 0. An error above $10^{-6}$ is too large to be rounding, and so is a slope
# that differs from 1 by more than that.

# %% tags=["otter_ignore"]
rng = np.random.default_rng(0)
points = np.random.RandomState(0).randn(300, 2)
labels = (points[:, 0] > 0) ^ (points[:, 1] > 0)
X50, Y50 = points[:50], np.eye(2)[labels[:50].astype(int)]
one_layer = [rng.uniform(-1, 1, (2, 2))]
three_layers = [rng.normal(0, 1, shape) for shape in ((3, 4), (5, 3), (4, 2))]
two_layers = [rng.normal(0, 1, shape) for shape in ((3, 5), (6, 2))]


def sigmoids(weights, X):
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X


def tanh_and_line(weights, X):
    return with_ones(np.tanh(with_ones(X) @ weights[0])) @ weights[1]


def half_mean(outputs, penalty=0.0):
    """The loss 1/(2N) sum (Y - outputs)^2 + penalty/(2N) sum W^2, as a function of the weights."""
    def loss(weights):
        squares = sum(np.sum(W**2) for W in weights)
        return (np.sum((Y50 - outputs(weights, X50)) ** 2) + penalty * squares) / 100
    return loss


def entropy(weights):
    H = sigmoid(X50 @ weights[0])
    return -np.sum(Y50 * np.log(H) + (1 - Y50) * np.log(1 - H)) / 50


trials = {
    "a": (step_a, half_mean(lambda ws, X: X @ ws[0], 1.0), one_layer, {"penalty": 1.0}),
    "b": (step_b, half_mean(lambda ws, X: sigmoid(X @ ws[0]), 1.0), one_layer, {"penalty": 1.0}),
    "c": (step_c, lambda ws: np.sum((sigmoids(ws, X50) - Y50) ** 2) / 2, three_layers, {}),
    "d": (step_d, half_mean(tanh_and_line), two_layers, {}),
    "e": (step_e, entropy, one_layer, {}),
}
for letter, (code, loss, ws, more) in trials.items():
    def step(weights, learning_rate, code=code, more=more):
        return code(weights, X50, Y50, learning_rate, **more)
    print(f"step_{letter}: errors", ", ".join(f"{e:.1e}" for e in step_error(step, loss, ws, 0.5)))
for letter, code in (("f", tanh_f), ("g", tanh_g)):
    print(f"tanh_{letter}: slope at 0 {slope_at_zero(code):.6f}")

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 5

# %% [markdown]
# ## Question 7: the verdict, and the repair (5 points)
#
# **The verdict, `sorted_steps`.** Of the seven functions a to g, which are right? Judge the weights
# that a step returns, and the numbers that a tanh returns, and nothing else. (Whether a function
# changes the arrays that it is given doesn't count here; question 8 has a check for that.) Return
# what your numbers say, a dict from each letter to `True` (right) or `False` (wrong). The public
# check looks at the form alone.
#
# **The repair.** Whatever your verdict is, write these three as they should be: `mended_tanh`,
# `mended_penalized_step` for the loss of step_b, and `mended_deep_step` for the loss of step_c.
# Where the code above is right already, a copy of it will do; where it isn't, change as little of
# the copy as you can. `mended_tanh(z)` takes numbers and arrays of any shape (tested for $|z| \le
# 20$; `np.tanh` is allowed). All three leave their arguments as they were. Then give your own
# functions to your own checks.
#
# **Worked miniatures.** *The penalty:* with two samples, a penalty of 1 and one weight, the loss
# has the term $\frac14 w^2$; at $w = 2$ this adds 1 to the gradient. *The mean:* with $X = (1)$
# twice, $Y = (0)$ twice and $W = (0)$ the outputs are $H = 0.5$. Each sample alone has the gradient
# $0.5 \cdot 0.25 = 0.125$, so their mean is 0.125, too, while their sum would be 0.25. *Tanh:*
# $\tanh(\ln 2) = (1 - \frac14)/(1 + \frac14) = 0.6$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def sorted_steps():
    """Which of the functions a to g are right.

    Returns:
        dict: "a" to "g", each with True (right) or False (wrong).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q7: sorted_steps")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}
    # END SOLUTION


def mended_tanh(z):
    """The hyperbolic tangent, elementwise.

    Args:
        z: float or float64 array of any shape.

    Returns:
        Array of the shape of z (a number for a number).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q7: mended_tanh")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))
    # END SOLUTION


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    """One step of gradient descent on 1/(2N) sum (Y - sigmoid(X W))^2 + penalty/(2N) sum W^2.

    Args:
        W: (D, Q) float64; X: (N, D) float64; Y: (N, Q) float64.
        learning_rate, penalty: float.

    Returns:
        (D, Q) array, the new W.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q7: mended_penalized_step")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W) / len(X)
    # END SOLUTION


def mended_deep_step(weights, X, Y, learning_rate):
    """One step of gradient descent on 1/2 sum (Y_tilde - Y)^2 through sigmoid layers.

    Args:
        weights: list of float64 arrays; weights[l] is (n_l + 1, n_{l+1}), the bias in row 0.
        X: (N, n_0) float64; Y: (N, n_L) float64.
        learning_rate: float.

    Returns:
        list of the new arrays.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q7: mended_deep_step")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.insert(0, W - learning_rate * with_ones(below).T @ delta)
        error = delta @ W[1:].T
    return after
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the form of the verdict, the repairs on small cases that tell slips apart
success_message: right so far, and the verdict is judged when you hand in
""" # END TEST CONFIG
def test_q7_repairs(mended_tanh, mended_penalized_step, mended_deep_step, sorted_steps):
    import numpy as np
    from nnlab.checks import call, check, close, defined
    defined(mended_penalized_step, "mended_penalized_step")
    defined(mended_deep_step, "mended_deep_step")
    got = call(sorted_steps, name="sorted_steps")
    assert isinstance(got, dict), (
        f"sorted_steps should return a dict, letter -> True or False, not {type(got).__name__}.")
    missing = [letter for letter in "abcdefg" if letter not in got]
    assert not missing, f"sorted_steps has no answer for {', '.join(missing)}."
    odd = [letter for letter in "abcdefg" if not isinstance(got[letter], (bool, np.bool_))]
    assert not odd, f"sorted_steps should say True or False, no text, for {', '.join(odd)}."
    check(mended_tanh, (np.log(2.0),), 0.6, name="mended_tanh")
    def squash(z):
        return 1 / (1 + np.exp(-z))
    rng = np.random.default_rng(77)
    W, X, Y = rng.normal(0, 1, (2, 3)), rng.normal(0, 1, (4, 2)), rng.uniform(0, 1, (4, 3))
    H = squash(X @ W)
    slope = X.T @ ((H - Y) * H * (1 - H))
    got = call(mended_penalized_step, W, X, Y, 0.5, 0.8, name="mended_penalized_step")
    close(got, 0 * W, atol=np.inf, what="the new W")
    square = np.sum(W**2)
    suspects = {
        "The penalty is one number, and the data's part is a sum.": slope + 0.8 * square,
        "The penalty is one number for all weights.": slope / 4 + 0.8 * square,
        "The penalty is one number for all weights, over N.": (slope + 0.8 * square) / 4,
        "The data's part is a sum over the samples.": slope + 0.8 * W / 4,
        "Nothing is divided by N.": slope + 0.8 * W,
        "The penalty isn't divided by N, and its loss is.": slope / 4 + 0.8 * W,
        "The penalty has a factor 2 too many.": (slope + 1.6 * W) / 4,
        "The penalty is gone.": slope / 4,
    }
    for reason, wrong in suspects.items():
        assert np.max(np.abs(got - (W - 0.5 * wrong))) > 1e-9, f"mended_penalized_step: {reason}"
    close(got, W - 0.5 * (slope + 0.8 * W) / 4, what="the new W of mended_penalized_step")
    one, zero = np.ones((2, 1)), np.zeros((1, 1))
    check(mended_penalized_step, (zero, one, 0 * one, 1.0, 0.0), zero - 0.125,
          name="mended_penalized_step")
    first, last = rng.normal(0, 1, (3, 4)), rng.normal(0, 1, (5, 3))
    ones = np.ones((4, 1))
    hidden = squash(np.hstack([ones, X]) @ first)
    out = squash(np.hstack([ones, hidden]) @ last)
    delta = (out - Y) * out * (1 - out)
    new_last = last - 0.5 * np.hstack([ones, hidden]).T @ delta
    def new_first(through):
        back = (delta @ through[1:].T) * hidden * (1 - hidden)
        return first - 0.5 * np.hstack([ones, X]).T @ back
    got = call(mended_deep_step, [first, last], X, Y, 0.5, name="mended_deep_step")
    close(got, [first, last], atol=np.inf, what="the new weights of mended_deep_step")
    shifted = np.vstack([last[:1], last[:-1]])
    suspects = {
        "The error is passed back through weights that are new already.": new_first(new_last),
        "The error goes back through the column of ones; nothing lies behind that.":
            new_first(shifted),
        "The step is divided by N; this loss is a sum.": first + (new_first(last) - first) / 4,
    }
    for reason, wrong in suspects.items():
        assert np.max(np.abs(got[0] - wrong)) > 1e-9, f"mended_deep_step: {reason}"
    close(got, [new_first(last), new_last], what="the new weights of mended_deep_step")
test_q7_repairs(mended_tanh, mended_penalized_step, mended_deep_step, sorted_steps)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: sorted_steps, all 7 verdicts
""" # END TEST CONFIG
def test_q7_verdict(sorted_steps):
    from nnlab.checks import call
    got = call(sorted_steps, name="sorted_steps")
    right = {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}
    wrong = [letter for letter, answer in right.items() if bool(got[letter]) is not answer]
    assert not wrong, f"The verdict is wrong for {', '.join(wrong)}."
test_q7_verdict(sorted_steps)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: mended_tanh of numbers and arrays of any shape
""" # END TEST CONFIG
def test_q7_tanh(mended_tanh):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(7602)
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        z = rng.normal(0, 4, shape)
        check(mended_tanh, (z,), 1 - 2 / (1 + np.exp(2 * z)), name="mended_tanh", atol=1e-11)
    for z in [0.0, -1.3, 20.0, -20.0]:
        check(mended_tanh, (z,), float(np.sinh(z) / np.cosh(z)), name="mended_tanh")
test_q7_tanh(mended_tanh)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: mended_penalized_step on fresh data, batches of 1, 3 and 5, several penalties
""" # END TEST CONFIG
def test_q7_penalized(mended_penalized_step):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(7603)
    for n, d, q in [(1, 2, 3), (3, 4, 1), (5, 3, 2), (7, 7, 7)]:
        W, X = rng.normal(0, 1, (d, q)), rng.normal(0, 1, (n, d))
        Y = rng.uniform(-1, 2, (n, q))
        for rate, penalty in [(0.3, 0.0), (0.05, 1.7), (2.0, 40.0)]:
            def loss(V, X=X, Y=Y, penalty=penalty):
                fit = np.sum((Y - 1 / (1 + np.exp(-X @ V))) ** 2)
                return float(fit + penalty * np.sum(V**2)) / (2 * len(X))
            expected = W - rate * numerical_gradient(loss, W.copy())
            check(mended_penalized_step, (W, X, Y, rate, penalty), expected,
                  name="mended_penalized_step", rtol=1e-6, atol=1e-7)
test_q7_penalized(mended_penalized_step)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: mended_deep_step with one to four layers, batches of 1, 3 and 5, large steps
""" # END TEST CONFIG
def test_q7_deep(mended_deep_step):
    import numpy as np
    from nnlab.checks import call, check, close
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(7604)
    cases = [(1, [3, 2], 0.7), (3, [2, 4, 3], 5.0), (5, [1, 2, 3, 2], 0.5),
             (4, [2, 2, 2, 2, 1], 9.0)]
    for n, sizes, rate in cases:
        weights = [rng.normal(0, 1, (m + 1, q)) for m, q in zip(sizes, sizes[1:])]
        X, Y = rng.normal(0, 1, (n, sizes[0])), rng.uniform(0, 1, (n, sizes[-1]))
        expected = []
        for k, W in enumerate(weights):
            def loss(V, k=k, weights=weights, X=X, Y=Y):
                a = X
                for matrix in [*weights[:k], V, *weights[k + 1:]]:
                    a = 1 / (1 + np.exp(-(a @ matrix[1:] + matrix[0])))
                return float(0.5 * np.sum((a - Y) ** 2))
            expected.append(W - rate * numerical_gradient(loss, W.copy()))
        check(mended_deep_step, (weights, X, Y, rate), expected, name="mended_deep_step", rtol=1e-6,
              atol=1e-7)
    still = call(mended_deep_step, weights, X, Y, 0.0, name="mended_deep_step")
    close(still, weights, what="the weights after a step of size 0")
test_q7_deep(mended_deep_step)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### The names
#
# <details><summary>Open this when your verdict is written</summary>
#
# | | what is the matter | met in |
# | --- | --- | --- |
# | b | the penalty's gradient is one number for all weights | *scratch_mlp*, O. Florez |
# | b | a sum over the samples, though the loss is a mean | *scratch_mlp* |
# | c | weights updated before the error passes through | *My first NN, part 3*, S. Hawley |
# | f | it is $\tanh(z/2)$: a 2 is missing in both exponents | *scratch_mlp* |
#
# Right are a (shrinking all weights by a factor *is* the penalty's step), d (it updates $W_2$
# first, but has passed the error back before) and e (the sigmoid's slope cancels against the
# logarithm's: homework 5's cross-entropy), and g.
#
# The original of f has a flag, `first_derivative`, which is `True` if nobody sets it: asked for
# tanh, it answers with a slope, and with that of another function, for $1 - f^2$ is twice the slope
# of $\tanh(z/2)$. No line of the published program calls it, so no run shows it.
#
# </details>
#
# ### Look: how slips hide
#
# (Read on when your verdict is written.)
#
# **b** has two slips, and the larger hides the smaller. At the published penalty, $10^{-4}$, the
# error is 49: the gradient is 50 times too large, which a learning rate 50 times smaller hides
# completely. With a single sample, where a sum is a mean, the penalty's slip stands alone.
#
# **c** is different: its error **grows with the learning rate** and goes to 0 with it. On XOR at
# $\eta = 0.5$ it is some percent, from 0.4 to 11 for 20 starts, and nobody would notice. The same
# code is then given homework 5's seven segments, where ten samples and ten outputs add up to larger
# steps, and at $\eta = 0.5$ the error of the first layer's gradient is as large as the gradient: 80
# to 150 percent. So is this why homework 5's wide networks were so hard to train? It can't be the
# only reason: there the gradients were right, and the networks failed all the same, because their
# start and their steps were too large.

# %% tags=["otter_ignore"]
print("step_b: error of the gradient that was used")
for penalty in (1e-4, 1.0):
    loss = half_mean(lambda ws, X: sigmoid(X @ ws[0]), penalty)
    def published(ws, rate, penalty=penalty):
        return step_b(ws, X50, Y50, rate, penalty)
    def mended(ws, rate, penalty=penalty):
        return [mended_penalized_step(ws[0], X50, Y50, rate, penalty)]
    for name, step in (("published", published), ("mended", mended)):
        print(f"  penalty {penalty:<7g}{name:10} {step_error(step, loss, one_layer, 1e-3)[0]:.1e}")


def one_sample(ws):
    return (np.sum((Y50[:1] - sigmoid(X50[:1] @ ws[0])) ** 2) + np.sum(ws[0] ** 2)) / 2


[off] = step_error(lambda ws, rate: step_b(ws, X50[:1], Y50[:1], rate, 1.0), one_sample, one_layer,
                   1e-3)
print(f"  one sample, so that a sum is a mean, penalty 1, published {off:.1e}")

lit = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg"]
X7 = np.array([[float(s in digit) for s in "abcdefg"] for digit in lit])
X4, xor = data.gates()
tasks = {"XOR, 20 hidden": (X4, xor["XOR"][:, None].astype(float)),
         "seven segments, 20 hidden": (X7, np.eye(10))}
rates = np.array([0.01, 0.03, 0.1, 0.3, 0.5, 1.0])
fig, ax = plt.subplots(figsize=(9, 3.8), layout="constrained")
told = []
for i, (label, (X, Y)) in enumerate(tasks.items()):
    def half_square(ws, X=X, Y=Y):
        for W in ws:
            X = sigmoid(with_ones(X) @ W)
        return 0.5 * np.sum((X - Y) ** 2)
    begun = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        begun.append([rng.uniform(-1, 1, (m + 1, q))
                      for m, q in ((X.shape[1], 20), (20, Y.shape[1]))])
    def step(ws, rate, code=step_c, X=X, Y=Y):
        return code(ws, X, Y, rate)
    spread = [step_error(step, half_square, ws, 0.5) for ws in begun]
    low, middle, high = np.quantile([offs[0] for offs in spread], [0, 0.5, 1])
    print(f"step_c: {label}, learning rate 0.5, 20 starts: {low:.1%} to {high:.1%}, median "
          f"{middle:.1%}")
    ws = begun[0]
    for name, code in (("published", step_c), ("mended", mended_deep_step)):
        def step(ws, rate, code=code, X=X, Y=Y):
            return code(ws, X, Y, rate)
        offs = [step_error(step, half_square, ws, rate)[0] for rate in rates]
        k = 2 * i + (name == "mended")
        ax.loglog(rates, offs, color=COLORS[i], linestyle=DASHES[k], marker=MARKERS[k],
                  label=f"{label}, {name}")
        told.append(f"{label}, {name}: {offs[list(rates).index(0.5)]:.1e} at 0.5")
ax.set(xlabel="learning rate", ylabel="error of the first layer's gradient")
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
show(fig, alt="step_c: relative error of the first layer's gradient against the learning rate, "
     f"logarithmic; the published lines rise, the mended ones lie at rounding. {'; '.join(told)}.")

# %% [markdown]
# ### The case of homework 4: why the published loss exploded
#
# Homework 4 invented an explosion of its own and left the published one open: 50 hidden neurons, a
# loss that falls and "suddenly increases during the last steps". The text blames very large
# gradients that multiply weights, and names as cures a lower learning rate, one that decays, or a
# stronger penalty. You have just convicted the line that did it.
#
# In step_b the number $\lambda \sum W^2$ is taken away from **every** weight. With $n$ weights of
# about the same size $w$ it is $\lambda n w^2$, and each epoch takes $c\,n w^2$ away, with
# $c = \eta\lambda$. In many small steps, $t$ counting epochs, that is a differential equation, and
# it has a short solution:
#
# $$\frac{dw}{dt} = -c\,n\,w^2 \qquad\Longrightarrow\qquad
#   \frac{1}{w(t)} = \frac{1}{w_0} + c\,n\,t$$
#
# (Differentiate $1/w$: it is $-\dot w/w^2 = c\,n$.) A positive $w$ shrinks, slower and slower. A
# negative one makes $1/w$ climb to 0, and **reaches minus infinity in finite time**, after another
# $t = 1/(c\,n\,|w|)$ epochs. The right penalty, $\frac{dw}{dt} = -c\,w$, only ever shrinks.
#
# The left picture is the loss as the published program recorded it, with the rate and the penalty
# that stand in the name of its film: it turns up at epoch 92,000, and the weights are `nan` by
# epoch 103,000. On the right stands the mean of the 100 weights of $W_1$, which has been running
# away all the time. Below, the formula says when the end is due, and the closer it is, the better
# the formula: the weights are then nearly equal. (What rises in the loss is the error, not the
# penalty that the text names: the weights of $W_1$ are large, and the program's loss counts the
# squares of $W_2$ twice and those of $W_1$ not at all.)
#
# Training takes two minutes in all, so the numbers come from a file. `python -m nnlab.explosion`
# makes it anew, and the module is worth reading.

# %% tags=["otter_ignore"]
runs = explosion.recorded()
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.9), layout="constrained")
print(f"{'':15}rate    penalty   lowest loss at   weights are nan")
for i, (name, run) in enumerate(runs.items()):
    finite = np.isfinite(run["mean_weight"])
    style = {"color": COLORS[i], "linestyle": DASHES[i], "label": name}
    left.plot(run["epoch"][finite], run["loss"][finite], **style)
    right.plot(run["epoch"][finite], run["mean_weight"][finite], **style)
    lowest = run["epoch"][finite][np.argmin(run["loss"][finite])]
    end = "never" if finite.all() else f"by {run['epoch'][-1]:,.0f}"
    settings = explosion.RUNS[name]
    print(f"{name:15}{settings['learning_rate']:<8g}{settings['penalty']:<10g}{lowest:>14,.0f}"
          f"   {end}, of {settings['epochs']:,}")
left.set(xlabel="epoch", ylabel="loss as recorded", xlim=(0, 320_000))
right.set(xlabel="epoch", ylabel="mean of $W_1$", xlim=(0, 320_000), ylim=(-12, 1))
fig.legend(*left.get_legend_handles_labels(), frameon=False, loc="outside lower center", ncols=5)
published = runs["as published"]
turn = np.nanargmin(published["loss"])
show(fig, alt="Loss, left, and mean weight, right, against epoch for five trainings of the "
     f"published network. As published the loss falls to {published['loss'][turn]:.3f} at epoch "
     f"{published['epoch'][turn]:,.0f} and turns up, the mean weight falls below -12, where the "
     f"picture ends, and the run ends at epoch {published['epoch'][-1]:,.0f}. With a third of the "
     "rate both curves are three times as long; with ten times the penalty they end nine times "
     "sooner. With a hundredth of the penalty, and with the right gradient, the weights stay small "
     "and the loss goes on falling; these two curves lie on each other.")
n, settings = 100, explosion.RUNS["as published"]
for epoch in (60_000, 80_000, 95_000, 100_000):
    w = published["mean_weight"][published["epoch"] == epoch][0]
    left_over = -1 / (settings["learning_rate"] * settings["penalty"] * n * w)
    print(f"epoch {epoch:7,}: mean weight {w:7.2f}, so the end is due at {epoch + left_over:,.0f}")

# %% [markdown]
# Hold the cures of the text against the table. A **lower rate** changes the time axis and nothing
# else: a third of the rate takes three times the epochs to the same end, because only $\eta$ times
# the epochs counts. A **stronger penalty** of this kind brings the end about nine times sooner. And
# the author's own cured film, as its name says, had the *same* rate, and a penalty a hundred times
# **weaker**: what cured it is on none of the lists. With the gradient that belongs to the loss
# nothing explodes, at any of these settings.
#
# The author saw a real symptom, gave a sensible explanation, and found a setting that helped. All
# of it is what one does without a check of the gradient. The check takes one line, and it had an
# error of its own for this slip before any weight was large.

# %% [markdown]
# ### Seven more
#
# No gradient is wrong in the next seven functions: a difference finds nothing. Still, some are not
# what their docstrings say. Three are forward passes, two are classifiers, two fit a line. Read,
# and suspect, before you go on.

# %%
def forward_h(weights, X):
    """Sigmoid layers with biases in row 0. Room for every layer is made beforehand, with a column
    of ones in front of the hidden ones, too; so weights[l] is (n_l + 1, n_{l+1} + 1), and the last
    one (n_l + 1, n_{l+1})."""
    layers = [with_ones(X)] + [np.ones((len(X), W.shape[1])) for W in weights]
    for k, W in enumerate(weights):
        layers[k + 1] = sigmoid(layers[k] @ W)
    return layers[-1]


def forward_i(weights, X):
    """Layers of tanh with biases, weights[l] (n_l + 1, n_{l+1}) with the bias in row 0."""
    for W in weights:
        bias, *rows = W
        X = np.tanh(bias + sum(np.outer(x, row) for x, row in zip(X.T, rows)))
    return X


def forward_j(weights, X):
    """Sigmoid layers with biases, weights[l] (n_l + 1, n_{l+1}) with the bias in row 0."""
    for W in weights:
        X = sigmoid(np.hstack([X, np.ones((len(X), 1))]) @ W)
    return X


def scores_k(X, W1, W2):
    """Two scores for each point of the plane, W1 (2, H), W2 (H, 2), the larger one wins; with
    suitable weights it tells XOR's four quadrants apart."""
    return sigmoid(X @ W1) @ W2


def scores_l(X, W1, W2):
    """Two scores for each point of the plane, W1 (2, H), W2 (H, 2), the larger one wins; with
    suitable weights it tells XOR's four quadrants apart."""
    return relu(X @ W1) @ W2


def fit_m(sets, y, learning_rate):
    """Descent for a line with a bias. sets is a list of sample arrays; the first one is trained on.
    Returns the predictions for each set."""
    for k in range(len(sets)):
        sets[k] = with_ones(sets[k])
    w = np.zeros(sets[0].shape[1])
    for _ in range(20):
        w -= learning_rate * sets[0].T @ (sets[0] @ w - y) / len(y)
    return [X @ w for X in sets]


def fit_n(sets, y, learning_rate):
    """Descent for a line with a bias. sets is a list of sample arrays; the first one is trained on.
    Returns the predictions for each set."""
    sets = [with_ones(X) for X in sets]
    w = np.zeros(sets[0].shape[1])
    for _ in range(20):
        w -= learning_rate * sets[0].T @ (sets[0] @ w - y) / len(y)
    return [X @ w for X in sets]

# %% [raw]
# # BEGIN QUESTION
# name: q8
# points: 4

# %% [markdown]
# ## Question 8: three checks by property (4 points)
#
# What can you check when every derivative is right? A **property**: something that must hold for
# every function of the kind that was meant, whatever its weights.
#
# **`bias_spread`, for forward passes.** If the weights of a neuron are all 0, only its bias is
# left, and it answers the same to every sample. So *silence* one layer: keep the bias row of
# `weights[l]` and set all its other rows to 0. From there on nothing depends on the sample, and the
# outputs of all samples must be equal:
#
# $$\text{spread}_l = \max_{j}\Big(\max_n \hat Y_{nj} - \min_n \hat Y_{nj}\Big)
#   \quad\text{of}\quad \underset{(N, n_L)}{\hat Y}
#   = \texttt{forward}(\texttt{weights with only row 0 of } W_l,\ X)$$
#
# `bias_spread` returns one such number per layer; 0 (or rounding, 1e-16) is right. Row 0 is the
# bias row here. Only layer $l$ is silenced for number $l$: the others keep all their rows.
#
# **`symmetry_spread`, for classifiers.** Homework 4 found a symmetry that forbids XOR, and here it
# is as a property. Let $g(x)$ be score 1 minus score 0: the answer is 1 where $g(x) > 0$, else 0.
# XOR gives $x$ and $-x$ the same label. Suppose that $g(x) + g(-x)$ is one constant $k$, the same
# for every $x$. A pair $x, -x$ of label 1 is right only if both $g$ are above 0, so only if $k >
# 0$. A pair of label 0 is right only if neither is, so only if $k \le 0$. One number $k$ can't be
# both. So for one of the two labels each pair has at least one wrong answer, and if both labels are
# equally frequent, no more than 3 of 4 points can be right.
#
# $$\text{symmetry spread} = \max_n s_n - \min_n s_n, \qquad s_n = g(x_n) + g(-x_n)
#   \qquad \underset{(N, 2)}{X} \to \underset{(N, 2)}{\texttt{scores}(X)}$$
#
# If the spread is 0 (or rounding) for any weights you like, the classifier can't represent XOR.
#
# **`unchanged`, for everything.** All functions of this course leave their arguments as they were,
# because a caller who finds them changed finds out late. `unchanged(function, *arguments)` calls
# the function with copies of the arguments and returns `True` if, after the call, each copy equals
# its original to the bit, else `False`. Arguments are arrays, numbers and lists of arrays, without
# nan and without $-0$, and no function that is tested raises an exception. A list is changed if its
# length is, or an array in it, or the shape of one. The arguments that `unchanged` itself was given
# stay as they were.
#
# **Worked miniature.** One layer, $W = \binom{2}{3}$, $X = (0, 1)^T$. Silenced, $W = \binom{2}{0}$:
# a right forward pass answers $\sigma(2)$ twice, spread 0. One that takes row 1 for the bias gives
# $\sigma(2 \cdot 0 + 0) = 0.5$ and $\sigma(2 \cdot 1 + 0) = 0.8808$: spread 0.3808.
# $g(x) = x_1 x_2$ has the symmetry spread 4 on $X = \{(1, 1), (1, -1)\}$: $s = 2$ and $-2$.
# `unchanged(np.sort, a)` is `True`, `unchanged(np.ndarray.sort, a)` is `False` unless $a$ was
# sorted before.

# %% [raw]
# # BEGIN SOLUTION

# %%
def bias_spread(forward, weights, X):
    """How much outputs differ between samples when one layer hears only its bias, layer by layer.

    Args:
        forward: forward(weights, X) -> (N, n_L) array.
        weights: list of L float64 arrays, the bias in row 0; left as they were.
        X: (N, n_0) float64.

    Returns:
        list of L floats: the largest difference between two samples in one output column.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q8: bias_spread")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads
    # END SOLUTION


def symmetry_spread(scores, X):
    """How much g(x) + g(-x) differs between samples, where g is score 1 minus score 0.

    Args:
        scores: function from (N, 2) to (N, 2).
        X: (N, 2) float64.

    Returns:
        float: the largest g(x) + g(-x) minus the smallest.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q8: symmetry_spread")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    both = scores(X) + scores(-X)
    return float(np.ptp(both[:, 1] - both[:, 0]))
    # END SOLUTION


def unchanged(function, *arguments):
    """Whether a call leaves its arguments as they were.

    Args:
        function: called once, as function(*copies of the arguments).
        arguments: arrays, numbers and lists of arrays; left as they were.

    Returns:
        bool: True if every copy equals its original after the call, to the bit.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q8: unchanged")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    copies = [copied(argument) for argument in arguments]
    function(*copies)
    return all(same(a, b) for a, b in zip(arguments, copies))


def copied(value):
    return [copied(item) for item in value] if isinstance(value, list) else np.array(value)


def same(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return np.shape(a) == np.shape(b) and bool(np.all(a == b))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: your checks let right code pass and convict wrong code
""" # END TEST CONFIG
def test_q8_checks(bias_spread, symmetry_spread, unchanged, step_d, fit_m, fit_n):
    import numpy as np
    from nnlab.checks import call, check, close, defined
    defined(symmetry_spread, "symmetry_spread")
    def squash(z):
        return 1 / (1 + np.exp(-z))
    def right(weights, X):
        for W in weights:
            X = squash(X @ W[1:] + W[0])
        return X
    def last(weights, X):
        for W in weights:
            X = squash(X @ W[:-1] + W[-1])
        return X
    def overwritten(weights, X):
        X = np.hstack([np.ones((len(X), 1)), X])
        for W in weights:
            X = squash(X @ W)
        return X
    W, X = np.array([[2.0], [3.0]]), np.array([[0.0], [1.0]])
    got = call(bias_spread, right, [W], X, name="bias_spread")
    close(got, [0.0], atol=np.inf, what="bias_spread of the miniature, right")
    slips = {"Row 0 should stay, and the others fall silent.": squash(3.0) - 0.5,
             "Nothing was silenced.": squash(5.0) - squash(2.0)}
    for slip, wrong in slips.items():
        assert abs(float(got[0]) - wrong) > 1e-9, (
            f"bias_spread of the miniature, right, is {wrong:.4g}; it should be 0. {slip}")
    close(got, [0.0], atol=1e-12, what="bias_spread of the miniature, right")
    close(call(bias_spread, last, [W], X, name="bias_spread"), [1 / (1 + np.exp(-2)) - 0.5],
          what="bias_spread of the miniature, row 1 taken for the bias")
    rng = np.random.default_rng(78)
    X = rng.normal(0, 1, (5, 2))
    weights = [rng.normal(0, 1, (3, 3)), rng.normal(0, 1, (4, 2))]
    got = call(bias_spread, right, weights, X, name="bias_spread")
    close(got, [0.0, 0.0], atol=np.inf, what="bias_spread of right code")
    assert max(float(g) for g in got) < 1e-9, (
        f"bias_spread of right code with two outputs should be 0, and is {float(max(got)):.4g}. "
        "Compare the samples within an output, not one output with the other.")
    close(got, [0.0, 0.0], atol=1e-12, what="bias_spread of right code")
    got = call(bias_spread, last, weights, X, name="bias_spread")
    assert min(float(g) for g in got) > 1e-3, (
        "bias_spread should convict, in both layers, code that takes the last row for the bias.")
    wide = [rng.normal(0, 1, (3, 4)), rng.normal(0, 1, (4, 2))]
    got = call(bias_spread, overwritten, wide, X, name="bias_spread")
    assert float(got[1]) > 1e-3, (
        "bias_spread should convict, in the second layer, code that loses its column of ones. "
        "Does the first layer have all its rows by then?")
    close(float(got[0]), 0.0, atol=1e-12, what="bias_spread of such code in the first layer")
    W1, W2 = rng.normal(0, 1, (2, 3)), rng.normal(0, 1, (3, 2))
    def without_biases(X):
        return squash(X @ W1) @ W2
    def product(X):
        return np.column_stack([0 * X[:, 0], X[:, 0] * X[:, 1]])
    check(symmetry_spread, (without_biases, X), 0.0, name="symmetry_spread")
    check(symmetry_spread, (product, np.array([[1.0, 1.0], [1.0, -1.0]])), 4.0,
          name="symmetry_spread")
    defined(unchanged, "unchanged")
    sets, y = [rng.normal(0, 1, (4, 2)), rng.normal(0, 1, (3, 2))], rng.normal(0, 1, 4)
    inner = [rng.normal(0, 1, (3, 2)), rng.normal(0, 1, (3, 1))]
    cases = [(fit_n, (sets, y, 0.1), True, "a function that makes a list of its own"),
             (fit_m, (sets, y, 0.1), False, "a function that puts other arrays into its list"),
             (step_d, (inner, sets[0], y[:, None], 0.1), False,
              "a function that changes the arrays of its list")]
    for function, arguments, answer, label in cases:
        got = call(unchanged, function, *arguments, name="unchanged")
        close(got, answer, what=f"unchanged of {label}")
test_q8_checks(bias_spread, symmetry_spread, unchanged, step_d, fit_m, fit_n)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: bias_spread of right and wrong networks, one to three layers, several outputs
""" # END TEST CONFIG
def test_q8_bias_spread(bias_spread):
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(7701)
    def fine(weights, X):
        for W in weights:
            X = np.tanh(X @ W[1:] + W[0])
        return X
    def rear(weights, X):
        for W in weights:
            X = np.sin(X @ W[:-1] + W[-1])
        return X
    def lost(weights, X):
        for k, W in enumerate(weights):
            X = np.tanh(X @ W[1:] + W[0] * (X[:, :1] if k else 1))
        return 3 * X
    for n, sizes in [(5, [2, 3]), (3, [3, 2, 4]), (6, [1, 3, 2, 2]), (1, [2, 2, 1])]:
        weights = [rng.normal(0, 1, (m + 1, q)) for m, q in zip(sizes, sizes[1:])]
        X = rng.normal(0, 1, (n, sizes[0]))
        for network in [fine, rear, lost]:
            expected = []
            for k in range(len(weights)):
                quiet = [W * (np.arange(len(W)) < 1)[:, None] if int(j) == k else W
                         for j, W in enumerate(weights)]
                out = network(quiet, X)
                expected.append(max(float(max(column) - min(column)) for column in out.T))
            got = call(bias_spread, network, weights, X, name="bias_spread")
            close(got, expected, atol=1e-12, what=f"bias_spread of layers {sizes}, a batch of {n}")
test_q8_bias_spread(bias_spread)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: symmetry_spread with and without biases, batches of 1, 3, 5 and 40
""" # END TEST CONFIG
def test_q8_symmetry(symmetry_spread):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(7703)
    for n, h in [(1, 2), (3, 4), (5, 3), (40, 6)]:
        W1, b1, W2 = rng.normal(0, 2, (2, h)), rng.normal(0, 1, h), rng.normal(0, 1, (h, 2))
        X = rng.normal(0, 1, (n, 2))
        for shift in [0 * b1, b1]:
            def scores(X, W1=W1, W2=W2, shift=shift):
                return 1 / (1 + np.exp(-X @ W1 - shift)) @ W2 + np.array([0.3, -2.0])
            s = [float(a[1] - a[0] + b[1] - b[0]) for a, b in zip(scores(X), scores(-X))]
            check(symmetry_spread, (scores, X), max(s) - min(s), name="symmetry_spread")
test_q8_symmetry(symmetry_spread)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: unchanged for steps and fits on other data, one array of several, a rate of 0
""" # END TEST CONFIG
def test_q8_unchanged(unchanged, step_a, step_c, step_d, fit_m, fit_n):
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(8704)
    for n, d, h in [(1, 2, 3), (5, 3, 1), (4, 1, 2)]:
        X, Y = rng.normal(0, 1, (n, d)), rng.uniform(0, 1, (n, 2))
        deep = [rng.normal(0, 1, (d + 1, h)), rng.normal(0, 1, (h + 1, 2))]
        still = [np.zeros((d + 1, h)), rng.normal(0, 1, (h + 1, 2))]
        still[1][1:] = 0.0
        cases = [(step_a, ([rng.normal(0, 1, (d, 2))], X, Y, 0.1, 1.0), True),
                 (step_c, (deep, X, Y, 0.5), True), (step_d, (deep, X, Y, 0.5), False),
                 (step_d, (still, X, Y, 0.5), False), (step_d, (deep, X, Y, 0.0), True),
                 (step_d, (deep, X, Y, 1e-9), False),
                 (fit_n, ([X], Y[:, 0], 0.2), True), (fit_m, ([X], Y[:, 0], 0.2), False),
                 (fit_m, ([X, X + 1, X - 1], Y[:, 0], 0.0), False),
                 (fit_n, ([X, X + 1, X - 1], Y[:, 0], 0.0), True)]
        for number, (function, arguments, answer) in enumerate(cases):
            got = call(unchanged, function, *arguments, name="unchanged")
            close(got, answer, what=f"unchanged, case {number} with a batch of {n}")
test_q8_unchanged(unchanged, step_a, step_c, step_d, fit_m, fit_n)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the numbers that convict, again
#
# A forward pass may have a 0 and be wrong: one number above 0 is enough. A classifier is asked with
# five draws of its weights, and the largest spread counts. Each fit is called three times with the
# same list, as somebody would who tries three learning rates; beside it stands what `unchanged`
# says.

# %% tags=["otter_ignore"]
rng = np.random.default_rng(0)
X6, y6 = rng.normal(0, 1, (6, 2)), rng.normal(0, 1, 6)
narrow = [rng.normal(0, 1, (3, 3)), rng.normal(0, 1, (4, 2))]
wide = [rng.normal(0, 1, (3, 4)), rng.normal(0, 1, (4, 2))]
passes = {"h": (forward_h, wide), "i": (forward_i, narrow), "j": (forward_j, narrow)}
for letter, (code, ws) in passes.items():
    print(f"forward_{letter}: spread of silenced layers",
          ", ".join(f"{spread:.2g}" for spread in bias_spread(code, ws, X6)))
for letter, code in (("k", scores_k), ("l", scores_l)):
    spreads = []
    for _ in range(5):
        W1, W2 = rng.normal(0, 1, (2, 8)), rng.normal(0, 1, (8, 2))
        spreads.append(symmetry_spread(lambda X, W1=W1, W2=W2, code=code: code(X, W1, W2), X6))
    print(f"scores_{letter}: symmetry spread at most {max(spreads):.1e}")
for letter, code in (("m", fit_m), ("n", fit_n)):
    sets = [X6.copy()]
    first = [code(sets, y6, 0.1)[0][0] for _ in range(3)]
    print(f"fit_{letter}: unchanged {unchanged(code, [X6], y6, 0.1)}; three calls predict",
          ", ".join(f"{p:.4f}" for p in first), f"for the first sample, from {sets[0].shape[1]} "
          "columns at the end")

# %% [raw]
# # BEGIN QUESTION
# name: q9
# points: 4

# %% [markdown]
# ## Question 9: the second verdict, and the repair (4 points)
#
# **The verdict, `sorted_networks`.** Of the seven functions h to n, which do what their docstrings
# say? Again a dict from each letter to `True` or `False`. A function that changes its caller's
# arguments is wrong here: nothing in its docstring says that it does. Mind that a symmetry spread
# of 0 proves that a classifier can't do XOR, and a spread above 0 doesn't prove that it can. To
# prove that, look for weights with which it does.
#
# **The repair, `mended_forward`:** sigmoid layers, `weights[l]` of shape $(n_l + 1, n_{l+1})$ with
# the bias in row 0, and a **fresh** column of ones **in front** of each layer that feeds another.
#
# **The repair, `xor_params`:** no training, only thought. Write down weights **with** biases such
# that, for every point with both coordinates between 0.8 and 1.2 in absolute value, the larger of
# the two scores $\sigma(X W_1 + b_1) W_2 + b_2$ is score 1, the second column, where the signs
# differ, and score 0 where they are equal. Any number $H$ of hidden neurons will do; two are
# enough. Hint: one that fires only if $x_1 + x_2$ is well above 0, and one that fires only if it is
# well below.
#
# **Worked miniature.** `mended_forward` of one layer with $W = \binom{2}{3}$ and $X = (0, -1)^T$:
# $\sigma(2)$ and $\sigma(-1)$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def sorted_networks():
    """Which of the functions h to n are right.

    Returns:
        dict: "h" to "n", each with True (right) or False (wrong).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q9: sorted_networks")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
    # END SOLUTION


def mended_forward(weights, X):
    """Sigmoid layers, each with a bias.

    Args:
        weights: list of float64 arrays; weights[l] is (n_l + 1, n_{l+1}), the bias in row 0.
        X: (N, n_0) float64.

    Returns:
        (N, n_L) array.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q9: mended_forward")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X
    # END SOLUTION


def xor_params():
    """Weights and biases of a network that tells the four quadrants apart.

    Returns:
        dict of arrays: W1 (2, H), b1 (H,), W2 (H, 2), b2 (2,). The larger of
        sigmoid(X W1 + b1) W2 + b2 is number 1 where the signs of x1 and x2 differ, else number 0,
        for 0.8 <= |x1|, |x2| <= 1.2.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw7 q9: xor_params")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    # Model answer to the closing question, for the instructor. The check on one network, at one
    # set of weights, can only convict: a spread of 0 for many random weights suggests the
    # property, the algebra (sigma(-z) = 1 - sigma(z)) proves it for all. A spread above 0 does
    # not show that XOR can be learned, just that this obstacle is absent. And a tanh network
    # without biases is worse off still: its g is odd, so k = 0 and g(x) = -g(-x). Relu without
    # biases escapes: g(x) + g(-x) is then a sum of |x w|, not constant, and can represent XOR.
    W1 = 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]])
    b1 = np.array([-10.0, -10.0])
    W2 = np.array([[1.0, 0.0], [1.0, 0.0]])
    b2 = np.array([-0.5, 0.0])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the form of the verdict, a two-layer network and the four corners of XOR
success_message: right so far, and the verdict is judged when you hand in
""" # END TEST CONFIG
def test_q9_repairs(mended_forward, xor_params, sorted_networks):
    import numpy as np
    from nnlab.checks import call, check, close, defined
    defined(xor_params, "xor_params")
    got = call(sorted_networks, name="sorted_networks")
    assert isinstance(got, dict), (
        f"sorted_networks should return a dict, letter -> True or False, not {type(got).__name__}.")
    missing = [letter for letter in "hijklmn" if letter not in got]
    assert not missing, f"sorted_networks has no answer for {', '.join(missing)}."
    odd = [letter for letter in "hijklmn" if not isinstance(got[letter], (bool, np.bool_))]
    assert not odd, f"sorted_networks should say True or False, no text, for {', '.join(odd)}."
    def squash(z):
        return 1 / (1 + np.exp(-z))
    W, X = np.array([[2.0], [3.0]]), np.array([[0.0], [-1.0]])
    got = call(mended_forward, [W], X, name="mended_forward")
    what = "mended_forward of one layer"
    close(got, np.zeros((2, 1)), atol=np.inf, what=what)
    slips = {"The column of ones stands last; row 0 is the bias.": squash(np.array([[3.0], [1.0]])),
             "The last layer is left without its sigmoid.": np.array([[2.0], [-1.0]])}
    for slip, wrong in slips.items():
        assert np.max(np.abs(got - wrong)) > 1e-9, f"{what} is wrong. {slip}"
    close(got, squash(np.array([[2.0], [-1.0]])), what=what)
    rng = np.random.default_rng(79)
    X = rng.normal(0, 1, (4, 2))
    weights = [rng.normal(0, 1, (3, 3)), rng.normal(0, 1, (4, 2))]
    hidden = squash(X @ weights[0][1:] + weights[0][0])
    check(mended_forward, (weights, X), squash(hidden @ weights[1][1:] + weights[1][0]),
          name="mended_forward")
    params = call(xor_params, name="xor_params")
    assert isinstance(params, dict), "xor_params should return a dict."
    assert len(np.shape(params.get("W1"))) == 2, "W1 should be an array of shape (2, H)."
    H = np.shape(params["W1"])[1]
    shapes = {"W1": np.zeros((2, H)), "b1": np.zeros(H), "W2": np.zeros((H, 2)), "b2": np.zeros(2)}
    close(params, shapes, atol=np.inf, what="xor_params()")
    corners = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    scores = squash(corners @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    for corner, (same, differ), label in zip(corners, scores, [0, 0, 1, 1]):
        assert (differ - same) * (2 * label - 1) > 0, (
            f"At {corner.tolist()} the larger score should be number {label}; the scores are "
            f"{same:.4g} and {differ:.4g}.")
test_q9_repairs(mended_forward, xor_params, sorted_networks)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: sorted_networks, all 7 verdicts
""" # END TEST CONFIG
def test_q9_verdict(sorted_networks):
    from nnlab.checks import call
    got = call(sorted_networks, name="sorted_networks")
    right = {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
    wrong = [letter for letter, answer in right.items() if bool(got[letter]) is not answer]
    assert not wrong, f"The verdict is wrong for {', '.join(wrong)}."
test_q9_verdict(sorted_networks)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: mended_forward with one to four layers, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q9_forward(mended_forward):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(7702)
    for n, sizes in [(1, [3, 2]), (3, [2, 4, 3]), (5, [1, 2, 3, 2]), (2, [2, 2, 2, 2, 1])]:
        weights = [rng.normal(0, 1, (m + 1, q)) for m, q in zip(sizes, sizes[1:])]
        X, rows = rng.normal(0, 1, (n, sizes[0])), []
        for sample in X:
            values = list(sample)
            for W in weights:
                net = [W[0, j] + sum(v * w for v, w in zip(values, W[1:, j]))
                       for j in range(W.shape[1])]
                values = [1 / (1 + math.exp(-z)) for z in net]
            rows.append(values)
        check(mended_forward, (weights, X), np.array(rows), name="mended_forward")
test_q9_forward(mended_forward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: xor_params around the four corners
""" # END TEST CONFIG
def test_q9_xor(xor_params):
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(7703)
    params = call(xor_params, name="xor_params")
    W1, b1, W2, b2 = (np.asarray(params[key], dtype=float) for key in ["W1", "b1", "W2", "b2"])
    X = rng.choice([-1.0, 1.0], (400, 2)) * rng.uniform(0.8, 1.2, (400, 2))
    edge = np.array([[a, b] for a in [-1.2, -0.8, 0.8, 1.2] for b in [-1.2, -0.8, 0.8, 1.2]])
    X = np.vstack([X, edge])
    net = np.clip(X @ W1 + b1, -700, 700)
    out = 1 / (1 + np.exp(-net)) @ W2 + b2
    right = np.where(X[:, 0] * X[:, 1] < 0, out[:, 1] > out[:, 0], out[:, 0] > out[:, 1])
    close(float(np.mean(right)), 1.0, rtol=0, atol=0, what="the share of points that are right")
test_q9_xor(xor_params)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### The names, again
#
# <details><summary>Open this when your verdict is written</summary>
#
# | | what is the matter | met in |
# | --- | --- | --- |
# | h | the hidden layer's column of ones is overwritten | *My first NN, part 3*, S. Hawley |
# | j | the ones stand last, where the weights expect them first | *Neural networks I* |
# | k | no biases, and asked for XOR | *scratch_mlp*, O. Florez |
# | m | the caller's list is changed: each call adds a column of ones | *My first NN, part 3* |
#
# (*Neural networks I* has j in its first listing only; its training loop is right.) In h the
# *first* column of ones is intact, so layer 1 alone looks right. In the source of m the curve
# "many, relu" comes from a second call with the list of the curve "many": one network has four
# inputs, the other five, and the picture compares them. **That is why functions leave their
# arguments as they were:** not for tidiness, but because the second call has to mean what the first
# one did.
#
# Right are i, n, and l, which has no biases either: relu is neither odd nor even. With $W_1 =
# \begin{pmatrix}1 & -1 & 1 & -1\\ 1 & -1 & -1 & 1\end{pmatrix}$ the four hidden units add up to
# $|x_1 + x_2|$ and $|x_1 - x_2|$ in pairs, and the second is the larger one if and only if the
# signs differ. Your check acquitted l, but a check can only convict; the proof is in the weights.
#
# </details>
#
# ### Look: a network at its ceiling, and yours
#
# The picture has 400 points around the four corners, with $-x$ for every $x$. On the left stands
# the network of k with 50 hidden neurons, trained for 1,000 epochs at learning rate 5; its loss
# jumps, so you see it at the epoch at which most points were right. On the right stands yours,
# which wasn't trained at all. Compare each point with its mirror image: there is one label of which
# $x$ and $-x$ are never both right, so 0.75 is the most that training can reach. (Homework 4's 300
# points have no such partners, and chance allows a little more: 0.79 was the best of its runs.)

# %% tags=["otter_ignore", "cover"]
rng = np.random.default_rng(1)
quadrant = rng.uniform(0.8, 1.2, (100, 2))
points = np.vstack([quadrant * signs for signs in ([1, 1], [-1, -1], [1, -1], [-1, 1])])
labels = np.repeat([False, True], 200)
targets = np.eye(2)[labels.astype(int)]
W1, W2 = rng.normal(0, 1, (2, 50)), rng.normal(0, 1, (50, 2)) / 50**0.5
most, best = 0.0, (W1, W2)
for _ in range(1000):
    h1 = sigmoid(points @ W1)
    h2 = sigmoid(h1 @ W2)
    right = np.mean((h2[:, 1] > h2[:, 0]) == labels)
    if right > most:
        most, best = right, (W1, W2)
    d2 = (h2 - targets) * h2 * (1 - h2) / len(points)
    d1 = d2 @ W2.T * h1 * (1 - h1)
    W1, W2 = W1 - 5 * points.T @ d1, W2 - 5 * h1.T @ d2
mine = xor_params()
networks = {
    "without biases, trained": lambda X: scores_k(X, *best),
    "with biases, by hand": lambda X: (sigmoid(X @ mine["W1"] + mine["b1"]) @ mine["W2"]
                                       + mine["b2"]),
}
grid = np.linspace(-2, 2, 181)
plane = np.array([[a, b] for b in grid for a in grid])
fig, axes = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
told = []
for ax, (label, scores) in zip(axes, networks.items()):
    right = np.mean((scores(points)[:, 1] > scores(points)[:, 0]) == labels)
    fires = (scores(plane)[:, 1] > scores(plane)[:, 0]).reshape(181, 181)
    ax.contourf(grid, grid, fires, levels=[-0.5, 0.5, 1.5], colors=["white", "0.85"])
    for k in (0, 1):
        ax.scatter(*points[labels == k].T, s=12, color=COLORS[k], marker=MARKERS[k],
                   label=f"should be {k}")
    ax.set(title=f"{label}: {right:.2f} right", xlabel="$x_1$", xlim=(-2, 2), ylim=(-2, 2))
    spread = symmetry_spread(scores, points)
    told.append(f"{label}: {right:.2f} right, symmetry spread {spread:.1e}")
    print(f"{label}: symmetry spread {spread:.1e}")
axes[0].set_ylabel("$x_2$")
fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, loc="outside right center")
show(fig, alt=f"XOR of the signs, 400 points, the plane where the answer is 1 in gray. {told[0]}; "
     f"{told[1]}.")

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: what a check proves (2 points)
#
# A person reads this answer; up to ten sentences will do. Two questions on what a check can prove.
# The network without biases has a symmetry spread of 0, and that convicts it: does a spread above 0
# acquit a network? And step_b lost a $1/N$ *and* takes the number $\lambda \sum W^2$ away from
# every weight: which of the two slips can a smaller learning rate hide completely, so that each
# step is the right one, and why not the other?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# A spread above 0 acquits nobody. It shows that this one reason for failing is absent. The network
# may have biases and still have wrong gradients, a start that never moves, or too few neurons: a
# property that every good network has can only refute. The lost $1/N$ makes the step $N$ times as
# long and keeps its direction, so a rate that is $N$ times smaller gives the same step. The
# penalty's slip changes the direction: it takes one positive number from all weights, also from
# negative ones, which it makes larger in size, and they pull all the more. A smaller rate makes the
# same wrong way slower: the weights run off later, after the same product of rate and steps.
#
# **RUBRIC**
#
# - 1 point: a necessary condition refutes and does not prove, with an example of what can still be
#   wrong. Half a point without an example.
# - 1 point: a wrong factor keeps the direction and the rate can undo it; the penalty changes the
#   direction (half a point each).

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
# ## For yourself: another activation (not graded)
#
# In a sentence or two: does a network of tanh without biases do better at XOR than one of sigmoids,
# and one of relu?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# Tanh does no better with a linear output: $\tanh(-z) = -\tanh(z)$, so the scores of $x$ and $-x$
# add up to 0, the same conviction with $C = 0$. Relu does better:
# $\mathrm{relu}(z) + \mathrm{relu}(-z) = |z|$ is no constant, and $|x_1 + x_2| - |x_1 - x_2|$, four
# relus without any bias, is positive where the signs agree and negative where they don't.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## What you found out
#
# Why does training fail? Five reasons have a number each: a ratio of gradient norms, a largest
# norm, a dead share, the way the loss walks up, the way it doesn't walk at all. Write them down in
# every training loop that you will ever own: once in an epoch, on the same samples each time, or as
# means over its mini-batches. And for code that is wrong and trains all the same there are two
# kinds of checks: differences, for all that is a gradient (also one that hides in a step), and
# properties, for all that isn't. Together they sorted fourteen functions, and found eight slips of
# published code in seven of them. Looking at the loss found none. How many had you suspected?
#
# Homework 8 turns the question around: not why a network fails, but what it could do at best.
#
# ## Before you hand in
#
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Further reading
#
# - [*Neural networks I*](https://astrowizici.st/teaching/phs5000/), lecture notes of the course
#   Data analysis and machine learning: four ways in which backpropagation fails, and the
#   advice "check it numerically", which is this course's.
# - Omar U. Florez, [*scratch_mlp*](https://github.com/omar-florez/scratch_mlp) (2017): one LEGO
#   brick at a time, and figures worth a look.
# - Scott H. Hawley, [*My first NN, part
#   3*](https://drscotthawley.github.io/blog/posts/2019-02-08-my-1st-nn-part-3-multi-layer-and-backprop.html)
#   (2019): any depth in twenty lines.
# - Xavier Glorot, Yoshua Bengio, [*Understanding the difficulty of training deep feedforward neural
#   networks*](https://proceedings.mlr.press/v9/glorot10a.html), AISTATS 2010; Kaiming He and
#   others, [*Delving deep into rectifiers*](https://doi.org/10.1109/ICCV.2015.123), ICCV 2015.
# - Razvan Pascanu, Tomas Mikolov, Yoshua Bengio, [*On the difficulty of training recurrent neural
#   networks*](https://proceedings.mlr.press/v28/pascanu13.html), ICML 2013: where clipping comes
#   from.
# - Andrej Karpathy, [*A recipe for training neural
#   networks*](https://karpathy.github.io/2019/04/25/recipe/), 2019.
#
# **Go further.** (1) Why does $W_2$ not explode with $W_1$? Look at what the data's gradient does
# to a shift of all its entries. (2) Weights with the mean $m$ and the variance $v$ have $\sum W^2 =
# n (m^2 + v)$. Solve $\dot m = -c\,n\,(m^2 + v)$ for a constant $v$, and see how close it comes to
# the end of the published run from epoch 0. (3) Train with step_c's order at a learning rate of 0.5
# and of 5, and find out when it begins to matter.
