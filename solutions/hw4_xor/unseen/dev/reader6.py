# %% q1: no sigmoid at the output
# The second result is z2, the sigmoid of the output layer is forgotten.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    h2 = h1 @ W2
    return h1, h2

# %% q1: results swapped, and bent twice
# (1) Returns (h2, h1) in place of (h1, h2).
# (2) The hidden activations go through the sigmoid a second time before they are multiplied by W2.
def forward(X, W1, W2):
    h1 = sigmoid(X.dot(W1))
    z2 = sigmoid(h1).dot(W2)
    h2 = sigmoid(z2)
    return h2, h1

# %% q2: mean over all entries
# The error is half the mean over all N x 2 entries, not over the N samples: half of the right one.
def loss(X, Y, W1, W2, penalty=0.0):
    _, h2 = forward(X, W1, W2)
    error = 0.5 * np.mean((Y - h2) ** 2)
    return float(error + penalty / (2 * len(X)) * (np.sum(W1 ** 2) + np.sum(W2 ** 2)))

# %% q2: penalty not divided by N, and W2 twice
# (1) The penalty is divided by 2 and not by 2N.
# (2) The squares of W2 are counted twice and those of W1 not at all (copied line).
def loss(X, Y, W1, W2, penalty=0.0):
    N = X.shape[0]
    h1, h2 = forward(X, W1, W2)
    err = np.sum((Y - h2) ** 2) / (2 * N)
    sq = np.sum(np.square(W2)) + np.sum(np.square(W2))
    return float(err + penalty / 2 * sq)

# %% q3: the penalty's 1/N forgotten
# The derivative of the penalty is lambda W, not lambda/N W.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    d2 = (h2 - Y) * h2 * (1 - h2) / N
    d1 = (d2 @ W2.T) * h1 * (1 - h1)
    return X.T @ d1 + penalty * W1, h1.T @ d2 + penalty * W2

# %% q3: a sum, and the penalty as one number
# (1) The 1/N is missing in delta_2: the gradient of a sum over the samples.
# (2) The penalty's derivative is the number lambda/N sum W^2, taken for every weight, not a matrix.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * (h2 * (1 - h2))
    delta1 = delta2.dot(W2.T) * (h1 * (1 - h1))
    dW2 = h1.T.dot(delta2) + penalty / len(X) * np.sum(W2 ** 2)
    dW1 = X.T.dot(delta1) + penalty / len(X) * np.sum(W1 ** 2)
    return dW1, dW2

# %% q3: tanh's slope in the hidden layer
# delta_1 has the factor 1 - h1^2, the slope of tanh, instead of h1 (1 - h1).
def backward(X, Y, W1, W2, penalty=0.0):
    n = X.shape[0]
    h1, h2 = forward(X, W1, W2)
    delta_2 = 1 / n * (h2 - Y) * h2 * (1 - h2)
    delta_1 = delta_2 @ W2.T * (1 - h1 ** 2)
    return X.T @ delta_1 + penalty / n * W1, h1.T @ delta_2 + penalty / n * W2

# %% q4: gap after the last sigmoid
# The gap is taken of h2, the outputs, not of the pre-activations z2.
def symmetry_gap(X, W1, W2):
    here = forward(X, W1, W2)[1]
    there = forward(-X, W1, W2)[1]
    return (here[:, 1] - here[:, 0]) + (there[:, 1] - there[:, 0])

# %% q4: columns swapped, gaps subtracted
# (1) The gap is column 0 minus column 1.
# (2) The gap of the mirror image is taken away and not added.
def symmetry_gap(X, W1, W2):
    def gap(points):
        z2 = sigmoid(points @ W1) @ W2
        return z2[:, 0] - z2[:, 1]
    return gap(X) - gap(-X)

# %% q5: mean of the deltas for the biases
# The derivatives of the biases are means over the rows: divided by N twice.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    h2 = sigmoid(h1 @ params["W2"] + params["b2"])
    return h1, h2


def backward_b(X, Y, params, penalty=0.0):
    N = len(X)
    h1, h2 = forward_b(X, params)
    d2 = (h2 - Y) / N * h2 * (1 - h2)
    d1 = d2 @ params["W2"].T * h1 * (1 - h1)
    return {"W1": X.T @ d1 + penalty / N * params["W1"], "b1": d1.mean(axis=0),
            "W2": h1.T @ d2 + penalty / N * params["W2"], "b2": d2.mean(axis=0)}

# %% q5: biases pay, and b2 left out
# (1) The biases are penalized like the weights.
# (2) forward_b forgets b2 in the output layer.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, sigmoid(h1 @ params["W2"])


def backward_b(X, Y, params, penalty=0.0):
    n = len(X)
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / n
    delta1 = (delta2 @ params["W2"].T) * h1 * (1 - h1)
    grads = {"W1": X.T @ delta1, "b1": delta1.sum(axis=0), "W2": h1.T @ delta2, "b2": delta2.sum(axis=0)}
    for name in grads:
        grads[name] = grads[name] + penalty / n * params[name]
    return grads

