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
# name: hw4_xor
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
# generate:
#   points_possible: 31
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false
# grading:
#   limits:
#     case_seconds: 60

# %% [markdown]
# # Homework 4: what size buys, and what no size can
#
# One neuron can't compute XOR: homework 1 proved it. A hidden layer can. Or so it is said, and the
# question of this chapter is: *which* hidden layer? You build a published network brick by brick
# and reproduce its numbers to seven digits. Then you prove that it can't solve XOR, neither with
# three hidden neurons nor with fifty. What is missing is small. With it three neurons do fairly
# well and fifty very well, and you watch them learn. Then the loss explodes, and you find
# out which part of it did. At the end you test two claims that published texts make in passing.
#
# | question | you write | points |
# | --- | --- | --- |
# | 1 | `forward` | 3 |
# | 2 | `loss` | 3 |
# | 3 | `backward` | 5 |
# | 4 | `symmetry_gap` | 3 |
# | 5 | `forward_b`, `backward_b` | 5 |
# | 6 | `train` | 4 |
# | 7 | `clip_gradients` | 3 |
# | 8 | `decayed`, `l1_gradient` | 2 |
# | 9 | `corner_gap`, `missing_factor` | 3 |
# | w1 | in sentences: why the proof allows four corners | 2 |
#
# **Time.** Not measured yet.
#
# **Notation.** Up to question 4 there are no biases, from question 5 on they are vectors $b_1$ and
# $b_2$. The loss is half the mean over the samples, so a learning rate of 5 here is one of $5/N$
# for a loss that is a sum, as in homework 3.
#
# You need the sigmoid (homework 1), the chain rule (homework 2), and $\delta$ (homework 3).
#
# **How to work.** Replace each `raise NotImplementedError(...)`, run the cell, run the check below
# it. A check stops at the first thing that is wrong and says what it was; the very first check
# takes some seconds. Public checks carry about 40 % of the points, hidden tests the rest, on other
# data and other weights, and they test nothing that is not written here. Arrays are NumPy
# `float64`, samples stand in rows, and functions leave their arguments as they were, to the bit.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.
#
# **The data.** 300 points, drawn from a normal distribution around the origin. A point belongs to
# class 1 where its two coordinates have different signs, to class 0 where they have the same: XOR,
# smeared over the four quadrants. The target is *one-hot*, a row with a 1 in the column of the
# class: $[1, 0]$ for class 0, $[0, 1]$ for class 1. (The text that published the network, first
# under further reading, lists them the other way round and works its example this way round. We
# follow the example.)

# %%
import matplotlib.pyplot as plt
import numpy as np

from nnlab import boundary, gradcheck
from nnlab.pictures import BLUE, DASHES, ORANGE, show


def sigmoid(x):
    """1 / (1 + e^-x), elementwise: yours from homework 1 would do as well."""
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decayed) / (1.0 + decayed)


X = np.random.RandomState(0).randn(300, 2)
labels = ((X[:, 0] > 0) != (X[:, 1] > 0)).astype(int)
Y = np.eye(2)[labels]

# The published example: one sample, three hidden neurons.
X_one, Y_one = np.array([[1.76405235, 0.40015721]]), np.array([[1.0, 0.0]])
W1_published = np.array([[-0.67746455, 0.37769425, -0.07365253],
                         [-0.53663519, 0.60920496, 0.21149622]])
W2_published = np.array([[-0.41491732, -0.30992816],
                         [-0.31583913, -0.27706468],
                         [-0.44701662, 0.15231059]])
print(f"{len(X)} points, {labels.sum()} of class 1; the first is {X[0]}, class {labels[0]}")

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: two layers forward (3 points)
#
# A layer is a matrix product and a bend. The first maps two coordinates to $H$ hidden neurons, the
# second maps those to two outputs, one for each class. As published: a sigmoid on both layers, and
# no biases. Remember that there are none: in question 4 it matters.
#
# $$\underset{(N, H)}{z_1} = \underset{(N, 2)}{X}\ \underset{(2, H)}{W_1} \qquad
#   \underset{(N, H)}{h_1} = \sigma(z_1) \qquad
#   \underset{(N, 2)}{z_2} = h_1\ \underset{(H, 2)}{W_2} \qquad
#   \underset{(N, 2)}{h_2} = \sigma(z_2)$$
#
# ![](pictures/network_2_3_2.svg)
#
# The published text calls $h_2$ a vector of log probabilities. It isn't: logarithms of
# probabilities are never positive, and these two numbers, both between 0 and 1, need not add up to
# 1 either. They are two separate opinions, and the larger one is the answer.
#
# **Worked miniature, by hand.** $x = (1, -1)$ and two hidden neurons with
# $W_1 = \begin{pmatrix}\ln 3 & 0\\ 0 & \ln 3\end{pmatrix}$: $h_1 = (\sigma(\ln 3), \sigma(-\ln 3))
# = (0.75, 0.25)$. With $W_2 = \begin{pmatrix}4 & 0\\ 0 & 8\end{pmatrix}$: $z_2 = (3, 2)$, so
# $h_2 = (0.952574, 0.880797)$.
#
# **Worked miniature, published.** With `X_one`, `W1_published` and `W2_published` of the cell
# above: $h_1 = (0.19626223, 0.71301043, 0.48867814)$ and $h_2 = (0.37166596, 0.45414264)$. Yours
# has to agree to $10^{-7}$. The larger opinion is the second: before training, this network calls
# its first sample class 1, and is wrong.

# %% [raw]
# # BEGIN SOLUTION

# %%
def forward(X, W1, W2):
    """Both layers of the published network, without biases.

    Args:
        X: (N, 2) float64, one sample per row.
        W1: (2, H) float64; W2: (H, 2) float64. H is any number from 1 up.

    Returns:
        (h1, h2): (N, H) hidden and (N, 2) output activations.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q1: forward")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    h1 = sigmoid(X @ W1)
    return h1, sigmoid(h1 @ W2)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: both worked miniatures, the published one to 1e-7
""" # END TEST CONFIG
def test_q1_miniature(forward):
    import numpy as np
    from nnlab.checks import check
    W1, W2 = np.log(3.0) * np.eye(2), np.array([[4.0, 0.0], [0.0, 8.0]])
    expected = np.array([[0.75, 0.25]]), np.array([[0.9525741268, 0.8807970780]])
    check(forward, (np.array([[1.0, -1.0]]), W1, W2), expected, name="forward", rtol=1e-9)
    X = np.array([[1.76405235, 0.40015721]])
    W1 = np.array([[-0.67746455, 0.37769425, -0.07365253], [-0.53663519, 0.60920496, 0.21149622]])
    W2 = np.array([[-0.41491732, -0.30992816], [-0.31583913, -0.27706468],
                   [-0.44701662, 0.15231059]])
    expected = (np.array([[0.19626223, 0.71301043, 0.48867814]]),
                np.array([[0.37166596, 0.45414264]]))
    check(forward, (X, W1, W2), expected, name="forward", rtol=0, atol=1e-7)
test_q1_miniature(forward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights, batches of 1, 3 and 5, other numbers of hidden neurons
""" # END TEST CONFIG
def test_q1_fresh(forward):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4101)
    for n, hidden in [(1, 4), (3, 1), (5, 3), (3, 2), (5, 7)]:
        X, W1 = rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (2, hidden))
        W2 = rng.normal(0, 1, (hidden, 2))
        h1, h2 = np.zeros((n, hidden)), np.zeros((n, 2))
        for i in range(n):
            for j in range(hidden):
                h1[i, j] = 1 / (1 + math.exp(-X[i, 0] * W1[0, j] - X[i, 1] * W1[1, j]))
            for k in range(2):
                h2[i, k] = 1 / (1 + math.exp(-sum(h1[i, j] * W2[j, k] for j in range(hidden))))
        check(forward, (X, W1, W2), (h1, h2), name="forward")
test_q1_fresh(forward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a sample at the origin, samples one by one and together, large weights
""" # END TEST CONFIG
def test_q1_rows(forward):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4102)
    X, W1, W2 = rng.normal(0, 2, (5, 2)), rng.normal(0, 6, (2, 8)), rng.normal(0, 3, (8, 2))
    X[2] = 0.0
    hidden = 1 / (1 + np.exp(-np.einsum("nd,dh->nh", X, W1)))
    out = 1 / (1 + np.exp(-np.einsum("nh,hk->nk", hidden, W2)))
    check(forward, (X, W1, W2), (hidden, out), name="forward")
    for i in range(5):
        check(forward, (X[i:i + 1], W1, W2), (hidden[i:i + 1], out[i:i + 1]), name="forward")
test_q1_rows(forward)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: what the hidden neurons see
#
# Each hidden neuron is undecided, $h_1 = 0.5$, along one line. The picture draws the three lines of
# the published weights over the 300 points, and in the middle and on the right how the two outputs
# answer; each has a color scale of its own. Note where all three lines meet.

# %% tags=["otter_ignore"]
def opinion(k):
    return lambda points: forward(points, W1_published, W2_published)[k[0]][:, k[1]]


fig, axes = plt.subplots(1, 3, figsize=(11, 3.9), layout="constrained")
boundary.draw_points(axes[0], X, labels)
along = np.linspace(-6, 6, 2)
for j, (w1, w2) in enumerate(W1_published.T):
    axes[0].plot(along, -w1 / w2 * along, color="black", linestyle=DASHES[j],
                 label=f"h1[{j}] undecided")
axes[0].set_title("three neurons, three lines")
ranges = []
for k in (0, 1):
    values = boundary.plane_scores(opinion((1, k)), 3.2, 81)
    ranges.append(f"from {values.min():.2f} to {values.max():.2f} for class {k}")
    image = axes[k + 1].imshow(values, cmap="cividis", origin="lower", extent=(-3.2, 3.2) * 2)
    fig.colorbar(image, ax=axes[k + 1], shrink=0.8)
    axes[k + 1].set(title=f"opinion on class {k}", xlabel="$x_1$")
fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, ncols=5,
           loc="outside lower center")
show(fig, alt="Left, the 300 points of both classes in the plane and the three lines on which the "
     "published hidden neurons are undecided: all pass through the origin. Middle and right, the "
     f"two outputs over the plane, {' and '.join(ranges)}: smooth, nearly flat.")

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 3

