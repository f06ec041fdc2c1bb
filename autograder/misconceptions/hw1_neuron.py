"""Homework 1: what people really write."""

# %% q1, wrong: the sign of the exponent is lost
# Try a large positive input by hand: the neuron should fire, so the result should be near 1. Look
# at the sign in the exponent.
def sigmoid(x):
    return 1 / (1 + np.exp(np.asarray(x, dtype=float)))

# %% q1, wrong: the exponential overflows
# For large negative inputs e^-x is beyond what a float64 can hold. Which of the two exponentials is
# always at most 1?
def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))

# %% q1, wrong: inputs are clipped
# Clipping the input keeps it from overflowing, and bends the ends of the curve: far out the result
# must be 0 to the last digit.
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -30, 30)))

# %% q1, wrong: only numbers are taken
# The function works for one number. Arrays and lists come, too, and are answered entry by entry.
def sigmoid(x):
    import math
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0

# %% q1, right: by tanh
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, dtype=float) / 2))

# %% q2, wrong: slope taken at the output
# You multiply the input itself by one minus it. That is the slope as a function of the sigmoid's
# output; here x is what goes in.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return x * (1 - x)

# %% q2, wrong: one minus is forgotten
# The slope is largest at 0 and small at both ends. Yours keeps growing: a factor is missing.
def sigmoid_derivative(x):
    return sigmoid(x)
