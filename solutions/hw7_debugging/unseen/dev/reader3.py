# %% q1: variance taken for the deviation
# The matrices are drawn with the standard deviation 1/width, but 1/width is the variance.
def gradient_norms(depth, activation, rng, width=32):
    mats = []
    for _ in range(depth):
        mats.append(rng.normal(loc=0.0, scale=1.0 / width, size=(width, width)))
    batch = rng.standard_normal((16, width))
    return norms_through(mats, batch, activation)

# %% q2: variance in place of the deviation
# he hands the variance 2/fan_in to rng.normal, which expects the standard deviation; the root is missing.
def he(fan_in, fan_out, rng):
    sigma = 2 / fan_in
    return sigma * rng.standard_normal((fan_in, fan_out))

# %% q2: normal instead of uniform; transposed
# 1) xavier draws from a normal distribution with deviation r instead of uniformly. 2) the shape is (fan_out, fan_in).
def xavier(fan_in, fan_out, rng):
    total = fan_in + fan_out
    r = (6.0 / total) ** 0.5
    W = rng.normal(0.0, r, (fan_out, fan_in))
    return W

# %% q2: only positive in xavier; 1 for 2 in he
# 1) xavier draws from 0 to r instead of -r to r. 2) he uses sqrt(1/fan_in), without the 2.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.random((fan_in, fan_out)) * r


def he(fan_in, fan_out, rng):
    return rng.normal(scale=1 / np.sqrt(fan_in), size=(fan_in, fan_out))

# %% q3: any for all
# A unit counts as dead if it is 0 for any sample, instead of for every one.
def dead_fraction(W, b, X):
    h = relu(X @ W + b)
    is_dead = np.any(h == 0, axis=0)
    return float(is_dead.mean())

# %% q4: one entry too few
# repeated_factor returns `steps` entries instead of steps + 1, the last one is missing.
def repeated_factor(a, b, steps):
    values = []
    v = np.float64(a)
    for _ in range(steps):
        values.append(v)
        v = v * np.float64(b)
    return np.array(values)

# %% q4: power first
# b**k is computed first and multiplied by a, so it is inf where b^k overflows though a b^k doesn't, and for a = 0 it is nan.
def repeated_factor(a, b, steps):
    k = np.arange(steps + 1)
    powers = np.power(np.float64(b), k)
    return a * powers

# %% q4: clips the finished list
# The values are multiplied on unclipped and only the finished array is clipped, so it doesn't go on from the clipped value (the first entry is kept).
def repeated_factor(a, b, steps):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * b)
    return np.array(values)


def clipped_factor(a, b, steps, limit):
    full = repeated_factor(a, b, steps)
    full[1:] = np.clip(full[1:], -limit, limit)
    return full

# %% q4: only the upper side; first value clipped too
# 1) only values above limit are cut, those below -limit pass. 2) entry 0 is clipped as well, though it should be a itself.
def clipped_factor(a, b, steps, limit):
    out = [min(a, limit)]
    for _ in range(steps):
        nxt = out[-1] * b
        out.append(min(nxt, limit))
    return np.array(out, dtype=float)

# %% q4: only looks for +inf; off by one
# 1) the comparison is with +inf only and b keeps its sign, so for negative b an odd first overflow to -inf is missed. 2) the counter starts before the first factor, so the answer is one too small (for a negative b with an odd first overflow the two slips happen to cancel).
def first_overflow(b):
    if abs(b) <= 1:
        return None
    product = np.float64(1.0)
    for n in range(100_000):
        product = product * b
        if product == np.inf:
            return n
    return None

# %% q4: loop too short
# The search gives up after 10,000 factors and returns None, so slow factors such as 1.01 (71,333) are reported as never.
def first_overflow(b):
    size = abs(float(b))
    value = 1.0
    for count in range(1, 10_001):
        value *= size
        if np.isinf(value):
            return count
    return None

# %% q4: negative factors never overflow
# `if b <= 1` without the absolute value: each negative b gives None, also -2.
def first_overflow(b):
    if b <= 1:
        return None  # shrinks or stays
    n, p = 1, float(b)
    while p != float("inf"):
        p = p * b
        n += 1
    return n

# %% q5: rules in another order
# "vanishing" (rule 4) is asked before "learning rate too high" (rule 3), and "dead" after both, so a history with several symptoms gets another answer.
def diagnose(history):
    loss = history["loss"]
    norms = history["gradient_norms"]
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or (norms > 1e4).any():
        return "exploding"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    change = np.diff(loss)
    if change[change > 0].sum() > 0.5 * -change[change < 0].sum():
        return "learning rate too high"
    if history["active_share"][-1] < 0.01:
        return "dead"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"

# %% q5: only the last epoch in rule 4
# Rule 4 compares the norms of the last epoch, not the means over all epochs.
def diagnose(history):
    l, g, a = (np.asarray(history[k]) for k in ("loss", "gradient_norms", "active_share"))
    numbers = np.concatenate([l.ravel(), g.ravel()])
    if np.isnan(numbers).any() or np.isinf(numbers).any() or np.max(g) > 10000:
        return "exploding"
    if a[-1] < 0.01:
        return "dead"
    ups = sum(max(l[i + 1] - l[i], 0) for i in range(len(l) - 1))
    downs = sum(max(l[i] - l[i + 1], 0) for i in range(len(l) - 1))
    if ups > downs / 2:
        return "learning rate too high"
    first, last = g[-1, 0], g[-1, -1]
    if first < last / 1000:
        return "vanishing"
    if l[-1] > 0.9 * l[0]:
        return "learning rate too low"
    return "healthy"

