"""Homework 1: what people really write."""

# %% q1, wrong: the sign of the exponent is lost
# Try a large positive input by hand: the neuron should fire, so the result should be near 1. Look
# at the sign in the exponent.
def sigmoid(x):
    return 1 / (1 + np.exp(np.asarray(x, dtype=float)))

# %% q1, wrong: brackets are missing
# Python divides before it adds. Read your line aloud in the order in which it is worked out: what
# is divided by what?
def sigmoid(x):
    return 1 / 1 + np.exp(-np.asarray(x, dtype=float))

# %% q1, wrong: safe at the other end only
# This form is safe for negative inputs. For large positive ones numerator and denominator both
# overflow, and infinity by infinity is nan.
def sigmoid(x):
    grown = np.exp(np.asarray(x, dtype=float))
    return grown / (1 + grown)

# %% q1, wrong: one decision for all entries
# One negative entry decides here how all the others are computed. Test it on an array that has a
# large negative and a large positive entry.
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    if np.any(x < 0):
        return np.exp(x) / (1 + np.exp(x))
    return 1 / (1 + np.exp(-x))

# %% q1, wrong: the exponential overflows
# Far from 0 an exponential grows beyond what a float64 can hold. np.where is no help: it chooses
# between results that are worked out already. Which exponential is never above 1?
def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))

# %% q1, wrong: inputs are clipped too tightly
# Clipping the input keeps it from overflowing, and bends the ends of the curve: far out the result
# must be 0 to the last digit, and yours stops short of it.
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -30, 30)))

# %% q1, wrong: a tiny number is added
# A small number in the denominator is no cure for an overflow, and it moves every value in about
# the eighth digit. The denominator here can't be 0 anyway.
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decayed) / (1 + decayed + 1e-8)

# %% q1, wrong: half of the argument is forgotten
# As a tanh the sigmoid is half as tall, moved up, and twice as wide. Yours has the right height;
# compare the value at ln 3 with the worked miniature.
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, dtype=float)))

# %% q1, wrong: only numbers are taken
# The function works for one number. Arrays and lists come, too, and are answered entry by entry;
# the functions of the math module can't do that.
def sigmoid(x):
    import math
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0

# %% q1, wrong: an if for a whole array
# An if decides once, and the entries of an array need a decision each. Look for something that
# chooses entry by entry, or for a formula that needs no choice.
def sigmoid(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))

# %% q1, wrong: math.exp can't hold it
# Where NumPy would warn, math.exp raises an OverflowError: for large negative inputs e^-x is beyond
# what a float can hold. Which of the two exponentials is always at most 1?
def sigmoid(x):
    import math
    return np.vectorize(lambda number: 1 / (1 + math.exp(-number)))(x)

# %% q1, wrong: lists are not turned into arrays
# Arrays and numbers are right. The docstring says array_like, so a plain list may come as well, and
# a list can't be negated or divided.
def sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))

# %% q1, wrong: only flat arrays are taken
# Going through x entry by entry works for one dimension. A number has no entries, and the entries
# of a matrix are rows.
def sigmoid(x):
    return np.array([0.5 * (1 + np.tanh(float(value) / 2)) for value in x])

# %% q1, wrong: the result has the input's integer type
# Where integers come in, your result is an integer array, and everything between 0 and 1 is cut
# off. Look at where the array for the result is made.
def sigmoid(x):
    x = np.asarray(x)
    result = np.zeros_like(x)
    result[...] = 0.5 * (1 + np.tanh(x / 2))
    return result

# %% q1, wrong: computed in single precision
# Your values are right to seven digits, which is what a float32 holds. Compute in float64.
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, dtype=np.float32) / 2))

# %% q1, wrong: changes its argument
# The values are right, but the caller's array is no longer what it was: np.asarray makes no copy of
# an array, and operators such as *= write into it.
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    x *= 0.5
    return 0.5 * (1 + np.tanh(x))

# %% q1, wrong: a number is answered with an array
# For a bare number the answer is a number as well, not an array with one entry.
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.atleast_1d(np.asarray(x, dtype=float)) / 2))

# %% q1, wrong: the shape is lost
# The values are right, but they come back as one long row. The result has the shape of x.
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    return 0.5 * (1 + np.tanh(x.ravel() / 2)) if x.ndim else 0.5 * (1 + np.tanh(x / 2))

# %% q1, wrong: printed, not returned
# Your function returns nothing. Printing shows a value to you; only return hands it to the caller.
def sigmoid(x):
    print(0.5 * (1 + np.tanh(np.asarray(x, dtype=float) / 2)))

# %% q1, right: by tanh
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, dtype=float) / 2))

# %% q1, right: by masks
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    result = np.empty_like(x)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    grown = np.exp(x[~positive])
    result[~positive] = grown / (1 + grown)
    return result

# %% q1, right: number by number
def one_sigmoid(number):
    import math
    if number >= 0:
        return 1 / (1 + math.exp(-number))
    return math.exp(number) / (1 + math.exp(number))

def sigmoid(x):
    return np.vectorize(one_sigmoid, otypes=[float])(x)

# %% q1, right: the logarithm first
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=float)))

# %% q1, right: clipped far out
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))

# %% q1, right: the overflow is harmless and silenced
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))

# %% q2, wrong: the input is taken for the activation
# You multiply the input itself by one minus it. That is the slope as a function of the sigmoid's
# output; here x is what goes in.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return x * (1 - x)

# %% q2, wrong: half input, half activation
# One of your two factors is made of the sigmoid's output and the other of its input. Both are
# values of the same function.
def sigmoid_derivative(x):
    return sigmoid(x) * (1 - np.asarray(x, dtype=float))

# %% q2, wrong: slope taken at the activation
# The sigmoid is applied twice: your slope belongs to the point sigmoid(x), not to x. At x = 0 you
# can see it: the slope there should be 0.25.
def sigmoid_derivative(x):
    fired = sigmoid(sigmoid(x))
    return fired * (1 - fired)

# %% q2, wrong: a factor is forgotten
# The slope is largest at 0 and small at both ends. Yours doesn't come down again on one side: a
# factor is missing.
def sigmoid_derivative(x):
    return sigmoid(x)

