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
# name: hw2_chain_rule
# init_cell: true
# export_cell: false
# check_all_cell: true
# files:
#   - nnlab
# generate:
#   points_possible: 29
#   show_stdout: false
#   show_hidden: false
# tests:
#   files: false
#   ok_format: false

# %% [markdown]
# # Homework 2: the chain rule, with pen and paper
#
# A network's loss is one number, and thousands of weights had a hand in it. Learning needs to know,
# for each weight, which way to turn it and how much that would help. **How can one number at the
# end of a long computation say to every weight at the beginning what its share is, and how do you
# know that what it says is right?**
#
# The answer to the first half is backpropagation, which is the chain rule and good bookkeeping. You
# do it here on graphs so small that a pencil is enough. The answer to the second half is a
# numerical check that knows nothing of the chain rule. With both in hand you walk downhill, find
# out how large a step may be, and catch a wrong derivative among right ones.
#
# | question | you write | points |
# | --- | --- | --- |
# | 1 | `square_graph` | 3 |
# | 2 | `sine_graph` | 3 |
# | 3 | `numerical_gradient` | 4 |
# | 4 | `relative_error` | 3 |
# | 5 | `gradient_descent` | 3 |
# | 6 | `largest_stable_learning_rate` | 4 |
# | 7 | `find_the_bug` | 5 |
# | 8 | `Value` | 4 |
# | w1 | in sentences: what a check of $2 \cdot 10^{-6}$ means | 2 |
#
# You need the derivatives of school, partial derivatives, and the central difference of homework 1.
# Question 6 uses eigenvalues of a symmetric matrix and says what they are for.
#
# **Time.** Not measured yet.
#
# **Notation.** In this chapter there are no biases, and what is to become small is any function $f$
# of the weights. A learning rate $\eta$ multiplies the slope of *that* $f$: whoever doubles $f$
# doubles the step, too. Later chapters take a sum here and a mean there, and their rates differ for
# that reason alone.
#
# **How to work.** Replace each `raise NotImplementedError(...)`, run the cell, run the check below
# it. A check stops at the first thing that is wrong and says what it was; the very first check
# takes some seconds. Public checks carry 40 % of the points, hidden tests the rest, with other
# numbers, and they test nothing that is not written here. Arrays are NumPy `float64`, and functions
# leave their arguments as they were. A picture whose functions you haven't written yet says so and
# waits. Do questions 1 and 2 on paper first: it is quicker.
#
# **If a check's sentence doesn't help**, run `nnlab.hint("q1")`, with the name of the question, in
# a cell of your own. It says where to look; if you run it again, what kind of slip it is, and then
# more, as far as your answer gives it away.

# %%
import matplotlib.pyplot as plt
import numpy as np

from nnlab.graphs import SINE, SQUARE, graph_picture, graph_text
from nnlab.pictures import BLUE, COLORS, DASHES, MARKERS, ORANGE, show

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 3

# %% [markdown]
# ## Question 1: one node at a time (3 points)
#
# Take $f(x, y, z) = \big((x + y)\,z\big)^2$. You could expand it and differentiate three times.
# With three inputs that works; with a thousand it is hopeless, and wasteful besides, for the three
# derivatives share most of their factors. So cut the formula into steps so small that each one's
# slope is obvious, and give every intermediate value a name. All of them are plain numbers:
#
# | step | forward | its own slopes |
# | --- | --- | --- |
# | add | $s = x + y$ | $\partial s/\partial x = 1,\quad \partial s/\partial y = 1$ |
# | multiply | $p = s\,z$ | $\partial p/\partial s = z,\quad \partial p/\partial z = s$ |
# | square | $f = p^2$ | $\partial f/\partial p = 2p$ |
#
# Now go back, from $f$ to the inputs. At each step you already hold the slope of $f$ with respect
# to what came *out* of it; multiply by the step's own slope, and you have the slope with respect to
# what went *in*:
#
# $$\underbrace{\frac{\partial f}{\partial s}}_{\text{new}}
#   = \underbrace{\frac{\partial f}{\partial p}}_{\text{known already}}
#     \cdot \underbrace{\frac{\partial p}{\partial s}}_{\text{the step's own: } z}
#   \qquad
#   \frac{\partial f}{\partial z} = \frac{\partial f}{\partial p} \cdot s
#   \qquad
#   \frac{\partial f}{\partial x} = \frac{\partial f}{\partial s} \cdot 1$$
#
# Two things are worth noticing. An addition hands the slope on to both of its inputs unchanged; a
# multiplication hands it on times the *other* input. And the way back needs the values $s$ and $p$
# of the way forward: keep them. That is why training a network takes more memory than using it.
#
# **Worked miniature.** $x = 1$, $y = 2$, $z = -2$. Forward: $s = 3$, $p = -6$, $f = 36$. Back:
# $\partial f/\partial p = 2 \cdot (-6) = -12$; then $\partial f/\partial s = -12 \cdot (-2) = 24$
# and $\partial f/\partial z = -12 \cdot 3 = -36$; and $x$ and $y$ get 24 each. Does it make sense?
# Raise $z$ from $-2$ to $-1.9$: $f$ falls from 36 to 32.49, by 3.51, and $-36 \cdot 0.1$
# promised 3.6.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Return `(f, (df_dx, df_dy, df_dz))`, floats, in this order.
# Inputs may be negative or 0. Values are compared to eleven digits: use the chain rule, not
# differences.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def square_graph(x, y, z):
    """f = ((x + y) z)^2 and its three slopes, forward and then back, one node at a time.

    Args:
        x, y, z: floats.

    Returns:
        (f, (df_dx, df_dy, df_dz)): all floats.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q1: square_graph")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    s = x + y
    p = s * z
    f = p**2
    slope_p = 2.0 * p
    slope_s, slope_z = slope_p * z, slope_p * s
    return f, (slope_s, slope_s, slope_z)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, value and slopes
""" # END TEST CONFIG
def test_q1_miniature(square_graph):
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.diagnosis import diagnose
    got = call(square_graph, 1.0, 2.0, -2.0, name="square_graph")
    close(got, (0.0, (0.0, 0.0, 0.0)), atol=np.inf,
          what="square_graph(1.0, 2.0, -2.0) = (f, (df_dx, df_dy, df_dz))")
    close(got[0], 36.0, what="f at x = 1, y = 2, z = -2")
    right, slopes = np.array([24.0, 24.0, -36.0]), np.array([float(slope) for slope in got[1]])
    slips = {
        "A multiplication hands the slope on times its other input.": [-12, -12, -12],
        "A multiplication hands the slope on times its other input: you took its own.":
            [-36, -36, 24],
        "The square's own slope, 2p, is missing.": [-2, -2, 3],
        "The square's own slope is 2p, at p, the value of the way forward.": [-4, -4, 6],
        "The square's own slope is taken at f, what came out; it belongs at p, what went in.":
            [-144, -144, 216],
        "An addition hands the slope on unchanged.": [24, 48, -36],
        "An addition hands the whole slope on to each input; it doesn't share it out.":
            [12, 12, -36],
        "The right numbers in another order: df_dx comes first, df_dz last.": [-36, 24, 24],
    }
    said = [text for text, wrong in slips.items() if np.max(np.abs(slopes - wrong)) < 1e-9]
    if np.max(np.abs(slopes - right)) < 0.01:
        said = ["That is close, but not to rounding: use the chain rule, not differences."]
    shown = ", ".join(f"{slope:.10g}" for slope in slopes)
    assert np.max(np.abs(slopes - right)) < 1e-9, (
        f"At x = 1, y = 2, z = -2 the slopes should be (24, 24, -36); they are ({shown}). "
        f"{(said or [diagnose(slopes, right)])[0]}")
test_q1_miniature(square_graph)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh numbers of both signs, value and slopes
""" # END TEST CONFIG
def test_q1_fresh(square_graph):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2101)
    for _ in range(8):
        x, y, z = (float(v) for v in rng.uniform(-3, 3, 3))
        slope_x, slope_z = 2 * x * z * z + 2 * y * z * z, 2 * z * (x * x + 2 * x * y + y * y)
        expected = ((x + y) ** 2 * z**2, (slope_x, slope_x, slope_z))
        check(square_graph, (x, y, z), expected, name="square_graph", rtol=1e-11, atol=1e-11)
test_q1_fresh(square_graph)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: inputs of 0, sums of 0, large and small numbers
""" # END TEST CONFIG
def test_q1_edges(square_graph):
    from nnlab.checks import check
    cases = [
        ((2.0, 3.0, 0.0), (0.0, (0.0, 0.0, 0.0))),
        ((1.5, -1.5, 4.0), (0.0, (0.0, 0.0, 0.0))),
        ((0.0, 0.0, 0.0), (0.0, (0.0, 0.0, 0.0))),
        ((0.0, 2.0, 3.0), (36.0, (36.0, 36.0, 24.0))),
        ((-4.0, 0.0, 0.5), (4.0, (-2.0, -2.0, 16.0))),
        ((1000.0, 2000.0, -10.0), (9e8, (6e5, 6e5, -1.8e8))),
        ((1e-3, 3e-3, 2.0), (6.4e-5, (0.032, 0.032, 6.4e-5))),
    ]
    for inputs, expected in cases:
        check(square_graph, inputs, expected, name="square_graph", rtol=1e-11, atol=1e-13)
test_q1_edges(square_graph)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: values go forward, slopes come back
#
# ![](pictures/graph_cut.svg)
#
# Your function gives the slopes of the inputs. It gives those of the inner edges too, with a trick:
# **cut the graph** at $s$ and feed $s$ in from there. From the cut on, nothing knows where $s$ came
# from, so $\partial f/\partial s$ is what your function says of $x$ at $(s, 0, z)$; likewise
# $\partial f/\partial p$ at $(p, 0, 1)$. Every orange number is yours but the 1 on the far right,
# which is the slope of $f$ with respect to itself: the walk back starts there.
#
# Read it from the right: each orange number is the one to its right times the slope of the node in
# between. Change `x`, `y`, `z` and run it again.

# %% tags=["otter_ignore", "cover"]
try:
    x, y, z = 1.0, 2.0, -2.0
    s = x + y
    p = s * z
    f, slopes = square_graph(x, y, z)
    back = dict(zip("xyz", slopes), f=1.0)
    back["s"] = square_graph(s, 0.0, z)[1][0]
    back["p"] = square_graph(p, 0.0, 1.0)[1][0]
    forward = {"x": x, "y": y, "z": z, "s": s, "p": p, "f": f}
    show(graph_picture(SQUARE, forward, back), alt=graph_text(SQUARE, forward, back))
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q2
# points: 3

