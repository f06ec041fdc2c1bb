# %% q1: the variance is taken for the deviation, and the batch comes first
# (1) rng.normal gets 1/width, the variance, where it wants the standard deviation; (2) the batch
# is drawn before the matrices and not last of all.
def norms_through(weights, X, activation):
    layers, sums = [X], []
    for W in weights:
        sums.append(layers[-1] @ W)
        layers.append(activation(sums[-1]))
    error = layers[-1] / len(X)
    norms = np.zeros(len(weights))
    for l in range(len(weights) - 1, -1, -1):
        delta = error * activation(sums[l], deriv=True)
        norms[l] = np.linalg.norm(layers[l].T @ delta)
        error = delta @ weights[l].T
    return norms


def gradient_norms(depth, activation, rng, width=32):
    X = rng.normal(0, 1, (16, width))
    weights = [rng.normal(0, 1 / width, (width, width)) for _ in range(depth)]
    return norms_through(weights, X, activation)

# %% q2: xavier looks at one side only
# (1) the radius is sqrt(6 / (2 fan_in)), as for a square matrix; fan_out has no effect on it.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(3 / fan_in)
    return rng.uniform(-r, r, (fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return np.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))

# %% q3: counts zeros and not units
# (1) the share of all outputs that are 0, and not the share of units that are 0 for every sample.
def dead_fraction(W, b, X):
    fired = relu(X @ W + b)
    return float(np.mean(fired == 0))

# %% q4: the power first
# (1) b**k is worked out first and multiplied by a afterwards, so it overflows where a b^k would
# still fit (and a = 0 or tiny gives nan or inf).
def repeated_factor(a, b, steps):
    powers = np.float64(b) ** np.arange(steps + 1)
    return a * powers


def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        values.append(min(max(values[-1] * b, -limit), limit))
    return np.array(values)


def first_overflow(b):
    if abs(b) <= 1:
        return None
    product, factors = 1.0, 0
    while product < np.inf:
        product *= abs(b)
        factors += 1
    return factors

# %% q4: clipped only at the end
# (1) the whole unclipped series is clipped afterwards, so a value that was cut doesn't go on from
# the limit (8, 0.5 with limit 3 gives 8, 3, 2 and not 8, 3, 1.5).
def repeated_factor(a, b, steps):
    v = np.zeros(steps + 1)
    v[0] = a
    for k in range(1, steps + 1):
        v[k] = v[k - 1] * b
    return v


def clipped_factor(a, b, steps, limit):
    v = np.clip(repeated_factor(a, b, steps), -limit, limit)
    v[0] = a
    return v


def first_overflow(b):
    size = abs(float(b))
    if size <= 1:
        return None
    count, total = 1, size
    while not np.isinf(total):
        total *= size
        count += 1
    return count

# %% q5: rises against all falls, and only the last epoch's norms
# (1) rule 3 asks for rises larger than the falls, not than half of them; (2) rule 4 looks at the
# norms of the last epoch and not at the means over all epochs.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or (norms > 1e4).any():
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    rises, falls = change[change > 0].sum(), -change[change < 0].sum()
    if rises > falls:
        return "learning rate too high"
    if norms[-1, 0] < norms[-1, -1] / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    return {key: values.reshape(-1, batches, *values.shape[1:]).mean(axis=1)
            for key, values in history.items()}

# %% q5: means over every so-and-so-many-th update
# (1) the reshape puts `batches` first, so updates are averaged across epochs and the result has
# the wrong grouping.
def diagnose(history):
    loss = np.asarray(history["loss"])
    norms = np.asarray(history["gradient_norms"])
    everything = np.append(loss, norms)
    if np.any(~np.isfinite(everything)) or norms.max() > 10_000:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    up = down = 0.0
    for before, after in zip(loss[:-1], loss[1:]):
        up += max(after - before, 0)
        down += max(before - after, 0)
    if up > 0.5 * down:
        return "learning rate too high"
    means = norms.mean(axis=0)
    if means[0] < means[-1] / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"


def epoch_means(history, batches):
    new = {}
    for key in history:
        values = history[key]
        epochs = len(values) // batches
        new[key] = values.reshape((batches, epochs) + values.shape[1:]).mean(axis=0)
    return new

# %% q6: another norm, and another denominator
# (1) np.linalg.norm(A, 2) is the largest singular value of a matrix, not the root of the sum of
# squares; (2) divides by the sum of both norms, homework 2's way, and not by the numeric one.
def step_error(step, loss, weights, learning_rate):
    after = step([w.copy() for w in weights], learning_rate)
    errors = []
    for k, w in enumerate(weights):
        numeric = np.zeros_like(w)
        for index in np.ndindex(w.shape):
            sides = []
            for h in (1e-5, -1e-5):
                moved = [v.copy() for v in weights]
                moved[k][index] += h
                sides.append(loss(moved))
            numeric[index] = (sides[0] - sides[1]) / 2e-5
        used = (w - after[k]) / learning_rate
        size = np.linalg.norm(used, 2) + np.linalg.norm(numeric, 2)
        errors.append(float(np.linalg.norm(used - numeric, 2) / size))
    return errors


