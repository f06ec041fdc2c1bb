# %% q1: result array takes over the integer dtype of x
# zeros_like(x) of an integer array (or list of integers) is an integer array, so every sigmoid
# value below 1 is cut to 0. For floats everything is right.
def sigmoid(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    neg = x < 0
    pos = ~neg
    # two formulas, each one where it is safe
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[neg])
    out[neg] = e / (1 + e)
    return out[()]

# %% q1: np.where works out both branches and overflows; lists are not converted
# (1) both formulas are computed for every entry, so an overflow is warned of at +-1000.
# (2) `-x` and `x < 0` of a plain list raise a TypeError: np.asarray is missing.
def sigmoid(x):
    positive = 1.0 / (1.0 + np.exp(-x))
    negative = np.exp(x) / (1.0 + np.exp(x))
    return np.where(x < 0, negative, positive)

# %% q2: slope taken at the output of the sigmoid
# The formula a (1 - a) is applied to a = sigmoid(sigmoid(x)), i.e. the slope is taken at the
# output instead of the pre-activation.
def sigmoid_derivative(x):
    out = sigmoid(np.asarray(x, dtype=float))
    a = sigmoid(out)
    # sigma' = sigma * (1 - sigma)
    return a * (1 - a)

# %% q3: inner factor 2 forgotten; square forgotten in the slope
# (1) 2 sigma(x) - 1 in place of 2 sigma(2x) - 1, that is tanh(x/2).
# (2) slope 1 - tanh(x) without the square (and of the true tanh).
def tanh(x, deriv=False):
    if deriv:
        t = np.tanh(x)
        slope = 1.0 - t
        return slope
    value = 2 * sigmoid(x) - 1
    return value

# %% q4: relu's slope at 0 is 1; the step at 0 is 1
# (1) >= 0 in relu's slope: 1 at x = 0, should be 0.
# (2) np.heaviside(x, 1.0) puts H(0) = 1, should be 0.
def relu(x, deriv=False):
    if not deriv:
        return np.maximum(x, 0)
    return np.where(x >= 0, 1.0, 0.0)


def heaviside(x):
    return np.heaviside(x, 1.0)

# %% q4: step written for one number only
# `1 if x > 0 else 0` raises a ValueError (truth value is ambiguous) for arrays. relu is right.
def relu(x, deriv=False):
    mask = np.asarray(x) > 0
    if deriv:
        return mask * 1.0
    else:
        return x * mask


def heaviside(x):
    # fires or does not
    return 1.0 if x > 0 else 0.0

# %% q5: division by 2, then multiplication by h
# / 2 * h without parentheses: the result is too small by a factor of h^2.
def numerical_derivative(f, x, h=1e-5):
    right = f(x + h)
    left = f(x - h)
    return (right - left) / 2 * h

# %% q5: one-sided difference
# (f(x + h) - f(x)) / h, forward in place of central.
def numerical_derivative(f, x, h=1e-5):
    f0 = f(x)
    f1 = f(x + h)
    diff = f1 - f0
    return diff / h

# %% q6: bias added after the activation
# f(X w) + b in place of f(X w + b).
def neuron(X, w, b, activation):
    outputs = []
    for row in X:
        s = np.sum(row * w)          # the weighted sum
        outputs.append(activation(s) + b)
    return np.array(outputs)

# %% q7: one correction for a whole epoch
# All answers of an epoch are computed with the weights of its beginning and the corrections are
# added up (batch rule); each correction should count before the next sample is shown.
def perceptron_fit(X, y, epochs):
    N, D = X.shape
    w = np.zeros(D)
    b = 0.0
    for epoch in range(epochs):
        answers = perceptron_predict(X, w, b)
        err = y - answers
        w = w + err @ X
        b = b + err.sum()
    return w, b


def perceptron_predict(X, w, b):
    return (X @ w + b > 0).astype(int)

# %% q7: bias never learns; fires at exactly 0
# (1) b stays at 0: the update of the bias is missing.
# (2) >= 0 in place of > 0, while fitting and when predicting.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for xi, target in zip(X, y):
            y_hat = 1 if np.dot(xi, w) + b >= 0 else 0
            if y_hat != target:
                w = w + (target - y_hat) * xi
    return w, b


def perceptron_predict(X, w, b):
    z = np.dot(X, w) + b
    return np.where(z >= 0, 1, 0)

# %% q8: the peak is assumed to be at 0
# derivative(0)**depth; a derivative whose peak is elsewhere (or relu's, 0 at 0) comes out too small.
def slope_through(depth, derivative):
    # every slope is largest in the middle
    steepest = float(derivative(np.array([0.0]))[0])
    result = 1.0
    for _ in range(depth):
        result *= steepest
    return result