# %% [markdown]
# ## Question 2: a bend on the way (3 points)
#
# Networks bend what goes through them, and a bend is one more node with a slope of its own. Now
# $f(x, y, z) = \big((\sin x + y)\,z\big)^3$:
#
# $$a = \sin x \qquad s = a + y \qquad p = s\,z \qquad f = p^3
#   \qquad\qquad \frac{\partial a}{\partial x} = \cos x
#   \qquad \frac{\partial f}{\partial p} = 3p^2$$
#
# The rest is as before. That is the point of working node by node: a new node brings its own slope,
# and nothing else has to be derived again. Libraries such as PyTorch are a long list of nodes with
# their slopes, and this walk back through them.
#
# **Where** each slope is taken matters. The cosine is taken at $x$, what went *into* the sine;
# $3p^2$ at $p$, what went into the cube. Taking a slope at what came out is the mistake that
# homework 1 warned of.
#
# **Worked miniature.** $x = \pi/6$, $y = 1.5$, $z = -0.5$. Forward: $a = 0.5$, $s = 2$, $p = -1$,
# $f = -1$. Back: $\partial f/\partial p = 3$, $\partial f/\partial s = 3 \cdot (-0.5) = -1.5$,
# $\partial f/\partial z = 3 \cdot 2 = 6$, $\partial f/\partial y = -1.5$, and
# $\partial f/\partial x = -1.5 \cdot \cos(\pi/6) = -1.29904$.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Angles are in radians, of any size. The result has the form of
# question 1's, and is compared to eleven digits.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def sine_graph(x, y, z):
    """f = ((sin x + y) z)^3 and its three slopes, forward and then back, one node at a time.

    Args:
        x, y, z: floats; x in radians.

    Returns:
        (f, (df_dx, df_dy, df_dz)): all floats.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q2: sine_graph")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    s = np.sin(x) + y
    p = s * z
    f = p**3
    slope_p = 3.0 * p**2
    slope_s, slope_z = slope_p * z, slope_p * s
    return f, (slope_s * np.cos(x), slope_s, slope_z)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature and one more point, value and slopes
""" # END TEST CONFIG
def test_q2_miniature(sine_graph):
    import math
    import numpy as np
    from nnlab.checks import call, close
    from nnlab.diagnosis import diagnose
    x = math.pi / 6
    got = call(sine_graph, x, 1.5, -0.5, name="sine_graph")
    close(got, (0.0, (0.0, 0.0, 0.0)), atol=np.inf,
          what="sine_graph(pi / 6, 1.5, -0.5) = (f, (df_dx, df_dy, df_dz))")
    close(got[0], -1.0, what="f, the cube of p, at x = pi / 6 radians, y = 1.5, z = -0.5")
    right = np.array([-1.5 * math.cos(x), -1.5, 6.0])
    slopes = np.array([float(slope) for slope in got[1]])
    slips = {
        "The sine's own slope, cos x, is missing.": [-1.5, -1.5, 6],
        "The sine's slope is a plus cosine.": [1.5 * math.cos(x), -1.5, 6],
        "The cosine is taken at sin x; it belongs at x, what went into the sine.":
            [-1.5 * math.cos(0.5), -1.5, 6],
        "The sine's slope is the cosine; you took the sine.": [-0.75, -1.5, 6],
        "The cosine is a factor on the way through the sine, and y doesn't go through it.":
            [-1.5 * math.cos(x), -1.5 * math.cos(x), 6],
        "A multiplication hands the slope on times its other input: you took its own.":
            [6 * math.cos(x), 6, -1.5],
        "The angle is in radians already.": [-1.5 * math.cos(math.radians(x)), -1.5, 6],
        "The cube's own slope is 3 p^2, not 3 p.": [1.5 * math.cos(x), 1.5, -6],
        "The cube's own slope is 3 p^2: the 3 is missing.": [-0.5 * math.cos(x), -0.5, 2],
    }
    said = [text for text, wrong in slips.items() if np.max(np.abs(slopes - wrong)) < 1e-9]
    if np.max(np.abs(slopes - right)) < 0.01:
        said = ["That is close, but not to rounding: use the chain rule, not differences."]
    shown = ", ".join(f"{slope:.10g}" for slope in slopes)
    assert np.max(np.abs(slopes - right)) < 1e-9, (
        f"At x = pi / 6, y = 1.5, z = -0.5 the slopes should be (-1.299038106, -1.5, 6); "
        f"they are ({shown}). {(said or [diagnose(slopes, right)])[0]}")
    f, slopes = call(sine_graph, 0.0, 2.0, 1.0, name="sine_graph")
    close(f, 8.0, what="f, the cube of p, at x = 0, y = 2, z = 1")
    close(slopes, (12.0, 12.0, 24.0), what="the slopes at x = 0, y = 2, z = 1, where p = 2,")
test_q2_miniature(sine_graph)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh numbers of both signs, value and slopes
""" # END TEST CONFIG
def test_q2_fresh(sine_graph):
    import math
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2201)
    for _ in range(8):
        x, y, z = (float(v) for v in rng.uniform(-3, 3, 3))
        inner = math.sin(x) + y
        outer = 3 * z**3 * inner**2
        expected = ((inner * z) ** 3, (outer * math.cos(x), outer, 3 * z**2 * inner**3))
        check(sine_graph, (x, y, z), expected, name="sine_graph", rtol=1e-11, atol=1e-11)
test_q2_fresh(sine_graph)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: inputs of 0, quarter turns, large angles
""" # END TEST CONFIG
def test_q2_edges(sine_graph):
    import math
    from nnlab.checks import check
    cases = [
        ((0.0, 2.0, 1.0), (8.0, (12.0, 12.0, 24.0))),
        ((math.pi / 2, 1.0, -1.0), (-8.0, (0.0, -12.0, 24.0))),
        ((math.pi, 2.0, 0.5), (1.0, (-1.5, 1.5, 6.0))),
        ((-math.pi / 6, 0.0, 4.0), (-8.0, (48 * math.cos(math.pi / 6), 48.0, -6.0))),
        ((1.0, 2.0, 0.0), (0.0, (0.0, 0.0, 0.0))),
    ]
    for inputs, expected in cases:
        check(sine_graph, inputs, expected, name="sine_graph", rtol=1e-11, atol=1e-12)
    for x in [100.0, -71.5]:
        inner = math.sin(x) - 3.0
        expected = (8 * inner**3, (24 * inner**2 * math.cos(x), 24 * inner**2, 12 * inner**3))
        check(sine_graph, (x, -3.0, 2.0), expected, name="sine_graph", rtol=1e-11)
test_q2_edges(sine_graph)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the same walk, one node longer
#
# The trick once more: $\sin 0 = 0$, so at $(0, s, z)$ your function starts from $s$, and its slope
# of $y$ is $\partial f/\partial s$. The addition hands the same number on to $a$ and to $y$; the
# sine keeps only the share $\cos x = 0.866$ of it.

# %% tags=["otter_ignore"]
try:
    x, y, z = np.pi / 6, 1.5, -0.5
    a = np.sin(x)
    s = a + y
    p = s * z
    f, slopes = sine_graph(x, y, z)
    back = dict(zip("xyz", slopes), f=1.0)
    back["a"] = back["s"] = sine_graph(0.0, s, z)[1][1]
    back["p"] = sine_graph(0.0, p, 1.0)[1][1]
    forward = {"x": x, "a": a, "y": y, "z": z, "s": s, "p": p, "f": f}
    show(graph_picture(SINE, forward, back), alt=graph_text(SINE, forward, back))
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q3
# points: 4

# %% [markdown]
# ## Question 3: a witness that can't be talked round (4 points)
#
# Your slopes agree with a worked example that was derived by somebody who thinks as you do. A
# better witness knows nothing of the chain rule, so it can't make the same mistake as you. In
# homework 1 it was the central difference of a function of one number. A loss is a function of a
# whole array of weights, so move one entry at a time and leave the others where they are:
#
# $$g_i = \frac{f(w + h\,e_i) - f(w - h\,e_i)}{2h}
#   \qquad \underset{\text{shape of } w}{e_i}: \text{ 1 at entry } i \text{, 0 elsewhere}
#   \qquad \underset{\text{shape of } w}{g}
#   \qquad f: \underset{\text{any shape}}{w} \to \text{a number}$$
#
# The price is two calls of $f$ for each weight: 42 for the 21 weights of homework 3, two million
# for a network of a million weights. The way back through the graph gives all slopes for a small
# multiple of the price of the way forward. So nobody trains with differences; they are there to
# check.
#
# **Worked miniature.** $f(w) = w_1^3\,w_2$ at $w = (2, 5)$ with $h = 0.1$. For the first entry:
# $(2.1^3 \cdot 5 - 1.9^3 \cdot 5)/0.2 = (46.305 - 34.295)/0.2 = 60.05$. For the second:
# $(8 \cdot 5.1 - 8 \cdot 4.9)/0.2 = 8$. The true gradient is $(60, 8)$.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Use the `h` that you are given, the same for every entry, to
# both sides. `w` has one dimension or more, and $f$ is always given an array of its shape;
# `np.ndindex(w.shape)` walks through the indices of any shape. You may move the entries of `w`
# itself or work on a copy, as you like; but after the call `w` is what it was, **to the bit**.
# Adding $h$ and taking it away again is not enough: in floating point `1.0 + 1e-6 - 1e-6` is
# 0.9999999999999999. Keep the old value and put it back. That must hold **also when `f` raises an
# exception**, which you let through: whoever debugs a crash must not be shown weights that the
# debugging tool has moved. (`try: ... finally: ...`, or a copy.)
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def numerical_gradient(f, w, h=1e-6):
    """The gradient of f at w by central differences, one entry at a time.

    Args:
        f: function of an array of the shape of w; gives a number.
        w: float64 array of one dimension or more; the same to the bit afterwards.
        h: float, the step to either side.

    Returns:
        float64 array of the shape of w: (f(w + h e_i) - f(w - h e_i)) / (2 h) at entry i.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q3: numerical_gradient")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    slopes = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[place] += h
        below[place] -= h
        slopes[place] = (f(above) - f(below)) / (2.0 * h)
    return slopes
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, with its step and with the default one, and a matrix
""" # END TEST CONFIG
def test_q3_miniature(numerical_gradient):
    import numpy as np
    from nnlab.checks import CHANGED, call, close
    def compare(f, w, h, expected, slips, rtol):
        try:
            got = call(numerical_gradient, f, w, *h, name="numerical_gradient")
        except AssertionError as found:
            if CHANGED not in str(found):
                raise
            raise AssertionError(
                "w is not what it was, to the bit, after the call. Each entry's old value has to "
                "come back; adding h and taking it away again leaves a rounding error.") from None
        except (IndexError, TypeError, ValueError) as error:
            if w.ndim == 1:
                raise
            raise AssertionError(
                f"For w of shape {w.shape}: {str(error).strip()}. w may have several dimensions, "
                f"and len(w) counts its rows only.") from None
        try:
            close(got, expected, rtol=rtol, what=f"the gradient of {f.__name__} at {w.tolist()}, "
                  f"h = {(h or ['1e-6'])[0]},")
        except AssertionError as found:
            said = [text for text, wrong in slips.items() if isinstance(got, np.ndarray)
                    and got.shape == w.shape and np.max(np.abs(got - np.array(wrong))) < 1e-5]
            raise AssertionError(" ".join([str(found), *said[:1]])) from None
    def miniature(w):
        return w[0] ** 3 * w[1]
    w = np.array([2.0, 5.0])
    slips = {
        "That is the difference to one side; one step to either side is due.": [63.05, 8.0],
        "That is the difference to the lower side; one step to either side is due.": [57.05, 8.0],
        "From w - h to w + h is a distance of 2h, not h.": [120.1, 16.0],
        "Mind the brackets: / 2 * h divides by 2 and multiplies by h.": [0.6005, 0.08],
        "That is the slope for a far smaller step: use the h that was given.": [60.0, 8.0],
        "The step was scaled by the entry: use h as it was given.": [60.2, 8.0],
        "All entries moved at once; move one, and leave the others where they are.":
            [68.11, 68.11],
        "The first entry was still moved when the second one's turn came.": [60.05, 6.859],
    }
    compare(miniature, w, (0.1,), np.array([60.05, 8.0]), slips, rtol=1e-10)
    compare(miniature, w, (), np.array([60.0, 8.0]), {}, rtol=1e-8)
    def squares(w):
        assert np.shape(w) == (3, 2), (
            f"f should be given arrays of the shape (3, 2) of w; it was given {np.shape(w)}.")
        return np.sum(w**2)
    w = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    slips = {"A whole row moved at once; move a single entry.":
                 [[6.0, 6.0], [14.0, 14.0], [22.0, 22.0]]}
    compare(squares, w, (), 2 * w, slips, rtol=1e-7)
