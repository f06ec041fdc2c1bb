# %% q1: variance taken for the deviation
# The matrices are drawn with the standard deviation 1/width; 1/width is the variance.
def norms_through(weights, X, activation):
    A, Z = [X], []
    for W in weights:
        Z.append(A[-1] @ W)
        A.append(activation(Z[-1]))
    error = A[-1] / len(X)
    norms = np.zeros(len(weights))
    for l in reversed(range(len(weights))):
        delta = error * activation(Z[l], deriv=True)
        norms[l] = np.linalg.norm(A[l].T @ delta)
        error = delta @ weights[l].T
    return norms


def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, 1 / width, (width, width)) for _ in range(depth)]
    X = rng.normal(0, 1, (16, width))
    return norms_through(weights, X, activation)

# %% q1: batch drawn first, last layer first
# (1) gradient_norms draws the batch before the matrices.
# (2) The norms are appended on the way back and not turned round: last layer first.
def norms_through(weights, X, activation):
    inputs, pre = [X], []
    for W in weights:
        pre.append(inputs[-1] @ W)
        inputs.append(activation(pre[-1]))
    e = inputs.pop() / X.shape[0]
    result = []
    while pre:
        d = e * activation(pre.pop(), deriv=True)
        g = inputs.pop().T @ d
        result.append(np.sqrt(np.sum(g ** 2)))
        e = d @ weights[len(pre)].T
    return np.array(result)


def gradient_norms(depth, activation, rng, width=32):
    X = rng.standard_normal((16, width))
    weights = []
    for _ in range(depth):
        weights.append(rng.standard_normal((width, width)) / np.sqrt(width))
    return norms_through(weights, X, activation)

# %% q1: no activation after the last matrix
# The last layer is taken to be linear: neither its activation nor its slope is there.
def norms_through(weights, X, activation):
    L = len(weights)
    a, zs = [X], []
    for l, W in enumerate(weights):
        z = a[l] @ W
        zs.append(z)
        a.append(activation(z) if l < L - 1 else z)
    delta = a[L] / len(X)
    norms = []
    for l in range(L - 1, -1, -1):
        norms.append(np.sqrt(((a[l].T @ delta) ** 2).sum()))
        if l > 0:
            delta = delta @ weights[l].T * activation(zs[l - 1], deriv=True)
    return np.array(norms[::-1])


def gradient_norms(depth, activation, rng, width=32):
    ws = [rng.normal(0, np.sqrt(1 / width), (width, width)) for k in range(depth)]
    return norms_through(ws, rng.normal(0, 1, (16, width)), activation)

# %% q2: bounds of the uniform numbers, halves forgotten
# xavier uses r = sqrt(2 / (n_in + n_out)), the standard deviation, as the bound of the uniform numbers.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))

# %% q2: variance as scale, and fan_out
# (1) he hands 2/n, the variance, to rng.normal as the standard deviation.
# (2) It divides by fan_out in place of fan_in.
def xavier(fan_in, fan_out, rng):
    limit = (6 / (fan_in + fan_out)) ** 0.5
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return rng.normal(loc=0, scale=2 / fan_out, size=(fan_in, fan_out))

# %% q3: units and samples exchanged
# all() runs along axis 1: counted is the share of the samples to which every unit answers 0.
def dead_fraction(W, b, X):
    out = np.maximum(0, X @ W + b)
    return float(np.mean((out == 0).all(axis=1)))

# %% q3: bias forgotten, exactly 0 taken for alive
# (1) The pre-activation is X W, without b.
# (2) Dead is asked for by z < 0, so a unit at exactly 0 counts as alive.
def dead_fraction(W, b, X):
    z = X @ W
    dead = 0
    for h in range(z.shape[1]):
        if np.all(z[:, h] < 0):
            dead += 1
    return dead / z.shape[1]

# %% q4: power first
# repeated_factor is a * b**k: b**k may overflow (or vanish) where a b^k doesn't.
def repeated_factor(a, b, steps):
    with np.errstate(over="ignore"):
        return a * np.float64(b) ** np.arange(steps + 1)


def clipped_factor(a, b, steps, limit):
    values = [a]
    for _ in range(steps):
        values.append(min(max(values[-1] * b, -limit), limit))
    return np.array(values, dtype=float)