# %% q2, wrong: the wrong factor is left
# The slope is largest at 0 and small at both ends. Yours falls from 1 to 0, so of the product only
# the part with the minus is there.
def sigmoid_derivative(x):
    return 1 - sigmoid(x)

# %% q2, wrong: the sign is flipped
# The sigmoid rises everywhere, so no slope of it is negative. A minus of the two inner derivatives
# got lost, or two terms of a difference changed places.
def sigmoid_derivative(x):
    fired = sigmoid(x)
    return fired * (fired - 1)

# %% q2, wrong: plus for minus
# Put in x = 0: the slope there is 0.25, its largest value. Yours keeps growing, because something
# is added that should be taken away.
def sigmoid_derivative(x):
    fired = sigmoid(x)
    return fired * (1 + fired)

# %% q2, wrong: the rule of the tanh
# One minus the square of the output is another function's slope. The sigmoid's runs from 0 to 0.25
# and back to 0; work out what yours is far to the left.
def sigmoid_derivative(x):
    return 1 - sigmoid(x) ** 2

# %% q2, wrong: a quarter is forgotten
# The form is right, the height is not: at 0 the slope should be 0.25, and yours is 1. Follow the
# inner derivative of x/2, and the 1/2 in front.
def sigmoid_derivative(x):
    return 1 - np.tanh(np.asarray(x, dtype=float) / 2) ** 2

# %% q2, wrong: the square is forgotten
# In the derivation u stands to the power -2, so the denominator is a square. Yours is the first
# power.
def sigmoid_derivative(x):
    decayed = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return decayed / (1 + decayed)

# %% q2, wrong: the exponential overflows
# Moderate inputs are right. At -1000 the exponential and its square are both infinite, and infinity
# by infinity is nan. You have a function that is safe there already.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return np.exp(-x) / (1 + np.exp(-x)) ** 2

# %% q2, wrong: safe at the other end only
# Your form is safe for negative inputs. At 1000 the exponential and its square are both infinite,
# and infinity by infinity is nan. You have a function that is safe there already.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return np.exp(x) / (1 + np.exp(x)) ** 2

# %% q2, wrong: a one-sided difference
# A difference of two values to one side is close to the slope, and not close enough: it is right to
# about five digits. There is an exact formula in the text.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return (sigmoid(x + 1e-5) - sigmoid(x)) / 1e-5

# %% q2, wrong: lists are not turned into arrays
# Arrays and numbers are right. The docstring says array_like, so a plain list may come as well, and
# a list can't be negated or divided.
def sigmoid_derivative(x):
    return (1 - np.tanh(x / 2) ** 2) / 4

# %% q2, wrong: only flat arrays are taken
# Going through x entry by entry works for one dimension. A number has no entries, and the entries
# of a matrix are rows.
def sigmoid_derivative(x):
    slopes = []
    for value in x:
        slopes.append(float(sigmoid(value) * (1 - sigmoid(value))))
    return np.array(slopes)

# %% q2, wrong: the result has the input's integer type
# Where integers come in, your result is an integer array, and a slope of at most 0.25 is cut off to
# 0. Look at where the array for the result is made.
def sigmoid_derivative(x):
    x = np.asarray(x)
    slope = np.zeros_like(x)
    slope[...] = sigmoid(x) * (1 - sigmoid(x))
    return slope

# %% q2, wrong: changes its argument
# The values are right, but the caller's array is no longer what it was. Give the result a name of
# its own.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    x[...] = sigmoid(x)
    return x * (1 - x)

# %% q2, wrong: the shape is lost
# The values are right, but they come back as one long row. The result has the shape of x.
def sigmoid_derivative(x):
    fired = np.asarray(sigmoid(x))
    slope = fired * (1 - fired)
    return slope.ravel() if slope.ndim else slope

# %% q2, wrong: the slopes are on a diagonal
# Each output depends on its own input only, so the Jacobian is diagonal; asked for is just that
# diagonal, in the shape of x.
def sigmoid_derivative(x):
    fired = np.asarray(sigmoid(x))
    return np.diagflat(fired * (1 - fired)) if fired.ndim else fired * (1 - fired)

# %% q2, right: a product of two sigmoids
def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-np.asarray(x, dtype=float))

# %% q2, right: by one exponential
def sigmoid_derivative(x):
    decayed = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return decayed / (1 + decayed) ** 2

# %% q2, right: by tanh
def sigmoid_derivative(x):
    return (1 - np.tanh(np.asarray(x) / 2) ** 2) / 4

# %% q2, right: loops
def sigmoid_derivative(x):
    values = np.array(x, dtype=float)
    for index in np.ndindex(values.shape):
        fired = sigmoid(values[index])
        values[index] = fired - fired**2
    return values

# %% q3, wrong: the input is taken for the activation
# Your slope squares the input itself. The square in the formula is that of the tanh, and x is what
# goes into it.
def tanh(x, deriv=False):
    return 1 - x**2 if deriv else np.tanh(x)

# %% q3, wrong: slope taken at the activation
# With deriv=True the tanh is applied twice: your slope belongs to the point tanh(x), not to x.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return 1 - np.tanh(value) ** 2 if deriv else value

# %% q3, wrong: deriv is ignored
# The values are right, and with deriv=True the same values come again. That call asks for the
# slope.
def tanh(x, deriv=False):
    return np.tanh(x)

# %% q3, wrong: deriv is ignored for numbers
# Arrays are right. For a bare number your function returns before it has looked at deriv.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return 1 - value**2 if deriv and np.ndim(x) else value

# %% q3, wrong: deriv is the wrong way round
# You return the slope where the value is asked for, and the value where the slope is. Look at what
# each branch belongs to, and at the default.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return value if deriv else 1 - value**2

# %% q3, wrong: deriv is on by default
# Called without deriv, a function answers with its value. Yours answers with the slope: look at the
# default in the first line.
def tanh(x, deriv=True):
    value = np.tanh(x)
    return 1 - value**2 if deriv else value

# %% q3, wrong: deriv can't be given by position
# A star in the signature allows deriv by name only. Keep the signature that the stub had: a network
# may call f(x, True).
def tanh(x, *, deriv=False):
    value = np.tanh(x)
    return 1 - value**2 if deriv else value

