# %% q1: the bracket is missing
# (1) s x - left in place of s (x - left): the edge is not multiplied by the steepness, so the
# switches stand at the wrong places.
def bump(x, left, right, height, steepness):
    on = sigmoid(steepness * x - left)
    off = sigmoid(steepness * x - right)
    return height * (on - off)

# %% q1: the height belongs to one switch only
# (1) height * s(...) - s(...): the second sigmoid isn't multiplied by the height.
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))

# %% q2: every bump is the last one, and steepness 50
# (1) the functions made in the loop all look up a, b and m when they are called, so all bumps are
# the last one; (2) the steepness is 50 and not 50 n.
def staircase(f, n):
    bumps = []
    for i in range(n):
        a = -1 if i == 0 else i / n
        b = 2 if i == n - 1 else (i + 1) / n
        m = (i + 0.5) / n
        bumps.append(lambda x: bump(x, a, b, f(m), 50))
    return lambda x: sum(piece(x) for piece in bumps)

# %% q2: heights at the middle of the widened bumps
# (1) the first and last bump take their heights from the middles of their widened intervals, so f
# is asked outside its interval or at the wrong place.
def staircase(f, n):
    edges = np.arange(n + 1) / n
    edges[0], edges[-1] = -1.0, 2.0
    middles = (edges[:-1] + edges[1:]) / 2
    heights = [f(float(m)) for m in middles]

    def g(x):
        total = 0.0
        for i in range(n):
            total = total + bump(x, edges[i], edges[i + 1], heights[i], 50 * n)
        return total

    return g

# %% q3: the end of the interval is missing
# (1) the grid is k / points, which never reaches x = 1; it should be k / (points - 1).
def max_error(f, g, points=1001):
    worst = 0.0
    for k in range(points):
        x = k / points
        worst = max(worst, abs(float(f(x)) - float(g(x))))
    return worst

# %% q4: the bias isn't multiplied by the steepness
# (1) the biases are -a and not -s a.
def network_from_bumps(f, n):
    s = 50 * n
    W1 = np.full((1, 2 * n), float(s))
    b1, W2 = np.zeros(2 * n), np.zeros((2 * n, 1))
    for i in range(n):
        left = -1 if i == 0 else i / n
        right = 2 if i == n - 1 else (i + 1) / n
        height = f((i + 0.5) / n)
        b1[2 * i], b1[2 * i + 1] = -left, -right
        W2[2 * i], W2[2 * i + 1] = height, -height
    return W1, b1, W2

# %% q4: ends at 0 and 1, and flat output weights
# (1) the first bump begins at 0 and the last one ends at 1, without the wider ends; (2) W2 has
# the shape (2n,) and not (2n, 1).
def network_from_bumps(f, n):
    steepness = 50.0 * n
    lefts = np.arange(n) / n
    rights = (np.arange(n) + 1) / n
    heights = np.array([f((i + 0.5) / n) for i in range(n)], dtype=float)
    W1 = steepness * np.ones((1, 2 * n))
    b1 = -steepness * np.concatenate([lefts, rights])
    W2 = np.concatenate([heights, -heights])
    return W1, b1, W2

# %% q5: a column minus a flat array
# (1) the prediction is a column (N, 1) and y is flat (N,), so the errors are a table (N, N) and
# every sample is drawn toward all targets.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    N = len(x)
    inputs = x.reshape(-1, 1)
    W1 = rng.uniform(1, 2, (1, hidden)) * rng.choice([-1, 1], (1, hidden))
    b1 = -W1[0] * rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1 / np.sqrt(hidden), (hidden, 1))
    b2 = 0.0
    losses = []
    for _ in range(epochs):
        h = np.tanh(inputs @ W1 + b1)
        error = h @ W2 + b2 - y
        losses.append(np.mean(error**2))
        delta = 2 / N * error.mean(axis=1, keepdims=True)
        delta_h = delta @ W2.T * (1 - h**2)
        W2 = W2 - learning_rate * h.T @ delta
        b2 = b2 - learning_rate * delta.sum()
        W1 = W1 - learning_rate * inputs.T @ delta_h
        b1 = b1 - learning_rate * delta_h.sum(axis=0)

    def predict(points):
        return (np.tanh(points.reshape(-1, 1) @ W1 + b1) @ W2 + b2).ravel()

    return predict, np.array(losses)

# %% q5: the 2 of the square is missing
# (1) delta_O is (y_hat - y) / N, as for a loss with a 1/2; this chapter's loss has none.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    w = rng.normal(0, 1.5, hidden)
    b = -w * rng.uniform(-2, 2, hidden)
    v = rng.normal(0, 1, hidden) / hidden**0.5
    c = 0.0
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        bent = np.tanh(np.outer(x, w) + b)
        off = bent @ v + c - y
        losses[epoch] = np.mean(off**2)
        delta = off / len(x)
        back = np.outer(delta, v) * (1 - bent**2)
        v = v - learning_rate * bent.T @ delta
        c = c - learning_rate * delta.sum()
        w = w - learning_rate * x @ back
        b = b - learning_rate * back.sum(axis=0)
    return (lambda points: np.tanh(np.outer(points, w) + b) @ v + c), losses

# %% q5: the start looks at the data, and the loss after the update
# (1) the bends are spread between the smallest and the largest x, so the start depends on the
# data; (2) each loss is recorded after its update.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1 = rng.uniform(1, 2, hidden)
    bends = rng.uniform(x.min(), x.max(), hidden)
    b1 = -W1 * bends
    W2 = rng.uniform(-1, 1, hidden) / np.sqrt(hidden)
    b2 = 0.0

    def hidden_layer(points):
        return np.tanh(points[:, None] * W1[None, :] + b1)

    def predict(points):
        return hidden_layer(points) @ W2 + b2

    losses = []
    for _ in range(epochs):
        h = hidden_layer(x)
        d_out = 2 * (h @ W2 + b2 - y) / x.size
        d_hid = d_out[:, None] * W2 * (1 - h * h)
        W1 = W1 - learning_rate * (d_hid * x[:, None]).sum(axis=0)
        b1 = b1 - learning_rate * d_hid.sum(axis=0)
        W2 = W2 - learning_rate * (d_out[:, None] * h).sum(axis=0)
        b2 = b2 - learning_rate * d_out.sum()
        losses.append(float(np.mean((predict(x) - y) ** 2)))
    return predict, losses

# %% q6: the last recorded loss as training error
# (1) the training error is losses[-1], which belongs to the weights before the last update.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    test = np.mean((predict(x_test) - y_test) ** 2)
    return float(losses[-1]), float(test)

# %% q6: roots, in the wrong order
# (1) the errors are roots of the mean squares; (2) they come back in the order (test, train).
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    def rmse(predicted, actual):
        return float(np.sqrt(np.mean((predicted - actual) ** 2)))

    predict = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)[0]
    return rmse(predict(x_test), y_test), rmse(predict(x_train), y_train)

# %% q7: descent finds what exists
# (1) statement H is called true: that the weights exist is taken to mean that descent gets there
# from every start.
def promises():
    true = "BDHIJL"
    return {letter: letter in true for letter in "ABCDEFGHIJKL"}
