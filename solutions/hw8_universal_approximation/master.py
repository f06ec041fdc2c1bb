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
# name: hw8_universal_approximation
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
# generate:
#   points_possible: 28
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false

# %% [markdown]
# # Homework 8: what can a network be?
#
# A famous theorem says that a network with one hidden layer can come as close as you like to any
# continuous function. It is often quoted for more than it says. Of the texts that this course is
# built on, one concludes that networks *can learn* any nonlinear relationship; one that such a
# network *can always be created*, which doesn't mean that it can be learned; one that it exists,
# with no guidance on how to find it, and that a small training error is not what you want anyway.
# Three different claims. Which are true?
#
# In this last chapter you settle it with your own hands. You **build** a network that draws any
# curve, without training, and measure how its error falls with its width. You **train** networks of
# the same width and measure again. Then the data become noisy, and being able to draw every curve
# turns out to be a danger as well. At the end you decide whether twelve statements are true or
# false.
#
# | question | you write | points |
# | --- | --- | --- |
# | 1 | `bump` | 3 |
# | 2 | `staircase` | 4 |
# | 3 | `max_error` | 3 |
# | 4 | `network_from_bumps` | 4 |
# | 5 | `fit_curve` | 6 |
# | 6 | `train_and_test_error` | 3 |
# | 7 | `promises` | 5 |
# | w1 | in sentences: three reasons | 2 |
#
# **Time.** Not measured yet.
#
# **Notation.** Biases are vectors, $b_1$ and in question 5 also one for the output. The loss is the
# mean of the squared errors, without a $\frac12$, so its gradient is twice that of homework 4's
# and half the learning rate makes the same step.
#
# You need the sigmoid of homework 1 and homework 3's way back through a hidden layer.
#
# **How to work.** Replace each `raise NotImplementedError(...)`, run the cell, run the check below
# it. A check stops at the first thing that is wrong and says what it was; the very first check
# takes some seconds. Public checks carry about 40 % of the points, hidden tests the rest, on other
# functions and other data, and they test nothing that is not written here. Arrays are NumPy
# `float64`, and functions leave their arguments as they were.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.
#
# **The curve.** Nearly everything below is tried on one function of one variable on the interval
# from 0 to 1, a wave that climbs: $f(x) = \sin(2\pi x) + x$, `target` in the next cell.

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from nnlab.pictures import BLUE, COLORS, DASHES, MARKERS, ORANGE, show


def sigmoid(x):
    """1 / (1 + e^-x), elementwise, without overflow: yours from homework 1 would do as well."""
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decayed) / (1.0 + decayed)


def target(x):
    """The curve of this chapter, for a number or an array."""
    return np.sin(2 * np.pi * x) + x

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: two neurons make a bump (3 points)
#
# In homework 1 a sigmoid was a soft switch: it is off on the left and on on the right. Give it the
# pre-activation $s\,(x - a)$, and it switches at $x = a$, the more sharply the larger the steepness
# $s$. Switch on at the left end of an interval, take the same away again at the right end, and you
# have a bump: one piece of curve that can stand anywhere, with any height.
#
# $$\mathrm{bump}(x) = h\,\big(\sigma(s\,(x - \text{left})) - \sigma(s\,(x - \text{right}))\big)$$
#
# **Worked miniature.** $\text{left} = 0$, $\text{right} = 1$, $h = 2$, $s = 2 \ln 3$. In the middle
# both pre-activations are $\pm \ln 3$: $2\,(0.75 - 0.25) = 1$. At the left edge: $2\,(\sigma(0) -
# \sigma(-2 \ln 3)) = 2\,(0.5 - 0.1) = 0.8$. With $s = 100$ instead, the middle is at 2 to within
# $10^{-20}$, but the edge is at 1. Keep that number in mind: **a bump is only half as high at its
# own edge**, however steep it is.
#
# `x` is a number or an array of any shape, and may be far away; the height may be negative; the
# steepness may be in the thousands. The `sigmoid` above is made for that.

# %% [raw]
# # BEGIN SOLUTION

# %%
def bump(x, left, right, height, steepness):
    """A smooth bump between left and right, made of two sigmoids.

    Args:
        x: float or float64 array of any shape.
        left, right: floats, where the bump begins and ends.
        height: float, of either sign.
        steepness: float > 0, what the distance to an edge is multiplied by.

    Returns:
        Array of the shape of x (a number for a number).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q1: bump")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, as numbers and as an array, soft and steep
""" # END TEST CONFIG
def test_q1_miniature(bump):
    import numpy as np
    from nnlab.checks import check
    soft = 2 * np.log(3.0)
    check(bump, (0.5, 0.0, 1.0, 2.0, soft), 1.0, name="bump")
    check(bump, (0.0, 0.0, 1.0, 2.0, soft), 0.8, name="bump")
    x = np.array([[-1.0, 0.0, 0.5], [1.0, 2.0, 0.5]])
    steep = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 2.0]])
    check(bump, (x, 0.0, 1.0, 2.0, 100.0), steep, name="bump")
test_q1_miniature(bump)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh edges, heights of both signs, numbers and arrays of several shapes
""" # END TEST CONFIG
def test_q1_fresh(bump):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(8101)
    for shape in [(), (1,), (5,), (3, 2), (2, 1, 4)]:
        for _ in range(3):
            left, height = float(rng.normal(0, 2)), float(rng.normal(0, 3))
            right, s = left + float(rng.uniform(0.2, 2)), float(rng.uniform(0.5, 9))
            x = rng.normal(left, 1.5, shape)
            x = x if shape else float(x)
            expected = height * (np.tanh(s * (x - left) / 2) - np.tanh(s * (x - right) / 2)) / 2
            check(bump, (x, left, right, height, s), expected, name="bump", rtol=1e-8, atol=1e-11)
test_q1_fresh(bump)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: very steep bumps, far away and at the edges, and the area below a bump
""" # END TEST CONFIG
def test_q1_steep(bump):
    import numpy as np
    from nnlab.checks import call, check, close
    x = np.array([-1000.0, 0.2, 0.25, 0.3, 0.5, 0.55, 1000.0])
    check(bump, (x, 0.25, 0.5, -3.0, 4000.0), np.array([0, 0, -1.5, -3, -1.5, 0, 0]), name="bump",
          atol=1e-9)
    grid = np.linspace(-60.0, 60.0, 24001)
    for left, right, height, s in [(-0.5, 2.0, 1.5, 1.0), (0.25, 0.5, -4.0, 3.0)]:
        area = np.sum(call(bump, grid, left, right, height, s, name="bump")) * 0.005
        close(area, height * (right - left), rtol=1e-6, what="the area below a bump")
test_q1_steep(bump)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: a bump and its two halves
#
# The dashed curves are the two switches, the second one taken away. The steeper they are, the
# squarer the bump. The area below it is the height times the width, whatever the steepness.

# %% tags=["otter_ignore"]
x = np.linspace(-0.5, 1.5, 801)
fig, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True, layout="constrained")
for ax, steepness in zip(axes, (8, 30, 200)):
    ax.plot(x, sigmoid(steepness * (x - 0.2)), color="0.55", linestyle="--", label="switch on")
    ax.plot(x, -sigmoid(steepness * (x - 0.8)), color="0.55", linestyle=":", label="switch off")
    ax.plot(x, bump(x, 0.2, 0.8, 1.0, steepness), color=BLUE, linewidth=2, label="bump")
    ax.plot([0.2, 0.8], bump(np.array([0.2, 0.8]), 0.2, 0.8, 1.0, steepness), "o", color=ORANGE,
            label="at its edges")
    ax.set(title=f"steepness {steepness}", xlabel="x")
fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, loc="outside right center")
show(fig, alt="Three bumps from 0.2 to 0.8 of height 1 with steepness 8, 30 and 200, each the sum "
     "of a rising and a falling sigmoid. The first is a soft hill, the last nearly a box; at the "
     "edges each is about half as high.")

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 4

# %% [markdown]
# ## Question 2: bumps make a curve (4 points)
#
# Cut $[0, 1]$ into $n$ equal intervals and put a bump on each, as high as $f$ is in the middle of
# it. Their sum is a staircase that follows $f$:
#
# $$g(x) = \sum_{i=0}^{n-1} \mathrm{bump}\big(x;\ l_i,\ r_i,\ f(m_i),\ 50\,n\big)
#   \qquad l_i = \frac in \quad r_i = \frac{i + 1}{n} \quad m_i = \frac{i + \frac12}{n}$$
#
# with two exceptions: **the first bump begins at $-1$ and the last one ends at $2$.** Where two
# bumps meet, each is half as high, and the two halves add up. At $x = 0$ and $x = 1$ there is no
# neighbor to add the other half, so the outer edges move out of the way.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The steepness is $50\,n$: a switch takes up about a tenth of an
# interval, for every $n$. Heights are those at the midpoints of the $n$ equal intervals, for the
# two widened bumps, too. `f` takes **one number at a time**, between 0 and 1, so that functions of
# the `math` module work. The answer is a function; it takes a number or an array of any shape,
# gives the same shape back, and works for every x, also outside $[0, 1]$. Two staircases may be in
# use at the same time.
#
# </details>
#
# **Worked miniature.** $n = 2$, $f(x) = 1 + 2x$: heights $f(\frac14) = 1.5$ and $f(\frac34) = 2.5$,
# steepness 100. So $g(0.25) = 1.5$, $g(0.75) = 2.5$, $g(0) = 1.5$, $g(1) = 2.5$, and where the
# bumps meet $g(0.5) = 0.75 + 1.25 = 2$. At $x = 2$, where the last one ends: $1.25$. For $n = 1$
# one bump reaches from $-1$ to $2$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def staircase(f, n):
    """A sum of n bumps that follows f on [0, 1].

    Args:
        f: function of one number from 0 to 1, to a number.
        n: int, the number of bumps, 1 or more.

    Returns:
        function g: takes a float or a float64 array of any shape, returns the same shape.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q2: staircase")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    lefts, rights, heights = steps_of(f, n)

    def g(x):
        parts = zip(lefts, rights, heights)
        return sum(bump(x, left, right, height, 50 * n) for left, right, height in parts)

    return g


def steps_of(f, n):
    edges = np.arange(n + 1) / n
    lefts, rights = edges[:-1].copy(), edges[1:].copy()
    lefts[0], rights[-1] = -1.0, 2.0
    return lefts, rights, np.array([f(float((i + 0.5) / n)) for i in range(n)])
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, with numbers, f asked for one number at a time
""" # END TEST CONFIG
def test_q2_miniature(staircase):
    from numbers import Real
    import numpy as np
    from nnlab.checks import call, check, close, defined
    def f(x):
        assert isinstance(x, Real), "f was given an array. Call it with one number at a time."
        assert 0 <= x <= 1, f"f was asked for x = {float(x):g}; heights come from inside [0, 1]."
        return 1.0 + 2.0 * x
    g = call(staircase, f, 2, name="staircase")
    assert g is not None, "staircase returned None. It should return a function: return g."
    defined(g, "what staircase returns")
    for x, y in [(0.25, 1.5), (0.75, 2.5), (0.5, 2.0), (0.0, 1.5), (1.0, 2.5), (2.0, 1.25)]:
        check(g, (x,), y, name="staircase(f, 2)")
    one = call(staircase, f, 1, name="staircase")
    for x in [0.0, 1.0]:
        got = call(one, x, name="staircase(f, 1)")
        close(got, 2.0, atol=np.inf, what=f"staircase(f, 1)({x})")
        assert abs(got - 1.0) > 1e-9, (
            f"staircase(f, 1)({x}) is only half as high as it should be. With n = 1 the first bump "
            f"is the last one, too: both exceptions hold for it.")
        close(got, 2.0, what=f"staircase(f, 1)({x})")