# %% [markdown]
# ## Question 2: the loss and its penalty (3 points)
#
# The loss says how far the opinions are from the targets, averaged over the samples. A *penalty* on
# large weights is added to it, with a strength $\lambda$: steep sigmoids fit noise, and a network
# that pays for its weights makes all of them smaller, most of all those that help least. This is
# the L2 penalty, also called ridge, and with plain gradient descent it is the same as *weight
# decay*, which shrinks all weights by a factor in each step. (With Adam, of homework 6, it isn't.)
#
# $$L = \underbrace{\frac{1}{2N} \sum_{n, k} \big(\underset{(N, 2)}{Y} -
#   \underset{(N, 2)}{h_2}\big)_{nk}^2}_{\text{error}} +
#   \underbrace{\frac{\lambda}{2N} \Big(\sum_{i, j} \underset{(2, H)}{W_1}{}_{ij}^2 +
#   \sum_{j, k} \underset{(H, 2)}{W_2}{}_{jk}^2\Big)}_{\text{penalty}}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# $N$ is the number of samples and not of entries, although each
# sample has two. The penalty is divided by $2N$, too: the same sample twice in the batch leaves the
# error as it is and halves the penalty. `penalty` is $\lambda$.
#
# </details>
#
# **Worked miniature.** By hand: question 1's, with the target $(1, 0)$ and $W_2 = 0$, so that
# $h_2 = (0.5, 0.5)$. The error is $\frac12 (0.25 + 0.25) = 0.25$. With $\lambda = 2$ the penalty is
# $\frac22 \cdot 2 (\ln 3)^2 = 2.41390$, and $L = 2.66390$. Published: the example's error is
# $\frac12 (0.62833404^2 + 0.45414264^2) = 0.30052460$; with $\lambda = 1$ it all costs
# $1.28983857$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def loss(X, Y, W1, W2, penalty=0.0):
    """Mean over the samples of half the squared error, plus the L2 penalty.

    Args:
        X: (N, 2) float64; Y: (N, 2) float64, the targets.
        W1: (2, H) float64; W2: (H, 2) float64.
        penalty: float, lambda.

    Returns:
        float: 1/(2N) sum (Y - h2)^2 + penalty/(2N) (sum W1^2 + sum W2^2).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q2: loss")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    _, h2 = forward(X, W1, W2)
    squares = np.sum(W1**2) + np.sum(W2**2)
    return float((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniatures, one sample and the same sample twice
""" # END TEST CONFIG
def test_q2_miniature(loss):
    import numpy as np
    from nnlab.checks import call, check, close
    X, Y = np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]])
    W1, W2 = np.log(3.0) * np.eye(2), np.zeros((2, 2))
    got = call(loss, X, Y, W1, W2, name="loss")
    close(got, 0.25, atol=np.inf, what="loss")
    slips = {"The error is averaged over the entries; N counts samples, and each has two.": 0.125,
             "The error lacks its 1/2.": 0.5}
    for said, wrong in slips.items():
        assert abs(float(got) - wrong) > 1e-9, said
    check(loss, (X, Y, W1, W2), 0.25, name="loss")
    check(loss, (X, Y, W1, W2), 0.25 + 2 * np.log(3.0) ** 2, name="loss", penalty=2.0)
    twice = call(loss, X[[0, 0]], Y[[0, 0]], W1, W2, 2.0, name="loss")
    close(twice, 0.25 + np.log(3.0) ** 2,
          what="the loss of the same sample twice, which halves the penalty and only the penalty,")
    X = np.array([[1.76405235, 0.40015721]])
    W1 = np.array([[-0.67746455, 0.37769425, -0.07365253], [-0.53663519, 0.60920496, 0.21149622]])
    W2 = np.array([[-0.41491732, -0.30992816], [-0.31583913, -0.27706468],
                   [-0.44701662, 0.15231059]])
    check(loss, (X, Y, W1, W2), 0.30052460, name="loss", rtol=0, atol=1e-7)
    check(loss, (X, Y, W1, W2, 1.0), 1.28983857, name="loss", rtol=0, atol=1e-7)
test_q2_miniature(loss)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights and data without a penalty, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q2_error(loss):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4201)
    for n, hidden in [(1, 3), (3, 5), (5, 1), (4, 2)]:
        X, Y = rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (n, 2))
        W1, W2 = rng.normal(0, 1, (2, hidden)), rng.normal(0, 1, (hidden, 2))
        out = 1 / (1 + np.exp(-(1 / (1 + np.exp(-X @ W1))) @ W2))
        error = sum((y - h) ** 2 for y, h in zip(Y.ravel(), out.ravel())) / n / 2
        check(loss, (X, Y, W1, W2), float(error), name="loss")
        check(loss, (X, Y, W1, W2, 0.0), float(error), name="loss")
test_q2_error(loss)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh penalties, weak and strong, by position and by name
""" # END TEST CONFIG
def test_q2_penalty(loss):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4202)
    for n, hidden, penalty in [(1, 4, 0.3), (3, 2, 7.0), (5, 6, 0.01)]:
        X, Y = rng.normal(0, 1, (n, 2)), np.eye(2)[rng.integers(0, 2, n)]
        W1, W2 = rng.normal(0, 1, (2, hidden)), rng.normal(0, 2, (hidden, 2))
        out = 1 / (1 + np.exp(-(1 / (1 + np.exp(-X @ W1))) @ W2))
        squares = sum(w * w for w in [*W1.ravel(), *W2.ravel()])
        expected = float(np.sum((out - Y) ** 2) / n / 2 + penalty * squares / n / 2)
        check(loss, (X, Y, W1, W2, penalty), expected, name="loss")
        check(loss, (X, Y, W1, W2), expected, name="loss", penalty=penalty)
test_q2_penalty(loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 5

# %% [markdown]
# ## Question 3: backward (5 points)
#
# In homework 3 each neuron had its $\delta$, the derivative of the loss with respect to what goes
# into it. With matrices a whole layer of them comes at once. Begin at the loss and go back, brick
# by brick, and remember that the loss is a mean: the $\frac1N$ comes in at the first step and
# stays.
#
# $$\underset{(N, 2)}{\delta_2} = \frac{1}{N}\,(h_2 - Y) \odot h_2 (1 - h_2)
#   \qquad \underset{(N, H)}{\delta_1} = \big(\underset{(N, 2)}{\delta_2}\
#   \underset{(2, H)}{W_2^\top}\big) \odot h_1 (1 - h_1)$$
#
# $$\underset{(H, 2)}{\frac{\partial L}{\partial W_2}} = \underset{(H, N)}{h_1^\top}\
#   \underset{(N, 2)}{\delta_2} + \frac{\lambda}{N} W_2
#   \qquad \underset{(2, H)}{\frac{\partial L}{\partial W_1}} = \underset{(2, N)}{X^\top}\
#   \underset{(N, H)}{\delta_1} + \frac{\lambda}{N} W_1$$
#
# Each product has one shape that fits; when in doubt, write the shapes under it. The penalty's
# derivative is a matrix: each weight pulls at itself alone, by $\frac{\lambda}{N}$ times its own
# value.
#
# **Worked miniature.** The published example, $\lambda = 0$: $\delta_2 = (-0.14673508,
# 0.11258065)$. To $10^{-7}$:
#
# $$\frac{\partial L}{\partial W_2} = \begin{pmatrix}-0.02879856 & 0.02209533\\
#   -0.10462365 & 0.08027117\\ -0.07170623 & 0.0550157\end{pmatrix} \qquad
#   \frac{\partial L}{\partial W_1} = \begin{pmatrix}0.00723246 & 0.00546965 & 0.03647082\\
#   0.00164061 & 0.00124073 & 0.00827303\end{pmatrix}$$
#
# The second check compares with central differences of a loss of its own. A right gradient has a
# relative error of **about 1e-10**; the limit is 1e-6.

# %% [raw]
# # BEGIN SOLUTION

# %%
def backward(X, Y, W1, W2, penalty=0.0):
    """Derivatives of the loss with respect to both weight matrices.

    Args:
        X: (N, 2) float64; Y: (N, 2) float64, the targets.
        W1: (2, H) float64; W2: (H, 2) float64.
        penalty: float, lambda.

    Returns:
        (dW1, dW2): (2, H) and (H, 2).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q3: backward")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = (delta2 @ W2.T) * h1 * (1 - h1)
    return X.T @ delta1 + penalty / N * W1, h1.T @ delta2 + penalty / N * W2
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the published derivatives, to 1e-7
""" # END TEST CONFIG
def test_q3_published(backward):
    import numpy as np
    from nnlab.checks import check
    X, Y = np.array([[1.76405235, 0.40015721]]), np.array([[1.0, 0.0]])
    W1 = np.array([[-0.67746455, 0.37769425, -0.07365253], [-0.53663519, 0.60920496, 0.21149622]])
    W2 = np.array([[-0.41491732, -0.30992816], [-0.31583913, -0.27706468],
                   [-0.44701662, 0.15231059]])
    dW1 = np.array([[0.00723246, 0.00546965, 0.03647082], [0.00164061, 0.00124073, 0.00827303]])
    dW2 = np.array([[-0.02879856, 0.02209533], [-0.10462365, 0.08027117],
                    [-0.07170623, 0.0550157]])
    check(backward, (X, Y, W1, W2), (dW1, dW2), name="backward", rtol=0, atol=1e-7)
test_q3_published(backward)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: five samples against central differences, with and without a penalty
""" # END TEST CONFIG
def test_q3_gradient_check(backward):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.gradcheck import check_gradients, numerical_gradient
    def squash(z):
        return 1 / (1 + np.exp(-z))
    rng = np.random.default_rng(43)
    X, Y = rng.normal(0, 1, (5, 2)), np.eye(2)[[0, 1, 1, 0, 1]]
    params = {"W1": rng.normal(0, 1, (2, 4)), "W2": rng.normal(0, 1, (4, 2))}
    def error(p):
        return np.sum((Y - squash(squash(X @ p["W1"]) @ p["W2"])) ** 2) / 10
    def differences(f):
        return {key: numerical_gradient(lambda _: f(params), params[key]) for key in params}
    z1 = X @ params["W1"]
    a1 = squash(z1)
    z2 = a1 @ params["W2"]
    a2 = squash(z2)
    def bent(slope1, slope2):
        def wrong(p):
            hidden = a1 + slope1 * (X @ p["W1"] - z1)
            return np.sum((Y - a2 - slope2 * (hidden @ p["W2"] - z2)) ** 2) / 10
        return differences(wrong)
    def slope(z):
        return (squash(z + 1e-5) - squash(z - 1e-5)) / 2e-5
    slips = {
        "The sigmoid's derivative is taken at its output; it belongs at what goes in.": bent(
            slope(a1), slope(a2)),
        "The hidden sigmoid's derivative is missing.": bent(1.0, slope(z2)),
        "The output sigmoid's derivative is missing.": bent(slope(z1), 1.0),
        "The sigmoids' derivatives are missing.": bent(1.0, 1.0),
    }
    plain = differences(error)
    def pulled(pull):
        return {key: plain[key] + pull * params[key] for key in params}
    pulls = {"The penalty's part is missing.": pulled(0.0),
             "The penalty's part lacks its 1/N.": pulled(0.8),
             "The penalty's part is half of what it should be.": pulled(0.08),
             "The penalty's part is twice what it should be.": pulled(0.32),
             "The penalty's part has the wrong sign.": pulled(-0.16)}
    squares = {key: np.sum(w**2) for key, w in params.items()}
    plainly = {key: np.sum(w) for key, w in params.items()}
    for text, factor in [("penalty", 0.8), ("penalty / N", 0.16), ("penalty / (2N)", 0.08)]:
        for sums, added in [("its sum of W", plainly), ("its sum of W^2", squares),
                            ("the sum of both W^2", dict.fromkeys(squares, sum(squares.values())))]:
            said = (f"One number, {text} times {sums}, is added to every entry; each weight needs "
                    f"a part of its own.")
            pulls[said] = {key: plain[key] + factor * added[key] for key in params}
    for penalty, suspects in [(0.0, slips), (0.8, pulls)]:
        def cost(p, penalty=penalty):
            return error(p) + penalty / 10 * sum(np.sum(w**2) for w in p.values())
        got = call(backward, X, Y, params["W1"], params["W2"], penalty, name="backward")
        close(got, (np.zeros((2, 4)), np.zeros((4, 2))), atol=np.inf,
              what=f"backward(..., penalty={penalty})")
        report = check_gradients(cost, params, dict(zip(params, got)), n=5, suspects=suspects)
        if penalty and not report.ok:
            row = next(row for row in report.rows if row.status != "right")
            raise AssertionError(
                f"Right without a penalty and wrong with penalty={penalty}: delta is fine, look at "
                f"the penalty's part. The gradient of {row.name}: {row.reason}")
        report.expect()