def first_overflow(b):
    if abs(b) <= 1:
        return None
    n, product = 0, 1.0
    while np.isfinite(product):
        product = product * abs(b)
        n += 1
    return n

# %% q4: clipped at the end, one factor too few
# (1) clipped_factor clips the finished list of repeated_factor (its entry 0 as well) and does not go on from
# the clipped value.
# (2) first_overflow returns the number of factors that still fit, 1023 for 2.
def repeated_factor(a, b, steps):
    v = np.zeros(steps + 1)
    v[0] = a
    for k in range(1, steps + 1):
        v[k] = v[k - 1] * b
    return v


def clipped_factor(a, b, steps, limit):
    return np.clip(repeated_factor(a, b, steps), -limit, limit)


def first_overflow(b):
    b = abs(b)
    if b <= 1:
        return None
    count = 0
    p = b
    while p < float("inf"):
        p *= b
        count += 1
    return count

# %% q4: negative factors never overflow
# first_overflow tests b <= 1 without the absolute value, so for -2 it returns None.
def repeated_factor(a, b, steps):
    out = [float(a)]
    for i in range(steps):
        out.append(out[-1] * b)
    return np.array(out)


def clipped_factor(a, b, steps, limit):
    out = np.empty(steps + 1)
    out[0] = a
    for i in range(steps):
        out[i + 1] = np.clip(out[i] * b, -limit, limit)
    return out


def first_overflow(b):
    if b <= 1:
        return None
    v = b
    n = 1
    while v != np.inf:
        v = v * b
        n = n + 1
    return n

# %% q5: rule 4 by the last epoch
# In rule 4 the norms of the last epoch are compared, not the means over all epochs.
def diagnose(history):
    loss, norms, active = history["loss"], history["gradient_norms"], history["active_share"]
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or (norms > 1e4).any():
        return "exploding"
    if active[-1] < 0.01:
        return "dead"
    d = np.diff(loss)
    if d[d > 0].sum() > 0.5 * -d[d < 0].sum():
        return "learning rate too high"
    if norms[-1, 0] < norms[-1, -1] / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    return {"loss": history["loss"].reshape(-1, batches).mean(axis=1),
            "gradient_norms": history["gradient_norms"].reshape(
                -1, batches, history["gradient_norms"].shape[1]).mean(axis=1),
            "active_share": history["active_share"].reshape(-1, batches).mean(axis=1)}

# %% q5: comb in place of blocks, rises counted
# (1) epoch_means reshapes to (batches, epochs): it averages every so-manyth update and not those of one epoch.
# (2) Rule 3 compares the number of rises with half the number of falls, not their sizes.
def diagnose(history):
    loss = history["loss"]
    g = history["gradient_norms"]
    if np.any(~np.isfinite(loss)) or np.any(~np.isfinite(g)) or np.any(g > 1e4):
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = loss[1:] - loss[:-1]
    if np.sum(change > 0) > np.sum(change < 0) / 2:
        return "learning rate too high"
    if g[:, 0].mean() < g[:, -1].mean() / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    new = {}
    for key, values in history.items():
        epochs = len(values) // batches
        new[key] = values.reshape(batches, epochs, *values.shape[1:]).mean(axis=0)
    return new

# %% q5: nan overlooked, dead by the mean
# (1) Rule 1 only asks whether something is above 1e4 or equal to inf, which no nan is.
# (2) Rule 2 takes the mean active share over all epochs, not that of the last epoch.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if np.max(norms) > 1e4 or (loss == np.inf).any() or (norms == np.inf).any():
        return "exploding"
    if np.mean(history["active_share"]) < 0.01:
        return "dead"
    up, down = 0.0, 0.0
    for before, after in zip(loss, loss[1:]):
        if after > before:
            up += after - before
        else:
            down += before - after
    if up > down / 2:
        return "learning rate too high"
    if np.mean(norms[:, 0]) < np.mean(norms[:, -1]) / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    result = {}
    for key in history:
        parts = [history[key][i:i + batches].mean(axis=0) for i in range(0, len(history[key]), batches)]
        result[key] = np.array(parts)
    return result

