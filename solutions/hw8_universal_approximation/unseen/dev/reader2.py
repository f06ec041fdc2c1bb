# %% q1: steepness only at the left edge
# The second sigmoid gets x - right without the steepness, so the right edge is always soft.
def bump(x, left, right, height, steepness):
    rising = sigmoid(np.multiply(steepness, x - left))
    falling = sigmoid(x - right)
    return np.multiply(height, rising - falling)


# %% q1: divided by the steepness, abs of the height
# 1) The distances are divided by the steepness and not multiplied. 2) The absolute value of the height is used, so a negative height gives a bump upwards.
def bump(x, left, right, height, steepness):
    def switch(where):
        return sigmoid((x - where) / steepness)

    return abs(height) * (switch(left) - switch(right))


# %% q1: math.exp, numbers only
# It is written with math.exp, so it works for a single number only (and overflows far to the left); an array is a TypeError.
def bump(x, left, right, height, steepness):
    import math

    def sig(z):
        return 1 / (1 + math.exp(-z))

    return height * (sig(steepness * (x - left)) - sig(steepness * (x - right)))


# %% q2: midpoints of the widened bumps
# The heights of the first and the last bump are those at the midpoints of the widened intervals (f is even asked outside [0, 1] for n > 1), not at those of the n equal intervals.
def staircase(f, n):
    edges = np.linspace(0, 1, n + 1)
    edges[0], edges[-1] = -1.0, 2.0
    mids = [(a + b) / 2 for a, b in zip(edges, edges[1:])]
    values = [f(float(m)) for m in mids]

    def g(x):
        return sum(bump(x, edges[i], edges[i + 1], values[i], 50 * n) for i in range(n))

    return g


# %% q2: f called with an array, loop over x
# 1) f is called with the array of all midpoints and not with one number at a time. 2) g loops over len(x), so it works for one-dimensional arrays only, not for a number or a table.
def staircase(f, n):
    mid = (np.arange(n) + 0.5) / n
    heights = f(mid)
    lefts = np.arange(n) / n
    rights = lefts + 1 / n
    lefts[0] = -1
    rights[-1] = 2

    def g(x):
        y = np.zeros(len(x))
        for k in range(len(x)):
            y[k] = np.sum(bump(x[k], lefts, rights, heights, 50 * n))
        return y

    return g


# %% q2: shared list of bumps
# The bumps are kept in a list that is shared by all staircases (a mutable default), so a second staircase is added on top of the first and changes it.
def staircase(f, n, bumps=[]):
    for i in range(n):
        l = -1 if i == 0 else i / n
        r = 2 if i == n - 1 else (i + 1) / n
        bumps.append((l, r, f((i + 0.5) / n), 50 * n))
    return lambda x: sum(bump(x, *b) for b in bumps)


# %% q3: hard-coded grid
# The grid always has 1001 points, `points` is ignored.
def max_error(f, g, points=1001):
    step = 1 / 1000
    worst = 0.0
    for k in range(1001):
        d = abs(f(k * step) - g(k * step))
        worst = max(worst, float(d))
    return worst


# %% q3: difference of the maxima, from -1 to 1
# 1) It compares the largest values of f and g with each other and not the functions point by point. 2) The grid goes from -1 to 1 and not from 0 to 1.
def max_error(f, g, points=1001):
    t = np.linspace(-1, 1, points)
    top_f, top_g = np.max(f(t)), np.max(g(t))
    return float(np.abs(top_f - top_g))


# %% q4: bias without the steepness
# The biases are -a, the place of the switch alone, the factor s is missing.
def network_from_bumps(f, n):
    places, outer = [], []
    for i in range(n):
        left = i / n if i > 0 else -1.0
        right = (i + 1) / n if i < n - 1 else 2.0
        h = f((i + 0.5) / n)
        places += [left, right]
        outer += [h, -h]
    W1 = 50.0 * n * np.ones((1, 2 * n))
    b1 = -np.array(places)
    W2 = np.array(outer, dtype=float).reshape(-1, 1)
    return W1, b1, W2


# %% q4: heights rounded to whole numbers
# W2 is an array of integers (zeros_like of an int array), so the heights are cut to whole numbers.
def network_from_bumps(f, n):
    order = np.arange(2 * n)
    W2 = np.zeros_like(order).reshape(2 * n, 1)
    b1 = np.zeros(2 * n)
    for i in range(n):
        h = f((i + 0.5) / n)
        W2[2 * i] = h
        W2[2 * i + 1] = -h
        b1[2 * i] = -50 * n * (i / n if i != 0 else -1)
        b1[2 * i + 1] = -50 * n * ((i + 1) / n if i != n - 1 else 2)
    return np.ones((1, 2 * n)) * 50 * n, b1, W2


# %% q4: ends not widened, W2 flat
# 1) The outer edges are 0 and 1 and not -1 and 2. 2) W2 has the shape (2n,) and not (2n, 1).
def network_from_bumps(f, n):
    edges = np.linspace(0, 1, n + 1)
    h = np.array([f(m) for m in (edges[:-1] + edges[1:]) / 2])
    switch = np.concatenate([edges[:-1], edges[1:]])
    W1 = 50.0 * n * np.ones((1, 2 * n))
    b1 = -50.0 * n * switch
    W2 = np.concatenate([h, -h])
    return W1, b1, W2