test_q3_gradient_check(backward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights without a penalty, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q3_fresh(backward):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    def differences(X, Y, W1, W2):
        def error(_):
            out = 1 / (1 + np.exp(-(1 / (1 + np.exp(-X @ W1))) @ W2))
            return np.sum((Y - out) ** 2) / (2 * len(X))
        return numerical_gradient(error, W1), numerical_gradient(error, W2)
    rng = np.random.default_rng(4301)
    for n, hidden in [(1, 3), (3, 5), (5, 1), (5, 2)]:
        X, Y = rng.normal(0, 1, (n, 2)), rng.uniform(0, 1, (n, 2))
        W1, W2 = rng.normal(0, 1, (2, hidden)), rng.normal(0, 1, (hidden, 2))
        expected = differences(X, Y, W1, W2)
        check(backward, (X, Y, W1, W2), expected, name="backward", rtol=1e-6, atol=1e-9)
test_q3_fresh(backward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh penalties, weak and strong, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q3_penalty(backward):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    def differences(X, Y, W1, W2, penalty):
        def cost(_):
            out = 1 / (1 + np.exp(-(1 / (1 + np.exp(-X @ W1))) @ W2))
            weights = np.concatenate([W1.ravel(), W2.ravel()])
            return (np.sum((Y - out) ** 2) + penalty * weights @ weights) / (2 * len(X))
        return numerical_gradient(cost, W1), numerical_gradient(cost, W2)
    rng = np.random.default_rng(4302)
    for n, hidden, penalty in [(1, 4, 0.5), (3, 2, 3.0), (5, 6, 0.05)]:
        X, Y = rng.normal(0, 1, (n, 2)), np.eye(2)[rng.integers(0, 2, n)]
        W1, W2 = rng.normal(0, 1, (2, hidden)), rng.normal(0, 1, (hidden, 2))
        expected = differences(X, Y, W1, W2, penalty)
        check(backward, (X, Y, W1, W2, penalty), expected, name="backward", rtol=1e-6, atol=1e-8)
        check(backward, (X, Y, W1, W2), expected, name="backward", rtol=1e-6, atol=1e-8,
              penalty=penalty)
test_q3_penalty(backward)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: large weights and twenty samples, derivative by derivative
""" # END TEST CONFIG
def test_q3_exact(backward):
    import math
    import numpy as np
    from nnlab.checks import check
    def one_by_one(X, Y, W1, W2, penalty):
        n, hidden = len(X), W1.shape[1]
        dW1, dW2 = penalty * W1 / n, penalty * W2 / n
        for x, y in zip(X, Y):
            a = [1 / (1 + math.exp(-x[0] * W1[0, j] - x[1] * W1[1, j])) for j in range(hidden)]
            for k in range(2):
                o = 1 / (1 + math.exp(-sum(a[j] * W2[j, k] for j in range(hidden))))
                back = (o - y[k]) * o * (1 - o) / n
                for j in range(hidden):
                    dW2[j, k] += back * a[j]
                    for i in range(2):
                        dW1[i, j] += back * W2[j, k] * a[j] * (1 - a[j]) * x[i]
        return dW1, dW2
    rng = np.random.default_rng(4303)
    for n, hidden, size, penalty in [(20, 3, 3.0, 0.0), (7, 5, 0.1, 0.0), (20, 2, 3.0, 40.0)]:
        X, Y = rng.normal(0, 1, (n, 2)), np.eye(2)[rng.integers(0, 2, n)]
        W1, W2 = rng.normal(0, size, (2, hidden)), rng.normal(0, size, (hidden, 2))
        expected = one_by_one(X, Y, W1, W2, penalty)
        check(backward, (X, Y, W1, W2, penalty), expected, name="backward", rtol=1e-8, atol=1e-12)
test_q3_exact(backward)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: is your gradient the gradient of your loss?
#
# Both are yours, the data are the 300 points, and the course's checker compares them. The picture
# steps away from the weights along a random direction and shows what is left of the loss after the
# gradient's prediction is taken away: slope 2 where the gradient is right, slope 1 where it isn't.
# The second line is your gradient with the penalty's part left out. That part is small, at most
# 0.006 in any entry, and the slope falls to 1 all the same.

# %% tags=["otter_ignore"]
rng = np.random.default_rng(4)
weights = {"W1": rng.normal(0, 1, (2, 3)), "W2": rng.normal(0, 1, (3, 2))}
dW1, dW2 = backward(X, Y, **weights, penalty=1.0)
print(gradcheck.check_gradients(lambda p: loss(X, Y, **p, penalty=1.0), weights,
                                {"W1": dW1, "W2": dW2}, n=len(X)))


def loss_of(w):
    return loss(X, Y, w[:6].reshape(2, 3), w[6:].reshape(3, 2), penalty=1.0)


flat = np.concatenate([weights["W1"].ravel(), weights["W2"].ravel()])
gradients = {
    "your gradient": np.concatenate([dW1.ravel(), dW2.ravel()]),
    "without the penalty": np.concatenate([d.ravel() for d in backward(X, Y, **weights)]),
}
curves, slopes = {}, []
for name, g in gradients.items():
    slope, steps, remainders = gradcheck.taylor_slope(loss_of, flat, g)
    curves[f"{name}: slope {slope:.2f}"] = (steps, remainders)
    slopes.append(f"{name} {slope:.2f}")
fig = gradcheck.taylor_picture(curves)
show(fig, alt="Taylor remainder against step on logarithmic axes; slopes at small steps: "
     f"{', '.join(slopes)}. 2 is right, less is wrong.")

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 3

# %% [markdown]
# ## Question 4: a point and its mirror image (3 points)
#
# A network can have right derivatives and still be the wrong network. Homework 3 asked which
# *outputs* are possible; here the question is which *answers* are. The network says class 1 where
# the second output is the larger one. The sigmoid only ever rises, so that is where the gap of the
# pre-activations is positive:
#
# $$\underset{(N,)}{g(X)} = z_2(X)_{:,1} - z_2(X)_{:,0} \qquad\text{class 1 where } g > 0$$
#
# Now hold every point $x$ against its mirror image through the origin, $-x$, and add up the two
# gaps, one sum for each row of $X$:
#
# $$\underset{(N,)}{s} = g(X) + g(-X)$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The gap is column 1 minus column 0, *before* the last sigmoid.
# The answer has one entry for each row, also where there is one row.
#
# </details>
#
# **Worked miniature.** Question 1's: $x = (1, -1)$ has $z_2 = (4 \cdot 0.75, 8 \cdot 0.25) =
# (3, 2)$, so $g(x) = -1$. Its mirror image $(-1, 1)$ has $h_1 = (0.25, 0.75)$, $z_2 = (1, 6)$ and
# $g(-x) = 5$. The sum is 4. For $x = (1, 0)$: $h_1 = (0.75, 0.5)$ and $(0.25, 0.5)$, gaps
# $4 - 3 = 1$ and $4 - 1 = 3$. The sum is 4 again. Write the function, run it on all 300 points with
# the published weights, and ask yourself why before you read on.

# %% [raw]
# # BEGIN SOLUTION

# %%
def symmetry_gap(X, W1, W2):
    """The output's pre-activation gap at X plus the gap at -X, without biases.

    Args:
        X: (N, 2) float64; W1: (2, H) float64; W2: (H, 2) float64.

    Returns:
        (N,) array: (z2[:, 1] - z2[:, 0] at X) + (z2[:, 1] - z2[:, 0] at -X).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q4: symmetry_gap")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    here, there = (forward(side, W1, W2)[0] @ W2 for side in (X, -X))
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, both points and one alone
""" # END TEST CONFIG
def test_q4_miniature(symmetry_gap):
    import numpy as np
    from nnlab.checks import call, check, close
    def squash(z):
        return 1 / (1 + np.exp(-z))
    W1, W2 = np.log(3.0) * np.eye(2), np.array([[4.0, 0.0], [0.0, 8.0]])
    X = np.array([[1.0, -1.0], [1.0, 0.0]])
    got = call(symmetry_gap, X, W1, W2, name="symmetry_gap")
    close(got, np.zeros(2), atol=np.inf, what="symmetry_gap")
    after = squash(2.0) - squash(3.0) + squash(6.0) - squash(1.0)
    slips = {"The gap is taken after the last sigmoid; it belongs before.": after,
             "The sign is turned: the gap is column 1 minus column 0.": -4.0,
             "The gap at -x is taken away; it is to be added.": -6.0}
    for said, wrong in slips.items():
        assert abs(got[0] - wrong) > 1e-9, said
    check(symmetry_gap, (X, W1, W2), np.array([4.0, 4.0]), name="symmetry_gap")
    check(symmetry_gap, (X[:1], W1, W2), np.array([4.0]), name="symmetry_gap")
test_q4_miniature(symmetry_gap)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh weights, batches of 1, 3 and 5, other numbers of hidden neurons
""" # END TEST CONFIG
def test_q4_fresh(symmetry_gap):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4401)
    for n, hidden in [(1, 3), (3, 5), (5, 1), (4, 2)]:
        X, W1 = rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (2, hidden))
        W2 = rng.normal(0, 1, (hidden, 2))
        sums = np.zeros(n)
        for mirrored in [X, -X]:
            z2 = np.einsum("nh,hk->nk", 1 / (1 + np.exp(-mirrored @ W1)), W2)
            sums = sums + z2[:, 1] - z2[:, 0]
        check(symmetry_gap, (X, W1, W2), sums, name="symmetry_gap")