# %% q5: nan forgotten; mean share for dead
# 1) rule 1 looks for inf only (np.isinf), a nan isn't noticed. 2) rule 2 takes the mean of the active share over all epochs instead of the last epoch's.
def diagnose(history):
    loss = history["loss"]
    norms = history["gradient_norms"]
    active = history["active_share"]
    exploded = np.any(np.isinf(loss)) or np.any(np.isinf(norms)) or np.any(norms > 1e4)
    if exploded:
        return "exploding"
    elif np.mean(active) < 0.01:
        return "dead"
    steps = loss[1:] - loss[:-1]
    up = np.sum(steps[steps > 0])
    down = np.sum(np.abs(steps[steps < 0]))
    mean_norms = norms.mean(axis=0)
    if up > 0.5 * down:
        return "learning rate too high"
    elif mean_norms[0] < mean_norms[-1] / 1000:
        return "vanishing"
    elif loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    else:
        return "healthy"

# %% q5: first and last layer swapped; 0.9 on the wrong side
# 1) rule 4 asks if the last layer's mean norm is below a 1000th of the first's. 2) rule 5 compares 0.9 times the last loss with the first one, so it holds only if the loss grew by more than a ninth.
def diagnose(history):
    loss, grads = history["loss"], history["gradient_norms"]
    share = history["active_share"]

    def rule1():
        bad = not (np.all(np.isfinite(loss)) and np.all(np.isfinite(grads)))
        return bad or bool(np.any(grads > 1e4))

    def rule3():
        delta = np.diff(loss)
        return np.maximum(delta, 0).sum() > np.maximum(-delta, 0).sum() / 2

    if rule1():
        return "exploding"
    if share[-1] < 0.01:
        return "dead"
    if rule3():
        return "learning rate too high"
    if grads[:, -1].mean() < grads[:, 0].mean() / 1000:
        return "vanishing"
    if 0.9 * loss[-1] > loss[0]:
        return "learning rate too low"
    return "healthy"

# %% q6: learning rate forgotten
# step_error takes before - after as the used gradient, without dividing by the learning rate.
def step_error(step, loss, weights, learning_rate):
    from nnlab.gradcheck import numerical_gradient
    old = [w.copy() for w in weights]
    new = step([w.copy() for w in weights], learning_rate)
    errors = []
    for k in range(len(old)):
        def f(w, k=k):
            return loss(old[:k] + [w] + old[k + 1:])
        numeric = numerical_gradient(f, old[k].copy())
        used = old[k] - new[k]
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6: no copies; one number for all arrays
# 1) step gets the caller's own arrays, so a step that works in place changes them, before - after is 0 and the differences are taken at the new weights. 2) one common error is computed over all arrays and returned once per array, instead of each array's own.
def step_error(step, loss, weights, learning_rate):
    h = 1e-5
    after = step(weights, learning_rate)
    top = bottom = 0.0
    for i, w in enumerate(weights):
        numeric = np.zeros_like(w)
        for idx in np.ndindex(*w.shape):
            values = []
            for s in (h, -h):
                trial = [v.copy() for v in weights]
                trial[i][idx] += s
                values.append(loss(trial))
            numeric[idx] = (values[0] - values[1]) / (2 * h)
        used = (w - after[i]) / learning_rate
        top += np.sum((used - numeric) ** 2)
        bottom += np.sum(numeric ** 2)
    return [float(np.sqrt(top / bottom))] * len(weights)

# %% q7: exponent mended above only
# mended_tanh has e^{-2z} in the numerator but still e^{-z} in the denominator.
def mended_tanh(z):
    z = np.asarray(z, dtype=float)
    numerator = 1 - np.exp(-2 * z)
    denominator = 1 + np.exp(-z)
    return numerator / denominator

# %% q8: layers stay silenced
# bias_spread silences the layers one after the other in the same copies, so from the second number on the earlier layers are silent too.
def bias_spread(forward, weights, X):
    copies = [w.copy() for w in weights]
    spreads = []
    for k in range(len(copies)):
        copies[k][1:] = 0.0
        out = forward(copies, X)
        spreads.append(float(np.max(out.max(axis=0) - out.min(axis=0))))
    return spreads

# %% q9: ones still last
# mended_forward puts the fresh column of ones behind the layer, where the weights expect it in front (slip 6 again).
def mended_forward(weights, X):
    layer = X
    for W in weights:
        ones = np.ones((layer.shape[0], 1))
        layer = sigmoid(np.concatenate((layer, ones), axis=1) @ W)
    return layer

# %% q9: thresholds missing; output bias as column
# 1) the hidden biases are 0, so the two neurons always add up to 1 and the network can't tell the quadrants apart. 2) b2 has the shape (2, 1) instead of (2,).
def xor_params():
    k = 20.0
    params = {}
    params["W1"] = np.array([[k, -k], [k, -k]])
    params["b1"] = np.zeros(2)
    params["W2"] = np.array([[1.0, 0.0], [1.0, 0.0]])
    params["b2"] = np.array([[0.0], [0.5]])
    return params