test_q3_miniature(numerical_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: w is what it was, to the bit, after the call and also when f raises
""" # END TEST CONFIG
def test_q3_w_stays(numerical_gradient):
    import numpy as np
    from nnlab.checks import CHANGED, check
    def sums(w):
        return np.sum(w * w) / 2
    w = np.array([[1.0, 0.7, -0.3], [0.1, 3.3, -2.7]])
    try:
        check(numerical_gradient, (sums, w), w.copy(), name="numerical_gradient", rtol=1e-7)
    except AssertionError as found:
        if CHANGED not in str(found):
            raise
        raise AssertionError("w is not what it was, to the bit, after the call.") from None
    for bad in range(1, 2 * w.size + 1):
        calls = []
        def breaks(w, bad=bad, calls=calls):
            calls.append(1)
            if len(calls) >= bad:
                raise ArithmeticError("f has no value here")
            return np.sum(w * w) / 2
        before, raised = w.copy(), False
        try:
            numerical_gradient(breaks, w)
        except ArithmeticError:
            raised = True
        assert raised, f"When f raises in its call {bad}, numerical_gradient should let it through."
        told = getattr(numerical_gradient, "changed_arguments", ())
        assert np.max(np.abs(w - before)) <= 0 and not told, (
            f"When f raised in its call {bad}, w was left moved. What puts the old value back "
            f"must run then too.")
test_q3_w_stays(numerical_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh functions with the default step, w of one to three dimensions
""" # END TEST CONFIG
def test_q3_fresh(numerical_gradient):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2301)
    for shape in [(1,), (5,), (3, 2), (1, 4), (2, 1, 3)]:
        w, A = rng.normal(0, 1, shape), rng.normal(0, 1, shape)
        def wave(w, A=A):
            return float(np.sum(np.sin(w + A)) * np.sum(A * w))
        exact = np.cos(w + A) * np.sum(A * w) + A * np.sum(np.sin(w + A))
        check(numerical_gradient, (wave, w), exact, name="numerical_gradient", rtol=1e-8, atol=2e-8)
    w = rng.uniform(-5e-4, 5e-4, (2, 2))
    def fast(w):
        return np.sum(np.sin(1000 * w))
    exact = np.cos(1000 * w) * np.sin(1e-3) / 1e-6
    check(numerical_gradient, (fast, w), exact, name="numerical_gradient", rtol=2e-6)
test_q3_fresh(numerical_gradient)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: the step as given, one entry at a time and the others where they were
""" # END TEST CONFIG
def test_q3_step(numerical_gradient):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2302)
    for shape, h in [((4,), 0.5), ((2, 3), 0.01), ((1, 1, 2), 0.25), ((1,), 2.0)]:
        w, c = rng.uniform(1, 3, shape) * rng.choice([-1, 1], shape), rng.normal(0, 1, shape)
        seen = []
        def fifth(w, c=c, seen=seen):
            seen.append(np.array(w))
            return np.sum(c * w**5) + np.prod(w)
        exact = c * (5 * w**4 + 10 * w**2 * h**2 + h**4) + np.prod(w) / w
        check(numerical_gradient, (fifth, w, h), exact, name="numerical_gradient", rtol=1e-9,
              atol=1e-10)
        check(numerical_gradient, (fifth, w), exact, name="numerical_gradient", rtol=1e-9,
              atol=1e-10, h=h)
        for given in seen:
            assert given.shape == w.shape, (
                f"f should be given arrays of the shape {w.shape} of w; it got {given.shape}.")
            moved = int(np.sum(np.abs(given - w) > 1e-12))
            assert moved <= 1, f"f was given a w with {moved} entries moved at once."
test_q3_step(numerical_gradient)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4
# points: 3

# %% [markdown]
# ## Question 4: how far apart is too far? (3 points)
#
# Two gradients never agree to the last bit. A difference of 0.001 is nothing for a slope of 10,000
# and everything for a slope of 0.002. So measure the difference relative to the slopes themselves,
# entry by entry, and take the worst:
#
# $$r = \max_i \frac{|a_i - n_i|}{\max\big(|a_i| + |n_i|,\ 10^{-8}\big)}
#   \qquad \underset{\text{any shape}}{a}\ \text{analytic}, \quad
#   \underset{\text{the same}}{n}\ \text{numeric}, \quad r\ \text{a number from 0 to 1}$$
#
# The worst and not the mean: one wrong entry among a million is a wrong gradient. The $10^{-8}$
# keeps two zeros from dividing 0 by 0.
#
# **What a good number looks like**, with $h = 10^{-6}$: a right gradient has $r$ **about 1e-10**,
# up to 1e-8 where a slope is small beside $f$. Above 1e-4 something is wrong. In between, look
# closer: at other weights, with another $h$.
#
# **Worked miniature.** $a = (1, 4)$ and $n = (3, 4)$: $r = \max(2/4,\ 0) = 0.5$. For $a = (0, 1)$,
# $n = (2 \cdot 10^{-9}, 1)$ the floor counts: $r = 2 \cdot 10^{-9}/10^{-8} = 0.2$. Opposite signs,
# $a = (-1)$, $n = (1)$, give 1, the most there is.
#
# <details><summary><b>The reading that is tested</b></summary>
#
# A `nan` in either gradient is a broken gradient: then $r$ must be
# `nan` or infinite, never a harmless number. No entry is infinite. Mind that Python's own
# `max(0.1, nan)` is 0.1, while `np.max` passes a `nan` on. `analytic` and `numeric`
# have the same shape.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def relative_error(analytic, numeric):
    """The largest |a - n| / max(|a| + |n|, 1e-8) over all entries.

    Args:
        analytic, numeric: float64 arrays of the same shape, of one dimension or more.

    Returns:
        float; nan or inf if there is a nan in either.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q4: relative_error")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return float(np.max(np.abs(analytic - numeric) / size))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, two zeros, two wrong entries, and a nan
""" # END TEST CONFIG
def test_q4_miniature(relative_error):
    import numpy as np
    from nnlab.checks import call, close
    cases = [([1.0, 4.0], [3.0, 4.0], 0.5), ([0.0, 1.0], [2e-9, 1.0], 0.2), ([-1.0], [1.0], 1.0),
             ([0.0, 0.0], [0.0, 0.0], 0.0), ([1.0, 2.0], [3.0, 6.0], 0.5)]
    for analytic, numeric, expected in cases:
        a, n = np.array(analytic), np.array(numeric)
        got = call(relative_error, a, n, name="relative_error")
        try:
            close(got, expected, what=f"relative_error({analytic}, {numeric})")
        except AssertionError as found:
            gap, sizes = np.abs(a - n), np.abs(a) + np.abs(n)
            floored = np.maximum(sizes, 1e-8)
            larger = np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-8)
            bare = np.abs(a + n)
            slips = [
                (np.max(gap) / np.max(floored),
                 "Divide entry by entry first, then take the worst: neither the mean nor the "
                 "largest gap over the largest size."),
                (np.sum(gap / floored), "That is the sum over the entries; the worst counts."),
                (np.mean(gap / floored), "That is the mean over the entries; the worst counts."),
                (np.linalg.norm(gap) / max(np.linalg.norm(a) + np.linalg.norm(n), 1e-8),
                 "That is made of norms of whole gradients; go entry by entry."),
                (np.max(gap / larger), "The denominator holds |a| and |n|, added."),
                (np.max((a - n) / floored), "The difference has lost its bars: |a - n|."),
                (np.max(gap / (sizes + 1e-8)),
                 "The floor is not added: it is the least that the denominator may be."),
                (np.max(gap / np.maximum(bare, 1e-8)),
                 "The bars stand around each of the two: |a| + |n|, not a + n."),
                (np.max(gap[sizes > 0] / sizes[sizes > 0], initial=0.0),
                 "The floor of 1e-8 is missing in the denominator."),
            ]
            said = [text for wrong, text in slips if isinstance(got, (float, int, np.number))
                    and abs(got - wrong) <= 1e-12 * abs(wrong)]
            raise AssertionError(" ".join([str(found), *said[:1]])) from None
    for analytic in [[1.0, np.nan], [np.nan, 2.0]]:
        got = call(relative_error, np.array(analytic), np.array([1.1, 2.1]), name="relative_error")
        assert not np.isfinite(got), (
            f"For the gradient {analytic} r should be nan or inf, since it holds a nan; it is "
            f"{float(got):.3g}.")
test_q4_miniature(relative_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh gradients of several shapes, entries of very different size, both orders
""" # END TEST CONFIG
def test_q4_fresh(relative_error):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2401)
    check(relative_error, (np.zeros((2, 3)), np.zeros((2, 3))), 0.0, name="relative_error")
    check(relative_error, (np.array([3e-9, 5.0]), np.array([-1e-9, 5.0])), 0.4,
          name="relative_error")
    one_off = np.ones((4, 3))
    one_off[2, 1] = 1.01
    check(relative_error, (one_off, np.ones((4, 3))), 0.01 / 2.01, name="relative_error")
    check(relative_error, (np.ones((4, 3)), one_off), 0.01 / 2.01, name="relative_error")
    for shape in [(1,), (5,), (3, 2), (2, 1, 4)]:
        for off in [1e-10, 1e-3, 0.7]:
            a = rng.normal(0, 1, shape) * 10.0 ** rng.uniform(-6, 4, shape)
            n = a * (1 + off * rng.normal(0, 1, shape))
            worst = 0.0
            for p, q in zip(a.ravel().tolist(), n.ravel().tolist()):
                worst = max(worst, abs(p - q) / max(abs(p) + abs(q), 1e-8))
            check(relative_error, (a, n), worst, name="relative_error", rtol=1e-9, atol=1e-15)
            check(relative_error, (n, a), worst, name="relative_error", rtol=1e-9, atol=1e-15)