test_q4_fresh(symmetry_gap)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: large weights, fifty hidden neurons, a sample at the origin
""" # END TEST CONFIG
def test_q4_large(symmetry_gap):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4402)
    for n, size in [(3, 3.0), (5, 8.0)]:
        X, W1 = rng.normal(0, 1, (n, 2)), rng.normal(0, size, (2, 50))
        W2 = rng.normal(0, size, (50, 2))
        X[1] = 0.0
        expected = np.full(n, float(sum(W2[j, 1] - W2[j, 0] for j in range(50))))
        check(symmetry_gap, (X, W1, W2), expected, name="symmetry_gap", rtol=1e-8, atol=1e-9)
test_q4_large(symmetry_gap)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the ceiling, proven and measured
#
# Without a bias $z_1(-x) = -z_1(x)$, and $\sigma(-z) = 1 - \sigma(z)$. So $h_1(x) + h_1(-x)$ is 1
# for every hidden neuron, $z_2(x) + z_2(-x)$ is the sum of $W_2$'s rows, and
#
# $$g(x) + g(-x) = C = \sum_{j} \big(W_2{}_{j1} - W_2{}_{j0}\big)
#   \qquad\text{whatever } x \text{ is.}$$
#
# If $C > 0$, the two gaps can't both be negative: of a point and its mirror image at least one is
# called class 1. But the quadrants $(+,+)$ and $(-,-)$ are mirror images of each other, and both
# are class 0. So at least half of class 0 is lost. If $C \le 0$, the two can't both be positive,
# and in the same way at least half of class 1 is lost. **No network of the published form
# classifies the four quadrants**, however many neurons it has and however long it trains. No
# derivative is wrong; the code runs, and the loss falls.
#
# For points that come together with their mirror images the ceiling is exact, printed below. A
# sample without the mirror images leaves room for luck: a wide network can go round single points.
# Below are six trainings of 50 hidden neurons, 3,000 epochs at learning rate 5, a second or two
# each. On the 300 points the best of them reaches 0.79. The column to look at is the last: there
# the proof holds, and no training gets past it.

# %% tags=["otter_ignore"]
def answers(h2):
    return h2[:, 1] > h2[:, 0]


both = np.vstack([X, -X])
is_one = np.tile(labels, 2) == 1
share = is_one.mean()
ceiling = max(share + (1 - share) / 2, (1 - share) + share / 2)
print(f"ceiling with mirror images: {ceiling:.3f}")
print("start   best on the points   best on points and mirror images")
best = {}
for seed in range(6):
    rng = np.random.default_rng(seed)
    W1, W2 = 3 * rng.standard_normal((2, 50)), rng.standard_normal((50, 2))
    best[seed] = (0, None)
    mirrored = 0
    for epoch in range(3000):
        dW1, dW2 = backward(X, Y, W1, W2)
        W1, W2 = W1 - 5 * dW1, W2 - 5 * dW2
        if epoch % 20 == 19:
            right = answers(forward(both, W1, W2)[1]) == is_one
            best[seed] = max(best[seed], (right[:300].mean(), (W1, W2)), key=lambda pair: pair[0])
            mirrored = max(mirrored, right.mean())
    print(f"{seed:5d}   {best[seed][0]:18.3f}   {mirrored:32.3f}")
accuracy, (W1, W2) = max(best.values(), key=lambda pair: pair[0])
gap_sum = symmetry_gap(X, W1, W2)


def says_one(points):
    h2 = forward(points, W1, W2)[1]
    return 1 / (1 + np.exp(-4 * (h2[:, 1] - h2[:, 0])))


fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
boundary.draw_boundary(left, says_one, X, labels)
left.set_title(f"the best of six: {accuracy:.3f} right")
mirror_gap = [forward(side, W1, W2)[0] @ W2 @ [-1, 1] for side in (X, -X)]
for label, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
    right.scatter(*(g[labels == label] for g in mirror_gap), s=16, color=color, marker=marker,
                  label=f"class {label}")
right.axhline(0, color="0.6", linewidth=1)
right.axvline(0, color="0.6", linewidth=1)
right.set(xlabel="gap at x", ylabel="gap at -x", title=f"every sum is {gap_sum[0]:.2f}")
right.legend(frameon=False)
show(fig, alt="Left, the plane as the best of six published networks with 50 hidden neurons "
     f"divides it: {accuracy:.3f} of the points right, one quadrant of class 1 found and its "
     "mirror image lost. Right, the gap at -x against the gap at x: all 300 points lie on one "
     f"falling line, sum {gap_sum[0]:.2f}, which misses the corner where both gaps are "
     f"{'negative' if gap_sum[0] > 0 else 'positive'}.")

# %% [markdown]
# **Before you go on** (not graded). A bias could be added to the hidden layer, $z_1 = X W_1 + b_1$,
# to the output, $z_2 = h_1 W_2 + b_2$, or to both. Which of the two lifts the ceiling, which
# doesn't, and why? Look for the line of the proof that breaks. Write your guess into a new cell
# below this one; the picture after question 5 answers.

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 5

# %% [markdown]
# ## Question 5: with biases (5 points)
#
# The parameters are four now, so they travel as a dict: `W1` (2, H), `b1` (H,), `W2` (H, 2), `b2`
# (2,). The gradients come back under the same keys, each in the shape of its parameter.
#
# $$\underset{(N, H)}{h_1} = \sigma\big(X W_1 + \underset{(H,)}{b_1}\big) \qquad
#   \underset{(N, 2)}{h_2} = \sigma\big(h_1 W_2 + \underset{(2,)}{b_2}\big)$$
#
# Backward, the $\delta$s stay what they were. A bias's edge brings in a 1 from every sample, so its
# derivative is $\delta$ summed over the rows:
#
# $$\underset{(2,)}{\frac{\partial L}{\partial b_2}} = \sum_n \underset{(N, 2)}{\delta_2}{}_{n:}
#   \qquad \underset{(H,)}{\frac{\partial L}{\partial b_1}}
#   = \sum_n \underset{(N, H)}{\delta_1}{}_{n:}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Biases are not penalized: moving a line costs nothing, only
# steepness does. The $\frac1N$ is in $\delta$ already; a mean over the rows would divide twice.
#
# </details>
#
# **Worked miniature.** By hand: question 1's with $b_1 = (0, \ln 3)$ and $b_2 = (-1, -2)$ has
# $h_1 = (0.75, 0.5)$, $z_2 = (2, 2)$, $h_2 = (0.880797, 0.880797)$. Published weights with biases
# of 0: $h_1$, $h_2$ and both weights' derivatives as in question 3, and
# $\partial L/\partial b_1 = (0.00409991, 0.00310062, 0.02067446)$,
# $\partial L/\partial b_2 = (-0.14673508, 0.11258065)$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def forward_b(X, params):
    """Both layers, with biases.

    Args:
        X: (N, 2) float64.
        params: dict of float64 arrays: W1 (2, H), b1 (H,), W2 (H, 2), b2 (2,).

    Returns:
        (h1, h2): (N, H) hidden and (N, 2) output activations.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q5: forward_b")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, sigmoid(h1 @ params["W2"] + params["b2"])
    # END SOLUTION


def backward_b(X, Y, params, penalty=0.0):
    """Derivatives of the loss, with the L2 penalty on W1 and W2 alone.

    Args:
        X: (N, 2) float64; Y: (N, 2) float64, the targets.
        params: as in forward_b.
        penalty: float, lambda.

    Returns:
        dict with the keys W1, b1, W2, b2, each of the shape of its parameter.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q5: backward_b")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = (delta2 @ params["W2"].T) * h1 * (1 - h1)
    pull = penalty / len(X)
    return {
        "W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
        "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0),
    }
    # END SOLUTION

# BEGIN SOLUTION NO PROMPT
# For the instructor, the answer to the question before question 5: b1 lifts the ceiling, b2 does
# not. With b2 the gap only moves by b2[1] - b2[0], at x and at -x alike, so the sum is still one
# constant, C + 2 (b2[1] - b2[0]), and the proof goes through as it stands. With b1 the hidden
# pre-activations at x and -x are u + b1 and -u + b1: they are no longer each other's negatives,
# h1(x) + h1(-x) is no longer 1, and the sum depends on x. Geometrically: with b1 a hidden neuron's
# line no longer has to pass through the origin. A good answer names that line of the proof. A fair
# one says that the hidden lines can move, without the proof.
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniatures, forward and backward, the published one to 1e-7
""" # END TEST CONFIG
def test_q5_miniature(forward_b, backward_b):
    import numpy as np
    from nnlab.checks import check
    params = {"W1": np.log(3.0) * np.eye(2), "b1": np.array([0.0, np.log(3.0)]),
              "W2": np.array([[4.0, 0.0], [0.0, 8.0]]), "b2": np.array([-1.0, -2.0])}
    expected = np.array([[0.75, 0.5]]), np.array([[0.8807970780, 0.8807970780]])
    check(forward_b, (np.array([[1.0, -1.0]]), params), expected, name="forward_b")
    X, Y = np.array([[1.76405235, 0.40015721]]), np.array([[1.0, 0.0]])
    params = {
        "W1": np.array([[-0.67746455, 0.37769425, -0.07365253],
                        [-0.53663519, 0.60920496, 0.21149622]]),
        "b1": np.zeros(3),
        "W2": np.array([[-0.41491732, -0.30992816], [-0.31583913, -0.27706468],
                        [-0.44701662, 0.15231059]]),
        "b2": np.zeros(2),
    }
    expected = {
        "W1": np.array([[0.00723246, 0.00546965, 0.03647082],
                        [0.00164061, 0.00124073, 0.00827303]]),
        "b1": np.array([0.00409991, 0.00310062, 0.02067446]),
        "W2": np.array([[-0.02879856, 0.02209533], [-0.10462365, 0.08027117],
                        [-0.07170623, 0.0550157]]),
        "b2": np.array([-0.14673508, 0.11258065]),
    }
    check(backward_b, (X, Y, params), expected, name="backward_b", rtol=0, atol=1e-7)
test_q5_miniature(forward_b, backward_b)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: five samples against central differences, with and without a penalty
""" # END TEST CONFIG
def test_q5_gradient_check(backward_b):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.gradcheck import check_gradients, numerical_gradient
    def squash(z):
        return 1 / (1 + np.exp(-z))
    rng = np.random.default_rng(45)
    X, Y = rng.normal(0, 1, (5, 2)), np.eye(2)[[1, 0, 1, 1, 0]]
    shapes = {"W1": (2, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)}
    params = {key: rng.normal(0, 1, shape) for key, shape in shapes.items()}
    shift = {key: params[key].copy() if key.startswith("b") else 0.0 for key in params}
    for penalty in [0.0, 0.8]:
        def cost(p, penalty=penalty, pulled=("W1", "W2")):
            hidden = squash(X @ p["W1"] + p["b1"])
            error = np.sum((Y - squash(hidden @ p["W2"] + p["b2"])) ** 2)
            return (error + penalty * sum(np.sum(p[key] ** 2) for key in pulled)) / 10
        def differences(f):
            return {key: numerical_gradient(lambda _: f(params), params[key]) for key in params}
        suspects = {
            "The bias is penalized, and should not be.": differences(
                lambda p, cost=cost: cost(p, pulled=tuple(p))),
            "The penalty's part is missing.": differences(lambda p, cost=cost: cost(p, pulled=())),
        } if penalty else {
            "The derivatives are those of a network whose biases are 0.": differences(
                lambda p, cost=cost: cost({key: p[key] - shift[key] for key in p})),
        }
        got = call(backward_b, X, Y, params, penalty, name="backward_b")
        close(got, {key: np.zeros(shape) for key, shape in shapes.items()}, atol=np.inf,
              what=f"backward_b(..., penalty={penalty})")
        report = check_gradients(cost, params, got, n=5, suspects=suspects)
        if penalty and not report.ok:
            row = next(row for row in report.rows if row.status != "right")
            raise AssertionError(
                f"Right without a penalty and wrong with penalty={penalty}: delta is fine, look at "
                f"the penalty's part. The gradient of {row.name}: {row.reason}")
        report.expect()
test_q5_gradient_check(backward_b)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: forward with fresh weights and biases, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q5_forward(forward_b):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4501)
    for n, hidden in [(1, 4), (3, 1), (5, 3), (5, 2), (3, 7)]:
        X, W1 = rng.normal(0, 1, (n, 2)), rng.normal(0, 1, (2, hidden))
        W2, b1 = rng.normal(0, 1, (hidden, 2)), rng.normal(0, 2, hidden)
        b2 = rng.normal(0, 2, 2)
        h1, h2 = np.zeros((n, hidden)), np.zeros((n, 2))
        for i in range(n):
            for j in range(hidden):
                z = b1[j] + X[i, 0] * W1[0, j] + X[i, 1] * W1[1, j]
                h1[i, j] = 1 / (1 + math.exp(-z))
            for k in range(2):
                z = b2[k] + sum(h1[i, j] * W2[j, k] for j in range(hidden))
                h2[i, k] = 1 / (1 + math.exp(-z))
        params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        check(forward_b, (X, params), (h1, h2), name="forward_b")
test_q5_forward(forward_b)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: derivatives without a penalty, batches of 1, 3 and 5
""" # END TEST CONFIG
def test_q5_backward(backward_b):
    import numpy as np
    from nnlab.checks import check
    from nnlab.gradcheck import numerical_gradient
    rng = np.random.default_rng(4502)
    for n, hidden in [(1, 3), (3, 5), (5, 1), (5, 2)]:
        X, Y = rng.normal(0, 1, (n, 2)), rng.uniform(0, 1, (n, 2))
        params = {"W1": rng.normal(0, 1, (2, hidden)), "b1": rng.normal(0, 1, hidden),
                  "W2": rng.normal(0, 1, (hidden, 2)), "b2": rng.normal(0, 1, 2)}
        def error(_, X=X, Y=Y, p=params):
            inside = 1 / (1 + np.exp(-X @ p["W1"] - p["b1"]))
            out = 1 / (1 + np.exp(-inside @ p["W2"] - p["b2"]))
            return np.sum((Y - out) ** 2) / (2 * len(X))
        expected = {key: numerical_gradient(error, params[key]) for key in params}
        check(backward_b, (X, Y, params), expected, name="backward_b", rtol=1e-6, atol=1e-9)
        check(backward_b, (X, Y, params, 0.0), expected, name="backward_b", rtol=1e-6, atol=1e-9)
