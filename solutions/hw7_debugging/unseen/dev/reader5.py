# %% q1: error at the output not divided by N
# C is a mean over the batch, so the walk back starts from A_L / N; here from A_L (right for N = 1).
def norms_through(weights, X, activation):
    inputs, pre = [], []
    A = X
    for W in weights:
        Z = A @ W
        inputs.append(A)
        pre.append(Z)
        A = activation(Z)
    error = A
    norms = np.zeros(len(weights))
    for l in range(len(weights) - 1, -1, -1):
        delta = error * activation(pre[l], deriv=True)
        norms[l] = np.linalg.norm(inputs[l].T @ delta)
        error = delta @ weights[l].T
    return norms


def gradient_norms(depth, activation, rng, width=32):
    ws = [rng.normal(0, np.sqrt(1 / width), (width, width)) for _ in range(depth)]
    batch = rng.standard_normal((16, width))
    return norms_through(ws, batch, activation)

# %% q1: variance taken for the deviation; norms in the order of the walk back
# (1) rng.normal(0, 1 / width, ...): N(0, 1/width) means the variance, the deviation is its root.
# (2) norms_through returns the last layer's norm first.
def norms_through(weights, X, activation):
    layers = [X]
    sums = []
    for W in weights:
        sums.append(layers[-1].dot(W))
        layers.append(activation(sums[-1]))
    back = layers[-1] / len(X)
    result = []
    for W, a, z in reversed(list(zip(weights, layers[:-1], sums))):
        d = back * activation(z, deriv=True)
        grad = a.T.dot(d)
        result.append(np.sqrt((grad ** 2).sum()))
        back = d.dot(W.T)
    return np.array(result)


def gradient_norms(depth, activation, rng, width=32):
    weights = []
    for layer in range(depth):
        weights.append(rng.normal(0, 1 / width, size=(width, width)))
    X = rng.normal(0, 1, size=(16, width))
    return norms_through(weights, X, activation)

# %% q2: he's deviation is 2 / fan_in
# The variance is handed to rng.normal as its deviation: the square root is missing.
def xavier(fan_in, fan_out, rng):
    limit = (6 / (fan_in + fan_out)) ** 0.5
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


def he(fan_in, fan_out, rng):
    sigma = 2 / fan_in
    return rng.normal(loc=0.0, scale=sigma, size=(fan_in, fan_out))

# %% q2: xavier has no return
# The matrix is drawn and never returned: xavier gives None. he is right.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    W = 2 * r * rng.random((fan_in, fan_out)) - r


def he(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_in)
    return std * rng.standard_normal((fan_in, fan_out))

# %% q3: zeros are counted, not dead units
# The share of all zero outputs, in place of the share of units that are 0 for every sample.
def dead_fraction(W, b, X):
    out = np.maximum(X @ W + b, 0)
    zeros = 0
    for row in out:
        for value in row:
            if value == 0:
                zeros += 1
    return zeros / out.size

# %% q4: clipped afterwards
# The whole series is clipped at its end; a clipped value should be the one that goes on
# (3, -6, 10, -10 comes out right by chance, 8, 3, 1.5 as 8, 3, 2).
def repeated_factor(a, b, steps):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * b)
    return np.array(values)


def clipped_factor(a, b, steps, limit):
    values = repeated_factor(a, b, steps)
    values[1:] = np.clip(values[1:], -limit, limit)
    return values


def first_overflow(b):
    size = abs(float(b))
    if size <= 1:
        return None
    n, product = 1, size
    while product != float("inf"):
        product *= size
        n += 1
    return n

# %% q4: one entry too few; negative factors never overflow
# (1) repeated_factor has `steps` entries in place of steps + 1.
# (2) first_overflow compares b and not |b| with 1: None for -2.
def repeated_factor(a, b, steps):
    v = np.empty(steps)
    current = a
    for k in range(steps):
        v[k] = current
        current = current * b
    return v


def clipped_factor(a, b, steps, limit):
    v = np.empty(steps + 1)
    v[0] = a
    for k in range(1, steps + 1):
        v[k] = min(max(v[k - 1] * b, -limit), limit)
    return v


def first_overflow(b):
    if b <= 1.0:
        return None
    count = 0
    p = 1.0
    while not np.isinf(p):
        p = p * b
        count += 1
    return count

# %% q5: rises are counted, not added up
# Rule 3 compares how often the loss rises with how often it falls; the sizes should be added up.
def diagnose(history):
    loss = np.asarray(history["loss"])
    norms = np.asarray(history["gradient_norms"])
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or (norms > 1e4).any():
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    ups, downs = np.sum(change > 0), np.sum(change < 0)
    if ups > downs / 2:
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"

# %% q5: only the last loss and norms are looked at for explosions; rule 4 by the last epoch
# (1) rule 1 looks at the last epoch alone; every entry counts.
# (2) rule 4 compares the norms of the last epoch, in place of their means over all epochs.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    last_norms = norms[-1]
    # 1
    if not np.isfinite(loss[-1]) or not np.all(np.isfinite(last_norms)) or np.max(last_norms) > 1e4:
        return "exploding"
    # 2
    if history["active_share"][-1] < 0.01:
        return "dead"
    # 3
    rise = fall = 0.0
    for before, after in zip(loss[:-1], loss[1:]):
        if after > before:
            rise += after - before
        else:
            fall += before - after
    if rise > 0.5 * fall:
        return "learning rate too high"
    # 4
    if last_norms[0] < last_norms[-1] / 1000:
        return "vanishing"
    # 5
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"