# %% q3, wrong: value and slope at once
# One call asks for one of the two. Return the value or the slope, as deriv says, not both.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return value, 1 - value**2

# %% q3, wrong: the square is forgotten
# The slope is the same at x and at -x. Yours isn't, because something in it should be squared.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return 1 - value if deriv else value

# %% q3, wrong: one by cosh, not squared
# The slope is one by the square of the hyperbolic cosine. Yours falls too slowly on both sides:
# compare it with the worked miniature at ln 2.
def tanh(x, deriv=False):
    return 1 / np.cosh(x) if deriv else np.tanh(x)

# %% q3, wrong: one minus is forgotten
# At 0 the tanh is steepest, and your slope is 0 there. The square is right; something stands before
# it in the formula.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return value**2 if deriv else value

# %% q3, wrong: the sign is flipped
# The tanh rises everywhere, so no slope of it is negative. Two terms of a difference have changed
# places.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return value**2 - 1 if deriv else value

# %% q3, wrong: the rule of the sigmoid
# Output times one minus output is the sigmoid's slope. The tanh has another one: at 0, where it is
# steepest, yours is 0.
def tanh(x, deriv=False):
    value = np.tanh(x)
    return value * (1 - value) if deriv else value

# %% q3, wrong: half the width is forgotten
# The height is right and the width is not: the sigmoid has to be taken at another point than x.
# Compare the value at ln 2 with the worked miniature.
def tanh(x, deriv=False):
    value = 2 * sigmoid(x) - 1
    return 1 - value**2 if deriv else value

# %% q3, wrong: an inner factor is missing
# Differentiate 2 sigmoid(2x) - 1 step by step: the 2 in front is one factor, and the chain rule
# brings another one from inside.
def tanh(x, deriv=False):
    return 2 * sigmoid_derivative(2 * x) if deriv else 2 * sigmoid(2 * x) - 1

# %% q3, wrong: both factors are missing
# Differentiate 2 sigmoid(2x) - 1 step by step. A factor comes from outside and another one from
# inside, by the chain rule; your slope has neither, and is 0.25 at 0 for 1.
def tanh(x, deriv=False):
    return sigmoid_derivative(2 * x) if deriv else 2 * sigmoid(2 * x) - 1

# %% q3, wrong: brackets are missing
# Python divides before it adds and subtracts. Of the numerator only the last term is divided, and
# only by the first of the denominator.
def tanh(x, deriv=False):
    value = np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)
    return 1 - value**2 if deriv else value

# %% q3, wrong: only numbers are taken
# The function works for one number. Arrays come, too, and are answered entry by entry; the
# functions of the math module can't do that.
def tanh(x, deriv=False):
    import math
    value = math.tanh(x)
    return 1 - value**2 if deriv else value

# %% q3, wrong: changes its argument
# The values are right, but the caller's array is no longer what it was. Give the result a name of
# its own.
def tanh(x, deriv=False):
    value = np.tanh(x, out=x) if isinstance(x, np.ndarray) else np.tanh(x)
    return 1 - value**2 if deriv else value

# %% q3, wrong: a number is answered with an array
# For a bare number the answer is a number as well, not an array with one entry.
def tanh(x, deriv=False):
    value = np.tanh(np.atleast_1d(x))
    return 1 - value**2 if deriv else value

# %% q3, right: exponentials
def tanh(x, deriv=False):
    value = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return 1 - value * value if deriv else value

# %% q3, right: by the sigmoid
def tanh(x, deriv=False):
    if deriv:
        return 4 * sigmoid_derivative(2 * x)
    return 2 * sigmoid(2 * x) - 1

# %% q3, right: hyperbolic functions
def tanh(x, deriv=False):
    return np.cosh(x) ** -2.0 if deriv else np.sinh(x) / np.cosh(x)

# %% q3, right: number by number
def tanh(x, deriv=False):
    import math
    def slope(number):
        return (1 - math.tanh(number)) * (1 + math.tanh(number))
    return np.vectorize(slope if deriv else math.tanh)(x)