# %% q6: a shallow copy
# dict(params) copies the dict and not its arrays; the -= then changes the caller's arrays.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = dict(params)
    history = {"loss": [], "accuracy": []}
    N = len(X)
    for _ in range(epochs):
        _, h2 = forward_b(X, params)
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * N))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        grads = backward_b(X, Y, params, penalty)
        for key in params:
            params[key] -= learning_rate * grads[key]
    return params, history

# %% q6: history after the update, accuracy of entries
# (1) Loss and accuracy are taken after the update.
# (2) The accuracy counts the entries of h2 that are on the right side of 0.5, not the samples whose larger output
# is the right one.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    p = {k: v.copy() for k, v in params.items()}
    losses, accs = [], []
    for ep in range(epochs):
        g = backward_b(X, Y, p, penalty)
        p = {k: p[k] - learning_rate * g[k] for k in p}
        out = forward_b(X, p)[1]
        L = np.sum((Y - out) ** 2) / (2 * len(X))
        L += penalty / (2 * len(X)) * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))
        losses.append(L)
        accs.append(np.mean((out > 0.5) == (Y > 0.5)))
    return p, {"loss": losses, "accuracy": accs}

# %% q6: one parameter after the other
# The gradient is worked out anew for each parameter, after the ones before it have moved: not all derivatives
# are at the same weights.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    theta = {key: value.copy() for key, value in params.items()}
    hist = {"loss": np.zeros(epochs), "accuracy": np.zeros(epochs)}
    for e in range(epochs):
        h2 = forward_b(X, theta)[1]
        pen = penalty * (np.sum(theta["W1"] ** 2) + np.sum(theta["W2"] ** 2))
        hist["loss"][e] = (np.sum((h2 - Y) ** 2) + pen) / (2 * len(X))
        hist["accuracy"][e] = np.mean(np.argmax(h2, axis=1) == np.argmax(Y, axis=1))
        for key in ("W1", "b1", "W2", "b2"):
            theta[key] = theta[key] - learning_rate * backward_b(X, Y, theta, penalty)[key]
    return theta, hist

# %% q6: loss without its penalty
# history["loss"] holds the error alone, the penalty on W1 and W2 is left out (the gradients have it).
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    right = Y.argmax(axis=1)
    for i in range(epochs):
        h1, h2 = forward_b(X, params)
        history["loss"].append(0.5 * np.mean(np.sum((Y - h2) ** 2, axis=1)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == right))
        d = backward_b(X, Y, params, penalty)
        params = {name: params[name] - learning_rate * d[name] for name in params}
    return params, history

# %% q7: each array on its own
# The norm is taken and clipped for every array separately: the direction of the step changes.
def clip_gradients(gradients, max_norm):
    clipped = {}
    for name, g in gradients.items():
        norm = np.sqrt(np.sum(g ** 2))
        if norm > max_norm:
            clipped[name] = g * (max_norm / norm)
        else:
            clipped[name] = g.copy()
    return clipped

# %% q7: PyTorch's 1e-6, and in place
# (1) 1e-6 is added to the norm before dividing, so a tiny gradient is not scaled to max_norm exactly.
# (2) The caller's arrays are scaled in place.
def clip_gradients(gradients, max_norm):
    total = 0.0
    for g in gradients.values():
        total += np.sum(g ** 2)
    factor = min(1.0, max_norm / (np.sqrt(total) + 1e-6))
    for g in gradients.values():
        g *= factor
    return gradients

# %% q8: a rate that jumps
# The epochs are divided by the half-life with //, so the rate falls in jumps.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (epoch // half_life)


def l1_gradient(params, penalty):
    out = {}
    for key, value in params.items():
        out[key] = penalty * np.sign(value) if key.startswith("W") else np.zeros_like(value)
    return out

# %% q8: sign of 0, and biases pulled
# (1) A weight of exactly 0 gets +lambda instead of 0.
# (2) The biases are pulled as well, their gradients are not zero.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 2.0 ** (-epoch / half_life)


def l1_gradient(params, penalty):
    return {k: penalty * np.where(p >= 0, 1.0, -1.0) for k, p in params.items()}

# %% q8: L1 turned into L2
# The gradient of the L1 penalty is lambda |W|, the penalty's terms themselves, and not lambda sign(W): negative
# weights are pushed further away from 0.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (epoch / half_life)


def l1_gradient(params, penalty):
    grads = {"b1": np.zeros_like(params["b1"]), "b2": np.zeros_like(params["b2"])}
    for W in ("W1", "W2"):
        grads[W] = penalty * np.abs(params[W])
    return grads

# %% q9: the factor upside down
# missing_factor divides the claim by the measured slope: 1/3 instead of 3.
def corner_gap(f):
    a, b, c, d = f(np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]]))
    return float(a + b - c - d)


def missing_factor(f, claimed, x):
    h = 1e-5
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return float(claimed(x) / slope)

# %% q9: corners in another order, one-sided difference
# (1) The corners stand in the order 00, 01, 10, 11, but the signs are + + - -.
# (2) The slope is a one-sided difference, good to five digits only.
def corner_gap(f):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    v = f(corners)
    return float(v[0] + v[1] - v[2] - v[3])


def missing_factor(f, claimed, x):
    h = 1e-5
    return float((f(x + h) - f(x)) / h / claimed(x))
