# %% q1: slope at the activation's output
# norms_through takes the slope at A_l, the output, instead of at the pre-activation.
def norms_through(weights, X, activation):
    A = [X]
    for W in weights:
        A.append(activation(np.dot(A[-1], W)))
    err = A[-1] / X.shape[0]
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        delta = err * activation(A[l + 1], deriv=True)
        norms.append(np.linalg.norm(A[l].T @ delta))
        err = delta @ weights[l].T
    return np.array(norms[::-1])

# %% q1: mean forgotten
# The error at the output is A_L instead of A_L / N, so all norms are N times too large.
def norms_through(weights, X, activation):
    values, pre = [X], []
    for w in weights:
        z = values[-1] @ w
        pre.append(z)
        values.append(activation(z))
    L = len(weights)
    result = np.zeros(L)
    back = values[-1]
    for k in reversed(range(L)):
        d = back * activation(pre[k], deriv=True)
        grad = values[k].T @ d
        result[k] = np.sqrt(np.sum(grad ** 2))
        back = d @ weights[k].T
    return result

# %% q1: last layer first; root forgotten
# 1) the norms are in the order of the backward pass, last layer first. 2) the sum of squares is returned without its root.
def norms_through(weights, X, activation):
    caches = []
    a = X
    for w in weights:
        caches.append((a, a @ w, w))
        a = activation(a @ w)
    e = a / len(X)
    out = []
    while caches:
        a_before, z, w = caches.pop()
        e = e * activation(z, deriv=True)
        out.append(np.square(a_before.T @ e).sum())
        e = e @ w.T
    return np.array(out)

# %% q1: batch drawn first; width ignored
# 1) the batch is drawn before the matrices. 2) the width is always 32, the argument is overwritten.
def gradient_norms(depth, activation, rng, width=32):
    width = 32
    X = rng.normal(0, 1, size=(16, width))
    Ws = [rng.normal(0, np.sqrt(1 / width), size=(width, width)) for i in range(depth)]
    return norms_through(Ws, X, activation)

# %% q1: no activation after the last matrix
# The last layer is treated as linear: neither activation nor slope is applied after the last matrix.
def norms_through(weights, X, activation):
    L = len(weights)
    acts, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(acts[i] @ W)
        acts.append(activation(zs[i]) if i < L - 1 else zs[i])
    delta = acts[-1] / len(X)          # output layer
    norms = [0.0] * L
    for i in range(L - 1, -1, -1):
        norms[i] = float(np.linalg.norm(acts[i].T.dot(delta)))
        if i > 0:
            delta = delta.dot(weights[i].T) * activation(zs[i - 1], deriv=True)
    return np.array(norms)

# %% q2: only fan_in
# xavier's r is sqrt(6 / fan_in), fan_out is left out.
def xavier(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))

# %% q2: fan_out in he
# he divides by fan_out instead of fan_in.
def he(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_out)
    w = np.empty((fan_in, fan_out))
    for i in range(fan_in):
        w[i] = rng.normal(0, std, fan_out)
    return w

# %% q3: counts the zeros
# The share of all outputs that are 0 is returned, instead of the share of units that are 0 for every sample.
def dead_fraction(W, b, X):
    out = np.maximum(np.dot(X, W) + b, 0)
    zeros = np.count_nonzero(out == 0)
    return zeros / out.size

# %% q3: exactly 0 counts as alive
# A unit counts as dead only if its pre-activation is strictly below 0 for all samples; exactly 0 is taken as alive.
def dead_fraction(W, b, X):
    z = X.dot(W) + b
    dead = 0
    for h in range(z.shape[1]):
        if all(value < 0 for value in z[:, h]):
            dead += 1
    return dead / z.shape[1]

# %% q3: wrong axis; bias left out
# 1) all(axis=1) asks which samples get a 0 from every unit, not which units are 0 for every sample. 2) the bias is not added.
def dead_fraction(W, b, X):
    activity = relu(X @ W)
    silent = (activity == 0).all(axis=1)
    return float(np.sum(silent) / len(silent))