test_q4_fresh(relative_error)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a nan at any place of either gradient is never a harmless number
""" # END TEST CONFIG
def test_q4_nan(relative_error):
    import numpy as np
    from nnlab.checks import call, check, close
    rng = np.random.default_rng(2402)
    for shape in [(1,), (4,), (2, 3)]:
        n = rng.normal(0, 1, shape)
        check(relative_error, (n, n.copy()), 0.0, name="relative_error")
        for place in range(n.size):
            broken = n.copy()
            broken.flat[place] = np.nan
            for pair in [(broken, broken.copy()), (broken, n), (n, broken)]:
                got = call(relative_error, *pair, name="relative_error")
                harmless = float(np.isfinite(got))
                close(harmless, 0.0, what="whether r is finite where a gradient holds a nan")
test_q4_nan(relative_error)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Use it at once: are questions 1 and 2 right?
#
# Fifty random points for each of your graphs. The worst of them should be about 1e-8 or less: some
# points have a slope that is small beside $f$. The third line is question 1 as somebody else might
# have written it, with the 2 of the square forgotten. No lucky choice of points makes that error
# small.
#
# > **Published.** The last line is a row of a table of derivatives in a widely read text (Omar
# > Florez, *scratch_mlp*). For the loss $(y - h)^2$ of one output $h$ it gives the slope $-(y -
# > h)$. Your check says $r = 1/3$, wherever it looks. Read the rule off the formula of $r$: a
# > gradient that is $c > 0$ times the right one has $r = |c - 1|/(c + 1)$. Two numbers $c$ give
# > $1/3$; which are they, and which of the two is it here? The text calls the slope one with
# > respect to the weights $W_2$, too; which factors are missing for that?
#
# Unlike the pictures, this cell stops with a `NotImplementedError` until questions 1 to 4
# are done.

# %% tags=["otter_ignore"]
def careless_graph(x, y, z):
    f, (df_dx, df_dy, df_dz) = square_graph(x, y, z)
    return f, (df_dx / 2, df_dy / 2, df_dz / 2)


print("graph             worst relative error of 50 points")
for graph in (square_graph, sine_graph, careless_graph):
    errors = []
    for w in np.random.default_rng(0).uniform(0.5, 2, (50, 3)):
        numeric = numerical_gradient(lambda w, graph=graph: graph(*w)[0], w)
        errors.append(relative_error(np.array(graph(*w)[1]), numeric))
    print(f"{graph.__name__:<17} {np.max(errors):.1e}")
errors = []
for h in np.random.default_rng(1).uniform(-2, 2, (50, 1)):
    numeric = numerical_gradient(lambda h: (0.5 - h[0]) ** 2, h)
    errors.append(relative_error(-(0.5 - h), numeric))
print(f"{'published row':<17} {np.max(errors):.1e}")

# %% [markdown]
# ### Look: why the step is neither large nor tiny
#
# The check has an error of its own, and it has two sources. A large step sees the bend of the
# function: that part falls like $h^2$. A tiny step subtracts two numbers that agree in nearly all
# of their sixteen digits: that part grows like $1/h$. Between the two is a valley, near $10^{-5}$
# to $10^{-6}$. A *mistake* does neither: it stays where it is, whatever the step. That is how to
# tell a mistake from rounding when the number is neither good nor bad.

# %% tags=["otter_ignore"]
try:
    w = np.array([np.pi / 6, 1.5, -0.5])
    slopes = np.array(sine_graph(*w)[1])
    steps = 10.0 ** np.arange(-1, -13, -1)
    gradients = {"your gradient": slopes, "one slope 1 % off": slopes * [1.01, 1, 1]}
    fig, ax = plt.subplots(figsize=(6.5, 4), layout="constrained")
    curves = {}
    for i, (label, g) in enumerate(gradients.items()):
        curves[label] = [
            relative_error(g, numerical_gradient(lambda w: sine_graph(*w)[0], w, h)) for h in steps
        ]
        ax.loglog(steps, curves[label], color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i],
                  label=label)
    ax.set(xlabel="step h", ylabel="relative error r")
    ax.legend(frameon=False)
    yours, wrong = curves.values()
    best = int(np.argmin(yours))
    show(fig, alt="Relative error of the sine graph's gradient against the step h, logarithmic: "
         f"yours falls from {yours[0]:.0e} at 0.1 to {yours[best]:.0e} at {steps[best]:.0e} and "
         f"rises to {yours[-1]:.0e} at 1e-12; with one slope 1 % off it is {wrong[best]:.0e} and "
         "flat in between.")
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q5
# points: 3

# %% [markdown]
# ## Question 5: downhill (3 points)
#
# The gradient points to where $f$ rises most steeply. To make $f$ smaller, take a step the other
# way, look again, take another:
#
# $$\underset{(D,)}{w_{t+1}} = \underset{(D,)}{w_t} - \eta\, \underset{(D,)}{\nabla f(w_t)}
#   \qquad t = 0, 1, \dots, \text{steps} - 1
#   \qquad \text{path: } \underset{(\text{steps} + 1,\ D)}{(w_0, w_1, \dots)}$$
#
# The learning rate $\eta$ scales the step. The step is *not* of length $\eta$: where the slope is
# gentle it is short, and at a minimum, where the slope is 0, it is nothing. Descent stops by
# itself, in any place without a slope.
#
# **Why does $f$ fall?** Let $g = \nabla f(w)$, and let $L$ be the sharpest curvature anywhere
# between $w$ and the point $w + d$ to which a step leads, so that $f$ lies below a parabola on the
# way: $f(w + d) \le f(w) + g \cdot d + \frac L2 |d|^2$. Put in the step $d = -\eta g$:
#
# $$f(w - \eta g) \le f(w) - \eta |g|^2 + \tfrac{L}{2} \eta^2 |g|^2
#   = f(w) - \eta \Big(1 - \frac{\eta L}{2}\Big) |g|^2$$
#
# The bracket is positive if $\eta < 2/L$: each such step lowers $f$, unless $g = 0$. Where $f$
# curves more sharply than $L$, nothing is promised. Question 6 works out what happens beyond the
# border.
#
# **Worked miniature.** $f(w) = w_1^2 + 3 w_2^2$ has the gradient $(2 w_1,\ 6 w_2)$. From $(1, 1)$
# with $\eta = 0.1$: $(1, 1) - 0.1 \cdot (2, 6) = (0.8, 0.4)$, then
# $(0.8, 0.4) - 0.1 \cdot (1.6, 2.4) = (0.64, 0.16)$. The path has three rows after two steps.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Row 0 is `w0`, so `steps` steps make `steps + 1` rows, and 0
# steps give an array of shape `(1, D)`. The step always starts from the newest point. `w0` stays as
# it was: `w -= ...` on the array that came in would change it, and a list of the *same* array, many
# times over, holds the last point in every row.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def gradient_descent(gradient, w0, learning_rate, steps):
    """Walk downhill from w0 with a constant learning rate.

    Args:
        gradient: function from (D,) to (D,), the gradient of what is to become small.
        w0: (D,) float64, the start; left as it was.
        learning_rate: float.
        steps: int, 0 or more.

    Returns:
        (steps + 1, D) float64 array: w0 and the point after each step.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q5: gradient_descent")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    path = np.empty((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - learning_rate * gradient(path[t])
    return path
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, two steps and none
""" # END TEST CONFIG
def test_q5_miniature(gradient_descent):
    import numpy as np
    from nnlab.checks import call, check, close
    def slope(w):
        return np.array([2.0, 6.0]) * w
    w0 = np.array([1.0, 1.0])
    path = np.array([[1.0, 1.0], [0.8, 0.4], [0.64, 0.16]])
    got = call(gradient_descent, slope, w0, 0.1, 2, name="gradient_descent")
    close(got, np.zeros((3, 2)), atol=np.inf, what="the path of w0 and two steps")
    slips = {
        "You walk uphill: the step goes against the gradient.": [[1.2, 1.6], [1.44, 2.56]],
        "The second step takes the gradient at w0; take it at the newest point.":
            [[0.8, 0.4], [0.6, -0.2]],
        "The second step starts from w0; start from the newest point.": [[0.8, 0.4], [0.84, 0.76]],
        "Every row holds the last point: it is one array, kept three times. Keep copies.":
            [[0.64, 0.16], [0.64, 0.16]],
    }
    said = [text for text, wrong in slips.items() if np.max(np.abs(got[1:] - wrong)) < 1e-9]
    lengths = np.linalg.norm(np.diff(got, axis=0), axis=1)
    if np.max(np.abs(lengths - 0.1)) < 1e-9:
        said = ["Your steps have the length 0.1, that of the learning rate, whatever the slope."]
    try:
        close(got, path, what="the path of two steps")
    except AssertionError as found:
        raise AssertionError(" ".join([str(found), *said])) from None
    check(gradient_descent, (slope, w0, 0.1, 0), path[:1], name="gradient_descent")
test_q5_miniature(gradient_descent)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh functions in 1, 2, 3 and 5 dimensions, several learning rates
""" # END TEST CONFIG
def test_q5_fresh(gradient_descent):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2501)
    for d, rate, steps in [(1, 0.3, 1), (2, 0.05, 40), (3, 0.2, 25), (5, 0.01, 60), (5, 1.5, 4)]:
        A, w0 = rng.normal(0, 1, (d, d)), rng.normal(0, 1, d)
        def slope(w, A=A):
            return np.tanh(A @ w) + 0.1 * w
        path = [w0.tolist()]
        for _ in range(steps):
            now = np.array(path[-1])
            path.append((now - rate * (np.tanh(A @ now) + 0.1 * now)).tolist())
        check(gradient_descent, (slope, w0, rate, steps), np.array(path), name="gradient_descent",
              rtol=1e-9, atol=1e-11)
