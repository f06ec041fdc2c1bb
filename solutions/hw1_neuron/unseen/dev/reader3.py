# %% q1: clipped too tightly
# The input is clipped to [-20, 20], so at -1000 the result is 2e-9 and at 1000 it is 1 - 2e-9, not 0 and 1 to within 1e-15; all values beyond 20 are off too.
def sigmoid(x):
    arr = np.array(x, dtype=np.float64)
    arr = np.clip(arr, -20, 20)   # no overflow any more
    denominator = 1 + np.exp(-arr)
    return 1 / denominator

# %% q1: sign of the exponent
# The pieces are swapped: the result is 1/(1 + e^x), i.e. sigmoid(-x), falling instead of rising.
def sigmoid(x):
    v = np.asarray(x, dtype=np.float64)
    t = np.exp(-np.abs(v))
    upper = 1.0 / (1.0 + t)
    lower = t / (1.0 + t)
    return np.where(v <= 0, upper, lower)

# %% q1: zeros_like of an integer array; wrong sign in the denominator of the negative branch
# 1) out = np.zeros_like(x) has the integer dtype of an integer input, so all values are cut to 0 or 1. 2) for negative x it computes e^x / (1 - e^x) instead of e^x / (1 + e^x).
def sigmoid(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    pos = x >= 0
    neg = np.logical_not(pos)
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[neg])
    out[neg] = e / (1 - e)
    return out

# %% q1: float32
# Computed and returned in float32, so the values are right only to seven digits and the dtype is not float64.
def sigmoid(x):
    x32 = np.asarray(x).astype(np.float32)
    small = np.exp(-np.abs(x32))
    return np.where(x32 >= 0, np.float32(1), small) / (np.float32(1) + small)

# %% q2: formula typed in as it stands
# e^-x/(1+e^-x)^2 is computed directly, so at -1000 it overflows and gives nan (inf/inf) instead of 0.
def sigmoid_derivative(x):
    z = np.array(x, dtype=float)
    u = 1 + np.exp(-z)
    return np.exp(-z) / np.power(u, 2)

# %% q2: tanh's formula; only works for 1-D lists
# 1) 1 - s^2 is the formula of tanh's slope, not s(1 - s). 2) the list comprehension goes through one dimension and returns a Python list: a number raises a TypeError, and no array comes back.
def sigmoid_derivative(x):
    slopes = [1 - sigmoid(v) ** 2 for v in x]
    return slopes

# %% q2: plus instead of minus; slope set to zero too early
# 1) s*(1+s) instead of s*(1-s). 2) beyond |x| > 5 the slope is set to 0 although it is 0.0066 there and small only much further out.
def sigmoid_derivative(x):
    z = np.asarray(x, dtype=np.float64)
    s = sigmoid(z)
    d = s * (1 + s)
    # flat at both ends
    return np.where(np.abs(z) > 5, 0.0, d)

# %% q3: slope taken at the output
# With deriv=True, x is treated as the value of tanh: 1 - x^2 instead of 1 - tanh(x)^2.
def tanh(x, deriv=False):
    if deriv == True:
        return 1.0 - np.square(x)   # derivative of tanh
    return np.tanh(x)

# %% q3: no return in the derivative's branch
# With deriv=True the slope is computed but not returned, the function returns None.
def tanh(x, deriv=False):
    value = np.tanh(x)
    if deriv:
        slope = 1 - value * value
    else:
        return value

# %% q4: slope 1 at 0
# relu's slope uses >= 0, so it is 1 at x = 0 instead of 0.
def relu(x, deriv=False):
    arr = np.asarray(x)
    if deriv:
        return (arr >= 0).astype(float)
    return arr * (arr > 0)

# %% q4: changes its argument; >= in the slope
# 1) relu sets the negative entries of the caller's array to 0 (and fails for a plain number, which can't be indexed). 2) the slope at 0 is 1.
def relu(x, deriv=False):
    if deriv:
        return np.where(x < 0, 0.0, 1.0)
    x[x < 0] = 0
    return x

