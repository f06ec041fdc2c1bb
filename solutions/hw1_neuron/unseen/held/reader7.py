# %% q1: both formulas worked out by np.where
# (1) np.where evaluates both branches for every entry, so e^1000 overflows with a warning at
# -1000 and at 1000; the text forbids overflow warnings.
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    for_negative = np.exp(x) / (1 + np.exp(x))
    for_positive = 1 / (1 + np.exp(-x))
    return np.where(x < 0, for_negative, for_positive)

# %% q1: integers come back as integers
# (1) zeros_like takes over the integer dtype of the input, so for integer arrays and lists of
# integers all values are cut down to 0 (and sigmoid of large numbers to 0 or 1).
def sigmoid(x):
    x = np.asarray(x)
    result = np.zeros_like(x)
    right = x >= 0
    result[right] = 1 / (1 + np.exp(-x[right]))
    grown = np.exp(x[~right])
    result[~right] = grown / (1 + grown)
    return result

# %% q2: x is taken for the sigmoid's output
# (1) the formula a (1 - a) is applied to x itself, as if x were the activation and not the
# pre-activation.
def sigmoid_derivative(x):
    a = np.asarray(x, dtype=float)
    return a * (1.0 - a)

# %% q2: the middle formula typed in as it stands
# (1) e^-x / u^2 is inf / inf at -1000, so the slope there is nan (with warnings) and not 0.
def sigmoid_derivative(x):
    decay = np.exp(-np.asarray(x, dtype=np.float64))
    u = 1 + decay
    return decay / u**2

# %% q3: the square is inside the tanh
# (1) tanh^2(x) is read as tanh(x^2), so the slope is 1 - tanh(x^2).
def tanh(x, deriv=False):
    if deriv:
        return 1 - np.tanh(x**2)
    return np.tanh(x)

# %% q3: a 2 forgotten, and the slope takes x for the output
# (1) the value is 2 sigmoid(x) - 1 with the 2 in the argument forgotten, which is tanh(x/2);
# (2) the slope is 1 - x^2, as if x were already the output of tanh.
def tanh(x, deriv=False):
    if deriv:
        return 1 - x * x
    return 2 * sigmoid(x) - 1

# %% q4: slope 1 at 0, and half a step at 0
# (1) relu's slope at 0 is 1 because of >= ; (2) H(0) is 0.5, NumPy's textbook convention,
# where the text takes 0.
def relu(x, deriv=False):
    if deriv:
        return np.where(np.asarray(x) >= 0, 1.0, 0.0)
    return np.maximum(0.0, x)


def heaviside(x):
    return np.heaviside(x, 0.5)

# %% q4: relu in place
# (1) relu saves a copy and sets the negative entries of the caller's own array to 0.
def relu(x, deriv=False):
    values = np.asarray(x)
    if deriv:
        return (values > 0).astype(float)
    values[values < 0] = 0
    return values


def heaviside(x):
    return (np.asarray(x) > 0).astype(int)

# %% q5: one-sided difference
# (1) steps to one side only, (f(x + h) - f(x)) / h, so the first-order error stays.
def numerical_derivative(f, x, h=1e-5):
    here = f(x)
    there = f(x + h)
    return (there - here) / h

# %% q6: the answer is a column
# (1) the weights are made a column first, as a Linear layer would want them, so the result has
# the shape (N, 1) and not (N,).
def neuron(X, w, b, activation):
    column = w.reshape(-1, 1)
    z = X @ column + b
    return activation(z)

# %% q6: bias behind the activation, and a bare number for one sample
# (1) the bias is added after the activation and not before; (2) squeeze turns the (1,) of a
# single sample into a bare number of shape ().
def neuron(X, w, b, activation):
    fired = activation(np.matmul(X, w))
    return np.squeeze(fired + b)

# %% q7: all samples of an epoch at once
# (1) the answers of an epoch are all worked out with the weights of its beginning, and the
# corrections added up at the end; a correction doesn't count before the next sample.
def perceptron_fit(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    for _ in range(epochs):
        answers = (X @ w + b > 0).astype(int)
        missed = y - answers
        w = w + missed @ X
        b = b + missed.sum()
    return w, b


def perceptron_predict(X, w, b):
    return (X @ w + b > 0).astype(int)

# %% q7: fires at exactly 0, and the bias is replaced
# (1) in training the neuron fires at a sum of exactly 0 (>= in place of >); (2) the bias is set
# to the last correction (=) and not changed by it (+=).
def perceptron_fit(X, y, epochs):
    n_samples, n_inputs = X.shape
    w, b = np.zeros(n_inputs), 0
    for epoch in range(epochs):
        for i in range(n_samples):
            fires = 1 if np.dot(X[i], w) + b >= 0 else 0
            if fires != y[i]:
                w = w + (y[i] - fires) * X[i]
                b = y[i] - fires
    return w, b


def perceptron_predict(X, w, b):
    return np.where(X @ w + b > 0, 1, 0)

# %% q8: the peak is looked for at 0 only
# (1) takes the derivative at 0 for its maximum, which holds for sigmoid and tanh, but not for
# relu nor for any function with its peak elsewhere.
def slope_through(depth, derivative):
    steepest = float(derivative(np.array(0.0)))
    return steepest**depth