test_q5_fresh(gradient_descent)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: no steps, a learning rate that is too large, a start without a slope
""" # END TEST CONFIG
def test_q5_edges(gradient_descent):
    import numpy as np
    from nnlab.checks import check
    def twice(w):
        return 2.0 * w
    for w0 in [np.array([0.5]), np.array([1.0, -2.0, 3.0, 0.25])]:
        check(gradient_descent, (twice, w0, 0.4, 0), w0[None, :], name="gradient_descent")
        factors = (-0.5) ** np.arange(8)
        check(gradient_descent, (twice, w0, 0.75, 7), factors[:, None] * w0,
              name="gradient_descent")
        grown = (-2.0) ** np.arange(6)
        check(gradient_descent, (twice, w0, 1.5, 5), grown[:, None] * w0, name="gradient_descent")
        still = np.tile(w0, (4, 1))
        check(gradient_descent, (np.zeros_like, w0, 0.1, 3), still, name="gradient_descent")
    def itself(w):
        return w
    w0 = np.array([4.0, -8.0])
    halves = 0.5 ** np.arange(5)
    check(gradient_descent, (itself, w0, 0.5, 4), halves[:, None] * w0, name="gradient_descent")
test_q5_edges(gradient_descent)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: where each start ends
#
# "In any place without a slope" is not "in the best place". This landscape has four valleys of
# different depth:
#
# $$f(w) = (w_1^2 - 1)^2 + (w_2^2 - 1)^2 + 0.3\,w_1 + 0.2\,w_2 + 0.4\,w_1 w_2$$
#
# The cell starts your descent from 625 points and tints each start by where it ends. Every start
# ends in the valley it happens to lie above, fewer than a third of them in the deepest one. Descent
# can't know that a lower valley exists: it only ever sees the slope under its feet. (Trying all
# places is no way out: with ten values for each of 21 weights there are $10^{21}$ of them, and at a
# billion a second that takes 30,000 years.) A network's loss has such valleys too, which is one
# reason why training it twice from two random starts gives two different networks.

# %% tags=["otter_ignore"]
def landscape(w):
    return (w[0]**2 - 1)**2 + (w[1]**2 - 1)**2 + 0.3 * w[0] + 0.2 * w[1] + 0.4 * w[0] * w[1]


def landscape_slope(w):
    return np.array([4 * w[0] * (w[0]**2 - 1) + 0.3 + 0.4 * w[1],
                     4 * w[1] * (w[1]**2 - 1) + 0.2 + 0.4 * w[0]])


try:
    corners = [(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (1.0, 1.0)]
    minima = np.array([gradient_descent(landscape_slope, np.array(c), 0.02, 500)[-1]
                       for c in corners])
    axis = np.linspace(-1.9, 1.9, 25)
    starts = np.array([(a, b) for a in axis for b in axis])
    ends = np.array([gradient_descent(landscape_slope, w0, 0.02, 200)[-1] for w0 in starts])
    valley = np.argmin(((ends[:, None] - minima) ** 2).sum(axis=2), axis=1)
    fig, ax = plt.subplots(figsize=(6.4, 5.4), layout="constrained")
    grid = np.meshgrid(np.linspace(-2, 2, 121), np.linspace(-2, 2, 121))
    ax.contour(*grid, landscape(grid), levels=np.linspace(-0.5, 8, 18), colors="0.75",
               linewidths=0.7)
    for k in range(len(minima)):
        ax.scatter(*starts[valley == k].T, s=26, color=COLORS[k], marker=MARKERS[k], alpha=0.45)
    for w0 in [(-0.05, 1.8), (0.2, -1.8), (-0.3, -0.15), (1.8, 0.3)]:
        ax.plot(*gradient_descent(landscape_slope, np.array(w0), 0.02, 200).T, color="black",
                linewidth=1.6)
        ax.plot(*w0, "o", color="black", markersize=5)
    said = []
    for k, place in enumerate(minima):
        share, depth = int((valley == k).sum()), landscape(place)
        said.append(f"{share} end at ({place[0]:.2f}, {place[1]:.2f}) where f = {depth:.2f}")
        ax.text(*place, f"f = {depth:.2f}", ha="center", va="center", zorder=5,
                bbox={"facecolor": "white", "edgecolor": COLORS[k], "boxstyle": "round"})
    ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    show(fig, alt=f"Four valleys, and {len(starts)} starts marked by where descent ends: "
         f"{'; '.join(said)}. Black lines are four of the paths.")
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q6
# points: 4

# %% [markdown]
# ## Question 6: how large a step is too large? (4 points)
#
# Too small a learning rate wastes your time. Too large a one is worse: the loss doesn't fall
# slowly, it explodes. Where is the border? For a bowl,
#
# $$f(w) = \tfrac12\, \underset{(1, D)}{w^T} \underset{(D, D)}{H}\, \underset{(D, 1)}{w}
#   \qquad \nabla f(w) = H w
#   \qquad w_{t+1} = w_t - \eta H w_t = (I - \eta H)\, w_t$$
#
# it can be worked out. A symmetric $H$ has $D$ directions, its eigenvectors, which it only
# stretches: $H v = \lambda v$, where the eigenvalue $\lambda$ says how sharply the bowl curves
# along $v$. Along such a direction one step multiplies what is left by $1 - \eta\lambda$, always
# the same factor. It shrinks if that lies between $-1$ and 1, so if $\eta < 2/\lambda$. All
# directions must shrink, and the sharpest curve decides:
#
# $$\eta_\text{max} = \frac{2}{\lambda_\text{max}}$$
#
# What is left along the gentlest direction is multiplied by $1 - \eta\lambda_\text{min}$ per step.
# If $\lambda_\text{min}$ is a thousand times smaller than $\lambda_\text{max}$, that is 0.998 at
# best, and descent needs thousands of steps. That is why homework 3 begins by bringing all inputs
# to one scale. Close to a minimum whose second derivatives don't vanish, a smooth function is
# nearly a bowl, with these derivatives in $H$, so the border is there for networks too. (They can
# vanish: $w^4$ has $H = 0$ at its minimum, and networks have directions in which nothing changes.)
#
# **Worked miniature.** $H = \begin{pmatrix}2 & 2\\ 2 & 5\end{pmatrix}$ stretches $(1, 2)$ to
# $(6, 12)$ and leaves $(2, -1)$ as it is: its eigenvalues are 6 and 1, so
# $\eta_\text{max} = 2/6 = 1/3$. Mind: the largest entry is 5, and $2/5$ would explode.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# The rule holds for a bowl only, so anything else is a
# `ValueError`: an `H` that is not square; one that is not symmetric, where $H_{ij}$ and $H_{ji}$
# differ by more than $10^{-9}$ times the largest absolute entry; and one that is not positive
# definite, whose smallest eigenvalue is at most $10^{-12}$ times its largest absolute one (by
# rounding, an eigenvalue that should be 0 comes out as $10^{-17}$). Both are relative: an `H` with
# entries around $10^{-15}$ is as good as any. `np.linalg.eigvalsh` gives the eigenvalues of a
# symmetric matrix; it looks at one half of it and never notices that the other half differs.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def largest_stable_learning_rate(H):
    """The learning rate above which descent on 0.5 w^T H w explodes: 2 / largest eigenvalue.

    Args:
        H: float64 array of two dimensions, to be (D, D), symmetric and positive definite.

    Returns:
        float.

    Raises:
        ValueError: H is not square, not symmetric (to 1e-9 of its largest absolute entry) or not
            positive definite (smallest eigenvalue <= 1e-12 times the largest absolute one).
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q6: largest_stable_learning_rate")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    if H.shape[0] != H.shape[1]:
        raise ValueError(f"H should be square; it is {H.shape}")
    if np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H should be symmetric")
    curvatures = np.linalg.eigvalsh(H)
    if curvatures.min() <= 1e-12 * np.abs(curvatures).max():
        raise ValueError(f"H should be positive definite; it has eigenvalue {curvatures.min()}")
    return float(2.0 / curvatures.max())
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature and two more bowls
""" # END TEST CONFIG
def test_q6_miniature(largest_stable_learning_rate):
    import numpy as np
    from nnlab.checks import call, close
    bowls = [([[2.0, 2.0], [2.0, 5.0]], [1.0, 6.0]), ([[3.0, -1.0], [-1.0, 3.0]], [2.0, 4.0]),
             ([[0.5]], [0.5])]
    for H, (*_, sharpest) in bowls:
        H = np.array(H)
        got = call(largest_stable_learning_rate, H, name="largest_stable_learning_rate")
        close(got, 0.0, atol=np.inf, what=f"largest_stable_learning_rate({H.tolist()})")
        gentlest = float(np.linalg.eigvalsh(H)[0])
        slips = {"That is 2 / the smallest eigenvalue; the sharpest direction decides.":
                     2 / gentlest,
                 "That is 1 / the largest eigenvalue: the best step along it, not the largest "
                 "that still shrinks.": 1 / sharpest,
                 "That is 2 / the largest entry; the largest eigenvalue decides.": 2 / H.max(),
                 "That is 2 / the trace, the sum of the eigenvalues; only the largest counts.":
                     2 / np.trace(H),
                 "That is the largest eigenvalue itself.": sharpest}
        said = [text for text, wrong in slips.items() if abs(got - wrong) < 1e-9]
        assert abs(got - 2 / sharpest) < 1e-9, (
            f"For H = {H.tolist()} it should be 2/{sharpest:g} = {2 / sharpest:.6g}; it is "
            f"{float(got):.6g}. {' '.join(said[:1])}")
test_q6_miniature(largest_stable_learning_rate)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: a saddle, a matrix that is not symmetric and one that is not square
""" # END TEST CONFIG
def test_q6_refuses(largest_stable_learning_rate):
    import numpy as np
    from nnlab.checks import raises
    cases = {"for a saddle (its eigenvalues are 3 and -1)": [[1.0, 2.0], [2.0, 1.0]],
             "for a matrix that is not symmetric": [[2.0, 1.0], [0.0, 2.0]],
             "for a matrix that is not square": [[2.0, 1.0, 0.0], [1.0, 2.0, 0.0]]}
    for when, H in cases.items():
        raises(ValueError, largest_stable_learning_rate, np.array(H),
               name="largest_stable_learning_rate", when=when)
test_q6_refuses(largest_stable_learning_rate)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh bowls of 1 to 6 dimensions, round and narrow, of any scale
""" # END TEST CONFIG
def test_q6_fresh(largest_stable_learning_rate):
    import numpy as np
    from nnlab.checks import check
    rng = np.random.default_rng(2601)
    for d, scale in [(1, 3.0), (2, 1.0), (3, 40.0), (4, 1e-15), (5, 1e8), (6, 1.0), (3, 1e-5)]:
        Q, _ = np.linalg.qr(rng.normal(0, 1, (d, d)))
        curves = scale * np.sort(rng.uniform(0.2, 3, d))
        H = (Q * curves) @ Q.T
        check(largest_stable_learning_rate, (H,), float(2 / curves[-1]), rtol=1e-8,
              name="largest_stable_learning_rate")
        check(largest_stable_learning_rate, ((H + H.T) / 2,), float(2 / curves[-1]), rtol=1e-8,
              name="largest_stable_learning_rate")
    Q, _ = np.linalg.qr(rng.normal(0, 1, (4, 4)))
    curves = np.array([1e-6, 0.01, 1.0, 2.5])
    H = (Q * curves) @ Q.T
    check(largest_stable_learning_rate, ((H + H.T) / 2,), 0.8, rtol=1e-8,
          name="largest_stable_learning_rate")
    check(largest_stable_learning_rate, (np.diag([7.0, 0.5, 2.0]),), 2 / 7,
          name="largest_stable_learning_rate")
    for scale in [1.0, 1e-15, 1e6]:
        nearly = {"symmetric": [[1.0, 1e-11], [0.0, 2.0]], "flat": [[3e-12, 0.0], [0.0, 2.0]]}
        for H in nearly.values():
            check(largest_stable_learning_rate, (scale * np.array(H),), 1 / scale, rtol=1e-8,
                  name="largest_stable_learning_rate")
test_q6_fresh(largest_stable_learning_rate)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: what is no bowl is a ValueError, at any scale
""" # END TEST CONFIG
def test_q6_no_bowl(largest_stable_learning_rate):
    import numpy as np
    from nnlab.checks import raises
    rng = np.random.default_rng(2602)
    def refuse(H, when):
        raises(ValueError, largest_stable_learning_rate, H, name="largest_stable_learning_rate",
               when=when)
    refuse(np.array([[3.0, 4.0], [-4.0, 3.0]]), "for a matrix that is not symmetric")
    refuse(-np.eye(2), "for a hill")
    for d in [2, 3, 5]:
        Q, _ = np.linalg.qr(rng.normal(0, 1, (d, d)))
        for scale in [1.0, 1e-10, 1e6]:
            for lowest in [-1.0, -0.01, 0.0]:
                curves = np.concatenate([[lowest], rng.uniform(0.5, 3, d - 1)])
                H = scale * (Q * curves) @ Q.T
                refuse((H + H.T) / 2, f"for the smallest eigenvalue {scale * lowest:g}")
            H = scale * (Q * rng.uniform(1, 3, d)) @ Q.T
            H[0, -1] += 1e-3 * scale
            refuse(H, "for a matrix that is not symmetric")
            H[0, -1] -= 2e-3 * scale
            refuse(H, "for a matrix that is not symmetric")
        refuse(-np.eye(d), "for a hill")
        refuse(np.zeros((d, d)), "for a plane")
        refuse(np.ones((d, d)), "for a gutter")
        refuse(np.vstack([np.eye(d), np.zeros((1, d))]), "for a matrix that is not square")
        refuse(np.hstack([np.eye(d), np.zeros((d, 2))]), "for a matrix that is not square")
    for scale in [1.0, 1e-15, 1e6]:
        refuse(scale * np.array([[2.0, 1.0], [1.0 + 3e-9, 2.0]]),
               "for a matrix that is not symmetric")
        refuse(scale * np.diag([1e-14, 1.0, 3.0]), "for an eigenvalue of 0 but for rounding")
    refuse(np.array([[-2.0]]), "for a hill")
