# %% q1: steepness on x alone
# The pre-activation is s x - a and not s (x - a): the bump stands in the wrong place.
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))

# %% q1: height on one side, steepness as a width
# (1) The height multiplies the first sigmoid only, the second is taken away with height 1.
# (2) The distance to the edge is divided by the steepness, not multiplied.
def bump(x, left, right, height, steepness):
    on = sigmoid((x - left) / steepness)
    off = sigmoid((x - right) / steepness)
    return height * on - off

# %% q2: heights at the middle of the widened bumps
# The midpoints are taken after the outer edges have been moved to -1 and 2, so the first and the last height are
# wrong (and f is asked outside of [0, 1]).
def staircase(f, n):
    edges = np.linspace(0, 1, n + 1)
    edges[0], edges[-1] = -1.0, 2.0
    mids = (edges[:-1] + edges[1:]) / 2
    heights = [f(float(m)) for m in mids]

    def g(x):
        return sum(bump(x, edges[i], edges[i + 1], heights[i], 50 * n) for i in range(n))
    return g

# %% q2: late binding
# The bumps are kept as lambdas that look up left, right and height only when they are called: all of them are the
# last bump.
def staircase(f, n):
    bumps = []
    for i in range(n):
        left = -1.0 if i == 0 else i / n
        right = 2.0 if i == n - 1 else (i + 1) / n
        height = f((i + 0.5) / n)
        bumps.append(lambda x: bump(x, left, right, height, 50 * n))

    def g(x):
        total = 0.0
        for b in bumps:
            total = total + b(x)
        return total
    return g

# %% q2: steepness 50, all midpoints at once
# (1) The steepness is 50 for every n, not 50 n.
# (2) f is called with the array of all midpoints, although it takes one number at a time.
def staircase(f, n):
    i = np.arange(n)
    left, right = i / n, (i + 1) / n
    left[0], right[-1] = -1, 2
    heights = f((i + 0.5) / n)

    def g(x):
        y = np.zeros(np.shape(x))
        for k in range(n):
            y = y + bump(x, left[k], right[k], heights[k], 50)
        return y
    return g

# %% q2: only the first end is moved
# The last bump ends at 1 and not at 2.
def staircase(f, n):
    def g(x):
        result = 0
        for i in range(n):
            l, r, m = i / n, (i + 1) / n, (i + 1 / 2) / n
            if i == 0:
                l = -1
            result = result + bump(x, l, r, f(m), 50 * n)
        return result
    return g

# %% q3: no absolute value
# The largest difference f - g with its sign: where g is above f it isn't seen.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.max(f(x) - g(x)))

# %% q3: end left out, mean
# (1) The grid is k / points: 1 is not on it.
# (2) The mean distance is returned, not the largest.
def max_error(f, g, points=1001):
    total = 0.0
    for k in range(points):
        x = k / points
        total += abs(f(x) - g(x))
    return float(total / points)

# %% q4: bias without the steepness
# The biases are -a, the distance, and not -s a.
def network_from_bumps(f, n):
    s = 50.0 * n
    left = np.arange(n) / n
    right = np.arange(1, n + 1) / n
    left[0], right[-1] = -1, 2
    h = np.array([f((i + 0.5) / n) for i in range(n)])
    W1 = np.full((1, 2 * n), s)
    b1 = -np.concatenate([left, right])
    W2 = np.concatenate([h, -h]).reshape(-1, 1)
    return W1, b1, W2

# %% q4: ends at 0 and 1, and two orders
# (1) The outer bumps are not widened.
# (2) The biases stand in the order l0, r0, l1, r1, ..., the outer weights in the order of all lefts and then all
# rights.
def network_from_bumps(f, n):
    s = 50 * n
    biases, heights = [], []
    for i in range(n):
        biases += [-s * i / n, -s * (i + 1) / n]
        heights.append(f((i + 0.5) / n))
    W1 = s * np.ones((1, 2 * n))
    W2 = np.array(heights + [-h for h in heights], dtype=float)[:, None]
    return W1, np.array(biases, dtype=float), W2

# %% q4: both halves with the same sign
# The outer weight of the switch-off neuron is +h, as that of the switch-on one, not -h.
def network_from_bumps(f, n):
    W1, b1, W2 = np.zeros((1, 2 * n)), np.zeros(2 * n), np.zeros((2 * n, 1))
    for i in range(n):
        l = i / n if i > 0 else -1.0
        r = (i + 1) / n if i < n - 1 else 2.0
        for k, a in ((2 * i, l), (2 * i + 1, r)):
            W1[0, k] = 50 * n
            b1[k] = -50 * n * a
            W2[k, 0] = f((i + 0.5) / n)
    return W1, b1, W2

# %% q5: half of the gradient
# delta_O is (y_hat - y)/N, without the 2 of the square.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1 = rng.choice([-1.0, 1.0], hidden) * rng.uniform(1, 2, hidden)
    b1 = -W1 * rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1, hidden) / np.sqrt(hidden)
    b2 = 0.0
    losses = np.zeros(epochs)
    for e in range(epochs):
        t = np.tanh(np.outer(x, W1) + b1)
        error = t @ W2 + b2 - y
        losses[e] = np.mean(error ** 2)
        d = error / len(x)
        dh = np.outer(d, W2) * (1 - t ** 2)
        W2 = W2 - learning_rate * t.T @ d
        b2 = b2 - learning_rate * d.sum()
        W1 = W1 - learning_rate * x @ dh
        b1 = b1 - learning_rate * dh.sum(axis=0)

    def predict(z):
        return np.tanh(np.outer(z, W1) + b1) @ W2 + b2
    return predict, losses

