# %% q1: brackets around the difference missing
# The brackets are missing: the height multiplies the first sigmoid only, the second one is taken away with height 1.
def bump(x, left, right, height, steepness):
    s = steepness
    return height * sigmoid(s * (x - left)) - sigmoid(s * (x - right))


# %% q1: product with the wrong sign inside
# Both pre-activations have the wrong sign, s (left - x) and s (right - x), so the bump is upside down.
def bump(x, left, right, height, steepness):
    a = steepness * (left - x)
    b = steepness * (right - x)
    value = sigmoid(a) - sigmoid(b)   # on minus off
    return value * height


# %% q2: lambda binds late
# The lambdas in the list all see the loop's last left, right and height (late binding), so all n bumps are the last one.
def staircase(f, n):
    parts = []
    for i in range(n):
        left = -1 if i == 0 else i / n
        right = 2 if i == n - 1 else (i + 1) / n
        height = f((i + 0.5) / n)
        parts.append(lambda x: bump(x, left, right, height, 50 * n))
    return lambda x: sum(part(x) for part in parts)


# %% q2: elif, so n = 1 has one wide end
# The right end is widened in an elif after the left one, so for n = 1 the bump reaches from -1 to 1 and not to 2.
def staircase(f, n):
    def limits(i):
        l, r = i / n, (i + 1) / n
        if i == 0:
            l = -1
        elif i == n - 1:
            r = 2
        return l, r

    def g(x):
        result = np.zeros_like(x, dtype=float)
        for i in range(n):
            l, r = limits(i)
            result = result + bump(x, l, r, f((i + 0.5) / n), 50 * n)
        return result

    return g


# %% q2: steepness 50, heights at the left edges
# 1) The steepness is 50 and not 50 n. 2) The heights are f at the left edge i/n and not at the midpoint.
def staircase(f, n):
    pieces = []
    for i in range(n):
        start, stop = i / n, (i + 1) / n
        h = f(start)
        if i == 0:
            start = -1
        if i == n - 1:
            stop = 2
        pieces.append((start, stop, h))

    def g(x):
        return sum([bump(x, a, b, h, 50) for a, b, h in pieces])

    return g


# %% q3: no absolute value
# The absolute value is missing, so places where g is above f don't count.
def max_error(f, g, points=1001):
    xs = np.linspace(0.0, 1.0, num=points)
    gaps = [f(x) - g(x) for x in xs]
    return float(max(gaps))


# %% q3: end point missing
# The grid is k / points, so x = 1 is not on it.
def max_error(f, g, points=1001):
    x = np.arange(points) / points
    distance = np.abs(np.asarray(f(x)) - np.asarray(g(x)))
    return distance.max()


# %% q3: place of the error, one point too many
# 1) It returns the place x where the distance is largest and not the distance. 2) The grid has points + 1 numbers.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points + 1)
    diff = np.abs(f(x) - g(x))
    return float(x[np.argmax(diff)])


# %% q4: two orders mixed
# In b1 all left edges stand first and then all right ones, in W2 the heights alternate +h, -h: for n > 1 the two orders don't fit together.
def network_from_bumps(f, n):
    steep = 50 * n
    lefts = [-1.0] + [i / n for i in range(1, n)]
    rights = [i / n for i in range(1, n)] + [2.0]
    heights = [f((i + 0.5) / n) for i in range(n)]
    W1 = np.full((1, 2 * n), steep, dtype=float)
    b1 = -steep * np.array(lefts + rights)
    W2 = np.array([sign * h for h in heights for sign in (1, -1)], dtype=float)[:, None]
    return W1, b1, W2