# %% q4: np.max instead of np.maximum
# np.max(x, 0) takes the maximum along axis 0, so an array shrinks to its column maxima, and for negative ones not even 0 comes out.
def relu(x, deriv=False):
    if deriv:
        return heaviside(x)
    else:
        return np.max(x, 0)

# %% q4: x divided by itself
# The slope is relu(x)/x, which is 0/0 = nan with a warning at x = 0 instead of 0.
def relu(x, deriv=False):
    r = np.maximum(x, 0)
    if deriv:
        return r / x    # is 1 if positive, 0 if negative
    return r

# %% q5: h ignored; sides swapped
# 1) the given h is overwritten by 1e-5. 2) f(x-h) - f(x+h) has the wrong sign, so the slope is negative of the true one.
def numerical_derivative(f, x, h=1e-5):
    h = 1e-5   # best value, see text
    below = f(x - h)
    above = f(x + h)
    return (below - above) / (2 * h)

# %% q5: moves the caller's array; does not go far enough back
# 1) x += h changes the caller's array in place, and it isn't put back (x = x - h makes a new array). 2) after going up by h it goes down by h only, so the second point is x itself: f(x+h) - f(x), divided by 2h, half of the slope.
def numerical_derivative(f, x, h=1e-5):
    x += h
    plus = f(x)
    x = x - h
    minus = f(x)
    return (plus - minus) / (2 * h)

# %% q6: bias after the activation
# The bias is added to the activation's result instead of to the weighted sum.
def neuron(X, w, b, activation):
    weighted = np.dot(X, w)
    return activation(weighted) + b

# %% q6: a bare number for one sample
# np.squeeze turns the result for a single sample, shape (1,), into a 0-d number.
def neuron(X, w, b, activation):
    total = (X * w).sum(axis=1, keepdims=True) + b
    return np.squeeze(activation(total))

# %% q7: return inside the loop
# The return stands inside the epoch loop, so only one epoch is ever run.
def perceptron_fit(X, y, epochs):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    for e in range(epochs):
        for i in range(X.shape[0]):
            fired = int(X[i] @ weights + bias > 0)
            error = y[i] - fired
            weights = weights + error * X[i]
            bias += error
        return weights, bias

# %% q7: sign of the bias in predict
# predict compares X w with b, i.e. it fires where X w - b > 0 instead of X w + b > 0.
def perceptron_predict(X, w, b):
    sums = np.dot(X, w)
    return np.array([1 if s > b else 0 for s in sums])

# %% q7: integer weights; one epoch too few
# 1) w is an integer array that is filled entry by entry, so fractions of the inputs are cut off. 2) range(1, epochs) runs one epoch too few.
def perceptron_fit(X, y, epochs):
    N, D = X.shape
    w = np.zeros(D, dtype=int)
    b = 0
    for epoch in range(1, epochs):
        for n in range(N):
            s = sum(X[n, d] * w[d] for d in range(D)) + b
            err = y[n] - (s > 0)
            for d in range(D):
                w[d] += err * X[n, d]
            b += err
    return w, b

# %% q7: stops at the first right answer
# 'break' leaves the epoch at the first sample that is answered correctly, instead of going on with the next one.
def perceptron_fit(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    for _ in range(epochs):
        for i in range(len(X)):
            p = perceptron_predict(X[i:i + 1], w, b)[0]
            if p == y[i]:
                break       # right, nothing to do
            w = w + (y[i] - p) * X[i]
            b = b + (y[i] - p)
    return w, b

# %% q8: only looks at 0
# The derivative is taken at 0 instead of the maximum over the grid; a peak elsewhere (or relu, 0 at 0) is missed.
def slope_through(depth, derivative):
    peak = float(derivative(0.0))   # steepest point
    return peak ** depth

# %% q8: one factor too few; half of the grid
# 1) the loop multiplies depth - 1 factors only. 2) the grid goes from 0 to 10, so a peak at negative x is missed.
def slope_through(depth, derivative):
    grid = np.linspace(0, 10, 1001)
    top = derivative(grid).max()
    result = 1.0
    for layer in range(1, depth):
        result *= top
    return float(result)