test_q5_backward(backward_b)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: derivatives with fresh penalties, and large weights and biases
""" # END TEST CONFIG
def test_q5_penalty(backward_b):
    import math
    import numpy as np
    from nnlab.checks import check
    def one_by_one(X, Y, p, penalty):
        n, hidden = len(X), len(p["b1"])
        g = {key: np.zeros(value.shape) for key, value in p.items()}
        for key in ["W1", "W2"]:
            g[key] = p[key] * penalty / n
        for x, y in zip(X, Y):
            a = [1 / (1 + math.exp(-p["b1"][j] - float(x @ p["W1"][:, j]))) for j in range(hidden)]
            for k in range(2):
                z = p["b2"][k] + sum(a[j] * p["W2"][j, k] for j in range(hidden))
                o = 1 / (1 + math.exp(-z))
                back = (o - y[k]) * o * (1 - o) / n
                g["b2"][k] += back
                for j in range(hidden):
                    g["W2"][j, k] += back * a[j]
                    through = back * p["W2"][j, k] * a[j] * (1 - a[j])
                    g["b1"][j] += through
                    g["W1"][:, j] += through * x
        return g
    rng = np.random.default_rng(4503)
    for n, hidden, size, penalty in [(1, 3, 1.0, 0.4), (3, 2, 3.0, 5.0), (12, 5, 2.0, 0.03)]:
        X, Y = rng.normal(0, 1, (n, 2)), np.eye(2)[rng.integers(0, 2, n)]
        shapes = {"W1": (2, hidden), "b1": (hidden,), "W2": (hidden, 2), "b2": (2,)}
        params = {key: rng.normal(0, size, shape) for key, shape in shapes.items()}
        expected = one_by_one(X, Y, params, penalty)
        check(backward_b, (X, Y, params, penalty), expected, name="backward_b", rtol=1e-8,
              atol=1e-12)
        check(backward_b, (X, Y, params), expected, name="backward_b", rtol=1e-8, atol=1e-12,
              penalty=penalty)
test_q5_penalty(backward_b)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: which bias breaks the symmetry
#
# Now test your guess. You see the same weights three times, with no bias, with $b_2$ alone, with
# $b_1$ alone. Each point's gap is drawn against the gap of its mirror image, as after question 4.
# (The gap is taken back out of `h2` by the sigmoid's inverse, $\ln\frac{h}{1-h}$.)

# %% tags=["otter_ignore"]
rng = np.random.default_rng(5)
W2 = rng.normal(0, 2, (8, 2))
plain = {"W1": rng.normal(0, 2, (2, 8)), "b1": np.zeros(8), "W2": W2 - W2.mean(axis=0) + [0, 0.2],
         "b2": np.zeros(2)}
variants = {"no bias": plain, "$b_2$ alone": {**plain, "b2": np.array([-1.0, 1.0])},
            "$b_1$ alone": {**plain, "b1": rng.normal(0, 2, 8)}}
fig, axes = plt.subplots(1, 3, figsize=(11, 3.9), sharex=True, sharey=True, layout="constrained")
spreads = []
for ax, (name, params) in zip(axes, variants.items()):
    z2_x, z2_mirror = (np.log(h2 / (1 - h2))
                       for h2 in (forward_b(X, params)[1], forward_b(-X, params)[1]))
    gap_x, gap_mirror = z2_x @ [-1, 1], z2_mirror @ [-1, 1]
    sums = gap_x + gap_mirror
    for label, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        ax.scatter(gap_x[labels == label], gap_mirror[labels == label], s=14, color=color,
                   marker=marker, alpha=0.7, label=f"class {label}")
    ax.axhline(0, color="0.6", linewidth=1)
    ax.axvline(0, color="0.6", linewidth=1)
    ax.set(title=f"{name}: sums {sums.min():.2f} to {sums.max():.2f}", xlabel="gap at x")
    spreads.append(f"{name.replace('$', '').replace('_', '')} {sums.min():.2f} to {sums.max():.2f}")
axes[0].set_ylabel("gap at -x")
axes[0].legend(frameon=False)
show(fig, alt="Gap at -x against gap at x for the 300 points. Sums of the two: "
     f"{'; '.join(spreads)}. Only with b1 do the points leave the line.")

# %% [markdown]
# One bias only moves the line on which the points lie; with the other one they leave it. Was your
# reason right, too? Go through the proof once more and find the first of its lines that fails with
# $b_1$, and why none fails with $b_2$.

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 4

# %% [markdown]
# ## Question 6: train, and count (4 points)
#
# Gradient descent moves all four parameters at once, each against its own derivative, all of them
# derivatives at the *same* weights:
#
# $$\theta \leftarrow \theta - \eta\, \frac{\partial L}{\partial \theta}
#   \qquad \theta \in \{W_1, b_1, W_2, b_2\}$$
#
# Every epoch uses all samples. Keep a history of two curves, since they tell different stories: the
# loss says how far the opinions are off, the accuracy how often the larger opinion is the right
# one.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The history has one entry for each epoch, taken **before** that epoch's update. `history["loss"]`
# is question 2's formula with the $h_2$ of `forward_b`, the penalty on `W1` and `W2` included
# (`loss` itself knows no biases). `history["accuracy"]` is the share of samples, from 0 to 1, in
# which the larger output stands in the column of the larger target; no test has a row with two
# equal outputs. What comes back is the parameters after the last update, better or not. The dict
# that came in, and the arrays in it, must not change: `params["W1"] -= ...` would change the
# caller's. A test may compute for 60 seconds: a loop over the samples stays below that, one over
# samples and neurons may not.
#
# </details>
#
# **Worked miniature.** The published example with biases of 0 and $\eta = 4$, two epochs: losses
# $(0.30052460, 0.10556627)$, accuracies $(0, 1)$. One update turns the answer round. With the
# sample's mirror image $-x$, of class 1, as a second row, $\lambda = 1$ and $\eta = 1$: losses
# $(0.75328719, 0.36889514)$, accuracies $(0.5, 0.5)$.
#
# The second check trains for real: twenty hidden neurons, 300 points, learning rate 5, 1,000 epochs
# from a start of the test's own. From the weights that you return it works out the error, without a
# penalty: **at most 0.03** here, 0.04 at grading, from other starts. A right gradient ends near
# 0.018; of the wrong ones that were measured none got below 0.05. The accuracy would not tell them
# apart as well: a wrong gradient can be right on nine points of ten.

# %% [raw]
# # BEGIN SOLUTION

# %%
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    """Full-batch gradient descent on the loss with biases.

    Args:
        params: dict of W1, b1, W2, b2, the start; left as it was.
        X: (N, 2) float64; Y: (N, 2) float64, the targets.
        learning_rate: float; epochs: int, 1 or more.
        penalty: float, lambda.

    Returns:
        (params, history): a dict of the four parameters after the last update; a dict with
        "loss" and "accuracy", each a list or an array of `epochs` numbers, before each update.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q6: train")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    history = {"loss": np.empty(epochs), "accuracy": np.empty(epochs)}
    for epoch in range(epochs):
        _, h2 = forward_b(X, params)
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"][epoch] = (np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X))
        history["accuracy"][epoch] = np.mean(h2.argmax(axis=1) == Y.argmax(axis=1))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniatures, one sample, and two with a penalty
""" # END TEST CONFIG
def test_q6_miniature(train):
    import numpy as np
    from nnlab.checks import call, close
    X, Y = np.array([[1.76405235, 0.40015721]]), np.array([[1.0, 0.0]])
    params = {
        "W1": np.array([[-0.67746455, 0.37769425, -0.07365253],
                        [-0.53663519, 0.60920496, 0.21149622]]),
        "b1": np.zeros(3),
        "W2": np.array([[-0.41491732, -0.30992816], [-0.31583913, -0.27706468],
                        [-0.44701662, 0.15231059]]),
        "b2": np.zeros(2),
    }
    after, history = call(train, params, X, Y, 4.0, 1, name="train")
    close(after, {key: np.zeros(value.shape) for key, value in params.items()}, atol=np.inf,
          what="the params that train returns")
    assert any(np.any(after[key] != params[key]) for key in params), (
        "After one epoch the parameters are those it started from: return what the last update "
        "left.")
    moved = "after one epoch, in which all four move by derivatives at the same weights,"
    close(after["b2"], np.array([0.58694033, -0.45032258]), rtol=0, atol=1e-7, what=f"b2 {moved}")
    close(after["W2"][0], np.array([-0.29972310, -0.39830948]), rtol=0, atol=1e-7,
          what=f"the first row of W2 {moved}")
    close(after["W1"][0], np.array([-0.70639438, 0.35581565, -0.21953582]), rtol=0, atol=1e-7,
          what=f"the first row of W1 {moved}")
    def history_of(slips, *args):
        history = call(train, params, *args, name="train")[1]
        close(history, {"loss": [0.0] * 2, "accuracy": [0.0] * 2}, atol=np.inf,
              what="the history of two epochs")
        for said, (key, epoch, wrong) in slips.items():
            assert abs(float(history[key][epoch]) - wrong) > 1e-7, said
        return history
    expected = {"loss": [0.30052460, 0.10556627], "accuracy": [0.0, 1.0]}
    history = history_of({
        "The losses are those after each update; they are due before it.": ("loss", 0, 0.10556627),
        "The losses leave the biases out: h2 should come from forward_b.": ("loss", 1, 0.20060732),
        "The accuracies are those after each update; they are due before it.": ("accuracy", 0, 1.0),
        "The accuracy counts entries; it should count samples.": ("accuracy", 0, 0.5),
        "The accuracy is in percent; it should be a share from 0 to 1.": ("accuracy", 1, 100.0),
    }, X, Y, 4.0, 2)
    close(history, expected, rtol=0, atol=1e-7, what="the history of two epochs")
    X, Y = np.vstack([X, -X]), np.eye(2)
    expected = {"loss": [0.75328719, 0.36889514], "accuracy": [0.5, 0.5]}
    history = history_of({
        "The losses lack the penalty.": ("loss", 0, 0.25863020),
        "The penalty is in the loss, but not in the derivatives.": ("loss", 1, 0.73870586),
        "The losses charge for the biases; only W1 and W2 are penalized.": ("loss", 1, 0.36924720),
    }, X, Y, 1.0, 2, 1.0)
    close(history, expected, rtol=0, atol=1e-7,
          what="the history of two epochs with two samples and penalty=1.0")
test_q6_miniature(train)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: twenty hidden neurons learn the 300 points
""" # END TEST CONFIG
def test_q6_learns(train):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    X = np.random.RandomState(0).randn(300, 2)
    ones = X[:, 0] * X[:, 1] < 0
    Y = np.column_stack([~ones, ones]).astype(float)
    rng = np.random.default_rng(46)
    params = {"W1": 3 * rng.standard_normal((2, 20)), "b1": 3 * rng.standard_normal(20),
              "W2": rng.standard_normal((20, 2)) / np.sqrt(20), "b2": np.zeros(2)}
    trained, _ = call(train, params, X, Y, 5.0, 1000, name="train")
    close(trained, {key: np.zeros(value.shape) for key, value in params.items()}, atol=np.inf,
          what="the trained params")
    inside = 1 / (1 + np.exp(-X @ trained["W1"] - trained["b1"]))
    out = 1 / (1 + np.exp(-inside @ trained["W2"] - trained["b2"]))
    error = np.sum((Y - out) ** 2) / 600
    most = threshold("hw4_xor", "twenty_hidden").public
    assert error <= most, (
        f"After 1,000 epochs the error of twenty hidden neurons should be at most {most:g}; it is "
        f"{error:.3g}. If the checks before this one pass, look at what train does with "
        f"learning_rate, epochs and the derivatives of all four parameters.")