# %% q6: the step gets the arrays themselves
# No copies are handed to the step: one that works in place moves the caller's weights, and "before minus after" is 0.
def step_error(step, loss, weights, learning_rate):
    from nnlab import gradcheck

    numeric = []
    for k in range(len(weights)):
        def f(w, k=k):
            return loss(weights[:k] + [w] + weights[k + 1:])
        numeric.append(gradcheck.numerical_gradient(f, weights[k].copy()))
    after = step(weights, learning_rate)
    errors = []
    for w, new, n in zip(weights, after, numeric):
        used = (w - new) / learning_rate
        errors.append(float(np.linalg.norm(used - n) / np.linalg.norm(n)))
    return errors


def slope_at_zero(f):
    return float((f(1e-5) - f(-1e-5)) / 2e-5)

# %% q6: divided by what was used, and by h
# (1) The error is relative to the gradient that was used, not to the numeric one.
# (2) slope_at_zero divides by h instead of 2h.
def step_error(step, loss, weights, learning_rate):
    h = 1e-5
    new = step([w.copy() for w in weights], learning_rate)
    out = []
    for k, w in enumerate(weights):
        g = np.zeros_like(w)
        for idx in np.ndindex(w.shape):
            plus = [a.copy() for a in weights]
            minus = [a.copy() for a in weights]
            plus[k][idx] += h
            minus[k][idx] -= h
            g[idx] = (loss(plus) - loss(minus)) / (2 * h)
        used = (w - new[k]) / learning_rate
        out.append(float(np.sqrt(np.sum((used - g) ** 2)) / np.sqrt(np.sum(used ** 2))))
    return out


def slope_at_zero(f):
    h = 1e-5
    return float((f(h) - f(-h)) / h)

# %% q6: slopes at the weights after the step
# The numeric gradient is taken at the weights after the step and not at those before.
def step_error(step, loss, weights, learning_rate):
    after = step([w.copy() for w in weights], learning_rate)
    h = 1e-5
    errors = []
    for k in range(len(weights)):
        work = [a.copy() for a in after]
        numeric = np.zeros(weights[k].shape)
        for i in np.ndindex(weights[k].shape):
            old = work[k][i]
            work[k][i] = old + h
            up = loss(work)
            work[k][i] = old - h
            down = loss(work)
            work[k][i] = old
            numeric[i] = (up - down) / (2 * h)
        g = (weights[k] - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(g - numeric) / np.linalg.norm(numeric)))
    return errors


def slope_at_zero(f):
    h = 1e-5
    return float((f(h) - f(-h)) / (2 * h))

# %% q7: d suspected, the penalty's 1/N forgotten
# (1) The verdict calls d wrong, because it updates W2 first (the error had been passed back before).
# (2) In mended_penalized_step the penalty's slope is penalty * W, without 1/N.
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": False, "e": True, "f": False, "g": True}


def mended_tanh(z):
    return np.tanh(z)


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    N = len(X)
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta / N + penalty * W)


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

# %% q7: the list that came in
# mended_deep_step passes the error back before it updates, but writes the new arrays into the caller's list.
def sorted_steps():
    right = "adeg"
    return {letter: letter in right for letter in "abcdefg"}


def mended_tanh(z):
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    g = (X.T @ ((H - Y) * H * (1 - H)) + penalty * W) / len(X)
    return W - learning_rate * g


def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in range(len(weights) - 1, -1, -1):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        back = delta @ weights[k][1:].T
        weights[k] = weights[k] - learning_rate * with_ones(layers[k]).T @ delta
        error = back
    return weights

# %% q7: penalty as a number still, 2 in one exponent only
# (1) mended_penalized_step divides by N now, but still takes the number sum W^2 away from every weight.
# (2) mended_tanh has the 2 in the numerator's exponent and not in the denominator's.
def sorted_steps():
    return dict(a=True, b=False, c=False, d=True, e=True, f=False, g=True)


def mended_tanh(z):
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-z))


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H) / len(X)
    return W - learning_rate * (X.T @ delta + penalty * np.sum(W**2) / len(X))