test_q6_no_bowl(largest_stable_learning_rate)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: three learning rates on one bowl
#
# The same start and twenty steps at 0.15, 0.85 and 1.02 times your border. The first creeps along
# the valley. The second jumps from one wall to the other, and each jump is shorter. The third jumps
# too, and each jump is longer. Two percent too much is enough.
#
# The table says the same in numbers: one percent below the border the loss dies away, one percent
# above it grows without end, and *on* it the jumps neither shrink nor grow.

# %% tags=["otter_ignore"]
try:
    H = np.array([[2.0, 2.0], [2.0, 5.0]])
    border = largest_stable_learning_rate(H)
    w0 = np.array([3.0, 1.0])
    fig, axes = plt.subplots(1, 3, figsize=(11, 4), sharey=True, layout="constrained")
    grid = np.meshgrid(np.linspace(-5, 5, 101), np.linspace(-5, 5, 101))
    bowl = 0.5 * (2 * grid[0]**2 + 4 * grid[0] * grid[1] + 5 * grid[1]**2)
    said = []
    for i, (ax, share) in enumerate(zip(axes, (0.15, 0.85, 1.02))):
        path = gradient_descent(lambda w: H @ w, w0, share * border, 20)
        end = float(0.5 * path[-1] @ H @ path[-1])
        ax.contour(*grid, bowl, levels=[0.3, 1, 3, 8, 16, 30, 50, 80], colors="0.75",
                   linewidths=0.8)
        ax.plot(*path.T, color=COLORS[i], linestyle="-", marker=MARKERS[i], markersize=4)
        ax.plot(*w0, "o", color="black")
        ax.annotate("start", w0, (4, 6), textcoords="offset points")
        ax.set_title(f"$\\eta$ = {share * border:.3f}, {share} of the border\n"
                     f"loss 17.5 → {end:.2g}")
        ax.set(xlabel="$w_1$", xlim=(-5, 5), ylim=(-5, 5), aspect="equal")
        said.append(f"{share * border:.3f}: {end:.2g}")
    axes[0].set_ylabel("$w_2$")
    show(fig, alt="Twenty steps of descent from (3, 1) on an oblong bowl, loss 17.5 at the start. "
         f"Loss at the end by learning rate, {'; '.join(said)}. The first path creeps along the "
         "valley, the second zigzags inward, the third outward.")
    print("share of the border   loss after 400 steps")
    for share in (0.9, 0.99, 1.0, 1.01, 1.1):
        w = gradient_descent(lambda w: H @ w, w0, share * border, 400)[-1]
        print(f"{share:<21} {0.5 * w @ H @ w:.3g}")
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q7
# points: 5

# %% [markdown]
# ## Question 7: find the bug (5 points)
#
# Now use your tools. Several people have derived the gradient of the same function. All of them are
# right but one, and each of them is sure. You don't need to read their code, and voting won't do
# (with two candidates, who wins?). Ask the function itself: compare each with the central
# differences, and name the one that they refute.
#
# A slip that the check finds and the eye does not is a **path that was forgotten**. Where a value
# is used twice, both ways lead back to it, and its slope is the *sum* over the ways:
#
# $$f = u(w) + v(w) \quad\Rightarrow\quad
#   \frac{\partial f}{\partial w} = \frac{\partial f}{\partial u}\frac{\partial u}{\partial w}
#   + \frac{\partial f}{\partial v}\frac{\partial v}{\partial w}$$
#
# In a network nearly every value is used more than once: a hidden neuron feeds all neurons of the
# next layer. Code that writes `slope = ...` where `slope += ...` is due keeps the last way only.
#
# **Worked miniature.** $f(w) = w_1 v$ with $v = w_1 w_2$, at $w = (3, 2)$. Two ways lead back to
# $w_1$: directly, with slope $v = 6$, and through $v$, with slope $w_1 \cdot w_2 = 6$. Candidate 0
# adds them and says $(12, 9)$; candidate 1 forgets the second and says $(6, 9)$. The differences
# say $(12, 9)$: candidate 0 has a relative error of about 1e-10, candidate 1 of
# $|6 - 12|/18 = 1/3$. The answer is the index 1.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# `candidates` is a list of two functions or more, each from `w` to an array of the shape of `w`,
# which may have several dimensions. The candidates and `f` leave `w` as it is, and any sensible $h$
# will do. Exactly one is wrong: by one part in a thousand or more in at least one entry, or with a
# `nan` in it. Remember that no comparison with `nan` is true: neither `error > 1e-5` nor `error >
# worst` notices one. No entry of the gradient at `w` is 0. The answer is an index counted from 0,
# an integer.
#
# </details>

# %% [raw]
# # BEGIN SOLUTION

# %%
def find_the_bug(candidates, f, w):
    """Which of the candidates is not the gradient of f.

    Args:
        candidates: list of functions from an array to an array of its shape; all but exactly one
            are the gradient of f.
        f: function of an array of the shape of w; gives a number.
        w: float64 array of one dimension or more, where no entry of the gradient is 0.

    Returns:
        int: the index of the wrong one.
    """
    """ # BEGIN PROMPT
    raise NotImplementedError("hw2 q7: find_the_bug")
    """ # END PROMPT
    # BEGIN SOLUTION NO PROMPT
    # For the instructor, model answers to the three questions at the end of the notebook.
    # 1. The check says 2e-6. Repeat it with h ten times larger and ten times smaller. Truncation
    #    changes by a factor of 100 (it goes like h^2), rounding by 10 (like 1/h); a mistake stays
    #    put. Other weights help too: rounding is worst where a slope is small beside f.
    # 2. It agrees with differences of f, at the w that were tried. It says nothing of whether f is
    #    the right function (homework 3 shows a loss that can't get small), nor of branches of the
    #    code that those w never enter, such as the other side of a relu.
    # 3. A gradient times any positive factor, or with one entry missing, still points downhill.
    #    The descent is slower or ends elsewhere, and nothing crashes.
    numeric = numerical_gradient(f, w)
    errors = [relative_error(candidate(w), numeric) for candidate in candidates]
    return int(np.argmax([error if np.isfinite(error) else np.inf for error in errors]))
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, in both orders
""" # END TEST CONFIG
def test_q7_miniature(find_the_bug):
    import numpy as np
    from nnlab.checks import call, close
    def f(w):
        return w[0] * (w[0] * w[1])
    def right(w):
        return np.array([w[0] * w[1] + w[0] * w[1], w[0] ** 2])
    def wrong(w):
        return np.array([w[0] * w[1], w[0] ** 2])
    w = np.array([3.0, 2.0])
    for place, candidates in [(1, [right, wrong]), (0, [wrong, right])]:
        got = call(find_the_bug, candidates, f, w, name="find_the_bug")
        assert got is not None, f"find_the_bug names none of the two; number {place} is wrong."
        close(got, 0, atol=np.inf, what="the index of the wrong candidate")
        counted = " They are counted from 0." if abs(got - 2) <= 0 else ""
        assert abs(got - place) <= 0, (
            f"Number {place} is the wrong one; you name number {got}.{counted}")
test_q7_miniature(find_the_bug)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: five candidates, a path forgotten, and a nan
""" # END TEST CONFIG
def test_q7_paths(find_the_bug):
    import numpy as np
    from nnlab.checks import call, close
    def f(w):
        return np.sum(np.sin(w)) + np.sum(w**2)
    def with_loops(w):
        return np.array([np.cos(x) + 2 * x for x in w])
    def with_arrays(w):
        return np.cos(w) + 2 * w
    def both_ways(w):
        slope = np.zeros(w.shape)
        slope += np.cos(w)
        slope += 2 * w
        return slope
    def one_way(w):
        return 2 * w
    def broken(w):
        return np.where(w > 1, np.nan, np.cos(w) + 2 * w)
    w = np.array([0.4, -0.9, 1.7])
    rest = [with_loops, with_arrays, both_ways, with_arrays]
    stories = {"the one that forgets the way through the sine": one_way,
               "the one that gives a nan": broken}
    for story, wrong in stories.items():
        candidates = [*rest[:2], wrong, *rest[2:]]
        got = call(find_the_bug, candidates, f, w, name="find_the_bug")
        assert got is not None, f"The wrong one is {story}, number 2; find_the_bug names none."
        close(got, 0, atol=np.inf, what="the index of the wrong candidate")
        assert abs(got - 2) <= 0, f"The wrong one is {story}, number 2; you name number {got}."
test_q7_paths(find_the_bug)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: two to five candidates, the wrong one at each place, one entry off, any scale
""" # END TEST CONFIG
def test_q7_places(find_the_bug):
    import numpy as np
    from nnlab.checks import check
    def compare(candidates, f, w, place):
        # Each call gets functions of its own: none can be told from the others as a new one.
        fresh = [lambda w, g=g: g(w) for g in candidates]
        check(find_the_bug, (fresh, f, w), place, name="find_the_bug")
    rng = np.random.default_rng(2701)
    for shape in [(1,), (4,), (2, 3)]:
        w = rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)
        c = rng.uniform(0.5, 1.5, shape)
        def f(w, c=c):
            return np.sum(c * w**2) + np.sum(np.exp(0.3 * w)) / 3
        def right(w, c=c):
            return 2 * c * w + 0.1 * np.exp(0.3 * w)
        def also_right(w, c=c):
            return (c + c) * w + np.exp(0.3 * w) / 10
        for count in [2, 3, 5]:
            for place in range(count):
                entry, off = int(rng.integers(w.size)), float(rng.choice([0.998, 1.003, -1.0]))
                def wrong(w, entry=entry, off=off, c=c):
                    slope = 2 * c * w + 0.1 * np.exp(0.3 * w)
                    slope.flat[entry] *= off
                    return slope
                candidates = [right if k % 2 else also_right for k in range(count)]
                candidates[place] = wrong
                compare(candidates, f, w, place)
    w = rng.uniform(0.5, 1.5, 3)
    for scale in [1e6, 1e-6]:
        def f(w, scale=scale):
            return scale * np.sum(np.exp(w))
        def right(w, scale=scale):
            return scale * np.exp(w)
        def wrong(w, scale=scale):
            return scale * np.exp(w) * [1.0, 1.0, 1.003]
        for place, candidates in [(1, [right, wrong]), (0, [wrong, right, right])]:
            compare(candidates, f, w, place)
test_q7_places(find_the_bug)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: slips that look alike or point downhill, in factor, order, sign or one entry
""" # END TEST CONFIG
def test_q7_slips(find_the_bug):
    import numpy as np
    from nnlab.checks import check
    def compare(candidates, f, w, place):
        # Each call gets functions of its own: none can be told from the others as a new one.
        fresh = [lambda w, g=g: g(w) for g in candidates]
        check(find_the_bug, (fresh, f, w), place, name="find_the_bug")
    rng = np.random.default_rng(2702)
    A = rng.uniform(0.5, 2, (3, 3)) * np.array([[10.0, 1.0, 0.05]])
    w = rng.uniform(0.3, 1, (3, 3))
    def f(w):
        return np.sum(A * w**2) / 2
    def right(w):
        return A * w
    def roundabout(w):
        return (A * w + 100) - 100
    def small_entry(w):
        return A * w * np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.99], [1.0, 1.0, 1.0]])
    def broken(place):
        def answer(w):
            slope = A * w
            slope.flat[place] = np.nan
            return slope
        return answer
    slips = {"halved": lambda w: A * w / 2, "nine times": lambda w: 9 * A * w,
             "uphill": lambda w: -A * w, "transposed": lambda w: (A * w).T,
             "rows swapped": lambda w: (A * w)[[1, 0, 2]],
             "turned round": lambda w: (A * w)[::-1, ::-1], "shifted": lambda w: np.roll(A * w, 1),
             "a small entry": small_entry, "the mean": lambda w: A * w / 9,
             "all zeros": np.zeros_like, "all nan": lambda w: np.nan * w,
             "first nan": broken(0), "last nan": broken(8), "the loss's terms": lambda w: A * w**2}
    for k, wrong in enumerate(slips.values()):
        for candidates in [[right, roundabout], [roundabout, right, right, roundabout][k % 3:]]:
            place = (5 * k + len(candidates)) % len(candidates)
            trial = list(candidates)
            trial[place] = wrong
            compare(trial, f, w, place)
            compare(trial[::-1], f, w, len(trial) - 1 - place)