test_q2_miniature(staircase)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: eight bumps along a parabola, on an array
""" # END TEST CONFIG
def test_q2_array(staircase):
    import numpy as np
    from nnlab.checks import call, close
    def f(x):
        return 1.0 + x**2
    def steps(x, n, first=-1.0, last=2.0, where=0.5, steepness=50.0, factor=1.0):
        total = np.zeros_like(x)
        for i in range(n):
            left, right = i / n if i else first, (i + 1) / n if i < n - 1 else last
            low, high = (np.tanh(steepness * (x - a) / 2) for a in (left, right))
            total += factor * f((i + where) / n) * (low - high) / 2
        return total
    n, x = 8, np.linspace(-0.1, 1.1, 121).reshape(11, 11)
    slips = {
        "The outer bumps end at 0 and 1; they should reach out to -1 and 2.": {
            "first": 0.0, "last": 1.0, "steepness": 400.0},
        "The heights are taken at the left edges; take them at the midpoints.": {
            "where": 0.0, "steepness": 400.0},
        "The heights are taken at the right edges; take them at the midpoints.": {
            "where": 1.0, "steepness": 400.0},
        "The steepness is 50; it should grow with n, 50 n.": {},
    }
    g = call(staircase, f, n, name="staircase")
    got = call(g, x, name="staircase(f, 8)")
    close(got, x, atol=np.inf, what="staircase(f, 8)(x)")
    for text, slip in slips.items():
        if np.max(np.abs(got - steps(x, n, **slip))) < 1e-9:
            raise AssertionError(text)
    close(got, steps(x, n, steepness=400.0), rtol=1e-8, atol=1e-10, what="staircase(f, 8)(x)")
test_q2_array(staircase)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh functions of the math module, other n, inside and outside [0, 1]
""" # END TEST CONFIG
def test_q2_fresh(staircase):
    import math
    import numpy as np
    from nnlab.checks import call, check
    rng = np.random.default_rng(8201)
    for n in [1, 2, 3, 7, 20]:
        a, b = float(rng.uniform(1, 6)), float(rng.normal(0, 2))
        def f(x, a=a, b=b):
            return math.cos(a * x) + b * math.sqrt(x * (1 - x))
        g = call(staircase, f, n, name="staircase")
        for shape in [(), (1,), (5,), (3, 4), (2, 1, 3)]:
            x = rng.uniform(-0.3, 1.3, shape)
            x = x if shape else float(x)
            expected = 0.0 * x
            for i in range(n):
                left, right = i / n if i else -1, (i + 1) / n if i < n - 1 else 2
                low, high = (np.tanh(25 * n * (x - edge)) for edge in (left, right))
                expected = expected + f((2 * i + 1) / (2 * n)) * (low - high) / 2
            check(g, (x,), expected, name=f"staircase(f, {n})", rtol=1e-8, atol=1e-9)
test_q2_fresh(staircase)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: both ends, far outside, two staircases at the same time
""" # END TEST CONFIG
def test_q2_ends(staircase):
    import math
    import numpy as np
    from nnlab.checks import call, check
    first = call(staircase, math.exp, 4, name="staircase")
    second = call(staircase, math.cos, 9, name="staircase")
    ends = np.array([-3.0, -1.0, -0.5, 0.0, 1.0, 1.5, 2.0, 5.0])
    shape = np.array([0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0])
    for g, f, n in [(first, math.exp, 4), (second, math.cos, 9), (first, math.exp, 4)]:
        heights = np.repeat([f(0.5 / n), f(1 - 0.5 / n)], 4)
        check(g, (ends,), heights * shape, name=f"staircase(f, {n})", rtol=1e-8, atol=1e-9)
        for i in range(n):
            check(g, ((i + 0.5) / n,), f((i + 0.5) / n), name=f"staircase(f, {n})", rtol=1e-8)
test_q2_ends(staircase)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: five bumps, twenty bumps
#
# On the left each bump is drawn by itself. On the right there are twenty, and from some distance
# the stairs are a curve.

# %% tags=["otter_ignore"]
x = np.linspace(-0.15, 1.15, 1301)
inside = (x >= 0) & (x <= 1)
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8), sharey=True, layout="constrained")
for ax, n in zip(axes, (5, 20)):
    ax.axvspan(0, 1, color="0.95")
    if n == 5:
        for i in range(n):
            left, right = -1 if i == 0 else i / n, 2 if i == n - 1 else (i + 1) / n
            ax.fill_between(x, bump(x, left, right, target((i + 0.5) / n), 50 * n), alpha=0.45,
                            color=COLORS[i], linewidth=0)
    ax.plot(x[inside], target(x[inside]), color="black", linestyle="--", label="f")
    ax.plot(x, staircase(target, n)(x), color=BLUE, linewidth=2, label=f"staircase, n = {n}")
    ax.set(title=f"{n} bumps, {2 * n} sigmoids", xlabel="x")
    ax.legend(frameon=False, loc="upper right")
show(fig, alt="The curve sin(2 pi x) + x and its staircases of 5 and of 20 bumps. Five bumps miss "
     "it by up to 0.7, twenty follow it closely. Outside [0, 1] the stairs go on level.")

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 3

# %% [markdown]
# ## Question 3: how close is close? (3 points)
#
# "Comes as close as you like" needs a number. The theorem speaks of the largest error anywhere, not
# of the mean: a curve that is right nearly everywhere and wrong at one end is wrong. A computer
# can't look everywhere, so it looks at a fine grid:
#
# $$\text{max error} = \max_{k = 0 \dots \text{points} - 1} \big|f(x_k) - g(x_k)\big|
#   \qquad x_k = \frac{k}{\text{points} - 1}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# An even grid of `points` numbers, 0 and 1 both among them, as
# `np.linspace(0, 1, points)` gives it. Here `f` and `g` each take a number or an array: ask for all
# points at once, or one by one.
#
# </details>
#
# **Worked miniature.** $f(x) = x$ and $g(x) = x^2$ differ most at $x = \frac12$, by $\frac14$. With
# 1,001 points $\frac12$ is on the grid: 0.25. With 4 points the grid is $0, \frac13, \frac23, 1$,
# and the answer $\frac13 - \frac19 = \frac29$. A grid sees only what it looks at.

# %% [raw]
# # BEGIN SOLUTION

# %%
def max_error(f, g, points=1001):
    """Largest distance of two functions on an even grid of [0, 1], ends included.

    Args:
        f, g: functions of a number or of an array, elementwise.
        points: int, the number of grid points, 2 or more.

    Returns:
        float: the largest abs(f(x) - g(x)) on the grid.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q3: max_error")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    x = np.linspace(0.0, 1.0, points)
    return float(np.max(np.abs(f(x) - g(x))))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, 1001 points and 4, both ways around
""" # END TEST CONFIG
def test_q3_miniature(max_error):
    import numpy as np
    from nnlab.checks import call, check, close
    def line(x):
        return x * 1.0
    def parabola(x):
        return x**2
    slips = {
        "0.25 is the distance at x = 1/2, and the grid of 4 points doesn't hold 1/2: count them, "
        "and look where the last one is.": 1 / 4,
        "This is the mean of the distances; the largest counts.": 1 / 9,
        "This is the root of the mean square; the largest distance counts.": 2**0.5 / 9,
        "This is a square; the distance itself is wanted.": 4 / 81,
        "f and g are compared at different places, each where it is largest. Compare them at the "
        "same x.": 0.0,
    }
    got = call(max_error, line, parabola, 4, name="max_error")
    close(got, 0.0, atol=np.inf, what="max_error(line, parabola, 4)")
    for text, wrong in slips.items():
        assert abs(got - wrong) > 1e-9, f"max_error(line, parabola, 4) is {got:.6g}. {text}"
    check(max_error, (line, parabola, 4), 2 / 9, name="max_error")
    check(max_error, (line, parabola), 0.25, name="max_error")
    swapped = call(max_error, parabola, line, name="max_error")
    close(swapped, 0.0, atol=np.inf, what="max_error(parabola, line)")
    assert abs(swapped) > 1e-9, (
        "max_error(parabola, line) is 0, max_error(line, parabola) is not: a distance has no sign.")
    close(swapped, 0.25, what="max_error(parabola, line)")
test_q3_miniature(max_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the worst place at either end or between, errors of both signs
""" # END TEST CONFIG
def test_q3_places(max_error):
    import numpy as np
    from nnlab.checks import check
    def base(x):
        return 40.0 + np.sin(3 * x)
    def above(x):
        return base(x) + 2.0 + x
    check(max_error, (base, above), 3.0, name="max_error")
    for place in [0.0, 1.0, 0.25, 0.7]:
        for height in [0.6, -0.6]:
            def other(x, place=place, height=height):
                return base(x) + height * np.exp(-((x - place) ** 2) / 2e-5)
            check(max_error, (base, other), 0.6, name="max_error", rtol=1e-8)
    def mixed(x):
        return base(x) + 0.5 - 1.25 * x
    check(max_error, (mixed, base), 0.75, name="max_error")
    check(max_error, (base, base), 0.0, name="max_error")