test_q6_learns(train)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh data and weights, parameters and history of many epochs, with a penalty
""" # END TEST CONFIG
def test_q6_same_path(train):
    import numpy as np
    from nnlab.checks import check
    def descend(p, X, Y, rate, epochs, penalty):
        n = len(X)
        ones, path = np.ones((n, 1)), {"loss": [], "accuracy": []}
        first, last = np.vstack([p["b1"], p["W1"]]), np.vstack([p["b2"], p["W2"]])
        for _turn in range(epochs):
            inputs = np.hstack([ones, X])
            a = 1 / (1 + np.exp(-inputs @ first))
            o = 1 / (1 + np.exp(-np.hstack([ones, a]) @ last))
            squares = np.sum(first[1:] ** 2) + np.sum(last[1:] ** 2)
            path["loss"].append(float((np.sum((o - Y) ** 2) + penalty * squares) / n / 2))
            right = (o[:, 1] - o[:, 0]) * (Y[:, 1] - Y[:, 0]) > 0
            path["accuracy"].append(float(np.sum(right)) / n)
            d2 = (o - Y) * (o - o**2) / n
            d1 = (d2 @ last[1:].transpose()) * (a - a**2)
            step2, step1 = np.hstack([ones, a]).transpose() @ d2, inputs.transpose() @ d1
            step2[1:] += last[1:] * penalty / n
            step1[1:] += first[1:] * penalty / n
            first, last = first - rate * step1, last - rate * step2
        return {"W1": first[1:], "b1": first[0], "W2": last[1:], "b2": last[0]}, path
    rng = np.random.default_rng(4601)
    runs = [(1, 3, 0.5, 1, 0.0), (5, 4, 2.0, 40, 0.0), (3, 1, 0.5, 30, 0.6), (7, 5, 6.0, 60, 0.02),
            (4, 2, 3.0, 12, 3.0), (30, 3, 40.0, 25, 0.0), (6, 3, 3.0, 120, 0.0)]
    for n, hidden, rate, epochs, penalty in runs:
        X = rng.normal(0, 1, (n, 2))
        classes = rng.integers(0, 2, n) if n < 6 else (X[:, 0] > 0).astype(int)
        Y = np.eye(2)[classes]
        params = {"W1": rng.normal(0, 1, (2, hidden)), "b1": rng.normal(0, 1, hidden),
                  "W2": rng.normal(0, 1, (hidden, 2)), "b2": rng.normal(0, 1, 2)}
        expected = descend(params, X, Y, rate, epochs, penalty)
        check(train, (params, X, Y, rate, epochs, penalty), expected, name="train", rtol=1e-6,
              atol=1e-9)
        if not penalty:
            check(train, (params, X, Y, rate, epochs), expected, name="train", rtol=1e-6,
                  atol=1e-9)
test_q6_same_path(train)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: twenty hidden neurons learn the 300 points from two other starts
""" # END TEST CONFIG
def test_q6_other_starts(train):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    X = np.random.RandomState(0).randn(300, 2)
    ones = X[:, 0] * X[:, 1] < 0
    Y = np.column_stack([~ones, ones]).astype(float)
    for seed in [4602, 4603]:
        rng = np.random.default_rng(seed)
        params = {"W1": 3 * rng.standard_normal((2, 20)), "b1": 3 * rng.standard_normal(20),
                  "W2": rng.standard_normal((20, 2)) / np.sqrt(20), "b2": np.zeros(2)}
        trained, history = call(train, params, X, Y, 5.0, 1000, name="train")
        close(trained, {key: np.zeros(value.shape) for key, value in params.items()}, atol=np.inf,
              what="the trained params")
        close(history, {key: [0.0] * 1000 for key in ["loss", "accuracy"]}, atol=np.inf,
              what="the history")
        inside = 1 / (1 + np.exp(-X @ trained["W1"] - trained["b1"]))
        out = 1 / (1 + np.exp(-inside @ trained["W2"] - trained["b2"]))
        error, most = np.sum((Y - out) ** 2) / 600, threshold("hw4_xor", "twenty_hidden").graded
        assert error <= most, f"the error is {error:.3g}; at most {most:g} is wanted"
test_q6_other_starts(train)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: three neurons and fifty, as they learn
#
# The film shows two networks as they learn, one above the other: accuracy, the plane as they divide
# it, and the loss. Time runs slowly at first and quickly later, as on the curves' logarithmic axis.
# Press Play, or move the slider.
#
# Before it, how typical these two are: six starts each for 3 and 10 hidden neurons and three for 50
# (six gave the same, and take longer), 5,000 epochs at learning rate 5. That is about half a minute
# of computing, more on a slow machine. $W_1$ and $b_1$ start three times as large in the larger
# networks, so that their hidden lines are sharp and lie scattered over the plane from the
# beginning.

# %% tags=["otter_ignore", "cover"]
def start(hidden, spread, seed):
    rng = np.random.default_rng(seed)
    return {"W1": spread * rng.standard_normal((2, hidden)),
            "b1": spread * rng.standard_normal(hidden),
            "W2": rng.standard_normal((hidden, 2)) / np.sqrt(hidden), "b2": np.zeros(2)}


def score_of(params):
    def score(points):
        h2 = forward_b(points, params)[1]
        return 0.5 + (h2[:, 1] - h2[:, 0]) / 2
    return score


moments = sorted({0, *np.geomspace(1, 5000, 32).astype(int).tolist()})
runs = []
print("accuracy after 5,000 epochs")
for hidden, spread, starts in ((3, 1, 6), (10, 3, 6), (50, 3, 3)):
    ends = []
    for seed in range(starts):
        params, history, scores = start(hidden, spread, seed), {"loss": [], "accuracy": []}, []
        scores.append(score_of(params))
        for now, then in zip(moments, moments[1:]):
            params, part = train(params, X, Y, 5.0, then - now)
            scores.append(score_of(params))
            for name, values in part.items():
                history[name] += list(values)
        ends.append(np.mean(answers(forward_b(X, params)[1]) == (labels == 1)))
        if seed == 0 and hidden != 10:
            runs.append(boundary.Run(f"{hidden} hidden", **history, epochs=moments, scores=scores))
    print(f"{hidden:3d} hidden: " + "  ".join(f"{end:.3f}" for end in ends))
story = " ".join(f"With {run.title} neurons the accuracy goes from {run.accuracy[0]:.2f} to "
                 f"{run.accuracy[-1]:.3f} and the loss from {run.loss[0]:.2f} to "
                 f"{run.loss[-1]:.3f}." for run in runs)
boundary.play(boundary.film(runs, X, labels), alt="Accuracy, decision boundary and loss over 5,000 "
              f"epochs. {story} The boundary of 3 neurons ends as a few smooth pieces, that of 50 "
              "close to the two axes.")

# %% [markdown]
# With three neurons the loss first stands still: up to some fifty epochs it is close to 0.25, which
# is what it costs to have no opinion, $h_2 = (0.5, 0.5)$. One line comes in from the side and cuts
# the points in two. Soon after epoch 100 it breaks up and the accuracy jumps from 0.70 to nearly
# 0.90. There it stays, more or less. Two lines along the axes would make the right cross, but a
# neuron whose line is an axis looks at one coordinate alone: it adds the same to the gap above and
# below, where XOR wants opposite signs. So the boundary has to be bent, and three neurons bend it
# right in some places and wrong in others; in which, and how much, is up to the start. Of forty
# starts about two thirds ended near 0.9 and the others between 0.74 and 0.85.
#
# At its end the accuracy of three neurons jumps back and forth between 0.90 and 0.94, with each
# epoch. The valley has become too steep for this rate (homework 2's largest stable rate). The curve
# ends before the last update and the number in the table is taken after it, so the two may differ.
#
# The curves of fifty neurons jump up and down at first, since for them the rate is nearly too
# large. Then they settle on the two axes and get all 300 points right. Ten nearly do: 0.99 or
# better in these six starts. This is what more neurons can do. Mind what the curves don't say:
# these are the points that were trained on, and out where there are none the boundary of fifty
# neurons strays from the axes.

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 3

# %% [markdown]
# ## Question 7: gradients on a leash (3 points)
#
# A single gradient that is far too large can throw the weights to where no later one brings them
# back. *Clipping* bounds the step: put all gradients end to end as one long vector, and if that is
# longer than `max_norm`, shorten it, keeping its direction.
#
# $$\lVert g \rVert = \sqrt{\sum_{\text{arrays}} \sum_{\text{entries}} g^2}
#   \qquad g \leftarrow g \cdot \min\Big(1, \frac{\text{max\_norm}}{\lVert g \rVert}\Big)
#   \quad\text{for every array}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# There is one norm, over all arrays together: clipping each on its own, or each entry, would turn
# the step aside. A gradient that is short enough comes back equal. All zeros stay zeros, without
# `nan`. The new norm is `max_norm` to one part in a million, for tiny gradients, too. (PyTorch adds
# $10^{-6}$ to the norm before it divides. For a norm of $10^{-3}$ that is off by one part in a
# thousand.) The dict may have any keys, and arrays of any shape, with finite entries that are 0 or
# far from where their squares would overflow or vanish. Where nothing is shortened, you may return
# the arrays that came in or copies of them.
#
# </details>
#
# **Worked miniature.** $\{W: (3, 0),\ b: (-4)\}$ has the norm $\sqrt{9 + 0 + 16} = 5$. For
# `max_norm` 1 it becomes $\{W: (0.6, 0),\ b: (-0.8)\}$; for `max_norm` 10 it stays.

# %% [raw]
# # BEGIN SOLUTION

# %%
def clip_gradients(gradients, max_norm):
    """Scale all gradients down together, so that their joint norm is at most max_norm.

    Args:
        gradients: dict of float64 arrays of any shapes; left as it was.
        max_norm: float, above 0.

    Returns:
        dict with the same keys and shapes: scaled to the norm max_norm where the norm over all
        arrays is above it, else equal to what came.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q7: clip_gradients")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, above and below max_norm, and zeros
""" # END TEST CONFIG
def test_q7_miniature(clip_gradients):
    import numpy as np
    from nnlab.checks import call, check, close
    gradients = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}
    got = call(clip_gradients, gradients, 1.0, name="clip_gradients")
    close(got, {key: np.zeros(g.shape) for key, g in gradients.items()}, atol=np.inf,
          what="clip_gradients(gradients, 1.0)")
    slips = {"Nothing was shortened: the norm of all arrays together is above max_norm.": 3.0,
             "Each array, or each entry, was cut on its own; one norm over all is due.": 1.0,
             "The norm is not the sum of the arrays' norms: add up squares first.": 3 / 7,
             "The norm lacks its square root.": 3 / 25}
    for said, wrong in slips.items():
        assert abs(got["W"][0, 0] - wrong) > 1e-6, said
    short = {"W": np.array([[0.6, 0.0]]), "b": np.array([-0.8])}
    check(clip_gradients, (gradients, 1.0), short, name="clip_gradients", rtol=1e-6)
    half = {"W": np.array([[1.5, 0.0]]), "b": np.array([-2.0])}
    check(clip_gradients, (gradients, 2.5), half, name="clip_gradients", rtol=1e-6)
    check(clip_gradients, (gradients, 10.0), gradients, name="clip_gradients", rtol=0, atol=0)
    zeros = {key: np.zeros(g.shape) for key, g in gradients.items()}
    check(clip_gradients, (zeros, 1.0), zeros, name="clip_gradients", rtol=0, atol=0)
test_q7_miniature(clip_gradients)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh gradients above max_norm, large and tiny, other keys and shapes
""" # END TEST CONFIG
def test_q7_above(clip_gradients):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4701)
    shapes = [{"W1": (2, 3), "b1": (3,), "W2": (3, 2), "b2": (2,)}, {"u": (4,)},
              {"deep": (5, 1), "wide": (1, 7), "cube": (2, 2, 2)}]
    for kinds in shapes:
        for size, share in [(1.0, 0.5), (1e6, 1e-6), (1e-4, 0.3), (3.0, 0.999)]:
            gradients = {key: rng.normal(0, size, shape) for key, shape in kinds.items()}
            norm = math.sqrt(sum(v * v for g in gradients.values() for v in g.ravel().tolist()))
            expected = {key: g * share for key, g in gradients.items()}
            check(clip_gradients, (gradients, share * norm), expected, name="clip_gradients",
                  rtol=1e-6, atol=0)
test_q7_above(clip_gradients)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh gradients below max_norm come back equal, zeros, one entry that is large
""" # END TEST CONFIG
def test_q7_below(clip_gradients):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4702)
    for kinds in [{"W1": (2, 5), "b1": (5,)}, {"a": (3,), "b": (1, 4), "c": (2, 2)}]:
        gradients = {key: rng.normal(0, 1, shape) for key, shape in kinds.items()}
        norm = math.sqrt(sum(v * v for g in gradients.values() for v in g.ravel().tolist()))
        for room in [1.001, 3.0, 1e6]:
            check(clip_gradients, (gradients, room * norm), gradients, name="clip_gradients",
                  rtol=0, atol=0)
        gradients = {key: np.zeros(shape) for key, shape in kinds.items()}
        check(clip_gradients, (gradients, 1e-3), gradients, name="clip_gradients", rtol=0, atol=0)
        first = next(iter(gradients))
        gradients[first].flat[0] = -50.0
        expected = {key: g / 25 for key, g in gradients.items()}
        check(clip_gradients, (gradients, 2.0), expected, name="clip_gradients", rtol=1e-6)
        check(clip_gradients, (gradients, 60.0), gradients, name="clip_gradients", rtol=0, atol=0)