def slope_at_zero(f):
    h = 1e-5
    return float((f(h) - f(-h)) / (2 * h))

# %% q7: d is called wrong
# (1) the verdict calls step_d wrong because it updates W2 first; the error has been passed back
# before that, so it is right.
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": False, "e": True, "f": False, "g": True}


def mended_tanh(z):
    return np.tanh(z)


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W) / len(X)


def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    new = [None] * len(weights)
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        new[k] = weights[k] - learning_rate * with_ones(layers[k]).T @ delta
        error = delta @ weights[k][1:].T
    return new

# %% q7: half of step_b is mended
# (1) the penalty pulls with W now, divided by N, but the data's part of the gradient is still a
# sum over the samples and not a mean.
def sorted_steps():
    right = "adeg"
    return {letter: letter in right for letter in "abcdefg"}


def mended_tanh(z):
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    slope = X.T @ ((H - Y) * H * (1 - H))
    return W - learning_rate * (slope + penalty / len(X) * W)


def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    back, steps = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[:0:-1]):
        delta = back * above * (1 - above)
        steps.insert(0, with_ones(below).T @ delta)
        back = delta @ W[1:].T
    return [W - learning_rate * s for W, s in zip(weights, steps)]

# %% q8: the layers stay silenced
# (1) the copy is made once, before the loop, so for number l all layers up to l are silenced and
# not only layer l.
def bias_spread(forward, weights, X):
    silenced = [W.copy() for W in weights]
    spreads = []
    for l in range(len(weights)):
        silenced[l][1:] = 0
        out = forward(silenced, X)
        spreads.append(float(np.ptp(out, axis=0).max()))
    return spreads


def symmetry_spread(scores, X):
    s = (scores(X) + scores(-X)) @ np.array([-1.0, 1.0])
    return float(np.ptp(s))


def unchanged(function, *arguments):
    def copy(thing):
        return [np.copy(a) for a in thing] if isinstance(thing, list) else np.copy(thing)

    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.shape(a) == np.shape(b) and np.asarray(a).tobytes() == np.asarray(b).tobytes()

    copies = [copy(a) for a in arguments]
    kept = [copy(a) for a in arguments]
    function(*copies)
    return all(same(a, b) for a, b in zip(kept, copies))

# %% q8: the largest size of the sum, and a comparison that is nearly
# (1) symmetry_spread is the largest |s| and not the largest s minus the smallest, so a constant
# other than 0 counts as spread; (2) unchanged compares with np.allclose, so small changes pass.
def bias_spread(forward, weights, X):
    result = []
    for l, W in enumerate(weights):
        quiet = np.zeros_like(W)
        quiet[0] = W[0]
        changed = list(weights[:l]) + [quiet] + list(weights[l + 1:])
        Y = forward([V.copy() for V in changed], X.copy())
        result.append(float(np.max(Y.max(axis=0) - Y.min(axis=0))))
    return result


def symmetry_spread(scores, X):
    here, mirrored = scores(X), scores(-X)
    s = here[:, 1] - here[:, 0] + mirrored[:, 1] - mirrored[:, 0]
    return float(np.max(np.abs(s)))


def unchanged(function, *arguments):
    copies = []
    for argument in arguments:
        if isinstance(argument, list):
            copies.append([a.copy() for a in argument])
        else:
            copies.append(np.array(argument))
    function(*copies)
    for before, after in zip(arguments, copies):
        if isinstance(before, list):
            if len(before) != len(after):
                return False
            pairs = list(zip(before, after))
        else:
            pairs = [(before, after)]
        for b, a in pairs:
            if np.shape(b) != np.shape(a) or not np.allclose(b, a):
                return False
    return True

# %% q9: XOR the wrong way round
# (1) in xor_params the hidden neurons that fire for equal signs speak for number 1, so the answer
# is 1 where the signs are equal and 0 where they differ.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}


def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X


def xor_params():
    W1 = np.array([[10.0, -10.0], [10.0, -10.0]])
    b1 = np.array([-8.0, -8.0])
    W2 = np.array([[0.0, 1.0], [0.0, 1.0]])
    b2 = np.array([0.5, 0.0])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% q9: l is convicted without proof, and the ones stand last
# (1) the verdict calls scores_l wrong because it has no biases, though relu can do XOR without;
# (2) mended_forward is forward_j once more: its column of ones stands behind and not in front.
def sorted_networks():
    verdict = dict.fromkeys("hijklmn", False)
    verdict["i"] = verdict["n"] = True
    return verdict


def mended_forward(weights, X):
    layer = X
    for W in weights:
        extended = np.concatenate([layer, np.ones((layer.shape[0], 1))], axis=1)
        layer = sigmoid(extended @ W)
    return layer


def xor_params():
    return {
        "W1": np.array([[8.0, -8.0], [8.0, -8.0]]),
        "b1": np.array([-8.0, -8.0]),
        "W2": np.array([[2.0, -2.0], [2.0, -2.0]]),
        "b2": np.array([-1.0, 1.0]),
    }
