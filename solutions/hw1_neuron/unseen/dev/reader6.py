# %% q1: clipping too early
# To avoid the overflow x is clipped to [-30, 30], so sigmoid(-1000) comes out as 9e-14 and sigmoid(1000)
# is off by 9e-14, and not 0 and 1 to within 1e-15 as asked.
def sigmoid(x):
    x = np.clip(np.asarray(x, dtype=float), -30, 30)
    return 1 / (1 + np.exp(-x))

# %% q1: branches swapped, and integers
# (1) The formula e^x/(1+e^x) is used where x is positive and 1/(1+e^-x) where it is negative: the two safe
# ranges are mixed up, so both overflow (nan at 1000).
# (2) zeros_like keeps an integer dtype, so for integers or a list of integers all values are cut to 0.
def sigmoid(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    pos = x >= 0
    out[pos] = np.exp(x[pos]) / (1 + np.exp(x[pos]))
    out[~pos] = 1 / (1 + np.exp(-x[~pos]))
    return out

# %% q2: slope of the output, not of the pre-activation
# x is taken for the sigmoid's output: x (1 - x) instead of sigmoid(x) (1 - sigmoid(x)).
def sigmoid_derivative(x):
    a = np.asarray(x, dtype=float)
    return a * (1 - a)

# %% q2: the quotient typed in as it stands
# Uses e^-x / (1 + e^-x)^2 directly: at very negative x that is inf/inf = nan in place of 0.
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-x)
    u = 1 + e
    return e / u ** 2

# %% q3: derivative taken at the output
# With deriv=True x is treated as if it already were tanh(x): 1 - x^2.
def tanh(x, deriv=False):
    if deriv == True:
        return 1 - x ** 2
    return np.tanh(x)

# %% q3: two forgotten twos
# (1) The value is 2 sigmoid(x) - 1 instead of 2 sigmoid(2x) - 1.
# (2) The slope is 2 sigmoid'(2x): the inner derivative 2 of the 2x is forgotten, so it is half of the right one.
def tanh(x, deriv=False):
    if deriv:
        return 2 * sigmoid_derivative(2 * x)
    return 2 * sigmoid(x) - 1

# %% q4: slope 1 at the corner
# relu's slope at exactly 0 is 1 here (>= in place of >).
def relu(x, deriv=False):
    if deriv:
        return (np.asarray(x) >= 0).astype(float)
    return np.maximum(0, x)


def heaviside(x):
    return (np.asarray(x) > 0).astype(float)

# %% q4: relu in place, and half a step
# (1) relu sets the negative entries of the caller's own array to 0.
# (2) heaviside(0) is 0.5 and not 0.
def relu(x, deriv=False):
    z = np.asarray(x)
    if deriv:
        return np.where(z > 0, 1.0, 0.0)
    z[z < 0] = 0
    return z


def heaviside(x):
    return np.heaviside(x, 0.5)

# %% q5: divided by h, not by 2h
# The two points are 2h apart, but the difference is divided by h: the slope is twice too large.
def numerical_derivative(f, x, h=1e-5):
    right = f(x + h)
    left = f(x - h)
    return (right - left) / h

# %% q5: one-sided and scaled
# (1) The difference is one-sided, (f(x + h) - f(x)) / h.
# (2) The step is scaled with the size of x, although h is to be used unscaled.
def numerical_derivative(f, x, h=1e-5):
    step = h * np.maximum(1.0, np.abs(x))
    return (f(x + step) - f(x)) / step

# %% q6: a column as the result
# w is made a column, so the answer has the shape (N, 1) instead of (N,).
def neuron(X, w, b, activation):
    w = w.reshape(-1, 1)
    z = X @ w + b
    return activation(z)

# %% q6: bias added once per input, and squeezed
# (1) The bias is added to each product before the sum, so D times.
# (2) squeeze turns the answer for a single sample into a bare number.
def neuron(X, w, b, activation):
    summe = np.sum(X * w + b, axis=1)
    return np.squeeze(activation(summe))

# %% q7: all answers of an epoch at once
# The predictions are made once at the start of an epoch, so a correction does not count before the next sample.
def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(epochs):
        guess = perceptron_predict(X, w, b)
        for i in range(len(X)):
            w = w + (y[i] - guess[i]) * X[i]
            b = b + (y[i] - guess[i])
    return w, b


def perceptron_predict(X, w, b):
    return (X @ w + b > 0).astype(int)

# %% q7: always adds, and fires on the line
# (1) Whatever the kind of the mistake, the sample is added; it is never taken away.
# (2) perceptron_predict fires at exactly 0 (>=).
def perceptron_fit(X, y, epochs):
    N, D = X.shape
    w = np.zeros(D)
    b = 0
    for _ in range(epochs):
        for n in range(N):
            y_hat = 1 if X[n].dot(w) + b > 0 else 0
            if y_hat != y[n]:
                w += X[n]
                b += 1
    return w, b


def perceptron_predict(X, w, b):
    return np.where(X.dot(w) + b >= 0, 1, 0)

# %% q7: integer weights
# The weights begin as an integer array and are set entry by entry, so that NumPy cuts off the fractions
# of every update.
def perceptron_fit(X, y, epochs):
    w = np.array([0] * X.shape[1])
    b = 0
    for ep in range(epochs):
        for xi, yi in zip(X, y):
            yhat = int(xi @ w + b > 0)
            for d in range(len(w)):
                w[d] = w[d] + (yi - yhat) * xi[d]
            b = b + (yi - yhat)
    return w, b


def perceptron_predict(X, w, b):
    return X @ w + b > 0

# %% q8: peak assumed at 0
# Takes the slope at 0 for the largest one, as it is for the sigmoid; the peak need not be there.
def slope_through(depth, derivative):
    peak = float(derivative(0.0))
    return peak ** depth

# %% q8: multiplied by the depth, half of the interval
# (1) The largest slope is multiplied by depth instead of raised to the power of depth.
# (2) The grid goes from 0 to 10 only, a peak on the negative side is missed.
def slope_through(depth, derivative):
    grid = np.linspace(0, 10, 2001)
    largest = np.max(derivative(grid))
    return float(largest * depth)