# %% q5: table (N, N)
# The prediction is a column (N, 1) and y is flat, so the difference is a table (N, N): the loss and the output's delta are wrong, every answer is pulled to all targets.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    n = len(x)
    col = x.reshape(-1, 1)
    W1 = rng.choice([-1, 1], (1, hidden)) * rng.uniform(1, 2, (1, hidden))
    b1 = -W1[0] * rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1 / np.sqrt(hidden), (hidden, 1)) * 0.5
    b2 = np.zeros(1)
    losses = []
    for _ in range(epochs):
        h = np.tanh(col @ W1 + b1)
        out = h @ W2 + b2
        err = out - y
        losses.append(np.mean(err ** 2))
        d_out = (2 / n * err).mean(axis=1, keepdims=True)
        d_hid = d_out @ W2.T * (1 - h ** 2)
        W1 = W1 - learning_rate * col.T @ d_hid
        b1 = b1 - learning_rate * d_hid.sum(axis=0)
        W2 = W2 - learning_rate * h.T @ d_out
        b2 = b2 - learning_rate * d_out.sum(axis=0)

    def predict(x_new):
        return (np.tanh(np.reshape(x_new, (-1, 1)) @ W1 + b1) @ W2 + b2)[:, 0]

    return predict, np.array(losses)


# %% q5: W2 updated before delta_H
# W2 is updated before the hidden layer's delta is computed with it, so delta_H belongs to the new W2 and not to the one of the forward pass.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    N = x.size
    w = rng.normal(0, 1.5, hidden)
    b = -w * rng.uniform(-2, 2, hidden)
    v = rng.normal(0, 0.5, hidden) / np.sqrt(hidden)
    c = 0.0
    losses = np.empty(epochs)
    for e in range(epochs):
        a = np.tanh(np.outer(x, w) + b)
        diff = a @ v + c - y
        losses[e] = diff @ diff / N
        delta = 2 * diff / N
        v = v - learning_rate * (a.T @ delta)
        c = c - learning_rate * delta.sum()
        delta_h = np.outer(delta, v) * (1 - a * a)
        w = w - learning_rate * (x @ delta_h)
        b = b - learning_rate * delta_h.sum(axis=0)
    return lambda q: np.tanh(np.outer(q, w) + b) @ v + c, losses


# %% q5: tanh' at what came in
# The slope of tanh is taken as 1 - z^2 with the pre-activation z and not as 1 - tanh(z)^2.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    net = {
        "W1": rng.uniform(1, 2, hidden) * np.sign(rng.standard_normal(hidden)),
        "W2": rng.standard_normal(hidden) / (2 * hidden),
        "b2": 0.0,
    }
    net["b1"] = -net["W1"] * rng.uniform(-2, 2, hidden)
    N, history = len(x), []
    for _ in range(epochs):
        z = x[:, None] * net["W1"][None, :] + net["b1"]
        h = np.tanh(z)
        error = h @ net["W2"] + net["b2"] - y
        history.append(float(np.mean(error ** 2)))
        do = 2 / N * error
        dh = do[:, None] * net["W2"][None, :] * (1 - z ** 2)
        grads = {"W1": (x[:, None] * dh).sum(0), "b1": dh.sum(0), "W2": h.T @ do, "b2": do.sum()}
        net = {k: net[k] - learning_rate * grads[k] for k in net}

    def predict(points):
        return np.tanh(points[:, None] * net["W1"] + net["b1"]) @ net["W2"] + net["b2"]

    return predict, np.array(history)


# %% q5: output bias never moves, 2 missing
# 1) b2 is never updated, it stays at 0. 2) The output's delta is (y_hat - y)/N, the 2 is missing.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    X = x.reshape(len(x), 1)
    W1 = rng.normal(0, 1.5, (1, hidden))
    b1 = rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1, hidden) / hidden
    b2 = 0.0
    losses = []
    for epoch in range(epochs):
        hid = np.tanh(np.dot(X, W1) + b1)
        yhat = np.dot(hid, W2) + b2
        losses.append(np.sum((yhat - y) ** 2) / len(y))
        delta_o = (yhat - y) / len(y)
        delta_h = delta_o.reshape(-1, 1) * W2 * (1 - hid ** 2)
        gW1, gb1, gW2 = np.dot(X.T, delta_h), np.sum(delta_h, axis=0), np.dot(hid.T, delta_o)
        W1 = W1 - learning_rate * gW1
        b1 = b1 - learning_rate * gb1
        W2 = W2 - learning_rate * gW2

    def predict(new):
        return np.dot(np.tanh(np.dot(new.reshape(-1, 1), W1) + b1), W2) + b2

    return predict, np.array(losses)


