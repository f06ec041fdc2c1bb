# %% q1: steepness on x alone
# sigma(s x - left) in place of sigma(s (x - left)): the parentheses are missing.
def bump(x, left, right, height, steepness):
    on = sigmoid(steepness * x - left)
    off = sigmoid(steepness * x - right)
    return height * (on - off)

# %% q2: ends are not widened
# The first bump begins at 0 and the last one ends at 1, so g is half as high as it should be there.
def staircase(f, n):
    heights = [f((i + 0.5) / n) for i in range(n)]

    def g(x):
        total = 0.0 * x
        for i, height in enumerate(heights):
            total = total + bump(x, i / n, (i + 1) / n, height, 50 * n)
        return total

    return g

# %% q2: height at the left end; steepness fixed at 50
# (1) f(i / n) in place of f at the middle of the interval.
# (2) the steepness is 50 for every n, in place of 50 n.
def staircase(f, n):
    edges = [i / n for i in range(n + 1)]
    heights = []
    for i in range(n):
        heights.append(f(edges[i]))
    edges[0], edges[-1] = -1.0, 2.0

    def g(x):
        return sum(bump(x, edges[i], edges[i + 1], heights[i], 50) for i in range(n))

    return g

# %% q3: absolute value forgotten
# The largest signed difference f - g: where g lies above f nothing is noticed.
def max_error(f, g, points=1001):
    grid = np.linspace(0, 1, points)
    largest = -np.inf
    for x in grid:
        difference = f(x) - g(x)
        if difference > largest:
            largest = difference
    return float(largest)

# %% q3: 1 is not on the grid
# k / points in place of k / (points - 1): the end 1 is missing and the grid is shifted.
def max_error(f, g, points=1001):
    x = np.arange(points) / points
    errors = np.abs(f(x) - g(x))
    return float(errors.max())

# %% q4: sign of the biases
# b = s a in place of -s a: every switch sits at -a.
def network_from_bumps(f, n):
    s = 50 * n
    W1 = np.full((1, 2 * n), float(s))
    b1 = np.zeros(2 * n)
    W2 = np.zeros((2 * n, 1))
    for i in range(n):
        left = -1 if i == 0 else i / n
        right = 2 if i == n - 1 else (i + 1) / n
        b1[2 * i] = s * left
        b1[2 * i + 1] = s * right
        height = f((i + 0.5) / n)
        W2[2 * i, 0] = height
        W2[2 * i + 1, 0] = -height
    return W1, b1, W2

# %% q4: both outer weights of a bump are positive; W2 is flat
# (1) the second neuron of a bump has to be taken away: its outer weight is -height.
# (2) W2 has the shape (2n,) in place of (2n, 1).
def network_from_bumps(f, n):
    steep = 50.0 * n
    places, outer = [], []
    for i in range(n):
        left, right = i / n, (i + 1) / n
        if i == 0:
            left = -1.0
        if i == n - 1:
            right = 2.0
        h = f((i + 0.5) / n)
        places += [left, right]
        outer += [h, h]
    places = np.array(places)
    return steep * np.ones((1, 2 * n)), -steep * places, np.array(outer, dtype=float)

# %% q5: factor 2 of the square forgotten
# delta_O = (y_hat - y) / N in place of 2 (y_hat - y) / N: every step is half as long.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    N = len(x)
    W1 = rng.uniform(1, 2, hidden) * rng.choice([-1.0, 1.0], hidden)
    b1 = -W1 * rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1, hidden) / np.sqrt(hidden)
    b2 = 0.0
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        h = np.tanh(np.outer(x, W1) + b1)
        y_hat = h @ W2 + b2
        losses[epoch] = np.mean((y_hat - y) ** 2)
        delta_o = (y_hat - y) / N
        delta_h = np.outer(delta_o, W2) * (1 - h ** 2)
        W2 = W2 - learning_rate * h.T @ delta_o
        b2 = b2 - learning_rate * delta_o.sum()
        W1 = W1 - learning_rate * x @ delta_h
        b1 = b1 - learning_rate * delta_h.sum(axis=0)

    def predict(new_x):
        return np.tanh(np.outer(new_x, W1) + b1) @ W2 + b2

    return predict, losses

# %% q5: W2 updated before the error passes through it; b2 never learns
# (1) delta_H uses the new W2, all weights should move at once.
# (2) the update of the output's bias is missing, b2 stays 0.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    w = rng.normal(0, 1.5, size=(1, hidden))
    centers = rng.uniform(-2, 2, size=hidden)
    b = -w[0] * centers
    v = rng.normal(0, 0.5, size=hidden) / hidden ** 0.5
    c = 0.0
    X = x.reshape(-1, 1)
    history = []
    for _ in range(epochs):
        act = np.tanh(X @ w + b)
        err = act @ v + c - y
        history.append(np.mean(err ** 2))
        d_out = 2 * err / len(x)
        v = v - learning_rate * act.T @ d_out
        d_hid = d_out[:, None] * v[None, :] * (1 - act ** 2)
        w = w - learning_rate * X.T @ d_hid
        b = b - learning_rate * d_hid.sum(axis=0)
    final = (w, b, v, c)

    def predict(z):
        w_, b_, v_, c_ = final
        return np.tanh(z.reshape(-1, 1) @ w_ + b_) @ v_ + c_

    return predict, np.array(history)

# %% q6: training error is the last recorded loss
# losses[-1] belongs to the network before its last update; both errors are asked for after it.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = float(losses[-1])
    test = float(np.mean((predict(x_test) - y_test) ** 2))
    return train, test

# %% q6: root of the mean square; a second network is trained on the test samples
# (1) np.sqrt: mean squares without a root are asked for.
# (2) the test error is that of a network fitted to the test samples, not of the same trained network.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    def rmse(predictor, x, y):
        residuals = predictor(x) - y
        return float(np.sqrt(np.mean(residuals ** 2)))

    on_train, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    on_test, _ = fit_curve(x_test, y_test, hidden, rng, learning_rate, epochs)
    return rmse(on_train, x_train, y_train), rmse(on_test, x_test, y_test)

# %% q7: the jump is thought to be reachable within 0.1
# C is False: sums of sigmoids are continuous, next to a jump of 1 the largest error is at least 0.5.
# All other answers are right, as far as the reader can tell.
def promises():
    true_ones = ["B", "C", "D", "I", "J", "L"]
    answers = {}
    for letter in "ABCDEFGHIJKL":
        answers[letter] = letter in true_ones
    return answers