test_q7_slips(find_the_bug)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: a neuron's loss on batches of 1, 3 and 5, and the slips of its gradient
""" # END TEST CONFIG
def test_q7_neuron(find_the_bug):
    import numpy as np
    from nnlab.checks import check
    def compare(candidates, f, w, place):
        # Each call gets functions of its own: none can be told from the others as a new one.
        fresh = [lambda w, g=g: g(w) for g in candidates]
        check(find_the_bug, (fresh, f, w), place, name="find_the_bug")
    rng = np.random.default_rng(2703)
    for n, d in [(1, 2), (3, 4), (5, 3)]:
        X, y, w = rng.normal(0, 1, (n, d)), rng.uniform(2, 3, n), rng.normal(0, 0.6, d)
        def f(w, X=X, y=y, n=n):
            return 0.5 * np.sum((np.tanh(X @ w) - y) ** 2) / n + 0.05 * np.sum(w**2)
        def slope(w, bend, X=X, y=y, n=n):
            a = np.tanh(X @ w)
            return X.T @ ((a - y) * bend(a)) / n
        def right(w, slope=slope):
            return slope(w, lambda a: 1 - a**2) + 0.1 * w
        def by_rows(w, X=X, y=y, n=n):
            total = 0.1 * w
            for row, target in zip(X, y):
                a = np.tanh(np.sum(row * w))
                total = total + (a - target) * (1 - a * a) * row / n
            return total
        slips = [
            lambda w, slope=slope: slope(w, lambda a: 1 - a**2),
            lambda w, slope=slope: slope(w, lambda a: 1 - np.tanh(a) ** 2) + 0.1 * w,
            lambda w, slope=slope: slope(w, np.ones_like) + 0.1 * w,
            lambda w, slope=slope: 2 * slope(w, lambda a: 1 - a**2) + 0.1 * w,
            lambda w, slope=slope: slope(w, lambda a: 1 - a**2) + 0.05 * w,
        ]
        for k, wrong in enumerate(slips):
            candidates = [right, by_rows]
            candidates.insert(k % 3, wrong)
            compare(candidates, f, w, k % 3)
            compare([wrong, right], f, w, 0)
test_q7_neuron(find_the_bug)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Look: the loss goes down, and the gradient is wrong
#
# "I trained it, and the loss went down" is no test of a gradient. Here is one neuron with a penalty
# on its weights, so that $w$ acts on the loss along two paths, its right gradient, and six slips
# that you will meet again. For each, the bar is the relative error by your own check, and the
# number beside it is what your descent makes of the loss in 300 steps.

# %% tags=["otter_ignore"]
rng = np.random.default_rng(4)
X, y, w_start = rng.normal(0, 1, (5, 3)), rng.uniform(-0.8, 0.8, 5), rng.normal(0, 1, 3)


def neuron_loss(w):
    return np.sum((np.tanh(X @ w) - y) ** 2) / (2 * len(X)) + 0.05 * np.sum(w**2)


def neuron_slope(w, samples=5, bend=lambda a: 1 - a**2, penalty=0.1):
    a = np.tanh(X @ w)
    return X.T @ ((a - y) * bend(a)) / samples + penalty * w


slips = {
    "right": neuron_slope,
    "one entry 0.1 % off": lambda w: neuron_slope(w) * [1, 1.001, 1],
    "a path forgotten (the penalty's)": lambda w: neuron_slope(w, penalty=0.0),
    "slope taken at what comes out": lambda w: neuron_slope(w, bend=lambda a: 1 - np.tanh(a)**2),
    "a 2 too many": lambda w: 2 * neuron_slope(w),
    "the 1/N lost": lambda w: neuron_slope(w, samples=1),
    "sign flipped": lambda w: -neuron_slope(w),
}
try:
    numeric = numerical_gradient(neuron_loss, w_start)
    errors = [relative_error(slope(w_start), numeric) for slope in slips.values()]
    ends = [neuron_loss(gradient_descent(slope, w_start, 0.05, 300)[-1])
            for slope in slips.values()]
    found = find_the_bug([neuron_slope, slips["the 1/N lost"]], neuron_loss, w_start)
    suspect = {0: "right", 1: "the 1/N lost"}.get(found, found)
    before = neuron_loss(w_start)
    fig, ax = plt.subplots(figsize=(9, 3.9), layout="constrained")
    places = np.arange(len(slips))[::-1]
    ax.barh(places, errors, color=[BLUE] + [ORANGE] * 6, hatch=[""] + ["//"] * 6,
            edgecolor="white", left=1e-12)
    for place, error, end in zip(places, errors, ends):
        ax.text(1.6 * error, place, f"{error:.0e}   loss {before:.2f} → {end:#.3g}", va="center")
    ax.set(xscale="log", xlim=(1e-12, 3e6), xlabel="relative error r at the start",
           yticks=places, yticklabels=list(slips), xticks=10.0 ** np.arange(-12, 1, 2),
           title=f'find_the_bug, asked about "right" and "the 1/N lost", names "{suspect}"')
    fell = sum(end < before for end in ends[1:])
    named = "; ".join(f"{name} {error:.0e}" for name, error in zip(slips, errors))
    show(fig, alt=f"Relative errors of seven gradients of one loss: {named}. The loss falls with "
         f"{fell} of the 6 wrong ones. Of the right one and the one without 1/N, find_the_bug "
         f"names: {suspect}.")
except NotImplementedError as missing:
    print(f"This picture waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: q8
# points: 4

# %% [markdown]
# ## Question 8: a graph that you can hold (4 points)
#
# So far the graph was on paper, and you wrote down the way back by hand. Here the numbers write it
# down themselves. A `Value` holds one number, the values that it was made of, and its slope with
# respect to each of these. With `+` and `*` an ordinary formula then builds its own graph, and one
# function, `backward`, walks back through any of them. This is what PyTorch does, and it takes
# about thirty lines.
#
# | a node made by | remembers these values, each with its own slope |
# | --- | --- |
# | `a + b` | `a` with 1, `b` with 1 |
# | `a * b` | `a` with `b.data`, `b` with `a.data` |
# | `a.sin()` | `a` with the cosine of `a.data` |
#
# `f.backward()` sets `f.grad` to 1. Then each node gives its share to those that it was made of:
#
# $$\texttt{parent.grad} \mathrel{+}= \texttt{slope} \cdot \texttt{node.grad}$$
#
# **In which order?** A node may pass its `grad` on only when it is complete, so only after all
# nodes that were made of it have given their share. Such an order is called *topological*. To find
# one, visit a node's parents first and append the node after them, skip nodes that were visited
# before, and go through the list backward.
#
# **Worked miniature.** $s = x + y$, $p = s \cdot z$, $f = p \cdot p$ at $(1, 2, -2)$ is question
# 1's graph without a square node. $p$ is a parent of $f$ **twice**, with the slope $-6$ each time,
# so `p.grad` is $-6 + (-6) = -12$. Then `s.grad` is 24, `z.grad` is $-36$, and `x.grad` and
# `y.grad` are 24, as on paper.
#
# <details><summary><b>The readings that are tested</b></summary>
#
# Add the methods `__add__`, `__mul__`, `sin` and `backward` to the class. What stands in `parents`
# is up to you, pairs of a value and its slope for example: the tests make values by `Value(number)`
# alone. The numbers are in `data` and `grad`, floats; `grad` is 0 before
# the first `backward`. After `f.backward()`, `grad` is the slope of `f` in `f` and in every node
# that `f` was made of; what other nodes hold is not tested. What an earlier `backward`, of `f` or
# of another value, has left there does not count. A node passes its share on **once**, however many
# ways lead to it: `x1 = x + x`, `x2 = x1 + x1` and so on to `x40` is a graph of 41 nodes with
# $2^{40}$ ways through it, and must take no time. Both sides of `+` and `*` are values. No way is
# longer than 300 nodes.
#
# </details>
#
# `slopes_of` is given, and the checks use it. It runs a program, such as the text of the first cell
# below the check, on values, and returns what `f.backward()` says.

# %% [raw]
# # BEGIN SOLUTION

# %%
class Value:
    """A number that remembers how it was made.

    Attributes:
        data: float, the number.
        grad: float, the slope of the value whose `backward` was called last; 0.0 before.

    Methods:
        a + b, a * b, a.sin(): the new value; a and b are values.
        f.backward(): set `grad` of f, and of all values that f was made of, to the slope of f.
    """

    def __init__(self, data, parents=()):
        """ # BEGIN PROMPT
        raise NotImplementedError("hw2 q8: Value")
        """ # END PROMPT
        # BEGIN SOLUTION NO PROMPT
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
        # END SOLUTION


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: the worked miniature, and each of the three kinds of nodes alone
""" # END TEST CONFIG
def test_q8_miniature(slopes_of):
    import math
    from nnlab.checks import call, close
    programs = {
        "f = x + y": (3.0, {"x": 1.0, "y": 1.0}),
        "f = x * y": (2.0, {"x": 2.0, "y": 1.0}),
        "f = x.sin()": (math.sin(1.0), {"x": math.cos(1.0), "y": 0.0}),
    }
    for program, expected in programs.items():
        got = call(slopes_of, program, name="slopes_of", x=1.0, y=2.0)
        close(got[0], expected[0], what=f"f.data after {program}, x = 1, y = 2,")
        for name, slope in expected[1].items():
            close(got[1][name], slope, what=f"{name}.grad after {program}, x = 1, y = 2,")
    program = "s = x + y; p = s * z; f = p * p"
    f, slopes = call(slopes_of, program, name="slopes_of", x=1.0, y=2.0, z=-2.0)
    close(f, 36.0, what=f"f.data after {program}")
    shown = ", ".join(f"{name} {slopes[name]:g}" for name in "xyz")
    slips = {
        "p is a parent of f twice, and only one of its shares has arrived.": (12, -18),
        "p passed a share on before both of its own had arrived.": (48, -54),
        "p passed its share on twice; it may do so once, when it is complete.": (72, -72),
    }
    said = [text for text, (x, z) in slips.items()
            if abs(slopes["x"] - x) + abs(slopes["z"] - z) < 1e-9]
    wrong = max(abs(slopes["x"] - 24), abs(slopes["y"] - 24), abs(slopes["z"] + 36))
    assert wrong < 1e-9, (
        f"After {program} at (1, 2, -2) the grads should be x 24, y 24, z -36; they are {shown}. "
        f"{' '.join(said[:1])}")