def mended_deep_step(weights, X, Y, learning_rate):
    weights = [W.copy() for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        error = delta @ weights[k][1:].T
        weights[k] -= learning_rate * with_ones(layers[k]).T @ delta
    return weights

# %% q7: the odd ones condemned
# (1) The verdict calls a wrong: shrinking W by a factor looks like a missing penalty.
# (2) It calls e wrong, which seems to lack the sigmoid's slope (it cancels).
def sorted_steps():
    verdict = {"a": False, "b": False, "c": False}
    verdict.update({"d": True, "e": False, "f": False, "g": True})
    return verdict


def mended_tanh(z):
    return 2 * sigmoid(2 * z) - 1


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    N = X.shape[0]
    H = sigmoid(X @ W)
    grad = X.T @ ((H - Y) * H * (1 - H)) / N + penalty / N * W
    return W - learning_rate * grad


def mended_deep_step(weights, X, Y, learning_rate):
    A = [X]
    for W in weights:
        A.append(sigmoid(with_ones(A[-1]) @ W))
    delta = (A[-1] - Y) * A[-1] * (1 - A[-1])
    grads = []
    for k in reversed(range(len(weights))):
        grads.append(with_ones(A[k]).T @ delta)
        delta = delta @ weights[k][1:].T * A[k] * (1 - A[k])
    return [W - learning_rate * g for W, g in zip(weights, grads[::-1])]

# %% q8: silenced layers pile up
# The copy is made once before the loop: for number l all layers before it are silenced as well.
def bias_spread(forward, weights, X):
    silent = [W.copy() for W in weights]
    spreads = []
    for l in range(len(weights)):
        silent[l][1:] = 0
        out = forward(silent, X)
        spreads.append(float((out.max(axis=0) - out.min(axis=0)).max()))
    return spreads


def symmetry_spread(scores, X):
    plus, minus = scores(X), scores(-X)
    s = plus[:, 1] - plus[:, 0] + minus[:, 1] - minus[:, 0]
    return float(s.max() - s.min())


def unchanged(function, *arguments):
    def copy(a):
        if isinstance(a, list):
            return [np.copy(b) for b in a]
        return np.copy(a) if isinstance(a, np.ndarray) else a

    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(p, q) for p, q in zip(a, b))
        return np.shape(a) == np.shape(b) and np.asarray(a).tobytes() == np.asarray(b).tobytes()

    copies = [copy(a) for a in arguments]
    function(*copies)
    return all(same(a, c) for a, c in zip(arguments, copies))

# %% q8: columns mixed up, and lists that grow
# (1) bias_spread takes the largest minus the smallest of all outputs, across the columns.
# (2) unchanged compares lists with zip and never their lengths: an appended array is not seen.
def bias_spread(forward, weights, X):
    result = []
    for l in range(len(weights)):
        ws = [W.copy() for W in weights]
        ws[l][1:, :] = 0.0
        Y = forward(ws, X)
        result.append(float(np.max(Y) - np.min(Y)))
    return result


def symmetry_spread(scores, X):
    def g(points):
        s = scores(points)
        return s[:, 1] - s[:, 0]
    total = g(X) + g(-X)
    return float(np.ptp(total))


def unchanged(function, *arguments):
    copies = []
    for arg in arguments:
        if isinstance(arg, list):
            copies.append([a.copy() for a in arg])
        elif isinstance(arg, np.ndarray):
            copies.append(arg.copy())
        else:
            copies.append(arg)
    function(*copies)
    for arg, copy in zip(arguments, copies):
        pairs = zip(arg, copy) if isinstance(arg, list) else [(arg, copy)]
        for old, new in pairs:
            if np.shape(old) != np.shape(new) or np.asarray(old).tobytes() != np.asarray(new).tobytes():
                return False
    return True

# %% q8: largest sum instead of the spread
# symmetry_spread returns the largest |s|, not the largest s minus the smallest: a constant k other than 0 is
# called a spread.
def bias_spread(forward, weights, X):
    out = []
    for l, W in enumerate(weights):
        only_bias = np.zeros_like(W)
        only_bias[0] = W[0]
        changed = [only_bias if k == l else weights[k].copy() for k in range(len(weights))]
        out.append(float(np.ptp(forward(changed, X), axis=0).max()))
    return out