# %% q4, wrong: the slope at exactly 0 is 1
# The slope of relu is right everywhere but at 0. At the corner there are two conventions, and the
# text takes the other one.
def relu(x, deriv=False):
    return np.where(x >= 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: the slope at exactly 0 is a half
# Right everywhere but at 0. A half is what a central difference says there; the text follows the
# libraries and takes another value.
def relu(x, deriv=False):
    return np.heaviside(x, 0.5) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: the step at exactly 0 is 1
# The step is right everywhere but at 0. Compare its definition with your comparison: on which side
# does 0 belong?
def heaviside(x):
    return np.where(x >= 0, 1.0, 0.0)

# %% q4, wrong: the step alone is 1 at exactly 0
# The slope of relu is right at 0, and the step is not. The text chooses both so that they are the
# same function.
def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

def heaviside(x):
    return np.where(x >= 0, 1.0, 0.0)

# %% q4, wrong: the step at exactly 0 is a half
# The step is right everywhere but at 0. A half is a usual value there, too; the text states which
# one is taken here.
def heaviside(x):
    return np.heaviside(x, 0.5)

# %% q4, wrong: the step alone is a half at exactly 0
# The slope of relu is right at 0, and the step is a half there. The text chooses both so that they
# are the same function.
def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

def heaviside(x):
    return np.heaviside(x, 0.5)

# %% q4, wrong: a sign for a step
# Below 0 your step is -1. A neuron that doesn't fire answers 0.
def heaviside(x):
    return np.sign(x)

# %% q4, wrong: a sign for a slope
# Left of the corner relu is flat, and your slope is -1 there.
def relu(x, deriv=False):
    return np.sign(x) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: the branches have changed places
# Your step is 1 where it should be 0 and 0 where it should be 1. np.where takes first what holds
# where the condition is true.
def heaviside(x):
    return np.where(x > 0, 0.0, 1.0)

# %% q4, wrong: a threshold above 0
# Your step waits until x is past a small threshold. Any positive number is above 0, however small.
def heaviside(x):
    return np.where(x > 1e-8, 1.0, 0.0)

# %% q4, wrong: the step alone has a threshold above 0
# Your step waits until x is past a small threshold, and the slope of relu doesn't. Any positive
# number is above 0, however small.
def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

def heaviside(x):
    return np.where(x > 1e-8, 1.0, 0.0)

# %% q4, wrong: the slope has a threshold above 0
# The slope of relu waits until x is past a small threshold. Any positive number is above 0, however
# small.
def relu(x, deriv=False):
    return np.where(x > 1e-8, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: an if for a whole array
# An if decides once, and the entries of an array need a decision each. Look for something that
# chooses entry by entry.
def heaviside(x):
    if x > 0:
        return 1
    return 0

# %% q4, wrong: max for a whole array
# Python's max compares two things as a whole, and an array isn't larger or smaller than 0 as a
# whole. NumPy has a function that compares entry by entry.
def relu(x, deriv=False):
    if deriv:
        return heaviside(x)
    return max(0, x)

# %% q4, wrong: the largest entry for the larger one
# np.max looks for the largest entry of one array, and its second argument is an axis. The larger
# one of two, entry by entry, has another name.
def relu(x, deriv=False):
    return heaviside(x) if deriv else np.max(x, 0)

# %% q4, wrong: the wrong side is passed
# Your relu passes what is negative and stops what is positive. It is the other way round.
def relu(x, deriv=False):
    return heaviside(x) if deriv else np.minimum(x, 0.0)

# %% q4, wrong: negative inputs are mirrored
# What is negative is stopped, not turned around: relu(-2) is 0.
def relu(x, deriv=False):
    return heaviside(x) if deriv else np.abs(x)

# %% q4, wrong: a leak
# Left of 0 your relu still has a small slope. That is a relative of relu, the leaky one; this one
# stops everything that is negative.
def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.01) if deriv else np.where(x > 0, x, 0.01 * x)

# %% q4, wrong: clipped at the top
# Small inputs are right. Relu has no upper limit: whatever is positive passes as it is.
def relu(x, deriv=False):
    return heaviside(x) if deriv else np.clip(x, 0.0, 6.0)

# %% q4, wrong: divided by the input
# Value by input is the slope wherever the input isn't 0. At 0 it is 0 by 0, which is nan.
def relu(x, deriv=False):
    return np.maximum(x, 0.0) / x if deriv else np.maximum(x, 0.0)

# %% q4, wrong: the slope is the input
# On the positive side your slope grows with x. Relu is a straight line there: how steep is it?
def relu(x, deriv=False):
    return np.where(x > 0, x, 0.0)

# %% q4, wrong: deriv is the wrong way round
# You return the slope where the value is asked for, and the value where the slope is. Look at what
# each branch belongs to, and at the default.
def relu(x, deriv=False):
    return np.maximum(x, 0.0) if deriv else heaviside(x)

# %% q4, wrong: deriv is on by default
# Called without deriv, a function answers with its value. Yours answers with the slope: look at the
# default in the first line.
def relu(x, deriv=True):
    return heaviside(x) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: deriv is ignored for numbers
# Arrays are right. For a bare number your function returns before it has looked at deriv.
def relu(x, deriv=False):
    if np.ndim(x) == 0:
        return max(x, 0.0)
    return heaviside(x) if deriv else np.maximum(x, 0.0)

# %% q4, wrong: relu changes its argument
# The values are right, but the caller's array is no longer what it was: writing to x[...] writes
# into it. Work on a copy, or compute something new.
def relu(x, deriv=False):
    if deriv or np.ndim(x) == 0:
        return heaviside(x) if deriv else max(x, 0.0)
    x[x < 0] = 0
    return x

# %% q4, wrong: the step changes its argument
# The values of the step are right, but the caller's array is no longer what it was: writing to
# x[...] writes into it. Work on a copy, or compute something new.
def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0.0)

def heaviside(x):
    if np.ndim(x) == 0:
        return float(x > 0)
    x[x > 0] = 1
    x[x <= 0] = 0
    return x

# %% q4, right: truth values
def relu(x, deriv=False):
    return x > 0 if deriv else x * (x > 0)

def heaviside(x):
    return x > 0

# %% q4, right: signs and absolute values
def relu(x, deriv=False):
    return np.sign(relu(x)) if deriv else (x + np.abs(x)) / 2

def heaviside(x):
    return np.maximum(np.sign(x), 0)

# %% q4, right: a copy and its masks
def relu(x, deriv=False):
    result = np.array(x, dtype=float)
    positive = result > 0
    if deriv:
        result[positive] = 1
    result[~positive] = 0
    return result

def heaviside(x):
    return (np.asarray(x) > 0).astype(np.int8)

# %% q4, right: number by number
def relu(x, deriv=False):
    if deriv:
        return heaviside(x)
    return np.vectorize(lambda number: max(number, 0.0), otypes=[float])(x)

heaviside = np.vectorize(lambda number: 1 if number > 0 else 0)

# %% q5, wrong: a step forward only
# Your step goes to one side, so an error of the first order in h stays. Step to both sides of x.
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h

# %% q5, wrong: a step back only
# Your step goes to one side, so an error of the first order in h stays. Step to both sides of x.
def numerical_derivative(f, x, h=1e-5):
    return (f(x) - f(x - h)) / h

# %% q5, wrong: two steps forward
# The distance is right, 2h, but both points should lie on either side of x, at the same distance.
# Then the first-order error cancels.
def numerical_derivative(f, x, h=1e-5):
    return (f(x + 2 * h) - f(x)) / (2 * h)

# %% q5, wrong: the 2 is forgotten
# The two points are not h apart. How far is it from x - h to x + h?
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / h

# %% q5, wrong: multiplied by the step
# Python works through / and * from left to right, so what stands behind the 2 multiplies. Put the
# denominator into brackets.
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / 2 * h

# %% q5, wrong: brackets are missing
# Python divides before it subtracts: only the second value is divided here.
def numerical_derivative(f, x, h=1e-5):
    return f(x + h) - f(x - h) / (2 * h)

# %% q5, wrong: not divided
# The difference of the two values is there; a slope is a difference by a distance.
def numerical_derivative(f, x, h=1e-5):
    return f(x + h) - f(x - h)

# %% q5, wrong: the sign is flipped
# For a function that rises your slope is negative. Which of the two values comes first in the
# difference?
def numerical_derivative(f, x, h=1e-5):
    return (f(x - h) - f(x + h)) / (2 * h)

