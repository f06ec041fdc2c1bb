# %% q1: both branches of np.where are worked out
# The two formulas are right, but np.where evaluates both for every entry, so exp overflows and NumPy warns at +-1000 (and the unused branch is inf/inf = nan).
def sigmoid(x):
    z = np.asarray(x, dtype=float)
    # choose the formula that is safe for the sign
    return np.where(z < 0, np.exp(z) / (1.0 + np.exp(z)), 1.0 / (1.0 + np.exp(-z)))

# %% q1: loop flattens the shape
# The values are right but the result is always a flat 1-D array: a matrix loses its shape, and a number comes back as an array of shape (1,).
import math

def one_sigmoid(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))

def sigmoid(x):
    values = []
    for v in np.ravel(x):
        values.append(one_sigmoid(float(v)))
    return np.array(values)

# %% q2: takes x for the output
# x*(1-x) is the slope as a function of the sigmoid's output; sigmoid(x) is never applied.
def sigmoid_derivative(x):
    a = np.asarray(x, dtype=float)
    one_minus = 1 - a
    return np.multiply(a, one_minus)

# %% q2: sigmoid applied twice
# The slope is evaluated at sigmoid(x) instead of x, because the helper applies the sigmoid to something that is an output already.
def helper(a):
    s = sigmoid(a)
    return s - s**2

def sigmoid_derivative(x):
    output = sigmoid(x)
    return helper(output)

# %% q3: square forgotten
# The slope is returned as 1 - tanh(x) instead of 1 - tanh(x)^2.
def tanh(x, deriv=False):
    t = np.tanh(x)
    if not deriv:
        return t
    else:
        return 1 - t

# %% q3: 2x forgotten; factor in the derivative
# 1) the value is 2*sigmoid(x) - 1 instead of 2*sigmoid(2x) - 1 (that is tanh(x/2)). 2) the slope is 2*sigmoid'(2x), where the inner derivative's 2 is missing (should be 4*sigmoid'(2x)), so it is half of tanh'.
def tanh(x, deriv=False):
    if deriv:
        return 2 * sigmoid_derivative(2 * np.asarray(x))
    return 2 * sigmoid(x) - 1

# %% q3: parenthesis at the wrong place; default turned round
# 1) the slope is 1 - tanh(x^2) instead of 1 - tanh(x)^2. 2) the default is deriv=True, so a plain tanh(x) gives the slope.
def tanh(x, deriv=True):
    if deriv is True:
        return 1 - np.tanh(x ** 2)
    return np.tanh(x)

# %% q4: heaviside one half at 0
# np.heaviside is called with 0.5 as the value at 0, so H(0) = 0.5 and not 0.
def heaviside(x):
    # numpy has that already
    return np.heaviside(x, 0.5)

# %% q4: leaky relu; sign function as step
# 1) negative x gives 0.01 x (leaky relu) instead of 0. 2) heaviside returns np.sign(x), which is -1 for negative x instead of 0.
def relu(x, deriv=False):
    x = np.asarray(x, dtype=float)
    if deriv:
        return np.where(x > 0, 1.0, 0.0)
    return np.where(x > 0, x, 0.01 * x)


def heaviside(x):
    step = np.sign(x)
    return step

# %% q5: one-sided difference
# Only a forward step is taken, (f(x+h) - f(x))/h, which has an error of order h.
def numerical_derivative(f, x, h=1e-5):
    here = f(x)
    there = f(x + h)
    return (there - here) / h

# %% q5: divides by h
# The central difference is divided by h instead of 2h, so every slope is twice too large.
def numerical_derivative(f, x, h=1e-5):
    right, left = f(x + h), f(x - h)
    rise = right - left
    run = h
    return rise / run

# %% q5: precedence of / 2 * h
# Missing parentheses: the difference is divided by 2 and then multiplied by h, not divided by 2h.
def numerical_derivative(f, x, h=1e-5):
    diff = np.subtract(f(x + h), f(x - h))
    return diff / 2 * h

# %% q5: step scaled with x
# The step is h*max(1, |x|), though it should be used unscaled; with x=2, h=0.1 the miniature gives 12.04 instead of 12.01.
def numerical_derivative(f, x, h=1e-5):
    step = h * np.maximum(1.0, np.abs(x))
    top = f(x + step) - f(x - step)
    return top / (2.0 * step)

# %% q6: column instead of a vector
# The weights are reshaped to a column, so the result is (N, 1) instead of (N,).
def neuron(X, w, b, activation):
    n, d = X.shape
    column = w.reshape(d, 1)
    out = activation(X @ column + b)
    return out

# %% q6: sum over the wrong axis; bias left out
# 1) the products are summed over the samples (axis 0), giving (D,) instead of (N,). 2) the bias is never added.
def neuron(X, w, b, activation):
    products = X * w          # weigh every input
    z = np.sum(products, axis=0)
    return activation(z)

# %% q6: bias once per input; relu hard-coded
# 1) b is added inside the loop over the inputs, so it counts D times. 2) relu is always used instead of the activation that was handed in.
def neuron(X, w, b, activation):
    results = np.zeros(len(X))
    for n in range(len(X)):
        s = 0.0
        for d in range(len(w)):
            s += X[n, d] * w[d] + b
        results[n] = relu(s)
    return results

# %% q6: sum not reset between samples
# The running sum is set to b before the outer loop only, so each sample starts from the sum of the samples before it.
def neuron(X, w, b, activation):
    answers = []
    total = b
    for row in X:
        for xi, wi in zip(row, w):
            total = total + xi * wi
        answers.append(activation(total))
    return np.array(answers)

# %% q7: whole epoch at once
# All answers of an epoch are computed with the weights of its beginning and the corrections are added together at the end, instead of each counting before the next sample.
def perceptron_fit(X, y, epochs):
    n_features = X.shape[1]
    w, b = np.zeros(n_features), 0.0
    for _ in range(epochs):
        answers = (X @ w + b > 0).astype(int)
        errors = y - answers
        w = w + X.T @ errors
        b = b + errors.sum()
    return w, b

# %% q7: fires at exactly 0
# In the training the neuron fires for >= 0, so that a sum of exactly 0 counts as 1.
def perceptron_fit(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0
    for epoch in range(epochs):
        for sample, target in zip(X, y):
            guess = 1 if np.dot(sample, w) + b >= 0 else 0
            w = w + (target - guess) * sample
            b = b + (target - guess)
    return w, b

# %% q7: sign of the correction; start at ones
# 1) the correction has the wrong sign (answer minus label), so it walks away from the right answer. 2) the weights start at one instead of zero.
def perceptron_fit(X, y, epochs):
    w = np.ones(X.shape[1])
    b = 0.0
    for _ in range(epochs):
        for i, row in enumerate(X):
            yhat = float(row.dot(w) + b > 0)
            miss = yhat - y[i]
            if miss != 0:
                w = w + miss * row
                b = b + miss
    return w, b

# %% q8: product instead of power
# The maximum is multiplied by depth instead of raised to the power depth.
def slope_through(depth, derivative):
    grid = np.linspace(-10, 10, 2001)
    biggest = np.max(derivative(grid))
    return float(biggest * depth)

# %% q8: argmax for max; grid skips 0
# 1) np.argmax gives the index of the peak, not its height. 2) 2000 grid points don't contain 0.
def slope_through(depth, derivative):
    xs = np.linspace(-10, 10, 2000)
    slopes = np.array([derivative(v) for v in xs])
    return float(np.argmax(slopes)) ** depth