def symmetry_spread(scores, X):
    gap = lambda Z: scores(Z) @ np.array([-1.0, 1.0])
    return float(np.abs(gap(X) + gap(-X)).max())


def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(list(arguments))
    function(*copies)
    for a, c in zip(arguments, copies):
        if isinstance(a, list):
            if len(a) != len(c):
                return False
            if not all(p.shape == q.shape and p.tobytes() == q.tobytes() for p, q in zip(a, c)):
                return False
        elif np.shape(a) != np.shape(c) or np.asarray(a).tobytes() != np.asarray(c).tobytes():
            return False
    return True

# %% q8: close is taken for equal, and a shallow copy
# (1) unchanged compares with np.allclose: a change of 1e-9 is not seen.
# (2) Lists are copied with list(), so the function works on the caller's own arrays, and each is compared with itself.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        w = [a.copy() for a in weights]
        w[k][1:] *= 0
        y = forward(w, X)
        spreads.append(float(max(y[:, j].max() - y[:, j].min() for j in range(y.shape[1]))))
    return spreads


def symmetry_spread(scores, X):
    S = scores(X) + scores(-X)
    s = S[:, 1] - S[:, 0]
    return float(max(s) - min(s))


def unchanged(function, *arguments):
    copies = []
    for a in arguments:
        copies.append(list(a) if isinstance(a, list) else np.array(a))
    function(*copies)
    for a, c in zip(arguments, copies):
        if isinstance(a, list):
            if len(a) != len(c):
                return False
            for p, q in zip(a, c):
                if p.shape != q.shape or not np.allclose(p, q):
                    return False
        elif np.shape(a) != np.shape(c) or not np.allclose(a, c):
            return False
    return True

# %% q9: ones at the end
# The column of ones is put behind each layer, where the weights expect it in front.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}


def mended_forward(weights, X):
    A = X
    for W in weights:
        A = sigmoid(np.hstack([A, np.ones((A.shape[0], 1))]) @ W)
    return A


def xor_params():
    return {"W1": np.array([[10.0, -10.0], [10.0, -10.0]]), "b1": np.array([-8.0, -8.0]),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.array([0.0, 0.5])}

# %% q9: l condemned, and the labels turned round
# (1) The verdict calls l wrong because it has no biases, like k; with relu it can do XOR.
# (2) xor_params makes number 1 the larger one where the signs are equal.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": False, "m": False, "n": True}


def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X


def xor_params():
    W1 = 20 * np.array([[1.0, -1.0], [1.0, -1.0]])
    b1 = np.array([-20.0, -20.0])
    W2 = np.array([[0.0, 1.0], [0.0, 1.0]])
    b2 = np.array([0.5, 0.0])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% q9: for 0 and 1 in place of the four corners
# xor_params is the textbook's solution for the inputs 0 and 1 (an OR and an AND unit), not for coordinates around
# +-1: both negative is right, but at (1, -1) neither unit fires.
def sorted_networks():
    good = {"i", "l", "n"}
    return {k: k in good for k in "hijklmn"}


def mended_forward(weights, X):
    layer = X
    for W in weights:
        layer = sigmoid(W[0] + layer @ W[1:])
    return layer


def xor_params():
    return {"W1": np.array([[20.0, 20.0], [20.0, 20.0]]), "b1": np.array([-10.0, -30.0]),
            "W2": np.array([[0.0, 1.0], [0.0, -1.0]]), "b2": np.array([0.5, 0.0])}

# %% q9: m acquitted, a bias in the first layer only
# (1) The verdict calls m right: its predictions are, but it changes the caller's list.
# (2) In mended_forward only the first layer gets a column of ones, the bias rows of the others are left out.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": True, "n": True}


def mended_forward(weights, X):
    A = sigmoid(with_ones(X) @ weights[0])
    for W in weights[1:]:
        A = sigmoid(A @ W[1:])
    return A


def xor_params():
    return dict(W1=np.array([[15.0, -15.0], [15.0, -15.0]]), b1=np.array([-12.0, -12.0]),
                W2=np.array([[2.0, 0.0], [2.0, 0.0]]), b2=np.array([-1.0, 0.0]))