# %% q5, wrong: half the step
# The rule is right for another step: you go half of h to either side. The text goes a whole h.
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h / 2) - f(x - h / 2)) / h

# %% q5, wrong: the step is not the one that is given
# With the default step all is well. When a caller gives another h, you still use your own.
def numerical_derivative(f, x, h=1e-5):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: the step grows with x
# Scaling the step with the size of x is done in practice, and not here: the h that is given is the
# h that is used.
def numerical_derivative(f, x, h=1e-5):
    h = h * np.maximum(1.0, np.abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: a much larger default step
# With a step that is given all is well. Called without one, yours is larger than the stub's.
def numerical_derivative(f, x, h=1e-3):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: a larger default step
# With a step that is given all is well. Called without one, yours is larger than the stub's.
def numerical_derivative(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: a smaller default step
# With a step that is given all is well. Called without one, yours is smaller than the stub's, and
# rounding counts for more.
def numerical_derivative(f, x, h=1e-6):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: a rule with four points
# Your rule is a better one: at the worked miniature it gives 12. Asked for is the one with two
# points, with its error.
def numerical_derivative(f, x, h=1e-5):
    return (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)

# %% q5, wrong: the second derivative
# This difference, with the value in the middle taken twice, is the second derivative. Asked for is
# the first one.
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2

# %% q5, wrong: the step is added to the value
# You move the value of f by h, so the difference is 2h whatever f is. What has to move is the point
# at which f is asked.
def numerical_derivative(f, x, h=1e-5):
    return ((f(x) + h) - (f(x) - h)) / (2 * h)

# %% q5, wrong: differences between the entries
# np.gradient takes the entries of an array for samples of one curve, h apart. Here each entry of x
# is a point of its own, and f can be asked anywhere.
def numerical_derivative(f, x, h=1e-5):
    return np.gradient(f(x), h)

# %% q5, wrong: only numbers are taken
# The function works for one number. Arrays come, too, and are answered entry by entry.
def numerical_derivative(f, x, h=1e-5):
    x = float(x)
    return (f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: the shape is lost
# The slopes are right, but they come back as one long row. The result has the shape of x.
def numerical_derivative(f, x, h=1e-5):
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.ravel(slope) if np.ndim(x) else slope

# %% q5, wrong: all slopes are added up
# You return one number for a whole array. f works on each entry alone, so there is a slope for
# each.
def numerical_derivative(f, x, h=1e-5):
    return np.sum(f(x + h) - f(x - h)) / (2 * h)

# %% q5, wrong: changes its argument
# The slopes are right, but x += h writes into the caller's array, and taking h away again doesn't
# restore the last digit. Work on something new.
def numerical_derivative(f, x, h=1e-5):
    x += h
    above = f(x)
    x -= 2 * h
    below = f(x)
    x += h
    return (above - below) / (2 * h)

# %% q5, wrong: rounded
# Your result has only a few decimals. Rounding is for showing numbers; further computing needs all
# digits.
def numerical_derivative(f, x, h=1e-5):
    return np.round((f(x + h) - f(x - h)) / (2 * h), 4)

# %% q5, right: entry by entry
def numerical_derivative(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        slopes[index] = (f(x[index] + h) - f(x[index] - h)) / (2 * h)
    return slopes

# %% q5, right: the mean of two one-sided differences
def numerical_derivative(f, x, h=1e-5):
    forward = (f(x + h) - f(x)) / h
    backward = (f(x) - f(x - h)) / h
    return (forward + backward) / 2

# %% q5, right: by the distance that was really gone
def numerical_derivative(f, x, h=1e-5):
    above, below = x + h, x - h
    return np.divide(f(above) - f(below), above - below)

# %% q6, wrong: the bias is forgotten
# Without its bias a neuron fires as easily as any other. Where does b come in?
def neuron(X, w, b, activation):
    return activation(X @ w)

# %% q6, wrong: the bias is outside the activation
# You add the bias to what comes out of the activation. It belongs to the weighted sum, which goes
# in.
def neuron(X, w, b, activation):
    return activation(X @ w) + b

# %% q6, wrong: the bias is subtracted
# Your bias has the wrong sign. Some texts have a threshold, which is taken away; a bias is added.
def neuron(X, w, b, activation):
    return activation(X @ w - b)

# %% q6, wrong: a bias for each input
# Your sum holds the bias once for every input. A neuron has one bias: it is added when the products
# have been summed.
def neuron(X, w, b, activation):
    return activation(np.sum(X * w + b, axis=1))

# %% q6, wrong: the activation is forgotten
# The weighted sums are right, and returned as they are. A neuron bends them.
def neuron(X, w, b, activation):
    return X @ w + b

# %% q6, wrong: the activation is not the one that is given
# You always apply relu. The activation is an argument: whatever function comes is to be used.
def neuron(X, w, b, activation):
    return np.maximum(X @ w + b, 0.0)

# %% q6, wrong: the activation is applied twice
# What comes out of the activation goes into it again. With relu nobody notices; with other
# functions it matters.
def neuron(X, w, b, activation):
    return activation(activation(X @ w + b))

# %% q6, wrong: the inputs are bent instead of the sum
# The activation is applied to the inputs, before they are weighed. It bends the sum.
def neuron(X, w, b, activation):
    return activation(X) @ w + b

# %% q6, wrong: a column for a row
# Your result has the shape (N, 1), because w was made a column. The text warns of just that: next
# to a (N,) it becomes an (N, N).
def neuron(X, w, b, activation):
    return activation(X @ w.reshape(-1, 1) + b)

# %% q6, wrong: a bare number for one sample
# Batches are right. For a single sample the result should still be an array, with one entry: a
# squeeze, or an index, takes away one dimension too many.
def neuron(X, w, b, activation):
    return np.squeeze(activation(X @ w.reshape(-1, 1) + b))

# %% q6, wrong: mean for sum
# Your sums are divided by the number of inputs. A neuron adds, it doesn't average.
def neuron(X, w, b, activation):
    return activation(np.mean(X * w, axis=1) + b)

# %% q6, wrong: everything is added up
# Your sum runs over all samples, too, and gives one number for the batch. Each sample has a sum of
# its own: say along which axis.
def neuron(X, w, b, activation):
    return activation(np.sum(X * w) + b)

# %% q6, wrong: the wrong axis
# You add up along the samples, so that there is one sum for each input. There should be one for
# each sample.
def neuron(X, w, b, activation):
    return activation(np.sum(X * w, axis=0) + b)

# %% q6, wrong: a transpose that fits square batches
# With as many samples as inputs the product works, and mixes samples. Write the shapes below each
# factor: which dimension should vanish?
def neuron(X, w, b, activation):
    return activation(X.T @ w + b)

# %% q6, wrong: the products are not summed
# You return one number for each input of each sample. A neuron adds the products up.
def neuron(X, w, b, activation):
    return activation(X * w + b)

# %% q6, wrong: a list for an array
# The numbers are right, but they come in a list. Arrays are asked for: nobody can compute with a
# list.
def neuron(X, w, b, activation):
    return [float(activation(sample @ w + b)) for sample in X]

# %% q6, wrong: written for two inputs
# It works for the worked miniature, which has two inputs. There may be any number D of them.
def neuron(X, w, b, activation):
    return activation(X[:, 0] * w[0] + X[:, 1] * w[1] + b)

# %% q6, wrong: only the first sample
# You answer for the first row of X. Each row is a sample and gets an answer.
def neuron(X, w, b, activation):
    return np.array([activation(X[0] @ w + b)])

# %% q6, wrong: the result is an integer array
# The decimals are cut off, because the array for the results was made for integers.
def neuron(X, w, b, activation):
    result = np.array([0] * len(X))
    for number, sample in enumerate(X):
        result[number] = activation(sample @ w + b)
    return result

# %% q6, wrong: changes its argument
# The numbers are right, but X *= w writes into the caller's array. Give the products a name of
# their own.
def neuron(X, w, b, activation):
    X *= w
    return activation(X.sum(axis=1) + b)

# %% q6, wrong: the bias is added into the weights
# w += b changes the caller's weights, and every input then counts for more. The bias belongs to the
# sum, not to the weights.
def neuron(X, w, b, activation):
    w += b
    return activation(X @ w)

# %% q6, right: einsum
def neuron(X, w, b, activation):
    return activation(np.einsum("nd,d->n", X, w) + b)

# %% q6, right: sample by sample
def neuron(X, w, b, activation):
    return np.array([activation(float(w @ sample) + b) for sample in X])

# %% q6, right: a column that is made flat again
def neuron(X, w, b, activation):
    return activation(X @ w.reshape(-1, 1) + b).ravel()

# %% q6, right: the bias as one more weight
def neuron(X, w, b, activation):
    extended = np.hstack([X, np.ones((len(X), 1))])
    return activation(extended @ np.append(w, b))

# %% q7, wrong: fires at exactly 0 while learning
# Where the sum is exactly 0, your neuron fires while it learns; in the reading that is tested it
# doesn't. Row 1 of the first epoch shows it.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b >= 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: answers fire at exactly 0
# perceptron_predict is right but where the sum is exactly 0. There the answer is 0: to fire, the
# sum has to be above.
def perceptron_predict(X, w, b):
    return (X @ w + b >= 0).astype(int)

# %% q7, wrong: corrections wait for the end of the epoch
# You work out all answers with the weights from the start of the epoch and correct then. Each
# correction counts before the next sample is shown.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        corrections = y - (X @ w + b > 0)
        w, b = w + corrections @ X, b + corrections.sum()
    return w, b

# %% q7, wrong: one epoch too many
# Your loop goes once more through the samples than asked. Count the rounds for epochs = 1.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs + 1):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: one epoch too few
# Your loop goes once less through the samples than asked. Count the rounds for epochs = 1.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(1, epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: only one epoch counts
# However many epochs are asked, your result is that of one. Either a return stands inside the loop,
# or the weights are set to zero again at the start of each epoch: look at the indentation.
def perceptron_fit(X, y, epochs):
    for _ in range(epochs):
        w, b = np.zeros(X.shape[1]), 0.0
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: an epoch ends with its first mistake
# After a correction you leave the epoch, and the rows that follow are never reached. An epoch goes
# through all of them.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            if correction != 0:
                w, b = w + correction * sample, b + correction
                break
    return w, b

# %% q7, wrong: an epoch ends with its first right answer
# The first sample that is answered correctly ends the epoch, and the rows that follow are never
# reached. A right answer changes nothing; the next row still has its turn.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            if correction == 0:
                break
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: stops when mistakes stop falling
# You stop when the number of mistakes doesn't fall any more. It may stay, or rise, and fall later:
# go on for all the epochs that are asked.
def perceptron_fit(X, y, epochs):
    w, b, last = np.zeros(X.shape[1]), 0.0, len(X) + 1
    for _ in range(epochs):
        mistakes = 0
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            mistakes += abs(correction)
            w, b = w + correction * sample, b + correction
        if mistakes >= last:
            break
        last = mistakes
    return w, b

# %% q7, wrong: from the last row to the first
# Your samples come in reverse order. The order changes which corrections are made, so it is stated.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X[::-1], y[::-1]):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: starts at random weights
# Your weights start at random numbers, so that nobody can check them by hand. The reading that is
# tested starts at zero.
def perceptron_fit(X, y, epochs):
    w, b = np.random.default_rng(0).normal(size=X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: integer weights
# Your weights are integers, and what is put into such an array loses all behind the point. A sample
# may hold halves: start from floats.
def perceptron_fit(X, y, epochs):
    w, b = np.array([0] * X.shape[1]), 0
    for _ in range(epochs):
        for x, label in zip(X, y):
            wrong = label - int(x @ w + b > 0)
            for d in range(len(w)):
                w[d] = w[d] + wrong * x[d]
            b += wrong
    return w, b

# %% q7, wrong: starts at ones
# Your weights start at 1. The reading that is tested starts at zero.
def perceptron_fit(X, y, epochs):
    w, b = np.ones(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: another learning rate
# Your corrections are a tenth of what they should be. Here a sample is added whole: the learning
# rate is 1.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = 0.1 * (label - int(sample @ w + b > 0))
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: the sign is flipped
# Your corrections go the wrong way: a sample that should have fired and didn't is taken away, and
# it will fire even less. Which comes first in the difference?
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = int(sample @ w + b > 0) - label
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: the bias is forgotten
# Your weights learn and the bias never changes from 0. It is corrected, too, each time.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            w = w + (label - int(sample @ w + b > 0)) * sample
    return w, b

# %% q7, wrong: the bias is not asked while learning
# Your bias is corrected, but when the neuron answers while it learns, the sum is made without it.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: the bias sees the updated weights
# The neuron answers a second time, with the corrected weights, before the bias is corrected. One
# answer per sample, and both corrections from it.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            w = w + (label - int(sample @ w + b > 0)) * sample
            b = b + (label - int(sample @ w + b > 0))
    return w, b

# %% q7, wrong: only what should have fired is corrected
# A neuron that fires wrongly is never set right: with labels 0 and 1, check what your rule does
# where the label is 0.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            if label * (sample @ w + b) <= 0:
                w, b = w + label * sample, b + label
    return w, b

# %% q7, wrong: a sum of exactly 0 counts as wrong
# With labels -1 and 1 and a "<= 0" a sum of exactly 0 is a mistake for either label. In the reading
# that is tested the answer at 0 is 0, which is right for samples labeled 0.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, 2 * y - 1):
            if label * (sample @ w + b) <= 0:
                w, b = w + label * sample, b + label
    return w, b

# %% q7, wrong: corrected whatever the answer
# You correct for every sample, also where the answer was right. Then nothing should be done.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = 1 if label == 1 else -1
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: sigmoid for step
# Your neuron answers with numbers between 0 and 1, so there is always something to correct. A
# perceptron fires or doesn't.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - sigmoid(sample @ w + b)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: the best weights are kept
# You return the weights with the fewest mistakes so far. That is a good idea, and another method:
# asked for are those after the last sample.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    fewest, best = len(X) + 1, (w, b)
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
        mistakes = int(((X @ w + b > 0) != y).sum())
        if mistakes < fewest:
            fewest, best = mistakes, (w, b)
    return best

# %% q7, wrong: the bias comes first
# Both are right, in the wrong order: the weights are returned first.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    return b, w

# %% q7, wrong: the bias stays among the weights
# Keeping the bias as one more weight is a fine way to compute. Take it out again at the end: two
# things are returned.
def perceptron_fit(X, y, epochs):
    extended = np.hstack([X, np.ones((len(X), 1))])
    w = np.zeros(extended.shape[1])
    for _ in range(epochs):
        for sample, label in zip(extended, y):
            w = w + (label - int(sample @ w > 0)) * sample
    return w

# %% q7, wrong: the bias is an array
# Your bias is an array with one entry. A neuron has one bias, a number.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), np.zeros(1)
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - (sample @ w + b > 0).astype(int)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: written for two inputs
# It works for the gates, which have two inputs. There may be any number D of them: X knows.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample[0] * w[0] + sample[1] * w[1] + b > 0)
            w, b = w + correction * sample, b + correction
    return w, b

# %% q7, wrong: written for four samples
# It works for the gates, which have four rows. There may be any number N of them: X knows.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for i in range(4):
            correction = y[i] - int(X[i] @ w + b > 0)
            w, b = w + correction * X[i], b + correction
    return w, b

# %% q7, wrong: changes its argument
# The caller's labels are no longer what they were: you wrote -1 over each 0. Make labels of your
# own.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    y[y == 0] = -1
    for _ in range(epochs):
        for sample, label in zip(X, y):
            answer = 1 if sample @ w + b > 0 else -1
            if answer != label:
                w, b = w + label * sample, b + label
    return w, b

# %% q7, wrong: remembers the last call
# Your weights live outside the function, so that a second call goes on where the first one ended.
# Every call starts at zero.
learned = {}

def perceptron_fit(X, y, epochs):
    w, b = learned.get(X.shape[1], (np.zeros(X.shape[1]), 0.0))
    for _ in range(epochs):
        for sample, label in zip(X, y):
            correction = label - int(sample @ w + b > 0)
            w, b = w + correction * sample, b + correction
    learned[X.shape[1]] = w, b
    return w, b

# %% q7, wrong: answers of -1
# Where the neuron doesn't fire, perceptron_predict answers -1. The labels here are 0 and 1.
def perceptron_predict(X, w, b):
    return np.where(X @ w + b > 0, 1, -1)

# %% q7, wrong: answers without the bias
# perceptron_predict sums without the bias. Try the same weights with two biases: the answers should
# differ.
def perceptron_predict(X, w, b):
    return (X @ w > 0).astype(int)

# %% q7, wrong: answers are the sums
# perceptron_predict returns the sums themselves. Say only whether the neuron fires.
def perceptron_predict(X, w, b):
    return X @ w + b

# %% q7, wrong: answers between 0 and 1
# perceptron_predict answers with numbers between 0 and 1. A perceptron fires or doesn't.
def perceptron_predict(X, w, b):
    return sigmoid(X @ w + b)

# %% q7, wrong: answers fire above a half
# A half is the threshold for probabilities. This neuron fires as soon as its sum is above 0.
def perceptron_predict(X, w, b):
    return (X @ w + b > 0.5).astype(int)

# %% q7, wrong: one answer for all
# perceptron_predict gives one answer for the whole batch. Each row of X is a sample and gets its
# own.
def perceptron_predict(X, w, b):
    return int(np.sum(X * w) + b > 0)

# %% q7, wrong: an if for a whole array
# An if decides once, and perceptron_predict needs a decision for each row of X.
def perceptron_predict(X, w, b):
    if X @ w + b > 0:
        return 1
    return 0

# %% q7, wrong: a list for an array
# The answers are right, but they come in a list. With an array one can count and compare.
def perceptron_predict(X, w, b):
    return [int(sample @ w + b > 0) for sample in X]

# %% q7, right: labels of -1 and 1
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0
    for epoch in range(epochs):
        for i in range(len(X)):
            fires = np.dot(X[i], w) + b > 0
            if fires != y[i]:
                sign = 1 if y[i] == 1 else -1
                w += sign * X[i]
                b += sign
    return w, b

def perceptron_predict(X, w, b):
    return np.dot(X, w) > -b

# %% q7, right: the bias as one more weight
def perceptron_fit(X, y, epochs):
    extended = np.column_stack([X, np.ones(len(X))])
    w = np.zeros(extended.shape[1])
    for epoch in range(epochs):
        before = w.copy()
        for sample, label in zip(extended, y):
            w = w + (label - (sample @ w > 0)) * sample
        if np.array_equal(before, w):
            break
    return [w[:-1], w[-1]]

# %% q7, right: by the neuron of question 6
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(epochs):
        for i in range(len(y)):
            correction = y[i] - perceptron_predict(X[i : i + 1], w, b)[0]
            w = w + correction * X[i]
            b = b + correction
    return w, b

def perceptron_predict(X, w, b):
    return neuron(X, w, b, heaviside)

# %% q8, wrong: only the slope at 0
# The slope at 0 is the largest one of the sigmoid and of many others, not of all. Look for the peak
# along the whole interval.
def slope_through(depth, derivative):
    return float(derivative(0.0) ** depth)

# %% q8, wrong: written for the sigmoid
# A quarter is the sigmoid's largest slope. Another derivative may come as an argument: ask that
# one.
def slope_through(depth, derivative):
    return 0.25**depth

# %% q8, wrong: times depth
# Slopes of layers that follow each other are multiplied, not added: each layer takes its share of
# what is left.
def slope_through(depth, derivative):
    return float(depth * np.max(derivative(np.linspace(-10, 10, 2001))))

# %% q8, wrong: depth is forgotten
# You return the share of one layer, however deep the stack is.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-10, 10, 2001))))

# %% q8, wrong: one layer too few
# Your product has one factor less than there are layers. Count them for a stack of one.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-10, 10, 2001))) ** (depth - 1))

# %% q8, wrong: one layer too many
# Your product has one factor more than there are layers. Count them for a stack of one.
def slope_through(depth, derivative):
    steepest = float(np.max(derivative(np.linspace(-10, 10, 2001))))
    product = steepest
    for _ in range(depth):
        product *= steepest
    return product

# %% q8, wrong: mean for maximum
# You take the average slope. Asked is how much comes through at best, so the largest one counts.
def slope_through(depth, derivative):
    return float(np.mean(derivative(np.linspace(-10, 10, 2001))) ** depth)

# %% q8, wrong: the place for the value
# You found where the slope is largest, and took that place for the slope. What is the derivative
# there?
def slope_through(depth, derivative):
    x = np.linspace(-10, 10, 2001)
    return float(x[np.argmax(derivative(x))] ** depth)

# %% q8, wrong: the number of the place for the value
# np.argmax tells at which position the largest slope stands, counted from 0. Asked is the slope
# that stands there.
def slope_through(depth, derivative):
    return float(np.argmax(derivative(np.linspace(-10, 10, 2001)))) ** depth

# %% q8, wrong: the grid has no 0
# An even number of points from -10 to 10 has none at 0, and the peak slips through. The text says
# how to hit it.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-10, 10))) ** depth)

# %% q8, wrong: a fine grid without 0
# Your grid is fine, and it has an even number of points: none of them is at 0, where a narrow peak
# may be.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-10, 10, 1000))) ** depth)

# %% q8, wrong: whole numbers only
# Between two whole numbers there is room for a peak. Make the grid finer.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.arange(-10, 11))) ** depth)

# %% q8, wrong: one side only
# Your grid begins at 0. The peak of a derivative may be on the negative side.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(0, 10, 2001))) ** depth)

# %% q8, wrong: a narrower interval
# A peak further out than your grid goes is missed. The text says from where to where.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-5, 5, 2001))) ** depth)

# %% q8, wrong: a wider interval
# Your grid goes beyond the interval, and what a derivative does out there doesn't count.
def slope_through(depth, derivative):
    return float(np.max(derivative(np.linspace(-100, 100, 20001))) ** depth)

# %% q8, wrong: capped at 1
# A slope may be larger than 1, and then it grows from layer to layer. Don't cut it off.
def slope_through(depth, derivative):
    return min(1.0, float(np.max(derivative(np.linspace(-10, 10, 2001)))) ** depth)

# %% q8, wrong: the derivative of the derivative
# You put slopes into the derivative again, layer after layer. The factors of the chain rule are
# multiplied; none of them goes into another.
def slope_through(depth, derivative):
    x = np.linspace(-10, 10, 2001)
    for _ in range(depth):
        x = derivative(x)
    return float(np.max(x))

# %% q8, wrong: the whole grid is returned
# You return a number for each point of the grid. Asked is one number, for the point where the slope
# is largest.
def slope_through(depth, derivative):
    return derivative(np.linspace(-10, 10, 2001)) ** depth

# %% q8, wrong: an array for a number
# The number is right, but it comes in an array with one entry.
def slope_through(depth, derivative):
    return np.array([np.max(derivative(np.linspace(-10, 10, 2001))) ** depth])

# %% q8, wrong: rounded
# What is left after ten sigmoids is smaller than the digits that you keep. Rounding is for showing
# numbers.
def slope_through(depth, derivative):
    return round(float(np.max(derivative(np.linspace(-10, 10, 2001))) ** depth), 4)

# %% q8, wrong: remembers the last call
# Your maximum is kept from call to call, so that a second derivative is answered with the maximum
# of the first.
kept = []

def slope_through(depth, derivative):
    if not kept:
        kept.append(float(np.max(derivative(np.linspace(-10, 10, 2001)))))
    return kept[0] ** depth

# %% q8, right: number by number
def slope_through(depth, derivative):
    steepest = 0.0
    for i in range(-1000, 1001):
        steepest = max(steepest, float(derivative(i / 100)))
    product = 1.0
    for _ in range(depth):
        product *= steepest
    return product

# %% q8, right: by logarithms
def slope_through(depth, derivative):
    slopes = derivative(np.linspace(-10, 10, 20001))
    return np.exp(depth * np.log(np.max(slopes)))

# %% q8, right: a product of equal factors
def slope_through(depth, derivative):
    slopes = np.sort(derivative(np.arange(-10, 10.001, 0.001)))
    return np.prod(np.full(depth, slopes[-1]))