test_q3_places(max_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: other numbers of points, down to two, by name too; 1001 if none is given
""" # END TEST CONFIG
def test_q3_points(max_error):
    import numpy as np
    from nnlab.checks import check
    def wave(x):
        return np.sin(7 * x) + x
    def line(x):
        return 0.3 - 2 * x
    for points in [2, 3, 5, 11, 64, 333]:
        expected = max(abs(wave(k / (points - 1)) - line(k / (points - 1))) for k in range(points))
        check(max_error, (wave, line), float(expected), name="max_error", points=points)
    def needle(x):
        return line(x) + 3.0 * np.exp(-((x - 0.35) ** 2) / 1e-6)
    check(max_error, (needle, line, 11), 0.0, name="max_error")
    check(max_error, (needle, line, 21), 3.0, name="max_error")
    def between(x):
        return line(x) + np.sin(1000 * np.pi * x) ** 2
    def first(x):
        return line(x) + 2.0 * np.exp(-((x - 0.001) ** 2) / 1e-10)
    check(max_error, (line, between), 0.0, name="max_error", atol=1e-9)
    check(max_error, (first, line), 2.0, name="max_error")
test_q3_points(max_error)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: error against width
#
# On logarithmic axes a power law is a straight line and its exponent the slope. Inside an interval
# of width $1/n$ the stair stands at the middle's height, so at the edge it is off by half the width
# times the slope of $f$: the error should be about $\max|f'| / (2n)$, slope $-1$. For our curve
# $\max|f'| = 2\pi + 1 \approx 7.3$.
#
# The second line lets the bumps begin at 0 and end at 1, as one is tempted to. The error stops
# falling: at $x = 1$, where $f = 1$, the last bump is half as high as it should be, and more bumps
# don't help. One wrong point is enough.

# %% tags=["otter_ignore"]
def narrow(f, n):
    """The staircase without its wider ends."""
    return lambda x: sum(bump(x, i / n, (i + 1) / n, f((i + 0.5) / n), 50 * n) for i in range(n))


widths = np.array([5, 10, 20, 40, 80])
built = np.array([max_error(target, staircase(target, int(n))) for n in widths])
tempting = np.array([max_error(target, narrow(target, int(n))) for n in widths])
slope = np.polyfit(np.log(widths), np.log(built), 1)[0]
print(" n   wider ends   7.28 / (2 n)   ends at 0 and 1")
for n, error, other in zip(widths, built, tempting):
    print(f"{n:2}   {error:10.3f}   {(2 * np.pi + 1) / (2 * n):12.3f}   {other:15.3f}")
print(f"slope on logarithmic axes: {slope:.2f}")
fig, ax = plt.subplots(figsize=(6.5, 4), layout="constrained")
ax.loglog(widths, built, color=BLUE, marker="o", label=f"wider ends: slope {slope:.2f}")
ax.loglog(widths, tempting, color=ORANGE, marker="s", linestyle="--", label="ends at 0 and 1")
ax.set(xlabel="bumps n", ylabel="largest error on [0, 1]", xticks=widths, yticks=[0.05, 0.1, 0.5],
       xticklabels=[str(n) for n in widths], yticklabels=["0.05", "0.1", "0.5"])
ax.minorticks_off()
ax.legend(frameon=False, loc="lower left")
show(fig, alt=f"Largest error against the number of bumps, both logarithmic. With wider ends it "
     f"falls from {built[0]:.2f} at 5 to {built[-1]:.3f} at 80, slope {slope:.2f}; with ends at "
     f"0 and 1 it levels off at {tempting[-1]:.2f}.")

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 4

# %% [markdown]
# ## Question 4: the curve is a network (4 points)
#
# A weighted sum of sigmoids, each of a weight times $x$ plus a bias, *is* a network with one hidden
# layer. A bump takes two hidden neurons:
#
# $$\sigma\big(s\,(x - a)\big) = \sigma\big(\underbrace{s}_{\text{weight}} x
#   + \underbrace{(-s\,a)}_{\text{bias}}\big)
#   \qquad
#   g = \sigma\big(\underset{(M, 1)}{x}\ \underset{(1, 2n)}{W_1} + \underset{(2n,)}{b_1}\big)\
#   \underset{(2n, 1)}{W_2} \quad (M, 1)$$
#
# Write down the weights. Nothing is trained: you know what every neuron is for.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The network must answer what the staircase of question 2 answers
# (wider ends and all), to $10^{-9}$ at every $x$. In which order the hidden neurons stand is up to
# you. There is no output bias. `f` is asked for one number at a time, as before.
#
# </details>
#
# **Worked miniature.** $n = 1$, $f(x) = 3$: the steepness is 50, the bump goes from $-1$ to $2$.
# Two neurons with weight 50 each; the biases are $-50 \cdot (-1) = 50$ and $-50 \cdot 2 = -100$;
# the outer weights are $3$ and $-3$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def network_from_bumps(f, n):
    """Weights of the network with 2n hidden sigmoids that is the staircase of f.

    Args:
        f: function of one number from 0 to 1, to a number.
        n: int, the number of bumps, 1 or more.

    Returns:
        (W1, b1, W2): (1, 2n), (2n,) and (2n, 1), float64.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q4: network_from_bumps")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    lefts, rights, heights = steps_of(f, n)
    W1 = np.full((1, 2 * n), 50.0 * n)
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    W2 = np.concatenate([heights, -heights]).reshape(2 * n, 1)
    return W1, b1, W2
    # Model answer to the question below the picture: n + 1 neurons are enough. The right switch of
    # a bump and the left one of its neighbor are the same neuron: same weight, same bias. Merge
    # them and add their outer weights, -f(m_i) + f(m_(i+1)), the height of the step. That leaves
    # n - 1 inner edges and the two ends at -1 and 2. The switch at 2 never shows on [0, 1], so for
    # the interval alone n would do, and a bias in place of the switch at -1 leaves n - 1.
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, shapes and the answers of one bump
""" # END TEST CONFIG
def test_q4_miniature(network_from_bumps):
    from numbers import Real
    import numpy as np
    from nnlab.checks import call, close
    def three(x):
        assert isinstance(x, Real), "f was given an array. Call it with one number at a time."
        return 3.0
    got = call(network_from_bumps, three, 1, name="network_from_bumps")
    assert isinstance(got, (tuple, list)) and len(got) == 3, (
        "network_from_bumps should return three things, (W1, b1, W2).")
    for name, part, shape in zip(("W1", "b1", "W2"), got, [(1, 2), (2,), (2, 1)]):
        close(part, np.zeros(shape), atol=np.inf, what=f"{name} for n = 1")
    W1, b1, W2 = got
    x = np.array([[-1.02], [-1.0], [0.0], [0.5], [1.0], [2.0], [2.02]])
    expected = 3 * (np.tanh(25 * (x + 1)) - np.tanh(25 * (x - 2))) / 2
    answers = (1 + np.tanh((x @ W1 + b1) / 2)) / 2 @ W2
    if np.max(np.abs(answers - expected)) > 1e-8:
        ends = "The only bump is the first and the last one: both its ends are moved out."
        slips = [
            ("The biases have the wrong sign: where should each pre-activation be 0?", [-50, 100]),
            ("The biases lack the steepness.", [-2, 1]),
            (ends, [-50, 0]), (ends, [-50, 50]), (ends, [-100, 0]),
        ]
        for text, wrong in slips:
            assert np.max(np.abs(np.sort(b1) - wrong)) > 1e-6, f"b1 is {b1.tolist()}. {text}"
        assert W2[0, 0] * W2[1, 0] < 0, (
            f"W2 for n = 1 is {W2.tolist()}: the second switch takes away what the first gave.")
        assert W1[0, 0] * W1[0, 1] > 0, (
            f"W1 for n = 1 is {W1.tolist()}: both neurons switch in the same direction, and the "
            f"outer weights make the difference.")
    close(answers, expected, rtol=1e-8, atol=1e-8,
          what="the network of one bump at -1.02, -1, 0, 0.5, 1, 2, 2.02,")
test_q4_miniature(network_from_bumps)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: three bumps, the network against the staircase
""" # END TEST CONFIG
def test_q4_three(network_from_bumps):
    from numbers import Real
    import numpy as np
    from nnlab.checks import call, close
    def f(x):
        assert isinstance(x, Real), "f was given an array. Call it with one number at a time."
        return 1.0 + 2.0 * x
    got = call(network_from_bumps, f, 3, name="network_from_bumps")
    assert isinstance(got, (tuple, list)) and len(got) == 3, (
        "network_from_bumps should return three things, (W1, b1, W2).")
    for name, part, shape in zip(("W1", "b1", "W2"), got, [(1, 6), (6,), (6, 1)]):
        close(part, np.zeros(shape), atol=np.inf, what=f"{name} for n = 3")
    W1, b1, W2 = got
    middles, ends = np.array([[1 / 6], [3 / 6], [5 / 6]]), np.array([[0.0], [1.0]])
    def network(x):
        return (1 + np.tanh((x @ W1 + b1) / 2)) / 2 @ W2
    assert np.max(np.abs(np.abs(W1) - 50)) > 1e-6, (
        "W1 holds 50 for n = 3: the steepness grows with n.")
    close(network(middles), 1 + 2 * middles, rtol=1e-8,
          what="the network of three bumps at 1/6, 1/2 and 5/6")
    at_ends = 1 + 2 * middles[[0, 2]]
    half = np.abs(network(ends) - at_ends / 2) < 1e-6
    assert not half.any(), (
        "At x = 0 or x = 1 the network is only half as high as question 2's staircase: mind the "
        "two exceptions.")
    close(network(ends), at_ends, rtol=1e-8, what="the network of three bumps at 0 and 1")
test_q4_three(network_from_bumps)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh functions, other n, everywhere on and around [0, 1]
""" # END TEST CONFIG
def test_q4_fresh(network_from_bumps):
    import math
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(8401)
    x = rng.uniform(-0.4, 1.4, (301, 1))
    for n in [1, 2, 5, 17, 40]:
        a, b = float(rng.uniform(2, 7)), float(rng.normal(0, 1))
        def f(x, a=a, b=b):
            return math.sin(a * x) + b
        got = call(network_from_bumps, f, n, name="network_from_bumps")
        form = (np.zeros((1, 2 * n)), np.zeros(2 * n), np.zeros((2 * n, 1)))
        close(got, form, atol=np.inf, what=f"network_from_bumps(f, {n})")
        W1, b1, W2 = got
        expected = 0.0 * x
        for i in range(n):
            left, right = i / n if i else -1, (i + 1) / n if i < n - 1 else 2
            low, high = (np.tanh(25 * n * (x - edge)) for edge in (left, right))
            expected = expected + f((2 * i + 1) / (2 * n)) * (low - high) / 2
        close((1 + np.tanh((x @ W1 + b1) / 2)) / 2 @ W2, expected, rtol=1e-9, atol=1e-9,
              what=f"the network of {n} bumps")
test_q4_fresh(network_from_bumps)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: at the edges and far outside, twice in a row
""" # END TEST CONFIG
def test_q4_edges(network_from_bumps):
    import math
    import numpy as np
    from nnlab.checks import call, close
    for n in [4, 10, 4]:
        got = call(network_from_bumps, math.exp, n, name="network_from_bumps")
        form = (np.zeros((1, 2 * n)), np.zeros(2 * n), np.zeros((2 * n, 1)))
        close(got, form, atol=np.inf, what=f"network_from_bumps(f, {n})")
        W1, b1, W2 = got
        heights = np.exp((np.arange(n) + 0.5) / n)
        edges = np.concatenate([[-3.0, -1.0, 0.0], np.arange(1, n) / n, [1.0, 2.0, 4.0]])
        meets = (heights[1:] + heights[:-1]) / 2
        at = np.concatenate([[0.0, heights[0] / 2, heights[0]], meets,
                             [heights[-1], heights[-1] / 2, 0.0]])
        close((1 + np.tanh((edges[:, None] @ W1 + b1) / 2)) / 2 @ W2, at[:, None], rtol=1e-8,
              atol=1e-8, what=f"the network of {n} bumps at its edges")
test_q4_edges(network_from_bumps)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: a network that was never trained
#
# On the left what each hidden neuron sends to the output of a network of four bumps: eight
# switches, half of them upside down; those that switch at the same place share a color. On the
# right their sum. With this you have proved the theorem for one input: a continuous function on a
# closed interval changes little over a short enough step, so enough bumps come as close as you
# like. (With more inputs the idea stays, and bumps become towers.)
#
# A question to think about, not graded: look at the biases that are printed. How many of the $2n$
# hidden neurons are really needed, if neurons that do the same are merged into one?
#
# <details><summary>The answer</summary>
#
# $n + 1$. Between two intervals one bump ends where the next one begins, and their two neurons have
# the same weight and the same bias: one neuron with the sum of their outer weights does for both.
# That leaves one for each of the $n - 1$ borders, and one for each end. (On $[0, 1]$ the last of
# them is 0 and the first one 1, so with an output bias the $n - 1$ at the borders would be enough.)
#
# </details>

# %% tags=["otter_ignore"]
x = np.linspace(0, 1, 601).reshape(-1, 1)
W1, b1, W2 = network_from_bumps(target, 4)
sent = sigmoid(x @ W1 + b1) * W2.ravel()
print("biases, sorted:", ", ".join(f"{bias:g}" for bias in np.sort(b1)))
apart = np.abs(sent.sum(axis=1) - staircase(target, 4)(x).ravel()).max()
print(f"network and staircase differ by at most {apart:.0e}")
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
for place, k in enumerate(np.argsort(-b1 / W1[0])):
    style = (place + 1) // 2
    left.plot(x, sent[:, k], color=COLORS[style], linestyle=DASHES[style])
left.set(title="sent by each of 8 hidden neurons", xlabel="x")
right.plot(x, target(x), color="black", linestyle="--", label="f")
right.plot(x, sent.sum(axis=1), color=BLUE, label="output of the network")
right.set(title="their sum", xlabel="x")
right.legend(frameon=False)
show(fig, alt="Left, the contributions of eight hidden neurons: steps up and down at 0.25, 0.5 and "
     "0.75 and level lines. Right, their sum: a staircase of four steps along the curve.")

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 6

# %% [markdown]
# ## Question 5: the same, by training (6 points)
#
# Nobody builds networks by hand: the function is not known, there are only samples of it. So hand
# the job to gradient descent. One hidden layer of tanh, a linear output with a bias, and the mean
# squared error:
#
# $$\underset{(N,)}{\hat y} = \tanh\big(\underset{(N, 1)}{x}\ \underset{(1, H)}{W_1}
#   + \underset{(H,)}{b_1}\big)\ \underset{(H,)}{W_2} + b_2
#   \qquad L = \frac1N \sum_{n} (\hat y_n - y_n)^2$$
#
# The way back is homework 3's: the derivative of a weight is what came in over its edge times the
# $\delta$ of the neuron that it leads to, summed over the samples. Here
#
# $$\underset{(N,)}{\delta_O} = \frac2N\,(\hat y - y)
#   \qquad
#   \underset{(N, H)}{\delta_H} = \underset{(N, 1)}{\delta_O}\ \underset{(1, H)}{W_2}
#   \odot \underset{(N, H)}{(1 - \tanh^2)}$$
#
# Mind that NumPy makes a table $(N, N)$ of a column $(N, 1)$ minus a flat $(N,)$, without a word.
#
# **You have written this before.** If your homework 5 is right, paste its `feed_forward`,
# `gradients` and `update_weights` into the answer cell: the network is one with the activations
# `[tanh, linear]`, $x$ and $y$ are columns, row 0 of the first matrix is $b_1$ and row 0 of the
# second one $b_2$. Only the loss differs: $L = \frac2N E$, so homework 5's step needs the rate
# $\frac2N \eta$. What is left to write is the start, the loop and `predict`.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# `x` and `y` are `(N,)` and go in as they are, unscaled; $N$ may
# be 1. Every epoch uses all samples and moves all weights at once. Each loss is recorded before its
# update; `predict` uses the weights after the last one, and takes any array `(M,)`. **The start is
# yours:** draw it from `rng` as you like, but let it depend on `rng` and `hidden` alone, not on the
# data, the learning rate or the number of epochs. So the same seed gives the same run, and the
# first ten losses are the same whether you ask for ten epochs or for a hundred. When you hand in, a
# test may compute for 20 seconds: a loop over the samples inside the one over the epochs stays
# below that, one over samples and neurons may not. The check in the notebook has no such limit.
#
# </details>
#
# **Choosing a start.** Neuron $k$ bends where its pre-activation is 0, at $x = -b_k / W_k$. If all
# are alike, they stay alike, and you have trained one neuron. If all bend far away from the data,
# you have a straight line. Inputs here lie between $-2$ and $2$ (scaling them is the caller's job,
# as in homework 3): with weights of size 1 or 2 and either sign, and bends spread over that
# interval, at random or evenly, you are well off. The output weights should be smaller the more
# neurons there are, by $1/\sqrt H$ for instance.
#
# **Worked miniature, without knowing your start.** One sample at $x = 10^6$. Every tanh is $\pm 1$
# there and its slope 0, so only $W_2$ and $b_2$ learn, $H + 1$ weights, each with an input of size
# 1. An update changes the error $\hat y - y$ by the factor $1 - 2\eta\,(H + 1)$. With $H = 3$ and
# $\eta = 0.05$: 0.6, so each loss is **0.36 times** the one before, whatever you drew. (At $\eta >
# \frac{1}{H + 1}$ the factor is below $-1$, and the loss explodes: homework 2's largest stable
# rate. Wide networks need small steps.)
#
# The last public check trains on a curve with 20 neurons, 3,000 epochs at 0.03: the mean squared
# error has to be below 0.009 here, and below 0.014 at grading.
#
# <details><summary>How a check can see your gradient, though it knows only your answers</summary>
#
# It asks your `predict` at 121 places, after three epochs and after four, and works out which
# weights give these answers. For one or two tanh there is only one choice, up to order and sign. So
# it knows your weights before and after the fourth step, and with them the gradient that was used.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    """Train a network with one hidden layer of tanh and a linear output on y(x).

    Args:
        x, y: (N,) float64, the samples.
        hidden: int, the number of hidden neurons.
        rng: numpy.random.Generator; the start is drawn from it and depends on nothing else
            but `hidden`.
        learning_rate: float; epochs: int, 1 or more.

    Returns:
        (predict, losses): a function from (M,) to (M,) float64 arrays; the mean squared error of
        each epoch before its update, (epochs,).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q5: fit_curve")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()

    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2

    return predict, losses


def first_guess(hidden, rng):
    W1 = rng.normal(0.0, 2.0, hidden)
    bends = rng.uniform(-2.0, 2.0, hidden)
    W2 = rng.normal(0.0, 1.0, hidden) / np.sqrt(hidden)
    return W1, -W1 * bends, W2, 0.0
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: shapes, the same seed twice, and the worked miniature far away
""" # END TEST CONFIG
def test_q5_miniature(fit_curve):
    import numpy as np
    from nnlab.checks import call, close, defined
    def run(x, y, hidden, rate, epochs, seed=5):
        rng = np.random.default_rng(seed)
        got = call(fit_curve, x, y, hidden, rng, rate, epochs, name="fit_curve")
        assert isinstance(got, (tuple, list)) and len(got) == 2, (
            "fit_curve should return two things, (predict, losses).")
        defined(got[0], "predict, the first thing that fit_curve returns,")
        close(got[1], [0.0] * epochs, atol=np.inf, what="losses")
        return got[0], np.asarray(got[1], dtype=float)
    x, y = np.array([-1.0, 0.5, 1.5]), np.array([0.2, -1.0, 1.0])
    predict, losses = run(x, y, 4, 0.05, 6)
    for m in [1, 5]:
        close(call(predict, np.linspace(-1, 1, m), name="predict"), np.zeros(m), atol=np.inf,
              what=f"predict of {m} number{'s'[:m - 1]}")
    again = run(x, y, 4, 0.05, 6)[1]
    assert np.max(np.abs(again - losses)) <= 1e-12 * np.max(losses), (
        "Two calls with the same seed gave different losses. Draw from rng, and from nothing else.")
    places, tiny = np.linspace(-2, 2, 5), 1e-12
    start, first = run(x, y, 4, tiny, 1)
    begun = call(start, places, name="predict")
    others = {"x": (x + 3, y), "y": (x, 10 * y - 4), "samples, two of three": (x[:2], y[:2])}
    for text, (other_x, other_y) in others.items():
        moved = call(run(other_x, other_y, 4, tiny, 1)[0], places, name="predict")
        close(moved, begun, atol=np.inf, what="predict of 5 numbers")
        assert np.max(np.abs(moved - begun)) < 1e-8, (
            f"One epoch with steps of 1e-12, the same seed, other {text}: predict should hardly "
            f"change, and does. Does the start depend on the data, or are they scaled inside?")
    faster = run(x, y, 4, 1e-9, 1)[1]
    assert abs(first[0] - faster[0]) <= 1e-6 * first[0], (
        "With learning rates of 1e-12 and 1e-9 the first losses should hardly differ, and do. Does "
        "the start depend on the learning rate?")
    for hidden, copies, rate, factor in [(3, 1, 0.05, 0.36), (3, 4, 0.05, 0.36), (1, 2, 0.1, 0.36)]:
        x, y = np.full(copies, 1e6), np.full(copies, 7.0)
        losses = run(x, y, hidden, rate, 4)[1]
        found = losses[1:] / losses[:-1]
        guesses = {
            "That is the step of half the mean squared error: the 2 is missing.": 1.0,
            "That is the step of the sum of the squared errors: is it divided by N, and does no "
            "column (N, 1) meet a flat (N,)?": 2.0 * copies,
            "That is the step without its 2 and without its 1/N.": 1.0 * copies,
            "That is a step of the right length, uphill.": -2.0,
        }
        says = [text for text, k in guesses.items() if abs(k - 2) > 0.1 and np.max(np.abs(
            found - (1 - k * rate * (hidden + 1)) ** 2)) < 1e-6][:1]
        if np.max(np.abs(found - (1 - 2 * rate * hidden) ** 2)) < 1e-6:
            says = ["The output's bias doesn't learn, or is not there."]
        if np.max(np.abs(found - (1 - 2 * rate) ** 2)) < 1e-6:
            says = ["Only the output's bias learns: do the weights of the output move? (If W1 and "
                    "b1 start at 0 they can't, for every tanh is 0.)"]
        if copies > 1 and np.max(np.abs(found - factor**copies)) < 1e-6:
            says = ["That is one step for each sample: an epoch is one step, of all together."]
        if np.max(np.abs(found - factor)) >= 1e-6:
            mirrored = run(-x, y, hidden, rate, 4)[1]
            back = mirrored[1:] / mirrored[:-1]
            for on in range(hidden):
                there, here = ((1 - 2 * rate * (1 + k)) ** 2 for k in (on, hidden - on))
                if max(np.max(np.abs(found - there)), np.max(np.abs(back - here))) < 1e-6:
                    says = ["Sigmoids would do that, which are 0 or 1 far away: here the hidden "
                            "neurons are tanh."]
        if not says and np.min(np.abs(found - factor)) < 1e-6:
            says = ["The hidden weights moved, though every tanh is flat there: does delta pass "
                    "through 1 - tanh^2?"]
        assert np.max(np.abs(found - factor)) < 1e-6, (
            f"{copies} sample{'s'[:copies - 1]} at x = 1e6, {hidden} hidden, learning rate {rate}: "
            f"each loss should be {factor:.4g} times the one before; the factors are "
            f"{', '.join(f'{r:.4g}' for r in found)}. {' '.join(says)}")
test_q5_miniature(fit_curve)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: one step of one and of two neurons, read off predict, as a gradient check
""" # END TEST CONFIG
def test_q5_gradient(fit_curve):
    import numpy as np
    from nnlab.checks import call
    from nnlab.weights_from_predictions import answer, weights_of
    from nnlab.gradcheck import check_gradients, numerical_gradient
    data = np.random.default_rng(85)
    x, y, rate = data.uniform(-2, 2, 7), data.normal(0, 1, 7), 0.05
    def run(hidden, seed, epochs):
        rng = np.random.default_rng(seed)
        return call(fit_curve, x, y, hidden, rng, rate, epochs, name="fit_curve")
    def loss(weights):
        return np.mean((answer(weights, x) - y) ** 2)
    for hidden in [1, 2]:
        after = None
        for seed in range(8):
            before = weights_of(run(hidden, seed, 3)[0], hidden)
            if before is None:
                continue
            predict, losses = run(hidden, seed, 4)
            table = np.mean((answer(before, x)[:, None] - y) ** 2)
            shapes = " A column (N, 1) minus a flat (N,) gives it: all N times N differences."
            assert abs(losses[3] - loss(before)) <= 1e-8 * loss(before), (
                f"After three epochs predict has a mean squared error of {loss(before):.10g}; the "
                f"fourth of four losses is {losses[3]:.10g}, and should be that: the mean of the "
                f"squares, before the update."
                f"{shapes if abs(losses[3] - table) <= 1e-8 * table else ''}")
            after = weights_of(predict, hidden, before)
            if after is not None:
                break
        assert after is not None or hidden > 1, (
            "With one hidden neuron, no weights give what predict answers. Is it "
            "tanh(x W1 + b1) W2 + b2, in float64, with x as it comes, and do all weights learn? "
            "(Where W1 and b1 start at 0, they stay there.)")
        if after is None:
            continue
        step = {name: (before[name] - after[name]) / rate for name in before}
        report = check_gradients(loss, before, step, n=7, layers=[["W1", "b1"], ["W2", "b2"]])
        try:
            report.expect()
        except AssertionError as found:
            def slope(name, weights=before):
                start = weights[name].copy()
                return numerical_gradient(lambda p: loss({**weights, name: p}), start)
            hint, inner = "", slope("W1")
            if np.max(np.abs(4 * step["W1"] - inner)) < 1e-4 * np.max(np.abs(inner)):
                hint = " A quarter of the step in W1 is what sigmoids would take; these are tanh."
            elif np.max(np.abs(step["W1"] * before["W2"] / after["W2"] - inner)) < (
                    1e-4 * np.max(np.abs(inner))):
                hint = (" W2 had moved already when delta passed back through it: move all weights "
                        "at once.")
            elif "Right in the last" in str(found):
                hint = " Does x go in as it comes, unscaled?"
            raise AssertionError(f"{hidden} hidden, (weights before - after) / rate: {found}{hint}"
                                 ) from None
test_q5_gradient(fit_curve)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: a curve fitted with 20 neurons, 3000 epochs
""" # END TEST CONFIG
def test_q5_trained(fit_curve):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    x = np.linspace(-2, 2, 41)
    y = np.sin(2 * x) + x / 2
    predict, losses = call(fit_curve, x, y, 20, np.random.default_rng(8), 0.03, 3000,
                           name="fit_curve")
    answers = call(predict, x, name="predict")
    if isinstance(answers, np.ndarray) and answers.dtype.kind == "f":
        assert np.isfinite(answers).all(), (
            "The weights have grown beyond all bounds: the steps are too long, or lead uphill. The "
            "two checks above say more.")
    close(answers, y, atol=np.inf, what="predict(x)")
    error = float(np.mean((answers - y) ** 2))
    limit = threshold("hw8_universal_approximation", "curve").public
    assert error < limit, (
        f"The mean squared error after 3,000 epochs should be below {limit:g}; it is {error:.3g}. "
        f"If the gradient check above passed, it is the start: do the neurons differ, and do they "
        f"bend between -2 and 2?")
test_q5_trained(fit_curve)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: steps on fresh data, 1, 3 and 5 samples, one and two neurons, later epochs
""" # END TEST CONFIG
def test_q5_steps(fit_curve):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.weights_from_predictions import answer, weights_of
    from nnlab.gradcheck import numerical_gradient
    data = np.random.default_rng(8501)
    cases = [(1, 3, 4, 0.1), (1, 5, 30, 0.05), (2, 5, 6, 0.1), (1, 1, 2, 0.02), (2, 3, 12, 0.04)]
    for hidden, n, epochs, rate in cases:
        x, y = data.uniform(-2, 2, n), data.normal(0, 1.5, n)
        first = int(data.integers(100, 10**6))
        for seed in range(first, first + 6):
            def run(epochs, x=x, y=y, hidden=hidden, seed=seed, rate=rate):
                rng = np.random.default_rng(seed)
                return call(fit_curve, x, y, hidden, rng, rate, epochs, name="fit_curve")
            weights = weights_of(run(epochs)[0], hidden)
            if weights is not None:
                break
        assert weights is not None or hidden > 1, "predict is no network of one tanh."
        if weights is None:
            continue
        predict, losses = run(epochs + 5)
        cuts = np.cumsum([len(part) for part in weights.values()])[:-1]
        def unpacked(p, cuts=cuts):
            return dict(zip(["W1", "b1", "W2", "b2"], np.split(p, cuts)))
        def loss(p, x=x, y=y, unpacked=unpacked):
            return np.mean((answer(unpacked(p), x) - y) ** 2)
        expected, p = [], np.concatenate([weights[key] for key in ("W1", "b1", "W2", "b2")])
        for _ in range(5):
            expected.append(float(loss(p)))
            p = p - rate * numerical_gradient(loss, p.copy())
        close(np.asarray(losses)[epochs:], np.array(expected), rtol=1e-6, atol=1e-9,
              what="the losses of five more epochs")
        far = data.uniform(-3, 3, 9)
        close(call(predict, far, name="predict"), answer(unpacked(p), far), rtol=1e-6, atol=1e-7,
              what="predict after them")
test_q5_steps(fit_curve)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: losses and predict agree, a start from rng alone, samples repeated or reordered
""" # END TEST CONFIG
def test_q5_agree(fit_curve):
    import numpy as np
    from nnlab.checks import call, close
    data = np.random.default_rng(8502)
    def run(x, y, hidden, seed, rate, epochs):
        got = call(fit_curve, x, y, hidden, np.random.default_rng(seed), rate, epochs,
                   name="fit_curve")
        close(got[1], [0.0] * epochs, atol=np.inf, what="losses")
        return got[0], np.asarray(got[1], dtype=float)
    for n, hidden in [(5, 3), (3, 7), (12, 5)]:
        x, y = data.uniform(-2, 2, n), data.normal(0, 1, n)
        predict, losses = run(x, y, hidden, 1, 0.03, 20)
        for k in [1, 7, 19]:
            short, few = run(x, y, hidden, 1, 0.03, k)
            close(few, losses[:k], rtol=1e-9, what="the first losses of a longer run")
            answers = call(short, x, name="predict")
            close(answers, y, atol=np.inf, what="predict(x)")
            close(float(np.mean((answers - y) ** 2)), float(losses[k]), rtol=1e-8,
                  what="the mean squared error of predict")
        kept = np.array(call(predict, x, name="predict"))
        other, losses_2 = run(x, y, hidden, 2, 0.03, 20)
        assert np.max(np.abs(losses_2[5:] - losses[5:])) > 1e-9, "Another seed changed nothing."
        close(call(predict, x, name="predict"), kept, rtol=0, atol=0, what="predict, asked later")
        begun = call(run(x, y, hidden, 3, 1e-12, 1)[0], x, name="predict")
        for other_x, other_y in [(2 * x - 1, y), (x, 5 * y + 3), (x[1:], y[1:])]:
            start, first = run(other_x, other_y, hidden, 3, 1e-12, 1)
            close(call(start, x, name="predict"), begun, rtol=0, atol=1e-8,
                  what="predict after one epoch of tiny steps on other data")
            close(run(other_x, other_y, hidden, 3, 0.02, 1)[1], first, rtol=1e-9,
                  what="the first loss at another learning rate")
        order = data.permutation(n)
        close(run(x[order], y[order], hidden, 1, 0.03, 20)[1], losses, rtol=1e-8,
              what="the losses of the same samples in another order")
        close(run(np.tile(x, 3), np.tile(y, 3), hidden, 1, 0.03, 20)[1], losses, rtol=1e-8,
              what="the losses of the same samples three times each")
test_q5_agree(fit_curve)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a curve fitted with 20 neurons from another seed, 3000 epochs
""" # END TEST CONFIG
def test_q5_curve(fit_curve):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    x = np.linspace(-2, 2, 41)
    y = np.sin(2 * x) + x / 2
    limit = threshold("hw8_universal_approximation", "curve").graded
    predict, losses = call(fit_curve, x, y, 20, np.random.default_rng(8503), 0.03, 3000,
                           name="fit_curve")
    answers = call(predict, x, name="predict")
    close(answers, y, atol=np.inf, what="predict(x)")
    error = float(np.mean((answers - y) ** 2))
    assert error < limit, f"The mean squared error should be below {limit:g}; it is {error:.3g}."
test_q5_curve(fit_curve)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: built against trained
#
# Inputs scaled to $[-2, 2]$, 50 samples of the curve, 5,000 epochs, learning rate $0.8/(H + 1)$,
# five starts for each width: some fifteen seconds, if your `fit_curve` uses arrays. The first line
# that the cell prints says what to expect. If it says much more than a few seconds, stop the cell
# with the square button: your answer may be right, and it is slow. It needs one loop, over the
# epochs; samples and neurons are rows and columns of an array.
#
# Above, one network of 10 neurons as it learns. Below, the largest error against the number of
# *hidden neurons*, so a staircase of $n$ bumps counts as $2n$.

# %% tags=["otter_ignore", "cover"]
def scaled(x):
    """From [0, 1] to [-2, 2], the interval on which fit_curve starts well."""
    return 4 * x - 2


def trained(hidden, seed, epochs=5000):
    """A network trained on 50 samples of the target, as a function on [0, 1]."""
    samples = np.linspace(0, 1, 50)
    rng = np.random.default_rng(seed)
    rate = 0.8 / (hidden + 1)
    predict, _ = fit_curve(scaled(samples), target(samples), hidden, rng, rate, epochs)
    return lambda x: predict(scaled(x))


def pair(x):
    """Two neurons whose weights no gradient descent found."""
    return 30.12 * np.tanh(0.4 * scaled(x)) - 24.36 * np.tanh(0.55 * scaled(x)) + 0.5


begun = time.perf_counter()
trained(160, 0, epochs=50)
print(f"Of 25 networks the five widest take {100 * (time.perf_counter() - begun):.0f} s each.")
x = np.linspace(0, 1, 301)
fig = plt.figure(figsize=(11, 7), layout="constrained")
panels = fig.subplot_mosaic([["a", "b", "c", "d"], ["e", "e", "e", "e"]], height_ratios=[2, 3])
for panel, epochs in zip("abcd", (1, 50, 500, 5000)):
    panels[panel].plot(x, target(x), color="black", linestyle="--", label="f")
    panels[panel].plot(x, trained(10, 0, epochs)(x), color=ORANGE, label="network")
    panels[panel].set(title=f"{epochs:,} epoch{'s'[:epochs - 1]}", ylim=(-1.2, 2), xlabel="x")
panels["a"].legend(frameon=False)
hidden_widths = [2, 4, 10, 40, 160]
reached = np.array([[max_error(target, trained(hidden, seed)) for seed in range(5)]
                    for hidden in hidden_widths])
ax = panels["e"]
ax.loglog(2 * widths, built, color=BLUE, marker="o", label="built (n bumps: 2n neurons)")
ax.loglog(hidden_widths, np.median(reached, axis=1), color=ORANGE, linestyle="--",
          label="trained, the median of five starts")
ax.loglog(np.repeat(hidden_widths, 5), reached.ravel(), "s", color=ORANGE, markersize=5, alpha=0.6)
found = max_error(target, pair)
ax.loglog(2, found, "*", color="black", markersize=13, label="two neurons, other weights")
ax.set(xlabel="hidden neurons", ylabel="largest error on [0, 1]", xticks=hidden_widths,
       xticklabels=[str(hidden) for hidden in hidden_widths], yticks=[0.01, 0.1, 1],
       yticklabels=["0.01", "0.1", "1"])
ax.minorticks_off()
ax.legend(frameon=False)
print("hidden   trained, five starts                    built")
for hidden, errors in zip(hidden_widths, reached):
    known = dict(zip(2 * widths, built)).get(hidden)
    print(f"{hidden:6}   {'  '.join(f'{error:.3f}' for error in errors)}"
          f"      {'' if known is None else f'{known:.3f}'}")
print(f"two neurons with other weights: {found:.3f}")
show(fig, alt="Above, a network of 10 neurons after 1, 50, 500 and 5,000 epochs, from far off to "
     "the curve. Below, the largest error against hidden neurons: built networks fall from "
     f"{built[0]:.2f} at 10 to {built[-1]:.3f} at 160; two neurons with other weights are at "
     f"{found:.3f}; trained ones have medians of "
     f"{', '.join(f'{m:.2f} at {h}' for h, m in zip(hidden_widths, np.median(reached, axis=1)))}.")

# %% [markdown]
# **What this shows.** (From your start the figures differ somewhat.) Where neurons are few,
# training wins by far: ten trained ones come as close as eighty bumps, or closer, because a trained
# neuron bends where it is of use, and smooth slopes follow a curve more closely than boxes do. But
# look to the right. The built network gets better with every neuron, as promised. The trained ones
# don't: beyond ten neurons their error gets no smaller, and from most starts it grows again. What
# limits them is no longer what they *could be* but what 5,000 steps *find*, and wide networks must
# take small ones.
#
# Now look at two neurons. All five starts get stuck with errors above a half. Yet two neurons can
# do it: with $t = 4x - 2$, the star in the picture is the network $30.12 \tanh(0.4\,t) - 24.36
# \tanh(0.55\,t) + 0.5$, from a search of another kind, and off by 0.009. The weights exist, and
# descent doesn't get there.

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 3

# %% [markdown]
# ## Question 6: the error that counts (3 points)
#
# A network that can draw any curve can also draw the wrong one. Real samples carry noise, and a
# wide network is able to run through every one of them, noise included. Its training error is then
# small, and says nothing. What counts is the expected error on samples that it has *not* seen, and
# the honest way to estimate that is to keep some aside:
#
# $$\text{train} = \frac{1}{N} \sum_{n \in \text{training}} (\hat y_n - y_n)^2
#   \qquad
#   \text{test} = \frac{1}{N'} \sum_{n \in \text{test}} (\hat y_n - y_n)^2
#   \qquad \hat y = \text{the same trained network}$$
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Train once with your `fit_curve`, on the training samples alone,
# handing on `hidden`, `rng`, `learning_rate` and `epochs` as they came. Both errors belong to the
# network *after* the last update, so the training error is not `losses[-1]`, which is one update
# older. They come in the order (train, test), as floats, and are mean squares, without a root.
#
# </details>
#
# The checks also train 20 neurons on 60 noisy samples, for 2,000 epochs at 0.03: on clean, unseen
# ones the error has to be below 0.026 here, and below 0.034 at grading.
#
# **Worked miniature.** If the trained network answers $(1, 2)$ where the training samples say $(1,
# 4)$, and $3$ where the only test sample says $2$: train $= \frac12 (0 + 4) = 2$, test $= 1$.

# %% [raw]
# # BEGIN SOLUTION

# %%
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    """Mean squared errors of one trained network on its training samples and on others.

    Args:
        x_train, y_train: (N,) float64; x_test, y_test: (N',) float64.
        hidden: int; rng: numpy.random.Generator; learning_rate: float; epochs: int, 1 or more.

    Returns:
        (train, test): two floats, after the last update.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q6: train_and_test_error")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.mean((predict(x_train) - y_train) ** 2)
    test = np.mean((predict(x_test) - y_test) ** 2)
    return float(train), float(test)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: a few samples against your fit_curve, then a noisy curve on unseen samples
""" # END TEST CONFIG
def test_q6_small(fit_curve, train_and_test_error):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    x, y = np.array([-1.5, -0.5, 0.0, 1.0, 2.0]), np.array([0.5, -1.0, 0.3, 2.0, 1.0])
    x_test, y_test = np.array([-1.0, 0.5, 1.7]), np.array([0.0, 1.0, -3.0])
    got = call(train_and_test_error, x, y, x_test, y_test, 4, np.random.default_rng(6), 0.05, 10,
               name="train_and_test_error")
    close(got, (0.0, 0.0), atol=np.inf, what="train_and_test_error(...)")
    predict, losses = call(fit_curve, x, y, 4, np.random.default_rng(6), 0.05, 10, name="fit_curve")
    train = float(np.mean((np.asarray(predict(x)) - y) ** 2))
    test = float(np.mean((np.asarray(predict(x_test)) - y_test) ** 2))
    slips = {
        "The two come in the wrong order: (train, test).": (test, train),
        "The training error is the last loss, which is from before the last update.": (
            float(losses[-1]), test),
        "A root was taken: return the mean squares.": (train**0.5, test**0.5),
        "These are sums: divide by the number of samples.": (5 * train, 3 * test),
    }
    rng = np.random.default_rng(6)  # the grader hands out copies of it: then both runs are alike
    runs = [call(fit_curve, x, y, 4, rng, 0.05, 10, name="fit_curve")[0] for _ in range(2)]
    both = call(fit_curve, np.append(x, x_test), np.append(y, y_test), 4, np.random.default_rng(6),
                0.05, 10, name="fit_curve")[0]
    def errors_of(first, second):
        return tuple(float(np.mean((np.asarray(p(at)) - to) ** 2))
                     for p, at, to in [(first, x, y), (second, x_test, y_test)])
    twice = ("The network was trained twice, and rng has moved on in between: train once, and ask "
             "the same network for both errors.")
    others = [(twice, errors_of(*runs)), (twice, errors_of(runs[1], runs[1])),
              ("The network was trained on the test samples, too.", errors_of(both, both))]
    for text, wrong in [*slips.items(), *others]:
        if abs(wrong[0] - train) + abs(wrong[1] - test) < 1e-9:
            continue
        if abs(got[0] - wrong[0]) + abs(got[1] - wrong[1]) < 1e-9:
            raise AssertionError(text)
    for what, value, expected in zip(("training", "test"), got, (train, test)):
        assert abs(value - expected) <= 1e-8 * expected, (
            f"The {what} error is {value:.10g}; your fit_curve, called with the same arguments, "
            f"gives a network with {expected:.10g}. Is each argument handed on as it came, and is "
            f"this the mean of the squares?")
    data = np.random.default_rng(86)
    x, x_test = data.uniform(-2, 2, 60), np.linspace(-1.9, 1.9, 101)
    y = np.sin(2 * x) + x / 2 + data.normal(0, 0.2, 60)
    error = call(train_and_test_error, x, y, x_test, np.sin(2 * x_test) + x_test / 2, 20,
                 np.random.default_rng(87), 0.03, 2000, name="train_and_test_error")[1]
    limit = threshold("hw8_universal_approximation", "unseen").public
    assert error < limit, (
        f"60 noisy samples: the error on clean, unseen ones should be below {limit:g}; it is "
        f"{error:.3g}. Is the start of fit_curve a good one? See question 5's last check.")
test_q6_small(fit_curve, train_and_test_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh samples, one test sample, test samples leave the training error alone
""" # END TEST CONFIG
def test_q6_fresh(fit_curve, train_and_test_error):
    import numpy as np
    from nnlab.checks import call, close
    data = np.random.default_rng(8601)
    for n, m, hidden, epochs in [(1, 3, 2, 1), (3, 1, 5, 7), (9, 4, 3, 40), (4, 4, 6, 25)]:
        x, y = data.uniform(-2, 2, n), data.normal(0, 1, n)
        x_test, y_test = data.uniform(-2, 2, m), data.normal(0, 1, m)
        seed = int(data.integers(1, 10**6))
        def run(x_test, y_test, x=x, y=y, hidden=hidden, epochs=epochs, seed=seed,
                rate=0.03):
            got = call(train_and_test_error, x, y, x_test, y_test, hidden,
                       np.random.default_rng(seed), rate, epochs, name="train_and_test_error")
            close(got, (0.0, 0.0), atol=np.inf, what="train_and_test_error(...)")
            return tuple(float(value) for value in got)
        predict, _ = call(fit_curve, x, y, hidden, np.random.default_rng(seed), 0.03, epochs,
                          name="fit_curve")
        on_train, on_test = np.asarray(predict(x)), np.asarray(predict(x_test))
        train = float(np.mean((on_train - y) ** 2))
        close(run(x_test, y_test), (train, float(np.mean((on_test - y_test) ** 2))), rtol=1e-8,
              parts=("the training error", "the test error"), what="of this run")
        close(run(x_test, y_test + 10), (train, float(np.mean((on_test - y_test - 10) ** 2))),
              rtol=1e-8, parts=("the training error", "the test error"),
              what="for other test samples")
        same = run(x, y)
        close(same, (train, train), rtol=1e-8, what="both errors on the training samples")
test_q6_fresh(fit_curve, train_and_test_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a noisy curve, the error on clean, unseen samples after 2000 epochs
""" # END TEST CONFIG
def test_q6_unseen(train_and_test_error):
    import numpy as np
    from nnlab.checks import call, close
    from tools.authoring.measured import threshold
    data = np.random.default_rng(8602)
    x, x_test = data.uniform(-2, 2, 60), np.linspace(-1.9, 1.9, 101)
    y = np.sin(2 * x) + x / 2 + data.normal(0, 0.2, 60)
    got = call(train_and_test_error, x, y, x_test, np.sin(2 * x_test) + x_test / 2, 20,
               np.random.default_rng(8603), 0.03, 2000, name="train_and_test_error")
    close(got, (0.0, 0.0), atol=np.inf, what="train_and_test_error(...)")
    limit = threshold("hw8_universal_approximation", "unseen").graded
    assert float(got[1]) < limit, f"The test error should be below {limit:g}; it is {got[1]:.3g}."
test_q6_unseen(train_and_test_error)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: twelve noisy samples
#
# Twelve samples of the curve with noise of standard deviation 0.4, fitted by networks of 1 to 64
# neurons, 10,000 epochs each, some thirty seconds. Above, three widths on one set of samples.
# Below, training and test error, the mean over eight sets. The *expected* test error can't fall
# below the noise's own variance, 0.16, because nobody can predict noise. A measured one may, by
# chance: with 501 test samples a perfect curve has 0.16 give or take 0.01.

# %% tags=["otter_ignore"]
noise, clean = 0.4, np.linspace(0, 1, 501)


def noisy_samples(seed):
    """Twelve training and 501 test samples of the target, scaled, both with noise."""
    rng = np.random.default_rng(100 + seed)
    x = np.sort(rng.uniform(0, 1, 12))
    y = target(x) + rng.normal(0, noise, 12)
    return scaled(x), y, scaled(clean), target(clean) + rng.normal(0, noise, 501)


sizes, sets = [1, 2, 4, 8, 16, 64], range(8)
errors = np.array([[train_and_test_error(*noisy_samples(seed), hidden, np.random.default_rng(seed),
                                         0.8 / (hidden + 1), 10_000)
                    for seed in sets] for hidden in sizes]).mean(axis=1)
fig = plt.figure(figsize=(11, 7), layout="constrained")
panels = fig.subplot_mosaic([["a", "b", "c"], ["d", "d", "d"]], height_ratios=[2, 3])
x, y, x_test, _ = noisy_samples(0)
for panel, hidden in zip("abc", (1, 2, 8)):
    predict, _ = fit_curve(x, y, hidden, np.random.default_rng(0), 0.8 / (hidden + 1), 10_000)
    panels[panel].plot(clean, target(clean), color="black", linestyle="--", label="f")
    panels[panel].plot((x + 2) / 4, y, "o", color="0.4", label="samples")
    panels[panel].plot(clean, predict(x_test), color=ORANGE, label="network")
    panels[panel].set(title=f"{hidden} neuron{'s'[:hidden - 1]}", ylim=(-2, 2.6), xlabel="x")
panels["a"].legend(frameon=False, loc="lower left")
ax = panels["d"]
for i, (label, column) in enumerate(zip(("training error", "test error"), errors.T)):
    ax.semilogx(sizes, column, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=label)
ax.axhline(noise**2, color="black", linestyle=":", label="variance of the noise")
ax.set(xlabel="hidden neurons", ylabel="mean squared error", xticks=sizes, ylim=(0, None),
       xticklabels=[str(size) for size in sizes])
ax.minorticks_off()
ax.legend(frameon=False, loc="center right", bbox_to_anchor=(1, 0.6))
print("hidden   train   test")
for hidden, (train, test) in zip(sizes, errors):
    print(f"{hidden:6}   {train:.3f}   {test:.3f}")
show(fig, alt="Above, twelve noisy samples fitted by 1, 2 and 8 neurons: the first curve is stiff, "
     "the last swings from sample to sample. Below, training error against width: "
     f"{', '.join(f'{e:.2f}' for e in errors[:, 0])}; test error: "
     f"{', '.join(f'{e:.2f}' for e in errors[:, 1])} at {', '.join(map(str, sizes))} neurons.")

# %% [markdown]
# **What this shows.** From two neurons to eight the training error falls to about a third, far
# below the noise: such a network has learned most of the noise by heart. The test error doesn't
# follow: from the course's own start it rises, from others it goes up and down. (Where it is lowest
# depends on your start, and on these eight sets.) Beyond eight neurons not much happens to the
# training error, and with the widest network the test error is mostly lower again. Gradient descent
# from weights that are not large prefers smooth curves; why it does so is still being studied. If
# you went by the training error, you would choose a network that is among the worst on new samples.
#
# One of the texts of this course says of weights whose updates lower the training loss that the
# network learns to approximate the labels, "a property called generalization". Your picture is the
# counterexample: eight neurons lower that loss far more than two do, and are no better, mostly
# worse, at what generalization means.

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 5

# %% [markdown]
# ## Question 7: what the theorem promises, and what it doesn't (5 points)
#
# Here it is, for sigmoids (George Cybenko, 1989; others soon after, for other activations):
#
# > Let $f$ be continuous on a closed, bounded box $K$ of $\mathbb{R}^D$. For every
# > $\varepsilon > 0$ there are a number $H$ and weights $W_1, b_1, W_2$ such that
# > $\big|\,f(x) - \sigma(x W_1 + b_1)\, W_2\,\big| < \varepsilon$ for **every** $x$ in $K$.
#
# Read it like a contract. Which functions? Where? Close in which sense? Who chooses $H$, and when:
# before or after $f$ and $\varepsilon$ are known? Does it say how to find anything, and does it
# mention data?
#
# Decide for each statement whether it is **true or false**. "A network" has one hidden layer (in F
# also two) with finitely many neurons of the kind named and a linear output, and computes in exact
# numbers. A sigmoid is $1 / (1 + e^{-z})$. "The largest error" is over all real numbers of the
# interval, not over a grid. A statement with "always", "every" or "whatever" is false if there is
# one exception. Write down your reason first; several statements can be tried out with what you
# have built.
#
# *Which functions, and where*
#
# - **A.** One single network of sigmoids has an error below 0.1 against $f(x) = \sin x$ at every
#   real $x$.
# - **B.** Let $f$ be 0 for $x < 0.5$ and 1 from 0.5 on. For every $\varepsilon > 0$ there is a
#   network of sigmoids whose *mean squared* error over $[0, 1]$ is below $\varepsilon$.
# - **C.** For the same $f$ there is a network of sigmoids whose *largest* error over $[0, 1]$ is
#   below 0.1.
#
# *Which networks*
#
# - **D.** With relu in place of the sigmoid, and a bias for the output, networks still come as
#   close as one likes to every continuous function on $[0, 1]$.
# - **E.** With the square, $z \mapsto z^2$, in place of the sigmoid, they do, too, if there are
#   enough neurons.
# - **F.** Whatever function is to be drawn exactly: with two hidden layers, a relu network needs at
#   least as many hidden neurons, both layers added up, as with a single one.
#
# *How many neurons, and how they are found*
#
# - **G.** 100 sigmoids are enough to come within 0.1 of every continuous function on $[0, 1]$ whose
#   values lie between $-1$ and $1$, if the weights are chosen to suit the function.
# - **H.** If some network with $H$ hidden neurons has a largest error below $\varepsilon$, then
#   gradient descent on the mean squared error gets a network with $H$ hidden neurons there from
#   every start, if the learning rate is small enough and it may run long enough.
# - **I.** To halve the largest error of `staircase(target, n)`, from $n = 10$ on, it takes about
#   twice as many bumps.
#
# *What it means for data*
#
# - **J.** If the training set holds the same $x$ twice, with two different $y$, then no network has
#   the training error 0, however wide it is.
# - **K.** Of two networks trained on the same noisy samples, the one with the smaller training
#   error always has the smaller expected error on new samples.
# - **L.** A network may be within 0.01 of $f$ everywhere on $[0, 1]$ and off by more than 100 at $x
#   = 2$; that would not contradict the theorem.
#
# The public check looks at the form alone: twelve letters, each True or False. Each hidden test is
# for one of the four groups and passes if all three answers of the group are right.

# %% [raw]
# # BEGIN SOLUTION

# %%
def promises():
    """Which of the statements A to L are true.

    Returns:
        dict: "A" to "L", each with True or False.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw8 q7: promises")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    return {
        # A network of finitely many sigmoids tends to a constant on either side; the sine goes on
        # between -1 and 1, and a constant is off by 1 somewhere. The box has to be bounded.
        "A": False,
        # One steep sigmoid at 0.5 is off only on an interval as short as one likes, by at most 1.
        # The mean squared error forgives what happens on a short interval.
        "B": True,
        # A network is continuous, f jumps by 1. At the jump the network has one value, and f comes
        # within any distance of both 0 and 1 around it: one of them is at least 0.5 away. On a
        # grid one would not see it.
        "C": False,
        # Two relus make a ramp that becomes level, as a sigmoid does, and ramps make bumps; or:
        # relus with a bias draw every curve of straight pieces. In general any continuous
        # activation will do that is not a polynomial (Leshno and others, 1993).
        "D": True,
        # A sum of squares of (w x + b) is a parabola, however many there are. This is the
        # polynomial that the theorem excludes.
        "E": False,
        # m relus draw a zigzag of m pieces between 0 and 1 on [0, 1]: one for the first slope, one
        # for each of m - 1 bends. Fed into the same zigzag once more it has m^2 pieces, from 2 m
        # neurons; a single layer bends once per neuron and needs m^2 - 1. For m = 4: 8 against 15.
        # That one layer is enough doesn't mean that it is cheapest.
        "F": False,
        # H comes after f and epsilon. A sine with a million waves on [0, 1] has values between -1
        # and 1, and 100 switches can't turn a million times.
        "G": False,
        # If all neurons start alike they get the same gradient and stay alike: one neuron, for
        # ever. And the two neurons of question 5's picture get stuck from five starts, though
        # weights exist that are off by 0.009. The theorem says that, not how to find them.
        "H": False,
        # Measured in question 3: slope -1, max|f'| / (2n). This is no promise of the theorem, which
        # gives no rate: it comes from knowing f and how the bumps stand.
        "I": True,
        # A network gives one answer for one x, so one of the two is missed: at least half the
        # squared distance of the two y remains in the sum. The relationship has to be a function.
        "J": True,
        # The picture of question 6: the training error falls while the test error rises.
        "K": False,
        # The theorem says nothing outside K. Nothing holds the network near f at x = 2.
        "L": True,
    }
    # Model answers to the questions at the end of the notebook. (1) With n = 500 each of the grid's
    # points k / 1000 is either the middle of an interval, where the error is 0 by construction, or
    # an inner edge, where two half steps give the mean of the heights on either side, right up to
    # 1 / n^2. Between them it is off by up to 0.0049, as 10,001 points show. The grid has to be
    # finer than a switch, and no multiple of the thing measured. (With target one does not see it:
    # its worst places, 0 and 1, are on every grid.) (2) More samples lower the error that noise
    # causes; stopping earlier, or penalizing large weights (homework 4), keeps the curve tame. The
    # choice has to be made on samples that are neither the training nor the final test samples:
    # whoever chooses by the test error has trained on the test set. (3) "Can be created" is the
    # theorem. "Can learn" is more than it says, see H and question 5. "Exists, no guidance, mind
    # the expected error" is right as well.
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the form, twelve letters, each True or False, right or wrong is not looked at
success_message: the form is right, and the answers are judged when you hand in
""" # END TEST CONFIG
def test_q7_form(promises):
    import numpy as np
    from nnlab.checks import call
    got = call(promises, name="promises")
    assert isinstance(got, dict), (
        f"promises should return a dict, letter -> True or False; it is {type(got).__name__}.")
    missing = [letter for letter in "ABCDEFGHIJKL" if letter not in got]
    assert not missing, f"There is no answer for {', '.join(missing)}."
    extra = [str(key) for key in got if key not in list("ABCDEFGHIJKL")]
    assert not extra, f"There are no statements called {', '.join(extra)}."
    odd = [letter for letter, value in got.items() if not isinstance(value, (bool, np.bool_))]
    assert not odd, f"The answer should be True or False, without quotes, for {', '.join(odd)}."
test_q7_form(promises)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: statements A, B and C, which functions and where
""" # END TEST CONFIG
def test_q7_functions(promises):
    import numpy as np
    from nnlab.checks import call
    got = call(promises, name="promises")
    right = {"A": False, "B": True, "C": False}
    assert all(isinstance(got[letter], (bool, np.bool_)) for letter in right)
    assert all(bool(got[letter]) is answer for letter, answer in right.items())
test_q7_functions(promises)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: statements D, E and F, which networks
""" # END TEST CONFIG
def test_q7_networks(promises):
    import numpy as np
    from nnlab.checks import call
    got = call(promises, name="promises")
    right = {"D": True, "E": False, "F": False}
    assert all(isinstance(got[letter], (bool, np.bool_)) for letter in right)
    assert all(bool(got[letter]) is answer for letter, answer in right.items())
test_q7_networks(promises)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: statements G, H and I, how many neurons and how they are found
""" # END TEST CONFIG
def test_q7_search(promises):
    import numpy as np
    from nnlab.checks import call
    got = call(promises, name="promises")
    right = {"G": False, "H": False, "I": True}
    assert all(isinstance(got[letter], (bool, np.bool_)) for letter in right)
    assert all(bool(got[letter]) is answer for letter, answer in right.items())
test_q7_search(promises)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: statements J, K and L, what it means for data
""" # END TEST CONFIG
def test_q7_data(promises):
    import numpy as np
    from nnlab.checks import call
    got = call(promises, name="promises")
    right = {"J": True, "K": False, "L": True}
    assert all(isinstance(got[letter], (bool, np.bool_)) for letter in right)
    assert all(bool(got[letter]) is answer for letter, answer in right.items())
test_q7_data(promises)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: three reasons (2 points)
#
# A person reads this answer; up to ten sentences will do. Choose three of the twelve statements,
# from three of the four groups, and at least one of them false. Give the reason for each in two or
# three sentences: for a false statement an exception, for a true one why it holds for every case
# that it speaks of.

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# For instance A, E and J. **A is false:** far to the right every sigmoid of a finite network is
# within any distance of 0 or 1, so the network comes as close as one likes to a constant, and the
# sine keeps moving between -1 and 1, so one of its values is nearly 1 away or more. The theorem
# speaks of a bounded box. **E is false:** each neuron gives $(wx + b)^2$, a parabola or a constant,
# and a sum of parabolas is a parabola, however many there are; $|x - 0.5|$ on $[0, 1]$ is none.
# **J is true:** a network gives one number for one $x$, so it misses at least one of two different
# $y$, and the sum of squares keeps at least half of their squared distance. The reason for each of
# the other statements stands beside its answer in question 7.
#
# **RUBRIC**
#
# - 2 points: three right reasons. A reason is right if it names the exception or the mechanism;
#   repeating the statement, or "the theorem says so", is none.
# - 1 point: two right reasons, or three of which one has a gap.
# - 0 points: at most one right reason.
# - A wrong answer in question 7 costs nothing here if the reason is right for the statement.
# - Take half a point away if no false statement is among the three, or two are of one group.

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
# ## For yourself: a grid, the test error, three claims (not graded)
#
# In a sentence or two each:
#
# 1. `max_error` with its 1,001 points finds an error of 0.00002 for a staircase of 500 bumps along
#    $\cos 2 \pi x$, and 0.0049 with 10,001 points. Try it. What has happened?
# 2. In question 6, name three ways to lower the test error without changing the width. On which
#    samples would you choose between them?
# 3. Return to the three claims at the top of this notebook; the third one has two halves. Which
#    would you sign, and which word would you change in the others?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# 1. The staircase of 500 bumps is right in the middle of each interval and halfway between two
#    steps, at each border. The grid of 1,001 points has exactly these places, $k / 1000$, and sees
#    nothing of what is between them. The finer grid has points beside the borders, where the
#    stair is off by nearly $\max|f'| / (2n) = 2\pi / 1000 = 0.006$.
# 2. More samples; a penalty on large weights; stopping early; the mean of several networks. (Any
#    three.) You choose between them on validation samples, which were neither trained on nor used
#    for the error that you report at the end: the test samples are used once.
# 3. The second claim as it is: such a network can always be created, and that doesn't mean that it
#    can be learned. The third one, too: it exists, with no guidance on how to find it, and a small
#    training error is not what you want. In the first one *can learn* would have to be *can
#    represent*, *any nonlinear relationship* would have to be *any continuous function on a bounded
#    box, as closely as one likes*.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## The end of the course
#
# **The question of this chapter** was what a network can be. What came out: anything continuous, on
# a bounded box, given enough neurons; you wrote the weights down. That is a statement about what
# exists. Whether training finds it depends on the start, the steps and the time. Whether it is
# worth finding depends on the data. These are three questions, and this theorem answers the first.
#
# **What you built**, from one neuron to here, and what your checks found on the way:
#
# 1. A neuron, its activations, the perceptron. *Found:* no weights let one neuron do XOR; at relu's
#    corner two conventions give two slopes.
# 2. Backpropagation on a graph, the gradient checker, descent. *Found:* the one wrong gradient
#    among many; a learning rate just above the limit diverges.
# 3. 21 derivatives by hand, and again with PyTorch. *Found:* a published network whose sigmoid
#    output can't reach its own targets, a floor of 2.66 under the loss.
# 4. A multi-layer perceptron on XOR. *Found:* the published form, without biases, can't solve the
#    problem that it was written for; nor can linear neurons, whatever a text may say.
# 5. Networks of any depth. *Found:* with a start and a rate that don't suit it, the wider network
#    is the one that fails.
# 6. A reader of handwritten digits, mini-batches, momentum, Adam. *Found:* a loader believes any
#    file that it doesn't check.
# 7. Instruments: gradient norms, dead units, starts. *Found:* eight slips of published code among
#    fourteen functions, and why a published loss exploded.
# 8. A network by hand, the same by training. *Found:* what a network can be, what training finds,
#    and what holds for new data are three things.
#
# The published slips crashed no program, and under several of them the loss fell. Their authors are
# good teachers, or this course could not have been built on their texts; nobody sees a wrong factor
# by looking. If you keep one habit, keep this one: **derive, check numerically, then believe.** The
# second: ask what a model *can't* do before you train it (homework 3's floor, homework 4's
# symmetry, statement C's jump). The third: say in advance what a good number would be.
#
# **What comes next.** Layers that share weights across an image (convolution) or along a sentence
# (recurrence, attention) are the same chain rule with weights used more than once: their gradients
# add up. Libraries differentiate for you, and you now know what they do. Early stopping, penalties
# and validation sets take up where question 6 stopped. [From 1943 to now, and what
# next](history.md) says where all this comes from, what the course leaves out, and where to go.
#
# ## Before you hand in
#
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Further reading
#
# - Bruno Deremble, Alexis Tantet and others, *Neural networks*, a lesson in [*Machine learning for
#   climate and
#   energy*](https://energy4climate.pages.in2p3.fr/public/education/machine_learning_for_climate_and_energy/chapters/frontmatter.html):
#   the theorem and its two caveats.
# - Lion Krischer, *Neural networks: a basic and intuitive introduction to shallow fully-connected
#   feed-forward networks*, lecture slides (at no lasting address): "can be created" against "can
#   be learned".
# - George Cybenko, [*Approximation by superpositions of a sigmoidal
#   function*](https://doi.org/10.1007/BF02551274), Mathematics of Control, Signals and Systems 2,
#   1989.
# - Moshe Leshno, Vladimir Lin, Allan Pinkus, Shimon Schocken, [*Multilayer feedforward networks
#   with a nonpolynomial activation function can approximate any
#   function*](https://doi.org/10.1016/S0893-6080(05)80131-5), Neural Networks 6, 1993.
# - Michael Nielsen, [*Neural networks and deep learning*, chapter
#   4](http://neuralnetworksanddeeplearning.com/chap4.html), 2015: bumps and towers.
# - Matus Telgarsky, [*Benefits of depth in neural
#   networks*](https://proceedings.mlr.press/v49/telgarsky16.html), Conference on Learning Theory,
#   2016.
# - Mikhail Belkin, Daniel Hsu, Siyuan Ma, Soumik Mandal, [*Reconciling modern machine-learning
#   practice and the classical bias-variance trade-off*](https://doi.org/10.1073/pnas.1903070116),
#   PNAS 116, 2019.
#
# **Go further.** (1) Two dimensions: four sigmoids make a tower over a square, if a second layer
# cuts off what is low. Build one. (2) In question 6, keep the test error of each epoch and stop
# where it is lowest, on samples that you have set aside for that: how much of the rise with the
# width is left? (3) Telgarsky's zigzag: feed a zigzag of four pieces of relus into itself three
# times, and count its pieces and its neurons.