# %% q5: predict one update behind, np.random in place of rng
# 1) predict uses the weights before the last update. 2) The start is drawn from np.random's global generator and not from rng, so the same seed gives different runs.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1 = np.random.normal(0, 1.5, hidden)
    b1 = -W1 * np.random.uniform(-2, 2, hidden)
    W2 = np.random.normal(0, 0.3, hidden) / np.sqrt(hidden)
    b2 = 0.0
    N = len(y)
    losses = []
    for epoch in range(epochs):
        old = (W1, b1, W2, b2)
        h = np.tanh(np.outer(x, W1) + b1)
        e = h.dot(W2) + b2 - y
        losses.append(e.dot(e) / N)
        d_o = 2 * e / N
        d_h = np.outer(d_o, W2) * (1 - h ** 2)
        W1 = W1 - learning_rate * x.dot(d_h)
        b1 = b1 - learning_rate * d_h.sum(axis=0)
        W2 = W2 - learning_rate * d_o.dot(h)
        b2 = b2 - learning_rate * d_o.sum()

    def predict(t):
        A, a, B, c = old
        return np.tanh(np.outer(t, A) + a).dot(B) + c

    return predict, np.array(losses)


# %% q5: hidden bias averaged
# The gradient of b1 is the mean of delta_H over the samples and not the sum, so b1 learns N times too slowly.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    slope = rng.normal(0, 1.5, (1, hidden))
    shift = rng.uniform(-2, 2, hidden) * slope[0]
    weight = rng.normal(0, 1 / (hidden + 1), hidden)
    offset = 0.0
    N = len(x)
    table = np.reshape(x, (N, 1))
    losses = []
    for step in range(epochs):
        t = np.tanh(table @ slope + shift)
        miss = t @ weight + offset - y
        losses.append(np.mean(np.square(miss)))
        d_out = 2 / N * miss
        d_hid = np.outer(d_out, weight) * (1 - np.square(t))
        slope = slope - learning_rate * (table.T @ d_hid)
        shift = shift - learning_rate * np.mean(d_hid, axis=0)
        weight = weight - learning_rate * (t.T @ d_out)
        offset = offset - learning_rate * np.sum(d_out)
    return lambda z: np.tanh(np.reshape(z, (-1, 1)) @ slope + shift) @ weight + offset, np.array(losses)


# %% q6: trained on everything
# It trains on the training and test samples together, so the test samples are not unseen.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    everything_x = np.concatenate([x_train, x_test])
    everything_y = np.concatenate([y_train, y_test])
    predict, _ = fit_curve(everything_x, everything_y, hidden, rng, learning_rate, epochs)

    def mse(a, b):
        return float(np.mean((predict(a) - b) ** 2))

    return mse(x_train, y_train), mse(x_test, y_test)


# %% q6: root, order swapped
# 1) The errors are roots of the mean squares. 2) They come in the order (test, train).
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    results = []
    for xs, ys in ((x_test, y_test), (x_train, y_train)):
        residuals = predict(xs) - ys
        results.append(float(np.sqrt(np.mean(residuals ** 2))))
    return tuple(results)


# %% q6: a second network for the test
# A second network is trained on the test samples for the test error, and it is not the same one that was trained on the training samples.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    answers = []
    for a, b in [(x_train, y_train), (x_test, y_test)]:
        g, _ = fit_curve(a, b, hidden, rng, learning_rate, epochs)
        d = g(a) - b
        answers.append(np.dot(d, d) / d.size)
    return answers[0], answers[1]


# %% q7: jump drawn in the largest error
# C is called true, but a continuous function misses a jump of 1 by at least one half somewhere, so it is false. The rest is right.
def promises():
    answer = dict.fromkeys("ABCDEFGHIJKL", False)
    for k in ("B", "C", "D", "I", "J", "L"):
        answer[k] = True
    return answer


# %% q7: squares, and a fixed number of neurons
# 1) E is called true, but sums of squares of linear functions are only parabolas, so it is false. 2) G is called true, but a wild function needs more than 100 neurons, so it is false. The rest is right.
def promises():
    letters = list("ABCDEFGHIJKL")
    verdict = [False, True, False, True, True, False, True, False, True, True, False, True]
    return dict(zip(letters, verdict))