# %% q3: sum to zero without relu; integer division
# 1) relu is not applied: a unit counts as dead if the largest pre-activation is exactly 0 (max == 0), so units that are always negative are missed. 2) // makes 0 or 1 of the share.
def dead_fraction(W, b, X):
    pre = np.matmul(X, W) + b
    top = pre.max(axis=0)
    n_dead = int((top == 0).sum())
    return float(n_dead // W.shape[1])

# %% q5: counts the rises
# Rule 3 counts in how many epochs the loss rises and falls, instead of adding up how far.
def diagnose(history):
    E = history["loss"]
    G = history["gradient_norms"]
    if np.isfinite(E).sum() < E.size or np.isfinite(G).sum() < G.size:
        return "exploding"
    if G.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    d = np.diff(E)
    rises = len(d[d > 0])
    falls = len(d[d < 0])
    if rises > falls / 2:
        return "learning rate too high"
    if np.mean(G[:, 0]) < np.mean(G[:, -1]) / 1000:
        return "vanishing"
    if E[-1] > 0.9 * E[0]:
        return "learning rate too low"
    return "healthy"

# %% q5: means over the layers
# In rule 4 the rows and columns are mixed up: gradient_norms[0] and [-1] are the first and last epoch (means over layers), not the first and last layer.
def diagnose(history):
    losses = history["loss"]
    g = history["gradient_norms"]
    everything = np.hstack([losses, g.flatten()])
    if (~np.isfinite(everything)).any() or (g > 1e4).any():
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    diffs = np.diff(losses)
    if np.sum(diffs[diffs > 0]) > 0.5 * abs(np.sum(diffs[diffs < 0])):
        return "learning rate too high"
    if np.mean(g[0]) < np.mean(g[-1]) / 1000:
        return "vanishing"
    if losses[-1] > 0.9 * losses[0]:
        return "learning rate too low"
    return "healthy"

# %% q6: divided by h
# slope_at_zero divides the central difference by h instead of 2h, so the scale is twice too large.
def slope_at_zero(f):
    h = 1e-5
    up, down = f(0.0 + h), f(0.0 - h)
    return float((up - down) / h)

# %% q7: penalty not divided by N
# The data term is divided by N but the penalty's gradient is penalty * W instead of penalty * W / N.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    n = len(X)
    out = sigmoid(np.dot(X, W))
    d = (out - Y) * out * (1 - out)
    grad = np.dot(X.T, d) / n + penalty * W
    return W - learning_rate * grad

# %% q7: still a number; factor 2 in the penalty
# 1) the penalty's gradient is still summed to one number (np.sum(W)), the same for all weights. 2) it also has a factor of 2, though the loss has penalty/(2N).
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    N = X.shape[0]
    W_new = W.copy()
    H = sigmoid(X @ W_new)
    delta = (H - Y) * H * (1 - H) / N
    slope = X.T @ delta + 2 * penalty * np.sum(W_new) / N
    W_new -= learning_rate * slope
    return W_new

# %% q7: error passed through before the delta; caller's arrays changed
# 1) the copy at the beginning is missing (list(weights) copies only the list), so -= changes the caller's arrays. 2) the error is passed back before the slope is multiplied: error @ W instead of delta @ W.
def mended_deep_step(weights, X, Y, learning_rate):
    ws = list(weights)
    layers = [X]
    for W in ws:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in range(len(ws) - 1, -1, -1):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        error = error @ ws[k][1:].T
        ws[k] -= learning_rate * with_ones(layers[k]).T @ delta
    return ws

# %% q7: mended deep step keeps the stale view
# `old = weights[k][1:]` is a view, so the in-place update changes it as well and the error still passes through the new weights: slip 3 isn't mended.
def mended_deep_step(weights, X, Y, learning_rate):
    weights = [np.array(W) for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(np.dot(with_ones(layers[-1]), W)))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        old = weights[k][1:]      # remember the weights before the step
        out = layers[k + 1]
        delta = error * out * (1 - out)
        weights[k] -= learning_rate * np.dot(with_ones(layers[k]).T, delta)
        error = np.dot(delta, old.T)
    return weights

# %% q8: bias row silenced instead
# bias_spread sets row 0 (the bias) to 0 and keeps the other rows, the wrong way round.
def bias_spread(forward, weights, X):
    numbers = []
    for l in range(len(weights)):
        silent = [np.copy(w) for w in weights]
        silent[l][0] = 0
        Y = forward(silent, X)
        numbers.append(float(np.ptp(Y, axis=0).max()))
    return numbers

# %% q8: range over all entries; caller's weights changed
# 1) the difference is taken between the largest and smallest entry of the whole output, across columns, not within one column. 2) the copy of the list is shallow, so silencing zeroes the caller's arrays (and earlier layers stay silenced).
def bias_spread(forward, weights, X):
    answer = []
    for l, _ in enumerate(weights):
        changed = list(weights)
        changed[l][1:, :] = 0
        y = forward(changed, X)
        answer.append(float(y.max() - y.min()))
    return answer

# %% q8: difference for sum; mean for minimum
# 1) s = g(x) - g(-x) instead of g(x) + g(-x). 2) the spread is the largest minus the mean, not minus the smallest.
def symmetry_spread(scores, X):
    def g(points):
        s = scores(points)
        return s[:, 1] - s[:, 0]
    s = g(X) - g(-X)
    return float(np.max(s) - np.mean(s))

# %% q9: answers the wrong way round
# xor_params scores number 1 where the signs are equal and number 0 where they differ: the labels are swapped.
def xor_params():
    W1 = 10 * np.array([[1.0, -1.0], [1.0, -1.0]])
    b1 = np.array([-10.0, -10.0])
    W2 = np.array([[0.0, 1.0], [0.0, 1.0]])
    b2 = np.array([0.5, 0.0])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