test_q8_miniature(slopes_of)

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: backward twice, a value used at two depths, and a long way
""" # END TEST CONFIG
def test_q8_order(slopes_of):
    from nnlab.checks import call, close
    def slopes(program, x, y):
        f, slopes = call(slopes_of, program, name="slopes_of", x=x, y=y)
        return float(f), float(slopes["x"]), float(slopes["y"])
    program = "f = x * y; f.backward()"
    close(slopes(program, 3.0, 5.0), (15.0, 5.0, 3.0), parts=("f", "x.grad", "y.grad"),
          what="after a second f.backward()")
    program = "g = x * x; g.backward(); f = x + y"
    close(slopes(program, 3.0, 5.0), (8.0, 1.0, 1.0), parts=("f", "x.grad", "y.grad"),
          what="after g.backward() and then f.backward()")
    program = "a = x * x; b = a * y; f = b + a"
    close(slopes(program, 3.0, 5.0), (54.0, 36.0, 9.0), parts=("f", "x.grad", "y.grad"),
          what="after a = x * x; b = a * y; f = b + a, where a is used twice,")
    program = "b = x * y; c = b * x; f = x + c"
    close(slopes(program, 3.0, 5.0), (48.0, 31.0, 9.0), parts=("f", "x.grad", "y.grad"),
          what="after b = x * y; c = b * x; f = x + c, where x is used at three depths,")
    program = "f = x * y\nfor _ in range(250):\n    f = f + y"
    close(slopes(program, 3.0, 5.0), (1265.0, 5.0, 253.0), parts=("f", "x.grad", "y.grad"),
          what="after f = x * y and 250 times f = f + y")
test_q8_order(slopes_of)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: fresh graphs of all three kinds of nodes, in which values are used more than once
""" # END TEST CONFIG
def test_q8_fresh(slopes_of):
    import math
    import numpy as np
    from nnlab.checks import call, close
    rng = np.random.default_rng(2801)
    def expect(program, inputs, value, slopes, tell):
        got = call(slopes_of, program, name="slopes_of", **inputs)
        close(got, (value, slopes), what=tell, rtol=1e-10, atol=1e-10)
    for _ in range(4):
        x, y, z = (float(v) for v in rng.uniform(-2, 2, 3))
        inputs = {"x": x, "y": y, "z": z}
        s = math.sin(x) + y
        expect("p = (x.sin() + y) * z; f = p * p * p", inputs, (s * z) ** 3,
               {"x": 3 * (s * z) ** 2 * z * math.cos(x), "y": 3 * (s * z) ** 2 * z,
                "z": 3 * (s * z) ** 2 * s}, "the sine graph")
        a = x * y
        expect("a = x * y; b = a.sin(); c = a + b; f = c * b + z", inputs,
               (a + math.sin(a)) * math.sin(a) + z,
               {"x": y * ((1 + math.cos(a)) * math.sin(a) + (a + math.sin(a)) * math.cos(a)),
                "y": x * ((1 + math.cos(a)) * math.sin(a) + (a + math.sin(a)) * math.cos(a)),
                "z": 1.0}, "a graph with two values used twice")
        expect("f = x.sin().sin() * x + x * z", inputs, math.sin(math.sin(x)) * x + x * z,
               {"x": math.cos(math.sin(x)) * math.cos(x) * x + math.sin(math.sin(x)) + z,
                "y": 0.0, "z": x}, "a graph in which x has three ways to f")
        expect("g = x * y; g.backward(); h = g * z; f = g + z; h.backward()", inputs, a + z,
               {"x": y, "y": x, "z": 1.0}, "a graph whose parts were walked before")
        expect("a = x + y; b = x + z; f = a * b + y", {"x": x, "y": y, "z": y},
               (x + y) ** 2 + y, {"x": 2 * (x + y), "y": x + y + 1, "z": x + y},
               "a graph in which two values are equal numbers")
test_q8_fresh(slopes_of)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: 40 doublings in a row, and a long chain with many ways; each node passes on once
""" # END TEST CONFIG
def test_q8_ways(slopes_of):
    import math
    from nnlab.checks import call, close
    def expect(program, x, value, slope, tell):
        got = call(slopes_of, program, name="slopes_of", x=x)
        close(got, (value, {"x": slope}), what=tell, rtol=1e-10)
    expect("f = x * x\nfor _ in range(9):\n    f = f + f", 1.5, 512 * 2.25, 1536.0, "ten doublings")
    expect("f = x\nfor _ in range(4):\n    f = f * f", 1.25, 1.25**16, 16 * 1.25**15,
           "four squares in a row")
    value, slope = 0.75, 1.0
    for _ in range(8):
        value, slope = value + math.sin(value), slope * (1 + math.cos(value))
    expect("f = x\nfor _ in range(8):\n    f = f + f.sin()", 0.75, value, slope,
           "eight times f + sin f")
    counted = """
import sys
f = x
for _ in range(40):
    f = f + f
def count(frame, event, argument, left=[20_000]):
    left[0] -= 1
    if left[0] < 0:
        raise RuntimeError("the 41 nodes of 40 doublings took more than 20,000 calls")
sys.setprofile(count)
try:
    f.backward()
finally:
    sys.setprofile(None)
"""
    expect(counted, 0.5, 2.0**39, 2.0**40, "40 doublings")
test_q8_ways(slopes_of)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Use it at once: three that know nothing of each other
#
# The program below is no formula of this homework: a value in it is used three times. Its slopes
# come from your graph, from the differences of question 3, and, if it is installed, from PyTorch.
# The first and the last agree to rounding, and all three to about ten digits. PyTorch's own
# `backward` differs from yours in one thing: it *adds* to what an earlier one has left, and leaves
# it to the caller to set `grad` to zero.

# %% tags=["otter_ignore"]
program = "a = x * y; b = a.sin() + z; c = a * b; f = c * b + a"
point = {"x": 0.7, "y": -1.2, "z": 0.4}


def by_numbers(w):
    a = w[0] * w[1]
    b = np.sin(a) + w[2]
    return a * b * b + a


try:
    f, slopes = slopes_of(program, **point)
    rows = {"your graph": list(slopes.values()),
            "differences": numerical_gradient(by_numbers, np.array(list(point.values())))}
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: two have to do.")
    else:
        names = {name: torch.tensor(number, dtype=torch.float64, requires_grad=True)
                 for name, number in point.items()}
        exec(program, {}, names)
        names["f"].backward()
        rows["PyTorch"] = [names[name].grad.item() for name in point]
    print(f"f = {f:.6f}      df/dx              df/dy              df/dz")
    for label, row in rows.items():
        print(f"{label:<12}" + "".join(f"{slope:19.14f}" for slope in row))
except NotImplementedError as missing:
    print(f"This table waits for {missing}.")

# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: two millionths (2 points)
#
# A person reads this answer; up to ten sentences will do. A check of your gradient at one point,
# with central differences and $h = 10^{-6}$, says $r = 2 \cdot 10^{-6}$: too much for rounding,
# little for a mistake. What do you try in order to find out which it is, and which outcome means
# what? And if in the end the check passes, name two things that it has not told you.

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# Change $h$. The error of central differences falls by 100 if $h$ falls by 10, until rounding,
# which grows as $1 / h$, takes over; a mistake in the gradient stays where it is for all $h$. Look
# at the entries one by one: a mistake sits in certain weights, rounding in all of them. Look
# whether the point lies within $h$ of a corner, such as relu's, and take other points: a corner's
# error goes away, a mistake does not. A passed check says that this gradient belongs to this loss
# at these points. It does not say that the loss is the one that was wanted, that other branches or
# sizes of data are right, that a step of descent uses the gradient rightly, or that the model can
# do the task.
#
# **RUBRIC**
#
# - 1 point: a second check (another $h$, another point, single entries) *with* what would mean
#   rounding or truncation and what would mean a mistake. Half a point without the outcomes.
# - 1 point: two things that a passed check doesn't tell; half a point for one.

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
# ## For yourself: a loss that falls with a wrong gradient (not graded)
#
# In a sentence or two: most of the wrong gradients in the last picture made the loss fall. Why?

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# A step lowers the loss, if it is short enough, whenever it makes an angle of less than 90 degrees
# with the right step: the product of the two gradients has to be positive. A wrong factor, a small
# part that is missing or one entry that is a little off keeps the angle small. Only the flipped
# sign points uphill.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## What you found out
#
# How can one number tell every weight its share? By walking back through the computation, one node
# at a time: each node multiplies what comes back by its own slope, hands it on to its inputs, and
# where ways meet, they add up. All slopes together cost a small multiple of one way forward. How do
# you know that they are right? By asking the function itself, with differences, on small cases,
# before you train and not after.
#
# You also know now what descent promises, which is less than it seems: the valley under the start,
# if the step is below $2/\lambda_\text{max}$. In homework 3 the graph is a network with 21 weights,
# the function is its error on ten house prices, and every tool of this homework is used.
#
# ## Before you hand in
#
# The last two cells check the saved notebook as grading will, and write the file to hand in.
#
# ## Go further
#
# - Give `Value` the missing nodes: `-`, `/`, `exp`, `tanh`, and numbers beside values (`2 * a`).
#   Each brings its own slope, and `backward` stays as it is. Then write the neuron of homework 1
#   with it, and let question 3 check it.
# - Slopes of slopes: let the shares be values themselves, so that `grad` has a graph of its own.
#   What is the second derivative of $\sin(x)\,x$ by your graph, and by differences?
# - The bowl of question 6 with $\lambda = 1$ and $100$: how many steps does the best constant rate
#   need until $f < 10^{-6}$, from $(10, 1)$? The last reading below shows how to need far fewer.
#
# ## Further reading
#
# - Lion Krischer, *Neural Networks: a basic and intuitive introduction*, lecture slides (at no
#   lasting address): the two graphs of this homework, backpropagation with pen and paper, gradient
#   descent.
# - [*Neural networks I*](https://astrowizici.st/teaching/phs5000/), lecture notes of the course
#   Data analysis and machine learning: "If you have to calculate them yourself, check it
#   numerically!"
# - Seppo Linnainmaa, [*Taylor expansion of the accumulated rounding
#   error*](https://doi.org/10.1007/BF01931367), BIT 16, 1976: the walk back through a computation,
#   from his thesis of 1970. It became famous for networks, by that name, sixteen years later.
# - Andreas Griewank and Andrea Walther, [*Evaluating
#   Derivatives*](https://doi.org/10.1137/1.9780898717761), SIAM 2008: why all slopes cost a small
#   multiple of one evaluation.
# - Andrej Karpathy, [*micrograd*](https://github.com/karpathy/micrograd), 2020: question 8 as a
#   small library, with a network on top.
# - Gabriel Goh, [*Why momentum really works*](https://doi.org/10.23915/distill.00006), Distill
#   2017: learning rates on a bowl, to play with.