# %% q4: both outer weights positive, W1 a column
# 1) The outer weight of the right switch is +h and not -h. 2) W1 has the shape (2n, 1) and not (1, 2n).
def network_from_bumps(f, n):
    W1, b1, W2 = [], [], []
    s = 50 * n
    for k in range(n):
        l, r = k / n, (k + 1) / n
        if k == 0: l = -1
        if k == n - 1: r = 2
        value = f((k + 0.5) / n)
        for edge in (l, r):
            W1.append([s])
            b1.append(-s * edge)
            W2.append([value])
    return np.array(W1, dtype=float), np.array(b1, dtype=float), np.array(W2, dtype=float)


# %% q5: 1/N missing
# The output's delta is 2 (y_hat - y) without the 1/N, so every step is N times too large and training explodes; the loss has its 1/N.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    w1, out_w = rng.normal(0, 1.5, hidden), rng.normal(0, 1, hidden) / hidden
    bias, out_b = -w1 * rng.uniform(-2, 2, hidden), 0.0
    record = []

    def hidden_layer(t):
        return np.tanh(np.outer(t, w1) + bias)

    for _ in range(epochs):
        act = hidden_layer(x)
        residual = act @ out_w + out_b - y
        record.append(np.mean(residual ** 2))
        d = 2 * residual
        back = np.outer(d, out_w) * (1 - act ** 2)
        w1 = w1 - learning_rate * (back * x[:, None]).sum(axis=0)
        bias = bias - learning_rate * back.sum(axis=0)
        out_w = out_w - learning_rate * act.T @ d
        out_b = out_b - learning_rate * d.sum()
    return (lambda t: hidden_layer(t) @ out_w + out_b), np.array(record)


# %% q5: all neurons alike
# The start is the same for all hidden neurons (ones), so they stay alike and only one neuron is trained; rng is not used.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1 = np.ones((1, hidden)), np.zeros(hidden)
    W2, b2 = np.ones(hidden) / hidden, 0.0
    N = x.shape[0]
    inputs = x[:, np.newaxis]
    losses = np.zeros(epochs)
    for k in range(epochs):
        T = np.tanh(inputs @ W1 + b1)
        r = T @ W2 + b2 - y
        losses[k] = np.sum(r * r) / N
        dO = 2 * r / N
        dH = dO[:, np.newaxis] * W2[np.newaxis, :] * (1 - T * T)
        W1, b1 = W1 - learning_rate * inputs.T @ dH, b1 - learning_rate * dH.sum(axis=0)
        W2, b2 = W2 - learning_rate * T.T @ dO, b2 - learning_rate * dO.sum()
    return (lambda m: np.tanh(m[:, np.newaxis] @ W1 + b1) @ W2 + b2), losses


# %% q5: start depends on the data, loss after the update
# 1) The bends are placed between the smallest and the largest x, so the start depends on the data. 2) The loss is recorded after the update and not before.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    n = len(x)
    low, high = x.min(), x.max()
    W1 = rng.uniform(1, 2, hidden) * rng.choice([-1.0, 1.0], hidden)
    b1 = -W1 * rng.uniform(low, high, hidden)
    W2 = rng.normal(0, 0.5, hidden) / np.sqrt(hidden)
    b2 = 0.0

    def network(t, W1, b1, W2, b2):
        h = np.tanh(np.outer(t, W1) + b1)
        return h, h @ W2 + b2

    losses = []
    for _ in range(epochs):
        h, guess = network(x, W1, b1, W2, b2)
        do = 2 / n * (guess - y)
        dh = np.outer(do, W2) * (1 - h ** 2)
        W1, b1, W2, b2 = (W1 - learning_rate * x @ dh, b1 - learning_rate * dh.sum(axis=0),
                          W2 - learning_rate * do @ h, b2 - learning_rate * do.sum())
        losses.append(np.mean((network(x, W1, b1, W2, b2)[1] - y) ** 2))
    return (lambda t: network(t, W1, b1, W2, b2)[1]), np.array(losses)


# %% q6: last loss as training error
# The training error is losses[-1], which belongs to the weights before the last update.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    net, history = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    on_test = np.sum((net(x_test) - y_test) ** 2) / len(y_test)
    return float(history[-1]), float(on_test)


# %% q6: own generator, test sum divided by the training N
# 1) rng is not handed on, np.random.default_rng(0) is used. 2) The test error is divided by the number of training samples and not by that of the test samples.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    f, _ = fit_curve(x_train, y_train, hidden, np.random.default_rng(0), learning_rate, epochs)
    N = len(x_train)
    train = np.sum((f(x_train) - y_train) ** 2) / N
    test = np.sum((f(x_test) - y_test) ** 2) / N
    return float(train), float(test)


# %% q7: sine everywhere
# A is called true, but sigmoids level off far away and the sine doesn't, so it is false. The rest is right.
def promises():
    # A: enough sigmoids can follow every wave
    return {"A": True, "B": True, "C": False, "D": True, "E": False, "F": False,
            "G": False, "H": False, "I": True, "J": True, "K": False, "L": True}


# %% q7: depth, and descent
# 1) F is called true, but a deep relu network may need fewer neurons, so it is false. 2) H is called true, but descent can get stuck from some starts, so it is false. The rest is right.
def promises():
    true_ones = "BDFHIJL"
    return {letter: letter in true_ones for letter in "ABCDEFGHIJKL"}


# %% q7: smaller training error, outside the box
# 1) K is called true, but a smaller training error may be noise learned by heart, so it is false. 2) L is called false, but the theorem says nothing outside the box, so it is true. The rest is right.
def promises():
    d = {}
    d.update(A=False, B=True, C=False)
    d.update(D=True, E=False, F=False)
    d.update(G=False, H=False, I=True)
    d.update(J=True, K=True, L=False)
    return d