test_q7_below(clip_gradients)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q8
# points: 2

# %% [markdown]
# ## Question 8: two more cures (2 points)
#
# The published text shows a network of 50 hidden neurons whose loss falls and then "suddenly
# increases during the last steps of the training (step > 90)"; a step of its film seems to be a
# thousand epochs (homework 7 runs it). It names three cures: a lower learning rate, a learning rate
# that falls with time, and a stronger penalty, "maybe L1 instead of L2". Before trying them, write
# the last two.
#
# **A rate that decays** loses half of itself in every `half_life` epochs, continuously and not in
# jumps:
#
# $$\eta(\text{epoch}) = \eta \cdot 0.5^{\,\text{epoch} / \text{half\_life}}$$
#
# **The L1 penalty** charges for absolute values in place of squares, so every weight is pulled to 0
# with the same force, however large or small it is:
#
# $$P = \lambda \Big(\sum \big|\underset{(2, H)}{W_1}\big| +
#   \sum \big|\underset{(H, 2)}{W_2}\big|\Big) \qquad
#   \frac{\partial P}{\partial W} = \lambda\, \mathrm{sign}(W)$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The L1 penalty is *not* divided by $N$. Where a weight is
# exactly 0 its derivative is taken as 0. The gradients of the biases are zeros of their shapes.
#
# </details>
#
# **Worked miniature.** $\eta = 0.8$ with a half-life of 10: 0.8 at epoch 0, 0.565685 at epoch 5,
# 0.4 at epoch 10. For $W_1 = (2, -0.1)^\top$, $W_2 = (0, -3)$, one hidden neuron and $\lambda =
# 0.5$: the gradients are $(0.5, -0.5)^\top$ and $(0, -0.5)$, and 0 for $b_1$ and $b_2$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def decayed(learning_rate, epoch, half_life):
    """The learning rate at an epoch: half of it is left after every half_life epochs.

    Args:
        learning_rate: float; epoch: int, 0 or more; half_life: float or int, in epochs, above 0.

    Returns:
        float: learning_rate * 0.5 ** (epoch / half_life).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q8: decayed")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return learning_rate * 0.5 ** (epoch / half_life)
    # END SOLUTION


def l1_gradient(params, penalty):
    """Gradient of penalty * (sum |W1| + sum |W2|).

    Args:
        params: dict of float64 arrays: W1 (2, H), b1 (H,), W2 (H, 2), b2 (2,).
        penalty: float, lambda.

    Returns:
        dict with the keys W1, b1, W2, b2, each of the shape of its parameter.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q8: l1_gradient")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    strength = {"W1": penalty, "W2": penalty, "b1": 0.0, "b2": 0.0}
    return {key: strength[key] * np.sign(value) for key, value in params.items()}
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniatures
""" # END TEST CONFIG
def test_q8_miniature(decayed, l1_gradient):
    import numpy as np
    from nnlab.checks import check
    for epoch, expected in [(0, 0.8), (5, 0.8 / np.sqrt(2)), (10, 0.4)]:
        check(decayed, (0.8, epoch, 10), expected, name="decayed")
    params = {"W1": np.array([[2.0], [-0.1]]), "b1": np.array([1.5]),
              "W2": np.array([[0.0, -3.0]]), "b2": np.array([-1.0, 0.0])}
    expected = {"W1": np.array([[0.5], [-0.5]]), "b1": np.zeros(1),
                "W2": np.array([[0.0, -0.5]]), "b2": np.zeros(2)}
    check(l1_gradient, (params, 0.5), expected, name="l1_gradient")
test_q8_miniature(decayed, l1_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh rates and half-lives, fresh weights of several sizes with zeros among them
""" # END TEST CONFIG
def test_q8_fresh(decayed, l1_gradient):
    import math
    import numpy as np
    from nnlab.checks import check
    for rate, epoch, half_life in [(5.0, 7, 3), (0.3, 1, 40.0), (2.0, 90, 20), (1.0, 3, 0.5)]:
        expected = rate * math.exp(-epoch * math.log(2.0) / half_life)
        check(decayed, (rate, epoch, half_life), expected, name="decayed")
    rng = np.random.default_rng(4801)
    for hidden, penalty in [(1, 0.3), (3, 2.0), (5, 1e-3)]:
        params = {"W1": rng.normal(0, 1, (2, hidden)) * 10.0 ** rng.integers(-9, 3, (2, hidden)),
                  "b1": rng.normal(0, 1, hidden), "W2": rng.normal(0, 5, (hidden, 2)),
                  "b2": rng.normal(0, 1, 2)}
        params["W1"][1, 0] = params["W2"][0, 1] = 0.0
        expected = {key: np.zeros(value.shape) for key, value in params.items()}
        for key in ["W1", "W2"]:
            expected[key][params[key] > 0] = penalty
            expected[key][params[key] < 0] = -penalty
        check(l1_gradient, (params, penalty), expected, name="l1_gradient")
test_q8_fresh(decayed, l1_gradient)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: an explosion, and who is to blame
#
# Which part of the loss can explode? Not the error: two outputs between 0 and 1 cost at most
# $\frac12 (1 + 1) = 1$. Its gradient carries factors $h (1 - h)$ and fades where the sigmoids are
# flat, as they are where weights are large. There the penalty's pull is all that moves a weight:
#
# $$W \leftarrow W - \eta \frac{\lambda}{N} W = \Big(1 - \frac{\eta \lambda}{N}\Big)\, W$$
#
# For $\eta\lambda < 2N$ weights shrink, from $N$ on with another sign in every epoch; **for
# $\eta\lambda > 2N$ they grow without bound.** Here $\eta = 50$, $\lambda = 13$, $N = 300$: the
# factor is $1 - 2.167 = -1.167$, and the penalty grows by $1.167^2 = 1.36$ in every epoch. The
# picture runs this, the cures one by one, and one that is not on the list.

# %% tags=["otter_ignore"]
def run(rate, penalty, l1=0.0, half_life=None, max_norm=None, epochs=200):
    """Losses and errors (losses without penalty) of one training, and its last accuracy."""
    params, losses, errors = start(50, 3, 0), [], []
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        errors.append(np.sum((Y - h2) ** 2) / (2 * len(X)))
        weights = np.concatenate([params["W1"].ravel(), params["W2"].ravel()])
        losses.append(errors[-1] + penalty / (2 * len(X)) * weights @ weights
                      + l1 * abs(weights).sum())
        slopes, pull = backward_b(X, Y, params, penalty), l1_gradient(params, l1)
        slopes = {key: slopes[key] + pull[key] for key in params}
        if max_norm:
            slopes = clip_gradients(slopes, max_norm)
        eta = decayed(rate, epoch, half_life) if half_life else rate
        params = {key: params[key] - eta * slopes[key] for key in params}
    right = np.mean(answers(forward_b(X, params)[1]) == (labels == 1))
    return losses, errors, right


cures = {
    "as it is": run(50, 13), "penalty doubled": run(50, 26), "rate / 10": run(5, 13),
    "rate decays, half-life 20": run(50, 13, half_life=20),
    "clipped to 0.01": run(50, 13, max_norm=0.01), "L1, 0.0001": run(50, 0, l1=1e-4),
    "penalty 0.02, rate / 10": run(5, 0.02),
}
print(f"{'':27}largest loss   last loss   error in it   accuracy")
for name, (losses, errors, right) in cures.items():
    print(f"{name:27}{max(losses):12.3g}{losses[-1]:12.3g}{errors[-1]:14.3f}{right:11.3f}")
fig, axes = plt.subplots(2, 4, figsize=(11, 5), sharex=True, sharey=True, layout="constrained")
for ax, (name, (losses, errors, _)) in zip(axes.flat, cures.items()):
    ax.semilogy(losses, color=BLUE, label="loss with its penalty")
    ax.semilogy(errors, color=ORANGE, linestyle="--", label="error alone")
    ax.set(title=name, ylim=(0.02, 1e4))
axes[0, 3].tick_params(labelbottom=True)
axes[1, 3].axis("off")
axes[1, 3].legend(*ax.get_legend_handles_labels(), frameon=False, loc="center")
fig.supxlabel("epoch")
show(fig, alt="Loss against epoch, logarithmic, 50 hidden neurons, a panel for each run. As it is, "
     f"the loss rises in a straight line to {cures['as it is'][0][-1]:.0e} at epoch 199, with the "
     f"penalty doubled to {cures['penalty doubled'][0][-1]:.0e}; all other runs stay below 100 and "
     "end below 1. Only with a penalty of 0.02 and a tenth of the rate does the error fall far "
     f"below 0.25, to {cures['penalty 0.02, rate / 10'][1][-1]:.3f}.")

# %% [markdown]
# Read the table from top to bottom.
#
# - **Penalty doubled:** worse. The factor becomes $-3.33$, which only feeds this kind of explosion.
# - **Rate / 10, decay, clipping:** these three stop the explosion, and none of them learns XOR. The
#   penalty of 13 still outweighs the error by far: the weights shrink to almost nothing and with
#   them everything that depends on $x$, so the accuracy ends as the share of one class. Where the
#   error is above 0.25, worse than having no opinion, all outputs still swing together, from one
#   class to the other and back.
# - **L1:** it can't explode like this at all, for its pull stays the same however large the weights
#   are. Its penalty is weak here, but at rate 50 nothing settles, so XOR isn't learned either.
# - **Penalty 0.02, rate / 10:** the one that no text names. It removes the cause, a weak penalty
#   *and* a lower rate: 0.99 after 200 epochs.
#
# A cure that only stops the symptom is still worth having. It leaves you numbers to look at in
# place of `nan`.
#
# Did the published loss rise for the same reason? Its rate and its penalty were far too small for
# that: $\eta\lambda = 3 \cdot 10^{-7}$, if the name of its film tells the truth. Homework 7 solves
# the case.

# %% [raw]
# # BEGIN QUESTION
# name: q9
# points: 3