# %% q5: new W2 on the way back, no output bias learned
# (1) W2 is updated before the error is passed back through it.
# (2) b2 stays at its start, it is never updated.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    N = len(x)
    X = x.reshape(-1, 1)
    W1 = rng.normal(0, 1.5, (1, hidden))
    b1 = rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1 / np.sqrt(hidden), hidden)
    b2 = 0.0
    losses = []
    for epoch in range(epochs):
        hid = np.tanh(X @ W1 + b1)
        y_hat = hid @ W2 + b2
        losses.append(np.mean((y_hat - y) ** 2))
        delta_o = 2 / N * (y_hat - y)
        W2 = W2 - learning_rate * (hid.T @ delta_o)
        delta_h = delta_o[:, None] * W2[None, :] * (1 - hid ** 2)
        W1 = W1 - learning_rate * (X.T @ delta_h)
        b1 = b1 - learning_rate * delta_h.sum(axis=0)

    return lambda new: np.tanh(new.reshape(-1, 1) @ W1 + b1) @ W2 + b2, np.array(losses)

# %% q5: start from the data
# The bends are spread over the interval from min(x) to max(x), so the start depends on the data.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    w = rng.uniform(1, 2, hidden)
    bends = rng.uniform(x.min(), x.max(), hidden)
    b = -w * bends
    v = rng.uniform(-1, 1, hidden) / hidden
    c = 0.0
    losses = []
    n = x.shape[0]
    for _ in range(epochs):
        h = np.tanh(x[:, None] * w + b)
        diff = h @ v + c - y
        losses.append(float(diff @ diff) / n)
        d_out = 2 * diff / n
        d_hid = d_out[:, None] * v * (1 - h * h)
        gw, gb = (d_hid * x[:, None]).sum(0), d_hid.sum(0)
        gv, gc = d_out @ h, d_out.sum()
        w, b, v, c = w - learning_rate * gw, b - learning_rate * gb, v - learning_rate * gv, c - learning_rate * gc

    def predict(q):
        return np.tanh(q[:, None] * w + b) @ v + c
    return predict, np.array(losses)

# %% q5: loss after the update, slope of a sigmoid
# (1) The losses are recorded after the update of their epoch.
# (2) The hidden slope is t (1 - t), as for a sigmoid, in place of 1 - t^2.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1 = rng.uniform(-2, 2, size=(1, hidden))
    b1 = rng.uniform(-2, 2, size=hidden)
    W2 = rng.uniform(-1, 1, size=hidden) / np.sqrt(hidden)
    b2 = rng.uniform(-0.1, 0.1)
    column = x[:, None]

    def answer(z):
        return np.tanh(z[:, None] @ W1 + b1) @ W2 + b2

    losses = np.empty(epochs)
    for i in range(epochs):
        t = np.tanh(column @ W1 + b1)
        d = 2 * (t @ W2 + b2 - y) / len(y)
        back = np.outer(d, W2) * t * (1 - t)
        W2 = W2 - learning_rate * (d @ t)
        b2 = b2 - learning_rate * np.sum(d)
        W1 = W1 - learning_rate * (column.T @ back)
        b1 = b1 - learning_rate * np.sum(back, axis=0)
        losses[i] = np.mean((answer(x) - y) ** 2)
    return answer, losses

# %% q6: the last recorded loss
# The training error is losses[-1], which is from before the last update.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    test = np.mean((predict(x_test) - y_test) ** 2)
    return float(losses[-1]), float(test)

# %% q6: root, and test first
# (1) The roots of the mean squares are returned.
# (2) The order is (test, train).
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    model, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    rms = []
    for xs, ys in ((x_test, y_test), (x_train, y_train)):
        rms.append(float(np.sqrt(np.mean((model(xs) - ys) ** 2))))
    return tuple(rms)

# %% q6: two trainings
# The network is trained a second time for the test error, from a start that the same rng draws anew: the two errors
# are not of the same network.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    def mse(xs, ys):
        predict = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)[0]
        return float(np.mean((predict(xs) - ys) ** 2))
    return mse(x_train, y_train), mse(x_test, y_test)

# %% q7: the square approximates everything
# E is called true: "the theorem holds for every activation that bends"; squares only give parabolas, whatever
# their number.
def promises():
    return {"A": False, "B": True, "C": False, "D": True, "E": True, "F": False,
            "G": False, "H": False, "I": True, "J": True, "K": False, "L": True}

# %% q7: one H for all functions, and the jump twice
# (1) G is called true, as if the number of neurons could be chosen before the function.
# (2) B is called false because f jumps, although a mean squared error forgives a short interval.
def promises():
    true = "DGIJL"
    return {letter: letter in true for letter in "ABCDEFGHIJKL"}

# %% q7: everywhere and outside
# (1) A is called true, as if the box could be the whole line.
# (2) L is called false, as if the theorem said something about x = 2.
def promises():
    answers = dict.fromkeys("ABCDEFGHIJKL", False)
    for letter in ("A", "B", "D", "I", "J"):
        answers[letter] = True
    return answers