# %% [markdown]
# ## Question 9: two claims, checked (3 points)
#
# **A claim about XOR.** *My first NN, part 3* (under further reading) says that "an exact solution
# to the XOR problem exists using only 2 hidden neurons and linear activations". Linear activations
# leave a network *affine*, however many layers and neurons it has: $f(x) = w \cdot x + b$. Add up
# its answers at the two corners of the unit square that XOR maps to 0, and take away those at the
# two that it maps to 1:
#
# $$\text{gap}(f) = f(0, 0) + f(1, 1) - f(0, 1) - f(1, 0)$$
#
# Write it as `corner_gap(f)`. Then work out by hand what it is for $w_1 x_1 + w_2 x_2 + b$, and
# what it is for XOR. That is the whole proof: one line, for every linear network at once. It is a
# cousin of question 4's.
#
# **A claim about a derivative.** The text that published this chapter's network has a table "as a
# memory helper". Its first row: the loss is $(y - h_2)^2$, and its derivative, called
# $\partial\,\text{Loss} / \partial W_2$, is $-(y - h_2)$. Homework 2 taught you what to do with
# such a row. Write `missing_factor(f, claimed, x)`: the central difference of `f` at the number
# `x`, with $h = 10^{-5}$, divided by what is claimed there, `claimed(x)`. It is 1 for a right row.
#
# **Worked miniature.** The product $x_1 x_2$ has the corner gap $0 + 1 - 0 - 0 = 1$. For
# $f(x) = x^3$, at $x = 2$, the claim $x^2$ has the factor $12/4 = 3$.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# `f` of `corner_gap` takes an array (N, 2) and returns an array (N,); you may call it once or four
# times. `f` and `claimed` of `missing_factor` take a number and return one; `claimed(x)` isn't 0.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def corner_gap(f):
    """f(0, 0) + f(1, 1) - f(0, 1) - f(1, 0).

    Args:
        f: function from an array (N, 2) to an array (N,).

    Returns:
        float.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q9: corner_gap")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    # An affine f has w1 + w2 + 2 b - (w2 + b) - (w1 + b) = 0, and XOR has 0 + 0 - 1 - 1 = -2. So
    # no linear network is exact, and the best in the least-squares sense says 0.5 everywhere.
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float(f(corners) @ [1.0, 1.0, -1.0, -1.0])
    # END SOLUTION


def missing_factor(f, claimed, x):
    """The slope of f at x over the slope that is claimed.

    Args:
        f: function from a number to a number.
        claimed: function from a number to a number, not 0 at x.
        x: float.

    Returns:
        float: the central difference of f at x with h = 1e-5, divided by claimed(x).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw4 q9: missing_factor")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5 / claimed(x)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, a linear network and a line
""" # END TEST CONFIG
def test_q9_miniature(corner_gap, missing_factor):
    import numpy as np
    from nnlab.checks import call, check, close, defined
    defined(missing_factor, "missing_factor")
    def product(X):
        return X[:, 0] * X[:, 1]
    got = call(corner_gap, product, name="corner_gap")
    close(got, 1.0, atol=np.inf, what="corner_gap of the product")
    assert abs(float(got) + 1.0) > 1e-9, (
        "corner_gap has the wrong sign: the corners (0, 0) and (1, 1) are added.")
    close(got, 1.0, what="corner_gap of the product")
    def network(X):
        return (X @ np.array([[2.0, -1.0], [0.5, 3.0]]) + [1.0, 0.0]) @ np.array([1.0, 4.0]) - 2.0
    check(corner_gap, (network,), 0.0, name="corner_gap", atol=1e-9)
    def cube(x):
        return x**3
    def square(x):
        return x**2
    got = call(missing_factor, cube, square, 2.0, name="missing_factor")
    slips = {"The claim is divided by the slope; it is the other way round.": 1 / 3,
             "This is the slope itself, not yet divided by the claim.": 12.0,
             "This is the difference of the two, not the factor.": 8.0,
             "Twice too large: the two points are 2 h apart.": 6.0}
    for slip, wrong in slips.items():
        assert abs(float(got) - wrong) > 1e-4, f"missing_factor of the miniature: {slip}"
    close(got, 3.0, rtol=1e-8, what="missing_factor of the miniature")
test_q9_miniature(corner_gap, missing_factor)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: corner_gap of lines, of XOR and of networks with and without bends
""" # END TEST CONFIG
def test_q9_corners(corner_gap):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(4901)
    for hidden in [1, 2, 5]:
        W, b = rng.normal(0, 1, (2, hidden)), rng.normal(0, 1, hidden)
        v, c = rng.normal(0, 1, hidden), float(rng.normal())
        for bend in [None, np.tanh, np.square]:
            def f(X, W=W, b=b, v=v, c=c, bend=bend):
                z = np.asarray(X) @ W + b
                return (z if bend is None else bend(z)) @ v + c
            at = {(i, j): float(f(np.array([[i, j]]))[0]) for i in (0.0, 1.0) for j in (0.0, 1.0)}
            gap = at[0, 0] + at[1, 1] - at[0, 1] - at[1, 0]
            check(corner_gap, (f,), gap, name="corner_gap", atol=1e-9)
    def xor(X):
        return np.asarray(X)[:, 0] * (1 - np.asarray(X)[:, 1]) + (
            np.asarray(X)[:, 1] * (1 - np.asarray(X)[:, 0]))
    check(corner_gap, (xor,), -2.0, name="corner_gap")
test_q9_corners(corner_gap)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: missing_factor of right and wrong claims, also with a wrong sign
""" # END TEST CONFIG
def test_q9_factor(missing_factor):
    import math
    from nnlab.checks import check
    for x, c in [(0.3, 1.0), (-1.2, 2.0), (2.5, -1.0), (-0.4, 0.5)]:
        def wave(x):
            return math.sin(x)
        def claim(x, c=c):
            return math.cos(x) / c
        check(missing_factor, (wave, claim, x), c, name="missing_factor", rtol=1e-6)
        def shifted(x):
            return math.exp(x) + 5
        def growth(x, c=c):
            return math.exp(x) / c
        check(missing_factor, (shifted, growth, x), c, name="missing_factor", rtol=1e-6)
test_q9_factor(missing_factor)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: both claims, refuted
#
# The best that a linear network can do on the four corners is what least squares finds, since all
# linear networks together are one affine function. Beside it stands a network with the same two
# hidden neurons and a bend. Then the table, row by row, at $y = 1$ and the published numbers.

# %% tags=["otter_ignore"]
corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
design = np.column_stack([corners, np.ones(4)])
best_line, *_ = np.linalg.lstsq(design, np.array([0.0, 0.0, 1.0, 1.0]), rcond=None)


def affine(points):
    return points @ best_line[:2] + best_line[2]


def bent(points):
    return np.maximum(points @ [1.0, 1.0], 0) - 2 * np.maximum(points @ [1.0, 1.0] - 1, 0)


for name, f in (("best line", affine), ("two relus", bent)):
    print(f"{name}: answers at 00, 11, 01, 10:", ", ".join(f"{a:.3f}" for a in f(corners) + 0.0),
          f"; corner gap {corner_gap(f) + 0.0:.3f} (XOR has -2)")
h1, h2, w = 0.19626223, 0.37166596, W2_published[0, 0]
z2 = np.log(h2 / (1 - h2))
table = {
    "(y - h2)^2, by h2": (lambda h: (1 - h) ** 2, lambda h: -(1 - h), h2),
    "sigmoid(z2), by z2": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z)), z2),
    "h1 W2, by W2": (lambda v: h1 * v, lambda v: h1, w),
    "h1 W2, by h1": (lambda h: h * w, lambda h: w, h1),
}
for name, (f, claimed, x) in table.items():
    print(f"{name:20} missing factor {missing_factor(f, claimed, x):.6f}")

# %% [markdown]
# The first row lacks a factor of 2, and its name is wrong as well: $-(y - h_2)$ is about the
# derivative by $h_2$. The way to $W_2$ is the *product* of the first three rows. The published
# numbers are right all the same, because the code has a loss with a $\frac12$ in front that the
# table has lost. Such rows are copied and copied again, and each copy looks more trustworthy.
#
# A bend is all that XOR wants: two relus are exact. A claim that a sentence makes and a line
# refutes is worth looking for in everything you read.

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: four corners that the proof allows (2 points)
#
# A person reads this answer; up to ten sentences will do. The four samples of homework 1 were $(0,
# 0)$, $(0, 1)$, $(1, 0)$, $(1, 1)$, and for these a network without biases can be right on all
# four, with two hidden neurons. Why doesn't the proof after question 4 forbid it? Now somebody
# subtracts the mean, so that they are $(\pm\frac12, \pm\frac12)$. What does the proof say now, and
# which of the two biases, $b_1$ or $b_2$, helps?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# The proof compares a sample with its mirror image: $g(x) + g(-x) = C$. Among the four corners only
# $(0, 0)$ has its mirror image in the data, itself, so all that follows is $g(0, 0) = C / 2$, and
# that can have the right sign. (For instance $g(x) = 0.8\,\sigma(10 (x_1 + x_2)) - \sigma(x_1 +
# x_2)$ is $-0.1$ at the origin, $0.07$ at the next two corners and $-0.08$ at the last one.) After
# the shift every sample has its mirror image, and both are of one class: class 0 needs two negative
# gaps, so $C < 0$, class 1 two positive ones, so $C > 0$. No network without biases is right on all
# four. $b_2$ alone only changes $C$, which still is one number for both pairs. $b_1$ helps: then
# $h_1(x) + h_1(-x)$ is not 1 any more but depends on $x$.
#
# **RUBRIC**
#
# - 1 point: the proof needs pairs $x$, $-x$, and these four have none but the origin.
# - 1 point: after the shift the proof holds (half a point), and $b_1$ breaks it while $b_2$ does
#   not, with a reason (half a point).

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
# ## For yourself: tools and their blind spots (not graded)
#
# In a sentence each: which of your tools would notice a penalty on the biases? Why does clipping
# stop an explosion and not what caused it?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# The gradient check of the loss as it is written notices it: the loss has no penalty on the biases,
# so a gradient that has one differs from the differences by $\lambda b / N$; at biases of 0 it
# would not be seen. Clipping bounds the length of each step and keeps its direction. The cause, a
# rate and a penalty whose product throws a weight beyond 0 and further away each time, is still
# there, so the weights keep jumping, by bounded steps.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## What was found
#
# How many hidden neurons does XOR take? The question was the wrong one. Without biases no number is
# enough, and the proof took three lines and no training. With them three do fairly well, ten well,
# and fifty very well. Each thing was found by a tool of its own: worked numbers and gradient checks
# for derivatives, a symmetry for what a network can represent, and one line of algebra for an
# explosion. A falling loss would have told you none of it.
#
# Next, homework 5 frees the network from its two layers: a list of weights, any depth, any
# activation, and a competition for the lowest loss.
#
# ## Before you hand in
#
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Further reading
#
# - Omar U. Florez, [*scratch_mlp: explaining the math of how neural networks
#   learn*](https://github.com/omar-florez/scratch_mlp), 2017: the published network, its numbers,
#   its films of 3 and 50 hidden neurons.
# - Scott H. Hawley, [*My first NN, part
#   3*](https://drscotthawley.github.io/blog/posts/2019-02-08-my-1st-nn-part-3-multi-layer-and-backprop.html),
#   2019: XOR with twenty hidden neurons, and the claim about two.
# - Marvin Minsky and Seymour Papert,
#   [*Perceptrons*](https://doi.org/10.7551/mitpress/11301.001.0001), MIT Press, 1969: symmetries as
#   proofs of what a network can't do.
# - Anders Krogh and John Hertz, [*A simple weight decay can improve
#   generalization*](https://papers.nips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html),
#   NIPS 1991: the L2 penalty.
# - Ilya Loshchilov and Frank Hutter, [*Decoupled weight decay
#   regularization*](https://arxiv.org/abs/1711.05101), ICLR 2019: why decay and penalty differ for
#   Adam.
# - Razvan Pascanu, Tomas Mikolov, Yoshua Bengio, [*On the difficulty of training recurrent neural
#   networks*](https://proceedings.mlr.press/v28/pascanu13.html), ICML 2013: clipping by one norm.
# - Robert Tibshirani, [*Regression shrinkage and selection via the
#   lasso*](https://doi.org/10.1111/j.2517-6161.1996.tb02080.x), Journal of the Royal Statistical
#   Society B 58, 1996: the L1 penalty.
#
# **Go further.** (1) Give all hidden neurons the same start and train: how many different neurons
# are there after 1,000 epochs? (2) The published program takes the first 50 of the 300 points as
# its batch, in every epoch, and counts the accuracy on all 300. Do the same with biases. What does
# the accuracy measure now? (3) Find weights by hand for four hidden neurons with biases that get
# more of the 300 points right than three trained ones.
